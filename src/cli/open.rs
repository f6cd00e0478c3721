//! Shows a film or a page in whatever this machine has for it.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use super::output::warn;

/// Hands a file to the program of this system that opens files. What cannot be shown is there all the same.
pub(crate) fn open(file: &Path) {
    // A name that begins with a hyphen would be a flag.
    let file = if file.is_absolute() { file.to_owned() } else { Path::new(".").join(file) };
    let mut command = opener();
    command.arg(&file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Err(error) = command.spawn() {
        let program = command.get_program().to_string_lossy().into_owned();
        warn(&format!("{} is not shown: {program} does not start ({error})", file.display()));
    }
}

fn opener() -> Command {
    if cfg!(target_os = "macos") {
        return Command::new("open");
    }
    if cfg!(windows) {
        // The first word in quotes would be the title of a window.
        let mut start = Command::new("cmd");
        start.args(["/C", "start", ""]);
        return start;
    }
    Command::new("xdg-open")
}
