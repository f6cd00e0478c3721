//! What the template accepts, the function accepts, and Lambda has room for.

use std::collections::{BTreeMap, BTreeSet};

use labelrace::settings::{Defaults, Delivery, settings};
use proptest::{
    strategy::{Strategy, ValueTree},
    string::string_regex,
    test_runner::TestRunner,
};
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Value, json};

use super::stack::{Stack, source, text};

/// The variables of the function, with the parameters that each is made of.
fn variables() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let variables = &source()["Resources"]["RaceFunction"]["Properties"]["Environment"]["Variables"];
    let variables = variables.as_object().unwrap();
    variables.iter().map(|(name, value)| (name.as_str(), parameters_in(value))).collect()
}

/// The parameters that a value refers to.
fn parameters_in(value: &'static Value) -> BTreeSet<&'static str> {
    let all = source()["Parameters"].as_object().unwrap();
    let is_named = |name: &str| match &value["Ref"] {
        Value::Null => value["Fn::Sub"].as_str().is_some_and(|form| form.contains(&format!("${{{name}}}"))),
        named => named == name,
    };
    all.keys().map(String::as_str).filter(|name| is_named(name)).collect()
}

fn parameters_of_variables() -> BTreeSet<&'static str> {
    let parameters: BTreeSet<_> = variables().into_values().flatten().collect();
    assert!(7 < parameters.len(), "this test no longer sees what the variables are made of");
    parameters
}

/// The pattern of a parameter, without the anchors that it has anyway.
fn pattern(parameter: &Value) -> Option<&str> {
    parameter["AllowedPattern"].as_str()?.strip_prefix('^')?.strip_suffix('$')
}

/// Values that CloudFormation takes for a parameter.
fn samples(name: &str, n: usize) -> Vec<String> {
    let parameter = &source()["Parameters"][name];
    if let Some(allowed) = parameter["AllowedValues"].as_array() {
        return allowed.iter().map(text).collect();
    }
    if let (Some(least), Some(most)) = (parameter["MinValue"].as_u64(), parameter["MaxValue"].as_u64()) {
        return (least..=most).map(|n| n.to_string()).collect();
    }
    let longest = usize::try_from(parameter["MaxLength"].as_u64().unwrap_or(4096)).unwrap();
    let values = string_regex(pattern(parameter).unwrap()).unwrap();
    let mut runner = TestRunner::deterministic();
    let values = (0..n).map(|_| values.new_tree(&mut runner).unwrap().current());
    values.filter(|value| value.chars().count() <= longest).collect()
}

/// Every zone there is, as far as the pattern takes it. Amazon `EventBridge` Scheduler refuses all others before there
/// is a function: a schedule with such a zone cannot be made.
fn zones() -> Vec<String> {
    let zones: Vec<String> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name().to_owned()).collect();
    let pattern = &source()["Parameters"]["TimeZone"]["AllowedPattern"];
    let pairs: Vec<Value> = zones.iter().map(|zone| json!([pattern, zone])).collect();
    let passes = super::stack::python("match", &json!(pairs));
    let taken = zones.into_iter().zip(passes.as_array().unwrap()).filter(|(_, passes)| **passes == true);
    taken.map(|(zone, _)| zone).collect()
}

/// The variables of a stack with this value of a parameter, as they are once the stack stands.
fn told(parameter: &str, value: &str) -> impl Fn(&str) -> Option<String> + Sync + use<> {
    let stack = Stack::with(&[(parameter, value)]);
    let told = stack.at("RaceFunction", "/Environment/Variables").clone();
    move |name: &str| {
        Some(match name {
            "LABELRACE_TOPIC_ARN" => "arn:aws:sns:eu-west-1:111122223333:labels-Topic-1".to_owned(),
            "LABELRACE_LINK_URL" => "https://abc.lambda-url.eu-west-1.on.aws/".to_owned(),
            _ => text(told.get(name)?),
        })
    }
}

