//! The whole way, from a folder through the real ffmpeg and back: the film has the frames that were asked
//! for, and in its pixels the bars end where the race says.

use std::{fs, ops::ControlFlow, path::Path, sync::Arc};

use chrono::Utc;
use labelrace::{
    film::encode::Places,
    race::{Bar, Frame, Lasting, Pacing, Race},
    render::{
        scene::{Look, Scene},
        style::Theme,
        text::Text,
    },
    run::{self, Machine, Outputs, Timings},
    settings::{Film, Wording},
    source::sample::Shape,
    stats::Counted,
    store::Stores,
};
use tempfile::TempDir;

use crate::common::{
    film::{self, Pixels},
    look, races,
};

const SHAPE: Shape = Shape { workers: 6, objects: 60, answers: 3, days: 5, seed: 3 };

const WIDTH: usize = 640;
const HEIGHT: usize = 360;

fn settings() -> Film {
    Film {
        pacing: Pacing { fps: 10, lasting: Lasting::Whole(6.0), top: 6, ..Pacing::default() },
        wording: Wording { title: Some("Boxes".into()), ..Wording::default() },
        look: Look {
            size: format!("{WIDTH}x{HEIGHT}").parse().unwrap(),
            // Without lines of the axis, which would be taken for a part of a bar that ends beside them.
            theme: Theme { grid: Theme::dark().background, ..Theme::dark() },
            ..Look::default()
        },
        ..Film::default()
    }
}

struct Filmed {
    folder: TempDir,
    counted: Counted,
    race: Race,
}

/// Films a sample: `race.mp4`, `race.png` and `frames` in a folder of its own.
fn filmed() -> Filmed {
    let folder = tempfile::tempdir().unwrap();
    let counted = races::sample(&folder.path().join("job"), SHAPE);
    let plan = races::plan(&folder.path().join("job"));
    let race = run::race(&counted, &plan, &settings()).unwrap();
    let filmed = Filmed { folder, counted, race };
    filmed.shoot("race.mp4", Some("race.png"), Some("frames"));
    filmed
}

impl Filmed {
    fn shoot(&self, video: &str, poster: Option<&str>, frames: Option<&str>) {
        let path = |name: &str| self.folder.path().join(name);
        let (poster, frames) = (poster.map(path), frames.map(path));
        let outputs = Outputs { video: path(video), poster, frames, preview: None, page: None };
        let encoder = Places { flag: Some(film::ffmpeg()), ..Places::default() };
        let machine = Machine { encoder, ..Machine::default() };
        let (plan, stores) = (races::plan(&path("job")), Stores::folders_only());
        let watch = |_, _| ControlFlow::Continue(());
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let timings = Arc::new(Timings::new(Utc::now));
        let prepared = run::prepare(plan, settings(), outputs, &machine, &stores, &timings);
        runtime.block_on(prepared).unwrap().film(&self.counted, &watch).unwrap();
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }
}

fn picture(path: &Path) -> Vec<u8> {
    image::open(path).unwrap().into_rgb8().into_raw()
}

/// How far the values go along a line before they change, to a part of a pixel: those at its beginning are
/// of one thing and those at its end of another, and where both meet a pixel is a blend.
fn edge(line: &[[f64; 3]]) -> f64 {
    let (from, to) = (line[0], line[line.len() - 1]);
    let apart: [f64; 3] = std::array::from_fn(|channel| to[channel] - from[channel]);
    let length: f64 = apart.iter().map(|difference| difference * difference).sum();
    assert!(500.0 < length, "nothing changes along {line:?}");
    let covered = |pixel: &[f64; 3]| {
        let along: f64 = (0..3).map(|channel| (to[channel] - pixel[channel]) * apart[channel]).sum();
        (along / length).clamp(0.0, 1.0)
    };
    line.iter().map(covered).sum()
}

