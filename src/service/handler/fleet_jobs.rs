//! Which of many jobs have something new: a list of events, one for the film of each.
//!
//! Whatever runs many functions at once reads that list from the bucket; it is written to a file as the jobs are found,
//! since there may be a hundred thousand. What was seen of a job is compared with what its last run was told: as long
//! as it is the same, there is nothing to be made.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{failure::Failure, outcome::Outcome, telling::ClaimedRun};
use crate::{
    report::fleet::{FleetJob, JobNumbers, JobOutcome},
    run::source_of,
    service::{
        notify::Notify,
        runs::{Claim, FleetListing, Record, RunState, Slot},
    },
    settings::{Request, RunKind},
    source::{FoundJob, Place, jobs_below},
    store::{self, Store, StoreError, Trouble, When},
};

/// So many jobs are looked at side by side.
const LOOKS: usize = 64;

/// What is known of a job is far smaller than this.
const LARGEST_NEWEST: u64 = 1 << 20;

/// Fields of the event that lists jobs which are not for the runs that make their films.
const OF_THE_LIST: [&str; 5] = ["kind", "job", "audience", "at_once", "seen"];

/// What the newest run of a job found.
#[derive(Debug, Deserialize, Serialize)]
struct Newest {
    /// The job, as requests name it.
    source: String,
    /// What had been seen of its files before.
    seen: String,
    /// The numbers of its last film.
    film: Option<JobNumbers>,
}

/// The event for the film of a job.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct FilmEvent {
    /// The job.
    pub(super) job: String,
    /// What the listing was told besides.
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// A file that is written line by line, and then uploaded.
struct ListFile {
    path: PathBuf,
    out: BufWriter<File>,
    n: u64,
}

impl ListFile {
    fn new(folder: &Path, name: &str) -> io::Result<Self> {
        let path = folder.join(name);
        Ok(Self { out: BufWriter::new(File::create(&path)?), path, n: 0 })
    }

    fn add(&mut self, before: &str, value: &impl Serialize) -> io::Result<()> {
        self.out.write_all(before.as_bytes())?;
        serde_json::to_writer(&mut self.out, value)?;
        self.n += 1;
        Ok(())
    }
}

impl<S: Store + 'static, N: Notify> ClaimedRun<'_, S, N> {
    /// Lists the jobs below the place of the request, and says which of them have something new.
    pub(super) async fn list_jobs(
        &self,
        request: &Request,
        claim: &mut Claim<'_, S>,
    ) -> Result<Outcome, Failure> {
        let opened = self.handler.stores.open(&request.count.source.source).await;
        let (store, place) = opened.map_err(crate::run::RunError::from)?;
        let place = source_of(place);
        let mut items = ListFile::new(self.scratch, "items.json").map_err(Failure::ReadBack)?;
        let mut others = ListFile::new(self.scratch, "others.jsonl").map_err(Failure::ReadBack)?;
        let looking = async {
            let found = jobs_below(&store, &place, LOOKS);
            let checked = found.map(|found| async {
                let found = found.map_err(crate::run::RunError::from)?;
                let known = self.unchanged(&found, &place, request).await?;
                Ok::<_, Failure>((found, known))
            });
            let mut checked = std::pin::pin!(checked.buffer_unordered(LOOKS));
            while let Some(checked) = checked.next().await {
                match checked? {
                    (_, Some(job)) => {
                        others.add("", &job).map_err(Failure::ReadBack)?;
                        others.out.write_all(b"\n").map_err(Failure::ReadBack)?;
                    }
                    (found, None) => {
                        let before = if items.n == 0 { "[\n" } else { ",\n" };
                        let event = film_event(request, &place.at(&found.key), found.seen);
                        items.add(before, &event).map_err(Failure::ReadBack)?;
                    }
                }
                self.deadline.reached(usize::try_from(items.n + others.n).unwrap_or(usize::MAX), 0);
            }
            items.out.write_all(if items.n == 0 { b"[]\n" } else { b"\n]\n" }).map_err(Failure::ReadBack)?;
            Ok::<_, Failure>(())
        };
        self.deadline.within("listing the jobs", looking).await??;
        let listing = FleetListing {
            items: self.slot.data("items.json"),
            others: self.slot.data("others.jsonl"),
            jobs: items.n,
            left_out: others.n,
        };
        for (mut lines, key, kind) in
            [(items, &listing.items, "application/json"), (others, &listing.others, "application/x-ndjson")]
        {
            lines.out.flush().map_err(Failure::ReadBack)?;
            let put = self.handler.own.put_file(key, &lines.path, kind);
            self.deadline.within("uploading the list of jobs", put).await??;
        }
        let note = claim.note(|record| {
            record.state = RunState::Complete;
            record.lease_until = None;
            record.fleet.listed = Some(listing.clone());
        });
        self.deadline.within("noting the list of jobs", note).await??;
        tracing::info!(job = self.slot.job(), jobs = listing.jobs, left_out = listing.left_out, "listed");
        Ok(Outcome::done_without_film(self.slot, listed(&self.handler.bucket, request, &listing)))
    }

