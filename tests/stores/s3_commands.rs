//! The command line over S3: what it says of a job in a bucket is what it says of the job in a folder.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use labelrace::store::{Store, When};
use tempfile::TempDir;

use crate::common::{
    film,
    world::{moto::Moto, s3_in_process::LocalS3, sdk_config},
};

const SHAPE: [&str; 6] = ["--workers", "4", "--objects", "60", "--days", "3"];

/// The program with this environment and no other.
pub(crate) async fn labelrace(environment: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_labelrace"));
    command.env_clear().env("AWS_EC2_METADATA_DISABLED", "true").env("AWS_REGION", "us-east-1");
    command.envs(environment.iter().copied()).args(arguments);
    // The service may be in this process: it must go on while the program runs.
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

pub(crate) fn signed_in<'a>(variable: &'a str, url: &'a str) -> [(&'a str, &'a str); 3] {
    [
        ("AWS_ACCESS_KEY_ID", sdk_config::ACCESS_KEY),
        ("AWS_SECRET_ACCESS_KEY", sdk_config::SECRET_KEY),
        (variable, url),
    ]
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What is printed by a command that succeeds.
pub(crate) async fn printed(environment: &[(&str, &str)], arguments: &[&str]) -> String {
    let output = labelrace(environment, arguments).await;
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// What is said by a command that fails with this code.
async fn refused(code: i32, environment: &[(&str, &str)], arguments: &[&str]) -> String {
    let output = labelrace(environment, arguments).await;
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", said(&output));
    assert!(output.stdout.is_empty());
    said(&output)
}

/// An invented job in a folder, and its tally.
async fn sample() -> (TempDir, String) {
    let folder = TempDir::new().unwrap();
    let job = folder.path().join("Blades");
    let job = job.to_str().unwrap();
    let _ = printed(&[], &[&["sample", job][..], &SHAPE].concat()).await;
    let tally = printed(&[], &["tally", job]).await;
    assert!(50 < tally.lines().count());
    (folder, tally)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.as_ref().unwrap().file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
}

/// What every service is asked; the bucket `team` is there and empty.
async fn a_bucket_counts_like_a_folder(environment: &[(&str, &str)]) {
    let (_folder, tally) = sample().await;
    let job = "s3://team/out put/Blades";
    let _ = printed(environment, &[&["sample", job][..], &SHAPE].concat()).await;
    for below in
        ["", "/", "/annotations", "/annotations/worker-response/", "/manifests/output/output.manifest"]
    {
        let source = format!("{job}{below}");
        assert_eq!(printed(environment, &["tally", &source]).await, tally, "{source}");
    }
    for source in ["s3://team", "s3://team/out put/", "https://s3.eu-west-1.amazonaws.com/team/out%20put"] {
        assert_eq!(printed(environment, &["tally", source]).await, tally, "{source}");
    }
    let error = refused(1, environment, &[&["sample", job][..], &SHAPE].concat()).await;
    assert!(error.contains("is not empty"), "{error}");

    let _ = printed(environment, &[&["sample", "s3://team/out put/second"][..], &SHAPE].concat()).await;
    let error = refused(2, environment, &["tally", "s3://team/out put"]).await;
    let jobs: Vec<&str> = error.lines().map(str::trim).filter(|line| line.starts_with("s3://")).collect();
    assert_eq!(jobs, [job, "s3://team/out put/second"], "{error}");
    assert_eq!(printed(environment, &["tally", jobs[0]]).await, tally);
    let listed = printed(environment, &["jobs", "s3://team", "--format", "csv"]).await;
    assert_eq!(listed.lines().count(), 3, "{listed}");

    let error = refused(1, environment, &["tally", "s3://team/typo"]).await;
    assert!(error.contains("there is nothing in s3://team/typo"), "{error}");
    let error = refused(1, environment, &["tally", "s3://no-such-bucket/job"]).await;
    assert!(error.contains("there is nothing here: s3://no-such-bucket/"), "{error}");
}

#[tokio::test]
async fn a_job_in_a_bucket_counts_like_one_in_a_folder_over_s3s_fs() {
    let service = LocalS3::start().await;
    let _ = service.bucket("team");
    a_bucket_counts_like_a_folder(&signed_in("AWS_ENDPOINT_URL", &service.url)).await;
}

#[tokio::test]
async fn a_job_in_a_bucket_counts_like_one_in_a_folder_over_moto() {
    let moto = Moto::start_after(
        "from moto.s3.models import s3_backends\n\
         s3_backends['123456789012']['aws'].create_bucket('team', 'us-east-1')\n",
    );
    a_bucket_counts_like_a_folder(&signed_in("AWS_ENDPOINT_URL_S3", &moto.url)).await;
}

#[tokio::test]
async fn a_job_that_was_copied_into_a_bucket_counts_the_same() {
    let service = LocalS3::start().await;
    let _ = service.bucket("team");
    let (folder, tally) = sample().await;
    copy(folder.path(), &service.folder("team"));
    let environment = signed_in("AWS_ENDPOINT_URL", &service.url);
    assert_eq!(printed(&environment, &["tally", "s3://team/Blades", "--strict"]).await, tally);
}

#[tokio::test]
async fn nobody_signed_in_is_a_clear_sentence() {
    let service = LocalS3::start().await;
    let error = refused(1, &[("AWS_ENDPOINT_URL", &service.url)], &["tally", "s3://team/job"]).await;
    assert!(error.contains("no AWS credentials") && error.contains("AWS_PROFILE"), "{error}");
}

#[tokio::test]
async fn with_a_cache_a_command_fetches_only_what_is_new_and_its_film_is_the_same_to_the_byte() {
    let service = LocalS3::start().await;
    let store = service.bucket("team");
    let home = TempDir::new().unwrap();
    let at = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    let (cache, ffmpeg) = (at("cache"), film::ffmpeg());
    let environment = [
        &signed_in("AWS_ENDPOINT_URL", &service.url)[..],
        &[("XDG_CACHE_HOME", &*cache), ("LABELRACE_FFMPEG", ffmpeg.to_str().unwrap())],
    ]
    .concat();
    let job = "s3://team/Blades";
    let _ = printed(&environment, &[&["sample", job][..], &SHAPE].concat()).await;
    let film = async |name: &str, more: &[&str]| {
        let path = at(name);
        let arguments =
            [&["render", job, "-o", &path, "--size", "320x180", "--duration", "1s"], more].concat();
        let output = labelrace(&environment, &arguments).await;
        assert!(output.status.success(), "{}", said(&output));
        (fs::read(path).unwrap(), said(&output))
    };
    let _ = service.n_asked();
    let (whole, _) = film("0.mp4", &[]).await;
    let n_files = service.n_asked().1;
    assert!(40 <= n_files, "{n_files}");
    let (first, told) = film("1.mp4", &["--cache"]).await;
    assert_eq!((first == whole, service.n_asked().1, told), (true, n_files, String::new()));
    let (second, told) = film("2.mp4", &["--cache", "--timings"]).await;
    assert_eq!((second == whole, service.n_asked().1), (true, 0));
    for part in ["time: list ", ", read ", ", count ", ", draw ", ", wait for ffmpeg "] {
        assert!(told.contains(part), "{told}");
    }
    // One object is new, and one was answered again.
    let response =
        r#"{"answers":[{"submissionTime":"2026-02-25T08:00:00Z","workerId":"private.eu-west-1.new"}]}"#;
    for object in ["60", "61"] {
        let key = format!("Blades/annotations/worker-response/iteration-1/{object}/2026-02-25_08:00:00.json");
        store.put(&key, response.into(), "application/json", When::Always).await.unwrap();
    }
    let tally = printed(&environment, &["tally", job]).await;
    let _ = service.n_asked();
    assert_eq!(printed(&environment, &["tally", job, "--cache"]).await, tally);
    assert_eq!(service.n_asked().1, 2);
    let ledgers: Vec<_> = fs::read_dir(home.path().join("cache/labelrace")).unwrap().collect();
    let ledger = ledgers[0].as_ref().unwrap().path();
    assert_eq!(ledgers.len(), 1);
    let kept = fs::read(&ledger).unwrap();
    for wrong in [&kept[..kept.len() / 2], b"", b"something else", &[&kept[..60], &kept[61..]].concat()] {
        fs::write(&ledger, wrong).unwrap();
        let output = labelrace(&environment, &["tally", job, "--cache"]).await;
        assert_eq!(String::from_utf8(output.stdout.clone()).unwrap(), tally);
        assert_eq!(
            said(&output).matches("warning: the ledger of earlier readings cannot be used").count(),
            1
        );
        let _ = service.n_asked();
        let again = labelrace(&environment, &["tally", job, "--cache"]).await;
        assert!(!said(&again).contains("warning"), "it is built anew: {}", said(&again));
        assert_eq!((String::from_utf8(again.stdout).unwrap(), service.n_asked().1), (tally.clone(), 0));
    }
}

#[tokio::test]
async fn films_of_many_jobs_go_from_bucket_to_bucket_once() {
    let service = LocalS3::start().await;
    let (_, films) = (service.bucket("team"), service.bucket("films"));
    let ffmpeg = film::ffmpeg();
    let environment =
        [&signed_in("AWS_ENDPOINT_URL", &service.url)[..], &[("LABELRACE_FFMPEG", ffmpeg.to_str().unwrap())]]
            .concat();
    for job in ["s3://team/out put/a/Blades", "s3://team/out put/b/Blades"] {
        let _ = printed(&environment, &[&["sample", job][..], &SHAPE].concat()).await;
    }
    let fleet = ["-q", "fleet", "s3://team/out put", "-o", "s3://films/morning"];
    let fleet = [&fleet[..], &["--size", "180x180", "--fps", "5", "--duration", "1s", "--json"]].concat();
    let all: serde_json::Value = serde_json::from_str(&printed(&environment, &fleet).await).unwrap();
    let videos: Vec<_> = all["jobs"].as_array().unwrap().iter().map(|job| job["video"].clone()).collect();
    assert_eq!(videos, ["s3://films/morning/a/Blades.mp4", "s3://films/morning/b/Blades.mp4"], "{all}");
    let video = labelrace::store::read(&films, "morning/b/Blades.mp4", 1 << 20).await.unwrap().unwrap();
    assert_eq!(&video[4..8], b"ftyp");
    let again: serde_json::Value = serde_json::from_str(&printed(&environment, &fleet).await).unwrap();
    assert_eq!((&again["filmed"], &again["nothing_new"]), (&0.into(), &2.into()), "{again}");
}
