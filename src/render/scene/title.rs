//! Drawing the title before the race.

use plotters_backend::DrawingBackend;

use super::{
    fixed::Scene,
    look::Look,
    opening::TitleLine,
    pen::{Area, DrawResult, HPos, RoundCorners, ink, letters_of, rectangle, rounded, write},
};
use crate::race::Frame;

impl Scene<'_> {
    /// The title, over everything else.
    pub(super) fn draw_opening<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> DrawResult<DB> {
        let (Look { theme, size, .. }, Some(page), alpha) = (self.look, &self.opening, frame.opening) else {
            return Ok(());
        };
        if alpha <= 0.0 {
            return Ok(());
        }
        // The words are gone before anything behind them is seen.
        let (cover, alpha) = ((2.0 * alpha).min(1.0), (2.0 * alpha - 1.0).max(0.0));
        let whole = [0.0, 0.0, f64::from(size.width()), f64::from(size.height())];
        rectangle(area, whole, ink(theme.background, cover))?;
        if alpha <= 0.0 {
            return Ok(());
        }
        for (edges, color) in &page.bars {
            rounded(area, *edges, page.radius, RoundCorners::Right, ink(*color, alpha))?;
        }
        for TitleLine { words, weight, is_quiet, at } in &page.lines {
            let color = ink(if *is_quiet { theme.quiet } else { theme.text }, alpha);
            write(area, &words.text, *at, letters_of(words, *weight), HPos::Left, color)?;
        }
        Ok(())
    }
}
