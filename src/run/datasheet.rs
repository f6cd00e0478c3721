//! One page for a works council or a data protection officer: what is done with the data of people.
//!
//! It is made from the settings in force, which are those of the function's variables, and says what follows from them.
//! Nothing is read for it. What the program does whatever the settings are is written here, and `docs/` says it longer.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::settings::{Defaults, Request, RequestError, SWITCH, Variable, settings};

/// The page.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Datasheet {
    /// The job that it is about, if one was named.
    pub job: Option<String>,
    /// Its sections, in order.
    pub sections: Vec<DatasheetSection>,
}

/// A section of the page.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct DatasheetSection {
    /// What it is about.
    pub title: &'static str,
    /// What it says: a sentence or a fact each.
    pub lines: Vec<String>,
}

/// The settings that decide what is shown of people, each with what its values mean.
const SWITCHES: [(&str, &str); 19] = [
    ("names", "pseudonym: invented names; cognito: names in the user pool; id: the beginning of the id"),
    ("aliases", "names that people chose themselves"),
    ("group", "who is in which team"),
    ("bars", "a bar for each person, or for each team"),
    ("top", "how many people have a bar; everybody else is summed up"),
    ("no_others", "whether the row for everyone else is left out"),
    (
        "privacy",
        "strict: nobody is named in mails, all bars have the colors of teams, and fewer than 5 people have one bar",
    ),
    ("race", "whether the film shows people, or only their team"),
    ("min_people", "if fewer people would be seen, the whole team has one bar"),
    ("gate", "whether labels count by name only where agreement with the others is not plainly low"),
    ("interval", "shorter than a day, a film shows in which hours each person labeled; 1d never does"),
    ("count", "what is counted"),
    ("goal", "a target for each person, as a line"),
    ("announce", "what the film says about people"),
    ("images", "pictures of people"),
    ("source", "whether the log of the workers' activity is read beside the answers"),
    ("log_group", "which log of the workers' activity is read"),
    ("since", "from when on answers are counted"),
    ("pseudonym_key", "the same text gives a person one pseudonym in several jobs"),
];

