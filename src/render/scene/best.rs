//! The mark of somebody's best day so far, in the bar beside what was added: a star, and words where there is room.

use std::f64::consts::PI;

use plotters::drawing::DrawingAreaErrorKind;
use plotters_backend::DrawingBackend;

use super::{
    fixed::Scene,
    pen::{Area, HPos, Position, ink, letters_of, polygon, write},
};
use crate::{
    race::{Bar, Frame, smoothstep},
    render::text::Weight,
};

/// The width of the star with the air on both sides, in font sizes.
const STAR: f64 = 1.3;

/// The air beside the words, in font sizes; and how much of the bar remains, so that words never fill it.
const AIR: f64 = 0.4;
const LEFT: f64 = 1.5;

impl Scene<'_> {
    /// The star and the words in the room from `begin` to `end`. Returns where the room before them ends.
    pub(super) fn draw_best<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        frame: &Frame,
        (bar, row): (&Bar, f64),
        [begin, end]: [f64; 2],
        alpha: f64,
    ) -> Result<f64, DrawingAreaErrorKind<DB::ErrorType>> {
        let size = self.layout.gain_size;
        let shown = bar.best * frame.news;
        if shown <= 0.0 || size <= 0.0 {
            return Ok(end);
        }
        let (color, baseline) = (self.people[bar.racer].color.text_on(), self.layout.baseline(row, size));
        let has_room = |width: f64| smoothstep((end - begin - width) / size);
        let star = has_room((STAR + LEFT) * size);
        let middle = (end - 0.5 * (STAR - AIR) * size, baseline - 0.36 * size);
        polygon(area, &star_around(middle, 0.46 * size), ink(color, alpha * shown * star))?;
        let left = end - STAR * size;
        let Some((words, width)) = &self.best else { return Ok(end - shown * STAR * size) };
        // Announcements of the film are in the same place, and rarer.
        let told = frame.notice.filter(|(notice, _)| notice.racer() == Some(bar.racer));
        let room =
            has_room((STAR + LEFT) * size + 2.0 * width) * (1.0 - told.map_or(0.0, |(_, shown)| shown));
        let (letters, color) = (letters_of(words, Weight::Bold), ink(color, alpha * shown * room));
        write(area, &words.text, (left, baseline), letters, HPos::Right, color)?;
        Ok(end - shown * (STAR * size + room * (width + AIR * size)))
    }
}

/// A star of five points around its middle, with its first point at the top.
fn star_around((x, y): Position, radius: f64) -> Vec<Position> {
    // The inner corners of a star whose edges are straight lines from point to point.
    const INNER: f64 = 0.381_966;
    let corner = |n: u8| {
        let (angle, radius) =
            (f64::from(n) * PI / 5.0, if n.is_multiple_of(2) { radius } else { 1.25 * INNER * radius });
        (x + radius * angle.sin(), y - radius * angle.cos())
    };
    (0..10).map(corner).collect()
}
