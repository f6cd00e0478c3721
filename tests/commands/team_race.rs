//! `--race team`: the team, what its deadline needs, and its last week, counted here once more from the answers.
#![expect(clippy::cast_precision_loss, reason = "labels of a week are few")]

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday,
};
use chrono_tz::{Europe::Berlin, Tz};
use serde_json::Value;

use crate::common::{
    desk::Desk,
    jobs::{Job, write},
};

/// Summer time begins in Berlin on 29 March: the last week and this one have other offsets.
const ZONE: Tz = Berlin;

fn wall(date: NaiveDate, minute: i64) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute)
}

fn utc(wall: NaiveDateTime) -> DateTime<Utc> {
    ZONE.from_local_datetime(&wall).earliest().unwrap().to_utc()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// When the labels are made, in Berlin: from Thursday, 19 March, to Thursday, 2 April, with more each day, at odd
/// minutes of a day from seven to five, and a few on a Saturday and in a night.
fn answers() -> Vec<NaiveDateTime> {
    let mut answers = Vec::new();
    for (n, day) in (0i64..).zip(date("2026-03-19").iter_days().take(15)) {
        let n_labels = match day.weekday() {
            Weekday::Sat if n < 7 => 3,
            Weekday::Sat | Weekday::Sun => 0,
            _ => 20 + 3 * n,
        };
        answers.extend((0..n_labels).map(|label| wall(day, 420 + label * 601 / n_labels)));
    }
    answers.push(wall(date("2026-03-25"), 1_380));
    answers.sort();
    answers
}

const TOTAL: u64 = 1_500;

fn job(desk: &Desk) -> Vec<NaiveDateTime> {
    let answers = answers();
    let mut job = Job::at(desk.at("job"));
    for (n, time) in answers.iter().enumerate() {
        let person = ["ann", "bob", "cyd", "dan", "eve"][n % 5];
        job = job.answer(&n.to_string(), person, &utc(*time).to_rfc3339());
    }
    drop(job);
    answers
}

/// The frames of a film.
fn frames(desk: &Desk, typed: &[&str]) -> Vec<Value> {
    let film = ["frames", "job", "--time-zone", "Europe/Berlin", "--fps", "10", "--duration", "12s"];
    let out = desk.run(&[&film[..], typed].concat()).ok();
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn bar(frame: &Value, worker: &str) -> Option<f64> {
    let mut bars = frame["bars"].as_array().unwrap().iter();
    bars.find(|bar| bar["worker"] == worker).map(|bar| bar["value"].as_f64().unwrap())
}

/// A race from one moment on until another, both on the wall, and the days on which the pace car drives.
struct Expected<'a> {
    answers: &'a [NaiveDateTime],
    since: NaiveDateTime,
    until: NaiveDateTime,
    deadline: NaiveDate,
    holidays: &'a [NaiveDate],
}

impl Expected<'_> {
    fn team(&self, time: NaiveDateTime) -> f64 {
        let time = time.min(self.until);
        self.answers.iter().filter(|answer| self.since <= **answer && **answer < time).count() as f64
    }

    fn last_week(&self, time: NaiveDateTime) -> f64 {
        let later = self.answers.iter().map(|answer| *answer + Days::new(7));
        later.filter(|answer| self.since <= *answer && *answer < time.min(self.until)).count() as f64
    }

    fn is_worked(&self, day: NaiveDate) -> bool {
        day.weekday().num_days_from_monday() < 5 && !self.holidays.contains(&day)
    }

    /// The pace car passes through the hours in which nine tenths of the labels are made.
    fn days(&self, time: NaiveDateTime) -> f64 {
        let second = |time: NaiveDateTime| (time.time() - NaiveTime::MIN).as_seconds_f64();
        let mut seconds: Vec<f64> = self
            .answers
            .iter()
            .filter(|answer| **answer < self.until)
            .map(|answer| second(*answer))
            .collect();
        seconds.sort_by(f64::total_cmp);
        let last = seconds.len() - 1;
        let (from, to) = (seconds[last * 5 / 100], seconds[(last * 95).div_ceil(100)]);
        let since = |time: NaiveDateTime| {
            let days = self.since.date().iter_days().take_while(|day| *day <= self.deadline.min(time.date()));
            days.filter(|day| self.is_worked(*day))
                .map(|day| {
                    if day < time.date() {
                        1.0
                    } else {
                        ((second(time) - from) / (to - from)).clamp(0.0, 1.0)
                    }
                })
                .sum::<f64>()
        };
        since(time) - since(self.since)
    }

    fn pace(&self, time: NaiveDateTime) -> f64 {
        let before = self.answers.iter().filter(|answer| **answer < self.since).count() as f64;
        let end = (self.deadline + Days::new(1)).and_time(NaiveTime::MIN);
        (TOTAL as f64 - before) / self.days(end) * self.days(time.min(self.until))
    }

    /// Checks all three in every frame: each is between what it was when the hour on the clock began, and what it is
    /// when that hour ends.
    #[track_caller]
    fn check(&self, frames: &[Value]) {
        let mut n_moved = 0;
        for frame in frames {
            let clock: DateTime<Utc> = frame["clock"].as_str().unwrap().parse().unwrap();
            let clock = clock.with_timezone(&ZONE).naive_local();
            let hour = clock.date().and_time(NaiveTime::MIN)
                + TimeDelta::hours(i64::from(chrono::Timelike::hour(&clock)));
            let (from, to) = (hour, hour + TimeDelta::hours(1));
            for (worker, [least, most], rounded) in [
                ("the team", [from, to].map(|time| self.team(time)), 0.0),
                ("pace-car", [from, to].map(|time| self.pace(time)), 0.5),
                ("last-week", [from, to].map(|time| self.last_week(time)), 0.0),
            ] {
                let value = bar(frame, worker).unwrap_or(0.0);
                let holds = least - rounded - 1e-6 <= value && value <= most + rounded + 1e-6;
                assert!(holds, "{worker} at {clock}: {value}, not {least} to {most}");
                n_moved += usize::from(least < value && value < most);
            }
        }
        assert!(20 < n_moved, "{n_moved}: nothing was looked at");
        let last = frames.last().unwrap();
        let end = self.until;
        assert_eq!(bar(last, "the team"), Some(self.team(end)));
        assert_eq!(bar(last, "last-week"), Some(self.last_week(end)));
        assert!((bar(last, "pace-car").unwrap() - self.pace(end)).abs() <= 0.5 + 1e-6);
        assert_eq!(last["labels"].as_f64(), Some(self.team(end)), "rivals made no labels");
    }
}

