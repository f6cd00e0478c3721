//! Throughput as it is printed: CSV, JSON, or a table for people.

use std::io::Write;

use labelrace::{
    locale::thousands,
    people::presentable,
    stats::{By, IdleCap, Throughput, ThroughputRow, write_throughput_csv, write_throughput_json},
};
use unicode_width::UnicodeWidthStr;

use super::args::TableFormat;

/// How much was done and how fast. The `remarks` stand below a table, and nowhere else.
pub(crate) fn print(
    rows: &[ThroughputRow],
    idle_cap: IdleCap,
    remarks: &[String],
    format: TableFormat,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    match format {
        TableFormat::Csv => write_throughput_csv(rows, &mut *out)?,
        TableFormat::Json => {
            write_throughput_json(rows, &mut *out)?;
            writeln!(out)?;
        }
        TableFormat::Table => table(rows, idle_cap, remarks, out)?,
    }
    Ok(out.flush()?)
}

/// A column: its head, and its cell in a row.
type Column = (&'static str, fn(&Throughput) -> String);

const NUMBERS: [Column; 13] = [
    ("tasks", |row| count(row.submitted)),
    ("labels", |row| thousands(row.labels)),
    ("accepted", |row| count(row.accepted)),
    ("returned", |row| count(row.returned)),
    ("declined", |row| count(row.declined)),
    ("annotations", |row| count(row.annotations)),
    ("people", |row| thousands(row.people as u64)),
    ("days", |row| count(row.active_days.map(|days| days as u64))),
    ("mean s", |row| number(row.seconds_mean, 2)),
    ("median s", |row| number(row.seconds_median, 2)),
    ("90% s", |row| number(row.seconds_p90, 2)),
    ("hours", |row| number(row.active_hours, 2)),
    ("labels/h", |row| number(row.labels_per_active_hour, 1)),
];

const DATES: [Column; 2] = [("first", |row| shown(row.first)), ("last", |row| shown(row.last))];

fn table(
    rows: &[ThroughputRow],
    idle_cap: IdleCap,
    remarks: &[String],
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let by = rows.first().map_or(By::All, |row| row.by);
    let has_log = rows.iter().any(|row| row.throughput.accepted.is_some());
    let has_tasks = rows.iter().any(|row| row.throughput.submitted.is_some());
    let has_annotations = rows.iter().any(|row| row.throughput.annotations.is_some());
    let is_shown = |(head, _): &Column| match *head {
        "accepted" | "returned" | "declined" => has_log,
        "annotations" => has_annotations,
        "tasks" | "days" | "mean s" | "median s" | "90% s" | "hours" | "labels/h" => has_tasks,
        "labels" => !has_tasks,
        "people" => by != By::Worker,
        _ => true,
    };
    let columns: Vec<Column> = NUMBERS.into_iter().chain(DATES).filter(is_shown).collect();
    let lines: Vec<Vec<String>> = std::iter::once(heads(by, &columns))
        .chain(rows.iter().map(|row| {
            std::iter::once(label(row)).chain(columns.iter().map(|(_, cell)| cell(&row.throughput))).collect()
        }))
        .collect();
    let widths: Vec<usize> = (0..=columns.len())
        .map(|column| lines.iter().map(|line| line[column].width()).max().unwrap_or(0))
        .collect();
    for line in &lines {
        let cells = line.iter().zip(&widths).enumerate().map(|(n, (cell, width))| {
            let gap = " ".repeat(width - cell.width());
            if n == 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
        });
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    let notes = [notes(rows, idle_cap), remarks.to_vec()].concat();
    if !notes.is_empty() {
        writeln!(out)?;
    }
    for note in notes {
        writeln!(out, "{note}")?;
    }
    Ok(())
}

/// What a race table cannot tell.
const NO_TASKS: &str = "This is a race table: it has numbers of labels, but no tasks and no times spent on them. Between two of its times labels are spread evenly.";

/// What somebody has to know who reads the table.
fn notes(rows: &[ThroughputRow], idle_cap: IdleCap) -> Vec<String> {
    let sum = |of: fn(&Throughput) -> u64| rows.iter().map(|row| of(&row.throughput)).sum::<u64>();
    let (tasks, timed) = (sum(|row| row.submitted.unwrap_or(0)), sum(|row| row.seconds_n as u64));
    let mut notes = Vec::new();
    if !rows.is_empty() && rows.iter().all(|row| row.throughput.submitted.is_none()) {
        notes.push(NO_TASKS.to_owned());
    }
    if timed < tasks {
        let untimed = thousands(tasks - timed);
        notes.push(format!("Nothing says how long {untimed} of {} tasks took.", thousands(tasks)));
    }
    if 0 < timed && idle_cap != IdleCap::NONE {
        notes.push(format!("Tasks longer than {idle_cap} count as {idle_cap} (--idle-cap)."));
    }
    notes
}

fn heads(by: By, columns: &[Column]) -> Vec<String> {
    let first = match by {
        By::All => "",
        By::Worker => "worker",
        By::Team => "team",
        By::Job => "job",
        By::Interval => "from",
        By::Day => "day",
        By::Week => "week from",
        By::HourOfDay => "hour",
    };
    std::iter::once(first).chain(columns.iter().map(|(head, _)| *head)).map(str::to_owned).collect()
}

/// What a row is about, in words. Names may have anything in them, also what a terminal would obey.
fn label(row: &ThroughputRow) -> String {
    let key = row.key.as_deref();
    match row.by {
        By::All => "all".to_owned(),
        By::Worker => presentable(row.name.as_deref().unwrap_or("(no answers)")),
        By::Team => presentable(key.unwrap_or("(no team)")),
        By::Job => presentable(key.unwrap_or_default()),
        By::Interval => key
            .unwrap_or_default()
            .chars()
            .take("2026-02-25T17:53".len())
            .collect::<String>()
            .replace('T', " "),
        By::Day | By::Week => key.unwrap_or_default().chars().take("2026-02-25".len()).collect(),
        By::HourOfDay => format!("{:0>2}:00", key.unwrap_or_default()),
    }
}

fn count(n: Option<u64>) -> String {
    shown(n.map(thousands))
}

fn number(number: Option<f64>, decimals: usize) -> String {
    shown(number.map(|number| format!("{number:.decimals$}")))
}

fn shown(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: Option<&str>, accepted: Option<u64>) -> ThroughputRow {
        let throughput = Throughput {
            submitted: Some(1200),
            accepted,
            returned: accepted.map(|_| 7),
            declined: accepted.map(|_| 0),
            labels: 1200,
            annotations: Some(2400),
            people: 1,
            active_days: Some(3),
            seconds_n: 1200,
            seconds_sum: Some(12_000.0),
            seconds_mean: Some(10.0),
            seconds_median: Some(9.5),
            seconds_p90: Some(11.0),
            active_hours: Some(4.0),
            labels_per_active_hour: Some(300.0),
            first: None,
            last: None,
        };
        ThroughputRow {
            by: By::Worker,
            key: Some("0123".to_owned()),
            name: name.map(str::to_owned),
            throughput,
        }
    }

    fn printed(rows: &[ThroughputRow]) -> String {
        let mut out = Vec::new();
        print(rows, IdleCap::NONE, &[], TableFormat::Table, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_became_of_tasks_is_in_the_table_if_a_log_tells_it() {
        let with_log = printed(&[row(Some("日本の狐"), Some(1207)), row(None, Some(0))]);
        let expected = "\
worker        tasks  accepted  returned  declined  annotations  days  mean s  median s  90% s  hours  labels/h  first  last
日本の狐      1,200     1,207         7         0        2,400     3   10.00      9.50  11.00   4.00     300.0      -     -
(no answers)  1,200         0         7         0        2,400     3   10.00      9.50  11.00   4.00     300.0      -     -
";
        assert_eq!(with_log, expected);
        let without = printed(&[row(Some("Blue Heron"), None)]);
        assert!(without.starts_with("worker      tasks  annotations  "), "{without}");
    }
}
