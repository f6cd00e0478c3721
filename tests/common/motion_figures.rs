//! The motion of a film in figures, and two well-known ways of moving bars to set beside ours.
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of bars and frames of a short film"
)]

use std::collections::HashMap;

use labelrace::{race::Race, stats::Tally};

/// A bar that can be seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    pub(crate) racer: usize,
    pub(crate) value: f64,
    pub(crate) row: f64,
}

/// The bars that can be seen, in each frame.
pub(crate) type Shot = Vec<Vec<Shown>>;

/// What is measured of a film.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figures {
    /// Pairs per frame of which the smaller value is drawn higher by more than half a row.
    pub(crate) wrong_pairs: f64,
    /// The part of all steps of a bar, from one frame to the next, that are longer than 0.35 rows.
    pub(crate) hasty_steps: f64,
    /// The longest of them, in rows.
    pub(crate) longest_step: f64,
    /// Pairs per frame that are nearer to each other than a quarter of a row.
    pub(crate) hidden_pairs: f64,
    /// Rows per frame that no bar is nearer to than half a row, of as many as there are bars.
    pub(crate) empty_rows: f64,
    /// Bars per frame more than 65 % of which are covered by bars with higher values.
    pub(crate) hidden_bars: f64,
    /// Changes of place that are taken back within 0.3 s, or before the difference is a label.
    pub(crate) taken_back: usize,
}

/// The height of a bar, in rows.
const BAR: f64 = 0.74;

pub(crate) fn figures(shot: &Shot) -> Figures {
    let (mut wrong, mut hidden, mut hasty, mut steps, mut longest) = (0usize, 0usize, 0usize, 0usize, 0f64);
    let (mut empty, mut covered) = (0usize, 0usize);
    let mut before: HashMap<usize, f64> = HashMap::new();
    for bars in shot {
        for (n, a) in bars.iter().enumerate() {
            let others = || bars[..n].iter().chain(&bars[n + 1..]);
            wrong += others().filter(|b| a.value < b.value && a.row + 0.5 < b.row).count();
            hidden += bars[..n].iter().filter(|b| (a.row - b.row).abs() < 0.25).count();
            if let Some(row) = before.get(&a.racer) {
                let step = (a.row - row).abs();
                steps += 1;
                hasty += usize::from(0.35 < step);
                longest = longest.max(step);
            }
        }
        let rows = bars.iter().filter(|bar| bar.row < 9.5).count();
        empty += (0..rows).filter(|row| bars.iter().all(|bar| 0.5 <= (bar.row - *row as f64).abs())).count();
        covered += bars.iter().filter(|bar| 0.65 < covered_part(bar, bars)).count();
        before = bars.iter().map(|bar| (bar.racer, bar.row)).collect();
    }
    Figures {
        wrong_pairs: wrong as f64 / shot.len() as f64,
        hasty_steps: hasty as f64 / steps.max(1) as f64,
        longest_step: longest,
        hidden_pairs: hidden as f64 / shot.len() as f64,
        empty_rows: empty as f64 / shot.len() as f64,
        hidden_bars: covered as f64 / shot.len() as f64,
        taken_back: taken_back(shot),
    }
}

/// How much of a bar is covered by those that are drawn after it, 0 to 1.
fn covered_part(bar: &Shown, bars: &[Shown]) -> f64 {
    let (top, bottom) = (bar.row - BAR / 2.0, bar.row + BAR / 2.0);
    let above = bars.iter().filter(|other| bar.value < other.value);
    let spans = above.map(|other| ((other.row - BAR / 2.0).max(top), (other.row + BAR / 2.0).min(bottom)));
    let mut spans: Vec<(f64, f64)> = spans.filter(|(from, to)| from < to).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut sum, mut at) = (0.0, top);
    for (from, to) in spans {
        sum += (to - from.max(at)).max(0.0);
        at = to.max(at);
    }
    sum / BAR
}

