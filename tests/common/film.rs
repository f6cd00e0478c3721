//! Films read back: what is in them, and what they say about themselves.

use std::{
    env, fs,
    path::{self, Path, PathBuf},
    process::{Command, Stdio},
};

/// The ffmpeg that every test that makes a film needs: `$LABELRACE_FFMPEG`, else the layer's.
#[track_caller]
pub(crate) fn ffmpeg() -> PathBuf {
    find_ffmpeg().expect("there is no ffmpeg for the tests: run `make ffmpeg`, or set LABELRACE_FFMPEG")
}

/// The same, for those who can do without.
pub(crate) fn find_ffmpeg() -> Option<PathBuf> {
    let named = env::var_os("LABELRACE_FFMPEG").filter(|named| !named.is_empty());
    let layer = || Path::new(env!("CARGO_MANIFEST_DIR")).join("layers/ffmpeg/bin/ffmpeg");
    // Absolute, as most tests start it in a folder of their own.
    let ffmpeg = named.map_or_else(layer, |named| path::absolute(named).expect("a path"));
    ffmpeg.exists().then_some(ffmpeg)
}

/// How many frames a film has: writes it to `folder`, decodes all of it, and removes it again.
pub(crate) fn n_frames(bytes: &[u8], folder: &Path) -> usize {
    let path = folder.join("film-of-the-test.mp4");
    fs::write(&path, bytes).expect("there is room for the film");
    let frames = decode(&path, Pixels::I420).len();
    fs::remove_file(path).expect("the film can be removed");
    frames
}

/// What pixels are to be decoded to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pixels {
    /// Planes Y, Cb, Cr, as they are in the film: no conversion.
    I420,
    /// Three bytes a pixel, converted by BT.709 in limited range.
    Rgb24,
}

/// All frames of a film, decoded.
pub(crate) fn decode(film: &Path, pixels: Pixels) -> Vec<Vec<u8>> {
    let about = probe(film);
    let area = about.width as usize * about.height as usize;
    let (name, frame_len) = match pixels {
        Pixels::I420 => ("yuv420p", area * 3 / 2),
        Pixels::Rgb24 => ("rgb24", area * 3),
    };
    let output = Command::new(ffmpeg())
        .args(["-nostdin", "-hide_banner", "-loglevel", "error", "-i"])
        .arg(film)
        .args(["-sws_flags", "accurate_rnd+full_chroma_int", "-fps_mode", "passthrough"])
        .args(["-f", "rawvideo", "-pix_fmt", name, "pipe:1"])
        .stdin(Stdio::null())
        .output()
        .expect("ffmpeg starts");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && words.is_empty(), "{} does not decode: {words}", film.display());
    assert_eq!(output.stdout.len() % frame_len, 0, "half a frame was decoded");
    output.stdout.chunks_exact(frame_len).map(<[u8]>::to_vec).collect()
}

/// What a film says about itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Probe {
    /// The video stream's line as ffmpeg prints it: codec, profile, pixel format, color tags.
    pub(crate) stream: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) fps: f64,
    pub(crate) seconds: f64,
    pub(crate) title: Option<String>,
    /// The names of the file's outermost boxes, in their order.
    pub(crate) boxes: Vec<String>,
    /// `profile_idc` of H.264: 100 is high.
    pub(crate) profile: u8,
    /// `level_idc` of H.264: 42 is level 4.2.
    pub(crate) level: u8,
    /// The numbers of the frames that a player can start from; the first is 1.
    pub(crate) keyframes: Vec<u32>,
}

impl Probe {
    /// Whether a player finds the index before the pictures.
    pub(crate) fn starts_fast(&self) -> bool {
        let at = |name: &str| self.boxes.iter().position(|other| other == name);
        at("moov").expect("a film has an index") < at("mdat").expect("a film has pictures")
    }
}

/// Asks ffmpeg, and the file itself.
pub(crate) fn probe(film: &Path) -> Probe {
    // With no output named, ffmpeg tells of the input and exits with a complaint.
    let output = Command::new(ffmpeg()).args(["-nostdin", "-hide_banner", "-i"]).arg(film).output();
    let told = String::from_utf8(output.expect("ffmpeg starts").stderr).expect("ffmpeg writes UTF-8");
    let line = |start: &str| told.lines().map(str::trim).find(|line| line.starts_with(start));

    // A cover is a stream too, and so are the titles of chapters.
    let is_film = |line: &&str| line.trim().starts_with("Stream #") && line.contains("Video: h264");
    let streams: Vec<&str> = told.lines().filter(is_film).collect();
    let [stream] = streams[..] else { panic!("not one stream but {streams:?} in {told}") };
    let (_, stream) = stream.split_once("Video: ").expect("the stream is a video");
    let mut size = stream.split([' ', ',']).filter_map(|word| {
        let (width, height) = word.split_once('x')?;
        Some((width.parse().ok()?, height.parse().ok()?))
    });
    let (width, height) = size.next().expect("the stream has a size");
    let (before, _) = stream.split_once(" fps").expect("the stream has a frame rate");
    let fps = before.rsplit(' ').next().and_then(|fps| fps.parse().ok()).expect("a frame rate");

    let duration = line("Duration: ").and_then(|line| line[10..].split(',').next()).expect("a duration");
    let seconds = duration.split(':').fold(0.0, |sum, part| {
        sum * 60.0 + part.parse::<f64>().expect("a duration has numbers between its colons")
    });

    let bytes = fs::read(film).expect("the film is readable");
    let table = ["moov", "trak", "mdia", "minf", "stbl"].iter().fold(&bytes[..], |inside, name| {
        children(inside).find(|(other, _)| other == name).expect("a film has a sample table").1
    });
    let inside = |name: &str| children(table).find(|(other, _)| other == name).map(|(_, body)| body);
    // stsd: version, flags and count, then avc1: 78 bytes of its own, then avcC.
    let (_, avc1) = children(&inside("stsd").expect("a description")[8..]).next().expect("an entry");
    let (_, codec) = children(&avc1[78..]).find(|(name, _)| name == "avcC").expect("an avcC");
    let number = |bytes: &[u8]| u32::from_be_bytes(bytes.try_into().expect("four bytes"));

    Probe {
        stream: stream.to_owned(),
        width,
        height,
        fps,
        seconds,
        title: line("title ").and_then(|line| Some(line.split_once(": ")?.1.to_owned())),
        boxes: children(&bytes).map(|(name, _)| name).collect(),
        profile: codec[1],
        level: codec[3],
        keyframes: inside("stss").map_or(vec![], |stss| stss[8..].chunks_exact(4).map(number).collect()),
    }
}

/// The boxes that lie side by side in a stretch of an MP4 file: name and body.
fn children(mut stretch: &[u8]) -> impl Iterator<Item = (String, &[u8])> {
    std::iter::from_fn(move || {
        let (head, _) = stretch.split_at_checked(8)?;
        let length = u32::from_be_bytes(head[..4].try_into().ok()?) as usize;
        let name = String::from_utf8_lossy(&head[4..]).into_owned();
        let (whole, rest) = stretch.split_at_checked(length.max(8))?;
        stretch = rest;
        Some((name, &whole[8..]))
    })
}
