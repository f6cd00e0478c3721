//! The pages of a listing.

use std::{borrow::Cow, collections::VecDeque};

use aws_sdk_s3::{Client, operation::list_objects_v2::ListObjectsV2Output, types::EncodingType};
use chrono::DateTime;
use futures_util::{StreamExt, stream, stream::BoxStream};
use percent_encoding::percent_decode_str;

use super::bucket::S3;
use crate::{
    aws::is_garbled,
    store::{
        error::{StoreError, Trouble},
        object::{Entry, FolderItem},
    },
};

/// So many parts of a listing are on their way at once.
const PARTS_AT_ONCE: usize = 10;

/// A part of a listing is worth a request of its own if it is so many pages long.
const LEAST_PAGES: usize = 3;

/// So many pages of a part are fetched before those ahead of it have been read: what was listed waits in memory.
const MOST_PAGES: usize = 24;

/// The page that a listing asks for next.
enum Next {
    First,
    After(String),
}

/// A stretch of keys: all that come after the one and not after the other.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct KeyRange {
    after: Option<String>,
    until: Option<String>,
}

impl S3 {
    /// The listing of `prefix`, in parts that lie between some of the `marks`, and in the order of the keys.
    pub(super) fn parts(&self, prefix: &str, marks: Vec<String>) -> BoxStream<'_, Result<Entry, StoreError>> {
        let stretches = stretches(prefix, marks);
        let prefix = prefix.to_owned();
        let part = move |stretch: KeyRange| {
            let mut pages = self.pages(prefix.clone(), stretch).fuse();
            async move {
                let mut first = VecDeque::new();
                while first.len() < MOST_PAGES
                    && let Some(page) = pages.next().await
                {
                    first.push_back(page);
                }
                stream::iter(first).chain(pages)
            }
        };
        stream::iter(stretches).map(part).buffered(PARTS_AT_ONCE).flatten().flat_map(stream::iter).boxed()
    }

    /// What lies directly in a folder, page by page.
    pub(super) fn items(&self, folder: &str) -> BoxStream<'_, Result<FolderItem, StoreError>> {
        let folder = folder.to_owned();
        let pages = stream::unfold(Some(Next::First), move |next| {
            let folder = folder.clone();
            async move {
                let token = match next? {
                    Next::First => None,
                    Next::After(token) => Some(token),
                };
                let page = match self.page(&folder, None, token.as_deref(), Some("/")).await {
                    Ok(page) => page,
                    Err(error) => return Some((vec![Err(error)], None)),
                };
                let mut items = self.folders(&page);
                let (files, next) = self.entries(&folder, token.as_deref(), page);
                // A program that shows a bucket as folders may have made an object that is called like one.
                let files =
                    files.into_iter().filter(|file| file.as_ref().map_or(true, |file| file.key != folder));
                items.extend(files.map(|file| file.map(FolderItem::File)));
                Some((items, next.map(Next::After)))
            }
        });
        pages.flat_map(stream::iter).boxed()
    }

    /// The folders on a page.
    fn folders(&self, page: &ListObjectsV2Output) -> Vec<Result<FolderItem, StoreError>> {
        let is_encoded = page.encoding_type == Some(EncodingType::Url);
        let folder = |raw: &str| {
            let key = if is_encoded { decode(raw) } else { Some(raw.to_owned()) };
            key.map(FolderItem::Folder).ok_or_else(|| self.not_text(raw))
        };
        page.common_prefixes().iter().filter_map(|common| common.prefix()).map(folder).collect()
    }

    fn not_text(&self, raw: &str) -> StoreError {
        let source = Some("the key is not valid UTF-8".into());
        StoreError { what: self.address(raw), trouble: Trouble::Unsupported, source }
    }

    /// The pages of a stretch. One that cannot be fetched ends it with an error.
    fn pages(&self, prefix: String, stretch: KeyRange) -> BoxStream<'_, Items> {
        stream::unfold(Some(Next::First), move |next| {
            let (prefix, stretch) = (prefix.clone(), stretch.clone());
            async move {
                let token = match next? {
                    Next::First => None,
                    Next::After(token) => Some(token),
                };
                let page = self.page(&prefix, stretch.after.as_deref(), token.as_deref(), None).await;
                let (mut items, next) = match page {
                    Ok(page) => self.entries(&prefix, token.as_deref(), page),
                    Err(error) => (vec![Err(error)], None),
                };
                let mut next = next.map(Next::After);
                if let Some(until) = &stretch.until {
                    let is_beyond = |item: &Result<Entry, StoreError>| {
                        item.as_ref().is_ok_and(|entry| until.as_str() < entry.key.as_str())
                    };
                    if let Some(end) = items.iter().position(is_beyond) {
                        items.truncate(end);
                        next = None;
                    } else if items
                        .last()
                        .is_some_and(|last| last.as_ref().is_ok_and(|last| last.key == *until))
                    {
                        // The next part begins here.
                        next = None;
                    }
                }
                Some((items, next))
            }
        })
        .boxed()
    }

    async fn page(
        &self,
        prefix: &str,
        after: Option<&str>,
        token: Option<&str>,
        delimiter: Option<&str>,
    ) -> Result<ListObjectsV2Output, StoreError> {
        let ask = |client: Client| {
            client
                .list_objects_v2()
                .bucket(&self.bucket)
                .prefix(prefix)
                .set_delimiter(delimiter.map(str::to_owned))
                .set_start_after(after.filter(|_| token.is_none()).map(str::to_owned))
                .set_continuation_token(token.map(str::to_owned))
                // A key may hold characters that XML cannot.
                .encoding_type(EncodingType::Url)
                .send()
        };
        let mut page = self.send(ask).await;
        if page.as_ref().is_ok_and(is_short) || page.as_ref().is_err_and(is_garbled) {
            page = self.send(ask).await;
        }
        let page = page.map_err(|error| self.error(prefix, error))?;
        if is_short(&page) {
            let source = Some("a page of the listing came without its end".into());
            return Err(StoreError { what: self.address(prefix), trouble: Trouble::Unavailable, source });
        }
        Ok(page)
    }

    /// The entries of one page, and the token of the next one, if there is one.
    fn entries(
        &self,
        prefix: &str,
        asked: Option<&str>,
        page: ListObjectsV2Output,
    ) -> (Items, Option<String>) {
        let is_encoded = page.encoding_type == Some(EncodingType::Url);
        // An empty page has no list at all.
        let objects = page.contents.unwrap_or_default();
        let mut items: Items = objects.into_iter().map(|object| self.entry(object, is_encoded)).collect();
        if page.is_truncated != Some(true) {
            return (items, None);
        }
        let next = page.next_continuation_token.filter(|next| Some(next.as_str()) != asked);
        if next.is_none() {
            // Better an error than half a listing, or the same page forever.
            items.push(Err(StoreError {
                what: self.address(prefix),
                trouble: Trouble::Other,
                source: Some("the listing goes on, but the service did not say where".into()),
            }));
        }
        (items, next)
    }

    fn entry(&self, object: aws_sdk_s3::types::Object, is_encoded: bool) -> Result<Entry, StoreError> {
        let raw = object.key.unwrap_or_default();
        let key = if is_encoded { decode(&raw) } else { Some(raw.clone()) };
        let Some(key) = key else { return Err(self.not_text(&raw)) };
        Ok(Entry {
            key,
            size: object.size.and_then(|size| size.try_into().ok()).unwrap_or_default(),
            etag: object.e_tag,
            modified: object.last_modified.and_then(|t| DateTime::from_timestamp(t.secs(), t.subsec_nanos())),
        })
    }
}

