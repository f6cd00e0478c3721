//! What has been read so far, and which jobs there are: what a file turns out to be decides where its answers go.

use std::{
    collections::{BTreeMap, btree_map},
    sync::Arc,
};

use super::{
    fetch::Fetched,
    listed_job::{ListedJob, copies},
    loose::LooseFiles,
};
use crate::{
    locale::plain,
    source::{
        formats::format::{Format, LooseJob, Role},
        gathered::GatherError,
        keys,
        manner::Reading,
        options::Jobs,
        place::Place,
        projects,
        read_result::{ReadJob, ReadProject, ReadResult},
        skipped::{Reason, Skip, Skipped},
    },
    store::{StoreError, Trouble},
};

/// What has been read of a place.
pub(super) struct Intake<'a> {
    place: &'a Place,
    reading: &'a Reading,
    /// The jobs that are folders, or whose answers are all files without a job around them.
    pub(super) jobs: BTreeMap<Arc<str>, ListedJob>,
    /// Files with no job around them, and the folders that are jobs.
    pub(super) loose: LooseFiles,
    /// Loose files that are named like answers and are none.
    strange: Skipped,
    /// Loose files that count only where nothing better lies beside them.
    fallbacks: Vec<Fetched>,
    /// Loose files that another tool has written.
    pub(super) n_found: u64,
    pub(super) result: ReadResult,
}

impl<'a> Intake<'a> {
    pub(super) fn new(place: &'a Place, reading: &'a Reading) -> Self {
        Self {
            place,
            reading,
            jobs: BTreeMap::new(),
            loose: LooseFiles::default(),
            strange: Skipped::default(),
            fallbacks: Vec::new(),
            n_found: 0,
            result: ReadResult::default(),
        }
    }

    /// Leaves out jobs that are copies of others.
    pub(super) fn leave_out_copies(&mut self) {
        for (copy, original) in copies(&self.jobs) {
            self.jobs.remove(&copy);
            self.result.jobs.remove(&copy);
            self.result.answers.retain(|answer| answer.job != copy);
            let detail = format!("the same files as {}", self.shown_root(&original));
            self.result.skipped.add(self.place.relative(&copy), Skip::new(Reason::Copy, detail));
        }
    }

    /// The root of a job: below the place, or, where it is the place itself or lies above, as somebody would type it.
    fn shown_root(&self, root: &str) -> String {
        let below = self.place.relative(root);
        if below == root && !self.place.key.is_empty() {
            self.place.shown_job(root, None)
        } else {
            below.to_owned()
        }
    }

    /// Refuses several jobs, unless one of them was named or all are wanted.
    pub(super) fn check_jobs(&mut self) -> Result<(), GatherError> {
        if self.reading.jobs == Jobs::All || self.result.jobs.len() <= 1 {
            return Ok(());
        }
        // The output of another job may be inside the folder of the one that was named.
        let named = self.place.key.trim_end_matches('/');
        if self.loose.has_job(named) && self.result.jobs.contains_key(named) {
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
            let project = job.project.as_ref().and_then(ReadProject::name);
            plain::line(&self.place.shown_job(root, project.or(job.is_logged.then_some(root)))).into_owned()
        };
        let jobs = self.result.jobs.iter().map(shown_job).collect();
        Err(GatherError::Several { shown, jobs })
    }

    /// The root of a job that there is, kept once.
    pub(super) fn job(&mut self, root: &str, tool: &'static str) -> Arc<str> {
        let root: Arc<str> =
            self.jobs.get_key_value(root).map_or_else(|| root.into(), |(root, _)| Arc::clone(root));
        let n_before = self.jobs.len();
        if let btree_map::Entry::Vacant(entry) = self.jobs.entry(Arc::clone(&root)) {
            entry.insert(ListedJob::after(n_before));
            self.result.jobs.entry(Arc::clone(&root)).or_default().tool = tool;
        }
        root
    }

    /// Takes what is in a file. Returns how many answers there are in it.
    pub(super) fn take(&mut self, fetched: Fetched) -> u64 {
        let is_fallback = |format: &Format| matches!(format.role, Role::Fallback | Role::ObjectList);
        if fetched.file.format.is_some_and(is_fallback) && fetched.by_content && !self.place.is_file {
            self.n_found += 1;
            self.fallbacks.push(fetched);
            return 0;
        }
        self.take_contents(fetched)
    }

