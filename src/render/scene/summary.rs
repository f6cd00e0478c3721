//! Drawing the summary at the end.

use plotters_backend::DrawingBackend;

use super::{
    card::CardLine,
    fixed::Scene,
    look::Look,
    pen::{Area, DrawResult, HPos, RoundCorners, ink, letters_of, rounded, write},
};
use crate::race::{Frame, smoothstep};

impl Scene<'_> {
    pub(super) fn draw_card<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> DrawResult<DB> {
        let (Self { layout, look: Look { theme, .. }, .. }, Some(card)) = (self, &self.card) else {
            return Ok(());
        };
        // It appears once bars and clock have made room.
        let alpha = smoothstep((frame.closing - 0.5) / 0.5);
        if alpha <= 0.0 {
            return Ok(());
        }
        let slide = card.slide * (1.0 - alpha);
        let [left, top, right, bottom] = card.panel;
        rounded(
            area,
            [left + slide, top, right, bottom],
            14.0 * layout.s,
            RoundCorners::All,
            ink(theme.card, alpha),
        )?;
        for CardLine { words, weight, is_quiet, at: (x, y) } in &card.lines {
            let color = ink(if *is_quiet { theme.quiet } else { theme.text }, alpha);
            write(area, &words.text, (x + slide, *y), letters_of(words, *weight), HPos::Left, color)?;
        }
        Ok(())
    }
}
