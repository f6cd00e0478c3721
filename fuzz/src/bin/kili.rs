//! An export of Kili.
#![no_main]

use labelrace::source::formats::kili;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&kili::FORMAT, bytes);
});
