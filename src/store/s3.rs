//! An S3 bucket as a [`Store`](super::Store).
//!
//! The files in this folder are the only ones that name `aws-sdk-s3`. They choose how long to wait and how often to
//! try; how many requests run at once is left to the caller.
//!
//! Rooms: `trouble` (what an answer means), `policy` (of a bucket), `hedges` (late answers), `bucket` (the
//! client), `listing`, `objects` (the store), `presign` (addresses that anybody can open), `stores` (opens buckets as the environment says).

mod trouble;
mod policy;
mod hedges;
mod bucket;
mod listing;
mod objects;
mod presign;
mod stores;

pub use self::{
    bucket::S3,
    stores::{from_environment, over},
};
