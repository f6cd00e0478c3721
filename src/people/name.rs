//! Names that may be shown, and ids as lists may write them.

use crate::{
    locale::{plain::holds_address, spelling},
    source::WorkerId,
};

/// The most characters of a name that a film shows.
pub const LONGEST_NAME: usize = 100;

/// Why nobody may be shown under a name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RefusedName {
    /// Nothing of it can be seen.
    Invisible,
    /// It may be an e-mail address, and a film shows it to everybody.
    Address,
    /// It has more than [`LONGEST_NAME`] characters.
    Long,
}

/// A name or an id as it is compared with others, whoever wrote it: composed, in lower case, and with single spaces.
/// Everything that is compared passes here: what lists say, names of people and teams, and names of files.
pub(super) fn compared(text: &str) -> String {
    spelling::folded(&presentable(text))
}

/// What a list calls somebody, as it is compared: an id without the prefix of its workforce, or a name.
pub(super) fn compared_id(text: &str) -> String {
    WorkerId::new(text).map_or_else(|| compared(text), |id| compared(id.as_str()))
}

/// The name under which a person or a team may be shown. Every name passes here, wherever it comes from.
///
/// # Errors
/// Why it is none.
pub fn name_of(text: &str) -> Result<String, RefusedName> {
    let name = presentable(text);
    match () {
        () if !name.chars().any(spelling::is_seen) => Err(RefusedName::Invisible),
        () if holds_address(&name) => Err(RefusedName::Address),
        () if LONGEST_NAME < name.chars().count() => Err(RefusedName::Long),
        () => Ok(name),
    }
}

/// A text that may be shown on one line: composed, without control characters and marks of direction, and with single
/// spaces for all white space.
pub fn presentable(text: &str) -> String {
    let harmless = |c: &char| {
        !matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
            && (!c.is_control() || c.is_whitespace())
    };
    let text: String = text.chars().filter(harmless).collect();
    spelling::composed(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_disguise_is_no_name() {
        for text in [
            "ada@example.com",
            "@ada@example.com",
            "ada @example.com",
            "ada＠localhost",
            "a(at)b.de",
            "ada\u{200B}(a\u{AD}t)example.com",
            "ada（at）example.com",
            "ada*at*example.com",
        ] {
            assert_eq!(name_of(text), Err(RefusedName::Address), "{text}");
        }
    }

    #[test]
    fn a_name_that_nobody_can_see_is_none() {
        for text in [
            "",
            " ",
            "\u{200B}",
            "\u{3164}",
            "\u{2800}\u{2800}",
            "\u{301}\u{302}",
            "\u{202E}\u{2066}",
            "\u{AD}\u{200D}",
            "\u{1D159}",
            "\u{FFF9}\u{E0041}",
            "\u{378}",
            "\u{E000}\u{F0000}",
            "\u{FFFF}\u{FDD0}",
        ] {
            assert_eq!(name_of(text), Err(RefusedName::Invisible), "{text:?}");
        }
        for text in ["Zoë", "नमस्ते", "👩‍🔬", "狐", "é", "ㄱ"] {
            assert_eq!(name_of(text).as_deref(), Ok(text));
        }
        assert_eq!(name_of("e\u{301}").as_deref(), Ok("é"));
    }

    #[test]
    fn a_name_has_a_longest_length() {
        assert!(name_of(&"é".repeat(LONGEST_NAME)).is_ok());
        assert_eq!(name_of(&"é".repeat(LONGEST_NAME + 1)), Err(RefusedName::Long));
    }

    #[test]
    fn nothing_in_a_name_turns_or_breaks_the_line() {
        assert_eq!(presentable(" A\u{202E}da\n\tL\u{0} \u{2067}ee "), "Ada L ee");
        assert_eq!(presentable("👩‍🔬 नमस्ते"), "👩‍🔬 नमस्ते", "joiners stay");
    }
}
