//! Times as tables have them: every tool and spreadsheet writes another form.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::source::{options::DateOrder, time};

/// A time that was read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct TableTime {
    pub(super) time: DateTime<Utc>,
    /// Whether the text itself says in which zone, as an offset, a name, or by being seconds since 1970.
    pub(super) has_zone: bool,
}

/// Reads a time. `order` decides about `8/9/2018`, and `zone` about a time without one.
pub(super) fn parse(text: &str, order: DateOrder, zone: Tz) -> Option<TableTime> {
    let known = |time| Some(TableTime { time, has_zone: true });
    if let Some(time) = epoch(text) {
        return known(time);
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(&text.replacen(' ', "T", 1)) {
        return known(time.to_utc());
    }
    // `2023-10-02T08:14:15.000+0000`
    if text.is_ascii() && text.bytes().rev().nth(4) == Some(b'+') {
        return time::parse(text).and_then(known);
    }
    let mut offset = None;
    let mut words = Vec::new();
    for word in text.split_whitespace().map(|word| word.trim_end_matches(',')) {
        match zone_of(word) {
            Some(found) => offset = Some(found),
            None if WEEKDAYS.contains(&word) => {}
            None => words.push(word),
        }
    }
    let bare = words.join(" ");
    let (bare, offset) = match bare.strip_suffix('Z') {
        Some(bare) => (bare, FixedOffset::east_opt(0)),
        None => (bare.as_str(), offset),
    };
    let naive = naive(bare, order)?;
    if let Some(offset) = offset {
        return known(offset.from_local_datetime(&naive).single()?.to_utc());
    }
    // An hour that the clocks skip is an hour later.
    let local = |naive: &NaiveDateTime| zone.from_local_datetime(naive).earliest();
    let time = local(&naive).or_else(|| local(&(naive + TimeDelta::hours(1))))?;
    Some(TableTime { time: time.to_utc(), has_zone: false })
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Seconds or milliseconds since 1970, told apart by their size: between 2001 and 2286 they don't overlap.
fn epoch(text: &str) -> Option<DateTime<Utc>> {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let number: f64 = text.parse().ok()?;
    let ms = match number {
        1e9..1e10 => number * 1000.0,
        1e12..1e13 => number,
        _ => return None,
    };
    #[expect(clippy::cast_possible_truncation, reason = "below 1e13, as was just checked")]
    DateTime::from_timestamp_millis(ms as i64)
}

/// The zones that Mechanical Turk writes, and UTC.
fn zone_of(word: &str) -> Option<FixedOffset> {
    let hours = match word {
        "UTC" | "GMT" | "Z" => 0,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => return None,
    };
    FixedOffset::east_opt(hours * 3600)
}

fn naive(text: &str, order: DateOrder) -> Option<NaiveDateTime> {
    // Mechanical Turk: the year comes last.
    if let Ok(time) = NaiveDateTime::parse_from_str(text, "%b %d %H:%M:%S %Y") {
        return Some(time);
    }
    let slashed = match order {
        DateOrder::MonthFirst => "%m/%d/%Y",
        DateOrder::DayFirst => "%d/%m/%Y",
    };
    let dates = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %b %Y", "%d-%b-%Y", slashed];
    let clocks = [" %H:%M:%S%.f", "T%H:%M:%S%.f", " %H:%M", "T%H:%M", " %I:%M:%S %p", " %I:%M %p"];
    dates.iter().find_map(|date| {
        if let Ok(day) = NaiveDate::parse_from_str(text, date) {
            return Some(day.and_time(chrono::NaiveTime::MIN));
        }
        clocks.iter().find_map(|clock| NaiveDateTime::parse_from_str(text, &format!("{date}{clock}")).ok())
    })
}

/// What the dates with slashes of one column say together about their order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SlashedDates {
    first_above_12: bool,
    second_above_12: bool,
    is_ambiguous: bool,
}

/// The dates of a column could be read in two ways.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Ambiguous;

impl SlashedDates {
    pub(super) fn see(&mut self, text: &str) {
        let mut numbers = text.splitn(3, '/').map(|part| part.trim().parse::<u32>());
        if let (Some(Ok(first)), Some(Ok(second))) = (numbers.next(), numbers.next()) {
            self.first_above_12 |= 12 < first && first < 32;
            self.second_above_12 |= 12 < second;
            self.is_ambiguous |= first <= 12 && second <= 12 && first != second;
        }
    }

    /// The order, if a day above 12 shows it or no date depends on it.
    pub(super) fn order(self) -> Result<DateOrder, Ambiguous> {
        match (self.first_above_12, self.second_above_12) {
            (true, true) => Err(Ambiguous),
            (true, false) => Ok(DateOrder::DayFirst),
            (false, false) if self.is_ambiguous => Err(Ambiguous),
            (false, _) => Ok(DateOrder::MonthFirst),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Option<DateTime<Utc>> {
        parse(text, DateOrder::MonthFirst, Tz::Europe__Berlin).map(|found| found.time)
    }

    #[test]
    fn every_form_of_one_time_is_that_time() {
        let expected = time::parse("2018-04-04T17:26:53Z");
        assert!(expected.is_some());
        for text in [
            "1522862813",
            "1522862813.0",
            "1522862813000",
            "2018-04-04T17:26:53Z",
            "2018-04-04T17:26:53+0000",
            "2018-04-04 19:26:53+02:00",
            "2018-04-04 17:26:53 UTC",
            "Wed Apr 04 10:26:53 PDT 2018",
            "Wed, 04 Apr 2018 17:26:53 GMT",
            "2018-04-04 19:26:53",
            "2018-04-04T19:26:53.000",
            "4/4/2018 19:26:53",
            "04/04/2018 07:26:53 PM",
            "04.04.2018 19:26:53",
            "04-Apr-2018 19:26:53",
        ] {
            assert_eq!(utc(text), expected, "{text}");
        }
        let zone = |text: &str| parse(text, DateOrder::DayFirst, Tz::UTC).unwrap().has_zone;
        assert!(zone("1522862813") && zone("2018-04-04 17:26:53 UTC") && !zone("2018-04-04"));
        for text in ["", "NA", "7", "0.5", "yesterday", "31/02/2018", "13/13/2018", "é", "+1234"] {
            assert_eq!(utc(text), None, "{text}");
        }
    }

    #[test]
    fn an_hour_that_the_clocks_skip_is_read_all_the_same() {
        assert_eq!(utc("2024-03-31 02:30"), time::parse("2024-03-31T01:30:00Z"));
    }

    #[test]
    fn a_day_above_12_tells_the_order() {
        let order = |texts: &[&str]| {
            let mut seen = SlashedDates::default();
            for text in texts {
                seen.see(text);
            }
            seen.order()
        };
        assert_eq!(order(&["8/9/2018", "8/15/2018 09:40:20"]), Ok(DateOrder::MonthFirst));
        assert_eq!(order(&["8/9/2018", "15/8/2018"]), Ok(DateOrder::DayFirst));
        assert_eq!(order(&["8/9/2018"]), Err(Ambiguous));
        assert_eq!(order(&["15/8/2018", "8/15/2018"]), Err(Ambiguous));
        assert_eq!(order(&["8/8/2018", "2018/08/09", "2018-08-09"]), Ok(DateOrder::MonthFirst));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_time_or_none(text in ".{0,40}", digits in "[0-9./: +TZ-]{0,30}") {
            for text in [text, digits] {
                let _ = utc(&text);
                SlashedDates::default().see(&text);
            }
        }
    }
}
