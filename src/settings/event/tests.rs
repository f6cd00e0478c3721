use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::{report::audience::Audience, settings::RunKind};

const JOB_SET: (&str, &str) = ("LABELRACE_JOB", "s3://team/out/xray/");

fn defaults(variables: &[(&str, &str)]) -> Result<Defaults, RequestError> {
    Defaults::from_variables(&|name: &str| {
        variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    })
}

/// The request of an event to a function with these settings.
fn request(event: &Value, settings: &Value) -> Result<Request, RequestError> {
    Request::from_event(event, &defaults(&[JOB_SET, ("LABELRACE_SETTINGS", &settings.to_string())])?)
}

#[track_caller]
fn refused(event: &Value, words: &str) {
    let error = request(event, &json!({})).unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

/// The film that a request asks for.
fn film(request: Request) -> crate::settings::Film<NoPath> {
    request.film.plan(&crate::settings::Files::default()).unwrap()
}

#[test]
fn only_the_kind_is_needed() {
    let daily = request(&json!({"kind": "daily"}), &json!({"top": 7, "title": ""})).unwrap();
    assert_eq!((daily.kind, daily.force), (RunKind::Daily, false));
    assert_eq!(daily.audience(), Some(Audience::Labelers));
    assert_eq!(daily.count.source.source.to_string(), "s3://team/out/xray");
    let film = film(daily);
    assert_eq!((film.pacing.top, film.wording.title), (7, None));
}

#[test]
fn a_field_of_the_event_wins_over_the_variables() {
    let event = json!({
        "kind": "weekly", "job": "s3://b/j", "audience": "none", "scheduled_time": "2026-11-23T08:30:00+01:00",
        "time_zone": "Europe/Berlin", "interval": "1h", "since": "7d", "top": 5, "title": "-x", "theme": "dark",
        "size": "640x360", "duration": "12s", "force": true, "count": null, "no_others": false,
    });
    let settings = json!({"count": "annotations", "top": 7, "no_others": true, "fps": 25}).to_string();
    let variables = [JOB_SET, ("LABELRACE_TIME_ZONE", "Asia/Tokyo"), ("LABELRACE_SETTINGS", &settings)];
    let weekly = Request::from_event(&event, &defaults(&variables).unwrap()).unwrap();
    assert_eq!((weekly.audience(), weekly.force), (None, true));
    assert_eq!(weekly.count.source.source.to_string(), "s3://b/j");
    assert_eq!(weekly.scheduled_time.unwrap().to_rfc3339(), "2026-11-23T07:30:00+00:00");
    assert_eq!(weekly.count.source.time_zone, chrono_tz::Europe::Berlin);
    assert_eq!(weekly.count.count, crate::stats::Count::Annotations, "null is as good as nothing");
    let film = film(weekly);
    assert_eq!((film.pacing.top, film.pacing.fps, film.look.others), (5, 25, true));
    assert_eq!(film.wording.title.as_deref(), Some("-x"));
}

#[test]
fn a_field_of_the_event_ends_a_setting_that_excludes_it() {
    let per_bucket = json!({"per_bucket": "0.5s"});
    let asked = request(&json!({"kind": "once", "duration": "12s"}), &per_bucket).unwrap();
    assert_eq!(film(asked).pacing.lasting, crate::race::Lasting::Whole(12.0));
    let asked = request(&json!({"kind": "once", "per_bucket": "0.5s"}), &json!({"duration": "12s"})).unwrap();
    assert_eq!(film(asked).pacing.lasting, crate::race::Lasting::PerBucket(0.5));
    refused(
        &json!({"kind": "once", "per_bucket": "0.5s", "duration": "12s"}),
        "`duration` and `per_bucket` cannot both be set",
    );
}

#[test]
fn what_is_not_possible_is_refused_by_name() {
    refused(
        &json!({"kind": "daily", "tittle": "x"}),
        "'tittle' is not a field of an event. Did you mean title?",
    );
    refused(
        &json!({"kind": "monthly"}),
        "'monthly' is not a value for `kind`; use daily, weekly, once, job, jobs or summary",
    );
    refused(&json!({"kind": "daily", "top": 99}), "`top`: '99' is not a whole number from 1 to 30");
    refused(&json!({"kind": "daily", "time_zone": "Berlin"}), "`time_zone`: 'Berlin' is not a time zone");
    refused(&json!({"kind": "daily", "title": {"a": 1}}), "`title` takes a text, not an object");
    refused(&json!({"kind": "daily", "scheduled_time": "tomorrow"}), "`scheduled_time`: 'tomorrow'");
    let audiences = "'all' is not a value for `audience`; use labelers, owners or none";
    refused(&json!({"kind": "daily", "audience": "all"}), audiences);
    let meant = "'compres' is not a value for `idle`; use compress or keep. Did you mean compress?";
    refused(&json!({"kind": "daily", "idle": "compres"}), meant);
    refused(&json!({"kind": "daily", "title": true}), "`title`");
    refused(&json!({"kind": "daily", "force": "yes"}), "`force`");
    refused(&json!({"kind": "daily", "job": "https://example.com/x"}), "`job`: `https://example.com/x`");
    refused(&json!({}), "an event needs `kind`: daily, weekly, once, job, jobs or summary");
    refused(&json!({"kind": 3}), "an event needs `kind`");
    refused(&json!([1]), "an event is a JSON object");
    let nowhere = Request::from_event(&json!({"kind": "daily"}), &Defaults::default()).unwrap_err();
    assert_eq!(nowhere.to_string(), "`job` is not set, neither in the event nor as LABELRACE_JOB");
}

#[test]
fn events_of_other_services_are_told_apart() {
    let test = json!({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"});
    refused(&test, "sent by S3");
    refused(&json!({"Records": [{"eventSource": "aws:s3", "s3": {}}]}), "sent by S3");
    let rule = json!({"version": "0", "id": "1", "detail-type": "Scheduled Event", "source": "aws.events", "detail": {}});
    refused(&rule, "sent by EventBridge");
}

#[test]
fn settings_that_are_not_possible_are_refused_by_parameter_and_field() {
    for (settings, words) in [
        ("{\"top\": 99}", "`top`: '99' is not a whole number from 1 to 30"),
        ("{\"tittle\": 1}", "'tittle' is not a field of an event. Did you mean title?"),
        (
            "{\"idle\": \"kept\"}",
            "'kept' is not a value for `idle`; use compress or keep. Did you mean keep?",
        ),
        ("{\"title\": [{}]}", "`title` takes a text, not an object"),
        ("{\"time_zone\": \"UTC\"}", "cannot have `time_zone`: that has a parameter of its own"),
        ("{\"job\": \"s3://b/j\"}", "LABELRACE_JOB"),
        ("{\"kind\": \"daily\"}", "cannot have `kind`: that belongs in the event of a run"),
        ("[1]", "must be a JSON object"),
        ("{\"top\": 5", "must be a JSON object"),
    ] {
        let error = defaults(&[("LABELRACE_SETTINGS", settings)]).unwrap_err().to_string();
        assert!(error.contains("the parameter Settings (LABELRACE_SETTINGS)"), "{error}");
        assert!(error.contains(words), "{error}");
    }
    assert_eq!(defaults(&[("LABELRACE_SETTINGS", " ")]), Ok(Defaults::default()));
    let zone = defaults(&[("LABELRACE_TIME_ZONE", "Berlin")]).unwrap_err().to_string();
    assert!(zone.starts_with("`LABELRACE_TIME_ZONE`: 'Berlin' is not a time zone"), "{zone}");
}

#[test]
fn labelers_get_their_daily_film_for_phones() {
    let size = |event| request(&event, &json!({})).unwrap().usual_size().to_string();
    assert_eq!(size(json!({"kind": "daily"})), "1080x1920");
    assert_eq!(size(json!({"kind": "daily", "audience": "owners"})), "1920x1080");
    assert_eq!(size(json!({"kind": "weekly"})), "1920x1080");
    assert_eq!(size(json!({"kind": "once"})), "1920x1080");
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

/// Every field of an event, also one that is declared next year, with the name of a file of the machine in it.
#[test]
fn no_field_of_an_event_names_a_file_of_the_machine() {
    /// What is a text and nothing else.
    const TEXTS: [&str; 7] =
        ["title", "subtitle", "caption", "pseudonym_key", "labeling_job", "work_team", "account"];
    let command = command::<Request>();
    let mut refused_by_name = BTreeSet::new();
    for field in names(&command) {
        for path in
            ["/proc/self/environ", "/tmp/x.toml", "../../", "file:///etc/passwd", "x.toml", "/opt/x.ttf"]
        {
            for value in [json!(path), json!([path])] {
                let event = json!({"kind": "once", &field: value});
                let Err(error) = request(&event, &json!({})) else {
                    assert!(TEXTS.contains(&field.as_str()), "`{field}` takes {value}");
                    continue;
                };
                let error = error.to_string();
                assert!(!error.contains("PATH="), "{error}");
                if error.contains("from S3 only") || error.contains("no font from a file") {
                    assert!(error.starts_with(&format!("`{field}`")) && !error.contains(path), "{error}");
                    refused_by_name.insert(field.clone());
                }
                let settings = request(&json!({"kind": "once"}), &json!({&field: path}));
                assert!(settings.is_err(), "`{field}` of the settings takes {path}");
            }
        }
    }
    let places = ["aliases", "colors", "font", "group", "holidays", "images", "job", "log_group", "theme"];
    assert_eq!(refused_by_name, BTreeSet::from(places.map(str::to_owned)));
}

#[test]
fn a_variable_of_the_function_names_no_file_of_the_machine_either() {
    let error = defaults(&[("LABELRACE_ALIASES", "/tmp/names.csv")]).unwrap_err().to_string();
    assert_eq!(
        error,
        "`LABELRACE_ALIASES`: files and jobs are read from S3 only here; write s3://bucket/key"
    );
}
