//! What a frame has to show, and the measures that all parts of a layout share.

/// What a frame has room for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is there or not, whatever the others are")]
pub(crate) struct Needs {
    /// Rows of people.
    pub(crate) rows: usize,
    /// One more for everybody else.
    pub(crate) others: bool,
    /// How far the job is.
    pub(crate) progress: bool,
    /// A line for teams and for what is told.
    pub(crate) strip: bool,
    /// Who has climbed.
    pub(crate) arrows: bool,
    /// A line to run for.
    pub(crate) goal: bool,
    /// Bars are so long that the clock cannot lie behind them.
    pub(crate) crowded: bool,
}

/// Where the sum of everybody is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Total {
    /// At the right of the title.
    Head,
    /// Under the bars, opposite to the clock.
    Foot,
}

/// The height of a capital of the embedded face, in font sizes.
pub(crate) const CAP_HEIGHT: f64 = 0.7275;

/// The smallest size at which a text can be read, in pixels.
pub(super) const READABLE: f64 = 8.5;
