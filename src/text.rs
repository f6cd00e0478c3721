//! The faces, and how wide a text is: text in, placed glyphs out.
//!
//! Both faces are part of the program, and nothing is read from the system, so a film looks the
//! same wherever it is made. Nothing is hinted either: a text is shaped once, in ems, and every
//! size is that shape made larger. Where glyphs go on the frame is for `scene`, how they are
//! painted for `canvas`.

mod legible;

use std::{collections::HashMap, fmt, ops::Range, rc::Rc, sync::Arc};

use cosmic_text::{
    Align, Attrs, AttrsList, CacheKey, CacheKeyFlags, Family, FeatureTag, Font, FontFeatures, FontSystem,
    Hinting, LayoutGlyph, ShapeLine, Shaping, SubpixelBin, SwashCache, SwashContent, Wrap, fontdb,
};
use unicode_segmentation::UnicodeSegmentation;

const REGULAR: &[u8] = include_bytes!("../assets/fonts/Inter-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../assets/fonts/Inter-Bold.ttf");
const FAMILY: &str = "Inter";

/// How much smaller than asked [`Text::fit`] may make a text before it cuts it.
pub const LEAST: f32 = 0.8;

/// What no text is longer than, in characters, once it is shaped: the rest of it would be beyond
/// the right edge of any frame.
const LONGEST: usize = 2_000;

/// How many shaped texts are kept.
///
/// A frame has some thirty, of which the numbers change; this is minutes of them.
const RUNS: usize = 8_192;

/// Fitted sizes are whole sixteenths of a pixel, which is what the canvas counts in.
const STEPS: f32 = 16.0;

const ELLIPSIS: char = '…';

/// How heavy the strokes are.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Weight {
    /// Text as it is read.
    Regular,
    /// Text that leads.
    Bold,
}

impl Weight {
    /// Digits of one width, so that a number that counts up does not tremble; but only digits, as
    /// that would put wide gaps around hyphens and dots as well.
    ///
    /// The shaper takes neighbours of one family together, whatever their features: by its other
    /// name the same face is a family of its own.
    fn attrs(self, digits: bool) -> Attrs<'static> {
        let weight = match self {
            Self::Regular => fontdb::Weight::NORMAL,
            Self::Bold => fontdb::Weight::BOLD,
        };
        let attrs = Attrs::new().family(Family::Name(FAMILY)).weight(weight);
        if digits {
            let mut features = FontFeatures::new();
            features.enable(FeatureTag::new(b"tnum"));
            attrs.family(Family::SansSerif).font_features(features)
        } else {
            attrs
        }
    }
}

/// A face among those that are loaded.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Face {
    id: fontdb::ID,
    weight: fontdb::Weight,
}

/// One glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// The face it is from.
    pub face: Face,
    /// Its number in that face.
    pub id: u16,
    /// How far its origin is to the right of the start of the run, in ems.
    pub x: f32,
    /// How far its origin is below the baseline, in ems.
    pub y: f32,
}

/// A text as a row of glyphs, in ems: times the font size is pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// The glyphs, from left to right.
    pub glyphs: Vec<Glyph>,
    /// From the start of the first glyph to the end of the last, in ems.
    pub width: f32,
}

/// A text that keeps to its place: draw `text` at `size`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// The text, or what is left of it and an ellipsis; empty where not even that has room.
    pub text: String,
    /// The font size, in the unit it was asked in.
    pub size: f32,
}

/// A glyph as coverage, 0 to 255 a pixel, row by row from the top.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Shade {
    /// Where its first column is, in pixels to the right of the origin's.
    pub(crate) left: i32,
    /// Where its first row is, in pixels below the baseline's.
    pub(crate) top: i32,
    /// Pixels in a row.
    pub(crate) width: usize,
    /// Width times height of them.
    pub(crate) coverage: Vec<u8>,
}

/// A part of a pixel that a glyph is moved by: quarters, 0 to 3.
pub(crate) type Quarters = u8;

/// The faces, and the shapes of the texts seen lately.
pub struct Text {
    fonts: FontSystem,
    pens: SwashCache,
    faces: Vec<Arc<Font>>,
    ascent: f32,
    descent: f32,
    cap_height: f32,
    runs: HashMap<Weight, HashMap<Box<str>, Rc<Run>>>,
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text").field("faces", &self.faces).finish_non_exhaustive()
    }
}

