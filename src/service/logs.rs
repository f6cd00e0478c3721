//! Logs as CloudWatch reads them: one JSON object a line.

use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    fmt::MakeWriter,
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::locale::plain::{DiscreetWriter, PlainWriter};

/// Writes the logs of this crate and its programs to `out`, down to `level` (INFO if that is not a level).
///
/// The level applies to our own messages only: the details of other crates may contain a request, and with it a token
/// or a person's name.
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
        // Otherwise the filter takes this for a part of the program `lambda`.
        .with_target("lambda_runtime", others)
        // It repeats each failure, which the run has logged already.
        .with_target("lambda_runtime::layers::panic", LevelFilter::OFF)
        .with_target("link", level);
    let out = PlainLog(out);
    let json = tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(false);
    // A second call changes nothing: the first one decides.
    let _ = tracing_subscriber::registry()
        .with(json.with_span_list(false).with_writer(out))
        .with(filter)
        .try_init();
}

/// Writers of lines without anything that a terminal would obey, and without e-mail addresses, whoever wrote what is
/// quoted in them.
struct PlainLog<M>(M);

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for PlainLog<M> {
    type Writer = DiscreetWriter<PlainWriter<M::Writer>>;

    fn make_writer(&'a self) -> Self::Writer {
        DiscreetWriter(PlainWriter::new(self.0.make_writer()))
    }
}
