//! The commands that read a job, count it and film it.

use std::{
    env,
    io::Write,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use labelrace::{
    people::{Cast, Naming, PoolNames, Remembered},
    run::{self, Machine, Outputs, PageOutput, RunError, Stage, Timings},
    settings::{Film, Input, Plan, PlanError, variable_of},
    source::{Gathered, Jobs, LogUse, Reading, Strictness},
    stats::{By, Choice, Counted},
    store::{Location, Stores},
};

use super::{
    agreement,
    args::{
        AgreementArgs, DEMO_JOB, DEMO_SHAPE, DatasheetArgs, DemoArgs, ForecastArgs, FramesArgs, ImpactArgs,
        JobsArgs, PageArgs, PeopleArgs, RenderArgs, SampleArgs, StatsArgs, TableFormat, TallyArgs,
    },
    cache::{self, Cache, CacheArgs},
    datasheet, forecast, impact,
    loudness::is_quiet,
    next,
    open::open,
    output::{NOT_PRINTED, note, print, say, stdout, warn},
    people,
    progress::ProgressLine,
    stats, stop, tables,
};

#[cfg(feature = "aws")]
use labelrace::{aws::Connect, people::cognito::UserPools};

#[cfg(feature = "aws")]
pub(super) type Bucket = labelrace::store::s3::S3;
#[cfg(not(feature = "aws"))]
pub(super) type Bucket = labelrace::store::dir::Dir;

/// Opens folders and buckets.
#[cfg(feature = "aws")]
pub(super) fn stores() -> Stores<Bucket> {
    labelrace::store::s3::from_environment()
}

/// Opens folders only: this build has no AWS.
#[cfg(not(feature = "aws"))]
pub(super) fn stores() -> Stores<Bucket> {
    Stores::folders_only()
}

/// Makes the film of a job.
pub(crate) async fn render(args: RenderArgs) -> anyhow::Result<()> {
    let stores = stores();
    let plan = run::count_plan(args.count, Utc::now(), &stores).await?;
    let film = run::film_plan(args.film, &stores).await?;
    let RenderArgs { output: video, poster, pictures: frames, preview, .. } = args;
    let outputs = Outputs { video, poster, frames, preview, page: None };
    let (machine, cache) = (machine(args.encoder.ffmpeg), Cache::new(args.cache));
    let printed = Printed { json: args.json, timings: args.timings };
    let (video, trying) = (outputs.video.clone(), next::Trying::after_render(&plan, &film));
    make(plan, film, outputs, &machine, printed, &stores, &cache).await?;
    after(&video, args.open, &trying);
    Ok(())
}

/// Makes the film of a job with a page around it.
pub(crate) async fn page(args: PageArgs) -> anyhow::Result<()> {
    let stores = stores();
    let plan = run::count_plan(args.count, Utc::now(), &stores).await?;
    let film = run::film_plan(args.film, &stores).await?;
    let page = PageOutput::in_folder(args.output, args.contact.map(|contact| contact.to_string()));
    let (video, poster) = (page.video(), Some(page.poster()));
    let html = page.page();
    let outputs = Outputs { video, poster, frames: None, preview: None, page: Some(page) };
    let (machine, cache) = (machine(args.encoder.ffmpeg), Cache::new(args.cache));
    let printed = Printed { json: args.json, timings: args.timings };
    make(plan, film, outputs, &machine, printed, &stores, &cache).await?;
    if args.open {
        open(&html);
    }
    Ok(())
}

/// Makes a film of an invented job.
pub(crate) async fn demo(args: DemoArgs) -> anyhow::Result<()> {
    // Its folder is of no use to anybody, so it is not left behind.
    stop::ends_by_itself();
    let stores = stores();
    let folder = tempfile::tempdir().context("could not make a temporary folder")?;
    let job = Location::Path(folder.path().join(DEMO_JOB));
    run::sample(&job, DEMO_SHAPE, &stores).await?;
    ensure!(!stop::is_asked(), stop::NOTHING_WRITTEN);
    let film = run::film_plan(args.film, &stores).await?;
    let outputs = Outputs { video: args.output, poster: None, frames: None, preview: None, page: None };
    let video = outputs.video.clone();
    let (plan, machine) = (demo_plan(job, Utc::now()), machine(args.encoder.ffmpeg));
    let printed = Printed { json: false, timings: false };
    let cache = Cache::new(CacheArgs { cache: false });
    make(plan, film, outputs, &machine, printed, &stores, &cache).await?;
    after(&video, args.open, &next::Trying::after_demo());
    Ok(())
}

/// When a film is made: it is shown, and what to try next is said.
fn after(video: &Path, is_to_be_shown: bool, trying: &next::Trying) {
    if is_to_be_shown {
        open(video);
    }
    trying.say();
}

/// Prints what the race shows.
pub(crate) async fn tally(args: TallyArgs) -> anyhow::Result<()> {
    let stores = stores();
    let plan = run::count_plan(args.count, Utc::now(), &stores).await?;
    let counted = read(plan, &stores, args.cache).await?.1;
    tables::tally(&counted.tally, args.format, &mut stdout()).context(NOT_PRINTED)
}

/// Lists people.
pub(crate) async fn people(args: PeopleArgs) -> anyhow::Result<()> {
    let stores = stores();
    let (format, show_usernames) = (args.format, args.show_usernames);
    let mut plan = run::count_plan(args.count, Utc::now(), &stores).await?;
    if show_usernames && plan.naming != Naming::Cognito {
        return Err(RunError::from(PlanError::NoUsernames).into());
    }
    let (gathered, cast, names) = read_with_cast(&mut plan, &stores, args.cache).await?;
    let lines = run::people(&gathered, &cast, &plan);
    let users = show_usernames.then_some(names.users.as_slice());
    people::print(&lines, users, format, &mut stdout()).context(NOT_PRINTED)
}

/// Prints how much was done and how fast.
pub(crate) async fn stats(args: StatsArgs) -> anyhow::Result<()> {
    let stores = stores();
    let by = rows_by(args.by, args.count.interval);
    let mut plan = run::count_plan(args.count, Utc::now(), &stores).await?;
    let (gathered, names) = read_with_names(&mut plan, &stores, args.cache).await?;
    let cast = cast(&gathered, &plan, &names);
    let rows = run::throughput(&gathered, &cast, &plan, by).map_err(RunError::from)?;
    warn_of_skipped(&gathered);
    let remarks = about_log(&gathered);
    if args.format != TableFormat::Table {
        // Programs read these formats, so what is for people goes beside them.
        for remark in &remarks {
            note(&format!("note: {remark}"));
        }
    }
    stats::print(&rows, plan.idle_cap, &remarks, args.format, &mut stdout()).context(NOT_PRINTED)
}

/// What has a row of its own among the statistics: what was asked for, else each bucket of an interval that was.
pub(super) fn rows_by(by: Option<By>, interval: Choice) -> By {
    by.unwrap_or(match interval {
        Choice::Auto => By::All,
        Choice::Every(_) => By::Interval,
    })
}

/// Prints how far people agree.
pub(crate) async fn agreement(args: AgreementArgs) -> anyhow::Result<()> {
    let stores = stores();
    let mut plan = run::count_plan(args.count, Utc::now(), &stores).await?;
    let (gathered, cast, _) = read_with_cast(&mut plan, &stores, args.cache).await?;
    let agreed = labelrace::stats::agreement(&gathered, &cast, plan.span_of(&gathered), plan.zone);
    agreement::print(&gathered.name, &agreed, args.format, &mut stdout()).context(NOT_PRINTED)
}

/// Prints what changed on a day.
pub(crate) async fn impact(args: ImpactArgs) -> anyhow::Result<()> {
    let stores = stores();
    let mut plan = run::count_plan(args.count, Utc::now(), &stores).await?;
    let calendar = run::calendar(args.calendar, &stores).await?;
    let (gathered, cast, _) = read_with_cast(&mut plan, &stores, args.cache).await?;
    let changed = run::impact_on(&gathered, &cast, &plan, &calendar, args.from)?;
    impact::print(&gathered.name, &changed, args.format, &mut stdout()).context(NOT_PRINTED)
}

/// Prints what is done with the data of people, by the settings in force.
pub(crate) fn datasheet(args: DatasheetArgs) -> anyhow::Result<()> {
    let DatasheetArgs { source, settings, format } = args;
    let variable = |name: &str| match &settings {
        Some(settings) if name == variable_of("settings") => Some(settings.clone()),
        _ => env::var(name).ok(),
    };
    let sheet = run::datasheet(source, &variable)?;
    datasheet::print(&sheet, format, &mut stdout()).context(NOT_PRINTED)
}

/// Prints when the job will be done.
pub(crate) async fn forecast(args: ForecastArgs) -> anyhow::Result<()> {
    let stores = stores();
    let mut plan = run::count_plan(args.count, Utc::now(), &stores).await?;
    let asked = run::forecast_plan(args.forecast, &stores).await?;
    let (gathered, cast, _) = read_with_cast(&mut plan, &stores, args.cache).await?;
    let outlook = run::outlook(&gathered, &cast, &plan, &asked, args.people).map_err(RunError::from)?;
    forecast::print(&outlook, args.format, &mut stdout()).context(NOT_PRINTED)
}

/// What a reader of numbers has to know of the activity log, if one was read.
pub(super) fn about_log(gathered: &Gathered) -> Vec<String> {
    // That a log could not be read is a warning.
    let log = gathered.log.as_ref().filter(|log| !matches!(log, LogUse::Unread { .. }));
    let mut remarks: Vec<String> = log.map(LogUse::sentence).into_iter().collect();
    if !gathered.other_events.is_empty() {
        let others = gathered.other_events.iter().map(|(name, count)| format!("{count} {name}"));
        let others = others.collect::<Vec<_>>().join(", ");
        remarks.push(format!("Events of other kinds, which do not count: {others}."));
    }
    remarks
}

/// Prints every frame.
pub(crate) async fn frames(args: FramesArgs) -> anyhow::Result<()> {
    let stores = stores();
    let plan = run::count_plan(args.count, Utc::now(), &stores).await?;
    let film = run::film_plan(args.film, &stores).await?;
    let (plan, counted) = read(plan, &stores, args.cache).await?;
    let race = run::race(&counted, &plan, &film)?;
    tables::frames(&race, &plan, &film.look.theme, &mut stdout()).context(NOT_PRINTED)
}

/// Lists jobs.
pub(crate) async fn jobs(args: JobsArgs) -> anyhow::Result<()> {
    let zone = args.source.time_zone;
    let mut input = args.source.plan(Jobs::All, Utc::now());
    let cache = Cache::new(args.cache);
    let ledger = cache.of(&mut input).await;
    let progress = ProgressLine::reading(&input.source.to_string());
    let gathered = run::survey(&input, &stores(), &|seen| progress.seen(seen)).await?;
    cache::keep(ledger).await;
    progress.clear();
    warn_of_skipped(&gathered);
    tables::jobs(&run::jobs(&gathered), zone, args.format, &mut stdout()).context(NOT_PRINTED)
}

/// Invents a job.
pub(crate) async fn sample(args: SampleArgs) -> anyhow::Result<()> {
    run::sample(&args.folder, args.shape.into(), &stores()).await?;
    print(format!("{}\n", args.folder).as_bytes())
}

/// The machine that this program runs on; `ffmpeg` is the encoder that the command names.
pub(crate) fn machine(ffmpeg: Option<PathBuf>) -> Machine {
    let program = env::current_exe().ok();
    Machine::of_program(ffmpeg, program.as_deref(), |name| env::var_os(name))
}

/// What is printed of a film.
#[derive(Clone, Copy)]
struct Printed {
    /// Its receipt as JSON.
    json: bool,
    /// Where the time went.
    timings: bool,
}

async fn make(
    mut plan: Plan,
    film: Film,
    outputs: Outputs,
    machine: &Machine,
    printed: Printed,
    stores: &Stores<Bucket>,
    cache: &Cache,
) -> anyhow::Result<()> {
    let timings = Arc::new(Timings::new(Utc::now));
    let ledger = cache.of(&mut plan.input).await;
    let mut prepared = run::prepare(plan, film, outputs, machine, stores, &timings).await?;
    let progress = ProgressLine::reading(&prepared.plan().input.source.to_string());
    let gathered = prepared.read(&|seen| progress.seen(seen)).await?;
    cache::keep(ledger).await;
    let names = names(&gathered, prepared.plan(), &progress).await;
    let began = timings.now();
    let counted = count(gathered, prepared.plan(), &names)?;
    timings.since(Stage::Count, began);
    if let Some(portraits) = prepared.portraits(&counted).await {
        if let Some(strangers) = portraits.strangers() {
            warn(&strangers.to_string());
        }
        if !portraits.skipped().is_empty() {
            warn(&tables::pictures(portraits));
        }
    }
    let receipt = tokio::task::spawn_blocking(move || {
        let progress = ProgressLine::drawing();
        let watch = |made: usize, all: usize| {
            progress.made(made, all);
            if stop::is_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        stop::ends_by_itself();
        let receipt = prepared.film(&counted, &watch);
        progress.clear();
        receipt
    });
    let receipt = receipt.await.context("the film was not finished")??.with_names_warning(names.warning());
    let mut words = Vec::new();
    if printed.json {
        serde_json::to_writer(&mut words, &receipt)?;
        writeln!(words)?;
    } else if is_quiet() {
        // What somebody asked for: the page, where that is made.
        writeln!(words, "{}", receipt.page.as_ref().unwrap_or(&receipt.video))?;
    } else {
        tables::receipt(&receipt, &mut words)?;
    }
    if printed.timings {
        say(&format!("time: {timings}"));
    }
    print(&words)
}

/// Reads and counts without a film.
async fn read(mut plan: Plan, stores: &Stores<Bucket>, cache: CacheArgs) -> anyhow::Result<(Plan, Counted)> {
    let (gathered, names) = read_with_names(&mut plan, stores, cache).await?;
    let counted = count(gathered, &plan, &names)?;
    Ok((plan, counted))
}

/// Reads a job and says who is in it, and warns about what was skipped.
pub(super) async fn read_with_cast(
    plan: &mut Plan,
    stores: &Stores<Bucket>,
    cache: CacheArgs,
) -> anyhow::Result<(Gathered, Cast, PoolNames)> {
    let (gathered, names) = read_with_names(plan, stores, cache).await?;
    let cast = cast(&gathered, plan, &names);
    warn_of_skipped(&gathered);
    Ok((gathered, cast, names))
}

/// Reads a job, and the names that its people have in a directory.
async fn read_with_names(
    plan: &mut Plan,
    stores: &Stores<Bucket>,
    cache: CacheArgs,
) -> anyhow::Result<(Gathered, PoolNames)> {
    let cache = Cache::new(cache);
    let ledger = cache.of(&mut plan.input).await;
    let progress = ProgressLine::reading(&plan.input.source.to_string());
    let gathered = run::read(&plan.input, stores, &|seen| progress.seen(seen)).await?;
    cache::keep(ledger).await;
    let names = names(&gathered, plan, &progress).await;
    Ok((gathered, names))
}

/// The names of the team's directory, if the plan asks for them, and a warning where some could not be read. The
/// reading is over then.
async fn names(gathered: &Gathered, plan: &Plan, progress: &ProgressLine) -> PoolNames {
    let names = match plan.naming {
        Naming::Cognito => Box::pin(pool_names(gathered, plan)).await,
        Naming::Pseudonym | Naming::Id => PoolNames::default(),
    };
    progress.clear();
    if let Some(warning) = names.warning() {
        warn(&warning);
    }
    names
}

#[cfg(feature = "aws")]
pub(super) async fn pool_names(gathered: &Gathered, plan: &Plan) -> PoolNames {
    let sdk = Connect::default().sdk_config().await;
    run::names(gathered, plan, &UserPools::new(&sdk)).await
}

#[cfg(not(feature = "aws"))]
pub(super) async fn pool_names(_: &Gathered, _: &Plan) -> PoolNames {
    PoolNames::none(labelrace::people::NameTrouble::NoAws)
}

/// Counts what was read, and warns about what was skipped.
fn count(gathered: Gathered, plan: &Plan, names: &PoolNames) -> anyhow::Result<Counted> {
    let cast = run::cast(&gathered, plan, &Remembered::default(), &names.directory);
    // Where nobody can be counted, the error says what is wrong with the lists.
    let counted = run::count(gathered, &cast, plan)?;
    warn_of_strangers(&cast, plan);
    warn_of_skipped(&counted.gathered);
    Ok(counted)
}

/// Who is who, and a warning where lists name people who are not in the job.
fn cast(gathered: &Gathered, plan: &Plan, names: &PoolNames) -> Cast {
    let cast = run::cast(gathered, plan, &Remembered::default(), &names.directory);
    warn_of_strangers(&cast, plan);
    cast
}

fn warn_of_strangers(cast: &Cast, plan: &Plan) {
    for strangers in run::strangers(cast, plan) {
        warn(&strangers.to_string());
    }
}

fn warn_of_skipped(gathered: &Gathered) {
    for words in &gathered.notes {
        note(words);
    }
    if let Some(refused) = gathered.skipped.refused() {
        warn(&format!("left out {refused}"));
    }
    if !gathered.skipped.is_empty() {
        warn(&format!("skipped {}", gathered.skipped));
    }
    if let Some(log @ LogUse::Unread { .. }) = &gathered.log {
        warn(&log.sentence());
    }
}

/// What the demo does: everything as it is by default.
fn demo_plan(source: Location, now: DateTime<Utc>) -> Plan {
    Plan::plain(Input::new(source, Reading { strictness: Strictness::Strict, ..Reading::new(now) }))
}
