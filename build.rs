//! What `labelrace --version` says beside the number: the commit and the features that a release was built from.
//!
//! Only programs of the profile `release` have a commit. Cargo compiles a crate again when one of these words changes,
//! and nobody who works on labelrace would wait for that at each commit.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let from = if is_release { commit() } else { "debug build".to_owned() };
    println!("cargo::rustc-env=LABELRACE_BUILD={from}, {}", features());
    println!("cargo::rustc-env=LABELRACE_TARGET={}", env::var("TARGET").unwrap_or_default());
}

/// `features: aws`, whichever there are.
fn features() -> String {
    let feature = |(name, _): (String, String)| Some(name.strip_prefix("CARGO_FEATURE_")?.to_lowercase());
    let mut features: Vec<String> =
        env::vars().filter_map(feature).filter(|name| name != "default").collect();
    features.sort();
    if features.is_empty() { "no features".to_owned() } else { format!("features: {}", features.join(", ")) }
}

/// The commit, from the first that knows it: whoever builds, the archive that git made of it, or git.
fn commit() -> String {
    println!("cargo::rerun-if-env-changed=LABELRACE_COMMIT");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let said = env::var("LABELRACE_COMMIT").ok();
    // `git archive` writes the commit into this file; in a checkout it has the placeholder.
    let file = root.join(".commit");
    if file.exists() {
        println!("cargo::rerun-if-changed=.commit");
    }
    let archived = || fs::read_to_string(file).ok().filter(|text| !text.starts_with('$'));
    let commit = said.or_else(archived).or_else(|| of_git(&root)).unwrap_or_default();
    let commit: String = commit.trim().chars().take(10).collect();
    let is_one = 7 <= commit.len() && commit.chars().all(|c| c.is_ascii_hexdigit());
    if is_one { format!("commit {commit}") } else { "unknown commit".to_owned() }
}

fn of_git(root: &Path) -> Option<String> {
    // Sources that were unpacked somewhere inside of another repository are not of its commits.
    if !root.join(".git").exists() {
        return None;
    }
    let git = |args: &[&str]| {
        let output = Command::new("git").args(args).current_dir(root).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| text.trim().to_owned())
    };
    // The second one is written at each commit, and at each step to another branch.
    for file in ["HEAD", "logs/HEAD"] {
        let path = root.join(git(&["rev-parse", "--git-path", file])?);
        if path.exists() {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
    git(&["rev-parse", "HEAD"])
}
