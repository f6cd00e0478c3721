//! One frame of the race, drawn with plotters on any backend.
//!
//! A [`Scene`] measures everybody once, so nothing but the bars moves during a film; then it draws what
//! stands still and, for each frame, what moves. Where things lie is in `layout`, what becomes of them in
//! `canvas`; colors are those of `style`, words those of `locale`.

mod axis;
mod bars;
mod card;
mod dates;
mod foot;
mod head;
mod layout;
mod measure;
mod pen;

use std::collections::{BTreeSet, HashMap};

use chrono_tz::Tz;
use plotters_backend::DrawingBackend;

pub use self::bars::colors;
use self::{
    axis::Goal,
    bars::Figure,
    card::Card,
    dates::{Dates, marks},
    head::{Legend, Notices},
    layout::{CAP_HEIGHT, Clock, Layout, Needs, Total},
    measure::Widths,
    pen::{Area, Drawn, ink},
};
use crate::{
    locale::{Locale, Phrase, Unit},
    people::portraits::Portraits,
    race::{Announce, Bars, Frame, Others, Race, exact, real},
    render::{
        style::{Size, Theme},
        text::{Faces, Fitted, Text, Weight},
    },
    stats::Measure,
};

/// What a film looks like.
#[derive(Clone, Debug)]
pub struct Look {
    /// Of a frame.
    pub size: Size,
    /// Its colors.
    pub theme: Theme,
    /// How numbers, dates and words are written.
    pub locale: Locale,
    /// Whose days its dates are.
    pub zone: Tz,
    /// What is written around the race.
    pub captions: Captions,
    /// Whose bars they are.
    pub bars: Bars,
    /// Whether there is a row for all who are not shown.
    pub others: bool,
    /// Whether there is a summary at the end.
    pub card: bool,
    /// Pictures of people; `None`: no circles at all.
    pub portraits: Option<Portraits>,
    /// What it is written with beside the embedded faces.
    pub faces: Faces,
}

/// What is written around the race.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Captions {
    /// The large line at the top.
    pub title: String,
    /// The small line below it.
    pub subtitle: String,
    /// What the large number is of, where it is not how far the job is: `labels by 12 people`.
    pub counted: String,
    /// What is counted.
    pub what: Unit,
    /// The line at the bottom.
    pub footer: String,
    /// What it all comes to, the most important first.
    pub summary: Vec<Fact>,
}

/// One thing of a summary.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fact {
    /// A number, or nothing.
    pub large: String,
    /// What it is of, or all there is to say.
    pub small: String,
}

/// Everything about a film that is the same in all of its frames.
#[derive(Debug)]
pub struct Scene {
    layout: Layout,
    rows: u16,
    theme: Theme,
    locale: Locale,
    zone: Tz,
    title: Fitted,
    subtitle: Fitted,
    counted: String,
    footer: Fitted,
    /// How far the job is to go, and in what that is measured.
    total: Option<u64>,
    measured_in: Unit,
    legend: Legend,
    notices: Notices,
    goal: Option<Goal>,
    people: Vec<Figure>,
    /// The name of everybody else when they are most, and whether it is written whole.
    others: Option<Fitted>,
    others_is_whole: bool,
    widths: Widths,
    dates: Dates,
    /// Where the weekday ends that stands before the date.
    weekday_x: f64,
    marks: Vec<(f64, String)>,
    /// Where the timeline begins and ends, and where it is cut, in parts of it.
    stretches: Vec<(f64, f64)>,
    card: Option<Card>,
}

impl Scene {
    /// Measures a race.
    pub fn new(race: &Race, look: &Look, text: &mut Text) -> Self {
        let Look { size, theme, locale, zone, captions, .. } = look;
        let course = race.course();
        let dates = Dates::of(race, *zone);
        let all_dates = Dates::all(race, *zone, locale);
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
            arrows: race.period().is_some(),
            goal: course.goal.is_some(),
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
                let mut values = values.map(|value| locale.number(rounded(value)));
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
        // The line of a goal would run through the clock.
        let crowded = course.goal.is_some() || is_crowded(race, &layout, date_width, needs.others);
        if layout.foot.clock == Clock::Behind && crowded {
            needs.crowded = true;
            (layout, date_width) = lay(needs);
        }

        let widths = Widths::new(locale, text);
        let counted_width =
            f64::from(text.width(&captions.counted, narrow(layout.head.small_size), Weight::Regular));
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
        let goal = course.goal.map(|goal| {
            let label = locale.say(Phrase::Goal(goal));
            let width = f64::from(text.width(&label, narrow(layout.tick_size), Weight::Regular));
            Goal { value: exact(goal), label, width }
        });
        let fitted = fitted_names(&names, &shown, look.bars, &layout, text);
        let tells = course.announce != Announce::None;
        Self {
            legend: Legend::new(&teams, tells, &layout, text),
            notices: Notices::new(race, &names, captions.what, locale, &layout, text),
            people: Figure::all(race, look, (shown, fitted), &layout, text),
            others_is_whole: others.as_ref().is_some_and(|fitted| fitted.text == others_name),
            card: look.card.then(|| Card::new(&captions.summary, &layout, text)),
            marks: marks(race, *zone, locale, &layout, text),
            weekday_x: layout.right - date_width - 0.4 * layout.foot.clock_size,
            rows: u16::try_from(race.rows()).unwrap_or(u16::MAX),
            theme: theme.clone(),
            locale: locale.clone(),
            zone: *zone,
            title,
            subtitle,
            counted: captions.counted.clone(),
            footer,
            total: course.reach.as_ref().map(|reach| reach.total),
            measured_in: match &course.reach {
                Some(reach) if reach.measure == Measure::Objects => Unit::Objects,
                _ => captions.what,
            },
            goal,
            others,
            widths,
            dates,
            stretches: stretches(&race.gaps()),
            layout,
        }
    }

