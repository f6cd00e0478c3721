//! Text from elsewhere, made harmless where it leaves: on a terminal, in a log, in a table that a spreadsheet opens.
//!
//! Keys of a bucket, names of jobs and lines of files are written by others. A terminal obeys some of their
//! characters, a reader is misled by others, and a spreadsheet takes a cell that begins with `=` for a formula.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use super::spelling;

/// What stands in place of a character that is not shown.
const REPLACED: char = char::REPLACEMENT_CHARACTER;

/// Whether a terminal would obey a character, or show what follows in another order or on another line.
fn is_harmful(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether nothing in a text has to be replaced before it is shown.
pub fn is_harmless(text: &str) -> bool {
    !text.contains(is_harmful)
}

/// A text of several lines that may go to a terminal or a log: control characters and marks that turn the direction
/// of writing are replaced; line breaks and tabs stay.
pub fn lines(text: &str) -> Cow<'_, str> {
    if is_harmless(text) { Cow::Borrowed(text) } else { Cow::Owned(text.replace(is_harmful, "\u{FFFD}")) }
}

/// The same on one line: line breaks and tabs are replaced too.
pub fn line(text: &str) -> Cow<'_, str> {
    let is_harmful = |c: char| is_harmful(c) || c.is_control();
    if text.contains(is_harmful) {
        Cow::Owned(text.chars().map(|c| if is_harmful(c) { REPLACED } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// A text as a cell of a CSV file. A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line
/// break for a formula, so an apostrophe is written before it. Numbers are no texts: they stay as they are.
pub fn cell(text: &str) -> Cow<'_, str> {
    let first = text.trim_start_matches(' ').chars().next();
    let is_formula = first.is_some_and(|first| {
        matches!(
            first,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\u{FF1D}' | '\u{FF0B}' | '\u{FF0D}' | '\u{FF20}'
        )
    });
    let text = line(text);
    if is_formula { Cow::Owned(format!("'{text}")) } else { text }
}

/// Whether a text may have an e-mail address in it, also one in disguise: with any kind of at-sign, or `(at)`, however
/// that is spelled. Other brackets and stars are in ordinary texts too, so there it takes a domain as well.
pub fn holds_address(text: &str) -> bool {
    if text.contains(['@', '\u{FE6B}', '\u{FF20}']) {
        return true;
    }
    // Each of the disguises has one of these, or another character than those of ASCII, and few ids do.
    if text.is_ascii() && !text.contains(['(', '[', '{', '<', '*', '%', '&']) {
        return false;
    }
    let bare = spelling::bare(text);
    bare.contains('@')
        || bare.contains("%40")
        || bare.contains("&commat;")
        || bare.split("&#").skip(1).any(is_number_of_at)
        || holds_word_for_at(&bare)
}

/// Whether the rest of an HTML entity is the number of the at-sign.
fn is_number_of_at(rest: &str) -> bool {
    let (digits, number) = rest.strip_prefix('x').map_or((rest, "64"), |digits| (digits, "40"));
    let rest = digits.trim_start_matches('0').strip_prefix(number);
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_hexdigit()))
}

/// Whether `at` in brackets or stars joins two parts of an address, in what is seen of a text.
fn holds_word_for_at(bare: &str) -> bool {
    let is_around = |c: char| c == '*' || spelling::is_bracket(c);
    let mut rest = bare;
    while let Some(at) = rest.find(is_around) {
        let mut letters = rest[at..].chars();
        let open = letters.next();
        let before = &bare[..bare.len() - rest.len() + at];
        rest = letters.as_str();
        // Some letters of other scripts look like these.
        let is_at = letters.next().is_some_and(|c| matches!(c, 'a' | 'а' | 'α' | 'ɑ'))
            && letters.next().is_some_and(|c| matches!(c, 't' | 'т' | 'τ'));
        let Some(close) = letters.next().filter(|c| is_at && is_around(*c)) else { continue };
        let is_plain = matches!((open, close), (Some('('), ')') | (Some('['), ']') | (Some('{'), '}'));
        let begins =
            before.trim_end_matches(is_around).ends_with(|c: char| c.is_alphanumeric() || "._+-".contains(c));
        if is_plain || begins && begins_with_domain(letters.as_str().trim_start_matches(is_around)) {
            return true;
        }
    }
    false
}

