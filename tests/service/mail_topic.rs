//! The topic that mail goes to, against moto, which delivers to queues; and against answers of SNS that
//! moto never gives.

use aws_credential_types::{
    credential_fn::provide_credentials_fn,
    provider::{SharedCredentialsProvider, error::CredentialsError},
};
use labelrace::service::notify::{
    Mail, Notify, NotifyTrouble,
    sns::{Filter, Sns, Subscribed, SubscriptionState},
};
use labelrace::{report::audience::Audience, settings::Topic};
use serde_json::{Value, json};

use crate::common::world::{
    http_server::{Reply, Request, Server, nobody},
    moto::Moto,
    sdk_config,
};

const ARN: &str = "arn:aws:sns:eu-west-1:123456789012:labelrace";

fn topic() -> Topic {
    ARN.parse().unwrap()
}

fn mail(audience: Audience) -> Mail {
    Mail::new(audience, "Blades: 1,204 labels", "Ann leads.\n\nhttps://films.example.com/v/a\n").unwrap()
}

/// A topic of moto, in another region than the settings name.
struct Place {
    moto: Moto,
    client: aws_sdk_sns::Client,
    sns: Sns,
}

impl Place {
    async fn start() -> Self {
        let moto = Moto::start();
        let region = aws_config::Region::from_static("eu-west-1");
        let there = moto.sdk_config().into_builder().region(region).build();
        let client = aws_sdk_sns::Client::new(&there);
        let made = client.create_topic().name("labelrace").send().await.unwrap();
        assert_eq!(made.topic_arn(), Some(ARN));
        let sns = Sns::new(&moto.sdk_config(), topic());
        Self { moto, client, sns }
    }

    /// A queue that hears what is for `audience`, or everything.
    async fn queue(&self, name: &str, audience: Option<Audience>) -> String {
        let made = self.moto.sqs("eu-west-1", "CreateQueue", json!({ "QueueName": name })).await;
        let subscribe = self.client.subscribe().topic_arn(ARN).protocol("sqs");
        let mut subscribe = subscribe.endpoint(format!("arn:aws:sqs:eu-west-1:123456789012:{name}"));
        if let Some(audience) = audience {
            subscribe =
                subscribe.attributes("FilterPolicy", json!({ "audience": [audience.word()] }).to_string());
        }
        subscribe.send().await.unwrap();
        made["QueueUrl"].as_str().unwrap().to_owned()
    }

    /// What a queue has heard.
    async fn heard(&self, queue: &str) -> Vec<Value> {
        let request = json!({ "QueueUrl": queue, "MaxNumberOfMessages": 10 });
        let answer = self.moto.sqs("eu-west-1", "ReceiveMessage", request).await;
        let messages = answer["Messages"].as_array().cloned().unwrap_or_default();
        messages
            .iter()
            .map(|message| serde_json::from_str(message["Body"].as_str().unwrap()).unwrap())
            .collect()
    }
}

#[tokio::test]
async fn a_mail_reaches_its_audience_and_nobody_else() {
    let place = Place::start().await;
    let labelers = place.queue("labelers", Some(Audience::Labelers)).await;
    let owners = place.queue("owners", Some(Audience::Owners)).await;
    let everybody = place.queue("everybody", None).await;

    place.sns.publish(&mail(Audience::Owners)).await.unwrap();
    assert_eq!(place.heard(&labelers).await.len(), 0);
    for queue in [&owners, &everybody] {
        let heard = place.heard(queue).await;
        assert_eq!(heard.len(), 1);
        assert_eq!(heard[0]["Subject"], mail(Audience::Owners).subject());
        assert_eq!(heard[0]["Message"], mail(Audience::Owners).body());
        assert_eq!(heard[0]["MessageAttributes"]["audience"], json!({ "Type": "String", "Value": "owners" }));
    }
    place.sns.publish(&mail(Audience::Labelers)).await.unwrap();
    assert_eq!(place.heard(&labelers).await.len(), 1);
    assert_eq!(place.heard(&owners).await.len(), 0);
}

#[tokio::test]
async fn an_address_has_one_subscription_whose_audience_can_be_changed() {
    let place = Place::start().await;
    let ann = "ann.example@example.com";
    let filter = async || match place.sns.subscriptions().await.unwrap().as_slice() {
        [one] => {
            assert_eq!((one.protocol.as_str(), one.endpoint.as_str()), ("email", ann));
            assert!(!format!("{one:?}").contains("ann.example"), "an address is printed: {one:?}");
            one.state.clone()
        }
        several => panic!("{several:?}"),
    };
    let only =
        |audience| SubscriptionState::Confirmed { filter: Filter::Only(vec![audience]), authenticated: true };
    // In moto an address has answered as soon as it is asked.
    let subscribed = place.sns.subscribe(ann, &[Audience::Labelers]).await.unwrap();
    assert_eq!(subscribed, Subscribed::Already);
    assert_eq!(filter().await, only(Audience::Labelers));
    let again = place.sns.subscribe(ann, &[Audience::Labelers]).await.unwrap();
    assert_eq!(again, Subscribed::Already);
    let _ = place.sns.subscribe(ann, &[Audience::Owners]).await.unwrap();
    assert_eq!(filter().await, only(Audience::Owners));
    place.sns.confirm("0123456789abcdef").await.unwrap();
}

