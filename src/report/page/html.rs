//! The page as HTML.
//!
//! All texts of others go through the template, which escapes them; the data for the charts has no `<`. Styles are only
//! classes, since the policy of the page forbids them in attributes.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::NaiveDate;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    charts::{drawn, name},
    look::{SCRIPTS, policy, style},
    numbers::{PageNumbers, PageProgress},
    periods::DayPart,
    standings::Standing,
};
use crate::{
    locale::{Locale, PageCounted, PagePhrase, PageWord, Period, Phrase, Unit, beginning},
    people::presentable,
    stats::{Count, MOST_ROWS},
};

/// How many rows of the table are printed. The styles say the same.
const PRINTED: usize = 12;

/// The most rows of the table that a chart of sums stands for.
const MOMENTS: usize = 31;

/// How many shades the hours have, beside none.
const SHADES: u64 = 8;

/// Where the files of a page are: names beside it, or addresses.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PagePlaces {
    /// The film.
    pub film: String,
    /// Its picture.
    pub poster: String,
    /// Its captions.
    pub captions: String,
    /// The table as CSV.
    pub table: String,
    /// The numbers as JSON.
    pub numbers: String,
    /// Sites other than that of the page which these are at, such as `https://films.example.com`.
    pub sites: Vec<String>,
}

/// The film of a page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PageFilm {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

/// A section of a page that others fill: facts, each with its name, and sentences about them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PageSection {
    /// What is told, in order: its name, and what it is.
    pub facts: Vec<(String, String)>,
    /// Whatever has to be known about it.
    pub notes: Vec<String>,
}

/// A page.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// What it shows.
    pub numbers: &'a PageNumbers,
    /// The language.
    pub locale: &'a Locale,
    /// The film.
    pub film: PageFilm,
    /// Where its files are.
    pub places: &'a PagePlaces,
    /// Whom readers can ask.
    pub contact: Option<&'a str>,
    /// When the job will be done, where that is known.
    pub forecast: Option<&'a PageSection>,
    /// How sure the answers are, where that is known.
    pub quality: Option<&'a PageSection>,
}

