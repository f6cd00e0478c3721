//! What somebody who helps has to know first: versions, the encoder, fonts and settings. It goes into public issues,
//! so nothing in it is a name, an id, an address or a path.

use std::{collections::BTreeMap, env, fs, io::IsTerminal, path::PathBuf};

use labelrace::{
    film::encode,
    run::Machine,
    settings::{SWITCH, Setting, settings, variable_of, zone},
};

#[cfg(not(feature = "aws"))]
use super::args::EncoderArgs;

/// The number, and what the program was built from.
pub(crate) const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("LABELRACE_BUILD"), ")");

/// Of the command `doctor` without AWS, where there is nothing else to look at.
#[cfg(not(feature = "aws"))]
#[derive(clap::Args, Debug)]
pub(crate) struct ReportArgs {
    /// Print the report
    #[arg(long, required = true)]
    report: bool,

    #[command(flatten)]
    pub(crate) encoder: EncoderArgs,
}

/// The report, a line for each thing.
pub(crate) fn report(machine: &Machine) -> String {
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let system = format!("{} {}", env::consts::OS, plain(&kernel));
    let lines = [
        ("version", format!("labelrace {VERSION}")),
        ("target", env!("LABELRACE_TARGET").to_owned()),
        ("system", system.trim_end().to_owned()),
        ("ffmpeg", encoder(machine)),
        ("fonts", fonts(&machine.fonts)),
        ("terminal", if std::io::stderr().is_terminal() { "yes" } else { "no" }.to_owned()),
        ("settings", variables(&|name| env::var(name).ok())),
    ];
    let line = |(what, words): &(&str, String)| format!("{what:<9} {words}\n");
    lines.iter().map(line).collect()
}

fn encoder(machine: &Machine) -> String {
    let Ok(ffmpeg) = encode::find(&machine.encoder) else { return "not found".to_owned() };
    let origin = machine.encoder.origin(&ffmpeg);
    match encode::version(&ffmpeg) {
        Ok(version) if version.is_empty() => format!("of no known version, {origin}"),
        Ok(version) => format!("{version}, {origin}"),
        Err(_) => format!("does not start, {origin}"),
    }
}

fn fonts(folders: &[PathBuf]) -> String {
    if folders.iter().any(|folder| folder.is_dir()) {
        "embedded, and a folder of more".to_owned()
    } else {
        "embedded only".to_owned()
    }
}

/// Which settings variables say. A value is shown only where nobody can be called like it.
fn variables(variable: &dyn Fn(&str) -> Option<String>) -> String {
    let variable = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
    let settings = settings();
    let names: BTreeMap<String, &Setting> =
        settings.iter().map(|setting| (field(setting), setting)).collect();
    let mut said = Vec::new();
    for (field, setting) in &names {
        let name = variable_of(field);
        if let Some(value) = variable(&name) {
            said.push(told(&name, Some(setting), &value));
        }
    }
    for name in ["LABELRACE_FFMPEG", "LABELRACE_FONTS", "LABELRACE_LOG"] {
        said.extend(variable(name).map(|_| format!("{name} is set")));
    }
    if let Some(json) = variable("LABELRACE_SETTINGS") {
        match serde_json::from_str::<BTreeMap<String, serde_json::Value>>(&json) {
            Err(_) => said.push("LABELRACE_SETTINGS is not a JSON object".to_owned()),
            Ok(fields) => said.extend(fields.iter().map(|(field, value)| {
                let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
                match names.get(field) {
                    Some(setting) => told(&format!("LABELRACE_SETTINGS: {field}"), Some(setting), &text),
                    None => "LABELRACE_SETTINGS: a field that there is not".to_owned(),
                }
            })),
        }
    }
    if said.is_empty() { "as they are by default".to_owned() } else { said.join("\n          ") }
}

/// What an event calls it, or would.
fn field(setting: &Setting) -> String {
    let flag = || setting.flag.trim_start_matches('-').replace('-', "_");
    setting.field.clone().unwrap_or_else(flag)
}

fn told(name: &str, setting: Option<&&Setting>, value: &str) -> String {
    match setting {
        Some(setting) if is_harmless(setting, value) => format!("{name} = {value}"),
        _ => format!("{name} is set"),
    }
}

/// Whether a value says nothing about anybody: a word of a list, a number with its limits, a length, a time zone.
fn is_harmless(setting: &Setting, value: &str) -> bool {
    let is_number = value.len() <= 20
        && value.starts_with(|c: char| c.is_ascii_digit())
        && value.chars().all(|c| c.is_ascii_digit() || ".smhdx".contains(c));
    match setting.values.as_str() {
        SWITCH => ["true", "false"].contains(&value),
        "N" | "LENGTH" => is_number,
        "ZONE" => zone(value).is_ok(),
        values if values.starts_with(|c: char| c.is_ascii_digit()) => is_number,
        values => values.contains(", ") && values.split(", ").any(|word| word == value),
    }
}

/// A text of others, as far as nothing can be done with it.
fn plain(text: &str) -> String {
    text.trim().chars().filter(|c| c.is_ascii_alphanumeric() || ".-+_".contains(*c)).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(set: &[(&str, &str)]) -> String {
        let find =
            |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned());
        variables(&find)
    }

    #[test]
    fn values_that_may_be_of_somebody_are_not_shown() {
        assert_eq!(of(&[("LABELRACE_BUCKET", ""), ("HOME", "/home/ada")]), "as they are by default");
        let told = of(&[
            ("LABELRACE_TIME_ZONE", "Europe/Berlin"),
            ("LABELRACE_BUCKET", "ada-films"),
            ("LABELRACE_JOB", "s3://ada/job"),
            ("LABELRACE_CONTACT", "ada@example.com"),
            ("LABELRACE_FFMPEG", "/home/ada/ffmpeg"),
            (
                "LABELRACE_SETTINGS",
                r#"{"account": "123456789012", "theme": "dark", "top": 12, "strict": true, "title": "Ada", "ada": 1, "duration": "40s"}"#,
            ),
        ]);
        let expected = [
            "LABELRACE_BUCKET is set",
            "LABELRACE_CONTACT is set",
            "LABELRACE_JOB is set",
            "LABELRACE_TIME_ZONE = Europe/Berlin",
            "LABELRACE_FFMPEG is set",
            "LABELRACE_SETTINGS: account is set",
            "LABELRACE_SETTINGS: a field that there is not",
            "LABELRACE_SETTINGS: duration = 40s",
            "LABELRACE_SETTINGS: strict = true",
            "LABELRACE_SETTINGS: theme is set",
            "LABELRACE_SETTINGS: title is set",
            "LABELRACE_SETTINGS: top = 12",
        ];
        assert_eq!(told, expected.join("\n          "));
    }

    #[test]
    fn a_name_in_the_place_of_a_word_is_not_shown() {
        for (variable, value) in [("LABELRACE_TIME_ZONE", "Ada/Lovelace"), ("LABELRACE_LINK_DAYS", "ada")] {
            assert_eq!(of(&[(variable, value)]), format!("{variable} is set"));
        }
        assert_eq!(of(&[("LABELRACE_SETTINGS", "{ada")]), "LABELRACE_SETTINGS is not a JSON object");
    }
}
