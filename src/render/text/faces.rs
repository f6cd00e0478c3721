//! The faces beside the embedded ones: where their files lie, and which of them draws what.
//!
//! A file is looked at when a text has a character that the embedded faces lack, and not before: a
//! film of Latin names never opens one. Files are mapped, so a large one costs what is read of it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use cosmic_text::{Font, FontSystem, fontdb};

/// Where further faces are, as the program that was started knows it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Faces {
    /// The values of `--font`, which come first.
    pub files: Vec<PathBuf>,
    /// Where layers leave faces; the first of these folders that is there is the one that counts.
    pub folders: Vec<PathBuf>,
    /// Whether the fonts of the machine are asked where no other has a character. A film is then
    /// the same only where the same fonts are installed.
    pub system: bool,
}

/// Why a font that somebody named cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FaceError {
    /// A file that cannot be read.
    #[error("could not read the font {}; --font takes a .ttf, .otf or .ttc file", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file that is something else.
    #[error(
        "{} has no outlines of letters in it; --font takes a TrueType or OpenType file (.ttf, .otf, .ttc)",
        path.display()
    )]
    NoFace {
        /// The file.
        path: PathBuf,
    },
}

impl Faces {
    /// Looks whether the fonts that somebody named can be used.
    ///
    /// # Errors
    /// The first that cannot.
    pub fn check(&self) -> Result<(), FaceError> {
        for path in &self.files {
            let unreadable = |source| FaceError::Unreadable { path: path.clone(), source };
            // Mapping takes a folder for a file without saying what is wrong with it.
            if fs::metadata(path).map_err(unreadable)?.is_dir() {
                return Err(unreadable(io::ErrorKind::IsADirectory.into()));
            }
            let mut fonts = FontSystem::new_with_locale_and_db(String::new(), fontdb::Database::new());
            let infos = infos(path).map_err(unreadable)?;
            if !infos.into_iter().any(|info| Spare::new(&mut fonts, info, 0).is_some()) {
                return Err(FaceError::NoFace { path: path.clone() });
            }
        }
        Ok(())
    }
}

/// The faces that are open.
#[derive(Debug, Default)]
pub(super) struct Spares {
    places: Faces,
    open: Vec<Spare>,
    search: FontSearch,
}

/// How far the places have been looked through.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum FontSearch {
    #[default]
    Closed,
    Files,
    System,
}

/// A face that stands in for the embedded ones.
#[derive(Debug)]
pub(super) struct Spare {
    /// What the shaper knows it by, which no other face is called.
    pub(super) family: String,
    pub(super) weight: fontdb::Weight,
    /// Named by somebody, of a layer, of the machine: 0, 1, 2.
    rank: u8,
    font: Arc<Font>,
}

impl Spare {
    fn new(fonts: &mut FontSystem, mut info: fontdb::FaceInfo, rank: u8) -> Option<Self> {
        let family = format!("spare {}", fonts.db().len());
        info.families = vec![(family.clone(), fontdb::Language::English_UnitedStates)];
        let weight = info.weight;
        let id = fonts.db_mut().push_face_info(info);
        let font = fonts.get_font(id, weight).filter(|font| has_outlines(font));
        if font.is_none() {
            fonts.db_mut().remove_face(id);
        }
        Some(Self { family, weight, rank, font: font? })
    }

    pub(super) fn is(&self, id: fontdb::ID) -> bool {
        self.font.id() == id
    }

    /// The glyph of a character; 0 for none.
    pub(super) fn glyph(&self, character: char) -> u16 {
        self.font.as_swash().charmap().map(character)
    }
}

impl Spares {
    pub(super) fn new(places: &Faces) -> Self {
        Self { places: places.clone(), ..Self::default() }
    }

    pub(super) fn open(&self) -> &[Spare] {
        &self.open
    }

    /// The face for each of these clusters, whose characters the embedded faces do not all have;
    /// `None` where no face has all of a cluster.
    ///
    /// Of the faces that have a cluster, the one that has most of the text draws it: so a Japanese
    /// name is drawn with a Japanese face although a Chinese one has half of its characters.
    pub(super) fn of(
        &mut self,
        fonts: &mut FontSystem,
        clusters: &[Vec<char>],
        weight: fontdb::Weight,
    ) -> Vec<Option<usize>> {
        if clusters.is_empty() {
            return Vec::new();
        }
        self.look(fonts, FontSearch::Files);
        let mut able = self.able(clusters);
        if self.places.system && able.iter().any(Vec::is_empty) {
            self.look(fonts, FontSearch::System);
            able = self.able(clusters);
        }
        let mut shares = vec![0_usize; self.open.len()];
        for &face in able.iter().flatten() {
            shares[face] += 1;
        }
        let order = |face: usize| {
            let spare = &self.open[face];
            (spare.rank, spare.weight.0.abs_diff(weight.0), usize::MAX - shares[face], face)
        };
        able.into_iter().map(|faces| faces.into_iter().min_by_key(|&face| order(face))).collect()
    }

