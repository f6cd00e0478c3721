//! An S3 service for measurements: the files of a folder, in memory, so that no disk is measured.
//!
//! `s3_server FOLDER` serves them as the bucket `bench`, prints its address and waits. It is asked for by lines on its
//! standard input: `hide N` hides every Nth object and `show` shows all again; `count` tells how many pages and objects
//! were asked for since the last time. Each is answered with a line. It ends with its input.
//!
//! The protocol is that of the crate `s3s`, with signatures checked; the same server answers all clients.
#![expect(clippy::unwrap_used, reason = "what cannot be set up cannot be measured")]

use std::{
    collections::BTreeMap,
    io::{BufRead, Write},
    ops::Bound,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use s3s::{
    Body, S3Request, S3Response, S3Result,
    auth::SimpleAuth,
    dto::{
        ETag, EncodingType, GetBucketLocationInput, GetBucketLocationOutput, GetObjectInput, GetObjectOutput,
        HeadBucketInput, HeadBucketOutput, HeadObjectInput, HeadObjectOutput, ListObjectsV2Input,
        ListObjectsV2Output, Object, StreamingBlob, Timestamp,
    },
    s3_error,
    service::S3ServiceBuilder,
};
use tokio::net::TcpListener;

const PAGE: usize = 1000;

/// An object: its bytes, and its tag.
struct Kept {
    bytes: Bytes,
    tag: String,
    number: usize,
}

struct Bucket {
    objects: BTreeMap<String, Kept>,
    written: Timestamp,
    /// Every so many objects one is hidden; 0 for none.
    hidden: AtomicUsize,
    pages: AtomicUsize,
    gets: AtomicUsize,
}

impl Bucket {
    fn of(folder: &std::path::Path) -> Self {
        let mut objects = BTreeMap::new();
        let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
        for (number, file) in files.filter(|file| file.file_type().is_file()).enumerate() {
            let key = file.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            let bytes = Bytes::from(std::fs::read(file.path()).unwrap());
            objects.insert(key, Kept { tag: format!("{number:032x}"), bytes, number });
        }
        Self {
            objects,
            written: Timestamp::from(
                std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_750_000_000),
            ),
            hidden: AtomicUsize::new(0),
            pages: AtomicUsize::new(0),
            gets: AtomicUsize::new(0),
        }
    }

    fn is_shown(&self, object: &Kept) -> bool {
        let hidden = self.hidden.load(Ordering::Relaxed);
        hidden == 0 || !object.number.is_multiple_of(hidden)
    }

    fn found(&self, key: &str) -> S3Result<&Kept> {
        self.objects.get(key).filter(|object| self.is_shown(object)).ok_or_else(|| s3_error!(NoSuchKey))
    }
}

/// What serves it.
struct Served(Arc<Bucket>);

#[async_trait::async_trait]
impl s3s::S3 for Served {
    async fn head_bucket(&self, _: S3Request<HeadBucketInput>) -> S3Result<S3Response<HeadBucketOutput>> {
        Ok(S3Response::new(HeadBucketOutput::default()))
    }

    async fn get_bucket_location(
        &self,
        _: S3Request<GetBucketLocationInput>,
    ) -> S3Result<S3Response<GetBucketLocationOutput>> {
        Ok(S3Response::new(GetBucketLocationOutput::default()))
    }

    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let object = self.0.found(&request.input.key)?;
        Ok(S3Response::new(HeadObjectOutput {
            content_length: i64::try_from(object.bytes.len()).ok(),
            e_tag: Some(ETag::Strong(object.tag.clone())),
            last_modified: Some(self.0.written.clone()),
            ..HeadObjectOutput::default()
        }))
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        self.0.gets.fetch_add(1, Ordering::Relaxed);
        let object = self.0.found(&request.input.key)?;
        Ok(S3Response::new(GetObjectOutput {
            body: Some(StreamingBlob::from(Body::from(object.bytes.clone()))),
            content_length: i64::try_from(object.bytes.len()).ok(),
            e_tag: Some(ETag::Strong(object.tag.clone())),
            last_modified: Some(self.0.written.clone()),
            ..GetObjectOutput::default()
        }))
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        self.0.pages.fetch_add(1, Ordering::Relaxed);
        let asked = request.input;
        let prefix = asked.prefix.clone().unwrap_or_default();
        let after = asked.continuation_token.clone().or(asked.start_after.clone());
        let from = after.filter(|after| *after >= prefix);
        let from =
            from.as_ref().map_or(Bound::Included(prefix.as_str()), |key| Bound::Excluded(key.as_str()));
        let most = asked.max_keys.and_then(|most| usize::try_from(most).ok()).unwrap_or(PAGE).min(PAGE);
        let below = self.0.objects.range::<str, _>((from, Bound::Unbounded));
        let mut below = below
            .take_while(|(key, _)| key.starts_with(&prefix))
            .filter(|(_, object)| self.0.is_shown(object))
            .peekable();
        let page: Vec<_> = below.by_ref().take(most).collect();
        let next = below.peek().and(page.last()).map(|(key, _)| (*key).clone());
        let is_encoded =
            asked.encoding_type.as_ref().is_some_and(|asked| asked.as_str() == EncodingType::URL);
        let shown = |key: &str| if is_encoded { encode(key) } else { key.to_owned() };
        let object = |(key, object): &(&String, &Kept)| Object {
            key: Some(shown(key)),
            size: i64::try_from(object.bytes.len()).ok(),
            e_tag: Some(ETag::Strong(object.tag.clone())),
            last_modified: Some(self.0.written.clone()),
            ..Object::default()
        };
        Ok(S3Response::new(ListObjectsV2Output {
            name: Some(asked.bucket),
            prefix: Some(shown(&prefix)),
            encoding_type: asked.encoding_type,
            key_count: i32::try_from(page.len()).ok(),
            max_keys: i32::try_from(most).ok(),
            is_truncated: Some(next.is_some()),
            next_continuation_token: next,
            contents: Some(page.iter().map(object).collect()),
            ..ListObjectsV2Output::default()
        }))
    }
}

/// As S3 does it: a space becomes a plus.
fn encode(key: &str) -> String {
    let parts: Vec<_> =
        key.split(' ').map(|part| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string()).collect();
    parts.join("+")
}

fn main() {
    let folder = std::env::args_os().nth(1).unwrap();
    let bucket = Arc::new(Bucket::of(folder.as_ref()));
    let mut service = S3ServiceBuilder::new(Served(Arc::clone(&bucket)));
    service.set_auth(SimpleAuth::from_single("bench", "bench-secret"));
    let service = service.build();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let mut out = std::io::stdout();
    writeln!(out, "http://{}", listener.local_addr().unwrap()).unwrap();
    runtime.spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let _ = connection.set_nodelay(true);
            let service = service.clone();
            tokio::spawn(async move {
                let http = Builder::new(TokioExecutor::new());
                // A connection that breaks is seen by the client.
                let _ = http.serve_connection(TokioIo::new(connection), service).await;
            });
        }
    });
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        match line.split_whitespace().collect::<Vec<_>>()[..] {
            ["hide", every] => bucket.hidden.store(every.parse().unwrap(), Ordering::Relaxed),
            ["show"] => bucket.hidden.store(0, Ordering::Relaxed),
            _ => {}
        }
        let (pages, gets) = (bucket.pages.swap(0, Ordering::Relaxed), bucket.gets.swap(0, Ordering::Relaxed));
        writeln!(out, "{pages} {gets}").unwrap();
    }
}
