//! The timeline: the time of the race, with nights and weekends cut short.
//!
//! How fast the film moves along it is for `passing`.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    math::real,
    pacing::{Idle, Lasting},
};

/// How long a stretch that is cut short still takes, in seconds.
const BEAT: f64 = 0.25;

/// The largest part of the film that all these beats together may take.
const BEATS: f64 = 0.2;

/// A shorter pause counts as work, unless it is a twentieth of the whole race or more.
const PAUSE: TimeDelta = TimeDelta::hours(3);

/// The time of the race from 0 to 1, with idle stretches cut short. It would pass evenly if nobody overtook
/// anybody.
#[derive(Clone, Debug)]
pub(super) struct Timeline {
    /// Pairs of buckets passed and the part of the timeline passed; both strictly increasing.
    knots: Vec<(f64, f64)>,
    stretches: Vec<Stretch>,
    cut: bool,
    /// How long all of it takes.
    seconds: f64,
}

/// The buckets from the first idle one up to the next busy one.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: usize,
    to: usize,
}

impl Stretch {
    fn buckets(self) -> f64 {
        real(self.to - self.from)
    }
}

impl Timeline {
    /// `busy` lists the buckets with a label, in order of time; `edges` says where each bucket begins, and where
    /// the last one ends. `lasting` covers the time between the rest at the start and the hold at the end.
    pub(super) fn new(
        busy: impl Iterator<Item = usize>,
        edges: &[DateTime<Utc>],
        lasting: Lasting,
        idle: Idle,
    ) -> Self {
        let n_buckets = edges.len() - 1;
        let pause = PAUSE.min((edges[n_buckets] - edges[0]) / 20);
        let mut before = None;
        let mut pauses = Vec::new();
        for bucket in busy {
            let from = before.map_or(0, |before| before + 1);
            if before.is_some() && from < bucket && pause <= edges[bucket] - edges[from] {
                pauses.push(Stretch { from, to: bucket });
            }
            before = Some(bucket);
        }
        let beat = match lasting {
            Lasting::Whole(seconds) => BEAT.min(BEATS * seconds / real(pauses.len().max(1))),
            Lasting::PerBucket(_) => BEAT,
        };
        // Each cut leaves more time for everything else, also for other stretches, which may then be worth a
        // cut too.
        let mut stretches: Vec<Stretch> = Vec::new();
        let per_bucket = loop {
            let left = real(n_buckets) - stretches.iter().map(|stretch| stretch.buckets()).sum::<f64>();
            let per_bucket = match lasting {
                Lasting::Whole(seconds) => (seconds - beat * real(stretches.len())) / left,
                Lasting::PerBucket(seconds) => seconds,
            };
            let long = |stretch: &&Stretch| 2.0 * beat <= per_bucket * stretch.buckets();
            let longer: Vec<Stretch> = pauses.iter().filter(long).copied().collect();
            if idle == Idle::Keep || longer.len() <= stretches.len() {
                if idle == Idle::Keep {
                    stretches = longer;
                }
                break per_bucket;
            }
            stretches = longer;
        };
        let cut = idle == Idle::Compress;
        let mut at = (0.0, 0.0);
        let mut knots = vec![at];
        for stretch in &stretches {
            let (from, to) = (real(stretch.from), real(stretch.to));
            let begins = at.1 + per_bucket * (from - at.0);
            at = (to, begins + if cut { beat } else { per_bucket * stretch.buckets() });
            knots.extend([(from, begins), at]);
        }
        let seconds = at.1 + per_bucket * (real(n_buckets) - at.0);
        knots.push((real(n_buckets), seconds));
        for (_, part) in &mut knots {
            *part = if 0.0 < seconds { *part / seconds } else { 0.0 };
        }
        Self { knots, stretches, cut, seconds }
    }

    /// How long it takes from the beginning of the first bucket to the end of the last one.
    pub(super) fn seconds(&self) -> f64 {
        self.seconds
    }

    /// How many buckets have passed when this part of the timeline has.
    pub(super) fn buckets_at(&self, part: f64) -> f64 {
        let swapped = |&(buckets, part): &(f64, f64)| (part, buckets);
        between(self.knots.iter().map(swapped), part)
    }

    /// The part of the timeline that has passed when this many buckets have.
    pub(super) fn part_at(&self, buckets: f64) -> f64 {
        between(self.knots.iter().copied(), buckets)
    }

    /// The first busy bucket after a moment in a stretch that is cut short.
    pub(super) fn skipped_to(&self, buckets: f64) -> Option<usize> {
        let inside = |stretch: &&Stretch| real(stretch.from) < buckets && buckets < real(stretch.to);
        self.stretches.iter().find(inside).filter(|_| self.cut).map(|stretch| stretch.to)
    }

    /// The beginning of a stretch that is cut short, for a moment in it or at its end.
    pub(super) fn skipped_from(&self, buckets: f64) -> Option<f64> {
        let inside = |stretch: &&Stretch| real(stretch.from) < buckets && buckets <= real(stretch.to);
        self.stretches.iter().find(inside).filter(|_| self.cut).map(|stretch| real(stretch.from))
    }

