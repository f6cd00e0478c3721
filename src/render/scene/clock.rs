//! How the clock and the timeline write times.

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

use super::{layout::Layout, numbers::narrow};
use crate::{
    locale::Locale,
    race::Race,
    render::text::{Text, Weight},
};

/// How the clock is written, which depends on how long a bucket is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum ClockFormat {
    /// Buckets are days or longer.
    Days,
    /// The same, over the turn of a year.
    Years,
    /// Buckets are hours or parts of one: so many minutes, at most 60.
    Minutes(u32),
}

impl ClockFormat {
    /// As fits the buckets of a race.
    pub(super) fn of(race: &Race, zone: Tz) -> Self {
        let edges = race.edges();
        let year = |time: DateTime<Utc>| time.with_timezone(&zone).year();
        match edges {
            [first, second, ..] if *second - *first < TimeDelta::hours(20) => {
                let minutes = (*second - *first).num_minutes().clamp(1, 60);
                Self::Minutes(u32::try_from(minutes).unwrap_or(60))
            }
            [first, .., last] if year(*first) != year(*last - TimeDelta::seconds(1)) => Self::Years,
            _ => Self::Days,
        }
    }

    /// The large and the small line of the clock. Its minutes are those at which the bucket began: whoever
    /// followed the minutes of an hour saw nothing but a blur.
    pub(super) fn lines(self, time: DateTime<Utc>, zone: Tz, locale: &Locale) -> (String, String) {
        let time = time.with_timezone(&zone).naive_local();
        let small = match self {
            Self::Days => locale.weekday(time.date()),
            Self::Years => format!("{} · {}", locale.weekday(time.date()), time.date().year()),
            Self::Minutes(minutes) => {
                let began = time.minute() - time.minute() % minutes;
                locale.weekday_and_time(time.with_minute(began).unwrap_or(time))
            }
        };
        (locale.day(time.date()), small)
    }

    /// All dates that the clock may show.
    pub(super) fn all(race: &Race, zone: Tz, locale: &Locale) -> Vec<String> {
        let mut dates: Vec<_> =
            race.edges().iter().map(|edge| edge.with_timezone(&zone).date_naive()).collect();
        dates.dedup();
        dates.into_iter().map(|date| locale.day(date)).collect()
    }
}

/// A job longer than this has months under its timeline, and a shorter one days.
const MONTHS: i64 = 300;

/// The dates under the timeline: at most five, each once, none beside the frame.
pub(super) fn marks(
    race: &Race,
    zone: Tz,
    locale: &Locale,
    layout: &Layout,
    text: &mut Text,
) -> Vec<(f64, String)> {
    let edges = race.edges();
    let (first, last) = (edges[0], edges[edges.len() - 1] - TimeDelta::seconds(1));
    let n_days =
        (last.with_timezone(&zone).date_naive() - first.with_timezone(&zone).date_naive()).num_days();
    let mut marks: Vec<(f64, String)> = Vec::new();
    for part in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let time = race.bucket_at(part).min(last).with_timezone(&zone).naive_local();
        let mark = match n_days {
            ..2 => locale.time(time.time()),
            2..MONTHS => locale.day(time.date()),
            _ => locale.month(time.date()),
        };
        if marks.last().is_none_or(|(_, before)| *before != mark) {
            marks.push((part, mark));
        }
    }
    // A narrow frame has room for the ends only.
    let widest = marks.iter().map(|(_, mark)| text.width(mark, narrow(layout.tick_size), Weight::Regular));
    let widest = f64::from(widest.fold(0.0, f32::max));
    if 2 < marks.len() && (layout.timeline.1 - layout.timeline.0) / 4.0 < widest * 1.3 {
        marks.drain(1..marks.len() - 1);
    }
    marks
}
