//! How long people worked: the length of a task, and the active time that a person's tasks make together.
//!
//! Everything is in milliseconds. A pause that is longer than the idle cap is a break, and no work.

use super::idle_cap::IdleCap;
use crate::source::Answer;

/// A stretch of time in which somebody worked on one task, from and to in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct TaskStretch {
    from: i64,
    to: i64,
}

/// How long a task took: the time that was recorded, or else its submission less its acceptance, cut at the cap.
/// `None` where neither is known, and where a task was submitted before it was accepted.
pub(super) fn length(answer: &Answer, cap: IdleCap) -> Option<u64> {
    let since_accepted = || u64::try_from((answer.submitted - answer.accepted?).num_milliseconds()).ok();
    let length = answer.spent_ms.or_else(since_accepted)?;
    Some(cap.milliseconds().map_or(length, |cap| length.min(cap)))
}

/// When a task of this length was worked on: from its acceptance on or, where that is not known, up to its
/// submission. A task of unknown length is the moment of its submission.
pub(super) fn stretch(answer: &Answer, length: Option<u64>) -> TaskStretch {
    let length = i64::try_from(length.unwrap_or(0)).unwrap_or(i64::MAX);
    let submitted = answer.submitted.timestamp_millis();
    let accepted = answer.accepted.map(|time| time.timestamp_millis());
    match accepted.filter(|accepted| 0 < length && *accepted <= submitted) {
        Some(from) => TaskStretch { from, to: from.saturating_add(length) },
        None => TaskStretch { from: submitted.saturating_sub(length), to: submitted },
    }
}

/// The length of everything that one person's stretches cover, with the gaps between them that are no longer than the
/// cap.
pub(super) fn active(mut stretches: Vec<TaskStretch>, cap: IdleCap) -> u64 {
    let longest_gap = cap.milliseconds().map_or(i64::MAX, |cap| i64::try_from(cap).unwrap_or(i64::MAX));
    stretches.sort_unstable();
    let mut active: u64 = 0;
    let mut current: Option<TaskStretch> = None;
    for next in stretches {
        match &mut current {
            Some(current) if next.from <= current.to.saturating_add(longest_gap) => {
                current.to = current.to.max(next.to);
            }
            current => active = active.saturating_add(current.replace(next).map_or(0, of)),
        }
    }
    active.saturating_add(current.map_or(0, of))
}

fn of(stretch: TaskStretch) -> u64 {
    stretch.to.abs_diff(stretch.from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{WorkerId, time};

    const FIVE: u64 = 300_000;

    fn answer(accepted: Option<&str>, submitted: &str, spent_ms: Option<u64>) -> Answer {
        let at = |text: &str| time::parse(&format!("2024-03-04T{text}Z")).unwrap();
        let worker = WorkerId::new("a").unwrap();
        Answer { accepted: accepted.map(at), spent_ms, ..Answer::new("job", "1", worker, at(submitted)) }
    }

    fn lengths(answer: &Answer) -> (Option<u64>, Option<u64>) {
        (length(answer, IdleCap::default()), length(answer, IdleCap::NONE))
    }

    #[test]
    fn the_recorded_time_wins_over_submission_less_acceptance() {
        assert_eq!(lengths(&answer(Some("08:00:00"), "08:00:09.500", Some(7000))), (Some(7000), Some(7000)));
        assert_eq!(lengths(&answer(Some("08:00:00"), "08:00:09.500", None)), (Some(9500), Some(9500)));
        assert_eq!(lengths(&answer(None, "08:00:09.500", Some(0))), (Some(0), Some(0)));
        assert_eq!(lengths(&answer(None, "08:00:09.500", None)), (None, None));
    }

    #[test]
    fn a_break_is_cut_at_the_cap_and_time_never_runs_backward() {
        let lunch = 45 * 60_000;
        assert_eq!(lengths(&answer(Some("08:00:00"), "08:45:00", None)), (Some(FIVE), Some(lunch)));
        assert_eq!(
            lengths(&answer(Some("08:00:00"), "08:45:00", Some(u64::MAX))),
            (Some(FIVE), Some(u64::MAX))
        );
        assert_eq!(lengths(&answer(Some("09:00:00"), "08:00:00", None)), (None, None));
    }

    /// The active minutes of one person.
    fn minutes(answers: &[Answer], cap: IdleCap) -> f64 {
        let stretches = answers.iter().map(|answer| stretch(answer, length(answer, cap))).collect();
        std::time::Duration::from_millis(active(stretches, cap)).as_secs_f64() / 60.0
    }

    #[test]
    fn active_time_is_tasks_and_short_gaps() {
        let capped = |answers: &[Answer]| minutes(answers, IdleCap::default());
        let early = answer(Some("08:00:00"), "08:02:00", None);
        let same =
            |expected: f64, answers: &[Answer]| assert_eq!(capped(answers).to_bits(), expected.to_bits());
        same(2.0, std::slice::from_ref(&early));
        // The gap of exactly the cap counts, a longer one does not.
        same(8.0, &[early.clone(), answer(Some("08:07:00"), "08:08:00", None)]);
        same(3.0, &[early.clone(), answer(Some("08:07:01"), "08:08:01", None)]);
        // Two tasks at once are not twice the time.
        same(3.0, &[early.clone(), answer(Some("08:01:00"), "08:03:00", None)]);
        // Lunch within a task: it counts from its acceptance up to the cap.
        same(7.0, &[early.clone(), answer(Some("08:02:00"), "08:50:00", None)]);
        // Of a task without a known length only the moment is known; it ends a gap all the same.
        same(6.0, &[early.clone(), answer(None, "08:06:00", None)]);
        same(0.0, &[answer(None, "08:06:00", None)]);
        // What was recorded without an acceptance ends with the submission.
        same(4.0, &[early, answer(None, "08:04:00", Some(60_000))]);
    }

    #[test]
    fn without_a_cap_everything_from_first_to_last_is_active() {
        let answers =
            [answer(Some("08:00:00"), "08:01:00", None), answer(Some("19:59:00"), "20:00:00", None)];
        assert_eq!(minutes(&answers, IdleCap::NONE).to_bits(), 720_f64.to_bits());
        let eternal = [answer(Some("08:00:00"), "08:01:00", Some(u64::MAX))];
        assert!(1e12 < minutes(&eternal, IdleCap::NONE));
    }
}
