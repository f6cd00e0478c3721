//! A table as a file of any format, written as its rows come.

use std::io::{self, Write};

#[cfg(feature = "parquet")]
use super::parquet_rows::ParquetRows;
use super::{
    cell::{ExportCell, ExportColumn},
    csv_rows::CsvRows,
    format::ExportFormat,
    json_rows::JsonRows,
};

/// Writes a table. No more of it is in memory than some thousand rows.
pub struct ExportWriter<W: Write + Send> {
    rows: FileRows<W>,
    n_rows: u64,
}

enum FileRows<W: Write + Send> {
    Csv(Box<CsvRows<W>>),
    Json(JsonRows<W>),
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetRows<W>>),
}

impl<W: Write + Send> ExportWriter<W> {
    /// Begins a file with these columns.
    ///
    /// # Errors
    /// When `out` cannot be written, or this program was built without the format.
    pub fn new(format: ExportFormat, columns: &'static [ExportColumn], out: W) -> io::Result<Self> {
        let rows = match format {
            ExportFormat::Csv => FileRows::Csv(Box::new(CsvRows::new(columns, out)?)),
            ExportFormat::Json => FileRows::Json(JsonRows::new(columns, out)),
            #[cfg(feature = "parquet")]
            ExportFormat::Parquet => FileRows::Parquet(Box::new(ParquetRows::new(columns, out)?)),
            #[cfg(not(feature = "parquet"))]
            ExportFormat::Parquet => return Err(io::ErrorKind::Unsupported.into()),
        };
        Ok(Self { rows, n_rows: 0 })
    }

    /// Writes a row: a cell for each column.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn row(&mut self, cells: &[ExportCell<'_>]) -> io::Result<()> {
        self.n_rows += 1;
        match &mut self.rows {
            FileRows::Csv(rows) => rows.row(cells),
            FileRows::Json(rows) => rows.row(cells),
            #[cfg(feature = "parquet")]
            FileRows::Parquet(rows) => rows.row(cells),
        }
    }

    /// Ends the file. Returns `out`, and how many rows there are.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn finish(self) -> io::Result<(W, u64)> {
        let out = match self.rows {
            FileRows::Csv(rows) => rows.finish(),
            FileRows::Json(rows) => rows.finish(),
            #[cfg(feature = "parquet")]
            FileRows::Parquet(rows) => rows.finish(),
        };
        Ok((out?, self.n_rows))
    }
}

impl<W: Write + Send> std::fmt::Debug for ExportWriter<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExportWriter").field("n_rows", &self.n_rows).finish_non_exhaustive()
    }
}
