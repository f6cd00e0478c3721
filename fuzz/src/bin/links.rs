//! The path and the query of a request for a link, on two lines.
#![no_main]

// The rest of the links needs AWS, which takes minutes to compile; this file needs nothing of it.
#[allow(dead_code, unreachable_pub, reason = "links are only read here, not made")]
#[path = "../../../src/service/link/address.rs"]
mod address;

// What that file finds above itself in the library.
use labelrace::store;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (path, query) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(address) = address::Address::read(path, query) {
        assert_eq!(
            (address.path().as_str(), address.query().as_str()),
            (path, query),
            "one spelling for each link"
        );
        assert!(address.film().as_str().starts_with("videos/"), "links lead to films");
    }
});
