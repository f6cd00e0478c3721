//! What a log of the workers' activity was used for, and what readers have to know about that.

use serde::{Deserialize, Serialize};

use crate::locale::{counted, thousands};

/// What a log was used for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "use", rename_all = "lowercase")]
pub enum LogUse {
    /// Everything: submitted tasks are what is counted.
    Alone,
    /// What the responses do not know.
    Beside(LogComparison),
    /// Nothing, since it could not be read.
    Unread {
        /// Why not.
        why: String,
    },
}

/// How far a log and the responses differ, up to the newest response of each job.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct LogComparison {
    /// Answers in the responses.
    pub responses: u64,
    /// Tasks that the log says were submitted in the same time.
    pub logged: u64,
    /// Tasks that the log says were submitted after it, which count.
    pub later: u64,
    /// People in either of the two.
    pub people: usize,
    /// People whose numbers differ.
    pub differing: usize,
    /// The smallest difference of one person: logged tasks less answers.
    pub least: i64,
    /// The largest difference of one person.
    pub most: i64,
}

const WHY_THEY_DIFFER: &str = "a response appears only when its object is finished; the log delivers each event once and may miss some, and begins only where the work team was made after August 2019 and the job's role may write to it";

impl LogUse {
    /// What a reader has to know about it, as one sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::Alone => "Every task that the activity log says was submitted counts.".to_owned(),
            Self::Beside(comparison) => comparison.sentence(),
            Self::Unread { why } => {
                format!("The activity log could not be used, so this is what the responses tell: {why}.")
            }
        }
    }
}

impl LogComparison {
    fn sentence(&self) -> String {
        let Self { responses, logged, later, people, differing, least, most } = self;
        let later = match *later {
            0 => String::new(),
            n => format!(", and {} from the log", counted(n, "later task comes", "later tasks come")),
        };
        let responses = thousands(*responses);
        if *differing == 0 {
            let whom =
                if *people == 1 { "the one person".to_owned() } else { format!("all {people} people") };
            return format!(
                "The activity log has as many tasks as the responses, {responses}, for {whom}{later}."
            );
        }
        let logged = counted(*logged, "task", "tasks");
        let whom = if *people == 1 { "person" } else { "people" };
        let range = if least == most { format!("{least:+}") } else { format!("{least:+} to {most:+}") };
        format!(
            "The activity log has {logged} where the responses have {responses} ({range} per person, for {differing} of {people} {whom}){later}: {WHY_THEY_DIFFER}."
        )
    }
}
