//! Tables as they are printed, as CSV or JSON: a tally with everybody in every bucket, and throughput.

use std::io::Write;

use serde::{Serialize, Serializer, ser::SerializeSeq};

use crate::{
    locale::plain::cell,
    stats::{tally::Tally, throughput::ThroughputRow, timestamp::rfc3339},
};

#[derive(Serialize)]
struct ExportLine<'a> {
    time: &'a str,
    worker: &'a str,
    name: &'a str,
    labels: u64,
    cumulative: u64,
}

impl Tally {
    /// Writes CSV with a header and the columns time, worker, name, labels and cumulative.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_csv(&self, out: impl Write) -> csv::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        self.each_line(|line| {
            csv.serialize(ExportLine { worker: &cell(line.worker), name: &cell(line.name), ..line })
        })?;
        Ok(csv.flush()?)
    }

    /// Writes the same rows as one JSON array of objects.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_json(&self, out: impl Write) -> serde_json::Result<()> {
        let mut json = serde_json::Serializer::new(out);
        let mut array = json.serialize_seq(None)?;
        self.each_line(|line| array.serialize_element(&line))?;
        array.end()
    }

    fn each_line<E>(&self, mut write: impl FnMut(ExportLine<'_>) -> Result<(), E>) -> Result<(), E> {
        // All rows of a bucket share its time, and there may be millions of them.
        let mut last = None;
        let mut time = String::new();
        for row in self.rows() {
            if last != Some(row.start) {
                last = Some(row.start);
                time = rfc3339(row.start, self.zone());
            }
            let (worker, name) = (row.person.id.as_str(), row.person.name.as_str());
            write(ExportLine { time: &time, worker, name, labels: row.labels, cumulative: row.cumulative })?;
        }
        Ok(())
    }
}

/// The columns of a table of throughput.
const THROUGHPUT_COLUMNS: [&str; 20] = [
    "by",
    "key",
    "name",
    "submitted",
    "accepted",
    "returned",
    "declined",
    "labels",
    "annotations",
    "people",
    "active_days",
    "seconds_n",
    "seconds_sum",
    "seconds_mean",
    "seconds_median",
    "seconds_p90",
    "active_hours",
    "labels_per_active_hour",
    "first",
    "last",
];

/// Writes a table of throughput as CSV with a header. What does not exist is an empty cell.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_throughput_csv(rows: &[ThroughputRow], out: impl Write) -> csv::Result<()> {
    let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(out);
    csv.write_record(THROUGHPUT_COLUMNS)?;
    for ThroughputRow { by, key, name, throughput } in rows {
        let [key, name] = [key, name].map(|text| text.as_deref().map(cell));
        csv.serialize((by, key, name, throughput))?;
    }
    Ok(csv.flush()?)
}

/// Writes a table of throughput as one JSON array of objects with the columns as keys. What does not exist is null.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_throughput_json(rows: &[ThroughputRow], out: impl Write) -> serde_json::Result<()> {
    serde_json::to_writer(out, rows)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::stats::{by::By, throughput::Throughput};

    fn row() -> ThroughputRow {
        let throughput = Throughput {
            submitted: Some(14),
            accepted: None,
            returned: Some(0),
            declined: None,
            labels: 14,
            annotations: Some(28),
            people: 1,
            active_days: Some(1),
            seconds_n: 14,
            seconds_sum: Some(136.8),
            seconds_mean: None,
            seconds_median: Some(9.5),
            seconds_p90: Some(12.0),
            active_hours: Some(0.038),
            labels_per_active_hour: None,
            first: Some("2019-08-14".parse().unwrap()),
            last: None,
        };
        ThroughputRow { by: By::HourOfDay, key: Some("16".to_owned()), name: None, throughput }
    }

    #[test]
    fn throughput_as_csv_has_its_columns_and_empty_cells() {
        let mut csv = Vec::new();
        write_throughput_csv(&[row()], &mut csv).unwrap();
        assert_eq!(
            String::from_utf8(csv).unwrap(),
            "by,key,name,submitted,accepted,returned,declined,labels,annotations,people,active_days,seconds_n,\
             seconds_sum,seconds_mean,seconds_median,seconds_p90,active_hours,labels_per_active_hour,first,last\n\
             hour-of-day,16,,14,,0,,14,28,1,1,14,136.8,,9.5,12.0,0.038,,2019-08-14,\n"
        );
    }

    #[test]
    fn no_cell_of_a_table_is_a_formula() {
        let named =
            |name: &str| ThroughputRow { key: Some(name.to_owned()), name: Some(name.to_owned()), ..row() };
        let mut csv = Vec::new();
        write_throughput_csv(&[named("=1+1"), named("-2"), named("a\u{1B}[2J")], &mut csv).unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert!(csv.contains("hour-of-day,'=1+1,'=1+1,14,"), "{csv}");
        assert!(csv.contains("hour-of-day,'-2,'-2,14,") && !csv.contains('\u{1B}'), "{csv}");
    }

    #[test]
    fn throughput_as_json_has_the_same_keys_in_the_same_order() {
        let mut json = Vec::new();
        write_throughput_json(&[row()], &mut json).unwrap();
        let text = String::from_utf8(json).unwrap();
        let places: Vec<usize> = THROUGHPUT_COLUMNS
            .iter()
            .map(|column| text.find(&format!("\"{column}\":")).expect("every column is a key"))
            .collect();
        assert!(places.is_sorted(), "{text}");
        let array: Value = serde_json::from_str(&text).unwrap();
        let row = array[0].as_object().unwrap();
        assert_eq!(row.len(), THROUGHPUT_COLUMNS.len());
        assert_eq!(
            (&row["by"], &row["name"], &row["returned"]),
            (&"hour-of-day".into(), &Value::Null, &0.into())
        );
    }
}
