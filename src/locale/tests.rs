//! What each language writes, and that all of it can be read.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use proptest::prelude::*;
use strum::VariantArray;

use super::*;
use crate::render::text::Text;

/// The languages, and regions of theirs with habits of their own.
const TAGS: [&str; 24] = [
    "en", "de", "fr", "es", "it", "pt", "ja", "en-US", "en-AU", "en-CA", "en-IN", "en-NZ", "en-ZA", "en-150",
    "de-AT", "de-CH", "fr-CA", "fr-CH", "fr-MA", "es-MX", "es-419", "it-CH", "pt-PT", "ja-ZZ",
];

fn locale(tag: &str) -> Locale {
    tag.parse().unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

/// Spaces that break no line, made visible.
fn seen(text: &str) -> String {
    text.replace('\u{a0}', "_").replace('\u{202f}', "~")
}

#[test]
fn a_locale_is_a_language_and_perhaps_a_region() {
    for (text, tag) in [
        ("en", "en"),
        ("de-AT", "de-AT"),
        ("pt-br", "pt-BR"),
        ("en_GB", "en-GB"),
        (" FR ", "fr"),
        ("es-419", "es-419"),
    ] {
        assert_eq!(locale(text).to_string(), tag);
    }
    assert_eq!(Locale::default(), locale("en"));
    assert_ne!(locale("en"), locale("en-GB"));
    assert_eq!(format!("{:?}", locale("de_CH")), r#"Locale("de-CH")"#);
}

#[test]
fn another_language_is_refused_by_name() {
    let refused =
        ["", "nl", "english", "de-Latn", "en-u-nu-thai", "ja-JP-u-ca-japanese", "de--AT", "C", "../de"];
    for text in refused {
        assert!(text.parse::<Locale>().is_err(), "{text}");
    }
    assert_eq!(
        "nl".parse::<Locale>().unwrap_err().to_string(),
        "`nl` is not a language that films are made in; write one of en, de, fr, es, it, pt, ja, with or without a region, \
         as in pt-BR"
    );
}

#[test]
fn a_locale_goes_from_thread_to_thread() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    let german = locale("de");
    shared(&german);
    let said = std::thread::scope(|scope| scope.spawn(|| german.say(Phrase::Open(2))).join().unwrap());
    assert_eq!(said, "2 Objekte offen");
}

#[test]
fn every_language_names_its_months() {
    let both = |tag| {
        let locale = locale(tag);
        [locale.day(date("2026-03-14")), locale.day_and_year(date("2026-12-05"))]
    };
    assert_eq!(both("en"), ["14 Mar", "5 Dec 2026"]);
    assert_eq!(both("en-US"), ["Mar 14", "Dec 5, 2026"]);
    assert_eq!(both("de"), ["14. März", "5. Dez. 2026"]);
    assert_eq!(both("fr"), ["14 mars", "5 déc. 2026"]);
    assert_eq!(both("es"), ["14 mar", "5 dic 2026"]);
    assert_eq!(both("it"), ["14 mar", "5 dic 2026"]);
    assert_eq!(both("pt"), ["14 de mar.", "5 de dez. de 2026"]);
    assert_eq!(both("ja"), ["3月14日", "2026年12月5日"]);
}

#[test]
fn a_month_is_a_word_where_the_short_date_of_the_region_is_in_digits() {
    assert_eq!(locale("pt-PT").day_and_year(date("2026-03-14")), "14 de mar. de 2026");
    assert_eq!(locale("en-NZ").day_and_year(date("2026-03-14")), "14 Mar 2026");
    for tag in TAGS.into_iter().filter(|tag| !tag.starts_with("ja")) {
        for month in [locale(tag).month(date("2026-12-05")), locale(tag).day(date("2026-12-05"))] {
            assert!(month.contains(char::is_alphabetic), "{tag}: {month}");
        }
    }
}

#[test]
fn a_day_with_its_year_begins_or_ends_as_one_without() {
    let mut day = date("2026-01-01");
    while day.year() == 2026 {
        for tag in ["en", "de", "fr", "es", "it", "pt", "ja", "en-US"] {
            let (short, long) = (locale(tag).day(day), locale(tag).day_and_year(day));
            assert!(long.starts_with(&short) || long.ends_with(&short), "{tag}: {short}, {long}");
        }
        day += TimeDelta::days(27);
    }
}

#[test]
fn days_say_their_year_once_if_it_is_one() {
    let days = |tag, first, last| locale(tag).days(date(first), date(last));
    assert_eq!(days("en", "2026-03-02", "2026-03-14"), "2 Mar – 14 Mar 2026");
    assert_eq!(days("en", "2025-12-30", "2026-03-14"), "30 Dec 2025 – 14 Mar 2026");
    assert_eq!(days("en", "2026-03-14", "2026-03-14"), "14 Mar 2026");
    assert_eq!(days("en-US", "2026-03-02", "2026-03-14"), "Mar 2 – Mar 14, 2026");
    assert_eq!(days("de", "2026-12-02", "2026-12-14"), "2. Dez. – 14. Dez. 2026");
    assert_eq!(days("fr", "2026-03-02", "2026-03-14"), "2 mars – 14 mars 2026");
    assert_eq!(days("es", "2026-03-02", "2026-03-14"), "2 mar – 14 mar 2026");
    assert_eq!(days("it", "2026-03-02", "2026-03-14"), "2 mar – 14 mar 2026");
    assert_eq!(days("pt", "2026-03-02", "2026-03-14"), "2 de mar. – 14 de mar. de 2026");
    assert_eq!(days("ja", "2026-03-02", "2026-03-14"), "2026年3月2日 – 3月14日");
    assert_eq!(days("ja", "2025-12-30", "2026-03-14"), "2025年12月30日 – 2026年3月14日");
}

#[test]
fn a_month_of_a_year_is_short() {
    let month = |tag| locale(tag).month(date("2026-12-05"));
    assert_eq!(["en", "de", "fr", "es"].map(month), ["Dec 2026", "Dez. 2026", "déc. 2026", "dic 2026"]);
    assert_eq!(["it", "pt", "ja"].map(month), ["dic 2026", "dez. de 2026", "2026年12月"]);
}

#[test]
fn weekdays_stand_alone() {
    let monday = date("2026-09-07");
    let both = |tag| [locale(tag).weekday(monday), locale(tag).short_weekday(monday)];
    assert_eq!(both("en"), ["Monday", "Mon"]);
    assert_eq!(both("de"), ["Montag", "Mo"]);
    assert_eq!(both("fr"), ["lundi", "lun."]);
    assert_eq!(both("es"), ["lunes", "lun"]);
    assert_eq!(both("it"), ["lunedì", "lun"]);
    assert_eq!(both("pt"), ["segunda-feira", "seg."]);
    assert_eq!(both("ja"), ["月曜日", "月"]);
}

#[test]
fn clocks_have_the_hours_of_their_region() {
    let both = |tag| {
        let locale = locale(tag);
        let monday = at("2026-09-07T08:00:59");
        [locale.time(monday.time()), locale.weekday_and_time(monday)].map(|text| seen(&text))
    };
    assert_eq!(both("en"), ["08:00", "Mon 08:00"]);
    assert_eq!(both("en-US"), ["8:00~AM", "Mon 8:00~AM"]);
    assert_eq!(both("de"), ["08:00", "Mo., 08:00"]);
    assert_eq!(both("fr"), ["08:00", "lun. 08:00"]);
    assert_eq!(both("es"), ["08:00", "lun, 8:00"]);
    assert_eq!(both("it"), ["08:00", "lun 08:00"]);
    assert_eq!(both("pt"), ["08:00", "seg., 08:00"]);
    assert_eq!(both("ja"), ["8:00", "8:00 (月)"]);
}

#[test]
fn a_moment_has_its_day_and_its_time() {
    let moment = |tag| seen(&locale(tag).day_and_time(at("2026-03-14T17:53:00")));
    assert_eq!(moment("en"), "14 Mar 2026, 17:53");
    assert_eq!(moment("en-US"), "Mar 14, 2026, 5:53~PM");
    assert_eq!(moment("de"), "14. März 2026 um 17:53");
    assert_eq!(moment("fr"), "14 mars 2026, 17:53");
    assert_eq!(moment("es"), "14 mar 2026, 17:53");
    assert_eq!(moment("it"), "14 mar 2026, 17:53");
    assert_eq!(moment("pt"), "14 de mar. de 2026, 17:53");
    assert_eq!(moment("ja"), "2026年3月14日 17:53");
}

#[test]
fn midnight_and_a_leap_second_are_times() {
    let leap = NaiveTime::from_hms_milli_opt(23, 59, 59, 1_500).unwrap();
    assert_eq!([locale("en").time(NaiveTime::MIN), locale("en").time(leap)], ["00:00", "23:59"]);
    assert_eq!(seen(&locale("en-US").time(NaiveTime::MIN)), "12:00~AM");
}

#[test]
fn every_digit_is_one_of_ten() {
    for tag in TAGS {
        let locale = locale(tag);
        let moment = at("2026-03-14T17:53:00");
        for text in [locale.number(1_234_567_890), locale.percent(0.618), locale.day_and_time(moment)] {
            assert!(text.chars().filter(|c| c.is_numeric()).all(|c| c.is_ascii_digit()), "{tag}: {text}");
        }
    }
}

/// Every phrase in every form it has, with counts that show plurals.
fn phrases() -> Vec<Phrase<'static>> {
    let whats = [Unit::Labels, Unit::Annotations, Unit::Objects];
    let mut phrases = vec![
        Phrase::Consolidated,
        Phrase::Logged,
        Phrase::NoTeam,
        Phrase::BestSoFar,
        Phrase::TheTeam,
        Phrase::OneBar,
        Phrase::Gated,
        Phrase::Strict,
    ];
    phrases.extend([Period::Day, Period::Week, Period::Month].map(Phrase::Since));
    phrases.extend([Period::Day, Period::Week, Period::Month].map(Phrase::BestYet));
    phrases.extend([Phrase::TakesTheLead, Phrase::ReachesTheGoal, Phrase::ReachedTheGoal]);
    phrases.extend([Phrase::BiggestClimb("Blue Heron"), Phrase::BestDay("24 Feb")]);
    phrases.push(Phrase::AsOf(at("2026-12-14T17:53:00")));
    phrases.extend([Phrase::PaceCar, Phrase::NoGhost, Phrase::DoneThen]);
    for side in [Side::Ahead, Side::Level, Side::Behind] {
        phrases.push(Phrase::AgainstPace(side));
        phrases.extend([1, 2, 9].map(|weeks| Phrase::AgainstGhost { side, weeks }));
    }
    phrases.extend([1, 2, 9].map(Phrase::Ghost));
    let whys = [WithoutPace::Deadline, WithoutPace::Left, WithoutPace::Passed, WithoutPace::Unknown];
    phrases.extend(whys.map(Phrase::NoPaceCar));
    phrases.extend(whats.map(Phrase::OfTheTeam));
    for per in [Per::Person, Per::Team] {
        phrases.extend(whats.map(|what| Phrase::Cumulative { what, per }));
    }
    for n in [0, 1, 2, 5, 1_500, 1_000_000, u64::MAX] {
        phrases.extend([Phrase::Open(n), Phrase::OutOf { n, all: n }]);
        phrases.extend(
            [Period::Day, Period::Week, Period::Month].map(|period| Phrase::Climbed { rows: n, period }),
        );
        phrases.extend([Phrase::Goal(n), Phrase::EveryoneElse(n)]);
        for what in whats {
            phrases.extend([Phrase::CountedBelow { what, n }, Phrase::Milestone { n, what }]);
            phrases.extend([Phrase::Left { n, what }, Phrase::Headline { day: "Friday", n, what }]);
            phrases.push(Phrase::Needed { n, what, day: "12 Dec" });
            phrases.extend([Phrase::By { what, n, people: n }, Phrase::MadeBy { what, n, people: n }]);
            phrases.extend([Phrase::Of { done: 0, total: n, what }]);
        }
    }
    phrases
}

