//! A setting that was not typed but stands in a variable or a file, as the words of a command.
//!
//! Whatever says a setting, its flag parses it: so all take the same values, and refuse others in the same words.
//! Which of several wins is for whoever reads them.

use clap::{Arg, ArgAction, Command};
use serde_json::Value;

use super::{
    event::{flag, name, of_clap, text},
    refused::RequestError,
};

/// The words that say this `value` of an argument on a command line; none for a switch that is off.
///
/// # Errors
/// When the argument does not take the value.
pub fn words_for(arg: &Arg, value: &Value) -> Result<Vec<String>, RequestError> {
    let field = name(arg);
    let words = if arg.is_positional() {
        vec![text(&field, value)?]
    } else if matches!(arg.get_action(), ArgAction::SetTrue) {
        flag(&field, &switch(&field, value)?)?
    } else if let Value::Bool(given) = value {
        return Err(RequestError::Shape { field, given: given.to_string() });
    } else {
        flag(&field, value)?
    };
    // What it needs beside it, or excludes, is for the whole command.
    let alone =
        Arg::new("value").value_parser(arg.get_value_parser().clone()).action(arg.get_action().clone());
    let alone = match arg.get_long() {
        Some(long) => alone.long(long.to_owned()).allow_hyphen_values(arg.get_action().takes_values()),
        None => alone,
    };
    let alone = match arg.get_value_delimiter() {
        Some(delimiter) => alone.value_delimiter(delimiter),
        None => alone,
    };
    let command = Command::new("setting").no_binary_name(true).disable_help_flag(true).arg(alone);
    command.try_get_matches_from(&words).map_err(|error| match of_clap(&error) {
        RequestError::Value { why, .. } => RequestError::Value { field: field.clone(), why },
        other => other,
    })?;
    Ok(words)
}

/// Whether a switch is on: variables are texts.
fn switch(field: &str, value: &Value) -> Result<Value, RequestError> {
    let word = match value {
        Value::Bool(is_on) => return Ok(Value::Bool(*is_on)),
        value => text(field, value)?,
    };
    match word.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(Value::Bool(true)),
        "false" | "no" | "off" | "0" => Ok(Value::Bool(false)),
        _ => {
            let words = ["true".to_owned(), "false".to_owned()].into();
            Err(RequestError::Word { field: field.to_owned(), written: word, words })
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Args;
    use serde_json::json;

    use super::*;
    use crate::settings::{CountRequest, FilmRequest};

    fn words(name: &str, value: &Value) -> Result<Vec<String>, String> {
        let command = FilmRequest::<std::path::PathBuf>::augment_args(Command::new("render"));
        let command = CountRequest::<std::path::PathBuf>::augment_args(command);
        let arg = command.get_arguments().find(|arg| arg.get_id() == name).unwrap();
        words_for(arg, value).map_err(|error| error.to_string())
    }

    #[test]
    fn a_value_is_a_flag_as_somebody_would_type_it() {
        assert_eq!(words("theme", &json!("dark")).unwrap(), ["--theme=dark"]);
        assert_eq!(words("top", &json!(12)).unwrap(), ["--top=12"]);
        assert_eq!(words("font", &json!(["a.ttf", "b.ttf"])).unwrap(), ["--font=a.ttf", "--font=b.ttf"]);
        assert_eq!(words("source", &json!("jobs/xray")).unwrap(), ["jobs/xray"]);
        assert_eq!(words("no_others", &json!(true)).unwrap(), ["--no-others"]);
        assert_eq!(words("no_others", &json!("Yes")).unwrap(), ["--no-others"]);
        assert_eq!(words("no_others", &json!("0")).unwrap(), [""; 0]);
    }

    #[test]
    fn what_the_flag_refuses_is_refused_in_its_words() {
        assert!(words("idle", &json!("keeep")).unwrap_err().contains("Did you mean keep?"));
        assert_eq!(words("top", &json!(99)).unwrap_err(), "`top`: '99' is not a whole number from 1 to 30");
        assert!(words("top", &json!({"n": 1})).unwrap_err().contains("`top` takes a text, not an object"));
        assert!(words("theme", &json!(true)).unwrap_err().contains("`theme` takes a text, not true"));
        assert!(words("strict", &json!("perhaps")).unwrap_err().contains("use true or false"));
    }
}
