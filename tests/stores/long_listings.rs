//! Listings of several pages: in one after the other, and in parts that lie between marks.

use std::fs;

use futures_util::TryStreamExt;
use labelrace::store::{Entry, Store};

use crate::common::world::{moto::Moto, s3_in_process::LocalS3};

fn keys(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|entry| entry.key.clone()).collect()
}

/// The bucket has `n` objects below `out/` and one on either side of them.
async fn any_marks_give_the_same_listing(store: &impl Store, n: usize) {
    let whole: Vec<Entry> = store.list("out/").try_collect().await.unwrap();
    assert_eq!(whole.len(), n);
    let keys = keys(&whole);
    assert!(keys.is_sorted());
    let every = |step: usize| keys.iter().skip(step - 1).step_by(step).cloned().collect::<Vec<_>>();
    let foreign: Vec<String> =
        ["", "a", "out", "out/", "out/zzz", "outer/0", "out/000", "out/0"].map(str::to_owned).into();
    for marks in [every(1000), every(100), every(n), foreign, Vec::new()] {
        let split: Vec<Entry> = store.list_marked("out/", marks.clone()).try_collect().await.unwrap();
        assert_eq!(split, whole, "{} marks", marks.len());
    }
}

#[tokio::test]
async fn a_listing_in_parts_is_the_listing_over_s3s_fs_and_takes_no_more_pages_than_there_are() {
    const N: usize = 3500;
    let service = LocalS3::start().await;
    let store = service.bucket("team");
    for folder in ["out", "outer", "a"] {
        fs::create_dir(service.folder("team").join(folder)).unwrap();
    }
    for n in 0..N {
        fs::write(service.folder("team").join(format!("out/{n}")), "x").unwrap();
    }
    for beside in ["a/0", "outer/0"] {
        fs::write(service.folder("team").join(beside), "x").unwrap();
    }
    any_marks_give_the_same_listing(&store, N).await;
    let whole: Vec<Entry> = store.list("out/").try_collect().await.unwrap();
    let pages_apart: Vec<String> = keys(&whole).into_iter().skip(499).step_by(500).collect();
    let _ = service.n_asked();
    let split: Vec<Entry> = store.list_marked("out/", pages_apart).try_collect().await.unwrap();
    assert_eq!(split, whole);
    // Two parts of 1,750 keys.
    assert_eq!(service.n_asked().0, 4);
}

#[tokio::test]
async fn a_listing_in_parts_is_the_listing_over_moto() {
    let moto = Moto::start_after(
        "from moto.s3.models import s3_backends\n\
         s3 = s3_backends['123456789012']['aws']\n\
         s3.create_bucket('team', 'us-east-1')\n\
         [s3.put_object('team', key, b'x') for key in ['a/0', 'outer/0', *(f'out/{n}' for n in range(3500))]]\n",
    );
    any_marks_give_the_same_listing(&labelrace::store::s3::S3::new(&moto.sdk_config(), "team"), 3500).await;
}
