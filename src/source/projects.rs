//! Projects of other tools become jobs: which files belong together, and what they are called.
//!
//! The files of a project may be anywhere below a place, and there may be more than one of them with the same answers.
//! A table may not even say which project it is of; then its answers do. Two servers of one tool may have projects of the
//! same number; then the numbers of their answers contradict each other.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{
    answer::Project,
    keys,
    read_result::{ReadJob, ReadProject, ReadResult},
};
use crate::locale::plain;

/// Gives the projects in `read` their roots. `folder` is the root of the place that was read if that is a folder, and
/// `wanted` is the job that somebody asked for.
pub(super) fn settle(read: &mut ReadResult, folder: Option<&str>, wanted: Option<&str>) {
    join_folders(read);
    unite(read);
    join_namesakes(read, wanted);
    let roots = roots(&read.jobs, folder);
    for (old, job) in &mut read.jobs {
        let is_file = |project: &ReadProject| project.is_one_file && roots[old].as_ref() == project.folder;
        job.is_file |= job.project.as_ref().is_some_and(is_file);
    }
    read.rename(&roots);
    call_by_place(&mut read.jobs);
}

/// Makes one job of a project's files in all folders, as far as they do not contradict each other.
fn join_folders(read: &mut ReadResult) {
    let mut known: HashMap<(&str, Arc<Project>), Vec<Arc<str>>> = HashMap::new();
    let mut names = HashMap::new();
    let roots: Vec<Arc<str>> = read.jobs.keys().cloned().collect();
    for root in roots {
        let Some(project) = read.jobs.get_mut(&root).and_then(|job| job.project.as_mut()) else { continue };
        let (numbers, called) = (std::mem::take(&mut project.numbers), project.called.clone());
        let Some(called) = called else { continue };
        if project.is_mixed {
            let (name, folder) = (plain::line(&called.name), plain::line(&project.folder));
            read.notes.insert(format!(
                "{folder}: annotations of {name} have the same numbers and other times, as if two servers had written \
                 them; keep the files of each in a folder of its own"
            ));
        }
        let tool = read.jobs[&root].tool;
        // A project may have been renamed between two exports.
        let same = Arc::new(Project { name: String::new(), id: called.id.clone() });
        let others = known.entry((tool, same)).or_default();
        let project_at = |root: &Arc<str>| read.jobs.get(root).and_then(|job| job.project.as_ref());
        let fits = |root: &&Arc<str>| {
            project_at(root)
                .is_some_and(|other| numbers.iter().all(|(&number, &at)| other.allows(number, at)))
        };
        let first = others.iter().find(fits).cloned();
        // Exports of one project share most of their answers, and two servers count theirs alike. With none in common it
        // may be either.
        if let Some((first, here)) = first.as_ref().and_then(project_at).zip(project_at(&root))
            && !numbers.is_empty()
            && !first.numbers.is_empty()
            && !numbers.keys().any(|number| first.numbers.contains_key(number))
        {
            let [first, here, name] =
                [&first.folder, &here.folder, &called.name].map(|text| plain::line(text));
            read.notes.insert(format!(
                "{here} and {first}: files of {name} without an annotation in common, taken for one project; if two \
                 servers have written them, read one folder at a time"
            ));
        }
        let at = first.clone().unwrap_or_else(|| Arc::clone(&root));
        if let Some(project) = read.jobs.get_mut(&at).and_then(|job| job.project.as_mut()) {
            project.numbers.extend(numbers);
        }
        match first {
            Some(first) => _ = names.insert(root, first),
            None => others.push(root),
        }
    }
    for project in read.jobs.values_mut().filter_map(|job| job.project.as_mut()) {
        project.numbers = HashMap::new();
    }
    read.rename(&names);
}

/// Makes one job of projects that have one name, and says so; unless the id of one of them is `wanted`.
fn join_namesakes(read: &mut ReadResult, wanted: Option<&str>) {
    let mut namesakes: BTreeMap<(&str, String), BTreeMap<String, Arc<str>>> = BTreeMap::new();
    for (root, job) in &read.jobs {
        let Some(called) = job.project.as_ref().and_then(|project| project.called.as_ref()) else { continue };
        let of_name = namesakes.entry((job.tool, called.name.clone())).or_default();
        of_name.insert(called.id.clone(), Arc::clone(root));
    }
    let mut names = HashMap::new();
    for ((_, name), ids) in namesakes.into_iter().filter(|(_, ids)| 1 < ids.len()) {
        if wanted.is_some_and(|wanted| ids.contains_key(wanted)) {
            for (id, root) in &ids {
                if let Some(project) = read.jobs.get_mut(root).and_then(|job| job.project.as_mut()) {
                    let called = Project { id: id.clone(), name: format!("{name} ({id})") };
                    project.called = Some(Arc::new(called));
                }
            }
            continue;
        }
        let shown: Vec<String> =
            ids.keys().take(MOST_SHOWN).map(|id| plain::quotable(id).into_owned()).collect();
        let more = if ids.len() <= MOST_SHOWN { "" } else { ", ..." };
        read.notes.insert(format!(
            "{} projects are called {} and count as one job; --labeling-job takes one of them by its id: {}{more}",
            ids.len(),
            plain::quotable(&name),
            shown.join(", "),
        ));
        let mut roots = ids.into_values();
        if let Some(first) = roots.next() {
            names.extend(roots.map(|root| (root, Arc::clone(&first))));
        }
    }
    read.rename(&names);
}

