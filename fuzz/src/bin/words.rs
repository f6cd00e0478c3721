//! Single values: times, moments, sizes, places, topics, and whom to ask.
#![no_main]

use labelrace::{
    render::style::Size,
    settings::{Contact, Moment, Topic},
    source::time,
    store::Location,
};
use labelrace_fuzz::now;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    time::parse(text);
    time::parse_logged(text);
    time::parse_epoch(text);
    time::parse_file_name(text);
    if let Ok(moment) = text.parse::<Moment>() {
        let _ = moment.resolve(now(), "Europe/Berlin".parse().expect("a zone"));
    }
    let _ = text.parse::<Size>();
    let _ = text.parse::<Location>();
    let _ = text.parse::<Topic>();
    let _ = text.parse::<Contact>();
});
