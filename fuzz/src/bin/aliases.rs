//! The files of chosen names and of teams, whose names go into films.
#![no_main]

use labelrace::people::{Aliases, Groups};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = Aliases::parse(bytes);
    let _ = Groups::parse(bytes);
});