impl Text {
    /// The faces that are part of the program, and no others.
    ///
    /// # Panics
    /// Never: the faces are those the program was built with.
    #[must_use]
    pub fn embedded() -> Self {
        let mut db = fontdb::Database::new();
        let mut ids = Vec::new();
        for face in [REGULAR, BOLD] {
            ids.extend(db.load_font_source(fontdb::Source::Binary(Arc::new(face))));
        }
        db.set_sans_serif_family(FAMILY);
        let locale = "en-US".to_owned();
        let mut fonts = FontSystem::new_with_locale_and_db(locale, db);
        let faces: Vec<Arc<Font>> = ids
            .into_iter()
            .zip([fontdb::Weight::NORMAL, fontdb::Weight::BOLD])
            .filter_map(|(id, weight)| fonts.get_font(id, weight))
            .collect();

        // The two faces share their vertical measures, so one of them speaks for both.
        let measures = faces.first().expect("the embedded faces can be read").metrics();
        let em = f32::from(measures.units_per_em);
        let (ascent, descent) = (measures.ascent / em, -measures.descent / em);
        let cap_height = measures.cap_height.map_or(ascent, |height| height / em);
        Self { fonts, pens: SwashCache::new(), faces, ascent, descent, cap_height, runs: HashMap::new() }
    }

    /// How far letters may reach above the baseline at this size.
    #[must_use]
    pub fn ascent(&self, size: f32) -> f32 {
        self.ascent * size
    }

    /// How far letters may reach below the baseline at this size; positive.
    #[must_use]
    pub fn descent(&self, size: f32) -> f32 {
        self.descent * size
    }

    /// How tall a capital is at this size, which is about as tall as a digit.
    ///
    /// A text looks centred on a bar where the middle of this is the middle of the bar.
    #[must_use]
    pub fn cap_height(&self, size: f32) -> f32 {
        self.cap_height * size
    }

    /// The text as one line of glyphs: kerned, with digits of one width.
    ///
    /// What has no glyph takes no room; [`Text::legible`] finds something better for it. The same
    /// text always gives the same run, whatever was shaped before.
    pub fn shape(&mut self, text: &str, weight: Weight) -> Rc<Run> {
        if let Some(run) = self.runs.get(&weight).and_then(|runs| runs.get(text)) {
            return Rc::clone(run);
        }
        let mut run = Run::default();
        for glyph in self.lay(text, weight) {
            run.glyphs.push(Glyph {
                face: Face { id: glyph.font_id, weight: glyph.font_weight },
                id: glyph.glyph_id,
                x: run.width + glyph.x_offset,
                y: glyph.y - glyph.y_offset,
            });
            run.width += glyph.w;
        }
        let run = Rc::new(run);
        // Beginning anew costs one slow frame in minutes; no text is worth a record of its use.
        if RUNS <= self.runs.values().map(HashMap::len).sum() {
            self.runs.clear();
        }
        self.runs.entry(weight).or_default().insert(text.into(), Rc::clone(&run));
        run
    }

    /// How wide the text is at this size, in the unit of the size.
    pub fn width(&mut self, text: &str, size: f32, weight: Weight) -> f32 {
        self.shape(text, weight).width * size
    }

    /// Makes a text fit a width: first smaller, down to [`LEAST`] of the size, then shorter.
    ///
    /// A text that is cut ends in an ellipsis, and is never cut inside of what a reader takes for
    /// one character. The result is never wider than asked.
    pub fn fit(&mut self, text: &str, width: f32, size: f32, weight: Weight) -> Fitted {
        let head = head(text);
        let whole = head.len() == text.len();
        let natural = self.width(head, size, weight);
        if whole && natural <= width {
            return Fitted { text: text.to_owned(), size };
        }

        let least = ((size * LEAST * STEPS).ceil() / STEPS).min(size);
        let smaller = (size * width / natural * STEPS).floor() / STEPS;
        if whole && least <= smaller && self.width(head, smaller, weight) <= width {
            return Fitted { text: text.to_owned(), size: smaller };
        }
        Fitted { text: self.cut(head, width, least, weight), size: least }
    }

    /// What can be drawn of a text that anybody may have written.
    ///
    /// White space of all kinds, line ends among them, becomes single spaces. What no face has is
    /// written in ASCII where that is possible. What cannot be seen but changes how its neighbours
    /// are shown (direction overrides, joiners, stacks of accents) is left out.
    #[must_use]
    pub fn legible(&self, text: &str) -> String {
        legible::legible(text, |character| {
            self.faces.iter().all(|face| face.as_swash().charmap().map(character) != 0)
        })
    }

