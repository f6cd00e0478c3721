//! The answers beside the film, for other programs: a table that is partitioned by day, as Athena and others read it.
//!
//! Each file has the answers of one job and one day, and each run writes those of all days again: answers may appear
//! late, and the newest file is the whole truth about its day.

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::{failure::Failure, telling::ClaimedRun};
use crate::{
    service::notify::Notify,
    stats::{AnswerRows, Counted, ExportFormat, ExportNaming, ExportWhat, ExportWriter},
    store::{Store, When},
};

/// How many files are uploaded at once.
const AT_ONCE: usize = 8;

impl<S: Store + 'static, N: Notify> ClaimedRun<'_, S, N> {
    /// Uploads the answers of the jobs that were filmed; ids depend on the `key`. A race table has none.
    pub(super) async fn export(
        &self,
        counted: &Counted,
        key: &str,
        format: ExportFormat,
    ) -> Result<(), Failure> {
        let gathered = &counted.gathered;
        if gathered.jobs.iter().any(|job| job.tells_no_tasks) {
            return Ok(());
        }
        let naming = ExportNaming { key, with_names: false };
        let rows = AnswerRows::new(gathered, &counted.cast, naming, counted.counting.idle_cap);
        let days = rows.by_day(counted.counting.zone);
        tracing::info!(job = self.slot.job(), files = days.len(), "exporting");
        let files = days.into_iter().map(|((day, root), answers)| {
            let written = ExportWriter::new(format, ExportWhat::Answers.columns(), Vec::new());
            let written = written.and_then(|mut writer| {
                rows.write_all(answers, &mut writer)?;
                writer.finish()
            });
            (self.slot.answers(day, gathered.below(root), format.extension()), written)
        });
        let uploads = files.map(|(key, written)| async move {
            let (body, _) = written.map_err(Failure::ReadBack)?;
            let put = self.handler.own.put(&key, Bytes::from(body), format.content_type(), When::Always);
            self.deadline.within("uploading the exports", put).await??;
            Ok(())
        });
        stream::iter(uploads).buffer_unordered(AT_ONCE).try_collect::<()>().await
    }
}
