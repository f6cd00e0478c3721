//! CVAT: the table of its events, which it can also put into a bucket. Its data sets name nobody.
//!
//! Each time somebody saves new annotations is an answer, since an event does not say on which images they are. Its
//! times are those of the server's database, in UTC.

use chrono_tz::Tz;

use super::{
    format::{Contents, FileFacts, Format, Read},
    table_time,
};
use crate::source::{
    answer::{Submission, WorkerId},
    options::DateOrder,
    sheet,
    skipped::{Reason, Skip},
    time,
};

/// Events, saved as CSV: the file is the job.
pub static FORMAT: Format = Format {
    tool: "CVAT",
    give: Some("a table of CVAT's events"),
    counts: "each time that somebody saved new annotations, since events do not name images; `--count annotations` counts annotations.",
    rests_on: "its source and documentation",
    head: |head| EventColumns::of(&sheet::header(head.bytes)).is_some(),
    read: Read::Whole(read),
    ..Format::OF_ANOTHER_TOOL
};

/// The columns of the table by their places.
struct EventColumns {
    scope: usize,
    timestamp: usize,
    count: Option<usize>,
    job: usize,
    user_id: usize,
    user_name: Option<usize>,
}

impl EventColumns {
    fn of(names: &[String]) -> Option<Self> {
        let at = |name: &str| names.iter().position(|known| known == name);
        at("obj_name")?;
        Some(Self {
            scope: at("scope")?,
            timestamp: at("timestamp")?,
            count: at("count"),
            job: at("job_id")?,
            user_id: at("user_id")?,
            user_name: at("user_name"),
        })
    }
}

fn read(bytes: &[u8], facts: &FileFacts) -> Result<Contents, Skip> {
    let text = sheet::text(bytes).map_err(|error| Skip::new(Reason::WrongShape, error.to_string()))?;
    let mut rows = sheet::rows(&text);
    let names =
        rows.next().and_then(Result::ok).map(|row| row.cells.iter().map(str::to_owned).collect::<Vec<_>>());
    let Some(columns) = names.and_then(|names| EventColumns::of(&names)) else {
        return Err(Skip::new(Reason::WrongShape, "not a table of events"));
    };
    let mut contents = Contents::default();
    for row in rows {
        let row = row.map_err(|error| Skip::new(Reason::WrongShape, error.to_string()))?;
        let cell = |column: usize| row.cells.get(column).unwrap_or_default();
        if cell(columns.scope) != "create:annotations" {
            continue;
        }
        match submission(&columns, cell, facts) {
            Ok(submission) => {
                let object = format!("{} at {}", cell(columns.job), cell(columns.timestamp));
                contents.answers.push((object.into(), submission));
            }
            Err(skip) => contents.skipped.push(skip.in_line(row.line)),
        }
    }
    Ok(contents)
}

fn submission<'r>(
    columns: &EventColumns,
    cell: impl Fn(usize) -> &'r str,
    facts: &FileFacts,
) -> Result<Submission, Skip> {
    let ids = [Some(columns.user_id), columns.user_name];
    let worker_id = ids.into_iter().flatten().find_map(|column| WorkerId::new(cell(column)));
    if worker_id.is_none() {
        return Err(Skip::new(Reason::WrongShape, "an event without a user"));
    }
    let time = table_time::parse(cell(columns.timestamp), DateOrder::MonthFirst, Tz::UTC);
    let count = columns.count.and_then(|column| cell(column).parse().ok());
    Ok(Submission {
        worker_id,
        inside: Some(count.unwrap_or(1)),
        ..Submission::new(time::readable(time.map(|found| found.time), facts.now)?)
    })
}

#[cfg(test)]
mod tests {
    use super::{super::trial_tests as trial, *};

    const HEADER: &str = "scope,obj_name,obj_id,obj_val,source,timestamp,count,duration,project_id,task_id,job_id,user_id,user_name,user_email,org_id,org_slug,payload\n";

    fn row(scope: &str, at: &str, count: u64, user: &str) -> String {
        format!(
            "{scope},shapes,,,server,{at},{count},812,,3,12,{user},ann,ann@example.com,,,\"{{\"\"a\"\":1}}\""
        )
    }

    #[test]
    fn each_save_of_new_annotations_is_an_answer() {
        let rows = [
            row("send:working_time", "2023-05-11 09:13:00.000", 0, "7"),
            row("create:annotations", "2023-05-11 09:13:13.112", 4, "7"),
            row("create:annotations", "2023-05-11T09:14:13.112Z", 2, "7"),
            row("update:annotations", "2023-05-11 09:15:13.112", 2, "7"),
            row("create:annotations", "2023-05-11 09:16:13.112", 1, ""),
            row("create:annotations", "", 1, "7"),
        ];
        let text = format!("{HEADER}{}\n", rows.join("\n"));
        let (answers, left_out) = trial::answers(&FORMAT, &text);
        let found: Vec<_> = answers.iter().map(|(worker, _, at)| (worker.as_str(), at.as_str())).collect();
        let expected =
            [("7", "2023-05-11 09:13:13"), ("7", "2023-05-11 09:14:13"), ("ann", "2023-05-11 09:16:13")];
        assert_eq!((found, left_out), (expected.to_vec(), 1));
        assert_eq!(trial::contents(&FORMAT, &text).answers[0].1.inside, Some(4));
    }

    #[test]
    fn anything_may_be_between_the_rows() {
        trial::holds(&FORMAT, HEADER, |n| {
            row("create:annotations", &format!("2023-05-11 09:13:{:02}", n % 60), 1, "7")
        });
    }
}
