//! Where things lie: every position of a frame in pixels, from its size and the widths of two columns.

use crate::{canvas, style::Size};

/// Backend units per pixel.
pub(super) const UNIT: i32 = canvas::UNIT;

/// A point in pixels as backend units.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a frame has some ten thousand units, and a cast saturates"
)]
pub(super) fn units((x, y): (f64, f64)) -> (i32, i32) {
    let units = |pixels: f64| (pixels * f64::from(UNIT)).round() as i32;
    (units(x), units(y))
}

/// Positions and sizes in pixels; a y of text is its baseline. A text of size 0 is not written.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) full_width: f64,
    pub(super) title_width: f64,
    pub(super) title_y: f64,
    pub(super) title_size: f64,
    pub(super) subtitle_y: f64,
    pub(super) small_size: f64,
    pub(super) total: Total,
    pub(super) ticks_y: f64,
    pub(super) tick_size: f64,
    pub(super) tick_spacing: f64,
    pub(super) grid_top: f64,
    pub(super) plot_bottom: f64,
    pub(super) hairline: f64,
    pub(super) places_x: f64,
    pub(super) place_size: f64,
    pub(super) names: Names,
    pub(super) name_width: f64,
    pub(super) name_size: f64,
    pub(super) bars_left: f64,
    pub(super) bars_right: f64,
    pub(super) radius: f64,
    pub(super) value_gap: f64,
    pub(super) value_size: f64,
    pub(super) clock_y: f64,
    pub(super) clock_size: f64,
    pub(super) day_y: f64,
    pub(super) day_size: f64,
    pub(super) timeline_y: f64,
    pub(super) timeline_start: f64,
    pub(super) timeline_end: f64,
    pub(super) timeline_width: f64,
    pub(super) knob: f64,
    pub(super) marks_y: f64,
    pub(super) foot_y: f64,
    pub(super) foot_size: f64,
    rows_top: f64,
    pitch: f64,
}

/// Where the names are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Names {
    /// Left of the bars, and end here.
    Beside(f64),
    /// Over the bars, where the frame is too narrow for a column of them, and begin with the bars.
    Above,
}

/// Where the sum of everybody is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Total {
    /// At the right of the title.
    Head,
    /// Under the bars, opposite to the clock.
    Foot,
}

/// The height of a capital of the embedded face, in font sizes.
const CAP_HEIGHT: f64 = 0.7275;

/// The width of a digit of the bold face, in font sizes, with some air.
const DIGIT: f64 = 0.67;

/// How much of a row its bar takes beside and below its name.
const BAR: f64 = 0.74;
const BAR_BELOW: f64 = 0.5;

/// The smallest size at which a text can be read, in pixels.
const READABLE: f64 = 8.5;

impl Layout {
    /// `widest` measures the names and the values of everybody who is ever shown, at these two sizes.
    pub(super) fn new(size: Size, rows: usize, widest: impl FnOnce(f64, f64) -> (f64, f64)) -> Self {
        let (width, height) = (f64::from(size.width()), f64::from(size.height()));
        let shape = Shape::of(width, height);
        let s = shape.unit(width, height);
        let margin = if shape == Shape::Wide { 64.0 * s } else { 56.0 * s };
        let (left, right) = (margin, width - margin);

        // From the top down.
        let title_size = (44.0 * s).max(1.2 * READABLE);
        let [small_size, tick_size, day_size, foot_size] =
            [22.0, 18.0, 26.0, 16.0].map(|size| readable(size * s));
        let title_y = 48.0 * s + title_size;
        let subtitle_y = title_y + 18.0 * s + small_size;
        let ticks_y = subtitle_y + 30.0 * s + tick_size;
        let grid_top = ticks_y + 12.0 * s;
        let rows_top = grid_top + 4.0 * s;

        // From the bottom up. Where bars are short of room to the right, the clock does not lie behind them.
        let foot_y = height - 20.0 * s;
        let marks_y = foot_y - if 0.0 < foot_size { foot_size + 18.0 * s } else { 0.0 };
        let timeline_y = marks_y - tick_size - 16.0 * s;
        let clock_size = 84.0 * s;
        let (day_y, total, rows_bottom) = match shape {
            Shape::Wide => (timeline_y - 66.0 * s, Total::Head, timeline_y - 44.0 * s),
            Shape::Square | Shape::Tall => {
                let day_y = timeline_y - 48.0 * s;
                let over_clock = day_y - day_size - 16.0 * s - CAP_HEIGHT * clock_size;
                (day_y, Total::Foot, over_clock - 40.0 * s)
            }
        };
        // A few bars do not fill the frame.
        let pitch =
            ((rows_bottom - rows_top) / real(rows)).min(if shape == Shape::Tall { 190.0 } else { 150.0 } * s);

        // Rows that are close together have larger letters in them, as far as these can be read at all.
        let above = shape == Shape::Tall && 72.0 * s <= pitch;
        let letters = |usual: f64, dense: f64, least: f64, most: f64| {
            (usual * pitch)
                .max((dense * pitch).min((least * s).max(READABLE)))
                .min(most * s.max(READABLE / least))
        };
        let name_size = if above { letters(0.25, 0.3, 22.0, 34.0) } else { letters(0.36, 0.68, 22.0, 32.0) };
        let value_size = if above { letters(0.3, 0.4, 24.0, 40.0) } else { letters(0.39, 0.72, 24.0, 36.0) };
        let place_size = 0.95 * if above { value_size } else { name_size };
        let (widest_name, widest_value) = widest(name_size, value_size);

        let place_width = place_size * DIGIT * if rows < 10 { 1.0 } else { 2.0 };
        let names_left = left + place_width + 18.0 * s;
        let (names, name_width, bars_left) = if above {
            (Names::Above, right - names_left, names_left.round())
        } else {
            let name_width = widest_name.clamp(100.0 * s, (0.26 * width).max(100.0 * s));
            let names_right = names_left + name_width;
            (Names::Beside(names_right), name_width, (names_right + 0.55 * name_size).round())
        };
        let value_gap = (0.2 * pitch.min(70.0 * s)).max(0.35 * value_size);
        let bars_right = right - value_gap - widest_value - 4.0 * s;
        let half_mark = 1.6 * tick_size;
        Self {
            left,
            right,
            full_width: right - left,
            title_width: if total == Total::Head { 0.72 } else { 1.0 } * (right - left),
            title_y,
            title_size,
            subtitle_y,
            small_size,
            total,
            ticks_y,
            tick_size,
            tick_spacing: (90.0 * s).max(4.5 * tick_size),
            grid_top,
            plot_bottom: rows_top + pitch * real(rows),
            hairline: (1.5 * s).max(1.0),
            places_x: left + place_width / 2.0,
            place_size,
            names,
            name_width,
            name_size,
            bars_left,
            bars_right,
            radius: (0.09 * pitch).min(7.0 * s),
            value_gap,
            value_size,
            clock_y: day_y - day_size - 16.0 * s,
            clock_size,
            day_y,
            day_size,
            timeline_y,
            timeline_start: if total == Total::Head { bars_left } else { left + half_mark },
            timeline_end: right - half_mark,
            timeline_width: (4.0 * s).max(1.5),
            knob: (8.0 * s).max(3.0),
            marks_y,
            foot_y,
            foot_size,
            rows_top,
            pitch,
        }
    }

