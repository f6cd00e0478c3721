//! How long a time bucket is, and at which local times buckets begin.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;
const WEEK: i64 = 7 * DAY;

/// The most by which any clock is ever turned back.
const A_TURN: TimeDelta = TimeDelta::hours(3);

/// The length of a bucket: a whole part of a day that is at least a minute, a day, or a week from Monday.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Interval {
    seconds: i64,
}

/// The interval that somebody asks for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Choice {
    /// The longest of the usual intervals that makes a film worth watching.
    #[default]
    Auto,
    /// This one.
    Every(Interval),
}

/// A text that is not an interval.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "`{0}` is not an interval; write auto, 1w, 1d, or a length that divides a day, such as 12h, 6h, 1h, 15m, 5m or 1m"
)]
pub struct IntervalError(String);

impl Interval {
    /// A day, from midnight.
    pub const DAY: Self = Self { seconds: DAY };

    /// Seven days, from Monday.
    pub const WEEK: Self = Self { seconds: WEEK };

    /// The intervals that are chosen automatically, longest first.
    pub const USUAL: [Self; 6] = [
        Self::DAY,
        Self { seconds: 6 * 60 * MINUTE },
        Self { seconds: 60 * MINUTE },
        Self { seconds: 15 * MINUTE },
        Self { seconds: 5 * MINUTE },
        Self { seconds: MINUTE },
    ];

    /// Whether each bucket is on one day, so that days can be told apart.
    pub fn tells_days(self) -> bool {
        self.seconds <= DAY
    }

    /// The beginnings of the buckets from the one that holds `first` to the one that holds `last`, and
    /// the end of that one.
    pub(super) fn edges(
        self,
        first: DateTime<Utc>,
        last: DateTime<Utc>,
        zone: Tz,
    ) -> impl Iterator<Item = DateTime<Utc>> {
        let start = self.start_of(first, zone);
        let mut reached_end = false;
        std::iter::successors(Some(start), move |&edge| {
            let next = self.next(edge, zone);
            let go_on = !reached_end;
            reached_end = last < next;
            go_on.then_some(next)
        })
    }

    /// Where the bucket that holds `time` begins.
    ///
    /// A bucket begins when the clock on the wall shows a multiple of the interval, counted from
    /// midnight (a week's from Monday). When the clock is put forward over such a moment, the bucket
    /// begins at the jump; when it is put back, the hour that comes twice is in two buckets if the
    /// interval is no longer than the jump, else in one.
    fn start_of(self, time: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        // The floor in the present offset is right unless the clock was turned since then, or a little
        // before, so that the floor comes twice; then buckets are followed from well before.
        let wall = time.timestamp() + offset(time, zone);
        let floor = at(wall - self.since_mark(wall) - offset(time, zone));
        if offset(floor, zone) == offset(time, zone) && offset(floor - A_TURN, zone) <= offset(floor, zone) {
            return floor;
        }
        let mut edge = self.start_of(floor - TimeDelta::hours(26), zone);
        loop {
            let next = self.next(edge, zone);
            if time < next {
                return edge;
            }
            edge = next;
        }
    }

    /// Seconds on the wall since the last multiple of the interval. The epoch was a Thursday, three days
    /// after Monday.
    fn since_mark(self, wall: i64) -> i64 {
        (wall + 3 * DAY).rem_euclid(self.seconds)
    }

    /// Where the bucket that begins at `edge` ends.
    fn next(self, edge: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        let before = offset(edge, zone);
        let wall = edge.timestamp() + before;
        let next_wall = wall - self.since_mark(wall) + self.seconds;
        let next = at(next_wall - before);
        if offset(next, zone) == before {
            return next;
        }
        let turn = first_moment_of_other_offset(edge, next, zone);
        let after = offset(turn, zone);
        let wall_after = turn.timestamp() + after;
        let back = before - after;
        let past_the_mark = next_wall <= wall_after;
        let again_on_a_mark = self.since_mark(wall_after) == 0 && self.seconds <= back;
        if past_the_mark || again_on_a_mark {
            return turn;
        }
        // The rest of the bucket lies after the turn. Where the clock went back below the mark at which
        // this bucket began, that mark passes a second time inside of it.
        let rest = wall_after.max(wall);
        at(rest - self.since_mark(rest) + self.seconds - after)
    }
}

/// The bucket of one time after another. Times that come in order are mostly in the bucket of the one before, so most
/// of them need no calendar.
#[derive(Clone, Copy, Debug)]
pub(super) struct CurrentBucket {
    interval: Interval,
    zone: Tz,
    from_to: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

impl CurrentBucket {
    /// A bucket of this length, which is anywhere until it is asked for a time.
    pub(super) fn new(interval: Interval, zone: Tz) -> Self {
        Self { interval, zone, from_to: None }
    }

