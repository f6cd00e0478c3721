//! Everything that is the same in all frames of a film, measured once so that nothing but the bars moves.

use std::collections::HashMap;

use super::{
    apart::told_apart,
    card::Card,
    clock::{ClockFormat, marks, weekends},
    days::Days,
    figure::Figure,
    layout::{CAP_HEIGHT, Clock, Layout, Needs, Total},
    legend::Legend,
    look::Look,
    notices::Notices,
    numbers::{narrow, nearest},
    opening::OpeningPage,
    widths::Widths,
};
use crate::{
    locale::{Locale, Phrase, Unit},
    race::{Announce, Bars, Frame, Others, Pause, Race, RaceOf, exact, real, smoothstep},
    render::text::{Fitted, Text, Weight},
    stats::Measure,
};

/// The goal of each person.
#[derive(Debug)]
pub(super) struct Goal {
    pub(super) value: f64,
    pub(super) label: String,
    /// Of the label, in pixels.
    pub(super) width: f64,
}

impl Goal {
    fn new(goal: u64, locale: &Locale, layout: &Layout, text: &mut Text) -> Self {
        let label = locale.say(Phrase::Goal(goal));
        let width = f64::from(text.width(&label, narrow(layout.tick_size), Weight::Bold));
        Self { value: exact(goal), label, width }
    }
}

/// Everything about a film that is the same in all of its frames.
#[derive(Debug)]
pub struct Scene<'l> {
    pub(super) look: &'l Look,
    pub(super) layout: Layout,
    /// How many rows have the number of their place, from the first.
    pub(super) numbered: u16,
    /// The title before the race.
    pub(super) opening: Option<OpeningPage>,
    pub(super) title: Fitted,
    pub(super) subtitle: Fitted,
    pub(super) footer: Fitted,
    /// The size of the whole job, and the unit that it is counted in.
    pub(super) total: Option<u64>,
    pub(super) measured_in: Unit,
    pub(super) legend: Legend,
    pub(super) notices: Notices,
    pub(super) goal: Option<Goal>,
    /// The words of somebody's best day, and their width in pixels; `None` where they are never said.
    pub(super) best: Option<(Fitted, f64)>,
    pub(super) days: Option<Days>,
    pub(super) people: Vec<Figure>,
    /// The label of everyone else when they are most numerous, its width in pixels, and whether it fits uncut.
    pub(super) others: Option<(Fitted, f64)>,
    pub(super) others_is_whole: bool,
    pub(super) widths: Widths,
    pub(super) clock: ClockFormat,
    /// The right edge of the weekday before the date.
    pub(super) weekday_x: f64,
    pub(super) marks: Vec<(f64, String)>,
    /// The stretches of the timeline between its gaps, in shares of its length.
    pub(super) stretches: Vec<(f64, f64)>,
    /// Where weekends are on it.
    pub(super) weekends: Vec<f64>,
    pub(super) card: Option<Card>,
}

