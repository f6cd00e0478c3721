//! What is printed: CSV, JSON, and a few lines for people.

use std::io::Write;

use chrono_tz::Tz;
use labelrace::{
    locale::plain::cell,
    locale::{Period, Phrase, counted, thousands},
    people::{portraits::Portraits, presentable},
    race::{Bar, Notice, Race},
    render::{scene, style::Theme},
    report::receipt::Receipt,
    run::JobLine,
    settings::Plan,
    source::Times,
    stats::{Tally, rfc3339},
};
use serde::Serialize;

use super::args::{TableFormat, TallyFormat, TextFormat};

/// One object, as text for people or as JSON.
pub(super) fn text_or_json(
    format: TextFormat,
    text: impl FnOnce() -> String,
    object: &impl Serialize,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    match format {
        TextFormat::Text => out.write_all(text().as_bytes())?,
        TextFormat::Json => {
            serde_json::to_writer(&mut *out, object)?;
            writeln!(out)?;
        }
    }
    Ok(out.flush()?)
}

/// Everybody in every bucket.
pub(crate) fn tally(tally: &Tally, format: TallyFormat, out: &mut impl Write) -> anyhow::Result<()> {
    match format {
        TallyFormat::Csv => tally.write_csv(&mut *out)?,
        TallyFormat::Json => {
            tally.write_json(&mut *out)?;
            writeln!(out)?;
        }
    }
    Ok(out.flush()?)
}

#[derive(Serialize)]
struct FrameLine<'a> {
    frame: usize,
    t: f64,
    clock: String,
    axis_max: f64,
    /// Labels of everybody so far.
    labels: f64,
    /// What of the job is done, in objects or in labels where --total is said; null where nobody knows.
    done: Option<f64>,
    /// What the film tells at this moment.
    notice: Option<String>,
    /// Rows of the film; those who are not among `bars` wait in the row of this number.
    rows: usize,
    waiting: usize,
    /// From the smallest value up; who cannot be seen has an `alpha` of 0.
    bars: Vec<BarLine<'a>>,
}

#[derive(Serialize)]
struct BarLine<'a> {
    worker: &'a str,
    name: &'a str,
    value: f64,
    row: f64,
    alpha: f64,
    /// Labels since the day of the clock began (or its week or month), and rows climbed.
    gain: f64,
    climb: f64,
    /// How visible it is that this is the person's best day so far.
    best: f64,
    color: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a str>,
}

/// Every frame of the film.
pub(crate) fn frames(race: &Race, plan: &Plan, theme: &Theme, out: &mut impl Write) -> anyhow::Result<()> {
    let people: Vec<_> = race.people().collect();
    let colors = scene::colors(race, theme);
    let notice = |notice: Notice| {
        let words = plan.locale.say(match notice {
            Notice::Lead(_) => Phrase::TakesTheLead,
            Notice::Goal(_) => Phrase::ReachesTheGoal,
            Notice::Climb { rows, .. } => {
                Phrase::Climbed { rows: rows as u64, period: race.period().unwrap_or(Period::Day) }
            }
            Notice::Milestone(n) => Phrase::Milestone { n, what: plan.count.into() },
        });
        notice.racer().map_or_else(|| words.clone(), |racer| format!("{} {words}", people[racer].name))
    };
    for frame in race.frames() {
        let bars = frame.unseen.iter().chain(&frame.bars).map(|bar| {
            let person = people[bar.racer];
            let (worker, name) = (person.id.as_str(), person.name.as_str());
            let &Bar { value, row, alpha, gain, climb, best, racer } = bar;
            let color = colors[racer].to_string();
            let group = person.group.as_ref().map(|group| group.name.as_str());
            BarLine { worker, name, value, row, alpha, gain, climb, best, color, group }
        });
        let line = FrameLine {
            frame: frame.number,
            t: frame.t,
            clock: rfc3339(frame.clock, plan.zone),
            axis_max: frame.axis_max,
            labels: frame.labels,
            done: frame.done,
            notice: frame.notice.map(|(told, _)| notice(told)),
            rows: race.rows(),
            waiting: people.len() - frame.unseen.len() - frame.bars.len(),
            bars: bars.collect(),
        };
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

#[derive(Serialize)]
struct JobOut<'a> {
    job: &'a str,
    objects: Option<usize>,
    answers: usize,
    workers: usize,
    first: Option<String>,
    last: Option<String>,
    tool: &'static str,
}

/// The jobs of a source.
pub(crate) fn jobs(
    lines: &[JobLine],
    zone: Tz,
    format: TableFormat,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let jobs: Vec<JobOut<'_>> = lines
        .iter()
        .map(|line| JobOut {
            job: &line.job,
            tool: line.tool,
            objects: line.objects,
            answers: line.answers,
            workers: line.workers,
            first: line.first_and_last.map(|(first, _)| rfc3339(first, zone)),
            last: line.first_and_last.map(|(_, last)| rfc3339(last, zone)),
        })
        .collect();
    match format {
        TableFormat::Csv => {
            let mut csv = csv::Writer::from_writer(&mut *out);
            for job in jobs {
                csv.serialize(JobOut { job: &cell(job.job), ..job })?;
            }
            csv.flush()?;
        }
        TableFormat::Json => {
            serde_json::to_writer(&mut *out, &jobs)?;
            writeln!(out)?;
        }
        TableFormat::Table => {
            // A folder's name may have anything in it, also what a terminal would obey.
            let names: Vec<String> = jobs.iter().map(|job| presentable(job.job)).collect();
            let widest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).max("job".len());
            writeln!(
                out,
                "{:widest$}  {:>9}  {:>9}  {:>7}  {:16}  {:16}  tool",
                "job", "objects", "answers", "workers", "first answer", "last answer"
            )?;
            for (job, name) in jobs.iter().zip(&names) {
                let [answers, workers] = [job.answers, job.workers].map(|n| thousands(n as u64));
                let objects = job.objects.map_or_else(|| "-".to_owned(), |n| thousands(n as u64));
                let time =
                    |time: &Option<String>| time.as_deref().map_or_else(|| "-".to_owned(), to_the_minute);
                let (first, last) = (time(&job.first), time(&job.last));
                writeln!(
                    out,
                    "{name:widest$}  {objects:>9}  {answers:>9}  {workers:>7}  {first:16}  {last:16}  {}",
                    job.tool
                )?;
            }
            writeln!(out, "Times are those of {zone}.")?;
        }
    }
    Ok(out.flush()?)
}

