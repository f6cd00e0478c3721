//! Where objects lie: one small trait over a folder and over an S3 bucket.
//!
//! A place that a person names enters; bytes under keys leave, or arrive. What a key means, and which keys belong
//! to a labeling job, is left to `source`.
//!
//! Rooms: `error`, `target` (where a written file goes), `object` (the trait), `read` (a whole object), `dir` (a folder), `location` (what a person
//! names), `open` (from a location to its store), `s3` (a bucket).

mod error;
mod target;
mod object;
mod read;
pub mod dir;
mod location;
mod open;
#[cfg(feature = "aws")]
pub mod s3;

pub(crate) use self::{error::BoxError, read::Attempts};
pub use self::{
    error::{StoreError, Trouble},
    location::{Location, LocationError, Resolved},
    object::{Entry, Object, Store, When},
    open::{Opened, Stores},
    read::{WholeObject, read, whole},
    target::{TargetError, file_target, folder_target},
};
