//! What changed on a day: how much and how surely people worked before it and after.
//!
//! Both sides are whole days. Changes have an interval of 95 %, from a bootstrap over days (and over objects for
//! agreement). That is no experiment: other things changed on that day too, and [`NO_EXPERIMENT`] says so wherever
//! these numbers are shown.

use chacha20::ChaCha8Rng;
use chrono::{DateTime, NaiveDate, Utc};
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};

use super::{
    agreement::sides,
    alpha::{Alpha, Ballots, float},
    span::Span,
};
use crate::{locale::counted, people::Cast, source::Gathered};

/// What has to stand beside these numbers.
pub const NO_EXPERIMENT: &str = "This compares the time before with the time after; it is not an experiment. People, objects and the season changed too, so it does not show what caused a difference.";

/// In fewer working days a side says nothing.
const FEWEST_DAYS: u32 = 3;

/// So often the days are drawn anew.
const DRAWS: usize = 1000;
/// The draws are the same each time.
const SEED: u64 = 20;

/// What was done on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayOfWork {
    /// The day.
    pub date: NaiveDate,
    /// Whether it is a working day.
    pub is_worked: bool,
    /// What was submitted on it.
    pub labels: u64,
    /// Hours in which people worked, summed over people; `None` if the length of no task is known.
    pub hours: Option<f64>,
}

/// A number on both sides, and how much it changed.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct Change {
    /// Before the day.
    pub before: f64,
    /// From the day on.
    pub after: f64,
    /// The change as a part of what was before (0.2 is 20 % more); of agreement, the difference.
    pub change: f64,
    /// Where the 95 % interval of the change begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
}

/// How one side of a day was worked.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct ImpactSide {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// Its working days.
    pub working_days: u32,
    /// What was submitted in it.
    pub labels: u64,
}

/// What changed on a day.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Impact {
    /// The first day after the change.
    pub from: NaiveDate,
    /// The time before.
    pub before: ImpactSide,
    /// The time after.
    pub after: ImpactSide,
    /// Labels for each working day.
    pub labels_per_day: Change,
    /// Labels for each active hour; `None` if the length of no task is known.
    pub labels_per_active_hour: Option<Change>,
    /// Krippendorff's alpha; `None` where it is not known on both sides.
    pub agreement: Option<Change>,
    /// Why this does not show what caused a difference.
    pub caveat: String,
}

/// Why nothing can be compared.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "there is not enough data to compare: {} before {from} and {after} from then on, of which each side needs {FEWEST_DAYS}",
    counted(u64::from(*before), "whole working day", "whole working days")
)]
pub struct ImpactError {
    from: NaiveDate,
    before: u32,
    after: u32,
}

/// What changed on a day, which begins at a moment; agreement is that of answers in a span. `days` are all days from
/// the first label to the last whole day, in order; a day without a label is among them.
///
/// # Errors
/// When there are too few working days on a side.
pub fn impact(
    gathered: &Gathered,
    cast: &Cast,
    span: Span,
    (from, midnight): (NaiveDate, DateTime<Utc>),
    days: &[DayOfWork],
) -> Result<Impact, ImpactError> {
    let (before, after) = sides(gathered, cast, span, midnight);
    compared(days, from, (&before, &after))
}

/// What changed on the day `from`. `days` are all days from the first label to the last whole day, in order; a day
/// without a label is among them. The ballots are those of objects with their last answer before that day, and since.
///
/// # Errors
/// When there are too few working days on a side.
fn compared(
    days: &[DayOfWork],
    from: NaiveDate,
    ballots: (&Ballots, &Ballots),
) -> Result<Impact, ImpactError> {
    let (before, after) = days.split_at(days.partition_point(|day| day.date < from));
    let (n_before, n_after) = (worked(before), worked(after));
    let sides = side(before).zip(side(after));
    let Some((side_before, side_after)) = sides.filter(|_| FEWEST_DAYS <= n_before.min(n_after)) else {
        return Err(ImpactError { from, before: n_before, after: n_after });
    };
    let none = ImpactError { from, before: n_before, after: n_after };
    let per_day = |days: &[DayOfWork]| quotient(days, |day| f64::from(u8::from(day.is_worked)));
    let per_hour = |days: &[DayOfWork]| quotient(days, |day| day.hours.unwrap_or(0.0));
    Ok(Impact {
        from,
        before: side_before,
        after: side_after,
        labels_per_day: relative(before, after, per_day).ok_or(none)?,
        labels_per_active_hour: relative(before, after, per_hour),
        agreement: ballots.0.draws().zip(ballots.1.draws()).map(|(before, after)| agreement(&before, &after)),
        caveat: NO_EXPERIMENT.to_owned(),
    })
}

fn worked(days: &[DayOfWork]) -> u32 {
    u32::try_from(days.iter().filter(|day| day.is_worked).count()).unwrap_or(u32::MAX)
}

fn side(days: &[DayOfWork]) -> Option<ImpactSide> {
    Some(ImpactSide {
        from: days.first()?.date,
        to: days.last()?.date,
        working_days: worked(days),
        labels: days.iter().map(|day| day.labels).sum(),
    })
}

