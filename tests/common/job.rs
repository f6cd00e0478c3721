//! Labeling jobs in a temporary folder, in the shapes that Ground Truth leaves behind.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

/// A job's folder, to which files are added.
pub(crate) struct Job {
    root: PathBuf,
    iteration: u32,
}

impl Job {
    pub(crate) fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), iteration: 1 }
    }

    /// The iteration of what is added from here on.
    pub(crate) fn iteration(mut self, iteration: u32) -> Self {
        self.iteration = iteration;
        self
    }

    /// All answers to one object.
    pub(crate) fn response(self, object: &str, answers: &[Value]) -> Self {
        let folder = format!("annotations/worker-response/iteration-{}/{object}", self.iteration);
        self.file(&format!("{folder}/2024-03-08_10:00:00.json"), &response(answers))
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
        self.file(&format!("{folder}/2024-03-08_10:00:00.json"), &Value::from(objects).to_string())
    }

    pub(crate) fn manifest(self, lines: &[&str]) -> Self {
        self.file("manifests/output/output.manifest", &(lines.join("\n") + "\n"))
    }

    /// Any other file.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        write(&self.root.join(path), text);
        self
    }
}

pub(crate) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

pub(crate) fn response(answers: &[Value]) -> String {
    json!({"answers": answers}).to_string()
}

pub(crate) fn worker_id(worker: &str) -> String {
    format!("private.eu-west-1.{worker}")
}

/// An answer without identity, as an old private job or a vendor's has it.
pub(crate) fn answer(worker: &str, submitted: &str) -> Value {
    json!({
        "answerContent": {"crowd-image-classifier": {"label": "Duck"}},
        "submissionTime": submitted,
        "workerId": worker_id(worker),
    })
}

/// An answer of today, whose worker has a `sub`.
pub(crate) fn answer_of(worker: &str, sub: &str, submitted: &str) -> Value {
    let mut answer = answer(worker, submitted);
    answer["acceptanceTime"] = submitted.into();
    answer["timeSpentInSeconds"] = 7.013.into();
    answer["workerMetadata"] = json!({"identityData": {
        "identityProviderType": "Cognito",
        "issuer": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_team",
        "sub": sub,
    }});
    answer
}
