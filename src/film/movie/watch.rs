//! Stopping an encoder in the middle, whatever it does just now.

use std::{
    ops::ControlFlow,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use crate::film::encode::Stopper;

/// How often it is asked whether to stop.
const PATIENCE: Duration = Duration::from_millis(100);

/// Does `work`, and meanwhile asks `tell` now and then whether to stop: an encoder that hangs would never let the work
/// itself ask. Returns what came of it, and whether it was stopped.
pub(super) fn watched<T>(
    stopper: &Stopper,
    tell: impl Fn() -> ControlFlow<()> + Sync,
    work: impl FnOnce() -> T,
) -> (T, bool) {
    let is_over_early = AtomicBool::new(false);
    let done = thread::scope(|scope| {
        let (over, is_over) = mpsc::channel::<()>();
        let (is_early, tell) = (&is_over_early, &tell);
        scope.spawn(move || {
            while is_over.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
                if tell().is_break() {
                    is_early.store(true, Ordering::Relaxed);
                    return stopper.stop();
                }
            }
        });
        let done = work();
        drop(over);
        done
    });
    (done, is_over_early.into_inner())
}
