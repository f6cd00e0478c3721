//! The race of a whole team: against what its deadline needs, and against itself a week before.
//!
//! Three sums over one window of time, and none of them is a person's: the labels of the team; the *pace car*, which
//! does on every working day what each of them takes for the deadline; and the *ghost*, the labels of the same days a
//! week before. How the window is chosen, and every definition, is in `docs/team-race.md`.
//!
//! Whether there is to be such a race is for those who plan it; its words are for those who show it.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use super::{
    calendar::WorkCalendar,
    count::Count,
    interval::Choice,
    span::Span,
    tally::{DayCounts, Rival, Step, Tally, TallyError, Worker, buckets},
    wall_clock::moment_of,
};
use crate::{people::Person, source::Answer};

/// What a race of a team is made of.
#[derive(Clone, Copy, Debug)]
pub struct TeamRaceInput<'a> {
    /// All answers of the job, in order of time.
    pub answers: &'a [Answer],
    /// What is counted.
    pub count: Count,
    /// How long a bucket is.
    pub interval: Choice,
    /// The time zone of days and hours.
    pub zone: Tz,
    /// The period that was asked for.
    pub span: Span,
    /// When the job was read: what comes later is not known yet.
    pub now: DateTime<Utc>,
}

/// What the deadline asks for.
#[derive(Clone, Copy, Debug)]
pub struct RaceTarget<'a> {
    /// What is left of the job after all answers that are before the end of the span that was asked for.
    pub left: u64,
    /// The day at whose end the job is to be done.
    pub deadline: NaiveDate,
    /// When people work.
    pub calendar: &'a WorkCalendar,
}

/// Why there is no pace car.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum NoPaceCar {
    /// Nobody named a deadline.
    NoDeadline,
    /// How large the job is, is not known; as a sentence without its full stop.
    NoSize(String),
    /// The size of the job is known in labels, and the film counts something else.
    OtherUnit,
    /// Nothing was left to do when the race began.
    NothingLeft,
    /// The deadline was over when the race began.
    Passed,
    /// Nobody works between the beginning of the race and the deadline, or during the race.
    NoWorkingDays,
}

impl NoPaceCar {
    /// The reason as a sentence.
    pub fn sentence(&self) -> String {
        let why = match self {
            Self::NoDeadline => "no deadline is known; --deadline 2026-12-12 adds one",
            Self::NoSize(why) => why,
            Self::OtherUnit => {
                "how large the job is, is known in labels and not in annotations; give their number with --total"
            }
            Self::NothingLeft => "nothing was left to do when the film begins",
            Self::Passed => "the deadline was over when the film begins",
            Self::NoWorkingDays => "there is no working day for it",
        };
        format!("No pace car: {why}.")
    }
}

/// What a pace car does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PaceCar {
    /// On each working day.
    pub per_day: f64,
    /// The day at whose end the job is done then.
    pub deadline: NaiveDate,
    /// How much it has done when the race ends.
    pub labels: u64,
}

/// What a team did before.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Ghost {
    /// So many weeks before, at least 1.
    pub weeks: u32,
    /// How much it had done on the same days, until the same time.
    pub labels: u64,
}

/// A race of a team.
#[derive(Clone, Debug)]
pub struct TeamRace {
    /// The team and its rivals.
    pub tally: Tally,
    /// What the deadline needs, or why that is not there.
    pub pace_car: Result<PaceCar, NoPaceCar>,
    /// What the team did a week before; `None` if that is nothing.
    pub ghost: Option<Ghost>,
}

/// The part of all labels of a day before which a pace car does not start, and after which it has arrived.
const USUAL: [f64; 2] = [0.05, 0.95];

const WEEK: TimeDelta = TimeDelta::days(7);

impl TeamRace {
    /// The race of a team. It begins where the span does, or else with the week of the last answer, and ends with the
    /// day of that answer, or where the span does, but not later than now. `person` gives the team, or a rival of it
    /// and how many weeks before a ghost is.
    ///
    /// # Errors
    /// When nothing was done in the span, or there would be too many buckets.
    pub fn new(
        input: TeamRaceInput<'_>,
        person: impl Fn(Option<Rival>, u32) -> Person,
        target: Result<RaceTarget<'_>, NoPaceCar>,
    ) -> Result<Self, TallyError> {
        let window = Window::new(input)?;
        let team = window.labels(input, 0);
        let weeks = window.weeks();
        let ghost = window.labels(input, weeks);
        let drive = target.and_then(|target| window.drive(input, target));
        let ends = drive.iter().flat_map(Drive::hours_of_race);
        let times = || team.iter().chain(&ghost).map(|(time, _)| *time).chain(ends.clone());
        let first = times().min().unwrap_or(window.start);
        let last = times().max().unwrap_or(window.start);
        let (interval, edges) = buckets(input.interval, first, last, input.zone)?;
        let worker = |rival: Option<Rival>, steps: Vec<Step>| Worker {
            person: person(rival, weeks),
            before: DayCounts::new(),
            steps,
            rival,
        };
        let mut workers = vec![worker(None, steps(&team, &edges))];
        let pace_car = drive.and_then(|drive| {
            let steps = drive.steps(&edges);
            let labels = steps.last().map_or(0, |step| step.cumulative);
            if labels == 0 {
                return Err(NoPaceCar::NoWorkingDays);
            }
            workers.push(worker(Some(Rival::PaceCar), steps));
            Ok(PaceCar { per_day: drive.per_day, deadline: drive.deadline, labels })
        });
        let labels = ghost.iter().map(|(_, labels)| labels).sum();
        let ghost = (0 < labels).then(|| {
            workers.push(worker(Some(Rival::Ghost), steps(&ghost, &edges)));
            Ghost { weeks, labels }
        });
        let tally = Tally::of_workers(interval, input.zone, edges, workers, (first, last));
        Ok(Self { tally, pace_car, ghost })
    }
}

