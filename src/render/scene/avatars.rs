//! Drawing the circle between a name and its bar: a picture of the person, or their initials.

use std::borrow::Cow;

use plotters_backend::DrawingBackend;

use super::{
    figure::{Avatar, Figure},
    fixed::Scene,
    layout::CAP_HEIGHT,
    pen::{Area, DrawResult, HPos, RoundCorners, ink, letters_of, picture, rounded, write},
};
use crate::render::text::Weight;

/// The diameter of a circle is about so many times the width of the ring around its picture.
const RING: u32 = 25;

impl Scene<'_> {
    /// The circle of a person in a row, in the color of the bar.
    pub(super) fn draw_avatar<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        figure: &Figure,
        row: f64,
        alpha: f64,
    ) -> DrawResult<DB> {
        let (Some(avatar), Some(circle)) = (&figure.avatar, self.layout.circle) else { return Ok(()) };
        let (top, bottom) = self.layout.bar(row);
        let (middle, diameter) = (f64::midpoint(top, bottom), f64::from(circle.side));
        let (left, top) = (circle.left, middle - diameter / 2.0);
        let disc = [left, top, left + diameter, top + diameter];
        rounded(area, disc, diameter / 2.0, RoundCorners::All, ink(figure.color, alpha))?;
        match avatar {
            Avatar::Picture(person) => {
                let ring = circle.side.div_ceil(RING);
                let portrait = person.round(circle.side - 2 * ring);
                let ring = f64::from(ring);
                let rgba = &portrait.rgba;
                let rgba = if 1.0 <= alpha {
                    Cow::Borrowed(rgba.as_slice())
                } else {
                    Cow::Owned(faded(rgba, alpha))
                };
                picture(area, (left + ring, top + ring), portrait.diameter, &rgba)
            }
            Avatar::Initials(initials) => {
                let letters = letters_of(initials, Weight::Bold);
                let at = (left + diameter / 2.0, middle + 0.5 * CAP_HEIGHT * letters.size);
                let color = ink(figure.color.text_on(), alpha);
                write(area, &initials.text, at, letters, HPos::Center, color)
            }
        }
    }
}

/// A picture made more transparent.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a byte is one")]
fn faded(rgba: &[u8], alpha: f64) -> Vec<u8> {
    let mut rgba = rgba.to_vec();
    for pixel in rgba.as_chunks_mut::<4>().0 {
        pixel[3] = (f64::from(pixel[3]) * alpha).round() as u8;
    }
    rgba
}
