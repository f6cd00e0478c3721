//! Tables in which a row is an answer: Mechanical Turk, Appen, Toloka, Zooniverse, the tables of Label Studio and
//! Labelbox, and any other with a worker and a time.
//!
//! They are CSV or TSV, or JSON objects with the columns as keys. What the columns mean is in `columns`, what their
//! times mean is in `table_time`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use serde_json::value::RawValue;

use super::{
    columns::Columns,
    elements,
    format::{Contents, FileFacts, Format, Read},
    head::FileHead,
    table_time::{self, SlashedDates},
};
use crate::source::{
    answer::{KnownIds, Submission, WorkerId},
    options::{ColumnNames, DateOrder},
    sheet::{self, SheetError},
    skipped::{Reason, Skip},
    time::{self, Times},
};

/// CSV or TSV with a header.
pub static FORMAT: Format = Format {
    tool: "a table",
    give: Some(
        "a table (CSV, TSV or JSON Lines) with a worker and a time in each row, which --columns names if they are not found",
    ),
    counts: "each row but those whose status says rejected, skipped, expired, canceled, returned or the like, tainted ones, and control tasks.",
    rests_on: "files that teams published",
    head: |head| columns(&sheet::header(head.bytes), head).are_enough(),
    read: Read::Whole(read_sheet),
    ..Format::OF_ANOTHER_TOOL
};

/// JSON Lines, or an array of objects without any structure inside that matters.
pub static JSON: Format = Format {
    tool: "a table",
    rests_on: "files that teams published",
    head: |head| {
        let columns = columns(head.keys(), head);
        let is_said = head.columns.is_some_and(|said| *said != ColumnNames::default());
        // Without an object only rows are a table: what describes a file has an author and a date, too.
        columns.are_enough() && (is_said || !columns.object.is_empty() || has_rows(head, 2))
    },
    read: Read::Whole(read_json),
    ..Format::OF_ANOTHER_TOOL
};

/// The same with a single row that names no object. Only for a file that was named itself.
pub static JSON_ROW: Format = Format {
    tool: "a table",
    head: |head| columns(head.keys(), head).are_enough() && has_rows(head, 1),
    loose: None,
    read: Read::Whole(read_json),
    ..Format::OF_ANOTHER_TOOL
};

/// A table whose columns are not known: somebody has to name them. Only for a file that was named itself.
pub static UNKNOWN: Format = Format {
    tool: "a table",
    head: |head| head.keys().is_empty() && 2 <= sheet::header(head.bytes).len() && sheet::is_even(head.bytes),
    loose: None,
    read: Read::Whole(|bytes, facts| {
        let names = sheet::header(bytes);
        // What is wrong with the file may be why its columns were not known.
        if let Some(error) = sheet::text(bytes).ok().and_then(|text| sheet::rows(&text).find_map(Result::err))
        {
            return Err(Skip::new(Reason::WrongShape, error.to_string()));
        }
        Err(Skip::new(Reason::WrongShape, Columns::of(&names, &facts.columns).lack(&names)))
    }),
    ..Format::OF_ANOTHER_TOOL
};

fn columns<S: AsRef<str>>(names: &[S], head: &FileHead<'_>) -> Columns {
    Columns::of(names, head.columns.unwrap_or(&ColumnNames::default()))
}

/// Whether a file begins with so many JSON objects that have nothing inside that a table could not have in a cell.
fn has_rows(head: &FileHead<'_>, least: usize) -> bool {
    let is_row = |element: &[u8]| {
        let row = serde_json::from_slice::<BTreeMap<String, &RawValue>>(element);
        row.is_ok_and(|row| row.values().all(|cell| !cell.get().starts_with(['{', '['])))
    };
    let rows = elements::of(head.bytes).take(least);
    rows.filter(|element| is_row(element)).count() == least
}

