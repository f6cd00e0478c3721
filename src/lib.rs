//! Bar chart races of Amazon `SageMaker` Ground Truth labeling jobs.
//!
//! Answers are read at one edge, a film leaves at the other. Between the edges nothing touches a clock, the
//! environment, the disk or the network, but for the faces that a name needs, and the same answers with the
//! same settings and faces give the same frames:
//!
//! ```text
//! a job in S3 or a folder
//!     store, layout, manifest   where files lie, what their keys mean, how far the job is
//!     gather  -> Answer         who answered which object when
//!     people  -> Cast           who is who, under which name and colour, in which team
//!     portraits                 pictures of people
//!     tally   -> Tally          cumulative labels per person per time bucket
//!     race    -> Frame          every frame: values, rows, clock
//!     scene                     one frame drawn with plotters, on any backend
//!     canvas                    pixels: planar Y'CbCr for the film, RGB for pictures
//!     movie   -> MP4, PNG       through ffmpeg, which `encode` runs
//! ```
//!
//! `locale` writes numbers, dates and words, and `style` has the colours. `run` is the program on one page.
//! Around it stands what makes a film each morning, exactly once:
//!
//! ```text
//! an event, or a command
//!     request -> Request        what was asked, as one flat record
//!     handler                   the function on one page: claim, run, upload, tell
//!         deliver               what runs know of each other, in the bucket
//!         digest  -> Mailed     the numbers and the words of the mail
//!         link, notify          the link in it, and who sends it
//! ```
//!
//! The modules below stand in the order in which they may use each other: each one only those above it,
//! which a test holds.

pub mod logs;
pub mod locale;
pub mod style;
pub mod answer;
pub mod layout;
pub mod manifest;
pub mod aws;
pub mod store;
pub mod gather;
pub mod people;
pub mod portraits;
pub mod tally;
pub mod plan;
pub mod race;
pub mod text;
pub mod canvas;
pub mod scene;
pub mod captions;
pub mod encode;
pub mod movie;
pub mod receipt;
pub mod sample;
pub mod run;
pub mod link;
pub mod notify;
pub mod request;
pub mod digest;
pub mod deliver;
pub mod scratch;
pub mod handler;
pub mod doctor;
