//! A table that is a race already.
#![no_main]

use labelrace::source::formats::race_table;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&race_table::FORMAT, bytes);
});