    /// The length of the axis.
    pub(super) fn track_width(&self) -> f64 {
        self.bars_right - self.bars_left
    }

    /// Where a part of the axis ends.
    pub(super) fn x_of(&self, part: f64) -> f64 {
        self.bars_left + part * self.track_width()
    }

    /// Where a part of the film is on the timeline.
    pub(super) fn timeline_x(&self, part: f64) -> f64 {
        self.timeline_start + part * (self.timeline_end - self.timeline_start)
    }

    /// The upper and the lower edge of the bar in a row.
    pub(super) fn bar(&self, row: f64) -> (f64, f64) {
        let top = self.rows_top + row * self.pitch;
        let (from, part) = match self.names {
            Names::Beside(_) => (0.5 - 0.5 * BAR, BAR),
            Names::Above => (0.94 - BAR_BELOW, BAR_BELOW),
        };
        (top + from * self.pitch, top + (from + part) * self.pitch)
    }

    /// The baseline of a text of this size in the middle of a row's bar.
    pub(super) fn baseline(&self, row: f64, size: f64) -> f64 {
        let (top, bottom) = self.bar(row);
        f64::midpoint(top, bottom) + 0.5 * CAP_HEIGHT * size
    }

    /// How many rows apart two texts of a kind are when the lower one is gone, and when it is all there.
    pub(super) fn clearance(&self) -> (f64, f64) {
        match self.names {
            Names::Beside(_) => {
                let apart = 1.15 * self.value_size / self.pitch;
                (0.5 * apart, apart)
            }
            // The bar of the row above is nearer than its name.
            Names::Above => (0.6, 0.88),
        }
    }

    /// The baseline of the name of a row.
    pub(super) fn name_baseline(&self, row: f64, size: f64) -> f64 {
        match self.names {
            Names::Beside(_) => self.baseline(row, size),
            Names::Above => self.bar(row).0 - 0.09 * self.pitch,
        }
    }
}

/// The three ways in which a frame is laid out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Shape {
    /// Wider than high, as a screen: the clock behind the bars.
    Wide,
    /// About as wide as high: the clock under the bars.
    Square,
    /// Higher than wide, as a phone: names over their bars besides.
    Tall,
}

impl Shape {
    fn of(width: f64, height: f64) -> Self {
        match width / height {
            ratio if 1.25 <= ratio => Self::Wide,
            ratio if 0.8 < ratio => Self::Square,
            _ => Self::Tall,
        }
    }

    /// What all sizes are multiples of: a 1080th of a screen's height, a 900th of a phone's width.
    fn unit(self, width: f64, height: f64) -> f64 {
        match self {
            Self::Wide | Self::Square => (height / 1080.0).min(width / 1200.0),
            Self::Tall => (height / 1500.0).min(width / 900.0),
        }
    }
}

/// A text's size, enlarged until it can be read; 0 where that would take too much of the frame.
fn readable(size: f64) -> f64 {
    if size < READABLE / 3.0 { 0.0 } else { size.max(READABLE) }
}

fn real(rows: usize) -> f64 {
    f64::from(u16::try_from(rows).unwrap_or(u16::MAX))
}
