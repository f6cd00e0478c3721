//! The axis of values: its marks and lines, and the goal.

use std::collections::BTreeMap;

use plotters::style::RGBAColor;
use plotters_backend::DrawingBackend;

use super::{
    fixed::Scene,
    look::Look,
    pen::{Area, DrawResult, Edges, HPos, RoundCorners, bold, ink, rectangle, regular, rounded, write},
};
use crate::race::{Frame, MARKS, exact, raised_cosine, round_numbers, smoothstep};

/// The goal's line fades in within this distance of the axis' end, as a share of the axis.
const NEAR: f64 = 0.02;

/// A mark of the axis.
struct Tick {
    value: u64,
    /// Where it is on the axis, 0 to 1.
    part: f64,
    alpha: f64,
}

impl Scene<'_> {
    pub(super) fn draw_axis<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> DrawResult<DB> {
        let Self { layout, look: Look { theme, .. }, .. } = self;
        for tick in ticks(frame.axis_max, &frame.axis_around, layout.track_width(), layout.tick_spacing) {
            let x = layout.x_of(tick.part);
            let half = layout.hairline / 2.0;
            let line = [x - half, layout.grid_top, x + half, layout.plot_bottom];
            rectangle(area, line, ink(theme.grid, tick.alpha))?;
            let label = self.look.locale.number(tick.value);
            let color = ink(theme.quiet, tick.alpha);
            write(area, &label, (x, layout.ticks_y), regular(layout.tick_size), HPos::Center, color)?;
        }
        self.draw_goal(area, frame)?;
        let x = layout.bars_left;
        rectangle(area, [x - layout.hairline, layout.grid_top, x, layout.plot_bottom], ink(theme.zero, 1.0))
    }

    /// The goal on a bar that has passed it: the dashed line behind the bars goes on over it, except through what is
    /// `written` there from left to right.
    pub(super) fn draw_goal_passed<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        frame: &Frame,
        [_, top, end, bottom]: Edges,
        written: [f64; 2],
        color: RGBAColor,
    ) -> DrawResult<DB> {
        let (layout, Some(goal)) = (&self.layout, &self.goal) else { return Ok(()) };
        let x = layout.x_of(goal.value / frame.axis_max);
        let half = layout.hairline;
        if end < x + half || (written[0] < x && x < written[1]) {
            return Ok(());
        }
        rectangle(area, [x - half, top, x + half, bottom], color)
    }

    /// Hides the goal's line where it would run through a text of this size that is written on this baseline, from left
    /// to right, by what is `behind` that text.
    pub(super) fn hide_goal<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        frame: &Frame,
        [left, right]: [f64; 2],
        (baseline, size): (f64, f64),
        behind: RGBAColor,
    ) -> DrawResult<DB> {
        let (layout, Some(goal)) = (&self.layout, &self.goal) else { return Ok(()) };
        let (x, air) = (layout.x_of(goal.value / frame.axis_max), 0.2 * size);
        // The line at zero stays.
        let (left, right) = ((left - air).max(layout.bars_left + layout.hairline), right + air);
        if x <= left || right <= x {
            return Ok(());
        }
        let chip = [left, baseline - 0.85 * size, right, baseline + 0.12 * size];
        rounded(area, chip, air, RoundCorners::All, behind)
    }

    /// A dashed line below the bars; while the goal is beyond the axis, only a label with an arrow.
    fn draw_goal<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> DrawResult<DB> {
        let (Self { layout, look: Look { theme, .. }, .. }, Some(goal)) = (self, &self.goal) else {
            return Ok(());
        };
        let part = goal.value / frame.axis_max;
        let inside = smoothstep((1.0 - part) / NEAR);
        let x = layout.x_of(part.min(1.0));
        // Wide enough for video, which has one color for every two pixels.
        let (dash, gap, half) = (10.0 * layout.s, 8.0 * layout.s, layout.hairline);
        let mut top = layout.grid_top;
        while top < layout.plot_bottom && 0.0 < inside {
            let bottom = (top + dash).min(layout.plot_bottom);
            rectangle(area, [x - half, top, x + half, bottom], ink(theme.goal, inside))?;
            top += dash + gap;
        }
        let letters = bold(layout.tick_size);
        let middle = x.clamp(layout.left + goal.width / 2.0, layout.right - goal.width / 2.0);
        write(area, &goal.label, (middle, layout.goal_y), letters, HPos::Center, ink(theme.goal, inside))?;
        let beyond = format!("{} ›", goal.label);
        let end = layout.x_of(1.0);
        write(area, &beyond, (end, layout.goal_y), letters, HPos::Right, ink(theme.goal, 1.0 - inside))
    }
}

