//! Which files are read: by where they are, by what else there is, and by what they turn out to be.

use std::{borrow::Cow, sync::Arc};

use futures_util::StreamExt;

use super::{
    body::{Known, LARGEST_FILE},
    fetch::{Fetch, Fetched, Fetches, IfMissing},
    intake::Intake,
    listed_job::listed_alone,
    listing::Listing,
};
use crate::{
    source::{
        formats::{
            self, activity,
            format::{FileFacts, Format, Read, Role},
        },
        gathered::GatherError,
        keys::{self, Holds},
        ledger::{Ledger, Stamp},
        manner::Reading,
        options::{Jobs, ReadProgress},
        place::Place,
        progress::LineAnswers,
        read_result::ReadResult,
        skipped::{Reason, Skip},
    },
    store::{Entry, Store},
};

/// A listing tells how far it is once for so many entries.
const TELL_EVERY: u64 = 1024;

/// The most files of a folder in which no job was found so far.
const MOST_STRANGE_ENTRIES: u64 = 1_000_000;

/// The most files of any folder: twenty times those of a job of a million objects.
const MOST_ENTRIES: u64 = 20_000_000;

pub(super) struct SourceReader<'a, S> {
    store: Arc<S>,
    place: &'a Place,
    reading: &'a Reading,
    tell: &'a (dyn Fn(ReadProgress) + Send + Sync),
    fetches: Fetches<S>,
    progress: ReadProgress,
    intake: Intake<'a>,
}

