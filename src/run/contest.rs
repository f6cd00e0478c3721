//! The contest of a film: people or groups against each other, or the team against its plan and its last week.
//!
//! What its words are is for `captions` and `team_words`.

use super::{error::RunError, forecast::outlook};
use crate::{
    locale::Phrase,
    people::Person,
    race::{Bars, Course, Pacing, Race, RaceOf},
    settings::{Film, Plan},
    stats::{Counted, Measure, NoPaceCar, RaceTarget, Reach, Rival, Tally, TeamRace, TeamRaceInput},
};

/// In seconds.
const LONGEST_FILM: f64 = 3600.0;

/// A team and its rivals.
const TEAM_ROWS: usize = 3;

/// A race, and what it is made of.
#[derive(Debug)]
pub(super) struct Contest {
    pub(super) race: Race,
    /// The team and its rivals, where they are who races.
    pub(super) team: Option<TeamRace>,
}

impl Contest {
    /// What the race counts: everything that was counted, or the window of a race of the team.
    pub(super) fn tally<'a>(&'a self, counted: &'a Counted) -> &'a Tally {
        self.team.as_ref().map_or(&counted.tally, |team| &team.tally)
    }
}

/// The race of what was counted.
///
/// # Errors
/// When so many buckets of the length asked for make a film that nobody would watch to its end.
pub fn race<P>(counted: &Counted, plan: &Plan<P>, film: &Film<P>) -> Result<Race, RunError> {
    Ok(contest(counted, plan, film)?.race)
}

/// The same with what it is made of.
///
/// # Errors
/// The same.
pub(super) fn contest<P>(counted: &Counted, plan: &Plan<P>, film: &Film<P>) -> Result<Contest, RunError> {
    let team = if is_of_team(counted) { Some(team_race(counted, plan, film)?) } else { None };
    let tally = team.as_ref().map_or(&counted.tally, |team| &team.tally);
    if LONGEST_FILM < Race::seconds_of(tally, film.pacing) {
        return Err(RunError::LongFilm { buckets: tally.len() });
    }
    let course = Course { reach: reach(counted, tally, plan, film), bars: plan.bars, ..film.course.clone() };
    let race = if team.is_some() {
        // A goal is one of each person.
        let course = Course { goal: None, bars: Bars::Groups, of: RaceOf::Team, ..course };
        Race::on(course, tally, Pacing { top: TEAM_ROWS, ..film.pacing })
    } else {
        Race::on(course, tally, film.pacing)
    };
    Ok(Contest { race, team })
}

/// Whether the film shows no people but their team.
pub(super) fn is_of_team(counted: &Counted) -> bool {
    counted.rules.iter().any(|rule| rule.is_one_bar())
}

fn team_race<P>(counted: &Counted, plan: &Plan<P>, film: &Film<P>) -> Result<TeamRace, RunError> {
    let input = TeamRaceInput {
        answers: &counted.gathered.answers,
        count: plan.count,
        interval: plan.interval,
        zone: plan.zone,
        span: plan.span_of(&counted.gathered),
        now: plan.input.reading.now,
    };
    let locale = &plan.locale;
    let team = team(counted);
    let made_up = |id: &str, phrase: Phrase<'_>| {
        Person::made_up(id, locale.say(phrase), 0).unwrap_or_else(|| team.clone())
    };
    let person = |rival: Option<Rival>, weeks: u32| match rival {
        None => team.clone(),
        Some(Rival::PaceCar) => made_up("pace-car", Phrase::PaceCar),
        Some(Rival::Ghost) => made_up("last-week", Phrase::Ghost(weeks)),
    };
    Ok(TeamRace::new(input, person, target(counted, plan, film))?)
}

/// The team, in its color where everybody is in one group.
fn team(counted: &Counted) -> Person {
    let mut groups = counted.cast.people().iter().map(|person| &person.group);
    let group = groups.next().filter(|first| groups.all(|group| group == *first)).cloned().flatten();
    let team = counted.tally.workers().first().map(|worker| worker.person.clone());
    let team = team.or_else(|| counted.seen.people().first().cloned());
    let team = team.or_else(|| Person::made_up("team", "team".to_owned(), 0));
    let mut team = team.expect("there is an id for the team");
    team.group = group;
    team
}

/// What the deadline asks for.
fn target<'a, P>(counted: &Counted, plan: &Plan<P>, film: &'a Film<P>) -> Result<RaceTarget<'a>, NoPaceCar> {
    let deadline = film.forecast.deadline.ok_or(NoPaceCar::NoDeadline)?;
    let outlook = outlook(&counted.gathered, &counted.cast, plan, &film.forecast, None);
    let workload = outlook.map_err(|error| NoPaceCar::NoSize(error.to_string()))?.forecast.workload;
    if workload.unit != plan.count {
        return Err(NoPaceCar::OtherUnit);
    }
    Ok(RaceTarget { left: workload.left, deadline, calendar: &film.forecast.calendar })
}

/// How far the job was at each time: in labels if somebody said how many there will be, otherwise in objects if there
/// is a manifest.
fn reach<P>(counted: &Counted, tally: &Tally, plan: &Plan<P>, film: &Film<P>) -> Option<Reach> {
    let gathered = &counted.gathered;
    let until_the_end = plan.span.until.is_none();
    if let Some(total) = film.forecast.total {
        let done = gathered.answers.iter().map(|answer| (answer.submitted, plan.count.of(answer)));
        return Reach::new(Measure::Counted, total, done, tally, until_the_end);
    }
    let done = gathered.done().into_iter().map(|time| (time, 1));
    Reach::new(Measure::Objects, gathered.progress()?.total, done, tally, until_the_end)
}
