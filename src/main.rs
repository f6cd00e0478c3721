//! The command line: flags in, files and words out. The only program that prints.

#![expect(clippy::print_stderr, reason = "printing is what this file is for")]

mod cli;

use std::{
    env,
    io::{self, Write},
    ops::ControlFlow,
    path::PathBuf,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::Context;
use chrono::Utc;
use clap::{CommandFactory, Parser};
use labelrace::{
    film::encode::Places,
    render::text::Faces,
    run::{self, Outputs},
    service::{doctor::Health, handler::Failure},
    settings::{CountRequest, Film, FilmRequest, Plan},
    source::gather::Jobs,
    stats::Counted,
    store::{
        Location,
        s3::{self, S3},
    },
};
use tokio_util::sync::CancellationToken;

use crate::cli::{Cli, Command, progress::Progress};

/// Somebody pressed Ctrl-C, or asked the process to end.
static STOP: AtomicBool = AtomicBool::new(false);

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("LABELRACE_LOG"))
        .init();
    let cli = Cli::parse();
    tokio::spawn(async {
        stop_signal().await;
        STOP.store(true, Ordering::Relaxed);
    });
    let stopped = match &cli.command {
        Command::Sample(sample) => format!("stopped; the job in {} is not whole", sample.folder),
        _ => "stopped; nothing was written".to_owned(),
    };
    let outcome = tokio::select! {
        outcome = Box::pin(obey(cli.command)) => outcome,
        // Drawing ends by itself, and cleans up; reading has nothing to clean up.
        () = stopped_reading() => Err(anyhow::Error::msg(stopped)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            let about_what_was_asked =
                error.downcast_ref::<run::Error>().is_some_and(run::Error::is_about_what_was_asked)
                    || error.downcast_ref::<Failure>().is_some_and(Failure::is_about_what_was_asked);
            if about_what_was_asked { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

async fn obey(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Render(render) => {
            let (plan, film) = film_plan(render.count, render.film).await?;
            let outputs = Outputs { video: render.output, poster: render.poster, frames: render.frames };
            make_film(&plan, film, outputs, render.encoder.ffmpeg, render.json).await
        }
        Command::Tally(tally) => {
            let plan = plan(tally.count).await?;
            let counted = count(&plan).await?;
            cli::tables::tally(&counted.tally, tally.format, &mut stdout()).context(NOT_PRINTED)
        }
        Command::Frames(frames) => {
            let (plan, film) = film_plan(frames.count, frames.film).await?;
            let counted = count(&plan).await?;
            let race = run::race(&counted, &plan, &film)?;
            cli::tables::frames(&race, &plan, &film.theme, &mut stdout()).context(NOT_PRINTED)
        }
        Command::Jobs(jobs) => {
            let zone = jobs.source.time_zone;
            let progress = Progress::reading();
            let lines =
                run::jobs(&jobs.source.plan(Jobs::All, Utc::now()), &|seen| progress.seen(seen)).await?;
            progress.clear();
            cli::tables::jobs(&lines, zone, jobs.format, &mut stdout()).context(NOT_PRINTED)
        }
        Command::Send(send) => {
            DRAWING.store(true, Ordering::Relaxed);
            let stop = CancellationToken::new();
            let stopper = stop.clone();
            tokio::spawn(async move {
                stop_signal().await;
                stopper.cancel();
            });
            let json = send.json;
            let outcome = Box::pin(cli::cloud::send(*send, places, fonts(), stop)).await?;
            let words = if json { format!("{}\n", outcome.to_json()) } else { cli::cloud::sent(&outcome) };
            print(words.as_bytes())
        }
        Command::Subscribe(args) => print(cli::cloud::subscribe(args).await?.as_bytes()),
        Command::Confirm(args) => print(cli::cloud::confirm(args).await?.as_bytes()),
        Command::Doctor(args) => {
            let findings = Box::pin(cli::cloud::doctor(args, places, &fonts(), Utc::now())).await?;
            print(cli::cloud::told(&findings).as_bytes())?;
            let n_bad = findings.iter().filter(|finding| finding.health == Health::Bad).count();
            anyhow::ensure!(n_bad == 0, "{n_bad} of {} need a hand", findings.len());
            Ok(())
        }
        Command::Sample(sample) => {
            run::sample(&sample.folder, sample.shape.into()).await?;
            print(format!("{}\n", sample.folder).as_bytes())
        }
        Command::Demo(demo) => {
            let folder = tempfile::tempdir().context("could not make a temporary folder")?;
            let job = Location::Path(folder.path().join(cli::DEMO_JOB));
            run::sample(&job, cli::DEMO_SHAPE).await?;
            let plan = cli::demo_plan(job, Utc::now());
            let outputs = Outputs { video: demo.output, poster: None, frames: None };
            let files = run::files(None, Some(&demo.film), &open()).await?;
            let film = demo.film.plan(&files).map_err(run::Error::from)?;
            make_film(&plan, film, outputs, demo.encoder.ffmpeg, false).await
        }
        Command::Completions { shell } => {
            // Into memory first: clap panics where it cannot write.
            let mut completions = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "labelrace", &mut completions);
            print(&completions)
        }
        Command::Man => {
            let mut manual = Vec::new();
            cli::man(&mut manual)?;
            print(&manual)
        }
    }
}

async fn plan(request: CountRequest) -> Result<Plan, run::Error> {
    let files = run::files(Some(&request), None, &open()).await?;
    Ok(request.plan(Utc::now(), &files)?)
}

async fn film_plan(count: CountRequest, film: FilmRequest) -> Result<(Plan, Film), run::Error> {
    let files = run::files(Some(&count), Some(&film), &open()).await?;
    Ok((count.plan(Utc::now(), &files)?, film.plan(&files)?))
}

fn open() -> run::Open<S3> {
    Arc::new(|bucket| {
        let bucket = bucket.to_owned();
        Box::pin(async move { s3::connect(&bucket, s3::Connect::default()).await })
    })
}

async fn count(plan: &Plan) -> anyhow::Result<Counted> {
    let progress = Progress::reading();
    let counted = run::count(plan, &|seen| progress.seen(seen)).await?;
    progress.clear();
    if !counted.gathered.skipped.is_empty() {
        eprintln!("warning: skipped {}", counted.gathered.skipped);
    }
    Ok(counted)
}

async fn make_film(
    plan: &Plan,
    mut film: Film,
    outputs: Outputs,
    ffmpeg: Option<PathBuf>,
    json: bool,
) -> anyhow::Result<()> {
    let faces = Faces { files: film.fonts.clone(), folders: fonts(), system: film.system_fonts };
    let prepared = run::prepare(outputs, &places(ffmpeg), faces)?;
    let pictures = run::pictures(film.images.as_ref(), &open()).await?;
    let counted = count(plan).await?;
    if let Some(pictures) = pictures {
        film.portraits = pictures.of(&counted.tally).await;
        if !film.portraits.skipped().is_empty() {
            eprintln!("warning: {}", cli::tables::pictures(&film.portraits));
        }
    }
    let plan = plan.clone();
    let receipt = tokio::task::spawn_blocking(move || {
        let progress = Progress::drawing();
        let watch = |made: usize, all: usize| {
            progress.made(made, all);
            if STOP.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        DRAWING.store(true, Ordering::Relaxed);
        let receipt = run::film(&counted, &plan, &film, prepared, &watch);
        progress.clear();
        receipt
    });
    let receipt = receipt.await.context("the film was not finished")??;
    let mut words = Vec::new();
    if json {
        serde_json::to_writer(&mut words, &receipt)?;
        writeln!(words)?;
    } else {
        cli::tables::receipt(&receipt, &mut words)?;
    }
    print(&words)
}

/// Where an encoder may be.
fn places(flag: Option<PathBuf>) -> Places {
    Places {
        flag,
        variable: env::var_os("LABELRACE_FFMPEG"),
        layers: vec![
            PathBuf::from("/opt/bin/ffmpeg"),
            PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/layers/ffmpeg/bin/ffmpeg")),
        ],
        path: env::var_os("PATH"),
    }
}

/// Where faces for more scripts may be.
fn fonts() -> Vec<PathBuf> {
    vec![
        PathBuf::from("/opt/share/fonts/labelrace"),
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/layers/fonts")),
    ]
}

/// Whether a film is being drawn, which ends by itself when it is to stop.
static DRAWING: AtomicBool = AtomicBool::new(false);

async fn stopped_reading() {
    stop_signal().await;
    if DRAWING.load(Ordering::Relaxed) {
        std::future::pending::<()>().await;
    }
}

/// Waits for Ctrl-C, or on Unix for SIGTERM.
async fn stop_signal() {
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

/// What the disk's words are about when they are about no file of ours.
const NOT_PRINTED: &str = "could not write to standard output";

/// Unlike `println!` this does not panic where nobody reads or the disk is full.
fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut stdout = stdout();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).context(NOT_PRINTED)
}

fn stdout() -> impl Write {
    io::BufWriter::new(io::stdout().lock())
}

/// `labelrace tally ... | head` is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        let csv = cause.downcast_ref::<csv::Error>().and_then(|error| match error.kind() {
            csv::ErrorKind::Io(error) => Some(error.kind()),
            _ => None,
        });
        [io, json, csv].contains(&Some(io::ErrorKind::BrokenPipe))
    })
}
