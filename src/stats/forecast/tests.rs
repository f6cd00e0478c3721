use chrono::{Datelike, Weekday};
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};

use super::*;
use crate::stats::holidays::Holidays;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days(from: &str, labels: &[u64]) -> BTreeMap<NaiveDate, u64> {
    date(from).iter_days().zip(labels.iter().copied()).collect()
}

fn labels(total: u64, days: &BTreeMap<NaiveDate, u64>) -> Workload {
    let done = days.values().sum();
    let left = total - done;
    Workload { total, done, left, unit: Count::Labels, open_objects: None, per_object: None }
}

fn at(
    days: &BTreeMap<NaiveDate, u64>,
    total: u64,
    through: &str,
    deadline: Option<&str>,
    calendar: &WorkCalendar,
) -> Forecast {
    let workload = labels(total, days);
    let deadline = deadline.map(date);
    forecast(SoFar { days, workload, through: date(through), calendar, deadline }, "UTC".to_owned())
}

/// Two whole weeks of the example in the mock-up: 4,730 labels and then 5,210, of 36,000 of which 14,550 are
/// left.
fn example() -> BTreeMap<NaiveDate, u64> {
    let mut all = days("2025-11-10", &[946, 946, 946, 946, 946, 0, 0, 1120, 1065, 980, 1035, 1010]);
    all.insert(date("2025-10-01"), 21_450 - 9_940);
    all
}

#[test]
fn the_example_ends_on_the_days_that_it_says() {
    let forecast = at(&example(), 36_000, "2025-11-21", Some("2025-12-12"), &WorkCalendar::default());
    let pace = forecast.pace.unwrap();
    assert_eq!((pace.labels, pace.working_days, pace.end), (5210, 5, Some(date("2025-12-11"))));
    let slowest = forecast.slowest.unwrap();
    assert_eq!((slowest.labels, slowest.end), (4730, Some(date("2025-12-15"))));
    let need = forecast.deadline.unwrap();
    assert_eq!((need.working_days, need.per_day), (15, Some(970.0)));
    assert_eq!((forecast.standing, forecast.full_weeks), (Timeliness::LittleReserve, 2));
    // 12 days at 1,302.5 a day; 21 days at 709.5 a day.
    let range = EndRange { earliest: date("2025-12-09"), latest: Some(date("2025-12-22")) };
    assert_eq!(forecast.range, Some(range));
}

#[test]
fn holidays_move_the_end_and_raise_what_a_day_needs() {
    let holidays = Holidays::parse(b"2025-12-08,2025-12-10\n").unwrap();
    let calendar = WorkCalendar { holidays, ..WorkCalendar::default() };
    let forecast = at(&example(), 36_000, "2025-11-21", Some("2025-12-12"), &calendar);
    assert_eq!(forecast.pace.unwrap().end, Some(date("2025-12-16")));
    let need = forecast.deadline.unwrap();
    assert_eq!((need.working_days, need.per_day), (12, Some(1212.5)));
    assert_eq!(forecast.standing, Timeliness::Late);
}

#[test]
fn three_working_days_are_enough_data_and_two_are_not() {
    let two = days("2026-03-02", &[10, 10]);
    let forecast = |days: &BTreeMap<_, _>, through| at(days, 100, through, None, &WorkCalendar::default());
    let told = forecast(&two, "2026-03-03");
    assert_eq!((told.standing, told.working_days, told.pace), (Timeliness::NotEnoughData, 2, None));
    // A weekend is no working day.
    let friday = days("2026-03-06", &[10, 10, 10]);
    assert_eq!(forecast(&friday, "2026-03-08").standing, Timeliness::NotEnoughData);
    let three = forecast(&days("2026-03-02", &[10, 10, 10]), "2026-03-04");
    assert_eq!(three.standing, Timeliness::NoDeadline);
    assert_eq!(three.pace.unwrap().end, Some(date("2026-03-13")), "7 more working days");
    assert_eq!((three.slowest, three.full_weeks), (None, 0));
}

#[test]
fn a_week_that_has_just_begun_has_the_pace_of_the_last_five_working_days() {
    let days = days("2026-03-02", &[10, 20, 20, 20, 20, 0, 0, 20, 20, 50]);
    let pace = |through| at(&days, 1000, through, None, &WorkCalendar::default()).pace.unwrap();
    let tuesday = pace("2026-03-10");
    assert_eq!((tuesday.from, tuesday.working_days, tuesday.labels), (date("2026-03-04"), 5, 100));
    let wednesday = pace("2026-03-11");
    assert_eq!((wednesday.from, wednesday.working_days, wednesday.labels), (date("2026-03-09"), 3, 90));
}

