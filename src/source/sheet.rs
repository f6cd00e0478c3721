//! Text tables as people have them: CSV and TSV from any spreadsheet.
//!
//! Commas, semicolons, tabs or bars, with or without a line `sep=;` that says so; UTF-8 or UTF-16, with a byte order
//! mark or without. What the columns mean is left to those who ask.

use std::{borrow::Cow, iter};

/// Why bytes are no table.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The encoding of an old spreadsheet, in which no letter beyond ASCII is certain.
    #[error("it is not UTF-8: save it as CSV UTF-8")]
    NotUtf8,
    /// Not CSV.
    #[error("it is not CSV")]
    Csv(#[source] csv::Error),
    /// A quote without its end, behind which all other rows are one cell.
    #[error("line {line} opens a quote (\") that is never closed")]
    Unclosed {
        /// The line, from 1.
        line: u64,
    },
}

/// A row that has something in it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SheetRow {
    /// The line of the file where it begins, from 1.
    pub line: u64,
    /// What is in its columns, without spaces around it.
    pub cells: csv::StringRecord,
}

/// The text of a table, without its byte order mark.
///
/// # Errors
/// When it is neither UTF-8 nor UTF-16.
pub fn text(bytes: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    let read = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes).map(Cow::Owned),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes).map(Cow::Owned),
        // Without a mark, two letters of ASCII show it.
        [1..=0xFF, 0, 1..=0xFF, 0, ..] => utf16(bytes, u16::from_le_bytes).map(Cow::Owned),
        [0, 1..=0xFF, 0, 1..=0xFF, ..] => utf16(bytes, u16::from_be_bytes).map(Cow::Owned),
        _ => {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            std::str::from_utf8(bytes).ok().map(Cow::Borrowed)
        }
    };
    read.ok_or(SheetError::NotUtf8)
}

/// Whether a file begins as UTF-16 does.
fn is_utf16(head: &[u8]) -> bool {
    matches!(
        head,
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [1..=0xFF, 0, 1..=0xFF, 0, ..] | [0, 1..=0xFF, 0, 1..=0xFF, ..]
    )
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|&pair| unit(pair));
    rest.is_empty().then(|| char::decode_utf16(units).collect::<Result<String, _>>().ok()).flatten()
}

/// The columns that a table names in its first row, of the beginning of a file; none if it is no table.
pub fn header(head: &[u8]) -> Vec<String> {
    // Only the first lines, and not half a character at the end.
    let lines = match head {
        head if is_utf16(head) => head.get(..head.len() & !1),
        _ => head.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::len).next().and_then(|first| {
            let is_said = head.starts_with(b"sep=") || head.starts_with(b"\xEF\xBB\xBFsep=");
            let second = head[first..].iter().position(|&byte| byte == b'\n').unwrap_or(0);
            head.get(..if is_said { first + second } else { first })
        }),
    };
    let Ok(text) = text(lines.unwrap_or_default()) else { return Vec::new() };
    let first = rows_so_far(&text).next();
    first.and_then(Result::ok).map(|row| row.cells.iter().map(str::to_owned).collect()).unwrap_or_default()
}

/// The rows at the beginning of a file, of which the last may be cut off; none if it is no table.
pub fn first_rows(head: &[u8]) -> Vec<SheetRow> {
    let whole = match head {
        head if is_utf16(head) => head.get(..head.len() & !1),
        // Not half a character at the end.
        _ => head.get(..head.len() - head.iter().rev().take(4).position(u8::is_ascii).unwrap_or(0)),
    };
    let Ok(text) = text(whole.unwrap_or_default()) else { return Vec::new() };
    rows_so_far(&text).map_while(Result::ok).collect()
}

/// Whether a file begins with rows that all have as many columns, as tables do and other texts do not.
pub fn is_even(head: &[u8]) -> bool {
    let mut rows = first_rows(head);
    rows.truncate(FEW.min(rows.len().saturating_sub(1)).max(2));
    let widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    2 <= widths.len() && widths.iter().all(|width| *width == widths[0])
}

