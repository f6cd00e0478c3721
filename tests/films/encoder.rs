//! The encoder's promises: the film that was drawn is the film that is there, and where there is
//! none, the error tells what happened first. All of it through the layer's own ffmpeg; a script
//! stands in only where a failure is one that ffmpeg cannot be brought to.

use std::{
    fs,
    num::NonZeroU32,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use labelrace::film::encode::{Chapter, EncodeError, Encoder, Encoding, Extras, PATIENCE, Quality, verify};
use strum::VariantArray;
use tempfile::TempDir;

use crate::common::film::{self, Pixels, ffmpeg};

/// Small enough to be quick, large enough that a few frames do not fit into the pipe.
pub(super) fn encoding() -> Encoding {
    Encoding {
        ffmpeg: ffmpeg(),
        width: 320,
        height: 180,
        fps: 30,
        quality: Quality::default(),
        threads: NonZeroU32::new(2),
        title: None,
        extras: Extras::default(),
        patience: PATIENCE,
    }
}

/// A frame with three bars that grow by two pixels a frame.
pub(super) fn frame(encoding: &Encoding, number: usize) -> Vec<u8> {
    let (width, height) = (encoding.width as usize, encoding.height as usize);
    let mut frame = vec![235; width * height];
    let mut cb = vec![128; width * height / 4];
    let mut cr = cb.clone();
    for (bar, color) in [[80, 100, 200], [120, 190, 90], [160, 60, 140]].into_iter().enumerate() {
        let long = (width / 8 * (bar + 1) + 2 * number).min(width) / 2 * 2;
        let top = height / 4 * bar / 2 * 2;
        for row in top..(top + height / 6).min(height) {
            frame[row * width..][..long].fill(color[0]);
            let half = row / 2 * (width / 2);
            cb[half..][..long / 2].fill(color[1]);
            cr[half..][..long / 2].fill(color[2]);
        }
    }
    frame.extend(cb);
    frame.extend(cr);
    frame
}

/// A film of so many frames, or why there is none.
pub(super) fn film(encoding: &Encoding, target: &Path, frames: usize) -> Result<(), EncodeError> {
    let mut encoder = Encoder::start(encoding, target)?;
    for number in 0..frames {
        encoder.write(&frame(encoding, number))?;
    }
    encoder.finish()
}

pub(super) fn folder() -> TempDir {
    tempfile::tempdir().expect("there is room for a temporary folder")
}

/// An encoder that is a few lines of shell, with the real one as `$FFMPEG`.
pub(super) fn script(folder: &TempDir, lines: &str) -> Encoding {
    let path = folder.path().join("encoder.sh");
    let text = format!("#!/bin/sh\nFFMPEG='{}'\n{lines}\n", ffmpeg().display());
    // Another process writes it: were it open for writing here, a child that another test starts
    // at this moment would have it open too, and the system would call it busy.
    let write = "printf %s \"$1\" > \"$2\" && chmod 755 \"$2\"";
    let status = Command::new("sh").args(["-c", write, "sh", &text]).arg(&path).status();
    assert!(status.expect("sh starts").success(), "the script is written");
    Encoding { ffmpeg: path, ..encoding() }
}

/// What a long film comes to with this encoder; long enough for the pipe to be full.
fn failure(encoding: &Encoding) -> EncodeError {
    let folder = folder();
    film(encoding, &folder.path().join("film.mp4"), 60).expect_err("there can be no film")
}

/// Whether the process is there, if only as a zombie.
fn exists(id: u32) -> bool {
    let status = Command::new("kill").args(["-0", &id.to_string()]).output().expect("kill starts").status;
    status.success()
}

fn mean_error(one: &[u8], other: &[u8]) -> f64 {
    assert_eq!(one.len(), other.len(), "frames of one length");
    let sum: u64 = one.iter().zip(other).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    #[expect(clippy::cast_precision_loss, reason = "sums of a small film")]
    return sum as f64 / one.len() as f64;
}

#[test]
fn chapters_a_cover_and_silence_are_beside_the_frames() {
    let folder = folder();
    let mut cover = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(64, 36, image::Rgb([200, 40, 40]));
    picture.write_to(&mut cover, image::ImageFormat::Png).expect("a picture is written");
    let chapter =
        |seconds, title: &str| Chapter { begins: Duration::from_secs(seconds), title: title.to_owned() };
    let extras = Extras {
        chapters: vec![chapter(0, "Mon 16 Feb"), chapter(1, "Tue; 17 = Feb")],
        cover: Some(cover.into_inner()),
        silence: true,
        length: Duration::from_secs(2),
    };
    let with = Encoding { extras, ..encoding() };
    let target = folder.path().join("film.mp4");
    film(&with, &target, 60).expect("a film with all of it");
    let about =
        Command::new(ffmpeg()).args(["-hide_banner", "-i"]).arg(&target).output().expect("ffmpeg starts");
    let about = String::from_utf8_lossy(&about.stderr).into_owned();
    for words in [
        "Duration: 00:00:02.0",
        "start 0.000000, end 1.000000",
        "start 1.000000, end 2.000000",
        ": Mon 16 Feb",
        ": Tue; 17 = Feb",
        "Audio: aac",
        "64x36",
        "(attached pic)",
    ] {
        assert!(about.contains(words), "{words} in {about}");
    }
    let plain = folder.path().join("plain.mp4");
    film(&encoding(), &plain, 60).expect("a film without");
    assert!(
        film::decode(&target, Pixels::I420) == film::decode(&plain, Pixels::I420),
        "the frames are the same"
    );
    let names: Vec<_> = fs::read_dir(folder.path()).expect("a folder").flatten().collect();
    assert_eq!(names.len(), 2, "nothing is left beside the films");
}

#[test]
fn a_film_decodes_to_the_frames_that_were_put_in() {
    let (folder, encoding) = (folder(), encoding());
    let target = folder.path().join("film.mp4");
    film(&encoding, &target, 45).unwrap();
    let decoded = film::decode(&target, Pixels::I420);
    assert_eq!(decoded.len(), 45);
    for (number, decoded) in decoded.iter().enumerate() {
        let error = mean_error(decoded, &frame(&encoding, number));
        assert!(error < 1.0, "frame {number} is off by {error}");
    }
}

#[test]
fn a_film_of_any_quality_shows_its_frames_and_a_small_one_is_the_smallest() {
    let folder = folder();
    let lengths = Quality::VARIANTS.iter().map(|&quality| {
        // Where threads share a frame each part has a head of its own, and a frame as small as this is hardly more.
        let encoding = Encoding { quality, threads: NonZeroU32::new(1), ..encoding() };
        let target = folder.path().join("film.mp4");
        film(&encoding, &target, 45).unwrap();
        let probe = film::probe(&target);
        assert!(probe.stream.starts_with("h264 (High) (avc1 "), "{quality:?}: {probe:?}");
        for (number, decoded) in film::decode(&target, Pixels::I420).iter().enumerate() {
            let error = mean_error(decoded, &frame(&encoding, number));
            assert!(error < 1.0, "{quality:?}: frame {number} is off by {error}");
        }
        fs::metadata(&target).unwrap().len()
    });
    assert!(lengths.is_sorted_by(|smaller, larger| smaller < larger), "small, balanced, fast");
}

#[test]
fn frames_that_are_lent_and_repeated_make_the_film_that_written_frames_make() {
    let folder = folder();
    // Of the smallest frames the pipe holds hundreds, of the largest not one.
    for (width, height) in [(64, 36), (320, 180), (1280, 720)] {
        let encoding = Encoding { width, height, ..encoding() };
        let [lent, written] = ["lent.mp4", "written.mp4"].map(|name| folder.path().join(name));
        let mut encoder = Encoder::start(&encoding, &lent).unwrap();
        for number in 0..60 {
            // What comes back is drawn on at once.
            encoder.lend(frame(&encoding, number)).unwrap().iter_mut().for_each(|free| free.fill(0));
            (0..number % 4).for_each(|_| encoder.repeat().unwrap());
        }
        encoder.finish().unwrap();
        let mut encoder = Encoder::start(&encoding, &written).unwrap();
        for number in 0..60 {
            (0..=number % 4).for_each(|_| encoder.write(&frame(&encoding, number)).unwrap());
        }
        encoder.finish().unwrap();
        assert!(fs::read(&lent).unwrap() == fs::read(&written).unwrap(), "{width} x {height}");
    }
}

#[test]
fn a_film_plays_everywhere_and_says_what_it_is() {
    let (folder, encoding) = (folder(), Encoding { title: Some("Boxes\n2026".into()), ..encoding() });
    let target = folder.path().join("film.mp4");
    film(&encoding, &target, 45).unwrap();
    let probe = film::probe(&target);
    assert!(probe.stream.starts_with("h264 (High) (avc1 "), "{probe:?}");
    assert!(probe.stream.contains(", yuv420p(tv, bt709, progressive), 320x180, "), "{probe:?}");
    assert_eq!((probe.width, probe.height, probe.profile), (320, 180, 100));
    assert!((probe.fps - 30.0).abs() < 1e-9 && (probe.seconds - 1.5).abs() < 0.011, "{probe:?}");
    assert_eq!(probe.title.as_deref(), Some("Boxes 2026"));
    assert!(probe.starts_fast(), "{probe:?}");
}

#[test]
fn the_level_is_the_lowest_that_fits() {
    for (width, height, fps, level) in [
        (1280, 720, 30, 31),
        (1920, 1080, 30, 40),
        (1920, 1080, 60, 42),
        (1080, 1920, 60, 42),
        (16, 2, 1, 10),
    ] {
        let (folder, encoding) = (folder(), Encoding { width, height, fps, ..encoding() });
        let target = folder.path().join("film.mp4");
        film(&encoding, &target, 1).unwrap();
        assert_eq!(film::probe(&target).level, level, "{width}x{height} at {fps}");
    }
}

#[test]
fn a_keyframe_comes_every_two_seconds() {
    let (folder, encoding) = (folder(), Encoding { fps: 10, ..encoding() });
    let target = folder.path().join("film.mp4");
    film(&encoding, &target, 50).unwrap();
    assert_eq!(film::probe(&target).keyframes, [1, 21, 41]);
}

#[test]
fn the_same_frames_make_the_same_bytes() {
    let (folder, encoding) = (folder(), encoding());
    let [one, two] = ["one.mp4", "two.mp4"].map(|name| {
        let target = folder.path().join(name);
        film(&encoding, &target, 40).unwrap();
        fs::read(target).unwrap()
    });
    assert!(one == two, "the films differ");
}

#[test]
fn nothing_is_converted_on_the_way() {
    let folder = folder();
    let log = folder.path().join("log");
    // The first three arguments ask for silence.
    let lines = format!("shift 3; exec \"$FFMPEG\" -loglevel debug \"$@\" 2>>'{}'", log.display());
    film(&script(&folder, &lines), &folder.path().join("film.mp4"), 3).unwrap();
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("pixfmt:yuv420p") && log.contains("csp:bt709 range:tv"), "{log}");
    // Its version is all that is told of the library of scalers.
    let scaler = log.lines().find(|line| line.contains("scale") && !line.contains("libswscale"));
    assert_eq!(scaler, None);
}

