//! The days on which a team does not work: public holidays of a region, or those that a file lists.
//!
//! A file is an iCalendar file (`.ics`) with an event for each day, or a table with a date in the first column and
//! perhaps the last day of a longer break in the second.

use std::{collections::BTreeSet, str::FromStr};

use chrono::{Datelike, Days, NaiveDate};
use holiday_de::{DateExt, GermanRegion};
use icalendar::parser::{Component, read_components, unfold};

use crate::{
    locale::plain,
    source::sheet::{self, SheetError, SheetRow},
};

/// The longest break that one entry may be, in days.
const LONGEST: u64 = 366;

/// The most days that a file may list.
const MOST_DAYS: usize = 20_000;

/// So many characters of an entry are quoted.
const QUOTED: usize = 40;

/// Days on which nobody works.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Holidays {
    days: BTreeSet<NaiveDate>,
    /// Days of each year from the year on in which they begin, as month and day.
    yearly: BTreeSet<(u32, u32, i32)>,
    regions: Vec<Region>,
}

/// A region of which the public holidays are known: the states of Germany, or all of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Region(Option<GermanRegion>);

/// The regions by their codes of ISO 3166-2. In Saxony and Thuringia Corpus Christi, and in Bavaria the Assumption and
/// the Peace Festival of Augsburg, are holidays of some towns only; here they count as in most of the state.
const REGIONS: [(&str, GermanRegion); 16] = [
    ("BW", GermanRegion::BadenWuerttemberg),
    ("BY", GermanRegion::Bayern),
    ("BE", GermanRegion::Berlin),
    ("BB", GermanRegion::Brandenburg),
    ("HB", GermanRegion::Bremen),
    ("HH", GermanRegion::Hamburg),
    ("HE", GermanRegion::Hessen),
    ("MV", GermanRegion::MechlenburgVorpommern),
    ("NI", GermanRegion::Niedersachsen),
    ("NW", GermanRegion::NordrheinWestfalen),
    ("RP", GermanRegion::RheinlandPfalz),
    ("SL", GermanRegion::Saarland),
    ("SN", GermanRegion::Sachsen),
    ("ST", GermanRegion::SachsenAnhalt),
    ("SH", GermanRegion::SchleswigHolstein),
    ("TH", GermanRegion::Thueringen),
];

/// A code of which no holidays are known.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "the public holidays of '{code}' are not known, only those of Germany (de) and its states ({known}); give a file instead: an .ics calendar, or a CSV file with a date such as 2026-12-25 in each line",
    known = codes()
)]
pub struct RegionError {
    code: String,
}

fn codes() -> String {
    REGIONS.map(|(code, _)| format!("de-{code}")).join(", ")
}

impl Region {
    /// Whether a text is the code of a country, or of a part of one, as ISO 3166 writes them: `de-BY`, `fr`.
    pub fn is_code(text: &str) -> bool {
        let (country, part) = text.split_once('-').unwrap_or((text, "X"));
        let is_country = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_alphabetic());
        is_country && (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    fn contains(self, date: NaiveDate) -> bool {
        match self.0 {
            Some(region) => date.is_public_holiday_in(region),
            None => REGIONS.iter().all(|(_, region)| date.is_public_holiday_in(*region)),
        }
    }
}

impl FromStr for Region {
    type Err = RegionError;

