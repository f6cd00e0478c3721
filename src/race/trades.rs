//! Trades of places that do not last: two who are close pass each other, and are passed again before anybody could
//! follow, or before they were a label apart. Such a pair keeps its order. How its bars move meanwhile is for `rows`.

use std::collections::HashMap;

use super::{curve::Standing, math::real};

/// How long somebody has to stay ahead for it to count as a trade, in seconds.
const LASTING: f64 = 0.4;

/// How far ahead somebody has to come for it to count as a trade, in labels. Where buckets and legs end, values are
/// whole numbers; so a smaller lead is one that only the curves between them have.
const A_LABEL: f64 = 1.0;

/// How much of a lead somebody has to be ahead, 0 to 1.
const MOSTLY: f64 = 0.75;

/// The pairs that keep their order at each step although their values say otherwise.
#[derive(Clone, Debug, Default)]
pub(super) struct KeptPlaces {
    steps: Vec<Vec<KeptPair>>,
}

/// Two racers of whom the upper one has less at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeptPair {
    pub(super) upper: usize,
    pub(super) lower: usize,
    /// They are less than a label apart all the time, and are shown as level.
    pub(super) is_level: bool,
}

/// A stretch of time in which one of two is ahead of the other.
#[derive(Clone, Copy, Debug)]
struct Lead {
    /// The first step of it, and the last one at which both are there.
    since: usize,
    until: usize,
    /// Whether it is the first of the pair who leads.
    is_first: bool,
    /// The largest difference in it, in labels.
    most: f64,
}

impl KeptPlaces {
    /// Finds them among those who are `present` at each step; there are `rate` steps per second. The last lead of the
    /// film always counts, because it is how things end.
    ///
    /// `standing` is that of a racer at a step, `None` for somebody who has not joined.
    pub(super) fn new(
        present: &[Vec<(usize, f64)>],
        rate: f64,
        standing: impl Fn(usize, usize) -> Option<Standing>,
    ) -> Self {
        let mut steps = vec![Vec::new(); present.len()];
        for ((first, second), leads) in leads(present, standing) {
            for lead in passing_leads(&leads, rate) {
                let (upper, lower) = if lead.is_first { (second, first) } else { (first, second) };
                let pair = KeptPair { upper, lower, is_level: lead.most < A_LABEL };
                steps[lead.since..=lead.until].iter_mut().for_each(|kept| kept.push(pair));
            }
        }
        // Pairs come in any order, and the same race has to give the same film.
        for kept in &mut steps {
            kept.sort_by_key(|pair: &KeptPair| (pair.upper, pair.lower));
        }
        Self { steps }
    }

    /// The pairs that keep their order at a step.
    pub(super) fn at(&self, step: usize) -> &[KeptPair] {
        self.steps.get(step).map_or(&[], Vec::as_slice)
    }

    /// The value with which a racer is drawn at a step: who keeps a place below somebody else by less than a label has
    /// as much as they. It is never a label less than there is, also where several are level in a row.
    pub(super) fn value(&self, step: usize, racer: usize, value: &impl Fn(usize) -> f64) -> f64 {
        let below = self.at(step).iter().filter(|pair| pair.is_level && pair.lower == racer);
        below.fold(value(racer), |least, pair| least.min(value(pair.upper)))
    }
}

/// Who is ahead when, for each two who are ever present together.
fn leads(
    present: &[Vec<(usize, f64)>],
    standing: impl Fn(usize, usize) -> Option<Standing>,
) -> HashMap<(usize, usize), Vec<Lead>> {
    let mut pairs: HashMap<(usize, usize), Vec<Lead>> = HashMap::new();
    let mut there: Vec<(usize, Standing)> = Vec::new();
    for (step, racers) in present.iter().enumerate() {
        there.clear();
        there.extend(racers.iter().filter_map(|&(racer, _)| Some((racer, standing(racer, step)?))));
        for (n, one) in there.iter().enumerate() {
            for other in &there[..n] {
                let (first, second) = if one.0 < other.0 { (one, other) } else { (other, one) };
                // Of two who are level in everything, the grid has the first one first.
                let is_first = first.1 <= second.1;
                let most = apart(first.1, second.1);
                let leads = pairs.entry((first.0, second.0)).or_default();
                match leads.last_mut() {
                    Some(lead) if lead.is_first == is_first => {
                        // While they were not there together, they may have been many labels apart.
                        let missed = (lead.until + 1..step).filter_map(|step| {
                            Some(apart(standing(first.0, step)?, standing(second.0, step)?))
                        });
                        lead.most = missed.fold(lead.most.max(most), f64::max);
                        lead.until = step;
                    }
                    _ => leads.push(Lead { since: step, until: step, is_first, most }),
                }
            }
        }
    }
    pairs
}

/// How many labels there are between two.
fn apart(one: Standing, other: Standing) -> f64 {
    (one.value() - other.value()).abs()
}

