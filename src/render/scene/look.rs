//! What a film looks like, as whoever makes it asks for it.

use chrono_tz::Tz;
use strum::{IntoStaticStr, VariantArray};

use crate::{
    locale::{Locale, Unit},
    people::portraits::Portraits,
    race::Bars,
    render::{
        style::{Size, Theme},
        text::Faces,
    },
};

/// What a film looks like.
#[derive(Clone, Debug)]
pub struct Look {
    /// Of a frame.
    pub size: Size,
    /// Its colors.
    pub theme: Theme,
    /// How numbers, dates and words are written.
    pub locale: Locale,
    /// Whose days its dates are.
    pub zone: Tz,
    /// What is written around the race.
    pub captions: Captions,
    /// Whose bars they are.
    pub bars: Bars,
    /// How the values at the bars are written.
    pub value_style: ValueStyle,
    /// Whether there is a row for all who are not shown.
    pub others: bool,
    /// Whether there is a summary at the end.
    pub card: bool,
    /// Pictures of people; `None`: no circles at all.
    pub portraits: Option<Portraits>,
    /// What it is written with beside the embedded faces.
    pub faces: Faces,
}

/// How the values at the bars are written.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum ValueStyle {
    /// With all digits: `12,360`.
    #[default]
    Full,
    /// With three digits and a unit: `12.4K`.
    Short,
}

impl ValueStyle {
    /// A value as it is written.
    pub(super) fn write(self, locale: &Locale, n: u64) -> String {
        match self {
            Self::Full => locale.number(n),
            Self::Short => locale.short_number(n),
        }
    }
}

/// What is written around the race.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Captions {
    /// The large line at the top.
    pub title: String,
    /// The small line below it.
    pub subtitle: String,
    /// What the large number is of, where it is not how far the job is: `labels by 12 people`.
    pub counted: String,
    /// What is counted.
    pub what: Unit,
    /// The line at the bottom.
    pub footer: String,
    /// What it all comes to, the most important first.
    pub summary: Vec<Fact>,
}

/// One thing of a summary.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fact {
    /// A number, or nothing.
    pub large: String,
    /// What it is of, or all there is to say.
    pub small: String,
}

/// Full HD in the light theme: English, in UTC, people's bars with a summary at the end, and nothing written around
/// them.
impl Default for Look {
    fn default() -> Self {
        Self {
            size: Size::DEFAULT,
            theme: Theme::light(),
            locale: Locale::default(),
            zone: Tz::UTC,
            captions: Captions::default(),
            bars: Bars::People,
            value_style: ValueStyle::default(),
            others: false,
            card: true,
            portraits: None,
            faces: Faces::default(),
        }
    }
}

/// Nothing written; labels are counted.
impl Default for Captions {
    fn default() -> Self {
        Self {
            title: String::new(),
            subtitle: String::new(),
            counted: String::new(),
            what: Unit::Labels,
            footer: String::new(),
            summary: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_full_or_short() {
        let written = |style: ValueStyle| style.write(&Locale::default(), 12_360);
        assert_eq!(
            (written(ValueStyle::Full), written(ValueStyle::Short)),
            ("12,360".into(), "12.4K".into())
        );
        assert_eq!(Look::default().value_style, ValueStyle::Full);
    }
}
