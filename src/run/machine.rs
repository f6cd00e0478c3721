//! What the machine that a program runs on has to offer: an encoder, and fonts for more scripts.

use std::{
    ffi::OsString,
    num::{NonZeroU32, NonZeroUsize},
    path::{Path, PathBuf},
    thread::available_parallelism,
};

use crate::{film::encode::Places, render::text::Faces, settings::Film};

/// Where an encoder and fonts may be.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    /// Where an encoder may be.
    pub encoder: Places,
    /// Folders in which there may be faces for more scripts.
    pub fonts: Vec<PathBuf>,
    /// How many threads the encoder may have; `None` leaves it to the encoder, which goes by the processors that it
    /// sees.
    pub threads: Option<NonZeroU32>,
}

/// Lambda grants the time of one processor for so many megabytes of memory. It shows two of them from the smallest
/// function on.
const MEGABYTES_PER_PROCESSOR: u32 = 1769;

/// More threads than this make a film larger, since each has a part of every frame, and hardly sooner.
const MOST_THREADS: usize = 8;

impl Machine {
    /// The machine of the function, whose layers are in `/opt`.
    pub fn of_function(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let memory = variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
        let memory: Option<u32> = memory.and_then(|memory| memory.to_str()?.parse().ok());
        let threads =
            memory.and_then(|megabytes| NonZeroU32::new(megabytes.div_ceil(MEGABYTES_PER_PROCESSOR)));
        let (ffmpeg, fonts) = ("/opt/bin/ffmpeg".into(), "/opt/share/fonts/labelrace".into());
        Self { threads, ..Self::new(None, vec![ffmpeg], Some(fonts), variable) }
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
        let processors = available_parallelism().map_or(0, NonZeroUsize::get).min(MOST_THREADS);
        let threads = u32::try_from(processors).ok().and_then(NonZeroU32::new);
        Self { threads, ..Self::new(ffmpeg, encoders, beside("fonts"), variable) }
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
            threads: None,
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
    fn the_encoder_has_as_many_threads_as_the_memory_of_the_function_pays_for() {
        for (memory, threads) in [("128", 1), ("1769", 1), ("1770", 2), ("3008", 2), ("10240", 6)] {
            let machine = Machine::of_function(|name| {
                (name == "AWS_LAMBDA_FUNCTION_MEMORY_SIZE").then(|| OsString::from(memory))
            });
            assert_eq!(machine.threads, NonZeroU32::new(threads), "{memory} MB");
        }
        assert_eq!(Machine::of_function(|_| None).threads, None);
    }

    #[test]
    fn fonts_that_somebody_named_come_first() {
        let named = |name: &str| (name == "LABELRACE_FONTS").then(|| OsString::from("/my/fonts"));
        let machine = Machine::of_program(None, Some(Path::new("/usr/bin/labelrace")), named);
        assert_eq!(machine.fonts, [Path::new("/my/fonts"), Path::new("/usr/bin/fonts")]);
    }
}
