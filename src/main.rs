//! The command line: flags in, words out.

#![expect(clippy::print_stderr, reason = "an error is for whoever typed the command")]

mod cli;

use std::{io, process::ExitCode};

use clap::{CommandFactory, Parser};
use labelrace::run::{ErrorClass, RunError};
#[cfg(feature = "aws")]
use labelrace::service::handler::Failure;

#[cfg(feature = "aws")]
use crate::cli::cloud;
use crate::cli::{
    command::{Cli, Command},
    film,
    output::{is_broken_pipe, print},
    settings, stop,
};

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("LABELRACE_LOG"))
        .init();
    let cli = Cli::parse();
    stop::listen();
    let stopped = match &cli.command {
        Command::Sample(sample) => format!("stopped; the job in {} is not whole", sample.folder),
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
            eprintln!("error: {error:#}");
            class(&error).map_or(ExitCode::FAILURE, |class| ExitCode::from(class.exit_code()))
        }
    }
}

async fn obey(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Render(args) => film::render(*args).await,
        Command::Tally(args) => film::tally(*args).await,
        Command::Frames(args) => film::frames(*args).await,
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
