//! Checks whether everything is ready for tomorrow morning: each part is tried as a run will use it, and for what does
//! not work it says what to do.
//!
//! It makes no film and mails nobody. It leaves one small object behind.

use std::{
    collections::BTreeSet,
    fmt,
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use strum::VariantArray;

use crate::{
    film::encode::{self, Encoder, Encoding, Places},
    locale::{chain::chain, counted, thousands},
    people::{Directory, cognito::UserPools},
    render::text::{Faces, Text},
    report::audience::Audience,
    service::{
        link::{Links, probe::probe},
        notify::sns::{Filter, Sns, Subscription, SubscriptionState},
        runs::{self, RunState, Slot},
    },
    settings::RunKind,
    source::{
        Place, UserPool,
        probe::{self, Sight},
    },
    store::{self, Store, Trouble, When},
};

/// The result of checking one thing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The thing.
    pub what: &'static str,
    /// How it is.
    pub health: Health,
    /// What was found, or what to do about it.
    pub words: String,
}

/// How a thing is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Health {
    /// It works.
    Good,
    /// It was not checked, for the reason given.
    Unknown,
    /// It does not work, or not as people expect it to.
    Bad,
}

impl fmt::Display for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Good => "good",
            Self::Unknown => "?",
            Self::Bad => "BAD",
        })
    }
}

/// What one look found, in words: that it works, or what is in the way.
type CheckResult = Result<String, String>;

/// The finding about `what`.
pub fn finding(what: &'static str, found: CheckResult) -> Finding {
    match found {
        Ok(words) => Finding { what, health: Health::Good, words },
        Err(words) => Finding { what, health: Health::Bad, words },
    }
}

/// The finding that `what` was not checked.
pub fn untried(what: &'static str, why: &str) -> Finding {
    Finding { what, health: Health::Unknown, words: why.to_owned() }
}

/// Whether the job can be listed, and a file with answers read.
///
/// # Errors
/// What is in the way.
pub async fn job(store: &impl Store, place: &Place) -> CheckResult {
    let shown = &place.shown;
    match probe::probe(store, place).await.map_err(|error| chain(&error))? {
        Sight::Answers => Ok(format!("answers in {shown} can be listed and read")),
        Sight::NoAnswers => Err(format!(
            "{shown} can be listed, but has no answers yet; the first file appears when all workers of an object have answered"
        )),
        Sight::Nothing => Err(format!(
            "there is nothing in {shown}; give the folder that the job writes to (its output path and its name)"
        )),
    }
}

/// Whether the log of the workers' activity can be read.
///
/// # Errors
/// What is in the way.
pub async fn log(store: &impl Store, place: &Place) -> CheckResult {
    let shown = &place.shown;
    match probe::probe(store, place).await.map_err(|error| chain(&error))? {
        Sight::Answers => Ok(format!("the activity log in {shown} can be read")),
        Sight::NoAnswers | Sight::Nothing => Err(format!(
            "there is no activity log in {shown}; it begins where the work team was made after August 2019 and the job's role may write to it"
        )),
    }
}

/// Whether the users of a pool can be read, and how many of them have a name that may be shown.
///
/// # Errors
/// What is in the way.
pub async fn user_pool(pools: &UserPools, pool: &UserPool) -> CheckResult {
    let (users, troubles) = pools.users(&BTreeSet::from([pool.clone()])).await;
    if let Some(trouble) = troubles.first() {
        return Err(trouble.to_string());
    }
    let named = thousands(Directory::new(&users, true).n_named() as u64);
    let n = counted(users.len() as u64, "user", "users");
    Ok(format!("the user pool {pool} can be read: {n}, {named} with a name that may be shown"))
}

/// The object that this writes.
const TRIAL: &str = "runs/doctor.json";

