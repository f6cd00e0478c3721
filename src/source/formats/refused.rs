//! Exports that do not say who answered and when. They are recognized, so that nobody has to wonder why not.

use super::format::{Format, LooseJob, Read, Role};
use crate::source::time::Times;

/// A format of which nothing can be counted, and the sentence that says so.
const fn lacking(tool: &'static str, head: super::format::HeadReader, lack: &'static str) -> Format {
    Format {
        tool,
        give: None,
        key: None,
        head,
        loose: Some(LooseJob::File),
        role: Role::Answers,
        read: Read::Nothing(lack),
        times: Times::Submitted,
    }
}

/// Records of the SDK: their responses have a person, but no time.
pub static ARGILLA: Format = lacking(
    "Argilla",
    |head| head.has("responses") && head.has("fields"),
    "Argilla's exports do not say when; save what its API answers as a table with user_id and inserted_at",
);

/// JSON Lines: since 2021 without a time, and the person is at most the name of the file.
pub static DOCCANO: Format = lacking(
    "doccano",
    |head| head.has("text") && head.has("Comments") && (head.has("label") || head.has("entities")),
    "doccano's exports do not say when; export a table with annotator and created_at from its database",
);

/// Darwin JSON: the annotators of an image, but no time.
pub static V7: Format = lacking(
    "V7",
    |head| head.has("version") && head.has("item") && head.has("annotations"),
    "V7's exports do not say when; make a table with annotator and completed_at from its reports",
);

/// COCO, in which Roboflow exports.
pub static ROBOFLOW: Format = lacking(
    "Roboflow",
    |head| head.has("images") && head.has("annotations") && head.has("categories"),
    "COCO files, as Roboflow exports them, do not say who and when; export from the tool in which people labeled",
);

/// Tasks of the API: when they were completed, but not by whom.
pub static SCALE: Format = lacking(
    "Scale",
    |head| head.has("task_id") && head.has("completed_at") && head.has("response"),
    "Scale's tasks do not say who labeled them; ask Scale for a table with worker_id and completed_at",
);

/// The time of the file alone.
pub static DIFFGRAM: Format = lacking(
    "Diffgram",
    |head| head.has("export_info") && head.has("label_map"),
    "Diffgram's exports do not say who and when; export a table with user_id and created_at from its database",
);
