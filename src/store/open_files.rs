//! How many files and connections this process may have open.

/// So many objects may be read at once. Half of what the system allows is left to everything else: listings, the
/// runtime, the encoder, and connections that are idle.
pub fn most_objects_at_once() -> usize {
    limit().map_or(usize::MAX, |limit| usize::try_from(limit / 2).unwrap_or(usize::MAX)).max(8)
}

/// The fewest with which the parts that wait for signals and files can be made.
const LEAST: u64 = 8;

/// Whether so many files may be open that a program of ours can begin.
pub fn may_begin() -> bool {
    limit().is_none_or(|limit| LEAST <= limit)
}

#[cfg(unix)]
fn limit() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Nofile).current
}

#[cfg(not(unix))]
fn limit() -> Option<u64> {
    None
}
