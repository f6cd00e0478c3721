//! The film in words: captions and chapters as WebVTT.
//!
//! A caption says what stands in the picture when it appears: how many labels there are, who leads, who follows. What
//! the film announces has captions of its own, as long as it is announced.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::standings::short;
use crate::{
    locale::{Locale, PagePhrase, Period, Phrase, Unit, beginning},
    race::{Frame, Notice, Race},
};

/// The longest time that one caption stays, in seconds; a longer chapter has several.
const LONGEST: f64 = 6.0;

/// The shortest time that somebody needs to read a caption, in seconds.
const SHORTEST: f64 = 1.0;

/// What the film says in words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FilmText {
    /// Captions, as WebVTT.
    pub captions: String,
    /// Chapters, as WebVTT; `None` where there are none.
    pub chapters: Option<String>,
    /// The chapters: where each begins, in thousandths of a second, and what it is called.
    pub begins: Vec<(u64, String)>,
}

/// One caption: from, to, and its lines.
type Caption = (f64, f64, Vec<String>);

/// The words of a film with this `title` and `subtitle`.
pub(super) fn film_text(
    race: &Race,
    (locale, zone): (&Locale, Tz),
    what: Unit,
    (title, subtitle): (&str, &str),
) -> FilmText {
    let teller = Teller { race, locale, zone, what };
    let at_rest = teller.at_rest();
    let mut captions: Vec<Caption> = Vec::new();
    let starts = teller.starts(at_rest);
    for (n, &start) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(at_rest);
        let lines = match n {
            0 => vec![isolated(title), subtitle.to_owned()],
            _ => teller.standing(&teller.frame(start)),
        };
        captions.push((start, end, lines));
    }
    captions.push((at_rest, race.seconds(), teller.end()));
    captions.extend(race.timed_notices().filter_map(|(notice, (from, until))| {
        let from = from.max(0.0);
        Some((from, until.min(race.seconds()).max(from), vec![teller.notice(notice)?]))
    }));
    captions.retain(|(from, to, _)| 0.05 < to - from);
    captions.sort_by(|a, b| a.0.total_cmp(&b.0));
    let begins = teller.chapters();
    let chapters = (1 < begins.len()).then(|| {
        let ends = begins.iter().skip(1).map(|(at, _)| *at).chain([thousandths(race.seconds())]);
        let cues = begins.iter().zip(ends).map(|((from, title), to)| (*from, to, vec![title.clone()]));
        vtt(locale, cues)
    });
    let cues = captions.into_iter().map(|(from, to, lines)| (thousandths(from), thousandths(to), lines));
    FilmText { captions: vtt(locale, cues), chapters, begins }
}

/// Tells what is in a frame.
struct Teller<'a> {
    race: &'a Race,
    locale: &'a Locale,
    zone: Tz,
    what: Unit,
}

