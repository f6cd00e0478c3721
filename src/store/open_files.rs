//! How many files and connections this process may have open.

/// So many objects may be read at once. Half of what the system allows is left to everything else: listings, the
/// runtime, the encoder, and connections that are idle.
pub fn most_objects_at_once() -> usize {
    limit().map_or(usize::MAX, |limit| usize::try_from(limit / 2).unwrap_or(usize::MAX)).max(8)
}

#[cfg(unix)]
fn limit() -> Option<u64> {
    rustix::process::getrlimit(rustix::process::Resource::Nofile).current
}

#[cfg(not(unix))]
fn limit() -> Option<u64> {
    None
}
