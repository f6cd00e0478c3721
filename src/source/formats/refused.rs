//! Exports that do not say who answered and when. They are recognized, so that nobody has to wonder why not.
//!
//! Each says in a sentence what is missing, and what to export instead as far as that is known.

use super::format::{Format, HeadReader, Read};

/// A format of which nothing can be counted, and the sentence that says so.
const fn lacking(tool: &'static str, rests_on: &'static str, head: HeadReader, lack: &'static str) -> Format {
    Format { tool, rests_on, head, read: Read::Nothing(lack), ..Format::OF_ANOTHER_TOOL }
}

/// Records of the SDK: their responses have a person, but no time.
pub static ARGILLA: Format = lacking(
    "Argilla",
    "its source",
    |head| head.has("responses") && head.has("fields"),
    "Argilla's exports do not say when; save the responses that its API answers with as a table with user_id, record_id and inserted_at",
);

/// JSON Lines: since 2021 without a time, and the person is at most the name of the file.
pub static DOCCANO: Format = lacking(
    "doccano",
    "its source",
    |head| head.has("text") && head.has("Comments") && (head.has("label") || head.has("entities")),
    "doccano's exports do not say when; its database does: save the labels in it as a table with user_id, example_id and created_at",
);

/// Darwin JSON: the annotators of an image, but no time.
pub static V7: Format = lacking(
    "V7",
    "the source of its SDK",
    |head| head.has("version") && head.has("item") && head.has("annotations"),
    "V7's exports do not say when; `darwin report annotators` does, in numbers for each person and period, of which a race table can be made",
);

/// COCO as Roboflow writes it.
pub static ROBOFLOW: Format = lacking(
    "Roboflow",
    "files that teams published, and its documentation",
    |head| is_coco(head) && head.has_text("roboflow"),
    "Roboflow's exports do not say who and when, and no other export of it is known to; who labeled how much is in its annotation insights",
);

/// COCO as any tool writes it.
pub static COCO: Format = lacking(
    "COCO",
    "its documentation",
    is_coco,
    "COCO files do not say who and when, whichever tool wrote them; export in the tool's own format instead",
);

/// Tasks of the API: when they were completed, but not by whom.
pub static SCALE: Format = lacking(
    "Scale",
    "its documentation",
    |head| head.has("task_id") && head.has("completed_at") && head.has("response"),
    "Scale's tasks do not say who labeled them, and no other export of it is known to",
);

/// The time of the file alone.
pub static DIFFGRAM: Format = lacking(
    "Diffgram",
    "its source",
    |head| head.has("export_info") && head.has("label_map"),
    "Diffgram's exports do not say who and when, and no other export of it is known to",
);

/// Tables of columns, which begin and end with these four bytes, and a program without the crate that reads them.
#[cfg(not(feature = "parquet"))]
pub static PARQUET: Format = lacking(
    "Parquet",
    "its documentation",
    |head| head.bytes.starts_with(b"PAR1"),
    "this labelrace was built without Parquet; save the table as CSV or JSON Lines, for example with DuckDB: COPY (FROM 'answers.parquet') TO 'answers.csv'",
);

/// Archives, of which Excel's workbooks are one kind. Beside a job they may hold anything, so only one that was named is
/// worth a word.
pub static ARCHIVE: Format = Format {
    loose: None,
    ..lacking(
        "ZIP, Excel",
        "its documentation",
        |head| head.bytes.starts_with(b"PK\x03\x04"),
        "archives and workbooks are not read; unpack the archive and give its folder, or save the sheet as CSV UTF-8",
    )
};

fn is_coco(head: &super::head::FileHead<'_>) -> bool {
    let is_cut = head.is_cut && head.has("info") && head.has("licenses");
    head.has("images") && (is_cut || head.has("categories") && head.has("annotations"))
}
