//! One frame of the race, drawn with plotters on any backend.
//!
//! A [`Scene`] measures everybody once, so nothing but the bars moves during a film; then it draws what
//! stands still and, for each frame, what moves. Where things lie is in `layout`, what they look like in
//! `style`, what becomes of it in `canvas`.

mod axis;
mod dates;
mod layout;

use std::collections::{BTreeSet, HashMap};

use chrono_tz::Tz;
use plotters::{
    coord::Shift,
    drawing::{DrawingArea, DrawingAreaErrorKind},
    element::{Circle, Polygon, Rectangle, Text as Label},
    style::{
        Color, FontDesc, FontFamily, FontStyle, IntoTextStyle, RGBColor, ShapeStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};
use plotters_backend::DrawingBackend;

use self::{
    axis::ticks,
    dates::{Dates, marks},
    layout::{Layout, Names, Total, units},
};
use crate::{
    race::{Bar, Frame, Race, smoothstep},
    style::{Colour, Size, Theme, thousands},
    text::{Fitted, Text, Weight},
};

/// What is written around the race.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Captions {
    /// The large line at the top.
    pub title: String,
    /// The small line below it.
    pub subtitle: String,
    /// What the large number counts: `labels`.
    pub counted: String,
    /// The line at the bottom.
    pub footer: String,
}

/// Everything about a film that is the same in all of its frames.
#[derive(Debug)]
pub struct Scene {
    layout: Layout,
    rows: u16,
    theme: Theme,
    zone: Tz,
    title: Fitted,
    subtitle: Fitted,
    counted: String,
    footer: Fitted,
    looks: Vec<Look>,
    dates: Dates,
    marks: Vec<(f64, String)>,
    /// Where the timeline begins and ends, and where it is cut, in parts of it.
    stretches: Vec<(f64, f64)>,
}

/// How one person looks.
#[derive(Clone, Debug)]
struct Look {
    name: Fitted,
    colour: Colour,
}

type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;
type Area<DB> = DrawingArea<DB, Shift>;

impl Scene {
    /// Measures a race.
    pub fn new(
        race: &Race,
        captions: &Captions,
        size: Size,
        theme: Theme,
        zone: Tz,
        text: &mut Text,
    ) -> Self {
        let shown = race.ever_shown();
        let people: Vec<_> = race.people().collect();
        let names: Vec<String> = people.iter().map(|person| text.legible(&person.name)).collect();
        let layout = Layout::new(size, race.rows(), |name_size, value_size| {
            let mut widest = |words: &dyn Fn(usize) -> String, size: f64, weight: Weight| {
                let widths = shown.iter().map(|&racer| text.width(&words(racer), narrow(size), weight));
                f64::from(widths.fold(0.0, f32::max))
            };
            let value = |racer| thousands(rounded(race.final_value(racer)));
            let names = widest(&|racer| names[racer].clone(), name_size, Weight::Regular);
            (names, widest(&value, value_size, Weight::Bold))
        });
        let looks = fitted_names(&names, &shown, &layout, text)
            .into_iter()
            .zip(&people)
            .map(|(name, person)| Look { name, colour: theme.people[person.slot % theme.people.len()] })
            .collect();
        let dates = Dates::of(race);
        let counted_width =
            f64::from(text.width(&captions.counted, narrow(layout.small_size), Weight::Regular));
        let mut fit = |words: &str, width: f64, size: f64, weight: Weight| {
            let words = text.legible(words);
            text.fit(&words, narrow(width), narrow(size), weight)
        };
        let title = fit(&captions.title, layout.title_width, layout.title_size, Weight::Bold);
        let room = match layout.total {
            Total::Head => layout.full_width - counted_width - layout.small_size,
            Total::Foot => layout.full_width,
        };
        let subtitle = fit(&captions.subtitle, room, layout.small_size, Weight::Regular);
        let footer = fit(&captions.footer, layout.full_width, layout.foot_size, Weight::Regular);
        let counted = captions.counted.clone();
        let marks = marks(race, zone, &layout, text);
        let rows = u16::try_from(race.rows()).unwrap_or(u16::MAX);
        let stretches = stretches(&race.gaps());
        Self { layout, rows, theme, zone, title, subtitle, counted, footer, looks, dates, marks, stretches }
    }

    /// What stands still: background, titles, the track of the timeline.
    ///
    /// # Errors
    /// Those of the backend.
    pub fn draw_background<DB: DrawingBackend>(&self, area: &Area<DB>) -> Drawn<DB> {
        let Self { layout, theme, .. } = self;
        area.fill(&rgb(theme.background))?;
        let left = |y| (layout.left, y);
        self.fitted(area, &self.title, left(layout.title_y), Weight::Bold, theme.text)?;
        self.fitted(area, &self.subtitle, left(layout.subtitle_y), Weight::Regular, theme.quiet)?;
        self.fitted(area, &self.footer, left(layout.foot_y), Weight::Regular, theme.quiet)?;
        let (x, y, side) = match layout.total {
            Total::Head => (layout.right, layout.subtitle_y, HPos::Right),
            Total::Foot => (layout.left, layout.day_y, HPos::Left),
        };
        self.text(area, &self.counted, (x, y), layout.small_size, side, theme.quiet)?;
        // Places are there before anybody takes them: the first frame is not empty.
        for place in 0..self.rows {
            let row = f64::from(place);
            let at = (layout.places_x, layout.baseline(row, layout.place_size));
            let style = (FontFamily::SansSerif, FontStyle::Bold, layout.place_size);
            self.styled(area, &(place + 1).to_string(), at, style, HPos::Center, rgb(theme.quiet))?;
        }
        self.timeline(area, 1.0, theme.track)?;
        for (part, mark) in &self.marks {
            let at = (layout.timeline_x(*part), layout.marks_y);
            self.text(area, mark, at, layout.tick_size, HPos::Center, theme.quiet)?;
        }
        Ok(())
    }

