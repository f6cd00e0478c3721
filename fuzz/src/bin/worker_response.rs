//! A file of a worker's answers to one object.
#![no_main]

use labelrace::source::formats::worker_response;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&worker_response::FORMAT, bytes);
});
