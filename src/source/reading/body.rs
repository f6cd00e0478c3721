//! One file: its bytes as they come from the store, and what its format makes of them.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};

use super::gunzip::{self, Unpacked};
use crate::{
    source::{
        answer::KnownIds,
        formats::{
            self,
            elements::{Edge, Elements, ListItems},
            format::{Contents, FileFacts, Format, Line, PartReader, Read, Role},
        },
        keys,
        skipped::{Reason, Skip, Skipped},
    },
    store::{Object, StoreError},
};

/// A file over this size is skipped, unless its format is read line by line.
pub(super) const LARGEST_FILE: u64 = 64 << 20;

/// No line of a known format is longer, in bytes: Ground Truth allows 100,000 characters.
const LONGEST_LINE: usize = 4 << 20;

/// So much of a file is enough to recognize its format, if there is a line break in it.
const HEAD: usize = 64 << 10;

/// How the format of a file is found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known {
    /// It is known already.
    Format(&'static Format),
    /// By its content, since somebody named the file.
    ByContent,
    /// By its content. The file was only found beside others, so it may be anything.
    Loose,
}

/// A file that was read.
pub(super) struct ReadFile {
    /// The format in which it was read; `None` if it was not read.
    pub(super) format: Option<&'static Format>,
    /// Whether it is in that format, rather than being taken for it by its name.
    pub(super) is_recognized: bool,
    /// What is in it, or why nothing of it can be used.
    pub(super) contents: Result<Contents, Skip>,
    /// What could not be used of it, or does not count.
    pub(super) skipped: Skipped,
    /// The tag of what was read, if the store has such tags.
    pub(super) etag: Option<String>,
}

impl Default for ReadFile {
    fn default() -> Self {
        let contents = Ok(Contents::default());
        Self { format: None, is_recognized: false, contents, skipped: Skipped::default(), etag: None }
    }
}

/// What is in a file of this format, all of whose bytes these are.
pub(super) fn whole_file(
    bytes: &[u8],
    format: &'static Format,
    facts: &FileFacts,
    name: &str,
) -> Option<ReadFile> {
    let Read::Whole(read) = format.read else { return None };
    let mut skipped = Skipped::default();
    let contents = without_skipped(read(bytes, facts), name, &mut skipped);
    Some(ReadFile { format: Some(format), is_recognized: true, contents, skipped, etag: None })
}

/// Moves what was skipped in a file to what was skipped in all.
fn without_skipped(
    contents: Result<Contents, Skip>,
    name: &str,
    skipped: &mut Skipped,
) -> Result<Contents, Skip> {
    contents.map(|mut contents| {
        contents.skipped.drain(..).for_each(|skip| skipped.add(name, skip));
        contents
    })
}

/// Reads one file. `key` is its whole key, `name` is what messages call it.
///
/// # Errors
/// When the body breaks off.
pub(super) async fn read_file(
    object: Object,
    known: Known,
    facts: &FileFacts,
    key: &str,
    name: &str,
    n_lines: &AtomicU64,
) -> Result<ReadFile, StoreError> {
    // The end of a short file is met twice: while its format is looked for, and while it is read.
    let mut object = Object { body: object.body.fuse().boxed(), ..object };
    let etag = object.etag.take();
    let mut is_cut = Arc::default();
    let recognized = match known {
        Known::Format(format) if format.role != Role::ObjectList => Some(format),
        _ => {
            let (cut, head) = opened(&mut object).await?;
            is_cut = cut;
            let format = match known {
                Known::Format(format) => Some(formats::of_role(format, &head)),
                Known::ByContent | Known::Loose => {
                    formats::with_head(&head, matches!(known, Known::Loose), &facts.columns)
                }
            };
            let body = stream::iter((!head.is_empty()).then_some(Ok(head))).chain(object.body).boxed();
            object = Object { body, ..object };
            format
        }
    };
    // What is named like an answer and is none should not go unnoticed.
    let format = recognized.or_else(|| keys::is_json(key).then_some(formats::OF_JSON));
    let mut skipped = Skipped::default();
    let contents = match format.map(|format| format.read) {
        None => Ok(Contents::default()),
        Some(Read::Nothing(lack)) => Err(Skip::new(Reason::NobodySaid, lack)),
        Some(Read::Elements(read)) => {
            let mut objects = Elements::default();
            parts(object, |byte| objects.see(byte), read, facts, name, &mut skipped, n_lines).await?
        }
        Some(Read::Items(list, read)) => {
            let mut items = ListItems::of(list);
            parts(object, |byte| items.see(byte), read, facts, name, &mut skipped, n_lines).await?
        }
        Some(Read::Lines(read)) => lines(object, read, facts, name, &mut skipped, n_lines).await?,
        Some(Read::Whole(read)) => match object.bytes(LARGEST_FILE).await? {
            Some(bytes) => read(&bytes, facts),
            None => Err(Skip::new(Reason::TooLarge, "over 64 MB")),
        },
    };
    let is_cut = is_cut.load(Ordering::Relaxed);
    let cut = Skip::new(Reason::Unreadable, "the gzip is cut off or damaged");
    let contents = match format {
        // Cut off before anything in it could be recognized.
        None if is_cut => Err(cut),
        Some(_) if is_cut => {
            skipped.add(name, cut);
            contents
        }
        _ => contents,
    };
    let contents = without_skipped(contents, name, &mut skipped);
    let is_recognized = recognized.is_some() || is_cut && matches!(known, Known::ByContent);
    Ok(ReadFile { format, is_recognized, contents, skipped, etag })
}

