//! The forecast and the quality of a job in words, as sections of its page.
//!
//! Both are about the team. Which numbers may be told at all is decided before: see `Agreement::shared`.

use chrono::NaiveDate;

use super::{model::PageSection, standings::part};
use crate::{
    locale::{Locale, PagePhrase, PageWord, Phrase, Unit, beginning, plain::holds_address},
    people::presentable,
    stats::{Agreement, Alpha, DeadlineNeed, EndRange, Forecast, Timeliness, WorkPace},
};

/// The most weeks of agreement on a page: the last ones.
const WEEKS: usize = 4;

/// Between the two parts of a fact.
const AND: &str = " · ";

/// When the job will be done.
pub(super) fn forecast(forecast: &Forecast, locale: &Locale) -> PageSection {
    let teller = OutlookWords { locale };
    let workload = &forecast.workload;
    let what: Unit = workload.unit.into();
    let done = locale.say(Phrase::Of { done: workload.done, total: workload.total, what });
    let percent = locale.percent(part(workload.done, workload.total));
    let left = locale.say(Phrase::Left { n: workload.left, what });
    let mut facts = vec![(locale.page(PageWord::Done), [done, percent, left].join(AND))];
    facts.extend(teller.paces(forecast));
    facts.extend(teller.deadline(forecast));
    facts.push((locale.page(PageWord::Through), locale.day_and_year(forecast.through)));
    let notes = if forecast.pace.is_some() { vec![locale.page(PageWord::Paces)] } else { Vec::new() };
    PageSection { facts, notes }
}

/// How far the team agrees.
pub(super) fn quality(agreement: &Agreement, locale: &Locale) -> PageSection {
    let on = |objects: u64| {
        let word = locale.say(Phrase::CountedBelow { what: Unit::Objects, n: objects });
        format!("{} {word}", locale.number(objects))
    };
    let shown = |alpha: Option<&Alpha>, objects| {
        let n = |n| locale.hundredths(n);
        let alpha = alpha.map_or_else(
            || locale.page(PageWord::OneClass),
            |alpha| format!("{} ({} – {})", n(alpha.alpha), n(alpha.low), n(alpha.high)),
        );
        [alpha, on(objects)].join(AND)
    };
    let mut facts =
        vec![(locale.page(PageWord::Agreement), shown(agreement.alpha.as_ref(), agreement.objects))];
    // One week says what all say together.
    if 1 < agreement.weeks.len() {
        let older = agreement.weeks.len().saturating_sub(WEEKS);
        facts.extend(agreement.weeks[older..].iter().map(|week| {
            let name = locale.say_on_page(PagePhrase::WeekFrom(&locale.day_and_year(week.week)));
            (name, shown(week.alpha.as_ref(), week.objects))
        }));
    }
    let disagreed =
        locale.say(Phrase::Of { done: agreement.disagreed, total: agreement.objects, what: Unit::Objects });
    facts.push((locale.page(PageWord::Disagreed), disagreed));
    if let Some(pair) = agreement.confused.first() {
        let classes = pair.classes.each_ref().map(|class| presentable(class)).join(" / ");
        // What somebody has called a class is for the people of the job; an address in it is for nobody.
        if !holds_address(&classes) {
            let said = PagePhrase::OfDisagreements { classes: &classes, part: pair.share };
            facts.push((locale.page(PageWord::Confused), locale.say_on_page(said)));
        }
    }
    PageSection { facts, notes: vec![locale.page(PageWord::Team)] }
}

struct OutlookWords<'a> {
    locale: &'a Locale,
}

impl OutlookWords<'_> {
    fn paces(&self, forecast: &Forecast) -> Vec<(String, String)> {
        let locale = self.locale;
        let mut facts = Vec::new();
        if forecast.standing == Timeliness::NotEnoughData {
            let days = PagePhrase::DaysSoFar(forecast.working_days.into());
            facts.push((locale.page(PageWord::TooEarly), locale.say_on_page(days)));
        }
        if let Some(pace) = &forecast.pace {
            let whose = if pace.is_of_week_of(forecast.through) {
                locale.page(PageWord::ThisWeek)
            } else {
                locale.say_on_page(PagePhrase::LastDays(pace.working_days.into()))
            };
            facts.push((whose, self.done_on(pace)));
        }
        if let Some(slowest) = &forecast.slowest {
            let whose = locale.say_on_page(PagePhrase::Slowest(forecast.full_weeks as u64));
            facts.push((whose, self.done_on(slowest)));
        }
        if let Some(EndRange { earliest, latest }) = forecast.range {
            let when = latest.map_or_else(
                || locale.say_on_page(PagePhrase::FromOn(&self.day(earliest))),
                |latest| locale.days(earliest, latest),
            );
            facts.push((locale.page(PageWord::Likely), when));
        }
        facts
    }

    fn done_on(&self, pace: &WorkPace) -> String {
        let day = pace.end.map_or_else(|| self.locale.page(PageWord::NoEnd), |end| self.day(end));
        self.locale.say_on_page(PagePhrase::DoneOn { day: &day, rate: pace.per_day })
    }

    fn deadline(&self, forecast: &Forecast) -> Option<(String, String)> {
        if forecast.standing == Timeliness::Done {
            return None;
        }
        let need = forecast.deadline.as_ref()?;
        let day = self.day(need.date);
        let needs = match need.per_day {
            Some(rate) => self.locale.say_on_page(PagePhrase::Needs { day: &day, rate }),
            None => day,
        };
        Some((self.locale.page(PageWord::Deadline), [needs, self.standing(forecast, need)].join(AND)))
    }

    fn standing(&self, forecast: &Forecast, need: &DeadlineNeed) -> String {
        let word = |word| self.locale.page(word);
        match forecast.standing {
            Timeliness::OnTime if forecast.slowest.is_none() => word(PageWord::OnTime),
            Timeliness::OnTime => word(PageWord::OnTimeSlowest),
            Timeliness::LittleReserve => word(PageWord::Reserve),
            Timeliness::Late => forecast.missing().map_or_else(
                || word(PageWord::Late),
                |missing| self.locale.say_on_page(PagePhrase::LateBy(missing)),
            ),
            Timeliness::Passed => word(PageWord::Passed),
            Timeliness::NoWorkingDays => word(PageWord::NoDays),
            Timeliness::Done | Timeliness::NotEnoughData | Timeliness::NoDeadline => {
                self.locale.say_on_page(PagePhrase::DaysLeft(need.working_days.into()))
            }
        }
    }

    /// `Thu 11 Dec 2025`.
    fn day(&self, date: NaiveDate) -> String {
        format!("{} {}", beginning(&self.locale.short_weekday(date)), self.locale.day_and_year(date))
    }
}