pub(super) fn read_sheet(bytes: &[u8], facts: &FileFacts) -> Result<Contents, Skip> {
    let refused = |error: &SheetError| Skip::new(Reason::WrongShape, error.to_string());
    let text = sheet::text(bytes).map_err(|error| refused(&error))?;
    let Some(header) = sheet::rows(&text).next().transpose().map_err(|error| refused(&error))? else {
        return Err(Skip::new(Reason::WrongShape, "an empty table"));
    };
    let names: Vec<&str> = header.cells.iter().collect();
    read_rows(&names, facts, |see| {
        for row in sheet::rows(&text).skip(1) {
            let row = row.map_err(|error| refused(&error))?;
            let place = RowPlace { called: "line", number: row.line };
            see(place, &|column| row.cells.get(column).unwrap_or_default().to_owned());
        }
        Ok(())
    })
}

pub(super) fn read_json(bytes: &[u8], facts: &FileFacts) -> Result<Contents, Skip> {
    // A row may lack what is empty in it, so no single row has all columns.
    let mut names = BTreeSet::new();
    let mut skipped = Vec::new();
    let row_of = serde_json::from_slice::<BTreeMap<String, &RawValue>>;
    for (element, n) in elements::of(bytes).zip(1..) {
        names.extend(FileHead::new(element).keys().iter().cloned());
        if let Err(error) = row_of(element) {
            skipped.push(Skip::json(&error).at(RowPlace { called: "row", number: n }));
        }
    }
    let names: Vec<String> = names.into_iter().collect();
    let rows = |see: SeeRow<'_>| {
        for (element, number) in elements::of(bytes).zip(1..) {
            let Ok(row) = row_of(element) else { continue };
            let text = |column: usize| row.get(&names[column]).map(|cell| cell_text(cell));
            see(RowPlace { called: "row", number }, &|column| text(column).unwrap_or_default());
        }
        Ok(())
    };
    let mut contents = if names.is_empty() { Contents::default() } else { read_rows(&names, facts, rows)? };
    contents.skipped.append(&mut skipped);
    Ok(contents)
}

/// What a table would show: a text without its quotes, a number as it stands, nothing for `null`.
fn cell_text(cell: &RawValue) -> String {
    match cell.get() {
        "null" => String::new(),
        text if text.starts_with('"') => serde_json::from_str(text).unwrap_or_default(),
        text => text.to_owned(),
    }
}

/// Where a row is in its file.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowPlace {
    /// What such places are called.
    pub(super) called: &'static str,
    /// Its number from 1.
    pub(super) number: u64,
}

impl fmt::Display for RowPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.called, self.number)
    }
}

/// Is shown a row: where it is, and what gives the text of a column.
pub(super) type SeeRow<'a> = &'a mut dyn FnMut(RowPlace, &dyn Fn(usize) -> String);

/// Reads a table with these columns. `each` shows all rows to whoever it is given, in order.
///
/// All rows together tell what their times mean, so the table is gone through twice: its texts would take several times
/// the memory of the answers in it.
pub(super) fn read_rows<S: AsRef<str>>(
    names: &[S],
    facts: &FileFacts,
    each: impl Fn(SeeRow<'_>) -> Result<(), Skip>,
) -> Result<Contents, Skip> {
    let columns = Columns::of(names, &facts.columns);
    if !columns.are_enough() {
        return Err(Skip::new(Reason::WrongShape, "no column says who or when"));
    }
    let mut times = TimeColumns::of(&columns.times, facts);
    each(&mut |_, cell| times.see(&|column| cleaned(cell(column))))?;
    let (time, order) = times.settled()?;
    let mut contents = Contents::default();
    let mut known = KnownIds::default();
    each(&mut |place, cell| match TableRow::new(&columns, time, |column| cleaned(cell(column)))
        .answer(place, order, facts)
    {
        Ok((mut object, mut submission, has_zone)) => {
            if !has_zone {
                contents.times = Times::Zoneless;
            }
            known.share(&mut submission);
            known.share_object(&mut object);
            contents.answers.push((object, submission));
        }
        Err(skip) => contents.skipped.push(skip.at(place)),
    })?;
    Ok(contents)
}

/// The text of a cell; R writes NA for nothing.
fn cleaned(cell: String) -> String {
    match cell.trim() {
        "NA" => String::new(),
        text if text.len() == cell.len() => cell,
        text => text.to_owned(),
    }
}

/// What the rows tell of the columns that may be their times.
struct TimeColumns<'a> {
    columns: &'a [usize],
    facts: &'a FileFacts,
    /// The first column in which a time was seen, by its place among these.
    best: Option<usize>,
    slashed: Vec<SlashedDates>,
}

