//! The page beside a film, in a folder: made with the film, and moved there after it.
//!
//! Whatever can be refused is refused before the job is read.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::error::RunError;
use crate::{
    film::movie::{Draft, MovieError},
    report::page::{FilmPage, PageFilm, PageInput, PageNumbers, PagePlaces},
    store,
};

/// The names of the files of a page.
pub(super) const PAGE: &str = "index.html";
const CAPTIONS: &str = "race.vtt";
const TABLE: &str = "race.csv";
const NUMBERS: &str = "race.json";

/// A page that is to be made.
#[derive(Clone, Debug)]
pub struct PageOutput {
    /// The folder, which is made if it is not there. The film and its poster are elsewhere only for whoever moves all
    /// files from here to where the page says they are.
    pub folder: PathBuf,
    /// Where its files are for whoever reads it.
    pub places: PagePlaces,
    /// Whom readers can ask.
    pub contact: Option<String>,
}

impl PageOutput {
    /// A page in this folder, with all of its files beside it.
    pub fn in_folder(folder: PathBuf, contact: Option<String>) -> Self {
        let [film, poster, captions, table, numbers] =
            ["race.mp4", "race.png", CAPTIONS, TABLE, NUMBERS].map(str::to_owned);
        let places = PagePlaces { film, poster, captions, table, numbers, sites: Vec::new() };
        Self { folder, places, contact }
    }

    /// The film in its folder.
    pub fn video(&self) -> PathBuf {
        self.folder.join("race.mp4")
    }

    /// The picture in its folder.
    pub fn poster(&self) -> PathBuf {
        self.folder.join("race.png")
    }

    /// The page in its folder.
    pub fn page(&self) -> PathBuf {
        self.folder.join(PAGE)
    }
}

/// A page whose files can be written.
#[derive(Debug)]
pub(super) struct PageDraft {
    output: PageOutput,
    captions: Draft,
    table: Draft,
    numbers: Draft,
    page: Draft,
}

/// The folders that a page needed; those into which nothing came go away again.
#[derive(Debug)]
pub(super) struct NewFolder {
    /// The innermost first.
    made: Vec<PathBuf>,
}

impl NewFolder {
    /// Makes the folder at `path`, and those above it, unless it is there.
    ///
    /// # Errors
    /// When something else is there, or it cannot be made.
    pub(super) fn at(path: &Path) -> Result<Self, RunError> {
        let place = store::folder_target(path).map_err(MovieError::from)?;
        let made = place.ancestors().take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        let write = |source: io::Error| MovieError::Write { path: path.to_owned(), source };
        fs::create_dir_all(&place).map_err(write)?;
        Ok(Self { made })
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        for folder in &self.made {
            // A folder with anything in it stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

impl PageDraft {
    /// Opens the files beside their targets.
    ///
    /// # Errors
    /// When one of them can never be written.
    pub(super) fn new(output: PageOutput) -> Result<Self, RunError> {
        let draft = |name: &str, suffix| Draft::file(&output.folder.join(name), suffix);
        Ok(Self {
            captions: draft(CAPTIONS, ".vtt")?,
            table: draft(TABLE, ".csv")?,
            numbers: draft(NUMBERS, ".json")?,
            page: draft(PAGE, ".html")?,
            output,
        })
    }

    /// Writes the files beside their targets.
    ///
    /// # Errors
    /// When one of them cannot be written.
    pub(super) fn fill(&self, input: PageInput<'_>, film: PageFilm) -> Result<(), RunError> {
        let numbers = PageNumbers::new(input);
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |error: io::Error| MovieError::Write { path, source: error }
        };
        let table = numbers.to_csv().map_err(io::Error::other).map_err(failed(self.table.target()))?;
        let json = numbers.to_json().map_err(io::Error::other).map_err(failed(self.numbers.target()))?;
        let contact = self.output.contact.as_deref();
        let page =
            FilmPage { numbers: &numbers, locale: input.locale, film, places: &self.output.places, contact };
        self.captions.fill(numbers.film.captions.as_bytes())?;
        self.table.fill(&table)?;
        self.numbers.fill(&json)?;
        self.page.fill(page.html().as_bytes())?;
        Ok(())
    }

    /// Moves the files to their targets, the page last, and says where it is.
    ///
    /// # Errors
    /// When one cannot be moved.
    pub(super) fn place(self) -> Result<PathBuf, RunError> {
        for draft in [self.captions, self.table, self.numbers, self.page] {
            draft.place()?;
        }
        Ok(self.output.page())
    }
}