type Items = Vec<Result<Entry, StoreError>>;

/// Stretches that are all keys together, between some of the marks. Marks that cannot be keys of this listing do not
/// count; whatever the others are, no key is in two stretches or in none.
fn stretches(prefix: &str, mut marks: Vec<String>) -> Vec<KeyRange> {
    marks.retain(|mark| mark.starts_with(prefix));
    marks.sort_unstable();
    marks.dedup();
    let n_pages = marks.len() + 1;
    let n = (PARTS_AT_ONCE * n_pages.div_ceil(PARTS_AT_ONCE * MOST_PAGES)).min(n_pages / LEAST_PAGES).max(1);
    let mut cuts: Vec<Option<String>> = vec![None];
    cuts.extend((1..n).filter_map(|part| marks.get(part * n_pages / n - 1).cloned()).map(Some));
    cuts.push(None);
    cuts.windows(2).map(|cut| KeyRange { after: cut[0].clone(), until: cut[1].clone() }).collect()
}

/// Whether a page holds less than it says. The SDK takes a page whose XML stops in the middle for a whole one; the
/// count before the entries gives it away.
fn is_short(page: &ListObjectsV2Output) -> bool {
    let listed = page.contents().len() + page.common_prefixes().len();
    page.key_count.is_some_and(|told| usize::try_from(told) != Ok(listed))
}

/// A key as a listing with `encoding-type=url` writes it: a space is a plus.
fn decode(key: &str) -> Option<String> {
    let key: Cow<'_, str> = if key.contains('+') { key.replace('+', " ").into() } else { key.into() };
    percent_decode_str(&key).decode_utf8().ok().map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marks(n: usize) -> Vec<String> {
        (1..=n).map(|n| format!("a/{n:06}")).collect()
    }

    #[test]
    fn a_listing_is_split_where_that_is_worth_it() {
        assert_eq!(stretches("a/", Vec::new()), [KeyRange::default()]);
        assert_eq!(stretches("a/", marks(4)).len(), 1);
        assert_eq!(stretches("a/", marks(5)).len(), 2);
        assert_eq!(stretches("a/", marks(100)).len(), 10);
        let parts = stretches("a/", marks(1000));
        assert_eq!(parts.len(), 50);
        assert_eq!((&parts[0].after, &parts[49].until), (&None, &None));
        assert!(parts.windows(2).all(|two| two[0].until == two[1].after && two[0].until.is_some()));
    }

    proptest! {
        #[test]
        fn every_key_is_in_one_stretch(
            marks in prop::collection::vec("[ab]/?[a-c]{0,3}", 0..60),
            keys in prop::collection::vec("a/[a-c]{0,4}", 0..20),
        ) {
            let stretches = stretches("a/", marks);
            for key in keys {
                let is_in = |stretch: &&KeyRange| {
                    stretch.after.as_ref().is_none_or(|after| *after < key)
                        && stretch.until.as_ref().is_none_or(|until| key <= *until)
                };
                prop_assert_eq!(stretches.iter().filter(is_in).count(), 1);
            }
        }
    }
}
