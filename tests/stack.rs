//! The whole stack on this machine: the template as SAM expands it and the programs that go to Lambda, in an
//! emulator of AWS. `tests/stack.py` goes through its life: it is created, a schedule makes a film by itself, mail
//! and link lead to it; it is updated, has another stack beside it, and leaves the bucket of films when it is
//! deleted. This needs `make tools ffmpeg sam-build`, as `make test` does.

use std::{path::Path, process::Command};

#[test]
fn a_stack_lives_beside_another_and_leaves_only_its_films() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let architecture = if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" };
    let programs = root.join(".aws-sam").join(architecture);
    assert!(
        programs.join("RaceFunction/bootstrap").exists(),
        "nothing is in {programs:?}: run `make sam-build`"
    );
    let python = root.join(".tools/venv/bin/python");
    assert!(python.exists(), "there is no {python:?}: run `make tools`");
    let told = Command::new(python)
        .arg(root.join("tests/stack.py"))
        .arg("live")
        .arg(programs)
        .arg(env!("CARGO_BIN_EXE_labelrace"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "{said}{}", String::from_utf8_lossy(&told.stdout));
}