/// Labels at their times, in order.
type Labels = Vec<(DateTime<Utc>, u64)>;

/// The time of a race: `[start, end)`.
#[derive(Clone, Copy, Debug)]
struct Window {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    /// When the team submitted its last answer.
    last: DateTime<Utc>,
}

impl Window {
    fn new(input: TeamRaceInput<'_>) -> Result<Self, TallyError> {
        let TeamRaceInput { answers, zone, span, now, .. } = input;
        let counted = answers.iter().rev().find(|answer| span.contains(answer.submitted));
        let Some(last) = counted.map(|answer| answer.submitted) else {
            let times = answers.first().zip(answers.last());
            let times = times.map(|(first, last)| (first.submitted, last.submitted));
            return Err(TallyError::nothing_in_span(times, answers.len(), span, zone));
        };
        let day = last.with_timezone(&zone).date_naive();
        let monday = day.week(Weekday::Mon).first_day();
        let next = day.succ_opt().unwrap_or(day);
        let ends = span.until.unwrap_or_else(|| at(next.and_time(NaiveTime::MIN), zone));
        Ok(Self {
            start: span.since.unwrap_or_else(|| at(monday.and_time(NaiveTime::MIN), zone)),
            // Whatever a clock says, the last answer is there.
            end: ends.min(now).max(last + TimeDelta::milliseconds(1)),
            last,
        })
    }

    /// How many weeks it takes, as far as the team has got.
    fn weeks(self) -> u32 {
        let length = self.last - self.start;
        let begun = (length.num_milliseconds() - 1).max(0) / WEEK.num_milliseconds();
        u32::try_from(begun + 1).unwrap_or(1)
    }

    /// What was done so many weeks before, at the times of this window.
    fn labels(self, input: TeamRaceInput<'_>, weeks: u32) -> Labels {
        let later = |time: DateTime<Utc>| {
            if weeks == 0 {
                return time;
            }
            let wall = time.with_timezone(&input.zone).naive_local();
            at(wall.checked_add_days(Days::new(7 * u64::from(weeks))).unwrap_or(wall), input.zone)
        };
        let labels = input.answers.iter().map(|answer| (later(answer.submitted), input.count.of(answer)));
        let mut labels: Labels =
            labels.filter(|(time, labels)| self.start <= *time && *time < self.end && 0 < *labels).collect();
        // Where the clock was put back between the weeks, times may have changed places.
        labels.sort_by_key(|(time, _)| *time);
        labels
    }

    /// The way of a pace car.
    fn drive<'a>(
        self,
        input: TeamRaceInput<'_>,
        RaceTarget { left, deadline, calendar }: RaceTarget<'a>,
    ) -> Result<Drive<'a>, NoPaceCar> {
        let since = input.answers.iter().filter(|answer| self.start <= answer.submitted);
        let since = since.filter(|answer| input.span.until.is_none_or(|until| answer.submitted < until));
        let left = left + since.map(|answer| input.count.of(answer)).sum::<u64>();
        if left == 0 {
            return Err(NoPaceCar::NothingLeft);
        }
        let start = self.start.with_timezone(&input.zone).naive_local();
        if deadline < start.date() {
            return Err(NoPaceCar::Passed);
        }
        let mut drive = Drive {
            window: self,
            zone: input.zone,
            hours: usual_hours(input, self.end),
            deadline,
            calendar,
            before: 0.0,
            per_day: 0.0,
        };
        drive.before = drive.days_since(start.date(), start);
        let all = f64::from(calendar.worked(start.date(), deadline)) - drive.before;
        if all <= 0.0 {
            return Err(NoPaceCar::NoWorkingDays);
        }
        drive.per_day = float(left) / all;
        Ok(drive)
    }
}

