//! Files with two columns, one person per line: `id` and a name, team or color that somebody chose.
//!
//! What the second column means is for `aliases`, `groups` and `colors`.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    fmt,
};

use super::name::{LONGEST_NAME, RefusedName, compared, compared_id, name_of, presentable};
use crate::{
    locale::plain::holds_address,
    source::sheet::{self, SheetError, SheetRow},
};

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
    #[error(
        "line {line} of the {} has {columns} {}; it needs two: id and {}",
        kind.file,
        if *columns == 1 { "column" } else { "columns" },
        kind.column
    )]
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

/// The lines of a file, each with a value in both columns. The first line may be a header, which is known by the name of
/// the second column: the first may be called anything.
///
/// # Errors
/// The first line that cannot be used.
fn lines(kind: ListKind, bytes: &[u8]) -> Result<Vec<ListLine>, ListError> {
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
            n == 0 && !id.eq_ignore_ascii_case(kind.column) && value.eq_ignore_ascii_case(kind.column)
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

/// What a file says about people, by their ids and names. Names are compared as `name` says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Listed<T> {
    kind: ListKind,
    /// By what the file calls somebody, as it is compared.
    values: HashMap<String, T>,
    /// What the file calls people, in its order, and as it is compared.
    entries: Vec<(ListedName, String)>,
}

/// What a file calls somebody, as a message may show it.
#[derive(Clone, Debug, Eq, PartialEq)]
enum ListedName {
    Said(String),
    /// An address, which no message quotes, on this line.
    Address(u64),
}

impl<T> Listed<T> {
    pub(super) fn none(kind: ListKind) -> Self {
        Self { kind, values: HashMap::new(), entries: Vec::new() }
    }

    /// Reads a file. `value` makes of each line what it says.
    ///
    /// # Errors
    /// Names the first line that cannot be used.
    pub(super) fn parse(
        kind: ListKind,
        bytes: &[u8],
        mut value: impl FnMut(&ListLine) -> Result<T, ListError>,
    ) -> Result<Self, ListError>
    where
        T: PartialEq,
    {
        let mut listed = Self::none(kind);
        for entry in lines(kind, bytes)? {
            let line = entry.line;
            let value = value(&entry)?;
            let id = compared_id(&entry.id);
            match listed.values.entry(id.clone()) {
                Entry::Occupied(earlier) if *earlier.get() != value => {
                    return Err(ListError::Twice { kind, line });
                }
                Entry::Occupied(_) => {}
                Entry::Vacant(free) => {
                    free.insert(value);
                    let shown = if holds_address(&entry.id) {
                        ListedName::Address(line)
                    } else {
                        ListedName::Said(presentable(&entry.id))
                    };
                    listed.entries.push((shown, id));
                }
            }
        }
        Ok(listed)
    }

    /// Adds what another source than the file says about somebody, unless the file does.
    pub(super) fn add(&mut self, id: &str, value: T) {
        self.values.entry(compared_id(id)).or_insert(value);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What the file says about somebody, by an id or a name.
    pub(super) fn of(&self, id_or_name: &str) -> Option<&T> {
        self.values.get(&compared(id_or_name))
    }

    /// How much of the file is about nobody of `known`, who are called as names are compared; `None` if all of it is
    /// about somebody.
    pub(super) fn strangers(&self, known: &HashSet<String>) -> Option<Strangers> {
        let unknown = || self.entries.iter().filter(|(_, id)| !known.contains(id)).map(|(shown, _)| shown);
        let n = unknown().count();
        (0 < n).then(|| Strangers {
            file: self.kind.file,
            entries: self.entries.len(),
            unknown: n,
            examples: unknown().take(EXAMPLES).map(ToString::to_string).collect(),
        })
    }
}

impl fmt::Display for ListedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(text) => f.write_str(text),
            Self::Address(line) => write!(f, "the address on line {line}"),
        }
    }
}

/// So many entries are named that are about nobody.
const EXAMPLES: usize = 3;

/// Entries of a file that are about nobody in the job.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Strangers {
    /// What messages call the file.
    pub file: &'static str,
    /// How many different people or teams the file names.
    pub entries: usize,
    /// How many of them are not in the job.
    pub unknown: usize,
    /// The first three of those. An address stands by its line only.
    pub examples: Vec<String>,
}

impl fmt::Display for Strangers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, entries, unknown, examples } = self;
        let more = if examples.len() < *unknown { ", ..." } else { "" };
        let examples = format!("{}{more}", examples.join(", "));
        match entries - unknown {
            0 => write!(
                f,
                "the {file} matches nobody in this job: it names {examples}; labelrace people lists who is in the job"
            ),
            n => {
                let matches = if n == 1 { "matches" } else { "match" };
                write!(
                    f,
                    "{n} of the {entries} entries in the {file} {matches} somebody in this job, but not {examples}"
                )
            }
        }
    }
}

/// Keeps one spelling of each name, the first.
#[derive(Debug, Default)]
pub(super) struct Spellings(HashMap<String, String>);

impl Spellings {
    pub(super) fn first(&mut self, name: &str) -> String {
        self.0.entry(compared(name)).or_insert_with(|| name.to_owned()).clone()
    }
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
