//! Places where files are: folders, buckets and log groups. `contract`, `log_groups`, `long_listings` and `s3_commands`
//! need moto, and `exports_read_back` the programs that it is about: run `make tools` first.
//! The others need no tools.
//!
//! `contract` holds for every store, `folder_on_disk`, `long_listings` and `s3_replies` for one kind; `s3_connection`
//! finds credentials, region and endpoint, and `s3_commands` runs the program on a job in a bucket. `exports_read_back`
//! has its tables read by other programs.
#![expect(clippy::unwrap_used, reason = "what a helper cannot do fails its test")]

#[path = "../common/mod.rs"]
mod common;

mod contract;
mod exports_read_back;
#[cfg(unix)]
mod folder_on_disk;
mod log_groups;
mod long_listings;
mod s3_commands;
mod s3_connection;
mod s3_replies;
