//! What may be chosen of a race.

/// What becomes of stretches in which nobody labels.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Idle {
    /// Each is a short beat, and a gap in the timeline.
    #[default]
    Compress,
    /// They take as long as any other time.
    Keep,
}

/// Whose bars they are.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Bars {
    /// Each person's.
    #[default]
    People,
    /// Each group's.
    Groups,
}

/// What a film tells of its own accord.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Announce {
    /// All of it.
    #[default]
    All,
    /// Who takes the lead.
    Leads,
    /// Round numbers of labels.
    Milestones,
    /// Nothing.
    None,
}