/// Pictures of people that could not be used, and why.
pub(crate) fn pictures(portraits: &Portraits) -> String {
    let skipped = portraits.skipped();
    let shown = skipped
        .iter()
        .take(MOST_PICTURES)
        .map(|skipped| format!("{} ({})", presentable(&skipped.file), skipped.why));
    let shown: Vec<String> = shown.collect();
    let more = match skipped.len().saturating_sub(MOST_PICTURES) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    format!("skipped the pictures {}{more}", shown.join(", "))
}

/// So many are named.
const MOST_PICTURES: usize = 5;

/// What a person wants of a time in RFC 3339: `2026-02-25 17:53`.
fn to_the_minute(time: &str) -> String {
    time.chars().take("2026-02-25T17:53".len()).collect::<String>().replace('T', " ")
}

/// A length of time in whole seconds, unless it is shorter than ten: `30 seconds`, `1.5 seconds`.
fn length(seconds: f64) -> String {
    let is_whole = 10.0 <= seconds || seconds.fract() < 0.05;
    let shown = format!("{seconds:.*}", usize::from(!is_whole));
    let unit = if shown == "1" { "second" } else { "seconds" };
    format!("{shown} {unit}")
}

/// A film in a few words; the last line is its path.
pub(crate) fn receipt(receipt: &Receipt, out: &mut impl Write) -> anyhow::Result<()> {
    let on = |n: usize| format!(" on {}", counted(n as u64, "object", "objects"));
    let on = receipt.objects.map(on).unwrap_or_default();
    writeln!(
        out,
        "{} by {}{on}, in {} of {}",
        counted(receipt.labels, "label", "labels"),
        counted(receipt.workers as u64, "person", "people"),
        counted(receipt.buckets as u64, "bucket", "buckets"),
        receipt.interval
    )?;
    if let Some(open) = receipt.objects_open {
        let open = counted(open, "object is", "objects are");
        writeln!(out, "as of {} ({}), {open} open", to_the_minute(&receipt.as_of), receipt.time_zone)?;
    }
    if 0 < receipt.duplicates {
        let twice = counted(
            receipt.duplicates,
            "answer was there twice and counts",
            "answers were there twice and count",
        );
        writeln!(out, "{twice} once")?;
    }
    if 0 < receipt.resubmitted {
        let again = counted(
            receipt.resubmitted,
            "answer was submitted again and does",
            "answers were submitted again and do",
        );
        writeln!(out, "{again} not count")?;
    }
    if let Some(not_counted) = receipt.skipped.not_counted() {
        writeln!(out, "left out, since they do not count: {}", not_counted.whys())?;
    }
    match receipt.times {
        Times::Submitted => {}
        Times::Zoneless => {
            writeln!(out, "some times name no time zone; they are read as times of --time-zone")?;
        }
        Times::Consolidated => {
            writeln!(out, "answers have no times of their own here: theirs are those of consolidation")?;
        }
        Times::File => writeln!(
            out,
            "warning: some answers have no time but that of their file, which may be the day it was copied"
        )?,
    }
    if let Some(note) = &receipt.log_note {
        writeln!(out, "{note}")?;
    }
    for rule in &receipt.showing_rules {
        writeln!(out, "{rule}")?;
    }
    if let Some(why) = &receipt.forecast_warning {
        writeln!(out, "warning: no forecast: {why}")?;
    }
    if !receipt.other_events.is_empty() {
        let counted =
            receipt.other_events.iter().map(|(name, &count)| format!("{} {name}", thousands(count)));
        let counted: Vec<String> = counted.collect();
        writeln!(out, "the log has events of kinds that are not known: {}", counted.join(", "))?;
    }
    if !receipt.missing_characters.is_empty() {
        writeln!(
            out,
            "no font has {}, so they are written in ASCII or left out; --font FILE adds a font",
            receipt.missing_characters
        )?;
    }
    writeln!(
        out,
        "{}, {}, {} kB",
        counted(receipt.frames as u64, "frame", "frames"),
        length(receipt.seconds),
        thousands(receipt.bytes / 1000)
    )?;
    if let (Some(preview), Some(note)) = (&receipt.preview, &receipt.preview_note) {
        writeln!(out, "{note}\n{preview}")?;
    }
    if let Some(poster) = &receipt.poster {
        writeln!(out, "{poster}")?;
    }
    writeln!(out, "{}", receipt.video)?;
    if let Some(page) = &receipt.page {
        writeln!(out, "{page}")?;
    }
    Ok(())
}
