//! What the summary at the end says, and where: beside the bars or under them.

use super::{
    layout::{CAP_HEIGHT, Layout, Total},
    look::Fact,
    numbers::narrow,
    pen::Edges,
};
use crate::{
    race::real,
    render::text::{Fitted, Text, Weight},
};

/// The facts of a summary, where each is written.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) panel: Edges,
    pub(super) lines: Vec<CardLine>,
    /// How far it comes in from the right, in pixels.
    pub(super) slide: f64,
}

#[derive(Debug)]
pub(super) struct CardLine {
    pub(super) words: Fitted,
    pub(super) weight: Weight,
    pub(super) is_quiet: bool,
    pub(super) at: (f64, f64),
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
                more.push(CardLine {
                    words,
                    weight: Weight::Bold,
                    is_quiet: false,
                    at: (left + padding, next),
                });
                next += 20.0 * s;
            }
            let words = text.legible(&fact.small);
            let words = text.fit(&words, narrow(room), narrow(small_size), Weight::Regular);
            next += CAP_HEIGHT * f64::from(words.size);
            more.push(CardLine {
                words,
                weight: Weight::Regular,
                is_quiet: true,
                at: (left + padding, next),
            });
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
        let (scale, air) = ((room / all).min(1.0), ((room - all) / real(facts.len())).max(0.0));
        let mut x = left + padding;
        let mut lines = Vec::new();
        for (fact, width) in facts.iter().zip(widths) {
            let room = narrow((width - gap) * scale);
            let baseline = if fact.large.is_empty() {
                middle + 0.5 * CAP_HEIGHT * small_size
            } else {
                let words = text.fit(&fact.large, room, narrow(large_size), Weight::Bold);
                let y = middle - height / 2.0 + CAP_HEIGHT * large_size;
                lines.push(CardLine { words, weight: Weight::Bold, is_quiet: false, at: (x, y) });
                middle + height / 2.0
            };
            let words = text.legible(&fact.small);
            let words = text.fit(&words, room, narrow(small_size), Weight::Regular);
            lines.push(CardLine { words, weight: Weight::Regular, is_quiet: true, at: (x, baseline) });
            x += width * scale + air;
        }
        Self { panel: [left, top, right, bottom], lines, slide: 0.0 }
    }
}
