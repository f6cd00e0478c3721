//! Answers of S3 that its emulators do not give, and what becomes of them.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::{StreamExt, TryStreamExt};
use labelrace::store::{Entry, Store, StoreError, Trouble, When, read, s3::S3};

use crate::common::world::{
    http_server::{Reply, Server, nobody},
    sdk_config,
};

const LISTING: &str = "<ListBucketResult><IsTruncated>false</IsTruncated>\
    <Contents><Key>a</Key><Size>5</Size></Contents></ListBucketResult>";

fn listing() -> Reply {
    Reply::new(200, LISTING)
}

fn object(body: &str) -> Reply {
    Reply::new(200, body).with("etag", "\"1\"")
}

fn elsewhere() -> Reply {
    error(301, "PermanentRedirect", "Use another endpoint.")
}

/// An error as S3 words it.
fn error(status: u16, code: &str, message: &str) -> Reply {
    error_with(status, code, message, "")
}

/// The same, with `more` beside code and message.
fn error_with(status: u16, code: &str, message: &str, more: &str) -> Reply {
    Reply::new(status, format!("<Error><Code>{code}</Code><Message>{message}</Message>{more}</Error>"))
}

fn bucket(service: &Server) -> S3 {
    S3::new(&sdk_config::config(&service.url), "team")
}

/// The heads of all requests so far.
fn requests(service: &Server) -> Vec<String> {
    service.asked().into_iter().map(|request| request.headers).collect()
}

/// Lists with `replies`; answers with what became of it and with the requests.
async fn list(replies: Vec<Reply>) -> (Result<Vec<Entry>, StoreError>, Vec<String>) {
    let service = Server::replying(replies).await;
    let listed = bucket(&service).list("").try_collect().await;
    (listed, requests(&service))
}

/// How the error prints at the end of the program.
fn chain(error: &StoreError) -> String {
    let error: &dyn std::error::Error = error;
    let parts: Vec<_> =
        std::iter::successors(Some(error), |&error| error.source()).map(ToString::to_string).collect();
    parts.join(": ")
}

#[track_caller]
fn check(error: &StoreError, trouble: &Trouble, words: &str) {
    assert_eq!(&error.trouble, trouble, "{error:?}");
    let chain = chain(error);
    assert!(chain.contains(words), "{chain}");
}

async fn refused(reply: Reply) -> StoreError {
    list(vec![reply]).await.0.unwrap_err()
}

#[tokio::test]
async fn a_bucket_in_another_region_is_followed_and_stays_found() {
    let told_in_a_header = elsewhere().with("x-amz-bucket-region", "eu-west-1");
    let told_in_the_body = error_with(
        400,
        "AuthorizationHeaderMalformed",
        "The region 'us-east-1' is wrong; expecting 'eu-west-1'",
        "<Region>eu-west-1</Region>",
    );
    for told in [told_in_a_header, told_in_the_body] {
        let service = Server::replying(vec![told, listing(), object("12345")]).await;
        let bucket = bucket(&service);
        assert_eq!(bucket.list("").next().await.unwrap().unwrap().key, "a");
        read(&bucket, "a", 10).await.unwrap().unwrap();
        let requests = requests(&service);
        assert_eq!(requests.len(), 3);
        assert!(requests[0].contains("/us-east-1/s3/aws4_request"), "{}", requests[0]);
        assert!(requests[1].contains("/eu-west-1/s3/aws4_request"), "{}", requests[1]);
        assert!(requests[2].contains("/eu-west-1/s3/aws4_request"), "{}", requests[2]);
    }
}

#[tokio::test]
async fn a_bucket_that_cannot_be_followed_is_told() {
    let error = refused(elsewhere()).await;
    check(&error, &Trouble::OtherRegion { region: None }, "AWS_REGION");

    let (listed, requests) = list(vec![elsewhere().with("x-amz-bucket-region", "eu-west-1")]).await;
    let region = Some("eu-west-1".into());
    check(&listed.unwrap_err(), &Trouble::OtherRegion { region }, "AWS_REGION=eu-west-1");
    assert_eq!(requests.len(), 2, "once to each region");
}

#[tokio::test]
async fn a_refusal_is_told_in_the_words_of_the_service() {
    let denied = error(403, "AccessDenied", "ann is not authorized to perform: kms:Decrypt");
    let denied = refused(denied.with("x-amz-request-id", "4442587FB7D0A2F9"));
    assert_eq!(
        chain(&denied.await),
        "no permission: s3://team/: ann is not authorized to perform: kms:Decrypt \
         (AccessDenied, HTTP status 403, request 4442587FB7D0A2F9)"
    );
    let cases = [
        (403, "AccessDenied", Trouble::Denied),
        (400, "KMS.AccessDeniedException", Trouble::Denied),
        (400, "KMS.DisabledException", Trouble::Other),
        (403, "InvalidObjectState", Trouble::Other),
        (400, "ExpiredToken", Trouble::NoCredentials),
        (403, "InvalidAccessKeyId", Trouble::NoCredentials),
        (400, "AuthorizationHeaderMalformed", Trouble::NoCredentials),
        (404, "NoSuchBucket", Trouble::NotFound),
        (409, "OperationAborted", Trouble::Unavailable),
        (501, "NotImplemented", Trouble::Unavailable),
    ];
    for (status, code, trouble) in cases {
        check(&refused(error(status, code, "Sorry.")).await, &trouble, &format!("Sorry ({code}"));
    }
}

#[tokio::test]
async fn a_refusal_without_words_is_known_by_its_status() {
    let error = refused(Reply::new(403, "")).await;
    check(&error, &Trouble::Denied, "the service gave no reason (HTTP status 403)");
}

