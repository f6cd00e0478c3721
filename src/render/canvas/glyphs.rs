//! A cache of painted glyphs: each is painted once for every quarter of a pixel it is drawn at.

use std::collections::HashMap;

use crate::render::text::{Face, Quarters, Shade, Text};

/// How much is kept, in bytes of coverage: a film's names, its digits and its large date.
const ROOM: usize = 16 << 20;

/// About how many bytes a kept glyph takes besides its coverage.
const LABEL: usize = 128;

/// A glyph, the bits of its size, and how far to the right and up of a pixel's corner it is.
type GlyphKey = ((Face, u16), u32, (Quarters, Quarters));

/// The glyphs that are kept.
#[derive(Debug, Default)]
pub(super) struct Glyphs {
    sprites: HashMap<GlyphKey, Option<Shade>>,
    taken: usize,
}

impl Glyphs {
    /// The glyph at a size and a place within a pixel; `None` for one without a picture.
    pub(super) fn sprite(
        &mut self,
        text: &mut Text,
        glyph: (Face, u16),
        size: f32,
        place: (Quarters, Quarters),
    ) -> Option<&Shade> {
        // Clearing everything costs one slow frame now and then; remembering when each glyph was last drawn
        // would cost time in every frame.
        if ROOM < self.taken {
            self.sprites.clear();
            self.taken = 0;
        }
        let taken = &mut self.taken;
        let paint = || {
            let shade = text.paint(glyph, size, place);
            *taken += LABEL + shade.as_ref().map_or(0, Shade::n_bytes);
            shade
        };
        self.sprites.entry((glyph, size.to_bits(), place)).or_insert_with(paint).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::text::{Dots, Weight};

    fn letter(text: &mut Text, letter: &str) -> (Face, u16) {
        let glyph = text.shape(letter, Weight::Regular).glyphs[0];
        (glyph.face, glyph.id)
    }

    /// Where the coverage has its middle, in pixels right of and below the origin's pixel.
    fn middle(shade: &Shade) -> (f64, f64) {
        let (mut sum, mut x, mut y) = (0.0, 0.0, 0.0);
        let Dots::Coverage(coverage) = &shade.dots else { panic!("a letter has no colors") };
        for (at, covered) in coverage.iter().enumerate() {
            let covered = f64::from(*covered);
            sum += covered;
            x += covered * ((at % shade.width) as f64 + 0.5 + f64::from(shade.left));
            y += covered * ((at / shade.width) as f64 + 0.5 + f64::from(shade.top));
        }
        (x / sum, y / sum)
    }

    #[test]
    fn a_quarter_of_a_pixel_moves_a_glyph_by_a_quarter_of_a_pixel() {
        let mut text = Text::embedded();
        let glyph = letter(&mut text, "o");
        let mut glyphs = Glyphs::default();
        let (x, y) = middle(glyphs.sprite(&mut text, glyph, 20.0, (0, 0)).unwrap());
        for quarters in 1..4 {
            let part = f64::from(quarters) / 4.0;
            let (right, _) = middle(glyphs.sprite(&mut text, glyph, 20.0, (quarters, 0)).unwrap());
            let (_, up) = middle(glyphs.sprite(&mut text, glyph, 20.0, (0, quarters)).unwrap());
            assert!((right - x - part).abs() < 0.02, "{right} from {x}");
            assert!((y - up - part).abs() < 0.02, "{up} from {y}");
        }
    }

    #[test]
    fn a_glyph_that_was_kept_is_the_glyph_that_was_painted() {
        let mut text = Text::embedded();
        let glyph = letter(&mut text, "g");
        let mut glyphs = Glyphs::default();
        for _ in 0..2 {
            for place in [(0, 0), (3, 1)] {
                let fresh = text.paint(glyph, 17.5, place);
                assert_eq!(glyphs.sprite(&mut text, glyph, 17.5, place), fresh.as_ref());
            }
        }
        assert_eq!(glyphs.sprites.len(), 2);
    }

    #[test]
    fn a_space_has_no_picture() {
        let mut text = Text::embedded();
        let space = letter(&mut text, " ");
        assert_eq!(Glyphs::default().sprite(&mut text, space, 20.0, (0, 0)), None);
    }

    #[test]
    fn only_so_much_is_kept() {
        let mut text = Text::embedded();
        let glyph = letter(&mut text, "M");
        let mut glyphs = Glyphs::default();
        for size in 0..40_u8 {
            glyphs.sprite(&mut text, glyph, 1_000.0 + f32::from(size), (0, 0));
            assert!(glyphs.taken < ROOM + 1_000_000);
        }
        assert!(glyphs.sprites.len() < 40);
    }
}
