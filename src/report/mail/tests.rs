//! Whole mails, in every language.

use chrono::NaiveDate;
use strum::VariantArray;
use unicode_width::UnicodeWidthStr;

use super::{lines::WIDTH, *};
use crate::{
    locale::Locale,
    report::audience::Audience,
    source::{LogComparison, LogUse},
    stats::{
        Alpha, Called, ConfusedPair, Count, DayCount, DeadlineNeed, Digest, EndRange, Forecast, JobProgress,
        Lacking, Leader, NoForecast, ShowingRule, Timeliness, WeekEffort, WeekPace, WeekQuality, WeekRace,
        WorkPace, Workload,
    },
};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The invented job of the owners' mock-up: 12,000 objects, 3 labels each.
fn digest() -> Digest {
    let labels = [1120, 1065, 980, 1035, 1010, 0, 0];
    let day = |(date, labels)| DayCount { date, labels, people: Some(if labels == 0 { 0 } else { 9 }) };
    let week: Vec<DayCount> = date("2025-11-17").iter_days().zip(labels).map(day).collect();
    let pace = |per_day, end: &str| WorkPace {
        from: date("2025-11-17"),
        to: date("2025-11-21"),
        working_days: 5,
        labels: 5210,
        per_day,
        end: Some(date(end)),
    };
    let alpha = |alpha, objects| Alpha { alpha, low: alpha - 0.03, high: alpha + 0.03, objects };
    let leader = |(name, labels): (&str, u64)| Leader { name: name.to_owned(), labels };
    Digest {
        title: "lung-nodules-v3".into(),
        what: "labels".into(),
        labels: 21_450,
        people: Some(9),
        teams: None,
        leaders: [("Blue Heron", 4812), ("Red Fox", 3745), ("日本の狐", 990)].map(leader).to_vec(),
        week,
        week_before: 4730,
        today: 31,
        progress: Some(JobProgress { total: 12_000, done: 6980, machine: 0, failed: 4 }),
        as_of: "2025-11-24T07:12:00+01:00".into(),
        time_zone: "Europe/Berlin".into(),
        seconds: 32,
        names_warning: None,
        log: None,
        showing: Vec::new(),
        is_logged: false,
        may_grow: true,
        language: "en".into(),
        called: Called::Pseudonyms,
        forecast: Some(Forecast {
            through: date("2025-11-23"),
            time_zone: "Europe/Berlin".into(),
            workload: Workload {
                total: 36_000,
                done: 21_450,
                left: 14_550,
                unit: Count::Labels,
                open_objects: Some(5016),
                per_object: Some(3),
            },
            working_days: 25,
            standing: Timeliness::LittleReserve,
            pace: Some(pace(1042.0, "2025-12-11")),
            slowest: Some(pace(946.0, "2025-12-15")),
            full_weeks: 4,
            range: Some(EndRange { earliest: date("2025-12-09"), latest: Some(date("2025-12-19")) }),
            deadline: Some(DeadlineNeed { date: date("2025-12-12"), working_days: 15, per_day: Some(970.0) }),
        }),
        no_forecast: None,
        quiet_days: 0,
        goal: Some(WeekPace { labels: 970, per_day: 970.0, deadline: date("2025-12-12") }),
        week_people: Some(9),
        race: Some(WeekRace {
            from: date("2025-11-17"),
            to: date("2025-11-21"),
            team: 5210,
            last_week: 4730,
            pace_car: Some(WeekPace { labels: 4850, per_day: 970.0, deadline: date("2025-12-12") }),
            leaders: [("Blue Heron", 812), ("Red Fox", 745), ("Quiet Otter", 690)].map(leader).to_vec(),
            people: Some(9),
            best_jump: Some("Quiet Otter".into()),
        }),
        effort: Some(WeekEffort {
            active_hours: Some(61.3),
            labels_per_active_hour: Some(85.0),
            median_task_s: Some(41.0),
            accepted: Some(5311),
            returned: Some(96),
            declined: Some(5),
        }),
        effort_before: Some(WeekEffort {
            active_hours: Some(57.0),
            labels_per_active_hour: Some(83.0),
            median_task_s: Some(44.0),
            accepted: None,
            returned: None,
            declined: None,
        }),
        quality: Some(WeekQuality {
            week: Some(alpha(0.78, 1690)),
            before: Some(alpha(0.79, 1500)),
            job: Some(alpha(0.77, 6980)),
            disagreed: 42,
            confused: Some(ConfusedPair {
                classes: ["part-solid".into(), "solid".into()],
                pairs: 61,
                share: 0.61,
            }),
            lacking: None,
        }),
        answers: 21_450,
        skipped: 0,
        jobs: Vec::new(),
    }
}