#[test]
fn no_phrase_is_empty_or_shows_how_it_is_made() {
    let names: BTreeSet<&str> = words::messages("en").into_iter().collect();
    for tag in TAGS {
        for phrase in phrases() {
            let said = locale(tag).say(phrase);
            assert!(!said.is_empty() && said == said.trim(), "{tag}, {phrase:?}: {said}");
            assert!(
                !said.contains(['{', '}', '$', '\n', '\u{2068}', '\u{fffd}']),
                "{tag}, {phrase:?}: {said}"
            );
            assert!(!said.contains("  "), "{tag}, {phrase:?}: {said}");
            let is_name = names.contains(said.as_str()) && said.contains('-');
            assert!(!is_name, "{tag} has no {said}");
        }
    }
}

#[test]
fn all_languages_have_the_same_phrases_each_once() {
    let english = words::messages("en");
    for language in Locale::languages() {
        assert_eq!(words::messages(language), english, "{language}");
    }
    assert_eq!(english.iter().collect::<BTreeSet<_>>().len(), english.len());
}

#[test]
fn plurals_are_those_of_the_language() {
    let labels = |tag| [0, 1, 2, 5].map(|n| locale(tag).say(Phrase::CountedBelow { what: Unit::Labels, n }));
    assert_eq!(labels("en"), ["labels", "label", "labels", "labels"]);
    assert_eq!(labels("de"), ["Labels", "Label", "Labels", "Labels"]);
    assert_eq!(labels("fr"), ["étiquette", "étiquette", "étiquettes", "étiquettes"]);
    assert_eq!(labels("fr-CA"), labels("fr"));
    assert_eq!(labels("fr-ZZ"), labels("fr"));
    assert_eq!(labels("es"), ["etiquetas", "etiqueta", "etiquetas", "etiquetas"]);
    assert_eq!(labels("it"), ["etichette", "etichetta", "etichette", "etichette"]);
    assert_eq!(labels("pt"), ["rótulo", "rótulo", "rótulos", "rótulos"]);
    assert_eq!(labels("pt-PT"), ["rótulos", "rótulo", "rótulos", "rótulos"]);
    assert_eq!(labels("ja"), ["ラベル"; 4]);
}

