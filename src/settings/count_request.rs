//! Settings about what is read and how it is counted, as somebody wrote them.
//!
//! A flag of the command line is a field of a request, so whatever else takes requests refuses the same things in the
//! same words. What they mean together is a [`Plan`].

use std::{path::PathBuf, sync::Arc};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::Args;

use super::{
    hints::{Hinted, zones},
    limits::{LineLimit, Whole},
    moment::Moment,
    plan::{AskedSpan, Files, Input, LogInput, Plan, PlanError, empty_span},
    privacy::Privacy,
    words::{one_of, word},
};
use crate::{
    locale::{Locale, LocaleError},
    people::{Aliases, Colors, Groups, ListError, Naming},
    race::{Bars, RaceOf},
    source::{
        ColumnNames, ComparedSpan, DEFAULT_PARALLEL, DateOrder, EventFilter, Jobs, Reading, Records,
        Strictness, TableTimes, UserPool,
    },
    stats::{Choice, Count, IdleCap, IntervalError},
    store::{LocalPath, Location, LocationError},
};

const PSEUDONYM_KEY: LineLimit = LineLimit::new(200);
const MIN_PEOPLE: Whole<usize> = Whole::new(1, 1000);
const PARALLEL: Whole<usize> = Whole::new(1, 1024);

/// What is read.
#[derive(Args, Clone, Debug)]
#[expect(clippy::doc_markdown, reason = "the comments of its fields are what --help prints")]
pub struct SourceRequest<P: LocalPath = PathBuf> {
    /// A labeling job: its folder or file, s3://bucket/prefix/job-name/, or logs: for the workers' activity
    ///
    /// A folder, an s3:// address, or Ground Truth's https:// address of a job, of its annotations/, of its
    /// annotations/worker-response/, or of any folder of worker-response files; an output.manifest works too.
    /// logs: is the log group that Ground Truth writes the activity of private workers to, and logs:/another/group a
    /// copy of it; an export of it, or a file of its events, plain or .gz, works too.
    #[arg(help_heading = "Arguments")]
    pub source: Location<P>,

    /// What tells who did how much: responses, log (of the workers' activity) or both
    ///
    /// With both, answers count as the responses have them, and the log adds what they do not know: tasks accepted,
    /// returned and declined, and the last hours. Default: what SOURCE is, and both with --log-group.
    #[arg(
        long = "source",
        id = "records",
        value_name = "WHAT",
        value_parser = one_of::<Records>(),
        help_heading = "Reading"
    )]
    pub records: Option<Records>,

    /// Log of the workers' activity: logs:, logs:/another/group, or where an export of it is
    ///
    /// Needed with --source log where SOURCE is the job's folder. A name that begins with /aws/ is a log group.
    #[arg(long, value_name = "LOG", value_parser = log_place::<P>, help_heading = "Reading")]
    pub log_group: Option<Location<P>>,

    /// Of a log, count only this labeling job; region/name where two regions have one of that name
    ///
    /// Where another tool's files hold several projects, it is the name of the one that counts.
    #[arg(long, visible_alias = "job", value_name = "NAME", help_heading = "Reading")]
    pub labeling_job: Option<String>,

    /// Of a log, count only what this work team did
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    pub work_team: Option<String>,

    /// Of a log, count only this AWS account
    #[arg(long, value_name = "ID", help_heading = "Reading")]
    pub account: Option<String>,

    /// Fail if any file or answer has to be skipped
    #[arg(long, help_heading = "Reading")]
    pub strict: bool,

    /// How many files to fetch at once [default: 128, in the function 256]
    ///
    /// Fewer are fetched where this machine may not open so many.
    #[arg(long, value_name = PARALLEL.shown(), value_parser = PARALLEL, help_heading = "Reading")]
    pub parallel: Option<usize>,

    /// What comes first in dates such as 8/9/2018 in a table: month-first or day-first
    ///
    /// Without it a day above 12 in the same column has to show it.
    #[arg(long, value_name = "ORDER", value_parser = one_of::<DateOrder>(), help_heading = "Reading")]
    pub date_order: Option<DateOrder>,

    /// What the columns of a table are called: worker=Who,time=When, and perhaps object, seconds and started
    ///
    /// Needed only for columns that are not found by the names that tools give them.
    #[arg(long, value_name = "ROLE=NAME,...", help_heading = "Reading")]
    pub columns: Option<ColumnNames>,

    /// Time zone for days and hours, such as Europe/Berlin
    ///
    /// Times in tables that name no zone are read as times of this one.
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = Hinted::new(zone, zones), hide_possible_values = true, help_heading = "Counting")]
    pub time_zone: Tz,
}

