//! What was left out and why, counted by reason, with a few examples of each.
//!
//! Most reasons are faults: something should count and cannot be read. Two are none. [`Reason::NotCounted`]: the file
//! says itself that the answer does not count. It is counted too, by what it says, but never a reason to warn or fail.
//! [`Reason::NobodySaid`]: nothing in the file could count, so whatever else there is is complete without it.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::locale::plain;

/// Why a file or an answer was left out, in words that quote nothing from it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Skip {
    /// The kind of reason.
    pub reason: Reason,
    /// A few more words. Of answers that do not count they say why, in one of a few ways, such as `rejected`.
    pub detail: String,
    /// Where in its file, such as `line 3`; empty if it is the whole file.
    pub place: String,
}

impl Skip {
    /// A skip for this reason, with a few more words.
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into(), place: String::new() }
    }

    /// What `serde_json` found, described by its place and never by its content: a message may end up in
    /// a log.
    pub(crate) fn json(error: &serde_json::Error) -> Self {
        if error.is_data() {
            Self::new(Reason::WrongShape, format!("unexpected shape at column {}", error.column()))
        } else if error.is_eof() {
            Self::new(Reason::BrokenJson, "cut off")
        } else {
            Self::new(
                Reason::BrokenJson,
                format!("not JSON at line {} column {}", error.line(), error.column()),
            )
        }
    }

    /// The same at a place in a file, such as `line 3`.
    #[must_use]
    pub(crate) fn at(self, place: impl fmt::Display) -> Self {
        let inner = if self.place.is_empty() { String::new() } else { format!(": {}", self.place) };
        Self { place: format!("{place}{inner}"), ..self }
    }

    /// The same in line `number`, counted from 1, of a file that is read line by line.
    #[must_use]
    pub(crate) fn in_line(self, number: u64) -> Self {
        self.at(format_args!("line {number}"))
    }
}

/// The kinds of reason for which a file or an answer is left out.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Not JSON, or cut off.
    BrokenJson,
    /// JSON, but not in the shape that its format has.
    WrongShape,
    /// A time that is missing or cannot be read.
    BadTime,
    /// A time before 2005 or more than a day ahead.
    ImplausibleTime,
    /// A file of a tool whose files do not say who answered and when.
    NobodySaid,
    /// A file over 64 MB, skipped unread.
    TooLarge,
    /// A file that could not be fetched.
    Unreadable,
    /// A job that is in another folder too, with the same files.
    Copy,
    /// An answer that does not count by its own account, such as a task that was passed over. Not a fault.
    NotCounted,
}

impl Reason {
    /// Whether something was lost that should count.
    pub fn is_fault(self) -> bool {
        !matches!(self, Self::NotCounted | Self::NobodySaid)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BrokenJson => "broken JSON",
            Self::WrongShape => "of an unexpected shape",
            Self::BadTime => "with a time that cannot be read",
            Self::ImplausibleTime => "with an implausible time",
            Self::NobodySaid => "of a kind that is not read",
            Self::TooLarge => "over 64 MB",
            Self::Unreadable => "could not be read",
            Self::Copy => "a copy of another job",
            Self::NotCounted => "not counted",
        })
    }
}

/// So many places are named for each reason; all are counted.
const EXAMPLES: usize = 3;

/// The files and answers that were left out.
///
/// Only faults make it non-empty, are counted and shown; [`reasons`](Self::reasons), and with it what is
/// serialized, has everything.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Skipped(BTreeMap<Reason, SkippedReason>);

/// The files and answers that were left out for one reason.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SkippedReason {
    /// The reason.
    pub reason: Reason,
    /// How many files or answers.
    pub count: u64,
    /// The first few places in the order of their names, with a few words each.
    pub examples: Vec<String>,
    /// Of answers that do not count by their own account, how many say what; empty for all other reasons.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub why: BTreeMap<String, u64>,
}

impl Skipped {
    /// Counts one more, found at `place`. Some tools name files after people, so what may be an address in it is not kept.
    pub fn add(&mut self, place: &str, skip: Skip) {
        let Skip { reason, detail, place: inside } = skip;
        let place = plain::line(place);
        let place = plain::discreet(&place);
        let example = if inside.is_empty() {
            format!("{place}: {detail}")
        } else {
            format!("{place}: {inside}: {detail}")
        };
        let why = (reason == Reason::NotCounted).then_some((detail, 1));
        self.count_more(reason, 1, [example], why);
    }

    /// Counts what was skipped elsewhere as well.
    pub fn merge(&mut self, other: Self) {
        for SkippedReason { reason, count, examples, why } in other.0.into_values() {
            self.count_more(reason, count, examples, why);
        }
    }

    /// Counts what was skipped for one reason as well.
    pub(super) fn add_many(
        &mut self,
        reason: Reason,
        count: u64,
        examples: Vec<String>,
        why: BTreeMap<String, u64>,
    ) {
        self.count_more(reason, count, examples, why);
    }

