//! A tally as a table of everybody in every bucket, as CSV or JSON.

use std::io::Write;

use serde::{Serialize, Serializer, ser::SerializeSeq};

use super::{tally::Tally, timestamp::rfc3339};

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
        self.each_line(|line| csv.serialize(line))?;
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