/// What is read and how it is counted.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Counting")]
pub struct CountRequest<P: LocalPath = PathBuf> {
    /// What is read.
    #[command(flatten)]
    pub source: SourceRequest<P>,

    /// Make one race of all jobs in SOURCE, if it holds several
    #[arg(long, help_heading = "Reading")]
    pub all_jobs: bool,

    /// Length of a time bucket: auto, 1w, 1d, or a length that divides a day evenly (12h, 1h, 15m, 1m)
    ///
    /// auto takes the longest of 1d, 6h, 1h, 15m, 5m and 1m that gives at least 60 buckets.
    #[arg(
        long,
        value_name = "LENGTH",
        default_value = "auto",
        value_parser = Hinted::new(interval, intervals),
        hide_possible_values = true
    )]
    pub interval: Choice,

    /// Count from here on: 2024-03-04, or 7d before --until or the newest answer
    ///
    /// A day begins at its midnight; a time is written like 2024-03-04T08:00. Days back count from --until if that is
    /// said, or else from the newest answer, so a job that ended last month has a last week, too.
    #[arg(long, value_name = "WHEN")]
    pub since: Option<Moment>,

    /// Count what came before: 2024-03-11, 2024-03-11T18:00, or 1d before now
    #[arg(long, value_name = "WHEN")]
    pub until: Option<Moment>,

    /// What to count: labels (submitted answers) or annotations (boxes, entities or frames in them)
    #[arg(long, value_name = "WHAT", default_value = word(Count::default()), value_parser = one_of::<Count>())]
    pub count: Count,

    /// Longest pause that counts as work in statistics (30s, 5m, 1h), or none for no limit
    ///
    /// A task that took longer counts as this long, and longer gaps between two tasks are not active hours.
    #[arg(long, value_name = "LENGTH", default_value_t)]
    pub idle_cap: IdleCap,

    /// Names people chose: a CSV file of id,name, on disk or in S3
    ///
    /// In S3 it is `s3://bucket/key`. An id is a worker's sub, or the worker id with or without its prefix; its first 8
    /// characters are enough where no other id begins with them. Two ids with the same name are
    /// one person.
    #[arg(long, value_name = "FILE", help_heading = "Names")]
    pub aliases: Option<Location<P>>,

    /// Names for everybody else: a pseudonym (Blue Heron), that of the user pool, or the id
    ///
    /// cognito is the name in the Amazon Cognito user pool that people sign in with (else a pseudonym), id the first 8
    /// characters of the id. Of a user pool only names are shown, never a user name, an address or an id; see docs/names.md.
    #[arg(
        long,
        value_name = "HOW",
        default_value = word(Naming::default()),
        value_parser = one_of::<Naming>(),
        help_heading = "Names"
    )]
    pub names: Naming,

    /// With --names cognito: read this user pool instead of those that the answers name (eu-west-1_AbCdEfGhI, or its
    /// ARN); can be given more than once
    #[arg(long, value_name = "ID", value_parser = user_pool, help_heading = "Names")]
    pub user_pool: Vec<UserPool>,

    /// Teams: a CSV file of id,group; bars take their team's color
    ///
    /// On disk or in S3; a legend names the teams. An id is written as in the alias file; a name works too.
    #[arg(long, value_name = "FILE", help_heading = "Names")]
    pub group: Option<Location<P>>,

    /// Show one bar per person, or one per group of --group
    #[arg(
        long,
        value_name = "WHOSE",
        default_value = word(Bars::default()),
        value_parser = one_of::<Bars>(),
        help_heading = "Names"
    )]
    pub bars: Bars,

    /// Race of people, or of the team against what its deadline needs and against its last week
    ///
    /// A race of the team shows no single person: the team, the pace car (with --deadline) and the same days a week
    /// before, in the week of the newest answer or from --since on. See docs/team-race.md.
    #[arg(
        long,
        value_name = "OF",
        default_value = word(RaceOf::default()),
        value_parser = one_of::<RaceOf>(),
        help_heading = "Names"
    )]
    pub race: RaceOf,

    /// Show fewer people than this as one team; also where everyone else would be fewer than 3 [default: 2]
    ///
    /// A job that one person alone labels is shown as theirs unless you give this.
    #[arg(long, value_name = MIN_PEOPLE.shown(), value_parser = MIN_PEOPLE, help_heading = "Names")]
    pub min_people: Option<usize>,

    /// How much is shown of people: standard, or strict
    ///
    /// With strict nobody is named in mails, all bars have the colors of teams (one color without --group), and fewer
    /// than 5 people are shown as one team, or fewer than --min-people where that is more.
    #[arg(
        long,
        value_name = "HOW",
        default_value = word(Privacy::default()),
        value_parser = one_of::<Privacy>(),
        help_heading = "Names"
    )]
    pub privacy: Privacy,

    /// Count labels by name only where agreement with colleagues is not plainly low
    ///
    /// For tasks that give each object one class and have several people for each. At least 30 answers of a person have
    /// to be compared, and the lower end of the interval of Cohen's kappa has to be below 0.4; then they are counted
    /// under everyone else, and nobody can see whose they are.
    #[arg(long, help_heading = "Names")]
    pub gate: bool,

    /// Custom colors: a CSV file of id,color (#2476D8), on disk or in S3
    ///
    /// An id is written as in the alias file; the name of a person or group works too.
    #[arg(long, value_name = "FILE", alias = "colours", help_heading = "Names")]
    pub colors: Option<Location<P>>,

    /// Language of dates, numbers and words: en, de, fr, es, it, pt or ja; a region works too (pt-BR)
    #[arg(
        long,
        value_name = "TAG",
        default_value_t,
        value_parser = Hinted::new(language, languages),
        hide_possible_values = true,
        help_heading = "Names"
    )]
    pub language: Locale,

    /// Draw pseudonyms from this text instead of the job's name
    ///
    /// The same text gives a person the same pseudonym in several jobs.
    #[arg(long, value_name = PSEUDONYM_KEY.shown(), value_parser = PSEUDONYM_KEY, help_heading = "Names")]
    pub pseudonym_key: Option<String>,
}

