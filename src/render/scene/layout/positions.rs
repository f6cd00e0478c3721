//! Every position of a frame in pixels, from its size, what it has to show, and the widths of two columns.

use super::{
    foot::Foot,
    head::Head,
    needs::{CAP_HEIGHT, Needs, READABLE, Total},
    rows::RowParts,
    shape::{FrameShape, readable},
};
use crate::{
    race::real,
    render::{scene::pen::Edges, style::Size},
};

/// Positions and sizes in pixels; a y of text is its baseline. A text of size 0 is not written.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// What all sizes are multiples of: a 1080th of a screen's height, a 900th of a phone's width.
    pub(crate) s: f64,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) full_width: f64,
    pub(crate) head: Head,
    pub(crate) foot: Foot,
    pub(crate) total: Total,
    pub(crate) ticks_y: f64,
    pub(crate) tick_size: f64,
    pub(crate) tick_spacing: f64,
    pub(crate) grid_top: f64,
    pub(crate) plot_bottom: f64,
    pub(crate) hairline: f64,
    pub(crate) places_x: f64,
    pub(crate) place_size: f64,
    pub(crate) arrows: Arrows,
    pub(crate) names: Names,
    pub(crate) name_width: f64,
    pub(crate) name_size: f64,
    /// The circle of a person, where there are circles.
    pub(crate) circle: Option<Circle>,
    pub(crate) bars_left: f64,
    pub(crate) bars_right: f64,
    pub(crate) radius: f64,
    pub(crate) value_gap: f64,
    pub(crate) value_size: f64,
    pub(crate) gain_size: f64,
    pub(crate) goal_y: f64,
    /// Where the timeline begins and ends.
    pub(crate) timeline: (f64, f64),
    /// Where the summary at the end is: over the clock and the timeline, which have nothing more to say then.
    pub(crate) card: Edges,
    rows: f64,
    others: bool,
    rows_top: f64,
    row: RowParts,
}

/// The circle between a name and its bar, as tall as the bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Circle {
    pub(crate) left: f64,
    /// Its diameter in pixels.
    pub(crate) side: u32,
}

/// Where the names are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Names {
    /// Left of the bars, with their right edge at this x.
    Beside(f64),
    /// Above the bars and aligned with their left edge, where the frame is too narrow for a column of names.
    Above,
}

/// Where the arrows are that show who has climbed or fallen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Arrows {
    /// Nowhere.
    None,
    /// In the middle of the bar, around this x.
    Beside(f64),
    /// To the right of the name above the bar.
    Above,
}

/// The width of a digit of the bold face, in font sizes, with some air.
const DIGIT: f64 = 0.67;

/// Below this diameter, in pixels, circles look alike and are left out.
const SMALLEST_CIRCLE: f64 = 10.0;

/// The air between a circle and its bar, as a share of the bar's height.
const CIRCLE_AIR: f64 = 0.14;

/// How far below its own row a bar starts to appear, in rows, and the most in units.
const DROP: f64 = 0.4;
const MOST_DROP: f64 = 64.0;

/// The radius of a medal, in sizes of its number.
pub(crate) const MEDAL: f64 = 0.82;

/// How far everybody else is below the last row, in rows.
const APART: f64 = 0.2;

/// The most marks of the axis after the first.
const MARKS: f64 = 6.6;