#[test]
fn what_was_done_today_counts_as_done_and_today_as_a_day_to_come() {
    let days = days("2026-03-02", &[100, 100, 100, 100, 100, 0, 0, 60]);
    let forecast = at(&days, 1_000, "2026-03-08", Some("2026-03-13"), &WorkCalendar::default());
    assert_eq!(forecast.workload.left, 440);
    assert_eq!(forecast.pace.unwrap().end, Some(date("2026-03-13")), "500 from Monday on");
    let need = forecast.deadline.unwrap();
    assert_eq!((need.working_days, need.per_day), (5, Some(100.0)));
    assert_eq!(forecast.standing, Timeliness::OnTime);
}

#[test]
fn weeks_that_say_nothing_are_left_out() {
    // Begun on a Wednesday; a whole week; a week without a label; a week with two working days; a whole week.
    let all = [vec![0, 0, 5, 5, 5, 0, 0], vec![9, 9, 9, 9, 9, 0, 0], vec![0; 7], vec![1, 1, 0, 0, 0, 0, 0]];
    let mut all: Vec<u64> = all.concat();
    all.extend([20, 20, 20, 20, 20, 3, 0]);
    let days = days("2026-03-02", &all);
    let holidays = Holidays::parse(b"2026-03-25,2026-03-27\n").unwrap();
    let calendar = WorkCalendar { holidays, ..WorkCalendar::default() };
    let forecast = at(&days, 1_000, "2026-04-05", None, &calendar);
    let slowest = forecast.slowest.unwrap();
    assert_eq!((slowest.from, slowest.labels, forecast.full_weeks), (date("2026-03-09"), 45, 2));
    assert_eq!(forecast.pace.unwrap().labels, 103, "what was done on a Saturday counts");
}

#[test]
fn only_the_last_four_full_weeks_count() {
    let weeks: Vec<u64> = (1..=6).flat_map(|n| [n; 7]).collect();
    let forecast = at(&days("2026-03-02", &weeks), 10_000, "2026-04-12", None, &WorkCalendar::default());
    let slowest = forecast.slowest.unwrap();
    assert_eq!((slowest.from, slowest.labels, forecast.full_weeks), (date("2026-03-16"), 21, 4));
}

#[test]
fn bad_deadlines_are_told_apart() {
    let days = days("2026-03-02", &[10; 5]);
    let of = |total, deadline| {
        let forecast = at(&days, total, "2026-03-06", Some(deadline), &WorkCalendar::default());
        (forecast.standing, forecast.deadline.unwrap().per_day)
    };
    assert_eq!(of(100, "2026-03-06"), (Timeliness::Passed, None));
    assert_eq!(of(100, "2020-01-01"), (Timeliness::Passed, None));
    assert_eq!(of(100, "2026-03-08"), (Timeliness::NoWorkingDays, None));
    assert_eq!(of(100, "2026-03-09"), (Timeliness::Late, Some(50.0)));
    assert_eq!(of(50, "2026-03-06").0, Timeliness::Done);
}

#[test]
fn who_stands_still_has_no_end() {
    let mut days = days("2026-03-02", &[10; 5]);
    let forecast = at(&days, 100, "2026-03-13", Some("2026-04-30"), &WorkCalendar::default());
    assert_eq!((forecast.pace.unwrap().end, forecast.standing), (None, Timeliness::Late));
    assert_eq!(forecast.range.unwrap().latest, None);
    assert_eq!(forecast.slowest.unwrap().labels, 50);
    days.insert(date("2026-03-13"), 1);
    let slow = at(&days, 1_000_000, "2026-03-13", None, &WorkCalendar::default());
    assert_eq!(slow.pace.unwrap().end, None, "more than ten years");
}

#[test]
fn more_people_work_at_the_same_pace_for_each() {
    let days = example();
    let calendar = WorkCalendar::default();
    let known = SoFar {
        days: &days,
        workload: labels(36_000, &days),
        through: date("2025-11-21"),
        calendar: &calendar,
        deadline: None,
    };
    let forecast = forecast(known, "UTC".to_owned());
    let with = known.with_people(&forecast, 2, 9).unwrap();
    assert!((with.per_day - 1042.0 * 11.0 / 9.0).abs() < 1e-9);
    assert_eq!(with.end, Some(date("2025-12-09")), "14,550 / 1,273.6 are 12 days");
    assert_eq!(known.with_people(&forecast, 0, 9).unwrap().end, forecast.pace.unwrap().end);
    assert_eq!(known.with_people(&forecast, -9, 9), None);
    assert_eq!(known.with_people(&forecast, 2, 0), None);
}

