//! A list of objects: JSON Lines, or an array.
#![no_main]

use labelrace::source::formats::manifest;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&manifest::FORMAT, bytes);
    read_as(&manifest::ARRAY, bytes);
});
