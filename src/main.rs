//! The command line: flags in, words out.

mod cli;

use std::{
    env,
    ffi::OsString,
    io::{self, Write},
    process::ExitCode,
};

use clap::FromArgMatches;
#[cfg(feature = "aws")]
use labelrace::service::handler::Failure;
use labelrace::{
    locale::plain,
    run::{ErrorClass, RunError},
    settings::RequestError,
    store::may_begin,
};

#[cfg(feature = "aws")]
use crate::cli::cloud;
use crate::cli::{
    command::{Cli, Task, program},
    digest, export, film, fleet, formats,
    layers::{LayerError, Layers},
    meant,
    output::{LONGEST_LINE, NOT_PRINTED, is_broken_pipe, print, say},
    settings,
    short_help::START,
    stop,
};

fn main() -> ExitCode {
    if !may_begin() {
        say("error: too few files may be open at once here; 'ulimit -n 256' allows more");
        return ExitCode::FAILURE;
    }
    typed()
}

#[tokio::main]
async fn typed() -> ExitCode {
    let words: Vec<OsString> = env::args_os().collect();
    if words.len() < 2 {
        // Nothing was asked for, so nothing was done: a script learns that from the exit code.
        say(START.trim_end());
        return ExitCode::from(ErrorClass::BadRequest.exit_code());
    }
    let program = program();
    let words = match Layers::applied(&program, words) {
        Ok(words) => words,
        Err(error) => {
            say(&format!("error: {:#}", anyhow::Error::from(error)));
            return ExitCode::from(ErrorClass::BadConfiguration.exit_code());
        }
    };
    let (cli, name) = match parsed(program, words) {
        Ok(parsed) => parsed,
        Err(error) if error.exit_code() == 0 => return printed(&error),
        Err(error) if may_say_itself(&error.to_string()) => error.exit(),
        // A shell writes names of files into a command, and anybody may have chosen those.
        Err(error) => {
            say(error.to_string().trim_end());
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(1));
        }
    };
    if let Err(error) = cli.loudness.apply() {
        say(&format!("error: {error:#}"));
        return ExitCode::from(ErrorClass::BadConfiguration.exit_code());
    }
    stop::listen();
    let stopped = match &cli.command {
        Task::Sample(sample) => format!("stopped; the job in {} is incomplete", sample.folder),
        _ => stop::NOTHING_WRITTEN.to_owned(),
    };
    let outcome = tokio::select! {
        outcome = Box::pin(obey(cli.command)) => outcome,
        () = stop::asked() => Err(anyhow::Error::msg(stopped)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let code = class(&error).map_or(1, ErrorClass::exit_code);
            let words = format!("{error:#}");
            // As clap ends what it has to say of a command that cannot be. A list is left as it is, to be copied.
            let more = if code == 2 && !words.contains('\n') {
                format!("\n\nFor more information, try 'labelrace {name} --help'.")
            } else {
                String::new()
            };
            say(&format!("error: {words}{more}"));
            ExitCode::from(code)
        }
    }
}

/// Whether clap may say this itself, in colors: a value that was typed by mistake may be as long as a file.
fn may_say_itself(words: &str) -> bool {
    plain::is_harmless(words) && words.lines().all(|line| line.len() <= LONGEST_LINE)
}

/// What somebody asked to read instead of a command: help, or the version.
fn printed(asked: &clap::Error) -> ExitCode {
    match asked.print().and_then(|()| io::stdout().flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {}", anyhow::Error::from(error).context(NOT_PRINTED)));
            ExitCode::FAILURE
        }
    }
}

/// The command in these words, and its name.
fn parsed(mut program: clap::Command, words: Vec<OsString>) -> Result<(Cli, String), clap::Error> {
    let matches =
        program.try_get_matches_from_mut(words).map_err(|error| meant::with_tip(error, &program))?;
    let name = matches.subcommand_name().unwrap_or_default().to_owned();
    let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut program))?;
    Ok((cli, name))
}

async fn obey(command: Task) -> anyhow::Result<()> {
    match command {
        Task::Render(args) => Box::pin(film::render(*args)).await,
        Task::Page(args) => Box::pin(film::page(*args)).await,
        Task::Tally(args) => film::tally(*args).await,
        Task::Stats(args) => film::stats(*args).await,
        Task::Datasheet(args) => film::datasheet(args),
        Task::Impact(args) => film::impact(*args).await,
        Task::Digest(args) => digest::digest(*args).await,
        Task::Agreement(args) => film::agreement(*args).await,
        Task::Forecast(args) => film::forecast(*args).await,
        Task::Export(args) => export::export(*args).await,
        Task::Frames(args) => film::frames(*args).await,
        Task::People(args) => film::people(*args).await,
        Task::Jobs(args) => film::jobs(args).await,
        Task::Fleet(args) => fleet::fleet(*args).await,
        #[cfg(feature = "aws")]
        Task::Cloud(command) => cloud::obey(command).await,
        #[cfg(not(feature = "aws"))]
        Task::Doctor(args) => print(cli::report::report(&film::machine(args.encoder.ffmpeg)).as_bytes()),
        Task::Sample(args) => film::sample(args).await,
        Task::Demo(args) => film::demo(args).await,
        Task::Settings(args) => {
            let mut words = Vec::new();
            settings::print(args.format, &Layers::of_machine()?, &mut words)?;
            print(&words)
        }
        Task::Formats(args) => {
            let mut words = Vec::new();
            formats::print(args.format, &mut words)?;
            print(&words)
        }
        Task::Completions { shell } => {
            // Into memory first: clap panics if it cannot write.
            let mut completions = Vec::new();
            clap_complete::generate(shell, &mut program(), "labelrace", &mut completions);
            print(&completions)
        }
        Task::Man => {
            let mut manual = Vec::new();
            cli::command::man(&mut manual)?;
            print(&manual)
        }
    }
}

/// The kind of failure, of errors that have one.
fn class(error: &anyhow::Error) -> Option<ErrorClass> {
    let of_run = error.downcast_ref().map(RunError::class);
    let of_settings = error.downcast_ref::<RequestError>().map(|_| ErrorClass::BadConfiguration);
    let of_run = of_run.or(of_settings);
    let of_run = of_run.or_else(|| error.is::<LayerError>().then_some(ErrorClass::BadConfiguration));
    #[cfg(feature = "aws")]
    let of_run = of_run.or_else(|| error.downcast_ref().map(Failure::class));
    of_run
}