/// The same with everything that a mail says only in trouble.
fn troubled() -> Vec<Digest> {
    let standings = [
        Timeliness::Done,
        Timeliness::NotEnoughData,
        Timeliness::NoDeadline,
        Timeliness::OnTime,
        Timeliness::Late,
        Timeliness::Passed,
        Timeliness::NoWorkingDays,
    ];
    let mut digests = vec![digest()];
    for standing in standings {
        let mut digest = digest();
        let forecast = digest.forecast.as_mut().unwrap();
        forecast.standing = standing;
        forecast.full_weeks = 1;
        forecast.range = Some(EndRange { earliest: date("2025-12-09"), latest: None });
        if standing == Timeliness::Late {
            forecast.deadline =
                Some(DeadlineNeed { date: date("2025-12-01"), working_days: 5, per_day: Some(2910.5) });
        }
        digest.language = String::new();
        digests.push(digest);
    }
    for why in [
        NoForecast::NoTotal,
        NoForecast::NoPerObject,
        NoForecast::NoCalendar,
        NoForecast::TotalBelow { total: 10, done: 21_450 },
    ] {
        let mut digest = Digest { no_forecast: Some(why), forecast: None, goal: None, ..digest() };
        digest.race.as_mut().unwrap().pace_car = None;
        digest.quality.as_mut().unwrap().lacking = Some(Lacking::OneClass);
        digests.push(digest);
    }
    let comparison = LogComparison { responses: 5210, logged: 5204, later: 3, ..LogComparison::default() };
    let unread = LogUse::Unread { why: "denied".into() };
    for log in [LogUse::Beside(comparison), LogUse::Alone, unread] {
        let mut digest = Digest { log: Some(log), quiet_days: 3, skipped: 2, ..digest() };
        digest.names_warning = Some("the pool is denied to somebody@example.com".into());
        digest.progress = Some(JobProgress { total: 100, done: 90, machine: 5, failed: 7 });
        digest.showing = vec![
            ShowingRule::Strict { least: 5 },
            ShowingRule::FewSeen { least: 5 },
            ShowingRule::FewTogether,
            ShowingRule::Gate { is_possible: true },
            ShowingRule::Gate { is_possible: false },
        ];
        digest.called = Called::Nobody;
        (digest.leaders, digest.people) = (Vec::new(), None);
        let race = digest.race.as_mut().unwrap();
        (race.leaders, race.people, race.best_jump) = (Vec::new(), None, None);
        digests.push(digest);
    }
    let mut low = digest();
    let quality = low.quality.as_mut().unwrap();
    quality.week = Some(Alpha { alpha: 0.4, low: 0.3, high: 0.5, objects: 1690 });
    quality.lacking = Some(Lacking::OnePersonEach);
    low.teams = Some(5);
    digests.push(low);
    let jobs = vec![digest(), Digest { title: "late-one".into(), ..digests[5].clone() }];
    digests.push(Digest { jobs, ..digest() });
    digests
}

fn film() -> FilmLink {
    let url =
        "https://abc.lambda-url.eu-central-1.on.aws/v/lung-nodules-v3/daily/20261123T063000Z.html?e=1&s=x";
    FilmLink { url: url.into(), until: "2025-12-08T06:30:00Z".parse().unwrap() }
}

/// Checks what every mail must satisfy.
#[track_caller]
fn is_sound(mail: &MailText) {
    #[cfg(feature = "aws")]
    crate::service::notify::Mail::new(Audience::Owners, &mail.subject, &mail.body).unwrap();
    assert!(mail.subject.len() < 100 && mail.subject.is_ascii(), "{}", mail.subject);
    for line in mail.body.lines() {
        let is_address = line.starts_with("https://") && !line.contains(' ');
        assert!(is_address || line.width() <= WIDTH, "{line}");
        assert!(is_address || !line.contains("://"), "{line}");
        assert!(!line.contains(['{', '}', '$', '\u{a0}', '\u{202f}']), "{line}");
    }
    assert!(!mail.body.contains("mail-") && !mail.body.contains("\n\n\n"), "{}", mail.body);
    assert!(!mail.body.contains("example.com") || mail.body.contains("chat.example.com"), "{}", mail.body);
}

#[track_caller]
fn says(mail: &MailText, lines: &[&str]) {
    for line in lines {
        assert!(mail.body.lines().any(|other| other == *line), "{line}\n{}", mail.body);
    }
}

