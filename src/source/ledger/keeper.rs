//! Where a ledger lies from run to run. Nothing here ever fails a run: without its ledger it only takes longer.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{task::spawn_blocking, time::timeout};

use super::{
    book::Ledger,
    pack::{LARGEST_LEDGER, PackError},
};
use crate::store::{self, Store, StoreError, Trouble, When};

/// How long a ledger is waited for. To read everything anew takes longer than this only where a ledger saves most.
const PATIENCE: Duration = Duration::from_mins(1);

/// So long before a run ends what it has read so far is written, so that the next one goes on from there: it takes about
/// a second for a million answers.
pub const LEDGER_MARGIN: Duration = Duration::from_secs(10);

/// What is known of the object that the ledger lies in.
#[derive(Clone, Debug)]
enum Found {
    /// Nothing, so it is left alone.
    Unknown,
    /// There is none.
    Nothing,
    /// It has this tag, or none because the store has no tags.
    Tagged(Option<String>),
}

/// A ledger, and where it lies.
#[derive(Debug)]
pub struct LedgerKeeper<'a, S> {
    store: &'a S,
    key: String,
    ledger: Arc<Ledger>,
    found: Mutex<Found>,
}

/// Why a ledger could not be used, or not be kept.
#[derive(Debug, thiserror::Error)]
pub enum LedgerWarning {
    /// What is there cannot be used.
    #[error("the ledger of earlier readings cannot be used ({0}), so every file is read anew")]
    Unusable(#[from] PackError),
    /// It could not be read.
    #[error("the ledger of earlier readings could not be read ({}), so every file is read anew", .0.trouble)]
    Unread(StoreError),
    /// It could not be written.
    #[error("the ledger of this reading could not be written ({}), so the next run reads every file anew", .0.trouble)]
    Unwritten(StoreError),
    /// It took too long.
    #[error("the ledger of earlier readings did not come in time, so every file is read anew")]
    Late,
    /// It took too long.
    #[error("the ledger of this reading could not be written in time, so the next run reads every file anew")]
    WrittenLate,
}

impl<'a, S: Store> LedgerKeeper<'a, S> {
    /// The ledger of `source`, which lies in `store` under `key`. It is empty until it is loaded.
    pub fn new(store: &'a S, key: String, source: &str) -> Self {
        Self::over(store, key, Arc::new(Ledger::new(source)))
    }

    /// This ledger, which is to lie in `store` under `key`.
    pub fn over(store: &'a S, key: String, ledger: Arc<Ledger>) -> Self {
        Self { store, key, ledger, found: Mutex::new(Found::Unknown) }
    }

    /// The ledger itself, for a reading.
    pub fn ledger(&self) -> Arc<Ledger> {
        Arc::clone(&self.ledger)
    }

    fn found(&self, found: Found) {
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = found;
    }

    /// Fills it with what was kept. If `is_anew`, nothing of that is used, and it will be replaced.
    ///
    /// # Errors
    /// When it cannot be used, which is to be told and changes nothing else.
    pub async fn load(&self, is_anew: bool) -> Result<(), LedgerWarning> {
        match timeout(PATIENCE, store::whole(self.store, &self.key, LARGEST_LEDGER)).await {
            Err(_) => Err(LedgerWarning::Late),
            Ok(Err(error)) if error.trouble == Trouble::NotFound => {
                self.found(Found::Nothing);
                Ok(())
            }
            Ok(Err(error)) => Err(LedgerWarning::Unread(error)),
            Ok(Ok(None)) => {
                // Whatever it is, it is in the way.
                self.found(Found::Tagged(None));
                let _ = self.ledger.fill(&[]);
                Err(PackError::TooLarge.into())
            }
            Ok(Ok(Some(whole))) => {
                self.found(Found::Tagged(whole.etag));
                if is_anew {
                    return Ok(());
                }
                let ledger = self.ledger();
                let filled = spawn_blocking(move || ledger.fill(&whole.bytes)).await;
                Ok(filled.unwrap_or(Err(PackError::Damaged))?)
            }
        }
    }

    /// Writes it if it has changed. Where another run has written its own meanwhile, that one stays.
    ///
    /// # Errors
    /// When it cannot be written, which is to be told and changes nothing else.
    pub async fn save(&self) -> Result<(), LedgerWarning> {
        let when = match &*self.found.lock().unwrap_or_else(PoisonError::into_inner) {
            Found::Unknown => return Ok(()),
            Found::Nothing => When::Absent,
            Found::Tagged(None) => When::Always,
            Found::Tagged(Some(tag)) => When::Tag(tag.clone()),
        };
        let ledger = self.ledger();
        let Ok(Some(bytes)) = spawn_blocking(move || ledger.changed()).await else { return Ok(()) };
        if LARGEST_LEDGER < bytes.len() as u64 {
            tracing::debug!(bytes = bytes.len(), "the ledger is too large to be kept");
            return Ok(());
        }
        let put = self.store.put(&self.key, bytes.into(), "application/octet-stream", when);
        match timeout(PATIENCE, put).await {
            Err(_) => Err(LedgerWarning::WrittenLate),
            Ok(Ok(tag)) => {
                self.found(Found::Tagged(tag));
                self.ledger.written();
                Ok(())
            }
            Ok(Err(error)) => {
                self.found(Found::Unknown);
                if error.trouble == Trouble::Exists {
                    tracing::debug!("another run has written the ledger meanwhile");
                    return Ok(());
                }
                Err(LedgerWarning::Unwritten(error))
            }
        }
    }
}
