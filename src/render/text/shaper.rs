//! The shaper: how wide a text is, and where each of its glyphs goes.
//!
//! The faces for Latin, Greek and Cyrillic are part of the program; `faces` finds those for other scripts.
//! A text is shaped once, in ems, and every size is that shape made larger: nothing is hinted.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    fmt,
    ops::Range,
    rc::Rc,
    sync::Arc,
};

use cosmic_text::{
    Align, Attrs, AttrsList, CacheKey, CacheKeyFlags, Family, Font, FontSystem, Hinting, LayoutGlyph,
    ShapeLine, Shaping, SubpixelBin, SwashCache, SwashContent, Wrap, fontdb,
};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    faces::{Faces, Spares},
    glyph::{Dots, FAMILY, Face, Glyph, Quarters, Shade, TextRun, Weight},
    legible::{self, Legible, is_joiner},
};

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../assets/fonts/Inter-Bold.ttf");
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

/// The circle that a shaper draws below a mark without a letter.
const DOTTED_CIRCLE: char = '\u{25cc}';

/// The faces, and the shapes of the texts seen lately.
pub struct Text {
    fonts: FontSystem,
    pens: SwashCache,
    faces: Vec<Arc<Font>>,
    pub(super) spares: Spares,
    ascent: f32,
    descent: f32,
    cap_height: f32,
    runs: HashMap<Weight, HashMap<Box<str>, Rc<TextRun>>>,
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
    pub fn shape(&mut self, text: &str, weight: Weight) -> Rc<TextRun> {
        if let Some(run) = self.runs.get(&weight).and_then(|runs| runs.get(text)) {
            return Rc::clone(run);
        }
        let mut run = TextRun { glyphs: Vec::new(), width: 0.0, scale: 1.0 };
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
        // Clearing everything costs one slow frame in minutes, which is cheaper than tracking when each text was used.
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
        // The characters on both sides of a dropped one may change each other.
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
        if image.data.is_empty() {
            return None;
        }
        let dots = match image.content {
            SwashContent::Mask => Dots::Coverage(image.data),
            SwashContent::Color => Dots::Colors(image.data),
            SwashContent::SubpixelMask => return None,
        };
        Some(Shade { left: image.placement.left, top: -image.placement.top, width, dots })
    }

    /// Whether the embedded faces have a character.
    fn has(&self, character: char) -> bool {
        self.faces.iter().all(|face| face.as_swash().charmap().map(character) != 0)
    }

    /// Whether something that a reader takes for one character is drawn as such.
    ///
    /// A face may have all of its parts and yet no picture of the whole: a family of four must not
    /// become a row of four.
    pub(super) fn draws(&mut self, cluster: &str) -> bool {
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
    fn keep_to_row(&mut self, run: &mut TextRun) {
        let (mut above, mut below) = (0.0_f32, 0.0_f32);
        for glyph in &run.glyphs {
            if let Some(shade) = self.paint((glyph.face, glyph.id), PROOF, (0, 0)) {
                let rows = |rows: i32| f32::from(i16::try_from(rows).unwrap_or(i16::MAX)) / PROOF;
                let height = i32::try_from(shade.height()).unwrap_or(i32::MAX);
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
    pub(super) fn lay(&mut self, text: &str, weight: Weight) -> Vec<LayoutGlyph> {
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
pub(super) fn head(text: &str) -> &str {
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((limit, _)) => {
            let end = graphemes(text).map(|range| range.end).take_while(|end| *end <= limit).last();
            &text[..end.unwrap_or(0)]
        }
    }
}

pub(super) fn graphemes(text: &str) -> impl Iterator<Item = Range<usize>> {
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

#[cfg(test)]
mod tests;