    /// What moves, on top of the background.
    ///
    /// # Errors
    /// Those of the backend.
    pub fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> Drawn<DB> {
        self.draw_clock(area, frame)?;
        self.draw_axis(area, frame)?;
        for (bar, above) in frame.bars.iter().zip((1..).map(|next| &frame.bars[next..])) {
            self.draw_bar(area, frame, bar, above)?;
        }
        self.draw_total(area, frame)?;
        self.draw_timeline(area, frame)
    }

    /// Behind the bars, so that they win where there are many.
    fn draw_clock<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> Drawn<DB> {
        let Self { layout, theme, .. } = self;
        let (large, small) = self.dates.clock(frame.clock, self.zone);
        let style = (FontFamily::SansSerif, FontStyle::Bold, layout.clock_size);
        self.styled(area, &large, (layout.right, layout.clock_y), style, HPos::Right, rgb(theme.clock))?;
        self.text(area, &small, (layout.right, layout.day_y), layout.day_size, HPos::Right, theme.quiet)
    }

    fn draw_axis<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> Drawn<DB> {
        let Self { layout, theme, .. } = self;
        for tick in ticks(frame.axis_max, layout.track_width(), layout.tick_spacing) {
            let x = layout.x_of(tick.part);
            let line = |half| [units((x - half, layout.grid_top)), units((x + half, layout.plot_bottom))];
            area.draw(&Rectangle::new(line(layout.hairline / 2.0), faded(theme.grid, tick.alpha)))?;
            let style = (FontFamily::SansSerif, FontStyle::Normal, layout.tick_size);
            let label = thousands(tick.value);
            let at = (x, layout.ticks_y);
            self.styled(area, &label, at, style, HPos::Center, rgb(theme.quiet).mix(tick.alpha))?;
        }
        let x = layout.bars_left;
        let zero = [units((x - layout.hairline, layout.grid_top)), units((x, layout.plot_bottom))];
        area.draw(&Rectangle::new(zero, rgb(theme.zero).filled()))
    }

    /// The left, upper, right and lower edge of a bar, in pixels.
    pub fn bar_box(&self, frame: &Frame, bar: &Bar) -> [f64; 4] {
        let (top, bottom) = self.layout.bar(self.drawn_row(bar));
        [self.layout.bars_left, top, self.layout.x_of(bar.value / frame.axis_max), bottom]
    }

    /// Where a bar is drawn: who appears or leaves lies lower, but half a row below the last one is the
    /// timeline.
    fn drawn_row(&self, bar: &Bar) -> f64 {
        let lowest = f64::from(self.rows) - 0.5;
        (bar.row + DROP * (1.0 - bar.alpha)).min(lowest)
    }

