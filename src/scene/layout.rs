//! Where things lie: every position of a frame in pixels, from its size alone and the widths of two columns.

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

/// Positions and sizes in pixels; a y of text is its baseline.
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
    pub(super) ticks_y: f64,
    pub(super) tick_size: f64,
    pub(super) tick_spacing: f64,
    pub(super) grid_top: f64,
    pub(super) plot_bottom: f64,
    pub(super) hairline: f64,
    pub(super) rows: usize,
    pub(super) places_x: f64,
    pub(super) place_size: f64,
    pub(super) names_right: f64,
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
    pub(super) timeline_end: f64,
    pub(super) timeline_width: f64,
    pub(super) knob: f64,
    pub(super) marks_y: f64,
    pub(super) foot_y: f64,
    pub(super) foot_size: f64,
    rows_top: f64,
    pitch: f64,
}

/// The height of a capital of the embedded face, in font sizes.
const CAP_HEIGHT: f64 = 0.7275;

/// How much of a row its bar takes.
const BAR: f64 = 0.74;

/// Where the plot begins and how far above the bottom it ends, in parts of 1080.
const PLOT: (f64, f64) = (196.0, 132.0);

impl Layout {
    /// `widest_name` and `widest_value` are those of everybody who is ever shown, in pixels.
    pub(super) fn new(size: Size, rows: usize, widest_name: f64, widest_value: f64) -> Self {
        let (width, height) = (f64::from(size.width()), f64::from(size.height()));
        let s = unit(size);
        let pitch = pitch(size, rows);
        let (left, right) = (64.0 * s, width - 64.0 * s);
        let place_width = if rows < 10 { 24.0 * s } else { 36.0 * s };
        let name_width = widest_name.clamp(100.0 * s, (0.26 * width).max(100.0 * s));
        let names_right = left + place_width + 18.0 * s + name_width;
        let bars_left = (names_right + 16.0 * s).round();
        let value_gap = 0.2 * pitch.min(70.0 * s);
        let bars_right = right - value_gap - widest_value - 4.0 * s;
        Self {
            left,
            right,
            full_width: right - left,
            title_width: 0.72 * (right - left),
            title_y: 92.0 * s,
            title_size: 44.0 * s,
            subtitle_y: 132.0 * s,
            small_size: 22.0 * s,
            ticks_y: 180.0 * s,
            tick_size: 18.0 * s,
            tick_spacing: 90.0 * s,
            grid_top: 192.0 * s,
            plot_bottom: PLOT.0 * s + pitch * real(rows),
            hairline: (1.5 * s).max(1.0),
            rows,
            places_x: left + place_width / 2.0,
            place_size: 0.95 * Self::name_size(size, rows),
            names_right,
            name_width,
            name_size: Self::name_size(size, rows),
            bars_left,
            bars_right,
            radius: (0.09 * pitch).min(7.0 * s),
            value_gap,
            value_size: Self::value_size(size, rows),
            clock_y: height - 196.0 * s,
            clock_size: 84.0 * s,
            day_y: height - 154.0 * s,
            day_size: 26.0 * s,
            timeline_y: height - 88.0 * s,
            timeline_end: right - 40.0 * s,
            timeline_width: 4.0 * s,
            knob: 8.0 * s,
            marks_y: height - 54.0 * s,
            foot_y: height - 20.0 * s,
            foot_size: 16.0 * s,
            rows_top: PLOT.0 * s,
            pitch,
        }
    }

    /// The font size of names, before a long one is made smaller.
    pub(super) fn name_size(size: Size, rows: usize) -> f64 {
        (0.36 * pitch(size, rows)).min(30.0 * unit(size))
    }

    /// The font size of values.
    pub(super) fn value_size(size: Size, rows: usize) -> f64 {
        (0.39 * pitch(size, rows)).min(34.0 * unit(size))
    }

    /// The length of the axis.
    pub(super) fn track_width(&self) -> f64 {
        self.bars_right - self.bars_left
    }

    /// Where a part of the axis ends.
    pub(super) fn x_of(&self, part: f64) -> f64 {
        self.bars_left + part * self.track_width()
    }

    /// The upper and the lower edge of the bar in a row.
    pub(super) fn bar(&self, row: f64) -> (f64, f64) {
        let middle = self.rows_top + (row + 0.5) * self.pitch;
        (middle - 0.5 * BAR * self.pitch, middle + 0.5 * BAR * self.pitch)
    }

    /// The baseline of a text of this size in the middle of a row.
    pub(super) fn baseline(&self, row: f64, size: f64) -> f64 {
        self.rows_top + (row + 0.5) * self.pitch + 0.5 * CAP_HEIGHT * size
    }
}

/// A 1080th of the height, less where the frame is narrow.
fn unit(size: Size) -> f64 {
    (f64::from(size.height()) / 1080.0).min(f64::from(size.width()) / 1200.0)
}

/// The height of a row. A few bars do not fill the frame.
fn pitch(size: Size, rows: usize) -> f64 {
    let s = unit(size);
    let height = f64::from(size.height()) - (PLOT.0 + PLOT.1) * s;
    (height / real(rows)).min(118.0 * s)
}

fn real(rows: usize) -> f64 {
    f64::from(u16::try_from(rows).unwrap_or(u16::MAX))
}
