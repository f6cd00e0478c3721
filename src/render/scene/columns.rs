//! Drawing what each of a few people did on each day: columns in a panel below the bar.

use plotters_backend::DrawingBackend;

use super::{
    days::air,
    fixed::Scene,
    look::Look,
    numbers::nearest,
    pen::{Area, DrawResult, HPos, RoundCorners, bold, ink, rectangle, regular, rounded, write},
};
use crate::race::{Frame, real, smoothstep};

/// A column's share of its place, and its largest width in units.
const COLUMN: (f64, f64) = (0.64, 120.0);

/// How much paler a column is than that of the best day so far.
const PALER: f64 = 0.55;

/// So many labels fewer than on the best day make a column pale.
const NEARLY: f64 = 1.0;

impl Scene<'_> {
    /// The days of a person in a row, where they are shown.
    pub(super) fn draw_stretches<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        frame: &Frame,
        racer: usize,
        row: f64,
        alpha: f64,
    ) -> DrawResult<DB> {
        let Self { layout, look: Look { theme, locale, .. }, .. } = self;
        let (Some(days), Some(panel), Some(labels)) =
            (&self.days, layout.stretches(row), frame.stretches.get(racer))
        else {
            return Ok(());
        };
        let [left, top, right, bottom] = panel;
        rounded(area, panel, layout.radius, RoundCorners::All, ink(theme.card, alpha))?;
        let (air, size) = (air(layout), layout.tick_size);
        let foot = bottom - 1.9 * size;
        let tallest = foot - top - if days.has_numbers { 2.2 * size } else { air };
        let ground = [left + air, foot, right - air, foot + layout.hairline];
        rectangle(area, ground, ink(theme.track.toward(theme.zero, 0.3), alpha))?;
        let best = labels.iter().copied().fold(0.0, f64::max);
        let place = (right - left - 2.0 * air) / real(labels.len());
        let half = 0.5 * (COLUMN.0 * place).min(COLUMN.1 * layout.s);
        for (n, (labels, name)) in labels.iter().zip(&days.names).enumerate() {
            let middle = left + air + (real(n) + 0.5) * place;
            let quiet = ink(theme.quiet, alpha);
            write(area, name, (middle, bottom - 0.6 * size), regular(size), HPos::Center, quiet)?;
            let height = tallest * labels / days.most;
            if height <= 0.0 {
                continue;
            }
            // A rival has no best day.
            let is_best = if self.people[racer].is_rival { 0.0 } else { 1.0 };
            let part = is_best * smoothstep(1.0 - (best - labels) / NEARLY);
            let color = self.people[racer].color.toward(theme.card, PALER * (1.0 - part));
            let column = [middle - half, foot - height, middle + half, foot];
            rounded(area, column, 0.5 * layout.radius, RoundCorners::All, ink(color, alpha))?;
            let seen = alpha * smoothstep(2.0 * labels - 1.0);
            if days.has_numbers && 0.0 < seen {
                let at = (middle, foot - height - 0.5 * size);
                let color = ink(theme.quiet.toward(theme.text, part), seen);
                write(area, &locale.number(nearest(*labels)), at, bold(size), HPos::Center, color)?;
            }
        }
        Ok(())
    }
}
