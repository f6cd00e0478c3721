//! The command that writes a table for other programs.

use std::{env, path::PathBuf};

use anyhow::Context;
use chrono::Utc;
use labelrace::{
    locale::counted,
    run::{self, Export, RunError},
    settings::PlanError,
    stats::{ExportFormat, ExportWhat},
    store::Location,
};

use super::{
    args::ExportArgs,
    film::{about_log, read_with_cast, rows_by, stores},
    output::{note, print},
};

/// Writes the table.
pub(crate) async fn export(args: ExportArgs) -> anyhow::Result<()> {
    let ExportArgs { count, cache, what, by, format, with_names, output } = args;
    let name = output.as_ref().map_or_else(String::new, ToString::to_string);
    let format = ExportFormat::of_name(&name, format).map_err(RunError::from)?;
    // No setting says it for all commands, so whoever reads this has typed it.
    if by.is_some() && what != ExportWhat::Stats {
        return Err(RunError::from(PlanError::ByOfNoStats).into());
    }
    let by = rows_by(by, count.interval);
    let target = output.unwrap_or_else(|| {
        let what: &str = what.into();
        Location::Path(PathBuf::from(what).with_extension(format.extension()))
    });
    let stores = stores();
    let mut plan = run::count_plan(count, Utc::now(), &stores).await?;
    let export = Export { what, by, format, with_names };
    let prepared =
        run::prepare_export(export, &plan.input.source, &target, &env::temp_dir(), &stores).await?;
    let (gathered, cast, _) = read_with_cast(&mut plan, &stores, cache).await?;
    for remark in about_log(&gathered) {
        note(&format!("note: {remark}"));
    }
    let written = tokio::task::spawn_blocking(move || prepared.write(gathered, &cast, &plan));
    let written = written.await.context("the export was not finished")??;
    let rows = counted(written.rows, "row", "rows");
    let place = written.place().await?;
    print(format!("{rows}\n{place}\n").as_bytes())
}
