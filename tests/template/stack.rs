//! The template as CloudFormation would see it with these parameters: what belongs to a condition is there or
//! not, and references are names.

use std::{
    io::Write,
    process::{Command, Stdio},
    sync::LazyLock,
};

use serde_json::{Map, Value, json};

const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/.tools/venv/bin/python");
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/template.py");

/// What somebody must say.
pub(crate) const NEEDED: [(&str, &str); 3] =
    [("JobBucket", "jobs"), ("JobPrefix", "out/leaves/"), ("TimeZone", "Europe/Berlin")];

/// What somebody may say, all at once.
pub(crate) const EVERYTHING: [(&str, &str); 17] = [
    ("LabelersEmail", "all@example.com"),
    ("OwnersEmail", "boss@example.com"),
    ("AlarmEmail", "ops@example.com"),
    ("AliasesUri", "s3://people/names.csv"),
    ("GroupUri", "s3://people/teams.csv"),
    ("CognitoUserPoolArn", POOL),
    ("ActivityLog", "on"),
    ("Exports", "csv"),
    ("Privacy", "strict"),
    ("Webhook", WEBHOOK),
    ("JobBucketAccount", "999988887777"),
    ("JobBucketKeyArn", "arn:aws:kms:eu-west-1:999988887777:key/theirs"),
    ("KeyArn", KEY),
    ("PermissionsBoundaryArn", "arn:aws:iam::111122223333:policy/bound"),
    ("Tracing", "on"),
    ("RaceConcurrency", "1"),
    ("LinkConcurrency", "5"),
];

pub(crate) const POOL: &str = "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_AbCdEf123";

pub(crate) const WEBHOOK: &str = "arn:aws:ssm:eu-west-1:111122223333:parameter/labelrace/hook";

pub(crate) const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/ours";

/// The template as it is written, and as SAM expands it.
static TEMPLATE: LazyLock<Value> = LazyLock::new(|| python("expand", &json!({})));

/// As it is written.
pub(crate) fn source() -> &'static Value {
    &TEMPLATE["source"]
}

/// Asks `template.py`.
pub(crate) fn python(what: &str, input: &Value) -> Value {
    let mut process = Command::new(PYTHON)
        .args([SCRIPT, what])
        .env("AWS_DEFAULT_REGION", "eu-west-1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("there is no {PYTHON} ({error}): run `make tools`"));
    process.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "template.py {what}: {}", output.status);
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A stack named `labels` in eu-west-1 of account 111122223333.
#[derive(Debug)]
pub(crate) struct Stack {
    resources: Map<String, Value>,
    pub(crate) outputs: Map<String, Value>,
}

impl Stack {
    /// With what must be said and nothing else.
    pub(crate) fn plain() -> Self {
        Self::with(&[])
    }

    pub(crate) fn with(parameters: &[(&str, &str)]) -> Self {
        let template = &TEMPLATE["expanded"];
        let scope = Scope::new(template, parameters);
        let present = |section: &str| -> Map<String, Value> {
            let all = template[section].as_object().unwrap().iter();
            let all = all.filter(|(_, entry)| {
                entry["Condition"]
                    .as_str()
                    .is_none_or(|condition| scope.holds(&json!({"Condition": condition})))
            });
            all.map(|(name, entry)| (plain_name(name), scope.resolve(entry).unwrap())).collect()
        };
        let stack = Self { resources: present("Resources"), outputs: present("Outputs") };
        assert!(20 < stack.resources.len(), "this test no longer sees the resources");
        stack
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.resources.contains_key(name)
    }

    pub(crate) fn of_type(&self, kind: &str) -> Vec<&str> {
        let found = self.resources.iter().filter(|(_, resource)| resource["Type"] == kind);
        found.map(|(name, _)| name.as_str()).collect()
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.resources.iter().map(|(name, resource)| (name.as_str(), resource))
    }

    pub(crate) fn resource(&self, name: &str) -> &Value {
        self.resources.get(name).unwrap_or_else(|| panic!("there is no {name}"))
    }

    /// A property of a resource, null where it is not set.
    pub(crate) fn at(&self, name: &str, pointer: &str) -> &Value {
        self.resource(name)["Properties"].pointer(pointer).unwrap_or(&Value::Null)
    }
}

/// SAM puts the hash of a layer's content behind its name.
fn plain_name(name: &str) -> String {
    ["FfmpegX86", "FfmpegArm64", "FontsLayer"]
        .into_iter()
        .find(|layer| name.starts_with(layer))
        .unwrap_or(name)
        .to_owned()
}

struct Scope<'a> {
    template: &'a Value,
    parameters: Map<String, Value>,
}

impl<'a> Scope<'a> {
    fn new(template: &'a Value, given: &[(&str, &str)]) -> Self {
        let mut parameters = Map::new();
        for (name, parameter) in template["Parameters"].as_object().unwrap() {
            if let Some(default) = parameter.get("Default") {
                parameters.insert(name.clone(), default.clone());
            }
        }
        for (name, value) in NEEDED.iter().chain(given) {
            assert!(!template["Parameters"][name].is_null(), "there is no parameter {name}");
            parameters.insert((*name).to_owned(), json!(value));
        }
        Self { template, parameters }
    }