#[test]
fn owners_read_what_was_decided_first() {
    let mail = mail(&digest(), Audience::Owners, Some(&film()), None);
    is_sound(&mail);
    assert_eq!(
        mail.subject,
        "[labelrace] lung-nodules-v3: on time, little reserve, ends 9 Dec-19 Dec, 58.1 % done"
    );
    says(
        &mail,
        &[
            "ON TIME?",
            "  On time at this pace, with little reserve.",
            "  At this week's pace (1,042 a day): done Thu 11 Dec",
            "  At the slowest of the last 4 full weeks (946 a day): done Mon 15 Dec",
            "  Deadline Fri 12 Dec 2025 needs 970 a day",
            "  21,450 of 36,000 labels (59.5 %), 14,550 labels left",
            "  6,980 of 12,000 objects (58.1 %)",
            "  by machines 0, failed 4, waiting 5,016",
            "  5,210 labels this week, 4,730 the week before",
            "           Mon   Tue Wed   Thu   Fri Sat Sun | before",
            "  labels 1,120 1,065 980 1,035 1,010   0   0 |  4,730",
            "  61.3 active hours, 85 labels per active hour (last week 83)",
            "  Half of all tasks took 41 s or less (last week 44 s)",
            "  No alarm (that is below 0.67, or a drop of more than 0.05).",
            "  42 objects on which all disagree",
            "  Most confused: part-solid / solid (61.0 % of disagreements)",
            "  Nothing needs you.",
            "   1 Blue Heron  4,812",
            "     everyone else (6)  11,903",
            "whoever runs this job.",
            "For planning and team spirit. Not for rating people.",
        ],
    );
    let first = |words: &str| mail.body.find(words).unwrap();
    assert!(first("ON TIME?") < first("PROGRESS") && first("QUALITY") < first("FOR YOU TO DO"));
}

#[test]
fn labelers_hear_how_many_they_did_and_how_many_are_left() {
    let contact = Some("Maria, https://chat.example.com/x, room 4");
    let mail = mail(&digest(), Audience::Labelers, Some(&film()), contact);
    is_sound(&mail);
    assert_eq!(mail.subject, "[labelrace] lung-nodules-v3: 1,010 labels on Fri 21 Nov, 58.1 % done");
    says(
        &mail,
        &[
            "  1,010 labels on Fri 21 Nov, by 9 people (goal of 970 reached)",
            "  31 labels today",
            "  21,450 labels so far, by 9 people",
            "  Job [#################-------------] 58.1 %",
            "  14,550 labels left",
            "RACE OF THE WEEK, 17 Nov – 21 Nov 2025",
            "   1 Blue Heron   812",
            "     everyone else (6)  2,963",
            "  9 people took part",
            "  Best jump: Quiet Otter",
            "https://chat.example.com/x,",
        ],
    );
    assert!(mail.body.contains("Which name in the film is yours?"), "{}", mail.body);
    assert!(!mail.body.contains("alpha") && !mail.body.contains("active hours"), "{}", mail.body);
}

#[test]
fn a_team_that_is_not_named_races_with_a_pace_car_and_its_last_week() {
    let mut digest = digest();
    digest.called = Called::Nobody;
    digest.leaders.clear();
    let race = digest.race.as_mut().unwrap();
    (race.leaders, race.best_jump) = (Vec::new(), None);
    let mail = mail(&digest, Audience::Labelers, None, None);
    is_sound(&mail);
    says(
        &mail,
        &[
            "  Team now   5,210  360 ahead of plan",
            "  Pace car   4,850  970 a day keeps Fri 12 Dec",
            "  Last week  4,730  on the same days",
            "Questions, or no more mail? Just ask:",
        ],
    );
    assert!(!mail.body.contains("Blue Heron") && !mail.body.contains("Which name"), "{}", mail.body);
}

#[test]
fn every_mail_is_sound_in_every_language() {
    for language in Locale::languages() {
        for digest in troubled() {
            let mut digest = Digest { language: (*language).to_owned(), ..digest };
            for job in &mut digest.jobs {
                job.language = (*language).to_owned();
            }
            for &audience in Audience::VARIANTS {
                let mail = mail(&digest, audience, Some(&film()), None);
                is_sound(&mail);
                if *language != "en" {
                    for english in ["ON TIME?", "labels so far", "needs you", "people took part", "Just ask"]
                    {
                        assert!(!mail.body.contains(english), "{language}: {english}\n{}", mail.body);
                    }
                }
            }
            is_sound(&nothing_new("xray", Some(&digest), language));
            is_sound(&nothing_new("xray", None, language));
        }
    }
    let german = mail(&Digest { language: "de".into(), ..digest() }, Audience::Labelers, None, None);
    assert!(german.subject.contains("1.010 Labels am Fr 21. Nov."), "{}", german.subject);
    says(&german, &["  1.010 Labels am Fr 21. Nov., von 9 Personen (Ziel 970 erreicht)"]);
    let japanese = mail(&Digest { language: "ja".into(), ..digest() }, Audience::Owners, None, None);
    assert!(japanese.subject.contains("on time, little reserve"), "{}", japanese.subject);
    assert!(japanese.body.contains("期限に間に合うか"), "{}", japanese.body);
}

