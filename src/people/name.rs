//! Names that may be shown, and ids as lists may write them.

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
