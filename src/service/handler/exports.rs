//! The answers beside the film, for other programs: a table that is partitioned by day, as Athena and others read it.
//!
//! Each file has the answers of one job and one day, and each run writes those of all days again: answers may appear
//! late, and the newest file is the whole truth about its day.

use bytes::Bytes;
use futures_util::future::try_join_all;

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
        let mut files = days.into_iter().peekable();
        while files.peek().is_some() {
            let mut bodies = Vec::new();
            for ((day, root), answers) in files.by_ref().take(AT_ONCE) {
                let columns = ExportWhat::Answers.columns();
                let mut writer = ExportWriter::new(format, columns, Vec::new()).map_err(Failure::ReadBack)?;
                rows.write_all(answers, &mut writer).map_err(Failure::ReadBack)?;
                let (body, _) = writer.finish().map_err(Failure::ReadBack)?;
                bodies.push((self.slot.answers(day, gathered.below(root), format.extension()), body));
            }
            let uploads = bodies.into_iter().map(|(key, body)| self.upload_export(key, body, format));
            try_join_all(uploads).await?;
        }
        Ok(())
    }

    async fn upload_export(&self, key: String, body: Vec<u8>, format: ExportFormat) -> Result<(), Failure> {
        let put = self.handler.own.put(&key, Bytes::from(body), format.content_type(), When::Always);
        self.deadline.within("uploading the exports", put).await??;
        Ok(())
    }
}
