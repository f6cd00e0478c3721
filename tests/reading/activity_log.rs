//! The log of the workers' activity as files: exports, lines, saved answers; alone and beside the responses.

use std::path::Path;

use chrono::{DateTime, Utc};
use labelrace::{
    people::{Directory, Naming, Remembered},
    run::{self, RunError},
    settings::{Input, Plan},
    source::{
        EventFilter, GatherError, Gathered, Jobs, LogUse, Reading, Reason, Records, Strictness, TaskStep,
    },
    stats::{By, Count, Counted, TallyError},
    store::{Location, Stores},
};
use serde_json::json;
use tempfile::TempDir;

use crate::common::{
    activity::{Event, exported, packed},
    jobs::{Job, morning, write},
};

fn plan(source: &Path) -> Plan {
    let now: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
    let input = Input::new(Location::Path(source.to_owned()), Reading::new(now));
    Plan { interval: "1d".parse().unwrap(), naming: Naming::Id, ..Plan::plain(input) }
}

fn both(job: &Path, log: &Path) -> Plan {
    let mut plan = plan(job);
    plan.input.log.place = Some(Location::Path(log.to_owned()));
    plan
}

async fn count(plan: &Plan) -> Result<Counted, RunError> {
    let gathered = run::read(&plan.input, &Stores::folders_only(), &|_| {}).await?;
    let cast = run::cast(&gathered, plan, &Remembered::default(), &Directory::default());
    run::count(gathered, &cast, plan)
}

async fn read(plan: &Plan) -> Gathered {
    count(plan).await.unwrap().gathered
}

/// Who submitted when.
fn submitted(gathered: &Gathered) -> Vec<(String, String)> {
    let answers = gathered.answers.iter();
    answers.map(|answer| (answer.worker.to_string(), answer.submitted.to_rfc3339())).collect()
}

/// Two people accept and submit; one returns a task, and one thing is unknown.
fn events() -> Vec<Event<'static>> {
    let of = |kind, worker, at| Event { kind, ..Event::submitted(worker, "", at) };
    vec![
        of("TasksAccepted", "ann", "2024-03-04T08:00:00Z"),
        Event::submitted("ann", "2024-03-04T08:00:00Z", "2024-03-04T08:00:07Z"),
        of("TasksAccepted", "bob", "2024-03-04T08:01:00Z"),
        of("TasksReturned", "bob", "2024-03-04T08:02:00Z"),
        Event::submitted("bob", "", "2024-03-04T08:30:00Z"),
        of("TasksPaused", "bob", "2024-03-04T08:31:00Z"),
        Event::submitted("ann", "2024-03-04T08:40:00Z", "2024-03-04T08:41:00Z"),
    ]
}

fn lines(events: &[String]) -> String {
    events.iter().flat_map(|event| [event, "\n"]).collect()
}

#[tokio::test]
async fn every_form_of_a_log_says_the_same() {
    let java: Vec<String> = events().iter().map(Event::java).collect();
    let iso: Vec<String> = events().iter().map(Event::iso).collect();
    let answer = json!({"events": java.iter().enumerate().map(|(n, event)| json!({"message": event, "eventId": n.to_string(), "timestamp": 1})).collect::<Vec<_>>(), "searchedLogStreams": []});
    let row = |event: &String| json!([{"field": "@message", "value": event}]);
    let rows = json!({"results": iso.iter().map(row).collect::<Vec<_>>(), "status": "Complete"});
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    write(&at("java.jsonl"), lines(&java));
    write(&at("iso.jsonl.gz"), packed(lines(&iso).as_bytes()));
    write(&at("answer.json"), answer.to_string());
    write(&at("answer-pretty.json"), serde_json::to_string_pretty(&answer).unwrap());
    write(&at("rows.json"), rows.to_string());
    write(&at("export/aws-logs-write-test"), "Permission Check Successful");
    let task = "export/1a2b3c4d-0000-4000-8000-5e6f7a8b9c0d";
    write(&at(&format!("{task}/worker-activity-1/000000.gz")), exported(&java[..3]));
    write(&at(&format!("{task}/worker-activity-2/000000.gz")), exported(&java[3..]));

    for name in ["java.jsonl", "iso.jsonl.gz", "answer.json", "answer-pretty.json", "rows.json", "export"] {
        let gathered = read(&plan(&at(name))).await;
        let (ann, bob) = ("ann-0000-4000-8000-000000000000", "bob-0000-4000-8000-000000000000");
        let expected = [
            (ann, "2024-03-04T08:00:07+00:00"),
            (bob, "2024-03-04T08:30:00+00:00"),
            (ann, "2024-03-04T08:41:00+00:00"),
        ];
        let expected: Vec<_> = expected.iter().map(|&(who, at)| (who.to_owned(), at.to_owned())).collect();
        assert_eq!(submitted(&gathered), expected, "{name}");
        let steps: Vec<_> = gathered.events.iter().map(|event| (event.step, event.worker.as_str())).collect();
        let expected = [(TaskStep::Accepted, ann), (TaskStep::Accepted, bob), (TaskStep::Returned, bob)];
        assert_eq!(steps, expected, "{name}");
        assert_eq!(gathered.other_events.get("TasksPaused"), Some(&1), "{name}");
        assert_eq!(gathered.name, "metrics-demo", "{name}");
        assert_eq!(gathered.log, Some(LogUse::Alone), "{name}");
        assert_eq!(gathered.answers[0].accepted, "2024-03-04T08:00:00Z".parse().ok(), "{name}");
        assert_eq!(gathered.answers[1].accepted, None, "{name}");
        assert_eq!(gathered.answers[0].team.as_deref(), Some("day-shift"), "{name}");
        assert_eq!(gathered.pools.iter().next().unwrap().region(), "us-east-2", "{name}");
        assert!(gathered.skipped.is_empty(), "{name}: {}", gathered.skipped);
    }
}

