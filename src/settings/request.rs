//! What was asked of a run: the settings of its film, and those of the run itself. One flat record.

use std::fmt;

use chrono::{DateTime, Utc};
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use strum::{IntoStaticStr, VariantArray};

use super::{
    count_request::CountRequest,
    film::FilmRequest,
    limits::Whole,
    words::{OneOf, one_of, word},
};
use crate::{render::style::Size, report::audience::Audience, store::NoPath};

/// How many films of a fleet are made at once unless somebody says otherwise: new accounts run ten functions at most.
pub const DEFAULT_AT_ONCE: u16 = 5;
const AT_ONCE: Whole<u16> = Whole::new(1, 1000);

/// Why a run takes place.
#[derive(Clone, Copy, Debug, Deserialize, Eq, IntoStaticStr, PartialEq, Serialize, VariantArray)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum RunKind {
    /// Every morning, for the labelers.
    Daily,
    /// Every week, for the owners of the job.
    Weekly,
    /// Because somebody wants a film now.
    Once,
    /// One of many jobs: its film, if there is something new, and no mail.
    Job,
    /// All jobs below a folder: which of them have something new. It makes no film.
    Jobs,
    /// The one mail about all of those jobs. It makes no film.
    Summary,
}

impl RunKind {
    /// Who gets the mail, unless somebody says otherwise.
    pub fn audience(self) -> Option<Audience> {
        match self {
            Self::Daily => Some(Audience::Labelers),
            Self::Weekly => Some(Audience::Owners),
            Self::Once | Self::Job | Self::Jobs | Self::Summary => None,
        }
    }

    /// Whether such a run makes a film, or else is a step of those that make many.
    pub fn makes_a_film(self) -> bool {
        !matches!(self, Self::Jobs | Self::Summary)
    }
}

impl fmt::Display for RunKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.into())
    }
}

/// Who gets the mail: an audience, or nobody.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Recipients(pub Option<Audience>);

impl Recipients {
    /// Parses the word for an audience, or `none`.
    pub(super) fn parser() -> OneOf<Self> {
        let audiences = Audience::VARIANTS.iter().map(|&audience| (word(audience), Self(Some(audience))));
        OneOf::new(audiences.chain([("none", Self(None))]))
    }
}

/// One run, as somebody asked for it. It holds no path of the machine that it is on: see [`NoPath`].
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Run")]
pub struct Request {
    /// Why the film is made: daily, weekly or once
    ///
    /// A daily run mails labelers and a weekly run mails owners, both only if there is something new; once
    /// mails nobody. The kinds jobs, job and summary are the steps of a fleet: see docs/scale.md.
    #[arg(long, value_name = "KIND", default_value = word(RunKind::Once), value_parser = one_of::<RunKind>())]
    pub kind: RunKind,

    /// Who gets the mail: labelers, owners or none [default: as KIND says]
    #[arg(long, value_name = "WHO", value_parser = Recipients::parser())]
    pub audience: Option<Recipients>,

    /// The scheduled time of this run, such as 2026-11-23T07:30:00Z; there is one film for each time
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub scheduled_time: Option<DateTime<Utc>>,

    /// Make the film and send the mail again, even if both were done before
    #[arg(long)]
    pub force: bool,

    /// With kind jobs: how many films are made at once
    #[arg(long, value_name = AT_ONCE.shown(), default_value_t = DEFAULT_AT_ONCE, value_parser = AT_ONCE, hide = true)]
    pub at_once: u16,

    /// With kind job: what was seen of the job when it was listed, so that it is left out until that changes
    #[arg(long, value_name = "SUM", value_parser = seen, hide = true)]
    pub seen: Option<String>,

    /// The event of kind jobs as it was sent: what it says of films is said to the runs that it leads to, too.
    #[arg(skip)]
    pub said: Map<String, Value>,

    /// What is read, and how it is counted.
    #[command(flatten)]
    pub count: CountRequest<NoPath>,

    /// How the film is made.
    #[command(flatten)]
    pub film: FilmRequest<NoPath>,
}

impl Request {
    /// Who gets the mail.
    pub fn audience(&self) -> Option<Audience> {
        self.audience.map_or_else(|| self.kind.audience(), |recipients| recipients.0)
    }

    /// The size of its film, if none is asked for: labelers watch their daily film on a phone.
    pub fn usual_size(&self) -> Size {
        match (self.kind, self.audience()) {
            (RunKind::Daily, Some(Audience::Labelers)) => Size::PHONE,
            _ => Size::DEFAULT,
        }
    }
}

fn seen(text: &str) -> Result<String, String> {
    let is_sum = |text: &str| text.len() <= 40 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let sum = Some(text).filter(|text| !text.is_empty() && is_sum(text)).map(str::to_owned);
    sum.ok_or_else(|| "this is not what a list of jobs says of one; leave it out".to_owned())
}

fn time(text: &str) -> Result<DateTime<Utc>, String> {
    let time = DateTime::parse_from_rfc3339(text.trim())
        .map_err(|_| format!("'{text}' is not a time with an offset; write it like 2026-11-23T07:30:00Z"))?;
    Ok(time.to_utc())
}
