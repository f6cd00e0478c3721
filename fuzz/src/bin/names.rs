//! One name from anywhere: what is accepted can be shown, and is accepted again.
#![no_main]

use labelrace::people::{LONGEST_NAME, name_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(name) = name_of(text) {
        assert!(!name.is_empty() && name.chars().count() <= LONGEST_NAME, "{name:?}");
        assert!(!name.contains(['@', '\u{FF20}', '\u{FE6B}']), "{name:?}");
        assert_eq!(name_of(&name).as_ref(), Ok(&name), "it stays as it is");
    }
});