impl<'a> TimeColumns<'a> {
    fn of(columns: &'a [usize], facts: &'a FileFacts) -> Self {
        Self { columns, facts, best: None, slashed: vec![SlashedDates::default(); columns.len()] }
    }

    fn see(&mut self, cell: &dyn Fn(usize) -> String) {
        let zone = self.facts.tables.zone;
        for (n, (&column, slashed)) in self.columns.iter().zip(&mut self.slashed).enumerate() {
            // Columns behind one that has times are of no use.
            if self.best.is_some_and(|best| best < n) {
                break;
            }
            let text = cell(column);
            slashed.see(&text);
            let is_time = |order| table_time::parse(&text, order, zone).is_some();
            if self.best != Some(n) && (is_time(DateOrder::MonthFirst) || is_time(DateOrder::DayFirst)) {
                self.best = Some(n);
            }
        }
    }

    /// The column that is the time, and the order of its dates.
    fn settled(&self) -> Result<(usize, DateOrder), Skip> {
        let best = self.best.unwrap_or(0);
        let said = || self.slashed.get(best)?.order().ok();
        let order = self.facts.tables.date_order.or_else(said).ok_or_else(|| {
            let detail = "its dates may have the month or the day first: say which with --date-order";
            Skip::new(Reason::BadTime, detail)
        })?;
        Ok((self.columns[best], order))
    }
}

/// The most bytes of what tells the objects of a table apart, which may be the text that was labeled.
const LONGEST_OBJECT: usize = 64 << 10;

/// The cells of a row that say something about an answer.
struct TableRow {
    worker: String,
    time: String,
    object: Option<Arc<str>>,
    started: String,
    seconds: String,
    /// Why the answer does not count by its own account.
    left_out: Option<&'static str>,
}

/// The states of an answer that is no work done, in lower case.
const NOT_COUNTED: [&str; 12] = [
    "rejected",
    "skipped",
    "expired",
    "cancelled",
    "canceled",
    "returned",
    "timed-out",
    "active",
    "draft",
    "discarded",
    "prediction",
    "review",
];

impl TableRow {
    fn new(columns: &Columns, time: usize, cell: impl Fn(usize) -> String) -> Self {
        let optional = |column: Option<usize>| column.map(&cell).unwrap_or_default();
        let object: Vec<String> = columns.object.iter().map(|&column| cell(column)).collect();
        let status = optional(columns.status).to_lowercase();
        let left_out = NOT_COUNTED.iter().copied().find(|&known| known == status);
        let unless = || columns.unless.iter().find(|&&(column, _)| cell(column).eq_ignore_ascii_case("true"));
        let is_golden = || columns.golden.iter().any(|&column| !cell(column).is_empty());
        let is_empty = || columns.answer.is_some_and(|column| cell(column).is_empty());
        let worker = optional(columns.worker);
        let left_out = left_out
            .or_else(|| unless().map(|&(_, why)| why))
            .or_else(|| is_golden().then_some("control task"))
            .or_else(|| is_empty().then_some("task without an answer"))
            .or_else(|| (columns.answer.is_some() && worker == "None").then_some("by somebody deleted"));
        Self {
            worker,
            time: cell(time),
            object: object.iter().any(|part| !part.is_empty()).then(|| object.join("/").into()),
            started: optional(columns.started),
            seconds: optional(columns.seconds),
            left_out,
        }
    }

