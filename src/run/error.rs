//! What can go wrong in a run, and how an error is classified.
//!
//! The exit code of the command line and the `errorType` of the function both follow from one [`ErrorClass`]. The
//! classification names every kind of error, so that a new one does not compile before somebody has decided.

use std::{io, path::PathBuf};

use super::forecast::ForecastError;
use crate::{
    film::{encode::EncodeError, movie::MovieError},
    people::portraits::PortraitsError,
    render::text::FaceError,
    settings::PlanError,
    source::{GatherError, sample::ShapeError},
    stats::{ExportNameError, ImpactError, TallyError},
    store::{BoxError, Location, StoreError, TargetError, Trouble},
};

/// What can go wrong, by stage.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Settings that do not fit together.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A file that a setting names cannot be read.
    #[error("could not read the {what} {file}")]
    NoFile {
        /// What it should be.
        what: &'static str,
        /// Where it should be.
        file: Location,
        /// The kind of trouble with it.
        trouble: Trouble,
        /// What the service or the system said.
        #[source]
        source: BoxError,
    },
    /// A file that a setting names is far larger than any list of a team.
    #[error("{file} has more than {} MB, which is too large for the {what}", limit >> 20)]
    HugeFile {
        /// What it should be.
        what: &'static str,
        /// Where it is.
        file: Location,
        /// In bytes.
        limit: u64,
    },
    /// No pictures of people where they should be.
    #[error(transparent)]
    Portraits(#[from] PortraitsError),
    /// A font that cannot be used.
    #[error(transparent)]
    Face(#[from] FaceError),
    /// Two outputs that are one file.
    #[error("{} cannot be the {one} and its {other}", path.display())]
    SameTarget {
        /// The file, as it was named last.
        path: PathBuf,
        /// What it is already.
        one: &'static str,
        /// What it was to be too.
        other: &'static str,
    },
    /// No ffmpeg.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// A place that cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No answers.
    #[error(transparent)]
    Gather(#[from] GatherError),
    /// Responses where a log was asked for.
    #[error(
        "{0} is not a log of the workers' activity; name the log with --log-group, such as --log-group logs:"
    )]
    NotALog(String),
    /// Answers that cannot be counted as asked.
    #[error(transparent)]
    Tally(#[from] TallyError),
    /// Bars of teams, and nobody is in a team.
    #[error("--bars groups has no team to show: {why}")]
    NoTeams {
        /// What is wrong with the group file.
        why: String,
    },
    /// No forecast as it was asked for.
    #[error(transparent)]
    Forecast(#[from] ForecastError),
    /// Too little to compare.
    #[error(transparent)]
    Impact(#[from] ImpactError),
    /// A film that would take too long: its buckets have a length of their own, and there are many of them.
    #[error(
        "--per-bucket makes {buckets} time buckets a film of more than 1h; use a shorter one, or a longer --interval"
    )]
    LongFilm {
        /// How many buckets there are.
        buckets: usize,
    },
    /// A film that could not be made.
    #[error(transparent)]
    Movie(#[from] MovieError),
    /// An export whose name promises another kind of file.
    #[error(transparent)]
    ExportName(#[from] ExportNameError),
    /// Parquet, and a program without it.
    #[error(
        "this labelrace was built without Parquet; export CSV or JSON, or build it with the feature parquet (a plain `cargo build --release` has it)"
    )]
    NoParquet,
    /// Answers of a race table.
    #[error("{0} is a race table: it has numbers of labels and no answers; export them with --what tally")]
    NoAnswers(String),
    /// An export that would replace what it is made of.
    #[error("{0} is what is read; give the export another name with -o")]
    ExportOverSource(Location),
    /// An export that could not be written.
    #[error("could not write {file}")]
    WriteExport {
        /// Where it was to go.
        file: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// An export that could not be uploaded.
    #[error("could not upload the export")]
    UploadExport(#[source] StoreError),
    /// A sample that is not possible.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// A sample would mix with what is there.
    #[error("{0} is not empty; give the sample a new folder")]
    NotEmpty(Location),
}

/// The kinds of failure that somebody has to tell apart: a script by the exit code, an alarm by the word.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ErrorClass {
    /// What was asked for is not possible.
    BadRequest,
    /// The function, or the variables of a command, are set up wrong.
    BadConfiguration,
    /// A file that a setting names does not exist or cannot be read.
    NoFile,
    /// A font that a setting names cannot be used.
    NoFont,
    /// The job, or something that belongs to it, could not be read.
    SourceFailed,
    /// The job was read, and nothing in it can be counted.
    NothingToCount,
    /// There is no ffmpeg, or it does not start.
    NoEncoder,
    /// A file could not be written or read back.
    DiskFailed,
    /// The film could not be made.
    FilmFailed,
    /// The run could not be claimed, or its record not be written.
    ClaimFailed,
    /// The film could not be uploaded.
    UploadFailed,
    /// The link to the film could not be made.
    LinkFailed,
    /// The mail could not be sent.
    NotifyFailed,
    /// The deadline came first.
    OutOfTime,
    /// Somebody ended the run.
    Stopped,
}

impl ErrorClass {
    /// The word for alarms and filters. It stays the same from version to version.
    pub fn word(self) -> &'static str {
        match self {
            Self::BadRequest => "BadRequest",
            Self::BadConfiguration => "BadConfiguration",
            Self::NoFile | Self::SourceFailed => "SourceFailed",
            Self::NothingToCount => "NothingToCount",
            Self::NoEncoder => "NoEncoder",
            Self::DiskFailed => "DiskFailed",
            Self::NoFont | Self::FilmFailed => "FilmFailed",
            Self::ClaimFailed => "ClaimFailed",
            Self::UploadFailed => "UploadFailed",
            Self::LinkFailed => "LinkFailed",
            Self::NotifyFailed => "NotifyFailed",
            Self::OutOfTime => "OutOfTime",
            Self::Stopped => "Stopped",
        }
    }

    /// The exit code of a program that fails like this: 2 if what was asked for is wrong, so that another try is of no
    /// use, and 1 if something else is.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::BadRequest | Self::BadConfiguration | Self::NoFile | Self::NoFont => 2,
            Self::SourceFailed
            | Self::NothingToCount
            | Self::NoEncoder
            | Self::DiskFailed
            | Self::FilmFailed
            | Self::ClaimFailed
            | Self::UploadFailed
            | Self::LinkFailed
            | Self::NotifyFailed
            | Self::OutOfTime
            | Self::Stopped => 1,
        }
    }
}