impl<'a, S: Store + 'static> SourceReader<'a, S> {
    pub(super) fn new(
        store: Arc<S>,
        place: &'a Place,
        reading: &'a Reading,
        tell: &'a (dyn Fn(ReadProgress) + Send + Sync),
    ) -> Self {
        Self {
            fetches: Fetches::new(Arc::clone(&store), reading.parallel),
            intake: Intake::new(place, reading),
            store,
            place,
            reading,
            tell,
            progress: ReadProgress::default(),
        }
    }

    pub(super) fn into_result(mut self) -> ReadResult {
        self.intake.result.is_empty = self.progress.listed == 0;
        self.intake.result
    }

    pub(super) async fn list(&mut self) -> Result<(), GatherError> {
        let ledger = self.reading.ledger.as_deref();
        let marks = ledger.map(Ledger::marks).unwrap_or_default();
        let marks = marks.into_iter().map(|mark| self.key_of(&mark)).collect();
        let mut listing = Listing::start(Arc::clone(&self.store), self.place.key.clone(), marks);
        let mut seen: u64 = 0;
        while let Some(entry) = listing.next().await {
            match entry {
                Ok(entry) => {
                    if let Some(ledger) = ledger {
                        ledger.listed(&self.key_in_ledger(&entry.key));
                    }
                    self.listed(entry).await?;
                }
                // A bucket that stops listing hides everything after; a folder hides one place.
                Err(error) if self.place.bucket.is_some() => return Err(error.into()),
                Err(error) => self.intake.unlistable(error)?,
            }
            seen += 1;
            if seen.is_multiple_of(TELL_EVERY) {
                (self.tell)(self.progress);
            }
            // Whoever names a bucket or a prefix knows what is there; a folder may lead anywhere.
            let has_jobs = self.intake.result.is_recognized;
            let most = if has_jobs { MOST_ENTRIES } else { MOST_STRANGE_ENTRIES };
            if self.place.bucket.is_none() && most < seen {
                return Err(GatherError::Endless {
                    shown: self.place.shown.clone(),
                    entries: most,
                    has_jobs,
                });
            }
        }
        self.progress.all_listed = true;
        (self.tell)(self.progress);
        self.intake.leave_out_copies();
        self.intake.check_jobs()
    }

    async fn listed(&mut self, entry: Entry) -> Result<(), GatherError> {
        if keys::is_litter(self.place.relative(&entry.key)) {
            return Ok(());
        }
        self.progress.listed += 1;
        if entry.key.ends_with('/') {
            return Ok(());
        }
        let Some((format, at)) = formats::at_key(&entry.key) else {
            self.intake.loose.add(entry);
            return Ok(());
        };
        self.intake.loose.is_job(&at.root);
        // What belongs to no job may look like a part of one; only what can hold answers makes a job.
        let Holds::Data { object, written } = at.holds else {
            self.intake.result.is_inside_a_job = true;
            return Ok(());
        };
        self.intake.result.is_recognized = true;
        let root = self.intake.job(&at.root, format.tool);
        let file = (entry.key.strip_prefix(&*root).map(str::to_owned), entry.size);
        let mut fetch = self.of_job(entry, Arc::clone(&root), format);
        fetch.facts.object = object.unwrap_or_default().into();
        fetch.facts.written = written;
        let n_jobs = self.intake.jobs.len();
        let job = self.intake.jobs.entry(Arc::clone(&root)).or_default();
        if format.role != Role::Answers {
            fetch.if_missing = IfMissing::of(format);
            job.waiting.entry(format.role).or_default().push(fetch);
            return Ok(());
        }
        job.add_answers(&file);
        self.intake.result.as_of =
            self.intake.result.as_of.max(written.filter(|&written| written <= self.reading.now));
        // Once it is clear that there are too many jobs, only their names are wanted.
        let named = &*root == self.place.key.trim_end_matches('/');
        if self.reading.jobs != Jobs::One || n_jobs == 1 || named {
            self.fetch(fetch).await?;
        }
        Ok(())
    }

    /// What can be decided only when the listing is over.
    pub(super) async fn read_the_rest(&mut self) -> Result<(), GatherError> {
        if keys::root_above(&self.place.key).is_none() {
            self.read_loose().await?;
        }
        // Somebody who points inside a job still wants its progress.
        if let Some(root) = keys::root_above(&self.place.key)
            && self
                .intake
                .jobs
                .get(root.as_str())
                .is_some_and(|job| !job.waiting.contains_key(&Role::ObjectList))
        {
            let key = keys::below(&root, keys::MANIFEST);
            if let Some((format, _)) = formats::at_key(&key) {
                let root = self.intake.job(&root, format.tool);
                let mut fetch = self.of_job(Entry::unlisted(key), Arc::clone(&root), format);
                fetch.if_missing = IfMissing::of(format);
                self.intake.jobs.entry(root).or_default().waiting.insert(format.role, vec![fetch]);
            }
        }
        self.read_waiting().await
    }

    /// The files with no job around them.
    async fn read_loose(&mut self) -> Result<(), GatherError> {
        let root: Arc<str> = self.place.key.trim_end_matches('/').into();
        for batch in self.intake.loose.take() {
            let (first, rest) = self.intake.loose.first(batch);
            let n_before = self.intake.n_found;
            for entries in [first, rest] {
                for entry in entries {
                    let fetch = self.without_job(entry, &root, Known::Loose);
                    self.fetch(fetch).await?;
                }
                self.fetched_all().await?;
                if self.intake.n_found == n_before {
                    break;
                }
            }
        }
        self.intake.loose_are_read()
    }

    /// The lists of objects, and then, in jobs that have nothing better, the best of what else there is.
    async fn read_waiting(&mut self) -> Result<(), GatherError> {
        let roots: Vec<Arc<str>> = self.intake.jobs.keys().cloned().collect();
        for root in &roots {
            let job = self.intake.jobs.entry(Arc::clone(root)).or_default();
            for fetch in job.waiting.remove(&Role::ObjectList).unwrap_or_default() {
                self.fetch(fetch).await?;
            }
        }
        self.fetched_all().await?;
        for root in &roots {
            let job = self.intake.jobs.entry(Arc::clone(root)).or_default();
            if job.has_answers {
                continue;
            }
            match job.waiting.pop_first() {
                Some((_, fallback)) => {
                    for fetch in fallback {
                        self.fetch(fetch).await?;
                    }
                }
                None => self.take_answers_of_list(root).await?,
            }
        }
        self.fetched_all().await
    }

    /// The place is one file: the list of objects of a job stands for the job, any other file for its answers.
    pub(super) async fn read_file(&mut self) -> Result<(), GatherError> {
        let key = self.place.key.clone();
        if self.place.is_log_group {
            let fetch = self.fetch_of(Entry::unlisted(key), "".into(), Known::Format(&activity::LINES));
            self.fetch(fetch).await?;
            self.fetched_all().await?;
            self.intake.result.shorten_jobs_of_logs();
            return self.intake.check_jobs();
        }
        let at = formats::at_key(&key);
        let folder = key.rsplit_once('/').map_or("", |(folder, _)| folder);
        let root = at.as_ref().map_or(folder, |(_, at)| &at.root).to_owned();
        let entry = listed_alone(&*self.store, &key).await;
        let Some((format, Holds::Data { object, written })) = at.map(|(format, at)| (format, at.holds))
        else {
            let fetch = self.without_job(entry, &root.into(), Known::ByContent);
            self.fetch(fetch).await?;
            self.fetched_all().await?;
            self.intake.loose_are_read()?;
            return self.read_waiting().await;
        };
        self.intake.result.is_recognized = true;
        self.intake.loose.is_job(&root);
        let root = self.intake.job(&root, format.tool);
        let mut fetch = self.of_job(entry, Arc::clone(&root), format);
        if format.role == Role::ObjectList {
            self.list_annotations(&root).await?;
            self.intake.jobs.entry(root).or_default().waiting.insert(format.role, vec![fetch]);
            return self.read_the_rest().await;
        }
        fetch.facts.object = object.unwrap_or_default().into();
        fetch.facts.written = written;
        self.fetch(fetch).await?;
        self.fetched_all().await
    }

    /// What the job at `root` has beside its manifest, without other jobs inside its folder.
    async fn list_annotations(&mut self, root: &str) -> Result<(), GatherError> {
        let store = Arc::clone(&self.store);
        let mut listing = store.list(&keys::below(root, "annotations/"));
        while let Some(entry) = listing.next().await {
            match entry {
                Ok(entry) if formats::at_key(&entry.key).is_some_and(|(_, at)| at.root == root) => {
                    self.listed(entry).await?;
                }
                Ok(_) => {}
                Err(error) => self.intake.unlistable(error)?,
            }
        }
        Ok(())
    }

    /// The answers of a job that are in its list of objects, or that the list points to.
    async fn take_answers_of_list(&mut self, root: &Arc<str>) -> Result<(), GatherError> {
        let Some(job) = self.intake.result.jobs.get_mut(root) else { return Ok(()) };
        let folder = if job.is_file { keys::folder(root) } else { root };
        let Some(list) = job.objects.as_mut() else { return Ok(()) };
        for LineAnswers { line, embedded, reference } in list.take_answers(keys::last_part(root)) {
            let object: Arc<str> = line.to_string().into();
            let name = format!("line {}", line + 1);
            if let Some(key) = reference.as_deref().and_then(|reference| self.place.key_of(folder, reference))
            {
                let known = formats::at_key(&key)
                    .filter(|(_, at)| at.holds != Holds::NoAnswers)
                    .map_or(Known::ByContent, |(format, _)| Known::Format(format));
                let mut fetch = self.fetch_of(Entry::unlisted(key), Arc::clone(root), known);
                fetch.facts.object = object;
                fetch.if_missing = embedded.map_or(IfMissing::Fault, IfMissing::Instead);
                self.fetch(fetch).await?;
            } else if let Some(annotations) = embedded {
                self.take(Fetched::embedded(name, Arc::clone(root), &object, annotations));
            } else {
                let skip = Skip::new(Reason::Unreadable, "its worker-response-ref is in another bucket");
                self.intake.result.skipped.add(&name, skip);
            }
        }
        Ok(())
    }

    /// A file of a job, as its key says.
    fn of_job(&self, entry: Entry, job: Arc<str>, format: &'static Format) -> Fetch {
        self.fetch_of(entry, job, Known::Format(format))
    }

    /// A file with no job around it; `root` is its job unless its format makes each file a job.
    fn without_job(&self, entry: Entry, root: &Arc<str>, known: Known) -> Fetch {
        let object = keys::loose_object(self.place.relative(&entry.key)).into();
        let mut fetch = self.fetch_of(entry, Arc::clone(root), known);
        fetch.facts.object = object;
        fetch
    }

    fn fetch_of(&self, entry: Entry, job: Arc<str>, known: Known) -> Fetch {
        let facts = FileFacts {
            modified: entry.modified,
            only: Arc::clone(&self.place.only),
            tables: self.reading.tables,
            columns: Arc::clone(&self.reading.columns),
            ..FileFacts::new(self.reading.now)
        };
        let name = self.place.relative(&entry.key).to_owned();
        let (size, if_missing) = (entry.size, IfMissing::Fault);
        // What other tools write may be anything, and depends on more than its content.
        let stamp = match known {
            Known::Format(format) if self.reading.ledger.is_some() && format.key.is_some() => {
                Stamp::new(&entry, keys::written(&entry.key).is_none())
            }
            _ => None,
        };
        Fetch { name, key: entry.key, size, job, known, facts, if_missing, stamp }
    }

    async fn fetch(&mut self, fetch: Fetch) -> Result<(), GatherError> {
        self.progress.to_read += 1;
        if matches!(fetch.known, Known::Format(format) if matches!(format.read, Read::Whole(_)))
            && LARGEST_FILE < fetch.size
        {
            let skip = Skip::new(Reason::TooLarge, format!("{} bytes", fetch.size));
            self.intake.result.skipped.add(&fetch.name, skip);
            return Ok(());
        }
        let fetch = match &self.reading.ledger {
            None => fetch,
            Some(ledger) => {
                let key = self.key_in_ledger(&fetch.key).into_owned();
                match Fetched::known_to(ledger, &key, fetch) {
                    Ok(known) => {
                        self.progress.read += 1;
                        self.take(known);
                        return Ok(());
                    }
                    Err(fetch) => fetch,
                }
            }
        };
        while !self.fetches.has_room_for(&fetch) {
            self.fetched_one().await?;
        }
        self.fetches.start(fetch);
        (self.tell)(self.progress);
        Ok(())
    }

    /// A key as the ledger has it: below the folder of the place, or whole with a slash before it.
    fn key_in_ledger<'k>(&self, key: &'k str) -> Cow<'k, str> {
        key.strip_prefix(self.folder()).map_or_else(|| format!("/{key}").into(), Cow::Borrowed)
    }

    /// The key that the ledger has like this.
    fn key_of(&self, in_ledger: &str) -> String {
        in_ledger.strip_prefix('/').map_or_else(|| format!("{}{in_ledger}", self.folder()), str::to_owned)
    }

    fn folder(&self) -> &str {
        &self.place.key[..self.place.key.rfind('/').map_or(0, |slash| slash + 1)]
    }

    async fn fetched_all(&mut self) -> Result<(), GatherError> {
        while !self.fetches.is_empty() {
            self.fetched_one().await?;
        }
        Ok(())
    }

    async fn fetched_one(&mut self) -> Result<(), GatherError> {
        let (progress, tell) = (self.progress, self.tell);
        let tell_lines = |lines| tell(ReadProgress { lines, ..progress });
        let Some(fetched) = self.fetches.next(&tell_lines).await else { return Ok(()) };
        self.progress.lines = self.fetches.n_lines();
        self.progress.read += 1;
        match fetched {
            Ok(fetched) => self.take(fetched),
            Err(error) => self.intake.unreadable(error)?,
        }
        Ok(())
    }

    fn take(&mut self, fetched: Fetched) {
        let fetched = match &self.reading.ledger {
            Some(ledger) if fetched.to_keep.is_some() => {
                let key = self.key_in_ledger(&fetched.key).into_owned();
                fetched.keep_in(ledger, &key)
            }
            _ => fetched,
        };
        self.progress.answers += self.intake.take(fetched);
        (self.tell)(self.progress);
    }
}
