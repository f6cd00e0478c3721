//! A forecast as it is printed: for people, or as JSON.

use std::io::Write;

use chrono::NaiveDate;
use labelrace::{
    locale::{Locale, thousands},
    people::presentable,
    run::Outlook,
    stats::{DeadlineNeed, EndRange, Forecast, Timeliness, WithPeople},
};

use super::{args::TextFormat, tables::text_or_json};

/// When the job will be done.
pub(crate) fn print(outlook: &Outlook, format: TextFormat, out: &mut impl Write) -> anyhow::Result<()> {
    text_or_json(format, || text(outlook), outlook, out)
}

/// A day as people read it, with its weekday.
fn day(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

fn per_day(n: f64) -> String {
    Locale::default().rate(n)
}

fn done(end: Option<NaiveDate>) -> String {
    end.map_or_else(|| "no end within ten years".to_owned(), |end| format!("done {}", day(end)))
}

fn text(outlook: &Outlook) -> String {
    let Outlook { job, forecast, with_people, notes } = outlook;
    let title = presentable(job);
    let mut lines = vec![
        format!("{title}: forecast of {} ({})", day(forecast.through), forecast.time_zone),
        String::new(),
        format!("  {}", progress(forecast)),
    ];
    let rows = rows(forecast, with_people.as_ref());
    let width = rows.iter().map(|(what, _)| what.chars().count()).max().unwrap_or_default();
    if !rows.is_empty() {
        lines.push(String::new());
    }
    for (what, when) in rows {
        lines.push(format!("  {what:width$}   {when}"));
    }
    if !notes.is_empty() {
        lines.push(String::new());
    }
    for note in notes {
        lines.push(textwrap::fill(note, 78));
    }
    lines.join("\n") + "\n"
}

/// How much is done and how much is left.
fn progress(forecast: &Forecast) -> String {
    let workload = &forecast.workload;
    let unit = workload.unit.name();
    let (total, done) = (thousands(workload.total), thousands(workload.done));
    if workload.left == 0 {
        return format!("All {total} {unit} are done.");
    }
    // As in the film: rounded down, so that nearly all is not shown as all.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let percent = Locale::default().percent(workload.done as f64 / workload.total as f64);
    let percent = percent.replace('\u{a0}', "");
    let left = thousands(workload.left);
    let objects = match (workload.open_objects, workload.per_object) {
        (Some(objects), Some(per_object)) => format!(
            " ({} open {}, {per_object} {} each)",
            thousands(objects),
            if objects == 1 { "object" } else { "objects" },
            if per_object == 1 { "label" } else { "labels" }
        ),
        _ => String::new(),
    };
    format!("{done} of {total} {unit} done ({percent}), {left} left{objects}")
}

fn rows(forecast: &Forecast, with_people: Option<&WithPeople>) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    match forecast.standing {
        Timeliness::Done => return rows,
        Timeliness::NotEnoughData => {
            let days = forecast.working_days;
            let days = format!("{days} whole working {}", if days == 1 { "day" } else { "days" });
            rows.push(("Not enough data".to_owned(), format!("{days} so far; a forecast needs 3")));
        }
        _ => {}
    }
    if let Some(pace) = &forecast.pace {
        let whose = if pace.is_of_week_of(forecast.through) {
            "At this week's pace".to_owned()
        } else {
            format!("At the pace of the last {} working days", pace.working_days)
        };
        rows.push((format!("{whose} ({} a day)", per_day(pace.per_day)), done(pace.end)));
    }
    if let Some(slowest) = &forecast.slowest {
        let weeks = match forecast.full_weeks {
            1 => "At the pace of the one full week".to_owned(),
            n => format!("At the slowest of the last {n} full weeks"),
        };
        rows.push((format!("{weeks} ({} a day)", per_day(slowest.per_day)), done(slowest.end)));
    }
    if let Some(EndRange { earliest, latest }) = forecast.range {
        let between = match latest {
            Some(latest) if latest == earliest => day(earliest),
            Some(latest) => format!("from {} to {}", day(earliest), day(latest)),
            None => format!("from {} on, with no end in sight", day(earliest)),
        };
        rows.push(("Likely".to_owned(), between));
    }
    if let Some(need) = &forecast.deadline {
        rows.push(deadline(need, forecast));
    }
    if let Some(WithPeople { more, people, per_day: pace, end }) = with_people {
        let then = i64::try_from(*people).unwrap_or(i64::MAX) + i64::from(*more);
        let more = match more {
            0.. => format!("With {more} more people"),
            _ => format!("With {} fewer people", more.unsigned_abs()),
        };
        rows.push((format!("{more} ({then} instead of {people}, {} a day)", per_day(*pace)), done(*end)));
    }
    rows
}

fn deadline(need: &DeadlineNeed, forecast: &Forecast) -> (String, String) {
    let date = format!("Deadline {}", day(need.date));
    let what = match need.per_day {
        Some(pace) => format!("{date} needs {} a day", per_day(pace)),
        None => date,
    };
    let how = match forecast.standing {
        Timeliness::OnTime if forecast.slowest.is_none() => "on time at this pace".to_owned(),
        Timeliness::OnTime => "on time, even at the slowest week's pace".to_owned(),
        Timeliness::LittleReserve => "on time at this pace, with little reserve".to_owned(),
        Timeliness::Late => match forecast.missing() {
            Some(missing) => format!("late: {} a day are missing", per_day(missing)),
            None => "late".to_owned(),
        },
        Timeliness::Passed => "has passed".to_owned(),
        Timeliness::NoWorkingDays => "no working day is left until then".to_owned(),
        Timeliness::Done | Timeliness::NotEnoughData | Timeliness::NoDeadline => {
            let days = need.working_days;
            format!("{days} working {} left", if days == 1 { "day" } else { "days" })
        }
    };
    (what, how)
}
