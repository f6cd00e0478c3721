//! An S3 service in this process: s3s-fs over a temporary folder, served over HTTP on a free port,
//! with signatures checked.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use aws_config::SdkConfig;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use labelrace::store::s3::S3;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use s3s::{
    S3Request, S3Response, S3Result,
    auth::SimpleAuth,
    dto::{
        ETag, EncodingType, GetObjectInput, GetObjectOutput, HeadObjectInput, ListObjectsV2Input,
        ListObjectsV2Output, PutObjectInput, PutObjectOutput,
    },
    service::S3ServiceBuilder,
};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::sdk_config;

/// The service; it ends with the runtime of the test.
pub(crate) struct LocalS3 {
    root: TempDir,
    pub(crate) url: String,
    asked: Arc<Asked>,
}

/// How often it was asked for pages and objects.
#[derive(Default)]
struct Asked {
    pages: AtomicUsize,
    objects: AtomicUsize,
}

impl LocalS3 {
    pub(crate) async fn start() -> Self {
        let root = TempDir::new().unwrap();
        let asked = Arc::default();
        let mut service =
            S3ServiceBuilder::new(AsDocumented(FileSystem::new(root.path()).unwrap(), Arc::clone(&asked)));
        service.set_auth(SimpleAuth::from_single(sdk_config::ACCESS_KEY, sdk_config::SECRET_KEY));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let http = Builder::new(TokioExecutor::new());
                let service = service.clone();
                tokio::spawn(async move {
                    // A connection that breaks is seen by the client, and by the test.
                    let _ = http.serve_connection(TokioIo::new(connection), service).await;
                });
            }
        });
        Self { root, url, asked }
    }

    pub(crate) fn sdk_config(&self) -> SdkConfig {
        sdk_config::config(&self.url)
    }

    /// Makes a bucket and answers with the store over it.
    pub(crate) fn bucket(&self, name: &str) -> S3 {
        std::fs::create_dir(self.folder(name)).unwrap();
        S3::new(&self.sdk_config(), name)
    }

    /// How many pages of listings and how many objects it was asked for, since it was asked the last time.
    pub(crate) fn n_asked(&self) -> (usize, usize) {
        (self.asked.pages.swap(0, Ordering::SeqCst), self.asked.objects.swap(0, Ordering::SeqCst))
    }

    /// Where the objects of a bucket lie: files made here are objects.
    pub(crate) fn folder(&self, bucket: &str) -> PathBuf {
        self.root.path().join(bucket)
    }
}

/// s3s-fs 0.14 answers `encoding-type=url` with keys that are not encoded, and lists without tags. This does for it
/// what S3 documents; everything else is s3s-fs's own.
struct AsDocumented(FileSystem, Arc<Asked>);

impl AsDocumented {
    /// The tag that the object has when it is fetched.
    async fn tag(&self, request: S3Request<(String, String)>) -> S3Result<Option<ETag>> {
        let head = |(bucket, key)| HeadObjectInput { bucket, key, ..HeadObjectInput::default() };
        Ok(s3s::S3::head_object(&self.0, request.map_input(head)).await?.output.e_tag)
    }
}

#[async_trait::async_trait]
impl s3s::S3 for AsDocumented {
    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        self.1.pages.fetch_add(1, Ordering::SeqCst);
        let asked = request.clone();
        let mut answer = self.0.list_objects_v2(request).await?;
        let page = &mut answer.output;
        for object in page.contents.iter_mut().flatten() {
            let key = object.key.clone().unwrap_or_default();
            object.e_tag = self.tag(asked.clone().map_input(|list| (list.bucket, key))).await?;
        }
        if page.encoding_type.as_ref().is_some_and(|asked| asked.as_str() == EncodingType::URL) {
            page.prefix = page.prefix.as_deref().map(encode);
            for common in page.common_prefixes.iter_mut().flatten() {
                common.prefix = common.prefix.as_deref().map(encode);
            }
            for object in page.contents.iter_mut().flatten() {
                object.key = object.key.as_deref().map(encode);
            }
        }
        Ok(answer)
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        self.1.objects.fetch_add(1, Ordering::SeqCst);
        self.0.get_object(request).await
    }

    async fn put_object(&self, request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        self.0.put_object(request).await
    }
}

/// As S3 does it: a space becomes a plus.
fn encode(key: &str) -> String {
    let parts: Vec<_> =
        key.split(' ').map(|part| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string()).collect();
    parts.join("+")
}