#[test]
fn a_target_may_look_like_a_flag_or_an_address() {
    let folder = folder();
    let target = folder.path().join("-y a:b %03d.mp4");
    film(&encoding(), &target, 3).unwrap();
    assert!(fs::metadata(target).unwrap().len() > 0);
}

#[test]
fn settings_that_no_film_can_have_are_refused() {
    let start = |encoding| Encoder::start(&encoding, Path::new("/nowhere/film.mp4")).unwrap_err();
    for (width, height) in [(0, 180), (320, 181), (20_000, 180)] {
        let error = start(Encoding { width, height, ..encoding() });
        assert!(matches!(error, EncodeError::Size { .. }), "{error:?}");
    }
    assert!(matches!(start(Encoding { fps: 0, ..encoding() }), EncodeError::Fps));
}

#[test]
fn an_encoder_that_is_not_there_is_named() {
    let error = failure(&Encoding { ffmpeg: "/nowhere/ffmpeg".into(), ..encoding() });
    assert_eq!(error.to_string(), "could not start /nowhere/ffmpeg (name another ffmpeg with --ffmpeg)");
}

#[test]
fn an_encoder_that_complains_for_long_before_it_reads_is_heard_out() {
    let folder = folder();
    let lines = "case \"$*\" in *pipe:0*) head -c 1000000 /dev/zero | tr '\\0' x >&2;; esac\n\
        exec \"$FFMPEG\" \"$@\"";
    film(&script(&folder, lines), &folder.path().join("film.mp4"), 20).unwrap();
}

