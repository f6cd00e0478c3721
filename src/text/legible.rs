//! What anybody may have written as what can be drawn.

use deunicode::deunicode_char;

/// How many accents one letter keeps: Vietnamese written in pieces has two.
///
/// Some names carry dozens, which would be drawn over the rows above and below.
const ACCENTS: usize = 2;

/// See [`super::Text::legible`]; `drawn` says whether the faces have a character.
pub(super) fn legible(text: &str, drawn: impl Fn(char) -> bool) -> String {
    let mut page = Page { text: String::new(), space: Space::None, accents: ACCENTS };
    for character in text.chars() {
        if character.is_whitespace() {
            page.space = Space::Said;
        } else if !unseen(character) && drawn(character) {
            page.write(character);
        } else if !unseen(character) {
            for ascii in deunicode_char(character).unwrap_or_default().chars() {
                if ascii.is_whitespace() {
                    page.space = page.space.max(Space::Meant);
                } else {
                    page.write(ascii);
                }
            }
        }
    }
    page.text
}

/// What comes before the next letter.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Space {
    None,
    /// One that ends a syllable in ASCII: it keeps letters apart, but is not for a bracket.
    Meant,
    /// One that was written.
    Said,
}

/// What is written so far.
struct Page {
    text: String,
    space: Space,
    /// How many accents the last letter has.
    accents: usize,
}

impl Page {
    fn write(&mut self, character: char) {
        if is_accent(character) {
            // One without a letter would sit on whatever is drawn before the text.
            if self.space == Space::None && self.accents < ACCENTS {
                self.accents += 1;
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
            (self.space, self.accents) = (Space::None, 0);
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
            | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
            | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' // zero width, direction marks
            | '\u{202a}'..='\u{202e}' // direction, embedded and overridden
            | '\u{2060}'..='\u{206f}' // joiners, isolates
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{ffff}' // annotations, replacement, no characters
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}') // tags, variations
}

/// The accents that faces for Latin, Greek and Cyrillic have.
fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}')
}

#[cfg(test)]
mod tests {
    use crate::text::Text;

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
        let text = Text::embedded();
        for odd in ["北京 🎉", "Ann\u{301}", "𝔸\u{fffd} ½ ﬁ", "ไทย ελ"] {
            let once = text.legible(odd);
            assert_eq!(text.legible(&once), once);
        }
    }
}