    fn able(&self, clusters: &[Vec<char>]) -> Vec<Vec<usize>> {
        let has = |spare: &Spare, cluster: &[char]| cluster.iter().all(|&c| spare.glyph(c) != 0);
        let faces = |cluster: &Vec<char>| {
            (0..self.open.len()).filter(|&face| has(&self.open[face], cluster)).collect()
        };
        clusters.iter().map(faces).collect()
    }

    fn look(&mut self, fonts: &mut FontSystem, search: FontSearch) {
        let mut add = |infos: Vec<fontdb::FaceInfo>, rank: u8| {
            self.open.extend(infos.into_iter().filter_map(|info| Spare::new(fonts, info, rank)));
        };
        if self.search == FontSearch::Closed {
            self.search = FontSearch::Files;
            // What was named has been checked; what lies in a layer and is no font is not missed.
            self.places.files.iter().for_each(|path| add(infos(path).unwrap_or_default(), 0));
            let folder =
                self.places.folders.iter().map(|folder| files(folder)).find(|files| !files.is_empty());
            folder.into_iter().flatten().for_each(|path| add(infos(&path).unwrap_or_default(), 1));
        }
        if search == FontSearch::System && self.search == FontSearch::Files {
            self.search = FontSearch::System;
            let mut db = fontdb::Database::new();
            db.load_system_fonts();
            let plain = |info: &&fontdb::FaceInfo| {
                info.style == fontdb::Style::Normal
                    && info.stretch == fontdb::Stretch::Normal
                    && !info.monospaced
            };
            let mut infos: Vec<fontdb::FaceInfo> = db.faces().filter(plain).cloned().collect();
            infos.sort_by_key(|info| (file(info), info.index));
            add(infos, 2);
        }
    }
}

/// The faces in a file.
fn infos(path: &Path) -> io::Result<Vec<fontdb::FaceInfo>> {
    let mut db = fontdb::Database::new();
    db.load_font_file(path)?;
    Ok(db.faces().cloned().collect())
}

/// The font files of a folder in the order of their names; none where there is no folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let is_font = |path: &PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| ["ttf", "otf", "ttc"].contains(&extension))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_font).collect();
    files.sort();
    files
}

fn file(info: &fontdb::FaceInfo) -> PathBuf {
    match &info.source {
        fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => path.clone(),
        fontdb::Source::Binary(_) => PathBuf::new(),
    }
}

