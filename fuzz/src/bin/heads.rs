//! The beginning of a file, by which its format is found.
#![no_main]

use labelrace::source::{
    ColumnNames,
    formats::{FORMATS, of_role, with_head},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for is_loose in [true, false] {
        with_head(bytes, is_loose, &ColumnNames::default());
    }
    for format in FORMATS {
        of_role(format, bytes);
    }
});
