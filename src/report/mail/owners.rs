//! The owners' weekly mail: what was decided first, then the numbers, each with what it was the week before.

use super::{
    lines::{Lines, left, right, short},
    parts::{bar, lead, objects},
    voice::{Voice, form},
};
use crate::{
    locale::{MailWord, Phrase, Unit, plain::discreet},
    report::todo::{Todo, todos},
    source::LogUse,
    stats::{
        Alpha, Digest, EndRange, Forecast, Lacking, NoForecast, QualityAlarm, Timeliness, WeekEffort,
        WorkPace,
    },
};

/// The widest name of a class, in columns.
const CLASS: usize = 24;

/// Everything about one job.
pub(super) fn block(digest: &Digest, voice: &Voice, is_alone: bool, lines: &mut Lines) {
    on_time(digest, voice, lines);
    progress(digest, voice, lines);
    week(digest, voice, lines);
    effort(digest, voice, lines);
    quality(digest, voice, lines);
    to_do(digest, voice, lines);
    if is_alone {
        lead(digest, voice, lines);
        health(digest, voice, lines);
    }
}

fn on_time(digest: &Digest, voice: &Voice, lines: &mut Lines) {
    if let Some(why) = digest.no_forecast {
        lines.heading(&voice.say(MailWord::OnTime));
        let word = voice.word(MailWord::NoForecast);
        lines.item(&match why {
            NoForecast::NoTotal => word.with("why", "no-total").say(),
            NoForecast::NoPerObject => word.with("why", "no-per-object").say(),
            NoForecast::NoCalendar => word.with("why", "no-calendar").say(),
            NoForecast::TotalBelow { total, done } => word
                .with("why", "total-below")
                .number("total", total)
                .with("labels", voice.counted(done))
                .say(),
        });
        return;
    }
    let Some(forecast) = &digest.forecast else { return };
    lines.heading(&voice.say(MailWord::OnTime));
    if forecast.standing != Timeliness::NoDeadline {
        let mut verdict = voice.word(MailWord::Standing).with("standing", form(forecast.standing)).say();
        if forecast.standing == Timeliness::Late
            && let Some(missing) = missing(forecast)
        {
            let missing = voice.word(MailWord::Missing).with("pace", voice.rate(missing)).say();
            verdict = format!("{} ({missing})", verdict.trim_end_matches(['.', '。']));
        }
        lines.item(&verdict);
    }
    if let Some(pace) = &forecast.pace {
        let word = if is_this_week(pace, forecast) { MailWord::Pace } else { MailWord::PaceOfDays };
        lines.item(&at_pace(voice, word, pace.working_days.into(), pace));
    }
    if let Some(slowest) = &forecast.slowest {
        lines.item(&at_pace(voice, MailWord::Slowest, forecast.full_weeks as u64, slowest));
    }
    if let Some(EndRange { earliest, latest }) = forecast.range {
        let first = voice.day(earliest);
        lines.item(&match latest {
            Some(latest) if latest == earliest => voice.word(MailWord::LikelyOn).with("first", first).say(),
            Some(latest) => {
                voice.word(MailWord::Likely).with("first", first).with("last", voice.day(latest)).say()
            }
            None => voice.word(MailWord::LikelyFrom).with("first", first).say(),
        });
    }
    if let Some(need) = &forecast.deadline {
        let date = voice.day_and_year(need.date);
        lines.item(&match need.per_day.filter(|_| 0 < forecast.workload.left) {
            Some(pace) => {
                voice.word(MailWord::DeadlineNeeds).with("day", date).with("pace", voice.rate(pace)).say()
            }
            None => voice.word(MailWord::Deadline).with("day", date).say(),
        });
    }
}

fn at_pace(voice: &Voice, word: MailWord, n: u64, pace: &WorkPace) -> String {
    let end = match pace.end {
        Some(end) => voice.word(MailWord::DoneOn).with("day", voice.day(end)).say(),
        None => voice.say(MailWord::NoEnd),
    };
    voice.word(word).count(n).with("pace", voice.rate(pace.per_day)).with("end", end).say()
}

/// Whether a pace is that of the calendar's week, as far as it has come.
fn is_this_week(pace: &WorkPace, forecast: &Forecast) -> bool {
    pace.from.week(chrono::Weekday::Mon) == forecast.through.week(chrono::Weekday::Mon)
}

fn missing(forecast: &Forecast) -> Option<f64> {
    let missing = forecast.deadline?.per_day? - forecast.pace?.per_day;
    (0.0 < missing).then_some(missing)
}