/// Fonts of pictures in color have none, and would leave an empty place.
fn has_outlines(font: &Font) -> bool {
    let font = font.as_swash();
    [b"glyf", b"CFF ", b"CFF2"].into_iter().any(|tag| font.table(u32::from_be_bytes(*tag)).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::text::{Glyph, Text, Weight};

    fn layer() -> PathBuf {
        concat!(env!("CARGO_MANIFEST_DIR"), "/layers/fonts").into()
    }

    fn text() -> Text {
        Text::new(&Faces { folders: vec![layer()], ..Faces::default() })
    }

    /// The numbers of a text's glyphs, from left to right.
    #[track_caller]
    fn glyphs(text: &mut Text, words: &str) -> Vec<u16> {
        assert_eq!(text.legible(words), words, "every character has a font");
        text.shape(words, Weight::Regular).glyphs.iter().map(|glyph| glyph.id).collect()
    }

    fn first(text: &mut Text, words: &str) -> Glyph {
        text.shape(words, Weight::Regular).glyphs[0]
    }

    #[test]
    fn a_latin_name_opens_no_file() {
        let mut text = text();
        for name in ["Ann Müller", "Жанна", "Ωμέγα", "Nguyễn", "123,456"] {
            let legible = text.legible(name);
            text.shape(&legible, Weight::Bold);
        }
        assert_eq!(text.spares.search, FontSearch::Closed);
        text.shape("王", Weight::Regular);
        assert_eq!(text.spares.search, FontSearch::Files);
    }

    #[test]
    fn arabic_letters_join_and_run_from_right_to_left() {
        let mut text = text();
        let joined = glyphs(&mut text, "محمد");
        let alone: Vec<u16> = ["م", "ح", "م", "د"].iter().flat_map(|c| glyphs(&mut text, c)).collect();
        assert!(joined[1..].iter().all(|glyph| !alone.contains(glyph)), "{joined:?} {alone:?}");
        let (left, right) =
            (first(&mut text, "محمد"), *text.shape("محمد", Weight::Regular).glyphs.last().unwrap());
        assert!(left.x < right.x);
        // A letter that joins to the right only is the last one, at the left.
        let end = glyphs(&mut text, "ـد");
        assert_eq!(joined[0], end[0], "the final dal is leftmost");
    }

    #[test]
    fn hebrew_runs_from_right_to_left() {
        let mut text = text();
        let letters: Vec<u16> = ["ה", "ר", "ש"].iter().flat_map(|c| glyphs(&mut text, c)).collect();
        assert_eq!(glyphs(&mut text, "שרה"), letters);
    }

    #[test]
    fn a_hyphen_or_a_dot_of_another_face_does_not_turn_a_name_around() {
        let mut text = text();
        for (name, from_the_left) in
            [("שרה כהן-לוי", "יול-ןהכ הרש"), ("ד.כ׳לוי", "יול׳כ.ד"), ("Ann כהן-לוי", "Ann יול-ןהכ")]
        {
            let letters = from_the_left.chars().map(|letter| letter.to_string());
            let letters: Vec<u16> = letters
                .flat_map(|letter| {
                    text.shape(&letter, Weight::Regular)
                        .glyphs
                        .iter()
                        .map(|glyph| glyph.id)
                        .collect::<Vec<_>>()
                })
                .collect();
            assert_eq!(glyphs(&mut text, name), letters, "{name}");
        }
        let [first, second] = ["عبد", "الله"].map(|part| glyphs(&mut text, part));
        let both = glyphs(&mut text, "عبد-الله");
        assert!(both.starts_with(&second) && both.ends_with(&first), "{both:?} {first:?} {second:?}");
    }

    #[test]
    fn a_number_in_a_hebrew_name_stays_a_number() {
        let mut text = text();
        let mixed = glyphs(&mut text, "שרה 12");
        let number = glyphs(&mut text, "12");
        assert_eq!(mixed[..2], number, "it stands left of the name, and its digits in their order");
        let name = glyphs(&mut text, "Ann שרה");
        assert_eq!(name[..3], glyphs(&mut text, "Ann"), "what begins in Latin stays at the left");
        assert_eq!(name[4..], glyphs(&mut text, "שרה"));
    }

    #[test]
    fn devanagari_letters_become_conjuncts() {
        let mut text = text();
        assert_eq!(glyphs(&mut text, "क्ष").len(), 1);
        // The short i is written before the letter that it follows.
        let mut ki = glyphs(&mut text, "कि");
        assert_eq!(ki.len(), 2);
        assert_eq!(ki.pop(), glyphs(&mut text, "क").pop());
    }

    #[test]
    fn thai_marks_sit_on_their_letter() {
        let mut text = text();
        let marked = text.width("ที่", 100.0, Weight::Regular);
        assert!((marked - text.width("ท", 100.0, Weight::Regular)).abs() < 0.01);
        let run = text.shape("ที่", Weight::Regular);
        assert_eq!(run.glyphs.len(), 3);
    }

    #[test]
    fn korean_letters_are_syllables() {
        let mut text = text();
        assert_eq!(
            text.legible("\u{1100}\u{1175}\u{11b7}\u{1106}\u{1175}\u{11ab}\u{1109}\u{116e}"),
            "김민수"
        );
        assert_eq!(glyphs(&mut text, "김민수").len(), 3);
        assert!(('가'..='힣').all(|syllable| text.draws(&syllable.to_string())));
    }

    #[test]
    fn a_name_is_drawn_in_the_forms_of_its_own_readers() {
        let mut text = text();
        let face = |text: &mut Text, words: &str| first(text, words).face;
        let chinese = face(&mut text, "王小明");
        let japanese = face(&mut text, "さくら");
        let traditional = face(&mut text, "陳");
        assert!(chinese != japanese && chinese != traditional && japanese != traditional);
        assert_eq!(face(&mut text, "直さん"), japanese);
        assert_eq!(face(&mut text, "直"), chinese);
        assert_eq!(face(&mut text, "山﨑"), japanese);
        assert_eq!(face(&mut text, "渡辺"), japanese);
        assert_eq!(face(&mut text, "李祎"), chinese, "with a rare character from another face");
        assert_eq!(face(&mut text, "小陳"), traditional);
    }

    #[test]
    fn what_old_character_sets_have_is_there() {
        let mut text = text();
        for name in ["喆玥珺堃犇祎", "黃鄭蔡許鐘", "髙橋辻榊凪", "𠮷田", "ヴァイオレット"]
        {
            assert_eq!(text.legible(name), name);
            assert!(text.missing(name).is_empty());
        }
    }

    #[test]
    fn an_emoji_of_many_parts_is_one_picture_or_its_first_part() {
        let mut text = text();
        for emoji in ["👩‍🚀", "👩🏽‍🚀", "👨‍👩‍👧", "🇩🇪", "👍🏿"] {
            assert_eq!(glyphs(&mut text, emoji).len(), 1, "{emoji}");
        }
        assert_eq!(text.legible("👩‍🍕!"), "👩!");
        assert_eq!(text.legible("❤\u{fe0f}"), "❤");
        assert_eq!(Text::embedded().legible("🇩🇪"), "DE");
        assert!(text.missing("👩‍🍕").is_empty());
    }

    #[test]
    fn a_mark_without_a_letter_gets_no_dotted_circle() {
        let mut text = text();
        let letter = glyphs(&mut text, "क");
        assert_eq!(text.legible("\u{93e}क"), "क");
        // Two vowels on one letter: the second one has none.
        let run = text.shape("क\u{93f}\u{93f}", Weight::Regular);
        let circle = text.spares.open().iter().map(|spare| spare.glyph('\u{25cc}')).collect::<Vec<_>>();
        assert!(run.glyphs.iter().all(|glyph| glyph.id == letter[0] || !circle.contains(&glyph.id)));
    }

    #[test]
    fn titles_are_bold_where_there_is_a_bold_face() {
        let mut text = text();
        for words in ["محمد", "שרה", "प्रिया", "สมหญิง"] {
            assert_ne!(
                text.shape(words, Weight::Bold).glyphs[0].face,
                text.shape(words, Weight::Regular).glyphs[0].face
            );
        }
        assert_eq!(text.shape("王", Weight::Bold), text.shape("王", Weight::Regular));
    }

    #[test]
    fn a_font_that_somebody_named_comes_first() {
        let file = layer().join("NotoSansCJK-3-Japanese.otf");
        let mut text = Text::new(&Faces { files: vec![file.clone()], folders: vec![layer()], system: false });
        assert_eq!(first(&mut text, "王").face, first(&mut text, "さ").face);
        let mut text = Text::new(&Faces { files: vec![file], ..Faces::default() });
        assert_eq!(text.legible("王 محمد"), "王 mHmd");
        assert_eq!(text.missing("王 محمد"), ['م', 'ح', 'د'].into());
    }

    #[test]
    fn without_a_face_there_is_ascii_and_it_is_said_what_is_missing() {
        let mut text = Text::embedded();
        assert_eq!(text.legible("王 Ann"), "Wang Ann");
        assert_eq!(text.missing("王 Ann, 王"), ['王'].into());
        assert!(text.missing("Ann\u{202e}\u{200b}").is_empty());
    }

    #[test]
    fn of_folders_the_first_with_faces_counts() {
        let empty = tempfile::tempdir().unwrap();
        fs::write(empty.path().join("README.md"), "no face").unwrap();
        let folders = vec!["/no/such/folder".into(), empty.path().to_owned(), layer()];
        let mut text = Text::new(&Faces { folders, ..Faces::default() });
        assert_eq!(text.legible("王"), "王");
    }

    #[test]
    fn what_is_no_font_is_refused_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("odd.ttf");
        let refused =
            |files: Vec<PathBuf>| Faces { files, ..Faces::default() }.check().unwrap_err().to_string();
        assert!(refused(vec![path.clone()]).contains("could not read the font"));
        for bytes in
            [&b"not a font"[..], b"", &fs::read(layer().join("NotoSansThai-Regular.ttf")).unwrap()[..900]]
        {
            fs::write(&path, bytes).unwrap();
            let said = refused(vec![path.clone()]);
            assert!(said.contains("odd.ttf") && said.contains(".otf"), "{said}");
        }
        assert!(refused(vec![folder.path().to_owned()]).contains("--font"));
        assert!(
            Faces { files: vec![layer().join("NotoSansThai-Regular.ttf")], ..Faces::default() }
                .check()
                .is_ok()
        );
    }
}
