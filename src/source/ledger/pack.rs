//! A ledger as bytes: a head that says whether these bytes can be used at all, and behind it, compressed, what is kept.
//!
//! ```text
//! magic, version, checksum of all that follows, length of the source, source, zlib(marks, ids, pools, rows)
//! ```

use std::{
    collections::HashMap,
    io::{Read, Write},
};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{kept::LedgerNames, version::version};
use crate::source::{answer::WorkerId, pool::UserPool};

/// The largest ledger in bytes: four times as much as that of the largest job.
pub const LARGEST_LEDGER: u64 = 96 << 20;

/// The largest one before it is compressed, in bytes.
const LARGEST_BODY: u64 = 512 << 20;

const MAGIC: &[u8; 8] = b"LBLRLDGR";

/// Why bytes are not a ledger that can be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PackError {
    /// Something else.
    #[error("it is not a ledger, or cut off")]
    NotALedger,
    /// One that another version of this program wrote.
    #[error("another version of labelrace wrote it")]
    OtherVersion,
    /// One of another source.
    #[error("it belongs to another job")]
    OtherSource,
    /// One that is not as it was written.
    #[error("it is damaged")]
    Damaged,
    /// One that is far too large.
    #[error("it is too large")]
    TooLarge,
}

/// What is kept of one file.
#[derive(Debug)]
pub(super) struct LedgerRow {
    /// Tells this content of the file from every other.
    pub(super) stamp: u64,
    /// What was in it.
    pub(super) bytes: Box<[u8]>,
    /// Whether the file was met in this run.
    pub(super) is_met: bool,
}

/// The rows by the keys of their files.
pub(super) type LedgerRows = HashMap<Box<str>, LedgerRow>;

/// Everything that is kept.
#[derive(Debug, Default)]
pub(super) struct LedgerPages {
    pub(super) marks: Vec<String>,
    pub(super) names: LedgerNames,
    pub(super) rows: LedgerRows,
}

#[derive(Deserialize, Serialize)]
struct LedgerBody<'a> {
    #[serde(borrow)]
    marks: Vec<&'a str>,
    #[serde(borrow)]
    ids: Vec<&'a str>,
    #[serde(borrow)]
    pools: Vec<&'a str>,
    #[serde(borrow)]
    keys: Vec<&'a str>,
    stamps: Vec<u64>,
    #[serde(borrow)]
    rows: Vec<&'a [u8]>,
}

/// The ledger of `source` as bytes; `None` if it cannot be written, for want of memory.
pub(super) fn packed(source: &str, pages: &LedgerPages) -> Option<Vec<u8>> {
    let LedgerPages { marks, names, rows } = pages;
    let mut sorted: Vec<(&Box<str>, &LedgerRow)> = rows.iter().collect();
    // Keys that are alike lie side by side, which makes the whole smaller.
    sorted.sort_unstable_by_key(|(key, _)| *key);
    let body = LedgerBody {
        marks: marks.iter().map(String::as_str).collect(),
        ids: names.ids.iter().map(WorkerId::as_str).collect(),
        pools: names.pools.iter().map(UserPool::id).collect(),
        keys: sorted.iter().map(|(key, _)| &***key).collect(),
        stamps: sorted.iter().map(|(_, row)| row.stamp).collect(),
        rows: sorted.iter().map(|(_, row)| &*row.bytes).collect(),
    };
    sealed(source, |writer| postcard::to_io(&body, writer).is_ok())
}

/// A ledger of `source` whose head is right, whatever `write` puts behind it.
fn sealed(source: &str, write: impl FnOnce(&mut ZlibEncoder<Vec<u8>>) -> bool) -> Option<Vec<u8>> {
    let mut sealed = Vec::from(MAGIC);
    sealed.extend_from_slice(&version().to_le_bytes());
    let at = sealed.len();
    sealed.extend_from_slice(&[0; 32]);
    sealed.extend_from_slice(&u32::try_from(source.len()).ok()?.to_le_bytes());
    sealed.extend_from_slice(source.as_bytes());
    let mut writer = ZlibEncoder::new(sealed, Compression::fast());
    if !write(&mut writer) {
        return None;
    }
    let mut sealed = writer.finish().ok()?;
    let checksum = Sha256::digest(&sealed[at + 32..]);
    sealed[at..at + 32].copy_from_slice(&checksum);
    Some(sealed)
}

/// A ledger of `source` with this body, which need not be one: for whoever tries what breaks.
pub(super) fn with_body(source: &str, body: &[u8]) -> Option<Vec<u8>> {
    sealed(source, |writer| writer.write_all(body).is_ok())
}

/// What is kept in these bytes, if they are the ledger of `source`.
pub(super) fn unpacked(source: &str, bytes: &[u8]) -> Result<LedgerPages, PackError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(PackError::NotALedger)?;
    let (version_of, rest) = rest.split_first_chunk().ok_or(PackError::NotALedger)?;
    if u64::from_le_bytes(*version_of) != version() {
        return Err(PackError::OtherVersion);
    }
    let (checksum, rest) = rest.split_first_chunk::<32>().ok_or(PackError::NotALedger)?;
    if Sha256::digest(rest)[..] != checksum[..] {
        return Err(PackError::Damaged);
    }
    let (length, rest) = rest.split_first_chunk().ok_or(PackError::Damaged)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| PackError::Damaged)?;
    let (of, body) = rest.split_at_checked(length).ok_or(PackError::Damaged)?;
    if of != source.as_bytes() {
        return Err(PackError::OtherSource);
    }
    let mut inflated = Vec::new();
    let inflating = ZlibDecoder::new(body).take(LARGEST_BODY + 1).read_to_end(&mut inflated);
    inflating.map_err(|_| PackError::Damaged)?;
    if LARGEST_BODY < inflated.len() as u64 {
        return Err(PackError::TooLarge);
    }
    pages(&inflated).ok_or(PackError::Damaged)
}

fn pages(body: &[u8]) -> Option<LedgerPages> {
    let (body, rest): (LedgerBody<'_>, _) = postcard::take_from_bytes(body).ok()?;
    let LedgerBody { marks, ids, pools, keys, stamps, rows } = body;
    if !rest.is_empty() || keys.len() != stamps.len() || keys.len() != rows.len() {
        return None;
    }
    let ids: Option<Vec<WorkerId>> = ids.into_iter().map(WorkerId::kept).collect();
    let pools: Option<Vec<UserPool>> = pools.into_iter().map(UserPool::new).collect();
    let rows =
        keys.into_iter().zip(stamps).zip(rows).map(|((key, stamp), bytes)| {
            (key.into(), LedgerRow { stamp, bytes: bytes.into(), is_met: false })
        });
    Some(LedgerPages {
        marks: marks.into_iter().map(str::to_owned).collect(),
        names: LedgerNames::new(ids?, pools?),
        rows: rows.collect(),
    })
}
