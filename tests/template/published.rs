//! What the Serverless Application Repository reads: it refuses what is longer or of another form.

use std::path::Path;

use super::stack::{source, text};

fn metadata() -> &'static serde_json::Value {
    &source()["Metadata"]["AWS::ServerlessRepo::Application"]
}

#[test]
fn its_version_and_license_are_those_of_the_program() {
    assert_eq!(text(&metadata()["SemanticVersion"]), env!("CARGO_PKG_VERSION"));
    assert_eq!(text(&metadata()["SpdxLicenseId"]), env!("CARGO_PKG_LICENSE"));
}

#[test]
fn its_words_are_within_the_limits() {
    let is_name = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let name = text(&metadata()["Name"]);
    assert!((1..=140).contains(&name.len()) && is_name(&name), "{name}");
    let author = text(&metadata()["Author"]);
    assert!((1..=127).contains(&author.len()) && is_name(&author), "{author}");
    let description = text(&metadata()["Description"]);
    assert!((1..=256).contains(&description.len()), "{description}");
    let labels: Vec<String> = metadata()["Labels"].as_array().unwrap().iter().map(text).collect();
    assert!((1..=10).contains(&labels.len()), "{labels:?}");
    for label in labels {
        let is_label = label.chars().all(|c| c.is_ascii_alphanumeric() || "+-_:/@".contains(c));
        assert!((1..=127).contains(&label.len()) && is_label, "{label}");
    }
}

#[test]
fn its_papers_are_there() {
    for (field, most) in [("LicenseUrl", 1), ("ReadmeUrl", 6)] {
        let paper = text(&metadata()[field]);
        let size = Path::new(env!("CARGO_MANIFEST_DIR")).join(&paper).metadata().unwrap().len();
        assert!(0 < size && size < most << 20, "{paper} has {size} bytes");
    }
}