#[test]
fn what_the_template_accepts_the_function_accepts() {
    for name in parameters_of_variables().into_iter().filter(|name| *name != "Settings") {
        let values = if name == "TimeZone" { zones() } else { samples(name, 100) };
        let is_listed = source()["Parameters"][name]["AllowedValues"].is_array();
        assert!(is_listed || 10 < values.len(), "{name}: {values:?}");
        for value in values {
            let told = told(name, &value);
            let refused = Defaults::from_variables(&told).err().or(Delivery::from_variables(&told).err());
            assert_eq!(refused, None, "{name}={value}");
        }
    }
}

/// The template sees only that they are a JSON object: the function says what is wrong in it.
#[test]
fn settings_are_those_that_the_function_takes() {
    for value in samples("Settings", 100) {
        if let Err(error) = Defaults::from_variables(&told("Settings", &value)) {
            assert!(error.to_string().contains("the parameter Settings (LABELRACE_SETTINGS)"), "{error}");
        }
    }
    let pattern = &source()["Parameters"]["Settings"]["AllowedPattern"];
    let mut values = Vec::new();
    for setting in settings().into_iter().filter(|setting| setting.in_settings && setting.default.is_some()) {
        let field = setting.field.unwrap();
        // A switch is true or false; everything else can be written as a text.
        let default = setting.default.map(|text| text.parse().map_or(Value::String(text), Value::Bool));
        let value = json!({field.as_str(): default}).to_string();
        let is_described = ["hold", "parallel", "title", "subtitle", "caption", "total", "per_object"]
            .contains(&field.as_str());
        let taken = Defaults::from_variables(&told("Settings", &value));
        assert!(is_described || taken.is_ok(), "{value}: {taken:?}");
        values.push(value);
    }
    assert!(20 < values.len(), "{values:?}");
    let pairs: Vec<[&str; 2]> = values.iter().map(|value| [pattern.as_str().unwrap(), value]).collect();
    assert_eq!(super::stack::python("match", &json!(pairs)), json!(vec![true; values.len()]), "{values:?}");
}

/// The most bytes that a text of this pattern may take for each of its characters.
fn widest(pattern: &Hir) -> u64 {
    match pattern.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().map(|range| range.end().len_utf8() as u64).max().unwrap_or(1)
        }
        HirKind::Repetition(repeated) => widest(&repeated.sub),
        HirKind::Capture(captured) => widest(&captured.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(widest).max().unwrap_or(1),
        _ => 1,
    }
}

/// The most bytes that a value of this parameter may take.
fn longest(name: &str) -> u64 {
    let parameter = &source()["Parameters"][name];
    if let Some(pattern) = pattern(parameter) {
        let pattern = regex_syntax::parse(pattern).unwrap();
        let of_length = parameter["MaxLength"].as_u64().map(|most| most * widest(&pattern));
        let of_pattern = pattern.properties().maximum_len().map(|most| most as u64);
        let bounds = of_length.into_iter().chain(of_pattern).min();
        return bounds.unwrap_or_else(|| panic!("{name} may be of any length: give it a MaxLength"));
    }
    samples(name, 0).iter().map(|value| value.len() as u64).max().unwrap()
}

/// The longest that AWS makes the things of a stack: a topic has the name of the stack (128 characters), its own
/// and 12 more.
const MADE: [(&str, u64); 4] = [
    ("VideoBucket", 63),
    ("Topic", "arn:aws-us-gov:sns:us-gov-west-1:111122223333:".len() as u64 + 128 + 20),
    ("LinkFunctionUrl.FunctionUrl", 100),
    ("LinkKey", 36),
];

/// Lambda takes 4 KB, names and values together.
#[test]
fn what_the_function_is_told_fits_into_its_environment() {
    let stack = Stack::plain();
    let plain = stack.at("RaceFunction", "/Environment/Variables");
    let mut all = 0;
    for (name, parameters) in variables() {
        let value = text(&plain[name]);
        let made = MADE.iter().find(|(made, _)| *made == value).map(|(_, longest)| *longest);
        // What is in a value besides its parameters is no longer than the whole of a plain one.
        let longest: u64 = parameters.iter().map(|name| longest(name)).sum::<u64>() + value.len() as u64;
        all += name.len() as u64 + made.unwrap_or(longest);
    }
    assert!((2000..=4096).contains(&all), "{all} bytes at worst");
}
