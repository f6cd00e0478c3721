//! The marks of the axis of values.

use std::collections::BTreeMap;

use super::rounded;
use crate::race::smoothstep;

/// A mark of the axis.
pub(super) struct Tick {
    pub(super) value: u64,
    /// Where it is on the axis, 0 to 1.
    pub(super) part: f64,
    pub(super) alpha: f64,
}

/// The marks of an axis: multiples of 1, 2 and 5 times powers of ten, each as visible as its kind has room,
/// so that none ever appears at once.
///
/// Fives make way for twos, which do not divide them, and are gone before those are half there: the marks
/// that can be seen are evenly spaced, and two labels do not meet.
pub(super) fn ticks(axis_max: f64, width: f64, spacing: f64) -> Vec<Tick> {
    let free = |step: f64| (width * step / axis_max - spacing) / (spacing * 2.0 / 3.0);
    let room = |step: f64| smoothstep(free(step));
    let mut alphas: BTreeMap<u64, f64> = BTreeMap::from([(0, 1.0)]);
    for power in (0..19).map(|power| 10f64.powi(power)).take_while(|&power| power <= axis_max) {
        let (ones, twos) = (room(power), smoothstep(1.6 * free(2.0 * power) - 0.6));
        let fives = room(5.0 * power) * (1.0 - smoothstep(1.6 * free(2.0 * power)));
        for (step, alpha) in [(power, ones), (2.0 * power, twos), (5.0 * power, fives)] {
            if alpha <= 0.0 {
                continue;
            }
            for value in (1u32..).map(|n| step * f64::from(n)).take_while(|&value| value <= axis_max) {
                let known = alphas.entry(rounded(value)).or_default();
                *known = known.max(alpha);
            }
        }
    }
    alphas.into_iter().map(|(value, alpha)| Tick { value, part: exact(value) / axis_max, alpha }).collect()
}

#[expect(clippy::cast_precision_loss, reason = "marks of an axis are far below 2^52")]
fn exact(n: u64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visible(axis_max: f64) -> Vec<u64> {
        let ticks = ticks(axis_max, 1200.0, 90.0);
        ticks.iter().filter(|tick| 0.5 < tick.alpha).map(|tick| tick.value).collect()
    }

    #[test]
    fn an_axis_has_round_and_even_marks() {
        assert_eq!(visible(7.0), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(visible(12.0), [0, 2, 4, 6, 8, 10, 12]);
        assert_eq!(visible(30.0), [0, 5, 10, 15, 20, 25, 30]);
        assert_eq!(visible(2400.0), [0, 500, 1000, 1500, 2000]);
    }

    #[test]
    fn marks_never_pop() {
        let mut before: Vec<Tick> = Vec::new();
        let mut axis_max = 1.0;
        while axis_max < 20_000.0 {
            let now = ticks(axis_max, 1200.0, 90.0);
            for Tick { value, alpha, .. } in &before {
                let later = now.iter().find(|tick| tick.value == *value).map_or(0.0, |tick| tick.alpha);
                assert!((later - alpha).abs() < 0.1, "{value} at {axis_max}: {alpha} then {later}");
            }
            before = now;
            axis_max *= 1.005;
        }
    }
}
