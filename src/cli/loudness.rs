//! How much is said: nothing but errors with `-q`, what the program does inside with `-v`.

use std::{
    env,
    io::{self, IsTerminal},
    sync::OnceLock,
};

use anyhow::Context;
use clap::{ArgAction, Args};
use labelrace::{
    locale::plain::{DiscreetWriter, PlainWriter},
    settings::one_of,
};
use strum::{IntoStaticStr, VariantArray};
use tracing_subscriber::{Layer, filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

/// The flags of all commands.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct LoudnessArgs {
    /// Say nothing but errors: no progress, no notes, no warnings
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,

    /// Say what happens inside (-vv: in the crates that are used, too)
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,

    /// How far the work is: auto (a bar on a terminal, else nothing), plain (a line now and then, for logs), or none
    #[arg(long, value_name = "HOW", global = true, default_value = "auto", value_parser = one_of::<ProgressKind>())]
    progress: ProgressKind,
}

/// How it is shown how far the work is.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub(crate) enum ProgressKind {
    /// A bar on a terminal, and nothing elsewhere.
    #[default]
    Auto,
    /// A line now and then.
    Plain,
    /// Nothing.
    None,
}

static SAID: OnceLock<LoudnessArgs> = OnceLock::new();

impl LoudnessArgs {
    /// From here on the program is as loud as that. Shows on stderr what `-v` or `LABELRACE_LOG` asks for, such as
    /// `debug` or `labelrace=info,aws=warn`; else only errors.
    ///
    /// # Errors
    /// When the variable says something else.
    pub(crate) fn apply(self) -> anyhow::Result<()> {
        let wanted = match (self.quiet, self.verbose) {
            (true, _) => "off".to_owned(),
            (false, 0) => env::var("LABELRACE_LOG").unwrap_or_else(|_| "error".to_owned()),
            (false, 1) => "error,labelrace=debug".to_owned(),
            (false, _) => "debug".to_owned(),
        };
        let wanted: Targets = wanted.parse().with_context(|| {
            format!(
                "LABELRACE_LOG is '{wanted}'; it takes a level (error, warn, info, debug, trace), or target=level"
            )
        })?;
        let lines = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(|| DiscreetWriter(PlainWriter::new(io::stderr())));
        tracing_subscriber::registry().with(lines.with_filter(wanted)).init();
        let _ = SAID.set(self);
        Ok(())
    }
}

/// Whether nothing but errors is to be said.
pub(crate) fn is_quiet() -> bool {
    SAID.get().is_some_and(|said| said.quiet)
}

/// How it is to be shown how far the work is.
pub(crate) fn progress() -> ProgressKind {
    match SAID.get() {
        Some(said) if said.quiet => ProgressKind::None,
        Some(said) => said.progress,
        None => ProgressKind::Auto,
    }
}

/// Whether somebody sits before a terminal and reads both what is said and what is printed.
pub(crate) fn is_read_by_somebody() -> bool {
    io::stderr().is_terminal() && io::stdout().is_terminal() && !is_quiet()
}
