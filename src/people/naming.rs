//! How people without a chosen name are called.

use strum::{IntoStaticStr, VariantArray};

/// How to call people who have no name in the alias file.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Naming {
    /// A friendly pseudonym, the same in every film of the job.
    #[default]
    Pseudonym,
    /// The name in the user pool of Amazon Cognito that the person signs in with; otherwise a pseudonym.
    Cognito,
    /// The beginning of the id: at least 8 characters, and more where two would look alike.
    Id,
}

/// Where the name of a person is from.
#[derive(Clone, Copy, Debug, Eq, IntoStaticStr, PartialEq)]
#[strum(serialize_all = "kebab-case")]
pub enum NameOrigin {
    /// The alias file.
    Alias,
    /// The source itself, which is a race table.
    Source,
    /// A user pool of Amazon Cognito.
    Cognito,
    /// A pseudonym.
    Pseudonym,
    /// The beginning of the id.
    Id,
}
