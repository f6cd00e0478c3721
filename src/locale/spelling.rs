//! One spelling for texts that are compared: a name is the same name however it was typed.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

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

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,20}") {
            prop_assert_eq!(folded(&folded(&text)), folded(&text));
            prop_assert_eq!(folded(&composed(&text)), folded(&text));
        }
    }
}
