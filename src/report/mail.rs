//! The mail: a [`Digest`] in sentences, as a subject and plain text that can be read on a phone.
//!
//! Its numbers come from `stats`; sending it is for `service`.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;
use unicode_width::UnicodeWidthStr;

use super::audience::Audience;
use crate::{
    locale::{
        plain::{discreet, quotable},
        thousands,
    },
    people::presentable,
    render::text::ascii,
    stats::{DayCount, Digest},
};

/// The longest line, in columns. Mail programs in terminals and on phones break longer lines anywhere.
const WIDTH: usize = 76;
/// The longest subject that SNS accepts, in characters.
const SUBJECT: usize = 99;
/// The widest name in a table, in columns.
const NAME: usize = 32;
/// The widest title in a sentence, in columns.
const TITLE: usize = 60;
/// The width of the progress bar, in characters.
const BAR: u64 = 30;

/// The subject and the text of a mail.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MailText {
    /// One line of at most 99 characters of ASCII.
    pub subject: String,
    /// Plain text in lines of at most 76 columns, except for addresses, which each have a line of their own.
    pub body: String,
}

impl MailText {
    /// The mail after a week without answers; `last` is the digest of the last film, if there was one.
    pub fn nothing_new(job: &str, last: Option<&Digest>) -> Self {
        let job = quotable(job);
        let title = last.map_or(&*job, |last| &last.title);
        let mut lines = Lines::default();
        lines.line(&format!("Nothing new in {} this week.", short(title, TITLE - 10)));
        lines.line(&last.map_or_else(
            || "There are no answers yet.".to_owned(),
            |last| format!("It has {} as of {}.", last.counted(last.labels), last.as_of()),
        ));
        Self { subject: subject(title, ": nothing new this week"), body: lines.text }
    }
}

/// A link to the film.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FilmLink {
    /// The address.
    pub url: String,
    /// When the link expires.
    pub until: DateTime<Utc>,
}

impl Digest {
    /// The mail for `audience`. `contact` says whom readers can ask.
    pub fn mail(&self, audience: Audience, film: &FilmLink, contact: Option<&str>) -> MailText {
        let zone = self.zone();
        let mut lines = Lines::default();
        match audience {
            Audience::Labelers => self.for_labelers(&mut lines),
            Audience::Owners => self.for_owners(&mut lines),
        }
        lines.gap();
        let length = self.seconds;
        let until = moment(film.until, zone);
        lines.say(&format!("Watch it ({length} s). The link works until {until}:"));
        lines.address(&film.url);
        lines.gap();
        let unit = self.what.trim_end_matches('s');
        let one = match unit {
            "label" if self.is_logged => "One label is one submitted task.".to_owned(),
            "label" => "One label is one submitted answer.".to_owned(),
            unit => format!("One {unit} is one mark inside an answer."),
        };
        match &self.log_note {
            Some(note) => lines.say(&format!("{one} {}", discreet(note))),
            None if !self.may_grow => lines.say(&one),
            None => lines.say(&format!(
                "{one} Answers count when their object is finished, so the last days can still grow."
            )),
        }
        if let Some(warning) = &self.names_warning {
            lines.gap();
            match audience {
                Audience::Labelers => {
                    lines.say("Some names could not be read this time: they are as before, or pseudonyms.");
                }
                Audience::Owners => {
                    lines.say(&format!("Names from Amazon Cognito: {warning}."));
                }
            }
        }
        lines.gap();
        lines.say(match audience {
            Audience::Labelers => {
                "Which name in the film is yours? Just ask, also for another name, not to be in it, or for no more mail:"
            }
            Audience::Owners => "Another name in the film, not in it at all, or no more mail? Just ask:",
        });
        lines.contact(contact);
        MailText { subject: self.subject(audience), body: lines.text }
    }

    fn for_labelers(&self, lines: &mut Lines) {
        lines.say(&format!("Hello! This is the race of {}", short(&self.title, TITLE - 10)));
        lines.say(&format!("as of {} ({}).", self.as_of(), self.time_zone));
        lines.gap();
        lines.item(&format!("{}{} so far", self.counted(self.labels), by(self.people)));
        if let Some(day) = self.last_day() {
            let date = day.date.format("%A, %-d %b");
            lines.item(&format!(
                "{} of them on {date}{}",
                thousands(day.labels),
                by(day.people).replacen(' ', ", ", 1)
            ));
        }
        if 0 < self.today {
            lines.item(&format!("{} today", thousands(self.today)));
        }
        self.how_far(lines);
        self.lead(lines);
    }

