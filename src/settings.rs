//! What was asked becomes what will be done.
//!
//! The words of flags, events and variables enter; a [`Plan`] and a [`Film`] leave, which are always valid. No
//! other wing of the library knows a flag: the plan and the film have the values that the wings take.
//!
//! Rooms: `words`, `hints`, `limits`, `moment`, `theme`, `topic`, `contact`, `privacy`, `secret` (how single values are
//! written), `plan` and `count_request`, `forecast` and `film` (the settings and what they mean), `request` and `delivery`
//! (those of a run), `variables`, `refused` and `event` (the same in JSON and in variables), `asked` and `layered` (typed,
//! or said elsewhere), `table` (all of them, to be read).

mod words;
mod hints;
mod limits;
mod moment;
mod theme;
mod topic;
mod contact;
mod privacy;
mod secret;
mod plan;
mod count_request;
mod forecast;
mod film;
mod request;
mod delivery;
mod variables;
mod refused;
mod event;
mod asked;
mod layered;
mod table;

pub use self::{
    asked::Asked,
    contact::{Contact, ContactError},
    count_request::{CountRequest, SourceRequest, log_place, user_pool, zone},
    delivery::{Delivery, WebhookStyle},
    event::Defaults,
    film::{Film, FilmRequest, Wording},
    forecast::{CalendarRequest, ForecastPlan, ForecastRequest, HolidaysChoice, day},
    layered::words_for,
    moment::{Moment, MomentError},
    plan::{AskedSpan, Files, Input, LogInput, Plan, PlanError},
    privacy::Privacy,
    refused::RequestError,
    request::{DEFAULT_AT_ONCE, Recipients, Request, RunKind},
    secret::{SecretAddress, SecretAddressError, SecretKeeper},
    table::{SWITCH, Setting, settings},
    theme::ThemeChoice,
    topic::{Topic, TopicError},
    variables::{Variable, variable_of},
    words::{OneOf, nearest, one_of},
};
