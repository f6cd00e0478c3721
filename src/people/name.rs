//! Names that may be shown, and ids as lists may write them.

use unicode_width::UnicodeWidthChar;

use crate::source::WorkerId;

/// An id from a list, without the prefix of its workforce.
pub(super) fn bare(id: &str) -> String {
    WorkerId::new(id).map_or_else(|| id.to_owned(), |id| id.as_str().to_owned())
}

/// A text that may be shown on one line: without control characters and marks of direction, and with single spaces
/// for all white space.
pub fn presentable(text: &str) -> String {
    let harmless = |c: &char| {
        !matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
            && (!c.is_control() || c.is_whitespace())
    };
    let text: String = text.chars().filter(harmless).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text that may be shown also shows something. Some letters are blank on purpose.
pub(super) fn is_visible(text: &str) -> bool {
    let is_blank = |c: char| matches!(c, '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}');
    text.chars().any(|c| !c.is_whitespace() && !is_blank(c) && c.width().is_some_and(|width| 0 < width))
}

/// Whether a text may have an e-mail address in it.
pub(super) fn holds_address(text: &str) -> bool {
    text.contains(['@', '\u{FE6B}', '\u{FF20}'])
}