#[test]
fn people_bend_too() {
    let by = |tag| [1, 2].map(|people| locale(tag).say(Phrase::By { what: Unit::Labels, n: 9, people }));
    assert_eq!(by("en"), ["labels by 1 person", "labels by 2 people"]);
    assert_eq!(by("de"), ["Labels von 1 Person", "Labels von 2 Personen"]);
    assert_eq!(by("fr"), ["étiquettes de 1 personne", "étiquettes de 2 personnes"]);
    assert_eq!(by("it"), ["etichette di 1 persona", "etichette di 2 persone"]);
    assert_eq!(by("ja"), ["1人によるラベル", "2人によるラベル"]);
    let made_by = |tag| locale(tag).say(Phrase::MadeBy { what: Unit::Labels, n: 968, people: 3 });
    assert_eq!(["en", "de"].map(made_by), ["968 labels by 3 people", "968 Labels von 3 Personen"]);
    assert_eq!(made_by("ja"), "3人によるラベル968件", "a number does not stand before what it counts");
}

#[test]
fn a_headline_has_its_day_and_its_number() {
    let headline = |tag, day| locale(tag).say(Phrase::Headline { day, n: 1010, what: Unit::Labels });
    assert_eq!(headline("en", "Friday"), "Friday: 1,010 labels");
    assert_eq!(headline("de", "Freitag"), "Freitag: 1.010 Labels");
    assert_eq!(headline("ja", "金曜日"), "金曜日：ラベル1,010件");
}

