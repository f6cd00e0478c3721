//! What ffmpeg says while it runs: all of it is read, the end of it is kept.

use std::{
    io::{self, Read},
    process::ChildStderr,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver},
    },
    thread,
    time::Duration,
};

/// How many bytes are kept.
const KEPT: usize = 4096;

/// How long the rest of the words is waited for once their speaker has ended. They are in the
/// pipe by then; only a child of the child could keep it open.
const GRACE: Duration = Duration::from_secs(1);

/// The words of a child, as far as they were heard.
#[derive(Debug)]
pub(super) struct FfmpegOutput {
    tail: Arc<Mutex<Tail>>,
    /// Hangs up when everything was heard. Behind a lock for `Sync` alone.
    end: Mutex<Receiver<()>>,
}

impl FfmpegOutput {
    /// Reads `stderr` on a thread of its own until it ends.
    pub(super) fn listen(stderr: Option<ChildStderr>) -> Self {
        let tail = Arc::new(Mutex::new(Tail::default()));
        let (open, end) = mpsc::channel();
        if let Some(stderr) = stderr {
            let tail = Arc::clone(&tail);
            thread::spawn(move || {
                hear(stderr, &tail);
                drop(open);
            });
        }
        Self { tail, end: Mutex::new(end) }
    }

    /// The last of what was said, on one line. To be asked for when the child has ended.
    pub(super) fn last(&self) -> String {
        // Both answers will do: everything was heard, or what was heard has to be enough.
        let _ = self.end.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(GRACE);
        self.tail.lock().unwrap_or_else(PoisonError::into_inner).text()
    }
}

fn hear(mut stderr: ChildStderr, tail: &Mutex<Tail>) {
    let mut buffer = [0; KEPT];
    loop {
        match stderr.read(&mut buffer) {
            Ok(0) => return,
            Ok(length) => {
                tail.lock().unwrap_or_else(PoisonError::into_inner).push(&buffer[..length]);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

/// The last [`KEPT`] bytes of a text as a terminal would show it: what follows a carriage return
/// takes the place of the line before it, so that progress does not push out the words.
#[derive(Debug, Default)]
pub(super) struct Tail {
    kept: Vec<u8>,
    /// Where the current line starts in `kept`.
    line: usize,
    /// The last byte was a carriage return.
    returned: bool,
    /// Something was dropped in front.
    cut: bool,
}

impl Tail {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            match byte {
                b'\r' => self.returned = true,
                b'\n' => {
                    self.returned = false;
                    self.kept.push(byte);
                    self.line = self.kept.len();
                }
                _ => {
                    if std::mem::take(&mut self.returned) {
                        self.kept.truncate(self.line);
                    }
                    self.kept.push(byte);
                }
            }
            if self.kept.len() >= 2 * KEPT {
                self.shorten();
            }
        }
    }

    fn shorten(&mut self) {
        let surplus = self.kept.len().saturating_sub(KEPT);
        if 0 < surplus {
            self.kept.drain(..surplus);
            self.line = self.line.saturating_sub(surplus);
            self.cut = true;
        }
    }

    /// The lines that were kept whole, joined by semicolons.
    pub(super) fn text(&mut self) -> String {
        self.shorten();
        let mut text = String::from_utf8_lossy(&self.kept).into_owned();
        // Half a line says half the truth, unless it is all there is.
        if self.cut
            && let Some((_, whole)) = text.split_once('\n')
            && !whole.trim().is_empty()
        {
            text = whole.to_owned();
        }
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        without_addresses(&lines.join("; ")).replace(char::is_control, " ")
    }
}

/// ffmpeg names its parts with where they lie in memory, `[libx264 @ 0x1a57abc0]`: of no use to
/// anybody, and another one each time.
fn without_addresses(text: &str) -> String {
    let mut parts = text.split(" @ 0x");
    let mut rest = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        rest.push_str(part.trim_start_matches(|digit: char| digit.is_ascii_hexdigit()));
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(said: &[&str]) -> String {
        let mut tail = Tail::default();
        for part in said {
            tail.push(part.as_bytes());
        }
        tail.text()
    }

    #[test]
    fn silence_is_empty() {
        assert_eq!(text(&[]), "");
        assert_eq!(text(&["\n \r\n"]), "");
    }

    #[test]
    fn lines_become_one() {
        assert_eq!(text(&["no such codec\nConversion failed!\n"]), "no such codec; Conversion failed!");
    }

    #[test]
    fn addresses_in_memory_are_left_out() {
        assert_eq!(text(&["[mp4 @ 0x1a57abc0] [in @ 0x0] no"]), "[mp4] [in] no");
    }

    #[test]
    fn progress_is_overwritten_and_leaves_the_words_before_it() {
        let mut tail = Tail::default();
        tail.push(b"disk is slow\n");
        for frame in 0..10_000 {
            tail.push(format!("frame={frame}\r").as_bytes());
        }
        tail.push(b"disk is full\r\n");
        assert_eq!(tail.text(), "disk is slow; disk is full");
    }

    #[test]
    fn a_carriage_return_at_the_end_of_a_part_counts_in_the_next() {
        assert_eq!(text(&["frame=1\r", "\nframe=2\r", "done"]), "frame=1; done");
    }

    #[test]
    fn the_end_of_a_long_story_is_kept_from_a_line_on() {
        let story: Vec<String> = (0..100_000).map(|line| format!("line {line}\n")).collect();
        let kept = text(&[&story.concat()]);
        assert!(kept.starts_with("line ") && kept.ends_with("line 99999"), "{kept}");
        assert!(kept.len() <= 2 * KEPT && KEPT / 2 < kept.len(), "{}", kept.len());
    }

    #[test]
    fn a_single_long_line_is_kept_as_far_as_it_goes() {
        assert_eq!(text(&["x".repeat(3 * KEPT).as_str()]).len(), KEPT);
    }
}
