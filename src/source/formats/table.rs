//! Tables in which a row is an answer: Mechanical Turk, Appen, Toloka, Zooniverse, the tables of Label Studio and
//! Labelbox, and any other with a worker and a time.
//!
//! They are CSV or TSV, or JSON objects with the columns as keys. What the columns mean is in `columns`, what their
//! times mean is in `table_time`.

use std::{
    collections::{BTreeMap, BTreeSet},
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
    answer::{Submission, WorkerId},
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
        columns.are_enough() && (is_said || !columns.object.is_empty())
    },
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
        Err(Skip::new(Reason::WrongShape, Columns::of(&names, &facts.columns).lack(&names)))
    }),
    ..Format::OF_ANOTHER_TOOL
};

fn columns<S: AsRef<str>>(names: &[S], head: &FileHead<'_>) -> Columns {
    Columns::of(names, head.columns.unwrap_or(&ColumnNames::default()))
}

pub(super) fn read_sheet(bytes: &[u8], facts: &FileFacts) -> Result<Contents, Skip> {
    let refused = |error: &SheetError| Skip::new(Reason::WrongShape, error.to_string());
    let text = sheet::text(bytes).map_err(|error| refused(&error))?;
    let mut rows = sheet::rows(&text);
    let Some(header) = rows.next().transpose().map_err(|error| refused(&error))? else {
        return Err(Skip::new(Reason::WrongShape, "an empty table"));
    };
    let names: Vec<&str> = header.cells.iter().collect();
    let mut table = Table::new(&names, facts);
    for row in rows {
        let row = row.map_err(|error| refused(&error))?;
        table.push(format!("line {}", row.line), |column| {
            row.cells.get(column).unwrap_or_default().to_owned()
        });
    }
    table.contents(facts)
}

pub(super) fn read_json(bytes: &[u8], facts: &FileFacts) -> Result<Contents, Skip> {
    // A row may lack what is empty in it, so no single row has all columns.
    let mut names = BTreeSet::new();
    for element in elements::of(bytes) {
        names.extend(FileHead::new(element).keys().iter().cloned());
    }
    let names: Vec<String> = names.into_iter().collect();
    let mut table = Table::new(&names, facts);
    let mut skipped = Vec::new();
    for (n, element) in elements::of(bytes).enumerate() {
        let place = format!("row {}", n + 1);
        match serde_json::from_slice::<BTreeMap<String, &RawValue>>(element) {
            Ok(row) => {
                let text = |column: usize| row.get(&names[column]).map(|cell| cell_text(cell));
                table.push(place, |column| text(column).unwrap_or_default());
            }
            Err(error) => skipped.push(Skip::json(&error).at(place)),
        }
    }
    let mut contents = if names.is_empty() { Contents::default() } else { table.contents(facts)? };
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

/// The cells of a table that say something about an answer.
pub(super) struct Table {
    columns: Columns,
    rows: Vec<TableRow>,
}

struct TableRow {
    place: String,
    worker: String,
    times: Vec<String>,
    object: Option<Arc<str>>,
    started: String,
    seconds: String,
    /// Why the answer does not count by its own account.
    left_out: Option<&'static str>,
}

impl Table {
    pub(super) fn new<S: AsRef<str>>(names: &[S], facts: &FileFacts) -> Self {
        Self { columns: Columns::of(names, &facts.columns), rows: Vec::new() }
    }

    pub(super) fn push(&mut self, place: String, cell: impl Fn(usize) -> String) {
        let columns = &self.columns;
        // R writes NA for nothing.
        let cell =
            |column| Some(cell(column).trim().to_owned()).filter(|text| text != "NA").unwrap_or_default();
        let optional = |column: Option<usize>| column.map(cell).unwrap_or_default();
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
        let row = TableRow {
            worker,
            times: columns.times.iter().map(|&column| cell(column)).collect(),
            object: object.iter().any(|part| !part.is_empty()).then(|| object.join("/").into()),
            started: optional(columns.started),
            seconds: optional(columns.seconds),
            left_out,
            place,
        };
        self.rows.push(row);
    }

    pub(super) fn contents(self, facts: &FileFacts) -> Result<Contents, Skip> {
        if !self.columns.are_enough() {
            return Err(Skip::new(Reason::WrongShape, "no column says who or when"));
        }
        let n_times = self.columns.times.len();
        let time_of = |row: &TableRow, n: usize| {
            table_time::parse(&row.times[n], DateOrder::MonthFirst, facts.tables.zone)
        };
        let looks_like_time = |row: &TableRow, n: usize| {
            time_of(row, n).is_some()
                || table_time::parse(&row.times[n], DateOrder::DayFirst, facts.tables.zone).is_some()
        };
        let best = (0..n_times).find(|&n| self.rows.iter().any(|row| looks_like_time(row, n))).unwrap_or(0);
        let mut slashed = SlashedDates::default();
        self.rows.iter().for_each(|row| slashed.see(&row.times[best]));
        let Some(order) = facts.tables.date_order.or(slashed.order().ok()) else {
            let detail = "its dates may have the month or the day first: say which with --date-order";
            return Err(Skip::new(Reason::BadTime, detail));
        };
        let mut contents = Contents::default();
        for row in self.rows {
            let place = row.place.clone();
            match row.answer(best, order, facts) {
                Ok((object, submission, has_zone)) => {
                    if !has_zone {
                        contents.times = Times::Zoneless;
                    }
                    contents.answers.push((object, submission));
                }
                Err(skip) => contents.skipped.push(skip.at(place)),
            }
        }
        Ok(contents)
    }
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
    fn answer(
        self,
        time: usize,
        order: DateOrder,
        facts: &FileFacts,
    ) -> Result<(Arc<str>, Submission, bool), Skip> {
        if let Some(why) = self.left_out {
            return Err(Skip::new(Reason::NotCounted, why));
        }
        let parse = |text: &str| table_time::parse(text, order, facts.tables.zone);
        let worker_id = WorkerId::new(&self.worker);
        if worker_id.is_none() {
            return Err(Skip::new(Reason::WrongShape, "an answer without a worker"));
        }
        let text = &self.times[time];
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
        Ok((self.object.unwrap_or_else(|| self.place.into()), submission, submitted.has_zone))
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
}
