//! The ledger of earlier readings, as it is read back: its head, and whatever is behind a head that is right.
#![no_main]

use labelrace::source::Ledger;
use labelrace_fuzz::now;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = "s3://team/job";
    // Without its head: nobody finds a checksum by chance.
    for bytes in [bytes, &Ledger::with_body(source, bytes)] {
        let ledger = Ledger::new(source);
        if ledger.fill(bytes).is_ok() {
            assert!(ledger.readable(now()) <= ledger.len());
        }
    }
});
