//! The file of a theme.
#![no_main]

use labelrace::render::style::Theme;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = Theme::parse(bytes);
});
