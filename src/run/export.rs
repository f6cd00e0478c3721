//! A job as a table in a file: prepared before the job is read, written row by row, and put in its place when it is
//! whole.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read},
    path::Path,
};

use tempfile::NamedTempFile;

use super::{
    count::{count, counting, key, seen, throughput},
    error::RunError,
};
use crate::{
    film::movie::Draft,
    people::Cast,
    settings::Plan,
    source::{Gathered, is_own},
    stats::{AnswerRows, By, ExportFormat, ExportNaming, ExportWhat, ExportWriter, write_stats, write_tally},
    store::{LocalPath, Location, Opened, Store, Stores},
};

/// What is exported, and how.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Export {
    /// What has a row.
    pub what: ExportWhat,
    /// What has a row among the statistics.
    pub by: By,
    /// What kind of file it is.
    pub format: ExportFormat,
    /// Whether the names of people are in it.
    pub with_names: bool,
}

/// An export that only needs a job: where it goes can be written.
#[derive(Debug)]
pub struct PreparedExport<S> {
    export: Export,
    shown: String,
    place: ExportPlace<S>,
}

#[derive(Debug)]
enum ExportPlace<S> {
    /// A file of this machine.
    File(Draft),
    /// An object, and the file that becomes it.
    Object { store: Opened<S>, key: String, file: NamedTempFile },
}

/// An export that is whole, but not in its place yet.
#[derive(Debug)]
pub struct WrittenExport<S> {
    /// How many rows it has.
    pub rows: u64,
    prepared: PreparedExport<S>,
}

/// Looks whether the export of a `source` may go to its `target`. What goes to a bucket lies in the folder `scratch`
/// first.
///
/// # Errors
/// When it is of a kind that cannot be written, can never be written there, or would replace its source.
pub async fn prepare_export<S: Store + 'static>(
    export: Export,
    source: &Location,
    target: &Location,
    scratch: &Path,
    stores: &Stores<S>,
) -> Result<PreparedExport<S>, RunError> {
    if !export.format.is_built_in() {
        return Err(RunError::NoParquet);
    }
    let shown = target.to_string();
    let place = match target {
        Location::Path(path) => {
            let draft = Draft::file(path, &format!(".{}", export.format.extension()))?;
            if matches!(source, Location::Path(source) if is_read(source, draft.place_of_target())) {
                return Err(RunError::ExportOverSource(target.clone()));
            }
            ExportPlace::File(draft)
        }
        Location::S3 { .. } | Location::LogGroup(_) => {
            if source == target {
                return Err(RunError::ExportOverSource(target.clone()));
            }
            let (store, resolved) = stores.open_new(target).await?;
            let failed = |source| RunError::WriteExport { file: scratch.display().to_string(), source };
            let file = NamedTempFile::with_prefix_in("labelrace-export-", scratch).map_err(failed)?;
            ExportPlace::Object { store, key: resolved.key, file }
        }
    };
    Ok(PreparedExport { export, shown, place })
}

/// Whether a file is the source, or lies in it and is not of our own making.
fn is_read(source: &Path, file: &Path) -> bool {
    let Ok(source) = source.canonicalize() else { return false };
    if source == file {
        return true;
    }
    let mut head = Vec::new();
    let read = File::open(file).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    file.starts_with(source) && read.is_ok() && !head.is_empty() && !is_own(&head)
}

/// So much of a file tells whether it is one of ours.
const HEAD: u64 = 64 << 10;

impl<S: Store + 'static> PreparedExport<S> {
    /// Writes the table of what was read, whose people are the `cast`.
    ///
    /// # Errors
    /// When there is nothing to count, or the disk is full. Nothing is left behind then.
    pub fn write<P: LocalPath>(
        self,
        gathered: Gathered,
        cast: &Cast,
        plan: &Plan<P>,
    ) -> Result<WrittenExport<S>, RunError> {
        let written = self.rows(gathered, cast, plan);
        let rows = written.map_err(|error| error.about(&self.shown))?;
        Ok(WrittenExport { rows, prepared: self })
    }

    fn rows<P: LocalPath>(&self, gathered: Gathered, cast: &Cast, plan: &Plan<P>) -> Result<u64, RowsError> {
        let Export { what, by, format, with_names } = self.export;
        let key = key(&gathered, plan).to_owned();
        let naming = ExportNaming { key: &key, with_names };
        let mut writer = ExportWriter::new(format, what.columns(), self.file()?)?;
        match what {
            ExportWhat::Answers => {
                if gathered.jobs.iter().any(|job| job.tells_no_tasks) {
                    return Err(RunError::NoAnswers(plan.input.source.to_string()).into());
                }
                counting(&gathered, plan).check(&gathered.answers).map_err(RunError::from)?;
                let (seen, _) = seen(&gathered, cast, plan);
                AnswerRows::new(&gathered, &seen, naming, plan.idle_cap)
                    .write(plan.span_of(&gathered), &mut writer)?;
            }
            ExportWhat::Stats => {
                let rows = throughput(&gathered, cast, plan, by).map_err(RunError::from)?;
                write_stats(&rows, naming, &mut writer)?;
            }
            ExportWhat::Tally => {
                let counted = count(gathered, cast, plan)?;
                write_tally(&counted.tally, naming, &mut writer)?;
            }
        }
        Ok(writer.finish()?.1)
    }

    fn file(&self) -> io::Result<File> {
        match &self.place {
            ExportPlace::File(draft) => OpenOptions::new().write(true).truncate(true).open(draft.path()),
            ExportPlace::Object { file, .. } => file.reopen(),
        }
    }
}

impl<S: Store + 'static> WrittenExport<S> {
    /// Puts it in its place. Returns what that is called.
    ///
    /// # Errors
    /// When it cannot be moved or uploaded; whatever was there is then as it was.
    pub async fn place(self) -> Result<String, RunError> {
        let PreparedExport { export, shown, place } = self.prepared;
        match place {
            ExportPlace::File(draft) => _ = draft.place()?,
            ExportPlace::Object { store, key, file } => {
                let put = store.put_file(&key, file.path(), export.format.content_type());
                put.await.map_err(RunError::UploadExport)?;
            }
        }
        Ok(shown)
    }
}

/// Why rows were not written.
enum RowsError {
    Run(RunError),
    Io(io::Error),
}

impl From<RunError> for RowsError {
    fn from(error: RunError) -> Self {
        Self::Run(error)
    }
}

impl From<io::Error> for RowsError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl RowsError {
    fn about(self, file: &str) -> RunError {
        match self {
            Self::Run(error) => error,
            Self::Io(source) => RunError::WriteExport { file: file.to_owned(), source },
        }
    }
}
