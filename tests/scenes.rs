//! The layout as text: what is drawn, where, and in which colour, at a few telling moments. What letters
//! look like is for the golden pictures.

mod common {
    pub(crate) mod races;
}

use std::fmt::Write;

use common::races;
use labelrace::{
    canvas::UNIT,
    race::{Pacing, Race},
    scene::{Captions, Scene},
    style::ThemeName,
    text::Text,
};
use plotters::drawing::IntoDrawingArea;
use plotters_svg::SVGBackend;

/// Two overtake each other, one joins late.
fn race() -> Race {
    let pacing = Pacing { fps: 10, seconds: 8.0, top: 5 };
    races::race(&[("Ann", "3311"), ("Bo", "1199"), ("Cleo", "0021")], pacing)
}

#[track_caller]
fn check(size: &str, theme: ThemeName, number: usize, expected: &str) {
    let race = race();
    let captions = Captions {
        title: "Boxes".into(),
        subtitle: "2 Feb".into(),
        counted: "labels".into(),
        footer: "As of now".into(),
    };
    let size = size.parse().expect("a size");
    let scene = Scene::new(&race, &captions, size, theme.theme(), chrono_tz::UTC, &mut Text::embedded());
    let unit = UNIT.unsigned_abs();
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (size.width() * unit, size.height() * unit));
        let area = area.into_drawing_area();
        scene.draw_background(&area).expect("an SVG takes everything");
        scene.draw(&area, &race.frame(number)).expect("an SVG takes everything");
        area.present().expect("an SVG takes everything");
    }
    let drawn = projection(&svg);
    assert!(drawn.trim() == expected.trim(), "frame {number} of {size} has changed to\n{drawn}");
}

/// One line for every shape and text of a picture, in the order of drawing and in pixels: its box from left
/// top to right bottom, or where its text stands, and its colour, with what can be seen through it in
/// percent.
fn projection(svg: &str) -> String {
    let mut lines = String::new();
    let mut rest = svg;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').expect("a tag ends");
        rest = after;
        let named = |name: &str| {
            let (_, value) = tag.split_once(&format!(" {name}=\""))?;
            value.split_once('"').map(|(value, _)| value)
        };
        let units = |text: &str| text.trim().parse::<f64>().expect("a number") / f64::from(UNIT);
        let pixels = |name: &str| units(named(name).expect("a place"));
        let paint = || match named("opacity").expect("an opacity").parse::<f64>().expect("a number") {
            whole if 1.0 <= whole => named("fill").expect("a colour").to_owned(),
            part => format!("{} {:.0}%", named("fill").expect("a colour"), 100.0 * part),
        };
        match tag.split(' ').next() {
            Some("rect") => {
                let (x, y) = (pixels("x"), pixels("y"));
                let (right, bottom) = (x + pixels("width"), y + pixels("height"));
                writeln!(lines, "rect {x:.1},{y:.1} {right:.1},{bottom:.1} {}", paint())
            }
            Some("circle") => {
                writeln!(lines, "knob {:.1},{:.1} {:.1} {}", pixels("cx"), pixels("cy"), pixels("r"), paint())
            }
            Some("polygon") => {
                let corners = named("points").expect("corners").split_whitespace();
                let corners: Vec<(f64, f64)> = corners
                    .filter_map(|corner| corner.split_once(','))
                    .map(|(x, y)| (units(x), units(y)))
                    .collect();
                let most = |pick: fn(&(f64, f64)) -> f64, of: fn(f64, f64) -> f64| {
                    corners.iter().map(pick).reduce(of).expect("a corner")
                };
                let (left, top) = (most(|c| c.0, f64::min), most(|c| c.1, f64::min));
                let (right, bottom) = (most(|c| c.0, f64::max), most(|c| c.1, f64::max));
                writeln!(lines, "bar {left:.1},{top:.1} {right:.1},{bottom:.1} {}", paint())
            }
            Some("text") => {
                let (words, _) = rest.split_once('<').expect("a text ends");
                let (x, y, size) = (pixels("x"), pixels("y"), pixels("font-size"));
                let side = named("text-anchor").expect("an anchor");
                writeln!(lines, "{} {x:.1},{y:.1} {side} {size:.1} {}", words.trim(), paint())
            }
            _ => Ok(()),
        }
        .expect("a text grows");
    }
    // What cannot be seen is no part of the picture.
    lines.lines().filter(|line| !line.ends_with(" 0%")).collect::<Vec<_>>().join("\n")
}

#[test]
fn at_the_start_the_first_ones_stand_in_their_rows() {
    check("640x360", ThemeName::Light, 0, "");
}

#[test]
fn half_way_through_a_swap_the_upper_texts_alone_are_there() {
    check("640x360", ThemeName::Light, 33, "");
}

#[test]
fn at_the_end_everybody_is_sorted_on_dark_as_on_light() {
    check("640x360", ThemeName::Dark, 79, "");
}

#[test]
fn on_a_phone_names_stand_over_the_bars_and_the_clock_under_them() {
    check("360x640", ThemeName::Light, 79, "");
}