fn progress(digest: &Digest, voice: &Voice, lines: &mut Lines) {
    lines.heading(&voice.say(MailWord::Progress));
    if let Some(bar) = bar(digest, voice) {
        lines.item(&bar);
    }
    let labels = voice.counted(digest.labels);
    lines.item(&match digest.people {
        Some(people) => {
            let people = voice.people(people);
            voice.word(MailWord::SoFarBy).with("labels", labels).with("people", people).say()
        }
        None => voice.word(MailWord::SoFar).with("labels", labels).say(),
    });
    if let Some(workload) = digest.forecast.as_ref().map(|forecast| forecast.workload) {
        let left = voice.locale.say(Phrase::Left { n: workload.left, what: workload.unit.into() });
        let of = voice.part_of(workload.done, workload.total, workload.unit.into());
        lines.item(&format!("{of}, {}", left.replace(['\u{a0}', '\u{202f}'], " ")));
    }
    objects(digest, voice, lines);
    let week = voice.word(MailWord::ThisWeek).with("labels", voice.counted(digest.this_week()));
    lines.item(&week.number("before", digest.week_before).say());
}

/// The counts of the week, each below its weekday, with the week before.
fn week(digest: &Digest, voice: &Voice, lines: &mut Lines) {
    if digest.this_week() == 0 && digest.week_before == 0 {
        return;
    }
    lines.heading(&voice.say(MailWord::Week));
    let what = voice.locale.say(Phrase::CountedBelow { what: digest.unit(), n: 5 });
    let people = voice.people(5);
    let people = people.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').to_owned();
    let mut columns: Vec<[String; 3]> = vec![[String::new(), what, people]];
    for day in &digest.week {
        let people = day.people.map_or_else(|| "-".to_owned(), |n| voice.number(n as u64));
        columns.push([voice.locale.short_weekday(day.date), voice.number(day.labels), people]);
    }
    columns.push([voice.say(MailWord::Before), voice.number(digest.week_before), String::new()]);
    let width = |column: &[String; 3]| {
        column.iter().map(|cell| unicode_width::UnicodeWidthStr::width(&**cell)).max().unwrap_or(0)
    };
    let last = columns.len() - 1;
    for row in 0..3 {
        let cells = columns.iter().enumerate().map(|(n, column)| match n {
            0 => left(&column[row], width(column)),
            n if n == last => format!(" | {}", right(&column[row], width(column))),
            _ => format!(" {}", right(&column[row], width(column))),
        });
        lines.line(&format!("  {}", cells.collect::<String>()));
    }
    if digest.week.iter().any(|day| day.people.is_none()) {
        lines.line(&format!("  {}", voice.say(MailWord::Untold)));
    }
}

/// A line with what it was the week before, where that is known.
fn compared(voice: &Voice, line: String, before: Option<String>) -> String {
    match before {
        Some(before) => voice.word(MailWord::Compared).with("line", line).with("before", before).say(),
        None => line,
    }
}

fn effort(digest: &Digest, voice: &Voice, lines: &mut Lines) {
    let Some(week) = &digest.effort else { return };
    let before = digest.effort_before.as_ref();
    let of = |value: fn(&WeekEffort) -> Option<f64>| before.and_then(value).map(|value| voice.rate(value));
    lines.heading(&voice.say(MailWord::Effort));
    if let Some((hours, rate)) = week.active_hours.zip(week.labels_per_active_hour) {
        let line = voice.word(MailWord::Active).with("hours", voice.decimal(hours, 1));
        let line = line.with("rate", voice.rate(rate)).say();
        lines.item(&compared(voice, line, of(|effort| effort.labels_per_active_hour)));
    }
    if let Some(seconds) = week.median_task_s {
        let line = voice.word(MailWord::Median).with("seconds", voice.rate(seconds)).say();
        lines.item(&compared(
            voice,
            line,
            of(|effort| effort.median_task_s).map(|before| format!("{before} s")),
        ));
    }
    if let (Some(accepted), Some(returned), Some(declined)) = (week.accepted, week.returned, week.declined) {
        let line = voice.word(MailWord::Returned).number("accepted", accepted).number("returned", returned);
        let percent = voice.percent((returned + declined).min(accepted), accepted);
        lines.item(&line.number("declined", declined).with("percent", percent).say());
    }
}

