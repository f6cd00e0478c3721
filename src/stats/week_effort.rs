//! How much a team worked in a week, and in the week before: only where that says nothing of one person.

use serde::{Deserialize, Serialize};

use super::{
    by::By,
    counted::Counted,
    interval::Interval,
    span::Span,
    throughput::{Measuring, Throughput, throughput},
};

/// Of fewer tasks no median is told.
const FEWEST_TASKS: usize = 20;

/// In fewer hours nothing is told of an hour.
const FEWEST_HOURS: f64 = 0.5;

/// How much a team worked.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub struct WeekEffort {
    /// Hours in which people worked, summed over people.
    pub active_hours: Option<f64>,
    /// Labels per active hour.
    pub labels_per_active_hour: Option<f64>,
    /// The median of the seconds of a task.
    pub median_task_s: Option<f64>,
    /// Tasks accepted; this and the next two are `None` unless a log of the workers' activity tells them.
    pub accepted: Option<u64>,
    /// Tasks given back.
    pub returned: Option<u64>,
    /// Tasks declined.
    pub declined: Option<u64>,
}

impl WeekEffort {
    /// The effort in a period; `None` of fewer people than `least`, and where nothing is known of it.
    pub(super) fn new(counted: &Counted, span: Span, least: usize) -> Option<Self> {
        let Counted { gathered, cast, counting, .. } = counted;
        let measuring =
            Measuring { span, interval: Interval::DAY, zone: counting.zone, idle_cap: counting.idle_cap };
        let rows = throughput(gathered, cast, By::All, measuring);
        let Throughput { people, accepted, returned, declined, .. } = rows.first()?.throughput;
        if people < least {
            return None;
        }
        let Throughput { seconds_n, seconds_median, active_hours, labels_per_active_hour, .. } =
            rows.first()?.throughput;
        let is_enough = FEWEST_TASKS <= seconds_n;
        let active_hours = active_hours.filter(|hours| is_enough && FEWEST_HOURS <= *hours);
        let effort = Self {
            active_hours,
            labels_per_active_hour: labels_per_active_hour.filter(|_| active_hours.is_some()),
            median_task_s: seconds_median.filter(|_| is_enough),
            accepted,
            returned,
            declined,
        };
        (effort.active_hours.is_some() || effort.median_task_s.is_some() || 0 < accepted.unwrap_or(0))
            .then_some(effort)
    }
}
