//! A request for consolidation, which holds the answers to several objects.
#![no_main]

use labelrace::source::formats::consolidation;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&consolidation::FORMAT, bytes);
});
