//! Which run it is, and the keys of everything that belongs to it.

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};

use crate::{settings::RunKind, source::name_for_others};

/// The longest name of a job in a key; Ground Truth's own are at most this long.
const LONGEST_NAME: usize = 63;
/// The longest id of a request in a key.
const LONGEST_ID: usize = 64;

/// One run of a job. There is one film for each.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Slot {
    job: String,
    kind: RunKind,
    time: String,
}

impl Slot {
    /// The run of the job called `name` for a scheduled time, or without one for the request that asked.
    pub fn new(name: &str, kind: RunKind, scheduled: Option<DateTime<Utc>>, request: &str) -> Self {
        let time = scheduled
            .map_or_else(|| plain(request, LONGEST_ID), |time| time.format("%Y%m%dT%H%M%SZ").to_string());
        Self { job: plain(&name_for_others(name), LONGEST_NAME), kind, time }
    }

    /// The run of one of many jobs. Two of them may have one name, so its place, as requests name it, is a part of all
    /// keys.
    pub fn of_place(name: &str, place: &str, scheduled: Option<DateTime<Utc>>, request: &str) -> Self {
        let Self { time, .. } = Self::new(name, RunKind::Job, scheduled, request);
        let hash = hex::encode(&Sha256::digest(place.trim_end_matches('/'))[..4]);
        let name = plain(&name_for_others(name), LONGEST_NAME - hash.len() - 1);
        Self { job: format!("{name}-{hash}"), kind: RunKind::Job, time }
    }

    /// The job's name as it is in keys.
    pub fn job(&self) -> &str {
        &self.job
    }

    /// What kind of run it is.
    pub fn kind(&self) -> RunKind {
        self.kind
    }

    /// The record of the run.
    pub fn record(&self) -> String {
        format!("{}{}.json", self.records(), self.time)
    }

    /// The records of all runs of this kind.
    pub fn records(&self) -> String {
        format!("runs/{}/{}/", self.job, self.kind)
    }

    /// The film.
    pub fn video(&self) -> String {
        format!("videos/{}/{}/{}.mp4", self.job, self.kind, self.time)
    }

    /// Its last frame.
    pub fn poster(&self) -> String {
        format!("videos/{}/{}/{}.png", self.job, self.kind, self.time)
    }

    /// The file of its page with this ending, such as `.html`.
    pub fn beside(&self, ending: &str) -> String {
        format!("videos/{}/{}/{}{ending}", self.job, self.kind, self.time)
    }

    /// A file with data about the run, which no link leads to.
    pub fn data(&self, file: &str) -> String {
        format!("data/{}/{}/{}/{file}", self.job, self.kind, self.time)
    }

    /// What was read of the job's files, for the next run.
    pub fn ledger(&self) -> String {
        format!("data/{}/ledger", self.job)
    }

    /// What the newest run found, and what was seen of the job then: for whoever asks whether there is anything new.
    pub fn newest(&self) -> String {
        format!("data/{}/{}/newest.json", self.job, self.kind)
    }

    /// The answers of a day to the job that is called `name`, in a file that ends like this. They are in the partitions
    /// of one table, as Hive names them.
    pub fn answers(&self, day: NaiveDate, name: &str, extension: &str) -> String {
        let name = plain(&name_for_others(name), LONGEST_NAME);
        format!("data/{}/answers/day={day}/{name}.{extension}", self.job)
    }

    /// The cast of all films of the job.
    pub fn cast(&self) -> String {
        format!("data/{}/cast.json", self.job)
    }
}

