//! What a race is about, as plain values: whose bars compete, where they are heading, and what is announced.

use strum::{IntoStaticStr, VariantArray};

use crate::stats::Reach;

/// Whose bars compete, what they are heading for, and what the film announces on the way.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Course {
    /// How far the whole job is over time, where that is known.
    pub reach: Option<Reach>,
    /// The number of labels that each person is asked to make, at least 1.
    pub goal: Option<u64>,
    /// What the film announces.
    pub announce: Announce,
    /// Whose bars compete.
    pub bars: Bars,
    /// Whether they are people or groups, or one team against rivals that are nobody.
    pub of: RaceOf,
}

/// Who races.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum RaceOf {
    /// People against each other, or groups.
    #[default]
    People,
    /// The whole team against its plan and its last week.
    Team,
}

/// Whose bars compete.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Bars {
    /// One bar per person.
    #[default]
    People,
    /// One bar per group.
    Groups,
}

/// What a film announces.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Announce {
    /// Everything: what is below, who reaches the goal, the biggest climb of each day, and whose best day it is.
    #[default]
    All,
    /// Whoever takes the lead.
    Leads,
    /// Round numbers of labels.
    Milestones,
    /// Nothing.
    None,
}