impl Teller<'_> {
    /// The frame at this second, or the next one.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 216,000 frames")]
    fn frame(&self, second: f64) -> Frame {
        self.race.frame((second * f64::from(self.race.fps())).ceil() as usize)
    }

    /// The second from which on nothing moves any more.
    #[expect(clippy::cast_precision_loss, reason = "0 to 216,000 frames")]
    fn at_rest(&self) -> f64 {
        let (mut moving, mut still) = (0, self.race.len() - 1);
        while moving < still {
            let middle = usize::midpoint(moving, still);
            if self.race.frame(middle).part < 1.0 { moving = middle + 1 } else { still = middle }
        }
        still as f64 / f64::from(self.race.fps())
    }

    /// When captions begin: with each chapter, and within long ones again.
    fn starts(&self, at_rest: f64) -> Vec<f64> {
        let chapters: Vec<f64> = self
            .race
            .chapters()
            .into_iter()
            .map(|(second, _)| second)
            .filter(|second| *second < at_rest)
            .collect();
        let mut starts = vec![0.0];
        for begins in chapters.into_iter().skip(1).chain([at_rest]) {
            let from = starts[starts.len() - 1];
            let parts = ((begins - from) / LONGEST).ceil().max(1.0);
            let length = (begins - from) / parts;
            let mut next = from + length;
            while next < begins - SHORTEST {
                starts.push(next);
                next += length;
            }
            // What is too short to read stays with the caption before.
            if SHORTEST <= begins - starts[starts.len() - 1] && begins < at_rest {
                starts.push(begins);
            }
        }
        starts
    }

    /// The chapters of the film: where each begins, and its day, week or month.
    fn chapters(&self) -> Vec<(u64, String)> {
        let chapters = self.race.chapters().into_iter();
        chapters.map(|(second, time)| (thousandths(second), self.day(time))).collect()
    }

    /// What a moment of the race is called.
    fn day(&self, time: DateTime<Utc>) -> String {
        let local = time.with_timezone(&self.zone).naive_local();
        let date = local.date();
        match self.race.period() {
            Some(Period::Month) => self.locale.month(date),
            Some(Period::Week) => self.locale.day(date),
            Some(Period::Day) => {
                format!("{} {}", beginning(&self.locale.short_weekday(date)), self.locale.day(date))
            }
            None => beginning(&self.locale.weekday_and_time(local)),
        }
    }

    fn standing(&self, frame: &Frame) -> Vec<String> {
        let so_far =
            PagePhrase::SoFar { day: &self.day(frame.clock), what: self.what, n: nearest(frame.labels) };
        let mut lines = vec![self.locale.say_on_page(so_far)];
        lines.extend(self.leaders(frame));
        lines
    }

    fn end(&self) -> Vec<String> {
        let frame = self.race.frame(self.race.len() - 1);
        let end = PagePhrase::AtTheEnd { what: self.what, n: nearest(frame.labels) };
        let mut lines = vec![self.locale.say_on_page(end)];
        lines.extend(self.leaders(&frame));
        lines
    }

    /// Who leads and who follows, as far as bars are there.
    fn leaders(&self, frame: &Frame) -> Vec<String> {
        let mut bars: Vec<(usize, u64)> =
            frame.bars.iter().rev().map(|bar| (bar.racer, nearest(bar.value))).collect();
        bars.retain(|(_, value)| 0 < *value);
        // Equal numbers are in the order of their rows, as they are drawn.
        bars.sort_by_key(|(_, value)| std::cmp::Reverse(*value));
        let bars: Vec<(String, u64)> =
            bars.into_iter().take(3).map(|(racer, value)| (self.name(racer), value)).collect();
        let say = |phrase| self.locale.say_on_page(phrase);
        match bars.as_slice() {
            [] => Vec::new(),
            [(first, n)] => vec![say(PagePhrase::Alone(first, *n))],
            [(first, n), (second, next), rest @ ..] => {
                let leads = if n == next {
                    PagePhrase::Level(first, second, *n)
                } else {
                    PagePhrase::Leads((first, *n), (second, *next))
                };
                let third = rest.first().map(|(third, n)| say(PagePhrase::Third(third, *n)));
                std::iter::once(say(leads)).chain(third).collect()
            }
        }
    }

    fn name(&self, racer: usize) -> String {
        let person = self.race.people().nth(racer);
        isolated(&short(person.map_or("", |person| person.name.as_str())))
    }

    fn notice(&self, notice: Notice) -> Option<String> {
        let locale = self.locale;
        let about = |racer, phrase| Some(format!("{} {}", self.name(racer), locale.say(phrase)));
        match notice {
            Notice::Lead(racer) => about(racer, Phrase::TakesTheLead),
            Notice::Goal(racer) => about(racer, Phrase::ReachesTheGoal),
            Notice::Climb { racer, rows } => {
                let period = self.race.period()?;
                about(racer, Phrase::Climbed { rows: rows as u64, period })
            }
            Notice::Milestone(n) => Some(locale.say(Phrase::Milestone { n, what: self.what })),
        }
    }
}

/// A name that keeps to the direction of its own letters, whatever stands around it.
fn isolated(name: &str) -> String {
    format!("\u{2068}{name}\u{2069}")
}

/// The nearest whole number, as the film shows it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts are positive")]
fn nearest(value: f64) -> u64 {
    value.round() as u64
}

fn thousandths(seconds: f64) -> u64 {
    nearest(1000.0 * seconds)
}

/// A file of cues in this language.
fn vtt(locale: &Locale, cues: impl Iterator<Item = (u64, u64, Vec<String>)>) -> String {
    let mut file = format!("WEBVTT\nLanguage: {locale}\n");
    for (from, to, lines) in cues {
        let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
        // A blank line would end the cue.
        let lines = lines.iter().filter(|line| !line.trim().is_empty()).map(String::as_str);
        let _ =
            write!(file, "\n{} --> {}\n{}\n", clock(from), clock(to), lines.collect::<Vec<_>>().join("\n"));
    }
    file
}

fn clock(thousandths: u64) -> String {
    let seconds = thousandths / 1000;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}.{:03}", seconds % 60, thousandths % 1000)
}

/// A line in which nothing is markup.
fn escaped(line: &str) -> String {
    let line = line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    line.replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_has_its_times_and_no_markup() {
        let cues = [(0, 1500, vec!["a < b & c".to_owned(), String::new(), "--> x".to_owned()])];
        let file = vtt(&Locale::default(), cues.into_iter());
        assert_eq!(
            file,
            "WEBVTT\nLanguage: en\n\n00:00:00.000 --> 00:00:01.500\na &lt; b &amp; c\n--&gt; x\n"
        );
        assert_eq!(clock(3_723_004), "01:02:03.004");
    }
}