fn quality(digest: &Digest, voice: &Voice, lines: &mut Lines) {
    let Some(quality) = &digest.quality else { return };
    let alpha = |word: MailWord, alpha: &Alpha| {
        let number = |n: f64| voice.decimal(n, 2);
        let said = voice.word(word).with("alpha", number(alpha.alpha)).with("low", number(alpha.low));
        said.with("high", number(alpha.high)).with("objects", voice.objects(alpha.objects)).say()
    };
    let mut said = Lines::default();
    if let Some(week) = &quality.week {
        let before = quality.before.map(|before| voice.decimal(before.alpha, 2));
        said.item(&compared(voice, alpha(MailWord::Alpha, week), before));
        let alarm = match quality.alarm() {
            QualityAlarm::None => "none",
            QualityAlarm::Few => "few",
            QualityAlarm::Low => "low",
            QualityAlarm::Drop => "drop",
        };
        said.item(&voice.word(MailWord::Alarm).with("alarm", alarm).say());
    }
    if let Some(job) = &quality.job
        && Some(job) != quality.week.as_ref()
    {
        said.item(&alpha(MailWord::AlphaOfJob, job));
    }
    if quality.week.is_some() {
        said.item(&voice.word(MailWord::Disagreed).with("objects", voice.objects(quality.disagreed)).say());
    }
    if let Some(pair) = &quality.confused {
        let [one, other] = [0, 1].map(|n| class(&pair.classes[n]));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1,000")]
        let percent = voice.percent((pair.share * 1000.0).round() as u64, 1000);
        let line = voice.word(MailWord::Confused).with("one", one).with("other", other);
        said.item(&line.with("percent", percent).say());
    }
    if let Some(why) = quality.lacking {
        let why = if why == Lacking::OneClass { "one-class" } else { "one-person-each" };
        said.item(&voice.word(MailWord::Lacking).with("why", why).say());
    }
    if !said.text.is_empty() {
        lines.heading(&voice.say(MailWord::Quality));
        lines.text.push_str(&said.text);
    }
}

/// The name of a class, as it may be mailed.
fn class(name: &str) -> String {
    short(&discreet(name), CLASS)
}

fn to_do(digest: &Digest, voice: &Voice, lines: &mut Lines) {
    lines.heading(&voice.say(MailWord::ToDo));
    let todos = todos(digest);
    if todos.is_empty() {
        lines.item(&voice.say(MailWord::NothingToDo));
    }
    for (n, todo) in todos.iter().enumerate() {
        lines.item(&format!("{}. {}", n + 1, in_words(todo, digest, voice)));
    }
}

fn in_words(todo: &Todo, digest: &Digest, voice: &Voice) -> String {
    let unit = digest.forecast.as_ref().map_or(Unit::Labels, |forecast| forecast.workload.unit.into());
    let left = |word: MailWord, n: u64| voice.word(word).with("labels", voice.of_unit(n, unit)).say();
    match todo {
        Todo::Passed(n) => left(MailWord::TodoPassed, *n),
        Todo::NoWorkingDays(n) => left(MailWord::TodoNoWorkingDays, *n),
        Todo::Late(pace, need) => voice
            .word(MailWord::TodoLate)
            .with("pace", voice.rate(*pace))
            .with("need", voice.rate(*need))
            .say(),
        Todo::TotalBelow(total, done) => voice
            .word(MailWord::TodoTotalBelow)
            .number("total", *total)
            .with("labels", voice.counted(*done))
            .say(),
        Todo::TotalMissing => voice.say(MailWord::TodoTotalMissing),
        Todo::Quiet(days) => voice.word(MailWord::TodoQuiet).count((*days).into()).say(),
        Todo::Confused([one, other]) => {
            voice.word(MailWord::TodoConfused).with("one", class(one)).with("other", class(other)).say()
        }
        Todo::Agreement => voice.say(MailWord::TodoAgreement),
        Todo::Log => voice.say(MailWord::TodoLog),
        Todo::Names => voice.say(MailWord::TodoNames),
        Todo::Skipped(n) => voice.word(MailWord::TodoSkipped).count(*n).say(),
        Todo::Failed(n) => voice.word(MailWord::TodoFailed).count(*n).say(),
    }
}

/// How sound the data are.
pub(super) fn health(digest: &Digest, voice: &Voice, lines: &mut Lines) {
    lines.heading(&voice.say(MailWord::Health));
    let answers = voice.word(MailWord::CountedAnswers).count(digest.answers).say();
    lines.item(&voice.word(MailWord::Used).with("answers", answers).number("skipped", digest.skipped).say());
    match &digest.log {
        Some(LogUse::Beside(log)) => {
            let (more, sign) = match log.logged.cmp(&log.responses) {
                std::cmp::Ordering::Less => (log.responses - log.logged, "-"),
                std::cmp::Ordering::Equal => (0, ""),
                std::cmp::Ordering::Greater => (log.logged - log.responses, "+"),
            };
            let line = voice.word(MailWord::LogBeside).number("answers", log.responses);
            let line =
                line.number("events", log.logged).with("difference", format!("{sign}{}", voice.number(more)));
            lines.item(&line.say());
            lines.item(&voice.word(MailWord::LogLater).count(log.later).say());
        }
        Some(LogUse::Alone) => lines.item(&voice.say(MailWord::LogAlone)),
        Some(LogUse::Unread { .. }) => lines.item(&voice.say(MailWord::LogUnread)),
        None => {}
    }
    if let Some(warning) = &digest.names_warning {
        lines.item(&voice.word(MailWord::NamesWarning).with("warning", discreet(warning)).say());
    }
}