impl Layout {
    /// `widest` takes the font sizes of names and values, and returns the widths of the widest name and value that
    /// are ever shown.
    pub(crate) fn new(size: Size, needs: Needs, widest: impl FnOnce(f64, f64) -> (f64, f64)) -> Self {
        let (width, height) = (f64::from(size.width()), f64::from(size.height()));
        let shape = FrameShape::of(width, height);
        let s = shape.unit(width, height);
        let margin = if shape == FrameShape::Wide { 64.0 * s } else { 56.0 * s };
        let (left, right) = (margin, width - margin);
        let full_width = right - left;

        let total = if shape == FrameShape::Wide { Total::Head } else { Total::Foot };
        let head = Head::new(s, full_width, total, needs);
        let tick_size = readable(18.0 * s);
        let foot = Foot::new(s, height, tick_size, shape, needs);
        let grid_top = head.bottom + tick_size + 12.0 * s;
        let rows_top = grid_top + 4.0 * s;
        // A few bars do not fill the frame.
        let n_rows = real(needs.rows) + if needs.others { 1.0 + APART } else { 0.0 };
        let most = if shape == FrameShape::Tall { 190.0 } else { 165.0 } * s;
        let room = (foot.rows_bottom - rows_top) / n_rows;
        let pitch = room.min(most);

        // Rows that are close together have larger letters in them, as far as these can be read at all.
        let above = shape == FrameShape::Tall && 72.0 * s <= pitch;
        let letters = |usual: f64, dense: f64, least: f64, most: f64| {
            (usual * pitch)
                .max((dense * pitch).min((least * s).max(READABLE)))
                .min(most * s.max(READABLE / least))
        };
        let name_size = if above { letters(0.25, 0.3, 22.0, 34.0) } else { letters(0.36, 0.68, 22.0, 32.0) };
        let value_size = if above { letters(0.3, 0.4, 24.0, 40.0) } else { letters(0.39, 0.72, 24.0, 36.0) };
        let few = if needs.stretches {
            RowParts::of_few(room, full_width, (if above { name_size } else { 0.0 }, tick_size), s)
        } else {
            None
        };
        let row = few.unwrap_or_else(|| RowParts::usual(pitch, above));
        let (pitch, bar_height) = (row.pitch, row.bar.1 - row.bar.0);
        let plot_bottom = rows_top + pitch * n_rows;
        let place_size = 0.95 * if above { value_size } else { name_size };
        let (widest_name, widest_value) = widest(name_size, value_size);

        let place_width = place_size * DIGIT * if needs.rows < 10 { 1.0 } else { 2.0 };
        let arrow_width = if needs.arrows && !above { 0.9 * place_size } else { 0.0 };
        let places_x = left + place_width / 2.0;
        // A medal is wider than its number.
        let medal = if needs.summary { (MEDAL * place_size - place_width / 2.0).max(0.0) } else { 0.0 };
        let arrows = match (needs.arrows, above) {
            (false, _) => Arrows::None,
            (true, true) => Arrows::Above,
            (true, false) => Arrows::Beside(left + place_width + medal + 10.0 * s + arrow_width / 2.0),
        };
        let circle = needs.circles && SMALLEST_CIRCLE <= bar_height;
        let circle_room = if circle { (bar_height.round() + CIRCLE_AIR * bar_height).ceil() } else { 0.0 };
        let names_left = left + place_width + 18.0 * s + arrow_width + medal;
        let (names, name_width, bars_left) = if above {
            let bars_left = names_left.round() + circle_room;
            (Names::Above, right - bars_left, bars_left)
        } else {
            let name_width = widest_name.clamp(100.0 * s, (0.26 * width).max(100.0 * s));
            let names_right = names_left + name_width;
            (Names::Beside(names_right), name_width, (names_right + 0.55 * name_size).round() + circle_room)
        };
        let value_gap = (0.2 * pitch.min(70.0 * s)).max(0.35 * value_size);
        let after_bars = value_gap + widest_value + 4.0 * s;
        let bars_right = right - after_bars;
        let half_mark = 1.6 * tick_size;
        let timeline_start = if total == Total::Head { bars_left } else { left + half_mark };
        let card = [left, foot.goal_bottom + 14.0 * s, right, foot.marks_y + 8.0 * s];
        Self {
            s,
            left,
            right,
            full_width,
            total,
            ticks_y: head.bottom + tick_size,
            head,
            foot,
            tick_size,
            tick_spacing: ((bars_right - bars_left) / MARKS).max(4.5 * tick_size),
            grid_top,
            plot_bottom,
            hairline: (2.0 * s).max(1.0),
            places_x,
            place_size,
            arrows,
            names,
            name_width,
            name_size,
            circle: circle.then(|| Circle { left: bars_left - circle_room, side: pixels(bar_height) }),
            bars_left,
            bars_right,
            radius: (0.09 * pitch).min(7.0 * s),
            value_gap,
            value_size,
            gain_size: if READABLE <= 1.2 * bar_height {
                (0.78 * value_size).min(0.8 * bar_height)
            } else {
                0.0
            },
            goal_y: plot_bottom + 8.0 * s + tick_size,
            timeline: (timeline_start, right - half_mark),
            card,
            rows: real(needs.rows),
            others: needs.others,
            rows_top,
            row,
        }
    }

    /// The length of the axis.
    pub(crate) fn track_width(&self) -> f64 {
        self.bars_right - self.bars_left
    }

    /// Where a part of the axis ends.
    pub(crate) fn x_of(&self, part: f64) -> f64 {
        self.bars_left + part * self.track_width()
    }

    /// Where a part of the film is on the timeline.
    pub(crate) fn timeline_x(&self, part: f64) -> f64 {
        let (start, end) = self.timeline;
        start + part * (end - start)
    }

    /// The upper and the lower edge of the bar in a row.
    pub(crate) fn bar(&self, row: f64) -> (f64, f64) {
        let top = self.rows_top + row * self.row.pitch;
        (top + self.row.bar.0, top + self.row.bar.1)
    }

    /// Where it is shown what the person of a row did on each day, if it is.
    pub(crate) fn stretches(&self, row: f64) -> Option<Edges> {
        let top = self.rows_top + row * self.row.pitch;
        self.row.stretches.map(|(from, to)| [self.bars_left, top + from, self.right, top + to])
    }

    /// How far below its own row a bar starts to appear, in rows.
    pub(crate) fn drop(&self) -> f64 {
        (DROP * self.row.pitch).min(MOST_DROP * self.s) / self.row.pitch
    }

    /// The row of everybody else.
    pub(crate) fn others_row(&self) -> f64 {
        self.rows + APART
    }

    /// The baseline of a text of this size in the middle of a row's bar.
    pub(crate) fn baseline(&self, row: f64, size: f64) -> f64 {
        let (top, bottom) = self.bar(row);
        f64::midpoint(top, bottom) + 0.5 * CAP_HEIGHT * size
    }

    /// How many rows apart two values must be for the lower one to appear, and for it to be fully visible.
    pub(crate) fn clearance(&self) -> (f64, f64) {
        let apart = 1.15 * self.value_size / self.row.pitch;
        (0.5 * apart, apart)
    }

    /// The same for two names. Where names are above their bars, the bar of the row above is nearer than its name.
    pub(crate) fn name_clearance(&self) -> (f64, f64) {
        match self.names {
            Names::Beside(_) => self.clearance(),
            Names::Above => (0.6, 0.88),
        }
    }

    /// The lowest row in which a bar is drawn, so that a leaving bar does not touch what is below the rows.
    pub(crate) fn lowest_row(&self) -> f64 {
        let is_near = self.names == Names::Above || self.others;
        self.rows - if is_near { 0.62 } else { 0.5 }
    }

    /// The baseline of the name of a row.
    pub(crate) fn name_baseline(&self, row: f64, size: f64) -> f64 {
        match self.names {
            Names::Beside(_) => self.baseline(row, size),
            Names::Above => self.bar(row).0 - self.row.name,
        }
    }
}

/// The nearest whole number of pixels.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a bar is less high than a frame"
)]
fn pixels(length: f64) -> u32 {
    length.round() as u32
}