impl RunError {
    /// Which kind of failure this is.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Plan(error) => of_plan(error),
            Self::NoFile { file: Location::Path(_) | Location::LogGroup(_), .. }
            | Self::NoFile { file: Location::S3 { .. }, trouble: Trouble::NotFound, .. } => {
                ErrorClass::NoFile
            }
            Self::NoFile { file: Location::S3 { .. }, .. } | Self::HugeFile { .. } | Self::Store(_) => {
                ErrorClass::SourceFailed
            }
            Self::Portraits(error) => of_portraits(error),
            Self::Face(FaceError::Unreadable { .. } | FaceError::NoFace { .. }) => ErrorClass::NoFont,
            Self::Encode(error) => of_encode(error),
            Self::Gather(error) => of_gather(error),
            Self::Tally(TallyError::NothingInSpan { .. }) | Self::Impact(_) => ErrorClass::NothingToCount,
            Self::Tally(TallyError::TooManyBuckets { .. } | TallyError::NoAnnotations)
            | Self::Forecast(_)
            | Self::LongFilm { .. }
            | Self::NoTeams { .. }
            | Self::SameTarget { .. }
            | Self::ExportName(_)
            | Self::NoParquet
            | Self::NoAnswers(_)
            | Self::ExportOverSource(_)
            | Self::NotALog(_)
            | Self::Shape(ShapeError::OutOfRange { .. } | ShapeError::TooFewWorkers { .. }) => {
                ErrorClass::BadRequest
            }
            Self::Movie(error) => of_movie(error),
            Self::NotEmpty(_) | Self::WriteExport { .. } => ErrorClass::DiskFailed,
            Self::UploadExport(_) => ErrorClass::UploadFailed,
        }
    }
}

fn of_plan(error: &PlanError) -> ErrorClass {
    match error {
        PlanError::Moment(_)
        | PlanError::EmptySpan { .. }
        | PlanError::List { .. }
        | PlanError::Theme { .. }
        | PlanError::Holidays { .. }
        | PlanError::NoUsernames
        | PlanError::ByOfNoStats
        | PlanError::LogAsJob { .. }
        | PlanError::TeamOfGroups
        | PlanError::NoGroups => ErrorClass::BadRequest,
    }
}

