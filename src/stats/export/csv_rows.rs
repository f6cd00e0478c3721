//! An export as CSV: a header, commas, UTF-8, and quotes where they are needed (RFC 4180, with line feeds).

use std::{
    borrow::Cow,
    fmt::Write as _,
    io::{self, Write},
};

use super::cell::{ExportCell, ExportColumn};
use crate::locale::plain;

/// Writes rows.
pub(super) struct CsvRows<W: Write> {
    csv: csv::Writer<W>,
    /// For a number, a moment or a day.
    cell: String,
}

impl<W: Write> CsvRows<W> {
    /// Writes the header.
    pub(super) fn new(columns: &[ExportColumn], out: W) -> io::Result<Self> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(columns.iter().map(|column| column.name)).map_err(error)?;
        Ok(Self { csv, cell: String::new() })
    }

    pub(super) fn row(&mut self, cells: &[ExportCell<'_>]) -> io::Result<()> {
        for cell in cells {
            self.cell.clear();
            let text = match cell {
                ExportCell::Nothing => Cow::Borrowed(""),
                ExportCell::Text(text) => plain::cell(text),
                other => {
                    let _ = match other {
                        ExportCell::Whole(number) => write!(self.cell, "{number}"),
                        // With a point, so that the type of a column can be seen in any of its rows.
                        ExportCell::Number(number) => write!(self.cell, "{number:?}"),
                        // What spreadsheets in all languages, DuckDB and Athena take for a time. They agree on nothing
                        // that has a fraction or a zone in it.
                        ExportCell::Time(time) => write!(self.cell, "{}", time.format("%Y-%m-%d %H:%M:%S")),
                        ExportCell::Date(date) => write!(self.cell, "{date}"),
                        ExportCell::Nothing | ExportCell::Text(_) => Ok(()),
                    };
                    Cow::Borrowed(self.cell.as_str())
                }
            };
            self.csv.write_field(text.as_bytes()).map_err(error)?;
        }
        self.csv.write_record(None::<&[u8]>).map_err(error)
    }

    pub(super) fn finish(self) -> io::Result<W> {
        self.csv.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// What the system said.
fn error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
