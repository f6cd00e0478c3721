//! The layout as text: what is drawn, where, and in which colour, at a few telling moments. What letters
//! look like is for the golden pictures.

mod common {
    pub(crate) mod races;
}

use std::fmt::Write;

use common::races;
use labelrace::{
    canvas::UNIT,
    race::{Lasting, Pacing, Race},
    scene::{Captions, Scene},
    style::ThemeName,
    text::Text,
};
use plotters::drawing::IntoDrawingArea;
use plotters_svg::SVGBackend;

/// Two overtake each other, one joins late.
fn race() -> Race {
    let pacing = Pacing { fps: 10, lasting: Lasting::Whole(8.0), top: 5, ..Pacing::DEFAULT };
    races::race(&[("Ann", "3311"), ("Bo", "1199"), ("Cleo", "0021")], pacing)
}

#[track_caller]
fn check(size: &str, theme: ThemeName, number: usize, expected: &str) {
    let drawn = drawn(&race(), size, theme, number);
    assert!(drawn.trim() == expected.trim(), "frame {number} of {size} has changed to\n{drawn}");
}

fn drawn(race: &Race, size: &str, theme: ThemeName, number: usize) -> String {
    let captions = Captions {
        title: "Boxes".into(),
        subtitle: "2 Feb".into(),
        counted: "labels".into(),
        footer: "As of now".into(),
    };
    let size = size.parse().expect("a size");
    let scene = Scene::new(race, &captions, size, theme.theme(), chrono_tz::UTC, &mut Text::embedded());
    let unit = UNIT.unsigned_abs();
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (size.width() * unit, size.height() * unit));
        let area = area.into_drawing_area();
        scene.draw_background(&area).expect("an SVG takes everything");
        scene.draw(&area, &race.frame(number)).expect("an SVG takes everything");
        area.present().expect("an SVG takes everything");
    }
    projection(&svg)
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
                let anchor = named("text-anchor").expect("an anchor");
                writeln!(lines, "{} {x:.1},{y:.1} {anchor} {size:.1} {}", words.trim(), paint())
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
    check(
        "640x360",
        ThemeName::Light,
        0,
        "
rect 0.0,0.0 640.0,360.0 #FFFFFF
Boxes 21.3,30.7 start 11.8 #0F172A
2 Feb 21.3,45.2 start 6.9 #576175
As of now 21.3,353.3 start 6.9 #576175
labels 618.7,45.2 end 6.9 #576175
1 25.2,98.2 middle 9.5 #576175
2 25.2,148.2 middle 9.5 #576175
3 25.2,198.2 middle 9.5 #576175
rect 75.0,324.2 605.1,325.8 #EDF0F5
08:00 75.0,338.8 middle 6.9 #576175
09:00 207.5,338.8 middle 6.9 #576175
10:00 340.1,338.8 middle 6.9 #576175
11:00 472.6,338.8 middle 6.9 #576175
11:59 605.1,338.8 middle 6.9 #576175
2 Feb 618.7,289.0 end 22.6 #CBD5E1
Mon 08:00 618.7,303.0 end 7.0 #576175
rect 74.5,67.7 75.5,219.0 #E5E7EB
0 75.0,63.7 middle 6.9 #576175
rect 248.2,67.7 249.2,219.0 #E5E7EB
1 248.8,63.7 middle 6.9 #576175
rect 421.9,67.7 422.9,219.0 #E5E7EB
2 422.4,63.7 middle 6.9 #576175
rect 595.7,67.7 596.7,219.0 #E5E7EB
3 596.2,63.7 middle 6.9 #576175
rect 74.0,67.7 75.0,219.0 #64748B
bar 75.0,125.5 75.0,162.5 #FB605F
Bo 68.6,148.5 end 10.0 #0F172A
0 79.7,148.6 start 10.3 #0F172A
bar 75.0,75.5 75.0,112.5 #2476D8
Ann 68.6,98.5 end 10.0 #0F172A
0 79.7,98.6 start 10.3 #0F172A
0 618.7,30.7 end 11.8 #0F172A
rect 75.0,324.2 75.0,325.8 #64748B
knob 75.0,325.0 3.0 #0F172A
",
    );
}