    /// What is known of a job that has nothing new; `None` where a film has to be made, or it has to be looked whether.
    async fn unchanged(
        &self,
        found: &FoundJob,
        place: &Place,
        request: &Request,
    ) -> Result<Option<FleetJob>, StoreError> {
        let below = found.key.strip_prefix(&place.key).unwrap_or(&found.key);
        if !found.has_files {
            return Ok(Some(FleetJob::new(below, JobOutcome::NothingNew)));
        }
        let Some(seen) = found.seen.as_ref().filter(|_| !request.force) else { return Ok(None) };
        let place = place.at(&found.key);
        let source = place.shown.trim_end_matches('/');
        let slot = Slot::of_place(place.name(), source, None, "");
        let newest = match store::read(&self.handler.own, &slot.newest(), LARGEST_NEWEST).await {
            Ok(newest) => newest,
            Err(error) if error.trouble == Trouble::NotFound => None,
            Err(error) => return Err(error),
        };
        let newest: Option<Newest> = newest.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let newest = newest.filter(|newest| newest.source == source && newest.seen == *seen);
        Ok(newest
            .map(|newest| FleetJob { film: newest.film, ..FleetJob::new(below, JobOutcome::NothingNew) }))
    }

    /// Keeps what this run of one of many jobs found, so that the next listing can leave the job out. Without it the job
    /// is looked at once more, so it is no failure where it cannot be kept.
    pub(super) async fn keep_newest(&self, seen: Option<&str>, record: &Record) {
        let Some(seen) = seen else { return };
        let film = record.film.as_ref().map(|film| JobNumbers::new(&film.digest, &film.receipt));
        let newest = Newest { source: record.source.clone(), seen: seen.to_owned(), film };
        let body = json!(newest).to_string().into_bytes();
        let key = self.slot.newest();
        let put = self.handler.own.put(&key, body.into(), "application/json", When::Always);
        match self.deadline.within("keeping what was seen", put).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "could not keep what was seen of the job"),
            Err(failure) => tracing::warn!(%failure, "could not keep what was seen of the job"),
        }
    }
}

/// The fields that say which jobs were listed, and the event for the mail about them.
pub(super) fn listed(bucket: &str, request: &Request, listing: &FleetListing) -> Map<String, Value> {
    let mut summary = request.said.clone();
    summary.retain(|field, _| field != "at_once" && field != "seen");
    summary.insert("kind".to_owned(), json!(RunKind::Summary));
    summary.insert("job".to_owned(), json!(request.count.source.source.to_string()));
    summary.insert("scheduled_time".to_owned(), json!(request.scheduled_time));
    let fields = [
        ("bucket", json!(bucket)),
        ("items", json!(listing.items)),
        ("jobs", json!(listing.jobs)),
        ("left_out", json!(listing.left_out)),
        ("at_once", json!(request.at_once)),
        ("summary", Value::Object(summary)),
    ];
    fields.into_iter().map(|(field, value)| (field.to_owned(), value)).collect()
}

fn film_event(request: &Request, place: &Place, seen: Option<String>) -> FilmEvent {
    let mut rest = request.said.clone();
    rest.retain(|field, _| !OF_THE_LIST.contains(&field.as_str()));
    rest.insert("kind".to_owned(), json!(RunKind::Job));
    rest.insert("audience".to_owned(), json!("none"));
    rest.insert("scheduled_time".to_owned(), json!(request.scheduled_time));
    rest.extend(seen.map(|seen| ("seen".to_owned(), json!(seen))));
    FilmEvent { job: place.shown.clone(), rest }
}
