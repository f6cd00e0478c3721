//! What a stack keeps, how safe it is there, and for how long.

use labelrace::service::link::DAYS_MAX;
use serde_json::{Value, json};

use super::stack::{KEY, Stack, rules};

const ROOT: &str = "AWS arn:aws:iam::111122223333:root";

#[test]
fn the_bucket_is_private_and_encrypted() {
    let stack = Stack::plain();
    let block = stack.at("VideoBucket", "/PublicAccessBlockConfiguration").as_object().unwrap();
    assert_eq!(block.len(), 4);
    assert!(block.values().all(|on| on == &json!(true)), "{block:?}");
    assert_eq!(
        stack.at("VideoBucket", "/OwnershipControls/Rules"),
        &json!([{"ObjectOwnership": "BucketOwnerEnforced"}])
    );
    let encryption = "/BucketEncryption/ServerSideEncryptionConfiguration";
    assert_eq!(
        stack.at("VideoBucket", encryption),
        &json!([{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}])
    );
    assert_eq!(
        Stack::with(&[("KeyArn", KEY)]).at("VideoBucket", encryption),
        &json!([{
            "BucketKeyEnabled": true,
            "ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY},
        }])
    );
}

#[test]
fn the_bucket_takes_no_request_in_the_clear_and_no_signature_of_more_than_an_hour() {
    let stack = Stack::plain();
    assert_eq!(stack.of_type("AWS::S3::BucketPolicy"), ["VideoBucketPolicy"]);
    assert_eq!(stack.at("VideoBucketPolicy", "/Bucket"), "VideoBucket");
    assert_eq!(
        rules(stack.at("VideoBucketPolicy", "/PolicyDocument")),
        [
            "Deny * s3:* on VideoBucket.Arn if Bool aws:SecureTransport false",
            "Deny * s3:* on VideoBucket.Arn/* if Bool aws:SecureTransport false",
            "Deny * s3:GetObject on VideoBucket.Arn/videos/* if NumericGreaterThan s3:signatureAge 3600000",
        ]
    );
}

#[test]
fn all_that_the_function_writes_expires() {
    let days = |parameters: &[(&str, &str)]| -> Vec<(String, Value)> {
        let stack = Stack::with(parameters);
        let rules = stack.at("VideoBucket", "/LifecycleConfiguration/Rules").as_array().unwrap().clone();
        assert!(rules.iter().all(|rule| rule["Status"] == "Enabled"));
        assert_eq!(rules.len(), 5);
        let links = &rules[3];
        assert_eq!((&links["Prefix"], &links["ExpirationInDays"]), (&json!("links/"), &json!(400)));
        assert!(i64::from(DAYS_MAX) < 400, "what was revoked is forgotten when it has expired");
        let uploads = &rules[4];
        assert_eq!(uploads["AbortIncompleteMultipartUpload"], json!({"DaysAfterInitiation": 1}));
        assert!(uploads["Prefix"].is_null(), "what was begun is dropped wherever it was begun");
        let rules = rules.iter().take(3);
        rules
            .map(|rule| (rule["Prefix"].as_str().unwrap().to_owned(), rule["ExpirationInDays"].clone()))
            .collect()
    };
    let expected = |days: [Value; 3]| {
        ["videos/", "data/", "runs/"].map(str::to_owned).into_iter().zip(days).collect::<Vec<_>>()
    };
    assert_eq!(days(&[]), expected([json!(90), json!(30), json!(90)]));
    let own = [("VideoDays", "31"), ("DataDays", "2"), ("RunDays", "8")];
    assert_eq!(days(&own), expected([json!("31"), json!("2"), json!("8")]));

    // What may be written is what expires.
    let stack = Stack::plain();
    let written: Vec<String> = rules(&stack.at("RaceRole", "/Policies")[0]["PolicyDocument"])
        .iter()
        .filter_map(|line| line.strip_prefix("Allow s3:PutObject on VideoBucket.Arn/"))
        .map(|place| place.trim_end_matches('*').to_owned())
        .collect();
    assert_eq!(written, ["data/", "runs/", "videos/"]);
}

#[test]
fn deleting_the_stack_leaves_the_bucket_and_its_policy_and_nothing_else() {
    let stack = Stack::plain();
    let left: Vec<&str> = stack
        .all()
        .filter(|(_, resource)| resource["DeletionPolicy"].as_str().is_some_and(|policy| policy != "Delete"))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(left, ["VideoBucket", "VideoBucketPolicy"]);
    for name in left {
        assert_eq!(stack.resource(name)["DeletionPolicy"], "RetainExceptOnCreate", "{name}");
        assert_eq!(stack.resource(name)["UpdateReplacePolicy"], "Retain", "{name}");
    }
    assert!(stack.at("VideoBucket", "/VersioningConfiguration").is_null(), "old versions would never expire");
}

#[test]
fn the_key_of_the_links_signs_and_nothing_else() {
    let stack = Stack::plain();
    assert_eq!(stack.of_type("AWS::KMS::Key"), ["LinkKey"]);
    assert_eq!(stack.at("LinkKey", "/KeySpec"), "HMAC_256");
    assert_eq!(stack.at("LinkKey", "/KeyUsage"), "GENERATE_VERIFY_MAC");
    assert_eq!(stack.at("LinkKey", "/PendingWindowInDays"), 7);
    assert_eq!(rules(stack.at("LinkKey", "/KeyPolicy")), [format!("Allow {ROOT} kms:* on *")]);
}

