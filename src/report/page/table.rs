//! The table of the page as CSV, for spreadsheets.

use super::numbers::PageNumbers;
use crate::locale::plain::cell;

/// The columns.
const COLUMNS: [&str; 7] = ["place", "name", "labels", "share", "last_7_days", "best_day", "best_day_labels"];

impl PageNumbers {
    /// The table with a header: one row for everybody who is named, and one with an empty place for all others.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn to_csv(&self) -> csv::Result<Vec<u8>> {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(COLUMNS)?;
        for row in &self.standings.rows {
            let best = row.best_day.map(|best| (best.from, best.labels)).unzip();
            let share = format!("{:.4}", row.share);
            csv.serialize((row.place, cell(&row.name), row.labels, share, row.last_week, best.0, best.1))?;
        }
        if let Some(rest) = self.standings.rest {
            let none = None::<u64>;
            csv.serialize((none, "(everyone else)", rest.labels, none, none, none, none))?;
        }
        csv.into_inner().map_err(|error| error.into_error().into())
    }
}
