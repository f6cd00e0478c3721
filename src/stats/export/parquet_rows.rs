//! An export as Parquet, packed with Snappy: a group of rows is kept in memory until it is full, and then written column
//! by column.

use std::{
    io::{self, Write},
    sync::Arc,
};

use bytes::Bytes;
use chrono::NaiveDate;
use parquet::{
    basic::{Compression, LogicalType, Repetition, TimeUnit, Type as PhysicalType},
    data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type},
    errors::ParquetError,
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::types::{Type, TypePtr},
};

use super::cell::{ColumnType, ExportCell, ExportColumn};
use crate::source::OWN_PARQUET;

/// Rows of a group: few enough to take some megabytes, and many enough to be packed well.
const GROUP: usize = 65_536;

/// The days from 1 January of the year 1 to 1970.
const DAYS_TO_1970: i32 = 719_163;

/// Writes rows.
pub(super) struct ParquetRows<W: Write + Send> {
    file: SerializedFileWriter<W>,
    columns: Vec<ColumnBuffer>,
    n_rows: usize,
}

/// A column of the group that is not full yet.
struct ColumnBuffer {
    /// For each row 1, or 0 where its cell has nothing.
    levels: Vec<i16>,
    values: ColumnValues,
}

enum ColumnValues {
    /// All texts one after the other, and where each of them ends.
    Texts(Vec<u8>, Vec<usize>),
    Longs(Vec<i64>),
    Doubles(Vec<f64>),
    Days(Vec<i32>),
}

impl<W: Write + Send> ParquetRows<W> {
    pub(super) fn new(columns: &'static [ExportColumn], out: W) -> io::Result<Self> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("labelrace version ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let schema = schema(columns).map_err(error)?;
        let mut file = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(error)?;
        // What is between the groups belongs to nobody else. By this we know our own files again, from their beginning.
        file.write_all(OWN_PARQUET)?;
        let columns = columns.iter().map(|column| ColumnBuffer::new(column.column_type)).collect();
        Ok(Self { file, columns, n_rows: 0 })
    }

    pub(super) fn row(&mut self, cells: &[ExportCell<'_>]) -> io::Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(cell);
        }
        self.n_rows += 1;
        if self.n_rows == GROUP { self.write_group().map_err(error) } else { Ok(()) }
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        if 0 < self.n_rows {
            self.write_group().map_err(error)?;
        }
        self.file.into_inner().map_err(error)
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        self.n_rows = 0;
        let mut group = self.file.next_row_group()?;
        for buffer in &mut self.columns {
            let lacking = || ParquetError::General("a column is missing".to_owned());
            let mut column = group.next_column()?.ok_or_else(lacking)?;
            let levels = std::mem::take(&mut buffer.levels);
            let levels = Some(&levels[..]);
            match &mut buffer.values {
                ColumnValues::Texts(text, ends) => {
                    let text = Bytes::from(std::mem::take(text));
                    let mut begin = 0;
                    let one = |end| ByteArray::from(text.slice(std::mem::replace(&mut begin, end)..end));
                    let texts: Vec<ByteArray> = ends.drain(..).map(one).collect();
                    column.typed::<ByteArrayType>().write_batch(&texts, levels, None)?;
                }
                ColumnValues::Longs(values) => {
                    column.typed::<Int64Type>().write_batch(values, levels, None)?;
                    values.clear();
                }
                ColumnValues::Doubles(values) => {
                    column.typed::<DoubleType>().write_batch(values, levels, None)?;
                    values.clear();
                }
                ColumnValues::Days(values) => {
                    column.typed::<Int32Type>().write_batch(values, levels, None)?;
                    values.clear();
                }
            }
            column.close()?;
        }
        group.close().map(drop)
    }
}

impl ColumnBuffer {
    fn new(column_type: ColumnType) -> Self {
        let values = match column_type {
            ColumnType::Text => ColumnValues::Texts(Vec::new(), Vec::new()),
            ColumnType::Whole | ColumnType::Time => ColumnValues::Longs(Vec::new()),
            ColumnType::Number => ColumnValues::Doubles(Vec::new()),
            ColumnType::Date => ColumnValues::Days(Vec::new()),
        };
        Self { levels: Vec::new(), values }
    }

    /// A cell of another type than its column has nothing: there is none.
    fn push(&mut self, cell: &ExportCell<'_>) {
        let is_there = match (&mut self.values, cell) {
            (ColumnValues::Texts(text, ends), ExportCell::Text(cell)) => {
                text.extend_from_slice(cell.as_bytes());
                ends.push(text.len());
                true
            }
            (ColumnValues::Longs(values), ExportCell::Whole(number)) => {
                values.push(i64::try_from(*number).unwrap_or(i64::MAX));
                true
            }
            (ColumnValues::Longs(values), ExportCell::Time(time)) => {
                values.push(time.timestamp_millis());
                true
            }
            (ColumnValues::Doubles(values), ExportCell::Number(number)) => {
                values.push(*number);
                true
            }
            (ColumnValues::Days(values), ExportCell::Date(date)) => {
                values.push(days_since_1970(*date));
                true
            }
            _ => false,
        };
        self.levels.push(i16::from(is_there));
    }
}

fn days_since_1970(date: NaiveDate) -> i32 {
    use chrono::Datelike;
    date.num_days_from_ce() - DAYS_TO_1970
}

fn schema(columns: &[ExportColumn]) -> Result<TypePtr, ParquetError> {
    let column = |column: &ExportColumn| {
        let (physical, logical) = match column.column_type {
            ColumnType::Text => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
            ColumnType::Whole => (PhysicalType::INT64, None),
            ColumnType::Number => (PhysicalType::DOUBLE, None),
            ColumnType::Time => (PhysicalType::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
            ColumnType::Date => (PhysicalType::INT32, Some(LogicalType::Date)),
        };
        let column = Type::primitive_type_builder(column.name, physical);
        column.with_repetition(Repetition::OPTIONAL).with_logical_type(logical).build().map(Arc::new)
    };
    let columns = columns.iter().map(column).collect::<Result<_, _>>()?;
    Ok(Arc::new(Type::group_type_builder("labelrace").with_fields(columns).build()?))
}

/// What the system said, where it was the system.
fn error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause),
        },
        other => io::Error::other(other),
    }
}