/// Whether films and records can be written, and only one of two writers of a record succeeds.
///
/// # Errors
/// What is in the way.
pub async fn bucket(store: &impl Store, name: &str) -> CheckResult {
    let body = Bytes::from_static(b"{}\n");
    let put = |when| store.put(TRIAL, body.clone(), "application/json", when);
    let tag = put(When::Always).await.map_err(|error| chain(&error))?;
    let no_tags =
        || format!("s3://{name} gives no entity tags, so two runs could not be kept apart; use another");
    let tag = tag.ok_or_else(no_tags)?;
    let second = put(When::Absent).await;
    if !second.is_err_and(|error| error.trouble == Trouble::Exists) {
        return Err(format!(
            "s3://{name} lets two writers create one object, so a film could be made and mailed twice; use a bucket of S3 itself"
        ));
    }
    put(When::Tag(tag)).await.map_err(|error| chain(&error))?;
    let there = store::read(store, TRIAL, 1024).await.map_err(|error| chain(&error))?;
    if there.as_deref() != Some(&body) {
        return Err(format!("s3://{name} does not give back what was written to it"));
    }
    Ok(format!("s3://{name} can be written and read, by one run at a time"))
}

/// Whether mail can be sent, and who gets it.
pub async fn topic(sns: &Sns) -> Vec<Finding> {
    const WHAT: &str = "topic";
    let about = match sns.topic().await {
        Ok(about) => about,
        Err(error) => return vec![finding(WHAT, Err(chain(&error)))],
    };
    let subscriptions = match sns.subscriptions().await {
        Ok(subscriptions) => subscriptions,
        Err(error) => return vec![finding(WHAT, Err(chain(&error)))],
    };
    let confirmed = |subscription: &Subscription| match &subscription.state {
        SubscriptionState::Confirmed { filter, authenticated } => {
            Some((filter.clone(), *authenticated, subscription.protocol.starts_with("email")))
        }
        SubscriptionState::Pending | SubscriptionState::Gone => None,
    };
    let working: Vec<_> = subscriptions.iter().filter_map(confirmed).collect();
    let everything = working.iter().filter(|(filter, ..)| *filter == Filter::Everything).count();
    let published = if everything == 0 {
        let sent = sns.rehearse().await.map_err(|error| chain(&error));
        let key = about.key.map_or("the topic is NOT encrypted", |_| "the topic is encrypted");
        finding(WHAT, sent.map(|()| format!("mail can be sent; {key}")))
    } else {
        let people = counted(everything as u64, "subscription has", "subscriptions have");
        untried(
            WHAT,
            &format!("there, but publishing was not tried: {people} no filter and would get the trial"),
        )
    };
    let mut findings = vec![published];
    for &audience in Audience::VARIANTS {
        let gets = |filter: &Filter| match filter {
            Filter::Everything => true,
            Filter::Only(audiences) => audiences.contains(&audience),
            Filter::Foreign(_) => false,
        };
        let reached = working.iter().filter(|(filter, ..)| gets(filter)).count();
        let what = match audience {
            Audience::Labelers => "labelers",
            Audience::Owners => "owners",
        };
        findings.push(finding(
            what,
            match reached {
                0 => Err(format!("nobody gets their mail: labelrace subscribe ADDRESS --audience {what}")),
                n => Ok(format!(
                    "{} their mail",
                    counted(n as u64, "confirmed subscription gets", "confirmed subscriptions get")
                )),
            },
        ));
    }
    let pending = subscriptions.iter().filter(|of| of.state == SubscriptionState::Pending).count();
    if 0 < pending {
        let n = counted(pending as u64, "address has", "addresses have");
        let words =
            format!("{n} not confirmed yet: labelrace confirm 'LINK IN THEIR FIRST MAIL', within two days");
        findings.push(finding("pending", Err(words)));
    }
    let foreign = working.iter().filter(|(filter, ..)| matches!(filter, Filter::Foreign(_))).count();
    if 0 < foreign {
        let n = counted(foreign as u64, "subscription has", "subscriptions have");
        findings.push(untried(
            "filters",
            &format!("{n} a filter that was not made here; whom it lets through is not known"),
        ));
    }
    let easy = working.iter().filter(|(_, authenticated, is_mail)| *is_mail && !authenticated).count();
    if 0 < easy {
        let n = counted(easy as u64, "subscription can", "subscriptions can");
        let words = format!(
            "{n} be ended by anybody who follows the link below a mail, mail scanners included: unsubscribe, \
             subscribe again, and confirm with `labelrace confirm` instead of the link"
        );
        findings.push(finding("unsubscribe", Err(words)));
    }
    findings
}

/// The longest time between two daily and two weekly runs.
const MORNING: TimeDelta = TimeDelta::hours(26);
const WEEK: TimeDelta = TimeDelta::days(8);

