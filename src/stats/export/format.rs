//! The files that an export can be, and what their names promise.

use std::path::Path;

use strum::{IntoStaticStr, VariantArray};

/// What kind of file an export is.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum ExportFormat {
    /// Comma-separated, with a header.
    #[default]
    Csv,
    /// One array of objects, each on a line of its own.
    Json,
    /// Columns with their types, packed with Snappy.
    Parquet,
}

/// Ends of names that promise a file of another kind, and that somebody may type here.
const OTHERS: [&str; 20] = [
    "avro", "db", "duckdb", "feather", "gz", "html", "jsonl", "md", "mp4", "ndjson", "ods", "orc", "pdf",
    "png", "sqlite", "tsv", "xls", "xlsx", "xml", "zip",
];

/// A name that promises another kind of file than there will be.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "an export is a CSV, JSON or Parquet file; this one is {kind}, so it cannot be called {name}: call it {instead}"
)]
pub struct ExportNameError {
    /// What it is.
    pub kind: &'static str,
    /// The name.
    pub name: String,
    /// A possible one.
    pub instead: String,
}

impl ExportFormat {
    /// What its file is called behind the dot.
    pub fn extension(self) -> &'static str {
        self.into()
    }

    /// What people call it.
    fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Parquet => "Parquet",
        }
    }

    /// What a web server calls it.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Json => "application/json",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// Whether this program can write it.
    pub fn is_built_in(self) -> bool {
        self != Self::Parquet || cfg!(feature = "parquet")
    }

    /// The format of a file with this name: the one that was `asked` for, or else the one that the name promises, or
    /// else CSV.
    ///
    /// # Errors
    /// When the name promises another one.
    pub fn of_name(name: &str, asked: Option<Self>) -> Result<Self, ExportNameError> {
        let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
        let extension = extension.unwrap_or_default().to_ascii_lowercase();
        let promised = Self::VARIANTS.iter().copied().find(|format| format.extension() == extension);
        let format = asked.or(promised).unwrap_or_default();
        if promised.is_some_and(|promised| promised != format) || OTHERS.contains(&extension.as_str()) {
            let instead = Path::new(name).with_extension(format.extension()).display().to_string();
            return Err(ExportNameError { kind: format.name(), name: name.to_owned(), instead });
        }
        Ok(format)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_the_format_unless_somebody_does() {
        let of = |name| ExportFormat::of_name(name, None);
        assert_eq!(of("answers.csv"), Ok(ExportFormat::Csv));
        assert_eq!(of("a/answers.JSON"), Ok(ExportFormat::Json));
        assert_eq!(of("answers.parquet"), Ok(ExportFormat::Parquet));
        assert_eq!(of("answers"), Ok(ExportFormat::Csv));
        assert_eq!(of("2026.11.25"), Ok(ExportFormat::Csv));
        assert_eq!(ExportFormat::of_name("answers", Some(ExportFormat::Json)), Ok(ExportFormat::Json));
    }

    #[test]
    fn no_file_is_called_like_one_of_another_kind() {
        for (name, asked, instead) in [
            ("answers.xlsx", None, "answers.csv"),
            ("a/answers.jsonl", Some(ExportFormat::Json), "a/answers.json"),
            ("answers.csv", Some(ExportFormat::Parquet), "answers.parquet"),
            ("answers.csv.gz", None, "answers.csv.csv"),
        ] {
            let error = ExportFormat::of_name(name, asked).unwrap_err();
            assert_eq!(error.instead, instead, "{error}");
            assert!(error.to_string().contains(name), "{error}");
        }
    }
}
