//! Whole pictures, as small as they can be: faces, colors and edges as somebody has looked at them.
//!
//! `UPDATE_GOLDEN=1` draws them anew and still fails, so that nobody takes that run for a passed one.

use std::{env, fs, ops::ControlFlow, path::Path};

use image::{Rgb, RgbImage, imageops};
use labelrace::{
    film::movie::{self, Draft},
    people::portraits::Portraits,
    race::{Lasting, Pacing, Race},
    render::{scene::Look, style::Theme, text::Faces},
};

use crate::common::{look::look, races};

/// Channels that differ by no more are equal.
const TOLERANCE: u8 = 12;

/// So many pixels of a thousand may differ.
const MOST_OF_A_THOUSAND: usize = 2;

/// One frame of a small race, as `--frames` writes it.
fn race() -> Race {
    let people = [("Ann", "3311"), ("Bo", "1199"), ("Cleo", "0021"), ("Ды", "0223"), ("Ωρα", "1101")];
    races::race(&people, Pacing { fps: 5, lasting: Lasting::Whole(8.0), top: 5, ..Pacing::default() })
}

/// People who write in ten ways.
fn people_of_the_world() -> Race {
    let people = [
        ("محمد علي", "9"),
        ("שרה לוי", "8"),
        ("प्रिया", "7"),
        ("สมหญิง", "6"),
        ("王小明", "5"),
        ("山﨑さくら", "4"),
        ("김민수", "3"),
        ("陳美玲", "2"),
        ("Zoë 👩🏽‍🚀", "1"),
        ("Ωρα Ды", "1"),
    ];
    races::race(&people, Pacing { fps: 5, lasting: Lasting::Whole(8.0), top: 10, ..Pacing::default() })
}

fn picture(theme: Theme, number: usize) -> RgbImage {
    picture_of(&race(), "320x180", theme, number)
}

fn picture_of(race: &Race, size: &str, theme: Theme, number: usize) -> RgbImage {
    let folders = vec![concat!(env!("CARGO_MANIFEST_DIR"), "/layers/fonts").into()];
    let look = Look { faces: Faces { folders, ..Faces::default() }, ..look(size, theme) };
    picture_in(race, &look, number)
}

fn picture_in(race: &Race, look: &Look, number: usize) -> RgbImage {
    let folder = tempfile::tempdir().unwrap();
    let frames = folder.path().join("frames");
    let draft = Draft::folder(&frames).unwrap();
    movie::pictures(race, look, &draft, &|_| ControlFlow::Continue(())).unwrap();
    draft.place().unwrap();
    image::open(frames.join(format!("frame-{number:05}.png"))).unwrap().into_rgb8()
}

#[track_caller]
fn check(name: &str, actual: &RgbImage) {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.png"));
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(golden.parent().unwrap()).unwrap();
        actual.save(&golden).unwrap();
        panic!("{} is drawn anew: look at it, and test without UPDATE_GOLDEN", golden.display());
    }
    let expected = image::open(&golden).unwrap().into_rgb8();
    assert_eq!(actual.dimensions(), expected.dimensions());
    let (width, height) = actual.dimensions();
    let mut difference = RgbImage::new(width, height);
    let mut n_different = 0;
    for (at, (one, other)) in difference.pixels_mut().zip(actual.pixels().zip(expected.pixels())) {
        *at = Rgb(std::array::from_fn(|channel| one[channel].abs_diff(other[channel])));
        n_different += usize::from(at.0.iter().any(|&channel| TOLERANCE < channel));
    }
    let most = MOST_OF_A_THOUSAND * (width * height) as usize / 1000;
    if most < n_different {
        let mut sheet = RgbImage::new(3 * width, height);
        for (left, picture) in [(0, &expected), (width, &difference), (2 * width, actual)] {
            imageops::replace(&mut sheet, picture, left.into(), 0);
        }
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        sheet.save(&path).unwrap();
        panic!(
            "{n_different} pixels differ, {most} may; expected, difference and actual are in {}",
            path.display()
        );
    }
}

#[test]
fn the_end_on_light() {
    check("light", &picture(Theme::light(), 39));
}

#[test]
fn the_end_on_dark() {
    check("dark", &picture(Theme::dark(), 39));
}

#[test]
fn two_in_a_swap() {
    check("swap", &picture(Theme::light(), races::half_way_through_a_swap(&race())));
}

#[test]
fn progress_goal_teams_initials_and_everyone_else() {
    let everything =
        Look { others: true, portraits: Some(Portraits::default()), ..look("480x270", Theme::dark()) };
    check("course", &picture_in(&races::course(), &everything, 48));
}

#[test]
fn names_in_ten_scripts_beside_their_bars() {
    check("names", &picture_of(&people_of_the_world(), "640x360", Theme::light(), 39));
}

#[test]
fn names_in_ten_scripts_over_their_bars() {
    check("names-tall", &picture_of(&people_of_the_world(), "360x640", Theme::dark(), 39));
}
