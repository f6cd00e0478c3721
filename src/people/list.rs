//! Files with two columns, one person per line: `id` and a name, team or color that somebody chose.
//!
//! What the second column means is for `aliases`, `groups` and `colors`.

use super::name::{LONGEST_NAME, RefusedName, name_of, presentable};
use crate::source::sheet::{self, SheetError, SheetRow};

/// What a file lists.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ListKind {
    /// What errors call the file.
    pub file: &'static str,
    /// The name of its second column.
    pub column: &'static str,
}

/// What is wrong with such a file, and on which line.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// Not a table.
    #[error("the {} cannot be read as a table with two columns, id and {}", kind.file, kind.column)]
    Csv {
        /// Which file.
        kind: ListKind,
        /// What is wrong with it.
        #[source]
        source: SheetError,
    },
    /// A line with more or fewer columns.
    #[error("line {line} of the {} has {columns} columns; it needs two: id and {}", kind.file, kind.column)]
    Columns {
        /// Which file.
        kind: ListKind,
        /// The line, from 1.
        line: u64,
        /// How many columns it has.
        columns: usize,
    },
    /// Nothing in a column.
    #[error("line {line} of the {} has no {column}", kind.file)]
    Empty {
        /// Which file.
        kind: ListKind,
        /// The line, from 1.
        line: u64,
        /// The name of the empty column.
        column: &'static str,
    },
    /// One id with two different values.
    #[error("line {line} of the {} gives another {} to an id that an earlier line has", kind.file, kind.column)]
    Twice {
        /// Which file.
        kind: ListKind,
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
        kind: ListKind,
        /// The line, from 1.
        line: u64,
    },
    /// A name that is too long to be shown.
    #[error(
        "the {} on line {line} of the {} has more than {LONGEST_NAME} characters; write a shorter one",
        kind.column,
        kind.file
    )]
    Long {
        /// Which file.
        kind: ListKind,
        /// The line, from 1.
        line: u64,
    },
    /// Not a color.
    #[error("line {line} of the {}", kind.file)]
    Color {
        /// Which file.
        kind: ListKind,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        #[source]
        source: crate::color::ColorError,
    },
}

/// One line of a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct ListLine {
    pub(super) line: u64,
    pub(super) id: String,
    pub(super) value: String,
}

/// The lines of a file, each with a value in both columns. The first line may be a header.
///
/// # Errors
/// The first line that cannot be used.
pub(super) fn lines(kind: ListKind, bytes: &[u8]) -> Result<Vec<ListLine>, ListError> {
    let text = sheet::text(bytes).map_err(|source| ListError::Csv { kind, source })?;
    let mut lines = Vec::new();
    let mut is_swapped = false;
    for (n, row) in sheet::rows(&text).enumerate() {
        let SheetRow { line, cells } = row.map_err(|source| ListError::Csv { kind, source })?;
        let mut cells: Vec<&str> = cells.iter().collect();
        // Spreadsheets write columns that were emptied.
        while 2 < cells.len() && cells.last() == Some(&"") {
            cells.pop();
        }
        let [first, second] = cells[..] else {
            return Err(ListError::Columns { kind, line, columns: cells.len() });
        };
        let is_header = |id: &str, value: &str| {
            n == 0 && id.eq_ignore_ascii_case("id") && value.eq_ignore_ascii_case(kind.column)
        };
        is_swapped |= is_header(second, first);
        let (id, value) = if is_swapped { (second, first) } else { (first, second) };
        if is_header(id, value) {
            continue;
        }
        let value = presentable(value);
        for (text, column) in [(id, "id"), (value.as_str(), kind.column)] {
            if text.is_empty() {
                return Err(ListError::Empty { kind, line, column });
            }
        }
        lines.push(ListLine { line, id: id.to_owned(), value });
    }
    Ok(lines)
}

/// Refuses a value under which nobody may be shown.
///
/// # Errors
/// Why nobody may.
pub(super) fn check_name(kind: ListKind, entry: &ListLine) -> Result<(), ListError> {
    let line = entry.line;
    name_of(&entry.value).map(drop).map_err(|trouble| match trouble {
        RefusedName::Invisible => ListError::Empty { kind, line, column: kind.column },
        RefusedName::Address => ListError::Address { kind, line },
        RefusedName::Long => ListError::Long { kind, line },
    })
}
