//! The event log of INCEpTION.
#![no_main]

use labelrace::source::formats::inception;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&inception::FORMAT, bytes);
});
