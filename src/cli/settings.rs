//! Every setting on a page: for people, for `docs/settings.md`, and for machines.

use std::io::Write;

use labelrace::{
    people::presentable,
    settings::{self, SWITCH, Setting},
};
use serde::Serialize;
use serde_json::Value;

use super::{args::SettingsFormat, layers::Layers};

/// A setting, and what it is here.
#[derive(Serialize)]
struct SettingHere {
    #[serde(flatten)]
    setting: Setting,
    /// What a command takes if nothing is typed; null: nothing.
    value: Option<String>,
    /// Where that is said: a variable, a file, or `default`.
    from: String,
}

/// The settings in this format. The page for `docs/` says nothing of this machine.
pub(crate) fn print(format: SettingsFormat, layers: &Layers, out: &mut impl Write) -> anyhow::Result<()> {
    let settings = settings::settings();
    let here = |setting: Setting| {
        let (value, from) = match layers.said_of(&field_of(&setting)) {
            Some((value, origin)) => (Some(plain(value)), origin.to_string()),
            None => (setting.default.clone(), "default".to_owned()),
        };
        SettingHere { setting, value, from }
    };
    match format {
        SettingsFormat::Table => table(&settings.into_iter().map(here).collect::<Vec<_>>(), out)?,
        SettingsFormat::Md => markdown(&settings, out)?,
        SettingsFormat::Json => {
            let settings: Vec<SettingHere> = settings.into_iter().map(here).collect();
            serde_json::to_writer_pretty(&mut *out, &settings)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// What variables and files call a setting.
fn field_of(setting: &Setting) -> String {
    setting.flag.strip_prefix("--").map_or_else(|| "job".to_owned(), |flag| flag.replace('-', "_"))
}

/// A value as a person wrote it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => presentable(text),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The settings by their group.
fn groups(settings: &[Setting]) -> impl Iterator<Item = (&str, &[Setting])> {
    settings.chunk_by(|a, b| a.group == b.group).map(|group| (group[0].group.as_str(), group))
}

/// How wide the table is, in characters.
const WIDTH: usize = 100;

/// The column of the flag and its values, and that of the default.
const COLUMNS: (usize, usize) = (34, 14);

fn table(settings: &[SettingHere], out: &mut impl Write) -> anyhow::Result<()> {
    let indent = " ".repeat(2 + COLUMNS.0 + COLUMNS.1);
    for settings in settings.chunk_by(|a, b| a.setting.group == b.setting.group) {
        writeln!(out, "{}", settings[0].setting.group)?;
        for SettingHere { setting, value, from } in settings {
            let is_plain = setting.flag == setting.values || setting.values == SWITCH;
            let values = if is_plain { "" } else { &setting.values };
            let flag = format!("{} {values}", setting.flag);
            let value = value.as_deref().unwrap_or_default();
            let (flag_width, value_width) = (COLUMNS.0.max(flag.chars().count() + 2), COLUMNS.1);
            let start = format!("  {flag:<flag_width$}{value:<value_width$}");
            // What is too long for its column pushes the rest to the next line.
            let fits = flag.chars().count() < COLUMNS.0 && value.chars().count() < COLUMNS.1;
            if !fits {
                writeln!(out, "{}", start.trim_end())?;
            }
            let options = textwrap::Options::new(WIDTH)
                // Dates have hyphens.
                .word_splitter(textwrap::WordSplitter::NoHyphenation)
                .initial_indent(if fits { &start } else { &indent })
                .subsequent_indent(&indent);
            let from = match (from.as_str(), &setting.default) {
                ("default", _) => String::new(),
                (from, Some(default)) => format!(" (from {from}; the default is {default})"),
                (from, None) => format!(" (from {from})"),
            };
            writeln!(out, "{}", textwrap::fill(&format!("{}{from}", setting.meaning), options))?;
        }
        writeln!(out)?;
    }
    write!(out, "{FOOT}")?;
    Ok(())
}

const FOOT: &str = "\
The columns are flag with values, what it is here, and meaning. A setting is taken from the first
that says it: the flag (--time-zone), its variable (LABELRACE_TIME_ZONE), LABELRACE_SETTINGS,
labelrace.toml in this folder (time_zone = \"Europe/Berlin\"), labelrace/labelrace.toml in your
configuration folder (~/.config), the default. In an event of the function it is time_zone.
";

const HEAD: &str = "\
# Settings

<!-- Made by `labelrace settings --format md > docs/settings.md`; a test compares the two. -->

Every setting of a film and of a run. On the command line it is a flag; in an event of the Lambda function it is a field, and so it is in the template's parameter `Settings`, which is JSON with fields of an event: `{\"theme\": \"dark\", \"top\": 12}`.

An event's field wins over `Settings`. A setting with a variable of its own is passed by another parameter of the template (see [deploy.md](deploy.md)), so `Settings` cannot have it. The fields of **Run** belong in an event.

## Where settings come from

Every command takes a setting from the first of these that says it:

1. the flag: `--time-zone Europe/Berlin`
2. its variable: `LABELRACE_TIME_ZONE=Europe/Berlin` (for a switch `true` or `false`); then the fields in `LABELRACE_SETTINGS`
3. `labelrace.toml` in the folder that you are in: `time_zone = \"Europe/Berlin\"`, `top = 12`, `no_others = true`
4. `labelrace/labelrace.toml` in your configuration folder: `$XDG_CONFIG_HOME` or `~/.config`, on Windows `%APPDATA%`
5. the default

So one `job = \"s3://bucket/prefix/job-name/\"` in a folder makes `labelrace render` enough there. A setting that excludes one that is said more strongly is left out, such as `duration` beside `--per-bucket`. What belongs to one command, such as `--output`, is only a flag; so is `--ffmpeg`, since a folder must not choose which program starts. Nor does a folder choose where films and mail go: `bucket`, `topic_arn`, `link_url` and `link_key_id` are refused in the file of the folder, and taken from your own. A key that is not a setting is refused. `labelrace settings` shows what each setting is here, and which of these says so. The function has neither file: it takes events, its variables and `LABELRACE_SETTINGS`.
";

fn markdown(settings: &[Setting], out: &mut impl Write) -> anyhow::Result<()> {
    write!(out, "{HEAD}")?;
    for (group, settings) in groups(settings) {
        let has_variables = settings.iter().any(|setting| setting.variable.is_some());
        let variable = if has_variables { (" variable |", "---|") } else { ("", "") };
        writeln!(out, "\n## {group}\n")?;
        writeln!(out, "| flag | field |{} values | default | meaning |", variable.0)?;
        writeln!(out, "|---|---|{}---|---|---|", variable.1)?;
        for setting in settings {
            let code = |text: Option<&String>| text.map_or_else(String::new, |text| format!(" `{text}`"));
            write!(out, "|{} |{} |", code(Some(&setting.flag)), code(setting.field.as_ref()))?;
            if has_variables {
                write!(out, "{} |", code(setting.variable.as_ref()))?;
            }
            let plain =
                |text: &str| if text.is_empty() { String::new() } else { format!(" {}", escaped(text)) };
            let default = setting.default.as_deref().unwrap_or_default();
            writeln!(out, "{} |{} |{} |", plain(&setting.values), plain(default), plain(&setting.meaning))?;
        }
    }
    Ok(())
}

/// A text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "\\<")
}
