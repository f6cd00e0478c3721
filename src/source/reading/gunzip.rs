//! Bodies that are compressed with gzip, unpacked as they arrive.

use std::io::{self, Write as _};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use futures_util::{StreamExt, stream, stream::BoxStream};

use crate::store::StoreError;

/// What a body of gzip begins with.
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// So many compressed bytes are unpacked at once: gzip shrinks nothing by more than a factor of 1032, so what comes out
/// has at most 17 MB.
const PIECE: usize = 16 << 10;

/// What comes out of a body.
pub(super) enum Unpacked {
    /// Bytes.
    Bytes(Bytes),
    /// Nothing more: it is cut off, or no gzip from here on.
    Broken,
}

type Body = BoxStream<'static, Result<Bytes, StoreError>>;

/// Whether a body that begins like this is compressed.
pub(super) fn is_gzip(head: &[u8]) -> bool {
    head.starts_with(&MAGIC)
}

/// The bytes in a compressed body, however many files follow each other in it.
pub(super) fn unpacked(body: Body) -> BoxStream<'static, Result<Unpacked, StoreError>> {
    let state = Some((body, MultiGzDecoder::new(Vec::new()), Bytes::new()));
    stream::unfold(state, |state| async move {
        let (mut body, mut decoder, mut rest) = state?;
        if rest.is_empty() {
            match body.next().await {
                Some(Ok(chunk)) => rest = chunk,
                Some(Err(error)) => return Some((Err(error), None)),
                None => return end(decoder).map(|last| (Ok(last), None)),
            }
        }
        let piece = rest.split_to(PIECE.min(rest.len()));
        match unpack(&mut decoder, &piece) {
            Ok(bytes) => Some((Ok(Unpacked::Bytes(bytes)), Some((body, decoder, rest)))),
            Err(_) => Some((Ok(Unpacked::Broken), None)),
        }
    })
    .fuse()
    .boxed()
}

fn unpack(decoder: &mut MultiGzDecoder<Vec<u8>>, piece: &[u8]) -> io::Result<Bytes> {
    decoder.write_all(piece)?;
    Ok(std::mem::take(decoder.get_mut()).into())
}

/// What the decoder still holds when the body is over.
fn end(mut decoder: MultiGzDecoder<Vec<u8>>) -> Option<Unpacked> {
    match decoder.try_finish() {
        Ok(()) => {
            let last = std::mem::take(decoder.get_mut());
            (!last.is_empty()).then(|| Unpacked::Bytes(last.into()))
        }
        Err(_) => Some(Unpacked::Broken),
    }
}

#[cfg(test)]
mod tests {
    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    async fn unpack(bytes: &[u8], chunk: usize) -> (Vec<u8>, bool) {
        let chunks: Vec<_> = bytes.chunks(chunk).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
        let mut unpacked = unpacked(stream::iter(chunks).boxed());
        let (mut all, mut is_broken) = (Vec::new(), false);
        while let Some(unpacked) = unpacked.next().await {
            match unpacked.unwrap() {
                Unpacked::Bytes(bytes) => all.extend_from_slice(&bytes),
                Unpacked::Broken => is_broken = true,
            }
        }
        (all, is_broken)
    }

    #[tokio::test]
    async fn files_behind_each_other_are_one() {
        let bytes = [packed(b"one\n"), packed(b""), packed(b"two\n")].concat();
        assert!(is_gzip(&bytes) && !is_gzip(b"one"));
        for chunk in [1, 7, 1000] {
            assert_eq!(unpack(&bytes, chunk).await, (b"one\ntwo\n".to_vec(), false));
        }
    }

    #[tokio::test]
    async fn what_is_cut_gives_what_was_there() {
        let text: Vec<u8> = (0..50_000u32).flat_map(u32::to_le_bytes).collect();
        let bytes = packed(&text);
        let (all, is_broken) = unpack(&bytes[..bytes.len() / 2], 1000).await;
        assert!(is_broken && !all.is_empty() && text.starts_with(&all));
        let (all, is_broken) = unpack(&[packed(b"one\n"), b"no gzip".to_vec()].concat(), 1000).await;
        assert!(is_broken && all.len() <= 4);
    }
}
