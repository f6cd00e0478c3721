//! What a command keeps of a job in S3, so that the next one fetches only what is new.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use clap::Args;
use labelrace::{
    settings::Input,
    source::ledger::{LedgerKeeper, LedgerWarning},
    store::{Location, dir::Dir},
};
use sha2::{Digest, Sha256};

use super::output::say;

#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct CacheArgs {
    /// Keep what was read of a job in S3, and next time fetch only what is new
    ///
    /// What was in each file is kept in your cache folder. A file is fetched again as soon as its size or its tag in S3
    /// is another one. Jobs in folders are always read anew.
    #[arg(long, help_heading = "Reading")]
    pub(crate) cache: bool,
}

/// Where ledgers of jobs lie.
pub(crate) struct Cache(Option<Dir>);

impl Cache {
    /// The user's cache folder, if it is wanted.
    pub(crate) fn new(CacheArgs { cache }: CacheArgs) -> Self {
        if !cache {
            return Self(None);
        }
        let folder = folder(&|name| env::var_os(name).map(PathBuf::from));
        if folder.is_none() {
            say("warning: this machine has no cache folder for --cache; set XDG_CACHE_HOME to one");
        }
        if let Some(folder) = &folder {
            // Where it cannot be made, nothing can be written, and that is told then.
            let _ = make(folder);
        }
        Self(folder.map(Dir::new))
    }

    /// The ledger of this input, filled; `None` if nothing of it is kept. The reading uses it from here on.
    pub(crate) async fn of(&self, input: &mut Input) -> Option<LedgerKeeper<'_, Dir>> {
        let folder = self.0.as_ref()?;
        if !matches!(input.source, Location::S3 { .. }) {
            say("note: --cache is for jobs in S3; this one is read anew each time");
            return None;
        }
        let source = input.source.to_string();
        let name = hex::encode(&Sha256::digest(&source)[..16]);
        let keeper = LedgerKeeper::new(folder, format!("{name}.ledger"), &source);
        warn(keeper.load(false).await);
        input.reading.ledger = Some(keeper.ledger());
        Some(keeper)
    }
}

/// Keeps what was read.
pub(crate) async fn keep(ledger: Option<LedgerKeeper<'_, Dir>>) {
    if let Some(ledger) = ledger {
        warn(ledger.save().await);
    }
}

fn warn(outcome: Result<(), LedgerWarning>) {
    if let Err(warning) = outcome {
        say(&format!("warning: {warning}"));
    }
}

/// The folder for what can be made again, where this system has it.
fn folder(variable: &dyn Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let named = |name: &str| variable(name).filter(|folder| folder.is_absolute());
    let usual = || {
        if cfg!(windows) {
            named("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            named("HOME").map(|home| home.join("Library/Caches"))
        } else {
            named("HOME").map(|home| home.join(".cache"))
        }
    };
    Some(named("XDG_CACHE_HOME").or_else(usual)?.join("labelrace"))
}

/// Makes the folder, for its owner only: ids of people are in it.
fn make(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_folder_is_the_one_that_the_system_names() {
        let with = |variables: &'static [(&str, &str)]| {
            folder(&|name| {
                variables.iter().find(|(known, _)| *known == name).map(|(_, value)| PathBuf::from(value))
            })
        };
        assert_eq!(with(&[]), None);
        assert_eq!(with(&[("XDG_CACHE_HOME", "not/absolute")]), None);
        assert_eq!(
            with(&[("XDG_CACHE_HOME", "/c"), ("HOME", "/h")]),
            Some(PathBuf::from("/c").join("labelrace"))
        );
        if cfg!(target_os = "linux") {
            assert_eq!(with(&[("HOME", "/h")]), Some(PathBuf::from("/h/.cache/labelrace")));
        }
    }
}