/// The first bytes of the body, which are taken from it, and whether the body turned out to be cut off. The body is
/// unpacked from here on if it is compressed.
pub(super) async fn opened(object: &mut Object) -> Result<(Arc<AtomicBool>, Bytes), StoreError> {
    let is_cut = Arc::new(AtomicBool::new(false));
    let first = head(object).await?;
    if !gunzip::is_gzip(&first) {
        return Ok((is_cut, first));
    }
    let packed = std::mem::replace(&mut object.body, stream::empty().boxed());
    let cut = Arc::clone(&is_cut);
    let bytes = move |unpacked| {
        let bytes = match unpacked {
            Ok(Unpacked::Bytes(bytes)) => Some(Ok(bytes)),
            Ok(Unpacked::Broken) => {
                cut.store(true, Ordering::Relaxed);
                None
            }
            Err(error) => Some(Err(error)),
        };
        std::future::ready(bytes)
    };
    let packed = stream::iter([Ok(first)]).chain(packed).boxed();
    object.body = gunzip::unpacked(packed).filter_map(bytes).boxed();
    Ok((is_cut, head(object).await?))
}

/// The first bytes of the body, which are taken from it.
async fn head(object: &mut Object) -> Result<Bytes, StoreError> {
    let mut head = BytesMut::new();
    while let Some(chunk) = object.body.next().await {
        head.extend_from_slice(&chunk?);
        if LONGEST_LINE <= head.len() || HEAD <= head.len() && head.contains(&b'\n') {
            break;
        }
    }
    Ok(head.freeze())
}

/// Reads a file line by line, however large. Of the file itself no more is held than a line and a chunk.
async fn lines(
    mut object: Object,
    read: PartReader,
    facts: &FileFacts,
    name: &str,
    skipped: &mut Skipped,
    n_lines: &AtomicU64,
) -> Result<Result<Contents, Skip>, StoreError> {
    let mut contents = Contents::default();
    let mut ids = KnownIds::default();
    let mut rest = BytesMut::new();
    let mut number = 0;
    while let Some(chunk) = object.body.next().await {
        rest.extend_from_slice(&chunk?);
        let (n_answers, before) = (contents.answers.len(), number);
        while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
            number += 1;
            contents.add_line(Line::new(&rest.split_to(end + 1), number), facts, read);
        }
        n_lines.fetch_add(number - before, Ordering::Relaxed);
        for (object, submission) in &mut contents.answers[n_answers..] {
            ids.share_object(object);
            ids.share(submission);
        }
        contents.skipped.drain(..).for_each(|skip| skipped.add(name, skip));
        if LONGEST_LINE < rest.len() {
            // No format has such lines, so this is another file.
            return Ok(Err(Skip::new(Reason::WrongShape, "a line over 4 MB")));
        }
        if contents.objects.is_hopeless() {
            // Each would be an object, and take memory, although nothing is known of it.
            return Ok(Err(Skip::new(Reason::WrongShape, "most lines cannot be read")));
        }
    }
    contents.add_line(Line::new(&rest, number + 1), facts, read);
    Ok(Ok(contents))
}

/// Reads the parts of a JSON file one by one, however many there are; `see` finds their edges. Of the file itself no more
/// is held than one part and a chunk.
async fn parts(
    mut object: Object,
    mut see: impl FnMut(u8) -> Option<Edge> + Send,
    read: PartReader,
    facts: &FileFacts,
    name: &str,
    skipped: &mut Skipped,
    n_parts: &AtomicU64,
) -> Result<Result<Contents, Skip>, StoreError> {
    let mut contents = Contents::default();
    let mut ids = KnownIds::default();
    let mut part = Vec::new();
    let mut number = 0;
    while let Some(chunk) = object.body.next().await {
        let (n_answers, before) = (contents.answers.len(), number);
        let chunk = chunk?;
        // Where in the chunk that begins which has not been kept yet.
        let mut from = (!part.is_empty()).then_some(0);
        for (n, &byte) in chunk.iter().enumerate() {
            match see(byte) {
                Some(Edge::Begin) => from = Some(n),
                Some(Edge::End) => {
                    part.extend_from_slice(&chunk[from.take().unwrap_or(n)..=n]);
                    number += 1;
                    contents.add_entry(Line { text: &part, number, is_cut: false }, facts, read);
                    part.clear();
                }
                None => {}
            }
        }
        part.extend_from_slice(&chunk[from.unwrap_or(chunk.len())..]);
        for (object, submission) in &mut contents.answers[n_answers..] {
            ids.share_object(object);
            ids.share(submission);
        }
        contents.skipped.drain(..).for_each(|skip| skipped.add(name, skip));
        n_parts.fetch_add(number - before, Ordering::Relaxed);
        if LARGEST_FILE < part.len() as u64 {
            return Ok(Err(Skip::new(Reason::TooLarge, "an entry over 64 MB")));
        }
    }
    if !part.is_empty() {
        contents.add_entry(Line { text: &part, number: number + 1, is_cut: true }, facts, read);
    }
    Ok(Ok(contents))
}
