//! How sure a team is: how far people agree who gave one object a class each.
//!
//! Only answers with a class count, each person once for an object. Everything here is about the team; what it says of
//! single people is for `gate` alone, which tells nobody. `docs/agreement.md` has the definitions.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{
    alpha::{Alpha, Ballots, float},
    calendar::monday,
    span::Span,
};
use crate::{people::Cast, source::Gathered};

/// So many of the objects on which all disagree are named.
const MOST_OBJECTS: usize = 100;

/// So many pairs of classes are named.
const MOST_PAIRS: usize = 3;

/// How far people agree.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Agreement {
    /// Answers with a class.
    pub answers: u64,
    /// People who gave any of them.
    pub people: usize,
    /// Different classes in them.
    pub classes: usize,
    /// Objects to which at least two people gave a class.
    pub objects: u64,
    /// People who gave a class to any of these.
    #[serde(default)]
    pub compared: usize,
    /// How far they agree on these.
    pub alpha: Option<Alpha>,
    /// Why there is no alpha; absent if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lacking: Option<Lacking>,
    /// The same for each week in which such objects had their last answer, in order.
    pub weeks: Vec<WeekOfAgreement>,
    /// Objects to which no two people gave the same class.
    pub disagreed: u64,
    /// The first hundred of these.
    pub disagreed_objects: Vec<DisagreedObject>,
    /// Which classes are taken for each other, most often first; at most three pairs.
    pub confused: Vec<ConfusedPair>,
}

/// A week, and how far people agree on the objects that had their last answer in it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct WeekOfAgreement {
    /// Its Monday.
    pub week: NaiveDate,
    /// Objects to which at least two people gave a class.
    pub objects: u64,
    /// People who gave any of these.
    #[serde(default)]
    pub people: usize,
    /// How far they agree; `None` where only one class was told.
    pub alpha: Option<Alpha>,
}

/// An object to which no two people gave the same class.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DisagreedObject {
    /// The job below the source.
    pub job: String,
    /// The object; of Ground Truth it is the line of the manifest, from 0.
    pub object: String,
    /// The classes that it was given, in the order of their names.
    pub classes: Vec<String>,
}

/// Two classes, and how often they were given to one object.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ConfusedPair {
    /// The two, in the order of their names.
    pub classes: [String; 2],
    /// Pairs of answers to one object with these two classes.
    pub pairs: u64,
    /// Of all pairs of answers to one object that differ, the part that these are, 0 to 1.
    pub share: f64,
}

/// The fewest people whose agreement may be told to everybody: of two, it says how far each agrees with the other, and
/// of three or four a colleague can guess who it is.
const FEWEST_TO_SHARE: usize = 5;

impl Agreement {
    /// What everybody who gets a film may read of it: nothing of fewer than five people, neither in all nor in a week,
    /// and no objects, since who labeled one of them may know who else did. `None` where nothing can be said at all.
    pub fn shared(mut self) -> Option<Self> {
        self.weeks.retain(|week| FEWEST_TO_SHARE <= week.people);
        self.disagreed_objects.clear();
        (self.lacking.is_none() && FEWEST_TO_SHARE <= self.compared).then_some(self)
    }
}

/// Why nothing can be said of agreement.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lacking {
    /// No answer gives its object a class.
    NoClasses,
    /// No object has the answers of two people.
    OnePersonEach,
    /// There is only one class in all of them, so chance gives the same agreement.
    OneClass,
}

impl Lacking {
    /// Why, as a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NoClasses => {
                "No answer gives its object one class, as image and text classification do; agreement on other tasks is not measured."
            }
            Self::OnePersonEach => {
                "No object was given a class by two people, so there is nothing to compare."
            }
            Self::OneClass => {
                "Every compared answer has the same class; beyond chance, that says nothing about agreement."
            }
        }
    }
}

/// An object, and the classes that people gave it.
#[derive(Debug)]
pub(super) struct Judged {
    /// Each person once, by the place in the cast, with a class by its place in [`Judgments::classes`].
    pub(super) by: Vec<(usize, u32)>,
    /// The last answer, by its place among all answers.
    last: usize,
}

/// All objects with a class, in the order of their first answers.
#[derive(Debug)]
pub(super) struct Judgments<'a> {
    pub(super) classes: Vec<&'a str>,
    pub(super) objects: Vec<Judged>,
}

impl<'a> Judgments<'a> {
    /// What people said of objects in a span.
    pub(super) fn new(gathered: &'a Gathered, cast: &Cast, span: Span) -> Self {
        let mut places: HashMap<&str, u32> = HashMap::new();
        let mut classes: Vec<&str> = Vec::new();
        let mut known: HashMap<(&str, &str), usize> = HashMap::new();
        let mut objects: Vec<Judged> = Vec::new();
        for (n, answer) in gathered.answers.iter().enumerate() {
            let Some(class) = answer.class.as_ref().filter(|_| span.contains(answer.submitted)) else {
                continue;
            };
            let Some(person) = cast.index_of(&answer.worker).filter(|_| !answer.object.is_empty()) else {
                continue;
            };
            let next = u32::try_from(classes.len()).unwrap_or(u32::MAX);
            let class = *places.entry(class.as_str()).or_insert_with(|| {
                classes.push(class.as_str());
                next
            });
            let at = *known.entry((&answer.job, &answer.object)).or_insert_with(|| {
                objects.push(Judged { by: Vec::new(), last: n });
                objects.len() - 1
            });
            let judged = &mut objects[at];
            if judged.by.iter().all(|(by, _)| *by != person) {
                judged.by.push((person, class));
                judged.last = n;
            }
        }
        Self { classes, objects }
    }