#[tokio::test]
async fn a_busy_service_is_asked_again() {
    let busy = || error(503, "SlowDown", "Please reduce your request rate.");
    let (listed, requests) = list(vec![busy(), busy(), busy(), busy(), busy(), listing()]).await;
    assert_eq!((listed.unwrap().len(), requests.len()), (1, 6));

    let (listed, requests) = list(vec![busy()]).await;
    check(&listed.unwrap_err(), &Trouble::Unavailable, "Please reduce your request rate (SlowDown");
    assert_eq!(requests.len(), 6);
}

#[tokio::test]
async fn a_service_that_is_not_there_is_unavailable() {
    let bucket = S3::new(&sdk_config::config(&nobody()), "team");
    let error = bucket.get("a").await.unwrap_err();
    check(&error, &Trouble::Unavailable, "Connection refused");
}

#[tokio::test]
async fn a_body_cut_in_the_middle_is_read_again_and_told_in_the_end() {
    let cut = || Reply { n_missing: 1, ..object("12345") };
    let service = Server::replying(vec![cut(), cut(), object("123456"), cut()]).await;
    let bucket = bucket(&service);
    assert_eq!(read(&bucket, "a", 10).await.unwrap().unwrap(), "123456");
    assert_eq!(requests(&service).len(), 3);
    let error = read(&bucket, "a", 10).await.unwrap_err();
    check(&error, &Trouble::Unavailable, "s3://team/a: the body broke off after 5 bytes");
    assert_eq!(requests(&service).len(), 6);
}

#[tokio::test]
async fn a_listing_cut_in_the_middle_is_asked_for_again() {
    let cut_on_the_way = Reply { n_missing: 1000, ..listing() };
    let nothing = Reply::new(200, "");
    let no_end = Reply::new(200, "<ListBucketResult><KeyCount>2</KeyCount><Contents><Key>a</Ke");
    let failed_late = error(200, "InternalError", "We encountered an internal error.");
    for broken in [cut_on_the_way, nothing, no_end, failed_late] {
        let (listed, requests) = list(vec![broken.clone(), listing()]).await;
        assert_eq!((listed.unwrap().len(), requests.len()), (1, 2), "{broken:?}");
        assert_eq!(refused(broken.clone()).await.trouble, Trouble::Unavailable, "{broken:?}");
    }
}

#[tokio::test]
async fn half_a_listing_is_an_error_and_not_a_short_one() {
    let page = |more: &str| {
        let flag = format!("<IsTruncated>true</IsTruncated>{more}");
        Reply::new(200, LISTING.replace("<IsTruncated>false</IsTruncated>", &flag))
    };
    let endless = page("<NextContinuationToken>t</NextContinuationToken>");
    for (page, n_keys) in [(page(""), 1), (endless, 2)] {
        let service = Server::replying(vec![page]).await;
        let items: Vec<_> = bucket(&service).list("").collect().await;
        assert_eq!(items.len(), n_keys + 1);
        check(items.last().unwrap().as_ref().unwrap_err(), &Trouble::Other, "did not say where");
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_had_ends_the_listing_after_what_was_listed() {
    let first = LISTING.replace(
        "<IsTruncated>false</IsTruncated>",
        "<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>",
    );
    let denied = error(403, "AccessDenied", "Access Denied");
    let service = Server::replying(vec![Reply::new(200, &first), denied]).await;
    let items: Vec<_> = bucket(&service).list("").collect().await;
    assert_eq!(items.len(), 2);
    assert_eq!(items[0].as_ref().unwrap().key, "a");
    check(items[1].as_ref().unwrap_err(), &Trouble::Denied, "Access Denied");
}

#[tokio::test]
async fn a_write_on_a_condition_says_which_and_what_became_of_it() {
    let conflict = || error(409, "ConditionalRequestConflict", "Another write is under way.");
    let done = Reply::new(200, "").with("etag", "\"2\"");
    let put = |replies: Vec<Reply>, when: When| async {
        let service = Server::replying(replies).await;
        let written = bucket(&service).put("a", "{}".into(), "application/json", when).await;
        (written, requests(&service))
    };

    let (written, requests) = put(vec![conflict(), conflict(), done.clone()], When::Absent).await;
    assert_eq!(written.unwrap().as_deref(), Some("\"2\""));
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|head| head.contains("if-none-match: *")), "{requests:?}");
    assert!(requests[0].contains("content-type: application/json"), "{requests:?}");

    let (written, requests) = put(vec![conflict()], When::Absent).await;
    check(&written.unwrap_err(), &Trouble::Exists, "Another write is under way");
    assert_eq!(requests.len(), 4);

    let changed = error(412, "PreconditionFailed", "Changed.");
    let (written, requests) = put(vec![changed], When::Tag("\"1\"".into())).await;
    check(&written.unwrap_err(), &Trouble::Exists, "PreconditionFailed");
    assert!(requests[0].contains("if-match: \"1\""), "{requests:?}");

    let gone = error(404, "NoSuchKey", "Gone.");
    let (written, _) = put(vec![gone], When::Tag("\"1\"".into())).await;
    check(&written.unwrap_err(), &Trouble::NotFound, "NoSuchKey");
}

/// S3 answers nearly always at once. Where it does not, it is asked again over another connection.
#[tokio::test]
async fn an_answer_that_does_not_come_is_asked_for_again() {
    let n_asked = AtomicUsize::new(0);
    let service = Server::start(move |_| {
        let is_first = n_asked.fetch_add(1, Ordering::SeqCst) == 0;
        async move { if is_first { std::future::pending().await } else { object("12345") } }
    })
    .await;
    assert_eq!(read(&bucket(&service), "a", 10).await.unwrap().unwrap(), "12345");
    assert_eq!(requests(&service).len(), 2);
}