#[test]
fn half_way_through_a_swap_the_upper_texts_alone_are_there() {
    check(
        "640x360",
        ThemeName::Light,
        races::half_way_through_a_swap(&race()),
        "
rect 0.0,0.0 640.0,360.0 #FFFFFF
Boxes 21.3,30.7 start 11.8 #0F172A
2 Feb 21.3,45.2 start 6.9 #576175
As of now 21.3,353.3 start 6.9 #576175
labels 618.7,45.2 end 6.9 #576175
1 25.2,98.2 middle 9.5 #576175
2 25.2,148.2 middle 9.5 #576175
3 25.2,198.2 middle 9.5 #576175
rect 75.0,324.2 605.1,325.8 #EDF0F5
08:00 75.0,338.8 middle 6.9 #576175
09:00 207.5,338.8 middle 6.9 #576175
10:00 340.1,338.8 middle 6.9 #576175
11:00 472.6,338.8 middle 6.9 #576175
11:59 605.1,338.8 middle 6.9 #576175
2 Feb 618.7,289.0 end 22.6 #CBD5E1
Mon 10:00 618.7,303.0 end 7.0 #576175
rect 74.5,67.7 75.5,219.0 #E5E7EB
0 75.0,63.7 middle 6.9 #576175
rect 143.8,67.7 144.8,219.0 #E5E7EB
1 144.3,63.7 middle 6.9 #576175
rect 213.2,67.7 214.2,219.0 #E5E7EB
2 213.7,63.7 middle 6.9 #576175
rect 282.5,67.7 283.5,219.0 #E5E7EB
3 283.0,63.7 middle 6.9 #576175
rect 351.9,67.7 352.9,219.0 #E5E7EB
4 352.4,63.7 middle 6.9 #576175
rect 421.2,67.7 422.2,219.0 #E5E7EB
5 421.7,63.7 middle 6.9 #576175
rect 490.5,67.7 491.5,219.0 #E5E7EB
6 491.0,63.7 middle 6.9 #576175
rect 559.9,67.7 560.9,219.0 #E5E7EB
7 560.4,63.7 middle 6.9 #576175
rect 74.0,67.7 75.0,219.0 #64748B
bar 75.0,175.5 149.3,212.5 #35590A
Cleo 68.6,198.5 end 10.0 #0F172A
1 154.0,198.6 start 10.3 #0F172A
bar 75.0,103.7 531.0,140.7 #FB605F
bar 75.0,97.3 535.2,134.3 #2476D8
Ann 68.6,120.3 end 10.0 #0F172A
7 539.9,120.4 start 10.3 #0F172A
15 618.7,30.7 end 11.8 #0F172A
rect 75.0,324.2 418.0,325.8 #64748B
knob 418.0,325.0 3.0 #0F172A
",
    );
}

#[test]
fn at_the_end_everybody_is_sorted_on_dark_as_on_light() {
    check(
        "640x360",
        ThemeName::Dark,
        79,
        "
rect 0.0,0.0 640.0,360.0 #0F172A
Boxes 21.3,30.7 start 11.8 #F1F5F9
2 Feb 21.3,45.2 start 6.9 #94A3B8
As of now 21.3,353.3 start 6.9 #94A3B8
labels 618.7,45.2 end 6.9 #94A3B8
1 25.2,98.2 middle 9.5 #94A3B8
2 25.2,148.2 middle 9.5 #94A3B8
3 25.2,198.2 middle 9.5 #94A3B8
rect 75.0,324.2 605.1,325.8 #1E293B
08:00 75.0,338.8 middle 6.9 #94A3B8
09:00 207.5,338.8 middle 6.9 #94A3B8
10:00 340.1,338.8 middle 6.9 #94A3B8
11:00 472.6,338.8 middle 6.9 #94A3B8
11:59 605.1,338.8 middle 6.9 #94A3B8
2 Feb 618.7,289.0 end 22.6 #334155
Mon 11:00 618.7,303.0 end 7.0 #94A3B8
rect 74.5,67.7 75.5,219.0 #1E293B
0 75.0,63.7 middle 6.9 #94A3B8
rect 195.1,67.7 196.1,219.0 #1E293B 31%
5 195.6,63.7 middle 6.9 #94A3B8 31%
rect 315.8,67.7 316.8,219.0 #1E293B
10 316.3,63.7 middle 6.9 #94A3B8
rect 436.4,67.7 437.4,219.0 #1E293B 31%
15 436.9,63.7 middle 6.9 #94A3B8 31%
rect 557.1,67.7 558.1,219.0 #1E293B
20 557.6,63.7 middle 6.9 #94A3B8
rect 74.0,67.7 75.0,219.0 #94A3B8
bar 75.0,175.5 147.4,212.5 #CAED0A
Cleo 68.6,198.5 end 10.0 #F1F5F9
3 152.1,198.6 start 10.3 #F1F5F9
bar 75.0,125.5 268.0,162.5 #9CBFF8
Ann 68.6,148.5 end 10.0 #F1F5F9
8 272.7,148.6 start 10.3 #F1F5F9
bar 75.0,75.5 557.6,112.5 #F34E1B
Bo 68.6,98.5 end 10.0 #F1F5F9
20 562.2,98.6 start 10.3 #F1F5F9
31 618.7,30.7 end 11.8 #F1F5F9
rect 75.0,324.2 605.1,325.8 #94A3B8
knob 605.1,325.0 3.0 #F1F5F9
",
    );
}