    /// Paints one glyph whose origin is a part of a pixel to the right of and above a pixel's
    /// top left corner; `None` for one without a picture, such as a space.
    pub(crate) fn paint(
        &mut self,
        (face, id): (Face, u16),
        size: f32,
        (right, up): (Quarters, Quarters),
    ) -> Option<Shade> {
        let key = CacheKey {
            font_id: face.id,
            glyph_id: id,
            font_size_bits: size.to_bits(),
            x_bin: bin(right),
            y_bin: bin(up),
            font_weight: face.weight,
            flags: CacheKeyFlags::DISABLE_HINTING,
        };
        let image = self.pens.get_image_uncached(&mut self.fonts, key)?;
        let width = usize::try_from(image.placement.width).ok().filter(|width| 0 < *width)?;
        (image.content == SwashContent::Mask && !image.data.is_empty()).then(|| Shade {
            left: image.placement.left,
            top: -image.placement.top,
            width,
            coverage: image.data,
        })
    }

    /// The beginning of a text and an ellipsis, as much as the width has room for.
    fn cut(&mut self, text: &str, width: f32, size: f32, weight: Weight) -> String {
        let room = width - self.width(ELLIPSIS.encode_utf8(&mut [0; 4]), size, weight);
        if room.is_nan() || room < 0.0 {
            return String::new();
        }

        // A cluster counts where it ends, so that half of a ligature is not taken for a letter.
        let mut ends: Vec<(usize, f32)> =
            self.lay(text, weight).iter().map(|glyph| (glyph.end, glyph.w * size)).collect();
        ends.sort_unstable_by_key(|&(end, _)| end);
        let (mut used, mut next) = (0.0, 0);
        let mut cuts = vec![0];
        for Range { end, .. } in graphemes(text) {
            while let Some(&(_, advance)) = ends.get(next).filter(|&&(at, _)| at <= end) {
                used += advance;
                next += 1;
            }
            if room < used {
                break;
            }
            cuts.push(end);
        }

        // That was the sum of the letters; kerning with the ellipsis may still ask for one less.
        let mut cut = String::new();
        while let Some(end) = cuts.pop() {
            cut.clear();
            cut.push_str(text[..end].trim_end());
            cut.push(ELLIPSIS);
            if self.lay(&cut, weight).iter().map(|glyph| glyph.w).sum::<f32>() * size <= width {
                return cut;
            }
        }
        String::new()
    }

    /// The glyphs of a text from left to right, at a size of one; those that no face has are left
    /// out.
    fn lay(&mut self, text: &str, weight: Weight) -> Vec<LayoutGlyph> {
        // The shaper takes one paragraph: what ends one is a space here.
        let line = head(text).replace(|c: char| c.is_control() || c == '\u{2029}', " ");
        let mut attrs = AttrsList::new(&weight.attrs(false));
        let digits = weight.attrs(true);
        for (at, digit) in line.char_indices().filter(|(_, character)| character.is_ascii_digit()) {
            attrs.add_span(at..at + digit.len_utf8(), &digits);
        }
        let shape = ShapeLine::new(&mut self.fonts, &line, &attrs, Shaping::Advanced, 1);
        let lines = shape.layout(1.0, None, Wrap::None, Some(Align::Left), None, Hinting::Disabled);
        lines.into_iter().flat_map(|line| line.glyphs).filter(|glyph| glyph.glyph_id != 0).collect()
    }
}

/// As much of a text as is ever looked at.
fn head(text: &str) -> &str {
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((limit, _)) => {
            let end = graphemes(text).map(|range| range.end).take_while(|end| *end <= limit).last();
            &text[..end.unwrap_or(0)]
        }
    }
}

fn graphemes(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.grapheme_indices(true).map(|(start, grapheme)| start..start + grapheme.len())
}

fn bin(quarters: Quarters) -> SubpixelBin {
    match quarters {
        0 => SubpixelBin::Zero,
        1 => SubpixelBin::One,
        2 => SubpixelBin::Two,
        _ => SubpixelBin::Three,
    }
}

