//! Which files are read: by where they are, by what else there is, and by what they turn out to be.

use std::{
    collections::{BTreeMap, btree_map},
    sync::Arc,
};

use futures_util::StreamExt;

use super::{
    body::{Known, LARGEST_FILE},
    fetch::{Fetch, Fetched, Fetches, IfMissing},
    listed_job::{ListedJob, copies, listed_alone},
};
use crate::{
    locale::plain,
    source::{
        formats::{
            self, activity,
            format::{FileFacts, Format, LooseJob, Read, Role},
        },
        gathered::GatherError,
        keys::{self, Holds},
        options::{Jobs, ReadProgress, Reading},
        place::Place,
        progress::LineAnswers,
        read_result::{ReadJob, ReadResult},
        skipped::{Reason, Skip},
    },
    store::{Entry, Store, StoreError, Trouble},
};

pub(super) struct SourceReader<'a, S> {
    store: Arc<S>,
    place: &'a Place,
    reading: Reading,
    tell: &'a (dyn Fn(ReadProgress) + Send + Sync),
    fetches: Fetches<S>,
    progress: ReadProgress,
    jobs: BTreeMap<Arc<str>, ListedJob>,
    /// Files with no job around them, which count only if there is no job at all.
    loose: Vec<Entry>,
    result: ReadResult,
}