/// Whether a text begins with the name of a domain, which has a dot in it, or the word for one.
fn begins_with_domain(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    let after = text.trim_start_matches(is_part);
    let is_around = |c: char| c == '*' || spelling::is_bracket(c);
    let spelled = || after.strip_prefix(is_around)?.strip_prefix("dot")?.strip_prefix(is_around);
    after.len() < text.len()
        && after.strip_prefix(['.', '。']).or_else(spelled).is_some_and(|rest| rest.starts_with(is_part))
}

/// A text without the words in it that may be e-mail addresses, in whatever notation it is: between spaces, quotation
/// marks, slashes and the like, each becomes dots. It stays JSON if it is.
pub fn discreet(text: &str) -> Cow<'_, str> {
    if !holds_address(text) {
        return Cow::Borrowed(text);
    }
    let ends = |c: char| c.is_whitespace() || "\"'`/\\,;:=&?<>|".contains(c);
    let whole: Vec<&str> = text.split_inclusive(ends).collect();
    let is_hidden = addresses(&whole);
    let words = whole.into_iter().map(|word| {
        let kept = word.len() - word.chars().next_back().filter(|last| ends(*last)).map_or(0, char::len_utf8);
        (&word[..kept], &word[kept..])
    });
    let mut plain = String::with_capacity(text.len());
    for ((word, end), is_hidden) in words.zip(is_hidden) {
        // After a backslash comes the rest of what it escapes.
        let escape = if plain.ends_with('\\') { if word.starts_with('u') { 5 } else { 1 } } else { 0 };
        let (escape, word) = word.split_at_checked(escape).unwrap_or((word, ""));
        plain.push_str(escape);
        plain.push_str(if is_hidden && !word.is_empty() || holds_address(word) { "..." } else { word });
        plain.push_str(end);
    }
    Cow::Owned(plain)
}

/// Which of the words that follow each other are an address only together, as with `<at>` in it.
fn addresses(words: &[&str]) -> Vec<bool> {
    let mut is_hidden: Vec<_> = words.iter().map(|word| holds_address(word)).collect();
    for n in 2..=5 {
        for first in 0..(words.len() + 1).saturating_sub(n) {
            let few = first..first + n;
            if !is_hidden[few.clone()].contains(&true) && holds_address(&words[few.clone()].concat()) {
                is_hidden[few].fill(true);
            }
        }
    }
    is_hidden
}

/// What a message may quote of a file: the text, or only dots where it may have an address in it.
pub fn quotable(text: &str) -> Cow<'_, str> {
    if holds_address(text) { Cow::Borrowed("...") } else { line(text) }
}

/// Writes each piece to `out` like [`discreet`]: what is written at once is looked at as a whole, as lines of a log are.
#[derive(Debug)]
pub struct DiscreetWriter<W>(pub W);