/// How an invented team works.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Team {
    Steady,
    JoiningOneByOne,
    Tiring,
    Learning,
    PartTime,
    WithOutages,
    WithATail,
}

/// What an invented team did on each day, from a Monday on until the job was done.
fn invented(team: Team, rng: &mut chacha20::ChaCha8Rng) -> BTreeMap<NaiveDate, u64> {
    let normal = |spread: f64, rng: &mut chacha20::ChaCha8Rng| -> f64 {
        let n: f64 = StandardNormal.sample(rng);
        (n * spread).exp()
    };
    let n_people = rng.random_range(3..20);
    let planned = rng.random_range(3..14) * 5;
    let people: Vec<(f64, i32, i32)> = (0..n_people)
        .map(|n| {
            let joins = match team {
                Team::JoiningOneByOne => rng.random_range(0..10),
                _ if n != 0 && rng.random_bool(0.3) => rng.random_range(0..planned / 2),
                _ => 0,
            };
            let leaves = if n != 0 && rng.random_bool(0.2) {
                rng.random_range(planned / 2..2 * planned)
            } else {
                9999
            };
            (75.0 * normal(0.5, rng), joins, leaves)
        })
        .collect();
    let total = people.iter().map(|(rate, ..)| rate).sum::<f64>() * f64::from(planned) * 0.8;
    let mut done = 0.0;
    let mut days = BTreeMap::new();
    let mut day = date("2026-01-05");
    let mut of_week = 1.0;
    let mut n = 0;
    while done < total && n < 1000 {
        if day.weekday() == Weekday::Mon {
            of_week = normal(0.12, rng);
        }
        if day.weekday().num_days_from_monday() < 5 {
            let week = f64::from(n / 5);
            let drift = match team {
                Team::Tiring => (-0.04 * week).exp(),
                Team::Learning => (0.03 * week).exp(),
                Team::WithATail if total * 0.95 < done => 0.4,
                _ => 1.0,
            };
            let absent = if team == Team::PartTime { 0.4 } else { 0.1 };
            let mut today = 0.0;
            for (rate, joins, leaves) in &people {
                if (*joins..*leaves).contains(&n) && !rng.random_bool(absent) {
                    today += rate * of_week * drift * normal(0.25, rng);
                }
            }
            if team == Team::WithOutages && rng.random_bool(0.04) {
                today = 0.0;
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand")]
            let today = today.min(total - done).ceil() as u64;
            days.insert(day, today);
            done += float(today.into());
            n += 1;
        }
        day = day.succ_opt().unwrap();
    }
    days
}

/// For whole jobs of which the end is known: at the end of each week from the second on, does the range hold it?
fn backtest(team: Team) -> (u32, u32) {
    let (mut held, mut weeks) = (0, 0);
    let calendar = WorkCalendar::default();
    for seed in 0..100 {
        let whole = invented(team, &mut chacha20::ChaCha8Rng::seed_from_u64(seed));
        let total: u64 = whole.values().sum();
        let end = *whole.iter().rev().find(|(_, labels)| 0 < **labels).unwrap().0;
        let mut sunday = date("2026-01-18");
        while sunday < end {
            let known = whole.range(..=sunday).map(|(date, labels)| (*date, *labels)).collect();
            let range = at(&known, total, &sunday.to_string(), None, &calendar).range.unwrap();
            held += u32::from(range.earliest <= end && range.latest.is_none_or(|latest| end <= latest));
            weeks += 1;
            sunday = sunday.checked_add_days(Days::new(7)).unwrap();
        }
    }
    (held, weeks)
}

#[test]
fn the_range_holds_the_true_end_in_four_of_five_weeks() {
    use Team::{JoiningOneByOne, Learning, PartTime, Steady, Tiring, WithATail, WithOutages};
    for team in [Steady, JoiningOneByOne, Tiring, Learning, PartTime, WithOutages, WithATail] {
        let (held, weeks) = backtest(team);
        assert!(200 < weeks, "{team:?}: {weeks} weeks are few");
        assert!(80 * weeks <= 100 * held, "{team:?}: in {held} of {weeks} weeks");
    }
}

#[test]
fn a_forecast_is_the_same_when_it_is_read_again() {
    let forecast = at(&example(), 36_000, "2025-11-21", Some("2025-12-12"), &WorkCalendar::default());
    let json = serde_json::to_string(&forecast).unwrap();
    assert_eq!(serde_json::from_str::<Forecast>(&json).unwrap(), forecast);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&value["standing"], &value["left"]), (&"little_reserve".into(), &14_550.into()));
}
