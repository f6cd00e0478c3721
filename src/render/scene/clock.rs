//! How the clock and the timeline write times.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

use super::{layout::Layout, numbers::narrow};
use crate::{
    locale::Locale,
    race::{Pause, Race, real},
    render::text::{Text, Weight},
    stats::moment_of,
};

/// What the clock shows, which depends on the length of a bucket.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum ClockFormat {
    /// Buckets are days or longer.
    Days,
    /// The same, for a race that spans a change of year.
    Years,
    /// Buckets are an hour or shorter; the number is their length in minutes, at most 60.
    Minutes(u32),
}

impl ClockFormat {
    /// The format that suits a race's buckets.
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

    /// The large and the small line of the clock. It shows the minute at which the bucket began, since minutes that
    /// run with the film are only a blur.
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

/// What the marks under a timeline stand for, from the finest.
#[derive(Clone, Copy, Debug)]
enum Every {
    /// So many minutes of a day.
    Minutes(u32),
    /// So many days, from the first one.
    Days(i64),
    /// So many weeks, on Mondays.
    Weeks(i64),
    /// So many months of a year, on the first.
    Months(u32),
    /// So many years.
    Years(i32),
}

const EVERY: [Every; 23] = [
    Every::Minutes(1),
    Every::Minutes(2),
    Every::Minutes(5),
    Every::Minutes(10),
    Every::Minutes(15),
    Every::Minutes(30),
    Every::Minutes(60),
    Every::Minutes(120),
    Every::Minutes(180),
    Every::Minutes(360),
    Every::Days(1),
    Every::Days(2),
    Every::Weeks(1),
    Every::Weeks(2),
    Every::Months(1),
    Every::Months(2),
    Every::Months(3),
    Every::Months(6),
    Every::Years(1),
    Every::Years(2),
    Every::Years(5),
    Every::Years(20),
    Every::Years(100),
];

/// The most marks under a timeline.
const MOST_MARKS: usize = 8;

impl Every {
    /// Whether a mark is at this time, which is at the beginning of a minute and between the first and last dates.
    fn is_at(self, time: NaiveDateTime, first: NaiveDate) -> bool {
        let (date, is_midnight) = (time.date(), time.time() == NaiveTime::MIN);
        match self {
            Self::Minutes(minutes) => (60 * time.hour() + time.minute()).is_multiple_of(minutes),
            Self::Days(days) => is_midnight && (date - first).num_days() % days == 0,
            Self::Weeks(weeks) => {
                let monday =
                    first + TimeDelta::days((7 - i64::from(first.weekday().num_days_from_monday())) % 7);
                is_midnight && (date - monday).num_days() % (7 * weeks) == 0
            }
            Self::Months(months) => is_midnight && date.day() == 1 && date.month0().is_multiple_of(months),
            Self::Years(years) => is_midnight && date.ordinal() == 1 && date.year() % years == 0,
        }
    }

    fn written(self, time: NaiveDateTime, locale: &Locale) -> String {
        match self {
            Self::Minutes(_) => locale.time(time.time()),
            Self::Days(_) | Self::Weeks(_) => locale.day(time.date()),
            Self::Months(_) => locale.month(time.date()),
            Self::Years(_) => time.year().to_string(),
        }
    }

    /// The marks from the first to the last time; those of a day or more only where there are several days.
    fn marks(self, first: NaiveDateTime, last: NaiveDateTime) -> Vec<NaiveDateTime> {
        let within_a_day = first.date() == last.date();
        let (from, step) = match self {
            Self::Minutes(_) if within_a_day => (first, TimeDelta::minutes(1)),
            Self::Days(_) | Self::Weeks(_) | Self::Months(_) | Self::Years(_) if !within_a_day => {
                (first.date().and_time(NaiveTime::MIN), TimeDelta::days(1))
            }
            _ => return Vec::new(),
        };
        let times = std::iter::successors(Some(from), |time| time.checked_add_signed(step));
        let times = times.take_while(|time| *time <= last);
        times.filter(|time| self.is_at(*time, first.date())).collect()
    }
}

/// The times under the timeline: the beginnings of minutes, hours, days, weeks, months or years, whichever are the
/// finest that have room.
pub(super) fn marks(
    race: &Race,
    zone: Tz,
    locale: &Locale,
    layout: &Layout,
    text: &mut Text,
) -> Vec<(f64, String)> {
    let edges = race.edges();
    let local = |time: DateTime<Utc>| time.with_timezone(&zone).naive_local();
    let (first, last) = (local(edges[0]), local(edges[edges.len() - 1] - TimeDelta::seconds(1)));
    let first = first.with_second(0).unwrap_or(first);
    let pauses = race.pauses();
    // A day begins where its first label is made, not at midnight; one without any has no mark.
    let part = |time: NaiveDateTime, every: Every| {
        let part = race.part_at(moment_of(time, zone)?);
        let Some(pause) = pauses.iter().find(|pause| pause.part.0 <= part && part < pause.part.1) else {
            return Some(part);
        };
        let is_long = matches!(every, Every::Months(_) | Every::Years(_));
        (is_long || local(pause.until).date() == time.date()).then_some(pause.part.1)
    };
    let room = layout.timeline.1 - layout.timeline.0;
    for every in EVERY {
        let times = every.marks(first, last).into_iter();
        let marks = times.filter_map(|time| Some((part(time, every)?, every.written(time, locale))));
        let marks: Vec<(f64, String)> = marks.take(MOST_MARKS + 1).collect();
        if marks.is_empty() || MOST_MARKS < marks.len() {
            continue;
        }
        let widths =
            marks.iter().map(|(_, mark)| text.width(mark, narrow(layout.tick_size), Weight::Regular));
        let widest = f64::from(widths.fold(0.0, f32::max));
        if room < 1.2 * widest * real(marks.len()) {
            continue;
        }
        // Days in which little time passes are close to each other.
        let mut apart: Vec<(f64, String)> = Vec::new();
        for mark in marks.into_iter().rev() {
            if apart.last().is_none_or(|(next, _)| 1.15 * widest <= (next - mark.0) * room) {
                apart.push(mark);
            }
        }
        apart.reverse();
        return apart;
    }
    Vec::new()
}

/// Where weekends are on the timeline, 0 to 1.
pub(super) fn weekends(pauses: &[Pause], zone: Tz) -> Vec<f64> {
    let weekends = pauses.iter().filter(|pause| is_weekend(pause, zone));
    weekends.map(|pause| f64::midpoint(pause.part.0, pause.part.1)).collect()
}

/// Whether a whole Saturday or Sunday is in a pause.
fn is_weekend(pause: &Pause, zone: Tz) -> bool {
    let [since, until] = [pause.since, pause.until].map(|time| time.with_timezone(&zone).naive_local());
    let midnights = (0..3).map(|day| since.date() + TimeDelta::days(day)).filter(|date| {
        let midnight = date.and_time(NaiveTime::MIN);
        since <= midnight && midnight + TimeDelta::days(1) <= until
    });
    midnights.into_iter().any(|date| 5 <= date.weekday().num_days_from_monday())
}
