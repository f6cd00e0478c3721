//! The bars and what belongs to each: name, value, what is new today, place.

use plotters::drawing::DrawingAreaErrorKind;
use plotters_backend::DrawingBackend;

use super::{
    figure::Figure,
    fixed::Scene,
    layout::{Arrows, CAP_HEIGHT, Names},
    look::Look,
    numbers::nearest,
    pen::{
        Area, DrawResult, Edges, HPos, Position, RoundCorners, bold, ink, letters_of, polygon, regular,
        rounded, write,
    },
};
use crate::{
    locale::Phrase,
    race::{Bar, Frame, Notice, smoothstep},
    render::text::Weight,
};

/// How many rows apart two bars must be for the days below them to appear, and to be fully visible.
const APART: (f64, f64) = (0.4, 0.95);

/// How much of the goal's line is seen on the bars that have passed it.
const GOAL: f64 = 0.6;

/// A number is drawn inside a bar only where the bar is at least this many times as wide.
const GAIN_ROOM: f64 = 2.2;

impl Scene<'_> {
    /// The numbers of the places. They are there from the start, so the first frame is not empty. Nobody is told that
    /// they are last: in a small team, and where others have no row, the lower half has no numbers.
    pub(super) fn draw_places<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> DrawResult<DB> {
        let Self { layout, look: Look { theme, .. }, .. } = self;
        let values = frame.bars.iter().map(|bar| nearest(bar.value));
        for (row, place) in (0..self.numbered).zip(places(values)) {
            let at = (layout.places_x, layout.baseline(f64::from(row), layout.place_size));
            let number = place.to_string();
            write(area, &number, at, bold(layout.place_size), HPos::Center, ink(theme.quiet, 1.0))?;
        }
        Ok(())
    }

    pub(super) fn draw_bars<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> DrawResult<DB> {
        for bar in &frame.bars {
            let others = frame.bars.iter().filter(|other| other.racer != bar.racer);
            let alpha = others.fold(bar.alpha, |alpha, other| seen_beside(alpha, bar, other, APART));
            self.draw_stretches(area, frame, bar.racer, self.drawn_row(bar), alpha)?;
        }
        for (nth, bar) in frame.bars.iter().enumerate() {
            let (below, above) = (&frame.bars[..nth], &frame.bars[nth + 1..]);
            self.draw_bar(area, frame, bar, (below, above))?;
        }
        self.draw_others(area, frame)
    }

    /// The left, upper, right and lower edge of a bar, in pixels.
    pub fn bar_box(&self, frame: &Frame, bar: &Bar) -> Edges {
        let (top, bottom) = self.layout.bar(self.drawn_row(bar));
        let end = self.layout.x_of(bar.value / frame.axis_max);
        [self.layout.bars_left, top, end, bottom]
    }

    /// The row in which a bar is drawn: one that appears or leaves lies lower, but not by more than the space above
    /// the timeline allows.
    fn drawn_row(&self, bar: &Bar) -> f64 {
        (bar.row + self.layout.drop() * (1.0 - bar.alpha)).min(self.layout.lowest_row())
    }

    /// Some bars are drawn `before` and some `after` this one. While rows swap, a text fades for the bars drawn after
    /// it, so that no two texts overlap; a name above its bar also fades for any bar in its place.
    fn draw_bar<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        frame: &Frame,
        bar: &Bar,
        (before, after): (&[Bar], &[Bar]),
    ) -> DrawResult<DB> {
        let Self { layout, look: Look { theme, .. }, .. } = self;
        let figure = &self.people[bar.racer];
        let seen = |alpha: f64, other: &Bar, apart: (f64, f64)| seen_beside(alpha, bar, other, apart);
        let (edges, row) = (self.bar_box(frame, bar), self.drawn_row(bar));
        rounded(area, edges, layout.radius, RoundCorners::Right, ink(figure.color, bar.alpha))?;

        let alpha = after.iter().fold(bar.alpha, |alpha, other| seen(alpha, other, layout.clearance()));
        let on_the_name = |other: &&Bar| layout.names == Names::Above && other.row < bar.row;
        let over_it = before.iter().filter(on_the_name).chain(after);
        let name_alpha = over_it.fold(bar.alpha, |alpha, other| seen(alpha, other, layout.name_clearance()));

        self.draw_avatar(area, figure, row, bar.alpha)?;
        let end = edges[2];
        let gain_begins = self.draw_gain(area, figure, bar, [edges[0], end], alpha * frame.news)?;
        let gain_begins = self.draw_best(area, frame, (bar, row), [edges[0], gain_begins], alpha)?;
        let on_it = ink(figure.color.text_on(), GOAL * bar.alpha);
        self.draw_goal_passed(area, frame, edges, [gain_begins, end], on_it)?;
        let after =
            end + layout.value_gap + self.widths.of(&self.look.value(nearest(bar.value)), layout.value_size);
        self.draw_banner(area, frame, bar, ([edges[0], gain_begins], after), alpha)?;
        let name_size = f64::from(figure.name.size);
        let (x, side) = match layout.names {
            Names::Beside(right) => (right, HPos::Right),
            Names::Above => (layout.bars_left + 0.15 * name_size, HPos::Left),
        };
        let at = (x, layout.name_baseline(row, name_size));
        let color = ink(theme.text, name_alpha);
        if layout.names == Names::Above {
            let behind = ink(theme.background, name_alpha);
            self.hide_goal(area, frame, [x, x + figure.width], (at.1, name_size), behind)?;
        }
        write(area, &figure.name.text, at, letters_of(&figure.name, Weight::Regular), side, color)?;
        self.draw_arrow(area, figure, bar, row, name_alpha * frame.news)?;
        self.draw_value(area, frame, bar.value, (end, row), alpha)
    }

    /// The value to the right of a bar that ends at `end`; it hides the goal's line behind it.
    fn draw_value<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        frame: &Frame,
        value: f64,
        (end, row): Position,
        alpha: f64,
    ) -> DrawResult<DB> {
        let Self { layout, look: Look { theme, .. }, .. } = self;
        let value = self.look.value(nearest(value));
        let at = (end + layout.value_gap, layout.baseline(row, layout.value_size));
        let right = at.0 + self.widths.of(&value, layout.value_size);
        let behind = ink(theme.background, alpha);
        self.hide_goal(area, frame, [at.0, right], (at.1, layout.value_size), behind)?;
        write(area, &value, at, bold(layout.value_size), HPos::Left, ink(theme.text, alpha))
    }

    /// The number of labels added since the period began, inside the bar if it is long enough. Returns where the room
    /// before it ends.
    fn draw_gain<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        figure: &Figure,
        bar: &Bar,
        [begin, end]: [f64; 2],
        alpha: f64,
    ) -> Result<f64, DrawingAreaErrorKind<DB::ErrorType>> {
        let layout = &self.layout;
        // On the first day the gain equals the value, which is written behind the bar already.
        let news = smoothstep(2.0 * bar.gain - 1.0) * smoothstep(bar.value - bar.gain);
        if news <= 0.0 {
            return Ok(end);
        }
        let gain = self.look.locale.signed(nearest(bar.gain));
        let width = self.widths.of(&gain, layout.gain_size);
        let room = smoothstep(((end - begin) / width - GAIN_ROOM) / 0.4 + 1.0);
        let row = self.drawn_row(bar);
        let at = (end - 0.45 * layout.gain_size, layout.baseline(row, layout.gain_size));
        let color = ink(figure.color.text_on(), alpha * news * room);
        write(area, &gain, at, bold(layout.gain_size), HPos::Right, color)?;
        Ok(end - width - layout.gain_size)
    }

    /// What the film announces about this person, at the beginning of the bar beside the name; behind the value where
    /// the bar is too short for it. `inside` is the room in the bar, and `outside` where the room behind it begins.
    fn draw_banner<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        frame: &Frame,
        bar: &Bar,
        ([begin, end], outside): ([f64; 2], f64),
        alpha: f64,
    ) -> DrawResult<DB> {
        let layout = &self.layout;
        let Some((notice, shown)) = frame.notice.filter(|(notice, _)| notice.racer() == Some(bar.racer))
        else {
            return Ok(());
        };
        let Some((words, width)) = self.notices.0.get(&notice) else { return Ok(()) };
        let size = layout.gain_size;
        let (air, icon) = (0.6 * size, 1.3 * size);
        let fits = smoothstep((end - begin - 2.0 * air - icon - width) / size);
        let row = self.drawn_row(bar);
        let baseline = layout.baseline(row, size);
        let (color, theme) = (self.people[bar.racer].color, &self.look.theme);
        let places = [
            (begin + air, color.text_on(), color, fits),
            (outside + air, theme.text, theme.background, 1.0 - fits),
        ];
        for (x, color, behind, part) in places {
            let alpha = alpha * shown * part;
            self.hide_goal(area, frame, [x, x + icon + width], (baseline, size), ink(behind, alpha))?;
            let color = ink(color, alpha);
            polygon(area, &sign(notice, (x, baseline), size), color)?;
            write(
                area,
                &words.text,
                (x + icon, baseline),
                letters_of(words, Weight::Bold),
                HPos::Left,
                color,
            )?;
        }
        Ok(())
    }

    /// An arrow: up in color for a person who has climbed, down in grey for one who has fallen, to blame nobody.
    fn draw_arrow<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        figure: &Figure,
        bar: &Bar,
        row: f64,
        alpha: f64,
    ) -> DrawResult<DB> {
        let Self { layout, look: Look { theme, .. }, .. } = self;
        let (x, size) = match layout.arrows {
            Arrows::None => return Ok(()),
            Arrows::Beside(x) => (x, layout.place_size),
            Arrows::Above => (layout.bars_left + figure.width + 0.85 * layout.name_size, layout.name_size),
        };
        let y = layout.name_baseline(row, size) - 0.5 * CAP_HEIGHT * size;
        let seen = smoothstep((bar.climb.abs() - 0.3) / 0.5) * alpha;
        if seen <= 0.0 {
            return Ok(());
        }
        let (half, tip) = (0.27 * size, 0.24 * size * bar.climb.signum());
        let color = ink(if 0.0 < bar.climb { theme.up } else { theme.quiet }, seen);
        polygon(area, &[(x, y - tip), (x + half, y + tip), (x - half, y + tip)], color)
    }

    /// Everyone who has no row, together in one row below the others; a bar that is longer than the axis is cut.
    fn draw_others<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> DrawResult<DB> {
        let (Self { layout, look: Look { theme, .. }, .. }, Some((name, width))) = (self, &self.others)
        else {
            return Ok(());
        };
        let alpha = frame.others.alpha;
        if alpha <= 0.0 {
            return Ok(());
        }
        let row = layout.others_row();
        let (top, bottom) = layout.bar(row);
        let part = frame.others.value / frame.axis_max;
        let end = layout.x_of(part.min(1.0));
        rounded(
            area,
            [layout.bars_left, top, end, bottom],
            layout.radius,
            RoundCorners::Right,
            ink(theme.others, alpha),
        )?;
        // A slanted cut shows that the bar continues.
        let cut = smoothstep((part - 1.0) / 0.05) * alpha;
        let (wide, slant) = (0.1 * (bottom - top), 0.16 * (bottom - top));
        for n in [0.0, 2.4] {
            let x = end - 1.6 * (bottom - top) + n * wide;
            let points =
                [(x + slant, top), (x + slant + wide, top), (x - slant + wide, bottom), (x - slant, bottom)];
            polygon(area, &points, ink(theme.background, cut))?;
        }
        let size = f64::from(name.size);
        let (x, anchor) = match layout.names {
            Names::Beside(right) => (right, HPos::Right),
            Names::Above => (layout.bars_left + 0.15 * size, HPos::Left),
        };
        let people = frame.others.people as u64;
        let words = if self.others_is_whole {
            self.look.locale.say(Phrase::EveryoneElse(people))
        } else {
            name.text.clone()
        };
        let at = (x, layout.name_baseline(row, size));
        if layout.names == Names::Above {
            let behind = ink(theme.background, alpha);
            self.hide_goal(area, frame, [x, x + width], (at.1, size), behind)?;
        }
        write(area, &words, at, regular(size), anchor, ink(theme.quiet, alpha))?;
        self.draw_value(area, frame, frame.others.value, (end, row), alpha)
    }
}

