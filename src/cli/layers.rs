//! Settings that were not typed: from variables, from `labelrace.toml` in the folder, and from that of the user.
//!
//! What is said in several places counts from the first of them: the flag, its variable (`LABELRACE_THEME` for
//! `--theme`), the fields in `LABELRACE_SETTINGS`, the file in the folder, the user's file. What is missing is put into
//! the command as if it had been typed, so a value means and is refused the same wherever it stands. The files may
//! lie in a folder that somebody else filled, so no setting that starts a program can be in them, and none of the folder's
//! says where something is sent.

use std::{
    env::{self, VarError},
    ffi::OsString,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use clap::{Arg, ArgAction, Command};
use labelrace::settings::{Defaults, Delivery, RequestError, nearest, settings, variable_of, words_for};
use serde_json::{Map, Value};

/// The name of a file of settings.
const FILE: &str = "labelrace.toml";

/// A file of settings larger than this is something else.
const LARGEST_FILE: u64 = 1 << 20;

/// The field for the one setting that is not a flag.
const JOB: &str = "job";

/// Settings of the command line alone that may be said for all commands.
const OF_COMMANDS: [&str; 1] = ["progress"];

/// Where a setting is said.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Origin {
    /// In a variable of its own.
    Variable(String),
    /// In `LABELRACE_SETTINGS`.
    Settings,
    /// In a file.
    File(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => f.write_str(name),
            Self::Settings => f.write_str("LABELRACE_SETTINGS"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// What is said in one place, or in the variables together.
#[derive(Clone, Debug)]
struct Layer {
    /// `None` for the variables, each of which is a place of its own.
    origin: Option<Origin>,
    fields: Map<String, Value>,
}

/// Everything that is said elsewhere than in the command, the strongest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layers(Vec<Layer>);

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LayerError {
    /// A file that cannot be read.
    #[error("could not read {}", file.display())]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A file that is not TOML.
    #[error("{}: {why}", file.display())]
    NotToml {
        /// Which file.
        file: PathBuf,
        /// What is wrong with it, and where.
        why: String,
    },
    /// A key that is no setting.
    #[error(
        "{}: '{key}' is not a setting{}; labelrace settings lists them all",
        file.display(),
        meant.as_ref().map_or_else(String::new, |meant| format!(" (did you mean {meant}?)"))
    )]
    Unknown {
        /// In which file.
        file: PathBuf,
        /// As it was written.
        key: String,
        /// The setting that it is most like.
        meant: Option<String>,
    },
    /// A flag that belongs to one command.
    #[error("{}: `{key}` can only be said on the command line", file.display())]
    OfACommand {
        /// In which file.
        file: PathBuf,
        /// The flag, as it was written.
        key: String,
    },
    /// Where something is to be sent, in a file that anybody may have written.
    #[error(
        "{}: `{key}` says where films and mail go, and a folder must not choose that; say it as --{}, as {}, or in \
         labelrace/labelrace.toml in your configuration folder",
        file.display(),
        key.replace('_', "-"),
        variable_of(&key.replace('-', "_"))
    )]
    Destination {
        /// Which file.
        file: PathBuf,
        /// The setting, as it was written.
        key: String,
    },
    /// A value that is not possible.
    #[error("{origin}: {why}")]
    Value {
        /// Where it stands.
        origin: Origin,
        /// What is wrong with it: a part of the sentence, and no cause that is told once more behind it.
        why: RequestError,
    },
    /// A variable whose value is no text.
    #[error("{0} is not UTF-8")]
    NotText(String),
    /// What `LABELRACE_SETTINGS` says is not possible.
    #[error(transparent)]
    Settings(RequestError),
}

