//! The summary at the end: what it all comes to, beside the bars or under them.

use plotters_backend::DrawingBackend;

use super::{
    Fact, Scene,
    layout::{CAP_HEIGHT, Layout, Total},
    narrow,
    pen::{Area, Drawn, Edges, HPos, Round, ink, letters_of, rounded, write},
};
use crate::{
    race::{Frame, smoothstep},
    render::text::{Fitted, Text, Weight},
};

/// The facts of a summary, where each is written.
#[derive(Debug)]
pub(super) struct Card {
    panel: Edges,
    lines: Vec<Line>,
    /// How far it comes in from the right, in pixels.
    slide: f64,
}

#[derive(Debug)]
struct Line {
    words: Fitted,
    weight: Weight,
    is_quiet: bool,
    at: (f64, f64),
}

impl Card {
    /// Lays out the facts; those for which there is no room are left out, the last ones first.
    pub(super) fn new(facts: &[Fact], layout: &Layout, text: &mut Text) -> Self {
        match layout.total {
            Total::Head => Self::beside(facts, layout, text),
            Total::Foot => Self::under(facts, layout, text),
        }
    }

    /// One under the other.
    fn beside(facts: &[Fact], layout: &Layout, text: &mut Text) -> Self {
        let s = layout.s;
        let [left, top, right, bottom] = layout.card;
        let (padding, gap) = (34.0 * s, 40.0 * s);
        let room = right - left - 2.0 * padding;
        let small_size = layout.head.small_size;
        let mut lines = Vec::new();
        let mut y = top + padding;
        let mut end = y;
        for fact in facts {
            let mut next = y;
            let mut more = Vec::new();
            if !fact.large.is_empty() {
                let words = text.fit(&fact.large, narrow(room), narrow(58.0 * s), Weight::Bold);
                next += CAP_HEIGHT * f64::from(words.size);
                more.push(Line { words, weight: Weight::Bold, is_quiet: false, at: (left + padding, next) });
                next += 20.0 * s;
            }
            let words = text.legible(&fact.small);
            let words = text.fit(&words, narrow(room), narrow(small_size), Weight::Regular);
            next += CAP_HEIGHT * f64::from(words.size);
            more.push(Line { words, weight: Weight::Regular, is_quiet: true, at: (left + padding, next) });
            if bottom < next + padding {
                break;
            }
            lines.extend(more);
            end = next;
            y = next + gap;
        }
        Self { panel: [left, top, right, end + padding], lines, slide: 24.0 * s }
    }

    /// One beside the other.
    fn under(facts: &[Fact], layout: &Layout, text: &mut Text) -> Self {
        let s = layout.s;
        let [left, top, right, bottom] = layout.card;
        let (padding, gap) = (28.0 * s, 36.0 * s);
        let (large_size, small_size) = (46.0 * s, layout.head.small_size);
        let middle = f64::midpoint(top, bottom);
        let height = CAP_HEIGHT * (large_size + small_size) + 18.0 * s;
        let mut width =
            |words: &str, size: f64, weight: Weight| f64::from(text.width(words, narrow(size), weight));
        let widths = facts.iter().map(|fact| {
            width(&fact.large, large_size, Weight::Bold).max(width(&fact.small, small_size, Weight::Regular))
                + gap
        });
        let widths: Vec<f64> = widths.collect();
        let room = right - left - 2.0 * padding + gap;
        let all: f64 = widths.iter().sum();
        // What is left over goes between them; what is missing is taken from all.
        let (scale, air) = ((room / all).min(1.0), ((room - all) / super::real(facts.len())).max(0.0));
        let mut x = left + padding;
        let mut lines = Vec::new();
        for (fact, width) in facts.iter().zip(widths) {
            let room = narrow((width - gap) * scale);
            let baseline = if fact.large.is_empty() {
                middle + 0.5 * CAP_HEIGHT * small_size
            } else {
                let words = text.fit(&fact.large, room, narrow(large_size), Weight::Bold);
                let y = middle - height / 2.0 + CAP_HEIGHT * large_size;
                lines.push(Line { words, weight: Weight::Bold, is_quiet: false, at: (x, y) });
                middle + height / 2.0
            };
            let words = text.legible(&fact.small);
            let words = text.fit(&words, room, narrow(small_size), Weight::Regular);
            lines.push(Line { words, weight: Weight::Regular, is_quiet: true, at: (x, baseline) });
            x += width * scale + air;
        }
        Self { panel: [left, top, right, bottom], lines, slide: 0.0 }
    }
}

impl Scene {
    /// How far bars and clock have made way for the summary, 0 to 1; never where there is none.
    pub(super) fn closing(&self, frame: &Frame) -> f64 {
        if self.card.is_some() { smoothstep(frame.closing / 0.65) } else { 0.0 }
    }

    pub(super) fn draw_card<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> Drawn<DB> {
        let (Self { layout, theme, .. }, Some(card)) = (self, &self.card) else { return Ok(()) };
        // It comes when they have.
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
            Round::All,
            ink(theme.card, alpha),
        )?;
        for Line { words, weight, is_quiet, at: (x, y) } in &card.lines {
            let color = ink(if *is_quiet { theme.quiet } else { theme.text }, alpha);
            write(area, &words.text, (x + slide, *y), letters_of(words, *weight), HPos::Left, color)?;
        }
        Ok(())
    }
}
