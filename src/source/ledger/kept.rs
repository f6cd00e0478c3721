//! What was in one file, as a few bytes.
//!
//! Only what files of labeling jobs with a fixed place hold can be kept. What depends on the present, such as a time
//! that is not plausible yet, is not kept: such a file is read again.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::source::{
    answer::{Submission, WorkerId},
    class::Class,
    formats::{
        FORMATS,
        format::{Contents, FileFacts, Format, Role},
    },
    pool::UserPool,
    progress::ObjectList,
    skipped::{Reason, Skip, Skipped},
    time::{self, Times},
};

/// What was in a file.
#[derive(Debug)]
pub(crate) struct FileContents {
    pub(crate) format: &'static Format,
    pub(crate) contents: Result<Contents, Skip>,
    pub(crate) skipped: Skipped,
}

/// Something is not kept, or cannot have been kept like this.
struct Unkept;

/// Ids and user pools, each written once and named by its number.
#[derive(Debug, Default)]
pub(super) struct LedgerNames {
    pub(super) ids: Vec<WorkerId>,
    pub(super) pools: Vec<UserPool>,
    numbers: HashMap<WorkerId, u32>,
}

impl LedgerNames {
    /// Ids and pools in the order of their numbers.
    pub(super) fn new(ids: Vec<WorkerId>, pools: Vec<UserPool>) -> Self {
        let numbers = ids.iter().zip(0..).map(|(id, number)| (id.clone(), number)).collect();
        Self { ids, pools, numbers }
    }

    fn number(&mut self, id: &WorkerId) -> Result<u32, Unkept> {
        if let Some(&number) = self.numbers.get(id) {
            return Ok(number);
        }
        let number = u32::try_from(self.ids.len()).map_err(|_| Unkept)?;
        self.ids.push(id.clone());
        self.numbers.insert(id.clone(), number);
        Ok(number)
    }

    fn id(&self, number: u32) -> Result<WorkerId, Unkept> {
        let place = usize::try_from(number).map_err(|_| Unkept)?;
        self.ids.get(place).cloned().ok_or(Unkept)
    }

    fn pool(&mut self, pool: &UserPool) -> Option<u32> {
        let known = self.pools.iter().position(|known| known == pool);
        let number = known.unwrap_or_else(|| {
            self.pools.push(pool.clone());
            self.pools.len() - 1
        });
        u32::try_from(number).ok()
    }
}

/// Seconds since 1970 and nanoseconds.
type KeptTime = (i64, u32);

fn kept_time(time: DateTime<Utc>) -> KeptTime {
    (time.timestamp(), time.timestamp_subsec_nanos())
}

fn time_of((seconds, nanoseconds): KeptTime) -> Result<DateTime<Utc>, Unkept> {
    DateTime::from_timestamp(seconds, nanoseconds).ok_or(Unkept)
}

#[derive(Deserialize, Serialize)]
struct KeptAnswer {
    worker_id: Option<u32>,
    sub: Option<u32>,
    submitted: KeptTime,
    accepted: Option<KeptTime>,
    spent_ms: Option<u64>,
    inside: Option<u32>,
    class: Option<Class>,
}

impl KeptAnswer {
    /// `None` where an answer holds more than files of labeling jobs do.
    fn new(submission: &Submission, names: &mut LedgerNames) -> Option<Self> {
        // Every field is named, so that a new one cannot be forgotten here.
        let Submission {
            worker_id,
            sub,
            submitted,
            accepted,
            spent_ms,
            inside,
            class,
            labels,
            team,
            project,
            number,
        } = submission;
        if *labels != 1 || team.is_some() || project.is_some() || number.is_some() {
            return None;
        }
        Some(Self {
            worker_id: worker_id.as_ref().map(|id| names.number(id)).transpose().ok()?,
            sub: sub.as_ref().map(|id| names.number(id)).transpose().ok()?,
            submitted: kept_time(*submitted),
            accepted: accepted.map(kept_time),
            spent_ms: *spent_ms,
            inside: *inside,
            class: class.clone(),
        })
    }