    fn count_more(
        &mut self,
        reason: Reason,
        count: u64,
        examples: impl IntoIterator<Item = String>,
        why: impl IntoIterator<Item = (String, u64)>,
    ) {
        let none = || SkippedReason { reason, count: 0, examples: Vec::new(), why: BTreeMap::new() };
        let entry = self.0.entry(reason).or_insert_with(none);
        entry.count += count;
        for (why, count) in why {
            *entry.why.entry(why).or_default() += count;
        }
        for example in examples {
            // The smallest names, so that the same files give the same words in whatever order they came.
            if let Err(position) = entry.examples.binary_search(&example)
                && position < EXAMPLES
            {
                entry.examples.insert(position, example);
                entry.examples.truncate(EXAMPLES);
            }
        }
    }

    /// Whether everything that should count could be used.
    pub fn is_empty(&self) -> bool {
        self.faults().next().is_none()
    }

    /// How many files and answers could not be used.
    pub fn count(&self) -> u64 {
        self.faults().map(|fault| fault.count).sum()
    }

    /// All reasons that occurred, faults or not.
    pub fn reasons(&self) -> impl Iterator<Item = &SkippedReason> {
        self.0.values()
    }

    /// The answers that do not count by their own account.
    pub fn not_counted(&self) -> Option<&SkippedReason> {
        self.0.get(&Reason::NotCounted)
    }

    /// The files that do not say who and when, so that nothing in them could count.
    pub fn refused(&self) -> Option<&SkippedReason> {
        self.0.get(&Reason::NobodySaid)
    }

    fn faults(&self) -> impl Iterator<Item = &SkippedReason> {
        self.reasons().filter(|skipped| skipped.reason.is_fault())
    }
}

impl SkippedReason {
    /// What those that do not count say, and how often: `12 rejected, 3 skipped`.
    pub fn whys(&self) -> String {
        let whys = self.why.iter().map(|(why, count)| format!("{count} {why}"));
        whys.collect::<Vec<_>>().join(", ")
    }

    /// What follows the examples if there are more places than that.
    pub(super) fn more(&self) -> &'static str {
        if self.examples.len() as u64 == self.count { "" } else { ", ..." }
    }
}

impl fmt::Display for SkippedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({}{})", self.count, self.reason, self.examples.join(", "), self.more())
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.faults().enumerate() {
            let separator = if n == 0 { "" } else { "; " };
            write!(f, "{separator}{fault}")?;
        }
        Ok(())
    }
}

impl Serialize for Skipped {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.reasons())
    }
}

impl<'de> Deserialize<'de> for Skipped {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let reasons = Vec::<SkippedReason>::deserialize(deserializer)?;
        Ok(Self(reasons.into_iter().map(|skipped| (skipped.reason, skipped)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skipped(places: &[&str], reason: Reason) -> Skipped {
        let mut skipped = Skipped::default();
        for place in places {
            skipped.add(place, Skip::new(reason, "why"));
        }
        skipped
    }

    #[test]
    fn all_are_counted_and_the_first_few_are_named() {
        let skipped = skipped(&["d", "b", "a", "c", "a"], Reason::BadTime);
        let reason = skipped.reasons().next().unwrap();
        assert_eq!(reason.count, 5);
        assert_eq!(reason.examples, ["a: why", "b: why", "c: why"]);
        assert_eq!(skipped.to_string(), "5 with a time that cannot be read (a: why, b: why, c: why, ...)");
    }

    #[test]
    fn a_file_that_is_named_after_somebody_is_told_without_her_address() {
        let skipped = skipped(&["1/ann@example.com.json"], Reason::BrokenJson);
        assert_eq!(skipped.to_string(), "1 broken JSON (1/...: why)");
    }

    #[test]
    fn it_does_not_matter_where_they_were_counted() {
        let mut merged = skipped(&["d", "b"], Reason::BadTime);
        merged.merge(skipped(&["a", "c", "a"], Reason::BadTime));
        assert_eq!(merged, skipped(&["d", "b", "a", "c", "a"], Reason::BadTime));
    }

    #[test]
    fn an_answer_that_does_not_count_is_no_fault() {
        let skipped = skipped(&["a"], Reason::NotCounted);
        assert!(skipped.is_empty());
        assert_eq!((skipped.count(), skipped.reasons().count(), skipped.to_string()), (0, 1, String::new()));
        assert_eq!(skipped.not_counted().unwrap().count, 1);
    }

    #[test]
    fn answers_that_do_not_count_are_counted_by_what_they_say() {
        let mut skipped = Skipped::default();
        for (line, why) in [(1, "rejected"), (2, "skipped"), (3, "rejected")] {
            skipped.add("a.csv", Skip::new(Reason::NotCounted, why).in_line(line));
        }
        let mut merged = skipped.clone();
        merged.merge(skipped);
        let not_counted = merged.not_counted().unwrap();
        assert_eq!((not_counted.whys().as_str(), not_counted.count), ("4 rejected, 2 skipped", 6));
        assert_eq!(not_counted.examples[0], "a.csv: line 1: rejected");
        let json = serde_json::to_value(&merged).unwrap();
        assert_eq!(json[0]["why"], serde_json::json!({"rejected": 4, "skipped": 2}));
    }
}
