//! Every setting on a page: for people, for `docs/settings.md`, and for machines.

use std::io::Write;

use labelrace::settings::{self, SWITCH, Setting};

use super::args::SettingsFormat;

/// The settings in this format.
pub(crate) fn print(format: SettingsFormat, out: &mut impl Write) -> anyhow::Result<()> {
    let settings = settings::settings();
    match format {
        SettingsFormat::Table => table(&settings, out)?,
        SettingsFormat::Md => markdown(&settings, out)?,
        SettingsFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &settings)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// The settings by their group.
fn groups(settings: &[Setting]) -> impl Iterator<Item = (&str, &[Setting])> {
    settings.chunk_by(|a, b| a.group == b.group).map(|group| (group[0].group.as_str(), group))
}

/// How wide the table is, in characters.
const WIDTH: usize = 100;

/// The column of the flag and its values, and that of the default.
const COLUMNS: (usize, usize) = (34, 14);

fn table(settings: &[Setting], out: &mut impl Write) -> anyhow::Result<()> {
    let indent = " ".repeat(2 + COLUMNS.0 + COLUMNS.1);
    for (group, settings) in groups(settings) {
        writeln!(out, "{group}")?;
        for setting in settings {
            let is_plain = setting.flag == setting.values || setting.values == SWITCH;
            let values = if is_plain { "" } else { &setting.values };
            let flag = format!("{} {values}", setting.flag);
            let default = setting.default.as_deref().unwrap_or_default();
            let start = format!(
                "  {flag:<flag_width$}{default:<default_width$}",
                flag_width = COLUMNS.0,
                default_width = COLUMNS.1
            );
            // What is too long for its column pushes the rest to the next line.
            let fits = flag.chars().count() < COLUMNS.0 && default.chars().count() < COLUMNS.1;
            if !fits {
                writeln!(out, "{}", start.trim_end())?;
            }
            let options = textwrap::Options::new(WIDTH)
                // Dates have hyphens.
                .word_splitter(textwrap::WordSplitter::NoHyphenation)
                .initial_indent(if fits { &start } else { &indent })
                .subsequent_indent(&indent);
            writeln!(out, "{}", textwrap::fill(&setting.meaning, options))?;
        }
        writeln!(out)?;
    }
    writeln!(
        out,
        "The columns are flag with values, default and meaning. In an event, --time-zone is time_zone."
    )?;
    Ok(())
}

const HEAD: &str = "\
# Settings

<!-- Made by `labelrace settings --format md > docs/settings.md`; a test compares the two. -->

Every setting of a film and of a run. On the command line it is a flag; in an event of the Lambda function it is a field, and so it is in the template's parameter `Settings`, which is JSON with fields of an event: `{\"theme\": \"dark\", \"top\": 12}`.

An event's field wins over `Settings`. A setting with a variable of its own is passed by another parameter of the template (see [deploy.md](deploy.md)), so `Settings` cannot have it. The fields of **Run** belong in an event.
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
