//! The subject: one line of ASCII that says what was decided first.

use super::{
    parts::reach,
    voice::{Voice, form},
};
use crate::{
    locale::MailWord,
    render::text::ascii,
    report::audience::Audience,
    stats::{Digest, Timeliness},
};

/// The longest subject that SNS accepts, in characters.
const SUBJECT: usize = 99;

/// So much of a title is kept, if need be at the cost of the last news.
const TITLE: usize = 24;

const SENDER: &str = "[labelrace] ";

/// The subject of the mail for an audience.
pub(super) fn subject(digest: &Digest, audience: Audience, voice: &Voice) -> String {
    // Of the standing of several jobs, the worst is told.
    let worst = digest.jobs.first().unwrap_or(digest);
    let percent = reach(digest).map(|(done, total)| {
        voice.word(MailWord::SubjectPercent).with("percent", voice.percent(done, total)).say()
    });
    let mut news = Vec::new();
    match audience {
        Audience::Owners => {
            if 1 < digest.jobs.len() {
                news.push(voice.word(MailWord::SubjectJobs).count(digest.jobs.len() as u64).say());
            }
            if let Some(standing) = worst.standing().filter(|standing| *standing != Timeliness::NoDeadline) {
                news.push(voice.word(MailWord::SubjectStanding).with("standing", form(standing)).say());
            }
            news.extend(end(worst, voice).filter(|_| digest.jobs.is_empty()));
            news.extend(percent.filter(|_| worst.standing() != Some(Timeliness::Done)));
            let week = voice.counted(digest.this_week());
            news.push(voice.word(MailWord::SubjectWeek).with("labels", week).say());
        }
        Audience::Labelers => {
            news.push(match digest.last_day() {
                Some(day) => {
                    let labels = voice.counted(day.labels);
                    voice
                        .word(MailWord::SubjectDay)
                        .with("labels", labels)
                        .with("day", voice.day(day.date))
                        .say()
                }
                None => voice.word(MailWord::SoFar).with("labels", voice.counted(digest.labels)).say(),
            });
            news.extend(percent);
        }
    }
    line(&digest.title, news)
}

/// The subject when there is nothing new.
pub(super) fn nothing(title: &str, voice: &Voice) -> String {
    line(title, vec![voice.say(MailWord::SubjectNothing)])
}

/// When it is likely to end.
fn end(digest: &Digest, voice: &Voice) -> Option<String> {
    let range = digest.forecast.as_ref()?.range?;
    let latest = range.latest?;
    let [first, last] = [range.earliest, latest].map(|date| voice.locale.day(date));
    if range.earliest == latest {
        return Some(voice.word(MailWord::SubjectEndOn).with("first", first).say());
    }
    Some(voice.word(MailWord::SubjectEnd).with("first", first).with("last", last).say())
}

/// The sender, as much of the title as fits, and the news, all in ASCII.
pub(super) fn line(title: &str, mut news: Vec<String>) -> String {
    let title = match ascii(title) {
        title if title.is_empty() => "your labels".to_owned(),
        title => title,
    };
    let shown = |news: &[String]| ascii(&format!(": {}", news.join(", ")));
    while 1 < news.len() && SUBJECT < SENDER.len() + title.len().min(TITLE) + shown(&news).len() {
        news.pop();
    }
    let news = shown(&news);
    let room = SUBJECT.saturating_sub(SENDER.len() + news.len());
    let title = if title.len() <= room { title } else { format!("{}...", &title[..room.saturating_sub(3)]) };
    format!("{SENDER}{title}{news}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_written_in_ascii_and_what_does_not_fit_is_left_out() {
        assert_eq!(line("Röntgen 東京", vec!["x".to_owned()]), "[labelrace] Rontgen Dong Jing: x");
        let news = ["a".repeat(40), "b".repeat(40)];
        let said = line(&"t".repeat(80), news.to_vec());
        assert!(said.len() <= SUBJECT && said.contains(&news[0]) && !said.contains("bb"), "{said}");
    }
}
