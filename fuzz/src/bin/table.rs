//! Answers in a table: CSV from any spreadsheet, or an array of rows.
#![no_main]

use labelrace::source::formats::table;
use labelrace_fuzz::read_as;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    read_as(&table::FORMAT, bytes);
    read_as(&table::JSON, bytes);
});
