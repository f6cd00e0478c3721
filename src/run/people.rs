//! Everybody who labeled, as an owner needs it for an alias file.

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
    /// The first day of that in the plan's time zone. Of a day no more is told than its date.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

/// Everybody in the cast with an answer that counts, in the order of the cast.
pub fn people<'a>(gathered: &Gathered, cast: &'a Cast, plan: &Plan) -> Vec<PersonLine<'a>> {
    let mut lines: BTreeMap<usize, PersonLine<'a>> = BTreeMap::new();
    for answer in gathered.answers.iter().filter(|answer| plan.span.contains(answer.submitted)) {
        let Some(index) = cast.index_of(&answer.worker) else { continue };
        let day = answer.submitted.with_timezone(&plan.zone).date_naive();
        let person = &cast.people()[index];
        let line = lines.entry(index).or_insert(PersonLine { person, labels: 0, first: day, last: day });
        line.labels += plan.count.of(answer);
        line.last = day;
    }
    lines.into_values().collect()
}
