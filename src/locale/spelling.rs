//! One spelling for texts that are compared: a name is the same name however it was typed.

use std::borrow::Cow;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::{
    CodePointMapData,
    props::{GeneralCategory, GeneralCategoryGroup},
};
use unicode_width::UnicodeWidthChar;

/// A text in which each letter and its accents are one character as far as there is one (NFC). macOS writes them
/// separately in file names.
pub fn composed(text: &str) -> Cow<'_, str> {
    // Most ids and names are ASCII, which is composed already.
    if text.is_ascii() { Cow::Borrowed(text) } else { ComposingNormalizerBorrowed::new_nfc().normalize(text) }
}

/// The same in lower case and without white space at its ends: two texts are one name if this is the same of both.
pub fn folded(text: &str) -> String {
    composed(&text.trim().to_lowercase()).into_owned()
}

/// Whether a character alone shows something. Marks and joiners need another one for that, some letters and signs are
/// blank on purpose, and what no standard has given a shape is drawn as nothing or as a box.
pub fn is_seen(c: char) -> bool {
    const BLANK: [char; 6] = ['\u{115F}', '\u{1160}', '\u{2800}', '\u{3164}', '\u{FFA0}', '\u{1D159}'];
    if c.is_ascii() {
        return c.is_ascii_graphic();
    }
    let unseen = GeneralCategoryGroup::Separator.union(GeneralCategoryGroup::Other);
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    !unseen.contains(category) && !BLANK.contains(&c) && c.width().is_some_and(|width| 0 < width)
}

/// What is seen of a text, without spaces, accents and other ways to write the same letters (NFKD), in lower case: for
/// whoever looks for something that may be in disguise.
pub fn bare(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(char::is_ascii_graphic).map(|c| c.to_ascii_lowercase()).collect();
    }
    let letters =
        DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(text.chars().filter(|c| is_seen(*c)));
    letters.filter(|c| is_seen(*c)).flat_map(char::to_lowercase).collect()
}

/// Whether a character opens or closes a bracket or a quotation, in any script.
pub fn is_bracket(c: char) -> bool {
    let brackets = GeneralCategoryGroup::OpenPunctuation
        .union(GeneralCategoryGroup::ClosePunctuation)
        .union(GeneralCategoryGroup::InitialPunctuation)
        .union(GeneralCategoryGroup::FinalPunctuation);
    matches!(c, '<' | '>') || brackets.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_one_however_it_is_typed() {
        for other in ["Zoë", "Zoe\u{308}", " ZOË ", "zoE\u{308}\t"] {
            assert_eq!(folded(other), "zoë", "{other}");
        }
        assert_ne!(folded("Zoe"), folded("Zoë"), "an accent is part of a name");
        assert_eq!(folded("ΟΔΥΣΣΕΥΣ"), "οδυσσευς");
        assert_eq!(composed("か\u{3099}く"), "がく");
    }

    #[test]
    fn what_shows_nothing_is_not_seen() {
        for c in [
            '\u{AD}',
            '\u{378}',
            '\u{200B}',
            '\u{E000}',
            '\u{FFF9}',
            '\u{FFFF}',
            '\u{1D159}',
            '\u{301}',
            ' ',
            '\n',
        ] {
            assert!(!is_seen(c), "{c:?}");
        }
        assert!("aß狐नㄱ👩!".chars().all(is_seen));
        assert_eq!(bare("Zo\u{200B}ë （Ａt）\u{E0040}％"), "zoe(at)%");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,20}") {
            prop_assert_eq!(folded(&folded(&text)), folded(&text));
            prop_assert_eq!(folded(&composed(&text)), folded(&text));
        }
    }
}