#[test]
fn the_queue_keeps_its_letters_for_two_weeks_encrypted() {
    let stack = Stack::plain();
    assert_eq!(stack.of_type("AWS::SQS::Queue"), ["DeadLetters"]);
    assert_eq!(stack.at("DeadLetters", "/MessageRetentionPeriod"), 14 * 24 * 3600);
    assert_eq!(stack.at("DeadLetters", "/SqsManagedSseEnabled"), true);
    assert!(stack.at("DeadLetters", "/KmsMasterKeyId").is_null());
    let keyed = Stack::with(&[("KeyArn", KEY)]);
    assert_eq!(keyed.at("DeadLetters", "/KmsMasterKeyId"), KEY);
    assert!(keyed.at("DeadLetters", "/SqsManagedSseEnabled").is_null(), "it can be one or the other");
    assert_eq!(stack.at("DeadLettersPolicy", "/Queues"), &json!(["DeadLetters"]));
    assert_eq!(
        rules(stack.at("DeadLettersPolicy", "/PolicyDocument")),
        ["Deny * sqs:* on DeadLetters.Arn if Bool aws:SecureTransport false"]
    );
}

/// What the owner of a topic may do when nobody has said anything.
fn owned(topic: &str) -> Vec<String> {
    [
        "AddPermission",
        "DeleteTopic",
        "GetTopicAttributes",
        "ListSubscriptionsByTopic",
        "Publish",
        "RemovePermission",
        "SetTopicAttributes",
        "Subscribe",
    ]
    .iter()
    .map(|action| format!("Allow {ROOT} sns:{action} on {topic}"))
    .chain([format!("Deny * sns:Publish on {topic} if Bool aws:SecureTransport false")])
    .collect()
}

#[test]
fn readers_are_told_through_a_topic_that_is_encrypted_and_takes_nothing_in_the_clear() {
    let stack = Stack::plain();
    assert_eq!(stack.of_type("AWS::SNS::Topic"), ["AlarmTopic", "Topic"]);
    assert_eq!(stack.at("Topic", "/KmsMasterKeyId"), "alias/aws/sns");
    assert_eq!(Stack::with(&[("KeyArn", KEY)]).at("Topic", "/KmsMasterKeyId"), KEY);
    assert_eq!(stack.at("Topic", "/DisplayName"), "labelrace");
    assert_eq!(stack.at("TopicPolicy", "/Topics"), &json!(["Topic"]));
    assert_eq!(rules(stack.at("TopicPolicy", "/PolicyDocument")), owned("Topic"));
}

#[test]
fn alarms_have_a_topic_that_cloudwatch_can_publish_to() {
    let stack = Stack::plain();
    assert!(stack.at("AlarmTopic", "/KmsMasterKeyId").is_null(), "the key of AWS would shut CloudWatch out");
    assert_eq!(Stack::with(&[("KeyArn", KEY)]).at("AlarmTopic", "/KmsMasterKeyId"), KEY);
    assert_eq!(stack.at("AlarmTopicPolicy", "/Topics"), &json!(["AlarmTopic"]));
    let mut expected = owned("AlarmTopic");
    expected.push(
        "Allow Service cloudwatch.amazonaws.com sns:Publish on AlarmTopic if ArnLike aws:SourceArn arn:aws:cloudwatch:eu-west-1:111122223333:alarm:labels-* and StringEquals aws:SourceAccount 111122223333"
            .to_owned(),
    );
    expected.sort();
    assert_eq!(rules(stack.at("AlarmTopicPolicy", "/PolicyDocument")), expected);
}

#[test]
fn first_readers_get_the_mail_that_is_for_them() {
    assert!(Stack::plain().of_type("AWS::SNS::Subscription").is_empty(), "nobody is subscribed unasked");
    let stack = Stack::with(&[("LabelersEmail", "all@example.com"), ("OwnersEmail", "boss@example.com")]);
    assert!(!stack.has("AlarmSubscription"));
    for (name, address, audience) in [
        ("LabelersSubscription", "all@example.com", "labelers"),
        ("OwnersSubscription", "boss@example.com", "owners"),
    ] {
        assert_eq!(
            stack.resource(name)["Properties"],
            json!({
                "TopicArn": "Topic",
                "Protocol": "email",
                "Endpoint": address,
                "FilterPolicy": {"audience": [audience]},
            })
        );
    }
    assert_eq!(
        Stack::with(&[("AlarmEmail", "ops@example.com")]).resource("AlarmSubscription")["Properties"],
        json!({"TopicArn": "AlarmTopic", "Protocol": "email", "Endpoint": "ops@example.com"})
    );
}

#[test]
fn logs_are_kept_as_long_as_asked_for_and_under_your_key() {
    for log in ["RaceLogs", "LinkLogs"] {
        assert_eq!(Stack::plain().at(log, "/RetentionInDays"), 30);
        assert!(Stack::plain().at(log, "/KmsKeyId").is_null());
        let stack = Stack::with(&[("LogDays", "7"), ("KeyArn", KEY)]);
        assert_eq!(stack.at(log, "/RetentionInDays"), "7");
        assert_eq!(stack.at(log, "/KmsKeyId"), KEY);
    }
}
