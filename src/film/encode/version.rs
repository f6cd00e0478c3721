//! Which version an ffmpeg is, by its own words.

use std::{
    io::{self, BufRead, BufReader, Read},
    path::Path,
    process::{Child, Stdio},
    time::Duration,
};

use super::{command::command, confine::Bounds, error::EncodeError, process::Stopper};

/// How long it may think about its name.
const PATIENCE: Duration = Duration::from_secs(30);

/// No version is longer.
const LONGEST_LINE: u64 = 200;

/// What `ffmpeg` calls its version, such as `7.0.2-static`; empty where it says none.
///
/// # Errors
/// If it cannot be started, or does not end.
pub fn version(ffmpeg: &Path) -> Result<String, EncodeError> {
    let stopper = Stopper::default();
    let _watch = stopper.watch(PATIENCE);
    let mut command = command(ffmpeg);
    command.arg("-version").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let take = |child: &mut Child| child.stdout.take();
    let stdout = stopper
        .start(&mut command, Bounds::of(0), take)
        .map_err(|source| EncodeError::Spawn { ffmpeg: ffmpeg.to_owned(), source })?;
    let mut line = Vec::new();
    if let Some(stdout) = stdout {
        let mut stdout = BufReader::new(stdout);
        stdout.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(EncodeError::Pipe)?;
        io::copy(&mut stdout, &mut io::sink()).map_err(EncodeError::Pipe)?;
    }
    stopper.wait().map_err(EncodeError::Wait)?;
    stopper.fault(PATIENCE).map_or(Ok(()), Err)?;
    Ok(named(&String::from_utf8_lossy(&line)))
}

/// The version in the first line: `ffmpeg version 7.0.2-static https://...`.
fn named(line: &str) -> String {
    let version = line.strip_prefix("ffmpeg version ").and_then(|rest| rest.split_whitespace().next());
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || ".-+~_".contains(*c);
    version.unwrap_or_default().chars().filter(is_plain).collect()
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn the_third_word_is_the_version() {
        let line = "ffmpeg version 7.0.2-static https://johnvansickle.com/ffmpeg/  Copyright (c) 2000-2024\n";
        assert_eq!(named(line), "7.0.2-static");
        assert_eq!(named("ffmpeg version n7.1\u{1b}[31m"), "n7.131m");
        assert_eq!(named("avconv 12"), "");
    }
}
