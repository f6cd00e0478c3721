//! A text table, whatever its columns mean, and the beginning of one.
#![no_main]

use labelrace::source::sheet;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    sheet::header(bytes);
    if let Ok(text) = sheet::text(bytes) {
        assert!(sheet::rows(&text).count() <= bytes.len() + 1, "more rows than bytes");
    }
});
