//! What an encoder may do: read the pipe, write its film, and nothing else that this system can forbid.
//!
//! ffmpeg reads nothing but our own frames and its own film, and still it is the one program here that is not ours
//! and not in Rust. It gets an empty environment, so it sees no credentials, and cannot read those of any other
//! process; it can gain no rights, and open no socket; and its processor time, memory and files have bounds that no
//! film comes near. Each bound holds where the system knows it: on Linux all of them, elsewhere the environment. A
//! kernel that refuses one leaves the others in place, and the film is made.

use std::{
    io,
    process::{Child, Command},
};

/// What a started program may use.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Bounds {
    /// Seconds of processor time, of all cores together.
    pub(super) processor: u64,
    /// Bytes of memory that it may write to.
    pub(super) memory: u64,
    /// Bytes of the largest file that it may write.
    pub(super) file: u64,
}

/// A day of one core: an hour of film at 4K takes about three.
const PROCESSOR: u64 = 24 * 60 * 60;

/// What threads, codecs and tables take, in bytes.
const MEMORY: u64 = 4 << 30;

/// So many frames x264 may hold: some for each of two hundred threads.
const FRAMES: u64 = 512;

/// An hour of film at 4K has about five gigabytes.
const FILE: u64 = 64 << 30;

impl Bounds {
    /// For frames of so many bytes.
    pub(super) fn of(frame_len: usize) -> Self {
        let frames = FRAMES.saturating_mul(frame_len as u64);
        Self { processor: PROCESSOR, memory: MEMORY.saturating_add(frames), file: FILE }
    }
}

/// Starts a program that may do no more than it has to.
///
/// # Errors
/// When it cannot be started.
pub(super) fn start(command: &mut Command, bounds: Bounds) -> io::Result<Child> {
    command.env_clear();
    shut();
    let child = start_locked(command)?;
    limit(&child, bounds);
    Ok(child)
}

/// Shuts this process: no other of the same user reads its environment, which holds the credentials in the function,
/// or its memory. It is for the kernels that know no domains, that of Lambda among them.
#[cfg(target_os = "linux")]
fn shut() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        tracing::debug!(%error, "the encoder may look into this process");
    }
}

#[cfg(not(target_os = "linux"))]
fn shut() {}

/// What a thread may no longer do, the programs that it starts may not do either: so it is a thread of its own.
#[cfg(target_os = "linux")]
fn start_locked(command: &mut Command) -> io::Result<Child> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("ffmpeg".to_owned()).spawn_scoped(scope, || {
            lock();
            command.spawn()
        })?;
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

#[cfg(not(target_os = "linux"))]
fn start_locked(command: &mut Command) -> io::Result<Child> {
    command.spawn()
}

/// Takes from this thread what an encoder does not need.
#[cfg(target_os = "linux")]
fn lock() {
    use rustix::thread::{CapabilitySet, remove_capability_from_bounding_set, set_no_new_privs};

    if let Err(error) = set_no_new_privs(true) {
        tracing::debug!(%error, "the encoder may gain rights on this system");
    }
    // Root may look into every process by these, unless they are gone before the program starts.
    let rights = [CapabilitySet::SYS_PTRACE, CapabilitySet::SYS_ADMIN, CapabilitySet::PERFMON];
    if rustix::process::geteuid().is_root()
        && let Err(error) = rights.into_iter().try_for_each(remove_capability_from_bounding_set)
    {
        tracing::debug!(%error, "the encoder keeps rights of root");
    }
    if let Err(error) = enter_domain() {
        tracing::debug!(%error, "the encoder may look into other processes on this system");
    }
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    if let Err(error) = filter::apply() {
        tracing::debug!(%error, "the encoder may use the network on this system");
    }
}

/// Moves this thread into a domain of its own (Landlock). From there no process outside can be traced, so that its
/// environment and memory cannot be read in `/proc` either, whoever owns it; and none can be sent a signal.
#[cfg(target_os = "linux")]
fn enter_domain() -> Result<(), landlock::RulesetError> {
    use landlock::{AccessFs, Ruleset, RulesetAttr, Scope};
    // A domain must refuse something in the file system, and an encoder makes no devices.
    let domain = Ruleset::default().handle_access(AccessFs::MakeChar | AccessFs::MakeBlock)?;
    domain.scope(Scope::Signal)?.create()?.restrict_self()?;
    Ok(())
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod filter {
    //! The calls that are refused, as "not permitted".

    use std::{collections::BTreeMap, env::consts::ARCH};

    use rustix::io::Errno;
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

    /// The numbers of `socket`, `socketpair`, `ptrace`, `process_vm_readv`, `process_vm_writev`, and of
    /// `io_uring_setup`, through which sockets could be opened without a call.
    #[cfg(target_arch = "x86_64")]
    const REFUSED: [i64; 6] = [41, 53, 101, 310, 311, 425];
    #[cfg(target_arch = "aarch64")]
    const REFUSED: [i64; 6] = [198, 199, 117, 270, 271, 425];

    pub(super) fn apply() -> Result<(), seccompiler::Error> {
        let refused = SeccompAction::Errno(Errno::PERM.raw_os_error().unsigned_abs());
        let rules: BTreeMap<_, _> = REFUSED.into_iter().map(|call| (call, Vec::new())).collect();
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, refused, ARCH.try_into()?)?;
        seccompiler::apply_filter(&BpfProgram::try_from(filter)?)
    }
}

/// Bounds what a process uses. A bound that is tighter already stays.
#[cfg(target_os = "linux")]
fn limit(child: &Child, bounds: Bounds) {
    use rustix::process::{Resource, Rlimit, getrlimit, prlimit};

    let pid = rustix::process::Pid::from_child(child);
    let limits =
        [(Resource::Cpu, bounds.processor), (Resource::Data, bounds.memory), (Resource::Fsize, bounds.file)];
    for (resource, bound) in limits {
        let now = getrlimit(resource);
        let tighter = |now: Option<u64>| Some(now.map_or(bound, |now| now.min(bound)));
        let limit = Rlimit { current: tighter(now.current), maximum: tighter(now.maximum) };
        if let Err(error) = prlimit(Some(pid), resource, limit) {
            tracing::debug!(%error, ?resource, "the encoder has no bound of its own on this system");
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn limit(_child: &Child, _bounds: Bounds) {}
