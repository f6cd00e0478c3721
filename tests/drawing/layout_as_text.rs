//! The layout as text: what is drawn, where, and in which color, at a few telling moments. What letters
//! look like is for the golden pictures.

use std::fmt::Write;

use labelrace::{
    race::{Lasting, Pacing, Race},
    render::{
        canvas::UNIT,
        scene::{Look, Scene},
        style::Theme,
        text::Text,
    },
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
rect 75.0,324.2 605.1,325.8 #ECEFF4
08:00 75.0,338.8 middle 6.9 #576175
08:30 141.2,338.8 middle 6.9 #576175
09:00 207.5,338.8 middle 6.9 #576175
09:30 273.8,338.8 middle 6.9 #576175
10:00 340.1,338.8 middle 6.9 #576175
10:30 406.3,338.8 middle 6.9 #576175
11:00 472.6,338.8 middle 6.9 #576175
11:30 538.8,338.8 middle 6.9 #576175
1 25.2,109.9 middle 9.5 #576175
1 25.2,164.9 middle 9.5 #576175
2 Feb 618.7,289.0 end 22.6 #CBD5E1
Mon 08:00 618.7,303.0 end 7.0 #576175
rect 74.5,76.8 75.5,243.2 #E5E7EB
0 75.0,72.8 middle 6.9 #576175
rect 178.8,76.8 179.8,243.2 #E5E7EB
2 179.2,72.8 middle 6.9 #576175
rect 283.0,76.8 284.0,243.2 #E5E7EB
4 283.5,72.8 middle 6.9 #576175
rect 387.2,76.8 388.2,243.2 #E5E7EB
6 387.7,72.8 middle 6.9 #576175
rect 491.4,76.8 492.4,243.2 #E5E7EB
8 491.9,72.8 middle 6.9 #576175
rect 74.0,76.8 75.0,243.2 #64748B
bar 75.0,140.3 75.0,181.0 #0D6891
Bo 68.6,165.2 end 10.0 #0F172A
0 79.7,165.3 start 10.3 #0F172A
bar 75.0,85.3 75.0,126.0 #DE7515
Ann 68.6,110.2 end 10.0 #0F172A
0 79.7,110.3 start 10.3 #0F172A
0 618.7,30.7 end 11.8 #0F172A
labels 618.7,45.2 end 6.9 #576175
rect 75.0,324.2 75.0,325.8 #64748B
bar 72.0,322.0 78.0,328.0 #0F172A
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
rect 75.0,324.2 605.1,325.8 #ECEFF4
08:00 75.0,338.8 middle 6.9 #576175
08:30 141.2,338.8 middle 6.9 #576175
09:00 207.5,338.8 middle 6.9 #576175
09:30 273.8,338.8 middle 6.9 #576175
10:00 340.1,338.8 middle 6.9 #576175
10:30 406.3,338.8 middle 6.9 #576175
11:00 472.6,338.8 middle 6.9 #576175
11:30 538.8,338.8 middle 6.9 #576175
1 25.2,109.9 middle 9.5 #576175
1 25.2,164.9 middle 9.5 #576175
2 Feb 618.7,289.0 end 22.6 #CBD5E1
Mon 10:00 618.7,303.0 end 7.0 #576175
rect 74.5,76.8 75.5,243.2 #E5E7EB
0 75.0,72.8 middle 6.9 #576175
rect 178.4,76.8 179.4,243.2 #E5E7EB
2 178.9,72.8 middle 6.9 #576175
rect 282.3,76.8 283.3,243.2 #E5E7EB
4 282.8,72.8 middle 6.9 #576175
rect 386.2,76.8 387.2,243.2 #E5E7EB
6 386.7,72.8 middle 6.9 #576175
rect 490.1,76.8 491.1,243.2 #E5E7EB
8 490.6,72.8 middle 6.9 #576175
rect 593.9,76.8 594.9,243.2 #E5E7EB
10 594.4,72.8 middle 6.9 #576175
rect 74.0,76.8 75.0,243.2 #64748B
bar 75.0,195.3 133.2,236.0 #6B184F
Cleo 68.6,220.2 end 10.0 #0F172A
1 137.9,220.3 start 10.3 #0F172A
bar 75.0,122.8 420.6,163.5 #DE7515
Ann 68.6,147.6 end 10.0 #0F172A
7 425.2,147.8 start 10.3 #0F172A
bar 75.0,102.9 427.2,143.6 #0D6891
bar 80.9,119.1 89.9,126.8 #FFFFFF 4%
takes the lead 93.9,126.8 start 8.0 #FFFFFF 4%
Bo 68.6,127.7 end 10.0 #0F172A
7 431.8,127.8 start 10.3 #0F172A
15 618.7,30.7 end 11.8 #0F172A
labels 618.7,45.2 end 6.9 #576175
rect 75.0,324.2 420.4,325.8 #64748B
bar 417.4,322.0 423.4,328.0 #0F172A
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
rect 75.0,324.2 605.1,325.8 #1E293B
08:00 75.0,338.8 middle 6.9 #94A3B8
08:30 141.2,338.8 middle 6.9 #94A3B8
09:00 207.5,338.8 middle 6.9 #94A3B8
09:30 273.8,338.8 middle 6.9 #94A3B8
10:00 340.1,338.8 middle 6.9 #94A3B8
10:30 406.3,338.8 middle 6.9 #94A3B8
11:00 472.6,338.8 middle 6.9 #94A3B8
11:30 538.8,338.8 middle 6.9 #94A3B8
1 25.2,109.9 middle 9.5 #94A3B8
2 25.2,164.9 middle 9.5 #94A3B8
rect 74.5,76.8 75.5,243.2 #1E293B
0 75.0,72.8 middle 6.9 #94A3B8
rect 195.1,76.8 196.1,243.2 #1E293B
5 195.6,72.8 middle 6.9 #94A3B8
rect 315.8,76.8 316.8,243.2 #1E293B
10 316.3,72.8 middle 6.9 #94A3B8
rect 436.4,76.8 437.4,243.2 #1E293B
15 436.9,72.8 middle 6.9 #94A3B8
rect 557.1,76.8 558.1,243.2 #1E293B
20 557.6,72.8 middle 6.9 #94A3B8
rect 74.0,76.8 75.0,243.2 #94A3B8
bar 75.0,195.3 147.4,236.0 #F024A1
Cleo 68.6,220.2 end 10.0 #F1F5F9
3 152.1,220.3 start 10.3 #F1F5F9
bar 75.0,140.3 268.0,181.0 #BD7953
Ann 68.6,165.2 end 10.0 #F1F5F9
8 272.7,165.3 start 10.3 #F1F5F9
bar 75.0,85.3 557.6,126.0 #36B6E9
Bo 68.6,110.2 end 10.0 #F1F5F9
20 562.2,110.3 start 10.3 #F1F5F9
31 618.7,30.7 end 11.8 #F1F5F9
labels 618.7,45.2 end 6.9 #94A3B8
rect 75.0,324.2 605.1,325.8 #94A3B8
bar 602.1,322.0 608.1,328.0 #F1F5F9
bar 15.6,96.1 34.9,115.3 #E9B92C
1 25.2,109.9 middle 9.5 #111827
bar 15.6,151.1 34.9,170.3 #B9C2CF
2 25.2,164.9 middle 9.5 #111827
bar 21.3,303.7 618.7,341.5 #0F172A
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
1 27.5,147.0 middle 12.3 #576175
2 27.5,223.0 middle 12.3 #576175
rect 39.5,87.4 40.5,317.0 #E5E7EB
0 40.0,82.6 middle 6.9 #576175
rect 101.9,87.4 102.9,317.0 #E5E7EB
5 102.4,82.6 middle 6.9 #576175
rect 164.4,87.4 165.4,317.0 #E5E7EB
10 164.9,82.6 middle 6.9 #576175
rect 226.8,87.4 227.8,317.0 #E5E7EB
15 227.3,82.6 middle 6.9 #576175
rect 289.2,87.4 290.2,317.0 #E5E7EB
20 289.8,82.6 middle 6.9 #576175
rect 39.0,87.4 40.0,317.0 #64748B
bar 40.0,274.4 77.4,312.4 #6B184F
Cleo 42.1,267.6 start 11.0 #0F172A
3 83.1,299.2 start 12.9 #0F172A
bar 40.0,198.4 139.9,236.4 #DE7515
Ann 42.1,191.6 start 11.0 #0F172A
8 145.5,223.2 start 12.9 #0F172A
bar 40.0,122.4 289.8,160.4 #0D6891
Bo 42.1,115.6 start 11.0 #0F172A
20 295.3,147.2 start 12.9 #0F172A
rect 36.0,600.6 324.0,602.2 #64748B
bar 320.8,598.2 327.2,604.6 #0F172A
bar 15.0,129.0 39.9,153.9 #E9B92C
1 27.5,147.0 middle 12.3 #111827
bar 15.0,205.0 39.9,229.9 #B9C2CF
2 27.5,223.0 middle 12.3 #111827
bar 22.4,528.9 337.6,619.5 #FFFFFF
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
rect 143.5,86.5 144.5,281.2 #E5E7EB
0 144.0,82.5 middle 6.9 #576175
rect 288.4,86.5 289.4,281.2 #E5E7EB
5 288.9,82.5 middle 6.9 #576175
rect 433.4,86.5 434.4,281.2 #E5E7EB
10 433.9,82.5 middle 6.9 #576175
rect 578.3,86.5 579.3,281.2 #E5E7EB
15 578.8,82.5 middle 6.9 #576175
rect 578.1,86.5 579.5,89.8 #BE123C
rect 578.1,92.5 579.5,95.8 #BE123C
rect 578.1,98.5 579.5,101.8 #BE123C
rect 578.1,104.5 579.5,107.8 #BE123C
rect 578.1,110.5 579.5,113.8 #BE123C
rect 578.1,116.5 579.5,119.8 #BE123C
rect 578.1,122.5 579.5,125.8 #BE123C
rect 578.1,128.5 579.5,131.8 #BE123C
rect 578.1,134.5 579.5,137.8 #BE123C
rect 578.1,140.5 579.5,143.8 #BE123C
rect 578.1,146.5 579.5,149.8 #BE123C
rect 578.1,152.5 579.5,155.8 #BE123C
rect 578.1,158.5 579.5,161.8 #BE123C
rect 578.1,164.5 579.5,167.8 #BE123C
rect 578.1,170.5 579.5,173.8 #BE123C
rect 578.1,176.5 579.5,179.8 #BE123C
rect 578.1,182.5 579.5,185.8 #BE123C
rect 578.1,188.5 579.5,191.8 #BE123C
rect 578.1,194.5 579.5,197.8 #BE123C
rect 578.1,200.5 579.5,203.8 #BE123C
rect 578.1,206.5 579.5,209.8 #BE123C
rect 578.1,212.5 579.5,215.8 #BE123C
rect 578.1,218.5 579.5,221.8 #BE123C
rect 578.1,224.5 579.5,227.8 #BE123C
rect 578.1,230.5 579.5,233.8 #BE123C
rect 578.1,236.5 579.5,239.8 #BE123C
rect 578.1,242.5 579.5,245.8 #BE123C
rect 578.1,248.5 579.5,251.8 #BE123C
rect 578.1,254.5 579.5,257.8 #BE123C
rect 578.1,260.5 579.5,263.8 #BE123C
rect 578.1,266.5 579.5,269.8 #BE123C
rect 578.1,272.5 579.5,275.8 #BE123C
rect 578.1,278.5 579.5,281.2 #BE123C
goal 15 578.8,292.4 middle 6.9 #BE123C
rect 143.0,86.5 144.0,281.2 #64748B
bar 144.0,185.9 215.2,220.0 #0D6891
Di 137.5,207.4 end 10.0 #0F172A
2 219.9,207.6 start 10.3 #0F172A
bar 144.0,139.7 293.5,173.8 #0D6891
Bo 137.5,161.2 end 10.0 #0F172A
5 298.2,161.3 start 10.3 #0F172A
bar 144.0,94.0 333.1,128.1 #DE7515
Ann 137.5,115.6 end 10.0 #0F172A
7 337.8,115.7 start 10.3 #0F172A
bar 144.0,241.2 174.1,275.2 #A3ADBD
everyone else (1) 137.5,262.7 end 10.0 #576175
1 178.7,262.8 start 10.3 #0F172A
bar 21.3,51.8 204.9,54.8 #2476D8
30.0 % 618.7,30.7 end 11.8 #0F172A
12 of 40 objects 618.7,45.2 end 6.9 #576175
rect 144.0,324.2 427.4,325.8 #64748B
bar 424.4,322.0 430.4,328.0 #0F172A
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
rect 66.5,80.7 67.5,230.4 #1E293B
0 67.0,77.1 middle 6.9 #94A3B8
rect 125.3,80.7 126.3,230.4 #1E293B
5 125.8,77.1 middle 6.9 #94A3B8
rect 184.1,80.7 185.1,230.4 #1E293B
10 184.6,77.1 middle 6.9 #94A3B8
rect 242.9,80.7 243.9,230.4 #1E293B
15 243.4,77.1 middle 6.9 #94A3B8
rect 301.8,80.7 302.8,230.4 #1E293B
20 302.2,77.1 middle 6.9 #94A3B8
rect 242.8,80.7 244.1,83.7 #FB7185
rect 242.8,86.1 244.1,89.1 #FB7185
rect 242.8,91.5 244.1,94.5 #FB7185
rect 242.8,96.9 244.1,99.9 #FB7185
rect 242.8,102.3 244.1,105.3 #FB7185
rect 242.8,107.7 244.1,110.7 #FB7185
rect 242.8,113.1 244.1,116.1 #FB7185
rect 242.8,118.5 244.1,121.5 #FB7185
rect 242.8,123.9 244.1,126.9 #FB7185
rect 242.8,129.3 244.1,132.3 #FB7185
rect 242.8,134.7 244.1,137.7 #FB7185
rect 242.8,140.1 244.1,143.1 #FB7185
rect 242.8,145.5 244.1,148.5 #FB7185
rect 242.8,150.9 244.1,153.9 #FB7185
rect 242.8,156.3 244.1,159.3 #FB7185
rect 242.8,161.7 244.1,164.7 #FB7185
rect 242.8,167.1 244.1,170.1 #FB7185
rect 242.8,172.5 244.1,175.5 #FB7185
rect 242.8,177.9 244.1,180.9 #FB7185
rect 242.8,183.3 244.1,186.3 #FB7185
rect 242.8,188.7 244.1,191.7 #FB7185
rect 242.8,194.1 244.1,197.1 #FB7185
rect 242.8,199.5 244.1,202.5 #FB7185
rect 242.8,204.9 244.1,207.9 #FB7185
rect 242.8,210.3 244.1,213.3 #FB7185
rect 242.8,215.7 244.1,218.7 #FB7185
rect 242.8,221.1 244.1,224.1 #FB7185
rect 242.8,226.5 244.1,229.5 #FB7185
goal 15 243.4,241.3 middle 6.9 #FB7185
rect 66.0,80.7 67.0,230.4 #94A3B8
bar 67.0,187.3 114.1,223.9 #36B6E9
Di 60.1,210.1 end 10.0 #F1F5F9
4 118.5,210.3 start 10.3 #F1F5F9
bar 67.0,137.8 161.1,174.4 #BD7953
Ann 60.1,160.6 end 10.0 #F1F5F9
8 165.6,160.8 start 10.3 #F1F5F9
bar 67.0,88.3 302.2,124.9 #36B6E9
rect 242.4,88.3 244.4,124.9 #111827 60%
Bo 60.1,111.1 end 10.0 #F1F5F9
20 306.7,111.3 start 10.3 #F1F5F9
bar 16.8,47.5 180.0,50.5 #9CBFF8
rect 30.4,326.1 329.6,327.6 #94A3B8
bar 326.6,323.8 332.6,329.8 #F1F5F9
bar 11.1,97.0 30.4,116.3 #E9B92C
1 20.8,110.9 middle 9.5 #111827
bar 11.1,146.5 30.4,165.8 #B9C2CF
2 20.8,160.4 middle 9.5 #111827
bar 16.8,271.8 343.2,342.5 #0F172A
bar 16.8,271.8 343.2,342.5 #17213A
31 25.3,306.2 start 15.1 #F1F5F9
labels 25.3,321.6 start 6.9 #94A3B8
3 124.2,306.2 start 15.1 #F1F5F9
people 124.2,321.6 start 6.9 #94A3B8
2 Feb 2026 226.4,310.2 start 6.9 #94A3B8
",
    );
}