/// Labels for each of something; `None` if there is none of it.
fn quotient(days: &[DayOfWork], of: impl Fn(&DayOfWork) -> f64) -> Option<f64> {
    let labels: u64 = days.iter().map(|day| day.labels).sum();
    let of: f64 = days.iter().map(of).sum();
    (0.0 < of).then(|| float(labels) / of)
}

/// A number before and after, and by which part it changed.
fn relative(
    before: &[DayOfWork],
    after: &[DayOfWork],
    number: impl Fn(&[DayOfWork]) -> Option<f64>,
) -> Option<Change> {
    let change = |before: f64, after: f64| after / before - 1.0;
    let (was, is) = (number(before)?, number(after)?);
    if was <= 0.0 {
        return None;
    }
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut draw = |days: &[DayOfWork]| -> Vec<DayOfWork> {
        (0..days.len()).map(|_| days[rng.random_range(0..days.len())]).collect()
    };
    let draws = (0..DRAWS).filter_map(|_| {
        let (before, after) = (number(&draw(before)), number(&draw(after)));
        Some(change(before.filter(|number| 0.0 < *number)?, after?))
    });
    Some(Change { before: was, after: is, ..between(change(was, is), draws.collect()) })
}

/// Agreement before and after, and the difference: of the draws of both, which know nothing of each other.
fn agreement((before, was): &(Alpha, Vec<f64>), (after, is): &(Alpha, Vec<f64>)) -> Change {
    let draws = was.iter().zip(is).map(|(was, is)| is - was).collect();
    let change = after.alpha - before.alpha;
    Change { before: before.alpha, after: after.alpha, ..between(change, draws) }
}

/// A change with the interval of its draws.
fn between(change: f64, mut draws: Vec<f64>) -> Change {
    draws.sort_by(f64::total_cmp);
    let at = |part: usize| draws.get(draws.len() * part / 1000).copied().unwrap_or(change);
    let (low, high) = (at(25).min(change), at(975).max(change));
    Change { before: 0.0, after: 0.0, change, low, high }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Working days one after another, with these labels and an hour for every ten of them.
    fn days(labels: &[u64]) -> Vec<DayOfWork> {
        let first: NaiveDate = "2026-03-02".parse().unwrap();
        let day = |(date, labels): (NaiveDate, &u64)| DayOfWork {
            date,
            is_worked: true,
            labels: *labels,
            hours: Some(float(*labels) / 10.0),
        };
        first.iter_days().zip(labels).map(day).collect()
    }

    fn of(labels: &[u64], from: &str) -> Result<Impact, ImpactError> {
        let none = Ballots::default();
        compared(&days(labels), from.parse().unwrap(), (&none, &none))
    }

    #[test]
    fn a_change_has_both_sides_and_an_interval() {
        let impact = of(&[90, 110, 100, 95, 105, 120, 130, 125, 115, 110], "2026-03-07").unwrap();
        let Change { before, after, change, low, high } = impact.labels_per_day;
        assert_eq!((before, after), (100.0, 120.0));
        assert!((change - 0.2).abs() < 1e-12 && 0.05 < low && low < 0.2 && 0.2 < high && high < 0.35);
        let per_hour = impact.labels_per_active_hour.unwrap();
        assert!(per_hour.change.abs() < 1e-12 && (per_hour.high - per_hour.low).abs() < 1e-9);
        assert_eq!((impact.before.working_days, impact.after.labels, impact.agreement), (5, 600, None));
        assert!(impact.caveat.contains("not an experiment"));
    }

    #[test]
    fn chance_alone_has_zero_in_its_interval() {
        let impact = of(&[50, 150, 100, 90, 110, 140, 60, 120, 80, 105], "2026-03-07").unwrap();
        let Change { low, high, .. } = impact.labels_per_day;
        assert!(low < 0.0 && 0.0 < high, "{low} {high}");
    }

    #[test]
    fn too_few_days_on_a_side_are_not_enough() {
        let error = of(&[1, 1, 1, 1], "2026-03-04").unwrap_err().to_string();
        assert!(error.contains("2 whole working days before 2026-03-04 and 2 from then on"), "{error}");
        assert!(of(&[], "2026-03-04").is_err() && of(&[1; 9], "2020-01-01").is_err());
        assert!(of(&[0, 0, 0, 1, 1, 1], "2026-03-05").is_err(), "nothing before");
    }

    #[test]
    fn agreement_is_compared_too() {
        let ballots = |wrong: u32| {
            let mut ballots = Ballots::default();
            for n in 0..300 {
                ballots.add([n % 3, if n % 10 < wrong { (n + 1) % 3 } else { n % 3 }]);
            }
            ballots
        };
        let impact =
            compared(&days(&[1; 10]), "2026-03-07".parse().unwrap(), (&ballots(4), &ballots(1))).unwrap();
        let Change { before, after, change, low, high } = impact.agreement.unwrap();
        assert!((after - before - change).abs() < 1e-12 && 0.3 < change && 0.2 < low && high < 0.6);
    }
}
