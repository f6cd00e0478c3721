//! What every call of ffmpeg has in common.

use std::{ffi::OsString, path::Path, process::Command};

/// A path in a form that ffmpeg takes for nothing else: `-x.mp4` is not a flag, and `a:b.mp4` is not
/// the file `b.mp4` in a protocol `a`.
pub(super) fn file_url(path: &Path) -> OsString {
    let mut url = OsString::from("file:");
    url.push(path);
    url
}

/// ffmpeg with the settings that every call shares.
pub(super) fn command(ffmpeg: &Path) -> Command {
    let mut command = Command::new(ffmpeg);
    command.args(["-hide_banner", "-loglevel", "error"]);
    // Ctrl-C in a terminal goes to the whole foreground group. In a group of its own ffmpeg does
    // not hear it: we alone decide, and what is reported is the interruption and not an encoder
    // that died. If we die without a word, ffmpeg sees its pipe end, closes its file and exits.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}
