//! Files of `id,something`, one person on a line: names, teams and colors that somebody chose.
//!
//! What the second column means is for `aliases`, `groups` and `colors`.

use super::name::presentable;

/// Which of them a file is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Kind {
    /// As an error calls the file.
    pub file: &'static str,
    /// What its second column is called.
    pub column: &'static str,
}

/// What is wrong with such a file, and on which line.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// Not a CSV file.
    #[error("the {} is not CSV with two columns, id and {}", kind.file, kind.column)]
    Csv {
        /// Which file.
        kind: Kind,
        /// What is wrong with it.
        #[source]
        source: csv::Error,
    },
    /// A line with more or fewer columns.
    #[error("line {line} of the {} has {columns} columns; it takes two, id and {}", kind.file, kind.column)]
    Columns {
        /// Which file.
        kind: Kind,
        /// The line, from 1.
        line: u64,
        /// What it has.
        columns: usize,
    },
    /// Nothing in a column.
    #[error("line {line} of the {} has no {column}", kind.file)]
    Empty {
        /// Which file.
        kind: Kind,
        /// The line, from 1.
        line: u64,
        /// `id`, or the name of the other one.
        column: &'static str,
    },
    /// One person, two of a kind.
    #[error("line {line} of the {} gives an id of an earlier line another {}", kind.file, kind.column)]
    Twice {
        /// Which file.
        kind: Kind,
        /// The line, from 1.
        line: u64,
    },
    /// A name that would expose somebody: the film goes to everybody.
    #[error(
        "the {} on line {line} of the {} looks like an e-mail address; a film shows it to everybody, so choose another",
        kind.column,
        kind.file
    )]
    Address {
        /// Which file.
        kind: Kind,
        /// The line, from 1.
        line: u64,
    },
    /// A color that is none.
    #[error("line {line} of the {}", kind.file)]
    Color {
        /// Which file.
        kind: Kind,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        #[source]
        source: crate::color::ColorError,
    },
}

/// One line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Entry {
    pub(super) line: u64,
    pub(super) id: String,
    pub(super) value: String,
}

/// The lines of a file, with something in both columns. The first one may be a header.
///
/// # Errors
/// The first line that cannot be used.
pub(super) fn entries(kind: Kind, bytes: &[u8]) -> Result<Vec<Entry>, ListError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(bytes);
    let mut entries = Vec::new();
    for (n, record) in reader.records().enumerate() {
        let record = record.map_err(|source| ListError::Csv { kind, source })?;
        let line = record.position().map_or(n as u64 + 1, csv::Position::line);
        let [id, value] = record.iter().collect::<Vec<_>>()[..] else {
            return Err(ListError::Columns { kind, line, columns: record.len() });
        };
        if n == 0 && id.eq_ignore_ascii_case("id") && value.eq_ignore_ascii_case(kind.column) {
            continue;
        }
        let value = presentable(value);
        for (text, column) in [(id, "id"), (value.as_str(), kind.column)] {
            if text.is_empty() {
                return Err(ListError::Empty { kind, line, column });
            }
        }
        entries.push(Entry { line, id: id.to_owned(), value });
    }
    Ok(entries)
}

/// Refuses a name that is an address.
///
/// # Errors
/// When it looks like one.
pub(super) fn no_address(kind: Kind, entry: &Entry) -> Result<(), ListError> {
    let is_address =
        |word: &str| word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    if entry.value.split_whitespace().any(is_address) {
        return Err(ListError::Address { kind, line: entry.line });
    }
    Ok(())
}
