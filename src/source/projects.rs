//! Projects of other tools become jobs: which files belong together, and what they are called.
//!
//! The files of a project may be anywhere below a place, and there may be more than one of them with the same answers.
//! A table may not even say which project it is of; then its answers do.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{
    keys,
    read_result::{ReadJob, ReadProject, ReadResult},
};

/// Gives the projects in `read` their roots. `folder` is the root of the place that was read if that is a folder.
pub(super) fn settle(read: &mut ReadResult, folder: Option<&str>) {
    unite(read);
    let roots = roots(&read.jobs, folder);
    for (old, job) in &mut read.jobs {
        let is_file = |project: &ReadProject| project.is_one_file && roots[old].as_ref() == project.folder;
        job.is_file |= job.project.as_ref().is_some_and(is_file);
    }
    read.rename(&roots);
}

/// Keeps only the job that is called `wanted`, if there are projects among the jobs; whether one is left.
pub(super) fn keep(read: &mut ReadResult, wanted: &str) -> bool {
    if read.jobs.values().any(|job| job.project.is_some()) {
        read.retain(|root, job| {
            let project = job.project.as_ref().and_then(|project| project.name.as_deref());
            [project, Some(keys::last_part(root))].contains(&Some(wanted))
        });
    }
    !read.jobs.is_empty()
}

/// Makes one job of those that have an answer in common, where one of them does not say which project it is of.
fn unite(read: &mut ReadResult) {
    let is_open = |job: &ReadJob| job.project.as_ref().is_some_and(|project| project.may_be_another);
    let tool = |root: &Arc<str>| read.jobs.get(root).map(|job| job.tool);
    let (open, known): (Vec<_>, Vec<_>) =
        read.jobs.iter().filter(|(_, job)| job.project.is_some()).partition(|(_, job)| is_open(job));
    if open.is_empty() || open.len() + known.len() < 2 {
        return;
    }
    let mut answers: HashMap<&Arc<str>, Vec<_>> = HashMap::new();
    for answer in &read.answers {
        let of_job = answers.entry(&answer.job).or_default();
        of_job.push((&answer.object, answer.submission.submitted));
    }
    let mut root_of = HashMap::new();
    let mut names = HashMap::new();
    for (root, _) in known.into_iter().chain(open.iter().copied()) {
        let of_job = answers.remove(root).unwrap_or_default();
        let known = || of_job.iter().find_map(|answer| root_of.get(&(tool(root), *answer)).cloned());
        let same = open.iter().any(|(open, _)| *open == root).then(known).flatten();
        let same = same.unwrap_or_else(|| Arc::clone(root));
        root_of.extend(of_job.into_iter().map(|answer| ((tool(root), answer), Arc::clone(&same))));
        if same != *root {
            names.insert(Arc::clone(root), same);
        }
    }
    read.rename(&names);
}

