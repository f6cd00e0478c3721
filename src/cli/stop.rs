//! Ctrl-C, and what it means at each stage.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio_util::sync::CancellationToken;

/// Somebody pressed Ctrl-C, or asked the process to end.
static STOP: AtomicBool = AtomicBool::new(false);

/// Whether the work ends by itself when it is asked to, as drawing does.
static ENDS_BY_ITSELF: AtomicBool = AtomicBool::new(false);

/// Starts to listen.
pub(crate) fn listen() {
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
pub(crate) fn token() -> CancellationToken {
    let token = CancellationToken::new();
    let stopper = token.clone();
    tokio::spawn(async move {
        signal().await;
        stopper.cancel();
    });
    token
}

/// Waits for Ctrl-C, or on Unix for SIGTERM.
async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