/// A text in printable ASCII, for where nothing else may be: names of other scripts as they sound.
pub fn ascii(text: &str) -> String {
    legible::legible(text, |character| character.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEIGHTS: [Weight; 2] = [Weight::Regular, Weight::Bold];

    #[track_caller]
    fn check_fits(text: &str, width: f32, size: f32, weight: Weight) -> Fitted {
        let mut faces = Text::embedded();
        let fitted = faces.fit(text, width, size, weight);
        let drawn = faces.width(&fitted.text, fitted.size, weight);
        assert!(drawn <= width.max(0.0), "{drawn} of {width} for {:.40}", fitted.text);
        assert!(size * LEAST <= fitted.size && fitted.size <= size, "{} of {size}", fitted.size);
        fitted
    }

    #[track_caller]
    fn check_same(one: f32, other: f32) {
        assert_eq!(one.to_bits(), other.to_bits(), "{one} and {other}");
    }

    #[test]
    fn all_digits_are_of_one_width() {
        let mut text = Text::embedded();
        for weight in WEIGHTS {
            for size in [7.0, 12.5, 16.0, 33.3, 240.0] {
                let width = text.width("0000", size, weight);
                for digits in ["1111", "4444", "7777", "8888", "9999", "1417"] {
                    check_same(text.width(digits, size, weight), width);
                }
            }
        }
    }

    #[test]
    fn digits_are_of_one_width_within_a_text_too() {
        let mut text = Text::embedded();
        for weight in WEIGHTS {
            let width = text.width("worker-00, 00:00 (000)", 20.0, weight);
            check_same(text.width("worker-17, 11:41 (171)", 20.0, weight), width);
        }
    }

    #[test]
    fn a_hyphen_is_as_wide_as_a_hyphen() {
        let mut text = Text::embedded();
        let word = text.width("a-b", 100.0, Weight::Regular);
        let letters = text.width("ab", 100.0, Weight::Regular);
        assert!(word - letters < 50.0, "{}", word - letters);
    }

    #[test]
    fn pairs_are_kerned() {
        let mut text = Text::embedded();
        let apart = text.width("A", 100.0, Weight::Regular) + text.width("V", 100.0, Weight::Regular);
        assert!(text.width("AV", 100.0, Weight::Regular) < apart - 1.0);
    }

    #[test]
    fn bold_is_wider_than_regular() {
        let mut text = Text::embedded();
        assert!(text.width("Ann", 16.0, Weight::Regular) < text.width("Ann", 16.0, Weight::Bold));
    }

    #[test]
    fn width_grows_with_the_size() {
        let mut text = Text::embedded();
        let one = text.width("Ann Miller", 10.0, Weight::Regular);
        assert!((text.width("Ann Miller", 25.0, Weight::Regular) - 2.5 * one).abs() < 1e-3);
    }

    #[test]
    fn nothing_is_as_wide_as_nothing() {
        let mut text = Text::embedded();
        assert_eq!(*text.shape("", Weight::Regular), Run::default());
    }

    #[test]
    fn spaces_around_a_text_have_their_width() {
        let mut text = Text::embedded();
        let bare = text.width("a", 16.0, Weight::Regular);
        assert!(bare + 2.0 < text.width("a ", 16.0, Weight::Regular));
        assert!(bare + 2.0 < text.width(" a", 16.0, Weight::Regular));
    }

    #[test]
    fn capitals_are_as_tall_as_the_face_says() {
        let mut text = Text::embedded();
        let glyph = text.shape("H", Weight::Bold).glyphs[0];
        let shade = text.paint((glyph.face, glyph.id), 400.0, (0, 0)).unwrap();
        assert!((f64::from(-shade.top) - f64::from(text.cap_height(400.0))).abs() <= 1.0);
        assert_eq!(shade.coverage.len() / shade.width, usize::try_from(-shade.top).unwrap());
    }

    #[test]
    fn a_text_has_the_same_shape_whatever_was_shaped_before() {
        let texts =
            ["Ann", "123,456", "fi-ffi", "Ωμέγα Жук", "שלום abc", "\u{301}\u{301}", "日本", "a\u{2029}ב"];
        let mut used = Text::embedded();
        for text in texts.iter().rev().chain(&texts) {
            for weight in WEIGHTS {
                assert_eq!(used.shape(text, weight), Text::embedded().shape(text, weight));
                used.runs.clear();
            }
        }
    }

    #[test]
    fn a_run_that_was_kept_is_the_run_that_was_shaped() {
        let mut text = Text::embedded();
        let first = text.shape("Ann", Weight::Bold);
        assert!(Rc::ptr_eq(&first, &text.shape("Ann", Weight::Bold)));
    }

    #[test]
    fn only_so_many_runs_are_kept() {
        let mut text = Text::embedded();
        for number in 0..=RUNS {
            text.shape(&number.to_string(), Weight::Regular);
        }
        assert_eq!(text.runs.values().map(HashMap::len).sum::<usize>(), 1);
    }

    #[test]
    fn what_no_face_has_takes_no_room_and_draws_no_box() {
        let mut text = Text::embedded();
        assert_eq!(text.shape("a日\u{e000}\u{378}b", Weight::Regular).glyphs.len(), 2);
        assert_eq!(*text.shape("\u{378}", Weight::Regular), Run::default());
    }

    #[test]
    fn a_text_with_room_is_left_alone() {
        let fitted = check_fits("Ann Miller", 500.0, 20.0, Weight::Regular);
        assert_eq!(fitted, Fitted { text: "Ann Miller".into(), size: 20.0 });
    }

    #[test]
    fn a_text_that_is_a_little_too_wide_is_drawn_smaller() {
        let natural = Text::embedded().width("Ann Miller", 20.0, Weight::Bold);
        let fitted = check_fits("Ann Miller", natural * 0.9, 20.0, Weight::Bold);
        assert_eq!(fitted.text, "Ann Miller");
        assert!((fitted.size - 18.0).abs() <= 1.0 / STEPS, "{}", fitted.size);
    }

    #[test]
    fn a_text_that_is_much_too_wide_is_cut_at_the_least_size() {
        let fitted = check_fits("Ann Catherine Elizabeth Miller", 100.0, 20.0, Weight::Regular);
        assert_eq!(fitted, Fitted { text: "Ann Cather…".into(), size: 16.0 });
    }

    #[test]
    fn no_more_is_cut_than_must_be() {
        let mut text = Text::embedded();
        let name = "Wolfgang Amadeus Mozart of Salzburg";
        for width in (20..250_u8).map(f32::from) {
            let fitted = check_fits(name, width, 20.0, Weight::Regular);
            let Some(kept) = fitted.text.strip_suffix(ELLIPSIS) else { continue };
            let one_more = name.char_indices().map(|(at, _)| at).find(|at| kept.len() + 1 < *at);
            let longer = format!("{}{ELLIPSIS}", &name[..one_more.unwrap_or(name.len())]);
            assert!(width < text.width(&longer, fitted.size, Weight::Regular), "{kept} in {width}");
        }
    }

    #[test]
    fn no_space_is_left_before_the_ellipsis() {
        for width in (30..150_u8).map(f32::from) {
            let fitted = check_fits("Jo Al Bo Cy Di Ed Flo", width, 16.0, Weight::Regular);
            assert!(!fitted.text.contains(" …"), "{}", fitted.text);
        }
    }

    #[test]
    fn a_grapheme_is_never_split() {
        let text = "e\u{301}\u{323}".repeat(40);
        for width in (10..100_u8).map(f32::from) {
            let fitted = check_fits(&text, width, 20.0, Weight::Bold);
            assert_eq!(fitted.text.trim_end_matches(ELLIPSIS).len() % "e\u{301}\u{323}".len(), 0);
        }
    }

    #[test]
    fn a_width_too_small_for_the_ellipsis_gives_an_empty_text() {
        for width in [-5.0, 0.0, 3.0, f32::NAN, f32::NEG_INFINITY] {
            let fitted = Text::embedded().fit("Ann Miller", width, 20.0, Weight::Regular);
            assert_eq!(fitted.text, "", "in {width}");
        }
    }

    #[test]
    fn strange_and_long_texts_are_fitted_too() {
        let zalgo = format!("a{}", "\u{301}".repeat(3_000));
        let many = [
            "x".repeat(3_000),
            "\u{301}".repeat(3_000),
            "\u{378}".repeat(3_000),
            "日".repeat(3_000),
            "אב ".repeat(1_000),
            "a\u{2029}ב\n".repeat(700),
            "👩‍👩‍👧".repeat(500),
            "-/".repeat(1_500),
            zalgo,
            String::new(),
        ];
        for text in &many {
            for width in [0.0, 40.0, 1_000.0] {
                check_fits(text, width, 16.0, Weight::Regular);
            }
        }
    }

    #[test]
    fn a_legible_text_is_drawn_without_losing_a_letter() {
        let mut text = Text::embedded();
        let legible = text.legible("Łukasz Ψ Жанна 北京 🎉 \u{202e}x\u{0007}\u{378}");
        let run = text.shape(&legible, Weight::Regular);
        assert_eq!(run.glyphs.len(), legible.chars().count(), "{legible}");
    }
}
