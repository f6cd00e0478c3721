//! The motion in figures, over the films of invented jobs: what is promised about order, haste, rows and the
//! axis holds for every one of them.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of people and frames are small"
)]

use std::{collections::HashMap, env, fmt::Write, fs, path::Path};

use crate::common::{
    motion_figures::{self, Figures, Shot},
    races,
};
use labelrace::{
    race::{Course, Frame, Idle, Lasting, Notice, Others, Pace, Pacing, Race},
    source::sample::Shape,
    stats::Tally,
};

/// Jobs of so many people, of the shape that `labelrace sample` makes if nothing else is asked for.
fn jobs(workers: u32) -> impl Iterator<Item = (u64, Race)> {
    [1, 2].into_iter().map(move |seed| (seed, Race::new(&sample(workers, 2000, 10, seed), Pacing::default())))
}

fn sample(workers: u32, objects: u32, days: u32, seed: u64) -> Tally {
    let folder = tempfile::tempdir().expect("there is room for a sample");
    let shape = Shape { workers, objects, answers: 3, days, seed };
    races::sample(&folder.path().join("job"), shape).tally
}

fn figures(tally: &Tally, seconds: f64, top: usize) -> Figures {
    let pacing = Pacing { lasting: Lasting::Whole(seconds), top, ..Pacing::default() };
    motion_figures::figures(&motion_figures::ours(&Race::new(tally, pacing)))
}

#[track_caller]
fn check(what: &str, figures: Figures, wrong_pairs: f64) {
    assert!(figures.wrong_pairs <= wrong_pairs, "{what}: {figures:?}");
    assert!(figures.hasty_steps <= 0.02, "{what}: {figures:?}");
    assert!(figures.longest_step <= 1.0, "{what}: {figures:?}");
}

#[test]
fn twelve_people_are_in_order_and_in_no_hurry() {
    for (seed, race) in jobs(12) {
        check(&format!("seed {seed}"), motion_figures::figures(&motion_figures::ours(&race)), 0.02);
    }
}

#[test]
fn forty_people_are_in_order_and_in_no_hurry() {
    for (seed, race) in jobs(40) {
        check(&format!("seed {seed}"), motion_figures::figures(&motion_figures::ours(&race)), 0.03);
    }
    // Few labels each, so that everybody is near everybody to the end.
    check("sparse", figures(&sample(40, 1000, 14, 3), 30.0, 10), 0.03);
}

#[test]
fn an_hour_and_nine_months_are_in_order_and_in_no_hurry() {
    for workers in [1, 2, 3, 8, 12, 40] {
        for (days, labels) in [(0, 40 * workers), (5, 60 * workers), (14, 200 * workers), (273, 90 * workers)]
        {
            let tally = races::team(workers, labels, days, 7, "auto");
            for (seconds, top) in [(30.0, 10), (20.0, 3), (60.0, 20)] {
                let what = format!("{workers} people, {days} days, {seconds} s, {top} rows");
                check(&what, figures(&tally, seconds, top), if workers <= 12 { 0.02 } else { 0.03 });
            }
        }
    }
}

#[test]
fn nobody_leaps_however_many_there_are() {
    for seed in [1, 2] {
        let figures = figures(&races::team(300, 9000, 14, seed, "auto"), 30.0, 10);
        assert!(figures.longest_step <= 1.0, "seed {seed}: {figures:?}");
        assert!(figures.wrong_pairs <= 0.3 && figures.hasty_steps <= 0.04, "seed {seed}: {figures:?}");
    }
}

/// The film that somebody gets who asks for nothing else.
fn usual(tally: &Tally) -> Race {
    Race::new(tally, Pacing { pace: Pace::Recent, hold: 5.5, opening: 2.0, ..Pacing::default() })
}

#[test]
fn rows_are_taken_and_bars_can_be_seen_however_many_people_there_are() {
    for (people, objects, days, empty, hidden) in [
        (12, 1770, 10, 0.5, 0.6),
        (12, 6000, 273, 0.5, 0.6),
        (40, 2000, 10, 0.5, 0.6),
        (40, 1000, 14, 0.5, 0.6),
        (300, 2500, 14, 1.0, 1.2),
    ] {
        for seed in [1, 2] {
            let figures =
                motion_figures::figures(&motion_figures::ours(&usual(&sample(people, objects, days, seed))));
            let what = format!("{people} people, {days} days, seed {seed}");
            check(&what, figures, 0.03);
            assert!(figures.empty_rows <= empty && figures.hidden_bars <= hidden, "{what}: {figures:?}");
            assert!(figures.taken_back <= 10, "{what}: {figures:?}");
        }
    }
}