impl Layers {
    /// What this machine says: its variables, the file in the folder that the command is typed in, and the user's.
    ///
    /// # Errors
    /// When a file cannot be used.
    pub(crate) fn of_machine() -> Result<Self, LayerError> {
        let files = [Some(PathBuf::from(FILE)), user_file(&|name| env::var_os(name))];
        let mut read = Vec::new();
        for path in files.into_iter().flatten() {
            if let Some(text) = text_of(&path)? {
                read.push((path, text));
            }
        }
        let not_text = |name: &String| matches!(env::var(variable_of(name)), Err(VarError::NotUnicode(_)));
        if let Some(field) = known().into_iter().chain(["settings".to_owned()]).find(not_text) {
            return Err(LayerError::NotText(variable_of(&field)));
        }
        Self::new(&|name| env::var(name).ok(), read)
    }

    fn new(
        variable: labelrace::settings::Variable<'_>,
        files: Vec<(PathBuf, String)>,
    ) -> Result<Self, LayerError> {
        // An empty variable says nothing, as templates leave those that are not set.
        let said = |name: &String| variable(&variable_of(name)).filter(|value| !value.trim().is_empty());
        let known = known();
        let own = known.iter().filter_map(|name| Some((name.clone(), Value::String(said(name)?)))).collect();
        let json = Defaults::in_settings(variable).map_err(LayerError::Settings)?;
        let mut layers =
            vec![Layer { origin: None, fields: own }, Layer { origin: Some(Origin::Settings), fields: json }];
        for (file, text) in files {
            let fields = fields_of(&file, &text, &known)?;
            layers.push(Layer { origin: Some(Origin::File(file)), fields });
        }
        Ok(Self(layers))
    }

    /// The words that were typed, with what else this machine says for their command.
    ///
    /// # Errors
    /// When a file cannot be used, or a value is not possible.
    pub(crate) fn applied(program: &Command, words: Vec<OsString>) -> Result<Vec<OsString>, LayerError> {
        let takes_settings = Typed::new(program, &words)
            .is_some_and(|typed| known().iter().any(|field| argument(typed.command, field).is_some()));
        if takes_settings { Self::of_machine()?.complete(program, words) } else { Ok(words) }
    }

    /// What is said of a field and where, if it is said anywhere.
    pub(crate) fn said_of(&self, field: &str) -> Option<(&Value, Origin)> {
        self.0.iter().find_map(|layer| Some((layer.fields.get(field)?, layer.origin_of(field))))
    }

    /// The words of a command line, with those that it leaves out and does not exclude.
    ///
    /// # Errors
    /// When a value that it leaves out is not possible.
    pub(crate) fn complete(
        &self,
        program: &Command,
        mut words: Vec<OsString>,
    ) -> Result<Vec<OsString>, LayerError> {
        let Some(typed) = Typed::new(program, &words) else { return Ok(words) };
        let mut said = typed.said;
        let mut more: Vec<OsString> = Vec::new();
        for layer in &self.0 {
            let mut said_here: Vec<String> = Vec::new();
            for (field, value) in &layer.fields {
                let Some(arg) = argument(typed.command, field) else { continue };
                let id = arg.get_id().to_string();
                if said.contains(&id) || said.iter().any(|other| excludes(typed.command, &id, other)) {
                    continue;
                }
                let refuse = |why| LayerError::Value { origin: layer.origin_of(field), why };
                if let Some(other) = said_here.iter().find(|other| excludes(typed.command, &id, other)) {
                    let other = other.clone();
                    return Err(refuse(RequestError::Exclusive { field: field.clone(), other }));
                }
                more.extend(words_for(arg, value).map_err(refuse)?.into_iter().map(OsString::from));
                said_here.push(id);
            }
            said.extend(said_here);
        }
        words.splice(typed.after..typed.after, more);
        Ok(words)
    }
}

impl Layer {
    fn origin_of(&self, field: &str) -> Origin {
        self.origin.clone().unwrap_or_else(|| Origin::Variable(variable_of(field)))
    }
}

/// What was typed of a command.
struct Typed<'a> {
    command: &'a Command,
    /// The ids of arguments that were typed.
    said: Vec<String>,
    /// Where the words after the command's name begin.
    after: usize,
}

