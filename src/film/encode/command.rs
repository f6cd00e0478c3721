//! What every call of ffmpeg has in common.

use std::{ffi::OsString, path::Path, process::Command};

/// A path as ffmpeg takes it for a path and nothing else: `-x.mp4` is no flag, `a:b.mp4` is not
/// the file `b.mp4` over a protocol `a`.
pub(super) fn file_url(path: &Path) -> OsString {
    let mut url = OsString::from("file:");
    url.push(path);
    url
}

/// ffmpeg with what every call of it has in common.
pub(super) fn command(ffmpeg: &Path) -> Command {
    let mut command = Command::new(ffmpeg);
    command.args(["-hide_banner", "-loglevel", "error"]);
    // Either would put something else than ffmpeg's words into its words.
    command.env_remove("FFREPORT").env_remove("AV_LOG_FORCE_COLOR");
    // Ctrl-C in a terminal goes to the whole foreground group. In a group of its own ffmpeg does
    // not hear it: we alone decide, and what is reported is the interruption and not an encoder
    // that died. If we die without a word, ffmpeg sees its pipe end, closes its file and exits.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}