#[test]
fn what_is_left_has_words_for_none() {
    let left = |tag, n| locale(tag).say(Phrase::Left { n, what: Unit::Objects });
    assert_eq!(["en", "de"].map(|tag| left(tag, 0)), ["nothing left", "alles erledigt"]);
    assert_eq!(["en", "de"].map(|tag| left(tag, 227)), ["227 objects left", "noch 227 Objekte"]);
}

#[test]
fn what_is_open_has_words_for_none() {
    let open = |tag| [0, 1, 2, 1_200].map(|n| seen(&locale(tag).say(Phrase::Open(n))));
    assert_eq!(open("en"), ["no object open", "1 object open", "2 objects open", "1,200 objects open"]);
    assert_eq!(open("de"), ["kein Objekt offen", "1 Objekt offen", "2 Objekte offen", "1.200 Objekte offen"]);
    assert_eq!(
        open("fr"),
        ["aucun objet restant", "1 objet restant", "2 objets restants", "1~200 objets restants"]
    );
    assert_eq!(open("ja")[..2], ["未完了のオブジェクトなし", "未完了のオブジェクト1件"]);
}

#[test]
fn english_says_it_like_this() {
    let say = |phrase| locale("en").say(phrase);
    let what = Unit::Labels;
    assert_eq!(say(Phrase::Cumulative { what, per: Per::Person }), "Cumulative labels per person");
    assert_eq!(say(Phrase::Cumulative { what, per: Per::Team }), "Cumulative labels per team");
    assert_eq!(say(Phrase::By { what, n: 36, people: 12 }), "labels by 12 people");
    assert_eq!(say(Phrase::By { what, n: 1, people: 1 }), "label by 1 person");
    assert_eq!(say(Phrase::MadeBy { what, n: 36, people: 12 }), "36 labels by 12 people");
    assert_eq!(say(Phrase::Of { done: 12_360, total: 20_000, what }), "12,360 of 20,000 labels");
    assert_eq!(say(Phrase::Milestone { n: 5_000, what }), "5,000 labels");
    assert_eq!(say(Phrase::AsOf(at("2026-03-14T17:53:00"))), "As of 14 Mar 2026, 17:53");
    assert_eq!(say(Phrase::Goal(1_500)), "goal 1,500");
    assert_eq!(say(Phrase::EveryoneElse(30)), "everyone else (30)");
    assert_eq!(say(Phrase::Since(Period::Week)), "in the bars: added that week");
}

