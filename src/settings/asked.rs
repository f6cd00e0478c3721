//! The flags of a command that does what the function does: what they leave out, the variables say.
//!
//! A flag is a field of an event in another notation, so both are merged with the variables in one place, `event`.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, parser::ValueSource};
use serde_json::{Map, Value};

use super::{
    event::{Defaults, command, is_of_machine, name},
    refused::RequestError,
    request::Request,
};

/// What the flags of a [`Request`] say, and no more: a flag that was left out is not in it.
#[derive(Clone, Debug)]
pub struct Asked(Map<String, Value>);

impl Asked {
    /// The request, with what the flags leave out taken from the `defaults`.
    ///
    /// # Errors
    /// When the two together have a value that is not possible.
    pub fn request(&self, defaults: &Defaults) -> Result<Request, RequestError> {
        Request::merged(self.0.clone(), defaults)
    }
}

impl Args for Asked {
    fn augment_args(command: Command) -> Command {
        Request::augment_args(command).mut_args(|arg| {
            let is_refused = is_of_machine(&arg);
            arg.hide(is_refused)
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Request::augment_args_for_update(command)
    }
}

impl FromArgMatches for Asked {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let command = command::<Request>();
        let said = |arg: &&Arg| {
            let source = matches.value_source(arg.get_id().as_str());
            matches!(source, Some(ValueSource::CommandLine | ValueSource::EnvVariable))
        };
        let fields = command.get_arguments().filter(said).map(|arg| (name(arg), value(arg, matches)));
        Ok(Self(fields.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// What the flags say of an argument that they name, as a field of an event has it.
fn value(arg: &Arg, matches: &ArgMatches) -> Value {
    let id = arg.get_id().as_str();
    if !arg.get_action().takes_values() {
        return Value::Bool(matches.get_flag(id));
    }
    let words = matches.get_raw(id).into_iter().flatten();
    let mut words = words.map(|word| Value::String(word.to_string_lossy().into_owned()));
    match arg.get_action() {
        ArgAction::Append => words.collect(),
        _ => words.next().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The request, or why there is none: a flag or a setting that is not possible.
    fn asked(words: &[&str], settings: &str) -> Result<Request, Box<dyn std::error::Error>> {
        let command = Asked::augment_args(Command::new("send").no_binary_name(true));
        let asked = Asked::from_arg_matches(&command.try_get_matches_from(words)?)?;
        let defaults = Defaults::from_variables(&|name| match name {
            "LABELRACE_SETTINGS" => Some(settings.to_owned()),
            _ => None,
        });
        Ok(asked.request(&defaults?)?)
    }

    #[test]
    fn flags_win_over_variables_and_over_what_excludes_them() {
        let settings = r#"{"per_bucket": "2", "top": 7, "no_others": true, "title": "Theirs"}"#;
        let flags = ["s3://b/job", "--duration", "20", "--top", "5"];
        let request = asked(&flags, settings).unwrap();
        let event = serde_json::json!({"kind": "once", "job": "s3://b/job", "duration": "20", "top": "5", "no_others": true, "title": "Theirs"});
        let same = Request::from_event(&event, &Defaults::default()).unwrap();
        assert_eq!(format!("{request:?}"), format!("{same:?}"));
    }

    #[test]
    fn the_command_reads_what_the_function_reads_and_no_file_of_the_machine() {
        for (flags, settings) in [
            (&["jobs/xray"][..], "{}"),
            (&["s3://b/job", "--colors", "/proc/self/environ"], "{}"),
            (&["s3://b/job", "--theme", "own.toml"], "{}"),
            (&["s3://b/job", "--font", "own.ttf"], "{}"),
            (&["s3://b/job"], r#"{"images": "faces/"}"#),
        ] {
            assert!(asked(flags, settings).is_err(), "{flags:?} {settings}");
        }
    }

    #[test]
    fn help_offers_nothing_that_is_refused() {
        let help = Asked::augment_args(Command::new("send")).render_long_help().to_string();
        assert!(help.contains("--theme") && !help.contains("--font"), "{help}");
    }

    #[test]
    fn a_flag_left_out_says_nothing() {
        let request = asked(&["s3://b/job"], r#"{"per_bucket": "2"}"#).unwrap();
        let event = serde_json::json!({"kind": "once", "job": "s3://b/job", "per_bucket": "2"});
        let same = Request::from_event(&event, &Defaults::default()).unwrap();
        assert_eq!(format!("{request:?}"), format!("{same:?}"));
    }
}