/// How often two bars change places and change them back within 9 frames, or before they are a label apart.
fn taken_back(shot: &Shot) -> usize {
    let mut pairs: HashMap<(usize, usize), (bool, Option<usize>, f64)> = HashMap::new();
    let mut n = 0;
    for (frame, bars) in shot.iter().enumerate() {
        for (nth, a) in bars.iter().enumerate() {
            for b in bars[..nth].iter().filter(|b| 1e-9 < (a.row - b.row).abs()) {
                let (one, other) = if a.racer < b.racer { (a, b) } else { (b, a) };
                let (is_above, apart) = (one.row < other.row, (one.value - other.value).abs());
                let pair = pairs.entry((one.racer, other.racer)).or_insert((is_above, None, 0.0));
                if pair.0 == is_above {
                    pair.2 = pair.2.max(apart);
                } else {
                    n += usize::from(pair.1.is_some_and(|since| frame - since <= 9 || pair.2 < 1.0));
                    *pair = (is_above, Some(frame), apart);
                }
            }
        }
    }
    n
}

pub(crate) fn ours(race: &Race) -> Shot {
    let shown = |bar: &labelrace::race::Bar| Shown { racer: bar.racer, value: bar.value, row: bar.row };
    race.frames().map(|frame| frame.bars.iter().map(shown).collect()).collect()
}

/// What everybody has at the end of each bucket.
fn sums(tally: &Tally) -> Vec<Vec<f64>> {
    let sum_at = |bucket: usize, steps: &[labelrace::stats::Step]| {
        let over = steps.partition_point(|step| step.bucket <= bucket);
        over.checked_sub(1).map_or(0.0, |last| steps[last].cumulative as f64)
    };
    let row = |bucket| tally.workers().iter().map(|worker| sum_at(bucket, &worker.steps)).collect();
    (0..tally.len()).map(row).collect()
}

/// Places by value; of two who are level the first in the list is above, and nobody is below row `top`.
fn ranks(values: &[f64], top: usize) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, racer) in order.into_iter().enumerate() {
        ranks[racer] = rank.min(top) as f64;
    }
    ranks
}

fn lerp(a: f64, b: f64, part: f64) -> f64 {
    a + (b - a) * part
}

/// Values and rows that both move straight from one keyframe to the next, evenly over `n_frames`.
fn straight(keyframes: &[(Vec<f64>, Vec<f64>)], n_frames: usize, top: usize) -> Shot {
    let at = |frame: usize| {
        let at = frame as f64 / (n_frames - 1) as f64 * (keyframes.len() - 1) as f64;
        let from = (at as usize).min(keyframes.len().saturating_sub(2));
        let to = (from + 1).min(keyframes.len() - 1);
        let ((v0, r0), (v1, r1)) = (&keyframes[from], &keyframes[to]);
        let part = at - from as f64;
        let bar = |racer: usize| Shown {
            racer,
            value: lerp(v0[racer], v1[racer], part),
            row: lerp(r0[racer], r1[racer], part),
        };
        (0..v0.len()).map(bar).filter(|bar| bar.row < top as f64).collect()
    };
    (0..n_frames).map(at).collect()
}

/// The way of `bar_chart_race`: values and places are taken once for each period and move straight.
pub(crate) fn bar_chart_race(tally: &Tally, n_frames: usize, top: usize) -> Shot {
    let keyframes: Vec<_> =
        sums(tally).into_iter().map(|values| (values.clone(), ranks(&values, top))).collect();
    straight(&keyframes, n_frames, top)
}

/// The way of D3's notebook: ten keyframes for each period, with places of their own.
pub(crate) fn d3(tally: &Tally, n_frames: usize, top: usize) -> Shot {
    let sums = sums(tally);
    let mut keyframes = Vec::new();
    for pair in sums.windows(2) {
        for k in 0..10 {
            let part = f64::from(k) / 10.0;
            let values: Vec<f64> = pair[0].iter().zip(&pair[1]).map(|(a, b)| lerp(*a, *b, part)).collect();
            keyframes.push((values.clone(), ranks(&values, top)));
        }
    }
    let last = sums.last().expect("a tally has a bucket");
    keyframes.push((last.clone(), ranks(last, top)));
    straight(&keyframes, n_frames, top)
}
