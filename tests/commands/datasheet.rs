//! `labelrace datasheet`: one page about the data of people, by the settings in force.

use crate::common::desk::Desk;

#[test]
fn the_page_is_readable_and_says_what_is_in_force() {
    let desk = Desk::new();
    let out = desk
        .run(&["datasheet", "s3://my-labels/output/my-job/", "--settings", r#"{"names":"cognito"}"#])
        .ok();
    for words in [
        "Data sheet of s3://my-labels/output/my-job/",
        "What is never computed or shown",
        "names: cognito (set)",
        "cognito-idp:ListUsers",
    ] {
        assert!(out.contains(words), "{words}: {out}");
    }
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    let json = desk.run(&["datasheet", "--format", "json"]).ok();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((json["sections"].as_array().unwrap().len(), &json["job"]), (8, &serde_json::Value::Null));
    let refused = desk.run(&["datasheet", "--settings", r#"{"names":"all"}"#]);
    assert!(refused.code == Some(2) && refused.err.contains("names"), "{refused:?}");
}
