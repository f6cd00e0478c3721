//! Races to look at: small ones made by hand, and those of invented jobs.
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "invented numbers of a team are small"
)]

use std::{collections::BTreeMap, path::Path};

use chrono::{DateTime, TimeDelta, Utc};
use labelrace::{
    people::{Aliases, Cast, Colors, Directory, Groups, Naming, Remembered},
    race::{Announce, Course, Frame, Lasting, Pacing, Race},
    run,
    settings::{Input, Plan},
    source::{Answer, Reading, Strictness, WorkerId, sample::Shape},
    stats::{Count, Counted, Measure, Reach, Span, Tally},
    store::{Location, Stores},
};

/// A race of these people, each with a digit per hour: so many labels in it.
pub(crate) fn race(people: &[(&str, &str)], pacing: Pacing) -> Race {
    Race::new(&race_tally(people), pacing)
}

/// The tally of such a race.
pub(crate) fn race_tally(people: &[(&str, &str)]) -> Tally {
    race_tally_of(people, "")
}

/// The tally of such a race of people in teams: lines of `name,team`.
pub(crate) fn race_tally_of(people: &[(&str, &str)], teams: &str) -> Tally {
    let monday: DateTime<Utc> = "2026-02-02T08:00:00Z".parse().expect("a time");
    let mut answers = Vec::new();
    for &(name, hours) in people {
        for (hour, labels) in (0..).zip(hours.chars()) {
            for minute in 0..i64::from(labels.to_digit(10).expect("labels of an hour are a digit")) {
                let submitted = monday + TimeDelta::hours(hour) + TimeDelta::minutes(minute);
                answers.push(Answer::new(
                    "job",
                    &format!("{name} {hour} {minute}"),
                    WorkerId::new(name).expect("a name"),
                    submitted,
                ));
            }
        }
    }
    answers.sort_by_key(|answer| answer.submitted);
    // An id would be cut; an alias is shown whole.
    let aliases: String = people.iter().flat_map(|(name, _)| [name, ",", name, "\n"]).collect();
    let aliases = Aliases::parse(aliases.as_bytes()).expect("names of people");
    let cast = Cast::new(&answers, &BTreeMap::new(), &aliases, Naming::Id, "job");
    let groups = Groups::parse(teams.as_bytes()).expect("teams of people");
    let cast = cast.dressed(&groups, &Colors::default());
    let hourly = "1h".parse().expect("an interval");
    let tally = Tally::new(&answers, &cast, Count::Labels, Span::default(), hourly, chrono_tz::UTC);
    tally.expect("answers that can be counted")
}

/// Six people in two teams, of whom three have a row, with a goal, and a job that is half done.
pub(crate) fn course() -> Race {
    let people =
        [("Ann", "3311"), ("Bo", "1199"), ("Cleo", "0021"), ("Di", "1111"), ("Eve", "0011"), ("Fay", "0001")];
    let tally = race_tally_of(&people, "Ann,North\nBo,South\nCleo,North\nDi,South\nEve,North\nFay,South");
    let done = (0..20).map(|n| (tally.edges()[0] + TimeDelta::minutes(12 * n), 1));
    let reach = Reach::new(Measure::Objects, 40, done, &tally, true);
    let course = Course { reach, goal: Some(15), announce: Announce::None, ..Course::default() };
    let pacing = Pacing { fps: 10, lasting: Lasting::Whole(8.0), top: 3, ..Pacing::default() };
    Race::on(course, &tally, pacing)
}

/// A team that is not that of `labelrace sample`: people of very different pace, of whom some join late, about
/// so many labels in all, from eight to six on `days` days; no days are a single hour.
pub(crate) fn team(workers: usize, labels: usize, days: i64, seed: u64, choice: &str) -> Tally {
    team_in(Span::default(), workers, labels, days, seed, choice)
}

/// The same team, of which a period is counted.
pub(crate) fn team_in(
    span: Span,
    workers: usize,
    labels: usize,
    days: i64,
    seed: u64,
    choice: &str,
) -> Tally {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    // Marsaglia's xorshift: 0 to 1.
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        f64::from(u32::try_from(state >> 32).expect("half of 64 bits")) / f64::from(u32::MAX)
    };
    let monday: DateTime<Utc> = "2025-02-03T08:00:00Z".parse().expect("a time");
    let people: Vec<(f64, f64)> =
        (0..workers).map(|n| (0.3 + random(), if n % 4 == 3 { 0.6 * random() } else { 0.0 })).collect();
    let mut answers = Vec::new();
    for n in 0..labels {
        let mut pick = || (random() * workers as f64) as usize % workers;
        let who = pick();
        let (pace, joins) = people[who];
        if n >= workers && pace < 1.3 * random() {
            continue;
        }
        let part = joins + (1.0 - joins) * random();
        let day = (part * days as f64) as i64;
        // Nobody works at the weekend.
        let day = if 5 <= day % 7 { day - 3 } else { day };
        let second = if days == 0 { part * 3600.0 } else { random() * 36_000.0 };
        let submitted = monday + TimeDelta::days(day) + TimeDelta::milliseconds((second * 1000.0) as i64);
        answers.push(Answer::new(
            "job",
            &n.to_string(),
            WorkerId::new(&format!("w{who}")).expect("a name"),
            submitted,
        ));
    }
    answers.sort_by_key(|answer| answer.submitted);
    let cast = Cast::new(&answers, &BTreeMap::new(), &Aliases::default(), Naming::Id, "job");
    let choice = choice.parse().expect("an interval");
    let tally = Tally::new(&answers, &cast, Count::Labels, span, choice, chrono_tz::UTC);
    tally.expect("answers that can be counted")
}

/// How a job in this folder is read and counted if nobody asks for anything.
pub(crate) fn plan(folder: &Path) -> Plan {
    let now = "2026-03-02T00:00:00Z".parse().expect("a time");
    let reading = Reading { strictness: Strictness::Strict, ..Reading::new(now) };
    Plan::plain(Input::new(Location::Path(folder.to_owned()), reading))
}

/// An invented job, written to the folder, read back and counted.
pub(crate) fn sample(folder: &Path, shape: Shape) -> Counted {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    runtime.block_on(async {
        let (stores, plan) = (Stores::folders_only(), plan(folder));
        run::sample(&plan.input.source, shape, &stores).await.expect("a sample is written");
        let gathered = run::read(&plan.input, &stores, &|_| {}).await.expect("a sample is read");
        let cast = run::cast(&gathered, &plan, &Remembered::default(), &Directory::default());
        run::count(gathered, &cast, &plan).expect("a sample is counted")
    })
}

/// The frame in which two who change places are nearest to each other.
pub(crate) fn half_way_through_a_swap(race: &Race) -> usize {
    let apart = |frame: &Frame| {
        let rows = frame.bars.iter().map(|bar| bar.row);
        let pairs = frame.bars.iter().flat_map(|bar| rows.clone().map(move |row| (bar.row - row).abs()));
        // Each bar is no distance from itself.
        pairs.filter(|&apart| 0.0 < apart).fold(f64::INFINITY, f64::min)
    };
    let frames = race.frames().min_by(|a, b| apart(a).total_cmp(&apart(b)));
    frames.expect("a race has a frame").number
}