    /// What `${name}` or a Ref is.
    fn reference(&self, name: &str) -> Option<Value> {
        let pseudo = match name {
            "AWS::NoValue" => return None,
            "AWS::Region" => "eu-west-1",
            "AWS::AccountId" => "111122223333",
            "AWS::Partition" => "aws",
            "AWS::URLSuffix" => "amazonaws.com",
            "AWS::StackName" => "labels",
            _ => "",
        };
        if !pseudo.is_empty() {
            return Some(json!(pseudo));
        }
        if let Some(value) = self.parameters.get(name) {
            return Some(value.clone());
        }
        let resource = name.split('.').next().unwrap();
        assert!(
            !self.template["Resources"][resource].is_null() && self.template["Parameters"][name].is_null(),
            "{name} is nothing that is there"
        );
        Some(json!(plain_name(name)))
    }

    fn holds(&self, condition: &Value) -> bool {
        let (function, argument) = condition.as_object().unwrap().iter().next().unwrap();
        let parts = || argument.as_array().unwrap().iter();
        match function.as_str() {
            "Condition" => {
                let condition = &self.template["Conditions"][argument.as_str().unwrap()];
                assert!(condition.is_object(), "there is no condition {argument}");
                self.holds(condition)
            }
            "Fn::Equals" => {
                let sides: Vec<String> = parts().map(|side| text(&self.resolve(side).unwrap())).collect();
                sides[0] == sides[1]
            }
            "Fn::Not" => !self.holds(&argument[0]),
            "Fn::And" => parts().all(|part| self.holds(part)),
            "Fn::Or" => parts().any(|part| self.holds(part)),
            other => panic!("no condition: {other}"),
        }
    }

    /// `None` where there shall be no value.
    fn resolve(&self, value: &Value) -> Option<Value> {
        match value {
            Value::Array(items) => Some(items.iter().filter_map(|item| self.resolve(item)).collect()),
            Value::Object(entries) => {
                if let Some((function, argument)) = only(entries)
                    && (function == "Ref" || function.starts_with("Fn::"))
                {
                    return self.call(function, argument);
                }
                let entries = entries.iter();
                Some(Value::Object(
                    entries.filter_map(|(name, entry)| Some((name.clone(), self.resolve(entry)?))).collect(),
                ))
            }
            plain => Some(plain.clone()),
        }
    }

    fn call(&self, function: &str, argument: &Value) -> Option<Value> {
        match function {
            "Ref" => self.reference(argument.as_str().unwrap()),
            "Fn::GetAtt" => {
                let path = match argument {
                    Value::Array(path) => path.iter().map(text).collect::<Vec<_>>().join("."),
                    path => text(path),
                };
                self.reference(&path)
            }
            "Fn::If" => {
                let holds = self.holds(&json!({"Condition": argument[0]}));
                self.resolve(&argument[if holds { 1 } else { 2 }])
            }
            "Fn::Sub" => Some(json!(self.sub(argument))),
            "Fn::Join" => {
                let parts = self.resolve(&argument[1])?;
                let parts: Vec<String> = parts.as_array().unwrap().iter().map(text).collect();
                Some(json!(parts.join(argument[0].as_str().unwrap())))
            }
            "Fn::Split" => {
                let whole = text(&self.resolve(&argument[1])?);
                Some(whole.split(argument[0].as_str().unwrap()).map(Value::from).collect())
            }
            other => panic!("no function: {other}"),
        }
    }

    fn sub(&self, argument: &Value) -> String {
        let (form, own) = match argument {
            Value::Array(parts) => (text(&parts[0]), parts[1].clone()),
            form => (text(form), json!({})),
        };
        let mut pieces = form.split("${");
        let mut out = pieces.next().unwrap().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once('}').unwrap();
            let value = match own.get(name) {
                Some(value) => self.resolve(value),
                None => self.reference(name),
            };
            out += &text(&value.unwrap());
            out += rest;
        }
        out
    }
}

fn only(entries: &Map<String, Value>) -> Option<(&String, &Value)> {
    if entries.len() == 1 { entries.iter().next() } else { None }
}

/// A string as it is, anything else as JSON.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// One or many, as many.
fn many(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().map(text).collect(),
        one => vec![text(one)],
    }
}

/// A policy as sorted lines, one for each action on each resource:
/// `Allow s3:GetObject on VideoBucket.Arn/videos/* if StringEquals s3:ResourceAccount 111122223333`.
pub(crate) fn rules(document: &Value) -> Vec<String> {
    assert_eq!(document["Version"], "2012-10-17", "{document}");
    let mut lines = Vec::new();
    for statement in document["Statement"].as_array().unwrap() {
        let statement = statement.as_object().unwrap();
        for key in statement.keys() {
            let known = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
            assert!(known.contains(&key.as_str()), "a statement with {key} is more than these lines show");
        }
        let part = |name: &str| statement.get(name).unwrap_or(&Value::Null);
        let who = match part("Principal") {
            Value::Null => String::new(),
            Value::Object(kinds) => {
                let kinds: Vec<_> =
                    kinds.iter().map(|(kind, who)| format!("{kind} {} ", many(who).join(" "))).collect();
                kinds.concat()
            }
            other => format!("{} ", text(other)),
        };
        let mut conditions = Vec::new();
        for (operator, keys) in part("Condition").as_object().into_iter().flatten() {
            for (key, values) in keys.as_object().unwrap() {
                conditions.push(format!("{operator} {key} {}", many(values).join(" ")));
            }
        }
        conditions.sort();
        let conditions =
            if conditions.is_empty() { String::new() } else { format!(" if {}", conditions.join(" and ")) };
        let resources = match many(part("Resource")) {
            none if none.is_empty() => vec![String::new()],
            some => some.into_iter().map(|resource| format!(" on {resource}")).collect(),
        };
        for action in many(part("Action")) {
            for resource in &resources {
                lines.push(format!("{} {who}{action}{resource}{conditions}", text(part("Effect"))));
            }
        }
    }
    lines.sort();
    lines
}
