//! The page as HTML.
//!
//! All texts of others go through the template, which escapes them; the data for the charts has no `<`. Styles are only
//! classes, since the policy of the page forbids them in attributes.

use base64::{Engine, engine::general_purpose::STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    charts::drawn,
    look::{SCRIPTS, policy, style},
    model::{FilmPage, PageSection},
    numbers::PageProgress,
    outlook,
    standings::part,
};
use crate::{
    locale::{Locale, PageCounted, PagePhrase, PageWord, Phrase, Unit, plain::holds_address},
    people::presentable,
    stats::{Count, MOST_ROWS},
};

impl FilmPage<'_> {
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
                            @if let Some(forecast) = &numbers.forecast {
                                (self.section("forecast", PageWord::Forecast, &outlook::forecast(forecast, self.locale)))
                            }
                            @if let Some(agreement) = &numbers.agreement {
                                (self.section("quality", PageWord::Quality, &outlook::quality(agreement, self.locale)))
                            }
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

    fn section(&self, id: &str, heading: PageWord, section: &PageSection) -> Markup {
        html! {
            section aria-labelledby=(id) {
                h2 id=(id) { (self.word(heading)) }
                dl {
                    @for (name, fact) in &section.facts {
                        div { dt { (name) } dd { (fact) } }
                    }
                }
                @for note in &section.notes { p.quiet { (note) } }
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
        // A page can be forwarded to anybody, so an address is not for it.
        let contact = self.contact.map(presentable);
        let contact = contact.filter(|contact| !contact.is_empty() && !holds_address(contact));
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

/// The language without its region, as tracks have it.
fn language(locale: &Locale) -> String {
    locale.to_string().split('-').next().unwrap_or_default().to_owned()
}

/// Thousandths as seconds.
fn seconds(thousandths: u64) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}
