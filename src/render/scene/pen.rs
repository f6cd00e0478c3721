//! Shapes, texts and bitmaps in pixels, as plotters' elements.
//!
//! What is drawn with them, and where, is for the files after this one.

use plotters::{
    coord::Shift,
    drawing::{DrawingArea, DrawingAreaErrorKind},
    element::{Drawable, PointCollection, Polygon, Rectangle, Text as Label},
    style::{
        Color, FontDesc, FontFamily, FontStyle, IntoTextStyle, RGBAColor, RGBColor, ShapeStyle,
        text_anchor::{Pos, VPos},
    },
};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

pub(super) use plotters::style::text_anchor::HPos;

use crate::{
    color::Color as Rgb,
    render::{
        canvas,
        text::{Fitted, Weight},
    },
};

pub(super) type Area<DB> = DrawingArea<DB, Shift>;
pub(super) type DrawResult<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// A point in pixels, from the left and from the top.
pub(super) type Position = (f64, f64);

/// The left, upper, right and lower edge of something, in pixels.
pub(super) type Edges = [f64; 4];

/// Straight lines in a quarter of a circle.
const CORNER: u8 = 6;

/// A color that lets what is behind it through: 0 for all of it, 1 for nothing.
pub(super) fn ink(color: Rgb, alpha: f64) -> RGBAColor {
    RGBColor(color.0, color.1, color.2).mix(alpha.clamp(0.0, 1.0))
}

/// What letters are like, but for their color.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters {
    /// In pixels; 0 is not written.
    pub(super) size: f64,
    pub(super) weight: Weight,
}

pub(super) fn regular(size: f64) -> Letters {
    Letters { size, weight: Weight::Regular }
}

pub(super) fn bold(size: f64) -> Letters {
    Letters { size, weight: Weight::Bold }
}

/// The letters of a text that was fitted.
pub(super) fn letters_of(fitted: &Fitted, weight: Weight) -> Letters {
    Letters { size: f64::from(fitted.size), weight }
}

/// A text whose baseline is at `at`.
pub(super) fn write<DB: DrawingBackend>(
    area: &Area<DB>,
    words: &str,
    at: Position,
    letters: Letters,
    side: HPos,
    color: RGBAColor,
) -> DrawResult<DB> {
    if words.is_empty() || letters.size <= 0.0 || color.3 <= 0.0 {
        return Ok(());
    }
    let face = match letters.weight {
        Weight::Regular => FontStyle::Normal,
        Weight::Bold => FontStyle::Bold,
    };
    let font = FontDesc::new(FontFamily::SansSerif, letters.size * f64::from(canvas::UNIT), face);
    let style = font.into_text_style(area).color(&color).pos(Pos::new(side, VPos::Bottom));
    area.draw(&Label::new(words, units(at), style))
}

pub(super) fn rectangle<DB: DrawingBackend>(
    area: &Area<DB>,
    edges: Edges,
    color: RGBAColor,
) -> DrawResult<DB> {
    let [left, top, right, bottom] = edges;
    area.draw(&Rectangle::new([units((left, top)), units((right, bottom))], color.filled()))
}

/// Which corners of a shape are round.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum RoundCorners {
    /// Those at its right end.
    Right,
    /// All of them.
    All,
}

pub(super) fn rounded<DB: DrawingBackend>(
    area: &Area<DB>,
    [left, top, right, bottom]: Edges,
    radius: f64,
    round: RoundCorners,
    color: RGBAColor,
) -> DrawResult<DB> {
    let radius = radius.min((right - left) / if round == RoundCorners::All { 2.0 } else { 1.0 });
    let radius = radius.min((bottom - top) / 2.0).max(0.0);
    let mut points = Vec::with_capacity(4 * (usize::from(CORNER) + 1));
    let mut corner = |x: f64, y: f64, turn: f64| {
        points.extend((0..=CORNER).map(|step| {
            let angle = (f64::from(step) / f64::from(CORNER) + turn) * std::f64::consts::FRAC_PI_2;
            units((x + radius * angle.cos(), y + radius * angle.sin()))
        }));
    };
    corner(right - radius, top + radius, -1.0);
    corner(right - radius, bottom - radius, 0.0);
    match round {
        RoundCorners::Right => points.extend([units((left, bottom)), units((left, top))]),
        RoundCorners::All => {
            corner(left + radius, bottom - radius, 1.0);
            corner(left + radius, top + radius, 2.0);
        }
    }
    area.draw(&Polygon::new(points, ShapeStyle::from(color).filled()))
}

pub(super) fn polygon<DB: DrawingBackend>(
    area: &Area<DB>,
    points: &[Position],
    color: RGBAColor,
) -> DrawResult<DB> {
    let points: Vec<_> = points.iter().copied().map(units).collect();
    area.draw(&Polygon::new(points, ShapeStyle::from(color).filled()))
}

/// A square picture, RGBA row by row, whose left upper corner is at `at`.
pub(super) fn picture<DB: DrawingBackend>(
    area: &Area<DB>,
    at: Position,
    side: u32,
    rgba: &[u8],
) -> DrawResult<DB> {
    area.draw(&BitmapElement { at: units(at), side, rgba })
}

struct BitmapElement<'a> {
    at: BackendCoord,
    side: u32,
    rgba: &'a [u8],
}

impl<'a> PointCollection<'a, BackendCoord> for &'a BitmapElement<'_> {
    type Point = &'a BackendCoord;
    type IntoIter = std::iter::Once<&'a BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.at)
    }
}

impl<DB: DrawingBackend> Drawable<DB> for BitmapElement<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        at: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        for at in at {
            backend.blit_bitmap(at, (self.side, self.side), self.rgba)?;
        }
        Ok(())
    }
}

/// A point in pixels as backend units.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a frame has some ten thousand units, and a cast saturates"
)]
pub(super) fn units((x, y): Position) -> BackendCoord {
    let units = |pixels: f64| (pixels * f64::from(canvas::UNIT)).round() as i32;
    (units(x), units(y))
}
