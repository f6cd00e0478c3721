//! A film for each of many jobs: the state machine of the template, in two emulators of AWS. `tests/fleet.py` goes
//! through two mornings with the real programs, and counts how many films are made at once. This needs
//! `make tools ffmpeg sam-build`, as `make test` does.

use std::{path::Path, process::Command};

fn passes(arguments: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join(".tools/venv/bin/python");
    assert!(python.exists(), "there is no {}: run `make tools`", python.display());
    let told = Command::new(python).arg(root.join("tests/fleet.py")).args(arguments).output();
    let told = told.unwrap_or_else(|error| panic!("tests/fleet.py does not start: {error}"));
    let said = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "{said}{}", String::from_utf8_lossy(&told.stdout));
}

#[test]
fn each_job_with_news_has_a_film_each_morning_and_all_have_one_mail() {
    let architecture = if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" };
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join(".aws-sam").join(architecture);
    assert!(
        programs.join("RaceFunction/bootstrap").exists(),
        "nothing is in {programs:?}: run `make sam-build`"
    );
    passes(&["mornings", programs.to_str().unwrap(), env!("CARGO_BIN_EXE_labelrace")]);
}

#[test]
fn so_many_films_are_made_at_once_as_the_event_says() {
    passes(&["at-once"]);
}
