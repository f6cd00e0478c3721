//! What was probably meant by words that are no command of ours, told under clap's own sentence: a flag of another
//! command, a source without a command, a name with spaces in it.

use std::path::Path;

use clap::{
    Command, Error,
    builder::StyledStr,
    error::{ContextKind, ContextValue, ErrorKind},
};

/// The error with a tip, where there is one.
pub(crate) fn with_tip(mut error: Error, program: &Command) -> Error {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let tip = match error.kind() {
        ErrorKind::UnknownArgument => text(ContextKind::InvalidArg).and_then(|word| of_word(word, program)),
        ErrorKind::InvalidSubcommand => text(ContextKind::InvalidSubcommand).and_then(of_command),
        ErrorKind::InvalidValue
            if text(ContextKind::InvalidArg).is_some_and(|arg| arg.starts_with("--names")) =>
        {
            let value = text(ContextKind::InvalidValue).filter(|value| value.contains(['.', '/']));
            value.map(|value| format!("a file of names goes with '--aliases {value}'"))
        }
        _ => None,
    };
    if let Some(tip) = tip {
        // That only looks like what was written, and this is what was written.
        if error.remove(ContextKind::SuggestedArg).is_some() {
            error.remove(ContextKind::Usage);
        }
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![StyledStr::from(tip)]));
    } else if error.kind() == ErrorKind::UnknownArgument && text(ContextKind::SuggestedArg).is_none() {
        // That a flag could be the name of a job is no help to anybody.
        error.remove(ContextKind::Suggested);
    }
    error
}

/// For a word that the command does not take.
fn of_word(word: &str, program: &Command) -> Option<String> {
    let Some(flag) = word.strip_prefix("--").map(|flag| flag.split('=').next().unwrap_or_default()) else {
        let is_word = !word.starts_with('-');
        return is_word.then(|| "a name with spaces in it needs quotes".to_owned());
    };
    let has = |command: &&Command| {
        let mut names =
            command.get_arguments().flat_map(|arg| arg.get_long_and_visible_aliases().unwrap_or_default());
        names.any(|name| name == flag)
    };
    let mut commands: Vec<&str> = program.get_subcommands().filter(has).map(Command::get_name).collect();
    // What most people use first.
    commands.sort_by_key(|name| *name != "render");
    let first = commands.first()?;
    let others = if commands.len() == 1 { "" } else { " and of others" };
    Some(format!("'--{flag}' is a flag of 'labelrace {first}'{others}"))
}

/// For a word where a command should be.
fn of_command(word: &str) -> Option<String> {
    let is_place = word.contains(['/', ':', '.']) || Path::new(word).exists();
    is_place.then(|| format!("a command comes first; 'labelrace render {word}' makes a film of it"))
}
