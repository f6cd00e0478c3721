//! How far long work is, on a terminal; in a pipe it is quiet.

use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use labelrace::source::ReadProgress;

/// One line that shows how far it is, and goes away when it is done.
pub(crate) struct ProgressLine(ProgressBar);

impl ProgressLine {
    /// For reading, whose end is not known while the listing runs.
    pub(crate) fn reading() -> Self {
        let bar = ProgressBar::new_spinner();
        bar.set_style(style("{spinner} {msg}"));
        Self(bar)
    }

    /// For drawing.
    pub(crate) fn drawing() -> Self {
        let bar = ProgressBar::new(0);
        bar.set_style(style("{bar:30} {pos}/{len} frames, {per_sec}, {eta} left"));
        Self(bar)
    }

    pub(crate) fn seen(&self, seen: ReadProgress) {
        let ReadProgress { listed, to_read, read, answers, lines, .. } = seen;
        let of_lines = if lines == 0 { String::new() } else { format!("{} lines, ", HumanCount(lines)) };
        let [listed, to_read, read, answers] = [listed, to_read, read, answers].map(HumanCount);
        self.0.set_message(format!("{listed} listed, {read} of {to_read} read, {of_lines}{answers} answers"));
        self.0.tick();
    }

    pub(crate) fn made(&self, made: usize, all: usize) {
        self.0.set_length(all as u64);
        self.0.set_position(made as u64);
    }

    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