impl<P: LocalPath> SourceRequest<P> {
    /// The input for this request at the moment `now`.
    pub fn plan(self, jobs: Jobs, now: DateTime<Utc>) -> Input<P> {
        let strictness = if self.strict { Strictness::Strict } else { Strictness::Lenient };
        let only = EventFilter { job: self.labeling_job, team: self.work_team, account: self.account };
        let log =
            LogInput { records: self.records, place: self.log_group, only, span: ComparedSpan::default() };
        let tables = TableTimes { date_order: self.date_order, zone: self.time_zone };
        let columns = Arc::new(self.columns.unwrap_or_default());
        let parallel = self.parallel.unwrap_or(DEFAULT_PARALLEL);
        let reading = Reading { parallel, jobs, strictness, now, tables, columns, ledger: None };
        Input { source: self.source, reading, log }
    }
}

impl<P: LocalPath> CountRequest<P> {
    /// The plan for this request at the moment `now`. `files` has those that it names.
    ///
    /// # Errors
    /// When the settings do not fit together, or a file cannot be used.
    pub fn plan(self, now: DateTime<Utc>, files: &Files) -> Result<Plan<P>, PlanError> {
        let zone = self.source.time_zone;
        let until = self.until.map(|until| until.resolve(now, zone)).transpose()?;
        let since = self.since.map(|since| since.resolve(until.unwrap_or(now), zone)).transpose()?;
        if let (Some(since), Some(until)) = (since, until)
            && until <= since
        {
            return Err(empty_span(since, until, zone));
        }
        // A job that ended last month has a last week too: without an end, weeks are those before the newest answer.
        let back = self.since.filter(|since| until.is_none() && matches!(since, Moment::Back(_)));
        let since = since.filter(|_| back.is_none());
        if self.bars == Bars::Groups && self.group.is_none() {
            return Err(PlanError::NoGroups);
        }
        if self.bars == Bars::Groups && self.race == RaceOf::Team {
            return Err(PlanError::TeamOfGroups);
        }
        if let (Location::LogGroup(_), Some(asked @ (Records::Responses | Records::Both))) =
            (&self.source.source, self.source.records)
        {
            return Err(PlanError::LogAsJob { asked: asked.into() });
        }
        let aliases = list(self.aliases, files.aliases.as_deref(), Aliases::parse)?;
        let groups = list(self.group, files.groups.as_deref(), Groups::parse)?;
        let colors = list(self.colors, files.colors.as_deref(), Colors::parse)?;
        let mut input = self.source.plan(if self.all_jobs { Jobs::All } else { Jobs::One }, now);
        input.log.span = ComparedSpan { since, until };
        Ok(Plan {
            input,
            interval: self.interval,
            zone,
            span: AskedSpan { since, back, until },
            count: self.count,
            idle_cap: self.idle_cap,
            aliases,
            naming: self.names,
            user_pools: self.user_pool.into_iter().collect(),
            groups,
            bars: self.bars,
            race: self.race,
            min_people: self.privacy.min_people(self.min_people),
            privacy: self.privacy,
            gate: self.gate,
            colors,
            locale: self.language,
            pseudonym_key: self.pseudonym_key,
        })
    }
}

