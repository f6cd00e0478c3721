//! The program on one page, once for the command line and the function: prepare, read, count, film.
//!
//! Requests and the machine enter; a film, its receipt and what was counted leave. The order is
//!
//! ```text
//! count_plan, film_plan   the settings, and the lists and themes that they name
//! prepare                 ffmpeg, fonts, outputs, pictures: whatever can be refused is refused here
//! Prepared::read          the answers of the job
//! names                   the names in the team's user pools, if they are to be shown
//! cast, count             who is who, and how much everybody did
//! Prepared::portraits     the pictures of those who were counted
//! Prepared::film          every frame, through the encoder
//! ```
//!
//! Whoever runs it may do things in between: the function claims the run before, asks whether anything is new and
//! keeps the cast after reading, and uploads at the end.
//!
//! Rooms: `forecast` (when the job is done), `impact` (what changed on a day), `error` (and its class), `contest` (the
//! race), `captions` and `team_words` (the words around it), `machine`, `timings` (where the time goes), `files`, `read`,
//! `count`, `names` (from user pools), `people` (a listing), `pictures`, `page` (beside the film), `digest` (the numbers of
//! its mail), `film`, `export` (tables as files), `sample`, `datasheet` (what is done with the data
//! of people).

mod forecast;
mod error;
mod contest;
mod team_words;
mod captions;
mod machine;
mod timings;
mod files;
mod read;
mod count;
mod impact;
#[cfg(feature = "aws")]
mod names;
mod people;
mod pictures;
mod page;
mod digest;
mod film;
mod export;
mod sample;
mod datasheet;

#[cfg(feature = "aws")]
pub use self::names::names;
pub use self::{
    contest::race,
    count::{cast, count, strangers, throughput},
    datasheet::{Datasheet, DatasheetSection, datasheet},
    digest::{DigestPlan, digest, digest_time},
    error::{ErrorClass, RunError},
    export::{Export, PreparedExport, WrittenExport, prepare_export},
    files::{calendar, count_plan, film_plan, forecast_if_possible, forecast_plan},
    film::{Outputs, Prepared, Watcher, prepare},
    forecast::{ForecastError, Outlook, outlook},
    impact::impact_on,
    machine::Machine,
    page::PageOutput,
    people::{PersonLine, people},
    read::{JobLine, OnRead, jobs, read, source_of, survey},
    sample::sample,
    timings::{Stage, Timings},
};
