//! The alias file, `id,name`: the name that each person chose.

use std::collections::HashMap;

use super::list::{self, ListError, ListKind, ListLine};
use crate::source::WorkerId;

/// The names that people chose, by their ids.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Aliases {
    name_of: HashMap<WorkerId, String>,
    first_id: HashMap<String, WorkerId>,
}

const KIND: ListKind = ListKind { file: "alias file", column: "name" };

impl Aliases {
    /// Reads the file. The first line may be the header `id,name`.
    ///
    /// # Errors
    /// Names the first line that cannot be used.
    pub fn parse(bytes: &[u8]) -> Result<Self, ListError> {
        let mut aliases = Self::default();
        for entry in list::lines(KIND, bytes)? {
            list::no_address(KIND, &entry)?;
            let ListLine { line, id, value: name } = entry;
            let id = WorkerId::new(&id).ok_or(ListError::Empty { kind: KIND, line, column: "id" })?;
            aliases.first_id.entry(name.clone()).or_insert_with(|| id.clone());
            if aliases.name_of.insert(id, name.clone()).is_some_and(|earlier| earlier != name) {
                return Err(ListError::Twice { kind: KIND, line });
            }
        }
        Ok(aliases)
    }

    /// The name chosen for this id.
    pub(super) fn name_of(&self, id: &WorkerId) -> Option<&str> {
        self.name_of.get(id).map(String::as_str)
    }

    /// The id on the first line with this name.
    pub(super) fn first_id(&self, name: &str) -> Option<&WorkerId> {
        self.first_id.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(file: &str, id: &str) -> Option<String> {
        let aliases = Aliases::parse(file.as_bytes()).unwrap();
        aliases.name_of(&WorkerId::new(id).unwrap()).map(str::to_owned)
    }

    #[test]
    fn a_file_with_or_without_header_and_prefix_is_read() {
        for file in ["id,name\nprivate.eu-west-1.aa,Ada", "aa,Ada\n", "\u{FEFF}aa , Ada\r\n"] {
            assert_eq!(name_of(file, "aa").as_deref(), Some("Ada"), "{file}");
        }
    }

    #[test]
    fn what_cannot_be_used_is_named_by_its_line() {
        let error = |file: &str| Aliases::parse(file.as_bytes()).unwrap_err().to_string();
        assert!(error("id,name\naa").contains("line 2"));
        assert!(error("aa,Ada,1").contains("3 columns"));
        assert!(error("aa,\u{202E}").contains("no name"));
        assert!(error(",Ada").contains("no id"));
        assert!(error("aa,Ada\naa,Eve").contains("line 2"));
        assert!(error("aa,ada@example.com").contains("e-mail"));
    }
}
