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
        ErrorKind::UnknownArgument => {
            text(ContextKind::InvalidArg).and_then(|word| of_word(word, command(&error).as_deref(), program))
        }
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

/// The command whose usage clap shows with an error.
fn command(error: &Error) -> Option<String> {
    let usage = error.get(ContextKind::Usage)?.to_string();
    let mut words = usage.split_whitespace().skip_while(|word| *word != "labelrace");
    words.nth(1).map(str::to_owned)
}

/// For a word that the command does not take.
fn of_word(word: &str, command: Option<&str>, program: &Command) -> Option<String> {
    let Some(flag) = word.strip_prefix("--").map(|flag| flag.split('=').next().unwrap_or_default()) else {
        return of_name(word, command);
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

/// For one that is not a flag.
fn of_name(word: &str, command: Option<&str>) -> Option<String> {
    let end = Path::new(word).extension().map(|end| end.to_string_lossy().to_lowercase());
    match (end.as_deref(), command) {
        _ if word.starts_with('-') => None,
        (Some("mp4"), _) => Some(format!("'-o {word}' says where the film goes")),
        (Some("webp" | "gif"), _) => {
            Some(format!("'--preview {word}' of 'labelrace render' makes a small moving picture"))
        }
        (_, Some("demo")) => {
            Some(format!("a demo invents its job; 'labelrace render {word}' makes a film of it"))
        }
        _ => Some("a name with spaces in it needs quotes".to_owned()),
    }
}

/// The commands of a build with AWS.
const WITH_AWS: [&str; 4] = ["send", "subscribe", "confirm", "revoke"];

/// For a word where a command should be.
fn of_command(word: &str) -> Option<String> {
    if cfg!(not(feature = "aws")) && WITH_AWS.contains(&word) {
        return Some(format!("'{word}' needs AWS, which was left out of this build"));
    }
    let is_place = word.contains(['/', ':', '.']) || Path::new(word).exists();
    is_place.then(|| format!("a command comes first; 'labelrace render {word}' makes a film of it"))
}
