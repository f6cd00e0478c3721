//! The layout as text: what is drawn, where, and in which color, at a few telling moments. What letters
//! look like is for the golden pictures.

use std::{collections::BTreeMap, fmt::Write};

use chrono::{DateTime, TimeDelta, Utc};
use labelrace::{
    people::{Aliases, Cast, Naming},
    race::{Announce, Bar, Course, Lasting, Notice, Pacing, Race},
    render::{
        canvas::UNIT,
        scene::{Look, Scene},
        style::Theme,
        text::Text,
    },
    source::{Answer, WorkerId},
    stats::{Count, Span, Tally},
};
use plotters::drawing::IntoDrawingArea;
use plotters_svg::SVGBackend;

use crate::common::{look::look, races};

/// Two overtake each other, one joins late.
fn race() -> Race {
    let pacing = Pacing { fps: 10, lasting: Lasting::Whole(8.0), top: 5, ..Pacing::default() };
    races::race(&[("Ann", "3311"), ("Bo", "1199"), ("Cleo", "0021")], pacing)
}

#[track_caller]
fn check(size: &str, theme: Theme, number: usize, expected: &str) {
    check_look(&race(), &look(size, theme), number, expected);
}

#[track_caller]
fn check_look(race: &Race, look: &Look, number: usize, expected: &str) {
    let drawn = drawn(race, look, number);
    let size = look.size;
    assert!(drawn.trim() == expected.trim(), "frame {number} of {size} has changed to\n{drawn}");
}

fn drawn(race: &Race, look: &Look, number: usize) -> String {
    let size = look.size;
    let scene = Scene::new(race, look, &mut Text::embedded());
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
/// top to right bottom, or where its text stands, and its color, with what can be seen through it in
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
            whole if 1.0 <= whole => named("fill").expect("a color").to_owned(),
            part => format!("{} {:.0}%", named("fill").expect("a color"), 100.0 * part),
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
        Theme::light(),
        0,
        "
rect 0.0,0.0 640.0,360.0 #FFFFFF
Boxes 21.3,30.7 start 11.8 #0F172A
2 Feb 21.3,45.2 start 6.9 #576175
As of now 21.3,353.3 start 6.9 #576175
rect 81.0,324.2 605.1,325.8 #ECEFF4
08:00 81.0,338.8 middle 6.9 #576175
08:30 146.5,338.8 middle 6.9 #576175
09:00 212.0,338.8 middle 6.9 #576175
09:30 277.5,338.8 middle 6.9 #576175
10:00 343.1,338.8 middle 6.9 #576175
10:30 408.6,338.8 middle 6.9 #576175
11:00 474.1,338.8 middle 6.9 #576175
11:30 539.6,338.8 middle 6.9 #576175
1 25.2,109.9 middle 9.5 #576175
1 25.2,164.9 middle 9.5 #576175
2 Feb 618.7,289.0 end 22.6 #CBD5E1
Mon 08:00 618.7,303.0 end 7.0 #576175
rect 80.5,76.8 81.5,243.2 #D8DCE3
0 81.0,72.8 middle 6.9 #576175
rect 183.6,76.8 184.6,243.2 #D8DCE3
2 184.1,72.8 middle 6.9 #576175
rect 286.6,76.8 287.6,243.2 #D8DCE3
4 287.1,72.8 middle 6.9 #576175
rect 389.6,76.8 390.6,243.2 #D8DCE3
6 390.1,72.8 middle 6.9 #576175
rect 492.6,76.8 493.6,243.2 #D8DCE3
8 493.1,72.8 middle 6.9 #576175
rect 80.0,76.8 81.0,243.2 #64748B
bar 81.0,140.3 81.0,181.0 #0D6891
Bo 74.2,165.2 end 10.0 #0F172A
0 85.7,165.3 start 10.3 #0F172A
bar 81.0,85.3 81.0,126.0 #DE7515
Ann 74.2,110.2 end 10.0 #0F172A
0 85.7,110.3 start 10.3 #0F172A
0 618.7,30.7 end 11.8 #0F172A
labels 618.7,45.2 end 6.9 #576175
rect 81.0,324.2 81.0,325.8 #64748B
bar 78.0,322.0 84.0,328.0 #0F172A
",
    );
}

