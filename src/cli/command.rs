//! The commands, and the manual page with all of them.

#![expect(clippy::doc_markdown, reason = "these words are what --help prints")]

use std::io::Write;

use clap::{CommandFactory, Parser, Subcommand};

use super::args::{
    DemoArgs, FramesArgs, JobsArgs, PageArgs, PeopleArgs, RenderArgs, SampleArgs, SettingsArgs, StatsArgs,
    TallyArgs,
};
#[cfg(feature = "aws")]
use super::cloud::CloudCommand;

/// Bar chart races of Amazon SageMaker Ground Truth labeling jobs
///
/// labelrace reads the partial output of a labeling job, from a folder or from S3, counts labels per person
/// over time, and draws the race as a film. Nothing is sent anywhere, unless you say send or subscribe.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, arg_required_else_help = true)]
#[cfg_attr(
    not(feature = "aws"),
    command(
        after_help = "This build has no AWS: it reads folders only, and has no send, subscribe, confirm, revoke and doctor."
    )
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the film of a labeling job
    Render(Box<RenderArgs>),
    /// Make the film with a page around it: charts, a table to sort and copy, captions, downloads
    Page(Box<PageArgs>),
    /// Print what the race shows: labels per person and time bucket
    Tally(Box<TallyArgs>),
    /// Print how much was done and how fast: tasks, seconds per task, active hours
    Stats(Box<StatsArgs>),
    /// Print every frame of the film as a line of JSON
    Frames(Box<FramesArgs>),
    /// List the people of a labeling job with their ids, to choose names for them
    People(Box<PeopleArgs>),
    /// List the labeling jobs under a folder or prefix
    Jobs(JobsArgs),
    #[cfg(feature = "aws")]
    #[command(flatten)]
    Cloud(CloudCommand),
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

/// The manual: the page of the program, then one of each command.
pub(crate) fn man(out: &mut impl Write) -> anyhow::Result<()> {
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(out)?;
    for subcommand in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        clap_mangen::Man::new(subcommand.clone()).render(out)?;
    }
    Ok(())
}