#[test]
fn an_early_death_is_told_in_its_own_words() {
    let error = failure(&script(&folder(), "printf 'frame=1\\rno such codec\\n' >&2; exit 3"));
    assert!(matches!(&error, EncodeError::Failed { words, .. } if words == "no such codec"), "{error:?}");
    assert!(error.to_string().ends_with("(exit status: 3): no such codec"), "{error}");
}

#[test]
fn a_death_that_a_grandchild_outlives_is_told_all_the_same() {
    let error = failure(&script(&folder(), "echo broken >&2; sleep 3 & exit 4"));
    assert!(error.to_string().ends_with("(exit status: 4): broken"), "{error}");
}

#[test]
fn success_without_reading_is_no_success() {
    let folder = folder();
    let lazy = script(&folder, "exit 0");
    let error = failure(&lazy);
    assert!(error.to_string().starts_with("ffmpeg stopped reading after "), "{error}");
    // One small frame fits into the pipe, and nobody notices while it is written.
    let small = Encoding { width: 16, height: 16, ..lazy };
    let error = film(&small, &folder.path().join("film.mp4"), 1).unwrap_err();
    assert!(error.to_string().starts_with("ffmpeg stopped reading after "), "{error}");
}

#[test]
fn success_after_some_frames_is_no_success() {
    let error = failure(&script(&folder(), "head -c 300000 > /dev/null"));
    assert!(matches!(error, EncodeError::Stopped { frames: 3.. }), "{error:?}");
}

