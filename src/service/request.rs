//! What was asked of a run, as an event or on the command line: one flat record.
//!
//! A [`Request`] has the settings of `plan` and those of the run itself. The same flags parse both: a field of
//! an event is the flag of its name, so both take the same values and refuse others in the same words. What
//! an event leaves out comes from the variable of its name, `LABELRACE_TIME_ZONE` for `time_zone`.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use clap::{ArgMatches, Args, Command, FromArgMatches, error::ContextKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    report::audience::Audience,
    service::{link::Contact, notify::Topic},
    settings::{CountRequest, FilmRequest},
};

/// Why a run takes place.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Every morning, for the labelers.
    Daily,
    /// Every week, for the owners of the job.
    Weekly,
    /// Because somebody wants a film now.
    Once,
}

impl Kind {
    /// Who is told, unless somebody says otherwise.
    pub fn audience(self) -> Option<Audience> {
        match self {
            Self::Daily => Some(Audience::Labelers),
            Self::Weekly => Some(Audience::Owners),
            Self::Once => None,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Once => "once",
        })
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "daily" => Ok(Self::Daily),
            "weekly" => Ok(Self::Weekly),
            "once" => Ok(Self::Once),
            _ => Err(format!("`{text}` is no kind of run; there are daily, weekly and once")),
        }
    }
}

/// Who is told of the film: an audience, or nobody.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Told(pub Option<Audience>);

impl FromStr for Told {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "none" => Ok(Self(None)),
            _ => text
                .parse()
                .map(|audience| Self(Some(audience)))
                .map_err(|_| format!("`{text}` is no audience; there are labelers, owners and none")),
        }
    }
}

/// One run, as somebody asked for it.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Run")]
pub struct Request {
    /// Why the film is made: daily, weekly or once
    ///
    /// A daily run tells labelers and a weekly one owners, both only of what is new; once tells nobody.
    #[arg(long, value_name = "KIND", default_value = "once")]
    pub kind: Kind,

    /// Who gets a mail: labelers, owners or none [default: by KIND]
    #[arg(long, value_name = "WHO")]
    pub audience: Option<Told>,

    /// The time this run stands for, as 2026-11-23T07:30:00Z: there is one film for each
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub scheduled_time: Option<DateTime<Utc>>,

    /// Film and mail again, even what has been before
    #[arg(long)]
    pub force: bool,

    /// What is read, and how it is counted.
    #[command(flatten)]
    pub count: CountRequest,

    /// How the film is made.
    #[command(flatten)]
    pub film: FilmRequest,
}

impl Request {
    /// Who is told.
    pub fn audience(&self) -> Option<Audience> {
        self.audience.map_or_else(|| self.kind.audience(), |told| told.0)
    }

    /// The request that an event makes, with what it leaves out taken from the `variable`s of the function.
    ///
    /// # Errors
    /// When it is no request of ours, or has a field or value that there is not.
    pub fn from_event(event: &Value, variable: Variable<'_>) -> Result<Self, RequestError> {
        let Value::Object(fields) = event else { return Err(RequestError::NoObject) };
        if let Some(sender) = foreign(event) {
            return Err(RequestError::Foreign { sender });
        }
        let command = Self::augment_args(settings());
        if let Some(field) = fields.keys().find(|field| !names(&command).any(|name| name == **field)) {
            return Err(RequestError::unknown(field, &command));
        }
        if !fields.get("kind").is_some_and(Value::is_string) {
            return Err(RequestError::NoKind);
        }
        let mut words = Vec::new();
        let mut job = None;
        for name in names(&command) {
            let value = match fields.get(&name) {
                Some(Value::Null) | None => given(&name, variable),
                Some(value) => Some(value.clone()),
            };
            match value {
                Some(value) if name == JOB => job = Some(text(&name, &value)?),
                Some(value) => words.extend(word(&name, &value)?),
                None => {}
            }
        }
        // What follows the two hyphens is no flag, whatever it looks like.
        words.extend(job.into_iter().flat_map(|job| ["--".to_owned(), job]));
        parse(command, words)
    }
}

/// Where the outcome of a run goes.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Delivery")]
pub struct Delivery {
    /// The bucket for films, and for what runs know of each other
    #[arg(long, value_name = "BUCKET")]
    pub bucket: String,

    /// The SNS topic that mails
    #[arg(long, value_name = "ARN")]
    pub topic_arn: Option<Topic>,

