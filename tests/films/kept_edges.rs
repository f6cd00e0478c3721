//! What is thin or faint is still there in the film: the lines of the axis beside bars that move, and the goal in red,
//! for whose color video has one sample for every four pixels. The film is decoded and compared with what was drawn.
#![expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "pixels of a small film")]

use std::{cell::RefCell, rc::Rc};

use labelrace::{
    color::Color,
    film::encode::{Encoder, Encoding},
    render::{
        canvas::{self, Canvas, I420, Pixels as _},
        scene::{Look, Scene},
        style::Theme,
        text::Text,
    },
};

use super::encoder;
use crate::common::{
    film::{self, Pixels},
    look::look,
    races,
};

const WIDTH: usize = 1280;
const HEIGHT: usize = 720;

/// The rows of pixels that the bars are in.
const PLOT: std::ops::Range<usize> = HEIGHT / 4..HEIGHT * 7 / 10;

/// Every frame as it is drawn and as it is decoded: Y, Cb and Cr, one plane after the other.
fn drawn_and_decoded(theme: &Theme) -> Vec<(Vec<u8>, Vec<u8>)> {
    let race = races::course();
    let look = Look { others: true, ..look(&format!("{WIDTH}x{HEIGHT}"), theme.clone()) };
    let text = Rc::new(RefCell::new(Text::embedded()));
    let scene = Scene::new(&race, &look, &mut text.borrow_mut());
    let canvas = Rc::new(RefCell::new(Canvas::<I420>::new(WIDTH as u32, HEIGHT as u32, text)));
    let area = canvas::area(&canvas);
    scene.draw_background(&area).expect("a canvas takes everything");
    canvas.borrow_mut().keep_background();

    let folder = encoder::folder();
    let target = folder.path().join("film.mp4");
    let encoding =
        Encoding { width: WIDTH as u32, height: HEIGHT as u32, fps: race.fps(), ..encoder::encoding() };
    let mut to_film = Encoder::start(&encoding, &target).expect("the encoder starts");
    let mut drawn = Vec::new();
    for frame in race.frames() {
        canvas.borrow_mut().restore_background();
        scene.draw(&area, &frame).expect("a canvas takes everything");
        drawn.push(canvas.borrow().pixels().bytes().to_vec());
        to_film.write(&drawn[drawn.len() - 1]).expect("the encoder takes a frame");
    }
    to_film.finish().expect("a film");
    let decoded = film::decode(&target, Pixels::I420);
    assert_eq!(decoded.len(), drawn.len());
    drawn.into_iter().zip(decoded).collect()
}

/// Y and Cr of a color (BT.709, limited range).
fn video(Color(red, green, blue): Color) -> (f64, f64) {
    let [red, green, blue] = [red, green, blue].map(|channel| f64::from(channel) / 255.0);
    let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    (16.0 + 219.0 * luma, 128.0 + 224.0 * (red - luma) / 1.5748)
}

/// For each place where a line of the axis is drawn with nothing near it, how much of its contrast is in the film.
fn lines(theme: &Theme, frames: &[(Vec<u8>, Vec<u8>)]) -> Vec<f64> {
    let behind = video(theme.background).0;
    let contrast = video(theme.grid).0 - behind;
    let mut kept = Vec::new();
    for (drawn, decoded) in frames.iter().step_by(3) {
        for row in PLOT {
            let [drawn, decoded] = [drawn, decoded].map(|frame| &frame[row * WIDTH..][..WIDTH]);
            let part = |row: &[u8], x: usize| (f64::from(row[x]) - behind) / contrast;
            for x in 4..WIDTH - 4 {
                let is_line = (0.4..1.1).contains(&part(drawn, x))
                    && part(drawn, x - 1) <= part(drawn, x)
                    && part(drawn, x + 1) < part(drawn, x);
                let is_alone = [x - 4, x - 3, x + 3, x + 4].iter().all(|&x| part(drawn, x).abs() < 0.1);
                if is_line && is_alone {
                    let sum = |row: &[u8]| (x - 2..=x + 2).map(|x| part(row, x)).sum::<f64>();
                    kept.push(sum(decoded) / sum(drawn));
                }
            }
        }
    }
    kept
}

/// For each place where the color of the goal is drawn, how much of its red is drawn and how much of that is in the film.
fn reds(theme: &Theme, frames: &[(Vec<u8>, Vec<u8>)]) -> Vec<(f64, f64)> {
    let behind = video(theme.background).1;
    let full = video(theme.goal).1 - behind;
    let luma = WIDTH * HEIGHT;
    let mut kept = Vec::new();
    for (drawn, decoded) in frames.iter().step_by(3) {
        let [drawn, decoded] = [drawn, decoded].map(|frame| &frame[luma + luma / 4..]);
        for row in PLOT.start / 2..PLOT.end / 2 {
            let part = |frame: &[u8], x: usize| (f64::from(frame[row * (WIDTH / 2) + x]) - behind) / full;
            for x in WIDTH / 4..WIDTH / 2 - 2 {
                let is_goal = 0.4 < part(drawn, x)
                    && part(drawn, x - 1) <= part(drawn, x)
                    && part(drawn, x + 1) < part(drawn, x)
                    && [x - 2, x + 2].iter().all(|&x| part(drawn, x).abs() < 0.1);
                if is_goal {
                    kept.push((part(drawn, x), part(decoded, x) / part(drawn, x)));
                }
            }
        }
    }
    kept
}

/// The mean, and the share of those that are less than half.
fn mean_and_lost(kept: &[f64]) -> (f64, f64) {
    let n = kept.len() as f64;
    let lost = kept.iter().filter(|kept| **kept < 0.5).count() as f64;
    (kept.iter().sum::<f64>() / n, lost / n)
}

#[test]
fn lines_beside_moving_bars_and_the_red_of_the_goal_are_in_the_film() {
    for theme in [Theme::light(), Theme::dark()] {
        let frames = drawn_and_decoded(&theme);
        let lines = lines(&theme, &frames);
        assert!(5_000 < lines.len(), "only {} places", lines.len());
        let (mean, lost) = mean_and_lost(&lines);
        let reds = reds(&theme, &frames);
        assert!(500 < reds.len(), "only {} places", reds.len());
        let (red, pale) = mean_and_lost(&reds.iter().map(|(_, kept)| *kept).collect::<Vec<_>>());
        let (drawn, _) = mean_and_lost(&reds.iter().map(|(drawn, _)| *drawn).collect::<Vec<_>>());
        let found = format!(
            "on {}: lines keep {mean:.3}, {lost:.4} of them less than half; red is drawn at {drawn:.3} and keeps \
             {red:.3}, {pale:.4} of it less than half",
            theme.background
        );
        assert!((0.9..1.1).contains(&mean) && lost < 0.01, "{found}");
        assert!(0.7 < drawn && (0.85..1.1).contains(&red) && pale < 0.02, "{found}");
    }
}