    /// The answer, if its time is plausible at `now`.
    fn submission(self, names: &LedgerNames, now: DateTime<Utc>) -> Option<Submission> {
        let submitted = time::plausible(time_of(self.submitted).ok()?, now).ok()?;
        Some(Submission {
            worker_id: self.worker_id.map(|id| names.id(id)).transpose().ok()?,
            sub: self.sub.map(|id| names.id(id)).transpose().ok()?,
            accepted: self.accepted.map(time_of).transpose().ok()?,
            spent_ms: self.spent_ms,
            inside: self.inside,
            class: self.class,
            ..Submission::new(submitted)
        })
    }
}

#[derive(Deserialize, Serialize)]
struct KeptSkip {
    reason: u8,
    detail: String,
    place: String,
}

/// The reasons that a file of a labeling job may be skipped for, whatever the time is.
const REASONS: [Reason; 6] = [
    Reason::BrokenJson,
    Reason::WrongShape,
    Reason::BadTime,
    Reason::TooLarge,
    Reason::Unreadable,
    Reason::NotCounted,
];

fn kept_reason(reason: Reason) -> Option<u8> {
    u8::try_from(REASONS.iter().position(|&known| known == reason)?).ok()
}

impl KeptSkip {
    fn new(skip: &Skip) -> Option<Self> {
        let Skip { reason, detail, place } = skip.clone();
        Some(Self { reason: kept_reason(reason)?, detail, place })
    }

    fn skip(self) -> Option<Skip> {
        let reason = *REASONS.get(usize::from(self.reason))?;
        Some(Skip { reason, detail: self.detail, place: self.place })
    }
}

/// How many were skipped for a reason, with examples, and what they say where they do not count.
type KeptReason = (u8, u64, Vec<String>, BTreeMap<String, u64>);

#[derive(Deserialize, Serialize)]
struct KeptAnswers {
    /// The one object of all answers where it is not the object that the key names.
    object: Option<String>,
    /// The object of each answer, where they have several.
    objects: Vec<String>,
    answers: Vec<KeptAnswer>,
    pools: Vec<u32>,
    times: u8,
}

#[derive(Deserialize, Serialize)]
enum KeptContents {
    Answers(KeptAnswers),
    List(ObjectList),
    Skipped(KeptSkip),
}

#[derive(Deserialize, Serialize)]
struct KeptFile {
    format: u8,
    contents: KeptContents,
    skipped: Vec<KeptReason>,
}

const TIMES: [Times; 4] = [Times::Submitted, Times::Zoneless, Times::Consolidated, Times::File];

/// What was in a file as bytes; `None` if it has to be read again each time.
pub(super) fn kept(file: &FileContents, facts: &FileFacts, names: &mut LedgerNames) -> Option<Vec<u8>> {
    let FileContents { format, contents, skipped } = file;
    let number = FORMATS.iter().position(|known| std::ptr::eq(*known, *format))?;
    let file = KeptFile {
        format: u8::try_from(number).ok()?,
        contents: match contents {
            Err(skip) => KeptContents::Skipped(KeptSkip::new(skip)?),
            Ok(contents) if format.role == Role::ObjectList => KeptContents::List(kept_list(contents)?),
            Ok(contents) => KeptContents::Answers(kept_answers(contents, facts, names)?),
        },
        skipped: skipped
            .reasons()
            .map(|skipped| {
                let reason = kept_reason(skipped.reason)?;
                Some((reason, skipped.count, skipped.examples.clone(), skipped.why.clone()))
            })
            .collect::<Option<_>>()?,
    };
    postcard::to_allocvec(&file).ok()
}

