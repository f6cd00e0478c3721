//! Drawing the head of a frame: title, how far the job is, the teams, and what the film announces.

use plotters_backend::DrawingBackend;

use super::{
    fixed::Scene,
    layout::{Layout, Total},
    legend::Team,
    look::Look,
    numbers::nearest,
    pen::{Area, DrawResult, HPos, RoundCorners, bold, ink, letters_of, regular, rounded, write},
};
use crate::{
    locale::Phrase,
    race::{Frame, exact},
    render::text::Weight,
};

impl Scene<'_> {
    /// The parts that do not change during the film.
    pub(super) fn draw_head_background<DB: DrawingBackend>(&self, area: &Area<DB>) -> DrawResult<DB> {
        let Self { layout, look: Look { theme, .. }, .. } = self;
        let quiet = ink(theme.quiet, 1.0);
        let title = letters_of(&self.title, Weight::Bold);
        write(
            area,
            &self.title.text,
            (layout.left, layout.head.title_y),
            title,
            HPos::Left,
            ink(theme.text, 1.0),
        )?;
        let subtitle = letters_of(&self.subtitle, Weight::Regular);
        write(area, &self.subtitle.text, (layout.left, layout.head.subtitle_y), subtitle, HPos::Left, quiet)?;
        if self.total.is_some() {
            let (top, bottom) = layout.head.progress;
            let track = [layout.left, top, layout.right, bottom];
            rounded(area, track, bottom - top, RoundCorners::All, ink(theme.track, 1.0))?;
        }
        for Team { name, color, x } in &self.legend.0 {
            let size = f64::from(name.size);
            let (top, square) = (layout.head.strip_y - 0.76 * size, 0.8 * size);
            let edges = [*x, top, x + square, top + square];
            if let Some(color) = color {
                rounded(area, edges, 0.2 * square, RoundCorners::All, ink(*color, 1.0))?;
            }
            let at = (x + if color.is_some() { 1.25 * size } else { 0.0 }, layout.head.strip_y);
            write(area, &name.text, at, letters_of(name, Weight::Regular), HPos::Left, ink(theme.text, 1.0))?;
        }
        Ok(())
    }

    /// How far the job is; if its size is unknown, the number of labels.
    pub(super) fn draw_total<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> DrawResult<DB> {
        let Self { layout, look: Look { theme, locale, .. }, .. } = self;
        let (large, small) = if let (Some(total), Some(done)) = (self.total, frame.done) {
            self.draw_progress(area, done / exact(total))?;
            let (done, what) = (nearest(done), self.measured_in);
            (locale.percent(exact(done) / exact(total)), locale.say(Phrase::Of { done, total, what }))
        } else {
            let (n, captions) = (nearest(frame.labels), &self.look.captions);
            (locale.number(n), captions.counted_by.words(captions.what, n, locale))
        };
        let Layout { head, foot, .. } = layout;
        let (x, anchor) = match layout.total {
            Total::Head => (layout.right, HPos::Right),
            Total::Foot => (layout.left, HPos::Left),
        };
        let (large_y, small_y, large_size, alpha) = match layout.total {
            Total::Head => (head.title_y, head.subtitle_y, head.title_size, 1.0),
            Total::Foot => (foot.clock_y, foot.day_y, 0.7 * foot.clock_size, 1.0 - self.closing(frame)),
        };
        write(area, &large, (x, large_y), bold(large_size), anchor, ink(theme.text, alpha))?;
        write(area, &small, (x, small_y), regular(head.small_size), anchor, ink(theme.quiet, alpha))
    }

    fn draw_progress<DB: DrawingBackend>(&self, area: &Area<DB>, part: f64) -> DrawResult<DB> {
        let Self { layout, look: Look { theme, .. }, .. } = self;
        let (top, bottom) = layout.head.progress;
        let end = layout.left + part.clamp(0.0, 1.0) * layout.full_width;
        if end <= layout.left {
            return Ok(());
        }
        rounded(
            area,
            [layout.left, top, end, bottom],
            bottom - top,
            RoundCorners::All,
            ink(theme.progress, 1.0),
        )
    }

    /// The announcement of this moment, if it is about nobody in particular; others are at the bars.
    pub(super) fn draw_notice<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> DrawResult<DB> {
        let Self { layout, look: Look { theme, .. }, .. } = self;
        let Some((notice, alpha)) = frame.notice.filter(|(notice, _)| notice.racer().is_none()) else {
            return Ok(());
        };
        let Some((words, _)) = self.notices.0.get(&notice) else { return Ok(()) };
        let at = (layout.right, layout.head.strip_y);
        let letters = letters_of(words, Weight::Regular);
        write(area, &words.text, at, letters, HPos::Right, ink(theme.text, alpha))
    }
}
