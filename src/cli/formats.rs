//! What is read of which tool: for people, for `docs/sources.md`, and for machines.

use std::io::Write;

use labelrace::source::{Times, formats};

use super::args::SettingsFormat;

/// The formats in this format.
pub(crate) fn print(format: SettingsFormat, out: &mut impl Write) -> anyhow::Result<()> {
    let lines = formats::lines();
    match format {
        SettingsFormat::Table => {
            for line in lines {
                writeln!(out, "{:13}  {:29}  {}", line.tool, exact(line.times), line.what)?;
            }
        }
        SettingsFormat::Md => {
            write!(out, "{INTRODUCTION}")?;
            for line in lines {
                writeln!(out, "| {} | {} | {} |", line.tool, line.what, exact(line.times))?;
            }
        }
        SettingsFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &lines)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

fn exact(times: Option<Times>) -> &'static str {
    match times {
        None => "not read",
        Some(Times::Submitted | Times::Zoneless) => "each answer has its own time",
        Some(Times::Consolidated) => "the time of consolidation",
        Some(Times::File) => "the time of the file",
    }
}

const INTRODUCTION: &str = "\
# What is read

A file is recognized by what is in it, never by its name. Answers that were rejected, canceled or skipped, drafts and predictions do not count; the receipt says how many there were. An e-mail address is replaced by a hash before anything else sees it, but an alias file may still name it.

In a table the columns of the worker, the time, the object and the seconds are found by the names that tools give them, in any case: `worker_id`, `annotator` or `user_name`; `submitted_at`, `SubmitTime` or `created_at`; `task_id`, `HITId` or `image`; `lead_time` or `duration`. A time that names no zone is one of `--time-zone`. If dates such as 8/9/2018 do not show their order by a day above 12, `--date-order` has to.

A page of `labelrace formats --format md`:

| tool | what is read | how exact |
|---|---|---|
";
