//! How far a team agreed in a week, in the week before and in all: only where that says nothing of one person.

use serde::{Deserialize, Serialize};

use super::{
    agreement::{ConfusedPair, Lacking, agreement, agreement_on},
    alpha::Alpha,
    counted::Counted,
    span::Span,
};

/// Agreement below this is an alarm: what Krippendorff calls the least for tentative conclusions.
const LEAST_ALPHA: f64 = 0.67;

/// A greater drop from one week to the next is one, too.
const LARGEST_DROP: f64 = 0.05;

/// Of fewer objects an alpha says too little for an alarm.
const FEWEST_OBJECTS: u64 = 30;

/// How far a team agrees.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct WeekQuality {
    /// On the objects that had their last answer in the week.
    pub week: Option<Alpha>,
    /// The same of the week before.
    pub before: Option<Alpha>,
    /// On all objects.
    pub job: Option<Alpha>,
    /// Objects of the week on which no two people agree.
    pub disagreed: u64,
    /// The two classes that were taken for each other most often in the week.
    pub confused: Option<ConfusedPair>,
    /// Why there is no alpha at all.
    pub lacking: Option<Lacking>,
}

/// Whether agreement is a matter for somebody.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum QualityAlarm {
    /// No.
    None,
    /// There are too few objects to say.
    Few,
    /// It is low.
    Low,
    /// It is much lower than in the week before.
    Drop,
}

impl WeekQuality {
    /// The agreement in two weeks; `None` where answers have no class, or those of fewer people than `least` do.
    pub(super) fn new(counted: &Counted, [week, before]: [Span; 2], least: usize) -> Option<Self> {
        let Counted { gathered, cast, counting, .. } = counted;
        let all = Span { since: None, until: counting.span.until };
        let job = agreement(gathered, cast, all, counting.zone);
        if job.lacking == Some(Lacking::NoClasses) || job.people < least {
            return None;
        }
        let of = |span| Some(agreement_on(gathered, cast, all, counting.zone, span));
        // Of two people everybody knows who they are.
        let of = |span| of(span).filter(|agreed| least <= agreed.people);
        let (week, before) = (of(week), of(before));
        let lacking = match &week {
            Some(week) if week.alpha.is_none() => week.lacking,
            _ => job.lacking,
        };
        Some(Self {
            week: week.as_ref().and_then(|week| week.alpha),
            before: before.and_then(|before| before.alpha),
            job: job.alpha,
            disagreed: week.as_ref().map_or(0, |week| week.disagreed),
            confused: week.and_then(|week| week.confused.into_iter().next()),
            lacking: lacking.filter(|lacking| *lacking != Lacking::NoClasses),
        })
    }

    /// Whether anybody should look at it.
    pub fn alarm(&self) -> QualityAlarm {
        let Some(week) = self.week else { return QualityAlarm::None };
        if week.objects < FEWEST_OBJECTS {
            return QualityAlarm::Few;
        }
        let before = self.before.filter(|before| FEWEST_OBJECTS <= before.objects);
        if week.alpha < LEAST_ALPHA {
            QualityAlarm::Low
        } else if before.is_some_and(|before| LARGEST_DROP < before.alpha - week.alpha) {
            QualityAlarm::Drop
        } else {
            QualityAlarm::None
        }
    }
}
