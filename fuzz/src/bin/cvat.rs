//! The events of CVAT as CSV.
#![no_main]

use labelrace::source::formats::cvat;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&cvat::FORMAT, bytes);
});