#[test]
fn an_encoder_that_shuts_its_ears_and_stays_is_not_waited_for() {
    let error = failure(&script(&folder(), "exec sleep 60 <&-"));
    assert!(matches!(error, EncodeError::Stopped { .. }), "{error:?}");
}

#[test]
fn a_film_that_ffmpeg_cut_short_is_noticed() {
    // The real one this time; the last argument is the file.
    let lines = "case \"$*\" in *pipe:0*)\n\
        for a; do [ \"$a\" = -y ] && set -- \"$@\" -frames:v 5; set -- \"$@\" \"$a\"; shift; done;; esac\n\
        \"$FFMPEG\" \"$@\" && cat > /dev/null";
    let folder = folder();
    let error = film(&script(&folder, lines), &folder.path().join("film.mp4"), 60).unwrap_err();
    assert!(matches!(error, EncodeError::FrameCount { found: 5, expected: 60, .. }), "{error:?}");
}

#[test]
fn an_unknown_codec_is_told_in_ffmpegs_words() {
    let lines = "for a; do [ \"$a\" = libx264 ] && a=nope; set -- \"$@\" \"$a\"; shift; done\n\
        exec \"$FFMPEG\" \"$@\"";
    let error = failure(&script(&folder(), lines));
    assert!(error.to_string().contains("Unknown encoder 'nope'"), "{error}");
}

