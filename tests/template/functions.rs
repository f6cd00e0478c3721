//! The functions, what they are told, and what starts them.

use std::{collections::BTreeSet, fs, path::Path};

use labelrace::settings::{Defaults, Request, settings};
use serde_json::{Value, json};

use super::stack::{EVERYTHING, NEEDED, Stack, WEBHOOK, source, text};

#[test]
fn the_function_that_makes_films_has_the_time_and_the_room() {
    let stack = Stack::plain();
    for (pointer, expected) in [
        ("/Handler", json!("bootstrap")),
        ("/Runtime", json!("provided.al2023")),
        ("/Architectures", json!(["x86_64"])),
        ("/MemorySize", json!(3008)),
        ("/Timeout", json!(900)),
        ("/EphemeralStorage/Size", json!(1024)),
    ] {
        assert_eq!(stack.at("RaceFunction", pointer), &expected, "{pointer}");
    }
    assert_eq!(Stack::with(&[("MemorySize", "1769")]).at("RaceFunction", "/MemorySize"), "1769");
}

#[test]
fn the_function_behind_the_link_is_small_and_quick() {
    let stack = Stack::plain();
    for (pointer, expected) in [
        ("/Handler", json!("bootstrap")),
        ("/Runtime", json!("provided.al2023")),
        ("/Architectures", json!(["x86_64"])),
        ("/MemorySize", json!(256)),
        ("/Timeout", json!(10)),
        ("/Layers", Value::Null),
    ] {
        assert_eq!(stack.at("LinkFunction", pointer), &expected, "{pointer}");
    }
}

#[test]
fn each_function_is_its_own_program_of_this_package() {
    let cargo = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    for (function, binary) in [("RaceFunction", "lambda"), ("LinkFunction", "link")] {
        let function = &source()["Resources"][function];
        assert_eq!(function["Metadata"]["BuildMethod"], "rust-cargolambda");
        assert_eq!(function["Metadata"]["BuildProperties"]["Binary"], binary);
        assert_eq!(function["Properties"]["CodeUri"], ".");
        assert!(cargo.contains(&format!("name = \"{binary}\"")), "Cargo.toml has no {binary}");
    }
}

#[test]
fn logs_are_json_in_a_group_of_the_stack() {
    let stack = Stack::plain();
    assert_eq!(stack.of_type("AWS::Logs::LogGroup"), ["LinkLogs", "RaceLogs"]);
    for (function, group) in [("RaceFunction", "RaceLogs"), ("LinkFunction", "LinkLogs")] {
        assert_eq!(
            stack.at(function, "/LoggingConfig"),
            &json!({"LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO", "LogGroup": group})
        );
    }
}