/// What a file says; without one, nothing.
fn list<T: Default, P: LocalPath>(
    file: Option<Location<P>>,
    bytes: Option<&[u8]>,
    parse: impl FnOnce(&[u8]) -> Result<T, ListError>,
) -> Result<T, PlanError> {
    match (file, bytes) {
        (Some(file), Some(bytes)) => {
            parse(bytes).map_err(|source| PlanError::List { file: file.to_any(), source })
        }
        _ => Ok(T::default()),
    }
}

/// A user pool by its id, or by its ARN, which ends with a slash and the id.
///
/// # Errors
/// What ids look like.
pub fn user_pool(text: &str) -> Result<UserPool, String> {
    let id = text.trim();
    let id = if id.starts_with("arn:") { id.rsplit('/').next().unwrap_or(id) } else { id };
    UserPool::new(id).ok_or_else(|| {
        format!(
            "'{text}' is not the id of a user pool of Amazon Cognito; those look like eu-west-1_AbCdEfGhI"
        )
    })
}

/// The time zone of this name.
///
/// # Errors
/// When there is none, with what a name looks like.
pub fn zone(text: &str) -> Result<Tz, String> {
    text.trim()
        .parse()
        .map_err(|_| format!("'{text}' is not a time zone; use an IANA name such as Europe/Berlin or UTC"))
}

fn language(tag: &str) -> Result<Locale, String> {
    tag.parse().map_err(|error: LocaleError| error.to_string())
}

fn languages() -> Vec<String> {
    Locale::languages().iter().map(|&tag| tag.to_owned()).collect()
}

fn interval(text: &str) -> Result<Choice, String> {
    text.parse().map_err(|error: IntervalError| error.to_string())
}

fn intervals() -> Vec<String> {
    ["auto", "1w", "1d", "12h", "6h", "1h", "15m", "5m", "1m"].map(str::to_owned).into()
}

/// A log is named like a source; the name of a log group is enough where it cannot be anything else.
///
/// # Errors
/// When this names no place.
pub fn log_place<P: LocalPath>(text: &str) -> Result<Location<P>, LocationError> {
    if text.starts_with("/aws/") { format!("logs:{text}").parse() } else { text.parse() }
}