#[test]
fn values_are_exact_at_the_end_of_every_day_and_of_the_film() {
    for (people, objects, days) in [(12, 1770, 10), (300, 2500, 14)] {
        let tally = sample(people, objects, days, 1);
        let race = usual(&tally);
        let [first, .., last] = &race.frames().collect::<Vec<_>>()[..] else { panic!("many frames") };
        assert!(last.bars.iter().all(|bar| (bar.value - race.final_value(bar.racer)).abs() < 1e-9));
        assert!((last.labels - tally.total() as f64).abs() < 1e-6, "{} of {}", last.labels, tally.total());
        // It begins with standings.
        let labels = first.labels / tally.total() as f64;
        // While one or two more have joined than there are rows, two rows or one stay empty: see `in_view`.
        let n_bars = first.bars.len();
        assert!((0.03..0.12).contains(&labels) && race.rows() <= n_bars + 2, "{labels}, {n_bars} bars");
        assert!(first.bars.iter().all(|bar| 1.0 <= bar.alpha && bar.row.fract() == 0.0), "{:?}", first.bars);
        let until = |time| {
            let buckets = race.edges().iter().filter(|edge| **edge < time).count();
            let steps = tally.workers().iter().flat_map(|worker| &worker.steps);
            steps.filter(|step| step.bucket < buckets).map(|step| step.labels).sum::<u64>() as f64
        };
        for (seconds, begins) in race.chapters().into_iter().skip(1) {
            let frame = race.frame((seconds * 30.0).round() as usize);
            // A frame may be a little before or after it.
            let near = (frame.labels - until(begins)).abs() / tally.total() as f64;
            assert!(near < 0.004, "{begins}: {} instead of {}", frame.labels, until(begins));
        }
    }
}

#[test]
fn the_first_day_has_no_more_of_the_race_than_of_the_labels() {
    for (people, objects, days) in [(12, 1770, 10), (40, 1770, 10), (12, 6000, 273)] {
        let tally = sample(people, objects, days, 1);
        let race = usual(&tally);
        let chapters = race.chapters();
        let (seconds, second) = chapters[1];
        let frame = race.frame((seconds * 30.0) as usize);
        // The title and the rest after it belong to nobody.
        let share = (seconds - 2.5) / race.seconds();
        let labels = frame.labels / tally.total() as f64;
        assert!(share <= labels + 0.005, "{people} people until {second}: {share} for {labels}");
    }
}

#[test]
fn rows_sum_to_a_constant_with_those_who_wait() {
    for (workers, top) in [(3, 10), (12, 10), (12, 3), (40, 10)] {
        let race = Race::new(
            &races::team(workers, 50 * workers, 14, 1, "auto"),
            Pacing { top, ..Pacing::default() },
        );
        let n = race.people().len();
        let sum = |frame: &Frame| -> f64 {
            let rows = || frame.bars.iter().chain(&frame.unseen).map(|bar| bar.row);
            rows().sum::<f64>() + ((n - rows().count()) * race.rows()) as f64
        };
        let expected = (0..n).map(|place| place.min(race.rows())).sum::<usize>() as f64;
        for frame in race.frames() {
            assert!((sum(&frame) - expected).abs() < 1e-6, "{workers} people, frame {}", frame.number);
        }
    }
}

#[test]
fn whoever_joins_comes_up_from_the_row_below() {
    let race = Race::new(&races::team(12, 2000, 14, 1, "auto"), Pacing::default());
    let mut late = 0;
    for racer in 0..12 {
        let seen = |frame: &Frame| frame.bars.iter().find(|bar| bar.racer == racer).copied();
        let frames: Vec<Frame> = race.frames().collect();
        let Some(first) = frames.iter().position(|frame| seen(frame).is_some()).filter(|first| 0 < *first)
        else {
            continue;
        };
        let joins = seen(&frames[first]).expect("seen");
        assert!(joins.alpha < 0.3, "{joins:?}");
        assert!(frames[first + 15..].iter().filter_map(seen).any(|bar| bar.row < joins.row), "{joins:?}");
        late += 1;
    }
    assert!(2 <= late, "somebody joins late");
}