/// Every phrase of a page in this language.
fn said_on_pages(locale: &Locale) -> Vec<String> {
    let whats = [Unit::Labels, Unit::Annotations, Unit::Objects];
    let mut said: Vec<String> = PageWord::VARIANTS.iter().map(|word| locale.page(*word)).collect();
    for what in whats {
        said.extend(PageCounted::VARIANTS.iter().map(|phrase| locale.page_counted(*phrase, what)));
        for n in [0, 1, 2, 36_000] {
            said.extend(
                [
                    PagePhrase::FilmIs { title: "blades", seconds: 20, what, n },
                    PagePhrase::Target(n),
                    PagePhrase::FirstRows(n),
                    PagePhrase::Zone("Europe/Berlin"),
                    PagePhrase::Named(n),
                    PagePhrase::Ask("Maria"),
                    PagePhrase::SoFar { day: "Monday", what, n },
                    PagePhrase::AtTheEnd { what, n },
                    PagePhrase::Alone("Ann", n),
                    PagePhrase::Leads(("Ann", n), ("Bo", n)),
                    PagePhrase::Level("Ann", "Bo", n),
                    PagePhrase::Third("Cy", n),
                    PagePhrase::LastDays(n),
                    PagePhrase::Slowest(n),
                    PagePhrase::DoneOn { day: "12 Dec", rate: 12.5 },
                    PagePhrase::FromOn("12 Dec"),
                    PagePhrase::Needs { day: "12 Dec", rate: 12.5 },
                    PagePhrase::LateBy(12.5),
                    PagePhrase::DaysLeft(n),
                    PagePhrase::DaysSoFar(n),
                    PagePhrase::WeekFrom("8 Dec"),
                    PagePhrase::OfDisagreements { classes: "Duck / Goose", part: 0.618 },
                    PagePhrase::Plan(n, "12 Dec"),
                ]
                .map(|phrase| locale.say_on_page(phrase)),
            );
        }
    }
    said
}