#[test]
fn half_way_through_a_swap_the_upper_texts_alone_are_there() {
    check(
        "640x360",
        Theme::light(),
        races::half_way_through_a_swap(&race()),
        "
rect 0.0,0.0 640.0,360.0 #FFFFFF
Boxes 21.3,30.7 start 11.8 #0F172A
2 Feb 21.3,45.2 start 6.9 #576175
As of now 21.3,353.3 start 6.9 #576175
rect 81.0,324.2 605.1,325.8 #ECEFF4
08:00 81.0,338.8 middle 6.9 #576175
08:30 146.5,338.8 middle 6.9 #576175
09:00 212.0,338.8 middle 6.9 #576175
09:30 277.5,338.8 middle 6.9 #576175
10:00 343.1,338.8 middle 6.9 #576175
10:30 408.6,338.8 middle 6.9 #576175
11:00 474.1,338.8 middle 6.9 #576175
11:30 539.6,338.8 middle 6.9 #576175
1 25.2,109.9 middle 9.5 #576175
1 25.2,164.9 middle 9.5 #576175
2 Feb 618.7,289.0 end 22.6 #CBD5E1
Mon 10:00 618.7,303.0 end 7.0 #576175
rect 80.5,76.8 81.5,243.2 #D8DCE3
0 81.0,72.8 middle 6.9 #576175
rect 183.2,76.8 184.2,243.2 #D8DCE3
2 183.7,72.8 middle 6.9 #576175
rect 285.9,76.8 286.9,243.2 #D8DCE3
4 286.4,72.8 middle 6.9 #576175
rect 388.6,76.8 389.6,243.2 #D8DCE3
6 389.1,72.8 middle 6.9 #576175
rect 491.3,76.8 492.3,243.2 #D8DCE3
8 491.8,72.8 middle 6.9 #576175
rect 594.0,76.8 595.0,243.2 #D8DCE3
10 594.5,72.8 middle 6.9 #576175
rect 80.0,76.8 81.0,243.2 #64748B
bar 81.0,195.3 138.6,236.0 #6B184F
Cleo 74.2,220.2 end 10.0 #0F172A
1 143.2,220.3 start 10.3 #0F172A
bar 81.0,122.8 422.6,163.5 #DE7515
Ann 74.2,147.6 end 10.0 #0F172A
7 427.3,147.8 start 10.3 #0F172A
bar 81.0,102.9 429.1,143.6 #0D6891
Bo 74.2,127.7 end 10.0 #0F172A
7 433.8,127.8 start 10.3 #0F172A
15 618.7,30.7 end 11.8 #0F172A
labels 618.7,45.2 end 6.9 #576175
10 labels 618.7,57.7 end 6.9 #0F172A 45%
rect 81.0,324.2 422.4,325.8 #64748B
bar 419.4,322.0 425.4,328.0 #0F172A
",
    );
}

