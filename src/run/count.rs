//! Counting: from answers to the people and the counts.

use std::collections::BTreeSet;

use super::error::RunError;
use crate::{
    locale::Phrase,
    people::{Aliases, Cast, Colors, Directory, NameSources, Remembered, Strangers},
    race::{Bars, RaceOf},
    settings::{Plan, Privacy},
    source::Gathered,
    stats::{
        By, Counted, Counting, Discretion, Gate, ShowingRule, TallyError, ThroughputRow, discretion, gate,
    },
};

/// Who is who among the people of a job, those who only began tasks included. A directory may have names for them, and
/// those in earlier films keep their colors and names.
pub fn cast<P>(gathered: &Gathered, plan: &Plan<P>, before: &Remembered, directory: &Directory) -> Cast {
    let key = key(gathered, plan);
    let aliases = plan.aliases.clone().or_shown(&gathered.names);
    let sources = NameSources { aliases: &aliases, directory, naming: plan.naming, key };
    let cast = Cast::after(before, gathered.workers(), &gathered.also_known_as, sources);
    match plan.privacy {
        Privacy::Standard => cast.dressed(&plan.groups, &plan.colors),
        Privacy::Strict => cast.in_team_colors(&plan.groups, &plan.colors),
    }
}

/// What pseudonyms and exported ids depend on.
pub(super) fn key<'a, P>(gathered: &'a Gathered, plan: &'a Plan<P>) -> &'a str {
    plan.pseudonym_key.as_deref().unwrap_or(&gathered.name)
}

/// What the lists of the plan say about people who are not in the cast.
pub fn strangers<P>(cast: &Cast, plan: &Plan<P>) -> Vec<Strangers> {
    cast.strangers(&plan.aliases, &plan.groups, &plan.colors)
}

/// Counts what was read.
///
/// # Errors
/// When nothing lies in the span, the buckets would be too many, or teams are to have bars and nobody is in one.
pub fn count<P>(gathered: Gathered, cast: &Cast, plan: &Plan<P>) -> Result<Counted, RunError> {
    if plan.bars == Bars::Groups && !cast.has_teams() {
        let strangers = cast.strangers(&Aliases::default(), &plan.groups, &Colors::default()).pop();
        let why =
            strangers.map_or_else(|| "the group file is empty".to_owned(), |strangers| strangers.to_string());
        return Err(RunError::NoTeams { why });
    }
    let (seen, mut rules) = seen(&gathered, cast, plan);
    if plan.bars == Bars::Groups {
        // The others are rules for bars of single people.
        rules.retain(|rule| matches!(rule, ShowingRule::Strict { .. }));
    }
    let of_groups = (plan.bars == Bars::Groups).then(|| cast.of_groups(&plan.locale.say(Phrase::NoTeam)));
    let bars = of_groups.as_ref().unwrap_or(&seen);
    let counting = counting(&gathered, plan);
    Ok(Counted::new(gathered, cast, bars, counting)?.seen_as(seen, rules))
}

/// The cast as it is shown, and the rules by which it is.
pub(super) fn seen<P>(gathered: &Gathered, cast: &Cast, plan: &Plan<P>) -> (Cast, Vec<ShowingRule>) {
    let team = || cast.as_team(&plan.locale.say(Phrase::TheTeam));
    let mut rules = Vec::new();
    if let (Privacy::Strict, Some(least)) = (plan.privacy, plan.min_people) {
        rules.push(ShowingRule::Strict { least });
    }
    if plan.race == RaceOf::Team {
        rules.insert(0, ShowingRule::TeamRace);
        return (team(), rules);
    }
    let span = plan.span_of(gathered);
    let hidden = cast.people().iter().enumerate().filter(|(_, person)| person.is_hidden);
    let mut unseen: BTreeSet<usize> = hidden.map(|(place, _)| place).collect();
    if plan.gate {
        let Gate { held, is_possible } = gate(gathered, cast, span);
        unseen.extend(held);
        rules.push(ShowingRule::Gate { is_possible });
    }
    // Then everybody is shown, whatever they have.
    if unseen.is_empty() && plan.min_people.is_none() {
        return (cast.clone(), rules);
    }
    let mut totals = vec![0; cast.people().len()];
    for answer in gathered.answers.iter().filter(|answer| span.contains(answer.submitted)) {
        if let Some(person) = cast.index_of(&answer.worker) {
            totals[person] += plan.count.of(answer);
        }
    }
    match discretion(&totals, &unseen, plan.min_people) {
        Discretion::Together(together) => {
            let name = plan.locale.say(Phrase::EveryoneElse(together.len() as u64));
            (cast.folded(&together, &name).unwrap_or_else(|| cast.clone()), rules)
        }
        Discretion::Team(rule) => {
            rules.insert(0, rule);
            (team(), rules)
        }
    }
}

/// How much was done and how fast, of what was read.
///
/// # Errors
/// When nothing was done in the span, or the rows would be too many buckets.
pub fn throughput<P>(
    gathered: &Gathered,
    cast: &Cast,
    plan: &Plan<P>,
    by: By,
) -> Result<Vec<ThroughputRow>, TallyError> {
    if by == By::Worker {
        let (seen, _) = seen(gathered, cast, plan);
        return counting(gathered, plan).throughput(gathered, &seen, by);
    }
    counting(gathered, plan).throughput(gathered, cast, by)
}

pub(super) fn counting<P>(gathered: &Gathered, plan: &Plan<P>) -> Counting {
    let &Plan { count, interval, zone, idle_cap, .. } = plan;
    Counting { count, span: plan.span_of(gathered), interval, zone, idle_cap }
}
