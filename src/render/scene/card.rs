//! The texts of the summary at the end and their places below the bars.

use super::{
    layout::{CAP_HEIGHT, Layout},
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
    /// How far it slides in from below, in pixels.
    pub(super) slide: f64,
}

#[derive(Debug)]
pub(super) struct CardLine {
    pub(super) words: Fitted,
    pub(super) weight: Weight,
    pub(super) is_quiet: bool,
    pub(super) at: (f64, f64),
}

/// The share of a row of facts that is its number, its words, and the air between and around them.
const NUMBER: f64 = 0.42;
const WORDS: f64 = 0.24;
const AIR: f64 = 0.13;

/// A row of facts is at least so many times as high as the small letters of a frame where there are two rows.
const ROW: f64 = 3.1;

impl Card {
    /// Lays out the facts next to each other, in two rows where one is too narrow and there is room for two. What has
    /// no room then is made smaller.
    pub(super) fn new(facts: &[Fact], layout: &Layout, text: &mut Text) -> Self {
        let panel @ [_, top, _, bottom] = layout.card;
        let height = bottom - top;
        let small_size = layout.head.small_size;
        let one = Row::new(facts, panel, small_size, text);
        let lines = if one.scale < 1.0 && 2.0 * ROW * small_size <= height && 1 < facts.len() {
            let middle = f64::midpoint(top, bottom);
            let (upper, lower) = facts.split_at(facts.len().div_ceil(2));
            let rows =
                [(upper, [panel[0], top, panel[2], middle]), (lower, [panel[0], middle, panel[2], bottom])];
            let rows = rows.map(|(facts, panel)| Row::new(facts, panel, small_size, text).lines(facts, text));
            rows.into_iter().flatten().collect()
        } else {
            one.lines(facts, text)
        };
        Self { panel, lines, slide: 0.5 * height }
    }
}

/// Facts next to each other.
struct Row {
    panel: Edges,
    large: f64,
    small: f64,
    /// The room that each fact needs.
    widths: Vec<f64>,
    /// How much of that it gets, at most 1.
    scale: f64,
    /// The room to spare between two facts.
    spare: f64,
}

impl Row {
    fn new(facts: &[Fact], panel: Edges, small_size: f64, text: &mut Text) -> Self {
        let [left, top, right, bottom] = panel;
        let height = bottom - top;
        let large = (NUMBER * height / CAP_HEIGHT).min(2.2 * small_size);
        let small = (WORDS * height / CAP_HEIGHT).min(small_size);
        let gap = 1.6 * small;
        let mut width = |words: &str, size: f64, weight: Weight| {
            let words = text.legible(words);
            f64::from(text.width(&words, narrow(size), weight))
        };
        let widths = facts.iter().map(|fact| {
            width(&fact.large, large, Weight::Bold).max(width(&fact.small, small, Weight::Regular)) + gap
        });
        let widths: Vec<f64> = widths.collect();
        let room = right - left - 2.0 * small + gap;
        let all: f64 = widths.iter().sum();
        let spare = ((room - all) / real(facts.len().max(1))).max(0.0);
        Self { panel, large, small, widths, scale: (room / all).min(1.0), spare }
    }

    fn lines(&self, facts: &[Fact], text: &mut Text) -> Vec<CardLine> {
        let [left, top, _, bottom] = self.panel;
        let (middle, air) = (f64::midpoint(top, bottom), AIR * (bottom - top));
        let height = CAP_HEIGHT * (self.large + self.small) + air;
        let mut x = left + self.small;
        let mut lines = Vec::new();
        for (fact, width) in facts.iter().zip(&self.widths) {
            let room = narrow((width - 1.6 * self.small) * self.scale);
            let mut line = |words: &str, size: f64, weight: Weight, y: f64| {
                let words = text.legible(words);
                let words = text.fit(&words, room, narrow(size), weight);
                lines.push(CardLine { words, weight, is_quiet: weight == Weight::Regular, at: (x, y) });
            };
            let baseline = if fact.large.is_empty() {
                middle + 0.5 * CAP_HEIGHT * self.small
            } else {
                line(&fact.large, self.large, Weight::Bold, middle - height / 2.0 + CAP_HEIGHT * self.large);
                middle + height / 2.0
            };
            line(&fact.small, self.small, Weight::Regular, baseline);
            x += width * self.scale + self.spare;
        }
        lines
    }
}
