//! What `prodigy db-out` writes.
#![no_main]

use labelrace::source::formats::prodigy;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&prodigy::FORMAT, bytes);
});
