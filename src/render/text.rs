//! The faces, and how wide a text is: text in, placed glyphs out.
//!
//! The faces for Latin, Greek and Cyrillic are part of the program; those for other scripts come
//! from a layer (`faces`), and nothing from the system unless somebody wants it, so a film looks
//! the same wherever it is made. Nothing is hinted either: a text is shaped once, in ems, and every
//! size is that shape made larger. Where glyphs go on the frame is for `scene`, how they are
//! painted for `canvas`.

mod faces;
mod fit;
mod legible;

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    fmt,
    ops::Range,
    rc::Rc,
    sync::Arc,
};

use cosmic_text::{
    Align, Attrs, AttrsList, CacheKey, CacheKeyFlags, Family, FeatureTag, Font, FontFeatures, FontSystem,
    Hinting, LayoutGlyph, ShapeLine, Shaping, SubpixelBin, SwashCache, SwashContent, Wrap, fontdb,
};
use unicode_segmentation::UnicodeSegmentation;

use self::{
    faces::Spares,
    legible::{Legible, is_joiner},
};

pub use self::{
    faces::{FaceError, Faces},
    fit::{Fitted, LEAST},
};

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-Bold.ttf");
const FAMILY: &str = "Inter";

/// What no text is longer than, in characters, once it is shaped: the rest of it would be beyond
/// the right edge of any frame.
const LONGEST: usize = 2_000;

/// How many shaped texts are kept.
///
/// A frame has some thirty, of which the numbers change; this is minutes of them.
const RUNS: usize = 8_192;

/// How far above and below its baseline a text may reach, in ems: what a row of names has room for
/// where rows are closest. One with taller letters or deeper marks is moved, or drawn smaller.
pub const ROOM: (f32, f32) = (1.1, 0.27);

/// How often a text is read again until it no longer changes.
const AGAIN: usize = 4;

/// The size at which letters are painted to see how far they reach.
const PROOF: f32 = 64.0;

/// What a shaper puts under a mark that has no letter.
const DOTTED_CIRCLE: char = '\u{25cc}';

/// How heavy the strokes are.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Weight {
    /// Text as it is read.
    Regular,
    /// Text that leads.
    Bold,
}

impl Weight {
    fn number(self) -> fontdb::Weight {
        match self {
            Self::Regular => fontdb::Weight::NORMAL,
            Self::Bold => fontdb::Weight::BOLD,
        }
    }

    /// Digits of one width, so that a number that counts up does not tremble; but only digits, as
    /// that would put wide gaps around hyphens and dots as well.
    ///
    /// The shaper takes neighbours of one family together, whatever their features: by its other
    /// name the same face is a family of its own.
    fn attrs(self, digits: bool) -> Attrs<'static> {
        let attrs = Attrs::new().family(Family::Name(FAMILY)).weight(self.number());
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
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The glyphs, from left to right.
    pub glyphs: Vec<Glyph>,
    /// From the start of the first glyph to the end of the last, in ems.
    pub width: f32,
    /// The size of its glyphs, in ems: 1 unless they reach too far up or down for a row.
    pub scale: f32,
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
    spares: Spares,
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
    #[must_use]
    pub fn embedded() -> Self {
        Self::new(&Faces::default())
    }