#[tokio::test]
async fn an_event_that_was_exported_twice_counts_once_and_equal_ones_count_each() {
    let twin = Event::submitted("ann", "2024-03-04T08:00:00Z", "2024-03-04T08:00:07Z").java();
    let folder = TempDir::new().unwrap();
    let file = exported(&[twin.clone(), twin]);
    write(&folder.path().join("task-1/stream/000000.gz"), &file);
    write(&folder.path().join("task-2/stream/000000.gz"), &file);
    let gathered = read(&plan(folder.path())).await;
    assert_eq!((gathered.answers.len(), gathered.duplicates), (2, 2));
}

#[tokio::test]
async fn several_jobs_of_a_log_are_named_and_one_can_be_chosen() {
    let of = |job, region, team| {
        let event = Event::submitted("ann", "", "2024-03-04T08:00:07Z");
        Event { job, region, team, ..event }.java()
    };
    let folder = TempDir::new().unwrap();
    let log = folder.path().join("log.jsonl");
    let all = [of("Xray", "us-east-2", "a"), of("xray", "eu-west-1", "b"), of("birds", "us-east-2", "b")];
    write(&log, lines(&all));
    let error = count(&plan(&log)).await.unwrap_err().to_string();
    for job in ["--labeling-job birds", "--labeling-job us-east-2/xray", "--labeling-job eu-west-1/xray"] {
        assert!(error.contains(job), "{error}");
    }
    let only = |job: Option<&str>, team: Option<&str>, account: Option<&str>| {
        let mut plan = plan(&log);
        let owned = |text: Option<&str>| text.map(ToOwned::to_owned);
        plan.input.log.only = EventFilter { job: owned(job), team: owned(team), account: owned(account) };
        plan
    };
    assert_eq!(read(&only(Some("Birds"), None, None)).await.name, "Birds", "as it was asked for");
    assert_eq!(read(&only(Some("eu-west-1/XRAY"), None, None)).await.name, "XRAY");
    assert_eq!(read(&only(None, Some("A"), None)).await.name, "xray");
    let error = count(&only(Some("xray"), None, None)).await.unwrap_err();
    assert!(matches!(error, RunError::Gather(GatherError::Several { .. })), "{error}");
    for nothing in [only(Some("none"), None, None), only(None, None, Some("999988887777"))] {
        let error = count(&nothing).await.unwrap_err();
        assert!(matches!(error, RunError::Gather(GatherError::NoEvents { .. })), "{error}");
    }
    let mut all = plan(&log);
    all.input.reading.jobs = Jobs::All;
    let all = read(&all).await;
    let jobs: Vec<&str> = all.jobs.iter().map(|job| all.below(&job.root)).collect();
    assert_eq!(jobs, ["birds", "eu-west-1/xray", "us-east-2/xray"], "as --labeling-job takes them");
}

