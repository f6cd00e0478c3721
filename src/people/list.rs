//! Files with two columns, one person per line: `id` and a name, team or color that somebody chose.
//!
//! What the second column means is for `aliases`, `groups` and `colors`.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    fmt,
};

use super::{
    id_beginnings::IdBeginnings,
    name::{LONGEST_NAME, RefusedName, compared, compared_id, name_of, presentable},
};
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
    /// A cell that goes on in the next line, as one does whose quote is closed by that of another line.
    #[error("the {column} on line {line} of the {} has a line break in it; are its quotes closed?", kind.file)]
    LineBreak {
        /// Which file.
        kind: ListKind,
        /// The line, from 1.
        line: u64,
        /// The name of the column.
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
/// the second column: the first may be called anything. With a column called `id` in it there may be others, too, which
/// are left alone, such as those of `labelrace people`.
///
/// # Errors
/// The first line that cannot be used.
fn lines(kind: ListKind, bytes: &[u8]) -> Result<Vec<ListLine>, ListError> {
    let text = sheet::text(bytes).map_err(|source| ListError::Csv { kind, source })?;
    let mut lines = Vec::new();
    let (mut is_swapped, mut wanted) = (false, None);
    for (n, row) in sheet::rows(&text).enumerate() {
        let SheetRow { line, cells } = row.map_err(|source| ListError::Csv { kind, source })?;
        let mut cells: Vec<&str> = cells.iter().collect();
        // Spreadsheets write columns that were emptied.
        while 2 < cells.len() && cells.last() == Some(&"") {
            cells.pop();
        }
        if n == 0 && 2 < cells.len() {
            let at = |name: &str| cells.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
            wanted = at("id").zip(at(kind.column));
        }
        if let Some((id, value)) = wanted {
            let cell = |n: usize| cells.get(n).copied().unwrap_or_default();
            cells = vec![cell(id), cell(value)];
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
        for (text, column) in [(id, "id"), (value, kind.column)] {
            if text.contains('\n') {
                return Err(ListError::LineBreak { kind, line, column });
            }
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

    /// The same with whole ids where the file has only their beginnings.
    pub(super) fn spelled_out(mut self, ids: &IdBeginnings) -> Self
    where
        T: Clone,
    {
        for (_, written) in &mut self.entries {
            if let Some((id, _)) = ids.beginning_with(written) {
                // The beginning stays, since it may be a name as well; a line with the whole id wins.
                if let Some(value) = self.values.get(written).cloned() {
                    self.values.entry(id.to_owned()).or_insert(value);
                }
                id.clone_into(written);
            }
        }
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What the file says about somebody, by an id or a name.
    pub(super) fn of(&self, id_or_name: &str) -> Option<&T> {
        self.values.get(&compared(id_or_name))
    }

    /// How much of the file is about nobody of `known`; `None` if all of it is about somebody.
    pub(super) fn strangers(&self, known: &KnownPeople) -> Option<Strangers> {
        let is_listed = |key: &str| self.values.contains_key(key);
        let entries = self.entries.iter().map(|(shown, id)| (shown.to_string(), id.as_str()));
        Strangers::among(self.kind.file, entries, known, &is_listed)
    }
}

/// Whom lists may be about.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownPeople {
    /// Everything that somebody may be called, as it is compared.
    pub(super) keys: HashSet<String>,
    /// What ids look like when they are shown: each as it is compared, and its first characters.
    pub(super) short_ids: Vec<(String, String)>,
    /// Names that are shown, which may stand in the file too: each as it is compared, and as it is shown.
    pub(super) names: Vec<(String, String)>,
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
    /// What each of those is most like among people of whom the file says nothing, where it is like one of them: what
    /// is written, and what was probably meant.
    pub nearest: Vec<(String, String)>,
    /// What ids of this job look like when they are shown, for an example; `None` if none may be shown.
    pub looks_like: Option<String>,
}

impl Strangers {
    /// Which of these entries, each as it is shown and as it is compared, are about nobody of `known`; `None` if all are
    /// about somebody. Whoever `is_listed` is not meant by any other entry.
    pub(super) fn among<'a>(
        file: &'static str,
        entries: impl Iterator<Item = (String, &'a str)>,
        known: &KnownPeople,
        is_listed: &dyn Fn(&str) -> bool,
    ) -> Option<Self> {
        let mut strangers = Self {
            file,
            entries: 0,
            unknown: 0,
            examples: Vec::new(),
            nearest: Vec::new(),
            looks_like: known.short_ids.first().map(|(_, shown)| shown.clone()),
        };
        for (shown, key) in entries {
            strangers.entries += 1;
            if known.keys.contains(key) {
                continue;
            }
            strangers.unknown += 1;
            if strangers.examples.len() < EXAMPLES {
                strangers.nearest.extend(known.nearest(key, is_listed).map(|meant| (shown.clone(), meant)));
                strangers.examples.push(shown);
            }
        }
        (0 < strangers.unknown).then_some(strangers)
    }
}

impl KnownPeople {
    /// Who was probably meant by an entry that is about nobody.
    fn nearest(&self, key: &str, is_listed: &dyn Fn(&str) -> bool) -> Option<String> {
        let like = |shown: &str, whole: bool| {
            let shown = compared(shown);
            // Of an id only the beginning is compared, since no more is shown.
            let written: String =
                if whole { key.to_owned() } else { key.chars().take(shown.chars().count()).collect() };
            strsim::jaro_winkler(&written, &shown)
        };
        let ids = self.short_ids.iter().map(|entry| (entry, false));
        let all = ids.chain(self.names.iter().map(|entry| (entry, true)));
        let free = all.filter(|((key, _), _)| !is_listed(key));
        let scored = free.map(|((_, shown), whole)| (like(shown, whole), shown));
        let (score, shown) = scored.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
        (SIMILAR < score).then(|| shown.clone())
    }
}

/// From here on, one text may be a slip of another; 1 is the same text. Two ids drawn by chance reach 0.8.
const SIMILAR: f64 = 0.88;

impl fmt::Display for Strangers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, entries, unknown, examples, nearest, looks_like } = self;
        let more = if examples.len() < *unknown { ", ..." } else { "" };
        let examples = format!("{}{more}", examples.join(", "));
        match entries - unknown {
            0 => write!(f, "the {file} matches nobody in this job: it names {examples}")?,
            n => {
                let matches = if n == 1 { "matches" } else { "match" };
                write!(
                    f,
                    "{n} of the {entries} entries in the {file} {matches} somebody in this job, but not {examples}"
                )?;
            }
        }
        let meant: Vec<String> = nearest.iter().map(|(said, meant)| format!("{meant} for {said}")).collect();
        let (mark, ids, way_out) = if meant.is_empty() {
            ("; ".to_owned(), "ids", "labelrace people lists who is in the job")
        } else {
            (format!(". Did you mean {}? ", meant.join(", ")), "Ids", "labelrace people lists everybody")
        };
        match looks_like {
            Some(id) => write!(f, "{mark}{ids} in this job look like {id} (labelrace people lists them)"),
            None => write!(f, "{mark}{way_out}"),
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
