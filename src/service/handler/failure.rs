//! Why a run failed, in one word for machines and in sentences for people.

use std::io;

use crate::{
    film::{encode::EncodeError, movie::MovieError},
    people::portraits::PortraitsError,
    run,
    service::{
        link::{LinkError, Trouble},
        notify::{MailError, NotifyError},
        request::RequestError,
        runs::DeliverError,
    },
    settings::PlanError,
    source::GatherError,
    stats::TallyError,
    store::StoreError,
};

/// Why there is no film, or nobody knows of it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// What was asked for cannot be.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// The function itself was set up wrong.
    #[error("the function is not set up: {0}")]
    Configuration(RequestError),
    /// A mail, and nowhere to hand it in.
    #[error("there is nobody to tell: set LABELRACE_TOPIC_ARN, or ask for the audience none")]
    NoTopic,
    /// The bucket for films cannot hold runs.
    #[error("could not claim or note the run")]
    Deliver(#[from] DeliverError),
    /// Reading, counting or filming failed.
    #[error(transparent)]
    Run(#[from] run::Error),
    /// The film could not be uploaded.
    #[error("could not upload the film")]
    Upload(#[from] StoreError),
    /// No link to it.
    #[error("could not make the link to the film")]
    Link(#[from] LinkError),
    /// The mail could not be put into words that can be sent.
    #[error("could not write the mail")]
    Mail(#[from] MailError),
    /// Nobody was told.
    #[error("the film is there, but nobody could be told; the next try only has to send the mail")]
    Notify(#[from] NotifyError),
    /// The deadline came first.
    #[error("out of time while {doing}{}; give the function more time or memory, or make a shorter or smaller film", far(*made, *all))]
    OutOfTime {
        /// What was being done.
        doing: &'static str,
        /// How much of it was.
        made: usize,
        /// Of how much; 0 where nobody knows.
        all: usize,
    },
    /// Somebody wanted it to end.
    #[error("stopped while {doing}")]
    Stopped {
        /// What was being done.
        doing: &'static str,
    },
    /// No room for temporary files.
    #[error("could not make a temporary folder")]
    Scratch(#[source] io::Error),
    /// A file of the film that cannot be read again.
    #[error("could not read the film back")]
    ReadBack(#[source] io::Error),
    /// The thread that drew the film ended without a word.
    #[error("the film was not finished")]
    Unfinished,
}

impl Failure {
    /// The kind of failure in one word, which stays the same from version to version: for alarms and filters.
    pub fn error_type(&self) -> &'static str {
        match self {
            Self::Request(_) => "BadRequest",
            Self::Configuration(_) | Self::NoTopic => "BadConfiguration",
            Self::Run(error) => of_run(error),
            Self::Deliver(_) => "ClaimFailed",
            Self::Upload(_) => "UploadFailed",
            Self::Link(error) => of_link(error),
            Self::Mail(_) | Self::Notify(_) => "NotifyFailed",
            Self::OutOfTime { .. } => "OutOfTime",
            Self::Stopped { .. } => "Stopped",
            Self::Scratch(_) | Self::ReadBack(_) => "DiskFailed",
            Self::Unfinished => "FilmFailed",
        }
    }

    /// Whether what was asked for was wrong, rather than the world.
    pub fn is_about_what_was_asked(&self) -> bool {
        match self {
            Self::Request(_) | Self::Configuration(_) | Self::NoTopic => true,
            Self::Run(error) => error.is_about_what_was_asked(),
            _ => false,
        }
    }

    /// The failure and everything that it comes from, in one line.
    pub fn chain(&self) -> String {
        chain(self)
    }
}

/// An error and everything that it comes from, in one line.
pub fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut words = error.to_string();
    for cause in std::iter::successors(error.source(), |error| error.source()) {
        let said = cause.to_string();
        // What is passed on as it is says the same twice.
        if !words.ends_with(&said) {
            words = format!("{words}: {said}");
        }
    }
    words.replace(['\n', '\r'], " ")
}

fn of_link(error: &LinkError) -> &'static str {
    match error.trouble {
        Trouble::BadBase | Trouble::BadLife(_) => "BadConfiguration",
        _ => "LinkFailed",
    }
}

fn of_run(error: &run::Error) -> &'static str {
    match error {
        run::Error::Plan(PlanError::NoFile { .. })
        | run::Error::HugeFile { .. }
        | run::Error::Portraits(PortraitsError::Store(_))
        | run::Error::Gather(GatherError::Store(_))
        | run::Error::Store(_) => "SourceFailed",
        run::Error::Plan(_)
        | run::Error::Portraits(_)
        | run::Error::LongFilm { .. }
        | run::Error::Tally(TallyError::TooManyBuckets { .. }) => "BadRequest",
        run::Error::Gather(_) | run::Error::Tally(_) => "NothingToCount",
        run::Error::Encode(EncodeError::Named { .. } | EncodeError::Missing | EncodeError::Spawn { .. }) => {
            "NoEncoder"
        }
        run::Error::Movie(MovieError::Write { .. } | MovieError::Picture { .. }) => "DiskFailed",
        _ => "FilmFailed",
    }
}

fn far(made: usize, all: usize) -> String {
    match (made, all) {
        (0, 0) => String::new(),
        (made, 0) => format!(" ({made} done)"),
        (made, all) => format!(" ({made} of {all} done)"),
    }
}
