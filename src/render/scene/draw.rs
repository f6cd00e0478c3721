//! Drawing a frame: first the background, then everything that moves.

use plotters_backend::DrawingBackend;

use super::{
    fixed::Scene,
    pen::{Area, DrawResult, ink},
};
use crate::race::Frame;

impl Scene<'_> {
    /// Everything that does not change: background, titles, the track of the timeline.
    ///
    /// # Errors
    /// If the backend fails.
    pub fn draw_background<DB: DrawingBackend>(&self, area: &Area<DB>) -> DrawResult<DB> {
        area.fill(&ink(self.look.theme.background, 1.0))?;
        self.draw_head_background(area)?;
        self.draw_foot_background(area)
    }

    /// Everything that moves, on top of the background.
    ///
    /// # Errors
    /// If the backend fails.
    pub fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> DrawResult<DB> {
        // Nothing is seen behind the title.
        if self.opening.is_some() && 0.5 <= frame.opening {
            return self.draw_opening(area, frame);
        }
        self.draw_places(area, frame)?;
        self.draw_clock(area, frame)?;
        self.draw_axis(area, frame)?;
        self.draw_bars(area, frame)?;
        self.draw_total(area, frame)?;
        self.draw_notice(area, frame)?;
        self.draw_timeline(area, frame)?;
        self.draw_card(area, frame)?;
        self.draw_opening(area, frame)
    }
}
