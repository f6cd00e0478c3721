//! An export of SuperAnnotate.
#![no_main]

use labelrace::source::formats::superannotate;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&superannotate::FORMAT, bytes);
});