#[tokio::test]
async fn everybody_is_listed_over_several_pages_with_what_they_hear() {
    let place = Place::start().await;
    for k in 0..230 {
        let subscribe = place.client.subscribe().topic_arn(ARN).protocol("email");
        let mut subscribe = subscribe.endpoint(format!("worker{k}@example.com"));
        let filter = match k % 4 {
            0 => Some(r#"{"audience": ["owners", "labelers"]}"#),
            1 => Some(r#"{"audience": ["labelers"]}"#),
            2 => Some(r#"{"color": ["red"]}"#),
            _ => None,
        };
        if let Some(filter) = filter {
            subscribe = subscribe.attributes("FilterPolicy", filter);
        }
        subscribe.send().await.unwrap();
    }
    let listed = place.sns.subscriptions().await.unwrap();
    assert_eq!(listed.len(), 230);
    for (k, subscription) in listed.iter().enumerate() {
        assert_eq!(subscription.endpoint, format!("worker{k}@example.com"));
        let SubscriptionState::Confirmed { filter, .. } = &subscription.state else {
            panic!("{subscription:?}")
        };
        let is_right = match k % 4 {
            0 => *filter == Filter::Only(vec![Audience::Labelers, Audience::Owners]),
            1 => *filter == Filter::Only(vec![Audience::Labelers]),
            2 => matches!(filter, Filter::Foreign(text) if text.contains("red")),
            _ => *filter == Filter::Everything,
        };
        assert!(is_right, "{k}: {filter:?}");
    }
    let about = place.sns.topic().await.unwrap();
    assert_eq!(about.key, None);
    place
        .client
        .set_topic_attributes()
        .topic_arn(ARN)
        .attribute_name("KmsMasterKeyId")
        .attribute_value("alias/aws/sns")
        .send()
        .await
        .unwrap();
    assert_eq!(place.sns.topic().await.unwrap().key.as_deref(), Some("alias/aws/sns"));
}

#[tokio::test]
async fn a_topic_that_is_not_there_is_told_with_its_name() {
    let place = Place::start().await;
    let other = "arn:aws:sns:eu-west-1:123456789012:other";
    let sns = Sns::new(&place.moto.sdk_config(), other.parse().unwrap());
    let errors = [
        sns.publish(&mail(Audience::Owners)).await.unwrap_err(),
        sns.topic().await.unwrap_err(),
        sns.subscriptions().await.unwrap_err(),
        sns.confirm("0123456789abcdef").await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.trouble, NotifyTrouble::NotFound, "{error:?}");
        assert!(
            error.to_string().contains(other) && error.to_string().contains("outputs of the stack"),
            "{error}"
        );
    }
    let error = sns.subscribe("ann.example@example.com", &[Audience::Owners]).await.unwrap_err();
    assert_eq!((error.trouble, error.what.as_str()), (NotifyTrouble::NotFound, "a***@example.com"));
}

#[tokio::test]
async fn nobody_signed_in_and_nobody_there_are_told() {
    let nobody_knows = provide_credentials_fn(async || Err(CredentialsError::not_loaded("nobody signed in")));
    let nobody_signed_in = sdk_config::config("http://127.0.0.1:1").into_builder();
    let provider = SharedCredentialsProvider::new(nobody_knows);
    let sns = Sns::new(&nobody_signed_in.credentials_provider(provider).build(), topic());
    let error = sns.publish(&mail(Audience::Owners)).await.unwrap_err();
    assert_eq!(error.trouble, NotifyTrouble::NoCredentials, "{error:?}");
    let sns = Sns::new(&sdk_config::config(&nobody()), topic());
    let error = sns.publish(&mail(Audience::Owners)).await.unwrap_err();
    assert_eq!(error.trouble, NotifyTrouble::Unavailable, "{error:?}");
}

#[tokio::test]
async fn what_is_no_address_is_not_sent() {
    let service = Server::saying(500, "").await;
    let sns = Sns::new(&sdk_config::config(&service.url), topic());
    for address in
        ["", "ann", "@example.com", "ann@", "ann@localhost", "ann @example.com", "ann@example.com\n"]
    {
        let error = sns.subscribe(address, &[Audience::Owners]).await.unwrap_err();
        assert_eq!(error.trouble, NotifyTrouble::NotAddress, "{address}");
    }
    assert!(service.asked().is_empty());
}

fn error_xml(code: &str, message: &str) -> String {
    format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
         <RequestId>7d3f</RequestId></ErrorResponse>"
    )
}

#[tokio::test]
async fn each_answer_of_sns_has_its_way_out() {
    for (status, code, trouble) in [
        (404, "NotFound", NotifyTrouble::NotFound),
        (403, "AuthorizationError", NotifyTrouble::Denied),
        (403, "InvalidClientTokenId", NotifyTrouble::NoCredentials),
        (403, "ExpiredToken", NotifyTrouble::NoCredentials),
        (403, "SignatureDoesNotMatch", NotifyTrouble::NoCredentials),
        (400, "KMSAccessDenied", NotifyTrouble::Key),
        (400, "KMSDisabled", NotifyTrouble::Key),
        (400, "KMSInvalidState", NotifyTrouble::Key),
        (400, "KMSThrottling", NotifyTrouble::Unavailable),
        (400, "InvalidParameter", NotifyTrouble::Invalid),
        (400, "ParameterValueInvalid", NotifyTrouble::Invalid),
        (403, "FilterPolicyLimitExceeded", NotifyTrouble::Limit),
        (400, "Throttling", NotifyTrouble::Unavailable),
        (500, "InternalError", NotifyTrouble::Unanswered),
        (400, "SomethingNew", NotifyTrouble::Other),
    ] {
        let service = Server::start(move |_| async move {
            let mut reply = Reply::new(status, error_xml(code, "Its own words."));
            reply.headers.push(("x-amzn-requestid".into(), "7d3f".into()));
            reply
        })
        .await;
        let sns = Sns::new(&sdk_config::config(&service.url), topic());
        let error = sns.publish(&mail(Audience::Owners)).await.unwrap_err();
        assert_eq!(error.trouble, trouble, "{code}: {error:?}");
        let whole = format!("{:#}", anyhow::Error::from(error));
        assert!(whole.contains(ARN) && whole.contains("Its own words"), "{whole}");
        assert!(whole.contains(code) && whole.contains("7d3f"), "{whole}");
    }
    let garbled = Server::saying(200, "<PublishResponse/>").await;
    let garbled = Sns::new(&sdk_config::config(&garbled.url), topic());
    let error = garbled.publish(&mail(Audience::Owners)).await.unwrap_err();
    assert_eq!(error.trouble, NotifyTrouble::Unanswered);
    let service = Server::start(|_| async {
        Reply::new(400, error_xml("InvalidParameter", "Invalid parameter: Token"))
    })
    .await;
    let error = Sns::new(&sdk_config::config(&service.url), topic()).confirm("0123").await.unwrap_err();
    assert_eq!(error.trouble, NotifyTrouble::Confirmation);
    assert!(error.to_string().contains("two days"), "{error}");
}

#[tokio::test]
async fn a_busy_service_is_asked_five_times_but_a_mail_is_sent_off_once() {
    let service = Server::start(|_| async { Reply::new(503, error_xml("ServiceUnavailable", "Busy")) }).await;
    let sns = Sns::new(&sdk_config::config(&service.url), topic());
    let error = sns.topic().await.unwrap_err();
    assert_eq!((error.trouble, service.asked().len()), (NotifyTrouble::Unavailable, 5));
    // It may have been taken all the same.
    let error = sns.publish(&mail(Audience::Owners)).await.unwrap_err();
    assert_eq!((error.trouble, service.asked().len()), (NotifyTrouble::Unanswered, 6));

    // SNS takes the mail, and the connection breaks before its answer is there.
    let cut =
        Server::start(|_| async { Reply { n_missing: 100, ..Reply::new(200, "<PublishResponse") } }).await;
    let sns = Sns::new(&sdk_config::config(&cut.url), topic());
    let error = sns.publish(&mail(Audience::Owners)).await.unwrap_err();
    assert_eq!((error.trouble, cut.asked().len()), (NotifyTrouble::Unanswered, 1));
}

fn answer(action: &str, inside: &str) -> Reply {
    let answer = format!("<{action}Response><{action}Result>{inside}</{action}Result></{action}Response>");
    Reply::new(200, answer)
}

fn entry(key: &str, value: &str) -> String {
    format!("<entry><key>{key}</key><value>{value}</value></entry>")
}

#[tokio::test]
async fn a_topic_tells_its_key_its_name_and_how_many_answered() {
    let all = [
        entry("KmsMasterKeyId", "alias/topic"),
        entry("DisplayName", "Label race"),
        entry("SubscriptionsConfirmed", "12"),
        entry("SubscriptionsPending", "3"),
    ];
    let all = format!("<Attributes>{}</Attributes>", all.concat());
    let service = Server::start(move |_| {
        let all = all.clone();
        async move { answer("GetTopicAttributes", &all) }
    })
    .await;
    let about = Sns::new(&sdk_config::config(&service.url), topic()).topic().await.unwrap();
    assert_eq!(
        (about.key.as_deref(), about.display_name.as_deref()),
        (Some("alias/topic"), Some("Label race"))
    );
    assert_eq!((about.confirmed, about.pending), (12, 3));
}

/// An SNS that knows one address, which has or has not answered, with a filter.
async fn with_one(pending: bool, filter: &'static str, differs: bool) -> Server {
    let name = format!("{ARN}:0b1c");
    Server::start(move |request: Request| {
        let name = name.clone();
        async move {
            let parameter = |name: &str| request.body.contains(name);
            if parameter("Action=Subscribe&") {
                return if differs {
                    let message = "Invalid parameter: Attributes Reason: Subscription already exists with \
                                   different attributes";
                    Reply::new(400, error_xml("InvalidParameter", message))
                } else {
                    answer("Subscribe", &format!("<SubscriptionArn>{name}</SubscriptionArn>"))
                };
            }
            if parameter("Action=ListSubscriptionsByTopic") {
                let name = if pending { "PendingConfirmation" } else { name.as_str() };
                let member = format!(
                    "<SubscriptionArn>{name}</SubscriptionArn><Protocol>email</Protocol>\
                     <Endpoint>Ann.Example@example.com</Endpoint>"
                );
                return answer(
                    "ListSubscriptionsByTopic",
                    &format!("<Subscriptions><member>{member}</member></Subscriptions>"),
                );
            }
            if parameter("Action=GetSubscriptionAttributes") {
                let pending = entry("PendingConfirmation", if pending { "true" } else { "false" });
                let all =
                    [pending, entry("ConfirmationWasAuthenticated", "false"), entry("FilterPolicy", filter)];
                return answer(
                    "GetSubscriptionAttributes",
                    &format!("<Attributes>{}</Attributes>", all.concat()),
                );
            }
            answer("SetSubscriptionAttributes", "")
        }
    })
    .await
}

const LABELERS: &str = r#"{"audience":["labelers"]}"#;

#[tokio::test]
async fn an_address_that_has_not_answered_is_asked() {
    let service = with_one(true, LABELERS, false).await;
    let sns = Sns::new(&sdk_config::config(&service.url), topic());
    let subscribed = sns.subscribe("ann.example@example.com", &[Audience::Labelers]).await.unwrap();
    assert_eq!(subscribed, Subscribed::Asked);
    let asked = &service.asked()[0];
    assert!(asked.headers.contains("/eu-west-1/sns/aws4_request"), "{}", asked.headers);
    for part in [
        "Protocol=email",
        "FilterPolicyScope&",
        "value=MessageAttributes",
        "ReturnSubscriptionArn=true",
        "%7B%22audience%22%3A%5B%22labelers%22%5D%7D",
    ] {
        assert!(asked.body.contains(part), "{part}: {}", asked.body);
    }
    assert_eq!(sns.subscriptions().await.unwrap()[0].state, SubscriptionState::Pending);
}

#[tokio::test]
async fn an_audience_is_changed_where_that_is_possible() {
    let service = with_one(false, LABELERS, true).await;
    let sns = Sns::new(&sdk_config::config(&service.url), topic());
    let changed = sns.subscribe("ann.example@example.com", &[Audience::Owners]).await.unwrap();
    assert_eq!(changed, Subscribed::Changed);
    let last = service.asked().pop().unwrap();
    assert!(
        last.body.contains("Action=SetSubscriptionAttributes") && last.body.contains("owners"),
        "{}",
        last.body
    );
    let listed = sns.subscriptions().await.unwrap();
    let filter = Filter::Only(vec![Audience::Labelers]);
    assert_eq!(listed[0].state, SubscriptionState::Confirmed { filter, authenticated: false });

    let service = with_one(true, LABELERS, true).await;
    let sns = Sns::new(&sdk_config::config(&service.url), topic());
    let error = sns.subscribe("ann.example@example.com", &[Audience::Owners]).await.unwrap_err();
    assert_eq!(error.trouble, NotifyTrouble::NotConfirmed);
    assert_eq!(error.what, "a***@example.com");
}

#[tokio::test]
async fn a_confirmation_asks_for_a_subscription_that_only_its_owner_can_end() {
    let service = Server::start(|_| async {
        answer("ConfirmSubscription", &format!("<SubscriptionArn>{ARN}:0b1c</SubscriptionArn>"))
    })
    .await;
    Sns::new(&sdk_config::config(&service.url), topic()).confirm("0123abcd").await.unwrap();
    let asked = &service.asked()[0].body;
    assert!(asked.contains("AuthenticateOnUnsubscribe=true") && asked.contains("Token=0123abcd"), "{asked}");
}
