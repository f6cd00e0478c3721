//! What the name of an output says about its kind: a film is MP4, and a picture PNG or JPEG, whatever it is called; only
//! a preview is what its name says.
//!
//! So a name that promises another kind is refused, rather than left with bytes of the wrong kind in it.

use std::path::Path;

use super::error::MovieError;
use crate::film::encode::PreviewKind;

/// Extensions that promise something else than MP4, and that somebody may type here.
const OTHERS: [&str; 30] = [
    "3gp", "apng", "avi", "avif", "bmp", "csv", "flv", "gif", "heic", "htm", "html", "jpeg", "jpg", "json",
    "m2ts", "mkv", "mov", "mp3", "mpeg", "mpg", "ogv", "pdf", "png", "svg", "tif", "tiff", "ts", "webm",
    "webp", "wmv",
];

/// Refuses a name for a film that promises another kind of file than MP4.
///
/// # Errors
/// When it does.
pub fn check_film_name(target: &Path) -> Result<(), MovieError> {
    match extension(target) {
        Some(extension) if OTHERS.contains(&extension.as_str()) => {
            Err(MovieError::NotMp4 { path: target.to_owned(), instead: target.with_extension("mp4") })
        }
        _ => Ok(()),
    }
}

/// The suffix of the file that a picture with this name is: `.jpg`, or else `.png`.
///
/// # Errors
/// When the name promises neither.
pub fn picture_suffix(target: &Path) -> Result<&'static str, MovieError> {
    match extension(target).as_deref() {
        Some("jpg" | "jpeg") => Ok(".jpg"),
        Some("mp4" | "m4v") => Err(not_a_picture(target)),
        Some(extension) if extension != "png" && OTHERS.contains(&extension) => Err(not_a_picture(target)),
        _ => Ok(".png"),
    }
}

/// The kind of moving picture that a preview with this name is.
///
/// # Errors
/// When the name promises neither WebP nor GIF.
pub fn preview_kind(target: &Path) -> Result<PreviewKind, MovieError> {
    match extension(target).as_deref() {
        Some("webp") => Ok(PreviewKind::WebP),
        Some("gif") => Ok(PreviewKind::Gif),
        _ => Err(MovieError::NotAPreview { path: target.to_owned(), instead: target.with_extension("webp") }),
    }
}

fn not_a_picture(target: &Path) -> MovieError {
    MovieError::NotAPicture { path: target.to_owned(), instead: target.with_extension("png") }
}

fn extension(target: &Path) -> Option<String> {
    Some(target.extension()?.to_str()?.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_is_not_called_like_another_kind_of_file() {
        for name in ["race.mp4", "race.MP4", "race.m4v", "race", "team.v2", "2026.11.25"] {
            assert!(check_film_name(Path::new(name)).is_ok(), "{name}");
        }
        for name in ["race.gif", "race.WebM", "a/race.webp", "race.mkv", "race.avi", "race.mov", "race.png"] {
            let error = check_film_name(Path::new(name)).unwrap_err().to_string();
            assert!(error.contains("a film is an MP4 file") && error.contains("race.mp4"), "{error}");
        }
    }

    #[test]
    fn a_preview_is_what_its_name_says() {
        assert_eq!(preview_kind(Path::new("a.v2/race.WebP")).unwrap(), PreviewKind::WebP);
        assert_eq!(preview_kind(Path::new("race.gif")).unwrap(), PreviewKind::Gif);
        for name in ["race", "race.mp4", "race.png", "race.apng", "race.v2"] {
            let error = preview_kind(Path::new(name)).unwrap_err().to_string();
            assert!(error.contains("race.webp"), "{error}");
        }
    }

    #[test]
    fn a_picture_is_png_or_jpeg() {
        for (name, suffix) in
            [("p.png", ".png"), ("p.JPG", ".jpg"), ("p.jpeg", ".jpg"), ("p", ".png"), ("p.v2", ".png")]
        {
            assert_eq!(picture_suffix(Path::new(name)).unwrap(), suffix, "{name}");
        }
        for name in ["p.gif", "p.webp", "p.mp4", "p.pdf"] {
            let error = picture_suffix(Path::new(name)).unwrap_err().to_string();
            assert!(error.contains("p.png"), "{error}");
        }
    }
}
