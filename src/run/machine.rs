//! What the machine that a program runs on has to offer: an encoder, and fonts for more scripts.

use std::{ffi::OsString, path::PathBuf};

use crate::{film::encode::Places, render::text::Faces, settings::Film};

/// Where an encoder and fonts may be.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    /// Where an encoder may be.
    pub encoder: Places,
    /// Folders in which there may be faces for more scripts.
    pub fonts: Vec<PathBuf>,
}

impl Machine {
    /// A machine with this environment; `ffmpeg` is the encoder that somebody named. Layers of the function and
    /// those of this repository are looked into by themselves.
    pub fn new(ffmpeg: Option<PathBuf>, variable: impl Fn(&str) -> Option<OsString>) -> Self {
        Self {
            encoder: Places {
                flag: ffmpeg,
                variable: variable("LABELRACE_FFMPEG"),
                layers: vec![
                    PathBuf::from("/opt/bin/ffmpeg"),
                    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/layers/ffmpeg/bin/ffmpeg")),
                ],
                path: variable("PATH"),
            },
            fonts: vec![
                PathBuf::from("/opt/share/fonts/labelrace"),
                PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/layers/fonts")),
            ],
        }
    }

    /// The faces for a film, those that its settings name first.
    pub(super) fn faces(&self, film: &Film) -> Faces {
        Faces { files: film.fonts.clone(), folders: self.fonts.clone(), system: film.system_fonts }
    }
}
