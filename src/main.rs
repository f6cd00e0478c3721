//! The command line: flags in, words out.

mod cli;

use std::{env, io, process::ExitCode};

use anyhow::Context;
use clap::{CommandFactory, Parser};
#[cfg(feature = "aws")]
use labelrace::service::handler::Failure;
use labelrace::{
    locale::plain::{self, DiscreetWriter, PlainWriter},
    run::{ErrorClass, RunError},
};
use tracing_subscriber::{Layer, filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

#[cfg(feature = "aws")]
use crate::cli::cloud;
use crate::cli::{
    command::{Cli, Command},
    film, formats,
    output::{is_broken_pipe, print, say},
    settings, stop,
};

#[tokio::main]
async fn main() -> ExitCode {
    if let Err(error) = write_log() {
        say(&format!("error: {error:#}"));
        return ExitCode::from(ErrorClass::BadConfiguration.exit_code());
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if plain::is_harmless(&error.to_string()) => error.exit(),
        // A shell writes names of files into a command, and anybody may have chosen those.
        Err(error) => {
            say(error.to_string().trim_end());
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(1));
        }
    };
    stop::listen();
    let stopped = match &cli.command {
        Command::Sample(sample) => format!("stopped; the job in {} is incomplete", sample.folder),
        _ => "stopped; nothing was written".to_owned(),
    };
    let outcome = tokio::select! {
        outcome = Box::pin(obey(cli.command)) => outcome,
        () = stop::asked() => Err(anyhow::Error::msg(stopped)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error:#}"));
            class(&error).map_or(ExitCode::FAILURE, |class| ExitCode::from(class.exit_code()))
        }
    }
}

/// Shows on stderr what `LABELRACE_LOG` asks for, such as `debug` or `labelrace=info,aws=warn`; else only errors.
fn write_log() -> anyhow::Result<()> {
    let wanted = env::var("LABELRACE_LOG").unwrap_or_else(|_| "error".to_owned());
    let wanted: Targets = wanted.parse().with_context(|| {
        format!(
            "LABELRACE_LOG is '{wanted}'; it takes a level (error, warn, info, debug, trace), or target=level"
        )
    })?;
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(|| DiscreetWriter(PlainWriter::new(io::stderr())));
    tracing_subscriber::registry().with(lines.with_filter(wanted)).init();
    Ok(())
}

async fn obey(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Render(args) => film::render(*args).await,
        Command::Page(args) => film::page(*args).await,
        Command::Tally(args) => film::tally(*args).await,
        Command::Stats(args) => film::stats(*args).await,
        Command::Frames(args) => film::frames(*args).await,
        Command::People(args) => film::people(*args).await,
        Command::Jobs(args) => film::jobs(args).await,
        #[cfg(feature = "aws")]
        Command::Cloud(command) => cloud::obey(command).await,
        Command::Sample(args) => film::sample(args).await,
        Command::Demo(args) => film::demo(args).await,
        Command::Settings(args) => {
            let mut words = Vec::new();
            settings::print(args.format, &mut words)?;
            print(&words)
        }
        Command::Formats(args) => {
            let mut words = Vec::new();
            formats::print(args.format, &mut words)?;
            print(&words)
        }
        Command::Completions { shell } => {
            // Into memory first: clap panics if it cannot write.
            let mut completions = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "labelrace", &mut completions);
            print(&completions)
        }
        Command::Man => {
            let mut manual = Vec::new();
            cli::command::man(&mut manual)?;
            print(&manual)
        }
    }
}

/// The kind of failure, of errors that have one.
fn class(error: &anyhow::Error) -> Option<ErrorClass> {
    let of_run = error.downcast_ref().map(RunError::class);
    #[cfg(feature = "aws")]
    let of_run = of_run.or_else(|| error.downcast_ref().map(Failure::class));
    of_run
}
