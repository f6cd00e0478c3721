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
                let job = line.job.unwrap_or("-");
                writeln!(out, "{:13}  {:15}  {:29}  {}", line.tool, job, exact(line.times), line.what)?;
            }
        }
        SettingsFormat::Md => {
            write!(out, "{INTRODUCTION}")?;
            for line in &lines {
                let (job, exact) = (line.job.unwrap_or("-"), exact(line.times));
                writeln!(out, "| {} | {} | {job} | {exact} | {} |", line.tool, line.what, line.rests_on)?;
            }
            write!(out, "{DETAILS}")?;
            for line in lines.iter().filter(|line| line.times.is_some()) {
                writeln!(out, "- **{}**, {}: {}", line.tool, line.what, line.counts)?;
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

`labelrace formats` prints this page's table:

| tool | what is read | a job is | how exact | known from |
|---|---|---|---|---|
";

const DETAILS: &str = "
## Which file belongs to which job

A folder or prefix may mix all of these. Files of other tools count beside Ground Truth's jobs as long as they are not inside the folder of one; where there are jobs, a folder of which the first 100 files are of no tool is left alone. A file of a kind that is not read costs what lies beside it nothing: it is named in a warning and in the receipt, also with `--strict`. Tables and receipts that labelrace itself has written are left out without a word. `labelrace jobs` lists what was found, with the tool of each job, and `--all-jobs` makes one race of it.

Of some tools all files in a place are one job. Label Studio and Labelbox name the project of each answer. Wherever its files are, a project is one job, and an answer that is in two of them counts once. Label Studio's tables (CSV, TSV and JSON_MIN) name no project: they belong to the one that has the same answers, and are a job of their own if there is none. A place with a single project is one job and needs no further name. Where there are several, `--labeling-job project-12` (or the name or id that Labelbox gives it) takes one of them. Projects of Labelbox that have one name are one job; a line says so and has their ids, by which `--labeling-job` takes one of them. Two servers of Label Studio number their projects alike: if their annotations contradict each other, the files of different folders are different jobs, called like their folders, and within one folder a line says so. An export in JSON may be of any size; tables are read up to 64 MB.

## What counts

";
