//! The numbers of a page, as they are shown, drawn, and written to its file of numbers.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, Serializer};

use super::{
    captions::{FilmText, film_text},
    periods::{DayPart, PerDays, hours, per_days},
    planned::PlannedCourse,
    standings::{Standings, named, short, standings},
};
use crate::{
    color::Color,
    locale::{Locale, Period},
    race::{Bars, Race},
    render::{scene, style::Theme},
    source::LogUse,
    stats::{Agreement, Count, Counted, Forecast, Measure, WorkCalendar, Worker, rfc3339},
};

/// The most lines in a chart: more cannot be told apart.
const LINES: usize = 10;

/// The most points of a line.
const POINTS: usize = 240;

/// What a page is made from.
#[derive(Clone, Copy, Debug)]
pub struct PageInput<'a> {
    /// What was counted.
    pub counted: &'a Counted,
    /// Its race.
    pub race: &'a Race,
    /// The language.
    pub locale: &'a Locale,
    /// The title of the film.
    pub title: &'a str,
    /// The line below the title of the film.
    pub subtitle: &'a str,
    /// The line below the race: as of when it is.
    pub footer: &'a str,
    /// The most bars of the film.
    pub top: usize,
    /// When the job will be done, where that is known.
    pub forecast: Option<&'a Forecast>,
    /// When people work.
    pub calendar: &'a WorkCalendar,
    /// How far people agree.
    pub agreement: &'a Agreement,
}

/// All numbers of a page.
#[derive(Clone, Debug, Serialize)]
pub struct PageNumbers {
    /// The title of the film.
    pub title: String,
    /// `labels` or `annotations`.
    pub what: &'static str,
    /// All labels.
    pub total: u64,
    /// Whether a row is a team.
    pub in_teams: bool,
    /// How far the job is, where that is known.
    pub progress: Option<PageProgress>,
    /// The first day with a label.
    pub first_day: NaiveDate,
    /// The last day with a label.
    pub last_day: NaiveDate,
    /// The newest time in the source, RFC 3339.
    pub as_of: String,
    /// The time zone of days and hours, as an IANA name.
    pub time_zone: String,
    /// Who has how much.
    pub standings: Standings,
    /// Labels per day, week or month.
    #[serde(serialize_with = "with_period")]
    pub per_days: PerDays,
    /// Labels per weekday, Monday first, and hour of the day; null where that would tell of somebody, or is not known.
    pub hours: Option<Vec<DayPart>>,
    /// What is drawn over time.
    pub over_time: PageCourse,
    /// When the job will be done, where that is known.
    pub forecast: Option<Forecast>,
    /// How far the team agrees; null where that would tell of somebody, or is not known.
    pub agreement: Option<Agreement>,
    /// The words of the film.
    #[serde(skip)]
    pub film: FilmText,
    /// The length of the film in whole seconds.
    #[serde(skip)]
    pub seconds: u64,
    /// What a label is.
    #[serde(skip)]
    pub counts: Count,
    /// Whether tasks of an activity log are counted.
    #[serde(skip)]
    pub is_logged: bool,
    /// Whether the last days may still grow.
    #[serde(skip)]
    pub may_grow: bool,
    /// The colors of the lines, on white and on dark blue.
    #[serde(skip)]
    pub colors: Vec<(Color, Color)>,
    /// The line below the title.
    #[serde(skip)]
    pub subtitle: String,
    /// As of when all this is, in words.
    #[serde(skip)]
    pub footer: String,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PageProgress {
    /// `objects`, or what is counted.
    pub unit: &'static str,
    /// How many are done.
    pub done: u64,
    /// How many there are.
    pub total: u64,
}

/// Sums over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageCourse {
    /// Seconds since 1970.
    pub times: Vec<i64>,
    /// The labels of everybody at each time.
    pub total: Vec<u64>,
    /// The names of those in front, and their labels at each time.
    pub lines: Vec<PageLine>,
    /// The goal of each person, if there is one.
    pub goal: Option<u64>,
    /// The labels that the whole job takes, if somebody said so.
    pub target: Option<u64>,
    /// What is to be done by when, where a deadline and the size of the job are known.
    pub plan: Option<PagePlan>,
}

/// A straight line to the deadline, over working days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PagePlan {
    /// What the whole job takes.
    pub total: u64,
    /// The day at whose end it is to be done.
    pub deadline: NaiveDate,
    /// What is to be done at each of the times.
    pub labels: Vec<u64>,
    /// The same at the end of each day, week or month.
    #[serde(skip)]
    pub at_ends: Vec<u64>,
}

/// One line of a chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageLine {
    /// Whose it is.
    pub name: String,
    /// Labels at each of the times.
    pub labels: Vec<u64>,
}

fn with_period<S: Serializer>(per: &PerDays, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Written<'a> {
        period: &'static str,
        each: &'a [super::periods::PeriodLabels],
    }
    let period = match per.period {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
    };
    Written { period, each: &per.each }.serialize(serializer)
}

