//! Labeling jobs on disk, in the layout that Ground Truth leaves behind: the one builder of them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use labelrace::{
    source::sample::{self, Shape},
    store::{Store, When},
};
use serde_json::{Value, json};

/// A job's folder, to which files are added. What is added is on disk at once.
pub(crate) struct Job {
    root: PathBuf,
    iteration: u32,
    objects: BTreeMap<PathBuf, Vec<Value>>,
}

impl Job {
    pub(crate) fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), iteration: 1, objects: BTreeMap::new() }
    }

    /// The iteration of what is added from here on.
    pub(crate) fn iteration(self, iteration: u32) -> Self {
        Self { iteration, ..self }
    }

    /// `worker` answers `object` at `time`.
    pub(crate) fn answer(self, object: &str, worker: &str, time: &str) -> Self {
        self.answers(object, &[answer(worker, time)])
    }

    /// More answers to `object`, each of them any JSON.
    pub(crate) fn answers(mut self, object: &str, answers: &[Value]) -> Self {
        let file = self.root.join(response_key(self.iteration, object));
        let all = self.objects.entry(file.clone()).or_default();
        all.extend_from_slice(answers);
        write(&file, response(all));
        self
    }

    /// A consolidation request of 8 March, 10:00.
    pub(crate) fn request(self, objects: &[(&str, &[&str])]) -> Self {
        let object = |(id, workers): &(&str, &[&str])| {
            let annotation = |worker: &&str| json!({"workerId": worker_id(worker), "annotationData": {"content": "{\"c\":{\"label\":\"Duck\"}}"}});
            json!({
                "datasetObjectId": id,
                "dataObject": {"s3Uri": "s3://b/i.jpg"},
                "annotations": workers.iter().map(annotation).collect::<Vec<_>>(),
            })
        };
        let objects: Vec<Value> = objects.iter().map(object).collect();
        let folder = "annotations/consolidated-annotation/consolidation-request/iteration-1";
        self.file(&format!("{folder}/2024-03-08_10:00:00.json"), Value::from(objects).to_string())
    }

    pub(crate) fn manifest(self, lines: &[&str]) -> Self {
        self.file("manifests/output/output.manifest", lines.join("\n") + "\n")
    }

    /// Any other file.
    pub(crate) fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        write(&self.root.join(path), bytes);
        self
    }

    /// The job's folder.
    pub(crate) fn root(self) -> PathBuf {
        self.root
    }
}

/// Two people who race for a morning, and a third who joins at the end.
pub(crate) fn morning(root: impl Into<PathBuf>) -> PathBuf {
    Job::at(root)
        .answer("0", "ann", "2024-03-04T08:10:00.500Z")
        .answer("1", "bob", "2024-03-04T08:59:59.999Z")
        .answer("1", "ann", "2024-03-04T10:00:00Z")
        .answer("2", "ann", "2024-03-04T10:30:00Z")
        .answer("3", "cyd", "2024-03-04T11:15:00Z")
        .root()
}

/// Uploads an invented job to `prefix`, whose last part is its name.
pub(crate) async fn upload_sample(store: &impl Store, prefix: &str, shape: Shape) {
    let name = prefix.rsplit('/').next().unwrap();
    for (key, bytes) in sample::files(name, shape) {
        let key = format!("{prefix}/{key}");
        store.put(&key, bytes.into(), "application/json", When::Always).await.unwrap();
    }
}

/// Writes a file, and the folders above it.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// The key of an object's response file, below the job.
pub(crate) fn response_key(iteration: u32, object: &str) -> String {
    format!("annotations/worker-response/iteration-{iteration}/{object}/2024-03-08_10:00:00.json")
}

/// The path of an object's response file in the first iteration of a job.
pub(crate) fn response_file(job: &Path, object: &str) -> PathBuf {
    job.join(response_key(1, object))
}

/// Writes `bytes` as an object's response file.
pub(crate) fn put(job: &Path, object: &str, bytes: &[u8]) {
    write(&response_file(job, object), bytes);
}

/// What a response file says.
pub(crate) fn response(answers: &[Value]) -> String {
    json!({ "answers": answers }).to_string()
}

/// The full id of a worker of a private team.
pub(crate) fn worker_id(worker: &str) -> String {
    format!("private.eu-west-1.{worker}")
}

/// A private team's answer, as the service writes it since 2020, with two annotations inside; without a
/// `sub`, so that the worker is `worker` everywhere.
pub(crate) fn answer(worker: &str, time: &str) -> Value {
    json!({
        "acceptanceTime": time,
        "answerContent": {"crowd-entity-annotation": {"entities": [
            {"endOffset": 15, "label": "Organization", "startOffset": 12},
            {"endOffset": 38, "label": "Miscellaneous", "startOffset": 28},
        ]}},
        "submissionTime": time,
        "timeSpentInSeconds": 7.013,
        "workerId": worker_id(worker),
    })
}

/// The same from before autumn 2020, when only the time of submission was written down.
pub(crate) fn old_answer(worker: &str, time: &str) -> Value {
    json!({
        "answerContent": {"crowd-image-classifier": {"label": "Duck"}},
        "submissionTime": time,
        "workerId": worker_id(worker),
    })
}

/// An answer of somebody in this user pool of Amazon Cognito.
pub(crate) fn answer_in(pool: &str, worker: &str, sub: &str, time: &str) -> Value {
    let mut answer = answer_of(worker, sub, time);
    let region = pool.split('_').next().unwrap();
    answer["workerMetadata"]["identityData"]["issuer"] =
        json!(format!("https://cognito-idp.{region}.amazonaws.com/{pool}"));
    answer
}

/// An answer of a worker whose identity provider gave them a `sub`.
pub(crate) fn answer_of(worker: &str, sub: &str, time: &str) -> Value {
    let mut answer = answer(worker, time);
    answer["workerMetadata"] = json!({"identityData": {
        "identityProviderType": "Cognito",
        "issuer": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_team",
        "sub": sub,
    }});
    answer
}