const HOURLY: [&str; 6] = ["--interval", "1h", "--pace", "even", "--total", "1500"];

#[test]
fn the_week_of_the_newest_label_is_raced_against_the_plan_and_the_week_before() {
    let desk = Desk::new();
    let answers = job(&desk);
    let until = date("2026-04-03").and_time(NaiveTime::MIN);
    let since = date("2026-03-30").and_time(NaiveTime::MIN);
    let deadline = date("2026-04-10");
    let expected = Expected { answers: &answers, since, until, deadline, holidays: &[] };
    assert!(100.0 < expected.last_week(until) && expected.last_week(until) < expected.team(until));
    let typed = [&HOURLY[..], &["--race", "team", "--deadline", "2026-04-10"]].concat();
    let film = frames(&desk, &typed);
    expected.check(&film);
    let ids = ["ann", "bob", "cyd", "dan", "eve"];
    let names: Vec<&str> = film.last().unwrap()["bars"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bar| bar["name"].as_str().unwrap())
        .collect();
    assert!(names.iter().all(|name| ["the team", "pace car", "last week"].contains(name)), "{names:?}");
    assert!(film.iter().all(|frame| ids.iter().all(|id| !frame["bars"].to_string().contains(id))));
    // Easter Monday and Good Friday.
    let holidays = [date("2026-04-03"), date("2026-04-06")];
    let typed = [&typed[..], &["--holidays", "de"]].concat();
    Expected { holidays: &holidays, ..expected }.check(&frames(&desk, &typed));
    // In German, and in the pace of a film that nobody asked otherwise for, it ends the same.
    let usual =
        frames(&desk, &["--race", "team", "--total", "1500", "--deadline", "2026-04-10", "--holidays", "de"]);
    let ends = |film: &[Value]| ["pace-car", "last-week"].map(|worker| bar(film.last().unwrap(), worker));
    assert_eq!(ends(&usual), ends(&frames(&desk, &typed)));
}

#[test]
fn a_race_begins_and_ends_where_it_is_asked_to() {
    let desk = Desk::new();
    let answers = job(&desk);
    let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
    let (since, until) = (at("2026-03-24T11:20:00"), at("2026-03-27T12:40:00"));
    let expected = Expected { answers: &answers, since, until, deadline: date("2026-03-26"), holidays: &[] };
    let typed = ["--race", "team", "--since", "2026-03-24T11:20", "--until", "2026-03-27T12:40"];
    let typed = [&HOURLY[..], &typed, &["--deadline", "2026-03-26"]].concat();
    let film = frames(&desk, &typed);
    expected.check(&film);
    // On the deadline the pace car has all that was left, whatever came before.
    let before = answers.iter().filter(|answer| **answer < since).count() as f64;
    assert_eq!(bar(film.last().unwrap(), "pace-car"), Some(TOTAL as f64 - before));
}

