//! The key of an object.
#![no_main]

use labelrace::source::{formats::at_key, keys};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|key: &str| {
    if let Some((_, found)) = at_key(key) {
        assert!(key.starts_with(&found.root), "a job is above its files");
    }
    keys::root_above(key);
    keys::loose_object(key);
    keys::is_json(key);
    keys::is_media(key);
    keys::is_litter(key);
    keys::last_part(key);
    let (root, below) = key.split_once('\n').unwrap_or((key, key));
    keys::below(root, below);
});