fn of_portraits(error: &PortraitsError) -> ErrorClass {
    match error {
        PortraitsError::Store(_) => ErrorClass::SourceFailed,
        PortraitsError::NotAFolder { .. }
        | PortraitsError::Nothing { .. }
        | PortraitsError::NoPicture { .. }
        | PortraitsError::Huge { .. } => ErrorClass::BadRequest,
    }
}

fn of_gather(error: &GatherError) -> ErrorClass {
    match error {
        GatherError::Store(_) => ErrorClass::SourceFailed,
        // The command has to say which of the jobs it means.
        GatherError::Several { .. } | GatherError::NoSuchJob { .. } => ErrorClass::BadRequest,
        GatherError::Empty { .. }
        | GatherError::NoEvents { .. }
        | GatherError::NothingYet { .. }
        | GatherError::NoWorkers { .. }
        | GatherError::NotAJob { .. }
        | GatherError::Endless { .. }
        | GatherError::OnlyBroken { .. }
        | GatherError::NobodySaid { .. }
        | GatherError::NothingCounts { .. }
        | GatherError::Strict { .. } => ErrorClass::NothingToCount,
    }
}

fn of_encode(error: &EncodeError) -> ErrorClass {
    match error {
        EncodeError::Named { .. }
        | EncodeError::Missing
        | EncodeError::NoPreview { .. }
        | EncodeError::Spawn { .. } => ErrorClass::NoEncoder,
        EncodeError::Size { .. }
        | EncodeError::Fps
        | EncodeError::FrameLength { .. }
        | EncodeError::NoFrames
        | EncodeError::Failed { .. }
        | EncodeError::Preview { .. }
        | EncodeError::Stopped { .. }
        | EncodeError::Idle { .. }
        | EncodeError::Pipe(_)
        | EncodeError::Wait(_)
        | EncodeError::Damaged { .. }
        | EncodeError::FrameCount { .. } => ErrorClass::FilmFailed,
        EncodeError::Extras(_) => ErrorClass::DiskFailed,
        EncodeError::Asked => ErrorClass::Stopped,
    }
}

fn of_movie(error: &MovieError) -> ErrorClass {
    match error {
        MovieError::Encode(error) => of_encode(error),
        MovieError::Write { .. }
        | MovieError::NoFolder { .. }
        | MovieError::Picture { .. }
        | MovieError::Target(TargetError::Unknown { .. }) => ErrorClass::DiskFailed,
        MovieError::Pipe
        | MovieError::NotMp4 { .. }
        | MovieError::NotAPicture { .. }
        | MovieError::NotAPreview { .. } => ErrorClass::BadRequest,
        MovieError::Target(TargetError::NotPlain { .. })
        | MovieError::NotEmpty { .. }
        | MovieError::LargePreview { .. }
        | MovieError::Stopped { .. } => ErrorClass::FilmFailed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unavailable() -> StoreError {
        StoreError { what: "s3://faces/".into(), trouble: Trouble::Unavailable, source: None }
    }

    #[test]
    fn an_outage_while_pictures_are_listed_is_no_mistake_in_the_command() {
        let outage = RunError::from(PortraitsError::from(unavailable()));
        assert_eq!((outage.class().exit_code(), outage.class().word()), (1, "SourceFailed"));
        let nothing = RunError::from(PortraitsError::Nothing { shown: "faces".into() });
        assert_eq!((nothing.class().exit_code(), nothing.class().word()), (2, "BadRequest"));
    }

    #[test]
    fn a_file_that_is_not_there_is_a_mistake_in_the_command_and_an_outage_is_not() {
        let of = |file: &str, trouble: Trouble| {
            let file = file.parse().unwrap();
            let error = RunError::NoFile { what: "alias file", file, trouble, source: "why".into() };
            (error.class().exit_code(), error.class().word())
        };
        assert_eq!(of("names.csv", Trouble::NotFound), (2, "SourceFailed"));
        assert_eq!(of("names.csv", Trouble::Denied), (2, "SourceFailed"));
        assert_eq!(of("s3://team/names.csv", Trouble::NotFound), (2, "SourceFailed"));
        assert_eq!(of("s3://team/names.csv", Trouble::Unavailable), (1, "SourceFailed"));
        assert_eq!(RunError::from(unavailable()).class().exit_code(), 1);
    }
}
