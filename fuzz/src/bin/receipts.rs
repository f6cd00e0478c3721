//! The receipt of a film: what the records of runs keep of it, and read back.
#![no_main]

use labelrace::{report::receipt::Receipt, stats::Digest};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = serde_json::from_slice::<Receipt>(bytes);
    let _ = serde_json::from_slice::<Digest>(bytes);
});
