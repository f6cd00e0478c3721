//! What the fuzz targets share: a file of answers, read as one format, and the present.

use chrono::{DateTime, Utc};
use labelrace::source::formats::{
    elements::{Edge, Elements},
    format::{Contents, FileFacts, Format, Line, Read},
};

/// The present of every target: the same input always takes the same path.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).expect("a time")
}

/// Reads a file as this format.
pub fn read_as(format: &'static Format, bytes: &[u8]) {
    let facts = FileFacts { written: Some(now()), ..FileFacts::new(now()) };
    let mut contents = Contents::default();
    match format.read {
        Read::Whole(read) => drop(read(bytes, &facts)),
        Read::Lines(read) => {
            for (number, line) in (1..).zip(bytes.split_inclusive(|&byte| byte == b'\n')) {
                read(Line::new(line, number), &facts, &mut contents);
            }
        }
        Read::Elements(read) => {
            for (number, (text, is_cut)) in (1..).zip(elements(bytes)) {
                read(Line { text, number, is_cut }, &facts, &mut contents);
            }
        }
        Read::Nothing(_) => {}
    }
}

/// The objects of a JSON file, and whether each is cut off.
fn elements(bytes: &[u8]) -> Vec<(&[u8], bool)> {
    let (mut elements, mut begin, mut found) = (Elements::default(), None, Vec::new());
    for (n, &byte) in bytes.iter().enumerate() {
        match elements.see(byte) {
            Some(Edge::Begin) => begin = Some(n),
            Some(Edge::End) => found.extend(begin.take().map(|begin| (&bytes[begin..=n], false))),
            None => {}
        }
    }
    found.extend(begin.map(|begin| (&bytes[begin..], true)));
    found
}
