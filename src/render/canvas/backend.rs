//! The canvas itself: plotters' calls, turned into areas, masks and bitmaps.
//!
//! Shapes go through `outline`, letters through `glyphs`, bitmaps between two pixels through `shifted`. How the
//! result is stored is for the [`Pixels`] of the canvas.

use std::{cell::RefCell, convert::Infallible, fmt, ops::Range, rc::Rc};

use plotters::{coord::Shift, drawing::DrawingArea};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
    text_anchor::{HPos, VPos},
};

use labelrace_pixels::{Bitmap, Mask, Outline, Paint, Pixels, Shifted, SubpixelRect, UNIT};

use super::glyphs::Glyphs;
use crate::render::text::{Dots, Shade, Text, Weight};

/// Larger than any frame has room for, in pixels; no text of a larger size is drawn.
const LARGEST: f32 = 4_096.0;

type CanvasResult = Result<(), DrawingErrorKind<Infallible>>;

/// A frame that plotters draws on.
pub struct Canvas<P> {
    pixels: P,
    background: Vec<u8>,
    text: Rc<RefCell<Text>>,
    glyphs: Glyphs,
    outline: Outline,
    shifted: Shifted,
}

impl<P: fmt::Debug> fmt::Debug for Canvas<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Canvas").field("pixels", &self.pixels).finish_non_exhaustive()
    }
}

/// plotters' view of a canvas; making one costs nothing.
pub fn area<P: Pixels>(canvas: &Rc<RefCell<Canvas<P>>>) -> DrawingArea<Canvas<P>, Shift> {
    DrawingArea::from(canvas)
}

impl<P: Pixels> Canvas<P> {
    /// A black frame of this many pixels, which is its background too.
    #[must_use]
    pub fn new(width: u32, height: u32, text: Rc<RefCell<Text>>) -> Self {
        let pixels = P::new(width, height);
        let background = pixels.bytes().to_vec();
        let outline = Outline::new(width, height);
        Self { pixels, background, text, glyphs: Glyphs::default(), outline, shifted: Shifted::default() }
    }

    /// The frame as it is drawn so far.
    #[must_use]
    pub fn pixels(&self) -> &P {
        &self.pixels
    }

    /// Keeps everything drawn so far as the background, so that it is drawn only once.
    pub fn keep_background(&mut self) {
        self.background.copy_from_slice(self.pixels.bytes());
    }

    /// Starts a new frame with the background alone.
    pub fn restore_background(&mut self) {
        self.pixels.buffer().copy_from_slice(&self.background);
    }

    /// Hands over the frame and goes on with another buffer of its length.
    ///
    /// What the other holds is not looked at: [`Canvas::restore_background`] comes next. One of
    /// another length is made to fit.
    pub fn swap(&mut self, buffer: &mut Vec<u8>) {
        buffer.resize(self.background.len(), 0);
        std::mem::swap(buffer, self.pixels.buffer());
    }

    fn fill(&mut self, columns: Range<i64>, rows: Range<i64>, paint: Paint) {
        let (width, height) = self.pixels.size();
        let (columns, rows) = (clip(&columns, width), clip(&rows, height));
        if !columns.is_empty() && !rows.is_empty() {
            self.pixels.fill(&SubpixelRect { columns, rows }, paint);
        }
    }

    /// Paints what was put into the outline.
    fn paint_outline(&mut self, paint: Paint) {
        if let Some(mask) = self.outline.mask() {
            self.pixels.stamp(mask, paint);
        }
    }
}

/// The part of a range of units that is inside a frame's side of this many pixels.
fn clip(units: &Range<i64>, pixels: u32) -> Range<usize> {
    let end = i64::from(pixels) * i64::from(UNIT);
    units.start.clamp(0, end) as usize..units.end.clamp(0, end) as usize
}

/// A band of a width around a coordinate.
fn band(middle: i32, width: i64) -> Range<i64> {
    let start = i64::from(middle) - width / 2;
    start..start + width
}

fn between(one: i32, other: i32) -> Range<i64> {
    i64::from(one.min(other))..i64::from(one.max(other))
}

