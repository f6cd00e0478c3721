//! Drawing the ending: the summary below the bars, and medals for the first places.

use plotters_backend::DrawingBackend;

use super::{
    bars::places,
    card::CardLine,
    fixed::Scene,
    layout::{CAP_HEIGHT, MEDAL},
    look::Look,
    numbers::nearest,
    pen::{Area, DrawResult, HPos, RoundCorners, bold, ink, letters_of, rounded, write},
};
use crate::{
    color::{Color, DARK_TEXT},
    race::{Frame, smoothstep},
};

/// Gold, silver and bronze.
const MEDALS: [Color; 3] = [Color(0xE9, 0xB9, 0x2C), Color(0xB9, 0xC2, 0xCF), Color(0xD2, 0x92, 0x5F)];

impl Scene<'_> {
    pub(super) fn draw_card<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> DrawResult<DB> {
        let (Self { layout, look: Look { theme, .. }, .. }, Some(card)) = (self, &self.card) else {
            return Ok(());
        };
        // It appears while the clock fades.
        let alpha = smoothstep((frame.closing - 0.3) / 0.7);
        if alpha <= 0.0 {
            return Ok(());
        }
        self.draw_medals(area, frame, alpha)?;
        let slide = card.slide * (1.0 - alpha);
        let [left, top, right, bottom] = card.panel;
        // What was there before is covered at once, so that nothing shines through.
        let whole = [0.0, top, layout.left + layout.right, bottom];
        rounded(area, whole, 0.0, RoundCorners::All, ink(theme.background, alpha))?;
        rounded(
            area,
            [left, (top + slide).min(bottom), right, bottom],
            14.0 * layout.s,
            RoundCorners::All,
            ink(theme.card, alpha),
        )?;
        for CardLine { words, weight, is_quiet, at: (x, y) } in &card.lines {
            let color = ink(if *is_quiet { theme.quiet } else { theme.text }, smoothstep(2.0 * alpha - 1.0));
            write(area, &words.text, (*x, *y), letters_of(words, *weight), HPos::Left, color)?;
        }
        Ok(())
    }

    /// The first three places, as far as they are numbered; nobody has won against nobody. Whoever is level with
    /// somebody who has a medal has the same one.
    fn draw_medals<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame, alpha: f64) -> DrawResult<DB> {
        let layout = &self.layout;
        let size = layout.place_size;
        if self.people.len() < 2 || self.numbered == 0 {
            return Ok(());
        }
        let values = frame.bars.iter().map(|bar| nearest(bar.value));
        let places: Vec<usize> = places(values).take(frame.bars.len()).collect();
        let last = places.iter().take(self.numbered.into()).next_back().copied();
        for (row, &place) in (0u16..).zip(&places).filter(|(_, place)| Some(**place) <= last) {
            let Some(&medal) = MEDALS.get(place - 1) else { break };
            let (x, y) = (layout.places_x, layout.baseline(f64::from(row), size));
            let (middle, r) = (y - 0.5 * CAP_HEIGHT * size, MEDAL * size);
            let disc = [x - r, middle - r, x + r, middle + r];
            rounded(area, disc, r, RoundCorners::All, ink(medal, alpha))?;
            write(area, &place.to_string(), (x, y), bold(size), HPos::Center, ink(DARK_TEXT, alpha))?;
        }
        Ok(())
    }
}