/// So many ids are shown.
const MOST_SHOWN: usize = 3;

/// Calls projects that still have one name by the folder that each of them has.
fn call_by_place(jobs: &mut BTreeMap<Arc<str>, ReadJob>) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for name in jobs.values().filter_map(|job| job.project.as_ref()?.name()) {
        *counts.entry(name.to_owned()).or_default() += 1;
    }
    for (root, job) in jobs {
        let Some(called) = job.project.as_mut().and_then(|project| project.called.as_mut()) else { continue };
        if 1 < counts[&called.name] {
            let (id, name) = (called.id.clone(), keys::last_part(root).to_owned());
            *called = Arc::new(Project { id, name });
        }
    }
}

/// Keeps only the job that is called `wanted`, if there are projects among the jobs; whether one is left.
pub(super) fn keep(read: &mut ReadResult, wanted: &str) -> bool {
    if read.jobs.values().any(|job| job.project.is_some()) {
        read.retain(|root, job| {
            let called = job.project.as_ref().and_then(|project| project.called.as_ref());
            keys::last_part(root) == wanted || called.is_some_and(|of| of.name == wanted || of.id == wanted)
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
        let is_folder = !project.is_one_file || jobs.len() == 1 || project.called.is_none();
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
        let name = project.name().unwrap_or(job.tool).replace('/', "-");
        let own: Arc<str> = if is_alone { folder.into() } else { keys::below(&folder, &name).into() };
        (Arc::clone(root), own)
    };
    projects.map(root).collect()
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU64;

    use super::*;
    use crate::source::{
        answer::{Project, Submission, WorkerId},
        time::Times,
    };

    const TOOL: &str = "a tool";

    /// An answer of somebody in this minute.
    fn answer(project: Option<&str>, object: &str, minute: u32) -> (Arc<str>, Submission) {
        let submitted = format!("2024-03-04T08:{minute:02}:00Z").parse().unwrap();
        let project = project.map(|id| Arc::new(Project { id: id.into(), name: id.into() }));
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
        settle(read, folder, None);
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
    fn projects_of_one_name_are_one_job_unless_one_is_asked_for_by_its_id() {
        let cats = |id: &str, object: &str| {
            let (object, submission) = answer(None, object, 1);
            let project = Some(Arc::new(Project { id: id.into(), name: "cats".into() }));
            (object, Submission { project, ..submission })
        };
        let read = || {
            let mut read = ReadResult::default();
            add(&mut read, "team/a.ndjson", vec![cats("ck1", "1"), cats("ck2", "2"), cats("ck2", "3")]);
            add(&mut read, "team/old/b.ndjson", vec![cats("ck1", "4")]);
            read
        };
        let mut all = read();
        assert_eq!(jobs(&mut all, Some("team")), [("team".to_owned(), 4)]);
        let note = all.notes.first().unwrap();
        assert!(note.starts_with("2 projects are called cats") && note.ends_with("ck1, ck2"), "{note}");

        let mut one = read();
        settle(&mut one, Some("team"), Some("ck2"));
        assert!(keep(&mut one, "ck2") && one.answers.len() == 2 && one.notes.is_empty());
    }

    #[test]
    fn numbers_that_contradict_each_other_are_of_two_servers() {
        let numbered = |object: &str, number: u64, minute: u32| {
            let (object, submission) = answer(Some("7"), object, minute);
            (object, Submission { number: NonZeroU64::new(number), ..submission })
        };
        let mut read = ReadResult::default();
        add(&mut read, "team/paris/a.json", vec![numbered("1", 1, 1), numbered("2", 2, 2)]);
        add(&mut read, "team/paris/new/a.json", vec![numbered("2", 2, 2), numbered("3", 3, 3)]);
        add(&mut read, "team/rome/a.json", vec![numbered("1", 1, 9)]);
        let expected = [("team/paris", 4), ("team/rome", 1)];
        assert_eq!(jobs(&mut read, Some("team")), expected.map(|(root, n)| (root.to_owned(), n)));
        let names = read.jobs.values().map(|job| job.project.as_ref().unwrap().name().unwrap().to_owned());
        assert_eq!(names.collect::<Vec<_>>(), ["paris", "rome"]);
        assert!(read.notes.is_empty());

        let mut read = ReadResult::default();
        add(&mut read, "team/paris/a.json", vec![numbered("1", 1, 1)]);
        add(&mut read, "team/rome/a.json", vec![numbered("1", 2, 9)]);
        assert_eq!(jobs(&mut read, Some("team")), [("team".to_owned(), 2)]);
        assert!(
            read.notes
                .first()
                .unwrap()
                .starts_with("team/rome/a.json and team/paris/a.json: files of 7 without")
        );

        let mut read = ReadResult::default();
        add(&mut read, "a.json", vec![numbered("1", 1, 1)]);
        add(&mut read, "b.json", vec![numbered("1", 1, 9)]);
        assert_eq!(jobs(&mut read, Some("")), [(String::new(), 2)]);
        assert!(read.notes.first().unwrap().contains("two servers"));
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