impl<'a> Typed<'a> {
    /// `None` for what needs no settings: help, or no command of ours.
    fn new(program: &'a Command, words: &[OsString]) -> Option<Self> {
        let text = |at: usize| words.get(at).map(|word| word.to_string_lossy().into_owned());
        let name = (1..words.len()).find(|&at| text(at).is_some_and(|word| !word.starts_with('-')))?;
        let command = program.find_subcommand(text(name)?)?;
        let mut said = Vec::new();
        let mut is_over = false;
        let mut at = name + 1;
        while let Some(word) = text(at) {
            at += 1;
            let (arg, has_value) = match (is_over, word.as_str()) {
                (false, "--") => {
                    is_over = true;
                    continue;
                }
                (false, "-h" | "--help") => return None,
                (false, flag) if flag.starts_with("--") => {
                    let (flag, value) =
                        flag.split_once('=').map_or((flag, None), |(flag, value)| (flag, Some(value)));
                    (by_long(command, &flag[2..]), value.is_some())
                }
                (false, flag) if flag.starts_with('-') && 1 < flag.len() => {
                    let short = flag.chars().nth(1);
                    let arg = command.get_arguments().find(|arg| arg.get_short() == short);
                    (arg, 2 < flag.chars().count())
                }
                _ => (command.get_positionals().next(), true),
            };
            let Some(arg) = arg else { continue };
            said.push(arg.get_id().to_string());
            if !has_value && matches!(arg.get_action(), ArgAction::Set | ArgAction::Append) {
                at += 1;
            }
        }
        Some(Self { command, said, after: name + 1 })
    }
}

fn by_long<'a>(command: &'a Command, long: &str) -> Option<&'a Arg> {
    command.get_arguments().find(|arg| {
        arg.get_long() == Some(long) || arg.get_all_aliases().is_some_and(|aliases| aliases.contains(&long))
    })
}

/// The argument of a command that takes this field; `None` where it has none, or only hides one that it refuses.
fn argument<'a>(command: &'a Command, field: &str) -> Option<&'a Arg> {
    if field == JOB {
        return command.get_positionals().find(|arg| ["source", "job"].contains(&arg.get_id().as_str()));
    }
    let long = field.replace('_', "-");
    command.get_arguments().find(|arg| arg.get_long() == Some(&long) && !arg.is_hide_set())
}

fn excludes(command: &Command, one: &str, other: &str) -> bool {
    let of = |one: &str, other: &str| {
        let arg = command.get_arguments().find(|arg| arg.get_id() == one);
        arg.is_some_and(|arg| command.get_arg_conflicts_with(arg).iter().any(|arg| arg.get_id() == other))
    };
    of(one, other) || of(other, one)
}

/// The fields that may be said for all commands.
fn known() -> Vec<String> {
    let settings = settings();
    let of_a_run = |field: &Option<String>, is_for_all: bool| field.is_some() && !is_for_all;
    let names = settings.iter().filter_map(|setting| {
        let is_for_all = setting.in_settings || setting.variable.is_some();
        let name =
            setting.flag.strip_prefix("--").map_or_else(|| JOB.to_owned(), |flag| flag.replace('-', "_"));
        (!of_a_run(&setting.field, is_for_all)).then_some(name)
    });
    names.chain(OF_COMMANDS.map(str::to_owned)).collect()
}

/// The fields in a file.
fn fields_of(file: &Path, text: &str, known: &[String]) -> Result<Map<String, Value>, LayerError> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| LayerError::NotToml {
        file: file.to_owned(),
        why: error.to_string().trim_end().to_owned(),
    })?;
    let mut fields = Map::new();
    for (key, value) in table {
        let field = key.replace('-', "_");
        if !known.contains(&field) {
            let file = file.to_owned();
            return Err(if is_flag(&field) {
                LayerError::OfACommand { file, key }
            } else {
                LayerError::Unknown { file, meant: nearest(&field, known).cloned(), key }
            });
        }
        if file == Path::new(FILE) && Delivery::DESTINATIONS.contains(&field.as_str()) {
            return Err(LayerError::Destination { file: file.to_owned(), key });
        }
        fields.insert(field, json(value));
    }
    Ok(fields)
}