/// Whether there is nothing in a file but what its kind of row can hold.
fn is_plain(contents: &Contents) -> bool {
    contents.log.is_empty()
        && contents.names.is_empty()
        && contents.note.is_none()
        && contents.skipped.is_empty()
        && !contents.tells_no_objects
        && !contents.tells_no_tasks
}

fn kept_answers(contents: &Contents, facts: &FileFacts, names: &mut LedgerNames) -> Option<KeptAnswers> {
    if !is_plain(contents) || !contents.objects.is_empty() {
        return None;
    }
    let first = contents.answers.first().map_or(&facts.object, |(object, _)| object);
    let is_one = contents.answers.iter().all(|(object, _)| object == first);
    let objects = contents.answers.iter().filter(|_| !is_one).map(|(object, _)| object.to_string());
    Some(KeptAnswers {
        object: (is_one && *first != facts.object).then(|| first.to_string()),
        objects: objects.collect(),
        answers: contents
            .answers
            .iter()
            .map(|(_, submission)| KeptAnswer::new(submission, names))
            .collect::<Option<_>>()?,
        pools: contents.pools.iter().map(|pool| names.pool(pool)).collect::<Option<_>>()?,
        times: u8::try_from(TIMES.iter().position(|&times| times == contents.times)?).ok()?,
    })
}

/// Answers that are in the list itself are not kept: then the list is read again.
fn kept_list(contents: &Contents) -> Option<ObjectList> {
    let is_list = is_plain(contents) && contents.answers.is_empty() && contents.pools.is_empty();
    (is_list && !contents.objects.has_embedded()).then(|| contents.objects.clone())
}

/// What was in a file, from its bytes; `None` if these bytes are none, or some time in them is not plausible at
/// `facts.now`.
pub(super) fn restored(
    bytes: &[u8],
    role: Role,
    facts: &FileFacts,
    names: &LedgerNames,
) -> Option<FileContents> {
    let (file, rest): (KeptFile, _) = postcard::take_from_bytes(bytes).ok()?;
    let format = FORMATS.get(usize::from(file.format)).filter(|format| format.role == role)?;
    if !rest.is_empty() {
        return None;
    }
    // All answers of such a file have the time at which it was written, even where it has none.
    if role == Role::Fallback {
        time::plausible(facts.written.or(facts.modified)?, facts.now).ok()?;
    }
    let contents = match file.contents {
        KeptContents::Skipped(skip) => Err(skip.skip()?),
        KeptContents::List(list) if role == Role::ObjectList => {
            Ok(Contents { objects: list, ..Contents::default() })
        }
        KeptContents::Answers(answers) if role != Role::ObjectList => {
            Ok(restored_answers(answers, facts, names)?)
        }
        KeptContents::List(_) | KeptContents::Answers(_) => return None,
    };
    let mut skipped = Skipped::default();
    for (reason, count, examples, why) in file.skipped {
        skipped.add_many(*REASONS.get(usize::from(reason))?, count, examples, why);
    }
    Some(FileContents { format, contents, skipped })
}

fn restored_answers(kept: KeptAnswers, facts: &FileFacts, names: &LedgerNames) -> Option<Contents> {
    let KeptAnswers { object, objects, answers, pools, times } = kept;
    let one: Arc<str> = object.map_or_else(|| Arc::clone(&facts.object), Arc::from);
    if !objects.is_empty() && objects.len() != answers.len() {
        return None;
    }
    let mut objects = objects.into_iter();
    let answer = |answer: KeptAnswer| {
        let object = objects.next().map_or_else(|| Arc::clone(&one), Arc::from);
        Some((object, answer.submission(names, facts.now)?))
    };
    let pool = |number: u32| names.pools.get(usize::try_from(number).ok()?).cloned();
    Some(Contents {
        answers: answers.into_iter().map(answer).collect::<Option<_>>()?,
        pools: pools.into_iter().map(pool).collect::<Option<BTreeSet<_>>>()?,
        times: *TIMES.get(usize::from(times))?,
        ..Contents::default()
    })
}
