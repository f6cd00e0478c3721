//! A film that was written is read again before anybody is told of it.
//!
//! ffmpeg can exit with success and leave a short or broken file. Its packets are counted here
//! and none is decoded: this takes some ten milliseconds, where decoding takes a fifth of the time
//! that encoding took.

use std::{path::Path, process::Stdio};

use super::{
    command::{command, file_url},
    error::EncodeError,
    output::Tail,
};

/// Checks that the film holds as many frames as were drawn.
///
/// # Errors
/// The film cannot be read, is damaged, or has another number of frames.
pub fn verify(ffmpeg: &Path, film: &Path, frames: u64) -> Result<(), EncodeError> {
    let output = command(ffmpeg)
        // The first thing that is wrong ends it, and its exit status says so.
        .args(["-nostdin", "-xerror", "-i"])
        .arg(file_url(film))
        // One line for each packet. `-progress` does not tell the number of copied frames.
        .args(["-map", "0:v:0", "-c", "copy", "-f", "framecrc", "pipe:1"])
        .stdin(Stdio::null())
        .output()
        .map_err(|source| EncodeError::Spawn { ffmpeg: ffmpeg.to_owned(), source })?;

    let mut tail = Tail::default();
    tail.push(&output.stderr);
    let words = tail.text();
    // Not every complaint ends in a failure; a sound film gives no reason for any.
    if !output.status.success() || !words.is_empty() {
        return Err(EncodeError::Damaged { status: output.status, words });
    }
    let found = packets(&output.stdout);
    if found == frames { Ok(()) } else { Err(EncodeError::FrameCount { found, expected: frames }) }
}

/// The packets in a `framecrc` listing: every line that is no comment.
fn packets(listing: &[u8]) -> u64 {
    let lines = listing.split(|&byte| byte == b'\n');
    lines.filter(|line| !line.is_empty() && !line.starts_with(b"#")).count() as u64
}

#[cfg(test)]
mod tests {
    use super::packets;

    #[test]
    fn a_listing_without_packets_counts_none() {
        assert_eq!(packets(b""), 0);
        assert_eq!(packets(b"#software: Lavf61.1.100\n#tb 0: 1/15360\n"), 0);
    }

    #[test]
    fn every_packet_is_a_line() {
        let listing = b"#tb 0: 1/15360\n\
            0,      -1024,          0,      512,    40097, 0x8a3b796a\n\
            0,       -512,       1024,      512,    39912, 0x4990c33e, F=0x0\n";
        assert_eq!(packets(listing), 2);
    }
}
