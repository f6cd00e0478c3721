//! Reading a finished film again, before anybody hears about it.
//!
//! ffmpeg can exit with success and leave a short or broken file. Its packets are counted here
//! and none is decoded: this takes some ten milliseconds, where decoding takes a fifth of the time
//! that encoding took.

use std::{
    io::{self, BufRead, BufReader},
    path::Path,
    time::Duration,
};

use super::{
    command::{command, file_url},
    error::EncodeError,
    limits::PATIENCE,
    process::Stopper,
    run::{Ended, run},
};

/// No line about a packet is longer, in bytes.
const LONGEST_LINE: u64 = 4096;

/// Checks that the film holds as many frames as were drawn.
///
/// # Errors
/// The film cannot be read, is damaged, or has another number of frames.
pub fn verify(ffmpeg: &Path, film: &Path, frames: u64) -> Result<(), EncodeError> {
    let stopper = Stopper::default();
    let _watch = stopper.watch(PATIENCE);
    under(&stopper, PATIENCE, ffmpeg, film, frames)
}

/// The same under a stopper, which is watched with this patience.
pub(super) fn under(
    stopper: &Stopper,
    patience: Duration,
    ffmpeg: &Path,
    film: &Path,
    frames: u64,
) -> Result<(), EncodeError> {
    let mut command = command(ffmpeg);
    // The first thing that is wrong ends it, and its exit status says so.
    command.args(["-nostdin", "-xerror", "-i"]).arg(file_url(film));
    // One line for each packet. `-progress` does not tell the number of copied frames.
    command.args(["-map", "0:v:0", "-c", "copy", "-f", "framecrc", "pipe:1"]);
    let count = |out, stopper: &Stopper| packets(out, || stopper.step());
    let Ended { status, words, told } = run(command, ffmpeg, (stopper, patience), count)?;
    // ffmpeg may complain and still exit with 0; for an intact film it prints nothing.
    if !status.success() || !words.is_empty() {
        return Err(EncodeError::Damaged { status, words });
    }
    let found = told.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let found = found.unwrap_or(Ok(0)).map_err(EncodeError::Pipe)?;
    if found == frames { Ok(()) } else { Err(EncodeError::FrameCount { found, expected: frames }) }
}

/// The number of packets in a `framecrc` listing: its lines that are not comments. Each is told to `step`.
fn packets(listing: impl io::Read, step: impl Fn()) -> io::Result<u64> {
    let mut listing = BufReader::new(listing);
    let mut line = Vec::new();
    let mut found = 0;
    loop {
        line.clear();
        if io::Read::take(&mut listing, LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(found);
        }
        step();
        if !line.starts_with(b"#") && line != b"\n" {
            found += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::packets;

    fn count(listing: &[u8]) -> u64 {
        packets(listing, || ()).unwrap()
    }

    #[test]
    fn a_listing_without_packets_counts_none() {
        assert_eq!(count(b""), 0);
        assert_eq!(count(b"#software: Lavf61.1.100\n#tb 0: 1/15360\n"), 0);
    }

    #[test]
    fn every_packet_is_a_line() {
        let listing = b"#tb 0: 1/15360\n\
            0,      -1024,          0,      512,    40097, 0x8a3b796a\n\
            0,       -512,       1024,      512,    39912, 0x4990c33e, F=0x0\n";
        assert_eq!(count(listing), 2);
    }
}
