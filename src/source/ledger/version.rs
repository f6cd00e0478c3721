//! The version of everything that decides what is in a file.
//!
//! It is taken from the sources themselves, so that nobody has to remember to raise it: another line of code, and
//! every ledger is built anew once.

use std::hash::{DefaultHasher, Hash, Hasher};

/// The sources that turn bytes into answers, and answers into the rows of a ledger.
const SOURCES: &[&[u8]] = &[
    include_bytes!("../../locale/plain.rs"),
    include_bytes!("../../locale/spelling.rs"),
    include_bytes!("../answer.rs"),
    include_bytes!("../class.rs"),
    include_bytes!("../formats.rs"),
    include_bytes!("../formats/a2i.rs"),
    include_bytes!("../formats/consolidation.rs"),
    include_bytes!("../formats/format.rs"),
    include_bytes!("../formats/head.rs"),
    include_bytes!("../formats/inside.rs"),
    include_bytes!("../formats/manifest.rs"),
    include_bytes!("../formats/usual_response.rs"),
    include_bytes!("../formats/worker_response.rs"),
    include_bytes!("../keys.rs"),
    include_bytes!("../pool.rs"),
    include_bytes!("../progress.rs"),
    include_bytes!("../reading/body.rs"),
    include_bytes!("../reading/gunzip.rs"),
    include_bytes!("../skipped.rs"),
    include_bytes!("../time.rs"),
    include_bytes!("book.rs"),
    include_bytes!("kept.rs"),
    include_bytes!("pack.rs"),
];

const OF_SOURCES: u64 = {
    // FNV-1a.
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut n = 0;
    while n < SOURCES.len() {
        let source = SOURCES[n];
        let mut at = 0;
        while at < source.len() {
            hash = (hash ^ source[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
            at += 1;
        }
        n += 1;
    }
    hash
};

/// The version. Lists of objects hold hashes of Rust's own making, which may be others in its next release.
pub(super) fn version() -> u64 {
    let mut hasher = DefaultHasher::new();
    OF_SOURCES.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::formats::FORMATS;

    #[test]
    fn every_format_whose_files_have_a_fixed_place_is_in_the_version() {
        let text = include_str!("version.rs");
        let keyed = FORMATS.iter().filter(|format| format.key.is_some()).count();
        let named = ["worker_response", "consolidation", "manifest", "a2i"];
        assert_eq!(keyed, named.len(), "name the sources of the new format above");
        for name in named {
            assert!(text.contains(&format!("../formats/{name}.rs")), "{name}");
        }
        assert_ne!(version(), 0);
    }
}