#[tokio::test]
async fn what_is_broken_in_a_log_is_counted_and_the_rest_is_read() {
    let good = Event::submitted("ann", "", "2024-03-04T08:00:07Z");
    let texts = [
        "not JSON".to_owned(),
        good.java(),
        good.java()[..100].to_owned(),
        Event { at: "1970-01-01T00:00:00Z", ..good.clone() }.java(),
        Event { at: "2199-01-01T00:00:00Z", ..good.clone() }.iso(),
    ];
    let folder = TempDir::new().unwrap();
    let log = folder.path().join("log.jsonl");
    write(&log, lines(&texts));
    let gathered = read(&plan(&log)).await;
    let reasons: Vec<_> = gathered.skipped.reasons().map(|skipped| (skipped.reason, skipped.count)).collect();
    assert_eq!(gathered.answers.len(), 1);
    assert_eq!(reasons, [(Reason::BrokenJson, 2), (Reason::ImplausibleTime, 2)]);

    let many: Vec<String> = (0..5000)
        .map(|n| {
            let at = format!("2024-03-04T{:02}:{:02}:{:02}Z", n / 3600 % 24, n / 60 % 60, n % 60);
            Event::submitted("ann", "", &at).java()
        })
        .collect();
    let whole = exported(&many);
    let cut = folder.path().join("cut.gz");
    write(&cut, &whole[..whole.len() * 2 / 3]);
    let gathered = read(&plan(&cut)).await;
    assert!(1000 < gathered.answers.len() && gathered.answers.len() < 5000, "{}", gathered.answers.len());
    assert!(gathered.skipped.to_string().contains("the gzip is cut off or damaged"), "{}", gathered.skipped);
    write(&cut, &whole[..20]);
    let error = count(&plan(&cut)).await.unwrap_err().to_string();
    assert!(error.contains("the gzip is cut off or damaged"), "{error}");
}

#[tokio::test]
async fn beside_responses_a_log_adds_what_they_do_not_know() {
    let folder = TempDir::new().unwrap();
    let job = morning(folder.path().join("Metrics-Demo"));
    let log = folder.path().join("log.jsonl");
    let of = |kind, worker, at| Event { kind, ..Event::submitted(worker, "", at) };
    let told = [
        of("TasksAccepted", "ann", "2024-03-04T08:09:00Z"),
        Event::submitted("ann", "", "2024-03-04T08:10:00Z"),
        Event::submitted("ann", "", "2024-03-04T10:00:00Z"),
        Event::submitted("bob", "", "2024-03-04T08:59:59Z"),
        Event::submitted("bob", "", "2024-03-04T09:30:00Z"),
        Event::submitted("cyd", "", "2024-03-04T11:15:00Z"),
        Event::submitted("cyd", "", "2024-03-04T11:40:00Z"),
        Event::submitted("dan", "", "2024-03-04T11:50:00Z"),
        of("TasksReturned", "cyd", "2024-03-04T12:00:00Z"),
        Event { job: "other", ..Event::submitted("eve", "", "2024-03-04T12:30:00Z") },
    ];
    write(&log, lines(&told.iter().map(Event::java).collect::<Vec<_>>()));
    let gathered = read(&both(&job, &log)).await;
    assert_eq!(gathered.name, "Metrics-Demo");
    let later: Vec<_> = submitted(&gathered).into_iter().skip(5).map(|(who, _)| who).collect();
    assert_eq!(later, ["cyd", "dan-0000-4000-8000-000000000000"], "known people keep their ids");
    let steps: Vec<_> = gathered.events.iter().map(|event| (event.step, event.worker.as_str())).collect();
    assert_eq!(steps, [(TaskStep::Accepted, "ann"), (TaskStep::Returned, "cyd")]);
    let Some(LogUse::Beside(comparison)) = &gathered.log else { panic!("{:?}", gathered.log) };
    assert_eq!((comparison.responses, comparison.logged, comparison.later), (5, 5, 2));
    assert_eq!((comparison.people, comparison.differing), (3, 2));
    assert_eq!((comparison.least, comparison.most), (-1, 1));
    let sentence = gathered.log.as_ref().unwrap().sentence();
    assert!(sentence.contains("(-1 to +1 per person, for 2 of 3 people), and 2 later tasks"), "{sentence}");
}