    /// Where the bucket that holds `time` begins.
    pub(super) fn start_of(&mut self, time: DateTime<Utc>) -> DateTime<Utc> {
        match self.from_to {
            Some((from, to)) if from <= time && time < to => from,
            _ => {
                let from = self.interval.start_of(time, self.zone);
                self.from_to = Some((from, self.interval.next(from, self.zone)));
                from
            }
        }
    }
}

/// Seconds that the clock on the wall is ahead of UTC.
fn offset(time: DateTime<Utc>, zone: Tz) -> i64 {
    zone.offset_from_utc_datetime(&time.naive_utc()).fix().local_minus_utc().into()
}

fn at(timestamp: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(timestamp, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// The first second after `from` and not after `to` at which the offset is no longer that of `from`.
fn first_moment_of_other_offset(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let (mut same, mut other) = (from.timestamp(), to.timestamp());
    while same + 1 < other {
        let middle = i64::midpoint(same, other);
        if offset(at(middle), zone) == offset(from, zone) {
            same = middle;
        } else {
            other = middle;
        }
    }
    at(other)
}

impl FromStr for Interval {
    type Err = IntervalError;

    fn from_str(text: &str) -> Result<Self, IntervalError> {
        let refuse = || IntervalError(text.to_owned());
        let duration = humantime::parse_duration(text.trim()).map_err(|_| refuse())?;
        let seconds = i64::try_from(duration.as_secs()).map_err(|_| refuse())?;
        let whole = duration.subsec_nanos() == 0;
        let fits = MINUTE <= seconds && (seconds == WEEK || (seconds <= DAY && DAY % seconds == 0));
        if whole && fits { Ok(Self { seconds }) } else { Err(refuse()) }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, letter) in [(WEEK, 'w'), (DAY, 'd'), (60 * MINUTE, 'h'), (MINUTE, 'm')] {
            if self.seconds % unit == 0 {
                return write!(f, "{}{letter}", self.seconds / unit);
            }
        }
        write!(f, "{}s", self.seconds)
    }
}

impl FromStr for Choice {
    type Err = IntervalError;

    fn from_str(text: &str) -> Result<Self, IntervalError> {
        if text.trim() == "auto" { Ok(Self::Auto) } else { text.parse().map(Self::Every) }
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::{
        America::{Havana, Sao_Paulo},
        Australia::Lord_Howe,
        Europe::Berlin,
        UTC,
    };

    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// The walls' clocks at the edges of the buckets between two moments.
    fn edges(interval: &str, first: &str, last: &str, zone: Tz) -> Vec<String> {
        let interval: Interval = interval.parse().unwrap();
        let edges = interval.edges(utc(first), utc(last), zone);
        edges.map(|edge| edge.with_timezone(&zone).format("%d %H:%M").to_string()).collect()
    }

    #[test]
    fn an_interval_divides_a_day_or_is_a_week() {
        for (text, shown) in
            [("1m", "1m"), ("90s", "90s"), ("60m", "1h"), ("24h", "1d"), ("7d", "1w"), ("6h", "6h")]
        {
            assert_eq!(text.parse::<Interval>().unwrap().to_string(), shown);
        }
        for text in ["", "0m", "30s", "7h", "2d", "1month", "-1h", "h", "1500ms"] {
            assert!(text.parse::<Interval>().is_err(), "{text}");
        }
        assert_eq!("auto".parse(), Ok(Choice::Auto));
    }

    #[test]
    fn a_bucket_begins_on_the_clock_of_the_zone() {
        assert_eq!(
            edges("1d", "2024-03-04T22:59:59Z", "2024-03-04T23:00:00Z", Berlin),
            ["04 00:00", "05 00:00", "06 00:00"]
        );
        assert_eq!(
            edges("6h", "2024-03-04T10:00:00Z", "2024-03-04T11:00:00Z", UTC),
            ["04 06:00", "04 12:00"]
        );
        assert_eq!(
            edges("1w", "2024-03-07T10:00:00Z", "2024-03-07T10:00:00Z", UTC),
            ["04 00:00", "11 00:00"]
        );
    }

    #[test]
    fn the_hour_that_comes_twice_is_two_buckets_of_an_hour() {
        assert_eq!(
            edges("1h", "2024-10-26T23:30:00Z", "2024-10-27T02:30:00Z", Berlin),
            ["27 01:00", "27 02:00", "27 02:00", "27 03:00", "27 04:00"]
        );
        assert_eq!(
            edges("6h", "2024-10-26T23:30:00Z", "2024-10-27T05:30:00Z", Berlin),
            ["27 00:00", "27 06:00", "27 12:00"]
        );
        // From inside the second time.
        assert_eq!(
            edges("6h", "2024-10-27T01:30:00Z", "2024-10-27T01:30:00Z", Berlin),
            ["27 00:00", "27 06:00"]
        );
        assert_eq!(
            edges("2h", "2024-10-27T01:30:00Z", "2024-10-27T01:30:00Z", Berlin),
            ["27 02:00", "27 04:00"]
        );
        assert_eq!(
            edges("15m", "2024-10-27T00:50:00Z", "2024-10-27T01:01:00Z", Berlin),
            ["27 02:45", "27 02:00", "27 02:15"]
        );
    }

    #[test]
    fn an_hour_that_comes_twice_in_a_longer_bucket_does_not_begin_it_again_regression() {
        let interval: Interval = "2h".parse().unwrap();
        // From two o'clock in summer, past two o'clock in winter, to four.
        for inside in ["2017-10-29T00:30:00Z", "2017-10-29T01:00:00Z", "2017-10-29T02:59:59Z"] {
            assert_eq!(interval.start_of(utc(inside), Berlin), utc("2017-10-29T00:00:00Z"), "{inside}");
        }
    }

    #[test]
    fn the_hour_that_is_left_out_is_no_bucket() {
        assert_eq!(
            edges("1h", "2024-03-31T00:30:00Z", "2024-03-31T01:30:00Z", Berlin),
            ["31 01:00", "31 03:00", "31 04:00"]
        );
        assert_eq!(
            edges("6h", "2024-03-31T01:30:00Z", "2024-03-31T01:30:00Z", Berlin),
            ["31 00:00", "31 06:00"]
        );
    }

    #[test]
    fn days_that_begin_at_one_or_twice_are_still_days() {
        // Sao Paulo put its clocks forward at midnight: the day began at one.
        assert_eq!(
            edges("1d", "2018-11-03T12:00:00Z", "2018-11-04T12:00:00Z", Sao_Paulo),
            ["03 00:00", "04 01:00", "05 00:00"]
        );
        // Havana puts them back from one to midnight: midnight comes twice.
        assert_eq!(
            edges("1d", "2024-11-02T12:00:00Z", "2024-11-03T12:00:00Z", Havana),
            ["02 00:00", "03 00:00", "04 00:00"]
        );
        assert_eq!(
            edges("1d", "2024-11-03T05:30:00Z", "2024-11-03T05:30:00Z", Havana),
            ["03 00:00", "04 00:00"]
        );
        // Lord Howe turns by half an hour.
        assert_eq!(
            edges("1h", "2024-04-06T14:10:00Z", "2024-04-06T15:40:00Z", Lord_Howe),
            ["07 01:00", "07 02:00", "07 03:00"]
        );
    }

    proptest::proptest! {
        #[test]
        fn every_moment_is_in_one_bucket_of_any_zone(
            seconds in 1_500_000_000i64..1_800_000_000,
            length in 0i64..3_000_000,
            zone in 0usize..8,
            interval in 0usize..7,
        ) {
            let zones = ["Europe/Berlin", "America/Sao_Paulo", "America/Havana", "Australia/Lord_Howe",
                "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns"];
            let zone: Tz = zones[zone].parse().unwrap();
            let interval: Interval = ["1h", "30m", "2h", "6h", "12h", "1d", "1w"][interval].parse().unwrap();
            let (first, last) = (at(seconds), at(seconds + length));
            let edges: Vec<_> = interval.edges(first, last, zone).collect();
            proptest::prop_assert!(edges.is_sorted_by(|a, b| a < b), "{edges:?}");
            proptest::prop_assert!(edges[0] <= first && first < edges[1]);
            proptest::prop_assert!(edges[edges.len() - 2] <= last && last < edges[edges.len() - 1]);
            // From wherever one looks, the buckets are the same.
            let mut bucket = CurrentBucket::new(interval, zone);
            for pair in edges.windows(2) {
                proptest::prop_assert_eq!(interval.start_of(pair[1] - TimeDelta::seconds(1), zone), pair[0]);
                proptest::prop_assert_eq!(interval.start_of(pair[0], zone), pair[0]);
                proptest::prop_assert_eq!(bucket.start_of(pair[0]), pair[0]);
                proptest::prop_assert_eq!(bucket.start_of(pair[1] - TimeDelta::seconds(1)), pair[0]);
            }
        }
    }
}
