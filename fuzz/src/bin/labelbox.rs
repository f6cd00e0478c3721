//! An export of Labelbox.
#![no_main]

use labelrace::source::formats::labelbox;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&labelbox::FORMAT, bytes);
});
