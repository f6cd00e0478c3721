//! Why there is no request: what is wrong with an event, or with a variable of the function.

use strum::VariantArray;

use super::{
    request::RunKind,
    variables::variable_of,
    words::{either, refusal, word},
};

/// Why there is no request.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum RequestError {
    /// An event that is not a JSON object.
    #[error(r#"an event is a JSON object, such as {{"kind": "daily"}}"#)]
    NoObject,
    /// An event that another service sends by itself.
    #[error(
        r#"this event was sent by {sender} and does not ask for a film; let a schedule send {{"kind": "daily"}}"#
    )]
    Foreign {
        /// The service.
        sender: &'static str,
    },
    /// Nothing says what the run is for.
    #[error("an event needs `kind`: {}", kinds())]
    NoKind,
    /// A field of another name than ours.
    #[error("'{field}' is not a field of an event.{} The fields are {known}", .meant.as_ref().map_or_else(String::new, |meant| format!(" Did you mean {meant}?")))]
    Unknown {
        /// As it was written.
        field: String,
        /// The one that it is most like.
        meant: Option<String>,
        /// All fields.
        known: String,
    },
    /// A value that is not a text, a number or a truth value.
    #[error("`{field}` takes a text, not {given}")]
    Shape {
        /// The field.
        field: String,
        /// What is there instead.
        given: String,
    },
    /// A word that is not on the list of its field.
    #[error("{}", refusal(written, &format!("`{field}`"), words))]
    Word {
        /// The field.
        field: String,
        /// As it was written.
        written: String,
        /// Those on the list.
        words: Vec<String>,
    },
    /// A value that is not possible.
    #[error("`{field}`: {why}")]
    Value {
        /// The field.
        field: String,
        /// What is wrong with it.
        why: String,
    },
    /// Two settings that exclude each other.
    #[error("`{field}` and `{other}` cannot both be set")]
    Exclusive {
        /// The one field.
        field: String,
        /// The other field.
        other: String,
    },
    /// A variable without which the function cannot work.
    #[error("{variable} is not set")]
    Unset {
        /// The variable.
        variable: String,
    },
    /// A setting that was left out.
    #[error("`{field}` is not set, neither in the event nor as {variable}")]
    Missing {
        /// The field.
        field: String,
        /// Its variable.
        variable: String,
    },
    /// Settings that are not an object of JSON.
    #[error(
        r#"the parameter Settings (LABELRACE_SETTINGS) must be a JSON object, such as {{"theme": "dark"}}: {why}"#
    )]
    SettingsForm {
        /// What is wrong with them.
        why: String,
    },
    /// A field that the stack passes by itself.
    #[error(
        "the parameter Settings (LABELRACE_SETTINGS) cannot have `{field}`: that has a parameter of its own, which is {variable} here"
    )]
    Passed {
        /// The field.
        field: String,
        /// Its variable.
        variable: String,
    },
    /// A field that differs from run to run.
    #[error(
        "the parameter Settings (LABELRACE_SETTINGS) cannot have `{field}`: that belongs in the event of a run"
    )]
    OfARun {
        /// The field.
        field: String,
    },
    /// A field of the settings that an event could not have either.
    #[error("in the parameter Settings (LABELRACE_SETTINGS): {0}")]
    InSettings(Box<Self>),
}

impl RequestError {
    /// The same of a setting that the function takes from its own variable.
    pub(super) fn of_variable(self) -> Self {
        match self {
            Self::Missing { variable, .. } => Self::Unset { variable },
            Self::Value { field, why } => Self::Value { field: variable_of(&field), why },
            other => other,
        }
    }
}

fn kinds() -> String {
    let words: Vec<String> = RunKind::VARIANTS.iter().map(|&kind| word(kind).to_owned()).collect();
    either(&words)
}
