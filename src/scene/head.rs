//! The head of a frame: title, how far the job is, the teams, and what the film tells.

use std::collections::HashMap;

use plotters_backend::DrawingBackend;

use super::{
    Scene, exact,
    layout::{Layout, Total},
    narrow,
    pen::{Area, Drawn, HPos, Round, bold, ink, letters_of, regular, rounded, write},
    rounded as nearest,
};
use crate::{
    locale::{Locale, Phrase, What},
    plan::Bars,
    race::{Frame, Notice, Race},
    style::{Colour, Theme},
    text::{Fitted, Text, Weight},
};

/// How much of the strip the teams may take where something may be told beside them.
const LEGEND: f64 = 0.6;

/// The teams and their colours, from left to right.
#[derive(Debug, Default)]
pub(super) struct Legend(Vec<Team>);

#[derive(Debug)]
struct Team {
    name: Fitted,
    colour: Colour,
    x: f64,
}

impl Legend {
    /// The teams of those in the race and their colours, in the order of the cast; none where bars are teams
    /// themselves.
    pub(super) fn teams(race: &Race, bars: Bars, theme: &Theme) -> Vec<(String, Colour)> {
        let mut teams: Vec<(String, Colour)> = Vec::new();
        for group in race.people().filter_map(|person| person.group.as_ref()).filter(|_| bars == Bars::People)
        {
            let colour = group.colour.unwrap_or(theme.people[group.slot % theme.people.len()]);
            if teams.iter().all(|(name, _)| *name != group.name) {
                teams.push((group.name.clone(), colour));
            }
        }
        teams
    }

    /// Lays them out in a line; those that have no room are left to an ellipsis.
    pub(super) fn new(teams: &[(String, Colour)], shares: bool, layout: &Layout, text: &mut Text) -> Self {
        let size = layout.strip_size;
        let end = layout.left + layout.full_width * if shares { LEGEND } else { 1.0 };
        let each = ((end - layout.left) / exact(teams.len().max(1) as u64)).max(6.0 * size);
        let mut legend = Self::default();
        let mut x = layout.left;
        for (name, colour) in teams {
            let room = each.max(0.2 * (end - layout.left)) - 2.2 * size;
            let name = text.legible(name);
            let name = text.fit(&name, narrow(room), narrow(size), Weight::Regular);
            let width = f64::from(text.width(&name.text, name.size, Weight::Regular));
            let next = x + width + 2.4 * size;
            if end < next - size {
                legend.0.push(Team {
                    name: Fitted { text: "…".to_owned(), size: narrow(size) },
                    colour: *colour,
                    x,
                });
                break;
            }
            legend.0.push(Team { name, colour: *colour, x });
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
        what: What,
        locale: &Locale,
        layout: &Layout,
        text: &mut Text,
    ) -> Self {
        let size = layout.strip_size;
        let room = layout.full_width * (1.0 - LEGEND) - 2.0 * size;
        let mut written = HashMap::new();
        for notice in race.notices() {
            let words = match notice {
                Notice::Lead(racer) => locale.say(Phrase::TakesTheLead(&names[racer])),
                Notice::Milestone(n) => locale.say(Phrase::Milestone { n, what }),
            };
            let words = text.legible(&words);
            let fitted = text.fit(&words, narrow(room), narrow(size), Weight::Regular);
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
            (layout.left, layout.title_y),
            title,
            HPos::Left,
            ink(theme.text, 1.0),
        )?;
        let subtitle = letters_of(&self.subtitle, Weight::Regular);
        write(area, &self.subtitle.text, (layout.left, layout.subtitle_y), subtitle, HPos::Left, quiet)?;
        if self.total.is_some() {
            let (top, bottom) = layout.progress;
            let track = [layout.left, top, layout.right, bottom];
            rounded(area, track, bottom - top, Round::All, ink(theme.track, 1.0))?;
        }
        for Team { name, colour, x } in &self.legend.0 {
            let size = f64::from(name.size);
            let (top, side) = (layout.strip_y - 0.76 * size, 0.8 * size);
            rounded(area, [*x, top, x + side, top + side], 0.2 * side, Round::All, ink(*colour, 1.0))?;
            let at = (x + 1.25 * size, layout.strip_y);
            write(area, &name.text, at, letters_of(name, Weight::Regular), HPos::Left, ink(theme.text, 1.0))?;
        }
        Ok(())
    }

    /// How far the job is, or how many labels there are where nobody knows.
    pub(super) fn draw_total<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> Drawn<DB> {
        let Self { layout, theme, locale, .. } = self;
        let (large, small) = match (self.total, frame.done) {
            (Some(total), Some(done)) => {
                let part = done / exact(total);
                self.draw_progress(area, part)?;
                // The last one is not done before it is.
                let done = if total <= nearest(done) && part < 1.0 { total - 1 } else { nearest(done) };
                let what = self.measured_in;
                (locale.percent(part), locale.say(Phrase::Of { done, total, what }))
            }
            _ => (locale.number(nearest(frame.labels)), self.counted.clone()),
        };
        let (x, [large_y, small_y], size, side, alpha) = match layout.total {
            Total::Head => {
                (layout.right, [layout.title_y, layout.subtitle_y], layout.title_size, HPos::Right, 1.0)
            }
            Total::Foot => {
                let size = 0.7 * layout.clock_size;
                (layout.left, [layout.clock_y, layout.day_y], size, HPos::Left, 1.0 - self.closing(frame))
            }
        };
        write(area, &large, (x, large_y), bold(size), side, ink(theme.text, alpha))?;

        write(area, &small, (x, small_y), regular(layout.small_size), side, ink(theme.quiet, alpha))
    }

    fn draw_progress<DB: DrawingBackend>(&self, area: &Area<DB>, part: f64) -> Drawn<DB> {
        let Self { layout, theme, .. } = self;
        let (top, bottom) = layout.progress;
        let end = layout.left + part.clamp(0.0, 1.0) * layout.full_width;
        if end <= layout.left {
            return Ok(());
        }
        rounded(area, [layout.left, top, end, bottom], bottom - top, Round::All, ink(theme.progress, 1.0))
    }

    /// What the film tells at this moment; who takes the lead with a dot of their colour.
    pub(super) fn draw_notice<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> Drawn<DB> {
        let Self { layout, theme, .. } = self;
        let Some((notice, alpha)) = frame.notice else { return Ok(()) };
        let Some((words, width)) = self.notices.0.get(&notice) else { return Ok(()) };
        let at = (layout.right, layout.strip_y);
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
            let (right, side) = (layout.right - width - 0.5 * size, 0.62 * size);
            let top = layout.strip_y - 0.36 * size - side / 2.0;
            let dot = [right - side, top, right, top + side];
            rounded(area, dot, side, Round::All, ink(self.people[racer].colour, alpha))?;
        }
        Ok(())
    }
}