#[test]
fn of_several_jobs_the_worst_comes_first() {
    let digest = troubled().pop().unwrap();
    let mail = mail(&digest, Audience::Owners, None, None);
    assert!(mail.subject.contains("2 jobs, late"), "{}", mail.subject);
    let [late, fine] =
        ["=== late-one ===", "=== lung-nodules-v3 ==="].map(|title| mail.body.find(title).unwrap());
    assert!(late < fine, "{}", mail.body);
}

#[test]
fn what_needs_somebody_is_said_and_at_most_three_things() {
    let late = mail(&troubled()[5], Audience::Owners, None, None);
    let flat = late.body.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("Late at this pace (1,869 a day are missing)"), "{flat}");
    assert!(flat.contains("1. The pace is 1,042 a day, and the deadline needs 2,911."), "{flat}");
    for digest in troubled() {
        assert!(crate::report::todo::todos(&digest).len() <= 3);
    }
    let below = Digest {
        no_forecast: Some(NoForecast::TotalBelow { total: 10, done: 21_450 }),
        forecast: None,
        ..digest()
    };
    let below = mail(&below, Audience::Owners, None, None);
    says(&below, &["  1. Correct the total of 10: 21,450 labels are done."]);
}

#[test]
fn whatever_a_job_or_a_person_is_called_the_mail_can_be_sent() {
    let long = "x".repeat(500);
    for name in ["Röntgen-Übung\n2026", "日本語のジョブ", "🦊🦊🦊", "", "\u{202E}evil", "a https b", &long]
    {
        let mut digest = digest();
        digest.title = name.into();
        digest.leaders[0].name = name.into();
        digest.race.as_mut().unwrap().leaders[0].name = name.into();
        digest.quality.as_mut().unwrap().confused.as_mut().unwrap().classes[0] = name.into();
        for &audience in Audience::VARIANTS {
            is_sound(&mail(&digest, audience, Some(&film()), Some(name)));
        }
        is_sound(&nothing_new(name, Some(&digest), "en"));
        is_sound(&nothing_new(name, None, "en"));
    }
}

#[test]
fn a_week_without_answers_is_two_lines() {
    let mail = nothing_new("xray", Some(&digest()), "en");
    assert_eq!(
        mail.body,
        "Nothing new in lung-nodules-v3 this week.\nIt has 21,450 labels as of Mon 24 Nov 2025, 07:12.\n"
    );
    assert_eq!(nothing_new("xray", None, "de").body.lines().count(), 2);
}

#[test]
fn one_is_not_many_and_equal_numbers_share_a_place() {
    let mut digest = digest();
    (digest.labels, digest.people) = (1, Some(1));
    digest.leaders = [("Ann", 7), ("Bo", 7), ("Cy", 3)]
        .map(|(name, labels)| Leader { name: name.into(), labels })
        .to_vec();
    let mail = mail(&digest, Audience::Owners, None, None);
    assert!(mail.body.contains("1 label so far, by 1 person"), "{}", mail.body);
    for place in [" 1 Ann", " 1 Bo", " 3 Cy"] {
        assert!(mail.body.contains(place), "{}", mail.body);
    }
}

#[test]
fn a_team_too_small_to_be_counted_hears_its_total_and_nothing_else() {
    let mut digest = digest();
    (digest.people, digest.leaders, digest.race) = (None, Vec::new(), None);
    (digest.effort, digest.quality) = (None, None);
    for day in &mut digest.week {
        day.people = None;
    }
    for &audience in Audience::VARIANTS {
        let mail = mail(&digest, audience, Some(&film()), None);
        is_sound(&mail);
        for word in ["LEAD", "everyone", " by 9", "QUALITY", "EFFORT"] {
            assert!(!mail.body.contains(word), "{}", mail.body);
        }
        assert!(mail.body.contains("21,450 labels"), "{}", mail.body);
    }
}
