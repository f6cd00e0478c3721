//! The words around the race: what it is of, what it counts, how far it is true.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    gather::{Gathered, Times},
    scene::Captions,
    style::thousands,
    tally::{Count, Tally},
};

/// The captions of a film. `title` is the one that somebody chose; else it is the job's name.
pub fn captions(gathered: &Gathered, tally: &Tally, count: Count, title: Option<&str>) -> Captions {
    let zone = tally.zone();
    let what = match count {
        Count::Labels => "labels",
        Count::Annotations => "annotations",
    };
    let (first, last) = tally.first_and_last();
    let days = days(first, last, zone);
    let people = match tally.workers().len() {
        1 => "1 person".to_owned(),
        n => format!("{} people", thousands(n as u64)),
    };
    Captions {
        title: title.unwrap_or(&gathered.name).to_owned(),
        subtitle: format!("Cumulative {what} per person · {days} · {zone}"),
        counted: format!("{what} by {people}"),
        footer: footer(gathered, zone),
    }
}

fn days(first: DateTime<Utc>, last: DateTime<Utc>, zone: Tz) -> String {
    let (first, last) = (first.with_timezone(&zone).date_naive(), last.with_timezone(&zone).date_naive());
    let whole = "%-d %b %Y";
    if first == last {
        return last.format(whole).to_string();
    }
    let same_year = first.format("%Y").to_string() == last.format("%Y").to_string();
    let first = first.format(if same_year { "%-d %b" } else { whole });
    format!("{first} to {}", last.format(whole))
}

/// Answers come to S3 when their object is finished, so the last days of a race can still grow.
fn footer(gathered: &Gathered, zone: Tz) -> String {
    let as_of = gathered.as_of.with_timezone(&zone).format("%-d %b %Y, %H:%M");
    let mut footer = format!("As of {as_of}");
    if let Some(progress) = gathered.progress() {
        let objects = match progress.open() {
            0 => "no object open".to_owned(),
            1 => "1 object open".to_owned(),
            n => format!("{} objects open", thousands(n)),
        };
        footer = format!("{footer} · {objects}");
    }
    if gathered.times() == Times::Consolidated {
        footer.push_str(" · times are those of consolidation, not of submission");
    }
    footer
}