    fn for_owners(&self, lines: &mut Lines) {
        let what = &self.what;
        let title = short(&self.title, TITLE);
        lines.say(&format!("{title}: the week to {}", self.last_date().format("%A, %-d %b %Y")));
        lines.say(&format!("({}; answers as of {})", self.time_zone, self.as_of()));
        lines.gap();
        lines.say("PROGRESS");
        let week = self.this_week();
        lines.item(&format!("{}{} in all", self.counted(self.labels), by(self.people)));
        lines.item(&format!(
            "{} this week, {} the week before",
            thousands(week),
            thousands(self.week_before)
        ));
        self.how_far(lines);
        lines.gap();
        lines.say("THE WEEK");
        for row in week_table(&self.week, what) {
            lines.item(&row);
        }
        self.lead(lines);
    }

    fn how_far(&self, lines: &mut Lines) {
        let Some(far) = self.progress.filter(|far| 0 < far.total) else { return };
        let full = (far.done * BAR / far.total).min(BAR);
        let bar: String = (0..BAR).map(|n| if n < full { '#' } else { '-' }).collect();
        lines.item(&format!("Job [{bar}] {}", percent(far.done, far.total)));
        let open = far.total.saturating_sub(far.done + far.failed);
        let failed =
            if far.failed == 0 { String::new() } else { format!(", {} failed", thousands(far.failed)) };
        lines.item(&format!(
            "{} of {} {} done, {} to go{failed}",
            thousands(far.done),
            thousands(far.total),
            if far.total == 1 { "object" } else { "objects" },
            thousands(open)
        ));
    }

    /// Who leads; a team so small that this would tell on the others hears nothing of it.
    fn lead(&self, lines: &mut Lines) {
        if self.leaders.is_empty() {
            return;
        }
        lines.gap();
        lines.say("IN THE LEAD");
        let names: Vec<String> = self.leaders.iter().map(|leader| short(&leader.name, NAME)).collect();
        let widest = names.iter().map(|name| name.width()).max().unwrap_or(0);
        for (leader, name) in self.leaders.iter().zip(&names) {
            let gap = " ".repeat(widest - name.width());
            // Equal numbers share a place.
            let place = 1 + self.leaders.iter().filter(|other| leader.labels < other.labels).count();
            lines.item(&format!("{place:>2}  {name}{gap}  {:>9}", thousands(leader.labels)));
        }
        if let Some((others, theirs)) = self.unnamed().filter(|(_, theirs)| 0 < *theirs) {
            let who = if self.teams.is_some() { "teams" } else { "people" };
            let who = if others == 1 { who.trim_end_matches('s') } else { who };
            lines.item(&format!("and {others} more {who} with {} together", thousands(theirs)));
        }
    }

    fn subject(&self, audience: Audience) -> String {
        let done = self.progress.filter(|far| 0 < far.total);
        let done = done.map_or_else(String::new, |far| format!(", {} done", percent(far.done, far.total)));
        let news = match (audience, self.last_day()) {
            (Audience::Owners, _) => {
                let week = self.counted(self.this_week());
                format!(", week to {}: {week}{done}", self.last_date().format("%-d %b"))
            }
            (Audience::Labelers, Some(day)) => {
                format!(": {} on {}{done}", self.counted(day.labels), day.date.format("%a %-d %b"))
            }
            (Audience::Labelers, None) => format!(": {}{done}", self.counted(self.labels)),
        };
        subject(&self.title, &news)
    }

    /// `1 label`, `1,024 labels`.
    fn counted(&self, n: u64) -> String {
        let what = if n == 1 { self.what.trim_end_matches('s') } else { &self.what };
        format!("{} {what}", thousands(n))
    }

    fn last_date(&self) -> NaiveDate {
        self.week.last().map_or(NaiveDate::MIN, |day| day.date)
    }

    fn zone(&self) -> Tz {
        self.time_zone.parse().unwrap_or(Tz::UTC)
    }

    fn as_of(&self) -> String {
        DateTime::parse_from_rfc3339(&self.as_of)
            .map_or_else(|_| self.as_of.clone(), |time| moment(time.to_utc(), self.zone()))
    }
}

/// `[labelrace] `, as much of the title as fits, and the news, all in ASCII.
fn subject(title: &str, news: &str) -> String {
    const SENDER: &str = "[labelrace] ";
    let title = match ascii(title) {
        title if title.is_empty() => "your job".to_owned(),
        title => title,
    };
    let room = SUBJECT.saturating_sub(SENDER.len() + news.len());
    let title = if title.len() <= room { title } else { format!("{}...", &title[..room.saturating_sub(3)]) };
    format!("{SENDER}{title}{news}")
}

/// The counts of a week, each below its weekday.
fn week_table(week: &[DayCount], what: &str) -> Vec<String> {
    let row = |head: &str, cell: &dyn Fn(&DayCount) -> String| {
        let cells: Vec<String> = week.iter().map(|day| format!("{:>9}", cell(day))).collect();
        format!("{head:<11}{}", cells.concat())
    };
    vec![
        row("", &|day| day.date.weekday().to_string()),
        row(what, &|day| thousands(day.labels)),
        row("people", &|day| day.people.map_or_else(|| "few".to_owned(), |people| people.to_string())),
    ]
}