/// So many rows tell whether a file is a table.
const FEW: usize = 20;

/// The rows of a whole table that have anything in them.
pub fn rows(text: &str) -> impl Iterator<Item = Result<SheetRow, SheetError>> {
    rows_of(text, true)
}

/// The same of the beginning of a table, where a quote that is not closed may be closed later.
fn rows_so_far(text: &str) -> impl Iterator<Item = Result<SheetRow, SheetError>> {
    rows_of(text, false)
}

fn rows_of(text: &str, is_whole: bool) -> impl Iterator<Item = Result<SheetRow, SheetError>> {
    let (delimiter, skipped, text) = delimiter(text);
    let mut records = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
        .into_records();
    let mut lines = LineCount { text: text.as_bytes(), at: 0, line: 1 + skipped };
    iter::from_fn(move || {
        loop {
            let cells = match records.next()? {
                Ok(cells) => cells,
                Err(error) => return Some(Err(SheetError::Csv(error))),
            };
            let start = cells.position().map_or(0, csv::Position::byte);
            // The reader takes the end of the text for that of a quote, so only the last row can have one without.
            let is_last = records.reader().position().byte() == text.len() as u64;
            if is_whole && is_last {
                let start = usize::try_from(start).unwrap_or(usize::MAX).min(text.len());
                if let Some(quote) = unclosed(&text.as_bytes()[start..], delimiter) {
                    return Some(Err(SheetError::Unclosed { line: lines.line_at((start + quote) as u64) }));
                }
            }
            if !cells.iter().all(str::is_empty) {
                return Some(Ok(SheetRow { line: lines.line_at(start), cells }));
            }
        }
    })
}

/// Where a quote is opened that is never closed, in a text that begins with a row. Quotes mean what they mean to the
/// reader of CSV: one inside of a cell that does not begin with one is a character like any other.
fn unclosed(text: &[u8], delimiter: u8) -> Option<usize> {
    enum Inside {
        Nothing,
        Cell,
        Quote(usize),
        /// Behind a quote that closes the one there, unless it is doubled.
        Quoted(usize),
    }
    let mut inside = Inside::Nothing;
    for (at, &byte) in text.iter().enumerate() {
        inside = match (inside, byte) {
            (Inside::Nothing, b'"') => Inside::Quote(at),
            (Inside::Quote(opened), b'"') => Inside::Quoted(opened),
            (Inside::Quoted(opened), b'"') | (Inside::Quote(opened), _) => Inside::Quote(opened),
            (_, b'\r' | b'\n') => Inside::Nothing,
            (_, byte) if byte == delimiter => Inside::Nothing,
            _ => Inside::Cell,
        };
    }
    match inside {
        Inside::Quote(opened) => Some(opened),
        _ => None,
    }
}

/// Counts lines. The reader of CSV is off by one where lines end as on Windows.
struct LineCount<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl LineCount<'_> {
    /// The line of the row that begins at this byte, or behind line breaks there. Rows come in order.
    fn line_at(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        let breaks = self.text[byte..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let start = byte + breaks;
        let passed = self.text.get(self.at..start).unwrap_or_default();
        self.line += passed.iter().map(|&byte| u64::from(byte == b'\n')).sum::<u64>();
        self.at = self.at.max(start);
        self.line
    }
}

