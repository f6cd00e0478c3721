//! What anybody may have written as what can be drawn.

use std::collections::BTreeSet;

use deunicode::deunicode_char;
use unicode_segmentation::UnicodeSegmentation;

/// How many accents one letter keeps: Vietnamese written in pieces has two.
///
/// Some names carry dozens, which would be drawn over the rows above and below.
const ACCENTS: usize = 2;

/// How many marks a letter of another script keeps: one in Hebrew may have four.
const MARKS: usize = 4;

/// How many characters of what a reader takes for one are looked at: a family of four in all their
/// colors has eleven.
const CHARACTERS: usize = 16;

/// A text that can be drawn, and the characters of the one that was asked for that could not.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Legible {
    pub(super) text: String,
    pub(super) missing: BTreeSet<char>,
}

/// What [`Text::legible`](super::Text::legible) answers with; `drawn` says whether the faces have something that a reader takes
/// for one character.
pub(super) fn legible(text: &str, mut drawn: impl FnMut(&str) -> bool) -> Legible {
    let mut page = Page::default();
    let mut missing = BTreeSet::new();
    for cluster in text.graphemes(true) {
        let mut characters: Vec<char> = Vec::new();
        let mut ends_in_space = false;
        for character in cluster.chars().take(CHARACTERS) {
            // White space may carry accents, which come to nothing, and may end a cluster.
            if character.is_whitespace() && characters.is_empty() {
                page.space = Space::Said;
            } else if character.is_whitespace() {
                ends_in_space = true;
            } else if !unseen(character) || is_joiner(character) && !characters.is_empty() {
                characters.push(character);
            }
        }
        while characters.last().is_some_and(|last| is_joiner(*last)) {
            characters.pop();
        }
        if let Some(syllable) = hangul(&characters) {
            characters = vec![syllable];
        }
        // One without a letter would sit on whatever is drawn before it.
        if characters.first().is_none_or(|first| is_mark(*first)) {
            continue;
        }
        let whole: String = characters.iter().collect();
        if drawn(&whole) {
            for character in characters {
                page.write(character);
            }
        } else {
            piecemeal(&characters, &mut page, &mut missing, &mut drawn);
        }
        if ends_in_space {
            page.space = Space::Said;
        }
    }
    Legible { text: page.text, missing }
}

/// Writes what is drawn of something that is not drawn as a whole: as much of its beginning as is,
/// or else each character in ASCII.
fn piecemeal(
    characters: &[char],
    page: &mut Page,
    missing: &mut BTreeSet<char>,
    drawn: &mut impl FnMut(&str) -> bool,
) {
    let mut begun = String::new();
    let mut joint = None;
    for &character in characters {
        if is_joiner(character) {
            joint = Some(character);
            continue;
        }
        // Half a flag is no flag.
        if let Some(letter) = flag_letter(character) {
            missing.insert(character);
            page.write(letter);
            continue;
        }
        let mut more = begun.clone();
        more.extend(joint.take());
        more.push(character);
        if !(begun.is_empty() && is_mark(character)) && drawn(&more) {
            begun = more;
            continue;
        }
        // What only changes the picture before it is not missed where that picture is there.
        let picture = begun.chars().next().is_some_and(|first| !first.is_alphanumeric());
        if !picture {
            missing.insert(character);
        }
        if begun.is_empty() {
            for ascii in deunicode_char(character).unwrap_or_default().chars() {
                if ascii.is_whitespace() {
                    page.space = page.space.max(Space::Meant);
                } else {
                    page.write(ascii);
                }
            }
        }
    }
    for character in begun.chars() {
        page.write(character);
    }
}

/// What comes before the next letter.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
enum Space {
    #[default]
    None,
    /// One that ends a syllable in ASCII: it keeps letters apart, but is not for a bracket.
    Meant,
    /// One that was written.
    Said,
}

/// What is written so far.
#[derive(Default)]
struct Page {
    text: String,
    space: Space,
    /// How many marks the last letter has.
    marks: usize,
}

impl Page {
    fn write(&mut self, character: char) {
        if is_joiner(character) {
            // Between two letters it says how they are joined; elsewhere there is nothing to say.
            if self.space == Space::None && !self.text.is_empty() && !self.text.ends_with(is_joiner) {
                self.text.push(character);
            }
        } else if is_mark(character) {
            let most = if is_accent(character) { ACCENTS } else { MARKS };
            if self.space == Space::None && !self.text.is_empty() && self.marks < most {
                self.marks += 1;
                self.text.push(character);
            }
        } else if !unseen(character) {
            let apart = match self.space {
                Space::None => false,
                Space::Meant => character.is_alphanumeric(),
                Space::Said => true,
            };
            if apart && !self.text.is_empty() {
                self.text.push(' ');
            }
            (self.space, self.marks) = (Space::None, 0);
            self.text.push(character);
        }
    }
}