#[test]
fn at_the_end_everybody_is_sorted_on_dark_as_on_light() {
    check(
        "640x360",
        Theme::dark(),
        79,
        "
rect 0.0,0.0 640.0,360.0 #0F172A
Boxes 21.3,30.7 start 11.8 #F1F5F9
2 Feb 21.3,45.2 start 6.9 #94A3B8
As of now 21.3,353.3 start 6.9 #94A3B8
rect 81.0,324.2 605.1,325.8 #1E293B
08:00 81.0,338.8 middle 6.9 #94A3B8
08:30 146.5,338.8 middle 6.9 #94A3B8
09:00 212.0,338.8 middle 6.9 #94A3B8
09:30 277.5,338.8 middle 6.9 #94A3B8
10:00 343.1,338.8 middle 6.9 #94A3B8
10:30 408.6,338.8 middle 6.9 #94A3B8
11:00 474.1,338.8 middle 6.9 #94A3B8
11:30 539.6,338.8 middle 6.9 #94A3B8
1 25.2,109.9 middle 9.5 #94A3B8
2 25.2,164.9 middle 9.5 #94A3B8
rect 80.5,76.8 81.5,243.2 #2C3A52
0 81.0,72.8 middle 6.9 #94A3B8
rect 199.8,76.8 200.8,243.2 #2C3A52
5 200.2,72.8 middle 6.9 #94A3B8
rect 319.0,76.8 320.0,243.2 #2C3A52
10 319.5,72.8 middle 6.9 #94A3B8
rect 438.2,76.8 439.2,243.2 #2C3A52
15 438.8,72.8 middle 6.9 #94A3B8
rect 557.5,76.8 558.5,243.2 #2C3A52
20 558.0,72.8 middle 6.9 #94A3B8
rect 80.0,76.8 81.0,243.2 #94A3B8
bar 81.0,195.3 152.6,236.0 #F024A1
Cleo 74.2,220.2 end 10.0 #F1F5F9
3 157.2,220.3 start 10.3 #F1F5F9
bar 81.0,140.3 271.8,181.0 #BD7953
Ann 74.2,165.2 end 10.0 #F1F5F9
8 276.5,165.3 start 10.3 #F1F5F9
bar 81.0,85.3 558.0,126.0 #36B6E9
Bo 74.2,110.2 end 10.0 #F1F5F9
20 562.7,110.3 start 10.3 #F1F5F9
31 618.7,30.7 end 11.8 #F1F5F9
labels 618.7,45.2 end 6.9 #94A3B8
rect 81.0,324.2 605.1,325.8 #94A3B8
bar 602.1,322.0 608.1,328.0 #F1F5F9
bar 15.6,96.1 34.9,115.3 #E9B92C
1 25.2,109.9 middle 9.5 #111827
bar 15.6,151.1 34.9,170.3 #B9C2CF
2 25.2,164.9 middle 9.5 #111827
bar 0.0,303.7 640.0,341.5 #0F172A
bar 21.3,303.7 618.7,341.5 #17213A
31 29.8,323.8 start 15.1 #F1F5F9
labels 29.8,334.9 start 6.9 #94A3B8
3 219.1,323.8 start 15.1 #F1F5F9
people 219.1,334.9 start 6.9 #94A3B8
2 Feb 2026 411.6,325.7 start 6.9 #94A3B8
",
    );
}