#[test]
fn every_language_says_all_that_a_page_can_say() {
    let english = words::page_messages("en");
    let words = PageWord::VARIANTS.iter().map(|word| <&str>::from(*word));
    let names: BTreeSet<&str> =
        words.chain(PageCounted::VARIANTS.iter().map(|phrase| <&str>::from(*phrase))).collect();
    assert!(names.iter().all(|name| english.contains(name)), "{names:?}");
    assert_eq!(english.len(), names.len() + 23, "a message that no phrase says");
    for language in Locale::languages() {
        assert_eq!(words::page_messages(language), english, "{language}");
        for said in said_on_pages(&locale(language)) {
            assert!(!said.contains(['{', '}', '$']) && !said.contains("page-"), "{language}: {said}");
        }
    }
}

#[test]
fn a_page_names_what_is_counted_as_it_begins_a_line() {
    let over_time = |tag| locale(tag).page_counted(PageCounted::OverTime, Unit::Labels);
    assert_eq!(over_time("en"), "Labels over time");
    assert_eq!(over_time("fr"), "Étiquettes au fil du temps");
    assert_eq!(over_time("ja"), "ラベル数の推移");
    let leads = PagePhrase::Leads(("Ann", 1200), ("Bo", 7));
    assert_eq!(locale("de").say_on_page(leads), "Ann führt mit 1.200 vor Bo mit 7.");
}

#[test]
fn german_objects_bend_after_von() {
    let say = |what, total| locale("de").say(Phrase::Of { done: 0, total, what });
    assert_eq!(say(Unit::Objects, 2), "0 von 2 Objekten");
    assert_eq!(say(Unit::Objects, 1), "0 von 1 Objekt");
    assert_eq!(say(Unit::Labels, 2), "0 von 2 Labels");
}

#[test]
fn a_name_is_said_as_it_is() {
    for name in ["Blue Heron", "{ $n }", "\"", "المها", ""] {
        assert_eq!(locale("en").say(Phrase::BiggestClimb(name)), format!("biggest climb: {name}"));
    }
}

#[test]
fn the_faces_of_the_program_draw_every_language_but_japanese() {
    let mut text = Text::embedded();
    for tag in TAGS.into_iter().filter(|tag| !tag.starts_with("ja")) {
        let locale = locale(tag);
        let mut said: Vec<String> = phrases().into_iter().map(|phrase| locale.say(phrase)).collect();
        said.extend([locale.percent(0.618), locale.signed(126)]);
        let mut day = at("2026-01-01T06:30:00");
        while day.year() == 2026 {
            let date = day.date();
            said.extend([
                locale.days(date, date + TimeDelta::days(8)),
                locale.month(date),
                locale.weekday(date),
            ]);
            said.extend([locale.weekday_and_time(day), locale.day_and_time(day)]);
            day += TimeDelta::hours(5 * 24 + 7);
        }
        for said in said {
            assert!(text.missing(&said).is_empty(), "{tag}: {said} lacks {:?}", text.missing(&said));
        }
    }
}

fn any_date() -> impl Strategy<Value = NaiveDate> {
    let days = date("0001-01-01").num_days_from_ce()..=date("9999-12-31").num_days_from_ce();
    days.prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day).unwrap())
}

