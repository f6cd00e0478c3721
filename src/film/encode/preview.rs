//! A finished film as a small moving picture for chats and pages that play no films: WebP or GIF, without end.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::Stdio,
    time::Duration,
};

use super::{
    command::{command, file_url},
    confine::Bounds,
    error::EncodeError,
    limits::PATIENCE,
    process::Stopper,
    run::{Ended, run},
};

/// What kind of moving picture it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PreviewKind {
    /// Smaller, in true color.
    WebP,
    /// In 256 colors, for whatever knows no WebP.
    Gif,
}

impl PreviewKind {
    /// What its file ends in.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::WebP => ".webp",
            Self::Gif => ".gif",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::WebP => "WebP",
            Self::Gif => "GIF",
        }
    }

    /// What ffmpeg calls the encoder.
    fn encoder(self) -> &'static str {
        match self {
            Self::WebP => "libwebp_anim",
            Self::Gif => "gif",
        }
    }
}

/// How large a moving picture is, how long, and how fine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PreviewShape {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Frames in a second.
    pub fps: u32,
    /// How many times as fast as the film it is.
    pub pace: f64,
    /// How carefully WebP compresses, from 0 to 100.
    pub quality: u32,
}

impl PreviewShape {
    /// How long the moving picture of a film of this length is.
    pub fn length(&self, film: Duration) -> Duration {
        film.div_f64(self.pace)
    }
}

/// Whether this ffmpeg can make such pictures. The one in the layer can.
///
/// # Errors
/// When it cannot, or cannot be started.
pub fn check_preview(ffmpeg: &Path, kind: PreviewKind) -> Result<(), EncodeError> {
    let stopper = Stopper::default();
    let mut command = command(ffmpeg);
    command.arg("-encoders").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let spawn = |source| EncodeError::Spawn { ffmpeg: ffmpeg.to_owned(), source };
    let stdout = stopper.start(&mut command, Bounds::of(0), |child| child.stdout.take()).map_err(spawn)?;
    let lines = stdout.into_iter().flat_map(|out| BufReader::new(out).lines().map_while(Result::ok));
    // Each is a line of flags, name and words.
    let is_encoder = |line: &String| line.split_whitespace().nth(1) == Some(kind.encoder());
    let is_there = 0 < lines.filter(is_encoder).count();
    stopper.wait().map_err(EncodeError::Wait)?;
    if is_there {
        return Ok(());
    }
    let instead = (kind == PreviewKind::WebP).then_some("race.gif");
    Err(EncodeError::NoPreview { ffmpeg: ffmpeg.to_owned(), kind: kind.name(), instead })
}

/// Makes the moving picture of a film at `target`, over whatever is there. Returns its size in bytes.
///
/// # Errors
/// When ffmpeg fails, or is ended through its `stopper`.
pub fn preview(
    ffmpeg: &Path,
    film: &Path,
    (kind, shape): (PreviewKind, PreviewShape),
    target: &Path,
    stopper: &Stopper,
) -> Result<u64, EncodeError> {
    let PreviewShape { width, height, fps, pace, quality } = shape;
    let mut command = command(ffmpeg);
    command.args(["-nostdin", "-i"]).arg(file_url(film));
    // The colors of a GIF are chosen from what moves, since that is where they are missed.
    let frames = format!("[0:v:0]setpts=PTS/{pace:.6},fps={fps},scale={width}:{height}:flags=lanczos");
    let filter = match kind {
        PreviewKind::WebP => format!("{frames}[small]"),
        PreviewKind::Gif => format!(
            "{frames},split[one][two];[one]palettegen=stats_mode=diff[palette];\
             [two][palette]paletteuse=dither=none:diff_mode=rectangle[small]"
        ),
    };
    command.args(["-filter_complex", &filter, "-map", "[small]", "-c:v", kind.encoder()]);
    match kind {
        PreviewKind::WebP => command.args(["-quality", &quality.to_string(), "-f", "webp"]),
        PreviewKind::Gif => command.args(["-f", "gif"]),
    };
    command.args(["-loop", "0", "-fflags", "+bitexact", "-progress", "pipe:1", "-y"]).arg(file_url(target));
    let _watch = stopper.watch(PATIENCE);
    // It tells twice a second how far it is: so long it is at work.
    let step = |out, stopper: &Stopper| {
        BufReader::new(out).lines().map_while(Result::ok).for_each(|_| stopper.step());
    };
    let Ended { status, words, .. } = run(command, ffmpeg, (stopper, PATIENCE), step)?;
    let bytes = fs::metadata(target).map_or(0, |picture| picture.len());
    if !status.success() || bytes == 0 {
        return Err(EncodeError::Preview { status, words });
    }
    Ok(bytes)
}