/// ` by 9 people`, or nothing where the number of people is not told.
fn by(people: Option<usize>) -> String {
    match people {
        None => String::new(),
        Some(1) => " by 1 person".to_owned(),
        Some(n) => format!(" by {} people", thousands(n as u64)),
    }
}

/// A percentage, rounded down so that 100% means that everything is done.
fn percent(done: u64, total: u64) -> String {
    format!("{}%", done.saturating_mul(100) / total.max(1))
}

fn moment(time: DateTime<Utc>, zone: Tz) -> String {
    time.with_timezone(&zone).format("%a %-d %b %Y, %H:%M").to_string()
}

/// A text on one line, shortened to at most `width` columns.
fn short(text: &str, width: usize) -> String {
    let text = presentable(text);
    if text.width() <= width {
        return text;
    }
    let mut kept = String::new();
    for cluster in unicode_segmentation::UnicodeSegmentation::graphemes(text.as_str(), true) {
        if width < kept.width() + cluster.width() + 3 {
            break;
        }
        kept.push_str(cluster);
    }
    format!("{}...", kept.trim_end())
}

/// A mail that is being written.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// A paragraph, broken into lines.
    fn say(&mut self, words: &str) {
        for line in textwrap::wrap(words, WIDTH) {
            self.line(&line);
        }
    }

    /// An indented line.
    fn item(&mut self, words: &str) {
        for line in textwrap::wrap(words, textwrap::Options::new(WIDTH - 2).subsequent_indent("    ")) {
            self.line(&format!("  {line}"));
        }
    }

    /// An address alone on its line, because mail programs take what follows for a part of it.
    fn address(&mut self, url: &str) {
        self.line(url);
    }

    /// Whom to ask; addresses in it get a line of their own.
    fn contact(&mut self, contact: Option<&str>) {
        let contact = presentable(contact.unwrap_or_default());
        if contact.is_empty() {
            return self.say("whoever runs this job.");
        }
        let mut words = String::new();
        for word in contact.split(' ') {
            if word.contains("://") {
                self.some(&words);
                words.clear();
                self.address(word);
            } else {
                words.push_str(word);
                words.push(' ');
            }
        }
        self.some(&words);
    }

    /// A paragraph, if there is anything in it.
    fn some(&mut self, words: &str) {
        if !words.trim().is_empty() {
            self.say(words.trim());
        }
    }

    fn gap(&mut self) {
        self.line("");
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{JobProgress, Leader};

    fn digest() -> Digest {
        let monday: NaiveDate = "2026-11-16".parse().unwrap();
        let labels = [1120, 1065, 980, 1035, 1010, 0, 0];
        let day = |(date, labels)| DayCount { date, labels, people: Some(if labels == 0 { 0 } else { 9 }) };
        Digest {
            title: "lung-nodules-v3".into(),
            what: "labels".into(),
            labels: 21_450,
            people: Some(9),
            teams: None,
            leaders: [("Blue Heron", 4812), ("Red Fox", 3745), ("日本の狐", 990)]
                .map(|(name, labels)| Leader { name: name.into(), labels })
                .to_vec(),
            week: monday.iter_days().zip(labels).map(day).collect(),
            week_before: 4730,
            names_warning: None,
            today: 31,
            progress: Some(JobProgress { total: 12_000, done: 6980, failed: 4 }),
            as_of: "2026-11-23T07:12:00+01:00".into(),
            time_zone: "Europe/Berlin".into(),
            seconds: 32,
            log_note: None,
            is_logged: false,
            may_grow: true,
        }
    }

    fn film() -> FilmLink {
        let url =
            "https://abc.lambda-url.eu-central-1.on.aws/v/lung-nodules-v3/daily/20261123T063000Z.mp4?e=1&s=x";
        FilmLink { url: url.into(), until: "2026-12-07T06:30:00Z".parse().unwrap() }
    }

    /// Checks what every mail must satisfy.
    #[track_caller]
    fn is_sound(mail: &MailText) {
        #[cfg(feature = "aws")]
        crate::service::notify::Mail::new(Audience::Owners, &mail.subject, &mail.body).unwrap();
        for line in mail.body.lines() {
            let is_address = line.starts_with("https://") && !line.contains(' ');
            assert!(is_address || line.width() <= WIDTH, "{line}");
            assert!(is_address || !line.contains("://"), "{line}");
        }
    }

    #[test]
    fn labelers_hear_of_their_last_day() {
        let mail =
            digest().mail(Audience::Labelers, &film(), Some("Maria, https://chat.example.com/x, room 4"));
        is_sound(&mail);
        assert_eq!(mail.subject, "[labelrace] lung-nodules-v3: 1,010 labels on Fri 20 Nov, 58% done");
        for line in [
            "as of Mon 23 Nov 2026, 07:12 (Europe/Berlin).",
            "  21,450 labels by 9 people so far",
            "  1,010 of them on Friday, 20 Nov, by 9 people",
            "  31 today",
            "  Job [#################-------------] 58%",
            "  6,980 of 12,000 objects done, 5,016 to go, 4 failed",
            "   1  Blue Heron      4,812",
            "   3  日本の狐          990",
            "  and 6 more people with 11,903 together",
            "Watch it (32 s). The link works until Mon 7 Dec 2026, 07:30:",
            "https://chat.example.com/x,",
        ] {
            assert!(mail.body.lines().any(|other| other == line), "{line}\n{}", mail.body);
        }
    }

    #[test]
    fn owners_hear_of_the_week() {
        let mail = digest().mail(Audience::Owners, &film(), None);
        is_sound(&mail);
        assert_eq!(mail.subject, "[labelrace] lung-nodules-v3, week to 22 Nov: 5,210 labels, 58% done");
        for line in [
            "  5,210 this week, 4,730 the week before",
            "                   Mon      Tue      Wed      Thu      Fri      Sat      Sun",
            "  labels         1,120    1,065      980    1,035    1,010        0        0",
            "whoever runs this job.",
        ] {
            assert!(mail.body.lines().any(|other| other == line), "{line}\n{}", mail.body);
        }
    }

    #[test]
    fn one_is_not_many_and_equal_numbers_share_a_place() {
        let mut digest = digest();
        (digest.labels, digest.people) = (1, Some(1));
        digest.leaders = [("Ann", 7), ("Bo", 7), ("Cy", 3)]
            .map(|(name, labels)| Leader { name: name.into(), labels })
            .to_vec();
        let mail = digest.mail(Audience::Owners, &film(), None);
        is_sound(&mail);
        assert!(mail.body.contains("1 label by 1 person in all"), "{}", mail.body);
        for place in [" 1  Ann", " 1  Bo", " 3  Cy"] {
            assert!(mail.body.contains(place), "{}", mail.body);
        }
        let nothing = MailText::nothing_new("a", Some(&digest));
        assert!(nothing.body.contains("It has 1 label as of"), "{}", nothing.body);
    }

    #[test]
    fn whatever_a_job_or_a_person_is_called_the_mail_can_be_sent() {
        let long = "x".repeat(500);
        for name in
            ["Röntgen-Übung\n2026", "日本語のジョブ", "🦊🦊🦊", "", "\u{202E}evil", "a https b", &long]
        {
            let mut digest = digest();
            digest.title = name.into();
            digest.leaders[0].name = name.into();
            for &audience in <Audience as strum::VariantArray>::VARIANTS {
                is_sound(&digest.mail(audience, &film(), Some(name)));
            }
            is_sound(&MailText::nothing_new(name, Some(&digest)));
            is_sound(&MailText::nothing_new(name, None));
        }
        assert_eq!(subject("Röntgen 東京", ": x"), "[labelrace] Rontgen Dong Jing: x");
    }

    #[test]
    fn a_week_without_answers_is_two_lines() {
        let mail = MailText::nothing_new("xray", Some(&digest()));
        assert_eq!(
            mail.body,
            "Nothing new in lung-nodules-v3 this week.\nIt has 21,450 labels as of Mon 23 Nov 2026, 07:12.\n"
        );
        assert_eq!(MailText::nothing_new("xray", None).body.lines().count(), 2);
    }

    #[test]
    fn a_team_too_small_to_be_counted_hears_its_total_and_nothing_else() {
        let mut digest = digest();
        (digest.people, digest.leaders) = (None, Vec::new());
        for day in &mut digest.week {
            day.people = None;
        }
        for audience in [Audience::Labelers, Audience::Owners] {
            let mail = digest.mail(audience, &film(), None);
            is_sound(&mail);
            for word in ["LEAD", "together", " by "] {
                assert!(!mail.body.contains(word), "{}", mail.body);
            }
            assert!(mail.body.contains("21,450 labels"), "{}", mail.body);
        }
    }

    #[test]
    fn where_bars_are_teams_the_others_are_teams_too() {
        let digest = Digest { teams: Some(5), people: Some(40), ..digest() };
        let mail = digest.mail(Audience::Owners, &film(), None);
        is_sound(&mail);
        assert!(mail.body.contains("  21,450 labels by 40 people in all\n"), "{}", mail.body);
        assert!(mail.body.contains("  and 2 more teams with 11,903 together\n"), "{}", mail.body);
    }
}