impl<'l> Scene<'l> {
    /// Measures a race.
    pub fn new(race: &Race, look: &'l Look, text: &mut Text) -> Self {
        let Look { size, theme, locale, zone, captions, .. } = look;
        let course = race.course();
        let clock = ClockFormat::of(race, *zone);
        let all_dates = ClockFormat::all(race, *zone, locale);
        let names: Vec<String> = race.people().map(|person| text.legible(&person.name)).collect();
        let shown = race.ever_shown();
        let most_others = if look.others { race.most_others() } else { Others::default() };
        let others_name = locale.say(Phrase::EveryoneElse(most_others.people as u64));
        let teams = Legend::teams(race, look.bars, theme);

        let mut needs = Needs {
            rows: race.rows(),
            others: 0 < most_others.people,
            progress: course.reach.is_some(),
            strip: !teams.is_empty() || course.announce != Announce::None,
            arrows: race.period().is_some() && course.of == RaceOf::People,
            goal: course.goal.is_some(),
            circles: look.portraits.is_some(),
            stretches: !race.stretches().is_empty(),
            summary: look.card,
            crowded: false,
        };
        let mut widest = |words: &mut dyn Iterator<Item = String>, size: f64, weight: Weight| {
            words.map(|words| f64::from(text.width(&words, narrow(size), weight))).fold(0.0, f64::max)
        };
        let mut lay = |needs: Needs| {
            let layout = Layout::new(*size, needs, |name_size, value_size| {
                let others = needs.others.then(|| (others_name.clone(), most_others.value));
                let values = shown.iter().map(|&racer| race.final_value(racer));
                let values = values.chain(others.as_ref().map(|(_, value)| *value));
                let mut values = values.map(|value| look.value(nearest(value)));
                let mut names = shown
                    .iter()
                    .map(|&racer| names[racer].clone())
                    .chain(others.as_ref().map(|(name, _)| name.clone()));
                (
                    widest(&mut names, name_size, Weight::Regular),
                    widest(&mut values, value_size, Weight::Bold),
                )
            });
            let date = widest(&mut all_dates.iter().cloned(), layout.foot.clock_size, Weight::Bold);
            (layout, date)
        };
        let (mut layout, mut date_width) = lay(needs);
        let crowded = is_crowded(race, &layout, date_width, needs.others);
        if layout.foot.clock == Clock::Behind && crowded {
            needs.crowded = true;
            (layout, date_width) = lay(needs);
        }

        let widths = Widths::new(locale, text);
        let counted = captions.counted_by.words(captions.what, 2, locale);
        let counted_width = f64::from(text.width(&counted, narrow(layout.head.small_size), Weight::Regular));
        let mut fit = |words: &str, width: f64, size: f64, weight: Weight| {
            let words = text.legible(words);
            text.fit(&words, narrow(width), narrow(size), weight)
        };
        let title = fit(&captions.title, layout.head.title_width, layout.head.title_size, Weight::Bold);
        let room = match layout.total {
            Total::Head => {
                layout.full_width - counted_width.max(14.0 * layout.head.small_size) - layout.head.small_size
            }
            Total::Foot => layout.full_width,
        };
        let subtitle = fit(&captions.subtitle, room, layout.head.small_size, Weight::Regular);
        let footer = fit(&captions.footer, layout.full_width, layout.foot.line_size, Weight::Regular);
        let others =
            needs.others.then(|| fit(&others_name, layout.name_width, layout.name_size, Weight::Regular));
        let others = others.map(|others| measured(others, Weight::Regular, text));
        let goal = course.goal.map(|goal| Goal::new(goal, locale, &layout, text));
        let fitted = fitted_names(&names, &shown, look.bars, &layout, text);
        // Announcements get what the teams leave, and the teams what announcements do not need.
        let teams_width = Legend::full_width(&teams, &layout, text);
        let room = (layout.full_width - teams_width).max(LEAST_FOR_NOTICES * layout.full_width);
        let best = best_words(race, locale, &layout, text);
        let notices = Notices::new(race, captions.what, locale, (&layout, room), text);
        Self {
            legend: Legend::new(&teams, layout.full_width - notices.width(&layout), &layout, text),
            notices,
            people: Figure::all(race, look, fitted, &layout, text),
            others_is_whole: others.as_ref().is_some_and(|(others, _)| others.text == others_name),
            card: look.card.then(|| Card::new(&captions.summary, &layout, text)),
            look,
            marks: marks(race, *zone, locale, &layout, text),
            weekday_x: layout.right - date_width - 0.4 * layout.foot.clock_size,
            numbered: numbered(race, others.is_some()),
            opening: OpeningPage::new(race, look, text),
            title,
            subtitle,
            footer,
            total: course.reach.as_ref().map(|reach| reach.total),
            measured_in: measured_in(race, captions.what),
            goal,
            best,
            days: Days::new(race, look, (&layout, &widths), text),
            others,
            widths,
            clock,
            stretches: stretches(&race.pauses()),
            weekends: weekends(&race.pauses(), *zone),
            layout,
        }
    }

    /// How far clock and timeline have made room for the summary, 0 to 1; always 0 in a film without one.
    pub(super) fn closing(&self, frame: &Frame) -> f64 {
        if self.card.is_some() { smoothstep(frame.closing) } else { 0.0 }
    }
}

/// What the progress of the job is counted in.
fn measured_in(race: &Race, what: Unit) -> Unit {
    match &race.course().reach {
        Some(reach) if reach.measure == Measure::Objects => Unit::Objects,
        _ => what,
    }
}

