//! What a film has beside its frames: chapters, a cover, and silence.
//!
//! ffmpeg takes chapters and cover from files, which lie beside the film while it is made.

use std::{
    ffi::OsString,
    fmt::Write as _,
    io::{self, Write as _},
    path::Path,
    time::Duration,
};

use tempfile::NamedTempFile;

use super::command::file_url;

/// What a film has beside its frames.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Extras {
    /// In order of time; the first one begins with the film.
    pub chapters: Vec<Chapter>,
    /// The picture that players and folders show, as a PNG.
    pub cover: Option<Vec<u8>>,
    /// Whether there is a sound track with nothing on it.
    pub silence: bool,
    /// How long the film is.
    pub length: Duration,
}

/// A chapter, up to the next one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Chapter {
    /// Since the film began.
    pub begins: Duration,
    /// What players call it.
    pub title: String,
}

/// The files that ffmpeg reads; they are removed with this.
#[derive(Debug, Default)]
pub(super) struct ExtraFiles {
    chapters: Option<NamedTempFile>,
    cover: Option<NamedTempFile>,
    /// How long the silence is.
    silence: Option<Duration>,
}

/// What to add to a call of ffmpeg, whose first input is the frames.
#[derive(Debug, Default)]
pub(super) struct ExtraArguments {
    pub(super) inputs: Vec<OsString>,
    pub(super) outputs: Vec<OsString>,
}

impl ExtraFiles {
    /// Writes the files into the folder of the film, which is at `target`.
    ///
    /// # Errors
    /// When they cannot be written.
    pub(super) fn write(extras: &Extras, target: &Path) -> io::Result<Self> {
        let folder =
            target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = |bytes: &[u8]| -> io::Result<NamedTempFile> {
            let file = tempfile::Builder::new().prefix(".labelrace-").tempfile_in(folder)?;
            // Not through `file` itself, which would name the temporary file in its errors.
            file.as_file().write_all(bytes)?;
            Ok(file)
        };
        let chapters = Some(metadata(extras)).filter(|_| !extras.chapters.is_empty());
        Ok(Self {
            chapters: chapters.map(|text| file(text.as_bytes())).transpose()?,
            cover: extras.cover.as_deref().map(file).transpose()?,
            silence: extras.silence.then_some(extras.length),
        })
    }

    pub(super) fn arguments(&self) -> ExtraArguments {
        let mut all = ExtraArguments::default();
        let mut number = 0;
        let mut input = |how: &[&str], what: OsString| {
            number += 1;
            all.inputs.extend(how.iter().map(OsString::from));
            all.inputs.extend(["-i".into(), what]);
            number
        };
        let mut outputs: Vec<String> = Vec::new();
        let mut output = |some: &[&str]| outputs.extend(some.iter().map(|&some| some.to_owned()));
        if let Some(length) = self.silence {
            let length = format!("{:.3}", length.as_secs_f64());
            let silence = "anullsrc=channel_layout=mono:sample_rate=48000";
            let number = input(&["-t", &length, "-f", "lavfi"], silence.into());
            output(&[
                "-map",
                &format!("{number}:a:0"),
                "-c:a",
                "aac",
                "-b:a",
                "32k",
                "-flags:a",
                "+bitexact",
            ]);
        }
        if let Some(cover) = &self.cover {
            let number = input(&["-f", "png_pipe"], file_url(cover.path()));
            let map = format!("{number}:v:0");
            output(&["-map", &map, "-c:v:1", "copy", "-disposition:v:1", "attached_pic"]);
        }
        if let Some(chapters) = &self.chapters {
            let number = input(&["-f", "ffmetadata"], file_url(chapters.path()));
            output(&["-map_chapters", &number.to_string()]);
        }
        all.outputs.extend(outputs.into_iter().map(OsString::from));
        all
    }
}

/// The chapters in ffmpeg's own format.
fn metadata(extras: &Extras) -> String {
    let begins: Vec<u128> = extras.chapters.iter().map(|chapter| chapter.begins.as_millis()).collect();
    let ends = begins.iter().skip(1).copied().chain([extras.length.as_millis()]);
    let mut text = ";FFMETADATA1\n".to_owned();
    for ((chapter, begins), ends) in extras.chapters.iter().zip(&begins).zip(ends) {
        let mut title = String::new();
        for letter in chapter.title.chars() {
            match letter {
                '=' | ';' | '#' | '\\' => title.extend(['\\', letter]),
                letter if letter.is_control() => title.push(' '),
                letter => title.push(letter),
            }
        }
        let _ = writeln!(text, "[CHAPTER]\nTIMEBASE=1/1000\nSTART={begins}\nEND={ends}\ntitle={title}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_ends_where_the_next_one_begins() {
        let chapter =
            |seconds, title: &str| Chapter { begins: Duration::from_secs(seconds), title: title.to_owned() };
        let extras = Extras {
            chapters: vec![chapter(0, "Mon; 16"), chapter(2, "Tue\n17")],
            length: Duration::from_millis(5500),
            ..Extras::default()
        };
        assert_eq!(
            metadata(&extras),
            ";FFMETADATA1\n\
             [CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=Mon\\; 16\n\
             [CHAPTER]\nTIMEBASE=1/1000\nSTART=2000\nEND=5500\ntitle=Tue 17\n"
        );
    }

    #[test]
    fn a_film_without_extras_is_called_for_without_any() {
        let files = ExtraFiles::write(&Extras::default(), Path::new("film.mp4")).unwrap();
        let ExtraArguments { inputs, outputs } = files.arguments();
        assert!(inputs.is_empty() && outputs.is_empty());
    }
}