#[test]
fn nights_and_weekends_are_a_beat_or_take_their_time() {
    let tally = races::team(8, 4000, 12, 1, "1h");
    let race = |idle| Race::new(&tally, Pacing { idle, ..Pacing::default() });
    let (cut, kept) = (race(Idle::Compress), race(Idle::Keep));
    assert_eq!((cut.pauses().len(), kept.pauses().len()), (9, 0), "nine nights, one of them a weekend");
    let still = |race: &Race| {
        let labels: Vec<f64> = race.frames().map(|frame| frame.labels).collect();
        labels.windows(2).filter(|pair| (pair[1] - pair[0]).abs() < 1e-9).count()
    };
    assert!(still(&cut) < 250 && 450 < still(&kept), "{} {}", still(&cut), still(&kept));
    // The clock goes from one evening to the next morning at once.
    let clocks: Vec<_> = cut.frames().map(|frame| frame.clock).collect();
    assert!(clocks.is_sorted());
    let by_night = clocks.iter().filter(|clock| !(8..18).contains(&chrono::Timelike::hour(*clock))).count();
    assert_eq!(by_night, 0);
}

#[test]
fn the_last_day_begins_after_at_most_three_fifths_of_the_film() {
    for (workers, labels, days) in [(3, 200, 2), (12, 2000, 10), (40, 4000, 14), (12, 9000, 273)] {
        let tally = races::team(workers, labels, days, 7, "auto");
        let (hold, opening) = (5.5, 2.0);
        let of = |pace| Race::new(&tally, Pacing { pace, hold, opening, ..Pacing::default() });
        let (recent, even) = (of(Pace::Recent), of(Pace::Even));
        let last = recent.frame(recent.len() - 1).clock.date_naive();
        let begins = |race: &Race| race.frames().position(|frame| frame.clock.date_naive() == last);
        let at = |race: &Race| begins(race).expect("a last day") as f64 / race.len() as f64;
        assert!(at(&recent) <= 0.6, "{workers} people, {days} days: {}", at(&recent));
        assert!(at(&recent) <= at(&even), "{workers} people, {days} days: {}", at(&even));
        let figures = motion_figures::figures(&motion_figures::ours(&recent));
        check(&format!("{workers} people, {days} days"), figures, if workers <= 12 { 0.02 } else { 0.03 });
        let chapters = recent.chapters();
        assert!(chapters.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1), "{chapters:?}");
    }
}

#[test]
fn what_is_announced_is_true_in_every_frame_that_shows_it() {
    let mut told = 0;
    for (workers, days, seed) in [(3, 0, 1), (8, 1, 7), (12, 10, 1), (12, 10, 2), (40, 14, 3), (97, 5, 1)] {
        let tally = races::team(workers, 100 * workers, days, seed, "auto");
        let goal = tally.total() / workers as u64;
        let course = Course { goal: Some(goal), ..Course::default() };
        let race = Race::on(course, &tally, Pacing { pace: Pace::Recent, hold: 5.5, ..Pacing::default() });
        let mut lasts: Vec<(Notice, usize)> = Vec::new();
        let mut ahead: HashMap<usize, Vec<f64>> = HashMap::new();
        for frame in race.frames() {
            let Some((notice, _)) = frame.notice else { continue };
            match lasts.last_mut() {
                Some((before, frames)) if *before == notice => *frames += 1,
                _ => lasts.push((notice, 1)),
            }
            let bar = |racer| frame.bars.iter().find(|bar| bar.racer == racer).expect("it can be seen");
            let what = format!("{workers} people, {days} days, frame {}: {notice:?}", frame.number);
            match notice {
                Notice::Lead(racer) => {
                    let others = frame.bars.iter().filter(|bar| bar.racer != racer);
                    let most = others.fold(0.0, |most: f64, bar| most.max(bar.value));
                    assert!(most - 1e-6 <= bar(racer).value, "{what}: {most}");
                    ahead.entry(racer).or_default().push(bar(racer).value - most);
                }
                Notice::Goal(racer) => {
                    assert!(goal as f64 <= bar(racer).value + 1e-6, "{what}");
                }
                // The bar is where it has climbed to.
                Notice::Climb { racer, rows } => {
                    assert!(rows as f64 - 0.1 < bar(racer).climb, "{what}: {}", bar(racer).climb);
                }
                Notice::Milestone(n) => assert!(n as f64 <= frame.labels + 1e-6, "{what}"),
            }
        }
        // Whoever is level with others when it begins or ends has not taken the lead.
        for labels in ahead.values().flat_map(|labels| [labels.first(), labels.last()]) {
            assert!(labels.is_some_and(|labels| 0.4 < *labels), "{workers} people, {days} days: {labels:?}");
        }
        for (notice, frames) in &lasts {
            // It is invisible in the first and the last one.
            assert!(43 <= *frames, "{workers} people, {days} days: {notice:?} for {frames} frames");
        }
        told += lasts.len();
        // The last one to take the lead is told of, however near to the end that is.
        let first = |frame: &Frame| frame.bars.last().expect("a bar").racer;
        let (begin, end) = (first(&race.frame(45)), first(&race.frame(race.len() - 1)));
        let last_lead = lasts.iter().rev().find(|(notice, _)| matches!(notice, Notice::Lead(_)));
        if begin != end {
            assert_eq!(
                last_lead.map(|(notice, _)| *notice),
                Some(Notice::Lead(end)),
                "{workers} people, {days} days"
            );
        }
    }
    assert!(20 < told, "{told}");
}

