//! An event, and the same fields as the settings of a function.
#![no_main]

use labelrace::settings::{Defaults, Request};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let defaults = Defaults::from_variables(&|name| (name == "LABELRACE_SETTINGS").then(|| text.to_owned()));
    if let Ok(event) = serde_json::from_str(text) {
        let _ = Request::from_event(&event, &defaults.unwrap_or_default());
    }
});
