//! How a film looks, in plain values.

use chrono_tz::Tz;
use strum::{IntoStaticStr, VariantArray};

use crate::{
    locale::{Locale, Phrase, Unit},
    people::portraits::Portraits,
    race::Bars,
    render::{
        style::{Size, Theme},
        text::Faces,
    },
};

/// How a film looks.
#[derive(Clone, Debug)]
pub struct Look {
    /// The size of a frame.
    pub size: Size,
    /// Its colors.
    pub theme: Theme,
    /// How numbers, dates and words are written.
    pub locale: Locale,
    /// The time zone of its dates.
    pub zone: Tz,
    /// The texts around the race.
    pub captions: Captions,
    /// Whether bars are people or groups.
    pub bars: Bars,
    /// How the values at the bars are written.
    pub value_style: ValueStyle,
    /// Whether there is a row for everyone who has none.
    pub others: bool,
    /// Whether there is a summary at the end.
    pub card: bool,
    /// Pictures of people, shown in circles; `None` for no circles at all.
    pub portraits: Option<Portraits>,
    /// Fonts beside the embedded ones.
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

impl Look {
    /// The value of a bar as it is written.
    pub(super) fn value(&self, n: u64) -> String {
        match self.value_style {
            ValueStyle::Full => self.locale.number(n),
            ValueStyle::Short => self.locale.short_number(n),
        }
    }
}

/// The texts around the race.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Captions {
    /// The large line at the top.
    pub title: String,
    /// The small line below it.
    pub subtitle: String,
    /// What stands below the large number if that is not how far the job is.
    pub counted_by: CountedBy,
    /// The unit that is counted.
    pub what: Unit,
    /// The line at the bottom.
    pub footer: String,
    /// What the title before the race says.
    pub headline: Headline,
    /// The facts of the summary at the end, the most important first.
    pub summary: Vec<Fact>,
}

/// What the title before the race says, beside the title itself. Each may be empty.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Headline {
    /// What was done on the last day: `Friday: 1,010 labels`.
    pub news: String,
    /// What is special about it: `best day so far`.
    pub more: String,
    /// The days of the race, and how much was done in all.
    pub standing: String,
}

/// What is written below the number of labels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CountedBy {
    /// Nothing.
    Unsaid,
    /// What is counted: `labels`.
    Teams,
    /// And how many people made them: `labels by 12 people`.
    People(u64),
}

impl CountedBy {
    /// The words below the number `n`.
    pub(super) fn words(self, what: Unit, n: u64, locale: &Locale) -> String {
        match self {
            Self::Unsaid => String::new(),
            Self::Teams => locale.say(Phrase::CountedBelow { what, n }),
            Self::People(people) => locale.say(Phrase::By { what, n, people }),
        }
    }
}

/// One fact of a summary.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fact {
    /// A number; may be empty.
    pub large: String,
    /// What the number counts; without a number, the whole fact.
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
            counted_by: CountedBy::Unsaid,
            what: Unit::Labels,
            footer: String::new(),
            headline: Headline::default(),
            summary: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_full_or_short() {
        let written = |value_style| Look { value_style, ..Look::default() }.value(12_360);
        assert_eq!(
            (written(ValueStyle::Full), written(ValueStyle::Short)),
            ("12,360".into(), "12.4K".into())
        );
        assert_eq!(Look::default().value_style, ValueStyle::Full);
    }
}
