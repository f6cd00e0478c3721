//! The commands, and the manual page with all of them.

#![expect(clippy::doc_markdown, reason = "these words are what --help prints")]

use std::io::Write;

use clap::{Command, CommandFactory, Parser, Subcommand};

use super::args::{
    AgreementArgs, DatasheetArgs, DemoArgs, DigestArgs, ExportArgs, ForecastArgs, FramesArgs, ImpactArgs,
    JobsArgs, PageArgs, PeopleArgs, RenderArgs, SampleArgs, SettingsArgs, StatsArgs, TallyArgs,
};
#[cfg(feature = "aws")]
use super::cloud::CloudCommand;
use super::{
    fleet::FleetArgs,
    loudness::LoudnessArgs,
    report::VERSION,
    short_help::{OF_ALL, shortened},
};

/// Bar chart races of Amazon SageMaker Ground Truth labeling jobs
///
/// labelrace reads the partial output of a labeling job, from a folder or from S3, counts labels per person
/// over time, and draws the race as a film. Nothing is sent anywhere, unless you say send or subscribe.
#[derive(Debug, Parser)]
#[command(version = VERSION, max_term_width = 100)]
#[cfg_attr(
    not(feature = "aws"),
    command(
        after_help = "This build has no AWS: it reads folders only, and has no send, subscribe, confirm and revoke, and doctor has only --report."
    )
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) loudness: LoudnessArgs,

    #[command(subcommand)]
    pub(crate) command: Task,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Make the film of a labeling job
    Render(Box<RenderArgs>),
    /// Make the film with a page around it: charts, a table to sort and copy, captions, downloads
    Page(Box<PageArgs>),
    /// Print what the race shows: labels per person and time bucket
    Tally(Box<TallyArgs>),
    /// Print how much was done and how fast: tasks, seconds per task, active hours
    Stats(Box<StatsArgs>),
    /// Print when the job will be done, at the pace of its team
    Forecast(Box<ForecastArgs>),
    /// Print how far people agree who gave an object a class each
    Agreement(Box<AgreementArgs>),
    /// Print the mail to labelers or owners, as the function would send it
    Digest(Box<DigestArgs>),
    /// Print what changed on a day: throughput and agreement before and after, with intervals
    Impact(Box<ImpactArgs>),
    /// Print one page for a works council: what is read, computed, kept and mailed about people
    Datasheet(DatasheetArgs),
    /// Write a table for other programs: answers, statistics or the tally as CSV, JSON or Parquet
    Export(Box<ExportArgs>),
    /// Print every frame of the film as a line of JSON
    Frames(Box<FramesArgs>),
    /// List the people of a labeling job with their ids, to choose names for them
    People(Box<PeopleArgs>),
    /// List the labeling jobs under a folder or prefix
    Jobs(JobsArgs),
    /// Make a film for each job under a folder or prefix that has something new
    Fleet(Box<FleetArgs>),
    #[cfg(feature = "aws")]
    #[command(flatten)]
    Cloud(CloudCommand),
    #[cfg(not(feature = "aws"))]
    /// Print versions and settings for a report of a fault, without names and ids
    Doctor(super::report::ReportArgs),
    /// Invent a labeling job to try things out on
    Sample(SampleArgs),
    /// Make a film of an invented job; the last line printed is its path
    Demo(DemoArgs),
    /// Print every setting: flag, event field, default, values and meaning
    Settings(SettingsArgs),
    /// Print which tools' output is read, from what, and how exact its times are
    Formats(SettingsArgs),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, all commands in it (labelrace man | man -l -)
    Man,
}

/// The program as clap knows it.
pub(crate) fn program() -> Command {
    let mut program = shortened(Cli::command());
    program.build();
    let names: Vec<String> = program.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names {
        // These came with building; the help of the program shows them.
        program = program.mut_subcommand(name, |command| {
            command.mut_args(|arg| {
                let is_of_all = arg.get_long().is_some_and(|long| OF_ALL.contains(&long));
                if is_of_all { arg.hide_short_help(true) } else { arg }
            })
        });
    }
    program
}

/// The manual: the page of the program, then one of each command.
pub(crate) fn man(out: &mut impl Write) -> anyhow::Result<()> {
    let command = program();
    clap_mangen::Man::new(command.clone()).render(out)?;
    for subcommand in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        clap_mangen::Man::new(subcommand.clone()).render(out)?;
    }
    Ok(())
}