#[test]
fn gains_begin_with_the_day_and_are_never_those_of_another() {
    let race = Race::new(&races::team(12, 2000, 10, 1, "auto"), Pacing::default());
    let starts: Vec<_> = race.chapters();
    let mut begins: Option<Frame> = None;
    for frame in race.frames() {
        let day = starts.iter().rposition(|(_, time)| *time <= frame.clock).unwrap_or(0);
        let is_new = begins
            .as_ref()
            .is_none_or(|first| starts.iter().rposition(|(_, time)| *time <= first.clock).unwrap_or(0) < day);
        if is_new {
            begins = Some(frame.clone());
        }
        let first = begins.as_ref().expect("a day has begun");
        for bar in &frame.bars {
            let before = first.bars.iter().chain(&first.unseen).find(|first| first.racer == bar.racer);
            let Some(before) = before else { continue };
            // A frame may begin a little after the day.
            let gained = bar.value - before.value + before.gain;
            assert!((bar.gain - gained).abs() < 1e-6, "frame {}: {bar:?} {before:?}", frame.number);
        }
        assert!(
            !is_new || frame.bars.iter().all(|bar| day == 0 || bar.gain < 10.0),
            "frame {}",
            frame.number
        );
    }
}

#[test]
fn a_film_is_as_long_as_its_buckets_if_that_is_asked_for() {
    let tally = races::race_tally(&[("Ann", "3311"), ("Bo", "1199")]);
    let pacing = Pacing { lasting: Lasting::PerBucket(0.5), hold: 1.0, ..Pacing::default() };
    let race = Race::new(&tally, pacing);
    assert_eq!(race.len(), 105, "0.5 s at the start, four buckets of 0.5 s, 1 s at the end");
    assert!((Race::seconds_of(&tally, pacing) - 3.5).abs() < 1e-9);
}

#[test]
fn the_last_frame_is_sorted_and_the_first_is_at_rest() {
    for hold in [0.0, 3.0] {
        let race =
            Race::new(&races::team(12, 2000, 14, 1, "auto"), Pacing { hold, swap: 0.8, ..Pacing::default() });
        let frames = [race.frame(0), race.frame(race.len() - 2), race.frame(race.len() - 1)];
        for frame in [&frames[0], &frames[2]] {
            let mut bars = frame.bars.clone();
            bars.sort_by(|a, b| a.row.total_cmp(&b.row));
            assert!(bars.is_sorted_by(|a, b| b.value <= a.value), "{bars:?}");
            assert!(bars.iter().all(|bar| bar.row.fract() == 0.0 && 1.0 <= bar.alpha), "{bars:?}");
        }
        for (before, after) in frames[1].bars.iter().zip(&frames[2].bars) {
            assert!((before.row - after.row).abs() < 0.1, "nobody jumps into the last frame");
        }
    }
}

#[test]
fn the_axis_never_shrinks_and_never_jumps() {
    for (seed, race) in jobs(12) {
        let ends: Vec<f64> = race.frames().map(|frame| frame.axis_max).collect();
        for (number, pair) in ends.windows(2).enumerate() {
            let grows = pair[1] / pair[0] - 1.0;
            assert!((-1e-12..0.06).contains(&grows), "seed {seed}, frame {number}: by {grows}");
        }
    }
}

#[test]
fn whoever_joins_at_the_very_end_is_all_there_in_the_last_frame() {
    for seconds in [0.5, 1.0, 3.0, 30.0] {
        let pacing = Pacing { lasting: Lasting::Whole(seconds), ..Pacing::default() };
        let race = races::race(&[("Ann", "3100"), ("Bo", "0002"), ("Cleo", "0001")], pacing);
        let last = race.frame(race.len() - 1);
        assert!(
            last.bars.len() == 3 && last.bars.iter().all(|bar| 1.0 <= bar.alpha),
            "{seconds} s: {last:?}"
        );
    }
}