/// The marks of an axis: multiples of the smallest of 1, 2 and 5 times a power of ten that has room.
///
/// When that step changes, the old marks fade out before the new ones fade in, over the moments around this one: no
/// mark appears suddenly, no two labels meet, and while the axis is at rest every mark is fully there or not at all.
/// `width` is that of the axis.
fn ticks(axis_max: f64, around: &[f64; MARKS], width: f64, spacing: f64) -> Vec<Tick> {
    let mut weights: BTreeMap<u64, f64> = BTreeMap::new();
    // The ends of a raised cosine weigh nothing.
    for (axis, weight) in around.iter().zip(raised_cosine(MARKS.div_ceil(2)).skip(1)) {
        *weights.entry(step(*axis, width, spacing)).or_default() += weight;
    }
    let mut values: BTreeMap<u64, f64> = BTreeMap::new();
    for &step in weights.keys() {
        let multiples = (0..).map(|n| n * step).take_while(|&value| exact(value) <= axis_max);
        values.extend(multiples.map(|value| (value, 0.0)));
    }
    for (value, alpha) in &mut values {
        let share: f64 =
            weights.iter().filter(|(step, _)| value.is_multiple_of(**step)).map(|(_, weight)| weight).sum();
        *alpha = smoothstep(2.0 * share - 1.0);
    }
    let seen = values.into_iter().filter(|(_, alpha)| 0.0 < *alpha);
    seen.map(|(value, alpha)| Tick { value, part: exact(value) / axis_max, alpha }).collect()
}

/// The smallest step whose marks are at least `spacing` pixels apart; never less than one label.
fn step(axis_max: f64, width: f64, spacing: f64) -> u64 {
    let free = |step: &u64| spacing <= width * exact(*step) / axis_max;
    round_numbers().find(free).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(axis_max: f64) -> Vec<Tick> {
        ticks(axis_max, &[axis_max; MARKS], 1200.0, 180.0)
    }

    fn visible(axis_max: f64) -> Vec<u64> {
        at(axis_max).iter().filter(|tick| 0.99 < tick.alpha).map(|tick| tick.value).collect()
    }

    #[test]
    fn an_axis_has_round_and_even_marks() {
        assert_eq!(visible(5.0), [0, 1, 2, 3, 4, 5]);
        assert_eq!(visible(12.0), [0, 2, 4, 6, 8, 10, 12]);
        assert_eq!(visible(30.0), [0, 5, 10, 15, 20, 25, 30]);
        assert_eq!(visible(2400.0), [0, 500, 1000, 1500, 2000]);
    }

    #[test]
    fn at_rest_a_mark_is_there_or_not() {
        for axis_max in [1.3, 9.9, 13.4, 77.0, 618.0, 90_000.0] {
            assert!(at(axis_max).iter().all(|tick| (tick.alpha - 1.0).abs() < 1e-12), "{axis_max}");
        }
    }

    #[test]
    fn marks_never_pop() {
        let axis = |frame: usize| 3.0 * 1.004f64.powi(i32::try_from(frame).unwrap());
        let mut before: Vec<Tick> = Vec::new();
        for frame in MARKS..1500 {
            let around = std::array::from_fn(|n| axis(frame + 2 * n - MARKS));
            let now = ticks(axis(frame), &around, 1200.0, 180.0);
            for Tick { value, alpha, .. } in &before {
                let later = now.iter().find(|tick| tick.value == *value).map_or(0.0, |tick| tick.alpha);
                assert!((later - alpha).abs() < 0.5, "{value} in frame {frame}: {alpha} then {later}");
            }
            before = now;
        }
    }
}