/// A text as a part of a key that needs no quoting anywhere. A text that had to be changed gets a hash, so that
/// different texts stay different.
fn plain(text: &str, longest: usize) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let changed: String = text.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    // What links take as a part of a key: see `link`.
    let is_part = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphanumeric()) && !text.ends_with('.') && !text.contains("..")
    };
    if changed == text && text.len() <= longest && is_part(text) {
        return changed;
    }
    let hash = Sha256::digest(text);
    let hash = hex::encode(&hash[..4]);
    let kept = changed.replace('.', "-");
    let kept = kept.trim_start_matches(['-', '_']);
    let kept: String = kept.chars().take(longest - hash.len() - 1).collect();
    if kept.is_empty() { hash } else { format!("{kept}-{hash}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::service::link::FilmKey;

    #[test]
    fn keys_tell_the_job_the_kind_and_the_time() {
        let time = "2026-11-23T08:30:00+01:00".parse().unwrap();
        let slot = Slot::new("xray-2026", RunKind::Daily, Some(time), "r-1");
        assert_eq!(slot.record(), "runs/xray-2026/daily/20261123T073000Z.json");
        assert_eq!(slot.video(), "videos/xray-2026/daily/20261123T073000Z.mp4");
        assert_eq!(slot.poster(), "videos/xray-2026/daily/20261123T073000Z.png");
        assert_eq!(slot.data("tally.csv"), "data/xray-2026/daily/20261123T073000Z/tally.csv");
        let day = "2026-11-20".parse().unwrap();
        assert_eq!(
            slot.answers(day, "a b/xray", "parquet"),
            format!("data/xray-2026/answers/day=2026-11-20/{}.parquet", plain("a b/xray", LONGEST_NAME))
        );
        let address = Slot::new("ada@example.com", RunKind::Once, None, "5d1e-77");
        assert!(!address.job().contains("ada") && !address.job().contains("example"), "{}", address.job());
        assert_ne!(address.job(), Slot::new("bo@example.com", RunKind::Once, None, "5d1e-77").job());
        let once = Slot::new("xray-2026", RunKind::Once, None, "5d1e-77");
        assert_eq!(once.record(), "runs/xray-2026/once/5d1e-77.json");
    }

    #[test]
    fn two_of_many_jobs_may_have_one_name() {
        let of = |name: &str, place: &str| Slot::of_place(name, place, None, "r-1");
        let one = of("xray", "s3://labels/a/xray");
        assert_eq!(one, of("xray", "s3://labels/a/xray/"));
        assert!(one.record().starts_with("runs/xray-") && one.record().ends_with("/job/r-1.json"), "{one:?}");
        let other = of("xray", "s3://labels/b/xray");
        assert!(one.cast() != other.cast() && one.ledger() != other.ledger() && one.video() != other.video());
        for name in ["ada@example.com", "Röntgen", &"x".repeat(200), ""] {
            let slot = of(name, "s3://labels/c");
            assert!(slot.job().len() <= LONGEST_NAME && slot.video().parse::<FilmKey>().is_ok(), "{slot:?}");
            assert!(!slot.job().contains("ada"), "{slot:?}");
        }
    }

    #[test]
    fn whatever_a_job_is_called_keys_are_plain_and_different() {
        let names = [
            "Röntgen",
            "Rontgen",
            "R-ntgen",
            "a b",
            "a+b",
            "..",
            ".",
            "",
            "x/../y",
            &"x".repeat(200),
            "日本",
        ];
        let mut keys: Vec<String> = names.iter().map(|name| plain(name, LONGEST_NAME)).collect();
        for key in &keys {
            assert!(!key.is_empty() && key.len() <= LONGEST_NAME && !key.starts_with('.'), "{key}");
            assert!(key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)), "{key}");
        }
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), names.len());
    }
    proptest! {
        #[test]
        fn every_film_and_poster_can_have_a_link(name in "(?s).{0,90}|[._-]{0,4}[a-b.]{0,70}", request in "[a-z0-9._-]{0,90}") {
            let slot = Slot::new(&name, RunKind::Once, None, &request);
            prop_assert!(slot.video().parse::<FilmKey>().is_ok(), "{}", slot.video());
            prop_assert!(slot.poster().parse::<FilmKey>().is_ok(), "{}", slot.poster());
        }
    }
}
