//! Bar chart races of Amazon `SageMaker` Ground Truth labeling jobs.
//!
//! Answers are read at one edge, and a film leaves at the other. Between the edges nothing touches a clock,
//! the environment, the disk or the network (except for the fonts that a name needs), so the same answers,
//! settings and fonts always give the same frames:
//!
//! ```text
//! a job in S3 or a folder
//!     store                     where objects lie: a folder, a bucket or a log group
//!     source  -> Gathered       who answered which object and when, and how far the job is
//!     people  -> Cast           who is who: name, color, team, picture
//!     stats   -> Tally          answers counted: labels per person per time bucket
//!     race    -> Frame          every frame as numbers: values, rows, clock
//!     render  -> pixels         one frame drawn with plotters, on any backend
//!     film    -> MP4, PNG       the frames as files, through ffmpeg
//!     report  -> Receipt, mail  what was made and counted, for machines and for people
//! ```
//!
//! `settings` turns what was asked for into what will be done, `run` is the program on one page, and `service` is
//! what makes one film each morning, exactly once: the function and everything around it. Whatever others wrote
//! leaves through `locale::plain`, which makes it harmless on terminals, in logs and in tables.
//!
//! The feature `aws` is on by default. Without it there are no buckets and no `service`, and half as much is
//! compiled: enough to read folders and to draw films.
//!
//! Each module below is a wing with rooms of its own. They stand in the order in which they may use each
//! other: a wing uses only those above it, and a file only the files that its folder lists before it. A test
//! (`tests/architecture.rs`) holds both.

pub mod locale;
pub mod color;
pub mod aws;
pub mod store;
pub mod source;
pub mod people;
pub mod stats;
pub mod race;
pub mod render;
pub mod film;
pub mod report;
pub mod settings;
pub mod run;
#[cfg(feature = "aws")]
pub mod service;
