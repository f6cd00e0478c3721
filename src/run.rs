//! The program on one page: read, cast, count.
//!
//! Each function is what one command does; printing and flags are for the bins.

use std::sync::Arc;

use crate::{
    gather::{self, GatherError, Gathered, Reading, Seen, Source},
    people::{AliasError, Aliases, Cast},
    plan::{Plan, PlanError},
    store::{Location, StoreError, Trouble, dir::Dir},
    tally::{Tally, TallyError},
};

/// What can go wrong, by stage.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Settings that do not fit together.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// No answers.
    #[error(transparent)]
    Gather(#[from] GatherError),
    /// Answers that cannot be counted as asked.
    #[error(transparent)]
    Tally(#[from] TallyError),
    /// A place that cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Everything about a job before it becomes a film: the answers, the people, the counts.
#[derive(Debug)]
pub struct Counted {
    /// What was read.
    pub gathered: Gathered,
    /// Who is in it.
    pub cast: Cast,
    /// What they did.
    pub tally: Tally,
}

/// Reads and counts a job.
///
/// # Errors
/// Whatever keeps it from being read or counted.
pub async fn count(plan: &Plan, tell: &(dyn Fn(Seen) + Send + Sync)) -> Result<Counted, Error> {
    let aliases = aliases(plan)?;
    let gathered = gather(plan, tell).await?;
    let key = plan.pseudonym_key.as_deref().unwrap_or(&gathered.name);
    let cast = Cast::new(&gathered.answers, &gathered.also_known_as, &aliases, plan.naming, key);
    let tally = Tally::new(&gathered.answers, &cast, plan.count, plan.span, plan.interval, plan.zone)?;
    Ok(Counted { gathered, cast, tally })
}

/// Reads a job.
///
/// # Errors
/// Whatever keeps it from being read.
pub async fn gather(plan: &Plan, tell: &(dyn Fn(Seen) + Send + Sync)) -> Result<Gathered, Error> {
    let reading =
        Reading { parallel: plan.parallel, jobs: plan.jobs, strictness: plan.strictness, now: plan.now };
    match &plan.source {
        Location::Path(path) => {
            let source = folder_or_file(path)?;
            Ok(gather::gather(Arc::new(Dir::new("/".into())), &source, reading, tell).await?)
        }
        Location::S3 { .. } => todo!(),
    }
}

fn folder_or_file(path: &std::path::Path) -> Result<Source, StoreError> {
    let shown = path.display().to_string();
    let trouble = |error: std::io::Error| StoreError {
        what: shown.clone(),
        trouble: match error.kind() {
            std::io::ErrorKind::NotFound => Trouble::NotFound,
            std::io::ErrorKind::PermissionDenied => Trouble::Denied,
            _ => Trouble::Other,
        },
        source: Some(error.into()),
    };
    let absolute = path.canonicalize().map_err(trouble)?;
    let is_file = !absolute.is_dir();
    let mut key = absolute.to_str().unwrap_or_default().trim_start_matches('/').to_owned();
    if !is_file && !key.is_empty() {
        key.push('/');
    }
    Ok(Source { key, is_file, bucket: None, shown })
}

fn aliases(plan: &Plan) -> Result<Aliases, PlanError> {
    let Some(path) = &plan.aliases else { return Ok(Aliases::default()) };
    let bytes = std::fs::read(path).map_err(|source| PlanError::NoAliases { path: path.clone(), source })?;
    Aliases::parse(&bytes).map_err(|source: AliasError| PlanError::Aliases { path: path.clone(), source })
}