impl<P: Pixels> DrawingBackend for Canvas<P> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        let (width, height) = self.pixels.size();
        (width * UNIT.unsigned_abs(), height * UNIT.unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> CanvasResult {
        Ok(())
    }

    fn present(&mut self) -> CanvasResult {
        Ok(())
    }

    /// One unit, which is a small part of a pixel.
    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> CanvasResult {
        if let Some(paint) = paint(color) {
            let (x, y) = (i64::from(x), i64::from(y));
            self.fill(x..x + 1, y..y + 1, paint);
        }
        Ok(())
    }

    /// A line of the stroke's width, with its middle on the coordinates and its ends at them.
    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> CanvasResult {
        if let Some(paint) = paint(style.color()) {
            let width = i64::from(style.stroke_width());
            if from.1 == to.1 {
                self.fill(between(from.0, to.0), band(from.1, width), paint);
            } else if from.0 == to.0 {
                self.fill(band(from.0, width), between(from.1, to.1), paint);
            } else {
                self.outline.line(from, to, style.stroke_width());
                self.paint_outline(paint);
            }
        }
        Ok(())
    }

    /// Filled, it ends before the second corner's column and row. Not filled, the stroke's middle
    /// is on its edges.
    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> CanvasResult {
        let Some(paint) = paint(style.color()) else { return Ok(()) };
        let columns = between(upper_left.0, bottom_right.0);
        let rows = between(upper_left.1, bottom_right.1);
        if fill {
            self.fill(columns, rows, paint);
            return Ok(());
        }

        // Four bands that do not overlap, so that a faded outline has no darker corners.
        let width = i64::from(style.stroke_width());
        let outer = (columns.start - width / 2, columns.end - width / 2 + width);
        let inner = (outer.0 + width, outer.1 - width);
        let (top, bottom) = (rows.start - width / 2, rows.end - width / 2 + width);
        if inner.0 < inner.1 && top + width < bottom - width {
            self.fill(outer.0..outer.1, top..top + width, paint);
            self.fill(outer.0..inner.0, top + width..bottom - width, paint);
            self.fill(inner.1..outer.1, top + width..bottom - width, paint);
            self.fill(outer.0..outer.1, bottom - width..bottom, paint);
        } else {
            self.fill(outer.0..outer.1, top..bottom, paint);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> CanvasResult {
        let mut path = path.into_iter();
        let (Some(first), Some(second)) = (path.next(), path.next()) else { return Ok(()) };
        let Some(third) = path.next() else { return self.draw_line(first, second, style) };
        if let Some(paint) = paint(style.color()) {
            let points = [first, second, third].into_iter().chain(path);
            self.outline.path(points, style.stroke_width());
            self.paint_outline(paint);
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> CanvasResult {
        if let Some(paint) = paint(style.color()) {
            self.outline.circle(center, radius, (!fill).then(|| style.stroke_width()));
            self.paint_outline(paint);
        }
        Ok(())
    }

    /// Where the polygon's edge crosses itself, what it goes round at all is inside.
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> CanvasResult {
        let Some(paint) = paint(style.color()) else { return Ok(()) };
        self.outline.polygon(vert);
        if let Some((columns, rows)) = self.outline.split() {
            self.fill(columns, rows, paint);
            self.outline.left();
            self.paint_outline(paint);
            self.outline.right();
        } else {
            self.outline.whole();
        }
        self.paint_outline(paint);
        Ok(())
    }

    /// One level line of text in the embedded faces, whatever family the style names.
    ///
    /// At the bottom anchor the coordinate is on the baseline, at the centre it is in the middle
    /// of a capital, and at the top a line's ascent above the baseline.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> CanvasResult {
        let Some(paint) = paint(style.color()) else { return Ok(()) };
        let size = (style.size() / f64::from(UNIT)) as f32;
        if !(0.0 < size && size <= LARGEST) {
            return Ok(());
        }

        let mut faces = self.text.borrow_mut();
        let run = faces.shape(text, weight(style));
        let anchor = style.anchor();
        let right = match anchor.h_pos {
            HPos::Left => 0.0,
            HPos::Center => -run.width * size / 2.0,
            HPos::Right => -run.width * size,
        };
        let down = match anchor.v_pos {
            VPos::Top => faces.ascent(size),
            VPos::Center => faces.cap_height(size) / 2.0,
            VPos::Bottom => 0.0,
        };

        let glyph_size = size * run.scale;
        let (width, height) = self.pixels.size();
        // No glyph reaches further from its origin than this.
        let reach = 4 * (size.ceil() as i64);
        for glyph in &run.glyphs {
            let column = quarters(x, right + glyph.x * size);
            let row = quarters(y, down + glyph.y * size);
            let (column, to_the_right) = (column.div_euclid(4), column.rem_euclid(4) as u8);
            let (row, above) = (-(-row).div_euclid(4), (-row).rem_euclid(4) as u8);
            if !(-reach..i64::from(width) + reach).contains(&column)
                || !(-reach..i64::from(height) + reach).contains(&row)
            {
                continue;
            }
            let glyph = (glyph.face, glyph.id);
            if let Some(sprite) = self.glyphs.sprite(&mut faces, glyph, glyph_size, (to_the_right, above)) {
                draw_glyph(&mut self.pixels, sprite, (column, row), paint);
            }
        }
        Ok(())
    }

    /// The text's width, and the height of a line.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let mut faces = self.text.borrow_mut();
        let size = style.size() as f32;
        let width = faces.width(text, size, weight(style));
        let height = faces.ascent(size) + faces.descent(size);
        Ok((width.ceil() as u32, height.ceil() as u32))
    }

    /// A picture in pixels of the frame, not in units. Its corner is in units, as everything: between
    /// pixels it is resampled, so that a picture in a bar moves as the bar does.
    ///
    /// RGB or, where there are bytes enough for it, RGBA; one with too few bytes is not drawn.
    fn blit_bitmap(&mut self, (x, y): BackendCoord, (width, height): (u32, u32), src: &[u8]) -> CanvasResult {
        let (width, height) = (width as usize, height as usize);
        let bytes = |channels| width.checked_mul(height).and_then(|size| size.checked_mul(channels));
        let has = |channels| bytes(channels).is_some_and(|bytes| bytes <= src.len());
        let Some(channels) = [4, 3].into_iter().find(|channels| has(*channels)) else {
            return Ok(());
        };
        let pixel = |units: i32| i64::from(units.div_euclid(UNIT));
        let rest = |units: i32| units.rem_euclid(UNIT) as u16;
        let picture = Bitmap { left: pixel(x), top: pixel(y), width, height, bytes: src, channels };
        match (rest(x), rest(y)) {
            (0, 0) => self.pixels.blit(picture),
            rest => {
                if let Some(picture) = self.shifted.by(picture, rest, self.pixels.size()) {
                    self.pixels.blit(picture);
                }
            }
        }
        Ok(())
    }
}

/// `None` where there would be nothing to see.
fn paint(color: BackendColor) -> Option<Paint> {
    let (red, green, blue) = color.rgb;
    Paint::new([red, green, blue], color.alpha)
}

fn weight<S: BackendTextStyle>(style: &S) -> Weight {
    match style.style() {
        FontStyle::Bold => Weight::Bold,
        FontStyle::Normal | FontStyle::Italic | FontStyle::Oblique => Weight::Regular,
    }
}

/// Draws a glyph whose origin is in this column and row. One with colors of its own takes no more than the alpha of the
/// paint.
fn draw_glyph<P: Pixels>(pixels: &mut P, sprite: &Shade, (column, row): (i64, i64), paint: Paint) {
    let (left, top) = (column + i64::from(sprite.left), row + i64::from(sprite.top));
    let (width, height) = (sprite.width, sprite.height());
    match &sprite.dots {
        Dots::Coverage(coverage) => pixels.stamp(Mask { left, top, width, coverage }, paint),
        Dots::Colors(bytes) if Paint::OPAQUE <= paint.alpha => {
            pixels.blit(Bitmap { left, top, width, height, bytes, channels: 4 });
        }
        Dots::Colors(bytes) => {
            let mut faded = bytes.clone();
            for pixel in faded.as_chunks_mut::<4>().0 {
                pixel[3] = (u32::from(pixel[3]) * paint.alpha / Paint::OPAQUE) as u8;
            }
            pixels.blit(Bitmap { left, top, width, height, bytes: &faded, channels: 4 });
        }
    }
}

/// The quarter of a pixel that is nearest to a coordinate in units and an offset in pixels.
///
/// The coordinate's whole pixels stay whole numbers, so a text that moves by pixels keeps its
/// spacing.
fn quarters(units: i32, offset: f32) -> i64 {
    let (pixel, rest) = (units.div_euclid(UNIT), units.rem_euclid(UNIT));
    let part = f64::from(rest) / f64::from(UNIT) + f64::from(offset);
    4 * i64::from(pixel) + (part * 4.0).round() as i64
}

#[cfg(test)]
mod tests;