#[tokio::test]
async fn a_log_that_cannot_be_used_costs_no_film_unless_that_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let job = morning(folder.path().join("Metrics-Demo"));
    let log = folder.path().join("log.jsonl");
    write(
        &log,
        lines(&[Event { job: "other", ..Event::submitted("eve", "", "2024-03-04T12:30:00Z") }.java()]),
    );
    let mut plan = both(&job, &log);
    let gathered = read(&plan).await;
    assert!(
        matches!(&gathered.log, Some(LogUse::Unread { why }) if why.contains("no events")),
        "{:?}",
        gathered.log
    );
    assert_eq!(gathered.answers.len(), 5);
    plan.input.reading.strictness = Strictness::Strict;
    assert!(count(&plan).await.is_err());
}

#[tokio::test]
async fn a_job_without_a_finished_object_has_a_log_already() {
    let folder = TempDir::new().unwrap();
    let job = Job::at(folder.path().join("Metrics-Demo")).file("annotation-tool/data.json", "{}").root();
    let log = folder.path().join("log.jsonl");
    write(&log, lines(&events().iter().map(Event::iso).collect::<Vec<_>>()));
    let gathered = read(&both(&job, &log)).await;
    assert_eq!((gathered.answers.len(), gathered.log.as_ref()), (3, Some(&LogUse::Alone)));
}

#[tokio::test]
async fn the_log_alone_counts_the_job_that_the_source_names() {
    let folder = TempDir::new().unwrap();
    let job = morning(folder.path().join("Metrics-Demo"));
    let log = folder.path().join("log.jsonl");
    let other = Event { job: "other", ..Event::submitted("eve", "", "2024-03-04T12:30:00Z") }.java();
    write(&log, lines(&[events()[1].java(), other]));
    let mut plan = both(&job, &log);
    plan.input.log.records = Some(Records::Log);
    let gathered = read(&plan).await;
    assert_eq!((gathered.answers.len(), gathered.name.as_str()), (1, "Metrics-Demo"));
    plan.input.log.place = None;
    let error = count(&plan).await.unwrap_err();
    assert!(matches!(error, RunError::NotALog(_)), "{error}");
}

#[tokio::test]
async fn a_log_does_not_tell_what_is_in_an_answer() {
    let folder = TempDir::new().unwrap();
    let log = folder.path().join("log.jsonl");
    write(&log, lines(&events().iter().map(Event::iso).collect::<Vec<_>>()));
    let counted = count(&plan(&log)).await.unwrap();
    assert_eq!(counted.whole_throughput().unwrap().annotations, None);
    let annotations = Plan { count: Count::Annotations, ..plan(&log) };
    let error = count(&annotations).await.unwrap_err();
    assert!(matches!(error, RunError::Tally(TallyError::NoAnnotations)), "{error}");

    // Beside responses, which do tell it, later tasks add none.
    let job = morning(folder.path().join("Metrics-Demo"));
    let later = Event::submitted("ann", "", "2024-03-04T11:50:00Z");
    write(&log, lines(&[later.java()]));
    let alone = count(&plan(&job)).await.unwrap().whole_throughput().unwrap();
    let with_log = count(&both(&job, &log)).await.unwrap().whole_throughput().unwrap();
    assert_eq!((with_log.labels, with_log.annotations), (alone.labels + 1, alone.annotations));
    assert!(alone.annotations.is_some_and(|annotations| 0 < annotations));
}

#[tokio::test]
async fn whoever_only_began_tasks_has_a_name_and_a_line() {
    let folder = TempDir::new().unwrap();
    let log = folder.path().join("log.jsonl");
    let mut told: Vec<String> = events().iter().map(Event::java).collect();
    let eve = Event::submitted("eve", "", "2024-03-04T07:00:00Z");
    told.push(Event { kind: "TasksDeclined", ..eve }.java());
    write(&log, lines(&told));
    let plan = Plan { naming: Naming::Pseudonym, ..plan(&log) };
    let counted = count(&plan).await.unwrap();
    let people = run::people(&counted.gathered, &counted.cast, &plan);
    let labels: Vec<_> = people.iter().map(|line| (line.labels, line.days.is_some())).collect();
    assert_eq!(labels, [(2, true), (1, true), (0, false)], "who answered comes first");
    let eve = people[2].person;
    assert!(eve.id.as_str().starts_with("eve-") && !eve.name.is_empty(), "{eve:?}");
    let rows = counted.throughput(By::Worker);
    let row = rows.iter().find(|row| row.key.as_deref() == Some(eve.id.as_str())).unwrap();
    assert_eq!((row.name.as_ref(), row.throughput.declined), (Some(&eve.name), Some(1)));
    assert_eq!(counted.people, 2);
    assert_eq!(counted.tally.workers().len(), 2, "a film shows who submitted something");
}
