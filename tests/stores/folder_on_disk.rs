//! What only a folder has: names that are not text, links, FIFOs, and permissions.

use std::{
    fs,
    os::unix::{
        ffi::OsStrExt,
        fs::{PermissionsExt, symlink},
        net::UnixListener,
    },
    path::Path,
    process::Command,
};

use futures_util::StreamExt;
use labelrace::store::{Entry, Store, StoreError, Trouble, When, dir::Dir, read};
use tempfile::TempDir;

fn folder(files: &[&str]) -> (TempDir, Dir) {
    let root = TempDir::new().unwrap();
    for file in files {
        let path = root.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "{}").unwrap();
    }
    let store = Dir::new(root.path().to_owned());
    (root, store)
}

/// The keys and the errors of a listing.
async fn list(store: &Dir, prefix: &str) -> (Vec<String>, Vec<StoreError>) {
    let items: Vec<Result<Entry, StoreError>> = store.list(prefix).collect().await;
    let (entries, errors): (Vec<_>, Vec<_>) = items.into_iter().partition(Result::is_ok);
    let mut keys: Vec<_> = entries.into_iter().map(|entry| entry.unwrap().key).collect();
    keys.sort();
    (keys, errors.into_iter().filter_map(Result::err).collect())
}

async fn put(store: &Dir, key: &str, when: When) -> Result<Option<String>, StoreError> {
    store.put(key, "{}".into(), "text/plain", when).await
}

