//! What is in an exported table: columns with their types, and the cells of a row.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};

/// The type of a column.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// A whole number from 0.
    Whole,
    /// A number with a fraction.
    Number,
    /// A moment: in Parquet and JSON to the millisecond, in CSV to the second, and always in UTC.
    Time,
    /// A day.
    Date,
}

/// A column.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ExportColumn {
    /// Its name, which stays the same from version to version.
    pub name: &'static str,
    /// What is in it.
    pub column_type: ColumnType,
}

impl ExportColumn {
    pub(super) const fn new(name: &'static str, column_type: ColumnType) -> Self {
        Self { name, column_type }
    }
}

/// A cell, of the type of its column.
#[derive(Clone, Debug, PartialEq)]
pub enum ExportCell<'a> {
    /// Nothing is known; in no column this is 0 or an empty text.
    Nothing,
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number.
    Whole(u64),
    /// A number.
    Number(f64),
    /// A moment.
    Time(DateTime<Utc>),
    /// A day.
    Date(NaiveDate),
}

impl<'a> ExportCell<'a> {
    /// A text, or nothing.
    pub(super) fn text(text: Option<impl Into<Cow<'a, str>>>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text.into()))
    }

    /// A whole number, or nothing.
    pub(super) fn whole(number: Option<u64>) -> Self {
        number.map_or(Self::Nothing, Self::Whole)
    }

    /// A number, or nothing.
    pub(super) fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }

    /// A moment, or nothing.
    pub(super) fn time(time: Option<DateTime<Utc>>) -> Self {
        time.map_or(Self::Nothing, Self::Time)
    }

    /// A day, or nothing.
    pub(super) fn date(date: Option<NaiveDate>) -> Self {
        date.map_or(Self::Nothing, Self::Date)
    }
}
