//! The alias file: `id,name`, one person's id and chosen name on a line.

use std::collections::HashMap;

use super::presentable;
use crate::answer::WorkerId;

/// Names that somebody chose.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Aliases {
    name_of: HashMap<WorkerId, String>,
    first_id: HashMap<String, WorkerId>,
}

/// What is wrong with an alias file, and on which line.
#[derive(Debug, thiserror::Error)]
pub enum AliasError {
    /// Not a CSV file.
    #[error("the alias file is not CSV with two columns, id and name")]
    Csv(#[from] csv::Error),
    /// A line with more or fewer columns.
    #[error("line {line} of the alias file has {columns} columns; it takes two, id and name")]
    Columns {
        /// The line, from 1.
        line: u64,
        /// What it has.
        columns: usize,
    },
    /// Nothing in a column.
    #[error("line {line} of the alias file has no {column}")]
    Empty {
        /// The line, from 1.
        line: u64,
        /// `id` or `name`.
        column: &'static str,
    },
    /// One person, two names.
    #[error("line {line} of the alias file gives an id of an earlier line another name")]
    TwoNames {
        /// The line, from 1.
        line: u64,
    },
    /// A name that would expose somebody: the film goes to everybody.
    #[error(
        "the name on line {line} of the alias file looks like an e-mail address; a film shows it to everybody, so choose another"
    )]
    Address {
        /// The line, from 1.
        line: u64,
    },
}

impl Aliases {
    /// Reads the file. The first line may be the header `id,name`.
    ///
    /// # Errors
    /// The first line that cannot be used.
    pub fn parse(bytes: &[u8]) -> Result<Self, AliasError> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut aliases = Self::default();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(bytes);
        for (n, record) in reader.records().enumerate() {
            let record = record?;
            let line = record.position().map_or(n as u64 + 1, csv::Position::line);
            let [id, name] = record.iter().collect::<Vec<_>>()[..] else {
                return Err(AliasError::Columns { line, columns: record.len() });
            };
            if n == 0 && id.eq_ignore_ascii_case("id") && name.eq_ignore_ascii_case("name") {
                continue;
            }
            aliases.add(line, id, name)?;
        }
        Ok(aliases)
    }

    fn add(&mut self, line: u64, id: &str, name: &str) -> Result<(), AliasError> {
        let id = WorkerId::new(id).ok_or(AliasError::Empty { line, column: "id" })?;
        let name = presentable(name);
        if name.is_empty() {
            return Err(AliasError::Empty { line, column: "name" });
        }
        if looks_like_an_address(&name) {
            return Err(AliasError::Address { line });
        }
        self.first_id.entry(name.clone()).or_insert_with(|| id.clone());
        match self.name_of.insert(id, name.clone()) {
            Some(earlier) if earlier != name => Err(AliasError::TwoNames { line }),
            _ => Ok(()),
        }
    }

    /// The name chosen for this id.
    pub(super) fn name_of(&self, id: &WorkerId) -> Option<&str> {
        self.name_of.get(id).map(String::as_str)
    }

    /// Whether somebody chose this name.
    pub(super) fn has_name(&self, name: &str) -> bool {
        self.first_id.contains_key(name)
    }

    /// The id on the first line with this name.
    pub(super) fn first_id(&self, name: &str) -> Option<&WorkerId> {
        self.first_id.get(name)
    }
}

fn looks_like_an_address(name: &str) -> bool {
    name.split_whitespace()
        .any(|word| word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.')))
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
