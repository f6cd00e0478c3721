//! What is where in a row: the name where it is above its bar, the bar, and what somebody did on each day.

/// A bar's share of its row's height, beside its name and below it.
const BAR: f64 = 0.74;
const BAR_BELOW: f64 = 0.5;

/// The lower edge of a bar below its name, as a share of its row's height.
const BELOW: f64 = 0.94;

/// A row of few people: the shares of the bar and of the air below it, and the most that each takes in units.
const BAR_OF_FEW: (f64, f64) = (0.26, 104.0);
const AIR_OF_FEW: (f64, f64) = (0.07, 20.0);
const EDGE_OF_FEW: (f64, f64) = (0.05, 28.0);

/// What was done on each day is at most this share of its width high, and at least so many times its letters.
const HIGHEST: f64 = 0.62;
const LOWEST: f64 = 5.0;

/// The parts of a row, in pixels below its upper edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowParts {
    /// The height of the row.
    pub(super) pitch: f64,
    pub(super) bar: (f64, f64),
    /// How far above the bar the baseline of a name is.
    pub(super) name: f64,
    /// What somebody did on each day.
    pub(super) stretches: Option<(f64, f64)>,
}

impl RowParts {
    /// The usual row: a bar with its name beside or above it.
    pub(super) fn usual(pitch: f64, above: bool) -> Self {
        let (from, part) = if above { (BELOW - BAR_BELOW, BAR_BELOW) } else { (0.5 - 0.5 * BAR, BAR) };
        Self { pitch, bar: (from * pitch, (from + part) * pitch), name: 0.09 * pitch, stretches: None }
    }

    /// A row of one to three people, who share the frame: at most `room` high, with the days below the bar. `name_size`
    /// is 0 for names beside their bars; `s` is the unit of all sizes. `None` where the days could not be read.
    pub(super) fn of_few(room: f64, width: f64, (name_size, letters): (f64, f64), s: f64) -> Option<Self> {
        let part = |(share, most): (f64, f64)| (share * room).min(most * s);
        let edge = part(EDGE_OF_FEW);
        let bar = edge + 1.2 * name_size;
        let bar = (bar, bar + part(BAR_OF_FEW));
        let top = bar.1 + part(AIR_OF_FEW);
        let height = (room - edge - top).min(HIGHEST * width);
        (LOWEST * letters <= height).then_some(Self {
            pitch: top + height + edge,
            bar,
            name: 0.35 * name_size,
            stretches: Some((top, top + height)),
        })
    }
}
