//! The record of a run, as it is read back from the bucket.
#![no_main]

// The rest of the runs needs AWS, which takes minutes to compile; this file needs nothing of it.
#[allow(dead_code, unreachable_pub, reason = "records are only parsed here")]
#[path = "../../../src/service/runs/record.rs"]
mod record;

// What that file finds above itself in the library.
use labelrace::{report, stats, store};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(record) = serde_json::from_slice::<record::Record>(bytes) {
        let written = serde_json::to_vec(&record).expect("a record is written");
        serde_json::from_slice::<record::Record>(&written).expect("and read again");
    }
});
