//! What labelrace writes itself. People keep it beside the job that it is about, where it is no answer of anybody.

use super::{
    format::{Format, Read, Role},
    head::FileHead,
};
use crate::source::sheet;

/// Tables and receipts, as CSV or JSON.
pub static FORMAT: Format = Format {
    tool: "labelrace",
    rests_on: "its source",
    head: |head| {
        if head.bytes.strip_prefix(PARQUET_BEGINS).is_some_and(|rest| rest.starts_with(OWN_PARQUET)) {
            return true;
        }
        let of_sheet = if head.keys().is_empty() { sheet::header(head.bytes) } else { Vec::new() };
        let names = if head.keys().is_empty() { &of_sheet[..] } else { head.keys() };
        let has = |name: &&str| names.iter().any(|known| known == name);
        OUTPUTS.iter().any(|output| output.iter().all(has))
    },
    role: Role::Derived,
    read: Read::Nothing("labelrace wrote this itself; give the job that it is about"),
    ..Format::OF_ANOTHER_TOOL
};

/// Whether a file that begins like this is one that labelrace has written.
pub fn is_own(head: &[u8]) -> bool {
    (FORMAT.head)(&FileHead::new(head))
}

/// What every Parquet file begins with.
const PARQUET_BEGINS: &[u8] = b"PAR1";

/// What follows in those of `export`, whose columns are named only at their end. No reader of Parquet looks there.
pub const OWN_PARQUET: &[u8] = b"labelrace export\n";

/// Columns or keys that only these have together: what `export`, `tally`, `stats`, `people`, `jobs` and `frames` write,
/// and a receipt.
const OUTPUTS: [&[&str]; 7] = [
    &["job", "object", "worker", "name", "submitted", "accepted", "seconds", "annotations", "class"],
    &["time", "worker", "name", "labels", "cumulative"],
    &["by", "key", "name", "submitted", "seconds_median"],
    &["id", "name", "from", "labels"],
    &["job", "objects", "answers", "workers"],
    &["frame", "clock", "axis_max", "bars"],
    &["job", "video", "buckets", "resubmitted"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_receipts_are_known_and_nothing_else() {
        let is_own = |text: &str| (FORMAT.head)(&FileHead::new(text.as_bytes()));
        for text in [
            "time,worker,name,labels,cumulative\n2024-03-04T00:00:00Z,a,Blue Heron,3,3\n",
            r#"[{"time":"2024-03-04T00:00:00Z","worker":"a","name":"Blue Heron","labels":3,"cumulative":3}]"#,
            "id,name,from,labels,first,last\n",
            "job,object,worker,name,submitted,accepted,seconds,annotations,class\n",
            "PAR1labelrace export\n\0\0",
            r#"{"frame":0,"t":0.0,"clock":"2024-03-04T00:00:00Z","axis_max":1.0,"bars":[]}"#,
            r#"{"buckets":3,"job":"a","resubmitted":0,"video":"race.mp4"}"#,
        ] {
            assert!(is_own(text), "{text}");
        }
        for text in ["", "id,name\n", "worker,time,task\n", r#"{"job":"a","answers":[]}"#, "PAR1\0\0"] {
            assert!(!is_own(text), "{text}");
        }
    }
}
