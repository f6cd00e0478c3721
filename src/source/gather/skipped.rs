//! What could not be used, counted by reason with a few examples.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::source::answer::{Reason, Skip};

/// So many places are named per reason; all are counted.
const EXAMPLES: usize = 3;

/// The files and answers that were left out.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Skipped(BTreeMap<Reason, SkippedReason>);

/// Those that were left out for one reason.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SkippedReason {
    /// The reason.
    pub reason: Reason,
    /// How many files or answers.
    pub count: u64,
    /// The first few places in the order of their names, with a few words each.
    pub examples: Vec<String>,
}

impl Skipped {
    /// Counts one more, found at `place`.
    pub fn add(&mut self, place: &str, skip: Skip) {
        let Skip { reason, detail } = skip;
        let entry =
            self.0.entry(reason).or_insert_with(|| SkippedReason { reason, count: 0, examples: Vec::new() });
        entry.count += 1;
        let example = format!("{place}: {detail}");
        // The smallest names, so that the same files give the same words in whatever order they came.
        if let Err(position) = entry.examples.binary_search(&example)
            && position < EXAMPLES
        {
            entry.examples.insert(position, example);
            entry.examples.truncate(EXAMPLES);
        }
    }

    /// Whether everything could be used.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many files and answers were left out.
    pub fn count(&self) -> u64 {
        self.reasons().map(|reason| reason.count).sum()
    }

    /// The reasons that occurred.
    pub fn reasons(&self) -> impl Iterator<Item = &SkippedReason> {
        self.0.values()
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, skipped) in self.reasons().enumerate() {
            let comma = if n == 0 { "" } else { "; " };
            write!(f, "{comma}{} {} ({}", skipped.count, skipped.reason, skipped.examples.join(", "))?;
            f.write_str(if skipped.examples.len() as u64 == skipped.count { ")" } else { ", ...)" })?;
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

    #[test]
    fn all_are_counted_and_the_first_few_are_named() {
        let mut skipped = Skipped::default();
        for place in ["d", "b", "a", "c", "a"] {
            skipped.add(place, Skip::new(Reason::BadTime, "why"));
        }
        let reason = skipped.reasons().next().unwrap();
        assert_eq!(reason.count, 5);
        assert_eq!(reason.examples, ["a: why", "b: why", "c: why"]);
        assert_eq!(skipped.to_string(), "5 a time that cannot be read (a: why, b: why, c: why, ...)");
    }
}
