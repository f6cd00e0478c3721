//! Tables in Parquet in which a row is an answer. What its columns mean is found as in any other table.
//!
//! The reader of Parquet trusts what a file says of itself, so a file is looked at before: how many rows it has, and how
//! much it takes unpacked. What a damaged one makes of the reader ends with that file.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use parquet::{
    basic::{LogicalType, Repetition, TimeUnit},
    errors::ParquetError,
    file::{
        metadata::RowGroupMetaData,
        reader::{FileReader, SerializedFileReader},
    },
    record::Field,
    schema::types::Type,
};

use super::{
    columns::Columns,
    format::{Contents, FileFacts, Format, Read},
    table::{self, RowPlace},
};
use crate::source::skipped::{Reason, Skip};

/// A table of columns.
pub static FORMAT: Format = Format {
    tool: "Parquet",
    give: Some(
        "a table as any other, up to 64 MB, packed with Snappy or not at all, such as DuckDB writes it",
    ),
    counts: "as in any other table.",
    rests_on: "its documentation, and files that DuckDB, pandas and Spark write",
    head: |head| head.bytes.starts_with(b"PAR1"),
    read: Read::Whole(read),
    ..Format::OF_ANOTHER_TOOL
};

/// The most rows: a table of as many bytes in any other format has fewer.
const MOST_ROWS: i64 = 4_000_000;

/// The most bytes of a table, unpacked.
const MOST_BYTES: i64 = 1 << 30;

fn read(bytes: &[u8], facts: &FileFacts) -> Result<Contents, Skip> {
    let read = AssertUnwindSafe(|| table(Bytes::copy_from_slice(bytes), facts));
    catch_unwind(read).unwrap_or_else(|_| Err(damaged("its pages")))
}

fn damaged(why: &str) -> Skip {
    Skip::new(Reason::NobodySaid, format!("Parquet, but damaged: {why}"))
}

fn table(bytes: Bytes, facts: &FileFacts) -> Result<Contents, Skip> {
    let refused = |error: ParquetError| match error {
        ParquetError::NYI(_) => Skip::new(
            Reason::NobodySaid,
            "Parquet, packed in a way that is not read; write it with Snappy instead",
        ),
        _ => damaged("it cannot be unpacked"),
    };
    let reader = SerializedFileReader::new(bytes).map_err(|_| damaged("its end is no list of columns"))?;
    let metadata = reader.metadata();
    let sizes = metadata.row_groups().iter().flat_map(RowGroupMetaData::columns);
    let unpacked = sizes.fold(0i64, |sum, column| sum.saturating_add(column.uncompressed_size()));
    if !(0..=MOST_ROWS).contains(&metadata.file_metadata().num_rows()) || MOST_BYTES < unpacked {
        return Err(Skip::new(Reason::TooLarge, "over 4,000,000 rows, or over 1 GB unpacked"));
    }
    let root = metadata.file_metadata().schema();
    let is_plain = |column: &&std::sync::Arc<Type>| {
        column.is_primitive() && column.get_basic_info().repetition() != Repetition::REPEATED
    };
    let columns: Vec<_> = root.get_fields().iter().filter(is_plain).cloned().collect();
    let names: Vec<&str> = columns.iter().map(|column| column.name()).collect();
    let known = Columns::of(&names, &facts.columns);
    if !known.are_enough() {
        return Err(Skip::new(Reason::NobodySaid, known.lack(&names)));
    }
    let projection = Type::group_type_builder(root.name()).with_fields(columns.clone()).build();
    let projection = projection.map_err(refused)?;
    table::read_rows(&names, facts, |see| {
        let rows = reader.get_row_iter(Some(projection.clone())).map_err(refused)?;
        for (row, number) in rows.zip(1..) {
            let row = row.map_err(refused)?;
            let cells: Vec<&Field> = row.get_column_iter().map(|(_, field)| field).collect();
            see(RowPlace { called: "row", number }, &|column| {
                cells.get(column).map_or_else(String::new, |field| text(field, &columns[column]))
            });
        }
        Ok(())
    })
}

