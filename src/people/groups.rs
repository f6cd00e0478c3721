//! The group file, `id,group`: which team each person is in.

use super::{
    id_beginnings::IdBeginnings,
    list::{self, KnownPeople, ListError, ListKind, Listed, Spellings, Strangers},
};

const KIND: ListKind = ListKind { file: "group file", column: "group" };

/// The team of each person, by a worker's id or by a name. One team has one spelling, the first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Groups(Listed<String>);

impl Default for Groups {
    fn default() -> Self {
        Self(Listed::none(KIND))
    }
}

impl Groups {
    /// Reads the file. The first line may be the header `id,group`; the first column may also hold a name
    /// that somebody chose.
    ///
    /// # Errors
    /// Names the first line that cannot be used.
    pub fn parse(bytes: &[u8]) -> Result<Self, ListError> {
        let mut spellings = Spellings::default();
        let groups = Listed::parse(KIND, bytes, |entry| {
            list::check_name(KIND, entry)?;
            Ok(spellings.first(&entry.value))
        })?;
        Ok(Self(groups))
    }

    /// Whether nobody is in a team.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn of(&self, id_or_name: &str) -> Option<&str> {
        self.0.of(id_or_name).map(String::as_str)
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
    fn an_id_stands_for_itself_with_or_without_its_prefix() {
        let groups = Groups::parse(b"name,group\nprivate.eu-west-1.aa,North\nBlue Heron,South\n").unwrap();
        assert_eq!(
            (groups.of("aa"), groups.of("Blue Heron"), groups.of("b")),
            (Some("North"), Some("South"), None)
        );
    }

    #[test]
    fn what_cannot_be_used_is_named_by_its_line() {
        let said = |file: &str| Groups::parse(file.as_bytes()).unwrap_err().to_string();
        assert!(said("aa,North\naa,South").contains("line 2 of the group file"));
        assert!(said("aa").contains("1 column;"));
        assert!(said("aa,\u{202E}").contains("no group"));
        assert!(said("aa,team@example.com").contains("e-mail"));
        assert!(said("aa,team ＠ example").contains("e-mail"));
        assert!(said("aa,\u{3164}").contains("no group"));
        assert!(said(&format!("aa,{}", "a".repeat(101))).contains("more than 100 characters"));
    }
}
