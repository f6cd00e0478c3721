//! The colour file: `id,color`, the colour that somebody, or a team, always has.

use std::collections::HashMap;

use super::list::{self, Entry, Kind, ListError};
use crate::style::Colour;

const KIND: Kind = Kind { file: "colour file", column: "color" };

/// Who has which colour, by the id of a worker or by the name of a person or team.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Colours(HashMap<String, Colour>);

impl Colours {
    /// Reads the file. The first line may be the header `id,color`.
    ///
    /// # Errors
    /// The first line that cannot be used.
    pub fn parse(bytes: &[u8]) -> Result<Self, ListError> {
        let mut colours = HashMap::new();
        for Entry { line, id, value } in list::entries(KIND, bytes)? {
            let colour = value.parse().map_err(|source| ListError::Colour { kind: KIND, line, source })?;
            if colours.insert(super::bare(&id), colour).is_some_and(|earlier| earlier != colour) {
                return Err(ListError::Twice { kind: KIND, line });
            }
        }
        Ok(Self(colours))
    }

    pub(super) fn of(&self, id_or_name: &str) -> Option<Colour> {
        self.0.get(id_or_name).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_for_an_id_or_a_name() {
        let colours = Colours::parse(b"id,color\naa,#2476D8\nNorth,f00\n").unwrap();
        assert_eq!(colours.of("aa"), Some(Colour(0x24, 0x76, 0xD8)));
        assert_eq!(colours.of("North"), Some(Colour(255, 0, 0)));
        assert_eq!(colours.of("bb"), None);
    }

    #[test]
    fn what_cannot_be_used_is_named_by_its_line() {
        let error = Colours::parse(b"aa,#2476D8\nbb,reddish").unwrap_err();
        assert_eq!(error.to_string(), "line 2 of the colour file");
        assert!(std::error::Error::source(&error).unwrap().to_string().contains("`reddish` is no colour"));
    }
}
