//! An export of Label Studio.
#![no_main]

use labelrace::source::formats::label_studio;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&label_studio::FORMAT, bytes);
});
