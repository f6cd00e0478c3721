//! What changed on a day, as it is printed: for people, or as JSON.

use std::io::Write;

use chrono::NaiveDate;
use labelrace::{
    locale::thousands,
    people::presentable,
    stats::{Change, Impact},
};

use super::{args::TextFormat, tables::text_or_json};

/// The time before a day beside the time after.
pub(crate) fn print(
    job: &str,
    impact: &Impact,
    format: TextFormat,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let mut json = serde_json::to_value(impact)?;
    json["job"] = job.into();
    text_or_json(format, || text(job, impact), &json, out)
}

fn day(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

fn text(job: &str, impact: &Impact) -> String {
    let Impact { from, before, after, labels_per_day, labels_per_active_hour, agreement, caveat } = impact;
    let percent = |change: &Change| {
        let part = |n: f64| format!("{:+.1}%", 100.0 * n);
        format!("{} [{} to {}]", part(change.change), part(change.low), part(change.high))
    };
    let difference =
        |change: &Change| format!("{:+.2} [{:+.2} to {:+.2}]", change.change, change.low, change.high);
    let period = |side: &labelrace::stats::ImpactSide| format!("{} - {}", day(side.from), day(side.to));
    let mut rows = vec![
        [String::new(), "before".to_owned(), "after".to_owned(), "change [95% interval]".to_owned()],
        ["Whole days".to_owned(), period(before), period(after), String::new()],
        [
            "Working days".to_owned(),
            before.working_days.to_string(),
            after.working_days.to_string(),
            String::new(),
        ],
        ["Labels".to_owned(), thousands(before.labels), thousands(after.labels), String::new()],
    ];
    let mut add = |what: &str, change: &Change, decimals: usize, shown: String| {
        let number = |n: f64| format!("{n:.decimals$}");
        rows.push([what.to_owned(), number(change.before), number(change.after), shown]);
    };
    add("Labels per working day", labels_per_day, 1, percent(labels_per_day));
    if let Some(change) = labels_per_active_hour {
        add("Labels per active hour", change, 1, percent(change));
    }
    if let Some(change) = agreement {
        add("Agreement (alpha)", change, 2, difference(change));
    }
    let widths: Vec<usize> =
        (0..4).map(|n| rows.iter().map(|row| row[n].chars().count()).max().unwrap_or_default()).collect();
    let mut lines =
        vec![format!("{}: before {} and from then on", presentable(job), day(*from)), String::new()];
    for [what, before, after, change] in rows {
        let line = format!(
            "  {what:a$}   {before:>b$}   {after:>c$}   {change}",
            a = widths[0],
            b = widths[1],
            c = widths[2]
        );
        lines.push(line.trim_end().to_owned());
    }
    lines.push(String::new());
    lines.push(verdict(labels_per_day));
    lines.push(String::new());
    lines.extend(textwrap::wrap(caveat, 78).into_iter().map(String::from));
    lines.join("\n") + "\n"
}

/// What the interval says in words.
fn verdict(Change { low, high, .. }: &Change) -> String {
    match (low, high) {
        (low, _) if 0.0 < *low => "More labels per working day than chance alone explains.",
        (_, high) if *high < 0.0 => "Fewer labels per working day than chance alone explains.",
        _ => "The change in labels per working day is within what chance alone explains.",
    }
    .to_owned()
}