/// The root of each project: its folder if nothing else is there, and else its name below that.
fn roots(jobs: &BTreeMap<Arc<str>, ReadJob>, place: Option<&str>) -> HashMap<Arc<str>, Arc<str>> {
    let projects = jobs.iter().filter_map(|(root, job)| Some((root, job, job.project.as_ref()?)));
    if let (1, Some(place)) = (jobs.len(), place) {
        return projects.map(|(root, ..)| (Arc::clone(root), place.into())).collect();
    }
    let folder = |project: &ReadProject| {
        let is_folder = !project.is_one_file || jobs.len() == 1 || project.name.is_none();
        let file = project.folder.as_str();
        if is_folder {
            file.to_owned()
        } else {
            file.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned()
        }
    };
    let mut in_folder: HashMap<String, usize> = HashMap::new();
    for (root, job) in jobs {
        let folder = job.project.as_ref().map_or_else(|| root.to_string(), folder);
        *in_folder.entry(folder).or_default() += 1;
    }
    let root = |(root, job, project): (&Arc<str>, &ReadJob, &ReadProject)| {
        let folder = folder(project);
        let is_alone = in_folder[&folder] == 1 && place != Some(&*folder) && !folder.is_empty();
        let name = project.name.as_deref().unwrap_or(job.tool).replace('/', "-");
        let own: Arc<str> = if is_alone { folder.into() } else { keys::below(&folder, &name).into() };
        (Arc::clone(root), own)
    };
    projects.map(root).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{
        answer::{Submission, WorkerId},
        time::Times,
    };

    const TOOL: &str = "a tool";

    /// An answer of somebody in this minute.
    fn answer(project: Option<&str>, object: &str, minute: u32) -> (Arc<str>, Submission) {
        let submitted = format!("2024-03-04T08:{minute:02}:00Z").parse().unwrap();
        let project = project.map(Into::into);
        let submission =
            Submission { worker_id: WorkerId::new("ann"), project, ..Submission::new(submitted) };
        (object.into(), submission)
    }

    fn add(read: &mut ReadResult, key: &str, answers: Vec<(Arc<str>, Submission)>) {
        read.add_to_projects((TOOL, key), Times::Submitted, false, answers);
    }

    /// Adds a file that does not say which project it is of.
    fn add_open(read: &mut ReadResult, key: &str, answers: Vec<(Arc<str>, Submission)>) {
        read.add_to_projects((TOOL, key), Times::Submitted, true, answers);
    }

    /// The jobs with the number of their answers.
    fn jobs(read: &mut ReadResult, folder: Option<&str>) -> Vec<(String, usize)> {
        settle(read, folder);
        let n_answers = |root: &str| read.answers.iter().filter(|answer| &*answer.job == root).count();
        read.jobs.keys().map(|root| (root.to_string(), n_answers(root))).collect()
    }

    #[test]
    fn one_project_is_called_like_the_folder_that_was_read_or_like_its_file() {
        for folder in [Some("team"), None] {
            let mut read = ReadResult::default();
            add(&mut read, "team/a.json", vec![answer(Some("p1"), "1", 1)]);
            let root = folder.unwrap_or("team/a.json");
            assert_eq!(jobs(&mut read, folder), [(root.to_owned(), 1)]);
            assert_eq!(read.jobs[root].is_file, folder.is_none());
        }
    }

    #[test]
    fn several_projects_are_several_jobs_wherever_their_files_are() {
        let mut read = ReadResult::default();
        add(&mut read, "team/a.json", vec![answer(Some("p1"), "1", 1), answer(Some("p/2"), "2", 2)]);
        add(&mut read, "team/old/a.json", vec![answer(Some("p1"), "3", 3)]);
        add(&mut read, "team/cats/7", vec![answer(Some("p3"), "4", 4)]);
        add(&mut read, "team/cats/8", vec![answer(Some("p3"), "5", 5)]);
        let expected = [("team/cats", 2), ("team/p-2", 1), ("team/p1", 2)];
        assert_eq!(jobs(&mut read, Some("team")), expected.map(|(root, n)| (root.to_owned(), n)));
        assert!(keep(&mut read, "p1") && read.jobs.len() == 1 && read.answers.len() == 2);
        assert!(!keep(&mut read, "another"));
    }

    #[test]
    fn a_file_without_a_project_belongs_to_the_one_that_has_its_answers() {
        let mut read = ReadResult::default();
        add_open(&mut read, "team/a.csv", vec![answer(None, "1", 1), answer(None, "9", 9)]);
        add_open(&mut read, "team/b.csv", vec![answer(None, "9", 9)]);
        add_open(&mut read, "team/c.csv", vec![answer(None, "1", 2)]);
        add(&mut read, "team/a.json", vec![answer(Some("p1"), "1", 1)]);
        let expected = [("team/c.csv", 1), ("team/p1", 4)];
        assert_eq!(jobs(&mut read, Some("team")), expected.map(|(root, n)| (root.to_owned(), n)));
    }
}
