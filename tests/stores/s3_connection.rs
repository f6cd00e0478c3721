//! How a bucket is reached with what the surroundings of a process say: each test runs itself again
//! in a process whose environment it chooses.

use std::process::Command;

use futures_util::TryStreamExt;
use labelrace::{
    aws::Connect,
    store::{Entry, Store, s3::S3},
};
use tempfile::TempDir;

use crate::common::world::{s3_in_process::LocalS3, sdk_config};

/// What [`a_process_lists_the_bucket_and_ends`] prints in a process with this environment.
async fn run(environment: &[(&str, &str)]) -> String {
    let mut process = Command::new(std::env::current_exe().unwrap());
    process
        .args(["--exact", "s3_connection::a_process_lists_the_bucket_and_ends", "--nocapture"])
        .env_clear()
        .env("LABELRACE_LISTS", "team")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .envs(environment.iter().copied());
    let output = tokio::task::spawn_blocking(move || process.output().unwrap()).await.unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A file as `~/.aws/config`, and where it lies.
fn config_file(text: &str) -> (TempDir, String) {
    let home = TempDir::new().unwrap();
    let path = home.path().join("config");
    std::fs::write(&path, text).unwrap();
    (home, path.to_str().unwrap().to_owned())
}

/// The other process.
#[tokio::test]
#[expect(clippy::print_stdout, reason = "what it prints is its answer")]
async fn a_process_lists_the_bucket_and_ends() {
    let Ok(bucket) = std::env::var("LABELRACE_LISTS") else { return };
    let profile = std::env::var("LABELRACE_PROFILE").ok();
    let store = S3::new(&Connect { profile, ..Connect::default() }.sdk_config().await, &bucket);
    let listed: Result<Vec<Entry>, _> = store.list("").try_collect().await;
    match listed {
        Ok(entries) => println!("listed {} of s3://{bucket}", entries.len()),
        Err(error) => println!("{:#}", anyhow::Error::from(error)),
    }
}

#[tokio::test]
async fn nobody_signed_in_is_told_with_the_way_out() {
    let said = run(&[]).await;
    assert!(said.contains("no AWS credentials that work were found"), "{said}");
    assert!(said.contains("AWS_PROFILE") && said.contains("s3://team/"), "{said}");

    let (_home, config) = config_file("[profile ann]\nregion = eu-west-1\n");
    let said = run(&[("AWS_CONFIG_FILE", &config), ("AWS_PROFILE", "nobody")]).await;
    assert!(said.contains("no AWS credentials that work were found") && said.contains("nobody"), "{said}");
}

#[tokio::test]
async fn an_endpoint_of_the_environment_is_spoken_to_with_the_bucket_in_the_path() {
    let service = LocalS3::start().await;
    let _ = service.bucket("team");
    std::fs::write(service.folder("team").join("a"), "").unwrap();
    let signed_in =
        [("AWS_ACCESS_KEY_ID", sdk_config::ACCESS_KEY), ("AWS_SECRET_ACCESS_KEY", sdk_config::SECRET_KEY)];
    for endpoint in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"] {
        let said = run(&[signed_in[0], signed_in[1], (endpoint, &service.url)]).await;
        assert!(said.contains("listed 1 of s3://team"), "{endpoint}: {said}");
    }
    let wrong = [signed_in[0], ("AWS_SECRET_ACCESS_KEY", "wrong"), ("AWS_ENDPOINT_URL", &service.url)];
    let said = run(&wrong).await;
    assert!(said.contains("SignatureDoesNotMatch"), "{said}");
}

#[tokio::test]
async fn a_profile_brings_its_keys_its_region_and_its_endpoint() {
    let service = LocalS3::start().await;
    let _ = service.bucket("team");
    let (_home, config) = config_file(&format!(
        "[profile ann]\nregion = eu-west-1\nendpoint_url = {}\naws_access_key_id = {}\naws_secret_access_key = {}\n",
        service.url,
        sdk_config::ACCESS_KEY,
        sdk_config::SECRET_KEY
    ));
    let file = ("AWS_CONFIG_FILE", config.as_str());
    for profile in ["AWS_PROFILE", "LABELRACE_PROFILE"] {
        let said = run(&[file, (profile, "ann")]).await;
        assert!(said.contains("listed 0 of s3://team"), "{profile}: {said}");
    }
}