    /// Whom to ask to be left out, as the mail says it: a name, an address, a channel
    #[arg(long, value_name = "TEXT")]
    pub contact: Option<Contact>,

    /// The address of the link function
    #[arg(long, value_name = "URL", requires = "link_key_id")]
    pub link_url: Option<String>,

    /// The KMS key that links are made with
    #[arg(long, value_name = "ID", requires = "link_url")]
    pub link_key_id: Option<String>,

    /// How many days a link works, 1 to 365
    #[arg(long, value_name = "N", default_value_t = 14, value_parser = clap::value_parser!(u16).range(1..=365))]
    pub link_days: u16,
}

impl Delivery {
    /// As the `variable`s of the function say.
    ///
    /// # Errors
    /// When one that is needed is missing, or has a value that cannot be.
    pub fn from_variables(variable: Variable<'_>) -> Result<Self, RequestError> {
        let command = Self::augment_args(settings());
        let mut words = Vec::new();
        for name in names(&command) {
            if let Some(value) = given(&name, variable) {
                words.extend(word(&name, &value)?);
            }
        }
        parse(command, words).map_err(RequestError::of_variable)
    }
}

/// Gives the value of an environment variable.
pub type Variable<'a> = &'a (dyn Fn(&str) -> Option<String> + Sync);

/// What variables begin with.
const PREFIX: &str = "LABELRACE_";

/// The variable of a setting: `LABELRACE_TIME_ZONE` for `time_zone` and for `--time-zone`.
pub fn variable_of(name: &str) -> String {
    format!("{PREFIX}{}", name.replace('-', "_").to_uppercase())
}

/// All variables that say something: for a request what its event leaves out, and where its outcome goes.
pub fn variables() -> Vec<String> {
    let commands = [Request::augment_args(settings()), Delivery::augment_args(settings())];
    commands.iter().flat_map(names).map(|name| variable_of(&name)).collect()
}

/// The field for the one setting that is no flag.
const JOB: &str = "job";

/// Why there is no request.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum RequestError {
    /// An event that is no JSON object.
    #[error(r#"an event is a JSON object, such as {{"kind": "daily"}}"#)]
    NoObject,
    /// An event that another service sends by itself.
    #[error(
        r#"this is an event of {sender}, and no request for a film; let a schedule send {{"kind": "daily"}} instead"#
    )]
    Foreign {
        /// The service.
        sender: &'static str,
    },
    /// Nothing says what the run is for.
    #[error("an event needs `kind`: daily, weekly or once")]
    NoKind,
    /// A field that there is not.
    #[error("`{field}` is no field of an event{}; there are {known}", .meant.as_ref().map_or_else(String::new, |meant| format!(" (`{meant}`?)")))]
    Unknown {
        /// As it was written.
        field: String,
        /// The one that it is most like.
        meant: Option<String>,
        /// All fields.
        known: String,
    },
    /// A value that is no text, number, or truth value.
    #[error("`{field}` takes a text, not {given}")]
    Shape {
        /// The field.
        field: String,
        /// What stands there.
        given: String,
    },
    /// A value that cannot be.
    #[error("`{field}`: {why}")]
    Value {
        /// The field.
        field: String,
        /// What is wrong with it.
        why: String,
    },
    /// A variable without which there is no function.
    #[error("{variable} is not set")]
    Unset {
        /// The variable.
        variable: String,
    },
    /// A setting that was left out.
    #[error("`{field}` is not set, neither in the event nor as {variable}")]
    Missing {
        /// The field.
        field: String,
        /// Its variable.
        variable: String,
    },
}

impl RequestError {
    fn unknown(field: &str, command: &Command) -> Self {
        let like = |name: &str| strsim::jaro_winkler(field, name);
        let most = names(command).max_by(|a, b| like(a).total_cmp(&like(b)));
        let meant = most.filter(|name| LIKE_ENOUGH < like(name));
        let known = names(command).collect::<Vec<_>>().join(", ");
        let short: String = field.chars().take(LONGEST_SHOWN).collect();
        Self::Unknown { field: short, meant, known }
    }

    fn of_clap(error: &clap::Error) -> Self {
        let context = |kind| error.get(kind).map(ToString::to_string);
        let field = context(ContextKind::InvalidArg).map_or_else(|| "event".to_owned(), |flag| field(&flag));
        if error.kind() == clap::error::ErrorKind::MissingRequiredArgument {
            return Self::Missing { variable: variable_of(&field), field };
        }
        let why = std::error::Error::source(error).map_or_else(
            || format!("`{}` is not possible", context(ContextKind::InvalidValue).unwrap_or_default()),
            ToString::to_string,
        );
        Self::Value { field, why }
    }