    /// The faces that are part of the program, and these for what they lack.
    ///
    /// # Panics
    /// Never: the first faces are those the program was built with.
    #[must_use]
    pub fn new(spares: &Faces) -> Self {
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
        let (pens, spares) = (SwashCache::new(), Spares::new(spares));
        Self { fonts, pens, faces, spares, ascent, descent, cap_height, runs: HashMap::new() }
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
        let mut run = Run { glyphs: Vec::new(), width: 0.0, scale: 1.0 };
        for glyph in self.lay(text, weight) {
            run.glyphs.push(Glyph {
                face: Face { id: glyph.font_id, weight: glyph.font_weight },
                id: glyph.glyph_id,
                x: run.width + glyph.x_offset,
                y: glyph.y - glyph.y_offset,
            });
            run.width += glyph.w;
        }
        if !text.is_ascii() {
            self.keep_to_row(&mut run);
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

    /// What can be drawn of a text that anybody may have written.
    ///
    /// White space of all kinds, line ends among them, becomes single spaces. What no face has is
    /// written in ASCII where that is possible. What cannot be seen but changes how its neighbours
    /// are shown (direction overrides, stacks of accents) is left out.
    #[must_use]
    pub fn legible(&mut self, text: &str) -> String {
        self.read(text).text
    }

    /// The characters of a text that no face has.
    #[must_use]
    pub fn missing(&mut self, text: &str) -> BTreeSet<char> {
        self.read(text).missing
    }

    fn read(&mut self, text: &str) -> Legible {
        let mut read = legible::legible(text, |cluster| self.draws(cluster));
        // What is left out may leave neighbours that are no good together.
        for _ in 0..AGAIN {
            let again = legible::legible(&read.text, |cluster| self.draws(cluster)).text;
            if again == read.text {
                break;
            }
            read.text = again;
        }
        read
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

    /// Whether the embedded faces have a character.
    fn has(&self, character: char) -> bool {
        self.faces.iter().all(|face| face.as_swash().charmap().map(character) != 0)
    }

    /// Whether something that a reader takes for one character is drawn as such.
    ///
    /// A face may have all of its parts and yet no picture of the whole: a family of four must not
    /// become a row of four.
    fn draws(&mut self, cluster: &str) -> bool {
        if cluster.chars().all(|character| self.has(character)) {
            return true;
        }
        let parts: Vec<char> = cluster.chars().filter(|character| !is_joiner(*character)).collect();
        let is_sign = 1 < parts.len() && parts.first().is_some_and(|first| !first.is_alphanumeric());
        if self.spares.of(&mut self.fonts, &[parts], fontdb::Weight::NORMAL) == [None] {
            return false;
        }
        let glyphs = self.set(cluster, Weight::Regular);
        let mut pictures = 0;
        for glyph in &glyphs {
            let face = Face { id: glyph.font_id, weight: glyph.font_weight };
            pictures += usize::from(self.paint((face, glyph.glyph_id), PROOF, (0, 0)).is_some());
        }
        let is_whole = if is_sign { pictures == 1 } else { 0 < pictures };
        is_whole && glyphs.iter().all(|glyph| glyph.glyph_id != 0)
    }

    /// Moves a run up or down where it reaches further than a row has room for, and makes it smaller
    /// where that is not enough.
    fn keep_to_row(&mut self, run: &mut Run) {
        let (mut above, mut below) = (0.0_f32, 0.0_f32);
        for glyph in &run.glyphs {
            if let Some(shade) = self.paint((glyph.face, glyph.id), PROOF, (0, 0)) {
                let rows = |rows: i32| f32::from(i16::try_from(rows).unwrap_or(i16::MAX)) / PROOF;
                let height = i32::try_from(shade.coverage.len() / shade.width).unwrap_or(i32::MAX);
                above = above.max(rows(-shade.top) - glyph.y);
                below = below.max(rows(shade.top.saturating_add(height)) + glyph.y);
            }
        }
        // First up or down, as far as there is room on the other side.
        run.scale = ((ROOM.0 + ROOM.1) / (above + below)).min(1.0);
        let up = (below * run.scale - ROOM.1).max(0.0) - (above * run.scale - ROOM.0).max(0.0);
        run.width *= run.scale;
        for glyph in &mut run.glyphs {
            (glyph.x, glyph.y) = (glyph.x * run.scale, glyph.y * run.scale - up);
        }
    }

    /// The glyphs of a text from left to right, at a size of one; those that no face has are left
    /// out, and so are circles for letters that are not there.
    fn lay(&mut self, text: &str, weight: Weight) -> Vec<LayoutGlyph> {
        let mut glyphs = self.set(text, weight);
        let spares = self.spares.open();
        glyphs.retain(|glyph| {
            let spare = spares.iter().find(|spare| spare.is(glyph.font_id));
            glyph.glyph_id != 0 && spare.is_none_or(|spare| glyph.glyph_id != spare.glyph(DOTTED_CIRCLE))
        });
        glyphs
    }

    /// The glyphs of a text from left to right, at a size of one, as they come from the shaper.
    fn set(&mut self, text: &str, weight: Weight) -> Vec<LayoutGlyph> {
        // The shaper takes one paragraph: what ends one is a space here.
        let line = head(text).replace(|c: char| c.is_control() || c == '\u{2029}', " ");
        let mut attrs = AttrsList::new(&weight.attrs(false));
        let digits = weight.attrs(true);
        for (at, digit) in line.char_indices().filter(|(_, character)| character.is_ascii_digit()) {
            attrs.add_span(at..at + digit.len_utf8(), &digits);
        }
        let (places, clusters): (Vec<Range<usize>>, Vec<Vec<char>>) = self.foreign(&line).into_iter().unzip();
        let chosen = self.spares.of(&mut self.fonts, &clusters, weight.number());
        for (place, face) in places.into_iter().zip(chosen) {
            if let Some(spare) = face.map(|face| &self.spares.open()[face]) {
                let face = Attrs::new().family(Family::Name(&spare.family)).weight(spare.weight);
                attrs.add_span(place, &face);
            }
        }
        let shape = ShapeLine::new(&mut self.fonts, &line, &attrs, Shaping::Advanced, 1);
        let lines = shape.layout(1.0, None, Wrap::None, Some(Align::Left), None, Hinting::Disabled);
        let mut glyphs: Vec<LayoutGlyph> = lines.into_iter().flat_map(|line| line.glyphs).collect();
        // A line that begins in Arabic or Hebrew comes in the order in which it is read.
        if shape.rtl {
            glyphs.reverse();
        }
        // Where the face changes within a word from right to left, as at a hyphen, the shaper leaves the
        // parts in the order of a word from left to right.
        for part in glyphs.chunk_by_mut(|one, next| one.level == next.level) {
            if part[0].level.is_rtl() {
                part.sort_by_key(|glyph| Reverse(glyph.start));
            }
        }
        glyphs
    }

    /// What the embedded faces do not have all characters of: where it is, and its characters.
    fn foreign(&self, line: &str) -> Vec<(Range<usize>, Vec<char>)> {
        let own = |character: char| character.is_ascii() || is_joiner(character) || self.has(character);
        if line.chars().all(own) {
            return Vec::new();
        }
        let clusters = line.grapheme_indices(true).filter(|(_, cluster)| !cluster.chars().all(own));
        let parts = |cluster: &str| cluster.chars().filter(|character| !is_joiner(*character)).collect();
        clusters.map(|(at, cluster)| (at..at + cluster.len(), parts(cluster))).collect()
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
    legible::legible(text, |cluster| cluster.bytes().all(|byte| byte.is_ascii_graphic())).text
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEIGHTS: [Weight; 2] = [Weight::Regular, Weight::Bold];
    /// The embedded faces, and those of the repository's layer.
    fn layered() -> Text {
        let folders = vec![concat!(env!("CARGO_MANIFEST_DIR"), "/layers/fonts").into()];
        Text::new(&Faces { folders, ..Faces::default() })
    }

    const EMPTY: Run = Run { glyphs: Vec::new(), width: 0.0, scale: 1.0 };

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
        assert_eq!(*text.shape("", Weight::Regular), EMPTY);
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
        assert_eq!(*text.shape("\u{378}", Weight::Regular), EMPTY);
    }

    /// How far a text reaches above and below its baseline and beside its width, in ems.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_precision_loss,
        reason = "a glyph has some hundred pixels"
    )]
    fn reach(text: &mut Text, run: &Run) -> (f32, f32, f32) {
        let (mut above, mut below, mut beside) = (0.0_f32, 0.0_f32, 0.0_f32);
        for glyph in &run.glyphs {
            let Some(shade) = text.paint((glyph.face, glyph.id), 100.0 * run.scale, (0, 0)) else { continue };
            let em = |pixels: i32| pixels as f32 / 100.0;
            let height = (shade.coverage.len() / shade.width) as i32;
            above = above.max(em(-shade.top) - glyph.y);
            below = below.max(em(shade.top + height) + glyph.y);
            beside = beside.max(em(-shade.left) - glyph.x);
            beside = beside.max(glyph.x + em(shade.left + shade.width as i32) - run.width);
        }
        (above, below, beside)
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

        #[test]
        fn whatever_anybody_writes_is_drawn_in_its_row_and_without_a_box(
            name in proptest::prop_oneof![
                "\\PC{0,12}",
                "[a-z\u{300}-\u{36f}\u{600}-\u{6ff}\u{590}-\u{5ff} ]{0,12}",
                "[\u{900}-\u{dff}\u{200c}\u{200d}]{0,12}",
                "[\u{e00}-\u{eff}\u{1000}-\u{109f}\u{1780}-\u{17ff}]{0,12}",
                "[\u{1100}-\u{11ff}\u{3000}-\u{30ff}\u{ac00}-\u{d7a3}\u{4e00}-\u{9fff}]{0,8}",
                "[\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u{1f466}-\u{1f469}\u{200d}\u{fe0f}\u{2764}1\u{20e3}]{0,9}",
            ],
        ) {
            thread_local! {
                static TEXT: std::cell::RefCell<Text> = std::cell::RefCell::new(layered());
            }
            TEXT.with_borrow_mut(|text| {
                let legible = text.legible(&name);
                assert_eq!(text.legible(&legible), legible, "twice is once");
                for weight in WEIGHTS {
                    assert!(text.set(&legible, weight).iter().all(|glyph| glyph.glyph_id != 0), "{legible}");
                    let run = text.shape(&legible, weight);
                    let (above, below, beside) = reach(text, &run);
                    assert!(above < ROOM.0 + 0.03 && below < ROOM.1 + 0.03, "{above} {below} {legible}");
                    assert!(beside < 0.5, "{beside} {legible}");
                    assert!(legible.trim().is_empty() || !run.glyphs.is_empty());
                    let fitted = text.fit_name(&legible, 3.0, 1.0, weight);
                    assert!(text.width(&fitted.text, fitted.size, weight) <= 3.0, "{}", fitted.text);
                }
            });
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