/// Where the bar's upper, right and lower edges are in a picture.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "pixels of a small frame"
)]
fn edges(pixels: &[u8], [left, top, right, bottom]: [f64; 4]) -> [f64; 3] {
    let pixel = |x: usize, y: usize| -> [f64; 3] {
        std::array::from_fn(|channel| f64::from(pixels[3 * (y * WIDTH + x) + channel]))
    };
    // Between the lines of the grid, left of where the corners are round.
    let x = (f64::midpoint(left, right)) as usize;
    let middle = f64::midpoint(top, bottom) as usize;
    let up: Vec<_> = (0..5 + middle - top as usize).map(|step| pixel(x, middle - step)).collect();
    let down: Vec<_> = (0..5 + bottom as usize - middle).map(|step| pixel(x, middle + step)).collect();
    let start = right as usize - 6;
    let along: Vec<_> = (start..right as usize + 4).map(|x| pixel(x, middle)).collect();
    [middle as f64 + 1.0 - edge(&up), start as f64 + edge(&along), middle as f64 + edge(&down)]
}

/// The bars of a frame that nothing covers, and that are long enough to be measured.
fn free(frame: &Frame) -> impl Iterator<Item = &Bar> {
    frame.bars.iter().filter(|bar| {
        let alone =
            frame.bars.iter().all(|other| other.racer == bar.racer || 0.95 < (other.row - bar.row).abs());
        alone && 1.0 <= bar.alpha && 0.1 * frame.axis_max < bar.value
    })
}

#[test]
fn a_film_has_the_frames_and_says_what_it_is() {
    let filmed = filmed();
    let probe = film::probe(&filmed.file("race.mp4"));
    assert_eq!((probe.width, probe.height, probe.profile), (640, 360, 100));
    assert!((probe.fps - 10.0).abs() < 1e-9 && (probe.seconds - 6.0).abs() < 0.011, "{probe:?}");
    assert!(probe.stream.contains("yuv420p(tv, bt709, progressive)"), "{probe:?}");
    assert_eq!(probe.title.as_deref(), Some("Boxes"));
    assert!(probe.starts_fast(), "{probe:?}");
    assert_eq!(film::decode(&filmed.file("race.mp4"), Pixels::I420).len(), 60);
}

#[test]
fn every_bar_ends_where_the_race_says_in_the_film_and_in_the_pictures() {
    let (filmed, mut measured) = (filmed(), 0);
    let look = look::look(&settings().look.size.to_string(), settings().look.theme);
    let scene = Scene::new(&filmed.race, &look, &mut Text::embedded());
    let decoded = film::decode(&filmed.file("race.mp4"), Pixels::Rgb24);
    for number in [8, 15, 20, 25, 30, 35, 40, 44, 50, 59] {
        let frame = filmed.race.frame(number);
        let drawn = picture(&filmed.file(&format!("frames/frame-{number:05}.png")));
        for bar in free(&frame) {
            let expected = scene.bar_box(&frame, bar);
            for (pixels, most) in [(&drawn, 0.1), (&decoded[number], 0.5)] {
                let found = edges(pixels, expected);
                for (found, expected) in found.into_iter().zip([expected[1], expected[2], expected[3]]) {
                    assert!(
                        (found - expected).abs() <= most,
                        "frame {number}, {bar:?}: {found}, not {expected}"
                    );
                }
            }
            measured += 1;
        }
    }
    assert!(20 <= measured, "only {measured} bars were measured");
}

#[test]
fn the_poster_is_the_last_frame_and_the_film_shows_it() {
    let filmed = filmed();
    let poster = picture(&filmed.file("race.png"));
    assert!(poster == picture(&filmed.file("frames/frame-00059.png")));
    let decoded = film::decode(&filmed.file("race.mp4"), Pixels::Rgb24);
    let off: u64 = poster.iter().zip(&decoded[59]).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    assert!(off < 3 * poster.len() as u64, "the last frame is off by {off} over {} values", poster.len());
}

#[test]
fn the_same_job_is_the_same_film_to_the_byte() {
    let filmed = filmed();
    filmed.shoot("again.mp4", None, None);
    assert!(fs::read(filmed.file("race.mp4")).unwrap() == fs::read(filmed.file("again.mp4")).unwrap());
}
