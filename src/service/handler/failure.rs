//! Why a run failed, and what kind of failure that is.

use std::io;

use crate::{
    locale::{chain::chain, plain::discreet},
    run::{ErrorClass, RunError},
    service::{
        link::{LinkError, LinkMakerError, LinkTrouble},
        notify::{MailError, NotifyError},
        runs::ClaimError,
    },
    settings::{PlanError, RequestError},
    store::StoreError,
};

/// Why there is no film, or no mail about it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// What was asked for is not possible.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// The function itself was set up wrong.
    #[error("the function is not set up: {0}")]
    Configuration(RequestError),
    /// A mail was asked for, and there is no topic to send it to.
    #[error("the mail has no topic to go to: set LABELRACE_TOPIC_ARN, or ask for the audience none")]
    NoTopic,
    /// The run could not be claimed, or its record not be written.
    #[error("could not claim the run or write its record")]
    Claim(#[from] ClaimError),
    /// A mail about jobs that nobody has listed.
    #[error(
        "no list of jobs was made for this time; ask for the kind jobs first, and for the same scheduled_time"
    )]
    NoListing,
    /// Reading, counting or filming failed.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The film could not be uploaded.
    #[error("could not upload the film")]
    Upload(#[from] StoreError),
    /// The link to the film could not be made.
    #[error("could not make the link to the film")]
    Link(#[from] LinkMakerError),
    /// The words of the mail cannot be sent.
    #[error("could not write the mail")]
    Mail(#[from] MailError),
    /// The mail could not be sent.
    #[error("the film was made, but its mail could not be sent; the next try only has to send the mail")]
    Notify(#[from] NotifyError),
    /// The deadline came first.
    #[error("out of time while {doing}{}; give the function more time or memory, or make a shorter or smaller film", far(*made, *all))]
    OutOfTime {
        /// What was being done.
        doing: &'static str,
        /// How much of it was done.
        made: usize,
        /// How much there is of it; 0 if that is not known.
        all: usize,
    },
    /// Somebody ended it.
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
    /// The thread that drew the film ended without an answer.
    #[error("the film was not finished")]
    Unfinished,
}

impl From<LinkError> for Failure {
    fn from(error: LinkError) -> Self {
        Self::Link(error.into())
    }
}

impl Failure {
    /// Which kind of failure this is: its word is the `errorType` of the function.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Request(_) | Self::NoListing => ErrorClass::BadRequest,
            Self::Configuration(_) | Self::NoTopic => ErrorClass::BadConfiguration,
            Self::Run(error) => error.class(),
            Self::Claim(_) => ErrorClass::ClaimFailed,
            Self::Upload(_) | Self::Link(LinkMakerError::Store(_)) => ErrorClass::UploadFailed,
            Self::Link(LinkMakerError::Key(_)) => ErrorClass::LinkFailed,
            Self::Link(LinkMakerError::Link(error)) => of_link(error),
            Self::Mail(_) | Self::Notify(_) => ErrorClass::NotifyFailed,
            Self::OutOfTime { .. } => ErrorClass::OutOfTime,
            Self::Stopped { .. } => ErrorClass::Stopped,
            Self::Scratch(_) | Self::ReadBack(_) => ErrorClass::DiskFailed,
            Self::Unfinished => ErrorClass::FilmFailed,
        }
    }

    /// The failure and everything that it comes from, in one line.
    ///
    /// It goes into a log and into the answer to whoever sent the event, who may read neither the lists nor the themes
    /// that it names: nothing is quoted from them, and no e-mail address from anywhere.
    pub fn chain(&self) -> String {
        let chain = match self {
            Self::Run(RunError::Plan(PlanError::List { file, source })) => {
                format!("{file}: {source}").replace(['\n', '\r'], " ")
            }
            Self::Run(RunError::Plan(PlanError::Theme { file, .. })) => {
                format!(
                    "the theme {file} cannot be used; `labelrace render --theme` says what is wrong with it"
                )
            }
            Self::Run(RunError::Plan(PlanError::Holidays { file, .. })) => {
                format!(
                    "the holidays in {file} cannot be used; `labelrace forecast --holidays` says what is wrong with them"
                )
            }
            other => chain(other),
        };
        discreet(&chain).into_owned()
    }
}

fn of_link(error: &LinkError) -> ErrorClass {
    match error.trouble {
        LinkTrouble::BadBase | LinkTrouble::BadLife(_) => ErrorClass::BadConfiguration,
        LinkTrouble::NotFilm
        | LinkTrouble::NotFound
        | LinkTrouble::Denied
        | LinkTrouble::NoCredentials
        | LinkTrouble::Disabled
        | LinkTrouble::Deleting
        | LinkTrouble::WrongUsage
        | LinkTrouble::Unavailable
        | LinkTrouble::Other => ErrorClass::LinkFailed,
    }
}

/// How far the work was, as a part of a sentence.
fn far(made: usize, all: usize) -> String {
    match (made, all) {
        (0, 0) => String::new(),
        (made, 0) => format!(" ({made} done)"),
        (made, all) => format!(" ({made} of {all} done)"),
    }
}
