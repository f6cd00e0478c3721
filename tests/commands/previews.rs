//! `render --preview`: a small moving picture of the film, never above its size.

use std::{fs, io::Cursor, path::Path};

use image::{AnimationDecoder, Frame, codecs::gif::GifDecoder, codecs::webp::WebPDecoder};

use crate::common::{
    desk::{Desk, SMALL},
    jobs::morning,
};

fn desk() -> Desk {
    let desk = Desk::new();
    morning(desk.at("job"));
    desk
}

/// All frames of a preview, decoded.
fn frames(file: &Path) -> Vec<Frame> {
    let bytes = fs::read(file).unwrap();
    assert!(bytes.len() <= 2_000_000, "{} bytes", bytes.len());
    let frames = match file.extension().unwrap().to_str().unwrap() {
        "gif" => GifDecoder::new(Cursor::new(bytes)).unwrap().into_frames(),
        _ => WebPDecoder::new(Cursor::new(bytes)).unwrap().into_frames(),
    };
    frames.collect_frames().unwrap()
}

#[test]
fn a_preview_moves_and_ends_as_its_film_does() {
    let desk = desk();
    for name in ["race.webp", "race.gif"] {
        let said = desk.render("job", &["--preview", name, "--poster", "end.png"]).ok();
        let lines: Vec<&str> = said.lines().collect();
        let at = lines.iter().position(|line| *line == name).unwrap();
        assert!(lines[at - 1].starts_with("preview: 320x180, 1.0 s, 15 frames per second, "), "{said}");
        assert_eq!(lines.last(), Some(&"race.mp4"), "{said}");
        let frames = frames(&desk.at(name));
        assert!(5 < frames.len(), "{} frames", frames.len());
        let first = frames[0].buffer();
        assert_eq!(first.dimensions(), (320, 180));
        let last = frames[frames.len() - 1].buffer();
        let off = |picture: &image::RgbaImage| -> u64 {
            let pairs = picture.iter().zip(last.iter());
            pairs.map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>() / u64::from(320u32 * 180 * 4)
        };
        assert_ne!(first, last, "nothing moves");
        let end = image::open(desk.at("end.png")).unwrap().into_rgba8();
        assert!(off(&end) < 8, "the last frame is off by {}", off(&end));
    }
}

#[test]
fn the_receipt_says_what_the_preview_became() {
    let desk = desk();
    let receipt = desk.render("job", &["--preview", "race.webp", "--json"]).ok();
    let receipt: serde_json::Value = serde_json::from_str(&receipt).unwrap();
    assert_eq!(receipt["preview"], "race.webp");
    assert!(receipt["preview_note"].as_str().unwrap().contains("320x180"), "{receipt}");
    let without: serde_json::Value = serde_json::from_str(&desk.render("job", &["--json"]).ok()).unwrap();
    assert!(without.get("preview").is_none() && without.get("preview_note").is_none());
}

#[test]
fn a_long_film_has_a_short_preview_of_all_of_it() {
    let desk = desk();
    let typed = ["render", "job", "-o", "race.mp4", "--size", "320x180", "--fps", "5", "--duration", "60s"];
    let said = desk.run(&[&typed[..], &["--preview", "race.webp"]].concat()).ok();
    assert!(said.contains("12.0 s") && said.contains("times as fast as the film"), "{said}");
    let length: u32 = frames(&desk.at("race.webp"))
        .iter()
        .map(|frame| {
            let (numerator, denominator) = frame.delay().numer_denom_ms();
            numerator / denominator
        })
        .sum();
    assert!((11_000..=13_000).contains(&length), "{length} ms");
}

/// Noise in every row: pictures of people cannot be packed well, and GIF not at all.
#[test]
fn a_preview_that_would_be_too_large_is_made_smaller_and_shorter_and_that_is_said() {
    let desk = Desk::new();
    desk.run(&["sample", "job", "--workers", "9", "--objects", "300", "--days", "5"]).ok();
    fs::create_dir(desk.at("faces")).unwrap();
    let people = desk.run(&["people", "job", "--format", "csv"]).ok();
    let mut seed = 1u32;
    for id in people.lines().skip(1).map(|line| line.split(',').next().unwrap()) {
        let noise = image::RgbImage::from_fn(200, 200, |_, _| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [red, green, blue, _] = seed.to_be_bytes();
            image::Rgb([red, green, blue])
        });
        noise.save(desk.at("faces").join(format!("{id}.png"))).unwrap();
    }
    let typed = ["render", "job", "-o", "race.mp4", "--size", "960x540", "--fps", "15", "--duration", "12s"];
    let said = desk.run(&[&typed[..], &["--images", "faces", "--preview", "race.gif"]].concat()).ok();
    assert!(said.contains("; made smaller and shorter to stay below 2,000 kB"), "{said}");
    assert!(1 < frames(&desk.at("race.gif")).len());
}

#[test]
fn a_preview_that_cannot_be_made_is_refused_before_the_film() {
    let desk = desk();
    let refused = |more: &[&str], code, words: &[&str]| {
        desk.render("job", more).failed(code, words);
        assert!(!desk.at("race.mp4").exists() && desk.drafts().is_empty());
    };
    for name in ["race.png", "race.mp4", "race", "race.apng"] {
        refused(&["--preview", name], 2, &["a preview is a WebP or GIF file", "call it race.webp"]);
    }
    fs::create_dir(desk.at("folder.webp")).unwrap();
    refused(&["--preview", "folder.webp"], 1, &["folder.webp is a folder"]);
    refused(&["--preview", "no/race.webp"], 1, &["could not write no/race.webp"]);
    std::os::unix::fs::symlink("race.mp4", desk.at("same.webp")).unwrap();
    refused(&["--preview", "same.webp"], 2, &["same.webp cannot be the film and its preview"]);
    // An ffmpeg that knows no WebP.
    let real = crate::common::film::ffmpeg();
    let lines =
        format!("[ \"$4\" = -encoders ] && echo ' V....D gif GIF' && exit\nexec {} \"$@\"", real.display());
    let script = desk.script("ffmpeg", &lines);
    let script = script.to_str().unwrap();
    refused(&["--preview", "race.webp", "--ffmpeg", script], 1, &["cannot make WebP pictures", "race.gif"]);
    let typed =
        [&["render", "job", "-o", "race.mp4", "--preview", "race.gif", "--ffmpeg", script], &SMALL[..]];
    assert_eq!(desk.run(&typed.concat()).code, Some(0));
}
