//! The words around a race: its title, what it counts, its date, and the summary at its end.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use crate::{
    locale::{Locale, Per, Phrase, Unit, beginning, plain::line},
    race::{Bars, Race},
    render::scene::{Captions, CountedBy, Fact, Headline},
    settings::{Film, Plan},
    source::{Gathered, LogUse, Times},
    stats::{Counted, Measure, ShowingRule, Tally, Worker},
};

/// The captions of a film. Words that somebody chose replace our own.
pub(super) fn captions<P>(counted: &Counted, race: &Race, plan: &Plan<P>, film: &Film<P>) -> Captions {
    let Counted { gathered, tally, rules, .. } = counted;
    let locale = &plan.locale;
    let what = plan.count.into();
    let of_groups = plan.bars == Bars::Groups || is_one_team(rules);
    let unseen = tally.unseen().map_or(0, |unseen| unseen.person.members);
    let n = (competitors(tally, plan.bars).count() + unseen) as u64;
    // Teams are no people, and a number of people may give somebody away.
    let people = (!of_groups && race.is_counted()).then_some(n);
    let days = days(tally, locale);
    let subtitle = || {
        let per = if of_groups { Per::Team } else { Per::Person };
        format!("{} · {days} · {}", locale.say(Phrase::Cumulative { what, per }), tally.zone())
    };
    Captions {
        title: title(gathered, film),
        subtitle: film.wording.subtitle.clone().unwrap_or_else(subtitle),
        counted_by: people.map_or(CountedBy::Teams, CountedBy::People),
        what,
        footer: footer(gathered, rules, race, plan, film.wording.caption.as_deref()),
        headline: headline(tally, people, what, locale),
        summary: summary(gathered, tally, race, plan, people),
    }
}

/// Whether the whole team has one bar.
fn is_one_team(rules: &[ShowingRule]) -> bool {
    rules.iter().any(|rule| matches!(rule, ShowingRule::FewSeen { .. } | ShowingRule::FewTogether))
}

/// The title of the film and of its mail.
pub(super) fn title<P>(gathered: &Gathered, film: &Film<P>) -> String {
    film.wording.title.clone().unwrap_or_else(|| line(&gathered.name).into_owned())
}

/// The people, or the teams: the bar of those who are in none is no team.
fn competitors(tally: &Tally, bars: Bars) -> impl Iterator<Item = &Worker> {
    tally.workers().iter().filter(move |worker| bars == Bars::People || worker.person.group.is_some())
}

fn days(tally: &Tally, locale: &Locale) -> String {
    let (first, last) = tally.first_and_last();
    let date = |time: chrono::DateTime<chrono::Utc>| time.with_timezone(&tally.zone()).date_naive();
    locale.days(date(first), date(last))
}

/// What somebody `asked` to stand below the race, or else of when it is. Whoever sees a film of a log alone has to know
/// what it counts in any case.
fn footer<P>(
    gathered: &Gathered,
    rules: &[ShowingRule],
    race: &Race,
    plan: &Plan<P>,
    asked: Option<&str>,
) -> String {
    let mut parts = asked.map_or_else(|| as_of(gathered, plan), |caption| vec![caption.to_owned()]);
    if gathered.log == Some(LogUse::Alone) {
        parts.push(plan.locale.say(Phrase::Logged));
    }
    // Which rule holds is said whatever else is.
    parts.extend(rules.iter().filter_map(|rule| match rule {
        ShowingRule::FewSeen { .. } | ShowingRule::FewTogether => Some(plan.locale.say(Phrase::OneBar)),
        ShowingRule::Strict { .. } => Some(plan.locale.say(Phrase::Strict)),
        ShowingRule::Gate { is_possible } => is_possible.then(|| plan.locale.say(Phrase::Gated)),
    }));
    if asked.is_none() {
        parts.extend(race.period().map(|period| plan.locale.say(Phrase::Since(period))));
    }
    parts.join(" · ")
}