#[test]
fn on_a_phone_names_stand_over_the_bars_and_the_clock_under_them() {
    check(
        "360x640",
        Theme::light(),
        79,
        "
rect 0.0,0.0 360.0,640.0 #FFFFFF
Boxes 22.4,36.8 start 14.2 #0F172A
2 Feb 22.4,52.8 start 7.1 #576175
As of now 22.4,632.0 start 6.9 #576175
rect 36.0,600.6 324.0,602.2 #ECEFF4
08:00 36.0,616.3 middle 6.9 #576175
08:30 72.0,616.3 middle 6.9 #576175
09:00 108.0,616.3 middle 6.9 #576175
09:30 144.0,616.3 middle 6.9 #576175
10:00 180.0,616.3 middle 6.9 #576175
10:30 216.0,616.3 middle 6.9 #576175
11:00 252.0,616.3 middle 6.9 #576175
11:30 288.0,616.3 middle 6.9 #576175
1 27.5,136.9 middle 12.3 #576175
2 27.5,281.7 middle 12.3 #576175
rect 46.5,87.4 47.5,523.4 #D8DCE3
0 47.0,82.6 middle 6.9 #576175
rect 107.3,87.4 108.3,523.4 #D8DCE3
5 107.8,82.6 middle 6.9 #576175
rect 168.1,87.4 169.1,523.4 #D8DCE3
10 168.6,82.6 middle 6.9 #576175
rect 228.9,87.4 229.9,523.4 #D8DCE3
15 229.4,82.6 middle 6.9 #576175
rect 289.8,87.4 290.8,523.4 #D8DCE3
20 290.2,82.6 middle 6.9 #576175
rect 46.0,87.4 47.0,523.4 #64748B
bar 47.0,447.8 337.6,516.1 #F4F6FA
rect 52.1,499.9 332.5,500.9 #C3CAD4
08:00 87.1,511.0 middle 6.9 #576175
09:00 157.2,511.0 middle 6.9 #576175
10:00 227.4,511.0 middle 6.9 #576175
bar 204.9,492.5 249.8,499.9 #6B184F
2 227.4,488.2 middle 6.9 #0F172A
11:00 297.4,511.0 middle 6.9 #576175
bar 275.0,496.2 319.9,499.9 #B692AD
1 297.4,492.0 middle 6.9 #576175
bar 47.0,303.0 337.6,371.3 #F4F6FA
rect 52.1,355.2 332.5,356.2 #C3CAD4
08:00 87.1,366.2 middle 6.9 #576175
bar 64.7,344.0 109.6,355.2 #DE7515
3 87.1,339.8 middle 6.9 #0F172A
09:00 157.2,366.2 middle 6.9 #576175
bar 134.8,344.0 179.7,355.2 #DE7515
3 157.2,339.8 middle 6.9 #0F172A
10:00 227.4,366.2 middle 6.9 #576175
bar 204.9,351.4 249.8,355.2 #EABC93
1 227.4,347.2 middle 6.9 #576175
11:00 297.4,366.2 middle 6.9 #576175
bar 275.0,351.4 319.9,355.2 #EABC93
1 297.4,347.2 middle 6.9 #576175
bar 47.0,158.2 337.6,226.6 #F4F6FA
rect 52.1,210.4 332.5,211.4 #C3CAD4
08:00 87.1,221.4 middle 6.9 #576175
bar 64.7,206.7 109.6,210.4 #8CB6CB
1 87.1,202.4 middle 6.9 #576175
09:00 157.2,221.4 middle 6.9 #576175
bar 134.8,206.7 179.7,210.4 #8CB6CB
1 157.2,202.4 middle 6.9 #576175
10:00 227.4,221.4 middle 6.9 #576175
bar 204.9,176.9 249.8,210.4 #0D6891
9 227.4,172.6 middle 6.9 #0F172A
11:00 297.4,221.4 middle 6.9 #576175
bar 275.0,176.9 319.9,210.4 #0D6891
9 297.4,172.6 middle 6.9 #0F172A
bar 47.0,402.1 83.5,439.8 #6B184F
Cleo 49.1,397.4 start 11.0 #0F172A
3 89.1,426.8 start 12.9 #0F172A
bar 47.0,257.4 144.3,295.0 #DE7515
Ann 49.1,252.6 start 11.0 #0F172A
8 149.9,282.0 start 12.9 #0F172A
bar 47.0,112.6 290.2,150.2 #0D6891
Bo 49.1,107.8 start 11.0 #0F172A
20 295.9,137.2 start 12.9 #0F172A
rect 36.0,600.6 324.0,602.2 #64748B
bar 320.8,598.2 327.2,604.6 #0F172A
bar 15.0,118.9 39.9,143.9 #E9B92C
1 27.5,136.9 middle 12.3 #111827
bar 15.0,263.7 39.9,288.6 #B9C2CF
2 27.5,281.7 middle 12.3 #111827
bar 0.0,528.9 360.0,619.5 #FFFFFF
bar 22.4,528.9 337.6,619.5 #F4F6FA
31 31.2,572.2 start 15.6 #0F172A
labels 31.2,590.4 start 7.1 #576175
3 126.0,572.2 start 15.6 #0F172A
people 126.0,590.4 start 7.1 #576175
2 Feb 2026 224.2,577.4 start 7.1 #576175
",
    );
}