/// The words of somebody's best day, and their width in pixels; `None` where they are never said.
fn best_words(race: &Race, locale: &Locale, layout: &Layout, text: &mut Text) -> Option<(Fitted, f64)> {
    let period = race.period().filter(|_| race.course().announce == Announce::All)?;
    let words = text.legible(&locale.say(Phrase::BestYet(period)));
    let (room, size) = (0.4 * layout.track_width(), layout.gain_size);
    let words = text.fit(&words, narrow(room), narrow(size), Weight::Bold);
    Some(measured(words, Weight::Bold, text))
}

/// Words with their width in pixels.
fn measured(words: Fitted, weight: Weight, text: &mut Text) -> (Fitted, f64) {
    let width = f64::from(text.width(&words.text, words.size, weight));
    (words, width)
}

/// In a team of so many or fewer, everybody knows who is last.
const SMALL_TEAM: usize = 10;

/// How many rows have the number of their place: the upper half in a small team, and where others have no row; none in
/// a race of the team, since a plan wins nothing.
fn numbered(race: &Race, has_others: bool) -> u16 {
    if race.course().of == RaceOf::Team {
        return 0;
    }
    let is_gentle = has_others || race.people().len() <= SMALL_TEAM;
    let rows = if is_gentle { race.rows().div_ceil(2) } else { race.rows() };
    u16::try_from(rows).unwrap_or(u16::MAX)
}

/// The least share of their line that announcements have beside many teams.
const LEAST_FOR_NOTICES: f64 = 0.4;

/// How many frames are examined to see whether there is room for the clock.
const GLANCES: usize = 300;

/// Bars may overlap the clock in this share of the film.
const CROWDED: f64 = 0.03;

/// Whether bars would lie over the clock behind them.
fn is_crowded(race: &Race, layout: &Layout, date_width: f64, others: bool) -> bool {
    // A goal's line would run through the clock, and so would the days of a few people.
    if race.course().goal.is_some() || layout.stretches(0.0).is_some() {
        return true;
    }
    let top = layout.foot.clock_y - CAP_HEIGHT * layout.foot.clock_size;
    let left = layout.right - date_width - 0.3 * layout.foot.clock_size;
    let meets = |row: f64| top < layout.bar(row).1;
    if others && meets(layout.others_row()) {
        return true;
    }
    let after = layout.right - layout.bars_right;
    let reaches = |frame: &Frame| {
        let mut bars = frame.bars.iter().filter(|bar| 0.5 < bar.alpha && meets(bar.row));
        bars.any(|bar| left < layout.x_of(bar.value / frame.axis_max) + after)
    };
    let step = race.len().div_ceil(GLANCES);
    let glances = (0..race.len()).step_by(step);
    let n_glances = glances.len();
    let n_reached = glances.filter(|&number| reaches(&race.frame(number))).count();
    CROWDED * real(n_glances) < real(n_reached)
}

/// The names as they are drawn. Names that would become equal when abbreviated are cut instead, which keeps more of
/// the letters in which they differ; where that is not enough, they begin where they differ.
fn fitted_names(
    names: &[String],
    shown: &[usize],
    bars: Bars,
    layout: &Layout,
    text: &mut Text,
) -> Vec<Fitted> {
    let (width, size) = (narrow(layout.name_width), narrow(layout.name_size));
    // Team names are never abbreviated to initials.
    let fit = |name: &str, text: &mut Text| match bars {
        Bars::People => text.fit_name(name, width, size, Weight::Regular),
        Bars::Groups => text.fit(name, width, size, Weight::Regular),
    };
    let mut fitted: Vec<Fitted> = names.iter().map(|name| fit(name, text)).collect();
    let mut n_called: HashMap<String, usize> = HashMap::new();
    for &racer in shown {
        *n_called.entry(fitted[racer].text.clone()).or_default() += 1;
    }
    for (fitted, name) in fitted.iter_mut().zip(names) {
        if fitted.text != *name && n_called.get(&fitted.text).is_some_and(|n| 1 < *n) {
            *fitted = text.fit(name, width, size, Weight::Regular);
        }
    }
    told_apart(names, shown.iter().copied(), fitted, |name| text.fit(name, width, size, Weight::Regular))
}

/// The range 0 to 1 without these pauses, which are sorted.
fn stretches(pauses: &[Pause]) -> Vec<(f64, f64)> {
    let ends = pauses.iter().map(|pause| pause.part.0).chain([1.0]);
    [0.0].into_iter().chain(pauses.iter().map(|pause| pause.part.1)).zip(ends).collect()
}
