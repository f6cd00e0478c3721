//! A file that is all in memory, in any format: what `reading` does with files as they come from a store.

use super::{
    elements,
    format::{Contents, FileFacts, Format, Line, Read},
};
use crate::source::skipped::{Reason, Skip};

/// What is in `bytes`, read as `format`.
///
/// # Errors
/// The reason for which the file as a whole cannot be used.
pub fn parse(format: &Format, bytes: &[u8], facts: &FileFacts) -> Result<Contents, Skip> {
    let mut contents = Contents::default();
    match format.read {
        Read::Whole(read) => return read(bytes, facts),
        Read::Nothing(lack) => return Err(Skip::new(Reason::NobodySaid, lack)),
        Read::Lines(read) => {
            for (line, number) in bytes.split_inclusive(|&byte| byte == b'\n').zip(1..) {
                contents.add_line(Line::new(line, number), facts, read);
            }
        }
        Read::Items(list, read) => {
            for (text, number) in elements::items(bytes, list).zip(1..) {
                contents.add_entry(Line { text, number, is_cut: false }, facts, read);
            }
        }
        Read::Elements(read) => {
            for (text, number) in elements::of(bytes).zip(1..) {
                let is_cut = !text.ends_with(b"}");
                contents.add_entry(Line { text, number, is_cut }, facts, read);
            }
        }
    }
    Ok(contents)
}
