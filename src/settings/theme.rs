//! Which theme somebody asked for: a built-in one or a file.

use std::{fmt, path::PathBuf, str::FromStr};

use super::hints::Hinted;
use crate::store::{LocalPath, Location, LocationError};

/// Which colors a film has.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum ThemeChoice<P = PathBuf> {
    /// On white.
    #[default]
    Light,
    /// On dark blue.
    Dark,
    /// Those of a file.
    File(Location<P>),
}

impl<P: LocalPath> ThemeChoice<P> {
    /// Parses a theme; those that are built in are known to completions.
    pub(super) fn parser() -> Hinted<Self> {
        Hinted::new(str::parse, || ["light", "dark"].map(str::to_owned).into())
    }
}

impl<P: LocalPath> FromStr for ThemeChoice<P> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "light" => Ok(Self::Light),
            "dark" => Ok(Self::Dark),
            _ if text.to_lowercase().ends_with(".toml") => {
                text.parse().map(Self::File).map_err(|error: LocationError| error.to_string())
            }
            _ => Err(format!("'{text}' is not a theme; use light, dark or a file that ends in .toml")),
        }
    }
}

impl<P: LocalPath> fmt::Display for ThemeChoice<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Light => f.write_str("light"),
            Self::Dark => f.write_str("dark"),
            Self::File(place) => place.fmt(f),
        }
    }
}
