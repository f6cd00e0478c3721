//! Where objects lie: one small trait over a folder, an S3 bucket and a log group.
//!
//! A place that a person names enters; bytes under keys leave, or arrive. What a key means, and which keys belong
//! to a labeling job, is left to `source`.
//!
//! Rooms: `error`, `open_files` (how many there may be), `target` (where a written file goes), `object` (the trait),
//! `read` (a whole object), `dir` (a folder), `miswritten` (what is no name of a place), `location` (what a person
//! names), `log_group` (a log), `open` (from a location to its store), `cloudwatch` (where logs lie), `s3` (a bucket).

mod error;
mod open_files;
mod target;
mod object;
mod read;
pub mod dir;
mod miswritten;
mod location;
mod log_group;
mod open;
#[cfg(feature = "aws")]
mod cloudwatch;
#[cfg(feature = "aws")]
pub mod s3;

pub(crate) use self::{error::BoxError, read::Attempts};
pub use self::{
    error::{StoreError, Trouble},
    location::{LocalPath, Location, LocationError, NoPath, Resolved},
    log_group::{LogGroup, LogQuery},
    object::{Entry, FolderItem, Object, Shown, Store, When},
    open::{Opened, Stores},
    open_files::{may_begin, most_objects_at_once},
    read::{WholeObject, read, whole},
    target::{TargetError, file_target, folder_target},
};
