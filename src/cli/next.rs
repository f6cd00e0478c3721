//! After a film: one line that says what to try next. Only on a terminal, and never the same line twice.
//!
//! What was said is kept in a file of the user's. Where there can be none, nothing is said.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use labelrace::settings::{Film, Plan};

use super::{loudness::is_read_by_somebody, output::say};

/// Something that may be new to somebody.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Tip {
    /// What the file calls it.
    id: &'static str,
    words: &'static str,
}

const OWN_JOB: Tip = Tip {
    id: "own-job",
    words: "labelrace jobs s3://bucket/prefix/ lists your own labeling jobs, and labelrace render makes their films",
};
const NAMES: Tip = Tip {
    id: "names",
    words: "labelrace people SOURCE --format csv > names.csv, then --aliases names.csv: everybody under a name they chose",
};
const ZONE: Tip =
    Tip { id: "zone", words: "--time-zone Europe/Berlin: days begin at your midnight, not at that of UTC" };
const STATS: Tip =
    Tip { id: "stats", words: "labelrace stats SOURCE --by day: how much was done each day, and how fast" };
const THEME: Tip = Tip { id: "theme", words: "--theme dark, or a theme of your own: see docs/themes.md" };
const WEEK: Tip = Tip { id: "week", words: "--since 7d: a film of the last week alone" };
const PHONE: Tip = Tip { id: "phone", words: "--size phone: an upright film for chats" };
const GOAL: Tip = Tip { id: "goal", words: "--goal 500: a line that everybody runs for" };
const FILE: Tip = Tip {
    id: "file",
    words: "labelrace.toml in this folder keeps what you type each time: labelrace settings shows how",
};

/// What may be tried next, the best first.
#[derive(Clone, Debug)]
pub(crate) struct Trying(Vec<Tip>);

impl Trying {
    /// After the film of an invented job.
    pub(crate) fn after_demo() -> Self {
        Self(vec![OWN_JOB, THEME, PHONE])
    }

    /// After a film of a job: what it made no use of.
    pub(crate) fn after_render(plan: &Plan, film: &Film) -> Self {
        let span = plan.span;
        let unused = [
            (NAMES, plan.aliases == labelrace::people::Aliases::default()),
            (ZONE, plan.zone == chrono_tz::Tz::UTC),
            (STATS, true),
            (WEEK, span.since.is_none() && span.back.is_none()),
            (THEME, film.look.theme == labelrace::render::style::Theme::light()),
            (PHONE, film.look.size == labelrace::render::style::Size::DEFAULT),
            (GOAL, film.course.goal.is_none()),
            (FILE, !Path::new("labelrace.toml").exists()),
        ];
        Self(unused.into_iter().filter(|(_, is_new)| *is_new).map(|(tip, _)| tip).collect())
    }

    /// Says the first of them that was never said before, if somebody can read it.
    pub(crate) fn say(&self) {
        if !is_read_by_somebody() {
            return;
        }
        if let Some(file) = said_file(&|name| env::var_os(name))
            && let Some(tip) = self.next(&file)
        {
            say(&format!("next: {}", tip.words));
        }
    }

    /// The first that the file does not have, which it has from then on; `None` if there is none, or if the file cannot
    /// be written.
    fn next(&self, file: &Path) -> Option<Tip> {
        let said = fs::read_to_string(file).unwrap_or_default();
        let tip = self.0.iter().find(|tip| !said.lines().any(|line| line == tip.id))?;
        fs::create_dir_all(file.parent()?).ok()?;
        fs::write(file, format!("{said}{}\n", tip.id)).ok()?;
        Some(*tip)
    }
}

/// Where it is kept what was said.
fn said_file(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else {
        set("XDG_STATE_HOME").or_else(|| set("HOME").map(|home| home.join(".local/state")))
    };
    Some(folder?.join("labelrace").join("said"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_twice_and_nothing_where_that_cannot_be_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state/labelrace/said");
        let trying = Trying(vec![NAMES, ZONE]);
        let ids = |trying: &Trying, file: &Path| trying.next(file).map(|tip| tip.id);
        assert_eq!(ids(&trying, &file), Some("names"));
        assert_eq!(ids(&Trying(vec![NAMES]), &file), None);
        assert_eq!((ids(&trying, &file), ids(&trying, &file)), (Some("zone"), None));
        fs::write(folder.path().join("file"), "").unwrap();
        assert_eq!(ids(&trying, &folder.path().join("file/said")), None);
    }
}
