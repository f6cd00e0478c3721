//! The words around a race: its title, what it counts, its date, and the summary at its end.

use chrono::Datelike;

use super::{contest::Contest, team_words};
use crate::{
    locale::{Locale, Per, Phrase, Unit, beginning, plain::line},
    race::{Bars, Race},
    render::scene::{Captions, CountedBy, Fact, Headline},
    settings::{Film, Plan},
    source::{Gathered, LogUse, Times},
    stats::{Counted, Forecast, Measure, ShowingRule, Tally, Worker},
};

/// The captions of a film. Words that somebody chose replace our own. `forecast` is there where one was possible.
pub(super) fn captions<P>(
    counted: &Counted,
    contest: &Contest,
    forecast: Option<&Forecast>,
    plan: &Plan<P>,
    film: &Film<P>,
) -> Captions {
    let (gathered, race, team) = (&counted.gathered, &contest.race, contest.team.as_ref());
    let tally = contest.tally(counted);
    let locale = &plan.locale;
    let what = plan.count.into();
    let of_groups = plan.bars == Bars::Groups;
    let unseen = tally.unseen().map_or(0, |unseen| unseen.person.members);
    let n = (competitors(tally, plan.bars).count() + unseen) as u64;
    // Teams are no people, and a number of people may give somebody away.
    let people = (!of_groups && team.is_none() && race.is_counted()).then_some(n);
    let days = days(tally, locale);
    let subtitle = || {
        let per = if of_groups { Per::Team } else { Per::Person };
        let cumulative =
            if team.is_some() { Phrase::OfTheTeam(what) } else { Phrase::Cumulative { what, per } };
        format!("{} · {days} · {}", locale.say(cumulative), tally.zone())
    };
    let mut remarks = team.map_or_else(Vec::new, |team| team_words::remarks(team, what, locale));
    remarks.extend(footer(counted, race, plan, film.wording.caption.as_deref()));
    let mut headline = headline(counted, tally, people, what, locale);
    let gap = team.map_or_else(String::new, |team| team_words::gap_in_a_line(team, locale));
    if !gap.is_empty() {
        headline.more = gap;
    }
    Captions {
        title: title(gathered, film),
        subtitle: film.wording.subtitle.clone().unwrap_or_else(subtitle),
        counted_by: people.map_or(CountedBy::Teams, CountedBy::People),
        what,
        footer: remarks.join(" · "),
        headline,
        summary: summary(counted, contest, forecast, plan, people),
    }
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
fn footer<P>(counted: &Counted, race: &Race, plan: &Plan<P>, asked: Option<&str>) -> Vec<String> {
    let gathered = &counted.gathered;
    let mut parts = asked.map_or_else(|| as_of(gathered, plan), |caption| vec![caption.to_owned()]);
    if gathered.log == Some(LogUse::Alone) {
        parts.push(plan.locale.say(Phrase::Logged));
    }
    // Which rule holds is said whatever else is.
    parts.extend(counted.rules.iter().filter_map(|rule| match rule {
        ShowingRule::FewSeen { .. } | ShowingRule::FewTogether => Some(plan.locale.say(Phrase::OneBar)),
        ShowingRule::Strict { .. } => Some(plan.locale.say(Phrase::Strict)),
        ShowingRule::Gate { is_possible } => is_possible.then(|| plan.locale.say(Phrase::Gated)),
        ShowingRule::TeamRace => None,
    }));
    if asked.is_none() {
        parts.extend(race.period().map(|period| plan.locale.say(Phrase::Since(period))));
    }
    parts
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
fn headline(counted: &Counted, tally: &Tally, people: Option<u64>, what: Unit, locale: &Locale) -> Headline {
    let n = tally.total();
    let standing = match people {
        None => locale.say(Phrase::Milestone { n, what }),
        Some(people) => locale.say(Phrase::MadeBy { what, n, people }),
    };
    let standing = format!("{} · {standing}", days(tally, locale));
    let days = tally.by_day();
    let Some((date, labels)) = days.last_key_value() else {
        return Headline { standing, ..Headline::default() };
    };
    // In a film of a week, the best day of the whole job counts all the same.
    let before = counted.tally.by_day_with_before();
    let best = before.iter().filter(|(other, _)| *other != date).all(|(_, other)| other < labels);
    let day = beginning(&locale.weekday(*date));
    Headline {
        news: locale.say(Phrase::Headline { day: &day, n: *labels, what }),
        more: if best && 1 < before.len() { locale.say(Phrase::BestSoFar) } else { String::new() },
        standing,
    }
}

/// The summary of the race: what its bars do not say, the most important first.
fn summary<P>(
    counted: &Counted,
    contest: &Contest,
    forecast: Option<&Forecast>,
    plan: &Plan<P>,
    people: Option<u64>,
) -> Vec<Fact> {
    let (locale, what) = (&plan.locale, plan.count.into());
    let (gathered, race, tally) = (&counted.gathered, &contest.race, contest.tally(counted));
    let fact = |large: String, small: Phrase<'_>| Fact { large, small: locale.say(small) };
    let total = tally.total();
    let made = match people {
        None => Phrase::CountedBelow { what, n: total },
        Some(people) => Phrase::By { what, n: total, people },
    };
    let mut facts = vec![fact(locale.number(total), made)];
    facts.extend(contest.team.iter().flat_map(|team| team_words::facts(team, locale)));
    let days = tally.by_day();
    if let Some((date, labels)) =
        days.iter().rev().max_by_key(|(_, labels)| **labels).filter(|_| 1 < days.len())
    {
        let is_of_years = days.keys().any(|other| other.year() != date.year());
        let day = if is_of_years { locale.day_and_year(*date) } else { locale.day(*date) };
        facts.push(fact(locale.number(*labels), Phrase::BestDay(&day)));
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
        // That nobody did would be the only thing here that is said to shame.
        if 0 < at_goal {
            let part = locale.say(Phrase::OutOf { n: at_goal as u64, all: all as u64 });
            facts.push(fact(part, Phrase::ReachedTheGoal));
        }
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
    let end = forecast.filter(|forecast| 0 < forecast.workload.left).and_then(|forecast| forecast.pace?.end);
    if let Some(end) = end {
        let (_, last) = tally.first_and_last();
        let is_near = end.year() == last.with_timezone(&tally.zone()).year();
        let day = if is_near { locale.day(end) } else { locale.day_and_year(end) };
        facts.push(fact(day, Phrase::DoneThen));
    }
    if facts.len() < FEW {
        facts.push(match days.first_key_value() {
            Some((date, _)) if days.len() == 1 => {
                let weekday = beginning(&locale.weekday(*date));
                Fact { large: locale.day_and_year(*date), small: weekday }
            }
            _ => Fact { large: String::new(), small: self::days(tally, locale) },
        });
    }
    facts
}

/// A summary of fewer facts has room for the days.
const FEW: usize = 3;