/// The leads that do not count.
fn passing_leads(leads: &[Lead], rate: f64) -> Vec<Lead> {
    let Some((first, others)) = leads.split_first() else { return Vec::new() };
    let lasts = |steps: usize, most: f64| LASTING * rate <= real(steps) && A_LABEL <= most;
    let end_of = |n: usize| others.get(n + 1).map_or(others[n].until + 1, |next| next.since);
    let is_last = |n: usize| n + 1 == others.len();
    let mut first_leads = first.is_first;
    let mut passing = Vec::new();
    for (n, lead) in others.iter().enumerate() {
        if lead.is_first == first_leads {
            continue;
        }
        // Until the one who was ahead comes back for long: short comebacks do not end a lead, as long as they are few.
        let (mut most, mut ahead, mut until) = (0f64, 0, lead.since);
        for (m, next) in others.iter().enumerate().skip(n) {
            let steps = end_of(m) - next.since;
            if next.is_first != first_leads {
                (most, ahead) = (most.max(next.most), ahead + steps);
            } else if is_last(m) || lasts(steps, next.most) {
                break;
            }
            until = end_of(m);
        }
        let all = until - lead.since;
        if is_last(n) || lasts(all, most) && MOSTLY * real(all) <= real(ahead) {
            first_leads = lead.is_first;
        } else {
            passing.push(*lead);
        }
    }
    passing
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The order at each step of two racers whose difference is this, at ten steps per second: `+` where the one with
    /// more is above, `k` where the other one keeps the place.
    fn kept(differences: &[f64]) -> String {
        let present = vec![vec![(0, 1.0), (1, 1.0)]; differences.len()];
        let kept = KeptPlaces::new(&present, 10.0, |racer, step| {
            Some(Standing::of(if racer == 0 { differences[step] } else { 0.0 }))
        });
        (0..differences.len()).map(|step| if kept.at(step).is_empty() { '+' } else { 'k' }).collect()
    }

    #[test]
    fn who_is_ahead_for_a_moment_does_not_change_places() {
        assert_eq!(kept(&[9., 5., -5., -5., 5., 5., 5., 5., 5., 5.]), "++kk++++++");
        assert_eq!(kept(&[9., 5., -5., -5., -5., -5., -5., 5., 5., 5.]), "++++++++++", "half a second lasts");
    }

    #[test]
    fn who_is_ahead_by_less_than_a_label_does_not_change_places() {
        assert_eq!(kept(&[9., 1., -0.5, -0.5, -0.5, -0.5, -0.5, -0.5, 1., 5.]), "++kkkkkk++");
    }

    #[test]
    fn how_it_ends_always_counts() {
        assert_eq!(kept(&[9., 5., 5., 5., 5., 5., 5., 5., 5., -0.5]), "++++++++++");
        assert_eq!(kept(&[9., 9., -0.5, 0.5, -0.5, 0.5, -0.5, 0.5, -0.5, -0.5]), "++k+k+k+++");
    }

    #[test]
    fn who_has_the_same_keeps_the_place() {
        assert_eq!(kept(&[9., 0., 0., -5., 0., 5., 5., 5., 5., 5.]), "+++k++++++");
        assert_eq!(
            kept(&[-9., -1., 0., 0., 0., 0., 0., -1., -5., -9.]),
            "++kkkkk+++",
            "the first is ahead if level"
        );
    }

    #[test]
    fn short_comebacks_do_not_end_a_lead() {
        assert_eq!(kept(&[5., 5., -5., -5., 5., -5., -5., -5., -5., -5., 5., 5.]), "++++k+++++++");
    }

    #[test]
    fn two_who_are_ahead_by_turns_do_not_change_places_each_time() {
        let by_turns = [9., 9., -5., -5., 5., 5., -5., -5., 5., 5., -5., -5., 5., 5., 5., 5., 5.];
        assert_eq!(kept(&by_turns), "++kk++kk++kk+++++");
    }

    #[test]
    fn what_is_between_two_counts_also_while_one_of_them_is_not_there() {
        let differences = [9.0, 5.0, -0.5, -0.5, -5.0, -5.0, -0.5, -0.5, 5.0, 5.0];
        let both = [(0, 1.0), (1, 1.0)];
        let present: Vec<_> =
            (0..10).map(|step| both[..if (4..6).contains(&step) { 1 } else { 2 }].to_vec()).collect();
        let kept = KeptPlaces::new(&present, 10.0, |racer, step| {
            Some(Standing::of(if racer == 0 { differences[step] } else { 0.0 }))
        });
        assert!((0..10).all(|step| kept.at(step).is_empty()), "5 labels for half a second are a lead");
    }

    #[test]
    fn nobody_is_shown_with_a_label_less_than_there_is() {
        // The second is half a label ahead of the first for a moment, and the third of the second.
        let values = [[9.0, 8.5, 8.0], [9.0, 9.6, 10.2], [9.0, 9.6, 10.2], [12.0, 11.0, 10.0]];
        let present = vec![vec![(0, 1.0), (1, 1.0), (2, 1.0)]; 4];
        let kept = KeptPlaces::new(&present, 10.0, |racer, step| Some(Standing::of(values[step][racer])));
        for (step, values) in values.iter().enumerate() {
            for (racer, has) in values.iter().enumerate() {
                let shown = kept.value(step, racer, &|racer| values[racer]);
                assert!(shown <= *has && has - shown < 1.0, "step {step}: {shown} of {has}");
            }
        }
    }

    #[test]
    fn pairs_that_are_not_there_together_have_no_order() {
        let present = [vec![(0, 1.0)], vec![(1, 1.0)], vec![]];
        let kept = KeptPlaces::new(&present, 10.0, |_, _| Some(Standing::of(1.0)));
        assert!((0..5).all(|step| kept.at(step).is_empty()));
    }
}
