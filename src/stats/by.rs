//! What a row of the throughput is about.

use serde::Serialize;
use strum::{IntoStaticStr, VariantArray};

/// What has a row of its own in a table of throughput.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, Serialize, VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum By {
    /// Nothing: one row for everything.
    #[default]
    All,
    /// Each person.
    Worker,
    /// Each work team that the source names; where it names none, each group of the group file.
    Team,
    /// Each labeling job.
    Job,
    /// Each time bucket.
    Interval,
    /// Each day.
    Day,
    /// Each week, from Monday.
    Week,
    /// Each hour of the day, 0 to 23, over all days.
    HourOfDay,
}