/// The page for a job, by the `variable`s of the function; what they do not say has its default.
///
/// # Errors
/// When a variable has a value that is not possible.
pub fn datasheet(job: Option<String>, variable: Variable<'_>) -> Result<Datasheet, RequestError> {
    let defaults = Defaults::from_variables(variable)?;
    let mut event = Map::from_iter([("kind".to_owned(), json!("daily"))]);
    // Where the job lies makes no difference to what is done with it.
    if defaults.fields().get("job").is_none() {
        event.insert("job".to_owned(), json!("s3://any/job"));
    }
    Request::from_event(&Value::Object(event), &defaults)?;
    let said = defaults.fields();
    let job = job.or_else(|| said.get("job").map(shown));
    let mut values: BTreeMap<String, (String, bool)> = BTreeMap::new();
    for setting in settings() {
        let Some(field) = setting.field else { continue };
        let default = if setting.values == SWITCH { "no".to_owned() } else { "not set".to_owned() };
        let value = said.get(&field).map(shown);
        let is_said = value.is_some();
        let default = setting.default.filter(|text| text != "false").unwrap_or(default);
        values.insert(field, (value.unwrap_or(default), is_said));
    }
    let is = |field: &str, value: &str| values.get(field).is_some_and(|(set, _)| set == value);
    let is_set = |field: &str| values.get(field).is_some_and(|(_, is_said)| *is_said);
    let reads_log = is_set("log_group") || is("source", "log") || is("source", "both");
    let reads_names = is("names", "cognito");
    let link_days =
        variable("LABELRACE_LINK_DAYS").filter(|days| !days.is_empty()).unwrap_or("14".to_owned());
    let has_webhook = variable("LABELRACE_WEBHOOK").is_some_and(|arn| !arn.is_empty());
    let sections = vec![
        DatasheetSection { title: "Purpose", lines: purpose() },
        DatasheetSection { title: "What is read about people", lines: read(reads_log, reads_names) },
        DatasheetSection { title: "What is computed about single people", lines: computed() },
        DatasheetSection { title: "What is never computed or shown", lines: never() },
        DatasheetSection {
            title: "What is kept, where and for how long",
            lines: kept(&link_days, reads_names),
        },
        DatasheetSection { title: "Who receives what", lines: recipients(has_webhook) },
        DatasheetSection { title: "Switches in force", lines: switches(&values) },
        DatasheetSection {
            title: "Permissions of the function",
            lines: permissions(reads_log, reads_names, has_webhook),
        },
    ];
    Ok(Datasheet { job, sections })
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

fn purpose() -> Vec<String> {
    lines(&[
        "Team motivation and planning: a short film of how many labels were submitted, and a forecast of the end.",
        "Not for evaluating, paying, promoting or disciplining single people.",
        "It counts by fixed rules. There is no machine learning in it, and nothing about a person is predicted.",
    ])
}

fn read(log: bool, names: bool) -> Vec<String> {
    let mut lines = lines(&[
        "From each answer: the worker's id (sub and worker id), when it was submitted and accepted, the seconds spent, its object, how many annotations it holds, and its class where it has one.",
        "What is in an answer otherwise (boxes, masks, texts, comments) is counted and dropped at once.",
        "From the job's manifest: how many objects are done, open, failed, or labeled by a machine.",
    ]);
    lines.push(if log {
        "From the log of the workers' activity: when tasks were accepted, submitted, returned and declined, and by whom. Switched on.".to_owned()
    } else {
        "The log of the workers' activity (tasks accepted, returned, declined) is not read. Switched off.".to_owned()
    });
    lines.push(if names {
        "From the user pool: nickname, preferred_username, name, or given_name with the initial of family_name. The whole list of users is read, and e-mail addresses, user names and phone numbers in it are dropped. Switched on.".to_owned()
    } else {
        "Names in a user pool are not read. Switched off.".to_owned()
    });
    lines
}

fn computed() -> Vec<String> {
    lines(&[
        "Labels (or annotations) for each time bucket of the film, and their running sum: in the film for those who have a bar, and in tally.csv for everybody.",
        "Tasks, seconds per task (mean, median, 90th percentile), active hours, labels per active hour and days with a label: in stats.json and in what `labelrace stats --by worker` prints, for owners. Not in the film or the mail.",
        "The first and the last day with a label: printed by `labelrace people` and `labelrace stats --by worker` only.",
    ])
}

fn never() -> Vec<String> {
    lines(&[
        "Idle time, breaks, and when on a day somebody began or ended. Pauses are only left out of active hours.",
        "Hours of the day of one person; a table by hour is uploaded only for five people or more together.",
        "How far one person agrees with the others is shown to nobody; with `gate` it only decides whether labels count by name.",
        "How quick somebody is, in the film or mail; scores, streaks, badges.",
        "Ranks below the bars of the film. The row for everyone else has at least three people, and numbers from which one could be worked out are left out.",
        "E-mail addresses, user names and full ids in film, mail, log or link. Of an id with an address in it only a hash is kept.",
    ])
}

fn kept(link_days: &str, names: bool) -> Vec<String> {
    let cast = if names { "pseudonyms, names of the user pool" } else { "pseudonyms" };
    vec![
        "What follows lies in the films' bucket, encrypted, for whoever the account lets read it.".to_owned(),
        "videos/: the film, its last frame, and the page around it with its tables, which name whom the film names. 90 days, or VideoDays of the stack.".to_owned(),
        "data/: the receipt; tally.csv and stats.json, with a row for each person (tally.csv with ids). 30 days, or DataDays.".to_owned(),
        format!("data/JOB/cast.json: ids, colors, {cast}, so that everybody looks the same next time. 30 days, or DataDays, after the last film."),
        "data/JOB/ledger: of each answer the ids, times, class and number of annotations, so that the next run fetches only what is new. 30 days, or DataDays, after the last run with news.".to_owned(),
        "data/JOB/answers/: only with the parameter Exports of the stack, a row for each answer, without names. 30 days, or DataDays.".to_owned(),
        "runs/: the receipt and the numbers of the mail. 90 days, or RunDays.".to_owned(),
        "Logs: counts and the job's name, of no person. 30 days, or LogDays.".to_owned(),
        format!("A link in a mail works for {link_days} days, and for everybody who has it; `labelrace revoke` ends it."),
        "On the command line nothing is kept but the files that were asked for; with --cache also a ledger as above, in the user's cache folder.".to_owned(),
    ]
}

fn recipients(webhook: bool) -> Vec<String> {
    let mut lines = lines(&[
        "Labelers who subscribed: a mail each day with new labels, with a link to the film. It names at most five people in front, and nobody where `privacy` is strict.",
        "Owners who subscribed: a mail each week, with numbers of the team: progress, active hours, agreement. It names whom the other one may name.",
        "Everybody can end the mail with the link at its end. That takes nobody out of the film: `hidden` in the alias file does.",
    ]);
    lines.push(if webhook {
        "A webhook of Slack or Teams hears what the mails say. Switched on. Nothing goes to anybody else."
            .to_owned()
    } else {
        "Nothing goes to anybody else. The program calls no service but those of this AWS account.".to_owned()
    });
    lines
}

fn switches(values: &BTreeMap<String, (String, bool)>) -> Vec<String> {
    let line = |(field, meaning): &(&str, &str)| {
        let (value, is_said) = values.get(*field)?;
        let by = if *is_said { "set" } else { "default" };
        Some(format!("{field}: {value} ({by}). {}{}.", meaning[..1].to_uppercase(), &meaning[1..]))
    };
    SWITCHES.iter().filter_map(line).collect()
}

fn permissions(log: bool, names: bool, webhook: bool) -> Vec<String> {
    let mut lines = lines(&[
        "s3:ListBucket and s3:GetObject on the job's prefix, and s3:GetObject on the alias and group files; kms:Decrypt where the bucket has a key.",
        "s3:PutObject, s3:GetObject and s3:ListBucket on videos/, data/ and runs/ of the films' bucket.",
        "kms:GenerateMac on the key of the links, sns:Publish on the topic, sqs:SendMessage on the queue of failed runs, logs:CreateLogStream and logs:PutLogEvents on its own log.",
    ]);
    if log {
        lines.push(
            "logs:FilterLogEvents on the log of the workers' activity (parameter ActivityLog).".to_owned(),
        );
    }
    if webhook {
        lines.push(
            "ssm:GetParameter or secretsmanager:GetSecretValue on the address of the webhook (parameter Webhook)."
                .to_owned(),
        );
    }
    if names {
        lines.push("cognito-idp:ListUsers on the user pool (parameter CognitoUserPoolArn).".to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(variables: &[(&str, &str)]) -> String {
        let variables: BTreeMap<&str, &str> = variables.iter().copied().collect();
        let variable = |name: &str| variables.get(name).map(|value| (*value).to_owned());
        serde_json::to_string(&datasheet(None, &variable).unwrap()).unwrap()
    }

    #[test]
    fn the_page_says_what_is_switched_on() {
        let off = page(&[]);
        for words in ["names: pseudonym (default)", "Switched off.", "works for 14 days", "\"job\":null"] {
            assert!(off.contains(words), "{words}: {off}");
        }
        assert!(!off.contains("Switched on.") && !off.contains("cognito-idp"), "{off}");
        let on = page(&[
            ("LABELRACE_SETTINGS", r#"{"names":"cognito","interval":"1d","no_others":true}"#),
            ("LABELRACE_LOG_GROUP", "logs:"),
            ("LABELRACE_JOB", "s3://my-labels/output/my-job/"),
            ("LABELRACE_LINK_DAYS", "7"),
        ]);
        for words in [
            "names: cognito (set)",
            "interval: 1d (set)",
            "no_others: yes (set)",
            "cognito-idp:ListUsers",
            "logs:FilterLogEvents",
            "works for 7 days",
            "s3://my-labels/output/my-job/",
        ] {
            assert!(on.contains(words), "{words}: {on}");
        }
        assert!(!on.contains("Switched off."), "{on}");
    }

    #[test]
    fn each_switch_is_a_setting() {
        let known: Vec<String> = settings().into_iter().filter_map(|setting| setting.field).collect();
        for (field, _) in SWITCHES {
            assert!(known.iter().any(|known| known == field), "{field}");
        }
    }

    #[test]
    fn settings_that_are_not_possible_are_refused() {
        let variable = |name: &str| (name == "LABELRACE_SETTINGS").then(|| r#"{"names":"all"}"#.to_owned());
        assert!(datasheet(None, &variable).is_err());
    }
}
