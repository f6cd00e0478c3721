//! Answers, counted.
//!
//! Enters: the answers of a job and its cast. Leaves: numbers, above all the [`Tally`] (labels per person per
//! time bucket) and the [`Throughput`] (how much was done and how fast).
//!
//! Rooms: `count` (what is counted), `span` (in which period), `interval` (how long a bucket is), `tally` (the
//! sums), `reach` (how far the whole job is), `by` (what has a row of throughput), `idle_cap` and `worktime` (what
//! counts as work), `throughput` (its numbers), `export` (tables as text and as files), `counted` (a whole job),
//! `telling` (what a film and its mail may tell of a small team), `team_race` (a team against its plan and its last
//! week), `leader`, `week_days`, `week_effort`, `week_quality`, `week_race` and `digest` (the numbers of a mail),
//! `holidays` and `calendar` (when people work), `forecast` (when the job is done), `alpha`,
//! `agreement` and `gate` (how sure a team is), `discretion` (who is not to be seen), `impact` (what changed on a day), `timestamp` (how
//! a time is written), `wall_clock` (when clocks show a time).

mod count;
mod span;
mod interval;
mod timestamp;
mod wall_clock;
mod tally;
mod reach;
mod by;
mod idle_cap;
mod worktime;
mod throughput;
mod export;
mod holidays;
mod calendar;
mod alpha;
mod agreement;
mod gate;
mod discretion;
mod counted;
mod telling;
mod team_race;
mod forecast;
mod impact;
mod leader;
mod week_days;
mod week_effort;
mod week_quality;
mod week_race;
mod digest;

pub use self::{
    agreement::{Agreement, ConfusedPair, DisagreedObject, Lacking, WeekOfAgreement, agreement},
    alpha::Alpha,
    by::By,
    calendar::{WorkCalendar, Workdays, WorkdaysError},
    count::Count,
    counted::{Counted, Counting},
    digest::{Called, DayCount, Digest, DigestOf, JobProgress, NoForecast},
    discretion::{Discretion, ShowingRule, discretion},
    export::{
        AnswerRows, ColumnType, ExportCell, ExportColumn, ExportFormat, ExportNameError, ExportNaming,
        ExportWhat, ExportWriter, write_stats, write_tally, write_throughput_csv, write_throughput_json,
    },
    forecast::{
        DeadlineNeed, EndRange, Forecast, SoFar, Timeliness, WithPeople, WorkPace, Workload, forecast,
    },
    gate::{FEWEST_COMPARED, Gate, LEAST_AGREEMENT, gate, gate_rule},
    holidays::{Holidays, HolidaysError, Region, RegionError},
    idle_cap::{IdleCap, IdleCapError},
    impact::{Change, DayOfWork, Impact, ImpactError, ImpactSide, NO_EXPERIMENT, impact},
    interval::{Choice, Interval, IntervalError},
    leader::Leader,
    reach::{Measure, Reach},
    span::Span,
    tally::{DayCounts, MOST_BUCKETS, Rival, Step, Tally, TallyError, TallyRow, Worker},
    team_race::{Ghost, NoPaceCar, PaceCar, RaceTarget, TeamRace, TeamRaceInput},
    telling::{MOST_BARS, MOST_ROWS, Showing, in_view, on_page, showing, tells_of_goal},
    throughput::{Measuring, Throughput, ThroughputRow, throughput},
    timestamp::{in_words, rfc3339},
    wall_clock::{day_begins, moment_of},
    week_effort::WeekEffort,
    week_quality::{QualityAlarm, WeekQuality},
    week_race::{WeekPace, WeekRace, WorkAhead},
};