impl PageNumbers {
    /// The numbers of a film and of its page.
    pub fn new(input: PageInput<'_>) -> Self {
        let PageInput { counted, race, locale, title, subtitle, footer, top, .. } = input;
        let tally = &counted.tally;
        let zone = tally.zone();
        let date = |time: DateTime<Utc>| time.with_timezone(&zone).date_naive();
        let (first, last) = tally.first_and_last();
        let in_teams = race.course().bars == Bars::Groups;
        let named = named(counted, top);
        let count = counted.counting.count;
        let reach = race.course().reach.as_ref();
        let title = short(title);
        let per_days = per_days(counted);
        let over_time = over_time(counted, &named);
        let planned = input.forecast.and_then(|known| PlannedCourse::new(counted, known, input.calendar));
        let plan = planned.map(|plan| plan.on_page(&over_time.times, &per_days));
        // Where the sums begin after the job did, they are not on the way to what the whole of it takes.
        let target =
            reach.filter(|reach| reach.measure == Measure::Counted && counted.is_from_the_beginning());
        Self {
            what: count.name(),
            total: tally.total(),
            in_teams,
            progress: reach.map(|reach| PageProgress {
                unit: match reach.measure {
                    Measure::Objects => "objects",
                    Measure::Counted => count.name(),
                },
                done: reach.done(),
                total: reach.total,
            }),
            first_day: date(first),
            last_day: date(last),
            as_of: rfc3339(counted.gathered.as_of, zone),
            time_zone: zone.to_string(),
            standings: standings(counted, &named, top, in_teams),
            per_days,
            hours: hours(counted),
            over_time: PageCourse {
                target: target.map(|reach| reach.total),
                goal: race.course().goal,
                plan,
                ..over_time
            },
            forecast: input.forecast.cloned(),
            agreement: input.agreement.clone().shared(),
            film: film_text(race, (locale, zone), count.into(), (&title, subtitle)),
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 3,600")]
            seconds: race.seconds().round() as u64,
            counts: count,
            is_logged: counted.gathered.log == Some(LogUse::Alone),
            may_grow: counted.gathered.may_grow(),
            colors: colors(race, &named),
            subtitle: subtitle.to_owned(),
            footer: footer.to_owned(),
            title,
        }
    }

    /// All numbers as JSON.
    ///
    /// # Errors
    /// Never: numbers and texts can be written.
    pub fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        let mut json = serde_json::to_vec(self)?;
        json.push(b'\n');
        Ok(json)
    }
}

impl PlannedCourse<'_> {
    /// The plan at these times, and at the end of each period.
    fn on_page(&self, times: &[i64], per_days: &PerDays) -> PagePlan {
        let time = |seconds: &i64| DateTime::from_timestamp(*seconds, 0).unwrap_or_default();
        PagePlan {
            total: self.total,
            deadline: self.deadline,
            labels: times.iter().map(|seconds| self.at(time(seconds))).collect(),
            at_ends: per_days
                .each
                .iter()
                .map(|each| self.at_end_of(each.last_day(per_days.period)))
                .collect(),
        }
    }
}

/// The sums at each time, of everybody and of those in front.
fn over_time(counted: &Counted, named: &[&Worker]) -> PageCourse {
    let tally = &counted.tally;
    let step = tally.len().div_ceil(POINTS);
    let mut edges: Vec<usize> = (0..=tally.len()).step_by(step).collect();
    // The last edge is what everything else says as well.
    if edges.last() != Some(&tally.len()) {
        edges.push(tally.len());
    }
    let sums = |worker: &Worker| -> Vec<u64> {
        let mut steps = worker.steps.iter().peekable();
        let mut sum = 0;
        let at = |edge: &usize| {
            while let Some(step) = steps.next_if(|step| step.bucket < *edge) {
                sum = step.cumulative;
            }
            sum
        };
        edges.iter().map(at).collect()
    };
    let mut total = vec![0; edges.len()];
    for worker in tally.workers() {
        for (sum, own) in total.iter_mut().zip(sums(worker)) {
            *sum += own;
        }
    }
    let line = |worker: &&Worker| PageLine { name: short(&worker.person.name), labels: sums(worker) };
    PageCourse {
        times: edges.iter().map(|edge| tally.edges()[*edge].timestamp()).collect(),
        total,
        lines: named.iter().take(LINES).map(line).collect(),
        goal: None,
        target: None,
        plan: None,
    }
}

/// The colors of those in front, as their bars have them.
fn colors(race: &Race, named: &[&Worker]) -> Vec<(Color, Color)> {
    let [light, dark] = [Theme::light(), Theme::dark()].map(|theme| scene::colors(race, &theme));
    let racers: Vec<&str> = race.people().map(|person| person.id.as_str()).collect();
    let color = |worker: &&Worker| {
        let racer = racers.iter().position(|id| *id == worker.person.id.as_str())?;
        Some((light[racer], dark[racer]))
    };
    named.iter().take(LINES).filter_map(color).collect()
}
