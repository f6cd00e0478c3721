//! The arguments of the commands, as clap reads them. Settings of films are declared in the library's `settings`.

#![expect(clippy::doc_markdown, reason = "these words are what --help prints")]

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use labelrace::{
    report::audience::Audience,
    settings::{
        CalendarRequest, Contact, CountRequest, FilmRequest, ForecastRequest, SourceRequest, day, one_of,
    },
    source::sample::Shape,
    stats::{By, ExportFormat, ExportWhat},
    store::{Location, LocationError},
};

use super::cache::CacheArgs;

#[derive(Args, Debug)]
pub(crate) struct RenderArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    #[command(flatten)]
    pub(crate) film: FilmRequest,

    /// Where the film goes
    #[arg(short, long, value_name = "FILE", default_value = "race.mp4", help_heading = "Output")]
    pub(crate) output: PathBuf,

    /// Also a still of the last frame, as PNG or JPEG
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) poster: Option<PathBuf>,

    /// Also every frame as a picture (PNG), in a new or empty folder
    #[arg(long, alias = "frames", value_name = "DIR", help_heading = "Output")]
    pub(crate) pictures: Option<PathBuf>,

    /// Show the film when it is made
    #[arg(long, help_heading = "Output")]
    pub(crate) open: bool,

    /// Also a small moving picture of the whole film for chats and pages, as WebP or GIF, of at most 2 MB
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) preview: Option<PathBuf>,

    /// Print the receipt as JSON
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,

    /// Say where the time went
    ///
    /// Files are fetched while the source is listed, and drawn while ffmpeg works, so these times overlap.
    #[arg(long, help_heading = "Output")]
    pub(crate) timings: bool,

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

    /// Show the page when it is made
    #[arg(long, help_heading = "Output")]
    pub(crate) open: bool,

    /// Print the receipt as JSON
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    /// Say where the time went
    ///
    /// Files are fetched while the source is listed, and drawn while ffmpeg works, so these times overlap.
    #[arg(long, help_heading = "Output")]
    pub(crate) timings: bool,

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

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: TallyFormat,
}

#[derive(Args, Debug)]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

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
pub(crate) struct AgreementArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: TextFormat,
}

#[derive(Args, Debug)]
pub(crate) struct ImpactArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    /// The first day after the change, such as 2026-03-01
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) from: NaiveDate,

    #[command(flatten)]
    pub(crate) calendar: CalendarRequest,

    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: TextFormat,
}

#[derive(Args, Debug)]
pub(crate) struct DatasheetArgs {
    /// The job that it is about, as in the other commands [default: that of the function]
    #[arg(value_name = "SOURCE")]
    pub(crate) source: Option<String>,

    /// The settings of the stack as JSON, as in its parameter Settings [default: $LABELRACE_SETTINGS]
    #[arg(long, value_name = "JSON", help_heading = "Output")]
    pub(crate) settings: Option<String>,

    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: TextFormat,
}

#[derive(Args, Debug)]
pub(crate) struct ForecastArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    #[command(flatten)]
    pub(crate) forecast: ForecastRequest,

    /// What if so many more people worked on it, such as +2, or -1
    #[arg(long, value_name = "+N", value_parser = more_people, allow_hyphen_values = true, help_heading = "Forecast")]
    pub(crate) people: Option<i32>,

    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: TextFormat,
}

#[derive(Args, Debug)]
pub(crate) struct DigestArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    #[command(flatten)]
    pub(crate) forecast: ForecastRequest,

    /// Whose mail it is: labelers (every morning) or owners (every week)
    #[arg(long, value_name = "WHO", default_value = "owners", value_parser = one_of::<Audience>(), help_heading = "Output")]
    pub(crate) audience: Audience,

    /// Whom readers can ask, as the mail says it
    #[arg(long, value_name = "WHO", help_heading = "Output")]
    pub(crate) contact: Option<Contact>,

    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: TextFormat,
}

#[derive(Args, Debug)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    /// What has a row: each answer, whatever stats has a row for, or each person in each time bucket
    #[arg(
        long,
        value_name = "WHAT",
        default_value = <&str>::from(ExportWhat::default()),
        value_parser = one_of::<ExportWhat>(),
        help_heading = "Output"
    )]
    pub(crate) what: ExportWhat,

    /// With --what stats: what has a row of its own, as in stats [default: all]
    #[arg(long, value_name = "WHAT", value_parser = one_of::<By>(), help_heading = "Output")]
    pub(crate) by: Option<By>,

    /// What kind of file it is [default: as the name says, else csv]
    #[arg(long, value_name = "FORMAT", value_parser = one_of::<ExportFormat>(), help_heading = "Output")]
    pub(crate) format: Option<ExportFormat>,

    /// Also the names that people have in the film; without this the column `name` is empty
    #[arg(long, help_heading = "Output")]
    pub(crate) with_names: bool,

    /// Where it goes: a file, or `s3://bucket/key` [default: answers.csv, or as WHAT and FORMAT say]
    #[arg(short, long, value_name = "FILE", value_parser = export_target, help_heading = "Output")]
    pub(crate) output: Option<Location>,
}

#[derive(Args, Debug)]
pub(crate) struct FramesArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    #[command(flatten)]
    pub(crate) film: FilmRequest,
}

#[derive(Args, Debug)]
pub(crate) struct JobsArgs {
    #[command(flatten)]
    pub(crate) source: SourceRequest,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

    /// How it is written
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: TableFormat,
}

#[derive(Args, Debug)]
pub(crate) struct PeopleArgs {
    #[command(flatten)]
    pub(crate) count: CountRequest,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,

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

    /// Show the film when it is made
    #[arg(long, help_heading = "Output")]
    pub(crate) open: bool,

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

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum TextFormat {
    /// For people
    #[default]
    Text,
    /// One object
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

/// So many more people, or fewer.
fn more_people(text: &str) -> Result<i32, String> {
    let n: Option<i32> = text.trim().parse().ok();
    n.filter(|n| *n != 0 && (-1000..=1000).contains(n)).ok_or_else(|| {
        format!("'{text}' is not a number of people to add; write it like +2, or -1 for one fewer")
    })
}

/// The job of the demo.
pub(crate) const DEMO_JOB: &str = "turbine-blades";

/// Its size, and that of a sample unless somebody says otherwise.
pub(crate) const DEMO_SHAPE: Shape = Shape { workers: 12, objects: 2000, answers: 3, days: 10, seed: 1 };

/// A file of this machine, or an object in a bucket.
fn export_target(text: &str) -> Result<Location, String> {
    let place: Location = text.parse().map_err(|error: LocationError| error.to_string())?;
    match &place {
        Location::S3 { prefix, .. } if prefix.is_empty() || text.ends_with('/') => {
            Err(format!("`{text}` names no file; write s3://bucket/folder/answers.csv"))
        }
        Location::LogGroup(_) => Err("a log can only be read; name a file or an s3:// address".to_owned()),
        Location::S3 { .. } | Location::Path(_) => Ok(place),
    }
}
