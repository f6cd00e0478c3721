//! The one mail about many jobs, those that need somebody first.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use unicode_width::UnicodeWidthStr;

use super::{
    lines::{Lines, WIDTH, left, right, without_middle},
    parts::whom_to_ask,
    subject::line,
    text::MailText,
    voice::Voice,
};
use crate::{
    locale::{Locale, MailWord, PageWord},
    report::{
        audience::Audience,
        fleet::{Fleet, FleetJob, JobOutcome, JobStanding},
    },
};

/// So many jobs have a row of their own in a mail.
const ROWS: usize = 300;
/// So many films have a link in a mail.
pub const FLEET_LINKS: usize = 60;
/// The widest name in the table, in columns.
const NAME: usize = 34;

/// The mail for `audience`. `until` says how long the links work, and `contact` whom readers can ask. Why a film could not
/// be made is for the owners.
pub fn fleet_mail(
    fleet: &Fleet,
    audience: Audience,
    language: &Locale,
    until: Option<DateTime<Utc>>,
    contact: Option<&str>,
) -> MailText {
    let voice = voice(fleet, language);
    let of_owners = audience == Audience::Owners;
    let mut lines = Lines::default();
    head(fleet, &voice, &mut lines);
    failures(fleet, &voice, of_owners, &mut lines);
    table(fleet, &voice, of_owners, ROWS, &mut lines);
    links(fleet, &voice, until, &mut lines);
    lines.gap();
    lines.say(&voice.locale.page(PageWord::OneLabel));
    lines.gap();
    lines.say(&voice.say(MailWord::AskTeam));
    whom_to_ask(contact, MailWord::FleetOwner, &voice, &mut lines);
    MailText { subject: subject(fleet, &voice.in_ascii()), body: lines.text }
}

/// The same for a terminal, in English and with everything that is known.
pub fn fleet_words(fleet: &Fleet) -> String {
    let voice = voice(fleet, &Locale::default());
    let mut lines = Lines::default();
    head(fleet, &voice, &mut lines);
    failures(fleet, &voice, true, &mut lines);
    table(fleet, &voice, true, usize::MAX, &mut lines);
    lines.text
}

fn voice(fleet: &Fleet, language: &Locale) -> Voice {
    Voice::new(language.clone(), fleet.time_zone.parse().unwrap_or(Tz::UTC))
}

fn jobs(n: usize, voice: &Voice) -> String {
    voice.word(MailWord::SubjectJobs).count(n as u64).say()
}

fn subject(fleet: &Fleet, voice: &Voice) -> String {
    let mut news = vec![jobs(fleet.jobs.len(), voice)];
    if 0 < fleet.failed {
        news.push(voice.word(MailWord::SubjectFailed).number("number", fleet.failed as u64).say());
    }
    news.extend(fleet.day.map(|day| {
        let said = voice.word(MailWord::SubjectDay).with("labels", voice.counted(day.labels));
        said.with("day", voice.day(day.date)).say()
    }));
    line(&fleet.name, news)
}

fn head(fleet: &Fleet, voice: &Voice, lines: &mut Lines) {
    let all = voice.word(MailWord::FleetOf).with("jobs", jobs(fleet.jobs.len(), voice));
    let all = all.with("name", without_middle(&fleet.name, NAME)).with("time", voice.moment(fleet.at));
    lines.say(&all.with("zone", fleet.time_zone.clone()).say());
    lines.gap();
    let mut films = vec![voice.word(MailWord::FleetFilms).count(fleet.filmed as u64).say()];
    for (n, word) in [(fleet.nothing_new, MailWord::FleetSame), (fleet.failed, MailWord::FleetFailed)] {
        films.extend((0 < n).then(|| voice.word(word).number("number", n as u64).say()));
    }
    lines.item(&films.join(", "));
    if let Some(day) = fleet.day {
        let said = voice.word(MailWord::FleetDay).with("labels", voice.counted(day.labels));
        lines.item(&said.with("day", voice.day(day.date)).with("jobs", jobs(day.jobs, voice)).say());
    }
    lines.item(&voice.word(MailWord::FleetInAll).with("labels", voice.counted(fleet.labels())).say());
}

fn failures(fleet: &Fleet, voice: &Voice, with_reasons: bool, lines: &mut Lines) {
    let failed: Vec<_> = fleet.jobs.iter().filter(|job| job.outcome == JobOutcome::Failed).collect();
    if failed.is_empty() {
        return;
    }
    lines.heading(&voice.say(MailWord::FleetNoFilm));
    for job in failed.iter().take(ROWS) {
        lines.item(&without_middle(&job.name, WIDTH - 4));
        if let Some(why) = job.why.as_ref().filter(|_| with_reasons) {
            // Mail programs make a link of every address, and this one leads nowhere.
            lines.detail(&why.replace("s3://", "").replace("://", ":"));
        }
    }
    more(failed.len(), ROWS, voice, lines);
}

fn table(fleet: &Fleet, voice: &Voice, with_standing: bool, most: usize, lines: &mut Lines) {
    lines.heading(&voice.say(MailWord::FleetTable));
    let columns = [
        MailWord::FleetColumnJob,
        MailWord::FleetColumnDone,
        MailWord::FleetColumnLabels,
        MailWord::FleetColumnNew,
    ];
    let shown = fleet.jobs.iter().take(most);
    let mut rows = vec![columns.map(|column| voice.say(column))];
    rows.extend(shown.clone().map(|job| cells(job, fleet, voice)));
    let widths = [0, 1, 2, 3].map(|n| rows.iter().map(|row| row[n].width()).max().unwrap_or(0));
    let states = shown.map(|job| state(job, fleet, voice, with_standing));
    for ([name, done, labels, new], state) in rows.iter().zip(std::iter::once(String::new()).chain(states)) {
        let numbers = [(done, widths[1]), (labels, widths[2]), (new, widths[3])];
        let numbers = numbers.map(|(text, width)| right(text, width)).join("  ");
        lines.line(&format!("  {}  {numbers}  {state}", left(name, widths[0])));
    }
    more(fleet.jobs.len(), most, voice, lines);
}

