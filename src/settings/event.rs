//! The grammar of events and of the function's variables: both are flags in another notation.
//!
//! A field of an event is the flag of its name (`time_zone` for `--time-zone`), so the same flags parse both,
//! take the same values and refuse others in the same words. What an event leaves out, the variables say.

use std::any::TypeId;

use clap::{ArgMatches, Args, Command, FromArgMatches, error::ContextKind};
use serde_json::{Map, Value};

use super::{
    delivery::Delivery,
    refused::RequestError,
    request::{Request, RunKind},
    variables::{ForAllRuns, JOB, SETTINGS, Variable, for_all_runs, variable_of},
    words::{nearest, shortened},
};
use crate::store::NoPath;

/// What a function was told once, for all of its runs: the fields that events may leave out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Defaults {
    fields: Map<String, Value>,
}

impl Defaults {
    /// The fields.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }

    /// What `LABELRACE_SETTINGS` says, by field.
    ///
    /// # Errors
    /// When it is not possible.
    pub fn in_settings(variable: Variable<'_>) -> Result<Map<String, Value>, RequestError> {
        let fields = from_json(variable)?;
        check(&fields).map_err(|error| RequestError::InSettings(Box::new(error)))?;
        Ok(fields)
    }

    /// As the `variable`s of the function say.
    ///
    /// # Errors
    /// When a variable has a value that is not possible; those of `LABELRACE_SETTINGS` are named by field.
    pub fn from_variables(variable: Variable<'_>) -> Result<Self, RequestError> {
        let mut fields = Self::in_settings(variable)?;
        let command = command::<Request>();
        let passed = names(&command).filter(|name| for_all_runs(name) == ForAllRuns::Variable);
        let passed = given(passed, variable);
        check(&passed).map_err(RequestError::of_variable)?;
        fields.extend(passed);
        Ok(Self { fields })
    }
}

/// The fields in `LABELRACE_SETTINGS`; none where it is not set.
fn from_json(variable: Variable<'_>) -> Result<Map<String, Value>, RequestError> {
    let json = variable(SETTINGS).filter(|json| !json.trim().is_empty());
    let Some(json) = json else { return Ok(Map::new()) };
    let fields = match serde_json::from_str(&json) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return Err(RequestError::SettingsForm { why: "a list or a single value".to_owned() }),
        Err(error) => return Err(RequestError::SettingsForm { why: error.to_string() }),
    };
    let mut known: Vec<String> = names(&command::<Request>()).collect();
    known.retain(|field| for_all_runs(field) == ForAllRuns::Settings);
    if let Some(field) = fields.keys().find(|field| !known.contains(field)) {
        let (field, variable) = (field.clone(), variable_of(field));
        return Err(match for_all_runs(&field) {
            ForAllRuns::Variable => RequestError::Passed { field, variable },
            ForAllRuns::Never => RequestError::OfARun { field },
            ForAllRuns::Settings => RequestError::InSettings(Box::new(unknown(&field, &known))),
        });
    }
    Ok(fields.into_iter().filter(|(_, value)| !value.is_null()).collect())
}

/// Whether an event could have these fields.
fn check(fields: &Map<String, Value>) -> Result<(), RequestError> {
    let mut fields = fields.clone();
    fields.entry(JOB).or_insert_with(|| "s3://any/job".into());
    parse(command::<Request>(), &fields).map(|_: Request| ())
}

impl Request {
    /// The request that an event makes, with what it leaves out taken from the `defaults`.
    ///
    /// # Errors
    /// When it is not a request of ours, or has an unknown field or a value that is not possible.
    pub fn from_event(event: &Value, defaults: &Defaults) -> Result<Self, RequestError> {
        let Value::Object(fields) = event else { return Err(RequestError::NoObject) };
        if let Some(sender) = foreign(event) {
            return Err(RequestError::Foreign { sender });
        }
        let known: Vec<String> = names(&command::<Self>()).collect();
        if let Some(field) = fields.keys().find(|field| !known.contains(field)) {
            return Err(unknown(field, &known));
        }
        if !fields.get("kind").is_some_and(Value::is_string) {
            return Err(RequestError::NoKind);
        }
        let said = fields.iter().filter(|(_, value)| !value.is_null());
        let said: Map<_, _> = said.map(|(name, value)| (name.clone(), value.clone())).collect();
        let request = Self::merged(said.clone(), defaults)?;
        Ok(if request.kind == RunKind::Jobs { Self { said, ..request } } else { request })
    }

    /// The request of these fields, with those that they leave out, and do not exclude, taken from the `defaults`.
    pub(super) fn merged(mut fields: Map<String, Value>, defaults: &Defaults) -> Result<Self, RequestError> {
        let command = command::<Self>();
        let beside =
            |name: &String| !fields.keys().any(|said| name == said || conflict(&command, name, said));
        let left_out = defaults.fields.iter().filter(|(name, _)| beside(name));
        let left_out: Map<String, Value> =
            left_out.map(|(name, value)| (name.clone(), value.clone())).collect();
        fields.extend(left_out);
        parse(command, &fields)
    }
}

impl Delivery {
    /// As the `variable`s of the function say.
    ///
    /// # Errors
    /// When one that is needed is missing, or has a value that is not possible.
    pub fn from_variables(variable: Variable<'_>) -> Result<Self, RequestError> {
        let command = command::<Self>();
        let fields = given(names(&command), variable);
        parse(command, &fields).map_err(RequestError::of_variable)
    }
}

