//! Which columns of a table say who, when, and on what, by the names that tools and people give them.

/// The columns of a table that are used, by their place; what is missing is `None` or empty.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Columns {
    pub(super) worker: Option<usize>,
    /// All that may be the time, the best first: a column `end` may hold something else.
    pub(super) times: Vec<usize>,
    /// They name an object together.
    pub(super) object: Vec<usize>,
    pub(super) started: Option<usize>,
    pub(super) seconds: Option<usize>,
    /// Whether an answer was accepted, rejected, returned.
    pub(super) status: Option<usize>,
    /// An answer counts only if this is not true, and what it is called then.
    pub(super) unless: Vec<(usize, &'static str)>,
    /// Filled in where a task only tests people.
    pub(super) golden: Vec<usize>,
    /// The id of an answer, which is empty in the row of a task that has none.
    pub(super) answer: Option<usize>,
}

const WORKER: &[&str] = &[
    "workerid",
    "worker",
    "assignmentworkerid",
    "annotatorid",
    "annotator",
    "labelerid",
    "labeler",
    "labelerlogin",
    "userid",
    "username",
    "user",
    "authorid",
    "author",
    "authorname",
    "createdby",
    "completedby",
    "assignee",
    "raterid",
    "rater",
    "coderid",
    "coder",
    "participantid",
    "participant",
    "prolificpid",
    "amtworkerids",
    "workeremail",
    "useremail",
    "annotatoremail",
    "email",
];
/// Never when something was changed last: a review or a star moves that.
const TIME: &[&str] = &[
    "submittedat",
    "submittime",
    "submissiontime",
    "assignmentsubmitted",
    "completedat",
    "completetime",
    "finishedat",
    "end",
    "endtime",
    "enddate",
    "createdat",
    "insertedat",
    "creationdate",
    "recordeddate",
    "timestamp",
    "timestampiso",
    "datetime",
    "date",
];
const OBJECT: &[&str] = &[
    "taskid",
    "assignmenttaskid",
    "datarowid",
    "unitid",
    "itemid",
    "recordid",
    "exampleid",
    "task",
    "item",
    "documentid",
    "documentname",
    "document",
    "imageid",
    "imagename",
    "image",
    "filename",
    "file",
    "subjectids",
    "hitid",
    "id",
];
const STARTED: &[&str] = &["startedat", "accepttime", "assignmentstarted", "startdate", "starttime", "start"];
const SECONDS: &[&str] = &[
    "worktimeinseconds",
    "leadtime",
    "durationinseconds",
    "duration",
    "timespent",
    "secondstoannotate",
    "secondstolabel",
    "seconds",
];
const STATUS: &[&str] = &["assignmentstatus", "status"];
const UNLESS: &[(&str, &str)] = &[
    ("tainted", "tainted"),
    ("wascancelled", "cancelled"),
    ("cancelled", "cancelled"),
    ("skipped", "skipped"),
];

impl Columns {
    /// Finds them among the names of all columns.
    pub(super) fn of<S: AsRef<str>>(names: &[S]) -> Self {
        let plain: Vec<String> = names.iter().map(|name| plain(name.as_ref())).collect();
        let at = |name: &str| plain.iter().position(|known| known == name);
        let first = |synonyms: &[&str]| synonyms.iter().find_map(|name| at(name));
        // Zooniverse: people who are not logged in have a name, but no id, and workflows share their subjects.
        let is_zooniverse = at("classificationid").is_some() && at("subjectids").is_some();
        let object = if is_zooniverse {
            ["workflowid", "subjectids"].iter().filter_map(|name| at(name)).collect()
        } else {
            first(OBJECT).into_iter().collect()
        };
        let golden = |name: &S| name.as_ref().trim().starts_with("GOLDEN:");
        Self {
            worker: if is_zooniverse { at("username") } else { first(WORKER) },
            times: TIME.iter().filter_map(|name| at(name)).collect(),
            object,
            started: first(STARTED),
            seconds: first(SECONDS),
            status: first(STATUS),
            unless: UNLESS.iter().filter_map(|&(name, why)| Some((at(name)?, why))).collect(),
            golden: (0..names.len()).filter(|&n| golden(&names[n])).collect(),
            answer: at("annotationid"),
        }
    }

    /// Whether they say who and when.
    pub(super) fn are_enough(&self) -> bool {
        self.worker.is_some() && !self.times.is_empty()
    }
}

/// A name without what people write differently: case, spaces, lines and colons.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_any_of_their_names() {
        for names in [
            ["workerId", "completeTime", "taskId"],
            ["Annotator", "Creation Date", "Document"],
            ["!amt_worker_ids", "SubmitTime", "HITId"],
            ["ASSIGNMENT:worker_id", "ASSIGNMENT:submitted", "ASSIGNMENT:task_id"],
            ["_worker_id", "_created_at", "_unit_id"],
        ] {
            let columns = Columns::of(&names);
            assert_eq!(
                (columns.worker, columns.times, columns.object),
                (Some(0), vec![1], vec![2]),
                "{names:?}"
            );
        }
    }

    #[test]
    fn what_was_changed_last_is_no_time_and_a_name_alone_is_nobody() {
        assert!(!Columns::of(&["worker", "updated_at"]).are_enough());
        assert!(!Columns::of(&["date", "name", "value"]).are_enough());
        assert!(!Columns::of(&[""; 0]).are_enough());
    }

    #[test]
    fn zooniverses_people_have_names() {
        let names = ["classification_id", "user_name", "user_id", "workflow_id", "created_at", "subject_ids"];
        let columns = Columns::of(&names);
        assert_eq!((columns.worker, columns.object), (Some(1), vec![3, 5]));
    }
}
