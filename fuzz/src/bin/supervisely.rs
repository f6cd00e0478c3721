//! The annotation of an image in Supervisely.
#![no_main]

use labelrace::source::formats::supervisely;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&supervisely::FORMAT, bytes);
});
