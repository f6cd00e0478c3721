//! The log of the workers' activity: lines of events, what the CLI prints, what a query gives.
#![no_main]

use labelrace::source::formats::activity;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&activity::LINES, bytes);
    read_as(&activity::ANSWER, bytes);
    read_as(&activity::QUERY_RESULT, bytes);
});