fn names(root: &Path) -> Vec<String> {
    let names = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_not_found() {
    let (root, store) = folder(&["file"]);
    let nowhere = Dir::new(root.path().join("nowhere"));
    let (keys, errors) = list(&nowhere, "a").await;
    assert_eq!((keys.len(), &errors[0].trouble), (0, &Trouble::NotFound));
    assert!(errors[0].what.ends_with("/nowhere"), "{}", errors[0]);

    for prefix in ["", "a/b/"] {
        let (_, errors) = list(&Dir::new(root.path().join("file")), prefix).await;
        assert_eq!(errors[0].trouble, Trouble::NotFound, "a file is no folder");
    }
    assert_eq!(list(&store, "nothing/at/all").await.1.len(), 0, "a prefix that matches nothing");
}

#[tokio::test]
async fn a_listing_goes_on_after_names_that_are_not_text() {
    let (root, store) = folder(&["a/1", "z/1"]);
    let bent = std::ffi::OsStr::from_bytes(b"job-\xff");
    fs::create_dir(root.path().join(bent)).unwrap();
    fs::write(root.path().join(bent).join("1"), "").unwrap();
    fs::write(root.path().join(bent).join("2"), "").unwrap();
    let (keys, errors) = list(&store, "").await;
    assert_eq!(keys, ["a/1", "z/1"]);
    assert_eq!(errors.len(), 1, "one for the folder, none for what is in it");
    assert_eq!(errors[0].trouble, Trouble::BadName);
    assert_eq!(list(&store, "job-").await.1.len(), 1);
    assert_eq!(list(&store, "a").await.1.len(), 0, "what cannot match is not looked at");
}

#[tokio::test]
async fn links_are_followed_and_loops_are_errors() {
    let (root, store) = folder(&["a/1"]);
    let (elsewhere, _) = folder(&["deep/2"]);
    symlink(elsewhere.path(), root.path().join("linked")).unwrap();
    symlink(root.path(), root.path().join("a/loop")).unwrap();
    symlink("nowhere", root.path().join("a/broken")).unwrap();
    let (keys, errors) = list(&store, "").await;
    assert_eq!(keys, ["a/1", "linked/deep/2"]);
    let mut troubles: Vec<_> = errors.iter().map(|error| format!("{:?}", error.trouble)).collect();
    troubles.sort();
    assert_eq!(troubles, ["Loop", "NotFound"], "{errors:?}");
    assert_eq!(list(&store, "linked/deep").await.0, ["linked/deep/2"]);
}

#[tokio::test]
async fn a_folder_that_may_not_be_read_is_told_and_passed_by() {
    let (root, store) = folder(&["a/1", "closed/2"]);
    let closed = root.path().join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let is_superuser = fs::read_dir(&closed).is_ok();
    let (keys, errors) = list(&store, "").await;
    let got = read(&store, "closed/2", 10).await;
    let (_, at_root) = list(&Dir::new(closed.clone()), "").await;
    let written = put(&store, "closed/3", When::Always).await;
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    if is_superuser {
        // To the superuser nothing is closed.
        assert_eq!((keys.len(), errors.len(), at_root.len()), (2, 0, 0));
        assert!(got.is_ok() && written.is_ok());
        return;
    }
    assert_eq!(keys, ["a/1"]);
    for error in [&errors[0], &got.unwrap_err(), &at_root[0], &written.unwrap_err()] {
        assert_eq!(error.trouble, Trouble::Denied, "{error}");
    }
}

#[tokio::test]
async fn what_is_not_a_file_is_not_listed_and_not_waited_for() {
    let (root, store) = folder(&["file"]);
    let made = Command::new("mkfifo").arg(root.path().join("fifo")).status().unwrap();
    assert!(made.success());
    let _socket = UnixListener::bind(root.path().join("socket")).unwrap();
    symlink("/dev/zero", root.path().join("device")).unwrap();
    assert_eq!(list(&store, "").await.0, ["file"]);
    for key in ["fifo", "socket", "device"] {
        let error = store.get(key).await.unwrap_err();
        assert_eq!(error.trouble, Trouble::Unsupported, "{key}");
    }
}

#[tokio::test]
async fn a_key_stays_below_the_folder() {
    let (root, _) = folder(&["secret", "jobs/1"]);
    let store = Dir::new(root.path().join("jobs"));
    let absolute = root.path().join("secret").to_str().unwrap().to_owned();
    for key in ["../secret", "a/../../secret", "..", ".", "", "/", "a//b", "a/", "./1", &absolute] {
        assert_eq!(store.get(key).await.unwrap_err().trouble, Trouble::Unsupported, "{key}");
        let refused = put(&store, key, When::Always).await.unwrap_err();
        assert_eq!(refused.trouble, Trouble::Unsupported, "{key}");
        let (keys, errors) = list(&store, key).await;
        assert_eq!((keys.len(), errors.len()), (usize::from(key.is_empty()), 0), "{key}");
    }
    assert_eq!(names(&root.path().join("jobs")), ["1"]);
}

#[tokio::test]
async fn a_write_that_fails_leaves_nothing_behind() {
    let (root, store) = folder(&["folder/file"]);
    // A folder cannot be replaced by a file, nor a folder be made below a file.
    let refused = put(&store, "folder", When::Always).await.unwrap_err();
    assert_eq!(refused.trouble, Trouble::Unsupported);
    assert!(refused.source.unwrap().to_string().ends_with("is a folder, and a file cannot take its place"));
    for key in ["folder/file/deep/er", &format!("new/folder/{}", "x".repeat(300))] {
        let error = put(&store, key, When::Always).await.unwrap_err();
        assert_eq!(error.trouble, Trouble::Other, "{key}");
        let source = error.source.unwrap();
        assert!(source.downcast_ref::<std::io::Error>().is_some(), "{source}");
    }
    assert_eq!(put(&store, "folder/file", When::Absent).await.unwrap_err().trouble, Trouble::Exists);
    assert_eq!(names(root.path()), ["folder"]);
    assert_eq!(names(&root.path().join("folder")), ["file"]);
}

#[tokio::test]
async fn the_whole_disk_can_be_the_folder() {
    let (root, _) = folder(&["jobs/xray/1"]);
    let disk = Dir::new("/".into());
    let below = root.path().canonicalize().unwrap().join("jobs");
    let prefix = format!("{}/", below.to_str().unwrap().trim_start_matches('/'));
    put(&disk, &format!("{prefix}xray/2"), When::Absent).await.unwrap();
    let (keys, errors) = list(&disk, &prefix).await;
    assert_eq!((keys, errors.len()), (vec![format!("{prefix}xray/1"), format!("{prefix}xray/2")], 0));
}

#[tokio::test]
async fn a_full_disk_is_told_in_the_words_of_the_system() {
    // A process of the shell that may write no file larger than 1 KiB stands for a disk that is full.
    let this = std::env::current_exe().unwrap();
    if std::env::var_os("LABELRACE_WRITES_TO").is_none() {
        let (root, _) = folder(&[]);
        let child = Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$@\"", "sh"])
            .arg(&this)
            .args(["--exact", "folder_on_disk::a_full_disk_is_told_in_the_words_of_the_system"])
            .env("LABELRACE_WRITES_TO", root.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stdout);
        assert!(child.status.success() && said.contains("1 passed"), "{said}");
        assert_eq!(names(root.path()), [""; 0]);
        return;
    }
    let store = Dir::new(std::env::var_os("LABELRACE_WRITES_TO").unwrap().into());
    let film = vec![0; 1 << 20].into();
    let error = store.put("films/film.mp4", film, "video/mp4", When::Always).await.unwrap_err();
    assert_eq!(error.trouble, Trouble::Other);
    assert!(error.source.unwrap().to_string().contains("File too large"));
}

#[tokio::test]
async fn a_new_file_is_as_open_as_any_and_is_listed_when_it_is_whole() {
    let (root, store) = folder(&["other", ".labelrace-a1b2c3.part"]);
    put(&store, "films/film.mp4", When::Always).await.unwrap();
    let mode = |file: &str| fs::metadata(root.path().join(file)).unwrap().permissions().mode();
    assert_eq!(mode("films/film.mp4"), mode("other"));
    assert_eq!(list(&store, "").await.0, ["films/film.mp4", "other"]);
}
