//! Who is in the table of the page, with which numbers.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::periods::{PeriodLabels, days_of};
use crate::{
    people::presentable,
    stats::{Counted, Worker, on_page},
};

/// Days in a week.
const WEEK: u64 = 7;

/// The longest name on a page, in characters; longer ones end in dots.
const LONGEST: usize = 120;

/// One row: a person, or a team where bars are teams.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageRow {
    /// The place. Equal numbers share it.
    pub place: usize,
    /// The name in the film.
    pub name: String,
    /// All labels.
    pub labels: u64,
    /// The part of everybody's labels, 0 to 1.
    pub share: f64,
    /// Labels of the seven days up to the last day of the job.
    pub last_week: u64,
    /// The day with the most labels; of equals, the last.
    pub best_day: Option<PeriodLabels>,
}

/// Everybody who has no row.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct TheRest {
    /// How many they are; `None` where that would give somebody away.
    pub people: Option<usize>,
    /// Their labels together.
    pub labels: u64,
}

/// The table of a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Standings {
    /// Best first.
    pub rows: Vec<PageRow>,
    /// Everybody else.
    pub rest: Option<TheRest>,
    /// How many compete; `None` where that would give somebody away.
    pub competitors: Option<usize>,
}

/// Those who have a row, in order.
pub(super) fn named(counted: &Counted, top: usize) -> Vec<&Worker> {
    let ranked = counted.tally.ranked();
    let totals: Vec<u64> = ranked.iter().map(|worker| worker.total()).collect();
    let shown = on_page(&totals, top).bars;
    ranked.into_iter().take(shown).collect()
}

/// The table beside a film with at most `top` bars.
pub(super) fn standings(counted: &Counted, named: &[&Worker], top: usize, in_teams: bool) -> Standings {
    let ranked = counted.tally.ranked();
    let totals: Vec<u64> = ranked.iter().map(|worker| worker.total()).collect();
    let told = on_page(&totals, top);
    let days = days_of_rows(counted, named, in_teams);
    let all = counted.tally.total();
    let (_, last) = counted.tally.first_and_last();
    let last = last.with_timezone(&counted.tally.zone()).date_naive();
    let monday = last.checked_sub_days(Days::new(WEEK - 1)).unwrap_or(NaiveDate::MIN);
    let none = BTreeMap::new();
    let row = |(n, worker): (usize, &&Worker)| {
        let days = days.get(&n).unwrap_or(&none);
        let best = days.iter().max_by_key(|(_, labels)| **labels).filter(|(_, labels)| 0 < **labels);
        PageRow {
            place: 1 + totals.iter().take_while(|other| worker.total() < **other).count(),
            name: short(&worker.person.name),
            labels: worker.total(),
            share: part(worker.total(), all),
            last_week: days.range(monday..).map(|(_, labels)| labels).sum(),
            best_day: best.map(|(from, labels)| PeriodLabels { from: *from, labels: *labels }),
        }
    };
    let rows: Vec<PageRow> = named.iter().enumerate().map(row).collect();
    let others = ranked.len() - rows.len();
    let rest = (0 < others).then(|| TheRest {
        people: told.counted.then_some(others),
        labels: all - rows.iter().map(|row| row.labels).sum::<u64>(),
    });
    Standings { rows, rest, competitors: told.counted.then_some(ranked.len()) }
}

/// What was made on each day by those who have a row.
fn days_of_rows(
    counted: &Counted,
    named: &[&Worker],
    in_teams: bool,
) -> BTreeMap<usize, BTreeMap<NaiveDate, u64>> {
    let cast = &counted.cast;
    let rows: BTreeMap<&str, usize> =
        named.iter().enumerate().map(|(n, worker)| (worker.person.id.as_str(), n)).collect();
    let groups: BTreeMap<Option<&str>, usize> = named
        .iter()
        .enumerate()
        .map(|(n, worker)| (worker.person.group.as_ref().map(|group| group.name.as_str()), n))
        .collect();
    days_of(counted, |worker| {
        let person = &cast.people()[cast.index_of(worker)?];
        if in_teams {
            groups.get(&person.group.as_ref().map(|group| group.name.as_str())).copied()
        } else {
            rows.get(person.id.as_str()).copied()
        }
    })
}

/// A name as it is on a page: on one line, in the direction of its own letters, and not longer than a reader wants it.
pub(super) fn short(name: &str) -> String {
    let name = presentable(name);
    if name.chars().count() <= LONGEST {
        return name;
    }
    let mut kept: String = name.chars().take(LONGEST - 1).collect();
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

#[expect(
    clippy::cast_precision_loss,
    reason = "real counts are far below 2^52, and of others no digit matters"
)]
pub(super) fn part(labels: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { labels as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(short("Blue Heron"), "Blue Heron");
        assert_eq!(short("\u{202E}evil\nname"), "evil name");
        assert_eq!(short(&"ä".repeat(3000)), format!("{}…", "ä".repeat(119)));
    }
}
