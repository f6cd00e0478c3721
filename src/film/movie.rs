//! The film as files: MP4, poster, single frames.
//!
//! Frames are drawn on one thread while the encoder takes the one before on another. A file is made beside
//! its target, and moved there when all that belongs together is whole; whatever happens before, the target
//! stays as it was and nothing is left beside it.

use std::{
    cell::RefCell,
    fs, io,
    ops::ControlFlow,
    path::{Path, PathBuf},
    rc::Rc,
    sync::{
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use crate::{
    film::encode::{EncodeError, Encoder, Encoding},
    race::{Frame, Race},
    render::{
        canvas::{self, Canvas, I420, Pixels, Rgb},
        scene::{Look, Scene},
        text::Text,
    },
};

/// Why a film could not be made.
#[derive(Debug, thiserror::Error)]
pub enum MovieError {
    /// The encoder failed.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// A file could not be written.
    #[error("could not write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A picture could not be written.
    #[error("could not write the picture {}", path.display())]
    Picture {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: image::ImageError,
    },
    /// A target that is something else.
    #[error("{} is not a file that a film could replace", path.display())]
    NotAFile {
        /// The target.
        path: PathBuf,
    },
    /// A folder for frames that has other things in it.
    #[error("{} is not an empty folder; frames go into a new one", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// Somebody wanted it to end.
    #[error("stopped after {frames} of {all} frames; nothing was written")]
    Stopped {
        /// Frames that were made.
        frames: usize,
        /// Frames of the film.
        all: usize,
    },
}

/// Hears how many frames are made, and says whether to go on.
pub type Tell<'a> = &'a (dyn Fn(usize) -> ControlFlow<()> + Sync);

/// Frames between the one that is drawn and the one that is written.
const QUEUE: usize = 2;

/// How long it may take until somebody who wants it to stop is heard while the encoder hangs.
const PATIENCE: Duration = Duration::from_millis(100);

/// Why drawing never fails.
const DRAWN: &str = "a canvas takes whatever is drawn on it";

/// One thread's canvas with the scene on it.
struct Stage<P> {
    canvas: Rc<RefCell<Canvas<P>>>,
    scene: Scene,
}

impl<P: Pixels> Stage<P> {
    fn new(race: &Race, look: &Look) -> Self {
        let text = Rc::new(RefCell::new(Text::new(&look.faces)));
        let scene = Scene::new(race, look, &mut text.borrow_mut());
        let canvas = Rc::new(RefCell::new(Canvas::new(look.size.width(), look.size.height(), text)));
        let stage = Self { canvas, scene };
        stage.scene.draw_background(&canvas::area(&stage.canvas)).expect(DRAWN);
        stage.canvas.borrow_mut().keep_background();
        stage
    }

    fn draw(&self, frame: &Frame) {
        self.canvas.borrow_mut().restore_background();
        self.scene.draw(&canvas::area(&self.canvas), frame).expect(DRAWN);
    }
}

/// Makes the film; `encoding` is of the look's size and the race's frame rate.
///
/// # Errors
/// When the encoder or the disk fails, or when `tell` says to stop.
pub fn film(
    race: &Race,
    look: &Look,
    encoding: &Encoding,
    draft: &Draft,
    tell: Tell<'_>,
) -> Result<(), MovieError> {
    let encoder = Encoder::start(encoding, draft.path())?;
    let kill = encoder.stopper();
    let n_frames = AtomicUsize::new(0);
    let stopped = AtomicBool::new(false);
    let outcome = thread::scope(|scope| {
        let (over, is_over) = mpsc::channel::<()>();
        let (n_frames, stopped) = (&n_frames, &stopped);
        // An encoder that hangs would never let the loop below ask.
        scope.spawn(move || {
            while is_over.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
                if tell(n_frames.load(Ordering::Relaxed)).is_break() {
                    stopped.store(true, Ordering::Relaxed);
                    return kill.stop();
                }
            }
        });
        let outcome = encode(scope, race, look, encoder, |frames| {
            n_frames.store(frames, Ordering::Relaxed);
            tell(frames)
        });
        drop(over);
        outcome
    });
    if stopped.load(Ordering::Relaxed) {
        return Err(MovieError::Stopped { frames: n_frames.load(Ordering::Relaxed), all: race.len() });
    }
    outcome
}

/// One thread draws, this one writes.
fn encode<'scope>(
    scope: &'scope thread::Scope<'scope, '_>,
    race: &'scope Race,
    look: &'scope Look,
    mut encoder: Encoder,
    tell: impl Fn(usize) -> ControlFlow<()>,
) -> Result<(), MovieError> {
    let (to_encoder, drawn) = mpsc::sync_channel::<Vec<u8>>(QUEUE);
    let (to_artist, empty) = mpsc::channel::<Vec<u8>>();
    let artist = scope.spawn(move || {
        let stage = Stage::<I420>::new(race, look);
        for frame in race.frames() {
            stage.draw(&frame);
            // Buffers go round: in the long run none is made anew.
            let mut buffer = empty.try_recv().unwrap_or_default();
            stage.canvas.borrow_mut().swap(&mut buffer);
            if to_encoder.send(buffer).is_err() {
                break;
            }
        }
    });
    // Leaving early drops the queue, which ends the artist, and the encoder, which ends the child.
    for (number, frame) in drawn.iter().enumerate() {
        encoder.write(&frame)?;
        if tell(number + 1).is_break() {
            return Err(MovieError::Stopped { frames: number + 1, all: race.len() });
        }
        let _ = to_artist.send(frame);
    }
    if let Err(panic) = artist.join() {
        std::panic::resume_unwind(panic);
    }
    Ok(encoder.finish()?)
}