impl Page<'_> {
    /// The whole page.
    pub fn html(&self) -> String {
        let numbers = self.numbers;
        let style = style(&numbers.colors);
        let markup = html! {
            (DOCTYPE)
            html lang=(self.locale) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy(&style, &self.places.sites));
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    meta name="robots" content="noindex";
                    meta name="color-scheme" content="light dark";
                    title { (numbers.title) }
                    style { (PreEscaped(style.as_str())) }
                }
                body {
                    (self.head())
                    main {
                        div.beside.tall[self.film.width < self.film.height] {
                            (self.film())
                            (self.over_time())
                        }
                        div.beside {
                            (self.everybody())
                            (self.per_days())
                        }
                        (self.standings())
                        @if let Some(hours) = &numbers.hours { (self.hours(hours)) }
                        div.beside {
                            (self.section("forecast", PageWord::Forecast, self.forecast))
                            (self.section("quality", PageWord::Quality, self.quality))
                        }
                        div.beside.notes {
                            (self.counting())
                            (self.your_data())
                            (self.downloads())
                        }
                    }
                    script type="application/json" id="drawn" { (PreEscaped(drawn(numbers, self.locale))) }
                    @for script in SCRIPTS { script { (PreEscaped(script)) } }
                }
            }
        };
        markup.into_string()
    }

    fn word(&self, word: PageWord) -> String {
        self.locale.page(word)
    }

    fn unit(&self) -> Unit {
        self.numbers.counts.into()
    }

    fn head(&self) -> Markup {
        let numbers = self.numbers;
        let (locale, total) = (self.locale, numbers.total);
        let below = match numbers.standings.competitors.filter(|_| !numbers.in_teams) {
            Some(people) => Phrase::By { what: self.unit(), n: total, people: people as u64 },
            None => Phrase::CountedBelow { what: self.unit(), n: total },
        };
        html! {
            header {
                h1 dir="auto" { (numbers.title) }
                p.quiet { (numbers.subtitle) }
                div.facts {
                    p { b { (locale.number(total)) } " " (locale.say(below)) }
                    @if let Some(progress) = numbers.progress { (self.progress(progress)) }
                }
                p.quiet { (numbers.footer) }
            }
        }
    }

    fn progress(&self, PageProgress { unit, done, total }: PageProgress) -> Markup {
        let what = if unit == "objects" { Unit::Objects } else { self.unit() };
        let words = self.locale.say(Phrase::Of { done, total, what });
        let part = self.locale.percent(part(done, total));
        html! {
            p.progress {
                b { (part) } " " (words)
                progress max=(total) value=(done.min(total)) aria-label=(words) { (part) }
            }
        }
    }

    fn film(&self) -> Markup {
        let (numbers, places, locale) = (self.numbers, self.places, self.locale);
        let is = locale.say_on_page(PagePhrase::FilmIs {
            title: &numbers.title,
            seconds: numbers.seconds,
            what: self.unit(),
            n: numbers.total,
        });
        let track = |vtt: &str| format!("data:text/vtt;base64,{}", STANDARD.encode(vtt));
        html! {
            section.film aria-labelledby="film" {
                h2 id="film" { (self.word(PageWord::Film)) }
                video controls playsinline preload="none" poster=(places.poster) width=(self.film.width)
                    height=(self.film.height) aria-label=(is) {
                    source src=(places.film) type="video/mp4";
                    track kind="captions" src=(track(&numbers.film.captions)) srclang=(language(locale))
                        label=(self.word(PageWord::Captions));
                    @if let Some(chapters) = &numbers.film.chapters {
                        track kind="chapters" src=(track(chapters)) srclang=(language(locale)) default;
                    }
                    a href=(places.film) { (self.word(PageWord::NoFilm)) }
                }
                @if 1 < numbers.film.begins.len() {
                    nav.chapters aria-label=(self.word(PageWord::Jump)) {
                        ol {
                            @for (begins, title) in &numbers.film.begins {
                                li {
                                    a href={ (places.film) "#t=" (seconds(*begins)) } data-at=(seconds(*begins)) {
                                        (title)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

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

    fn over_time(&self) -> Markup {
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

    fn everybody(&self) -> Markup {
        let course = &self.numbers.over_time;
        let legend = html! {
            ul.legend {
                li.everybody { i {} (self.word(PageWord::Everybody)) }
                @if let Some(target) = course.target {
                    li.goal { i {} (self.locale.say_on_page(PagePhrase::Target(target))) }
                }
            }
        };
        // The sums at the end of each day.
        let mut sum = 0;
        let rows = self.numbers.per_days.each.iter().map(|each| {
            sum += each.labels;
            (each.from, sum)
        });
        let table = self.days(rows.collect());
        self.chart("everybody", &self.word(PageWord::Everybody), &legend, &table)
    }

    fn per_days(&self) -> Markup {
        let heading = match self.numbers.per_days.period {
            Period::Day => PageCounted::PerDay,
            Period::Week => PageCounted::PerWeek,
            Period::Month => PageCounted::PerMonth,
        };
        let heading = self.locale.page_counted(heading, self.unit());
        let rows = self.numbers.per_days.each.iter().map(|each| (each.from, each.labels));
        self.chart("per-day", &heading, &html! {}, &self.days(rows.collect()))
    }

    fn days(&self, rows: Vec<(NaiveDate, u64)>) -> Markup {
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
                    }
                }
                tbody {
                    @for (from, labels) in rows {
                        tr {
                            th scope="row" { (name(period, from, self.locale)) }
                            td { (self.locale.number(labels)) }
                        }
                    }
                }
            }
        }
    }

    /// `Labels`, as it heads a column.
    fn counted(&self) -> String {
        beginning(&self.locale.say(Phrase::CountedBelow { what: self.unit(), n: 2 }))
    }

    fn standings(&self) -> Markup {
        let standings = &self.numbers.standings;
        let column = |word: &str, is_name: bool| {
            html! {
                th scope="col" class=[is_name.then_some("name")] {
                    button type="button" { (word) }
                }
            }
        };
        let printed = self.locale.say_on_page(PagePhrase::FirstRows(PRINTED as u64));
        html! {
            section.standings aria-labelledby="standings" {
                div.title {
                    h2 id="standings" { (self.word(PageWord::Standings)) }
                    button.copy type="button" { (self.word(PageWord::Copy)) }
                    span.copied role="status" {}
                }
                div.scroll tabindex="0" role="region" aria-label=(self.word(PageWord::Table)) {
                    table id="table" {
                        caption { (self.word(PageWord::Sort)) }
                        thead {
                            tr {
                                th scope="col" aria-sort="ascending" {
                                    button type="button" { (self.word(PageWord::Place)) }
                                }
                                (column(&self.word(PageWord::Name), true))
                                (column(&self.counted(), false))
                                (column(&self.word(PageWord::Share), false))
                                (column(&self.word(PageWord::LastWeek), false))
                                (column(&self.word(PageWord::BestDay), false))
                            }
                        }
                        tbody {
                            @for (n, row) in standings.rows.iter().enumerate() { (self.row(n, row)) }
                        }
                        @if let Some(rest) = standings.rest {
                            tfoot {
                                tr {
                                    td data-v="" {}
                                    th scope="row" data-v=(self.others(rest.people)) { (self.others(rest.people)) }
                                    td data-v=(rest.labels) { (self.locale.number(rest.labels)) }
                                    @let share = part(rest.labels, self.numbers.total);
                                    td data-v={ (format!("{share:.4}")) } { (self.locale.percent(share)) }
                                    td data-v="" {}
                                    td data-v="" {}
                                }
                            }
                        }
                    }
                }
                @if PRINTED < standings.rows.len() { p.on-paper { (printed) } }
            }
        }
    }

    /// `everyone else (30)`, without the number where it may not be told.
    fn others(&self, people: Option<usize>) -> String {
        let words = self.locale.say(Phrase::EveryoneElse(people.unwrap_or(0) as u64));
        let words =
            if people.is_none() { words.split(['(', '（']).next().unwrap_or_default() } else { &words };
        beginning(words.trim())
    }

    fn row(&self, n: usize, row: &Standing) -> Markup {
        let has_line = n < self.numbers.colors.len();
        let best = row.best_day.map(|best| {
            let locale = self.locale;
            (best.labels, format!("{} ({})", locale.number(best.labels), locale.day(best.from)))
        });
        html! {
            tr {
                td data-v=(row.place) { (self.locale.number(row.place as u64)) }
                th scope="row" data-v=(crate::locale::plain::cell(&row.name))
                    class=[has_line.then(|| format!("line-{n}"))] {
                    i {} bdi { (row.name) }
                }
                td data-v=(row.labels) { (self.locale.number(row.labels)) }
                td data-v={ (format!("{:.4}", row.share)) } { (self.locale.percent(row.share)) }
                td data-v=(row.last_week) { (self.locale.number(row.last_week)) }
                @match best {
                    Some((labels, words)) => td data-v=(labels) { (words) },
                    None => td data-v="0" { "–" },
                }
            }
        }
    }

    fn hours(&self, hours: &[DayPart]) -> Markup {
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

    /// Nothing where there is nothing to tell.
    fn section(&self, id: &str, heading: PageWord, section: Option<&PageSection>) -> Markup {
        html! {
            @if let Some(section) = section {
                section aria-labelledby=(id) {
                    h2 id=(id) { (self.word(heading)) }
                    @if !section.facts.is_empty() {
                        dl {
                            @for (name, fact) in &section.facts {
                                div { dt { (name) } dd { (fact) } }
                            }
                        }
                    }
                    @for note in &section.notes { p { (note) } }
                }
            }
        }
    }

    fn counting(&self) -> Markup {
        let numbers = self.numbers;
        let locale = self.locale;
        let one = match (numbers.counts, numbers.is_logged) {
            (Count::Annotations, _) => PageWord::OneAnnotation,
            (Count::Labels, true) => PageWord::OneTask,
            (Count::Labels, false) => PageWord::OneLabel,
        };
        let has_rest = numbers.standings.rest.is_some();
        html! {
            section aria-labelledby="counting" {
                h2 id="counting" { (self.word(PageWord::Counting)) }
                ul {
                    li { (self.word(one)) }
                    @if numbers.may_grow { li { (self.word(PageWord::MayGrow)) } }
                    li { (locale.say_on_page(PagePhrase::Zone(&numbers.time_zone))) }
                    li { (locale.page_counted(PageCounted::Shares, self.unit())) }
                    @if numbers.in_teams { li { (self.word(PageWord::Grouped)) } }
                    @if has_rest { li { (locale.say_on_page(PagePhrase::Named(MOST_ROWS as u64))) } }
                    li { (self.word(PageWord::TeamHours)) }
                }
            }
        }
    }

    fn your_data(&self) -> Markup {
        let contact = self.contact.map(presentable).filter(|contact| !contact.is_empty());
        let ask = contact.map_or_else(
            || self.word(PageWord::AskOwner),
            |contact| self.locale.say_on_page(PagePhrase::Ask(&contact)),
        );
        html! {
            section aria-labelledby="your-data" {
                h2 id="your-data" { (self.word(PageWord::YourData)) }
                ul {
                    li { (self.word(PageWord::Purpose)) }
                    li { (self.locale.page_counted(PageCounted::Holds, self.unit())) }
                    li { (self.word(PageWord::Quiet)) }
                    li { (ask) }
                }
            }
        }
    }

    fn downloads(&self) -> Markup {
        let places = self.places;
        let files = [
            (&places.film, PageWord::Film, "MP4"),
            (&places.poster, PageWord::Poster, "PNG"),
            (&places.captions, PageWord::Captions, "VTT"),
            (&places.table, PageWord::Table, "CSV"),
            (&places.numbers, PageWord::AllNumbers, "JSON"),
        ];
        html! {
            section.downloads aria-labelledby="downloads" {
                h2 id="downloads" { (self.word(PageWord::Downloads)) }
                ul {
                    @for (place, word, kind) in files {
                        li { a href=(place) download { (self.word(word)) " (" (kind) ")" } }
                    }
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

/// The language without its region, as tracks have it.
fn language(locale: &Locale) -> String {
    locale.to_string().split('-').next().unwrap_or_default().to_owned()
}

/// Thousandths as seconds.
fn seconds(thousandths: u64) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// Which shade an hour has: none without a label, and the darkest for the most.
fn shade(labels: u64, most: u64) -> u64 {
    labels.saturating_mul(SHADES).div_ceil(most).min(SHADES)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "real counts are far below 2^52, and of others no digit matters"
)]
fn part(done: u64, total: u64) -> f64 {
    if total == 0 { 0.0 } else { done as f64 / total as f64 }
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
