//! The output of an Amazon A2I loop.
#![no_main]

use labelrace::source::formats::a2i;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&a2i::FORMAT, bytes);
});
