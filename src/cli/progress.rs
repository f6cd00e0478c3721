//! How far long work is: a bar on a terminal, lines for a log, and nothing in a pipe.

use std::{
    io::{self, IsTerminal},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};
use labelrace::{locale::thousands, source::ReadProgress};

use super::{
    loudness::{ProgressKind, is_quiet, progress},
    output::{note, say},
};

/// One line that shows how far it is, and goes away when it is done.
pub(crate) struct ProgressLine {
    stage: Work,
    shown: Display,
    begun: Instant,
    /// What is listed, until somebody was told that it takes long.
    listing: Mutex<Option<String>>,
}

/// What is being done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Work {
    /// As it is called.
    name: &'static str,
    /// What it goes through.
    things: &'static str,
}

const READING: Work = Work { name: "reading", things: "files" };
const DRAWING: Work = Work { name: "drawing", things: "frames" };

enum Display {
    Bar(ProgressBar),
    LogLines(Mutex<LogLines>),
    Nothing,
}

/// What was written to a log so far.
struct LogLines {
    last: Instant,
    /// How much there was in the last line.
    made: usize,
}

/// A log has a line this often.
const EVERY: Duration = Duration::from_secs(5);

/// Whoever waits this long for a listing is told what is listed.
const LONG_LISTING: Duration = Duration::from_secs(5);

impl ProgressLine {
    /// For reading, whose end is not known while the listing of `source` runs.
    pub(crate) fn reading(source: &str) -> Self {
        let line = Self::new(READING);
        *line.listing.lock().unwrap_or_else(PoisonError::into_inner) = Some(source.to_owned());
        if let Display::Bar(bar) = &line.shown {
            bar.set_style(style("{spinner} {msg}", READING));
        }
        line
    }

    /// For drawing.
    pub(crate) fn drawing() -> Self {
        Self::new(DRAWING)
    }

    fn new(stage: Work) -> Self {
        let shown = match progress() {
            ProgressKind::Auto if io::stderr().is_terminal() => {
                let bar = ProgressBar::new(0);
                bar.set_style(style(BAR, stage));
                Display::Bar(bar)
            }
            ProgressKind::Plain => Display::LogLines(Mutex::new(LogLines { last: Instant::now(), made: 0 })),
            ProgressKind::Auto | ProgressKind::None => Display::Nothing,
        };
        Self { stage, shown, begun: Instant::now(), listing: Mutex::default() }
    }

    pub(crate) fn seen(&self, seen: ReadProgress) {
        self.tell_of_long_listing(seen);
        let ReadProgress { listed, to_read, read, answers, lines, .. } = seen;
        // Called for each file, so that nothing is written that nobody sees.
        let found = || {
            let lines = if lines == 0 { String::new() } else { format!("{} lines, ", thousands(lines)) };
            format!("{lines}{} answers", thousands(answers))
        };
        match &self.shown {
            Display::Bar(bar) if to_read == 0 => {
                bar.set_message(format!("listing: {} files", thousands(listed)));
                bar.tick();
            }
            Display::Bar(bar) => {
                if bar.length() == Some(0) {
                    bar.set_style(style(&format!("{BAR}, {{msg}}"), self.stage));
                    bar.reset_elapsed();
                }
                bar.set_length(to_read);
                bar.set_position(read);
                bar.set_message(found());
            }
            Display::LogLines(_) if to_read == 0 => {
                self.line(None, || format!("listing: {} files", thousands(listed)));
            }
            Display::LogLines(_) => {
                let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
                self.line(Some((count(read), count(to_read))), found);
            }
            Display::Nothing => {}
        }
    }

    pub(crate) fn made(&self, made: usize, all: usize) {
        match &self.shown {
            Display::Bar(bar) => {
                bar.set_length(all as u64);
                bar.set_position(made as u64);
            }
            Display::LogLines(_) => self.line(Some((made, all)), String::new),
            Display::Nothing => {}
        }
    }

    pub(crate) fn clear(&self) {
        if let Display::Bar(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }

    /// Whoever named a whole disk should learn that before it is listed.
    fn tell_of_long_listing(&self, seen: ReadProgress) {
        if is_quiet() || 0 < seen.to_read || self.begun.elapsed() < LONG_LISTING {
            return;
        }
        let source = self.listing.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(source) = source {
            let words = format!(
                "still listing {source}: {} files so far; is it the folder of a job?",
                thousands(seen.listed)
            );
            match &self.shown {
                Display::Bar(bar) => bar.suspend(|| note(&words)),
                Display::LogLines(_) | Display::Nothing => note(&words),
            }
        }
    }

    /// A line for a log, if the last one is long enough ago or all is made.
    fn line(&self, made: Option<(usize, usize)>, more: impl FnOnce() -> String) {
        let Display::LogLines(lines) = &self.shown else { return };
        let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = made.is_some_and(|(made, all)| made == all && lines.made < made);
        if !is_over && lines.last.elapsed() < EVERY {
            return;
        }
        lines.last = Instant::now();
        let Some((made, all)) = made else { return say(&more()) };
        lines.made = made;
        say(&line(self.stage, (made, all), self.begun.elapsed(), &more()));
    }
}

/// `drawing: 300 of 900 frames (33%), 41 a second, 15 seconds left`
fn line(stage: Work, (made, all): (usize, usize), elapsed: Duration, more: &str) -> String {
    let [shown_made, shown_all] = [made, all].map(|n| thousands(n as u64));
    let percent = (100 * made).checked_div(all).unwrap_or(100);
    let seconds = elapsed.as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "it is shown as a whole number")]
    let rate = if 0.0 < seconds { made as f64 / seconds } else { 0.0 };
    #[expect(clippy::cast_precision_loss, reason = "it is shown as a whole number")]
    let left = if 0.0 < rate { (all - made.min(all)) as f64 / rate } else { 0.0 };
    let left = HumanDuration(Duration::from_secs_f64(left.min(1e9)));
    let left = (made < all).then(|| format!("{left} left"));
    let found = Some(more.to_owned()).filter(|more| !more.is_empty());
    let (name, things) = (stage.name, stage.things);
    let much = format!("{name}: {shown_made} of {shown_all} {things} ({percent}%), {rate:.0} a second");
    [Some(much), left, found].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

const BAR: &str = "{stage} {bar:30} {human_pos}/{human_len} {things}, {rate}/s, {eta} left";

fn style(template: &str, stage: Work) -> ProgressStyle {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let _ = write!(out, "{:.0}", state.per_sec());
    };
    let constant = |word: &'static str| {
        move |_: &ProgressState, out: &mut dyn std::fmt::Write| {
            let _ = out.write_str(word);
        }
    };
    style
        .with_key("rate", rate)
        .with_key("stage", constant(stage.name))
        .with_key("things", constant(stage.things))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_log_says_what_how_much_how_fast_and_how_long() {
        let at = |made, seconds| line(DRAWING, (made, 900), Duration::from_secs(seconds), "");
        assert_eq!(at(300, 10), "drawing: 300 of 900 frames (33%), 30 a second, 20 seconds left");
        assert_eq!(at(900, 30), "drawing: 900 of 900 frames (100%), 30 a second");
        let reading = line(READING, (2_000, 4_000), Duration::from_secs(4), "6,000 answers");
        assert_eq!(
            reading,
            "reading: 2,000 of 4,000 files (50%), 500 a second, 4 seconds left, 6,000 answers"
        );
        assert_eq!(line(READING, (0, 0), Duration::ZERO, ""), "reading: 0 of 0 files (100%), 0 a second");
    }
}