    fn from_str(text: &str) -> Result<Self, RegionError> {
        let code = text.trim().to_uppercase();
        if code == "DE" {
            return Ok(Self(None));
        }
        let state = code.strip_prefix("DE-");
        let known = REGIONS.iter().find(|(code, _)| state == Some(*code));
        known.map(|(_, region)| Self(Some(*region))).ok_or_else(|| RegionError { code: text.to_owned() })
    }
}

/// Why a file tells no holidays.
#[derive(Debug, thiserror::Error)]
pub enum HolidaysError {
    /// Neither a calendar nor a table.
    #[error("it cannot be read as a table with a date in each line")]
    Table(#[from] SheetError),
    /// A calendar that is broken.
    #[error("it begins as an iCalendar file does, and cannot be read as one")]
    Calendar,
    /// A line without a date.
    #[error("line {line}: '{cell}' is not a date; write it like 2026-12-25")]
    Date {
        /// The line, from 1.
        line: u64,
        /// What is there instead.
        cell: String,
    },
    /// A break that ends before it begins, or goes on for more than a year.
    #[error("{place}: from {first} to {last} is not a break of at most a year")]
    Break {
        /// The line or the event.
        place: String,
        /// Its first day.
        first: NaiveDate,
        /// Its last day.
        last: NaiveDate,
    },
    /// An event that repeats in another way than once a year on its date.
    #[error(
        "the event '{event}' repeats, and not just every year on its date; list each of its days instead"
    )]
    Repeats {
        /// Its title.
        event: String,
    },
    /// More days than a calendar of holidays has.
    #[error("it lists more than {MOST_DAYS} days, so it is no list of holidays")]
    Many,
    /// Nothing in it.
    #[error(
        "no day is in it; a calendar needs events that last whole days, and a table a date such as 2026-12-25 in each line"
    )]
    Empty,
}

impl Holidays {
    /// The public holidays of a region.
    pub fn of(region: Region) -> Self {
        Self { regions: vec![region], ..Self::default() }
    }

    /// Reads a file: a calendar if it begins like one, or else a table.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(bytes: &[u8]) -> Result<Self, HolidaysError> {
        let text = sheet::text(bytes)?;
        let is_calendar = text.trim_start().get(..5).is_some_and(|head| head.eq_ignore_ascii_case("BEGIN"));
        let holidays = if is_calendar { calendar(&text)? } else { table(&text)? };
        if holidays.days.is_empty() && holidays.yearly.is_empty() {
            return Err(HolidaysError::Empty);
        }
        Ok(holidays)
    }

    /// These, and others.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.days.extend(others.days);
        self.yearly.extend(others.yearly);
        self.regions.extend(others.regions);
        self
    }

    /// Whether this day is one.
    pub fn contains(&self, date: NaiveDate) -> bool {
        let yearly =
            self.yearly.range((date.month(), date.day(), i32::MIN)..=(date.month(), date.day(), date.year()));
        self.days.contains(&date)
            || yearly.count() != 0
            || self.regions.iter().any(|region| region.contains(date))
    }

    fn add(
        &mut self,
        place: impl Fn() -> String,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<(), HolidaysError> {
        let is_break =
            first <= last && first.checked_add_days(Days::new(LONGEST)).is_none_or(|end| last < end);
        if !is_break {
            return Err(HolidaysError::Break { place: place(), first, last });
        }
        self.days.extend(first.iter_days().take_while(|date| *date <= last));
        if MOST_DAYS < self.days.len() { Err(HolidaysError::Many) } else { Ok(()) }
    }
}

/// A table: a date, perhaps the last day of a longer break, and anything else. The first line may be a header.
fn table(text: &str) -> Result<Holidays, HolidaysError> {
    let mut holidays = Holidays::default();
    for (n, row) in sheet::rows(text).enumerate() {
        let SheetRow { line, cells } = row?;
        let first = cells.get(0).unwrap_or_default();
        let Some(begins) = date(first) else {
            let names_columns = !first.contains(|c: char| c.is_ascii_digit())
                && !cells.iter().any(|cell| date(cell).is_some());
            if n == 0 && names_columns {
                continue;
            }
            return Err(HolidaysError::Date { line, cell: quoted(first) });
        };
        let ends = cells.get(1).and_then(date).unwrap_or(begins);
        holidays.add(|| format!("line {line}"), begins, ends)?;
    }
    Ok(holidays)
}

/// A date with the year first, or with the day first and dots between. With slashes nobody can tell day and month.
fn date(text: &str) -> Option<NaiveDate> {
    let forms = ["%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%d.%m.%Y"];
    let date = forms.iter().find_map(|form| NaiveDate::parse_from_str(text.trim(), form).ok());
    date.filter(|date| (1900..=2999).contains(&date.year()))
}

