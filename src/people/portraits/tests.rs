//! Folders of pictures made here, and whose each of them is.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
    path::Path,
};

use chrono::DateTime;
use image::{ImageFormat, RgbImage};

use super::*;
use crate::{
    people::{Aliases, Cast, Naming, Person},
    source::{Answer, Place, WorkerId},
    store::dir::Dir,
};

/// Files below a new folder, each with these bytes.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

/// A picture of one grey, by which it is known again.
fn png(grey: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(8, 8, image::Rgb([grey; 3]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn grey(portraits: &Portraits, person: &Person) -> Option<u8> {
    portraits.for_person(person).map(|picture| picture.round(9).rgba[4 * 40])
}

fn source(key: &str) -> Place {
    let shown = format!("the place {key}");
    let only = std::sync::Arc::default();
    Place { key: key.to_owned(), is_file: false, bucket: None, shown, is_log_group: false, only }
}

fn id(text: &str) -> WorkerId {
    WorkerId::new(text).unwrap()
}

fn everybody(cast: &Cast) -> Vec<&Person> {
    cast.people().iter().collect()
}

fn cast(workers: &[&str], aliases: &str) -> Cast {
    cast_known_as(workers, aliases, &BTreeMap::new())
}

fn cast_known_as(
    workers: &[&str],
    aliases: &str,
    also_known_as: &BTreeMap<WorkerId, BTreeSet<WorkerId>>,
) -> Cast {
    let answer = |worker: &&str| Answer::new("job", "1", id(worker), DateTime::UNIX_EPOCH);
    let answers: Vec<Answer> = workers.iter().map(answer).collect();
    Cast::new(&answers, also_known_as, &Aliases::parse(aliases.as_bytes()).unwrap(), Naming::Id, "job")
}

async fn found(root: &Path, key: &str) -> Result<Album, PortraitsError> {
    find(&Dir::new(root.to_owned()), &source(key)).await
}

async fn read(folder: &Path, cast: &Cast) -> Portraits {
    let album = found(folder, "").await.unwrap();
    album.read(&Dir::new(folder.to_owned()), &everybody(cast)).await
}

/// Which grey each of the cast has, where the files' greys are their numbers.
async fn greys(files: &[&str], cast: &Cast) -> Vec<Option<u8>> {
    let pictures: Vec<Vec<u8>> = (0..).map(png).take(files.len()).collect();
    let files: Vec<(&str, &[u8])> = files.iter().copied().zip(pictures.iter().map(Vec::as_slice)).collect();
    let folder = folder(&files);
    let portraits = read(folder.path(), cast).await;
    cast.people().iter().map(|person| grey(&portraits, person)).collect()
}

#[tokio::test]
async fn a_picture_is_found_by_any_id_or_by_the_name() {
    let cast = cast(&["5386", "AB-cd", "e1", "f1", "g1"], "e1,Zoë Ångström\nf1,王小明");
    let files =
        ["private.us-east-1.5386.png", "ab-CD.PNG", "zoe\u{308}_a\u{30A}ngstro\u{308}m.jpeg", "王小明.jpg"];
    assert_eq!(greys(&files, &cast).await, [Some(0), Some(1), Some(2), Some(3), None]);
}

#[tokio::test]
async fn an_id_wins_over_a_name_and_the_first_of_two_files_over_the_second() {
    let cast = cast(&["a1", "b1"], "a1,Ada\nb1,Bob");
    assert_eq!(greys(&["Ada.png", "a1.png", "bob.jpg", "bob.png"], &cast).await, [Some(1), Some(2)]);
}

#[tokio::test]
async fn every_id_that_an_alias_or_the_job_joins_is_somebodys() {
    let cast = cast(&["a1", "a2", "b1"], "a1,Ada\na2,Ada");
    assert_eq!(greys(&["a2.png"], &cast).await, [Some(0), None]);

    let folder = folder(&[("W-B.png", &png(7))]);
    let store = Dir::new(folder.path().to_owned());
    let also_known_as = BTreeMap::from([(id("b1"), BTreeSet::from([id("w-b")]))]);
    let cast = cast_known_as(&["a1", "a2", "b1"], "a1,Ada\na2,Ada", &also_known_as);
    let album = found(folder.path(), "").await.unwrap();
    let portraits = album.read(&store, &everybody(&cast)).await;
    assert_eq!(grey(&portraits, &cast.people()[1]), Some(7));
    assert_eq!(portraits.len(), 1);
}

#[tokio::test]
async fn pictures_may_be_read_on_any_thread() {
    let folder = folder(&[("a1.png", &png(1))]);
    let root = folder.path().to_owned();
    let reading = tokio::spawn(async move { read(&root, &cast(&["a1"], "")).await.len() });
    assert_eq!(reading.await.unwrap(), 1);
}

#[tokio::test]
async fn only_those_who_are_seen_are_read() {
    let cast = cast(&["a1", "b1"], "");
    let folder = folder(&[("a1.png", &png(1)), ("b1.png", b"broken"), ("nobody.png", b"broken")]);
    let album = found(folder.path(), "").await.unwrap();
    let store = Dir::new(folder.path().to_owned());
    let portraits = album.read(&store, &everybody(&cast)[..1]).await;
    assert_eq!((portraits.len(), portraits.skipped().len()), (1, 0));
}

#[tokio::test]
async fn a_prefix_is_a_folder_without_those_below_it() {
    let a = png(1);
    let folder = folder(&[
        ("team/pictures/a1.png", &a),
        ("team/pictures/old/b1.png", &a),
        ("team/pictures2/c1.png", &a),
    ]);
    let store = Dir::new(folder.path().to_owned());
    let cast = cast(&["a1", "b1", "c1"], "");
    let album = found(folder.path(), "team/pictures/").await.unwrap();
    let portraits = album.read(&store, &everybody(&cast)).await;
    let has: Vec<bool> = cast.people().iter().map(|person| portraits.for_person(person).is_some()).collect();
    assert_eq!(has, [true, false, false]);
}

#[tokio::test]
async fn what_cannot_be_used_is_skipped_with_its_reason() {
    let large = vec![0; usize::try_from(LARGEST_FILE).unwrap() + 1];
    let whole = png(9);
    let files: [(&str, &[u8]); 5] = [
        ("a1.png", &large),
        ("b1.png", b"GIF89a"),
        ("c1.png", &whole[..whole.len() / 2]),
        ("d1.png", &whole),
        ("e1.png", b""),
    ];
    let folder = folder(&files);
    let portraits = read(folder.path(), &cast(&["a1", "b1", "c1", "d1", "e1"], "")).await;
    let skipped: Vec<String> = portraits.skipped().iter().map(ToString::to_string).collect();
    let expect = [
        "a1.png: over 10 MB",
        "b1.png: damaged or cut off",
        "c1.png: damaged or cut off",
        "e1.png: not a PNG, JPEG, WebP, GIF or BMP",
    ];
    assert_eq!(skipped, expect);
    assert_eq!(portraits.len(), 1);
}

#[tokio::test]
async fn every_common_kind_of_picture_is_shown_and_others_are_named() {
    let kinds = [("a1", ImageFormat::WebP), ("b1", ImageFormat::Gif), ("c1", ImageFormat::Bmp)];
    let mut files: Vec<(String, Vec<u8>)> = vec![("d1.heic".to_owned(), b"ftypheic".to_vec())];
    for (name, kind) in kinds {
        let mut bytes = Cursor::new(Vec::new());
        RgbImage::from_pixel(8, 8, image::Rgb([200, 30, 40])).write_to(&mut bytes, kind).unwrap();
        files.push((format!("{name}.{}", kind.extensions_str()[0]), bytes.into_inner()));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (&**name, &**bytes)).collect();
    let folder = folder(&files);
    let portraits = read(folder.path(), &cast(&["a1", "b1", "c1", "d1"], "")).await;
    let skipped: Vec<String> = portraits.skipped().iter().map(ToString::to_string).collect();
    assert_eq!(
        (portraits.len(), skipped),
        (3, vec!["d1.heic: not a PNG, JPEG, WebP, GIF or BMP".to_owned()])
    );
}

#[tokio::test]
async fn a_file_that_is_gone_when_it_is_read_is_skipped() {
    let folder = folder(&[("a1.png", &png(1))]);
    let album = found(folder.path(), "").await.unwrap();
    std::fs::remove_file(folder.path().join("a1.png")).unwrap();
    let cast = cast(&["a1"], "");
    let store = Dir::new(folder.path().to_owned());
    let portraits = album.read(&store, &everybody(&cast)).await;
    assert_eq!(portraits.skipped(), [SkippedPicture { file: "a1.png".into(), why: WhySkipped::Unreadable }]);
    assert!(portraits.is_empty());
}

#[tokio::test]
async fn a_place_without_pictures_is_an_error_that_names_it_and_the_way_out() {
    let folder = folder(&[("notes/readme.txt", b"hello"), ("deep/er/a1.png", b"")]);
    let error = async |key: &str| found(folder.path(), key).await.unwrap_err().to_string();
    for (key, words) in [
        ("nowhere/", "there is nothing in the place nowhere/"),
        ("notes/", "the place notes/ holds no picture"),
        ("deep/", "the place deep/ holds no picture"),
    ] {
        let error = error(key).await;
        assert!(
            error.contains(words) && error.contains("--images takes a folder of PNG, JPEG, WebP"),
            "{error}"
        );
    }
    let file = Place { is_file: true, ..source("notes/readme.txt") };
    let error = find(&Dir::new(folder.path().to_owned()), &file).await.unwrap_err().to_string();
    assert!(error.contains("is a file; --images takes a folder"), "{error}");
    let error = found(&folder.path().join("missing"), "").await.unwrap_err().to_string();
    assert!(error.contains("missing"), "{error}");
}

#[tokio::test]
async fn no_name_of_a_file_is_in_the_debug_words() {
    let folder = folder(&[("Ada.png", b""), ("Bob.png", &png(1))]);
    let cast = cast(&["a1", "b1"], "a1,Ada\nb1,Bob");
    let album = found(folder.path(), "").await.unwrap();
    let portraits = read(folder.path(), &cast).await;
    assert_eq!(format!("{album:?}; {portraits:?}"), "Album of 2; Portraits: 1, 1 skipped");
}