impl<W: Write> Write for DiscreetWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(discreet(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Writes text like [`lines`] to `out`. What is not UTF-8 is replaced as well.
#[derive(Debug)]
pub struct PlainWriter<W> {
    out: W,
    /// The beginning of a character whose end has not been written yet.
    rest: Vec<u8>,
}

impl<W: Write> PlainWriter<W> {
    /// A writer to `out`.
    pub fn new(out: W) -> Self {
        Self { out, rest: Vec::new() }
    }

    fn write_plain(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(lines(&String::from_utf8_lossy(bytes)).as_bytes())
    }
}

impl<W: Write> Write for PlainWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.rest);
        all.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&all) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => all.len(),
        };
        self.rest = all.split_off(whole);
        self.write_plain(&all)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let rest = std::mem::take(&mut self.rest);
        self.write_plain(&rest)?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_may_be_addresses_become_dots_and_json_stays_json() {
        for (text, plain) in [
            ("s3://b/ada@example.com/x.json: not found", "s3://b/.../x.json: not found"),
            ("`ada%40example.com`, bo＠localhost and cy(at)home", "`...`, ... and ..."),
            ("to ada<at>example.com", "to ...<...>..."),
            ("ada&#64;example.com, ada * at * example.com", "...&...;example.com, ... ... ... ... ..."),
            ("nobody here", "nobody here"),
            ("@", "..."),
        ] {
            assert_eq!(discreet(text), plain);
        }
        for text in ["a \"ada@example.com\" b", "\nada@example.com\\", "\u{1}ada@x", "é\tada@x\\u00"] {
            let json = serde_json::json!({"message": text, "ada@example.com": 1}).to_string();
            let plain = discreet(&json).into_owned();
            assert!(!plain.contains("ada@") && !plain.contains("example"), "{plain}");
            serde_json::from_str::<serde_json::Value>(&plain).expect(&plain);
        }
    }

    #[test]
    fn what_a_terminal_would_obey_is_replaced() {
        for harmful in ["\u{1B}[2J", "\u{9B}31m", "\r", "\u{8}", "\u{7F}", "\u{202E}", "\u{2067}", "\u{2028}"]
        {
            let text = format!("a{harmful}b");
            let first = harmful.chars().next().unwrap();
            assert!(!line(&text).contains(first) && !lines(&text).contains(first), "{text:?}");
            assert!(!is_harmless(&text));
        }
        assert_eq!(lines("a\n  b\tc"), "a\n  b\tc");
        assert_eq!(line("a\nb\tc"), "a\u{FFFD}b\u{FFFD}c");
        for text in ["Zoë", "日本の狐", "👩‍🔬 नमस्ते", "\u{200F}שלום"] {
            assert_eq!((line(text), is_harmless(text)), (text.into(), true));
        }
    }

    #[test]
    fn a_cell_is_no_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"] {
            assert!(cell(text).starts_with('\''), "{text:?}");
        }
        assert!(cell("a\u{1B}b").is_ascii() || !cell("a\u{1B}b").contains('\u{1B}'));
        assert_eq!(cell("Ada = Eve"), "Ada = Eve");
    }

    #[test]
    fn addresses_in_disguise_are_found() {
        for text in [
            "ada@example.com",
            "@ada@example.com",
            "ada @example.com",
            "ada＠example.com",
            "ada﹫example.com",
            "ada@localhost",
            "ada(at)example.com",
            "ada [AT] example.com",
            "ada ( at ) example.com",
            "ada%40example.com",
            "ada(\u{200B}at)example.com",
            "ada(at\u{200B})example.com",
            "ada\u{2060}%\u{FE0F}40example.com",
            "ada(a\u{AD}t)example.com",
            "ada(a\u{200D}t)example.com",
            "ada(a\u{34F}t)example.com",
            "ada（at）example.com",
            "ada％40example.com",
            "ada(ａt)example.com",
            "ada(а\u{442})example.com",
            "ada(αΤ)example.com",
            "ada<at>example.com",
            "ada <AT> example.com",
            "ada *at* example.com",
            "ada**at**example.com",
            "ada【at】example.com",
            "ada«at»example(dot)com",
            "ada<at>example．com",
            "ada&#64;example.com",
            "ada&#0064;example.com",
            "ada&#X40;example.com",
            "ada&commat;example.com",
        ] {
            assert!(holds_address(text), "{text}");
            assert_eq!(quotable(text), "...");
        }
        for text in [
            "Ada",
            "Pat Katz",
            "at home",
            "Blue Heron 2",
            "100%",
            "(attic)",
            "Tom (at work)",
            "50 % at 40",
            "Ann <at home>",
            "we are *at* home",
            "<at>",
            "Tom & Zoë #64",
            "&#640;",
            "жизнь (атом)",
        ] {
            assert!(!holds_address(text), "{text}");
        }
    }

    #[test]
    fn a_writer_takes_text_in_pieces_of_any_size() {
        let text = "日\u{1B}本\u{9B}\u{202E}👩‍🔬\n\tz".as_bytes();
        for size in 1..=text.len() {
            let mut out = Vec::new();
            let mut writer = PlainWriter::new(&mut out);
            text.chunks(size).for_each(|piece| writer.write_all(piece).unwrap());
            writer.write_all(b"\xE6").unwrap();
            writer.flush().unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), "日\u{FFFD}本\u{FFFD}\u{FFFD}👩‍🔬\n\tz\u{FFFD}");
        }
    }
}