    /// `above` are those that are drawn later. A text makes way for theirs while rows are swapped, else two
    /// would tangle.
    fn draw_bar<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        frame: &Frame,
        bar: &Bar,
        above: &[Bar],
    ) -> Drawn<DB> {
        let Self { layout, theme, .. } = self;
        let look = &self.looks[bar.racer];
        let corners = self.bar_box(frame, bar);
        self.draw_shape(area, corners, faded(look.colour, bar.alpha))?;

        let (gone, whole) = layout.clearance();
        let clear = |other: &Bar| smoothstep(((other.row - bar.row).abs() - gone) / (whole - gone));
        let hidden = |other: &Bar| other.alpha * (1.0 - clear(other));
        let alpha = above.iter().fold(bar.alpha, |alpha, other| alpha * (1.0 - hidden(other)));
        let colour = rgb(theme.text).mix(alpha);
        let name_size = f64::from(look.name.size);
        let (x, side) = match layout.names {
            Names::Beside(right) => (right, HPos::Right),
            Names::Above => (layout.bars_left + 0.15 * name_size, HPos::Left),
        };
        let at = (x, layout.name_baseline(self.drawn_row(bar), name_size));
        let style = (FontFamily::SansSerif, FontStyle::Normal, name_size);
        self.styled(area, &look.name.text, at, style, side, colour)?;

        let value = thousands(rounded(bar.value));
        let at = (corners[2] + layout.value_gap, layout.baseline(self.drawn_row(bar), layout.value_size));
        let style = (FontFamily::SansSerif, FontStyle::Bold, layout.value_size);
        self.styled(area, &value, at, style, HPos::Left, colour)
    }

    /// A bar: square where it begins, round where it ends.
    fn draw_shape<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        [begin, top, end, bottom]: [f64; 4],
        style: ShapeStyle,
    ) -> Drawn<DB> {
        let radius = self.layout.radius.min(end - begin).max(0.0);
        let mut points = vec![units((begin, top))];
        for (centre, turn) in [(top + radius, -1.0), (bottom - radius, 0.0)] {
            points.extend((0..=CORNER).map(|step| {
                let angle = (f64::from(step) / f64::from(CORNER) + turn) * std::f64::consts::FRAC_PI_2;
                units((end - radius + radius * angle.cos(), centre + radius * angle.sin()))
            }));
        }
        points.push(units((begin, bottom)));
        area.draw(&Polygon::new(points, style))
    }

    fn draw_total<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> Drawn<DB> {
        let Self { layout, theme, .. } = self;
        let (at, size, anchor) = match layout.total {
            Total::Head => ((layout.right, layout.title_y), layout.title_size, HPos::Right),
            Total::Foot => ((layout.left, layout.clock_y), 0.7 * layout.clock_size, HPos::Left),
        };
        let style = (FontFamily::SansSerif, FontStyle::Bold, size);
        self.styled(area, &thousands(rounded(frame.labels)), at, style, anchor, rgb(theme.text))
    }

    fn draw_timeline<DB: DrawingBackend>(&self, area: &Area<DB>, frame: &Frame) -> Drawn<DB> {
        let Self { layout, theme, .. } = self;
        self.timeline(area, frame.part, theme.zero)?;
        let at = (layout.timeline_x(frame.part), layout.timeline_y);
        let (_, radius) = units((0.0, layout.knob));
        area.draw(&Circle::new(units(at), radius, rgb(theme.text).filled()))
    }

    /// The timeline from its beginning to this part of it, with a gap where nobody labels.
    fn timeline<DB: DrawingBackend>(&self, area: &Area<DB>, part: f64, colour: Colour) -> Drawn<DB> {
        let layout = &self.layout;
        let half = layout.timeline_width / 2.0;
        for &(from, to) in self.stretches.iter().take_while(|(from, _)| *from <= part) {
            let (start, end) = (layout.timeline_x(from), layout.timeline_x(to.min(part)));
            let corners = [(start, layout.timeline_y - half), (end, layout.timeline_y + half)].map(units);
            area.draw(&Rectangle::new(corners, rgb(colour).filled()))?;
        }
        Ok(())
    }

    fn fitted<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        fitted: &Fitted,
        at: (f64, f64),
        weight: Weight,
        colour: Colour,
    ) -> Drawn<DB> {
        let face = match weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Bold => FontStyle::Bold,
        };
        let style = (FontFamily::SansSerif, face, f64::from(fitted.size));
        self.styled(area, &fitted.text, at, style, HPos::Left, rgb(colour))
    }

    fn text<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        words: &str,
        at: (f64, f64),
        size: f64,
        anchor: HPos,
        colour: Colour,
    ) -> Drawn<DB> {
        self.styled(area, words, at, (FontFamily::SansSerif, FontStyle::Normal, size), anchor, rgb(colour))
    }

    /// A text whose baseline is at `at`.
    #[expect(clippy::unused_self, reason = "all that draws is a method of the scene")]
    fn styled<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        words: &str,
        at: (f64, f64),
        (family, face, size): (FontFamily<'_>, FontStyle, f64),
        anchor: HPos,
        colour: impl Color,
    ) -> Drawn<DB> {
        if words.is_empty() || size <= 0.0 {
            return Ok(());
        }
        let font = FontDesc::new(family, size * f64::from(layout::UNIT), face);
        let style = font.into_text_style(area).color(&colour).pos(Pos::new(anchor, VPos::Bottom));
        area.draw(&Label::new(words, units(at), style))
    }
}

/// The names as they are drawn. Those that would be one and the same once they are shorter are cut
/// instead, which leaves more of what tells them apart.
fn fitted_names(names: &[String], shown: &[usize], layout: &Layout, text: &mut Text) -> Vec<Fitted> {
    let (width, size) = (narrow(layout.name_width), narrow(layout.name_size));
    let mut fitted: Vec<Fitted> =
        names.iter().map(|name| text.fit_name(name, width, size, Weight::Regular)).collect();
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
    let words = [&captions.title, &captions.subtitle, &captions.footer].map(String::as_str);
    names.chain(words).flat_map(|words| text.missing(words)).collect()
}

/// What is left of 0 to 1 without these gaps, which are in its order.
fn stretches(gaps: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let ends = gaps.iter().map(|gap| gap.0).chain([1.0]);
    [0.0].into_iter().chain(gaps.iter().map(|gap| gap.1)).zip(ends).collect()
}

/// So many rows below its own a bar begins to be seen.
const DROP: f64 = 0.4;

/// Straight lines in a quarter of a circle.
const CORNER: u8 = 6;

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

fn faded(colour: Colour, alpha: f64) -> ShapeStyle {
    rgb(colour).mix(alpha).filled()
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
