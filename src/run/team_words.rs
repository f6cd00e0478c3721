//! The words of a race of the team: how far it is from its rivals, and why it has none.

use super::contest::Contest;
use crate::{
    locale::{Locale, Phrase, Side, Unit, WithoutPace},
    render::scene::Fact,
    stats::{NoPaceCar, TeamRace},
};

/// How far a team is from one rival: by how much, and on which side.
#[derive(Clone, Copy)]
struct Gap<'a> {
    by: u64,
    side: Side,
    words: Phrase<'a>,
}

/// The gaps of a team to its rivals at the end of the race, the pace car first.
fn gaps(team: &TeamRace) -> Vec<Gap<'static>> {
    let labels = team.tally.total();
    let side = |rival: u64| match labels.cmp(&rival) {
        std::cmp::Ordering::Less => Side::Behind,
        std::cmp::Ordering::Equal => Side::Level,
        std::cmp::Ordering::Greater => Side::Ahead,
    };
    let gap =
        |rival: u64, words: Phrase<'static>| Gap { by: labels.abs_diff(rival), side: side(rival), words };
    let pace_car = team.pace_car.as_ref().ok();
    let pace_car = pace_car.map(|car| gap(car.labels, Phrase::AgainstPace(side(car.labels))));
    let ghost = team.ghost.map(|ghost| {
        gap(ghost.labels, Phrase::AgainstGhost { side: side(ghost.labels), weeks: ghost.weeks })
    });
    pace_car.into_iter().chain(ghost).collect()
}

/// What the title says of the nearest thing to win: `360 ahead of the pace car`; empty where there is no rival.
pub(super) fn gap_in_a_line(team: &TeamRace, locale: &Locale) -> String {
    gaps(team).first().map_or_else(String::new, |gap| match gap.side {
        Side::Level => locale.say(gap.words),
        Side::Ahead | Side::Behind => format!("{} {}", locale.number(gap.by), locale.say(gap.words)),
    })
}

/// The gaps as facts of the summary.
pub(super) fn facts(team: &TeamRace, locale: &Locale) -> Vec<Fact> {
    let fact = |gap: Gap<'_>| Fact {
        large: match gap.side {
            Side::Ahead => locale.signed(gap.by),
            Side::Level | Side::Behind => locale.number(gap.by),
        },
        small: locale.say(gap.words),
    };
    gaps(team).into_iter().map(fact).collect()
}

/// What stands below the race: what the pace car does, and which rival is not there.
pub(super) fn remarks(team: &TeamRace, what: Unit, locale: &Locale) -> Vec<String> {
    let pace_car = match &team.pace_car {
        Ok(car) => Phrase::Needed { n: up(car.per_day), what, day: &locale.day(car.deadline) },
        Err(why) => Phrase::NoPaceCar(match why {
            NoPaceCar::NoDeadline => WithoutPace::Deadline,
            NoPaceCar::NothingLeft => WithoutPace::Left,
            NoPaceCar::Passed => WithoutPace::Passed,
            NoPaceCar::NoSize(_) | NoPaceCar::OtherUnit | NoPaceCar::NoWorkingDays => WithoutPace::Unknown,
        }),
    };
    let mut remarks = vec![locale.say(pace_car)];
    if team.ghost.is_none() {
        remarks.push(locale.say(Phrase::NoGhost));
    }
    remarks
}

/// The same for whoever makes the film, as sentences.
pub(super) fn sentences(contest: &Contest) -> Vec<String> {
    let Some(team) = &contest.team else { return Vec::new() };
    let pace_car = match &team.pace_car {
        Ok(car) => {
            let per_day = car.per_day;
            format!("The pace car does {per_day:.1} a working day, which {} needs.", car.deadline)
        }
        Err(why) => why.sentence(),
    };
    let ghost = match team.ghost {
        Some(ghost) if ghost.weeks == 1 => "Last week is the same days a week before.".to_owned(),
        Some(ghost) => {
            format!("The race is longer than a week, so its ghost is {} weeks before.", ghost.weeks)
        }
        None => "No last week: nothing was done on the same days of the week before.".to_owned(),
    };
    vec![pace_car, ghost]
}

/// The next whole number: a little less a day would not do.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts are positive")]
fn up(per_day: f64) -> u64 {
    (per_day - 1e-9).ceil() as u64
}
