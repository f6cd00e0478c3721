//! What each of a few people did on each day, measured: the panels below their bars have a column for each day.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{
    clock::ClockFormat,
    layout::Layout,
    look::Look,
    numbers::{narrow, nearest},
    widths::Widths,
};
use crate::{
    locale::Period,
    race::{Race, RaceOf, real},
    render::text::{Text, Weight},
};

/// The columns of everybody.
#[derive(Debug)]
pub(super) struct Days {
    /// The words under each column; empty where there is no room for them.
    pub(super) names: Vec<String>,
    /// Whether there is room for numbers over the columns.
    pub(super) has_numbers: bool,
    /// The value of the tallest column.
    pub(super) most: f64,
}

impl Days {
    /// `None` where days are not shown.
    pub(super) fn new(
        race: &Race,
        look: &Look,
        (layout, widths): (&Layout, &Widths),
        text: &mut Text,
    ) -> Option<Self> {
        let [left, _, right, _] = layout.stretches(0.0)?;
        let begins = race.stretches();
        let places = (right - left - 2.0 * air(layout)) / real(begins.len().max(1));
        let mut names: Vec<String> = begins.iter().map(|begin| name(race, look, *begin)).collect();
        let widest = names.iter().map(|name| text.width(name, narrow(layout.tick_size), Weight::Regular));
        let widest = 1.2 * f64::from(widest.fold(0.0, f32::max));
        let every = (1..begins.len()).find(|&n| widest <= places * real(n)).unwrap_or(begins.len().max(1));
        for (n, name) in names.iter_mut().enumerate() {
            if !n.is_multiple_of(every) {
                name.clear();
            }
        }
        let last = race.frame(race.len() - 1);
        let most = last.stretches.iter().flatten().fold(1.0, |most: f64, labels| most.max(*labels));
        let number = look.locale.number(nearest(most));
        Some(Self { names, has_numbers: 1.15 * widths.of(&number, layout.tick_size) <= places, most })
    }
}

/// What a day is called under its column.
fn name(race: &Race, look: &Look, begin: DateTime<Utc>) -> String {
    let Look { zone, locale, .. } = look;
    let local = begin.with_timezone(zone).naive_local();
    match race.period() {
        Some(Period::Month) => locale.month(local.date()),
        // Last week's days have other dates.
        Some(Period::Day) if race.course().of == RaceOf::Team => locale.short_weekday(local.date()),
        None if !is_long(race, *zone) && is_a_day(race, *zone) => locale.time(local.time()),
        None if !is_long(race, *zone) => locale.weekday_and_time(local),
        _ => locale.day(local.date()),
    }
}

/// Whether the whole race is on one day.
fn is_a_day(race: &Race, zone: Tz) -> bool {
    let edges = race.edges();
    let date = |time: DateTime<Utc>| time.with_timezone(&zone).date_naive();
    date(edges[0]) == date(edges[edges.len() - 1] - TimeDelta::seconds(1))
}

/// Whether buckets are days or longer.
fn is_long(race: &Race, zone: Tz) -> bool {
    !matches!(ClockFormat::of(race, zone), ClockFormat::Minutes(_))
}

/// The air around the columns of a panel, in pixels.
pub(super) fn air(layout: &Layout) -> f64 {
    0.6 * layout.tick_size
}