/// How visible something of a bar is beside another one, from what it is alone: it is gone where the two are so many
/// rows apart or fewer, and whole where they are at least so many apart.
fn seen_beside(alone: f64, bar: &Bar, other: &Bar, (gone, whole): (f64, f64)) -> f64 {
    let clear = smoothstep(((other.row - bar.row).abs() - gone) / (whole - gone));
    alone * (1.0 - other.alpha * (1.0 - clear))
}

/// The sign before an announcement: a crown for the lead, a flag for the goal, an arrow for a climb. Its left lower
/// corner is at `at`.
fn sign(notice: Notice, (x, y): Position, size: f64) -> Vec<Position> {
    let points: &[Position] = match notice {
        Notice::Lead(_) => {
            &[(0.0, 0.0), (0.0, 0.68), (0.24, 0.36), (0.45, 0.78), (0.66, 0.36), (0.9, 0.68), (0.9, 0.0)]
        }
        Notice::Goal(_) => &[(0.1, 0.0), (0.1, 0.78), (0.85, 0.52), (0.22, 0.28), (0.22, 0.0)],
        Notice::Climb { .. } | Notice::Milestone(_) => &[(0.0, 0.02), (0.45, 0.74), (0.9, 0.02)],
    };
    points.iter().map(|(right, up)| (x + right * size, y - up * size)).collect()
}

/// The places from 1 on of rows with these values in any order, which are sorted here: equal values share a place. The
/// rows after them are free, and count on.
pub(super) fn places(values: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    let mut values: Vec<u64> = values.collect();
    values.sort_unstable_by(|a, b| b.cmp(a));
    let mut places: Vec<usize> = Vec::with_capacity(values.len());
    for (row, value) in values.iter().enumerate() {
        let shared = row.checked_sub(1).filter(|&before| values[before] == *value);
        places.push(shared.map_or(row + 1, |before| places[before]));
    }
    let free = places.len() + 1;
    places.into_iter().chain(free..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_a_place_and_free_rows_count_on() {
        let of = |values: &[u64]| places(values.iter().copied()).take(6).collect::<Vec<_>>();
        assert_eq!(of(&[7, 9, 7, 3]), [1, 2, 2, 4, 5, 6]);
        assert_eq!(of(&[]), [1, 2, 3, 4, 5, 6]);
        assert_eq!(of(&[0, 0, 0]), [1, 1, 1, 4, 5, 6]);
    }
}
