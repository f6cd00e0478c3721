//! Dates and times as CLDR writes them, in the Gregorian calendar.
//!
//! This file chooses which parts of a date are written; each language chooses how, except that months are always
//! words. Some locales write short dates in digits only, which everybody else may misread.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use icu_calendar::{Gregorian, types::RataDie};
use icu_datetime::{
    DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter,
    fieldsets::{
        E, MD, T, YM, YMD,
        enums::{
            CalendarPeriodFieldSet, CompositeDateTimeFieldSet, DateAndTimeFieldSet, DateFieldSet,
            TimeFieldSet,
        },
    },
    input::{Date, DateTime, Time},
    options::Length,
    pattern::{DateTimePattern, DayPeriodNameLength, FixedCalendarDateTimeNames, MonthNameLength},
};
use icu_locale_core::Locale;
use writeable::TryWriteable;

/// Separates the ends of a range of dates.
const TO: &str = " – ";

pub(super) struct Dates {
    day: Formatter,
    day_and_year: WithMonth,
    month: WithMonth,
    weekday: Formatter,
    short_weekday: Formatter,
    time: Formatter,
    weekday_and_time: Formatter,
    day_and_time: WithMonth,
}

impl Dates {
    pub(super) fn of(habits: &Locale) -> Self {
        let habits = habits.into();
        let date = |of| formatter(habits, CompositeDateTimeFieldSet::Date(of));
        let both = |of| formatter(habits, CompositeDateTimeFieldSet::DateTime(of));
        Self {
            day: date(DateFieldSet::MD(MD::medium())),
            day_and_year: WithMonth::new(habits, |length| {
                CompositeDateTimeFieldSet::Date(DateFieldSet::YMD(YMD::for_length(length)))
            }),
            month: WithMonth::new(habits, |length| {
                CompositeDateTimeFieldSet::CalendarPeriod(CalendarPeriodFieldSet::YM(YM::for_length(length)))
            }),
            weekday: date(DateFieldSet::E(E::long())),
            short_weekday: date(DateFieldSet::E(E::short())),
            time: formatter(habits, CompositeDateTimeFieldSet::Time(TimeFieldSet::T(T::hm()))),
            weekday_and_time: both(DateAndTimeFieldSet::ET(E::short().with_time_hm())),
            day_and_time: WithMonth::new(habits, |length| {
                let date = YMD::for_length(length);
                CompositeDateTimeFieldSet::DateTime(DateAndTimeFieldSet::YMDT(date.with_time_hm()))
            }),
        }
    }

    pub(super) fn day(&self, date: NaiveDate) -> String {
        self.day.format(&midnight(date)).to_string()
    }

    pub(super) fn day_and_year(&self, date: NaiveDate) -> String {
        self.day_and_year.write(&midnight(date))
    }

    pub(super) fn days(&self, first: NaiveDate, last: NaiveDate) -> String {
        if first == last {
            return self.day_and_year(last);
        }
        let one_year = first.year() == last.year();
        // A shared year is written once, at the beginning or the end of the range.
        let year_leads = self.day_and_year.year_leads();
        let first = if one_year && !year_leads { self.day(first) } else { self.day_and_year(first) };
        let last = if one_year && year_leads { self.day(last) } else { self.day_and_year(last) };
        format!("{first}{TO}{last}")
    }

    pub(super) fn month(&self, date: NaiveDate) -> String {
        self.month.write(&midnight(date))
    }

    pub(super) fn weekday(&self, date: NaiveDate) -> String {
        self.weekday.format(&midnight(date)).to_string()
    }

    pub(super) fn short_weekday(&self, date: NaiveDate) -> String {
        self.short_weekday.format(&midnight(date)).to_string()
    }

    pub(super) fn time(&self, time: NaiveTime) -> String {
        self.time.format(&moment(NaiveDate::default().and_time(time))).to_string()
    }

    pub(super) fn weekday_and_time(&self, at: NaiveDateTime) -> String {
        self.weekday_and_time.format(&moment(at)).to_string()
    }

    pub(super) fn day_and_time(&self, at: NaiveDateTime) -> String {
        self.day_and_time.write(&moment(at))
    }
}

type Formatter = FixedCalendarDateTimeFormatter<Gregorian, CompositeDateTimeFieldSet>;

fn formatter(habits: DateTimeFormatterPreferences, what: CompositeDateTimeFieldSet) -> Formatter {
    let formatter = FixedCalendarDateTimeFormatter::try_new(habits, what);
    formatter.expect("the dates of every language are part of the program")
}

/// A date whose month is an abbreviated word.
struct WithMonth {
    pattern: DateTimePattern,
    names: FixedCalendarDateTimeNames<Gregorian, CompositeDateTimeFieldSet>,
}

impl WithMonth {
    /// The medium format if its month is a word, which is then abbreviated; otherwise the long format with its month
    /// abbreviated. A language that never writes a month as a word keeps its own format.
    fn new(habits: DateTimeFormatterPreferences, what: impl Fn(Length) -> CompositeDateTimeFieldSet) -> Self {
        let of_length = |length| {
            let sample = midnight(NaiveDate::default());
            formatter(habits, what(length)).format(&sample).pattern().to_string()
        };
        let is_word = |pattern: &str| pattern.contains("MMM") || pattern.contains("LLL");
        let mut pattern = of_length(Length::Medium);
        if !is_word(&pattern) {
            pattern = of_length(Length::Long).replace("MMMM", "MMM").replace("LLLL", "LLL");
        }
        // A numeric month counts as a kind of name, too.
        let month = match (is_word(&pattern), pattern.contains('L')) {
            (true, true) => MonthNameLength::StandaloneAbbreviated,
            (true, false) => MonthNameLength::Abbreviated,
            (false, true) => MonthNameLength::StandaloneNumeric,
            (false, false) => MonthNameLength::Numeric,
        };
        let mut names = FixedCalendarDateTimeNames::new_without_number_formatting(habits);
        let loaded = names
            .include_month_names(month)
            .and_then(|names| names.include_day_period_names(DayPeriodNameLength::Abbreviated))
            .is_ok_and(|names| names.include_decimal_formatter().is_ok());
        assert!(loaded, "the names of every language are part of the program");
        Self { pattern: pattern.parse().expect("a pattern of CLDR is one"), names }
    }

    fn year_leads(&self) -> bool {
        self.pattern.to_string().starts_with('y')
    }

    fn write(&self, at: &DateTime<Gregorian>) -> String {
        let date = self.names.with_pattern_unchecked(&self.pattern).format(at);
        // An error comes with a text that marks what is missing; a test checks that nothing is.
        let (Ok(text) | Err((_, text))) = date.try_write_to_string();
        text.into_owned()
    }
}

fn midnight(date: NaiveDate) -> DateTime<Gregorian> {
    moment(date.and_time(NaiveTime::MIN))
}

/// A date beyond the years that CLDR covers becomes the nearest that it does.
fn moment(at: NaiveDateTime) -> DateTime<Gregorian> {
    let date = Date::from_rata_die(RataDie::new(at.num_days_from_ce().into()), Gregorian);
    let part = |n: u32| u8::try_from(n).ok();
    let time = || Time::try_new(part(at.hour())?, part(at.minute())?, 0, 0).ok();
    DateTime { date, time: time().unwrap_or(Time::start_of_day()) }
}