fn quoted(text: &str) -> String {
    plain::discreet(&plain::line(text)).chars().take(QUOTED).collect()
}

/// An iCalendar file (RFC 5545): its events that last whole days.
fn calendar(text: &str) -> Result<Holidays, HolidaysError> {
    let unfolded = unfold(text);
    let components = read_components(&unfolded).map_err(|_| HolidaysError::Calendar)?;
    let mut holidays = Holidays::default();
    for event in components.iter().flat_map(|component| &component.components).chain(&components) {
        if event.name == "VEVENT" {
            add_event(&mut holidays, event)?;
        }
    }
    Ok(holidays)
}

fn add_event(holidays: &mut Holidays, event: &Component<'_>) -> Result<(), HolidaysError> {
    let value = |name: &str| event.find_prop(name).map(|property| property.val.as_str());
    let title = || format!("the event '{}'", quoted(value("SUMMARY").unwrap_or_default()));
    // What begins at an hour is a meeting, not a day off.
    let whole_day = |name: &str| value(name).filter(|text| !text.contains('T')).and_then(date);
    let Some(first) = whole_day("DTSTART") else { return Ok(()) };
    if value("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
        return Ok(());
    }
    // The end is the first day after it; some programs write the last one.
    let last = whole_day("DTEND").filter(|end| first < *end).and_then(|end| end.pred_opt()).unwrap_or(first);
    match value("RRULE") {
        None => holidays.add(title, first, last),
        Some(rule) if is_yearly(rule) => {
            holidays.add(title, first, last)?;
            let days = first.iter_days().take_while(|date| *date <= last);
            holidays.yearly.extend(days.map(|date| (date.month(), date.day(), date.year())));
            Ok(())
        }
        Some(_) => Err(HolidaysError::Repeats { event: quoted(value("SUMMARY").unwrap_or_default()) }),
    }
}

