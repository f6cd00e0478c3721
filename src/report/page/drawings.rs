//! The charts of the page, each with a table that says the same, and the hours of the week.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{charts::name, model::FilmPage, numbers::PagePlan, periods::DayPart};
use crate::locale::{PageCounted, PagePhrase, PageWord, Period, Phrase, beginning};

/// The most rows of the table that a chart of sums stands for.
const MOMENTS: usize = 31;

/// How many shades the hours have, beside none.
const SHADES: u64 = 8;

impl FilmPage<'_> {
    /// A chart, and what says the same without being seen.
    fn chart(&self, id: &str, heading: &str, legend: &Markup, table: &Markup) -> Markup {
        html! {
            section aria-labelledby=(id) {
                h2 id=(id) { (heading) }
                div.chart id={ "chart-" (id) } tabindex="0" role="group" aria-label={ (heading) ". " (self.word(PageWord::Keys)) } {}
                p.readout aria-live="polite" id={ "readout-" (id) } {}
                (legend)
                details {
                    summary { (self.word(PageWord::Numbers)) }
                    div.scroll tabindex="0" role="region" aria-label={ (heading) ": " (self.word(PageWord::Numbers)) } { (table) }
                }
            }
        }
    }

    pub(super) fn over_time(&self) -> Markup {
        let course = &self.numbers.over_time;
        let heading = self.locale.page_counted(PageCounted::OverTime, self.unit());
        let legend = html! {
            ul.legend {
                @for (n, line) in course.lines.iter().enumerate() {
                    li class={ "line-" (n) } { i {} bdi { (line.name) } }
                }
                @if let Some(goal) = course.goal {
                    li.goal { i {} (self.locale.say(Phrase::Goal(goal))) }
                }
            }
        };
        let table = html! {
            table {
                thead {
                    tr {
                        th scope="col" { (self.word(PageWord::Day)) }
                        @for line in &course.lines { th scope="col" { bdi { (line.name) } } }
                    }
                }
                tbody {
                    @for n in moments(course.times.len()) {
                        tr {
                            th scope="row" { (self.moment(course.times[n])) }
                            @for line in &course.lines { td { (self.locale.number(line.labels[n])) } }
                        }
                    }
                }
            }
        };
        self.chart("over-time", &heading, &legend, &table)
    }

    /// A time of the course, in the zone of the job.
    fn moment(&self, seconds: i64) -> String {
        let zone: chrono_tz::Tz = self.numbers.time_zone.parse().unwrap_or(chrono_tz::Tz::UTC);
        let time = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
        self.locale.day_and_time(time.with_timezone(&zone).naive_local())
    }

    pub(super) fn everybody(&self) -> Markup {
        let course = &self.numbers.over_time;
        let legend = html! {
            ul.legend {
                li.everybody { i {} (self.word(PageWord::Everybody)) }
                @if let Some(target) = course.target {
                    li.goal { i {} (self.locale.say_on_page(PagePhrase::Target(target))) }
                }
                @if let Some(plan) = &course.plan {
                    @let day = self.locale.day_and_year(plan.deadline);
                    li.plan { i {} (self.locale.say_on_page(PagePhrase::Plan(plan.total, &day))) }
                }
            }
        };
        // The sums at the end of each day.
        let mut sum = 0;
        let rows = self.numbers.per_days.each.iter().map(|each| {
            sum += each.labels;
            (each.from, sum)
        });
        let table = self.days(rows.collect(), course.plan.as_ref());
        self.chart("everybody", &self.word(PageWord::Everybody), &legend, &table)
    }

    pub(super) fn per_days(&self) -> Markup {
        let heading = match self.numbers.per_days.period {
            Period::Day => PageCounted::PerDay,
            Period::Week => PageCounted::PerWeek,
            Period::Month => PageCounted::PerMonth,
        };
        let heading = self.locale.page_counted(heading, self.unit());
        let rows = self.numbers.per_days.each.iter().map(|each| (each.from, each.labels));
        self.chart("per-day", &heading, &html! {}, &self.days(rows.collect(), None))
    }

    fn days(&self, rows: Vec<(NaiveDate, u64)>, plan: Option<&PagePlan>) -> Markup {
        let period = self.numbers.per_days.period;
        let head = match period {
            Period::Day => PageWord::Day,
            Period::Week => PageWord::Week,
            Period::Month => PageWord::Month,
        };
        html! {
            table {
                thead {
                    tr {
                        th scope="col" { (self.word(head)) }
                        th scope="col" { (self.counted()) }
                        @if plan.is_some() { th scope="col" { (beginning(&self.word(PageWord::Planned))) } }
                    }
                }
                tbody {
                    @for (n, (from, labels)) in rows.into_iter().enumerate() {
                        tr {
                            th scope="row" { (name(period, from, self.locale)) }
                            td { (self.locale.number(labels)) }
                            @if let Some(plan) = plan { td { (self.locale.number(plan.at_ends[n])) } }
                        }
                    }
                }
            }
        }
    }

    pub(super) fn hours(&self, hours: &[DayPart]) -> Markup {
        let most = hours.iter().flatten().copied().max().unwrap_or(0).max(1);
        let about = self.locale.page_counted(PageCounted::HoursIs, self.unit());
        // 5 January 1970 was a Monday.
        let weekday = |n: usize| {
            let monday = NaiveDate::from_ymd_opt(1970, 1, 5).unwrap_or_default();
            let day = monday.iter_days().nth(n).unwrap_or(monday);
            (beginning(&self.locale.short_weekday(day)), beginning(&self.locale.weekday(day)))
        };
        let clock = |hour: usize| {
            let hour = chrono::NaiveTime::from_hms_opt(u32::try_from(hour).unwrap_or(0), 0, 0);
            self.locale.time(hour.unwrap_or_default())
        };
        html! {
            section.hours aria-labelledby="hours" {
                h2 id="hours" { (self.word(PageWord::Hours)) }
                table.heat {
                    caption { (about) }
                    thead {
                        tr {
                            td {}
                            @for hour in 0..24 {
                                th scope="col" class=[(hour % 3 != 0).then_some("minor")] {
                                    abbr title=(clock(hour)) { (hour) }
                                }
                            }
                        }
                    }
                    tbody {
                        @for (n, day) in hours.iter().enumerate() {
                            tr {
                                th scope="row" { abbr title=(weekday(n).1) { (weekday(n).0) } }
                                @for (hour, &labels) in day.iter().enumerate() {
                                    @let title = format!("{} {}: {}", weekday(n).0, clock(hour), self.locale.number(labels));
                                    td class={ "h" (shade(labels, most)) } title=(title) {
                                        span { (self.locale.number(labels)) }
                                    }
                                }
                            }
                        }
                    }
                }
                p.scale aria-hidden="true" {
                    (self.word(PageWord::Fewer)) " "
                    @for n in 0..=SHADES { i class={ "h" (n) } {} }
                    " " (self.word(PageWord::More))
                }
            }
        }
    }
}

/// Some of so many times, spread evenly and with the last: as many as somebody may want to read.
fn moments(n: usize) -> impl Iterator<Item = usize> {
    let step = n.div_ceil(MOMENTS).max(1);
    (0..n).rev().step_by(step).collect::<Vec<_>>().into_iter().rev()
}

/// Which shade an hour has: none without a label, and the darkest for the most.
fn shade(labels: u64, most: u64) -> u64 {
    labels.saturating_mul(SHADES).div_ceil(most).min(SHADES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_label_has_a_shade_and_the_most_has_the_darkest() {
        assert_eq!([0, 1, 50, 99, 100].map(|labels| shade(labels, 100)), [0, 1, 4, 8, 8]);
        assert_eq!(shade(u64::MAX, u64::MAX), 1, "nobody has so many, and nothing breaks");
    }
}
