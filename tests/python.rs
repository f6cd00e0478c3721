//! The Python package, with the program that was just compiled: its own tests, which `python/tests` holds, run under
//! Python. This needs `make tools`.

use std::{path::Path, process::Command};

#[track_caller]
fn pytest(tests: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join(".tools/python/bin/python");
    assert!(python.exists(), "there is no {}: run `make tools`", python.display());
    let told = Command::new(python)
        .args(["-m", "pytest"])
        .args(tests)
        .current_dir(root.join("python"))
        .env("LABELRACE_PROGRAM", env!("CARGO_BIN_EXE_labelrace"))
        // Nothing is left in the sources.
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap_or_else(|error| panic!("pytest does not start: {error}"));
    let said = [told.stdout, told.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(told.status.success(), "{said}");
}

#[test]
fn the_functions_do_what_the_commands_do() {
    pytest(&["tests/test_calls.py", "tests/test_interrupt.py", "tests/test_installed.py"]);
}

#[test]
fn a_release_is_packed_the_same_each_time() {
    pytest(&["tests/test_release.py"]);
}

#[test]
fn the_types_are_those_of_the_settings() {
    pytest(&["tests/test_settings.py"]);
}

#[test]
fn the_quickstart_runs_on_a_folder() {
    pytest(&["tests/test_notebook.py"]);
}

/// Without AWS the program reads folders only.
#[cfg(feature = "aws")]
#[test]
fn the_quickstart_runs_on_a_bucket() {
    pytest(&["tests/test_notebook_on_s3.py"]);
}
