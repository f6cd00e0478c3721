//! The list of links that were revoked, as it is read from the bucket, and a link that may be on it.
#![no_main]

// The rest of the links needs AWS, which takes minutes to compile; these files need nothing of it.
#[allow(dead_code, unreachable_pub, reason = "links are only read here, not made")]
#[path = "../../../src/service/link/address.rs"]
mod address;
#[allow(dead_code, unreachable_pub, reason = "the list is only parsed here")]
#[path = "../../../src/service/link/revoked.rs"]
mod revoked;

// What those files find above themselves in the library.
use labelrace::{locale, store};
use libfuzzer_sys::fuzz_target;

/// A link: its path and its query.
const LINK: (&str, &str) = (
    "/v/blades/daily/20261123T073000Z.mp4",
    "t=1795327230&e=1796536830&s=BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc",
);

fuzz_target!(|bytes: &[u8]| {
    if let Ok(list) = serde_json::from_slice::<revoked::Revocations>(bytes) {
        list.has(&address::Address::read(LINK.0, LINK.1).expect("a link"));
        let written = serde_json::to_vec(&list).expect("a list is written");
        assert_eq!(serde_json::from_slice::<revoked::Revocations>(&written).ok(), Some(list));
    }
});
