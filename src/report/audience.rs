//! Whom a mail is for: those who label, or those who own the job.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

/// Whom a mail is for. It is what subscriptions are filtered by.
#[derive(
    Clone,
    Copy,
    Debug,
    Deserialize,
    Display,
    EnumString,
    Eq,
    Hash,
    IntoStaticStr,
    Ord,
    PartialEq,
    PartialOrd,
    Serialize,
    VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Audience {
    /// Those who label.
    Labelers,
    /// Those who own the job.
    Owners,
}

impl Audience {
    /// The word for it on the command line and in filters.
    pub fn word(self) -> &'static str {
        self.into()
    }
}