    fn answer(
        self,
        place: RowPlace,
        order: DateOrder,
        facts: &FileFacts,
    ) -> Result<(Arc<str>, Submission, bool), Skip> {
        if let Some(why) = self.left_out {
            return Err(Skip::new(Reason::NotCounted, why));
        }
        let parse = |text: &str| table_time::parse(text, order, facts.tables.zone);
        let worker_id = WorkerId::new(&self.worker);
        if worker_id.is_none() {
            let why = if self.worker.trim().is_empty() {
                "an answer without a worker"
            } else {
                "a worker id of more than 64 KB"
            };
            return Err(Skip::new(Reason::WrongShape, why));
        }
        if self.object.as_ref().is_some_and(|object| LONGEST_OBJECT < object.len()) {
            return Err(Skip::new(Reason::WrongShape, "an object id of more than 64 KB"));
        }
        let text = &self.time;
        let submitted = parse(text).ok_or_else(|| {
            Skip::new(Reason::BadTime, if text.is_empty() { "no time" } else { "unreadable time" })
        })?;
        let seconds: Option<f64> = self.seconds.parse().ok();
        let submission = Submission {
            worker_id,
            accepted: parse(&self.started).map(|found| found.time).filter(|&time| time <= submitted.time),
            spent_ms: seconds.and_then(time::milliseconds),
            ..Submission::new(time::plausible(submitted.time, facts.now)?)
        };
        Ok((self.object.unwrap_or_else(|| place.to_string().into()), submission, submitted.has_zone))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::trial_tests as trial, *};

    #[test]
    fn anything_may_be_between_the_rows() {
        let cells = |n: u64| ["ann".to_owned(), "2024-03-04T08:00:00Z".to_owned(), n.to_string()];
        for between in [",", ";", "\t"] {
            let header = ["Worker", "submitted_at", "taskId"].join(between);
            trial::holds(&FORMAT, &format!("{header}\n"), |n| cells(n).join(between));
        }
        trial::holds(&JSON, "", |n| {
            format!(r#"{{"worker":"ann","submitted_at":"2024-03-04T08:00:00Z","task":{n}}}"#)
        });
    }

    #[test]
    fn rows_of_json_need_no_object_and_what_is_no_row_is_no_table() {
        let row = r#"{"worker":"ann","time":"2024-03-04T08:00:00Z"}"#;
        let is = |format: &Format, text: &str| (format.head)(&FileHead::new(text.as_bytes()));
        let rows = format!("{row}\n{row}\n");
        for text in [rows.as_str(), &format!("[{row},{row}]")] {
            assert!(is(&JSON, text), "{text}");
        }
        assert_eq!(trial::answers(&JSON, &rows).0.len(), 2);
        // What describes a folder is no answer in it.
        assert!(!is(&JSON, row) && is(&JSON_ROW, row) && JSON_ROW.loose.is_none());
        for nested in [r#","content":{"a":1}}"#, r#","tags":["a"]}"#] {
            let row = row.replace('}', nested);
            let rows = format!("{row}\n{row}\n");
            assert!(!is(&JSON, &rows) && !is(&JSON_ROW, &rows), "{rows}");
        }
        for text in [r#"{"worker":"ann","level":"info"}"#, r#"{"time":"2024-03-04T08:00:00Z","text":"a"}"#] {
            let rows = format!("{text}\n{text}\n");
            assert!(!is(&JSON, &rows) && !is(&JSON_ROW, &rows), "{rows}");
        }
    }

    #[test]
    fn a_row_of_json_may_lack_what_another_has() {
        let row = |more: &str| {
            format!(
                r#"{{"worker":"ann","submitted_at":"2024-03-04T08:00:00Z","task":"{}"{more}}}"#,
                more.len()
            )
        };
        let rows = [row(""), row(r#","duration":2.5"#), row(r#","status":"rejected""#)].join("\n");
        let read = trial::contents(&JSON, &rows);
        let spent: Vec<_> = read.answers.iter().map(|(_, answer)| answer.spent_ms).collect();
        assert_eq!((spent, read.skipped.len()), (vec![None, Some(2500)], 1));
    }

    #[test]
    fn ids_have_a_longest_length() {
        let row = |worker: usize, task: usize| {
            let (worker, task) = ("w".repeat(worker), "t".repeat(task));
            format!(r#"{{"worker":"{worker}","submitted_at":"2024-03-04T08:00:00Z","task":"{task}"}}"#)
        };
        let (id, object) = (WorkerId::LONGEST, LONGEST_OBJECT);
        let rows = [row(id, 1), row(id + 1, 2), row(1, object), row(1, object + 1)].join("\n");
        let read = trial::contents(&JSON, &rows);
        let whys: Vec<_> = read.skipped.iter().map(|skip| skip.detail.as_str()).collect();
        assert_eq!(read.answers.len(), 2);
        assert_eq!(whys, ["a worker id of more than 64 KB", "an object id of more than 64 KB"]);
    }
}
