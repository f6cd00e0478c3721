//! Sections that both mails have: how far the job is, who leads, and what is at the end.

use super::{
    lines::{Lines, left, right, short},
    text::FilmLink,
    voice::Voice,
};
use crate::{
    locale::{MailWord, PageWord, Phrase, Unit, plain::discreet},
    report::audience::Audience,
    stats::{Called, Digest, JobProgress, Leader, ShowingRule},
};

/// The widest name in a table, in columns.
pub(super) const NAME: usize = 32;

/// The width of the progress bar, in characters.
const BAR: u64 = 30;

/// What of the job is done: finished objects, or else labels of those that it takes.
pub(super) fn reach(digest: &Digest) -> Option<(u64, u64)> {
    let objects = digest.progress.map(|far| (far.done, far.total));
    let labels =
        || digest.forecast.as_ref().map(|forecast| (forecast.workload.done, forecast.workload.total));
    objects.or_else(labels).filter(|(_, total)| 0 < *total)
}

/// The progress of the whole job, as a bar.
pub(super) fn bar(digest: &Digest, voice: &Voice) -> Option<String> {
    let (done, total) = reach(digest)?;
    let full = u64::try_from(u128::from(done) * u128::from(BAR) / u128::from(total)).unwrap_or(BAR).min(BAR);
    let bar: String = (0..BAR).map(|n| if n < full { '#' } else { '-' }).collect();
    Some(format!("{} [{bar}] {}", voice.say(MailWord::Job), voice.percent(done, total)))
}

/// `6,980 of 12,000 objects (58.1 %)`, and what became of the others.
pub(super) fn objects(digest: &Digest, voice: &Voice, lines: &mut Lines) {
    let Some(far) = digest.progress.filter(|far| 0 < far.total) else { return };
    let waiting = far.waiting();
    lines.item(&voice.part_of(far.done, far.total, Unit::Objects));
    let others =
        voice.word(MailWord::ObjectsElse).number("machine", far.machine).number("failed", far.failed);
    lines.item(&others.number("waiting", waiting).say());
}

/// Rows of names and numbers, each with its place. Equal numbers share one.
pub(super) fn ranking(leaders: &[Leader], voice: &Voice, lines: &mut Lines) {
    let names: Vec<String> = leaders.iter().map(|leader| short(&discreet(&leader.name), NAME)).collect();
    let numbers: Vec<String> = leaders.iter().map(|leader| voice.number(leader.labels)).collect();
    let width =
        |texts: &[String]| texts.iter().map(|text| unicode_width::UnicodeWidthStr::width(&**text)).max();
    let (wide, digits) = (width(&names).unwrap_or(0), width(&numbers).unwrap_or(0));
    for ((leader, name), number) in leaders.iter().zip(&names).zip(&numbers) {
        let place = 1 + leaders.iter().filter(|other| leader.labels < other.labels).count();
        lines.item(&format!("{place:>2} {}  {}", left(name, wide), right(number, digits)));
    }
}

/// Who leads; a team so small that this would tell on the others hears nothing of it.
pub(super) fn lead(digest: &Digest, voice: &Voice, lines: &mut Lines) {
    if digest.leaders.is_empty() {
        return;
    }
    lines.heading(&voice.say(MailWord::Lead));
    ranking(&digest.leaders, voice, lines);
    if let Some((others, theirs)) = digest.unnamed().filter(|(_, theirs)| 0 < *theirs) {
        let who = if digest.teams.is_some() {
            voice.word(MailWord::OtherTeams).count(others as u64).say()
        } else {
            voice.locale.say(Phrase::EveryoneElse(others as u64))
        };
        lines.item(&format!("   {who}  {}", voice.number(theirs)));
    }
}

/// The link, how it counts, which rules hold, and whom to ask.
pub(super) fn ending(
    digest: &Digest,
    voice: &Voice,
    audience: Audience,
    film: Option<&FilmLink>,
    contact: Option<&str>,
    lines: &mut Lines,
) {
    lines.gap();
    if let Some(film) = film {
        let until = voice.moment(film.until);
        lines.say(&voice.word(MailWord::Watch).count(digest.seconds).with("time", until).say());
        lines.address(&film.url);
        lines.gap();
    }
    let one = match (digest.unit(), digest.is_logged) {
        (Unit::Annotations, _) => PageWord::OneAnnotation,
        (_, true) => PageWord::OneTask,
        (_, false) => PageWord::OneLabel,
    };
    let one = voice.locale.page(one);
    let is_over = digest.progress.is_some_and(JobProgress::is_over);
    if digest.may_grow && digest.log.is_none() && !is_over {
        lines.say(&format!("{one} {}", voice.say(MailWord::MayGrow)));
    } else {
        lines.say(&one);
    }
    for rule in &digest.showing {
        lines.say(&rule_in_words(*rule, voice));
    }
    if digest.names_warning.is_some() && audience == Audience::Labelers {
        lines.say(&voice.say(MailWord::SomeNames));
    }
    lines.gap();
    lines.say(&voice.say(match (audience, digest.called) {
        (_, Called::Nobody) => MailWord::AskTeam,
        (Audience::Labelers, Called::Pseudonyms) => MailWord::AskWhich,
        _ => MailWord::AskName,
    }));
    whom_to_ask(contact, MailWord::AskOwner, voice, lines);
    if audience == Audience::Owners {
        lines.gap();
        lines.say(&voice.say(MailWord::Purpose));
    }
}

/// The contact that readers were given, or else these words for somebody.
pub(super) fn whom_to_ask(contact: Option<&str>, somebody: MailWord, voice: &Voice, lines: &mut Lines) {
    match contact.filter(|contact| !contact.trim().is_empty()) {
        Some(contact) => lines.contact(contact),
        None => lines.say(&voice.say(somebody)),
    }
}

fn rule_in_words(rule: ShowingRule, voice: &Voice) -> String {
    let (form, n) = match rule {
        ShowingRule::FewSeen { least } => ("few-seen", least),
        ShowingRule::FewTogether => ("few-together", 3),
        ShowingRule::TeamRace => ("team-race", 0),
        ShowingRule::Gate { is_possible: true } => ("gate", 0),
        ShowingRule::Gate { is_possible: false } => ("no-gate", 0),
        ShowingRule::Strict { least } => ("strict", least),
    };
    voice.word(MailWord::Rule).with("rule", form).number("number", n as u64).say()
}