#[test]
fn half_a_frame_does_not_reach_ffmpeg() {
    let (folder, encoding) = (folder(), encoding());
    let mut encoder = Encoder::start(&encoding, &folder.path().join("film.mp4")).unwrap();
    encoder.write(&frame(&encoding, 0)).unwrap();
    let error = encoder.write(&[16; 100]).unwrap_err();
    assert_eq!(error.to_string(), "a frame has 100 bytes instead of 86400");
    // The film is none the worse for it.
    encoder.finish().unwrap();
}

#[test]
fn half_a_frame_that_reaches_ffmpeg_is_told_in_its_words() {
    let lines = "case \"$*\" in *pipe:0*) head -c 100 | \"$FFMPEG\" \"$@\";; esac";
    let error = failure(&script(&folder(), lines));
    assert!(matches!(&error, EncodeError::Failed { .. }), "{error:?}");
    assert!(error.to_string().contains("Packet too small (100)"), "{error}");
}

#[test]
fn no_frames_are_refused_and_leave_nothing_that_looks_like_a_film() {
    let folder = folder();
    let target = folder.path().join("film.mp4");
    let encoder = Encoder::start(&encoding(), &target).unwrap();
    let id = encoder.id();
    assert!(matches!(encoder.finish(), Err(EncodeError::NoFrames)));
    assert_eq!(fs::metadata(target).map_or(0, |film| film.len()), 0);
    assert!(!exists(id));
}

#[test]
fn a_failure_of_whoever_draws_is_not_blamed_on_ffmpeg() {
    fn draw(encoding: &Encoding, target: &Path, id: &mut u32) -> Result<(), Box<dyn std::error::Error>> {
        let mut encoder = Encoder::start(encoding, target)?;
        *id = encoder.id();
        encoder.write(&frame(encoding, 0))?;
        Err("font missing")?;
        Ok(encoder.finish()?)
    }
    let (folder, mut id) = (folder(), 0);
    let error = draw(&encoding(), &folder.path().join("film.mp4"), &mut id).unwrap_err();
    assert_eq!(error.to_string(), "font missing");
    assert!(!exists(id));
}

#[test]
fn a_killed_encoder_is_told_and_leaves_no_zombie() {
    let (folder, encoding) = (folder(), encoding());
    let mut encoder = Encoder::start(&encoding, &folder.path().join("film.mp4")).unwrap();
    let id = encoder.id();
    encoder.write(&frame(&encoding, 0)).unwrap();
    assert!(Command::new("kill").args(["-9", &id.to_string()]).status().unwrap().success());
    let error = (1..60).find_map(|number| encoder.write(&frame(&encoding, number)).err());
    let error = error.unwrap_or_else(|| encoder.finish().unwrap_err());
    assert!(matches!(error, EncodeError::Failed { .. }), "{error:?}");
    let told = error.to_string();
    assert!(told.contains("(signal: 9 (SIGKILL)): somebody killed it, or the memory"), "{told}");
    assert!(!exists(id));
}

#[test]
fn an_encoder_that_refused_a_frame_takes_no_other() {
    let folder = folder();
    let encoding = script(&folder, "exit 3");
    let mut encoder = Encoder::start(&encoding, &folder.path().join("film.mp4")).unwrap();
    let first = (0..60).find_map(|number| encoder.write(&frame(&encoding, number)).err());
    assert!(matches!(first, Some(EncodeError::Failed { .. })), "{first:?}");
    let then = encoder.write(&frame(&encoding, 0));
    assert!(matches!(then, Err(EncodeError::Stopped { .. })), "{then:?}");
}

#[test]
fn a_finished_encoder_leaves_no_process() {
    let (folder, encoding) = (folder(), encoding());
    let mut encoder = Encoder::start(&encoding, &folder.path().join("film.mp4")).unwrap();
    let id = encoder.id();
    encoder.write(&frame(&encoding, 0)).unwrap();
    assert_eq!(encoder.frames(), 1);
    encoder.finish().unwrap();
    assert!(!exists(id));
}

