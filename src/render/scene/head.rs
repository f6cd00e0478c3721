//! The head of a frame: title, how far the job is, the teams, and what the film tells.

use std::collections::HashMap;

use plotters_backend::DrawingBackend;

use super::{
    Scene,
    bars::group_color,
    layout::{Layout, Total},
    narrow,
    pen::{Area, Drawn, HPos, Round, bold, ink, letters_of, regular, rounded, write},
    rounded as nearest,
};
use crate::{
    color::Color,
    locale::{Locale, Phrase, Unit},
    race::{Bars, Frame, Notice, Race, exact},
    render::{
        style::Theme,
        text::{Fitted, Text, Weight},
    },
};

/// How much of the strip the teams may take where something may be told beside them.
const LEGEND: f64 = 0.6;

/// The teams and their colors, from left to right.
#[derive(Debug, Default)]
pub(super) struct Legend(Vec<Team>);

#[derive(Debug)]
struct Team {
    name: Fitted,
    /// None for what stands for those without room.
    color: Option<Color>,
    x: f64,
}

impl Legend {
    /// The teams of those in the race and their colors, in the order of the cast; none where bars are teams
    /// themselves.
    pub(super) fn teams(race: &Race, bars: Bars, theme: &Theme) -> Vec<(String, Color)> {
        let mut teams: Vec<(String, Color)> = Vec::new();
        for group in race.people().filter_map(|person| person.group.as_ref()).filter(|_| bars == Bars::People)
        {
            if teams.iter().all(|(name, _)| *name != group.name) {
                teams.push((group.name.clone(), group_color(group, theme)));
            }
        }
        teams
    }

    /// Lays them out in a line; those that have no room are left to an ellipsis.
    pub(super) fn new(teams: &[(String, Color)], shares: bool, layout: &Layout, text: &mut Text) -> Self {
        let size = layout.head.strip_size;
        let end = layout.left + layout.full_width * if shares { LEGEND } else { 1.0 };
        let each = ((end - layout.left) / exact(teams.len().max(1) as u64)).max(6.0 * size);
        let mut legend = Self::default();
        let mut x = layout.left;
        for (name, color) in teams {
            let room = each.max(0.2 * (end - layout.left)) - 2.2 * size;
            let name = text.legible(name);
            let name = text.fit(&name, narrow(room), narrow(size), Weight::Regular);
            let width = f64::from(text.width(&name.text, name.size, Weight::Regular));
            let next = x + width + 2.4 * size;
            if end < next - size {
                let name = Fitted { text: "…".to_owned(), size: narrow(size) };
                legend.0.push(Team { name, color: None, x });
                break;
            }
            legend.0.push(Team { name, color: Some(*color), x });
            x = next;
        }
        legend
    }
}

/// What the film may tell, as it is written.
#[derive(Debug, Default)]
pub(super) struct Notices(HashMap<Notice, (Fitted, f64)>);

impl Notices {
    pub(super) fn new(
        race: &Race,
        names: &[String],
        what: Unit,
        locale: &Locale,
        layout: &Layout,
        text: &mut Text,
    ) -> Self {
        let size = narrow(layout.head.strip_size);
        let shares = race.people().any(|person| person.group.is_some());
        let room = narrow(layout.full_width * if shares { 1.0 - LEGEND } else { 1.0 }) - 2.0 * size;
        let mut written = HashMap::new();
        for notice in race.notices() {
            let words = match notice {
                Notice::Lead(racer) => {
                    // Rather a shorter name than half of a sentence.
                    let rest = text.width(&locale.say(Phrase::TakesTheLead("")), size, Weight::Regular);
                    let name = text.fit_name(&names[racer], room - rest, size, Weight::Regular);
                    locale.say(Phrase::TakesTheLead(&name.text))
                }
                Notice::Milestone(n) => locale.say(Phrase::Milestone { n, what }),
            };
            let words = text.legible(&words);
            let fitted = text.fit(&words, room, size, Weight::Regular);
            let width = f64::from(text.width(&fitted.text, fitted.size, Weight::Regular));
            written.insert(notice, (fitted, width));
        }
        Self(written)
    }
}

impl Scene {
    /// What stands still of it.
    pub(super) fn draw_head_background<DB: DrawingBackend>(&self, area: &Area<DB>) -> Drawn<DB> {
        let Self { layout, theme, .. } = self;
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
            rounded(area, track, bottom - top, Round::All, ink(theme.track, 1.0))?;
        }
        for Team { name, color, x } in &self.legend.0 {
            let size = f64::from(name.size);
            let (top, square) = (layout.head.strip_y - 0.76 * size, 0.8 * size);
            let edges = [*x, top, x + square, top + square];
            if let Some(color) = color {
                rounded(area, edges, 0.2 * square, Round::All, ink(*color, 1.0))?;
            }
            let at = (x + if color.is_some() { 1.25 * size } else { 0.0 }, layout.head.strip_y);
            write(area, &name.text, at, letters_of(name, Weight::Regular), HPos::Left, ink(theme.text, 1.0))?;
        }
        Ok(())
    }

    /// How far the job is, or how many labels there are where nobody knows.
    pub(super) fn draw_total<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> Drawn<DB> {
        let Self { layout, theme, locale, .. } = self;
        let (large, small) = match (self.total, frame.done) {
            (Some(total), Some(done)) => {
                self.draw_progress(area, done / exact(total))?;
                let (done, what) = (nearest(done), self.measured_in);
                (locale.percent(exact(done) / exact(total)), locale.say(Phrase::Of { done, total, what }))
            }
            _ => (locale.number(nearest(frame.labels)), self.counted.clone()),
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

    fn draw_progress<DB: DrawingBackend>(&self, area: &Area<DB>, part: f64) -> Drawn<DB> {
        let Self { layout, theme, .. } = self;
        let (top, bottom) = layout.head.progress;
        let end = layout.left + part.clamp(0.0, 1.0) * layout.full_width;
        if end <= layout.left {
            return Ok(());
        }
        rounded(area, [layout.left, top, end, bottom], bottom - top, Round::All, ink(theme.progress, 1.0))
    }

    /// What the film tells at this moment; who takes the lead with a dot of their color.
    pub(super) fn draw_notice<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> Drawn<DB> {
        let Self { layout, theme, .. } = self;
        let Some((notice, alpha)) = frame.notice else { return Ok(()) };
        let Some((words, width)) = self.notices.0.get(&notice) else { return Ok(()) };
        let at = (layout.right, layout.head.strip_y);
        write(
            area,
            &words.text,
            at,
            letters_of(words, Weight::Regular),
            HPos::Right,
            ink(theme.text, alpha),
        )?;
        if let Notice::Lead(racer) = notice {
            let size = f64::from(words.size);
            let (right, radius) = (layout.right - width - 0.5 * size, 0.31 * size);
            let top = layout.head.strip_y - 0.36 * size - radius;
            let dot = [right - 2.0 * radius, top, right, top + 2.0 * radius];
            rounded(area, dot, radius, Round::All, ink(self.people[racer].color, alpha))?;
        }
        Ok(())
    }
}