    /// The parts of the timeline in which nobody labels, cut short or not.
    pub(super) fn still(&self) -> impl Iterator<Item = (f64, f64)> {
        self.stretches
            .iter()
            .map(|stretch| (self.part_at(real(stretch.from)), self.part_at(real(stretch.to))))
    }

    /// The buckets at which those parts begin and end.
    pub(super) fn still_buckets(&self) -> impl Iterator<Item = usize> {
        self.stretches.iter().flat_map(|stretch| [stretch.from, stretch.to])
    }

    /// How much of each step is idle, 0 to 1, when the timeline from this part on is divided into `n_steps` even steps.
    pub(super) fn idle_in(&self, starts: f64, n_steps: usize) -> Vec<f64> {
        let mut idle = vec![0.0; n_steps];
        for (from, to) in self.still() {
            let [from, to] = [from, to].map(|part| (part - starts) / (1.0 - starts) * real(n_steps));
            for (step, idle) in (0..n_steps).zip(&mut idle) {
                *idle += (to.min(real(step + 1)) - from.max(real(step))).max(0.0);
            }
        }
        idle
    }

    /// The stretches that are cut short, as parts of the timeline.
    pub(super) fn gaps(&self) -> Vec<(f64, f64)> {
        if self.cut { self.still().collect() } else { Vec::new() }
    }
}

/// The second value that belongs to `x`, by linear interpolation between pairs that both increase; there are
/// at least two pairs.
fn between(mut pairs: impl Iterator<Item = (f64, f64)>, x: f64) -> f64 {
    let mut from = pairs.next().unwrap_or_default();
    for to in pairs {
        if x < to.0 {
            let part = ((x - from.0) / (to.0 - from.0)).max(0.0);
            return from.1 + part * (to.1 - from.1);
        }
        from = to;
    }
    from.1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hours(n: usize) -> Vec<DateTime<Utc>> {
        (0..=n).map(|hour| DateTime::UNIX_EPOCH + TimeDelta::hours(i64::try_from(hour).unwrap())).collect()
    }

    fn timeline(busy: &[usize], n: usize, lasting: Lasting, idle: Idle) -> Timeline {
        Timeline::new(busy.iter().copied(), &hours(n), lasting, idle)
    }

    /// Two days of eight hours.
    fn days() -> Vec<usize> {
        (0..8).chain(24..32).collect()
    }

    #[test]
    fn a_night_is_a_short_beat() {
        let timeline = timeline(&days(), 32, Lasting::Whole(16.25), Idle::Compress);
        assert!((timeline.part_at(8.0) * 16.25 - 8.0).abs() < 1e-9);
        assert!((timeline.part_at(24.0) * 16.25 - 8.25).abs() < 1e-9);
        assert_eq!((timeline.skipped_to(8.0), timeline.skipped_to(9.0)), (None, Some(24)));
        assert_eq!(timeline.gaps().len(), 1);
    }

    #[test]
    fn a_night_that_is_kept_takes_its_time() {
        let timeline = timeline(&days(), 32, Lasting::Whole(16.0), Idle::Keep);
        assert!((timeline.part_at(16.0) - 0.5).abs() < 1e-9);
        assert_eq!((timeline.skipped_to(9.0), timeline.gaps().len()), (None, 0));
        assert_eq!(timeline.still().count(), 1, "nobody moves in it either way");
    }

    #[test]
    fn a_short_pause_is_a_part_of_the_work() {
        let busy: Vec<usize> = (0..60).filter(|hour| hour % 10 != 5).collect();
        assert!(timeline(&busy, 60, Lasting::Whole(30.0), Idle::Compress).gaps().is_empty());
    }

    #[test]
    fn a_length_for_each_bucket_is_for_those_that_are_left() {
        let timeline = timeline(&days(), 32, Lasting::PerBucket(0.5), Idle::Compress);
        assert!((timeline.seconds() - 8.25).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn a_timeline_goes_from_beginning_to_end_and_never_back(
            busy in proptest::collection::btree_set(1usize..200, 0..60),
            seconds in 0.0f64..60.0,
            some in 0.0f64..=1.0,
        ) {
            let busy: Vec<usize> = [0].into_iter().chain(busy).chain([200]).collect();
            let timeline = timeline(&busy, 201, Lasting::Whole(0.1 + seconds), Idle::Compress);
            prop_assert_eq!(timeline.buckets_at(0.0).to_bits(), 0f64.to_bits());
            prop_assert_eq!(timeline.buckets_at(1.0).to_bits(), 201f64.to_bits());
            prop_assert!((timeline.part_at(timeline.buckets_at(some)) - some).abs() < 1e-9);
            prop_assert!(timeline.knots.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
            let beats: f64 = timeline.gaps().iter().map(|(from, to)| to - from).sum();
            prop_assert!(beats <= BEATS + 1e-9, "{}", beats);
        }
    }
}
