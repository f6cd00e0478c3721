//! What the machine that a program runs on has to offer: an encoder, and fonts for more scripts.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

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
    /// The machine of the function, whose layers are in `/opt`.
    pub fn of_function(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        Self::new(None, vec!["/opt/bin/ffmpeg".into()], Some("/opt/share/fonts/labelrace".into()), variable)
    }

    /// The machine on which somebody typed a command; `ffmpeg` is the encoder that they named.
    ///
    /// What lies beside `program` may be used like the program itself. No other folder is looked into but those that
    /// somebody named: whoever may write there would decide what is run here. The Python package has its ffmpeg in
    /// another folder, so it puts a script called `labelrace-ffmpeg` beside the program, which starts that.
    pub fn of_program(
        ffmpeg: Option<PathBuf>,
        program: Option<&Path>,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Self {
        let beside = |name: &str| program.and_then(Path::parent).map(|folder| folder.join(name));
        let encoders: &[&str] = if cfg!(windows) {
            &["labelrace-ffmpeg.exe", "ffmpeg.exe"]
        } else {
            &["labelrace-ffmpeg", "ffmpeg"]
        };
        let encoders = encoders.iter().filter_map(|name| beside(name)).collect();
        Self::new(ffmpeg, encoders, beside("fonts"), variable)
    }

    fn new(
        flag: Option<PathBuf>,
        encoders: Vec<PathBuf>,
        fonts: Option<PathBuf>,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Self {
        let named = variable("LABELRACE_FONTS").filter(|folder| !folder.is_empty()).map(PathBuf::from);
        Self {
            encoder: Places {
                flag,
                variable: variable("LABELRACE_FFMPEG"),
                layers: encoders,
                path: variable("PATH"),
            },
            fonts: named.into_iter().chain(fonts).collect(),
        }
    }

    /// The faces for a film, those that its settings name first.
    pub(super) fn faces<P>(&self, film: &Film<P>) -> Faces {
        Faces { folders: self.fonts.clone(), ..film.look.faces.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every folder that is looked into with these variables.
    fn looked_into(machine: &Machine) -> Vec<&Path> {
        machine.encoder.layers.iter().chain(&machine.fonts).map(PathBuf::as_path).collect()
    }

    #[test]
    fn nothing_is_looked_for_where_the_program_was_built_or_is_run() {
        let none = |_: &str| None;
        let program = Machine::of_program(None, Some(Path::new("/usr/bin/labelrace")), none);
        let beside = ["/usr/bin/labelrace-ffmpeg", "/usr/bin/ffmpeg", "/usr/bin/fonts"];
        assert_eq!(looked_into(&program), beside.map(Path::new));
        assert!(looked_into(&Machine::of_program(None, None, none)).is_empty());
        let function = Machine::of_function(none);
        let layers = ["/opt/bin/ffmpeg", "/opt/share/fonts/labelrace"];
        assert_eq!(looked_into(&function), layers.map(Path::new));
    }

    #[test]
    fn fonts_that_somebody_named_come_first() {
        let named = |name: &str| (name == "LABELRACE_FONTS").then(|| OsString::from("/my/fonts"));
        let machine = Machine::of_program(None, Some(Path::new("/usr/bin/labelrace")), named);
        assert_eq!(machine.fonts, [Path::new("/my/fonts"), Path::new("/usr/bin/fonts")]);
    }
}
