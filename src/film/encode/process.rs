//! A running ffmpeg that can be ended from anywhere: by whoever holds its stopper, and by its own idleness.
//!
//! A film takes two of them, one after the other: one that encodes, and one that reads the film again. Both are
//! under the same stopper, and once that was used none is started any more.

use std::{
    io,
    process::{Child, Command, ExitStatus},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use super::{
    confine::{self, Bounds},
    error::EncodeError,
};

/// How often ffmpeg is asked whether it has ended.
const A_MOMENT: Duration = Duration::from_millis(2);

/// How often it is looked at whether anything goes on.
const TICK: Duration = Duration::from_millis(100);

/// Ends ffmpeg from another thread, even while it is waited for.
#[derive(Clone, Debug, Default)]
pub struct Stopper(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    running: Mutex<Running>,
    /// Grows with everything that goes on.
    steps: AtomicU64,
}

#[derive(Debug, Default)]
struct Running {
    child: Option<Child>,
    end: Option<End>,
}

/// Who ended it.
#[derive(Clone, Copy, Debug)]
enum End {
    /// Somebody who holds the stopper.
    Asked,
    /// The time limit.
    Idle,
}

impl Stopper {
    /// Kills ffmpeg; a pending or later write or finish fails. Does nothing if everything has ended.
    pub fn stop(&self) {
        self.end(End::Asked);
    }

    fn end(&self, end: End) {
        let mut running = self.running();
        running.end.get_or_insert(end);
        running.kill();
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a program, and hands out its ends of the pipes with `take`.
    ///
    /// # Errors
    /// When it cannot be started, or must not be any more.
    pub(super) fn start<T>(
        &self,
        command: &mut Command,
        bounds: Bounds,
        take: impl FnOnce(&mut Child) -> T,
    ) -> io::Result<T> {
        let mut running = self.running();
        if running.end.is_some() {
            return Err(io::Error::from(io::ErrorKind::Interrupted));
        }
        let mut child = confine::start(command, bounds)?;
        let taken = take(&mut child);
        running.child = Some(child);
        self.step();
        Ok(taken)
    }

    /// Something went on.
    pub(super) fn step(&self) {
        self.0.steps.fetch_add(1, Ordering::Relaxed);
    }

    /// The error of an ffmpeg that did not end by itself, but was ended from here.
    pub(super) fn fault(&self, patience: Duration) -> Option<EncodeError> {
        self.running().end.map(|end| match end {
            End::Asked => EncodeError::Asked,
            End::Idle => EncodeError::Idle { seconds: patience.as_secs() },
        })
    }

    /// The process id of what was started last.
    pub(super) fn id(&self) -> u32 {
        self.running().child.as_ref().map_or(0, Child::id)
    }

    /// How it ended, if it has.
    pub(super) fn status(&self) -> io::Result<Option<ExitStatus>> {
        match &mut self.running().child {
            Some(child) => child.try_wait(),
            None => Ok(None),
        }
    }

    /// Waits until it has ended, and leaves room for somebody else to kill it meanwhile.
    pub(super) fn wait(&self) -> io::Result<ExitStatus> {
        loop {
            if let Some(status) = self.status()? {
                return Ok(status);
            }
            thread::sleep(A_MOMENT);
        }
    }

    /// Kills it and waits for it, if it runs.
    pub(super) fn reap(&self) {
        let mut running = self.running();
        running.kill();
        if let Some(child) = &mut running.child {
            let _ = child.wait();
        }
    }

    /// Ends whatever runs once nothing has gone on for `patience`; the watch is over when what is returned is dropped.
    ///
    /// Ticks are counted instead of asking a clock: a machine that sleeps does not make ffmpeg late.
    pub(super) fn watch(&self, patience: Duration) -> Watch {
        let (over, is_over) = mpsc::channel();
        let stopper = self.clone();
        thread::spawn(move || {
            let most = (patience.as_millis() / TICK.as_millis()).max(1);
            let (mut seen, mut idle) = (0, 0);
            while is_over.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                let steps = stopper.0.steps.load(Ordering::Relaxed);
                idle = if steps == seen { idle + 1 } else { 0 };
                seen = steps;
                if most <= idle {
                    return stopper.end(End::Idle);
                }
            }
        });
        Watch { _over: Mutex::new(over) }
    }
}

/// Somebody looks whether anything goes on, until this is dropped.
#[derive(Debug)]
pub(super) struct Watch {
    /// Behind a lock for `Sync` alone.
    _over: Mutex<mpsc::Sender<()>>,
}

impl Running {
    /// Kills it with everything that it has started, unless it has ended.
    fn kill(&mut self) {
        let Some(child) = &mut self.child else { return };
        // The id of a process that was waited for may be another's by now.
        if matches!(child.try_wait(), Ok(Some(_))) {
            return;
        }
        #[cfg(unix)]
        {
            use rustix::process::{Pid, Signal, kill_process_group};
            let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
        }
        let _ = child.kill();
    }
}