/// The name of a job, how far it is, what its film shows, and what came on the last day.
fn cells(job: &FleetJob, fleet: &Fleet, voice: &Voice) -> [String; 4] {
    let film = job.film.as_ref();
    let on_last_day = |day| film.and_then(|film| film.days.get(&day).copied()).filter(|new| 0 < *new);
    let progress = film.and_then(|film| film.progress);
    let new = fleet.day.and_then(|day| on_last_day(day.date));
    [
        without_middle(&job.name, NAME),
        progress.map_or_else(String::new, |far| voice.percent(far.done, far.total)),
        film.map_or_else(String::new, |film| voice.number(film.labels)),
        new.map_or_else(String::new, |new| format!("+{}", voice.number(new))),
    ]
}

fn state(job: &FleetJob, fleet: &Fleet, voice: &Voice, with_standing: bool) -> String {
    let form = match (job.standing(fleet.at), with_standing) {
        (JobStanding::Failed, _) => "failed",
        (JobStanding::Stale, true) => "stale",
        (JobStanding::Behind, true) => "behind",
        (JobStanding::Done, _) => "done",
        (_, _) if job.film.is_none() => "not-begun",
        _ => return String::new(),
    };
    voice.word(MailWord::FleetState).with("state", form).say()
}

fn links(fleet: &Fleet, voice: &Voice, until: Option<DateTime<Utc>>, lines: &mut Lines) {
    let filmed = fleet.jobs.iter().filter(|job| job.outcome == JobOutcome::Filmed);
    let linked: Vec<_> = filmed.filter_map(|job| Some((&job.name, job.video.as_ref()?))).collect();
    if linked.is_empty() {
        return;
    }
    lines.heading(&match until {
        Some(until) => voice.word(MailWord::FleetNewFilmsUntil).with("time", voice.moment(until)).say(),
        None => voice.say(MailWord::FleetNewFilms),
    });
    for (name, url) in linked.iter().take(FLEET_LINKS) {
        lines.item(&without_middle(name, WIDTH - 4));
        lines.address(url);
    }
    more(linked.len(), FLEET_LINKS, voice, lines);
}

/// Says how many are left out of a list.
fn more(n: usize, most: usize, voice: &Voice, lines: &mut Lines) {
    if most < n {
        lines.item(&voice.word(MailWord::MoreJobs).number("number", (n - most) as u64).say());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fleet::tests::{fleet, job, now, numbers};

    #[test]
    fn a_mail_about_all_jobs_can_be_sent_and_read_in_every_language() {
        let long = FleetJob::new(&format!("a/{}/Röntgen-日本語", "x".repeat(200)), JobOutcome::Failed)
            .because("x\ny");
        let mut jobs = fleet().jobs;
        jobs.push(long);
        jobs.extend((0..500).map(|n| job(&format!("many-{n}"), numbers(30, [1, 1], 1, "2026-11-22"))));
        let all = Fleet::new("Röntgen 東京 ada@example.com", jobs, now(), Tz::UTC);
        for language in Locale::languages() {
            let locale: Locale = language.parse().unwrap();
            for audience in [Audience::Labelers, Audience::Owners] {
                let contact = Some("Maria, https://chat.example.com/x, room 4");
                let mail = fleet_mail(&all, audience, &locale, Some(now()), contact);
                #[cfg(feature = "aws")]
                crate::service::notify::Mail::new(audience, &mail.subject, &mail.body).unwrap();
                assert!(mail.subject.contains(": 509 ") && mail.subject.contains("529"), "{}", mail.subject);
                for line in mail.body.lines() {
                    let is_address = line.starts_with("https://") && !line.contains(' ');
                    assert!(
                        is_address || line.width() <= WIDTH && !line.contains("://"),
                        "{language}: {line}"
                    );
                }
                assert!(!mail.body.contains("ada@"), "{}", mail.body);
                assert_eq!(mail.body.contains("broke it"), audience == Audience::Owners);
                let more = locale.mail(MailWord::MoreJobs).number("number", 209).say();
                assert!(mail.body.contains(&more), "{language}: {}", mail.body);
            }
        }
    }

    #[test]
    fn a_mail_about_all_jobs_in_german() {
        let mail = fleet_mail(&fleet(), Audience::Owners, &"de".parse().unwrap(), None, None);
        assert_eq!(mail.subject, "[labelrace] output: 8 Jobs, 1 fehlgeschlagen, 29 Labels am So 22. Nov.");
        let (head, table) = mail.body.split_once("JOBS, die").unwrap();
        assert!(head.contains("  6 neue Filme, 1 ohne Neues, 1 FEHLGESCHLAGEN\n"), "{head}");
        let rows: Vec<&str> = table.lines().skip(1).take(4).collect();
        assert_eq!(
            rows,
            [
                "  Job          fertig  Labels  neu",
                "  north/ruins                       kein Film",
                "  stale        98,0 %   9.800       steht",
                "  slow         50,0 %   5.000   +4  zurück",
            ]
        );
    }
}
