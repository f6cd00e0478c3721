//! The title before the race, measured: the job, what is new, and the colors of those who lead, without their names.

use super::{
    colors::colors,
    layout::CAP_HEIGHT,
    look::{Headline, Look},
    numbers::narrow,
    pen::Edges,
};
use crate::{
    color::Color,
    race::{Bar, Race, real},
    render::text::{Fitted, Text, Weight},
};

/// The page, where each part of it lies.
#[derive(Debug)]
pub(super) struct OpeningPage {
    pub(super) lines: Vec<TitleLine>,
    pub(super) bars: Vec<(Edges, Color)>,
    pub(super) radius: f64,
}

#[derive(Debug)]
pub(super) struct TitleLine {
    pub(super) words: Fitted,
    pub(super) weight: Weight,
    pub(super) is_quiet: bool,
    pub(super) at: (f64, f64),
}

impl OpeningPage {
    /// `None` for a film without an opening.
    pub(super) fn new(race: &Race, look: &Look, text: &mut Text) -> Option<Self> {
        if race.frame(0).opening <= 0.0 {
            return None;
        }
        let (width, height) = (f64::from(look.size.width()), f64::from(look.size.height()));
        let is_wide = 1.25 * height <= width;
        // The words are beside the bars, or above them where the frame is taller than wide.
        let s = if is_wide { height / 1080.0 } else { (width / 1080.0).min(height / 1400.0) };
        let margin = 96.0 * s;
        let room = if is_wide { 0.56 * width - margin } else { width - 2.0 * margin };
        let Headline { news, more, standing } = &look.captions.headline;
        let texts = [
            (&look.captions.title, 40.0, Weight::Bold, true),
            (news, 84.0, Weight::Bold, false),
            (more, 52.0, Weight::Regular, false),
            (standing, 30.0, Weight::Regular, true),
        ];
        let texts: Vec<_> = texts.into_iter().filter(|(words, ..)| !words.is_empty()).collect();
        let gap = 34.0 * s;
        let fitted: Vec<_> = texts
            .into_iter()
            .map(|(words, size, weight, is_quiet)| {
                let words = text.legible(words);
                (text.fit(&words, narrow(room), narrow(size * s), weight), weight, is_quiet)
            })
            .collect();
        let high = |words: &Fitted| CAP_HEIGHT * f64::from(words.size);
        let all: f64 = fitted.iter().map(|(words, ..)| high(words) + gap).sum::<f64>() - gap;
        let middle = if is_wide { 0.5 } else { 0.3 } * height;
        let mut y = middle - all / 2.0;
        let lines = fitted.into_iter().map(|(words, weight, is_quiet)| {
            y += high(&words);
            let line = TitleLine { words, weight, is_quiet, at: (margin, y) };
            y += gap;
            line
        });
        let area = if is_wide {
            [0.62 * width, 0.18 * height, width - margin, 0.82 * height]
        } else {
            [margin, 0.54 * height, width - margin, 0.9 * height]
        };
        Some(Self { lines: lines.collect(), bars: bars(race, look, area), radius: 8.0 * s })
    }
}

/// The bars of the last frame in a rectangle, the longest at the top.
fn bars(race: &Race, look: &Look, [left, top, right, bottom]: Edges) -> Vec<(Edges, Color)> {
    let colors = colors(race, &look.theme);
    let last = race.frame(race.len() - 1);
    // A few bars are no higher than those of many.
    let pitch = (bottom - top) / real(last.bars.len().max(6));
    let middle = f64::midpoint(top, bottom) - pitch * real(last.bars.len()) / 2.0;
    let most = last.bars.iter().fold(1.0, |most: f64, bar| most.max(bar.value));
    let bar = |bar: &Bar| {
        let y = middle + bar.row * pitch;
        let end = left + (right - left) * (bar.value / most).max(0.02);
        ([left, y + 0.12 * pitch, end, y + 0.88 * pitch], colors[bar.racer])
    };
    last.bars.iter().map(bar).collect()
}
