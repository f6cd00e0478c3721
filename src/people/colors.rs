//! The color file, `id,color`: the color that a person or a team always has.

use super::{
    id_beginnings::IdBeginnings,
    list::{KnownPeople, ListError, ListKind, Listed, Strangers},
};
use crate::color::Color;

const KIND: ListKind = ListKind { file: "color file", column: "color" };

/// The color of each person or team, by a worker's id or by a name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Colors(Listed<Color>);

impl Default for Colors {
    fn default() -> Self {
        Self(Listed::none(KIND))
    }
}

impl Colors {
    /// Reads the file. The first line may be the header `id,color`.
    ///
    /// # Errors
    /// Names the first line that cannot be used.
    pub fn parse(bytes: &[u8]) -> Result<Self, ListError> {
        let colors = Listed::parse(KIND, bytes, |entry| {
            let color = entry.value.parse();
            color.map_err(|source| ListError::Color { kind: KIND, line: entry.line, source })
        })?;
        Ok(Self(colors))
    }

    /// Whether nobody has a color of their own.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn of(&self, id_or_name: &str) -> Option<Color> {
        self.0.of(id_or_name).copied()
    }

    /// The same with whole ids where the file has only their beginnings.
    pub(super) fn spelled_out(&self, ids: &IdBeginnings) -> Self {
        Self(self.0.clone().spelled_out(ids))
    }

    pub(super) fn strangers(&self, known: &KnownPeople) -> Option<Strangers> {
        self.0.strangers(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_color_is_for_an_id_or_a_name() {
        let colors = Colors::parse(b"id,color\naa,#2476D8\nNorth,f00\n").unwrap();
        assert_eq!(colors.of("aa"), Some(Color(0x24, 0x76, 0xD8)));
        assert_eq!(colors.of("North"), Some(Color(255, 0, 0)));
        assert_eq!(colors.of("bb"), None);
    }

    #[test]
    fn no_address_and_no_control_character_is_quoted() {
        for value in ["ada@example.com", "ada ＠ example.com", "ada(at)example.com", "example\u{9B}"] {
            let error = Colors::parse(format!("aa,{value}").as_bytes()).unwrap_err();
            let source = std::error::Error::source(&error).unwrap().to_string();
            assert!(!source.contains("ada") && !source.contains('\u{9B}'), "{source}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_named_by_its_line() {
        let error = Colors::parse(b"aa,#2476D8\nbb,reddish").unwrap_err();
        assert_eq!(error.to_string(), "line 2 of the color file");
        assert!(std::error::Error::source(&error).unwrap().to_string().contains("`reddish` is not a color"));
    }
}