#[test]
fn everyone_else_comes_and_goes_gently_and_only_where_somebody_has_no_row() {
    let race = Race::new(&sample(40, 400, 20, 4), Pacing::default());
    let frames: Vec<Frame> = race.frames().collect();
    assert!(frames[0].others.people == 0 && 20 < frames[frames.len() - 1].others.people);
    for pair in frames.windows(2) {
        let (before, after) = (pair[0].others, pair[1].others);
        assert!((after.alpha - before.alpha).abs() < 0.15, "frame {}", pair[1].number);
        // What is drawn of it ends with the axis.
        let drawn = |others: Others| (others.value / pair[1].axis_max).min(1.0);
        let step = (drawn(after) - drawn(before)).abs();
        assert!(step < 0.1, "frame {}: {step} of the axis", pair[1].number);
    }
    let total: f64 = frames[frames.len() - 1].bars.iter().map(|bar| bar.value).sum();
    let last = &frames[frames.len() - 1];
    assert!((last.others.value + total - last.labels).abs() < 1e-6, "together they are all");
    let few = Race::new(&sample(12, 400, 20, 4), Pacing { top: 12, ..Pacing::default() });
    assert!(few.frames().all(|frame| frame.others.people == 0 && frame.others.alpha <= 0.0));
}

#[test]
fn at_rest_somebody_has_climbed_a_whole_number_of_rows() {
    for seed in 1..6 {
        let race = Race::new(&races::team(12, 600, 10, seed, "auto"), Pacing::default());
        let last = race.frame(race.len() - 1);
        assert!(race.period().is_some(), "several days");
        assert!(last.bars.iter().all(|bar| (bar.climb - bar.climb.round()).abs() < 1e-9), "{last:?}");
    }
}

/// How bars are moved.
type Way<'a> = &'a dyn Fn(&Tally) -> Shot;

#[test]
fn the_table_of_the_docs_is_true() {
    let mut table = String::from(
        "| people | way | wrong pairs a frame | hasty steps | longest step | hidden pairs a frame |\n|---|---|---|---|---|---|\n",
    );
    for (people, objects, days) in [(12, 2000, 10), (40, 2000, 10), (40, 1000, 14), (300, 2500, 14)] {
        let tallies: Vec<Tally> = (1..=4).map(|seed| sample(people, objects, days, seed)).collect();
        let labels = tallies.iter().map(Tally::total).sum::<u64>() / 4 / u64::from(people);
        let ours = |tally: &Tally| motion_figures::ours(&Race::new(tally, Pacing::default()));
        let bar_chart_race = |tally: &Tally| motion_figures::bar_chart_race(tally, 810, 10);
        let d3 = |tally: &Tally| motion_figures::d3(tally, 810, 10);
        let ways: [(&str, Way<'_>); 3] =
            [("labelrace", &ours), ("bar_chart_race", &bar_chart_race), ("D3", &d3)];
        for (name, way) in ways {
            let all: Vec<Figures> =
                tallies.iter().map(|tally| motion_figures::figures(&way(tally))).collect();
            let mean = |pick: fn(&Figures) -> f64| all.iter().map(pick).sum::<f64>() / all.len() as f64;
            let longest = all.iter().map(|figures| figures.longest_step).fold(0.0, f64::max);
            let (wrong, hasty) = (mean(|f| f.wrong_pairs), 100.0 * mean(|f| f.hasty_steps));
            let hidden = mean(|f| f.hidden_pairs);
            writeln!(
                table,
                "| {people}, {labels} labels each in {days} days | {name} | {wrong:.3} | {hasty:.2} % | {longest:.2} | {hidden:.2} |"
            )
            .expect("a text grows");
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/motion.md");
    let text = fs::read_to_string(&path).expect("the docs are there");
    let (head, rest) = text.split_once("<!-- table -->\n").expect("a table begins");
    let (_, foot) = rest.split_once("<!-- end -->").expect("a table ends");
    let whole = format!("{head}<!-- table -->\n{table}<!-- end -->{foot}");
    if env::var_os("UPDATE_TABLE").is_some() {
        fs::write(&path, &whole).expect("the docs can be written");
    }
    assert!(text == whole, "the table has changed: UPDATE_TABLE=1 writes it anew");
}