/// What separates columns, how many lines say so, and the text after those.
fn delimiter(text: &str) -> (u8, u64, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let said = first.trim_end_matches('\r').trim_matches('"').strip_prefix("sep=");
    if let Some(&[delimiter]) = said.map(str::as_bytes) {
        return (delimiter, 1, rest);
    }
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut is_quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in first.bytes() {
        is_quoted ^= byte == b'"';
        counts
            .iter_mut()
            .filter(|(known, _)| !is_quoted && *known == byte)
            .for_each(|(_, count)| *count += 1);
    }
    // Of equal counts the last is the maximum; commas are the likeliest.
    let most = counts.into_iter().rev().max_by_key(|&(_, count)| count);
    (most.map_or(b',', |(delimiter, _)| delimiter), 0, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
        let text = text(bytes).unwrap();
        let row = |row: SheetRow| (row.line, row.cells.iter().map(str::to_owned).collect());
        rows(&text).map(|found| row(found.unwrap())).collect()
    }

    #[test]
    fn every_spreadsheets_table_is_the_same() {
        let utf16 = |text: &str| [0xFEFFu16].into_iter().chain(text.encode_utf16()).collect::<Vec<_>>();
        let comma = "id,name\r\n1,\"Zoë; B\"\r\n";
        let expected = read(comma.as_bytes());
        assert_eq!(expected[1], (2, vec!["1".to_owned(), "Zoë; B".to_owned()]));
        let tab = "id\tname\r\n1\t\"Zoë; B\"\r\n";
        let semicolon = "id;name\r\n1;\"Zoë; B\"\r\n";
        for text in [
            tab,
            semicolon,
            &semicolon.replace("d;", "d|").replace("1;", "1|"),
            "\u{FEFF}id,name\n1,Zoë; B",
            " id , name \n1, Zoë; B\n,\n\n",
        ] {
            assert_eq!(read(text.as_bytes()), expected, "{text}");
        }
        let unmarked: Vec<u8> = tab.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&unmarked), expected);
        let little: Vec<u8> = utf16(tab).into_iter().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = utf16(semicolon).into_iter().flat_map(u16::to_be_bytes).collect();
        assert_eq!((read(&little), read(&big)), (expected.clone(), expected.clone()));
        assert_eq!(header(&little), ["id", "name"]);
        let said = read(b"sep=;\r\nid;name\r\n1;a,b,c\r\n");
        assert_eq!(said[1], (3, vec!["1".to_owned(), "a,b,c".to_owned()]));
    }

    #[test]
    fn another_encoding_is_refused() {
        let error = text(b"id,name\n1,Zo\xEB\n").unwrap_err();
        assert_eq!(error.to_string(), "it is not UTF-8: save it as CSV UTF-8");
        assert!(text(b"\xFF\xFEa").is_err() && text(b"\xFF\xFE\x00\xD8").is_err());
        assert_eq!(header(b"id,name\n1,Zo\xEB\n"), ["id", "name"], "but its columns are known");
    }

    #[test]
    fn a_quote_that_is_never_closed_is_refused_with_its_line() {
        let refused = |text: &str| rows(text).find_map(Result::err).map(|error| error.to_string());
        for (text, line) in [
            ("1,\"Ada\n2,Eve\n", 1),
            ("id,name\r\n\r\n1,Ada\r\n2,\"Eve\r\n3,Bo\r\n", 4),
            ("sep=;\n1;\"two\nlines\";\"open\n\n", 3),
            ("1,\"a \"\"doubled\"\" one\n", 1),
            ("1,\"\"\"\n", 1),
            ("1,2\n\"", 2),
        ] {
            let expected = format!("line {line} opens a quote (\") that is never closed");
            assert_eq!(refused(text), Some(expected), "{text}");
        }
        for text in
            ["1,\"Ada\"", "1,\"two\nlines\"\n", "1,5\" wide\n2,x", "1,\"\"\"\"\n", "1,\"\"\n", "1, \"a\n"]
        {
            assert_eq!(refused(text), None, "{text}");
        }
        assert_eq!(header(b"id,\"na\nme\"\n1,2\n"), ["id", "na"], "a beginning may end anywhere");
        assert_eq!(first_rows(b"id,name\n1,\"Ad").len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_table_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..100)) {
            let _ = header(&bytes);
            if let Ok(text) = text(&bytes) {
                proptest::prop_assert!(rows(&text).count() <= bytes.len() + 1);
            }
        }
    }
}
