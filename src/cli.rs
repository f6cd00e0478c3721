//! The commands and their flags, as clap reads them.

#![expect(clippy::doc_markdown, reason = "these words are what --help prints")]

pub(crate) mod cloud;
pub(crate) mod film;
pub(crate) mod output;
mod progress;
pub(crate) mod stop;
mod tables;

use std::{io::Write, path::PathBuf};

use chrono::{DateTime, Utc};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use labelrace::{
    settings::{CountRequest, FilmRequest, Input, Plan, SourceRequest},
    source::{DEFAULT_PARALLEL, Jobs, Reading, Strictness, sample::Shape},
    store::Location,
};

/// Bar chart races of Amazon SageMaker Ground Truth labeling jobs
///
/// labelrace reads the partial output of a labeling job, from a folder or from S3, counts labels per person
/// over time, and draws the race as a film. Nothing is sent anywhere, unless you say send or subscribe.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the film of a labeling job
    Render(Box<RenderArgs>),
    /// Print what the race shows: labels per person and time bucket
    Tally(Box<TallyArgs>),
    /// Print every frame of the film as a line of JSON
    Frames(Box<FramesArgs>),
    /// List the labeling jobs under a folder or prefix
    Jobs(JobsArgs),
    /// Make the film of a job in the cloud, upload it, and tell people: what the function does, from here
    #[command(mut_args(cloud::with_variable))]
    Send(Box<cloud::SendArgs>),
    /// Ask somebody by e-mail whether they want to hear of films
    #[command(mut_args(cloud::with_variable))]
    Subscribe(cloud::SubscribeArgs),
    /// Confirm a subscription such that no link in a mail can end it
    Confirm(cloud::ConfirmArgs),
    /// Look whether everything is in order for tomorrow morning
    #[command(mut_args(cloud::with_variable))]
    Doctor(cloud::DoctorArgs),
    /// Invent a labeling job to try things out on
    Sample(SampleArgs),
    /// Make a film of an invented job; the last line printed is its path
    Demo(DemoArgs),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, all commands in it (labelrace man | man -l -)
    Man,
}

#[derive(Args, Debug)]
pub(crate) struct RenderArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    #[command(flatten)]
    pub(crate) film: FilmRequest,

    /// Where the film goes
    #[arg(short, long, value_name = "FILE", default_value = "race.mp4", help_heading = "Output")]
    pub(crate) output: PathBuf,

    /// Also a still of the last frame, as PNG
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) poster: Option<PathBuf>,

    /// Also every frame as PNG, in a new or empty folder
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub(crate) frames: Option<PathBuf>,

    /// Print the receipt as JSON
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) encoder: EncoderArgs,
}

#[derive(Args, Debug)]
pub(crate) struct EncoderArgs {
    /// The encoder [default: $LABELRACE_FFMPEG, /opt/bin/ffmpeg, layers/ffmpeg, $PATH]
    #[arg(long, value_name = "PROGRAM", help_heading = "Output")]
    pub(crate) ffmpeg: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct TallyArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: TallyFormat,
}

#[derive(Args, Debug)]
pub(crate) struct FramesArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    #[command(flatten)]
    pub(crate) film: FilmRequest,
}

#[derive(Args, Debug)]
pub(crate) struct JobsArgs {
    #[command(flatten)]
    pub(crate) source: SourceRequest,

    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: JobsFormat,
}

#[derive(Args, Debug)]
pub(crate) struct SampleArgs {
    /// A new folder (or `s3://bucket/prefix`) for the job, whose name is the folder's
    #[arg(value_name = "DIR")]
    pub(crate) folder: Location,

    #[command(flatten)]
    pub(crate) shape: ShapeArgs,
}

#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct ShapeArgs {
    /// People on the team
    #[arg(long, value_name = "N", default_value_t = DEMO_SHAPE.workers)]
    workers: u32,

    /// Objects to be labeled
    #[arg(long, value_name = "N", default_value_t = DEMO_SHAPE.objects)]
    objects: u32,

    /// People who label each object
    #[arg(long, value_name = "N", default_value_t = DEMO_SHAPE.answers)]
    answers: u32,

    /// Days from the first, weekends included
    #[arg(long, value_name = "N", default_value_t = DEMO_SHAPE.days)]
    days: u32,

    /// Another number is another job; the same number is the same job
    #[arg(long, value_name = "N", default_value_t = DEMO_SHAPE.seed)]
    seed: u64,
}

impl From<ShapeArgs> for Shape {
    fn from(ShapeArgs { workers, objects, answers, days, seed }: ShapeArgs) -> Self {
        Self { workers, objects, answers, days, seed }
    }
}

#[derive(Args, Debug)]
pub(crate) struct DemoArgs {
    #[command(flatten)]
    pub(crate) film: FilmRequest,

    /// Where the film goes
    #[arg(short, long, value_name = "FILE", default_value = "demo.mp4", help_heading = "Output")]
    pub(crate) output: PathBuf,

    #[command(flatten)]
    pub(crate) encoder: EncoderArgs,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum TallyFormat {
    /// Comma-separated, with a header
    #[default]
    Csv,
    /// One array of objects
    Json,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum JobsFormat {
    /// For people
    #[default]
    Table,
    /// Comma-separated, with a header
    Csv,
    /// One array of objects
    Json,
}

/// The job of the demo.
pub(crate) const DEMO_JOB: &str = "turbine-blades";

/// Its size, and that of a sample unless somebody says otherwise.
pub(crate) const DEMO_SHAPE: Shape = Shape { workers: 12, objects: 2000, answers: 3, days: 10, seed: 1 };

/// What the demo does: everything as it is by default.
pub(crate) fn demo_plan(source: Location, now: DateTime<Utc>) -> Plan {
    let reading =
        Reading { parallel: DEFAULT_PARALLEL, jobs: Jobs::One, strictness: Strictness::Strict, now };
    Plan::plain(Input { source, reading })
}

/// The manual: the page of the program, then one of each command.
pub(crate) fn man(out: &mut impl Write) -> anyhow::Result<()> {
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(out)?;
    for subcommand in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        clap_mangen::Man::new(subcommand.clone()).render(out)?;
    }
    Ok(())
}
