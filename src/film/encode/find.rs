//! Which ffmpeg: the one that was named, or the first that is found.

use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
};

use super::error::EncodeError;

/// The places where ffmpeg may be, collected by the program at its start.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Places {
    /// The value of `--ffmpeg`.
    pub flag: Option<PathBuf>,
    /// The value of `LABELRACE_FFMPEG`; an empty one counts as none.
    pub variable: Option<OsString>,
    /// Where it came with the program, in order of preference: in a layer of the function, or beside a program.
    pub layers: Vec<PathBuf>,
    /// The value of `PATH`.
    pub path: Option<OsString>,
}

impl Places {
    /// In words, in which of the places `ffmpeg` is, which [`find`] has found.
    pub fn origin(&self, ffmpeg: &Path) -> &'static str {
        let is_here = |place: &PathBuf| placed(place) == ffmpeg;
        if self.flag.is_some() {
            "named by --ffmpeg"
        } else if self.variable.as_deref().is_some_and(|value| !value.is_empty()) {
            "named by LABELRACE_FFMPEG"
        } else if self.layers.iter().any(is_here) {
            "beside the program"
        } else {
            "in PATH"
        }
    }
}

/// The first ffmpeg of: the flag, the variable, the layers, `PATH`.
///
/// # Errors
/// An ffmpeg named by the flag or the variable must exist; no other is used in its place. If none is
/// found anywhere, the error says how to get one.
pub fn find(places: &Places) -> Result<PathBuf, EncodeError> {
    if let Some(flag) = &places.flag {
        return named("--ffmpeg", flag, places);
    }
    if let Some(variable) = places.variable.as_deref().filter(|value| !value.is_empty()) {
        return named("LABELRACE_FFMPEG", Path::new(variable), places);
    }
    if let Some(layer) = places.layers.iter().find(|layer| fault(layer).is_none() && !foreign(layer)) {
        return Ok(placed(layer));
    }
    let name = if cfg!(windows) { "ffmpeg.exe" } else { "ffmpeg" };
    in_path(Path::new(name), places).ok_or(EncodeError::Missing)
}

/// The one that somebody named: a path, or as in a shell a name that is looked up in `PATH`.
fn named(said: &'static str, ffmpeg: &Path, places: &Places) -> Result<PathBuf, EncodeError> {
    let refused = |why| Err(EncodeError::Named { said, ffmpeg: ffmpeg.to_owned(), why });
    if ffmpeg.file_name().is_some_and(|name| name == ffmpeg.as_os_str()) {
        return in_path(ffmpeg, places).map_or_else(|| refused(NOT_IN_PATH), Ok);
    }
    fault(ffmpeg).map_or_else(|| Ok(placed(ffmpeg)), refused)
}

const NOT_IN_PATH: &str = "is not in PATH (that of a folder begins with it, as in ./ffmpeg)";

/// The first program of this name in `PATH`.
fn in_path(name: &Path, places: &Places) -> Option<PathBuf> {
    let path = places.path.as_deref().unwrap_or_default();
    env::split_paths(path)
        // An empty or relative entry would depend on the current folder.
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(name))
        .find(|ffmpeg| fault(ffmpeg).is_none())
}

/// The path as one that is not looked up in `PATH` when it is started.
fn placed(ffmpeg: &Path) -> PathBuf {
    Path::new(".").join(ffmpeg)
}

/// Why a path cannot be started, if it cannot.
fn fault(ffmpeg: &Path) -> Option<&'static str> {
    let found = match fs::metadata(ffmpeg) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Some("is not there"),
        Err(_) => return Some("cannot be looked at"),
    };
    if !found.is_file() {
        return Some("is not a file");
    }
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o111 == 0 {
        return Some("is not executable (chmod +x would make it so)");
    }
    None
}

