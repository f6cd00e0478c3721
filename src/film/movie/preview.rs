//! The film as a small moving picture. It shows the whole film, faster, and never has more than two megabytes: what
//! would be larger is made again smaller, shorter and coarser.

use std::{fmt, path::Path, time::Duration};

use super::{draft::Draft, error::MovieError, painter::Tell, watch::watched};
use crate::{
    film::encode::{self, PreviewKind, PreviewShape, Stopper},
    locale::thousands,
    race::Race,
    render::style::Size,
};

/// The most bytes of a preview: what chats show at once.
pub const LARGEST_PREVIEW: u64 = 2_000_000;

/// What is tried, one after the other: the longer side in pixels, frames in a second, the length in seconds, and how
/// carefully WebP compresses.
const TRIES: [(u32, u32, f64, u32); 6] = [
    (800, 15, 12.0, 75),
    (640, 12, 10.0, 70),
    (480, 10, 8.0, 60),
    (360, 8, 6.0, 50),
    (240, 6, 5.0, 40),
    (160, 4, 4.0, 30),
];

/// A preview that was made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PreviewMade {
    /// What it became.
    pub shape: PreviewShape,
    /// How long it is.
    pub length: Duration,
    /// How many bytes it has.
    pub bytes: u64,
    /// Whether it had to be made smaller than usual.
    pub is_reduced: bool,
}

impl fmt::Display for PreviewMade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PreviewShape { width, height, fps, pace, .. } = self.shape;
        let (seconds, kilobytes) = (self.length.as_secs_f64(), thousands(self.bytes.div_ceil(1000)));
        write!(f, "preview: {width}x{height}, {seconds:.1} s, {fps} frames per second, {kilobytes} kB")?;
        if 1.0 < pace {
            write!(f, "; {pace:.1} times as fast as the film")?;
        }
        if self.is_reduced {
            write!(f, "; made smaller and shorter to stay below {} kB", thousands(LARGEST_PREVIEW / 1000))?;
        }
        Ok(())
    }
}

/// Makes a preview of at most `most` bytes of the film of a `race`, which has this size.
///
/// # Errors
/// When ffmpeg fails, when `tell` says to stop, and when even the smallest preview is too large.
pub fn preview(
    (ffmpeg, kind): (&Path, PreviewKind),
    (film, race, size): (&Draft, &Race, Size),
    draft: &Draft,
    most: u64,
    tell: Tell<'_>,
) -> Result<PreviewMade, MovieError> {
    let stopper = Stopper::default();
    let length = Duration::from_secs_f64(race.seconds());
    let try_all = || {
        for (n, shape) in shapes(size, length).enumerate() {
            let bytes = encode::preview(ffmpeg, film.path(), (kind, shape), draft.path(), &stopper)?;
            if bytes <= most {
                let length = shape.length(length);
                return Ok(PreviewMade { shape, length, bytes, is_reduced: 0 < n });
            }
            tracing::debug!(bytes, most, ?shape, "the preview is too large");
        }
        Err(MovieError::LargePreview { path: draft.target().to_owned(), most })
    };
    let (made, is_stopped) = watched(&stopper, || tell(race.len()), try_all);
    let all = race.len();
    if is_stopped { Err(MovieError::Stopped { frames: all, all }) } else { made }
}

/// The shapes that are tried, for a film of this size and length.
fn shapes(size: Size, length: Duration) -> impl Iterator<Item = PreviewShape> {
    let (width, height) = (size.width(), size.height());
    TRIES.into_iter().map(move |(longest, fps, seconds, quality)| {
        let longest = longest.min(width.max(height));
        let scaled = |pixels: u32| {
            let pixels = u64::from(pixels) * u64::from(longest) / u64::from(width.max(height));
            u32::try_from(pixels).unwrap_or(longest).max(2) / 2 * 2
        };
        let pace = (length.as_secs_f64() / seconds).max(1.0);
        PreviewShape { width: scaled(width), height: scaled(height), fps, pace, quality }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(size: &str, seconds: u64) -> Vec<PreviewShape> {
        shapes(size.parse().unwrap(), Duration::from_secs(seconds)).collect()
    }

    #[test]
    fn each_try_is_smaller_and_shorter_than_the_one_before() {
        for size in ["1080p", "phone", "square", "3840x2160"] {
            let shapes = tried(size, 30);
            for pair in shapes.windows(2) {
                assert!(pair[1].width < pair[0].width && pair[1].height < pair[0].height, "{pair:?}");
                assert!(pair[0].pace < pair[1].pace && pair[1].fps < pair[0].fps, "{pair:?}");
            }
        }
    }

    #[test]
    fn a_preview_has_the_shape_of_its_film_and_is_never_larger_or_slower() {
        let first = |size, seconds| {
            let shape = tried(size, seconds)[0];
            (shape.width, shape.height, shape.pace)
        };
        assert_eq!(first("1920x1080", 24), (800, 450, 2.0));
        assert_eq!(first("1080x1920", 6), (450, 800, 1.0));
        assert_eq!(first("320x180", 1), (320, 180, 1.0));
        for shape in tried("3000x300", 60) {
            assert!(2 <= shape.height && shape.height.is_multiple_of(2), "{shape:?}");
        }
    }
}
