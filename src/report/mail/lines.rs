//! Plain text in lines that no mail program breaks.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::people::presentable;

/// The longest line, in columns. Mail programs in terminals and on phones break longer lines anywhere.
pub(super) const WIDTH: usize = 76;

/// A text on one line, shortened to at most `width` columns.
pub(super) fn short(text: &str, width: usize) -> String {
    let text = presentable(text);
    if text.width() <= width {
        return text;
    }
    let mut kept = String::new();
    for cluster in text.as_str().graphemes(true) {
        if width < kept.width() + cluster.width() + 3 {
            break;
        }
        kept.push_str(cluster);
    }
    format!("{}...", kept.trim_end())
}

/// A name on one line, shortened to at most `width` columns. Its end tells more than its beginning: jobs of one name
/// differ in their folders, and those of one folder in their names, so the middle goes.
pub(super) fn without_middle(name: &str, width: usize) -> String {
    // Mail programs make a link of every address, and a name leads nowhere.
    let name = presentable(name).replace("://", ":");
    if name.width() <= width {
        return name;
    }
    let clusters: Vec<&str> = name.graphemes(true).collect();
    let fit = |clusters: &mut dyn Iterator<Item = &&str>, room: usize| {
        let mut used = 0;
        let fitting = clusters.take_while(|cluster| {
            used += cluster.width();
            used <= room
        });
        fitting.count()
    };
    let room = width - 3;
    let first = fit(&mut clusters.iter(), room / 2);
    let last = fit(&mut clusters.iter().rev(), room - room / 2);
    format!("{}...{}", clusters[..first].concat(), clusters[clusters.len() - last..].concat())
}

/// A text with spaces before it, or behind it, so that it is so many columns wide.
pub(super) fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width())))
}

pub(super) fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// A mail that is being written.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) text: String,
}

impl Lines {
    /// A paragraph, broken into lines.
    pub(super) fn say(&mut self, words: &str) {
        for line in wrapped(words, WIDTH) {
            self.line(&line);
        }
    }

    /// An indented line; what does not fit goes on below, further in.
    pub(super) fn item(&mut self, words: &str) {
        for (n, line) in wrapped(words, WIDTH - 4).into_iter().enumerate() {
            self.line(&format!("{}{line}", if n == 0 { "  " } else { "    " }));
        }
    }

    /// What is said of an item, below it and further in.
    pub(super) fn detail(&mut self, words: &str) {
        for line in wrapped(&presentable(words), WIDTH - 4) {
            self.line(&format!("    {line}"));
        }
    }

    /// A heading after an empty line.
    pub(super) fn heading(&mut self, words: &str) {
        self.gap();
        self.say(words);
    }

    /// An address alone on its line, because mail programs take what follows for a part of it.
    pub(super) fn address(&mut self, url: &str) {
        self.line(url);
    }

    /// Whom to ask; addresses in it get a line of their own.
    pub(super) fn contact(&mut self, contact: &str) {
        let mut words = String::new();
        for word in presentable(contact).split(' ') {
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

    /// An empty line, but never two.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}

/// Breaks a text into lines: at spaces and, where a word is too wide for a line, as in languages without spaces, within it.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    textwrap::wrap(words, width).into_iter().map(String::from).collect()
}