/// How the last runs of the job ended. `now` is the present.
pub async fn last_runs(store: &impl Store, source: &Place, now: DateTime<Utc>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (kind, what, longest) in
        [(RunKind::Daily, "daily run", MORNING), (RunKind::Weekly, "weekly run", WEEK)]
    {
        let slot = Slot::new(source.name(), kind, None, "doctor");
        findings.push(match runs::newest(store, &slot).await {
            Err(error) => finding(what, Err(chain(&error))),
            Ok(None) => untried(what, "there has been none yet; the schedule starts the first one"),
            Ok(Some((record, written))) => {
                let age = now - written;
                let ago = format!("{} ago", ago(age));
                match (record.state, &record.error) {
                    (RunState::Complete | RunState::NothingNew, _) if longest < age => finding(
                        what,
                        Err(format!("the last one was {ago}: is its schedule on, and did its alarm ring?")),
                    ),
                    (RunState::Complete, _) if record.notified => {
                        finding(what, Ok(format!("{ago}, film made, mail sent")))
                    }
                    (RunState::Complete, _) => {
                        finding(what, Ok(format!("{ago}, film made, no mail asked for")))
                    }
                    (RunState::NothingNew, _) => finding(what, Ok(format!("{ago}, there was nothing new"))),
                    (_, Some(error)) => finding(
                        what,
                        Err(format!("{ago}, it failed with {error}: look into the log of the function")),
                    ),
                    _ if record.lease_until.is_some_and(|until| now < until) => {
                        finding(what, Ok("one is at work now".to_owned()))
                    }
                    _ => finding(
                        what,
                        Err(format!(
                            "{ago}, it was ended before it was done: give the function more time or memory"
                        )),
                    ),
                }
            }
        });
    }
    findings
}

/// Whether a link made now is answered.
///
/// # Errors
/// What is in the way.
pub async fn link(links: &Links, now: DateTime<Utc>) -> CheckResult {
    match probe(links, now).await {
        Ok(()) => Ok("a link made now is answered, and its key works".to_owned()),
        Err(error) => Err(chain(&error)),
    }
}

/// Whether the encoder makes a film, in `folder`.
///
/// # Errors
/// What is in the way.
pub fn ffmpeg(places: &Places, folder: &Path) -> CheckResult {
    let ffmpeg = encode::find(places).map_err(|error| chain(&error))?;
    let shown = ffmpeg.display().to_string().trim_start_matches("./").to_owned();
    let encoding = Encoding {
        ffmpeg,
        width: 64,
        height: 36,
        fps: 30,
        quality: encode::Quality::default(),
        threads: NonZeroU32::new(1),
        title: None,
        extras: encode::Extras::default(),
        // One small frame.
        patience: Duration::from_secs(30),
    };
    let encode = || -> Result<(), encode::EncodeError> {
        let mut encoder = Encoder::start(&encoding, &folder.join("doctor.mp4"))?;
        encoder.write(&vec![128; encoding.frame_len()])?;
        encoder.finish()
    };
    match encode() {
        Ok(()) => Ok(format!("{shown} makes films")),
        Err(error) => Err(format!("{shown} makes no films, so give another one: {}", chain(&error))),
    }
}

/// Whether names can be drawn in scripts that the embedded face lacks, with faces in `folders`.
///
/// # Errors
/// What is missing.
pub fn fonts(folders: &[PathBuf]) -> CheckResult {
    /// One name in each of the most common scripts.
    const NAMES: &str = "محمد שרה अनिता สมชาย 田中 王 김 🦊";
    let faces = Faces { files: Vec::new(), folders: folders.to_vec(), system: false };
    let missing = Text::new(&faces).missing(NAMES);
    if missing.is_empty() {
        return Ok("names in Arabic, Hebrew, Devanagari, Thai, CJK and emoji can be drawn".to_owned());
    }
    let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
    Err(format!(
        "no face has {}: names with them are written in ASCII; add the fonts layer to the function, or --font here",
        missing.join(" ")
    ))
}

fn ago(age: TimeDelta) -> String {
    match (age.num_minutes(), age.num_hours(), age.num_days()) {
        (..1, ..) => "less than a minute".to_owned(),
        (minutes, ..2, _) => format!("{minutes} min"),
        (_, hours, ..3) => format!("{hours} h"),
        (.., days) => format!("{days} days"),
    }
}
