//! The words around a race: its title, what it counts, its date, and the summary at its end.

use crate::{
    locale::{Locale, Per, Phrase, Unit, plain::quotable},
    race::{Bars, Course, Race},
    render::scene::{Captions, CountedBy, Fact},
    settings::{Film, Plan},
    source::{Gathered, LogUse, Times},
    stats::{Tally, Worker},
};

/// The captions of a film. Words that somebody chose replace our own.
pub(super) fn captions(
    gathered: &Gathered,
    tally: &Tally,
    race: &Race,
    plan: &Plan,
    film: &Film,
) -> Captions {
    let locale = &plan.locale;
    let what = plan.count.into();
    let of_groups = plan.bars == Bars::Groups;
    let is_one = |worker: &&Worker| !of_groups || worker.person.group.is_some();
    let n = tally.workers().iter().filter(is_one).count() as u64;
    let days = days(tally, locale);
    let subtitle = || {
        let per = if of_groups { Per::Team } else { Per::Person };
        format!("{} · {days} · {}", locale.say(Phrase::Cumulative { what, per }), tally.zone())
    };
    Captions {
        title: title(gathered, film),
        subtitle: film.wording.subtitle.clone().unwrap_or_else(subtitle),
        counted_by: if of_groups { CountedBy::Teams } else { CountedBy::People(n) },
        what,
        footer: footer(gathered, race, plan, film.wording.caption.as_deref()),
        summary: summary(tally.total(), n, race.course(), locale, what, of_groups, days),
    }
}

/// The title of the film and of its mail. The name of a job is that of a folder, which may be called like somebody's
/// address; then it is only dots.
pub(super) fn title(gathered: &Gathered, film: &Film) -> String {
    film.wording.title.clone().unwrap_or_else(|| quotable(&gathered.name).into_owned())
}

fn days(tally: &Tally, locale: &Locale) -> String {
    let (first, last) = tally.first_and_last();
    let date = |time: chrono::DateTime<chrono::Utc>| time.with_timezone(&tally.zone()).date_naive();
    locale.days(date(first), date(last))
}

/// What somebody `asked` to stand below the race, or else of when it is. Whoever sees a film of a log alone has to know
/// what it counts in any case.
fn footer(gathered: &Gathered, race: &Race, plan: &Plan, asked: Option<&str>) -> String {
    let mut parts = asked.map_or_else(|| as_of(gathered, plan), |caption| vec![caption.to_owned()]);
    if gathered.log == Some(LogUse::Alone) {
        parts.push(plan.locale.say(Phrase::Logged));
    }
    if asked.is_none() {
        parts.extend(race.period().map(|period| plan.locale.say(Phrase::Since(period))));
    }
    parts.join(" · ")
}

/// Answers arrive in S3 when their object is finished, so the last days of a race can still grow. A film that ends
/// earlier says when, and nothing about objects that are open by now.
fn as_of(gathered: &Gathered, plan: &Plan) -> Vec<String> {
    let (locale, until) = (&plan.locale, plan.span.until);
    let as_of = until.map_or(gathered.as_of, |until| gathered.as_of.min(until));
    let as_of = as_of.with_timezone(&plan.zone).naive_local();
    let mut parts = vec![locale.say(Phrase::AsOf(as_of))];
    let progress = gathered.progress().filter(|_| until.is_none());
    parts.extend(progress.map(|progress| locale.say(Phrase::Open(progress.open()))));
    if Times::Zoneless < gathered.times() {
        parts.push(locale.say(Phrase::Consolidated));
    }
    parts
}

/// The summary of the job, the most important number first.
fn summary(
    labels: u64,
    n: u64,
    course: &Course,
    locale: &Locale,
    what: Unit,
    of_groups: bool,
    days: String,
) -> Vec<Fact> {
    let fact = |large: String, small: Phrase<'_>| Fact { large, small: locale.say(small) };
    let mut facts = vec![
        fact(locale.number(labels), Phrase::CountedBelow { what, n: labels }),
        fact(locale.number(n), if of_groups { Phrase::Teams(n) } else { Phrase::People(n) }),
    ];
    facts.extend(course.reach.as_ref().map(|reach| fact(locale.percent(reach.part()), Phrase::OfTheJob)));
    facts.push(Fact { large: String::new(), small: days });
    facts
}
