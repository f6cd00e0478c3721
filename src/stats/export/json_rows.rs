//! An export as JSON: one array, with an object on each line.

use std::io::{self, BufWriter, Write};

use chrono::SecondsFormat;

use super::cell::{ExportCell, ExportColumn};

/// Writes rows.
pub(super) struct JsonRows<W: Write> {
    out: BufWriter<W>,
    columns: &'static [ExportColumn],
    is_empty: bool,
}

impl<W: Write> JsonRows<W> {
    pub(super) fn new(columns: &'static [ExportColumn], out: W) -> Self {
        Self { out: BufWriter::new(out), columns, is_empty: true }
    }

    pub(super) fn row(&mut self, cells: &[ExportCell<'_>]) -> io::Result<()> {
        self.out.write_all(if self.is_empty { b"[\n" } else { b",\n" })?;
        self.is_empty = false;
        for (n, (column, cell)) in self.columns.iter().zip(cells).enumerate() {
            let before = if n == 0 { '{' } else { ',' };
            write!(self.out, "{before}\"{}\":", column.name)?;
            match cell {
                ExportCell::Nothing => self.out.write_all(b"null")?,
                ExportCell::Text(text) => serde_json::to_writer(&mut self.out, text)?,
                ExportCell::Whole(number) => write!(self.out, "{number}")?,
                ExportCell::Number(number) => serde_json::to_writer(&mut self.out, number)?,
                ExportCell::Time(time) => {
                    write!(self.out, "\"{}\"", time.to_rfc3339_opts(SecondsFormat::Millis, true))?;
                }
                ExportCell::Date(date) => write!(self.out, "\"{date}\"")?,
            }
        }
        self.out.write_all(b"}")
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.out.write_all(if self.is_empty { b"[]\n" } else { b"\n]\n" })?;
        self.out.into_inner().map_err(io::IntoInnerError::into_error)
    }
}
