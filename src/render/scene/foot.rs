//! Drawing the foot of a frame: the clock, the timeline, the line at the bottom.

use plotters_backend::DrawingBackend;

use super::{
    fixed::Scene,
    layout::Clock,
    look::Look,
    pen::{Area, DrawResult, HPos, RoundCorners, bold, ink, letters_of, rectangle, regular, rounded, write},
};
use crate::{color::Color, race::Frame, render::text::Weight};

impl Scene<'_> {
    /// The parts that do not change during the film.
    pub(super) fn draw_foot_background<DB: DrawingBackend>(&self, area: &Area<DB>) -> DrawResult<DB> {
        let Self { layout, look: Look { theme, .. }, .. } = self;
        let quiet = ink(theme.quiet, 1.0);
        let footer = letters_of(&self.footer, Weight::Regular);
        write(area, &self.footer.text, (layout.left, layout.foot.line_y), footer, HPos::Left, quiet)?;
        self.timeline(area, 1.0, theme.track)?;
        // A weekend is a dot in the gap that it leaves, and a night the gap alone.
        let (y, r) = (layout.foot.timeline_y, 0.5 * layout.foot.timeline_width);
        for x in self.weekends.iter().map(|part| layout.timeline_x(*part)) {
            rounded(area, [x - r, y - r, x + r, y + r], r, RoundCorners::All, quiet)?;
        }
        for (part, mark) in &self.marks {
            let at = (layout.timeline_x(*part), layout.foot.marks_y);
            write(area, mark, at, regular(layout.tick_size), HPos::Center, quiet)?;
        }
        Ok(())
    }

    /// Behind the bars the clock is pale, so that it does not distract. It fades when the summary appears.
    pub(super) fn draw_clock<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> DrawResult<DB> {
        let Self { layout, look: Look { theme, .. }, .. } = self;
        let alpha = 1.0 - self.closing(frame);
        let (large, small) = self.clock.lines(frame.clock, self.look.zone, &self.look.locale);
        let color = if layout.foot.clock == Clock::Behind { theme.clock } else { theme.quiet };
        let at = (layout.right, layout.foot.clock_y);
        write(area, &large, at, bold(layout.foot.clock_size), HPos::Right, ink(color, alpha))?;
        let x = if layout.foot.clock == Clock::Line { self.weekday_x } else { layout.right };
        let at = (x, layout.foot.day_y);
        write(area, &small, at, regular(layout.foot.day_size), HPos::Right, ink(theme.quiet, alpha))
    }

    pub(super) fn draw_timeline<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> DrawResult<DB> {
        let Self { layout, look: Look { theme, .. }, .. } = self;
        self.timeline(area, frame.part, theme.zero)?;
        let (x, y, r) = (layout.timeline_x(frame.part), layout.foot.timeline_y, layout.foot.knob);
        rounded(area, [x - r, y - r, x + r, y + r], r, RoundCorners::All, ink(theme.text, 1.0))
    }

    /// The timeline from its beginning up to `part`, 0 to 1, with gaps for times in which nobody labels.
    fn timeline<DB: DrawingBackend>(&self, area: &Area<DB>, part: f64, color: Color) -> DrawResult<DB> {
        let layout = &self.layout;
        let half = layout.foot.timeline_width / 2.0;
        for &(from, to) in self.stretches.iter().take_while(|(from, _)| *from <= part) {
            let (start, end) = (layout.timeline_x(from), layout.timeline_x(to.min(part)));
            let line = [start, layout.foot.timeline_y - half, end, layout.foot.timeline_y + half];
            rectangle(area, line, ink(color, 1.0))?;
        }
        Ok(())
    }
}
