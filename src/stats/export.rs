//! Tables that leave: printed, and as files that other programs read.
//!
//! Rooms: `printed` (what `tally` and `stats` print), `cell` (columns and what is in them), `format` (which files there
//! are), `csv_rows`, `json_rows` and `parquet_rows` (one file each), `writer` (any of them), `rows` (what is in an
//! export).

mod printed;
mod cell;
mod format;
mod csv_rows;
mod json_rows;
#[cfg(feature = "parquet")]
mod parquet_rows;
mod writer;
mod rows;

pub use self::{
    cell::{ColumnType, ExportCell, ExportColumn},
    format::{ExportFormat, ExportNameError},
    printed::{write_throughput_csv, write_throughput_json},
    rows::{AnswerRows, ExportNaming, ExportWhat, write_stats, write_tally},
    writer::ExportWriter,
};
