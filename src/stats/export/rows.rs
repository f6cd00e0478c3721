//! What is in an export: a row for each answer, each row of throughput, or each person in each time bucket.
//!
//! People are in it by an id that says nothing about them, and by their names only where somebody asked for those.
//! Whatever holds an e-mail address is replaced by a hash.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    io::{self, Write},
};

use chrono::NaiveDate;
use chrono_tz::Tz;
use strum::{IntoStaticStr, VariantArray};

use super::{
    cell::{ColumnType, ExportCell, ExportColumn},
    writer::ExportWriter,
};
use crate::{
    people::{Cast, Person, export_id},
    source::{Answer, Class, Gathered, WorkerId, text_for_others},
    stats::{by::By, idle_cap::IdleCap, span::Span, tally::Tally, throughput::ThroughputRow, worktime},
};

/// What has a row in an export.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum ExportWhat {
    /// Each answer.
    #[default]
    Answers,
    /// Whatever `stats` has a row for.
    Stats,
    /// Each person in each time bucket.
    Tally,
}

use ColumnType::{Date, Number, Text, Time, Whole};

const ANSWERS: [ExportColumn; 9] = [
    ExportColumn::new("job", Text),
    ExportColumn::new("object", Text),
    ExportColumn::new("worker", Text),
    ExportColumn::new("name", Text),
    ExportColumn::new("submitted", Time),
    ExportColumn::new("accepted", Time),
    ExportColumn::new("seconds", Number),
    ExportColumn::new("annotations", Whole),
    ExportColumn::new("class", Text),
];

const TALLY: [ExportColumn; 5] = [
    ExportColumn::new("time", Time),
    ExportColumn::new("worker", Text),
    ExportColumn::new("name", Text),
    ExportColumn::new("labels", Whole),
    ExportColumn::new("cumulative", Whole),
];

const STATS: [ExportColumn; 20] = [
    ExportColumn::new("by", Text),
    ExportColumn::new("key", Text),
    ExportColumn::new("name", Text),
    ExportColumn::new("submitted", Whole),
    ExportColumn::new("accepted", Whole),
    ExportColumn::new("returned", Whole),
    ExportColumn::new("declined", Whole),
    ExportColumn::new("labels", Whole),
    ExportColumn::new("annotations", Whole),
    ExportColumn::new("people", Whole),
    ExportColumn::new("active_days", Whole),
    ExportColumn::new("seconds_n", Whole),
    ExportColumn::new("seconds_sum", Number),
    ExportColumn::new("seconds_mean", Number),
    ExportColumn::new("seconds_median", Number),
    ExportColumn::new("seconds_p90", Number),
    ExportColumn::new("active_hours", Number),
    ExportColumn::new("labels_per_active_hour", Number),
    ExportColumn::new("first", Date),
    ExportColumn::new("last", Date),
];

impl ExportWhat {
    /// The columns of its table.
    pub fn columns(self) -> &'static [ExportColumn] {
        match self {
            Self::Answers => &ANSWERS,
            Self::Stats => &STATS,
            Self::Tally => &TALLY,
        }
    }
}

/// How people are called in an export.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ExportNaming<'a> {
    /// What their ids depend on, as pseudonyms do.
    pub key: &'a str,
    /// Whether their names are in it.
    pub with_names: bool,
}

impl ExportNaming<'_> {
    fn id(self, id: &WorkerId) -> String {
        export_id(self.key, id)
    }

    /// The id and the name of somebody, or of a team, which is no person.
    fn person(self, person: &Person) -> (String, Option<&str>) {
        let name = person.name.as_str();
        if person.origin.is_none() {
            return (text_for_others(name).into_owned(), Some(name));
        }
        (self.id(&person.id), Some(name).filter(|_| self.with_names))
    }
}

/// The answers of a source, ready to be written.
#[derive(Debug)]
pub struct AnswerRows<'a> {
    gathered: &'a Gathered,
    cast: &'a Cast,
    idle_cap: IdleCap,
    /// The id and the name of everybody in the cast.
    people: Vec<(String, Option<&'a str>)>,
    /// What jobs are called, by their roots.
    jobs: HashMap<&'a str, Cow<'a, str>>,
}

impl<'a> AnswerRows<'a> {
    /// Those of `gathered`, whose people are the `cast`. A task takes no longer than the `idle_cap`, as in `stats`.
    pub fn new(gathered: &'a Gathered, cast: &'a Cast, naming: ExportNaming<'_>, idle_cap: IdleCap) -> Self {
        let people = cast.people().iter().map(|person| naming.person(person)).collect();
        let jobs = gathered.jobs.iter();
        let jobs = jobs.map(|job| (&*job.root, text_for_others(gathered.below(&job.root)))).collect();
        Self { gathered, cast, idle_cap, people, jobs }
    }

