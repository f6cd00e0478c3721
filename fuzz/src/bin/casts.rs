//! Who was in the last film, as it is read back from the bucket.
#![no_main]

use labelrace::people::Remembered;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = serde_json::from_slice::<Remembered>(bytes);
});
