//! The output of a model evaluation by people.
#![no_main]

use labelrace::source::formats::evaluation;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&evaluation::FORMAT, bytes);
});