/// Whether a character has no picture of its own, but does something to its neighbours' or to
/// the line.
fn unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' // soft hyphen
            | '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}' // around numbers
            | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
            | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' // zero width, direction marks
            | '\u{202a}'..='\u{202e}' // direction, embedded and overridden
            | '\u{2060}'..='\u{206f}' // joiners, isolates
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{ffff}' // annotations, replacement, no characters
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}') // tags, variations
}

/// What joins or parts the letters around it: Persian, Hindi and families of emoji need it.
pub(super) fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// The accents that faces for Latin, Greek and Cyrillic have.
fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}')
}

/// Whether a character belongs to the letter before it.
pub(super) fn is_mark(character: char) -> bool {
    '\u{300}' <= character && ['a', character].iter().collect::<String>().graphemes(true).count() == 1
}

/// The letter that a half of a flag stands for.
fn flag_letter(character: char) -> Option<char> {
    let nth = u32::from(character).checked_sub(0x1_f1e6).filter(|nth| *nth < 26)?;
    char::from_u32(u32::from('A') + nth)
}

/// The syllable of two or three Korean letters: file names on some systems are written in letters,
/// and faces have syllables.
fn hangul(letters: &[char]) -> Option<char> {
    let nth = |at: usize, first: u32, n: u32| {
        u32::from(*letters.get(at)?).checked_sub(first).filter(|nth| *nth < n)
    };
    let (lead, vowel) = (nth(0, 0x1100, 19)?, nth(1, 0x1161, 21)?);
    let tail = match letters.len() {
        2 => 0,
        3 => 1 + nth(2, 0x11a8, 27)?,
        _ => return None,
    };
    char::from_u32(0xac00 + (lead * 21 + vowel) * 28 + tail)
}

/// A text in printable ASCII, for where nothing else may be: names of other scripts as they sound.
pub fn ascii(text: &str) -> String {
    legible(text, |cluster| cluster.bytes().all(|byte| byte.is_ascii_graphic())).text
}

#[cfg(test)]
mod tests {
    use crate::render::text::Text;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(Text::embedded().legible(text), expect);
    }

    #[test]
    fn what_the_faces_have_is_kept() {
        check(
            "Ann Müller-O’Brien (2), Łódź, Ωμέγα, Жанна, Nguyễn",
            "Ann Müller-O’Brien (2), Łódź, Ωμέγα, Жанна, Nguyễn",
        );
    }

    #[test]
    fn nothing_stays_nothing() {
        check("", "");
        check(" \t\r\n ", "");
    }

    #[test]
    fn other_scripts_are_written_in_ascii() {
        check("北京", "Bei Jing");
        check("Ann (北) x", "Ann (Bei) x");
        check("𝔸nn", "Ann");
    }

    #[test]
    fn what_cannot_be_written_is_dropped() {
        check("a\u{378}\u{e000}\u{10ffff}b", "ab");
    }

    #[test]
    fn white_space_is_one_space() {
        check("  Ann \t\u{a0}\u{3000}\r\nMiller\u{2028}jr\u{2029}", "Ann Miller jr");
    }

    #[test]
    fn nobody_turns_a_neighbours_text_around() {
        check("\u{202e}nnA\u{202c} \u{2066}x\u{2069}\u{200f}\u{200e}\u{61c}", "nnA x");
    }

    #[test]
    fn controls_and_zero_widths_are_dropped() {
        check("A\u{0}n\u{200b}n\u{7f}\u{feff}\u{ad}\u{200d}!", "Ann!");
    }

    #[test]
    fn a_letter_keeps_its_accents_and_no_tower() {
        check("e\u{302}\u{301}", "e\u{302}\u{301}");
        check(&format!("a{}b", "\u{301}".repeat(50)), "a\u{301}\u{301}b");
    }

    #[test]
    fn an_accent_needs_a_letter() {
        check("\u{301}\u{301}", "");
        check("\u{301}a \u{301}b", "a b");
    }

    #[test]
    fn a_legible_text_is_its_own_legible_text() {
        let mut text = Text::embedded();
        for odd in ["北京 🎉", "Ann\u{301}", "𝔸\u{fffd} ½ ﬁ", "ไทย ελ"] {
            let once = text.legible(odd);
            assert_eq!(text.legible(&once), once);
        }
    }
}