#[test]
fn a_longer_race_is_raced_against_weeks_that_are_not_in_it() {
    let desk = Desk::new();
    let answers = job(&desk);
    let film = frames(&desk, &["--race", "team", "--since", "2026-03-26", "--interval", "1h"]);
    let last = film.last().unwrap();
    let two_weeks = answers.iter().filter(|answer| {
        let later = **answer + Days::new(14);
        date("2026-03-26").and_time(NaiveTime::MIN) <= later
            && later < date("2026-04-03").and_time(NaiveTime::MIN)
    });
    assert_eq!(bar(last, "last-week"), Some(two_weeks.count() as f64));
    assert!(last["bars"].to_string().contains("2 weeks earlier"), "{last}");
}

#[test]
fn who_is_not_there_is_said() {
    let desk = Desk::new();
    job(&desk);
    let render = |typed: &[&str]| {
        let zone = ["--race", "team", "--time-zone", "Europe/Berlin"];
        desk.render("job", &[&zone[..], typed].concat()).ok()
    };
    let out = render(&[]);
    assert!(out.contains("No pace car: no deadline is known; --deadline 2026-12-12 adds one."), "{out}");
    assert!(out.contains("Last week is the same days a week before."), "{out}");
    let out = render(&["--deadline", "2026-04-10"]);
    assert!(out.contains("No pace car: nothing says how many labels the job takes"), "{out}");
    let out = render(&["--deadline", "2026-03-27", "--total", "1500"]);
    assert!(out.contains("No pace car: the deadline was over when the film begins."), "{out}");
    let out = render(&["--deadline", "2026-04-10", "--total", "1500", "--workdays", "sat"]);
    assert!(out.contains("No pace car: there is no working day for it."), "{out}");
    let out = render(&["--deadline", "2026-04-10", "--total", "1500", "--count", "annotations"]);
    assert!(out.contains("The pace car does"), "{out}");
    let out = render(&["--until", "2026-03-21"]);
    assert!(out.contains("No last week: nothing was done on the same days of the week before."), "{out}");
    let film = frames(&desk, &["--race", "team", "--until", "2026-03-21"]);
    assert_eq!(film.last().unwrap()["bars"].as_array().unwrap().len(), 1);
    write(&desk.at("groups.csv"), "id,group\nann,North\nbob,South\n");
    let groups =
        ["render", "job", "--race", "team", "--bars", "groups", "--group", "groups.csv", "-o", "x.mp4"];
    let refused = desk.run(&groups);
    assert!(refused.code == Some(2) && refused.err.contains("leave out one of them"), "{refused:?}");
}

#[test]
fn a_team_too_small_for_bars_of_its_people_has_the_same_film() {
    let desk = Desk::new();
    job(&desk);
    let typed = ["--deadline", "2026-04-10", "--total", "1500", "--goal", "100"];
    let asked = frames(&desk, &[&typed[..], &["--race", "team"]].concat());
    let small = frames(&desk, &[&typed[..], &["--min-people", "9"]].concat());
    assert_eq!(asked, small);
    write(&desk.at("names.csv"), "id,name\nbob,hidden\n");
    assert_eq!(asked, frames(&desk, &[&typed[..], &["--aliases", "names.csv"]].concat()));
    assert_ne!(asked, frames(&desk, &typed));
}

#[test]
fn captions_of_a_page_say_what_the_bars_do() {
    let desk = Desk::new();
    let answers = job(&desk);
    let typed =
        ["page", "job", "-o", "page", "--race", "team", "--time-zone", "Europe/Berlin", "--size", "320x180"];
    let film = ["--total", "1500", "--deadline", "2026-04-10", "--duration", "12s", "--fps", "10"];
    desk.run(&[&typed[..], &film].concat()).ok();
    let files = std::fs::read_dir(desk.at("page")).unwrap().map(|file| file.unwrap().path());
    let captions = files.filter(|file| file.extension().is_some_and(|extension| extension == "vtt"));
    let captions: String = captions.map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let week = answers.iter().filter(|answer| date("2026-03-30") <= answer.date()).count();
    assert!(captions.contains(&format!("{week} labels")), "{captions}");
    assert!(captions.contains("pace car") && captions.contains("last week"), "{captions}");
}