    /// What stands still: background, titles, places, the track of the timeline.
    ///
    /// # Errors
    /// Those of the backend.
    pub fn draw_background<DB: DrawingBackend>(&self, area: &Area<DB>) -> Drawn<DB> {
        area.fill(&ink(self.theme.background, 1.0))?;
        self.draw_head_background(area)?;
        self.draw_foot_background(area)?;
        self.draw_places(area)
    }

    /// What moves, on top of the background.
    ///
    /// # Errors
    /// Those of the backend.
    pub fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> Drawn<DB> {
        self.draw_clock(area, frame)?;
        self.draw_axis(area, frame)?;
        self.draw_bars(area, frame)?;
        self.draw_total(area, frame)?;
        self.draw_notice(area, frame)?;
        self.draw_timeline(area, frame)?;
        self.draw_card(area, frame)
    }
}

/// Frames that are looked at to see whether there is room for the clock.
const GLANCES: usize = 300;

/// Bars may reach into the clock in so much of the film.
const CROWDED: f64 = 0.03;

/// Whether bars would lie over the clock behind them.
fn is_crowded(race: &Race, layout: &Layout, date_width: f64, others: bool) -> bool {
    let top = layout.foot.clock_y - CAP_HEIGHT * layout.foot.clock_size;
    let left = layout.right - date_width - 0.3 * layout.foot.clock_size;
    let meets = |row: f64| top < layout.bar(row).1;
    if others && meets(layout.others_row()) {
        return true;
    }
    let after = layout.right - layout.bars_right;
    let reaches = |frame: &Frame| {
        let mut bars = frame.bars.iter().filter(|bar| 0.5 < bar.alpha && meets(bar.row));
        bars.any(|bar| left < layout.x_of(bar.value / frame.axis_max, 0.0) + after)
    };
    let step = race.len().div_ceil(GLANCES);
    let glances = (0..race.len()).step_by(step);
    let n_glances = glances.len();
    let n_reached = glances.filter(|&number| reaches(&race.frame(number))).count();
    CROWDED * real(n_glances) < real(n_reached)
}

/// The names as they are drawn. Those that would be one and the same once they are shorter are cut
/// instead, which leaves more of what tells them apart.
fn fitted_names(
    names: &[String],
    shown: &[usize],
    bars: Bars,
    layout: &Layout,
    text: &mut Text,
) -> Vec<Fitted> {
    let (width, size) = (narrow(layout.name_width), narrow(layout.name_size));
    // Nobody writes a team with initials.
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
    fitted
}

/// The characters of a film's names and captions that no face has.
pub fn missing(race: &Race, captions: &Captions, text: &mut Text) -> BTreeSet<char> {
    let people: Vec<_> = race.people().collect();
    let names = race.ever_shown().into_iter().map(|racer| people[racer].name.as_str());
    let teams = people.iter().filter_map(|person| person.group.as_ref()).map(|group| group.name.as_str());
    let words = [&captions.title, &captions.subtitle, &captions.footer].map(String::as_str);
    let words: BTreeSet<&str> = names.chain(teams).chain(words).collect();
    words.into_iter().flat_map(|words| text.missing(words)).collect()
}

/// What is left of 0 to 1 without these gaps, which are in its order.
fn stretches(gaps: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let ends = gaps.iter().map(|gap| gap.0).chain([1.0]);
    [0.0].into_iter().chain(gaps.iter().map(|gap| gap.1)).zip(ends).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of a frame")]
fn narrow(pixels: f64) -> f32 {
    pixels as f32
}

/// The nearest whole number, as it is shown.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts are positive, and a cast saturates"
)]
fn rounded(value: f64) -> u64 {
    value.round() as u64
}
