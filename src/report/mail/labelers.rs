//! The labelers' daily mail: what the team did, how much is left, and the race of the week. Everybody gets the same.

use super::{
    lines::{Lines, left, right},
    parts::{bar, lead, ranking},
    voice::Voice,
};
use crate::{
    locale::{MailWord, Phrase, plain::discreet},
    stats::{Digest, WeekPace, WeekRace},
};

/// What the team hears of its job.
pub(super) fn news(digest: &Digest, voice: &Voice, lines: &mut Lines) {
    let labels = voice.counted(digest.labels);
    if let Some(day) = digest.last_day() {
        let labels = voice.counted(day.labels);
        let date = voice.day(day.date);
        let line = match day.people {
            Some(people) => {
                let people = voice.people(people);
                voice
                    .word(MailWord::OnDayBy)
                    .with("people", people)
                    .with("labels", labels)
                    .with("day", date)
                    .say()
            }
            None => voice.word(MailWord::OnDay).with("labels", labels).with("day", date).say(),
        };
        lines.item(&match digest.goal {
            Some(goal) => format!("{line} ({})", reached(day.labels, goal, voice)),
            None => line,
        });
    }
    if 0 < digest.today {
        lines.item(&voice.word(MailWord::Today).with("labels", voice.counted(digest.today)).say());
    }
    lines.item(&match digest.people {
        Some(people) => {
            let people = voice.people(people);
            voice.word(MailWord::SoFarBy).with("labels", labels).with("people", people).say()
        }
        None => voice.word(MailWord::SoFar).with("labels", labels).say(),
    });
    if let Some(bar) = bar(digest, voice) {
        lines.item(&bar);
    }
    // What labelers ask first: how many are left.
    let left = match (&digest.forecast, digest.progress) {
        (Some(forecast), _) => Some((forecast.workload.left, forecast.workload.unit.into())),
        (None, Some(far)) => Some((far.waiting(), crate::locale::Unit::Objects)),
        (None, None) => None,
    };
    if let Some((n, what)) = left {
        let left = voice.locale.say(Phrase::Left { n, what });
        lines.item(&left.replace(['\u{a0}', '\u{202f}'], " "));
    }
    // A team alone on its axis is no race.
    let is_race =
        |race: &&WeekRace| !race.leaders.is_empty() || race.pace_car.is_some() || 0 < race.last_week;
    match digest.race.as_ref().filter(is_race) {
        Some(race) => of_week(digest, race, voice, lines),
        None => lead(digest, voice, lines),
    }
}

fn reached(done: u64, goal: WeekPace, voice: &Voice) -> String {
    let word = if goal.labels <= done { MailWord::GoalReached } else { MailWord::Goal };
    voice.word(word).number("number", goal.labels).say()
}

/// The race of the week: of people, where they are named, or else of the team.
fn of_week(digest: &Digest, race: &WeekRace, voice: &Voice, lines: &mut Lines) {
    let days = voice.days(race.from, race.to);
    lines.heading(&voice.word(MailWord::Race).with("days", days).say());
    if race.leaders.is_empty() {
        team(race, voice, lines);
    } else {
        people(race, voice, lines);
    }
    if let Some(people) = race.people {
        lines.item(&voice.word(MailWord::TookPart).with("people", voice.people(people)).say());
    }
    if let Some(name) = &race.best_jump {
        let name = super::lines::short(&discreet(name), super::parts::NAME);
        lines.item(&voice.word(MailWord::BestJump).with("name", name).say());
    }
    if race.leaders.is_empty() && digest.teams.is_some() {
        lead(digest, voice, lines);
    }
}

fn people(race: &WeekRace, voice: &Voice, lines: &mut Lines) {
    ranking(&race.leaders, voice, lines);
    let named: u64 = race.leaders.iter().map(|leader| leader.labels).sum();
    let theirs = race.team.saturating_sub(named);
    if 0 < theirs {
        let who = match race.people.map(|people| people.saturating_sub(race.leaders.len())) {
            Some(n) => voice.locale.say(Phrase::EveryoneElse(n as u64)),
            None => voice.say(MailWord::EveryoneElse),
        };
        lines.item(&format!("   {who}  {}", voice.number(theirs)));
    }
}

fn team(race: &WeekRace, voice: &Voice, lines: &mut Lines) {
    let mut rows: Vec<[String; 3]> = Vec::new();
    let pace = race.pace_car.map(|pace| {
        let how = match race.team.cmp(&pace.labels) {
            std::cmp::Ordering::Less => {
                voice.word(MailWord::Behind).number("number", pace.labels - race.team).say()
            }
            std::cmp::Ordering::Equal => voice.say(MailWord::Level),
            std::cmp::Ordering::Greater => {
                voice.word(MailWord::Ahead).number("number", race.team - pace.labels).say()
            }
        };
        let keeps = voice
            .word(MailWord::Keeps)
            .with("pace", voice.rate(pace.per_day))
            .with("day", voice.day(pace.deadline))
            .say();
        (pace.labels, how, keeps)
    });
    let how = pace.as_ref().map_or_else(String::new, |(_, how, _)| how.clone());
    rows.push([voice.say(MailWord::TeamNow), voice.number(race.team), how]);
    if let Some((labels, _, keeps)) = pace {
        rows.push([voice.say(MailWord::PaceCar), voice.number(labels), keeps]);
    }
    if 0 < race.last_week {
        let same = voice.say(MailWord::SameDaysIs);
        rows.push([voice.say(MailWord::SameDays), voice.number(race.last_week), same]);
    }
    let width =
        |n: usize| rows.iter().map(|row| unicode_width::UnicodeWidthStr::width(&*row[n])).max().unwrap_or(0);
    let (names, numbers) = (width(0), width(1));
    for [name, number, more] in &rows {
        lines.item(format!("{}  {}  {more}", left(name, names), right(number, numbers)).trim_end());
    }
}