/// Answers arrive in S3 when their object is finished, so the last days of a race can still grow. A film that ends
/// earlier says when, and nothing about objects that are open by now.
fn as_of<P>(gathered: &Gathered, plan: &Plan<P>) -> Vec<String> {
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

/// What is new: the last day, and whether it is the best one. A race of longer buckets knows no days.
fn headline(tally: &Tally, people: Option<u64>, what: Unit, locale: &Locale) -> Headline {
    let n = tally.total();
    let standing = match people {
        None => locale.say(Phrase::Milestone { n, what }),
        Some(people) => format!("{} {}", locale.number(n), locale.say(Phrase::By { what, n, people })),
    };
    let standing = format!("{} · {standing}", days(tally, locale));
    let days = by_day(tally);
    let Some((date, labels)) = days.last_key_value() else {
        return Headline { standing, ..Headline::default() };
    };
    let best = days.values().rev().skip(1).all(|other| other < labels);
    let day = beginning(&locale.weekday(*date));
    Headline {
        news: locale.say(Phrase::Headline { day: &day, n: *labels, what }),
        more: if best && 1 < days.len() { locale.say(Phrase::BestSoFar) } else { String::new() },
        standing,
    }
}

/// The labels of each day with any; none where buckets are longer than a day.
fn by_day(tally: &Tally) -> BTreeMap<NaiveDate, u64> {
    let date = |bucket: usize| tally.edges()[bucket].with_timezone(&tally.zone()).date_naive();
    let mut days = BTreeMap::new();
    if tally.edges().windows(2).any(|edges| LONGEST_DAY < edges[1] - edges[0]) {
        return days;
    }
    for step in tally.everybody().flat_map(|worker| &worker.steps) {
        *days.entry(date(step.bucket)).or_default() += step.labels;
    }
    days
}

/// A day on which clocks go back.
const LONGEST_DAY: TimeDelta = TimeDelta::hours(25);

/// The summary of the race: what its bars do not say, the most important first.
fn summary<P>(
    gathered: &Gathered,
    tally: &Tally,
    race: &Race,
    plan: &Plan<P>,
    people: Option<u64>,
) -> Vec<Fact> {
    let (locale, what) = (&plan.locale, plan.count.into());
    let fact = |large: String, small: Phrase<'_>| Fact { large, small: locale.say(small) };
    let total = tally.total();
    let counted = match people {
        None => Phrase::CountedBelow { what, n: total },
        Some(people) => Phrase::By { what, n: total, people },
    };
    let mut facts = vec![fact(locale.number(total), counted)];
    let days = by_day(tally);
    if let Some((date, labels)) =
        days.iter().rev().max_by_key(|(_, labels)| **labels).filter(|_| 1 < days.len())
    {
        facts.push(fact(locale.number(*labels), Phrase::BestDay(&locale.day(*date))));
    }
    if let Some(climb) = race.biggest_climb()
        && let Some(person) = race.people().nth(climb.racer)
    {
        facts.push(fact(locale.signed(climb.rows as u64), Phrase::BiggestClimb(&person.name)));
    }
    let course = race.course();
    let goal = course.goal.filter(|goal| race.tells_of_goal(*goal));
    if let Some(goal) = goal.filter(|_| people.is_some() || plan.bars == Bars::Groups) {
        let all = competitors(tally, plan.bars).count();
        let at_goal = competitors(tally, plan.bars).filter(|worker| goal <= worker.total()).count();
        let part = locale.say(Phrase::OutOf { n: at_goal as u64, all: all as u64 });
        facts.push(fact(part, Phrase::ReachedTheGoal));
    }
    if let Some(reach) = &course.reach {
        let done = reach.before + reach.steps.last().map_or(0, |step| step.cumulative);
        let left = reach.total.saturating_sub(done);
        let left = match (reach.measure, gathered.progress()) {
            // Objects that failed are not left, as far as the manifest says so for this time.
            (Measure::Objects, Some(progress)) if plan.span.until.is_none() => {
                Phrase::Left { n: progress.open(), what: Unit::Objects }
            }
            (Measure::Objects, _) => Phrase::Left { n: left, what: Unit::Objects },
            (Measure::Counted, _) => Phrase::Left { n: left, what },
        };
        facts.push(fact(locale.percent(reach.part()), left));
    }
    if facts.len() < FEW {
        facts.push(Fact { large: String::new(), small: self::days(tally, locale) });
    }
    facts
}

/// A summary of fewer facts has room for the days.
const FEW: usize = 3;
