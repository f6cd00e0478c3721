//! Which columns of a table say who, when, and on what, by the names that tools and people give them.

use crate::{locale::plain::quotable, source::options::ColumnNames};

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
    /// Whether a row is a number of somebody at some time, and nothing is said of single answers.
    are_numbers: bool,
    /// What somebody called a column, and there is none.
    pub(super) unfound: Vec<String>,
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
    "submitted",
    "time",
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
    "object",
    "objectid",
    "id",
];
/// How many somebody had, in tables that have a row for each number and not for each answer.
const NUMBER: &[&str] = &[
    "labels",
    "labeled",
    "count",
    "counts",
    "value",
    "total",
    "sum",
    "cumulative",
    "number",
    "amount",
    "answers",
    "annotations",
    "submissions",
    "tasks",
    "done",
    "completed",
    "score",
    "points",
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
/// What else such tables have: how people and teams are called.
const NAMES: &[&str] = &["name", "team", "group"];

/// The most columns that a message names, and the most characters of each.
const MOST_SHOWN: usize = 20;
const LONGEST_SHOWN: usize = 40;

impl Columns {
    /// Finds them among the names of all columns. What somebody `said` is taken at its word.
    pub(super) fn of<S: AsRef<str>>(names: &[S], said: &ColumnNames) -> Self {
        let mut columns = Self::known(names);
        let plain: Vec<String> = names.iter().map(|name| plain(name.as_ref())).collect();
        let mut unfound = Vec::new();
        let mut find = |said: &Option<String>| {
            let said = said.as_deref()?;
            let exactly = names.iter().position(|name| name.as_ref().trim() == said);
            let wanted = self::plain(said);
            let found =
                exactly.or_else(|| plain.iter().position(|name| !wanted.is_empty() && *name == wanted));
            if found.is_none() {
                unfound.push(said.to_owned());
            }
            found
        };
        columns.worker = find(&said.worker).or(columns.worker);
        if let Some(time) = find(&said.time) {
            columns.times = vec![time];
        }
        if let Some(object) = find(&said.object) {
            columns.object = vec![object];
        }
        columns.seconds = find(&said.seconds).or(columns.seconds);
        columns.started = find(&said.started).or(columns.started);
        let are_numbers = columns.are_numbers && *said == ColumnNames::default();
        Self { are_numbers, unfound, ..columns }
    }

    fn known<S: AsRef<str>>(names: &[S]) -> Self {
        let plain: Vec<String> = names.iter().map(|name| plain(name.as_ref())).collect();
        let at = |name: &str| plain.iter().position(|known| known == name);
        let first = |synonyms: &[&str]| synonyms.iter().find_map(|name| at(name));
        // Zooniverse: people who are not logged in have a name, but no id, and workflows share their subjects.
        let is_zooniverse = at("classificationid").is_some() && at("subjectids").is_some();
        let object = if is_zooniverse {
            ["workflowid", "subjectids"].iter().filter_map(|name| at(name)).collect()
        } else {
            first(OBJECT).into_iter().collect::<Vec<_>>()
        };
        // Whose answers are single ones, they have something else to say of each.
        let of_number =
            |name: &String| [WORKER, TIME, NUMBER, NAMES].iter().any(|known| known.contains(&&**name));
        let golden = |name: &S| name.as_ref().trim().starts_with("GOLDEN:");
        Self {
            worker: if is_zooniverse { at("username") } else { first(WORKER) },
            times: TIME.iter().filter_map(|name| at(name)).collect(),
            are_numbers: first(NUMBER).is_some() && plain.iter().all(of_number),
            object,
            started: first(STARTED),
            seconds: first(SECONDS),
            status: first(STATUS),
            unless: UNLESS.iter().filter_map(|&(name, why)| Some((at(name)?, why))).collect(),
            golden: (0..names.len()).filter(|&n| golden(&names[n])).collect(),
            answer: at("annotationid"),
            unfound: Vec::new(),
        }
    }

    /// Whether they say who and when, in a row for each answer.
    pub(super) fn are_enough(&self) -> bool {
        self.worker.is_some() && !self.times.is_empty() && self.unfound.is_empty() && !self.are_numbers
    }

    /// What these columns, called `names`, lack to be enough, and what to do about it.
    pub(super) fn lack<S: AsRef<str>>(&self, names: &[S]) -> String {
        let lack = match (&self.unfound[..], self.worker.is_some(), self.times.is_empty()) {
            ([unfound, ..], ..) => format!("it has no column {}", quotable(unfound)),
            ([], false, true) => "no column is known to say who and when".to_owned(),
            ([], false, false) => "no column is known to say who".to_owned(),
            ([], true, _) => "no column is known to say when".to_owned(),
        };
        let is_of_names = self.worker.is_none()
            && self.times.is_empty()
            && names.iter().any(|name| plain(name.as_ref()) == "name");
        let shown = names.iter().map(|name| quotable(name.as_ref())).filter(|name| !name.is_empty());
        let shown = shown.map(|name| name.chars().take(LONGEST_SHOWN).collect::<String>());
        let shown: Vec<String> = shown.take(MOST_SHOWN).collect();
        let more = if names.len() <= MOST_SHOWN { "" } else { ", ..." };
        format!(
            "{lack}; its columns are {}{more}; name them with --columns worker=...,time=...{}",
            shown.join(", "),
            if is_of_names { ", or give a file of names with --aliases beside the job" } else { "" }
        )
    }
}

/// Whether tools give a column of people this name.
pub(super) fn is_worker(name: &str) -> bool {
    WORKER.contains(&plain(name).as_str())
}

/// Whether tools give a column of times this name.
pub(super) fn is_time(name: &str) -> bool {
    TIME.contains(&plain(name).as_str())
}

/// A name without what people write differently: case, spaces, lines and colons.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::sample::select;

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
            let columns = Columns::known(&names);
            assert_eq!(
                (columns.worker, columns.times, columns.object),
                (Some(0), vec![1], vec![2]),
                "{names:?}"
            );
        }
    }

    #[test]
    fn a_row_for_each_number_is_no_row_for_each_answer() {
        assert!(!Columns::known(&["date", "user", "labels"]).are_enough());
        assert!(Columns::known(&["time", "worker", "object", "annotations"]).are_enough());
        assert!(Columns::known(&["annotator", "created_at", "label", "score"]).are_enough());
        assert!(Columns::of(&["date", "user", "labels"], &"worker=user".parse().unwrap()).are_enough());
    }

    #[test]
    fn what_was_changed_last_is_no_time_and_a_name_alone_is_nobody() {
        assert!(!Columns::known(&["worker", "updated_at"]).are_enough());
        assert!(!Columns::known(&["date", "name", "value"]).are_enough());
        assert!(!Columns::known(&[""; 0]).are_enough());
    }

    #[test]
    fn what_somebody_said_is_taken_at_its_word() {
        let names = ["Wer", "Wann", "user", "date"];
        let said = |text: &str| Columns::of(&names, &text.parse().unwrap());
        let columns = said("worker=wer,time=Wann");
        assert_eq!((columns.worker, columns.times, columns.unfound.len()), (Some(0), vec![1], 0));
        let columns = said("worker=Wo");
        assert!(!columns.are_enough());
        let lack = columns.lack(&names);
        assert!(
            lack.starts_with("it has no column Wo; its columns are Wer, Wann, user, date; name"),
            "{lack}"
        );
        let lack = Columns::known(&["a@b.de", "date"]).lack(&["a@b.de", "date"]);
        assert!(lack.starts_with("no column is known to say who; its columns are ..., date"), "{lack}");
    }

    #[test]
    fn zooniverses_people_have_names() {
        let names = ["classification_id", "user_name", "user_id", "workflow_id", "created_at", "subject_ids"];
        let columns = Columns::known(&names);
        assert_eq!((columns.worker, columns.object), (Some(1), vec![3, 5]));
    }

    proptest::proptest! {
        #[test]
        fn a_name_is_known_however_it_is_written(
            worker in select(WORKER),
            time in select(TIME),
            object in select(OBJECT),
            place in 0usize..20,
            between in "[ _:.-]{0,2}",
            is_upper: bool,
        ) {
            let written = |name: &str| {
                let name = if is_upper { name.to_uppercase() } else { name.to_owned() };
                let (before, after) = name.split_at(place.min(name.len()));
                format!("{before}{between}{after}")
            };
            let columns = Columns::known(&[worker, time, object].map(written));
            proptest::prop_assert_eq!((columns.worker, columns.times, columns.object), (Some(0), vec![1], vec![2]));
        }
    }
}
