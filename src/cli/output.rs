//! Standard output, which may be closed or full, and standard error. What others wrote goes out harmless.

use std::io::{self, Write};

use anyhow::Context;
use labelrace::locale::plain::{self, PlainWriter};

use super::loudness::is_quiet;

/// The context of an error that is about no file of ours.
pub(crate) const NOT_PRINTED: &str = "could not write to standard output";

/// Unlike `println!` this does not panic if nobody reads or the disk is full.
pub(crate) fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut stdout = stdout();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).context(NOT_PRINTED)
}

/// Standard output for many small writes.
pub(crate) fn stdout() -> impl Write {
    io::BufWriter::new(PlainWriter::new(io::stdout().lock()))
}

/// One line or more for whoever typed the command. Where nobody can read it, the work goes on without it.
pub(crate) fn say(words: &str) {
    let lines: Vec<String> = plain::lines(words).lines().map(shortened).collect();
    let _ = writeln!(io::stderr(), "{}", lines.join("\n"));
}

/// The longest line that is said, in bytes; a value that somebody typed by mistake may have as many as it likes.
pub(crate) const LONGEST_LINE: usize = 2000;

/// A line as it is, or its beginning and its end.
fn shortened(line: &str) -> String {
    if line.len() <= LONGEST_LINE {
        return line.to_owned();
    }
    let (begins, ends) = (line.floor_char_boundary(300), line.ceil_char_boundary(line.len() - 300));
    format!("{} … {}", &line[..begins], &line[ends..])
}

/// What somebody should know although the work goes on. With `-q` it is not said.
pub(crate) fn warn(words: &str) {
    if !is_quiet() {
        say(&format!("warning: {words}"));
    }
}

/// What somebody may want to know. With `-q` it is not said.
pub(crate) fn note(words: &str) {
    if !is_quiet() {
        say(words);
    }
}

/// Whether somebody stopped reading: `labelrace tally ... | head` is no failure.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        let csv = cause.downcast_ref::<csv::Error>().and_then(|error| match error.kind() {
            csv::ErrorKind::Io(error) => Some(error.kind()),
            _ => None,
        });
        [io, json, csv].contains(&Some(io::ErrorKind::BrokenPipe))
    })
}
