//! How wide numbers are that change from frame to frame: a sum over their characters, since a frame has no
//! time to shape them twice.

use std::collections::HashMap;

use crate::{
    locale::Locale,
    render::text::{Text, Weight},
};

/// Widths of the characters of bold numbers, in font sizes.
#[derive(Debug)]
pub(super) struct Widths(HashMap<char, f64>);

impl Widths {
    pub(super) fn new(locale: &Locale, text: &mut Text) -> Self {
        let written = locale.signed(1_234_567_890) + &locale.number(1_234_567_890);
        let width = |character: char| {
            let width = text.width(character.encode_utf8(&mut [0; 4]), 64.0, Weight::Bold);
            (character, f64::from(width) / 64.0)
        };
        Self(written.chars().map(width).collect())
    }

    /// The width of a number as the locale writes it, in the unit of the size.
    pub(super) fn of(&self, number: &str, size: f64) -> f64 {
        let width = |character| self.0.get(&character).copied().unwrap_or(1.0);
        size * number.chars().map(width).sum::<f64>()
    }
}
