//! A file of colors, and a single color.
#![no_main]

use labelrace::{color::Color, people::Colors};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = Colors::parse(bytes);
    let _ = std::str::from_utf8(bytes).map(str::parse::<Color>);
});
