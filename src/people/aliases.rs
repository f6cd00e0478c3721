//! The alias file, `id,name`: the name that each person chose.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    id_beginnings::IdBeginnings,
    list::{self, KnownPeople, ListError, ListKind, Listed, Spellings, Strangers},
    name::{compared, name_of},
    naming::NameOrigin,
};
use crate::source::WorkerId;

/// The names that people chose, by their ids. One name has one spelling, the first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Aliases {
    names: Listed<String>,
    first_id: HashMap<String, WorkerId>,
    /// Names that the source shows itself.
    shown: HashSet<String>,
}

/// What stands in the place of a name for somebody who is not to be seen.
const HIDDEN: &str = "hidden";

const KIND: ListKind = ListKind { file: "alias file", column: "name" };

impl Default for Aliases {
    fn default() -> Self {
        Self { names: Listed::none(KIND), first_id: HashMap::new(), shown: HashSet::new() }
    }
}

impl Aliases {
    /// Reads the file. The first line may be the header `id,name`.
    ///
    /// # Errors
    /// Names the first line that cannot be used.
    pub fn parse(bytes: &[u8]) -> Result<Self, ListError> {
        let (mut spellings, mut first_id) = (Spellings::default(), HashMap::new());
        let names = Listed::parse(KIND, bytes, |entry| {
            list::check_name(KIND, entry)?;
            let empty = ListError::Empty { kind: KIND, line: entry.line, column: "id" };
            let id = WorkerId::new(&entry.id).ok_or(empty)?;
            if entry.value.eq_ignore_ascii_case(HIDDEN) {
                return Ok(HIDDEN.to_owned());
            }
            let name = spellings.first(&entry.value);
            first_id.entry(name.clone()).or_insert(id);
            Ok(name)
        })?;
        Ok(Self { names, first_id, shown: HashSet::new() })
    }

    /// The same, and for everybody else the name that the source shows itself, if it may be shown to everybody.
    #[must_use]
    pub fn or_shown(mut self, names: &BTreeMap<WorkerId, String>) -> Self {
        for (id, name) in names {
            if let Ok(name) = name_of(name) {
                if !self.first_id.contains_key(&name) {
                    self.first_id.insert(name.clone(), id.clone());
                    self.shown.insert(name.clone());
                }
                self.names.add(id.as_str(), name);
            }
        }
        self
    }

    /// The name chosen for this id.
    pub(super) fn name_of(&self, id: &WorkerId) -> Option<&str> {
        self.names.of(id.as_str()).map(String::as_str).filter(|name| *name != HIDDEN)
    }

    /// Whether whoever has this id is not to be seen.
    pub(super) fn hides(&self, id: &WorkerId) -> bool {
        self.names.of(id.as_str()).is_some_and(|name| name == HIDDEN)
    }

    /// Where a name is from that was found here.
    pub(super) fn origin_of(&self, name: &str) -> NameOrigin {
        if self.shown.contains(name) { NameOrigin::Source } else { NameOrigin::Alias }
    }

    /// The id on the first line with this name.
    pub(super) fn first_id(&self, name: &str) -> Option<&WorkerId> {
        self.first_id.get(name)
    }

    /// The same with whole ids where the file has only their beginnings.
    pub(super) fn spelled_out(&self, ids: &IdBeginnings) -> Self {
        let mut aliases = self.clone();
        aliases.names = aliases.names.spelled_out(ids);
        for first in aliases.first_id.values_mut() {
            if let Some((_, id)) = ids.beginning_with(&compared(first.as_str())) {
                *first = id.clone();
            }
        }
        aliases
    }

    pub(super) fn strangers(&self, known: &KnownPeople) -> Option<Strangers> {
        self.names.strangers(known)
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
    fn hidden_is_no_name() {
        let aliases = Aliases::parse(b"id,name\nprivate.eu-west-1.aa,Hidden\nbb,Bea").unwrap();
        let id = |id| WorkerId::new(id).unwrap();
        assert!(aliases.hides(&id("aa")) && !aliases.hides(&id("bb")) && !aliases.hides(&id("cc")));
        assert_eq!((aliases.name_of(&id("aa")), aliases.name_of(&id("bb"))), (None, Some("Bea")));
    }

    #[test]
    fn what_cannot_be_used_is_named_by_its_line() {
        let error = |file: &str| Aliases::parse(file.as_bytes()).unwrap_err().to_string();
        assert!(error("id,name\naa").contains("line 2"));
        assert!(error("aa,Ada,1").contains("3 columns"));
        assert!(error("aa,\u{202E}").contains("no name"));
        assert!(error(",Ada").contains("no id"));
        assert!(error("aa,Ada\naa,Eve").contains("line 2"));
        for address in
            ["ada@example.com", "@ada@example.com", "ada @example.com", "ada＠example.com", "a(at)b.de"]
        {
            let error = error(&format!("aa,{address}"));
            assert!(
                error.contains("e-mail") && !error.contains("b.de") && !error.contains("example"),
                "{error}"
            );
        }
        for invisible in ["\u{200B}", "\u{3164}", "\u{2800}", "\u{301}", "\u{2067}\u{2069}"] {
            assert!(error(&format!("aa,{invisible}")).contains("no name"), "{invisible:?}");
        }
        assert!(error(&format!("aa,{}", "a".repeat(101))).contains("more than 100 characters"));
    }

    #[test]
    fn a_file_is_read_as_any_spreadsheet_saves_it() {
        let utf16: Vec<u8> =
            "\u{FEFF}id\tname\r\naa\tZoë\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let texts = [
            "id;name\naa;Zoë",
            "sep=;\r\nname;id\r\nZoë;aa\r\n",
            "name,id\nZoë,aa",
            "id,name,,\naa,Zoë,,\n,,,\n",
        ];
        for bytes in texts.map(str::as_bytes).into_iter().chain([&utf16[..]]) {
            let aliases = Aliases::parse(bytes).unwrap();
            assert_eq!(aliases.name_of(&WorkerId::new("aa").unwrap()), Some("Zoë"));
        }
        let error = Aliases::parse(b"aa,Zo\xEB").unwrap_err();
        assert!(std::error::Error::source(&error).unwrap().to_string().contains("CSV UTF-8"));
    }
}