#[test]
fn long_names_are_shorter_but_tell_people_apart() {
    let names = |people: &[(&str, &str)]| {
        let race = races::race(
            people,
            Pacing { fps: 10, lasting: Lasting::Whole(8.0), top: 5, ..Pacing::default() },
        );
        let drawn = drawn(&race, &look("640x360", Theme::light()), 0);
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

#[test]
fn a_job_has_its_progress_a_goal_teams_and_everyone_else() {
    let look = Look { others: true, card: false, ..look("640x360", Theme::light()) };
    check_look(
        &races::course(),
        &look,
        40,
        "
rect 0.0,0.0 640.0,360.0 #FFFFFF
Boxes 21.3,30.7 start 11.8 #0F172A
2 Feb 21.3,45.2 start 6.9 #576175
bar 21.3,51.8 618.7,54.8 #ECEFF4
bar 21.3,60.9 28.1,67.7 #DE7515
North 31.9,67.3 start 6.9 #0F172A
bar 64.4,60.9 71.2,67.7 #0D6891
South 75.0,67.3 start 6.9 #0F172A
As of now 21.3,353.3 start 6.9 #576175
rect 144.0,324.2 605.1,325.8 #ECEFF4
08:00 144.0,338.8 middle 6.9 #576175
08:30 201.6,338.8 middle 6.9 #576175
09:00 259.2,338.8 middle 6.9 #576175
09:30 316.9,338.8 middle 6.9 #576175
10:00 374.6,338.8 middle 6.9 #576175
10:30 432.2,338.8 middle 6.9 #576175
11:00 489.8,338.8 middle 6.9 #576175
11:30 547.4,338.8 middle 6.9 #576175
1 25.2,115.1 middle 9.5 #576175
2 25.2,161.2 middle 9.5 #576175
2 Feb 618.7,314.3 end 14.0 #576175
Mon 10:00 565.5,314.3 end 7.0 #576175
rect 143.5,86.5 144.5,281.2 #D8DCE3
0 144.0,82.5 middle 6.9 #576175
rect 288.4,86.5 289.4,281.2 #D8DCE3
5 288.9,82.5 middle 6.9 #576175
rect 433.4,86.5 434.4,281.2 #D8DCE3
10 433.9,82.5 middle 6.9 #576175
rect 578.3,86.5 579.3,281.2 #D8DCE3
15 578.8,82.5 middle 6.9 #576175
rect 577.8,86.5 579.8,89.8 #BE123C
rect 577.8,92.5 579.8,95.8 #BE123C
rect 577.8,98.5 579.8,101.8 #BE123C
rect 577.8,104.5 579.8,107.8 #BE123C
rect 577.8,110.5 579.8,113.8 #BE123C
rect 577.8,116.5 579.8,119.8 #BE123C
rect 577.8,122.5 579.8,125.8 #BE123C
rect 577.8,128.5 579.8,131.8 #BE123C
rect 577.8,134.5 579.8,137.8 #BE123C
rect 577.8,140.5 579.8,143.8 #BE123C
rect 577.8,146.5 579.8,149.8 #BE123C
rect 577.8,152.5 579.8,155.8 #BE123C
rect 577.8,158.5 579.8,161.8 #BE123C
rect 577.8,164.5 579.8,167.8 #BE123C
rect 577.8,170.5 579.8,173.8 #BE123C
rect 577.8,176.5 579.8,179.8 #BE123C
rect 577.8,182.5 579.8,185.8 #BE123C
rect 577.8,188.5 579.8,191.8 #BE123C
rect 577.8,194.5 579.8,197.8 #BE123C
rect 577.8,200.5 579.8,203.8 #BE123C
rect 577.8,206.5 579.8,209.8 #BE123C
rect 577.8,212.5 579.8,215.8 #BE123C
rect 577.8,218.5 579.8,221.8 #BE123C
rect 577.8,224.5 579.8,227.8 #BE123C
rect 577.8,230.5 579.8,233.8 #BE123C
rect 577.8,236.5 579.8,239.8 #BE123C
rect 577.8,242.5 579.8,245.8 #BE123C
rect 577.8,248.5 579.8,251.8 #BE123C
rect 577.8,254.5 579.8,257.8 #BE123C
rect 577.8,260.5 579.8,263.8 #BE123C
rect 577.8,266.5 579.8,269.8 #BE123C
rect 577.8,272.5 579.8,275.8 #BE123C
rect 577.8,278.5 579.8,281.2 #BE123C
goal 15 578.8,292.4 middle 6.9 #BE123C
rect 143.0,86.5 144.0,281.2 #64748B
bar 144.0,136.0 313.4,170.1 #0D6891
Bo 137.5,157.5 end 10.0 #0F172A
6 318.1,157.7 start 10.3 #0F172A
bar 144.0,97.7 334.8,131.8 #DE7515
Ann 137.5,119.2 end 10.0 #0F172A
7 339.4,119.4 start 10.3 #0F172A
bar 144.0,241.2 260.3,275.2 #A3ADBD
everyone else (3) 137.5,262.7 end 10.0 #576175
4 265.0,262.8 start 10.3 #0F172A
bar 21.3,51.8 209.7,54.8 #2476D8
32.5 % 618.7,30.7 end 11.8 #0F172A
13 of 40 objects 618.7,45.2 end 6.9 #576175
rect 144.0,324.2 434.8,325.8 #64748B
bar 431.8,322.0 437.8,328.0 #0F172A
",
    );
}

#[test]
fn under_the_bars_of_a_square_the_summary_takes_the_place_of_clock_and_progress() {
    check_look(
        &races::course(),
        &look("360x360", Theme::dark()),
        79,
        "
rect 0.0,0.0 360.0,360.0 #0F172A
Boxes 16.8,27.6 start 10.6 #F1F5F9
2 Feb 16.8,41.5 start 6.9 #94A3B8
bar 16.8,47.5 343.2,50.5 #1E293B
bar 16.8,56.1 23.6,62.9 #BD7953
North 27.4,62.6 start 6.9 #F1F5F9
bar 59.8,56.1 66.6,62.9 #36B6E9
South 70.4,62.6 start 6.9 #F1F5F9
As of now 16.8,354.0 start 6.9 #94A3B8
rect 30.4,326.1 329.6,327.6 #1E293B
08:00 30.4,340.1 middle 6.9 #94A3B8
08:30 67.8,340.1 middle 6.9 #94A3B8
09:00 105.2,340.1 middle 6.9 #94A3B8
09:30 142.6,340.1 middle 6.9 #94A3B8
10:00 180.0,340.1 middle 6.9 #94A3B8
10:30 217.4,340.1 middle 6.9 #94A3B8
11:00 254.8,340.1 middle 6.9 #94A3B8
11:30 292.2,340.1 middle 6.9 #94A3B8
1 20.8,110.9 middle 9.5 #94A3B8
2 20.8,160.4 middle 9.5 #94A3B8
rect 72.5,80.7 73.5,230.4 #2C3A52
0 73.0,77.1 middle 6.9 #94A3B8
rect 129.9,80.7 130.9,230.4 #2C3A52
5 130.4,77.1 middle 6.9 #94A3B8
rect 187.3,80.7 188.3,230.4 #2C3A52
10 187.8,77.1 middle 6.9 #94A3B8
rect 244.8,80.7 245.8,230.4 #2C3A52
15 245.2,77.1 middle 6.9 #94A3B8
rect 302.2,80.7 303.2,230.4 #2C3A52
20 302.7,77.1 middle 6.9 #94A3B8
rect 244.2,80.7 246.2,83.7 #FB7185
rect 244.2,86.1 246.2,89.1 #FB7185
rect 244.2,91.5 246.2,94.5 #FB7185
rect 244.2,96.9 246.2,99.9 #FB7185
rect 244.2,102.3 246.2,105.3 #FB7185
rect 244.2,107.7 246.2,110.7 #FB7185
rect 244.2,113.1 246.2,116.1 #FB7185
rect 244.2,118.5 246.2,121.5 #FB7185
rect 244.2,123.9 246.2,126.9 #FB7185
rect 244.2,129.3 246.2,132.3 #FB7185
rect 244.2,134.7 246.2,137.7 #FB7185
rect 244.2,140.1 246.2,143.1 #FB7185
rect 244.2,145.5 246.2,148.5 #FB7185
rect 244.2,150.9 246.2,153.9 #FB7185
rect 244.2,156.3 246.2,159.3 #FB7185
rect 244.2,161.7 246.2,164.7 #FB7185
rect 244.2,167.1 246.2,170.1 #FB7185
rect 244.2,172.5 246.2,175.5 #FB7185
rect 244.2,177.9 246.2,180.9 #FB7185
rect 244.2,183.3 246.2,186.3 #FB7185
rect 244.2,188.7 246.2,191.7 #FB7185
rect 244.2,194.1 246.2,197.1 #FB7185
rect 244.2,199.5 246.2,202.5 #FB7185
rect 244.2,204.9 246.2,207.9 #FB7185
rect 244.2,210.3 246.2,213.3 #FB7185
rect 244.2,215.7 246.2,218.7 #FB7185
rect 244.2,221.1 246.2,224.1 #FB7185
rect 244.2,226.5 246.2,229.5 #FB7185
goal 15 245.2,241.3 middle 6.9 #FB7185
rect 72.0,80.7 73.0,230.4 #94A3B8
bar 73.0,187.3 118.9,223.9 #36B6E9
Di 65.8,210.1 end 10.0 #F1F5F9
4 123.4,210.3 start 10.3 #F1F5F9
bar 73.0,137.8 164.9,174.4 #BD7953
Ann 65.8,160.6 end 10.0 #F1F5F9
8 169.3,160.8 start 10.3 #F1F5F9
bar 73.0,88.3 302.7,124.9 #36B6E9
rect 244.2,88.3 246.2,124.9 #111827 60%
Bo 65.8,111.1 end 10.0 #F1F5F9
20 307.1,111.3 start 10.3 #F1F5F9
bar 16.8,47.5 180.0,50.5 #9CBFF8
rect 30.4,326.1 329.6,327.6 #94A3B8
bar 326.6,323.8 332.6,329.8 #F1F5F9
bar 11.1,97.0 30.4,116.3 #E9B92C
1 20.8,110.9 middle 9.5 #111827
bar 11.1,146.5 30.4,165.8 #B9C2CF
2 20.8,160.4 middle 9.5 #111827
bar 0.0,271.8 360.0,342.5 #0F172A
bar 16.8,271.8 343.2,342.5 #17213A
31 25.3,306.2 start 15.1 #F1F5F9
labels 25.3,321.6 start 6.9 #94A3B8
3 124.2,306.2 start 15.1 #F1F5F9
people 124.2,321.6 start 6.9 #94A3B8
2 Feb 2026 226.4,310.2 start 6.9 #94A3B8
",
    );
}

#[test]
fn who_is_level_at_the_end_has_the_same_medal_and_leads_no_more() {
    let pacing = Pacing { fps: 10, lasting: Lasting::Whole(16.0), top: 5, ..Pacing::default() };
    let team = [("Ann", "1122"), ("Bo", "0240"), ("Cleo", "1210"), ("Dee", "1010"), ("Eli", "1000")];
    let race = races::race(&team, pacing);
    let end = drawn(&race, &look("640x360", Theme::light()), race.len() - 1);
    let medals = ["E9B92C", "B9C2CF", "D2925F"].map(|color| end.matches(color).count());
    assert_eq!(medals, [2, 0, 1], "two are first with 6 labels, and nobody is second: {end}");
    let mut told = 0;
    for frame in race.frames() {
        let Some((Notice::Lead(leader), _)) = frame.notice else { continue };
        let ahead = |other: &&Bar| other.racer != leader;
        let most = frame.bars.iter().filter(ahead).map(|bar| bar.value).fold(0.0, f64::max);
        let has = frame.bars.iter().find(|bar| bar.racer == leader).map_or(0.0, |bar| bar.value);
        assert!(most + 0.4 < has, "frame {}: {has} and {most}", frame.number);
        told += 1;
    }
    assert!(10 < told, "{told}");
}

#[test]
fn a_day_without_a_midnight_is_marked_where_it_begins() {
    let zone = chrono_tz::America::Sao_Paulo;
    let evening: DateTime<Utc> = "2018-11-02T20:00:00Z".parse().expect("a time");
    // Somebody works through three nights; the clocks of the second one go from midnight to one.
    let answer = |n: i64| {
        let worker = WorkerId::new("Ann").expect("a name");
        Answer::new("job", &n.to_string(), worker, evening + TimeDelta::minutes(10 * n))
    };
    let answers: Vec<Answer> = (0..6 * 60).map(answer).collect();
    let cast = Cast::new(&answers, &BTreeMap::new(), &Aliases::default(), Naming::Id, "job");
    let hourly = "1h".parse().expect("an interval");
    let tally = Tally::new(&answers, &cast, Count::Labels, Span::default(), hourly, zone).expect("answers");
    let race = Race::new(&tally, Pacing { fps: 10, lasting: Lasting::Whole(8.0), ..Pacing::default() });
    let end = drawn(&race, &Look { zone, ..look("640x360", Theme::light()) }, 40);
    let x = |words: &str| {
        let line = end.lines().find(|line| line.starts_with(words)).expect("a mark");
        let at = line[words.len()..].trim().split_once(',').expect("where it is");
        at.0.parse::<f64>().expect("a number of pixels")
    };
    let days = ["3 Nov", "4 Nov", "5 Nov"].map(x);
    assert!(((days[1] - days[0]) - (days[2] - days[1])).abs() < 0.1 * (days[1] - days[0]), "{days:?}\n{end}");
}

#[test]
fn teams_with_one_beginning_are_told_apart_in_the_legend() {
    let people = [("Ann", "9"), ("Bo", "5"), ("Cleo", "2")];
    let department = "The Annotation and Quality Department of all our Offices and Partners in the";
    let teams = format!("Ann,{department} North\nBo,{department} South\nCleo,{department} West");
    let pacing = Pacing { fps: 10, lasting: Lasting::Whole(8.0), top: 5, ..Pacing::default() };
    let race = Race::new(&races::race_tally_of(&people, &teams), pacing);
    let drawn = drawn(&race, &look("640x360", Theme::light()), 0);
    for team in ["…North ", "…South ", "…West "] {
        assert!(drawn.lines().any(|line| line.starts_with(team)), "{team}: {drawn}");
    }
}

#[test]
fn the_line_of_the_goal_runs_through_no_name() {
    let people = [("Maximiliane von Hohenberg", "9999"), ("Bo", "2222")];
    let tally = races::race_tally(&people);
    let pacing = Pacing { fps: 10, lasting: Lasting::Whole(8.0), top: 5, ..Pacing::default() };
    let shapes = |goal| {
        let race = Race::on(
            Course { goal: Some(goal), announce: Announce::None, ..Course::default() },
            &tally,
            pacing,
        );
        let look = look("phone", Theme::light());
        let drawn = drawn(&race, &look, race.len() - 1);
        let lines: Vec<String> = drawn.lines().map(str::to_owned).collect();
        let name = lines.iter().position(|line| line.starts_with("Maximiliane")).expect("a name");
        lines[name - 1].clone()
    };
    let (through, beyond) = (shapes(3), shapes(35));
    assert_ne!(through, beyond, "behind the name is what hides the line");
    assert!(through.contains("#FFFFFF"), "{through}");
}
