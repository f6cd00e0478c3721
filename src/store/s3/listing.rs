//! The pages of a listing.

use std::borrow::Cow;

use aws_sdk_s3::{Client, operation::list_objects_v2::ListObjectsV2Output, types::EncodingType};
use chrono::DateTime;
use percent_encoding::percent_decode_str;

use super::bucket::S3;
use crate::{
    aws::is_garbled,
    store::{
        error::{StoreError, Trouble},
        object::Entry,
    },
};

impl S3 {
    pub(super) async fn page(
        &self,
        prefix: &str,
        token: Option<&str>,
    ) -> Result<ListObjectsV2Output, StoreError> {
        let ask = |client: Client| {
            client
                .list_objects_v2()
                .bucket(&self.bucket)
                .prefix(prefix)
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
    pub(super) fn entries(
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
        let Some(key) = key else {
            let source = Some("the key is not valid UTF-8".into());
            return Err(StoreError { what: self.address(&raw), trouble: Trouble::Unsupported, source });
        };
        Ok(Entry {
            key,
            size: object.size.and_then(|size| size.try_into().ok()).unwrap_or_default(),
            etag: object.e_tag,
            modified: object.last_modified.and_then(|t| DateTime::from_timestamp(t.secs(), t.subsec_nanos())),
        })
    }
}

pub(super) type Items = Vec<Result<Entry, StoreError>>;

/// Whether a page holds less than it says. The SDK takes a page whose XML stops in the middle for a whole one; the
/// count before the entries gives it away.
fn is_short(page: &ListObjectsV2Output) -> bool {
    page.key_count.is_some_and(|told| usize::try_from(told) != Ok(page.contents().len()))
}

/// A key as a listing with `encoding-type=url` writes it: a space is a plus.
fn decode(key: &str) -> Option<String> {
    let key: Cow<'_, str> = if key.contains('+') { key.replace('+', " ").into() } else { key.into() };
    percent_decode_str(&key).decode_utf8().ok().map(Cow::into_owned)
}
