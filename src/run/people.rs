//! Everybody who worked on a job, as an owner needs it for an alias file.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    people::{Cast, Person},
    settings::Plan,
    source::Gathered,
};

/// One person in a listing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PersonLine<'a> {
    /// Who it is.
    pub person: &'a Person,
    /// What the person submitted in the span that counts.
    pub labels: u64,
    /// The first day of that in the plan's time zone, and the last; `None` for somebody who submitted nothing. Of a day
    /// no more is told than its date.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

/// Everybody in the cast with an answer that counts, or whom a log tells of, in the order of the cast.
pub fn people<'a, P>(gathered: &Gathered, cast: &'a Cast, plan: &Plan<P>) -> Vec<PersonLine<'a>> {
    let mut lines: BTreeMap<usize, PersonLine<'a>> = BTreeMap::new();
    let span = plan.span_of(gathered);
    for answer in gathered.answers.iter().filter(|answer| span.contains(answer.submitted)) {
        let Some(index) = cast.index_of(&answer.worker) else { continue };
        let day = answer.submitted.with_timezone(&plan.zone).date_naive();
        let person = &cast.people()[index];
        let line = lines.entry(index).or_insert(PersonLine { person, labels: 0, days: None });
        line.labels += plan.count.of(answer);
        line.days = Some((line.days.map_or(day, |(first, _)| first), day));
    }
    for event in gathered.events.iter().filter(|event| span.contains(event.at)) {
        let Some(index) = cast.index_of(&event.worker) else { continue };
        let person = &cast.people()[index];
        lines.entry(index).or_insert(PersonLine { person, labels: 0, days: None });
    }
    lines.into_values().collect()
}