/// A cell as the tables that people read have it.
fn text(field: &Field, column: &Type) -> String {
    let logical = column.get_basic_info().logical_type_ref();
    let time = |time: Option<DateTime<Utc>>| {
        let has_zone = !matches!(logical, Some(LogicalType::Timestamp(time)) if !time.is_adjusted_to_u_t_c);
        let text = time.map(|time| time.to_rfc3339_opts(SecondsFormat::Micros, true)).unwrap_or_default();
        if has_zone { text } else { text.trim_end_matches('Z').to_owned() }
    };
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        // Texts that old programs did not mark as such.
        Field::Bytes(bytes) => String::from_utf8(bytes.data().to_vec()).unwrap_or_default(),
        Field::TimestampMillis(milliseconds) => time(DateTime::from_timestamp_millis(*milliseconds)),
        Field::TimestampMicros(microseconds) => time(DateTime::from_timestamp_micros(*microseconds)),
        Field::Long(nanoseconds) if matches!(logical, Some(LogicalType::Timestamp(time)) if matches!(time.unit, TimeUnit::NANOS)) => {
            time(Some(DateTime::from_timestamp_nanos(*nanoseconds)))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use std::sync::Arc;

    use super::*;
    use crate::source::formats::{head::FileHead, own};

    use parquet::{
        data_type::{ByteArrayType, Int64Type},
        file::writer::SerializedFileWriter,
    };

    /// A table of two answers, whose times are of this type.
    fn file(logical: LogicalType, times: [i64; 2]) -> Vec<u8> {
        use parquet::basic::Type as Physical;
        let column = |name: &str, physical, logical| {
            let column = Type::primitive_type_builder(name, physical).with_repetition(Repetition::REQUIRED);
            Arc::new(column.with_logical_type(logical).build().unwrap())
        };
        let columns = vec![
            column("worker", Physical::BYTE_ARRAY, Some(LogicalType::String)),
            column("task", Physical::BYTE_ARRAY, None),
            column("submitted_at", Physical::INT64, Some(logical)),
        ];
        let schema = Type::group_type_builder("table").with_fields(columns).build().unwrap();
        let mut out = Vec::new();
        let mut file = SerializedFileWriter::new(&mut out, Arc::new(schema), Arc::default()).unwrap();
        let mut group = file.next_row_group().unwrap();
        for texts in [["ann", "bob"], ["1", "2"]] {
            let mut column = group.next_column().unwrap().unwrap();
            let texts = texts.map(Into::into);
            column.typed::<ByteArrayType>().write_batch(&texts, None, None).unwrap();
            column.close().unwrap();
        }
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&times, None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        file.close().unwrap();
        out
    }

    fn facts() -> FileFacts {
        FileFacts::new("2026-01-01T00:00:00Z".parse().unwrap())
    }

    #[test]
    fn times_are_read_in_every_unit_that_programs_write() {
        let milliseconds = 1_709_539_200_250;
        for (unit, factor) in [(TimeUnit::MILLIS, 1), (TimeUnit::MICROS, 1000), (TimeUnit::NANOS, 1_000_000)]
        {
            for has_zone in [true, false] {
                let times = [milliseconds * factor, (milliseconds + 1000) * factor];
                let bytes = file(LogicalType::timestamp(has_zone, unit), times);
                assert!((FORMAT.head)(&FileHead::new(&bytes)) && !(own::FORMAT.head)(&FileHead::new(&bytes)));
                let read = read(&bytes, &facts()).unwrap();
                let answers: Vec<_> = read
                    .answers
                    .iter()
                    .map(|(object, answer)| (&**object, answer.submitted.timestamp_millis()))
                    .collect();
                assert_eq!(answers, [("1", milliseconds), ("2", milliseconds + 1000)], "{unit:?}");
                assert_eq!(read.times == crate::source::Times::Zoneless, !has_zone);
            }
        }
    }

    #[test]
    fn a_table_without_people_or_times_says_what_it_has() {
        let bytes = file(LogicalType::timestamp(true, TimeUnit::MILLIS), [0, 0]);
        let named = FileFacts { columns: Arc::new("worker=Who".parse().unwrap()), ..facts() };
        let skip = read(&bytes, &named).unwrap_err();
        assert!(skip.detail.contains("its columns are worker, task, submitted_at"), "{skip:?}");
        for cut in [&b"PAR1"[..], b"PAR1\x15\x04PAR1", &bytes[..bytes.len() / 2]] {
            assert!(read(cut, &facts()).unwrap_err().detail.contains("damaged"));
        }
    }

    proptest! {
        #[test]
        fn a_damaged_file_is_read_or_refused(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
            let mut bytes = file(LogicalType::timestamp(true, TimeUnit::MILLIS), [1_709_539_200_250; 2]);
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let _ = read(&bytes, &facts());
        }
    }
}
