//! The arguments of the commands, as clap reads them. Settings of films are declared in the library's `settings`.

#![expect(clippy::doc_markdown, reason = "these words are what --help prints")]

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use labelrace::{
    settings::{Contact, CountRequest, FilmRequest, SourceRequest, one_of},
    source::sample::Shape,
    stats::By,
    store::Location,
};

#[derive(Args, Debug)]
pub(crate) struct RenderArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    #[command(flatten)]
    pub(crate) film: FilmRequest,

    /// Where the film goes
    #[arg(short, long, value_name = "FILE", default_value = "race.mp4", help_heading = "Output")]
    pub(crate) output: PathBuf,

    /// Also a still of the last frame, as PNG or JPEG
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
pub(crate) struct PageArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    #[command(flatten)]
    pub(crate) film: FilmRequest,

    /// The folder for the page and its files, which is made if it is not there
    #[arg(short, long, value_name = "DIR", default_value = "page", help_heading = "Output")]
    pub(crate) output: PathBuf,

    /// Whom readers can ask, as the page says it
    #[arg(long, value_name = "WHO", help_heading = "Output")]
    pub(crate) contact: Option<Contact>,

    /// Print the receipt as JSON
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) encoder: EncoderArgs,
}

#[derive(Args, Debug)]
pub(crate) struct EncoderArgs {
    /// The encoder [default: $LABELRACE_FFMPEG, beside this program, $PATH]
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
pub(crate) struct StatsArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    /// What has a row of its own [default: all]
    ///
    /// interval is a row per time bucket of --interval, and the default where --interval is said. team is the work
    /// team in the source or else the group in --group.
    #[arg(long, value_name = "WHAT", value_parser = one_of::<By>(), help_heading = "Output")]
    pub(crate) by: Option<By>,

    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: TableFormat,
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
    pub(crate) format: TableFormat,
}

#[derive(Args, Debug)]
pub(crate) struct PeopleArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    /// With --names cognito: also the user name and e-mail address that each person signs in with
    ///
    /// This is for whoever has to know which worker is which colleague. It is a flag of this one command, because
    /// films, mails and everything that the function writes reach the whole team: none of them can show these.
    #[arg(long, help_heading = "Output")]
    pub(crate) show_usernames: bool,

    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: PeopleFormat,
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

#[derive(Args, Debug)]
pub(crate) struct SettingsArgs {
    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: SettingsFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum SettingsFormat {
    /// For people
    #[default]
    Table,
    /// For the page in docs/
    Md,
    /// One array of objects
    Json,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum TallyFormat {
    /// Comma-separated, with a header
    #[default]
    Csv,
    /// One array of objects
    Json,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For people
    #[default]
    Table,
    /// Comma-separated, with a header
    Csv,
    /// One array of objects
    Json,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum PeopleFormat {
    /// For people
    #[default]
    Table,
    /// Comma-separated, with a header; its first two columns are an alias file
    Csv,
    /// One array of objects
    Json,
}

/// The job of the demo.
pub(crate) const DEMO_JOB: &str = "turbine-blades";

/// Its size, and that of a sample unless somebody says otherwise.
pub(crate) const DEMO_SHAPE: Shape = Shape { workers: 12, objects: 2000, answers: 3, days: 10, seed: 1 };