    /// The same of a setting that no event can have.
    fn of_variable(self) -> Self {
        match self {
            Self::Missing { variable, .. } => Self::Unset { variable },
            Self::Value { field, why } => Self::Value { field: variable_of(&field), why },
            other => other,
        }
    }
}

/// From here on one name may be a slip of the other: 1 is the same name.
const LIKE_ENOUGH: f64 = 0.85;

/// Of what is quoted back so much is enough to find it again.
const LONGEST_SHOWN: usize = 60;

/// A command with nothing in it but the settings.
fn settings() -> Command {
    Command::new("event").no_binary_name(true).disable_help_flag(true).disable_version_flag(true)
}

/// The names of its settings, as fields.
fn names(command: &Command) -> impl Iterator<Item = String> {
    command
        .get_arguments()
        .map(|arg| arg.get_long().map_or_else(|| JOB.to_owned(), |long| long.replace('-', "_")))
}

/// `--top <N>` is the field `top`.
fn field(flag: &str) -> String {
    match flag.trim_start_matches('<').strip_prefix("--") {
        Some(flag) => flag.split([' ', '=']).next().unwrap_or(flag).replace('-', "_"),
        None => JOB.to_owned(),
    }
}

/// The value of a variable; an empty one is none, as templates leave those that are not set.
fn given(name: &str, variable: Variable<'_>) -> Option<Value> {
    let value = variable(&variable_of(name))?;
    match value.trim() {
        "" | "false" => None,
        "true" => Some(Value::Bool(true)),
        _ => Some(Value::String(value)),
    }
}

/// A field and its value as the words of a command.
fn word(name: &str, value: &Value) -> Result<Vec<String>, RequestError> {
    let flag = format!("--{}", name.replace('_', "-"));
    Ok(match value {
        Value::Bool(true) => vec![flag],
        Value::Bool(false) => Vec::new(),
        Value::Array(values) => {
            let words: Result<Vec<_>, _> =
                values.iter().map(|value| text(name, value).map(|text| format!("{flag}={text}"))).collect();
            words?
        }
        value => vec![format!("{flag}={}", text(name, value)?)],
    })
}

fn text(name: &str, value: &Value) -> Result<String, RequestError> {
    let given = match value {
        Value::String(text) => return Ok(text.clone()),
        Value::Number(number) => return Ok(number.to_string()),
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        other => other.to_string(),
    };
    Err(RequestError::Shape { field: name.to_owned(), given })
}

fn parse<T: FromArgMatches>(command: Command, words: Vec<String>) -> Result<T, RequestError> {
    let matches: Result<ArgMatches, _> = command.try_get_matches_from(words);
    matches.and_then(|matches| T::from_arg_matches(&matches)).map_err(|error| RequestError::of_clap(&error))
}

/// Who sends such events by itself, if anybody does.
fn foreign(event: &Value) -> Option<&'static str> {
    let is_s3 = |record: &Value| record["eventSource"] == "aws:s3" || record["s3"].is_object();
    if event["Event"] == "s3:TestEvent" || event["Records"].get(0).is_some_and(is_s3) {
        return Some("S3");
    }
    if event["Records"].is_array() {
        return Some("another service");
    }
    (event["detail-type"].is_string() && event["source"].is_string()).then_some("EventBridge")
}