/// A command with nothing in it but these settings.
pub(super) fn command<T: Args>() -> Command {
    let command = Command::new("event").no_binary_name(true).disable_help_flag(true);
    T::augment_args(command.disable_version_flag(true))
}

/// The names of its settings, as fields.
pub(super) fn names(command: &Command) -> impl Iterator<Item = String> + use<'_> {
    command.get_arguments().map(name)
}

/// The name of a setting, as a field.
pub(super) fn name(arg: &clap::Arg) -> String {
    arg.get_long().map_or_else(|| JOB.to_owned(), |long| long.replace('-', "_"))
}

/// Whether two settings exclude each other.
fn conflict(command: &Command, one: &str, other: &str) -> bool {
    let excludes = |one: &str, other: &str| {
        let one = command.get_arguments().find(|arg| name(arg) == one);
        one.is_some_and(|one| command.get_arg_conflicts_with(one).into_iter().any(|arg| name(arg) == other))
    };
    excludes(one, other) || excludes(other, one)
}

fn unknown(field: &str, known: &[String]) -> RequestError {
    RequestError::Unknown {
        field: shortened(field),
        meant: nearest(field, known).cloned(),
        known: known.join(", "),
    }
}

/// What variables say of these fields; an empty one says nothing, as templates leave those that are not set.
fn given(names: impl Iterator<Item = String>, variable: Variable<'_>) -> Map<String, Value> {
    let value = |name: &str| variable(&variable_of(name)).filter(|value| !value.trim().is_empty());
    names.filter_map(|name| value(&name).map(|value| (name, Value::String(value)))).collect()
}

/// Whether no run can have a setting, since it names files of the machine and nothing else.
pub(super) fn is_of_machine(arg: &clap::Arg) -> bool {
    arg.get_value_parser().type_id() == TypeId::of::<NoPath>()
}

/// What these fields ask for.
fn parse<T: FromArgMatches>(command: Command, fields: &Map<String, Value>) -> Result<T, RequestError> {
    let mut words = Vec::new();
    let mut job = None;
    for (name, value) in fields {
        if name == JOB {
            job = Some(text(name, value)?);
        } else {
            words.extend(flag(name, value)?);
        }
    }
    // What follows the two hyphens is not a flag, whatever it looks like.
    words.extend(job.into_iter().flat_map(|job| ["--".to_owned(), job]));
    let matches: Result<ArgMatches, _> = command.try_get_matches_from(words);
    matches.and_then(|matches| T::from_arg_matches(&matches)).map_err(|error| of_clap(&error))
}

/// A field and its value as the words of a command.
pub(super) fn flag(name: &str, value: &Value) -> Result<Vec<String>, RequestError> {
    let flag = format!("--{}", name.replace('_', "-"));
    Ok(match value {
        Value::Bool(true) => vec![flag],
        Value::Bool(false) => Vec::new(),
        Value::Array(values) => {
            let words: Result<Vec<_>, _> =
                values.iter().map(|value| text(name, value).map(|text| format!("{flag}={text}"))).collect();
            words?
        }
        value => vec![format!("{flag}={}", text(name, value)?)],
    })
}

pub(super) fn text(name: &str, value: &Value) -> Result<String, RequestError> {
    let given = match value {
        Value::String(text) => return Ok(text.clone()),
        Value::Number(number) => return Ok(number.to_string()),
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        other => other.to_string(),
    };
    Err(RequestError::Shape { field: name.to_owned(), given })
}

/// What clap has to say of flags, said of fields.
pub(super) fn of_clap(error: &clap::Error) -> RequestError {
    let context = |kind| error.get(kind).map(ToString::to_string);
    let field = context(ContextKind::InvalidArg).map_or_else(|| "event".to_owned(), |flag| field(&flag));
    if error.kind() == clap::error::ErrorKind::MissingRequiredArgument {
        return RequestError::Missing { variable: variable_of(&field), field };
    }
    let written = context(ContextKind::InvalidValue).unwrap_or_default();
    if let Some(clap::error::ContextValue::Strings(words)) = error.get(ContextKind::ValidValue) {
        return RequestError::Word { field, written, words: words.clone() };
    }
    if let Some(other) = context(ContextKind::PriorArg) {
        let other = self::field(&other);
        if other == field {
            return RequestError::Value { field, why: "one value is expected here, not several".to_owned() };
        }
        return RequestError::Exclusive { field, other };
    }
    let why = std::error::Error::source(error)
        .map_or_else(|| format!("'{written}' is not possible here"), ToString::to_string);
    let meant = context(ContextKind::SuggestedValue).map(|word| format!(". Did you mean {word}?"));
    RequestError::Value { field, why: format!("{why}{}", meant.unwrap_or_default()) }
}

/// `--top <N>` is the field `top`.
fn field(flag: &str) -> String {
    match flag.trim_start_matches('<').strip_prefix("--") {
        Some(flag) => flag.split([' ', '=']).next().unwrap_or(flag).replace('-', "_"),
        None => JOB.to_owned(),
    }
}

/// Which service sends such events by itself, if one does.
fn foreign(event: &Value) -> Option<&'static str> {
    let is_s3 = |record: &Value| record["eventSource"] == "aws:s3" || record["s3"].is_object();
    if event["Event"] == "s3:TestEvent" || event["Records"].get(0).is_some_and(is_s3) {
        return Some("S3");
    }
    if event["Records"].is_array() {
        return Some("another service");
    }
    (event["detail-type"].is_string() && event["source"].is_string()).then_some("EventBridge")
}

#[cfg(test)]
mod tests;
