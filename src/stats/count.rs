//! What is counted.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use crate::{locale::Unit, source::Answer};

/// What is counted.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, IntoStaticStr, PartialEq, Serialize, VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Count {
    /// Submitted answers, one label each.
    #[default]
    Labels,
    /// The contents of the answers: boxes, entities, frames.
    Annotations,
}

impl Count {
    /// How much an answer counts: nothing if that is not known.
    pub fn of(self, answer: &Answer) -> u64 {
        match self {
            Self::Labels => u64::from(answer.labels),
            Self::Annotations => u64::from(answer.inside.unwrap_or(0)),
        }
    }

    /// The name that settings, receipts and mails use.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl From<Count> for Unit {
    fn from(count: Count) -> Self {
        match count {
            Count::Labels => Self::Labels,
            Count::Annotations => Self::Annotations,
        }
    }
}