/// Whether a program is Linux' own format, but for another machine or system than this one: the
/// layer may have been built for a Lambda function that is not like the machine at hand.
fn foreign(program: &Path) -> bool {
    let mut head = [0; 20];
    let read = File::open(program).and_then(|mut file| file.read_exact(&mut head));
    if read.is_err() || !head.starts_with(b"\x7fELF") {
        return false;
    }
    // e_machine of an ELF header.
    let machine = u16::from_le_bytes([head[18], head[19]]);
    let ours = if cfg!(target_arch = "x86_64") {
        62
    } else if cfg!(target_arch = "aarch64") {
        183
    } else {
        machine
    };
    !cfg!(target_os = "linux") || machine != ours
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A folder with programs of these names in it.
    fn folder(programs: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for program in programs {
            let program = folder.path().join(program);
            fs::create_dir_all(program.parent().unwrap()).unwrap();
            fs::write(&program, "#!/bin/sh\n").unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        folder
    }

    fn found(places: &Places) -> String {
        find(places).map_or_else(
            |error| error.to_string(),
            |path| path.file_name().unwrap().to_string_lossy().into_owned(),
        )
    }

    #[test]
    fn the_order_is_flag_variable_lambda_layer_path() {
        let dir = folder(&["flag", "variable", "lambda", "layer", "bin/ffmpeg"]);
        let at = |name: &str| dir.path().join(name);
        let mut places = Places {
            flag: Some(at("flag")),
            variable: Some(at("variable").into()),
            layers: vec![at("lambda"), at("layer")],
            path: Some(at("bin").into()),
        };
        let origin = |places: &Places| places.origin(&find(places).unwrap());
        assert_eq!((found(&places).as_str(), origin(&places)), ("flag", "named by --ffmpeg"));
        places.flag = None;
        assert_eq!((found(&places).as_str(), origin(&places)), ("variable", "named by LABELRACE_FFMPEG"));
        places.variable = Some(OsString::new());
        assert_eq!((found(&places).as_str(), origin(&places)), ("lambda", "beside the program"));
        places.layers[0] = at("none");
        assert_eq!((found(&places).as_str(), origin(&places)), ("layer", "beside the program"));
        places.layers[1] = at("none");
        assert_eq!((found(&places).as_str(), origin(&places)), ("ffmpeg", "in PATH"));
    }

    #[test]
    fn nothing_anywhere_says_how_to_get_it() {
        let error = find(&Places::default()).unwrap_err();
        assert!(matches!(error, EncodeError::Missing), "{error:?}");
        let told = error.to_string();
        for way in ["LABELRACE_FFMPEG", "package manager", "--ffmpeg"] {
            assert!(told.contains(way), "{told}");
        }
    }

    #[test]
    fn a_named_one_that_is_not_there_is_not_replaced_by_another() {
        let dir = folder(&["layer"]);
        let layers = vec![dir.path().join("layer")];
        let flag = Places { flag: Some("/no/ffmpeg".into()), layers, ..Places::default() };
        assert_eq!(found(&flag), "--ffmpeg names /no/ffmpeg, which is not there");
        let variable = Places { flag: None, variable: Some(dir.path().into()), ..flag };
        let told = found(&variable);
        assert!(told.starts_with("LABELRACE_FFMPEG names /"), "{told}");
        assert!(told.ends_with("which is not a file"), "{told}");
    }

    #[test]
    fn a_named_one_that_is_not_executable_is_an_error() {
        let dir = folder(&["ffmpeg"]);
        let flag = dir.path().join("ffmpeg");
        fs::set_permissions(&flag, fs::Permissions::from_mode(0o644)).unwrap();
        let told = found(&Places { flag: Some(flag), ..Places::default() });
        assert!(told.contains("is not executable (chmod +x"), "{told}");
    }

    #[test]
    fn a_name_without_a_folder_is_looked_up_in_path_and_nowhere_else() {
        let dir = folder(&["bin/ffmpeg7", "here/ffmpeg"]);
        let places = |flag: &str| Places {
            flag: Some(flag.into()),
            path: Some(dir.path().join("bin").into()),
            ..Places::default()
        };
        assert_eq!(find(&places("ffmpeg7")).unwrap(), dir.path().join("bin/ffmpeg7"));
        let told = found(&places("ffmpeg"));
        assert_eq!(told, format!("--ffmpeg names ffmpeg, which {NOT_IN_PATH}"));
        // A relative one with a folder is that of the current folder.
        assert_eq!(placed(Path::new("bin/ffmpeg")), Path::new("./bin/ffmpeg"));
        assert_eq!(placed(Path::new("/opt/ffmpeg")), Path::new("/opt/ffmpeg"));
    }

    #[test]
    fn relative_entries_of_path_are_skipped() {
        let places = Places { path: Some(":.:bin".into()), ..Places::default() };
        assert!(matches!(find(&places), Err(EncodeError::Missing)));
    }

    #[test]
    fn a_layer_for_another_machine_is_passed_by() {
        let dir = folder(&["layer", "bin/ffmpeg"]);
        let mut head = [0; 64];
        head[..4].copy_from_slice(b"\x7fELF");
        // A 68000: nobody runs this crate there.
        head[18] = 4;
        let places = Places {
            layers: vec![dir.path().join("layer")],
            path: Some(dir.path().join("bin").into()),
            ..Places::default()
        };
        fs::write(&places.layers[0], head).unwrap();
        assert_eq!(found(&places), "ffmpeg");
    }
}
