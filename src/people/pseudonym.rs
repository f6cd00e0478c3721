//! Friendly names for people who have not chosen one, such as "Blue Heron".
//!
//! A name is drawn with a keyed hash, HMAC-SHA256 (RFC 2104) of the worker's id under the job's name, so
//! it is the same in every run, and has nothing to do with the name in another job. If a name is taken, the next
//! hash is used. Once all names are given out, they get numbers.

use std::collections::{BTreeSet, HashMap, HashSet};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{
    name::compared,
    words::{BEINGS, QUALITIES},
};
use crate::source::WorkerId;

/// How many hashes are tried before a number is added to a name.
const TRIES: u32 = 64;

/// Gives out names, each only once.
pub(super) struct Pseudonyms<'a> {
    key: &'a str,
    /// Names that are not free, as they are compared.
    taken: BTreeSet<String>,
    /// How many names without a number are free.
    left: usize,
    /// By the name, the last number that was given out with it.
    numbers: HashMap<String, u64>,
}

impl<'a> Pseudonyms<'a> {
    pub(super) fn new(key: &'a str, taken: BTreeSet<String>) -> Self {
        let [qualities, beings] = [&QUALITIES[..], &BEINGS]
            .map(|words| words.iter().map(|word| compared(word)).collect::<HashSet<_>>());
        let is_ours = |name: &&String| {
            let words = name.split_once(' ');
            words.is_some_and(|(quality, being)| qualities.contains(quality) && beings.contains(being))
        };
        let left = QUALITIES.len() * BEINGS.len() - taken.iter().filter(is_ours).count();
        Self { key, taken, left, numbers: HashMap::new() }
    }

    /// The name of the worker with this id.
    pub(super) fn next(&mut self, id: &str) -> String {
        let tries = if self.left == 0 { 0 } else { TRIES };
        let drawn = (0..tries).map(|n| name(draw(self.key, id, n)));
        let mut free = drawn.filter(|name| !self.taken.contains(&compared(name)));
        if let Some(name) = free.next() {
            self.left -= 1;
            self.taken.insert(compared(&name));
            return name;
        }
        let name = name(draw(self.key, id, 0));
        let number = self.numbers.entry(name.clone()).or_insert(1);
        loop {
            *number += 1;
            let numbered = format!("{name} {number}");
            if self.taken.insert(compared(&numbered)) {
                return numbered;
            }
        }
    }
}

/// A color slot for somebody whom the palette has no color left for.
pub(super) fn slot(id: &str, slots: usize) -> usize {
    usize::try_from(draw("colour", id, 0) % slots as u64).unwrap_or(0)
}

/// What stands for a worker in tables for other programs. Like a pseudonym it depends on the job, or on the text that
/// somebody chose as the `key`, and it says nothing about the worker's own id: only whoever has that can compute it. It
/// begins with a letter, so that no program takes it for a number.
pub fn export_id(key: &str, id: &WorkerId) -> String {
    format!("w{:016x}", draw(key, id.as_str(), EXPORTED))
}

/// The number of the hash that no pseudonym uses.
const EXPORTED: u32 = u32::MAX;

fn name(hash: u64) -> String {
    let n = usize::try_from(hash % (QUALITIES.len() * BEINGS.len()) as u64).unwrap_or(0);
    format!("{} {}", QUALITIES[n % QUALITIES.len()], BEINGS[n / QUALITIES.len()])
}

fn draw(key: &str, id: &str, n: u32) -> u64 {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(id.as_bytes());
    mac.update(&n.to_be_bytes());
    let tag = mac.finalize().into_bytes();
    tag.iter().take(8).fold(0, |hash, &byte| hash << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_depends_on_the_worker_and_the_job() {
        let name = |key, id| Pseudonyms::new(key, BTreeSet::new()).next(id);
        assert_eq!(name("job", "a"), name("job", "a"));
        assert_ne!(name("job", "a"), name("job", "b"));
        assert_ne!(name("job", "a"), name("other", "a"));
    }

    #[test]
    fn an_exported_id_is_another_one_in_another_job_and_no_number() {
        let id = |key| export_id(key, &WorkerId::new("0123").unwrap());
        assert_eq!((id("job"), id("job").len()), (id("job"), 17));
        assert_ne!(id("job"), id("other"));
        assert!(id("job").starts_with('w') && !id("job").contains("0123"), "{}", id("job"));
    }

    #[test]
    fn more_people_than_names_still_get_one_each() {
        let n = QUALITIES.len() * BEINGS.len() + 500;
        let mut pseudonyms = Pseudonyms::new("job", BTreeSet::new());
        let names: BTreeSet<String> = (0..n).map(|n| pseudonyms.next(&n.to_string())).collect();
        assert_eq!(names.len(), n);
        assert!(pseudonyms.left < 200, "{} names are left", pseudonyms.left);
        assert!(names.iter().filter(|name| name.ends_with(" 2")).count() > 400, "the rest have numbers");
    }

    #[test]
    fn a_name_that_somebody_chose_is_not_left() {
        let taken = ["ann", "no name of ours", &compared(&name(7))].map(str::to_owned).into();
        assert_eq!(Pseudonyms::new("job", taken).left, QUALITIES.len() * BEINGS.len() - 1);
    }
}
