//! The foot, from the bottom up: the last line, the timeline, and the clock where it is not behind the bars.

use super::{
    needs::{CAP_HEIGHT, Needs, READABLE},
    shape::{FrameShape, readable},
};

/// Positions and sizes in pixels, as in the whole layout.
#[derive(Clone, Debug)]
pub(crate) struct Foot {
    pub(crate) clock: Clock,
    pub(crate) clock_y: f64,
    pub(crate) clock_size: f64,
    pub(crate) day_y: f64,
    pub(crate) day_size: f64,
    pub(crate) timeline_y: f64,
    pub(crate) timeline_width: f64,
    pub(crate) knob: f64,
    pub(crate) marks_y: f64,
    pub(crate) line_y: f64,
    pub(crate) line_size: f64,
    /// Where the rows above it end, and where the goal's label below them ends.
    pub(super) rows_bottom: f64,
    pub(super) goal_bottom: f64,
}

/// Where the clock is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Clock {
    /// Behind the bars, where they are short.
    Behind,
    /// Under the bars, in two lines.
    Under,
    /// Under the bars, in one line.
    Line,
}

impl Foot {
    pub(super) fn new(s: f64, height: f64, tick_size: f64, shape: FrameShape, needs: Needs) -> Self {
        let [day_size, line_size] = [26.0, 16.0].map(|size| readable(size * s));
        let line_y = height - 20.0 * s;
        let marks_y = line_y - if 0.0 < line_size { line_size + 18.0 * s } else { 0.0 };
        let timeline_y = marks_y - tick_size - 16.0 * s;
        let clock = match (shape, needs.crowded) {
            (FrameShape::Wide, false) => Clock::Behind,
            (FrameShape::Wide, true) => Clock::Line,
            (FrameShape::Square | FrameShape::Tall, _) => Clock::Under,
        };
        let goal = if needs.goal { 10.0 * s + tick_size } else { 0.0 };
        let (clock_size, day_y, rows_bottom) = match clock {
            Clock::Behind => {
                let summary = if needs.summary { 34.0 * s } else { 0.0 };
                (84.0 * s, timeline_y - 66.0 * s, timeline_y - 44.0 * s - summary)
            }
            Clock::Line => {
                let size = (52.0 * s).max(1.2 * READABLE);
                let y = timeline_y - 32.0 * s;
                (size, y, y - CAP_HEIGHT * size - 26.0 * s - goal)
            }
            Clock::Under => {
                let day_y = timeline_y - 48.0 * s;
                let over_clock = day_y - day_size - 16.0 * s - CAP_HEIGHT * 84.0 * s;
                (84.0 * s, day_y, over_clock - 44.0 * s - goal)
            }
        };
        Self {
            clock,
            clock_y: if clock == Clock::Line { day_y } else { day_y - day_size - 16.0 * s },
            clock_size,
            day_y,
            day_size,
            timeline_y,
            timeline_width: (4.0 * s).max(1.5),
            knob: (8.0 * s).max(3.0),
            marks_y,
            line_y,
            line_size,
            rows_bottom,
            goal_bottom: rows_bottom + goal,
        }
    }
}