/// Draws the last frame as a PNG.
///
/// # Errors
/// When it cannot be written.
pub fn poster(race: &Race, look: &Look, draft: &Draft) -> Result<(), MovieError> {
    let stage = Stage::<Rgb>::new(race, look);
    stage.draw(&race.frame(race.len() - 1));
    save(stage.canvas.borrow().pixels(), draft.path(), &draft.target)
}

/// Draws every frame as a PNG, `frame-00000.png` and so on, into a folder.
///
/// # Errors
/// When one cannot be written, or when `tell` says to stop.
pub fn pictures(race: &Race, look: &Look, draft: &Draft, tell: Tell<'_>) -> Result<(), MovieError> {
    let stage = Stage::<Rgb>::new(race, look);
    for frame in race.frames() {
        stage.draw(&frame);
        let name = format!("frame-{:05}.png", frame.number);
        save(stage.canvas.borrow().pixels(), &draft.path().join(&name), &draft.target.join(&name))?;
        if tell(frame.number + 1).is_break() {
            return Err(MovieError::Stopped { frames: frame.number + 1, all: race.len() });
        }
    }
    Ok(())
}

/// Writes a picture to `path`; an error names `target`, where it was to go.
fn save(pixels: &Rgb, path: &Path, target: &Path) -> Result<(), MovieError> {
    let picture = |source| MovieError::Picture { path: target.to_owned(), source };
    image::save_buffer(path, pixels.bytes(), pixels.width(), pixels.height(), image::ColorType::Rgb8)
        .map_err(picture)
}

/// A file or folder that is made beside its target, and is gone unless it is placed there.
#[derive(Debug)]
pub struct Draft {
    target: PathBuf,
    beside: Beside,
}

#[derive(Debug)]
enum Beside {
    File(tempfile::TempPath),
    Folder(tempfile::TempDir),
}

impl Draft {
    /// A file beside `target`, which is not there or may be written over.
    ///
    /// # Errors
    /// When the target can never be written, which is better known before the work than after.
    pub fn file(target: &Path, suffix: &str) -> Result<Self, MovieError> {
        let write = |source| MovieError::Write { path: target.to_owned(), source };
        // A target that is there must be a file that may be written: renaming alone would not ask.
        match fs::metadata(target) {
            Ok(metadata) if !metadata.is_file() => {
                return Err(MovieError::NotAFile { path: target.to_owned() });
            }
            Ok(_) => drop(fs::OpenOptions::new().append(true).open(target).map_err(write)?),
            Err(_) => {}
        }
        let file = temporary().suffix(suffix).tempfile_in(parent(target)).map_err(plain).map_err(write)?;
        Ok(Self { target: target.to_owned(), beside: Beside::File(file.into_temp_path()) })
    }

    /// A folder beside `target`, which is not there or empty.
    ///
    /// # Errors
    /// As for a file.
    pub fn folder(target: &Path) -> Result<Self, MovieError> {
        let write = |source| MovieError::Write { path: target.to_owned(), source };
        match fs::read_dir(target).map(|mut entries| entries.next().is_none()) {
            Ok(true) => {}
            Ok(false) => return Err(MovieError::NotEmpty { path: target.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(write(error)),
        }
        let folder = temporary().tempdir_in(parent(target)).map_err(plain).map_err(write)?;
        Ok(Self { target: target.to_owned(), beside: Beside::Folder(folder) })
    }

    fn path(&self) -> &Path {
        match &self.beside {
            Beside::File(file) => file,
            Beside::Folder(folder) => folder.path(),
        }
    }

    /// Moves it to its target when it is whole, with the permissions of anything new. Answers with a file's size in bytes.
    ///
    /// # Errors
    /// When it cannot be moved; the target is then as it was.
    pub fn place(self) -> Result<u64, MovieError> {
        let Self { target, beside } = self;
        let write = |source| MovieError::Write { path: target.clone(), source };
        match beside {
            Beside::File(file) => {
                let bytes = fs::metadata(&file).map_err(write)?.len();
                open_to_others(&file, &target, 0o644).map_err(write)?;
                file.persist(&target).map_err(|error| write(error.error))?;
                Ok(bytes)
            }
            Beside::Folder(folder) => {
                open_to_others(folder.path(), &target, 0o755).map_err(write)?;
                // An empty folder that is there is replaced by the rename.
                fs::rename(folder.path(), &target).map_err(write)?;
                // Renamed away, there is nothing left to remove.
                let _ = folder.keep();
                Ok(0)
            }
        }
    }
}

fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".labelrace-");
    builder
}

/// What the system said, without the temporary name that `tempfile` adds: nobody asked for such a file.
fn plain(error: io::Error) -> io::Error {
    let words = error.to_string();
    match words.split_once(" at path ") {
        Some((said, _)) => io::Error::new(error.kind(), said),
        None => error,
    }
}

/// Temporary files are for their owner alone; a film is for everybody whom the folder lets in.
#[cfg(unix)]
fn open_to_others(file: &Path, target: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let permissions = match fs::metadata(target) {
        Ok(metadata) => metadata.permissions(),
        Err(_) => fs::Permissions::from_mode(mode),
    };
    fs::set_permissions(file, permissions)
}

#[cfg(not(unix))]
fn open_to_others(_file: &Path, _target: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
