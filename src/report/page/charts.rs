//! What the script of the page draws, as JSON.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use super::numbers::{PageCourse, PageNumbers};
use crate::{
    locale::{Locale, PagePhrase, PageWord, Period, Phrase, beginning},
    stats::day_begins,
};

/// A course of fewer days is measured in hours.
const FEW_DAYS: i64 = 2;

/// Everything that is drawn.
#[derive(Serialize)]
struct Drawn<'a> {
    lang: String,
    zone: &'a str,
    course: &'a PageCourse,
    /// Where marks of the time axis may be, and what stands there.
    ticks: Vec<(i64, String)>,
    /// The labels of each day, week or month.
    days: Vec<u64>,
    /// What each is called.
    names: Vec<String>,
    words: Words,
}

#[derive(Serialize)]
struct Words {
    goal: Option<String>,
    target: Option<String>,
    total: String,
    planned: String,
    copied: String,
    failed: String,
}

/// What the page draws. No `<` is in it, so nothing in it can end the element that holds it.
pub(super) fn drawn(numbers: &PageNumbers, locale: &Locale) -> String {
    let course = &numbers.over_time;
    let drawn = Drawn {
        lang: locale.to_string(),
        zone: &numbers.time_zone,
        course,
        ticks: ticks(numbers, locale),
        days: numbers.per_days.each.iter().map(|day| day.labels).collect(),
        names: numbers
            .per_days
            .each
            .iter()
            .map(|day| name(numbers.per_days.period, day.from, locale))
            .collect(),
        words: Words {
            goal: course.goal.map(|goal| locale.say(Phrase::Goal(goal))),
            target: course.target.map(|target| locale.say_on_page(PagePhrase::Target(target))),
            total: locale.page(PageWord::Total),
            planned: locale.page(PageWord::Planned),
            copied: locale.page(PageWord::Copied),
            failed: locale.page(PageWord::NotCopied),
        },
    };
    let json = serde_json::to_string(&drawn).unwrap_or_default();
    json.replace('<', "\\u003c")
}

/// What a day, week or month is called.
pub(super) fn name(period: Period, from: NaiveDate, locale: &Locale) -> String {
    match period {
        Period::Day => format!("{} {}", beginning(&locale.short_weekday(from)), locale.day(from)),
        Period::Week => locale.day_and_year(from),
        Period::Month => locale.month(from),
    }
}

fn ticks(numbers: &PageNumbers, locale: &Locale) -> Vec<(i64, String)> {
    let zone: Tz = numbers.time_zone.parse().unwrap_or(Tz::UTC);
    let per = &numbers.per_days;
    let (Some(&first), Some(&last)) = (numbers.over_time.times.first(), numbers.over_time.times.last())
    else {
        return Vec::new();
    };
    let time = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    if last - first <= TimeDelta::days(FEW_DAYS).num_seconds() {
        let hour = |time: &DateTime<Utc>| time.with_timezone(&zone).naive_local();
        let hours = (0..).map(|n| time(first) + TimeDelta::minutes(15 * n));
        let hours = hours.take_while(|at| at.timestamp() <= last).filter(|at| hour(at).minute() == 0);
        return hours.map(|at| (at.timestamp(), locale.time(hour(&at).time()))).collect();
    }
    let label = |from| match per.period {
        Period::Day | Period::Week => locale.day(from),
        Period::Month => locale.month(from),
    };
    per.each.iter().map(|each| (midnight(each.from, zone).timestamp(), label(each.from))).collect()
}

/// When a day begins.
fn midnight(date: NaiveDate, zone: Tz) -> DateTime<Utc> {
    day_begins(date, zone).unwrap_or_else(|| date.and_time(NaiveTime::MIN).and_utc())
}