    /// Writes a row for each answer in the span, in the order of time.
    ///
    /// # Errors
    /// When the writer cannot write.
    pub fn write<W: Write + Send>(&self, span: Span, writer: &mut ExportWriter<W>) -> io::Result<()> {
        let answers = self.gathered.answers.iter();
        self.write_all(answers.filter(|answer| span.contains(answer.submitted)), writer)
    }

    /// All answers by the day of their submission in this time zone and by the root of their job, in the order of time.
    pub fn by_day(&self, zone: Tz) -> BTreeMap<(NaiveDate, &'a str), Vec<&'a Answer>> {
        let mut days: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for answer in &self.gathered.answers {
            let day = answer.submitted.with_timezone(&zone).date_naive();
            days.entry((day, &*answer.job)).or_default().push(answer);
        }
        days
    }

    /// Writes a row for each of these answers.
    ///
    /// # Errors
    /// When the writer cannot write.
    pub fn write_all<'b, W: Write + Send>(
        &self,
        answers: impl IntoIterator<Item = &'b Answer>,
        writer: &mut ExportWriter<W>,
    ) -> io::Result<()> {
        for answer in answers {
            let Some(person) = self.cast.index_of(&answer.worker) else { continue };
            let (worker, name) = &self.people[person];
            let job = self.jobs.get(&*answer.job).map(|job| &**job);
            let object = Some(&*answer.object).filter(|object| !object.is_empty()).map(text_for_others);
            writer.row(&[
                ExportCell::text(job),
                ExportCell::text(object),
                ExportCell::Text(worker.as_str().into()),
                ExportCell::text(*name),
                ExportCell::Time(answer.submitted),
                ExportCell::time(answer.accepted),
                ExportCell::number(worktime::length(answer, self.idle_cap).map(seconds)),
                ExportCell::whole(answer.inside.map(u64::from)),
                ExportCell::text(answer.class.as_ref().map(Class::as_str)),
            ])?;
        }
        Ok(())
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "real times are far below 2^52 ms, and of others no digit matters"
)]
fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}

/// Writes the rows of a tally.
///
/// # Errors
/// When the writer cannot write.
pub fn write_tally<W: Write + Send>(
    tally: &Tally,
    naming: ExportNaming<'_>,
    writer: &mut ExportWriter<W>,
) -> io::Result<()> {
    let workers = tally.workers().iter();
    let people: HashMap<&WorkerId, (String, Option<&str>)> =
        workers.map(|worker| (&worker.person.id, naming.person(&worker.person))).collect();
    for row in tally.rows() {
        let (worker, name) = &people[&row.person.id];
        writer.row(&[
            ExportCell::Time(row.start),
            ExportCell::Text(worker.as_str().into()),
            ExportCell::text(*name),
            ExportCell::Whole(row.labels),
            ExportCell::Whole(row.cumulative),
        ])?;
    }
    Ok(())
}

/// Writes rows of throughput.
///
/// # Errors
/// When the writer cannot write.
pub fn write_stats<W: Write + Send>(
    rows: &[ThroughputRow],
    naming: ExportNaming<'_>,
    writer: &mut ExportWriter<W>,
) -> io::Result<()> {
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    for ThroughputRow { by, key, name, throughput } in rows {
        let (key, name) = (key.as_deref(), name.as_deref());
        let (key, name) = match by {
            By::Worker => {
                let id = key.and_then(WorkerId::new).map(|id| naming.id(&id));
                (id.map(Cow::Owned), name.filter(|_| naming.with_names).map(Cow::Borrowed))
            }
            _ => (key.map(text_for_others), name.map(text_for_others)),
        };
        let by: &str = by.into();
        writer.row(&[
            ExportCell::Text(by.into()),
            ExportCell::text(key),
            ExportCell::text(name),
            ExportCell::whole(throughput.submitted),
            ExportCell::whole(throughput.accepted),
            ExportCell::whole(throughput.returned),
            ExportCell::whole(throughput.declined),
            ExportCell::Whole(throughput.labels),
            ExportCell::whole(throughput.annotations),
            ExportCell::Whole(count(throughput.people)),
            ExportCell::whole(throughput.active_days.map(count)),
            ExportCell::Whole(count(throughput.seconds_n)),
            ExportCell::number(throughput.seconds_sum),
            ExportCell::number(throughput.seconds_mean),
            ExportCell::number(throughput.seconds_median),
            ExportCell::number(throughput.seconds_p90),
            ExportCell::number(throughput.active_hours),
            ExportCell::number(throughput.labels_per_active_hour),
            ExportCell::date(throughput.first),
            ExportCell::date(throughput.last),
        ])?;
    }
    Ok(())
}
