//! How much is shown of people: one word for several rules.

use strum::{IntoStaticStr, VariantArray};

/// How much is shown of people.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Privacy {
    /// As the other settings say.
    #[default]
    Standard,
    /// Nobody is named in mails, bars have the colors of teams, and a small team has one bar.
    Strict,
}

/// Under strict privacy a team of fewer people has one bar.
const LEAST_WHEN_STRICT: usize = 5;

impl Privacy {
    /// How many people have to be seen, where somebody `asked` for so many.
    pub fn min_people(self, asked: Option<usize>) -> Option<usize> {
        match self {
            Self::Standard => asked,
            Self::Strict => Some(asked.unwrap_or(0).max(LEAST_WHEN_STRICT)),
        }
    }
}
