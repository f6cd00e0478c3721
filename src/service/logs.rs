//! Logs as CloudWatch reads them: one JSON object a line.

use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    fmt::MakeWriter,
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

/// Writes logs of this crate and its programs to `out`, down to `level` (INFO where that is not a level).
///
/// The level is for our own words only: what other crates say in detail may hold a request, and with it a
/// token or somebody's name.
pub fn json<W>(level: Option<&str>, out: W)
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let level = level.and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    let others = level.min(LevelFilter::WARN);
    let filter = Targets::new()
        .with_default(others)
        .with_target("labelrace", level)
        .with_target("lambda", level)
        // To a filter this is below the program `lambda`.
        .with_target("lambda_runtime", others)
        // It repeats each failure, which its run has told already.
        .with_target("lambda_runtime::layers::panic", LevelFilter::OFF)
        .with_target("link", level);
    let json = tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(false);
    // A second call changes nothing: whoever was first decides.
    let _ = tracing_subscriber::registry()
        .with(json.with_span_list(false).with_writer(out))
        .with(filter)
        .try_init();
}
