//! The page for a works council, as it is printed.

use std::io::Write;

use labelrace::{people::presentable, run::Datasheet};

use super::{args::TextFormat, tables::text_or_json};

/// In columns.
const WIDTH: usize = 78;

/// What is done with the data of people.
pub(crate) fn print(sheet: &Datasheet, format: TextFormat, out: &mut impl Write) -> anyhow::Result<()> {
    text_or_json(format, || text(sheet), sheet, out)
}

fn text(sheet: &Datasheet) -> String {
    let of = sheet.job.as_deref().map_or_else(String::new, |job| format!(" of {}", presentable(job)));
    let mut lines = vec![format!("Data sheet{of}: labelrace {}", env!("CARGO_PKG_VERSION"))];
    for section in &sheet.sections {
        lines.extend([String::new(), section.title.to_owned()]);
        let options = textwrap::Options::new(WIDTH).initial_indent("- ").subsequent_indent("  ");
        for line in &section.lines {
            lines.extend(textwrap::wrap(&presentable(line), &options).into_iter().map(String::from));
        }
    }
    lines.join("\n") + "\n"
}