    fn ballots(&self) -> Ballots {
        let mut ballots = Ballots::default();
        for judged in &self.objects {
            ballots.add(judged.classes());
        }
        ballots
    }

    fn confused(&self, ballots: &Ballots) -> Vec<ConfusedPair> {
        let mut pairs: BTreeMap<[&str; 2], u64> = BTreeMap::new();
        for (votes, objects) in ballots.iter() {
            for (n, (one, times)) in votes.iter().enumerate() {
                for (other, other_times) in &votes[n + 1..] {
                    let mut names = [self.classes[*one as usize], self.classes[*other as usize]];
                    names.sort_unstable();
                    *pairs.entry(names).or_default() += objects * u64::from(*times) * u64::from(*other_times);
                }
            }
        }
        let all: u64 = pairs.values().sum();
        let mut pairs: Vec<([&str; 2], u64)> = pairs.into_iter().collect();
        pairs.sort_by_key(|(names, n)| (std::cmp::Reverse(*n), *names));
        let pair = |(names, n): ([&str; 2], u64)| ConfusedPair {
            classes: names.map(str::to_owned),
            pairs: n,
            share: float(n) / float(all),
        };
        pairs.into_iter().take(MOST_PAIRS).map(pair).collect()
    }
}

impl Judged {
    pub(super) fn classes(&self) -> impl Iterator<Item = u32> {
        self.by.iter().map(|(_, class)| *class)
    }

    /// Whether no two people said the same.
    fn is_disagreed(&self) -> bool {
        let classes: HashSet<u32> = self.classes().collect();
        2 <= self.by.len() && classes.len() == self.by.len()
    }
}

/// What people said of objects that had their last answer before a moment, and of those that had it since.
pub(super) fn sides(
    gathered: &Gathered,
    cast: &Cast,
    span: Span,
    moment: DateTime<Utc>,
) -> (Ballots, Ballots) {
    let judgments = Judgments::new(gathered, cast, span);
    let (mut before, mut after) = (Ballots::default(), Ballots::default());
    for judged in &judgments.objects {
        let is_before = gathered.answers[judged.last].submitted < moment;
        if is_before { &mut before } else { &mut after }.add(judged.classes());
    }
    (before, after)
}

/// How far the people of a cast agree in a span; weeks are those of a zone.
pub fn agreement(gathered: &Gathered, cast: &Cast, span: Span, zone: Tz) -> Agreement {
    agreement_on(gathered, cast, span, zone, Span::default())
}

/// The same on the objects that had their last answer in the period `ends`.
pub(super) fn agreement_on(gathered: &Gathered, cast: &Cast, span: Span, zone: Tz, ends: Span) -> Agreement {
    let mut judgments = Judgments::new(gathered, cast, span);
    judgments.objects.retain(|judged| ends.contains(gathered.answers[judged.last].submitted));
    let ballots = judgments.ballots();
    let alpha = ballots.alpha();
    let mut weeks: BTreeMap<NaiveDate, (Ballots, HashSet<usize>)> = BTreeMap::new();
    for judged in &judgments.objects {
        let last = gathered.answers[judged.last].submitted;
        let (ballots, people) = weeks.entry(monday(last.with_timezone(&zone).date_naive())).or_default();
        ballots.add(judged.classes());
        if 2 <= judged.by.len() {
            people.extend(judged.by.iter().map(|(person, _)| *person));
        }
    }
    let week = |(week, (ballots, people)): (NaiveDate, (Ballots, HashSet<usize>))| WeekOfAgreement {
        week,
        objects: ballots.objects(),
        people: people.len(),
        alpha: ballots.alpha(),
    };
    let disagreed = || judgments.objects.iter().filter(|judged| judged.is_disagreed());
    let named = disagreed().take(MOST_OBJECTS).map(|judged| {
        let answer = &gathered.answers[judged.last];
        let classes = judged.classes().map(|class| judgments.classes[class as usize].to_owned());
        let mut classes: Vec<String> = classes.collect();
        classes.sort_unstable();
        DisagreedObject {
            job: gathered.below(&answer.job).to_owned(),
            object: answer.object.to_string(),
            classes,
        }
    });
    let people = |least: usize| {
        let objects = judgments.objects.iter().filter(|judged| least <= judged.by.len());
        let people: HashSet<usize> =
            objects.flat_map(|judged| judged.by.iter().map(|(person, _)| *person)).collect();
        people.len()
    };
    Agreement {
        answers: judgments.objects.iter().map(|judged| judged.by.len() as u64).sum(),
        people: people(1),
        classes: judgments.classes.len(),
        objects: ballots.objects(),
        compared: people(2),
        alpha,
        lacking: match (judgments.objects.is_empty(), ballots.objects(), alpha) {
            (true, ..) => Some(Lacking::NoClasses),
            (false, 0, _) => Some(Lacking::OnePersonEach),
            (false, _, None) => Some(Lacking::OneClass),
            (false, _, Some(_)) => None,
        },
        weeks: weeks.into_iter().map(week).filter(|week| 0 < week.objects).collect(),
        disagreed: disagreed().count() as u64,
        disagreed_objects: named.collect(),
        confused: judgments.confused(&ballots),
    }
}

#[cfg(test)]
mod tests;
