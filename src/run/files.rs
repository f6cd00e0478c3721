//! From requests to plans, with the lists and themes that they name read from disk or from S3.
//!
//! What is in those files is left to `settings`.

use chrono::{DateTime, Utc};

use super::error::RunError;
use crate::{
    locale::chain::chain,
    settings::{
        CalendarRequest, CountRequest, Files, Film, FilmRequest, ForecastPlan, ForecastRequest, Plan,
    },
    stats::WorkCalendar,
    store::{LocalPath, Location, Store, StoreError, Stores},
};

/// A list or theme larger than this is something else.
const LARGEST_LIST: u64 = 16 << 20;

/// What will be counted, as of the moment `now`.
///
/// # Errors
/// When settings do not fit together, or a file that they name cannot be used.
pub async fn count_plan<S: Store, P: LocalPath>(
    count: CountRequest<P>,
    now: DateTime<Utc>,
    stores: &Stores<S, P>,
) -> Result<Plan<P>, RunError> {
    let files = Files {
        aliases: file("alias file", count.aliases.as_ref(), stores).await?,
        groups: file("group file", count.group.as_ref(), stores).await?,
        colors: file("color file", count.colors.as_ref(), stores).await?,
        ..Files::default()
    };
    Ok(count.plan(now, &files)?)
}

/// How the film will look. A list of holidays that cannot be used costs its forecast, and not the film.
///
/// # Errors
/// When the theme cannot be used.
pub async fn film_plan<S: Store, P: LocalPath>(
    film: FilmRequest<P>,
    stores: &Stores<S, P>,
) -> Result<Film<P>, RunError> {
    let theme = file("theme", film.theme_file(), stores).await?;
    let forecast = forecast_if_possible(film.forecast().clone(), stores).await?;
    let mut film = film.without_holidays().plan(&Files { theme, ..Files::default() })?;
    film.forecast = forecast;
    Ok(film)
}

/// What is known of the work and the calendar; or, where a list of holidays cannot be used, why there is no forecast.
///
/// # Errors
/// When something other than a list of holidays cannot be used.
pub async fn forecast_if_possible<S: Store, P: LocalPath>(
    forecast: ForecastRequest<P>,
    stores: &Stores<S, P>,
) -> Result<ForecastPlan, RunError> {
    match forecast_plan(forecast.clone(), stores).await {
        Err(error) => {
            let without = forecast.without_holidays().plan(&Files::default())?;
            Ok(ForecastPlan { no_calendar: Some(chain(&error)), ..without })
        }
        known => known,
    }
}

/// What is known of the work and the calendar.
///
/// # Errors
/// When a list of holidays cannot be used.
pub async fn forecast_plan<S: Store, P: LocalPath>(
    forecast: ForecastRequest<P>,
    stores: &Stores<S, P>,
) -> Result<ForecastPlan, RunError> {
    let holidays = holidays(forecast.calendar(), stores).await?;
    Ok(forecast.plan(&Files { holidays, ..Files::default() })?)
}

/// When people work.
///
/// # Errors
/// When a list of holidays cannot be used.
pub async fn calendar<S: Store, P: LocalPath>(
    calendar: CalendarRequest<P>,
    stores: &Stores<S, P>,
) -> Result<WorkCalendar, RunError> {
    let holidays = holidays(&calendar, stores).await?;
    Ok(calendar.plan(&Files { holidays, ..Files::default() })?)
}

async fn holidays<S: Store, P: LocalPath>(
    calendar: &CalendarRequest<P>,
    stores: &Stores<S, P>,
) -> Result<Vec<Vec<u8>>, RunError> {
    let mut lists = Vec::new();
    for place in calendar.files() {
        lists.extend(file("list of holidays", Some(place), stores).await?);
    }
    Ok(lists)
}

async fn file<S: Store, P: LocalPath>(
    what: &'static str,
    file: Option<&Location<P>>,
    stores: &Stores<S, P>,
) -> Result<Option<Vec<u8>>, RunError> {
    let Some(file) = file else { return Ok(None) };
    match stores.read(file, LARGEST_LIST).await {
        Ok(Some(bytes)) => Ok(Some(bytes.into())),
        Ok(None) => Err(RunError::HugeFile { what, file: file.to_any(), limit: LARGEST_LIST }),
        Err(StoreError { trouble, what: _, source: Some(source) }) => {
            Err(RunError::NoFile { what, file: file.to_any(), trouble, source })
        }
        Err(error) => {
            let trouble = error.trouble.clone();
            Err(RunError::NoFile { what, file: file.to_any(), trouble, source: error.into() })
        }
    }
}
