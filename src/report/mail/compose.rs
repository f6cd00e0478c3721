//! The whole mail.

use chrono_tz::Tz;

use super::{
    labelers,
    lines::{Lines, short},
    owners,
    parts::{ending, lead},
    subject::{nothing, subject},
    text::{FilmLink, MailText},
    voice::Voice,
};
use crate::{
    locale::{
        MailWord,
        plain::{discreet, quotable},
    },
    report::audience::Audience,
    stats::{Digest, NoForecast, QualityAlarm, Timeliness, WeekQuality},
};

/// The widest title in a sentence, in columns.
const TITLE: usize = 60;

/// So many jobs have a block of their own.
const MOST_JOBS: usize = 20;

/// The mail for `audience`. Without a `film` it has no link; `contact` says whom readers can ask.
pub fn mail(digest: &Digest, audience: Audience, film: Option<&FilmLink>, contact: Option<&str>) -> MailText {
    let mut digest = digest.clone();
    digest.jobs.sort_by_key(urgency);
    let digest = &digest;
    let voice = Voice::of(digest);
    let mut lines = Lines::default();
    match audience {
        Audience::Labelers => {
            let hello =
                voice.word(MailWord::Hello).with("title", short(&discreet(&digest.title), TITLE - 10));
            let hello = hello.with("time", voice.as_of(digest)).with("zone", digest.time_zone.clone());
            lines.say(&hello.say());
            lines.gap();
            labelers::news(digest, &voice, &mut lines);
        }
        Audience::Owners => for_owners(digest, &voice, &mut lines),
    }
    ending(digest, &voice, audience, film, contact, &mut lines);
    MailText { subject: subject(digest, audience, &voice.in_ascii()), body: lines.text }
}

fn for_owners(digest: &Digest, voice: &Voice, lines: &mut Lines) {
    lines.say(&short(&discreet(&digest.title), TITLE));
    if let (Some(first), Some(last)) = (digest.week.first(), digest.week.last()) {
        let week = voice.word(MailWord::WeekOf).with("days", voice.days(first.date, last.date));
        lines.say(&week.with("zone", digest.time_zone.clone()).with("time", voice.as_of(digest)).say());
    }
    if digest.jobs.len() < 2 {
        owners::block(digest, voice, true, lines);
        return;
    }
    lines.say(&voice.word(MailWord::Jobs).count(digest.jobs.len() as u64).say());
    for job in digest.jobs.iter().take(MOST_JOBS) {
        lines.gap();
        lines.line(&format!("=== {} ===", short(&discreet(&job.title), TITLE)));
        owners::block(job, voice, false, lines);
    }
    if MOST_JOBS < digest.jobs.len() {
        let more = (digest.jobs.len() - MOST_JOBS) as u64;
        lines.heading(&voice.word(MailWord::MoreJobs).number("number", more).say());
    }
    lines.gap();
    lines.line("===");
    lead(digest, voice, lines);
    owners::health(digest, voice, lines);
}

/// What sorts jobs: those that need somebody most come first, and of equals the one that is least far.
fn urgency(digest: &Digest) -> (u8, u8, u64) {
    let in_time = match (digest.standing(), digest.no_forecast) {
        (Some(Timeliness::Passed), _) => 0,
        (Some(Timeliness::NoWorkingDays), _) => 1,
        (Some(Timeliness::Late), _) => 2,
        (_, Some(NoForecast::TotalBelow { .. })) => 3,
        (Some(Timeliness::LittleReserve), _) => 4,
        (Some(Timeliness::NotEnoughData | Timeliness::NoDeadline) | None, _) => 5,
        (Some(Timeliness::OnTime), _) => 6,
        (Some(Timeliness::Done), _) => 7,
    };
    let alarm = digest.quality.as_ref().map(WeekQuality::alarm);
    let is_sure = !matches!(alarm, Some(QualityAlarm::Low | QualityAlarm::Drop));
    let far = super::parts::reach(digest).map_or(0, |(done, total)| done.saturating_mul(1000) / total);
    (in_time, is_sure.into(), far)
}

/// The mail after a week without answers; `last` is the digest of the last film, if there was one.
pub fn nothing_new(job: &str, last: Option<&Digest>, language: &str) -> MailText {
    let job = quotable(job);
    let title = last.map_or(&*job, |last| &last.title);
    let voice = last.map_or_else(|| Voice::new(language.parse().unwrap_or_default(), Tz::UTC), Voice::of);
    let mut lines = Lines::default();
    lines.line(&voice.word(MailWord::NothingNew).with("title", short(&discreet(title), TITLE - 10)).say());
    lines.line(&last.map_or_else(
        || voice.say(MailWord::NoAnswers),
        |last| {
            let labels = voice.counted(last.labels);
            voice.word(MailWord::ItHas).with("labels", labels).with("time", voice.as_of(last)).say()
        },
    ));
    MailText { subject: nothing(title, &voice.in_ascii()), body: lines.text }
}