proptest! {
    #[test]
    fn any_two_dates_are_days_in_any_locale(first in any_date(), last in any_date(), tag in 0..TAGS.len()) {
        let days = locale(TAGS[tag]).days(first, last);
        for year in [first.year(), last.year()] {
            prop_assert!(days.contains(&year.to_string()), "{}: {}", TAGS[tag], days);
        }
        prop_assert!(!days.contains(['{', '\u{fffd}']), "{}: {}", TAGS[tag], days);
    }
}

#[test]
fn dates_beyond_any_film_are_written_too() {
    for tag in TAGS {
        let locale = locale(tag);
        for date in [NaiveDate::MIN, NaiveDate::MAX, date("0000-02-29")] {
            assert!(!locale.days(date, NaiveDate::MAX).is_empty());
            assert!(!locale.weekday(date).is_empty() && !locale.month(date).is_empty());
        }
    }
}

/// Every sentence of a mail in this language, with all blanks filled and each form chosen once.
fn said_in_mails(locale: &Locale) -> Vec<String> {
    const BLANKS: [&str; 41] = [
        "accepted",
        "added",
        "alpha",
        "answers",
        "before",
        "bar",
        "date",
        "day",
        "days",
        "declined",
        "difference",
        "done",
        "end",
        "events",
        "failed",
        "first",
        "high",
        "hours",
        "jobs",
        "labels",
        "last",
        "line",
        "low",
        "machine",
        "name",
        "need",
        "objects",
        "of",
        "one",
        "other",
        "pace",
        "people",
        "percent",
        "rate",
        "returned",
        "seconds",
        "skipped",
        "time",
        "title",
        "total",
        "zone",
    ];
    const MORE: [&str; 5] = ["waiting", "warning", "weekday", "why", "number"];
    let forms = [
        ("standing", "done"),
        ("standing", "not-enough-data"),
        ("standing", "on-time"),
        ("standing", "little-reserve"),
        ("standing", "late"),
        ("standing", "passed"),
        ("standing", "no-working-days"),
        ("standing", "no-deadline"),
        ("why", "total-below"),
        ("why", "no-per-object"),
        ("why", "no-calendar"),
        ("why", "no-total"),
        ("why", "one-class"),
        ("why", "one-person-each"),
        ("alarm", "low"),
        ("alarm", "drop"),
        ("alarm", "few"),
        ("alarm", "none"),
        ("state", "failed"),
        ("state", "stale"),
        ("state", "behind"),
        ("state", "done"),
        ("rule", "few-together"),
        ("rule", "few-seen"),
        ("rule", "team-race"),
        ("rule", "gate"),
        ("rule", "no-gate"),
        ("rule", "strict"),
    ];
    let mut said = Vec::new();
    for word in MailWord::VARIANTS {
        for (n, (blank, form)) in [0, 1, 2, 36_000].into_iter().cycle().zip(forms) {
            let all = BLANKS.into_iter().chain(MORE);
            let phrase = all.fold(locale.mail(*word), |phrase, blank| phrase.with(blank, "X"));
            let others = ["standing", "alarm", "rule", "state"]
                .into_iter()
                .fold(phrase, |phrase, blank| phrase.with(blank, "x"));
            said.push(others.count(n).with(blank, form).say());
        }
    }
    said
}

#[test]
fn every_language_says_all_that_a_mail_can_say() {
    let english = words::mail_messages("en");
    let names: BTreeSet<&str> = MailWord::VARIANTS.iter().map(|word| <&str>::from(*word)).collect();
    assert_eq!(english.iter().copied().collect::<BTreeSet<_>>(), names);
    for language in Locale::languages() {
        assert_eq!(words::mail_messages(language), english, "{language}");
        for said in said_in_mails(&locale(language)) {
            assert!(!said.contains(['{', '}', '$']) && !said.contains("mail-"), "{language}: {said}");
            assert!(!said.is_empty() && said == said.trim() && !said.contains("  "), "{language}: {said}");
        }
    }
}