impl<'a, S: Store + 'static> SourceReader<'a, S> {
    pub(super) fn new(
        store: Arc<S>,
        place: &'a Place,
        reading: Reading,
        tell: &'a (dyn Fn(ReadProgress) + Send + Sync),
    ) -> Self {
        Self {
            fetches: Fetches::new(Arc::clone(&store), reading.parallel),
            store,
            place,
            reading,
            tell,
            progress: ReadProgress::default(),
            jobs: BTreeMap::new(),
            loose: Vec::new(),
            result: ReadResult::default(),
        }
    }

    pub(super) fn into_result(mut self) -> ReadResult {
        self.result.is_empty = self.progress.listed == 0;
        self.result
    }

    pub(super) async fn list(&mut self) -> Result<(), GatherError> {
        let store = Arc::clone(&self.store);
        let mut listing = store.list(&self.place.key);
        while let Some(entry) = listing.next().await {
            match entry {
                Ok(entry) => self.listed(entry).await?,
                // A bucket that stops listing hides everything after; a folder hides one place.
                Err(error) if self.place.bucket.is_some() => return Err(error.into()),
                Err(error) => self.unreadable(error)?,
            }
        }
        self.leave_out_copies();
        self.check_jobs()
    }

    /// Leaves out jobs that are copies of others.
    fn leave_out_copies(&mut self) {
        for (copy, original) in copies(&self.jobs) {
            self.jobs.remove(&copy);
            self.result.jobs.remove(&copy);
            self.result.answers.retain(|answer| answer.job != copy);
            let detail = format!("the same files as {}", self.place.relative(&original));
            self.result.skipped.add(self.place.relative(&copy), Skip::new(Reason::Copy, detail));
        }
    }

    /// Refuses several jobs, unless one of them was named or all are wanted.
    fn check_jobs(&mut self) -> Result<(), GatherError> {
        if self.reading.jobs == Jobs::All || self.result.jobs.len() <= 1 {
            return Ok(());
        }
        // The output of another job may be inside the folder of the one that was named.
        let named = self.place.key.trim_end_matches('/');
        if self.result.jobs.contains_key(named) {
            self.jobs.retain(|root, _| &**root == named);
            self.result.jobs.retain(|root, _| &**root == named);
            self.result.answers.retain(|answer| &*answer.job == named);
            return Ok(());
        }
        if self.reading.jobs == Jobs::Any {
            return Ok(());
        }
        let shown = self.place.shown.clone();
        let shown_job = |(root, job): (&Arc<str>, &ReadJob)| {
            plain::line(&self.place.shown_job(root, job.is_logged)).into_owned()
        };
        let jobs = self.result.jobs.iter().map(shown_job).collect();
        Err(GatherError::Several { shown, jobs })
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
            let has_job = !self.jobs.is_empty() || self.result.is_inside_a_job;
            if !has_job && !keys::is_media(&entry.key) {
                self.loose.push(entry);
            }
            return Ok(());
        };
        // What belongs to no job may look like a part of one; only what can hold answers makes a job.
        let Holds::Data { object, written } = at.holds else {
            self.result.is_inside_a_job = true;
            return Ok(());
        };
        self.result.is_recognized = true;
        let root = self.job(&at.root);
        let file = (entry.key.strip_prefix(&*root).map(str::to_owned), entry.size);
        let mut fetch = self.of_job(entry, Arc::clone(&root), format);
        fetch.facts.object = object.unwrap_or_default().into();
        fetch.facts.written = written;
        let n_jobs = self.jobs.len();
        let job = self.jobs.entry(Arc::clone(&root)).or_default();
        if format.role != Role::Answers {
            fetch.if_missing = IfMissing::of(format);
            job.waiting.entry(format.role).or_default().push(fetch);
            return Ok(());
        }
        job.add_answers(&file);
        self.result.as_of = self.result.as_of.max(written.filter(|&written| written <= self.reading.now));
        // Once it is clear that there are too many jobs, only their names are wanted.
        let named = &*root == self.place.key.trim_end_matches('/');
        if self.reading.jobs != Jobs::One || n_jobs == 1 || named {
            self.fetch(fetch).await?;
        }
        Ok(())
    }

    /// The root of a job that there is, kept once.
    fn job(&mut self, root: &str) -> Arc<str> {
        let root: Arc<str> =
            self.jobs.get_key_value(root).map_or_else(|| root.into(), |(root, _)| Arc::clone(root));
        if let btree_map::Entry::Vacant(entry) = self.jobs.entry(Arc::clone(&root)) {
            entry.insert(ListedJob::default());
            self.result.jobs.entry(Arc::clone(&root)).or_default();
        }
        root
    }

    /// What can be decided only when the listing is over.
    pub(super) async fn read_the_rest(&mut self) -> Result<(), GatherError> {
        if self.jobs.is_empty() && !self.result.is_inside_a_job {
            let root: Arc<str> = self.place.key.trim_end_matches('/').into();
            for entry in std::mem::take(&mut self.loose) {
                let fetch = self.without_job(entry, &root, Known::Loose);
                self.fetch(fetch).await?;
            }
            self.fetched_all().await?;
            self.result.shorten_jobs_of_logs();
            self.check_jobs()?;
        }
        // Somebody who points inside a job still wants its progress.
        if let Some(root) = keys::root_above(&self.place.key)
            && self.jobs.get(root.as_str()).is_some_and(|job| !job.waiting.contains_key(&Role::ObjectList))
        {
            let key = keys::below(&root, keys::MANIFEST);
            if let Some((format, _)) = formats::at_key(&key) {
                let root = self.job(&root);
                let mut fetch = self.of_job(Entry::unlisted(key), Arc::clone(&root), format);
                fetch.if_missing = IfMissing::of(format);
                self.jobs.entry(root).or_default().waiting.insert(format.role, vec![fetch]);
            }
        }
        self.read_waiting().await
    }

    /// The lists of objects, and then, in jobs that have nothing better, the best of what else there is.
    async fn read_waiting(&mut self) -> Result<(), GatherError> {
        let roots: Vec<Arc<str>> = self.jobs.keys().cloned().collect();
        for root in &roots {
            let job = self.jobs.entry(Arc::clone(root)).or_default();
            for fetch in job.waiting.remove(&Role::ObjectList).unwrap_or_default() {
                self.fetch(fetch).await?;
            }
        }
        self.fetched_all().await?;
        for root in &roots {
            let job = self.jobs.entry(Arc::clone(root)).or_default();
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
            self.result.shorten_jobs_of_logs();
            return self.check_jobs();
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
            self.result.shorten_jobs_of_logs();
            self.check_jobs()?;
            return self.read_waiting().await;
        };
        self.result.is_recognized = true;
        let root = self.job(&root);
        let mut fetch = self.of_job(entry, Arc::clone(&root), format);
        if format.role == Role::ObjectList {
            self.list_annotations(&root).await?;
            self.jobs.entry(root).or_default().waiting.insert(format.role, vec![fetch]);
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
                Err(error) => self.unreadable(error)?,
            }
        }
        Ok(())
    }

    /// The answers of a job that are in its list of objects, or that the list points to.
    async fn take_answers_of_list(&mut self, root: &Arc<str>) -> Result<(), GatherError> {
        let Some(list) = self.result.jobs.get_mut(root).and_then(|job| job.objects.as_mut()) else {
            return Ok(());
        };
        for LineAnswers { line, embedded, reference } in list.take_answers(keys::last_part(root)) {
            let object: Arc<str> = line.to_string().into();
            let name = format!("line {}", line + 1);
            if let Some(key) = reference.as_deref().and_then(|reference| self.place.key_of(root, reference)) {
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
                self.result.skipped.add(&name, skip);
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
        Fetch { name, key: entry.key, size: entry.size, job, known, facts, if_missing: IfMissing::Fault }
    }

    async fn fetch(&mut self, fetch: Fetch) -> Result<(), GatherError> {
        self.progress.to_read += 1;
        if matches!(fetch.known, Known::Format(format) if matches!(format.read, Read::Whole(_)))
            && LARGEST_FILE < fetch.size
        {
            let skip = Skip::new(Reason::TooLarge, format!("{} bytes", fetch.size));
            self.result.skipped.add(&fetch.name, skip);
            return Ok(());
        }
        while !self.fetches.has_room_for(&fetch) {
            self.fetched_one().await?;
        }
        self.fetches.start(fetch);
        (self.tell)(self.progress);
        Ok(())
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
            Err(error) => self.unreadable(error)?,
        }
        Ok(())
    }

    fn take(&mut self, fetched: Fetched) {
        let Fetched { name, job: root, by_content, file, times } = fetched;
        self.result.is_recognized |= by_content && file.is_recognized;
        let is_log = file.format.and_then(|format| format.loose) == Some(LooseJob::Named);
        match file.contents {
            Ok(contents) if is_log => {
                self.result.skipped.merge(file.skipped);
                self.progress.answers += contents.log.answers.len() as u64;
                self.result.is_log = true;
                self.result.add_log(contents.log);
            }
            // A job that turned out to be a copy, or not to be the one that was named.
            _ if !by_content && !self.jobs.contains_key(&root) => return,
            Err(skip) => self.result.skipped.add(&name, skip),
            Ok(contents) => {
                // A loose file of another kind, which is nobody's fault.
                if by_content && file.format.is_none() {
                    return;
                }
                self.result.skipped.merge(file.skipped);
                let root = self.job(&root);
                self.progress.answers += contents.answers.len() as u64;
                self.result.pools.extend(contents.pools.iter().cloned());
                let times = times.max(contents.times);
                self.result.add(&root, times, contents.answers);
                self.result.names.extend(contents.names);
                self.result.notes.extend(contents.note.map(|note| format!("{}: {note}", plain::line(&name))));
                let job = self.result.jobs.entry(root).or_default();
                job.tells_no_objects |= contents.tells_no_objects;
                job.is_file =
                    by_content && file.format.and_then(|format| format.loose) == Some(LooseJob::File);
                if file.format.is_some_and(|format| format.role == Role::ObjectList) {
                    let last = contents.objects.last().filter(|&last| last <= self.reading.now);
                    self.result.as_of = self.result.as_of.max(last);
                    job.objects = Some(contents.objects);
                }
            }
        }
        (self.tell)(self.progress);
    }

    /// One file that cannot be read is skipped; a store that cannot be used is the end.
    fn unreadable(&mut self, error: StoreError) -> Result<(), GatherError> {
        if matches!(
            error.trouble,
            Trouble::NoCredentials | Trouble::OtherRegion { .. } | Trouble::Unavailable | Trouble::Exhausted
        ) {
            return Err(error.into());
        }
        let skip = Skip::new(Reason::Unreadable, error.trouble.to_string());
        self.result.skipped.add(self.place.relative(&error.what), skip);
        self.result.first_trouble.get_or_insert(error);
        Ok(())
    }
}