/// Whether any command has such a flag.
fn is_flag(field: &str) -> bool {
    let program = super::command::program();
    let long = field.replace('_', "-");
    program.get_subcommands().any(|command| by_long(command, &long).is_some())
}

/// The same value in the other notation; a date is a text there.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(n) => n.into(),
        toml::Value::Float(n) => n.into(),
        toml::Value::Boolean(is_on) => Value::Bool(is_on),
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::Array(values) => values.into_iter().map(json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect())
        }
    }
}

/// Where the user's file would be.
fn user_file(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = if cfg!(windows) {
        set("APPDATA")
    } else {
        set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")))
    };
    Some(folder?.join("labelrace").join(FILE))
}

/// What is in a file, if there is one.
fn text_of(path: &Path) -> Result<Option<String>, LayerError> {
    let unreadable = |source| LayerError::Unreadable { file: path.to_owned(), source };
    let file = match fs::metadata(path) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        // Somebody else's home is none of ours; what lies in the folder itself is.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && path.is_absolute() => {
            return Ok(None);
        }
        Err(error) => return Err(unreadable(error)),
    };
    // A folder, or a pipe that would never end.
    if !file.is_file() || LARGEST_FILE < file.len() {
        return Err(unreadable(io::Error::other("it is not a file of settings")));
    }
    fs::read_to_string(path).map(Some).map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(variables: &[(&str, &str)], files: &[(&str, &str)]) -> Result<Layers, LayerError> {
        let variables: Vec<(String, String)> =
            variables.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        let variable =
            |name: &str| variables.iter().find(|(said, _)| said == name).map(|(_, value)| value.clone());
        let files = files.iter().map(|&(file, text)| (PathBuf::from(file), text.to_owned()));
        Layers::new(&variable, files.collect())
    }

    fn completed(layers: &Layers, typed: &str) -> Result<String, String> {
        let words = typed.split(' ').map(OsString::from).collect();
        let words = layers.complete(&super::super::command::program(), words);
        let words = words.map_err(|error| error.to_string())?;
        Ok(words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn what_is_typed_wins_and_then_the_strongest_place_that_says_it() {
        let layers = layers(
            &[
                ("LABELRACE_THEME", "dark"),
                ("LABELRACE_SETTINGS", r#"{"top": 5, "theme": "light", "fps": 10}"#),
            ],
            &[
                ("labelrace.toml", "top = 6\nfps = 20\nsince = 2024-03-04\njob = \"here\""),
                ("user", "since = \"7d\"\ntime-zone = \"Asia/Tokyo\""),
            ],
        )
        .unwrap();
        let typed = completed(&layers, "labelrace render job --fps 30").unwrap();
        assert_eq!(
            typed,
            "labelrace render --theme=dark --top=5 --since=2024-03-04 --time-zone=Asia/Tokyo job --fps 30"
        );
        assert_eq!(
            completed(&layers, "labelrace jobs").unwrap(),
            "labelrace jobs here --time-zone=Asia/Tokyo"
        );
        for other in ["labelrace render --help", "labelrace settings", "labelrace help render", "labelrace"] {
            assert_eq!(completed(&layers, other).unwrap(), other);
        }
        assert_eq!(layers.said_of("fps").unwrap().1.to_string(), "LABELRACE_SETTINGS");
        assert_eq!(layers.said_of("since").unwrap().1.to_string(), "labelrace.toml");
        assert!(layers.said_of("language").is_none());
    }

    #[test]
    fn a_setting_gives_way_to_one_that_it_excludes_and_a_switch_can_be_put_off() {
        let file = [("labelrace.toml", "duration = \"20s\"\nstrict = true")];
        let layers = |variables: &[(&str, &str)]| layers(variables, &file).unwrap();
        let typed = completed(&layers(&[]), "labelrace tally -- --strict").unwrap();
        assert_eq!(typed, "labelrace tally --strict -- --strict", "what follows two hyphens is no flag");
        let typed =
            completed(&layers(&[("LABELRACE_STRICT", "no")]), "labelrace render j --per-bucket 1s").unwrap();
        assert_eq!(typed, "labelrace render j --per-bucket 1s");
        let both = [("labelrace.toml", "duration = \"20s\"\nper_bucket = \"1s\"")];
        let both = completed(&super::tests::layers(&[], &both).unwrap(), "labelrace render j").unwrap_err();
        assert_eq!(both, "labelrace.toml: `per_bucket` and `duration` cannot both be set");
        let several = [("labelrace.toml", "title = [\"a\", \"b\"]")];
        let several = super::tests::layers(&[], &several).unwrap();
        let several = completed(&several, "labelrace render job").unwrap_err();
        assert_eq!(several, "labelrace.toml: `title`: one value is expected here, not several");
    }

    #[test]
    fn what_cannot_be_used_is_refused_by_its_place_with_what_was_meant() {
        let refused = |file: &str| layers(&[], &[("labelrace.toml", file)]).unwrap_err().to_string();
        assert_eq!(
            refused("theem = \"dark\""),
            "labelrace.toml: 'theem' is not a setting (did you mean theme?); labelrace settings lists them all"
        );
        assert!(refused("ffmpeg = \"./evil\"").contains("`ffmpeg` can only be said on the command line"));
        assert!(refused("output = \"a.mp4\"").contains("`output` can only be said on the command line"));
        assert!(refused("kind = \"daily\"").contains("`kind`") || cfg!(not(feature = "aws")));
        assert!(refused("theme = ").starts_with("labelrace.toml: TOML parse error at line 1"));
        for destination in Delivery::DESTINATIONS {
            let file = format!("{destination} = \"theirs\"");
            let words = refused(&file);
            assert!(words.starts_with(&format!("labelrace.toml: `{destination}` says where")), "{words}");
            assert!(words.contains(&variable_of(destination)), "{words}");
            let own = layers(&[], &[("/home/ada/.config/labelrace/labelrace.toml", &file)]).unwrap();
            assert_eq!(own.said_of(destination).unwrap().0, "theirs");
        }
        let value = |file: &str, variables: &[(&str, &str)]| {
            completed(&layers(variables, &[("labelrace.toml", file)]).unwrap(), "labelrace render j")
                .unwrap_err()
        };
        assert_eq!(
            value("idle = \"keeep\"", &[]),
            "labelrace.toml: 'keeep' is not a value for `idle`; use compress or keep. Did you mean keep?"
        );
        assert_eq!(
            value("", &[("LABELRACE_TOP", "many")]),
            "LABELRACE_TOP: `top`: 'many' is not a whole number from 1 to 30"
        );
        let json = layers(&[("LABELRACE_SETTINGS", "[1]")], &[]).unwrap_err().to_string();
        assert!(json.contains("must be a JSON object"), "{json}");
    }

    #[test]
    fn the_users_file_is_where_such_files_are() {
        let with = |pairs: &'static [(&str, &str)]| {
            user_file(&|name| pairs.iter().find(|(said, _)| *said == name).map(|(_, value)| value.into()))
        };
        if cfg!(unix) {
            assert_eq!(
                with(&[("HOME", "/home/ada")]).unwrap(),
                Path::new("/home/ada/.config/labelrace/labelrace.toml")
            );
            assert_eq!(
                with(&[("HOME", "/home/ada"), ("XDG_CONFIG_HOME", "/etc/ada")]).unwrap(),
                Path::new("/etc/ada/labelrace/labelrace.toml")
            );
            assert_eq!(with(&[("XDG_CONFIG_HOME", "relative")]), None);
        }
    }
}
