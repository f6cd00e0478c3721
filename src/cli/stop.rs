//! Ctrl-C and its like, and what they mean at each stage.

use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(feature = "aws")]
use tokio_util::sync::CancellationToken;

/// What is said where nothing had been written yet.
pub(crate) const NOTHING_WRITTEN: &str = "stopped; nothing was written";

/// Somebody pressed Ctrl-C, or asked the process to end.
static STOP: AtomicBool = AtomicBool::new(false);

/// A file has reached the size that this process may write, as `ulimit -f` sets it; the same number on every Unix.
#[cfg(unix)]
const SIGXFSZ: i32 = 25;

/// Whether the work ends by itself when it is asked to, as drawing does.
static ENDS_BY_ITSELF: AtomicBool = AtomicBool::new(false);

/// Starts to listen. From here on a file that may not grow is an error where it is written, and no reason to end at
/// once and leave drafts behind.
pub(crate) fn listen() {
    #[cfg(unix)]
    let _ = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::from_raw(SIGXFSZ));
    tokio::spawn(async {
        signal().await;
        STOP.store(true, Ordering::Relaxed);
    });
}

/// Whether somebody asked the process to end.
pub(crate) fn is_asked() -> bool {
    STOP.load(Ordering::Relaxed)
}

/// From here on the work ends by itself, and cleans up.
pub(crate) fn ends_by_itself() {
    ENDS_BY_ITSELF.store(true, Ordering::Relaxed);
}

/// Comes back when somebody asks the process to end, unless the work ends by itself: reading has nothing to clean up.
pub(crate) async fn asked() {
    signal().await;
    if ENDS_BY_ITSELF.load(Ordering::Relaxed) {
        std::future::pending::<()>().await;
    }
}

/// A token that is cancelled when somebody asks the process to end.
#[cfg(feature = "aws")]
pub(crate) fn token() -> CancellationToken {
    let token = CancellationToken::new();
    let stopper = token.clone();
    tokio::spawn(async move {
        signal().await;
        stopper.cancel();
    });
    token
}

/// Waits for Ctrl-C, or on Unix for any other signal that asks a process to end: `kill`, a terminal that is closed,
/// or Ctrl-\\. A reader that is gone is none of them: writing to it is an error then, and is told where it happens.
async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let kinds =
            [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup(), SignalKind::quit()];
        let asked = kinds.into_iter().filter(|kind| !is_ignored(kind.as_raw_value())).filter_map(|kind| {
            let mut signal = signal(kind).ok()?;
            Some(Box::pin(async move { signal.recv().await }))
        });
        let asked: Vec<_> = asked.collect();
        if !asked.is_empty() {
            futures_util::future::select_all(asked).await;
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// Whether this process was started with a signal switched off, as `nohup` does with that of a closed terminal. It
/// stays so for those two that only a terminal sends to what is in front of it.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    use tokio::signal::unix::SignalKind;
    if ![SignalKind::hangup(), SignalKind::quit()].map(|kind| kind.as_raw_value()).contains(&signal) {
        return false;
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask >> (signal - 1) & 1 == 1
}