#[test]
fn on_a_phone_names_stand_over_the_bars_and_the_clock_under_them() {
    check(
        "360x640",
        ThemeName::Light,
        79,
        "
rect 0.0,0.0 360.0,640.0 #FFFFFF
Boxes 22.4,36.8 start 14.2 #0F172A
2 Feb 22.4,52.8 start 7.1 #576175
As of now 22.4,632.0 start 6.9 #576175
labels 22.4,582.2 start 7.1 #576175
1 27.5,137.7 middle 12.3 #576175
2 27.5,213.7 middle 12.3 #576175
3 27.5,289.7 middle 12.3 #576175
rect 36.0,600.6 324.0,602.2 #EDF0F5
08:00 36.0,616.3 middle 6.9 #576175
09:00 108.0,616.3 middle 6.9 #576175
10:00 180.0,616.3 middle 6.9 #576175
11:00 252.0,616.3 middle 6.9 #576175
11:59 324.0,616.3 middle 6.9 #576175
2 Feb 337.6,565.4 end 27.1 #CBD5E1
Mon 11:00 337.6,582.2 end 8.4 #576175
rect 39.5,78.1 40.5,307.7 #E5E7EB
0 40.0,73.3 middle 6.9 #576175
rect 101.9,78.1 102.9,307.7 #E5E7EB 99%
5 102.4,73.3 middle 6.9 #576175 99%
rect 164.4,78.1 165.4,307.7 #E5E7EB
10 164.9,73.3 middle 6.9 #576175
rect 226.8,78.1 227.8,307.7 #E5E7EB 99%
15 227.3,73.3 middle 6.9 #576175 99%
rect 289.2,78.1 290.2,307.7 #E5E7EB
20 289.8,73.3 middle 6.9 #576175
rect 39.0,78.1 40.0,307.7 #64748B
bar 40.0,265.1 77.4,303.1 #35590A
Cleo 42.1,258.3 start 11.0 #0F172A
3 83.1,289.9 start 12.9 #0F172A
bar 40.0,189.1 139.9,227.1 #2476D8
Ann 42.1,182.3 start 11.0 #0F172A
8 145.5,213.9 start 12.9 #0F172A
bar 40.0,113.1 289.8,151.1 #FB605F
Bo 42.1,106.3 start 11.0 #0F172A
20 295.3,137.9 start 12.9 #0F172A
31 22.4,565.4 start 19.0 #0F172A
rect 36.0,600.6 324.0,602.2 #64748B
knob 324.0,601.4 3.2 #0F172A
",
    );
}

#[test]
fn long_names_are_shorter_but_tell_people_apart() {
    let names = |people: &[(&str, &str)]| {
        let race =
            races::race(people, Pacing { fps: 10, lasting: Lasting::Whole(8.0), top: 5, ..Pacing::DEFAULT });
        let drawn = drawn(&race, "640x360", ThemeName::Light, 0);
        let is_name = |line: &&str| line.contains("Max");
        drawn
            .lines()
            .filter(is_name)
            .map(|line| line.rsplitn(5, ' ').last().expect("a name").to_owned())
            .collect::<Vec<_>>()
    };
    let long = "Maximiliane Josefine Antoinette von Hohenberg-Waldenburg";
    assert_eq!(names(&[(long, "9"), ("Bo", "1")]), ["Maximiliane J. A. v. H."]);
    let other = "Maximiliane Josefine Amalia von Hohenberg-Waldenburg";
    let [one, other] = &names(&[(long, "9"), (other, "8")])[..] else { panic!("two names") };
    assert!(one.ends_with('…') && other.ends_with('…'), "{one} {other}");
}