fn time(text: &str) -> Result<DateTime<Utc>, String> {
    let time = DateTime::parse_from_rfc3339(text.trim())
        .map_err(|_| format!("`{text}` is no time with an offset; write it like 2026-11-23T07:30:00Z"))?;
    Ok(time.to_utc())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request(event: &Value, variables: &[(&str, &str)]) -> Result<Request, RequestError> {
        let variable = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        Request::from_event(event, &variable)
    }

    const JOB_SET: (&str, &str) = ("LABELRACE_JOB", "s3://team/out/xray/");

    #[track_caller]
    fn refused(event: &Value, variables: &[(&str, &str)], words: &str) {
        let error = request(event, variables).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }

    #[test]
    fn only_the_kind_is_needed() {
        let daily =
            request(&json!({"kind": "daily"}), &[JOB_SET, ("LABELRACE_TOP", "7"), ("LABELRACE_TITLE", "")])
                .unwrap();
        assert_eq!(daily.kind, Kind::Daily);
        assert_eq!(daily.audience(), Some(Audience::Labelers));
        assert_eq!(daily.count.source.source.to_string(), "s3://team/out/xray");
        assert_eq!((daily.film.top, daily.film.title, daily.force), (7, None, false));
    }

    #[test]
    fn a_field_wins_over_its_variable() {
        let event = json!({
            "kind": "weekly", "job": "s3://b/j", "audience": "none", "scheduled_time": "2026-11-23T08:30:00+01:00",
            "time_zone": "Europe/Berlin", "interval": "1h", "since": "7d", "top": 5, "title": "-x", "theme": "dark",
            "size": "640x360", "duration": "12s", "force": true, "count": null,
        });
        let weekly = request(
            &event,
            &[JOB_SET, ("LABELRACE_TIME_ZONE", "Asia/Tokyo"), ("LABELRACE_COUNT", "annotations")],
        )
        .unwrap();
        assert_eq!(weekly.audience(), None);
        assert_eq!(weekly.count.source.source.to_string(), "s3://b/j");
        assert_eq!(weekly.scheduled_time.unwrap().to_rfc3339(), "2026-11-23T07:30:00+00:00");
        assert_eq!(weekly.count.source.time_zone, chrono_tz::Europe::Berlin);
        assert_eq!((weekly.film.top, weekly.film.title.as_deref(), weekly.force), (5, Some("-x"), true));
        assert_eq!(weekly.count.count, crate::stats::Count::Annotations, "null is as good as nothing");
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        let vars = [JOB_SET];
        refused(
            &json!({"kind": "daily", "tittle": "x"}),
            &vars,
            "`tittle` is no field of an event (`title`?)",
        );
        refused(&json!({"kind": "monthly"}), &vars, "`kind`: `monthly` is no kind of run");
        refused(
            &json!({"kind": "daily", "top": 99}),
            &vars,
            "`top`: `99` is not a whole number from 1 to 30",
        );
        refused(
            &json!({"kind": "daily", "time_zone": "Berlin"}),
            &vars,
            "`time_zone`: `Berlin` is no time zone",
        );
        refused(&json!({"kind": "daily", "title": {"a": 1}}), &vars, "`title` takes a text, not an object");
        refused(
            &json!({"kind": "daily", "scheduled_time": "tomorrow"}),
            &vars,
            "`scheduled_time`: `tomorrow`",
        );
        refused(&json!({"kind": "daily", "audience": "all"}), &vars, "`audience`: `all` is no audience");
        refused(&json!({"kind": "daily", "title": true}), &vars, "`title`");
        refused(&json!({"kind": "daily", "force": "yes"}), &vars, "`force`");
        refused(
            &json!({"kind": "daily", "job": "https://example.com/x"}),
            &vars,
            "`job`: `https://example.com/x`",
        );
        refused(
            &json!({"kind": "daily"}),
            &[],
            "`job` is not set, neither in the event nor as LABELRACE_JOB",
        );
        refused(&json!({"kind": "daily"}), &[JOB_SET, ("LABELRACE_TOP", "0")], "`top`: `0`");
        refused(&json!({}), &vars, "an event needs `kind`");
        refused(&json!({"kind": 3}), &vars, "an event needs `kind`");
        refused(&json!([1]), &vars, "an event is a JSON object");
    }

    #[test]
    fn events_of_other_services_are_told_apart() {
        let test = json!({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"});
        refused(&test, &[JOB_SET], "an event of S3");
        refused(&json!({"Records": [{"eventSource": "aws:s3", "s3": {}}]}), &[JOB_SET], "an event of S3");
        let rule = json!({"version": "0", "id": "1", "detail-type": "Scheduled Event", "source": "aws.events", "detail": {}});
        refused(&rule, &[JOB_SET], "an event of EventBridge");
    }

    #[test]
    fn where_things_go_is_said_by_variables() {
        let variable = |name: &str| match name {
            "LABELRACE_BUCKET" => Some("films".to_owned()),
            "LABELRACE_LINK_DAYS" => Some("30".to_owned()),
            "LABELRACE_CONTACT" => Some(String::new()),
            _ => None,
        };
        let delivery = Delivery::from_variables(&variable).unwrap();
        assert_eq!((delivery.bucket.as_str(), delivery.link_days, delivery.contact), ("films", 30, None));
        let none = Delivery::from_variables(&|_| None).unwrap_err().to_string();
        assert_eq!(none, "LABELRACE_BUCKET is not set");
    }
}
