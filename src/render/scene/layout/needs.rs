//! What a frame has to show, and the measures that all parts of a layout share.

/// What a frame has room for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is there or not, whatever the others are")]
pub(crate) struct Needs {
    /// Rows of people.
    pub(crate) rows: usize,
    /// One more row, for everyone else.
    pub(crate) others: bool,
    /// The bar that shows how far the job is.
    pub(crate) progress: bool,
    /// A line for teams and announcements.
    pub(crate) strip: bool,
    /// Arrows for people who have climbed or fallen.
    pub(crate) arrows: bool,
    /// The line of a goal.
    pub(crate) goal: bool,
    /// A summary at the end, below the bars.
    pub(crate) summary: bool,
    /// Bars are too long for the clock to be behind them.
    pub(crate) crowded: bool,
}

/// Where the total is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Total {
    /// At the right of the title.
    Head,
    /// Under the bars, opposite to the clock.
    Foot,
}

/// The height of a capital of the embedded face, in font sizes.
pub(crate) const CAP_HEIGHT: f64 = 0.7275;

/// The smallest size at which a text is readable, in pixels.
pub(super) const READABLE: f64 = 8.5;