/// Whether an event comes each year on its date, without an end.
fn is_yearly(rule: &str) -> bool {
    let mut parts = rule.split(';').map(|part| part.trim().to_uppercase());
    rule.to_uppercase().contains("FREQ=YEARLY")
        && parts.all(|part| {
            ["FREQ=YEARLY", "INTERVAL=1", ""].contains(&part.as_str())
                || ["WKST=", "BYMONTH=", "BYMONTHDAY="].iter().any(|start| part.starts_with(start))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(holidays: &Holidays, text: &str) -> bool {
        holidays.contains(text.parse().unwrap())
    }

    #[test]
    fn the_holidays_of_a_state_of_germany_are_known() {
        let bavaria = Holidays::of("de-BY".parse().unwrap());
        let berlin = Holidays::of("DE-be".parse().unwrap());
        let germany = Holidays::of("de".parse().unwrap());
        for (day, expected) in [
            ("2026-01-06", [true, false, false]),
            ("2026-03-08", [false, true, false]),
            ("2026-04-03", [true, true, true]),
            ("2026-05-14", [true, true, true]),
            ("2026-06-04", [true, false, false]),
            ("2026-12-25", [true, true, true]),
            ("2026-12-24", [false, false, false]),
        ] {
            assert_eq!([&bavaria, &berlin, &germany].map(|holidays| on(holidays, day)), expected, "{day}");
        }
    }

    #[test]
    fn a_code_is_known_or_refused_by_name() {
        for code in ["de-BY", "fr", "US-CA", "at-9", "gb-ENG"] {
            assert!(Region::is_code(code), "{code}");
        }
        for other in ["holidays.csv", "de-", "d", "de-BAYERN", "days.ics", "", "x1"] {
            assert!(!Region::is_code(other), "{other}");
        }
        let refused = "fr".parse::<Region>().unwrap_err().to_string();
        assert!(["'fr'", "de-BY", ".ics", "CSV"].iter().all(|word| refused.contains(word)), "{refused}");
        assert!("de-XX".parse::<Region>().is_err());
    }

    #[test]
    fn a_table_lists_days_and_breaks() {
        let file = "date;last day;name\n24.12.2026;01.01.2027;Christmas break\n2027-05-01;;May Day\n";
        let holidays = Holidays::parse(file.as_bytes()).unwrap();
        for day in ["2026-12-24", "2026-12-31", "2027-01-01", "2027-05-01"] {
            assert!(on(&holidays, day), "{day}");
        }
        assert!(!on(&holidays, "2027-01-02") && !on(&holidays, "2026-12-23"));
        assert!(on(&Holidays::parse(b"2026-12-25\n").unwrap(), "2026-12-25"));
    }

    #[test]
    fn a_table_that_is_none_is_refused_with_its_line() {
        let error = |file: &str| Holidays::parse(file.as_bytes()).unwrap_err().to_string();
        assert_eq!(
            error("date\n2026-12-25\nnew year\n"),
            "line 3: 'new year' is not a date; write it like 2026-12-25"
        );
        assert!(error("Christmas,2026-12-25\n").contains("line 1: 'Christmas' is not a date"));
        assert!(error("12/25/2026\n").contains("line 1: '12/25/2026' is not a date"));
        assert!(error("2027-01-01,2026-01-01\n").starts_with("line 1: from 2027-01-01 to 2026-01-01"));
        assert!(error("2020-01-01,2029-01-01\n").contains("at most a year"));
        for empty in ["", "date\n", "{}"] {
            assert!(error(empty).starts_with("no day is in it"), "{empty}");
        }
        assert!(error("x\nada@example.com,1\n").contains("'...'"));
        assert!(Holidays::parse(b"date\n\xFF\n").is_err());
    }

    const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n\
        BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:May\r\n  Day\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nUID:3\r\nDTSTART:20261201T090000Z\r\nDTEND:20261201T100000Z\r\nSUMMARY:Meeting\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nUID:4\r\nDTSTART;VALUE=DATE:20261202\r\nSTATUS:CANCELLED\r\nSUMMARY:Off\r\nEND:VEVENT\r\n\
        END:VCALENDAR\r\n";

    #[test]
    fn a_calendar_has_events_of_whole_days() {
        for text in [CALENDAR.to_owned(), CALENDAR.replace("\r\n", "\n")] {
            let holidays = Holidays::parse(text.as_bytes()).unwrap();
            for day in ["2026-12-24", "2026-12-26", "2020-05-01", "2027-05-01"] {
                assert!(on(&holidays, day), "{day}");
            }
            for day in ["2026-12-27", "2019-05-01", "2026-12-01", "2026-12-02"] {
                assert!(!on(&holidays, day), "{day}");
            }
        }
    }

    #[test]
    fn a_calendar_that_cannot_be_used_says_why() {
        let error = |file: &str| Holidays::parse(file.as_bytes()).unwrap_err().to_string();
        let weekly = CALENDAR.replace("FREQ=YEARLY", "FREQ=WEEKLY;BYDAY=FR");
        assert!(error(&weekly).starts_with("the event 'May Day' repeats"), "{}", error(&weekly));
        assert!(error("BEGIN:VCALENDAR\nEND:VCALENDAR\n").starts_with("no day is in it"));
        assert!(error("BEGIN:VCALENDAR\nBEGIN:VEVENT\n").contains("iCalendar"));
        assert!(error("BEGIN:").contains("iCalendar"));
    }

    #[test]
    fn holidays_of_several_sources_add_up() {
        let both = Holidays::of("de".parse().unwrap()).and(Holidays::parse(b"2026-12-24").unwrap());
        assert!(on(&both, "2026-12-24") && on(&both, "2026-12-25"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_holidays_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..100), at in 0usize..700, byte: u8) {
            let _ = Holidays::parse(&bytes);
            let mut bent = CALENDAR.as_bytes().to_vec();
            let at = at % bent.len();
            bent[at] = byte;
            let _ = (Holidays::parse(&bent), Holidays::parse(&bent[..at]));
        }
    }
}