    fn take_contents(&mut self, fetched: Fetched) -> u64 {
        let Fetched { name, job: root, by_content, file, times, key, .. } = fetched;
        self.result.is_recognized |= by_content && file.is_recognized;
        let loose = file.format.and_then(|format| format.loose).filter(|_| by_content);
        let is_log = file.format.and_then(|format| format.loose) == Some(LooseJob::Named);
        let (tool, role) = file.format.map_or(("", None), |format| (format.tool, Some(format.role)));
        match file.contents {
            // Beside jobs in folders of their own, loose responses, lists and logs are parts of those that somebody copied.
            _ if by_content
                && !self.place.is_file
                && !self.loose.is_all()
                && (matches!(loose, None | Some(LooseJob::Place | LooseJob::Named))
                    || role == Some(Role::ObjectList)) =>
            {
                return 0;
            }
            Ok(contents) if is_log => {
                self.result.skipped.merge(file.skipped);
                let n_answers = contents.log.answers.len() as u64;
                self.result.is_log = true;
                self.result.add_log(tool, contents.log);
                return n_answers;
            }
            // What was made of the answers of a job may lie beside it.
            _ if by_content && !self.place.is_file && role == Some(Role::Derived) => return 0,
            // A job that turned out to be a copy, or not to be the one that was named.
            _ if !by_content && !self.jobs.contains_key(&root) => {}
            Err(skip) if by_content && !self.place.is_file && !file.is_recognized => {
                self.strange.add(&name, skip);
            }
            Err(skip) => self.result.skipped.add(&name, skip),
            Ok(contents) => {
                // A loose file of another kind, which is nobody's fault.
                if by_content && file.format.is_none() {
                    return 0;
                }
                let is_project =
                    matches!(loose, Some(LooseJob::Tool | LooseJob::Project | LooseJob::SameProject));
                self.n_found += u64::from(is_project || loose == Some(LooseJob::File));
                self.result.skipped.merge(file.skipped);
                let n_answers = contents.answers.len() as u64;
                let times = times.max(contents.times);
                if is_project {
                    let may_be_another = loose == Some(LooseJob::SameProject);
                    self.result.add_to_projects((tool, &key), times, may_be_another, contents.answers);
                    return n_answers;
                }
                let is_empty = contents.answers.is_empty() && !contents.objects.is_told();
                if loose.is_some() && is_empty && !self.place.is_file {
                    return 0;
                }
                let root = self.job(&root, tool);
                self.result.pools.extend(contents.pools.iter().cloned());
                self.result.add(&root, times, contents.answers);
                self.result.names.extend(contents.names);
                self.result.notes.extend(contents.note.map(|note| format!("{}: {note}", plain::line(&name))));
                let is_file = loose == Some(LooseJob::File) && *root == *key;
                let job = self.result.jobs.entry(root).or_default();
                job.tells_no_objects |= contents.tells_no_objects;
                job.tells_no_tasks |= contents.tells_no_tasks;
                job.is_file = is_file;
                if file.format.is_some_and(|format| format.role == Role::ObjectList) {
                    let last = contents.objects.last().filter(|&last| last <= self.reading.now);
                    self.result.as_of = self.result.as_of.max(last);
                    job.objects = Some(contents.objects);
                }
                return n_answers;
            }
        }
        0
    }

    /// Decides what the loose files were.
    pub(super) fn loose_are_read(&mut self) -> Result<(), GatherError> {
        let mut fallbacks = std::mem::take(&mut self.fallbacks);
        fallbacks.retain(|fallback| !self.has_better(fallback));
        for fallback in fallbacks {
            self.take_contents(fallback);
        }
        if self.n_found == 0 && self.loose.is_all() {
            self.result.skipped.merge(std::mem::take(&mut self.strange));
        }
        self.result.shorten_jobs_of_logs();
        let folder = (!self.place.is_file).then(|| self.place.key.trim_end_matches('/'));
        projects::settle(&mut self.result, folder, self.place.only.job.as_deref());
        if let Some(wanted) = &self.place.only.job
            && !self.result.jobs.is_empty()
            && !projects::keep(&mut self.result, wanted)
        {
            return Err(GatherError::NoSuchJob { shown: self.place.shown.clone(), wanted: wanted.clone() });
        }
        self.check_jobs()
    }

    /// Whether what was read makes a loose file needless: the same tool's answers beside it, or, for a list of objects
    /// that names nobody, anything at all.
    fn has_better(&self, fallback: &Fetched) -> bool {
        let folder = keys::folder(&fallback.key);
        let tool = fallback.file.format.map(|format| format.tool);
        let is_beside = |(root, job): (&Arc<str>, &ReadJob)| {
            Some(job.tool) == tool && (keys::folder(root) == folder || &**root == folder)
        };
        let names_nobody =
            fallback.file.contents.as_ref().is_ok_and(|contents| contents.objects.names_nobody());
        self.result.jobs.iter().any(is_beside) || names_nobody && !self.result.jobs.is_empty()
    }

    /// An entry of a folder that leads nowhere, or back, or has no name, costs only itself.
    pub(super) fn unlistable(&mut self, error: StoreError) -> Result<(), GatherError> {
        let Some((entry, skip)) = self.place.lost_entry(&error) else { return self.unreadable(error) };
        self.result.unlisted.add(entry, skip);
        Ok(())
    }

    /// One file that cannot be read is skipped; a store that cannot be used is the end.
    pub(super) fn unreadable(&mut self, error: StoreError) -> Result<(), GatherError> {
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