#[test]
fn a_dropped_encoder_leaves_no_process() {
    let (folder, encoding) = (folder(), encoding());
    let mut encoder = Encoder::start(&encoding, &folder.path().join("film.mp4")).unwrap();
    for number in 0..10 {
        encoder.write(&frame(&encoding, number)).unwrap();
    }
    let id = encoder.id();
    assert!(exists(id));
    drop(encoder);
    assert!(!exists(id));
}

#[test]
fn a_target_that_cannot_be_written_is_told_in_ffmpegs_words() {
    let error = film(&encoding(), Path::new("/nowhere/film.mp4"), 60).unwrap_err();
    assert!(matches!(error, EncodeError::Failed { .. }), "{error:?}");
    let told = error.to_string();
    assert!(told.contains("/nowhere/film.mp4") && told.contains("No such file or directory"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_in_ffmpegs_words() {
    let error = film(&encoding(), Path::new("/dev/full"), 60).unwrap_err();
    assert!(matches!(error, EncodeError::Failed { .. }), "{error:?}");
    assert!(error.to_string().contains("No space left on device"), "{error}");
}

#[test]
fn a_disk_that_fills_up_in_the_middle_is_told_in_ffmpegs_words() {
    // In blocks of 512 bytes; without the trap the signal would end ffmpeg before it can speak.
    let lines = "trap '' XFSZ; ulimit -f 8; exec \"$FFMPEG\" \"$@\"";
    // Bytes that do not compress.
    let mut state = 1_u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        16 + state.to_be_bytes()[0] / 2
    };
    let scripts = folder();
    let encoding = script(&scripts, lines);
    let mut encoder = Encoder::start(&encoding, &scripts.path().join("film.mp4")).unwrap();
    let error = (0..60).find_map(|_| {
        let frame: Vec<u8> = (0..encoding.frame_len()).map(|_| noise()).collect();
        encoder.write(&frame).err()
    });
    let error = error.unwrap_or_else(|| encoder.finish().unwrap_err());
    assert!(error.to_string().contains("File too large"), "{error}");
}

#[test]
fn a_film_that_was_damaged_does_not_pass() {
    let folder = folder();
    let target = folder.path().join("film.mp4");
    film(&encoding(), &target, 40).unwrap();
    let whole = fs::read(&target).unwrap();
    let check = |bytes: &[u8], frames: u64| -> Result<(), EncodeError> {
        fs::write(&target, bytes).unwrap();
        verify(&ffmpeg(), &target, frames)
    };
    check(&whole, 40).unwrap();
    let error = check(&whole, 41).unwrap_err();
    assert!(error.to_string().ends_with("a film of 40 frames instead of 41"), "{error}");
    for part in [&whole[..whole.len() - 100], &whole[..whole.len() / 2], &whole[..200], &whole[100..], &[]] {
        let error = check(part, 40).unwrap_err();
        assert!(matches!(error, EncodeError::Damaged { .. }), "{} bytes: {error:?}", part.len());
    }
    fs::remove_file(&target).unwrap();
    let error = verify(&ffmpeg(), &target, 40).unwrap_err();
    assert!(error.to_string().contains("No such file or directory"), "{error}");
}

#[test]
fn an_encoder_may_live_on_another_thread() {
    fn sent<T: Send + Sync + 'static>(_: &T) {}
    let folder = folder();
    sent(&Encoder::start(&encoding(), &folder.path().join("film.mp4")).unwrap());
}

#[test]
fn the_layers_ffmpeg_is_found() {
    let layer: PathBuf = ffmpeg();
    let places = labelrace::film::encode::Places { flag: Some(layer.clone()), ..Default::default() };
    assert_eq!(labelrace::film::encode::find(&places).unwrap(), layer);
}
