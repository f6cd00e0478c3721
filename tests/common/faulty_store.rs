//! A store that fails where a test wants it to.

use std::{
    future::pending,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};

use bytes::Bytes;
use futures_util::{StreamExt, stream, stream::BoxStream};
use labelrace::store::{Entry, FolderItem, Object, Store, StoreError, Trouble, When};
use tokio_util::sync::CancellationToken;

/// A fault, and when it happens. Calls are counted from 1, over the life of the store.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// The k-th item that is listed is an error instead.
    ListItem(usize),
    /// The k-th get fails.
    Get(usize),
    /// The body of the k-th get breaks off.
    Cut { get: usize, after_bytes: usize },
    /// The k-th put fails, and nothing is written.
    Put(usize),
    /// The k-th put is done, but its answer is lost.
    PutUnanswered(usize),
    /// The k-th put is answered as one that somebody else was faster than, and nothing is written.
    PutRefused(usize),
    /// The k-th put is never answered; what came of it is told by `written`.
    PutHangs { put: usize, written: bool },
    /// The k-th get is never answered.
    GetHangs(usize),
}

/// `inner`, with faults.
pub(crate) struct Faulty<S> {
    inner: S,
    trouble: Trouble,
    faults: Vec<Fault>,
    n_listed: AtomicUsize,
    n_gets: AtomicUsize,
    n_puts: AtomicUsize,
    /// Told when a call hangs.
    hung: CancellationToken,
}

impl<S: Store> Faulty<S> {
    /// Every one of `faults` is told as `trouble`.
    pub(crate) fn new(inner: S, trouble: Trouble, faults: &[Fault]) -> Self {
        Self {
            inner,
            trouble,
            faults: faults.to_vec(),
            n_listed: AtomicUsize::new(0),
            n_gets: AtomicUsize::new(0),
            n_puts: AtomicUsize::new(0),
            hung: CancellationToken::new(),
        }
    }

    /// The same, and `hung` hears of the first call that hangs.
    pub(crate) fn tells(self, hung: CancellationToken) -> Self {
        Self { hung, ..self }
    }

    fn has(&self, is_it: impl Fn(&Fault) -> bool) -> bool {
        self.faults.iter().any(is_it)
    }

    /// Never comes back.
    async fn hang(&self) {
        self.hung.cancel();
        pending::<()>().await;
    }

    /// The error of the first fault that `is_it`.
    fn error(&self, what: &str, is_it: impl Fn(&Fault) -> bool) -> Option<StoreError> {
        let fault = self.faults.iter().find(|fault| is_it(fault))?;
        let source = Some(format!("a fault of the test: {fault:?}").into());
        Some(StoreError { what: what.to_owned(), trouble: self.trouble.clone(), source })
    }

    fn listed(&self, item: Result<Entry, StoreError>) -> Result<Entry, StoreError> {
        let k = next(&self.n_listed);
        let what = item.as_ref().map_or_else(|error| error.what.clone(), |entry| entry.key.clone());
        match self.error(&what, |fault| matches!(fault, Fault::ListItem(n) if *n == k)) {
            Some(error) => Err(error),
            None => item,
        }
    }

    /// How many bytes of the body of the k-th get come through, if it is cut.
    fn cut(&self, k: usize) -> Option<usize> {
        self.faults.iter().find_map(|fault| match fault {
            Fault::Cut { get, after_bytes } if *get == k => Some(*after_bytes),
            _ => None,
        })
    }
}

/// `body` up to `room` bytes, and then `error`.
fn cut_off(body: Body, room: usize, error: StoreError) -> Body {
    stream::unfold((body, room, Some(error)), |(mut body, room, error)| async move {
        let error = error?;
        match body.next().await {
            Some(Ok(mut chunk)) if 0 < room => {
                chunk.truncate(room);
                let room = room - chunk.len();
                Some((Ok(chunk), (body, room, Some(error))))
            }
            Some(Err(its_own)) => Some((Err(its_own), (body, 0, None))),
            _ => Some((Err(error), (body, 0, None))),
        }
    })
    .boxed()
}

type Body = BoxStream<'static, Result<Bytes, StoreError>>;

fn next(counter: &AtomicUsize) -> usize {
    counter.fetch_add(1, Ordering::SeqCst) + 1
}

#[deny(clippy::missing_trait_methods)]
impl<S: Store> Store for Faulty<S> {
    fn list(&self, prefix: &str) -> BoxStream<'_, Result<Entry, StoreError>> {
        let items = self.inner.list(prefix);
        items.map(|item| self.listed(item)).boxed()
    }

    fn list_marked(&self, prefix: &str, marks: Vec<String>) -> BoxStream<'_, Result<Entry, StoreError>> {
        let items = self.inner.list_marked(prefix, marks);
        items.map(|item| self.listed(item)).boxed()
    }

    fn children(&self, folder: &str) -> BoxStream<'_, Result<FolderItem, StoreError>> {
        self.inner.children(folder)
    }

    fn get_here(&self, _key: &str) -> Option<Result<Object, StoreError>> {
        None
    }

    fn read_here(&self, _key: &str, _size: usize, _room: &mut Vec<u8>) -> bool {
        false
    }

    fn is_here(&self) -> bool {
        false
    }

    async fn get(&self, key: &str) -> Result<Object, StoreError> {
        let k = next(&self.n_gets);
        if self.has(|fault| matches!(fault, Fault::GetHangs(n) if *n == k)) {
            self.hang().await;
        }
        if let Some(error) = self.error(key, |fault| matches!(fault, Fault::Get(n) if *n == k)) {
            return Err(error);
        }
        let mut object = self.inner.get(key).await?;
        let error = self.error(key, |fault| matches!(fault, Fault::Cut { get, .. } if *get == k));
        if let (Some(room), Some(error)) = (self.cut(k), error) {
            object.body = cut_off(object.body, room, error);
        }
        Ok(object)
    }

    async fn put(
        &self,
        key: &str,
        body: Bytes,
        content_type: &str,
        when: When,
    ) -> Result<Option<String>, StoreError> {
        let k = next(&self.n_puts);
        if self.has(|fault| matches!(fault, Fault::PutHangs { put, written: false } if *put == k)) {
            self.hang().await;
        }
        if self.has(|fault| matches!(fault, Fault::PutRefused(n) if *n == k)) {
            return Err(StoreError { what: key.to_owned(), trouble: Trouble::Exists, source: None });
        }
        if let Some(error) = self.error(key, |fault| matches!(fault, Fault::Put(n) if *n == k)) {
            return Err(error);
        }
        let done = self.inner.put(key, body, content_type, when).await;
        if self.has(|fault| matches!(fault, Fault::PutHangs { put, written: true } if *put == k)) {
            self.hang().await;
        }
        match self.error(key, |fault| matches!(fault, Fault::PutUnanswered(n) if *n == k)) {
            Some(error) => Err(error),
            None => done,
        }
    }

    /// A put like any other.
    async fn put_file(&self, key: &str, file: &Path, content_type: &str) -> Result<(), StoreError> {
        let body = std::fs::read(file).unwrap();
        self.put(key, body.into(), content_type, When::Always).await.map(drop)
    }
}
