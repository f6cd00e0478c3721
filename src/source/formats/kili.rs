//! Kili: its JSON export, with the labels of each asset, in one file or in one for each asset.
//!
//! What a reviewer, a model or the editor's autosave wrote is no label, and neither is a version that its author has
//! replaced. How long a label took is in the export only if somebody asks for it.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::format::{Contents, FileFacts, Format, Line, LooseJob, Read};
use crate::source::{
    answer::{Submission, WorkerId},
    skipped::{Reason, Skip},
    time,
};

/// Assets with their labels.
pub static FORMAT: Format = Format {
    tool: "Kili",
    give: Some("a JSON export of Kili"),
    counts: "labels of the type DEFAULT in the last version of each person. Reviews, drafts and predictions do not count.",
    rests_on: "the source and the tests of its SDK",
    head: |head| head.has("externalId") && (head.has("labels") || head.has("latestLabel")),
    loose: Some(LooseJob::Tool),
    read: Read::Elements(read),
    ..Format::OF_ANOTHER_TOOL
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KiliAsset<'a> {
    id: Option<String>,
    external_id: Option<String>,
    #[serde(borrow)]
    labels: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    latest_label: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KiliLabel {
    author: Option<KiliAuthor>,
    created_at: Option<String>,
    label_type: Option<String>,
    is_latest_label_for_user: Option<bool>,
    seconds_to_label: Option<f64>,
}

#[derive(Deserialize)]
struct KiliAuthor {
    id: Option<String>,
    email: Option<String>,
}

/// Reads the next asset.
fn read(element: Line<'_>, facts: &FileFacts, contents: &mut Contents) {
    let asset: KiliAsset<'_> = match serde_json::from_slice(element.text) {
        Ok(asset) => asset,
        Err(error) => return contents.skipped.push(Skip::json(&error)),
    };
    let Some(object) = asset.id.or(asset.external_id).map(Arc::<str>::from) else {
        return contents.skipped.push(Skip::new(Reason::WrongShape, "an asset without an id"));
    };
    for label in asset.labels.unwrap_or_else(|| asset.latest_label.into_iter().collect()) {
        match submission(label, facts) {
            Ok(submission) => contents.answers.push((Arc::clone(&object), submission)),
            Err(skip) => contents.skipped.push(skip),
        }
    }
}

fn submission(label: &RawValue, facts: &FileFacts) -> Result<Submission, Skip> {
    let label: KiliLabel = serde_json::from_str(label.get()).map_err(|error| Skip::json(&error))?;
    let not_counted = |why: &str| Err(Skip::new(Reason::NotCounted, why));
    match label.label_type.as_deref() {
        None | Some("DEFAULT") => {}
        Some("REVIEW") => return not_counted("review"),
        Some("AUTOSAVE") => return not_counted("draft"),
        Some("PREDICTION" | "INFERENCE") => return not_counted("prediction"),
        Some(_) => return not_counted("of another type"),
    }
    if label.is_latest_label_for_user == Some(false) {
        return not_counted("replaced by a later version");
    }
    let ids = label.author.into_iter().flat_map(|author| [author.id, author.email]);
    let worker_id = ids.flatten().find_map(|id| WorkerId::new(&id));
    if worker_id.is_none() {
        return Err(Skip::new(Reason::WrongShape, "a label without an author"));
    }
    Ok(Submission {
        worker_id,
        spent_ms: label.seconds_to_label.and_then(time::milliseconds),
        ..Submission::new(time::submitted(label.created_at.as_deref(), facts.now)?)
    })
}

#[cfg(test)]
mod tests {
    use super::{super::trial_tests as trial, *};

    fn label(author: &str, more: &str) -> String {
        format!(
            r#"{{"author":{{"id":"{author}","email":"{author}@example.com"}},"createdAt":"2023-07-03T12:18:08.825Z","jsonResponse":{{}},"labelType":"DEFAULT","isLatestLabelForUser":true{more}}}"#
        )
    }

    #[test]
    fn the_labels_of_an_asset_count_if_they_are_somebodys_own_and_last() {
        let replaced = label("ann", "").replace("User\":true", "User\":false");
        let others = ["REVIEW", "AUTOSAVE", "PREDICTION", "INFERENCE"];
        let others = others.map(|kind| label("bob", "").replace("DEFAULT", kind)).join(",");
        let text = format!(
            r#"[{{"id":"ckj1","externalId":"1.jpg","content":"","labels":[{replaced},{},{others}]}},
                {{"id":"ckj2","externalId":"2.jpg","latestLabel":{}}}, {{"id":"ckj3","externalId":"3.jpg","labels":[]}}]"#,
            label("ann", r#","secondsToLabel":7.5"#),
            label("bob", ""),
        );
        let (answers, left_out) = trial::answers(&FORMAT, &text);
        let at = "2023-07-03 12:18:08";
        assert_eq!(
            answers,
            [("ann", "ckj1", at), ("bob", "ckj2", at)].map(|(a, b, c)| (a.into(), b.into(), c.into()))
        );
        let read = trial::contents(&FORMAT, &text);
        assert!(left_out == 5 && read.skipped.iter().all(|skip| skip.reason == Reason::NotCounted));
        assert_eq!(read.answers[0].1.spent_ms, Some(7500));
    }

    #[test]
    fn anything_may_be_between_the_assets() {
        trial::holds(&FORMAT, "", |n| {
            format!(r#"{{"id":"{n}","externalId":"x","labels":[{}]}}"#, label("ann", ""))
        });
    }
}