/// The seconds of a day between which nine tenths of all labels are made.
fn usual_hours(input: TeamRaceInput<'_>, end: DateTime<Utc>) -> [f64; 2] {
    let answers = input.answers.iter().filter(|answer| answer.submitted < end);
    let mut seconds: Vec<f64> = answers.map(|answer| second_of_day(answer.submitted, input.zone)).collect();
    seconds.sort_by(f64::total_cmp);
    let last = seconds.len().saturating_sub(1);
    let [early, late] = USUAL.map(|part| part * float(last as u64));
    let at = |place: f64| seconds.get(place_of(place)).copied().unwrap_or(0.0);
    [at(early.floor()), at(late.ceil())]
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
fn place_of(place: f64) -> usize {
    place as usize
}

fn second_of_day(time: DateTime<Utc>, zone: Tz) -> f64 {
    seconds_since_midnight(time.with_timezone(&zone).naive_local())
}

fn seconds_since_midnight(wall: NaiveDateTime) -> f64 {
    (wall.time() - NaiveTime::MIN).as_seconds_f64()
}

/// How a pace car drives: on working days, evenly in the hours in which the team works, until the deadline.
#[derive(Clone, Copy, Debug)]
struct Drive<'a> {
    window: Window,
    zone: Tz,
    /// The seconds of a day at which it starts and arrives.
    hours: [f64; 2],
    deadline: NaiveDate,
    calendar: &'a WorkCalendar,
    /// The part of the first day that is over when the race begins, 0 to 1.
    before: f64,
    per_day: f64,
}

impl Drive<'_> {
    /// How many days of driving there are from the beginning of a day until a time on the wall.
    fn days_since(&self, first: NaiveDate, wall: NaiveDateTime) -> f64 {
        let (date, [from, to]) = (wall.date(), self.hours);
        let whole = date.pred_opt().map_or(0, |last| self.calendar.worked(first, last.min(self.deadline)));
        let second = seconds_since_midnight(wall);
        let part = if date <= self.deadline && self.calendar.is_worked(date) && from < second {
            ((second - from) / (to - from).max(1.0)).min(1.0)
        } else {
            0.0
        };
        f64::from(whole) + part
    }

    /// What it has done at a time of the race.
    fn labels_at(&self, time: DateTime<Utc>) -> u64 {
        let wall = |time: DateTime<Utc>| time.with_timezone(&self.zone).naive_local();
        let days = self.days_since(wall(self.window.start).date(), wall(time)) - self.before;
        whole(self.per_day * days)
    }

    /// Its sums at the ends of buckets, rounded to whole labels.
    fn steps(&self, edges: &[DateTime<Utc>]) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut before = 0;
        for (bucket, edge) in edges.iter().skip(1).enumerate() {
            let reached = (*edge).min(self.window.end);
            let cumulative = self.labels_at(reached);
            if before < cumulative {
                steps.push(Step { bucket, labels: cumulative - before, cumulative, reached });
                before = cumulative;
            }
        }
        steps
    }

    /// When it starts on the first day of the race, and when it arrives on the last one.
    fn hours_of_race(&self) -> Vec<DateTime<Utc>> {
        let date = |time: DateTime<Utc>| time.with_timezone(&self.zone).date_naive();
        let (first, last) = (date(self.window.start), date(self.window.end - TimeDelta::milliseconds(1)));
        let days = first.iter_days().take_while(|date| *date <= last.min(self.deadline));
        let worked: Vec<NaiveDate> = days.filter(|date| self.calendar.is_worked(*date)).collect();
        let ends = worked.first().into_iter().chain(worked.last());
        let times = ends.flat_map(|date| {
            self.hours.map(|second| {
                let midnight = date.and_time(NaiveTime::MIN);
                at(midnight + TimeDelta::milliseconds(whole(1000.0 * second).cast_signed()), self.zone)
            })
        });
        times.filter(|time| self.window.start <= *time && *time < self.window.end).collect()
    }
}

/// The sums of these labels in buckets with these edges.
fn steps(labels: &Labels, edges: &[DateTime<Utc>]) -> Vec<Step> {
    let (mut bucket, mut cumulative) = (0, 0);
    let mut steps: Vec<Step> = Vec::new();
    for &(time, labels) in labels {
        while edges.get(bucket + 2).is_some() && edges[bucket + 1] <= time {
            bucket += 1;
        }
        cumulative += labels;
        match steps.last_mut().filter(|step| step.bucket == bucket) {
            Some(step) => {
                (step.labels, step.cumulative, step.reached) = (step.labels + labels, cumulative, time);
            }
            None => steps.push(Step { bucket, labels, cumulative, reached: time }),
        }
    }
    steps
}

/// The moment at this time on the wall.
fn at(wall: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    moment_of(wall, zone).unwrap_or_else(|| wall.and_utc())
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn float(n: u64) -> f64 {
    n as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts are positive")]
fn whole(n: f64) -> u64 {
    n.round() as u64
}