#[test]
fn the_function_that_makes_films_is_told_what_the_stack_is_and_what_was_asked_for() {
    let told = |stack: &Stack| stack.at("RaceFunction", "/Environment/Variables").clone();
    let mut expected = json!({
        "LABELRACE_JOB": "s3://jobs/out/leaves/",
        "LABELRACE_BUCKET": "VideoBucket",
        "LABELRACE_TOPIC_ARN": "Topic",
        "LABELRACE_TIME_ZONE": "Europe/Berlin",
        "LABELRACE_CONTACT": "",
        "LABELRACE_LINK_URL": "LinkFunctionUrl.FunctionUrl",
        "LABELRACE_LINK_KEY_ID": "LinkKey",
        "LABELRACE_LINK_DAYS": 14,
        "LABELRACE_SETTINGS": "{}",
        "LABELRACE_ALIASES": "",
        "LABELRACE_GROUP": "",
        "LABELRACE_LOG_GROUP": "",
        "LABELRACE_EXPORTS": "",
        "LABELRACE_PRIVACY": "standard",
        "LABELRACE_WEBHOOK": "",
        "LABELRACE_WEBHOOK_STYLE": "",
        "LABELRACE_WEBHOOK_AUDIENCE": "",
        "RUST_BACKTRACE": "1",
    });
    assert_eq!(told(&Stack::plain()), expected);

    let asked = [
        ("Contact", "LABELRACE_CONTACT", "Ada"),
        ("LinkDays", "LABELRACE_LINK_DAYS", "7"),
        ("Settings", "LABELRACE_SETTINGS", r#"{"theme": "dark", "top": 5}"#),
        ("AliasesUri", "LABELRACE_ALIASES", "s3://people/names.csv"),
        ("GroupUri", "LABELRACE_GROUP", "s3://people/teams.csv"),
        ("Privacy", "LABELRACE_PRIVACY", "strict"),
        ("Webhook", "LABELRACE_WEBHOOK", WEBHOOK),
        ("WebhookStyle", "LABELRACE_WEBHOOK_STYLE", "teams"),
        ("WebhookAudience", "LABELRACE_WEBHOOK_AUDIENCE", "labelers"),
    ];
    for (_, variable, value) in asked {
        expected[variable] = json!(value);
    }
    expected["LABELRACE_LOG_GROUP"] = json!("logs:");
    expected["LABELRACE_EXPORTS"] = json!("parquet");
    let asked: Vec<_> = asked
        .into_iter()
        .map(|(parameter, _, value)| (parameter, value))
        .chain([("ActivityLog", "on"), ("Exports", "parquet")])
        .collect();
    assert_eq!(told(&Stack::with(&asked)), expected);
}

#[test]
fn the_function_is_told_exactly_what_its_program_reads() {
    let stack = Stack::plain();
    let told = stack.at("RaceFunction", "/Environment/Variables").as_object().unwrap();
    let told: BTreeSet<&str> =
        told.keys().map(String::as_str).filter(|name| *name != "RUST_BACKTRACE").collect();
    let settings = settings();
    let own = settings.iter().filter_map(|setting| setting.variable.as_deref());
    assert_eq!(told, own.chain(["LABELRACE_SETTINGS"]).collect());
}

#[test]
fn the_schedules_ask_for_what_the_program_makes() {
    let stack = Stack::plain();
    let told = stack.at("RaceFunction", "/Environment/Variables").clone();
    let defaults = Defaults::from_variables(&|name| Some(text(told.get(name)?))).unwrap();
    for input in ["DailyRace", "WeeklyRace"].map(|name| stack.at(name, "/Target/Input").clone()) {
        let event = text(&input).replace("<aws.scheduler.scheduled-time>", "2026-11-23T07:30:00Z");
        let request = Request::from_event(&serde_json::from_str(&event).unwrap(), &defaults).unwrap();
        assert_eq!(request.count.source.source.to_string(), "s3://jobs/out/leaves");
    }
}

#[test]
fn the_function_behind_the_link_is_told_no_more_than_it_needs() {
    assert_eq!(
        Stack::with(&[("Contact", "Ada")]).at("LinkFunction", "/Environment/Variables"),
        &json!({
            "LABELRACE_BUCKET": "VideoBucket",
            "LABELRACE_LINK_KEY_ID": "LinkKey",
            "RUST_BACKTRACE": "1",
        })
    );
}

#[test]
fn films_are_made_with_the_ffmpeg_of_the_processor_or_with_your_own() {
    let layer = "arn:aws:lambda:eu-west-1:111122223333:layer:mine:3";
    let layers = |parameters: &[(&str, &str)]| {
        let stack = Stack::with(parameters);
        let layers: Vec<String> =
            stack.at("RaceFunction", "/Layers").as_array().unwrap().iter().map(text).collect();
        let made: Vec<String> =
            stack.of_type("AWS::Lambda::LayerVersion").into_iter().map(str::to_owned).collect();
        assert_eq!(stack.at("RaceFunction", "/Architectures"), stack.at("LinkFunction", "/Architectures"));
        (layers, made)
    };
    let both = |layers: [&str; 2], made: &[&str]| {
        (layers.map(str::to_owned).to_vec(), made.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(layers(&[]), both(["FfmpegX86", "FontsLayer"], &["FfmpegX86", "FontsLayer"]));
    assert_eq!(
        layers(&[("Architecture", "arm64")]),
        both(["FfmpegArm64", "FontsLayer"], &["FfmpegArm64", "FontsLayer"])
    );
    for architecture in ["x86_64", "arm64"] {
        assert_eq!(
            layers(&[("Architecture", architecture), ("FfmpegLayerArn", layer)]),
            both([layer, "FontsLayer"], &["FontsLayer"])
        );
    }
    assert_eq!(
        Stack::with(&[("Architecture", "arm64")]).at("RaceFunction", "/Architectures"),
        &json!(["arm64"])
    );
}

#[test]
fn layers_go_with_the_stack_and_say_their_licence() {
    for (layer, folder, architectures, licence) in [
        ("FfmpegX86", "layers/ffmpeg", json!(["x86_64"]), "GPL-3.0-or-later"),
        ("FfmpegArm64", "layers/ffmpeg", json!(["arm64"]), "GPL-3.0-or-later"),
        ("FontsLayer", "layers/fonts", json!(["x86_64", "arm64"]), "OFL-1.1"),
    ] {
        let written = &source()["Resources"][layer];
        assert_eq!(written["Properties"]["ContentUri"], folder);
        assert_eq!(written["Metadata"]["BuildMethod"], "makefile");
        assert!(
            architectures.as_array().unwrap().contains(&written["Metadata"]["BuildArchitecture"]),
            "{layer}"
        );
        let makefile = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("Makefile");
        let makefile = fs::read_to_string(&makefile).unwrap();
        assert!(
            makefile.contains(&format!("\nbuild-{layer}:"))
                || makefile.starts_with(&format!("build-{layer}:"))
        );

        let architecture = if layer == "FfmpegArm64" { "arm64" } else { "x86_64" };
        let stack = Stack::with(&[("Architecture", architecture)]);
        assert_eq!(stack.resource(layer)["DeletionPolicy"], "Delete");
        assert_eq!(stack.at(layer, "/LicenseInfo"), licence);
        assert_eq!(stack.at(layer, "/CompatibleArchitectures"), &architectures);
        assert_eq!(stack.at(layer, "/CompatibleRuntimes"), &json!(["provided.al2023"]));
    }
}

#[test]
fn nothing_is_reserved_unless_asked_for_and_zero_stops_a_function() {
    for (parameter, function) in [("RaceConcurrency", "RaceFunction"), ("LinkConcurrency", "LinkFunction")] {
        let reserved = "/ReservedConcurrentExecutions";
        assert!(Stack::plain().at(function, reserved).is_null());
        for n in ["0", "3"] {
            let stack = Stack::with(&[(parameter, n)]);
            assert_eq!(stack.at(function, reserved), n);
            let other = if function == "RaceFunction" { "LinkFunction" } else { "RaceFunction" };
            assert!(stack.at(other, reserved).is_null());
        }
    }
}

#[test]
fn traces_are_made_when_asked_for() {
    for function in ["RaceFunction", "LinkFunction"] {
        assert_eq!(Stack::plain().at(function, "/TracingConfig/Mode"), "PassThrough");
        assert_eq!(Stack::with(&[("Tracing", "on")]).at(function, "/TracingConfig/Mode"), "Active");
    }
}

/// Since October 2025 a public address needs both permissions.
#[test]
fn everybody_may_follow_a_link_and_nothing_else_may_be_called_by_everybody() {
    let stack = Stack::with(&EVERYTHING);
    assert_eq!(stack.of_type("AWS::Lambda::Url"), ["LinkFunctionUrl"]);
    assert_eq!(
        stack.resource("LinkFunctionUrl")["Properties"],
        json!({"TargetFunctionArn": "LinkFunction", "AuthType": "NONE"})
    );
    let mut permissions: Vec<Value> = stack
        .of_type("AWS::Lambda::Permission")
        .into_iter()
        .map(|name| stack.resource(name)["Properties"].clone())
        .collect();
    permissions.sort_by_key(ToString::to_string);
    assert_eq!(
        permissions,
        [
            json!({
                "Action": "lambda:InvokeFunction",
                "FunctionName": "LinkFunction",
                "InvokedViaFunctionUrl": true,
                "Principal": "*",
            }),
            json!({
                "Action": "lambda:InvokeFunctionUrl",
                "FunctionName": "LinkFunction",
                "FunctionUrlAuthType": "NONE",
                "Principal": "*",
            }),
        ]
    );
}

#[test]
fn a_run_that_fails_is_tried_once_more_and_then_a_dead_letter() {
    let stack = Stack::plain();
    let configs = stack.of_type("AWS::Lambda::EventInvokeConfig");
    assert_eq!(configs.len(), 1);
    assert_eq!(
        stack.resource(configs[0])["Properties"],
        json!({
            "FunctionName": "RaceFunction",
            "Qualifier": "$LATEST",
            "MaximumRetryAttempts": 1,
            "MaximumEventAgeInSeconds": 3600,
            "DestinationConfig": {"OnFailure": {"Destination": "DeadLetters.Arn"}},
        })
    );
}

fn schedule(kind: &str, state: &str, expression: &str, window: &Value) -> Value {
    json!({
        "Description": if kind == "daily" { "A film for the labelers." } else { "A film for the owners." },
        "GroupName": "Schedules",
        "State": state,
        "ScheduleExpression": expression,
        "ScheduleExpressionTimezone": NEEDED[2].1,
        "FlexibleTimeWindow": window,
        "Target": {
            "Arn": "RaceFunction.Arn",
            "RoleArn": "ScheduleRole.Arn",
            "Input": format!(r#"{{"kind":"{kind}","scheduled_time":"<aws.scheduler.scheduled-time>"}}"#),
            "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 3600},
            "DeadLetterConfig": {"Arn": "DeadLetters.Arn"},
        },
    })
}

#[test]
fn a_film_is_made_each_morning_and_each_monday_on_the_clock_of_the_team() {
    let stack = Stack::plain();
    assert_eq!(stack.of_type("AWS::Scheduler::Schedule"), ["DailyRace", "WeeklyRace"]);
    let window = json!({"Mode": "OFF"});
    assert_eq!(
        stack.resource("DailyRace")["Properties"],
        schedule("daily", "ENABLED", "cron(30 7 * * ? *)", &window)
    );
    assert_eq!(
        stack.resource("WeeklyRace")["Properties"],
        schedule("weekly", "ENABLED", "cron(0 8 ? * MON *)", &window)
    );
}

#[test]
fn each_schedule_can_be_moved_and_switched_off_by_itself() {
    let window = json!({"Mode": "FLEXIBLE", "MaximumWindowInMinutes": "15"});
    let stack = Stack::with(&[
        ("DailySchedule", "off"),
        ("DailyExpression", "cron(0 6 * * ? *)"),
        ("FlexibleMinutes", "15"),
    ]);
    assert_eq!(
        stack.resource("DailyRace")["Properties"],
        schedule("daily", "DISABLED", "cron(0 6 * * ? *)", &window)
    );
    assert_eq!(
        stack.resource("WeeklyRace")["Properties"],
        schedule("weekly", "ENABLED", "cron(0 8 ? * MON *)", &window)
    );
    let stack = Stack::with(&[("WeeklySchedule", "off"), ("WeeklyExpression", "cron(0 9 ? * FRI *)")]);
    assert_eq!(stack.at("WeeklyRace", "/State"), "DISABLED");
    assert_eq!(stack.at("WeeklyRace", "/ScheduleExpression"), "cron(0 9 ? * FRI *)");
    assert_eq!(stack.at("DailyRace", "/State"), "ENABLED");
}
