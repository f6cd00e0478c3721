//! A folder as a store (temporary).
use super::{Entry, Object, Store, StoreError, Trouble, When};
use bytes::Bytes;
use futures_util::{
    StreamExt,
    stream::{self, BoxStream},
};
use std::path::PathBuf;
/// A folder.
#[derive(Debug)]
pub struct Dir {
    root: PathBuf,
}
impl Dir {
    /// new
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }
}
fn err(what: String, e: std::io::Error) -> StoreError {
    let trouble = match e.kind() {
        std::io::ErrorKind::NotFound => Trouble::NotFound,
        std::io::ErrorKind::PermissionDenied => Trouble::Denied,
        _ => Trouble::Other,
    };
    StoreError { what, trouble, source: Some(e.into()) }
}
impl Store for Dir {
    fn list(&self, prefix: &str) -> BoxStream<'_, Result<Entry, StoreError>> {
        let base = self.root.join(prefix);
        let items: Vec<_> = walkdir::WalkDir::new(&base)
            .follow_links(true)
            .into_iter()
            .filter_map(|e| match e {
                Ok(e) if e.file_type().is_file() => Some(Ok(Entry {
                    key: e.path().strip_prefix(&self.root).unwrap_or(e.path()).to_string_lossy().into_owned(),
                    size: e.metadata().map(|m| m.len()).unwrap_or(0),
                    etag: None,
                    modified: None,
                })),
                Ok(_) => None,
                Err(e) => {
                    Some(Err(err(e.path().map(|p| p.display().to_string()).unwrap_or_default(), e.into())))
                }
            })
            .collect();
        stream::iter(items).boxed()
    }
    async fn get(&self, key: &str) -> Result<Object, StoreError> {
        let path = self.root.join(key);
        let bytes = std::fs::read(&path).map_err(|e| err(path.display().to_string(), e))?;
        Ok(Object { etag: None, body: stream::iter([Ok(Bytes::from(bytes))]).boxed() })
    }
    async fn put(&self, key: &str, body: Bytes, _t: &str, _w: When) -> Result<Option<String>, StoreError> {
        let path = self.root.join(key);
        std::fs::create_dir_all(path.parent().unwrap_or(&self.root))
            .map_err(|e| err(path.display().to_string(), e))?;
        std::fs::write(&path, &body).map_err(|e| err(path.display().to_string(), e))?;
        Ok(None)
    }
}
