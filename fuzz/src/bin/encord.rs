//! Label rows exported from Encord.
#![no_main]

use labelrace::source::formats::encord;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&encord::FORMAT, bytes);
});
