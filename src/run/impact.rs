//! What changed on a day: the time before it beside the time after.

use chrono::{DateTime, NaiveDate, Utc};

use super::{count::throughput, error::RunError, forecast::through};
use crate::{
    people::Cast,
    settings::{Moment, Plan},
    source::Gathered,
    stats::{By, DayOfWork, Impact, WorkCalendar, impact},
};

/// What changed on the day `from`, of all whole days of the plan's span.
///
/// # Errors
/// When nothing was done in the span, or there are too few working days on a side.
pub fn impact_on<P>(
    gathered: &Gathered,
    cast: &Cast,
    plan: &Plan<P>,
    calendar: &WorkCalendar,
    from: NaiveDate,
) -> Result<Impact, RunError> {
    let rows = throughput(gathered, cast, plan, By::Day)?;
    let through = through(gathered, plan);
    let done: Vec<_> = rows.iter().filter_map(|row| Some((row.throughput.first?, row.throughput))).collect();
    let first = done.first().map_or(through, |(date, _)| *date);
    let days: Vec<DayOfWork> = first
        .iter_days()
        .take_while(|date| *date <= through)
        .map(|date| {
            let row = done.binary_search_by_key(&date, |(date, _)| *date).ok().map(|at| done[at].1);
            DayOfWork {
                date,
                is_worked: calendar.is_worked(date),
                labels: row.map_or(0, |row| row.labels),
                hours: row.and_then(|row| row.active_hours),
            }
        })
        .collect();
    let midnight: DateTime<Utc> = Moment::Wall(from.into())
        .resolve(plan.input.reading.now, plan.zone)
        .map_err(crate::settings::PlanError::from)?;
    Ok(impact(gathered, cast, plan.span_of(gathered), (from, midnight), &days)?)
}
