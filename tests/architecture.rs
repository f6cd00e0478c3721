//! The rules of the house, held by reading the sources: imports run one way, and each thing from outside
//! has one door.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("a folder of sources").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Each file below `src/` by its path there, without its comments and its tests.
fn code() -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a source");
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let name = path.strip_prefix(&src).ok().and_then(Path::to_str).expect("a path in src").to_owned();
        (name, lines.collect::<Vec<_>>().join("\n"))
    };
    let files: Vec<_> =
        sources(&src).into_iter().filter(|path| !path.ends_with("tests.rs")).map(read).collect();
    assert!(20 < files.len(), "the sources are not where this test looks for them");
    files
}

/// `race.rs` and `race/curve.rs` are both of the room `race`.
fn room(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

#[test]
fn a_room_uses_only_the_rooms_above_it() {
    let files = code();
    let (_, map) = files.iter().find(|(file, _)| file == "lib.rs").unwrap();
    let rooms: Vec<&str> =
        map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let place = |room: &str| rooms.iter().position(|other| *other == room);
    let mut n_uses = 0;
    for (file, text) in &files {
        // The programs are not part of the library, and use it from outside.
        let Some(own) = place(room(file)) else { continue };
        let imports = text.split("crate::").skip(1).flat_map(named);
        for used in imports {
            let used_place =
                place(&used).unwrap_or_else(|| panic!("{file} uses {used}, which lib.rs does not list"));
            assert!(used_place <= own, "{file} uses {used}, which comes after it in lib.rs");
            n_uses += 1;
        }
    }
    assert!(30 < n_uses, "this test no longer sees the imports");
}

/// The rooms that stand after `crate::`: one, or several in braces.
fn named(after: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(inside) = after.strip_prefix('{') else { return vec![word(after)] };
    let mut depth = 0;
    let mut start = true;
    let mut words = Vec::new();
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            c if start && c.is_alphabetic() => {
                words.push(word(&inside[at..]));
                start = false;
            }
            _ => {}
        }
    }
    words
}

#[track_caller]
fn only(things: &[&str], doors: &[&str]) {
    let files = code();
    for thing in things {
        let named: Vec<&str> =
            files.iter().filter(|(_, text)| text.contains(thing)).map(|(file, _)| file.as_str()).collect();
        let elsewhere: Vec<&&str> =
            named.iter().filter(|file| !doors.iter().any(|door| file.starts_with(door))).collect();
        assert!(elsewhere.is_empty(), "{elsewhere:?} name {thing}, which is for {doors:?}");
    }
    assert!(
        things.iter().any(|thing| files.iter().any(|(_, text)| text.contains(thing))),
        "nobody names {things:?} any more"
    );
}

#[test]
fn only_scene_and_canvas_know_plotters() {
    only(&["plotters"], &["render/scene", "render/canvas"]);
}

#[test]
fn only_encode_starts_a_process() {
    only(&["process::{", "process::Command", "process::Child"], &["film/encode"]);
    only(&["Stdio"], &["film/encode"]);
}

#[test]
fn only_one_adapter_knows_s3() {
    only(&["aws_sdk_s3"], &["store/s3"]);
}

#[test]
fn each_other_service_has_one_adapter_too() {
    only(&["aws_sdk_sns"], &["service/notify/sns.rs"]);
    only(&["aws_sdk_kms"], &["service/link/kms.rs"]);
    // Whoever says what is logged has to name it once.
    only(&["lambda_runtime", "aws_lambda_events"], &["bin/", "service/logs.rs"]);
}

#[test]
fn what_all_services_share_stays_with_the_adapters() {
    only(&["aws_config", "aws_types", "aws_credential_types", "aws_smithy_types"], &["aws", "store/s3"]);
    only(&["aws_smithy_http_client"], &["service/link/probe.rs"]);
    only(&["aws_smithy_runtime_api"], &["aws", "service/link/probe.rs"]);
}

#[test]
fn only_the_programs_know_the_environment_and_the_time() {
    only(&["env::var", "env::args", "env::current_dir", "env::temp_dir"], &["main.rs", "cli/", "bin/"]);
    only(&["Utc::now", "Local::now", "SystemTime", "Instant::now"], &["main.rs", "cli/", "bin/"]);
}

#[test]
fn only_the_programs_print() {
    only(&["println!", "eprintln!", "print!("], &["main.rs", "bin/"]);
}

#[test]
fn each_crate_with_a_say_in_the_look_has_one_door() {
    only(&["cosmic_text"], &["render/text"]);
    only(&["deunicode"], &["render/text/legible.rs"]);
    only(&["zeno"], &["render/canvas/outline.rs"]);
    only(&["image::"], &["film/movie.rs", "people/portraits/picture.rs"]);
    only(&["icu_normalizer"], &["people/portraits/names.rs"]);
    only(&["toml::"], &["render/style/theme.rs"]);
    only(&["icu_datetime", "icu_calendar", "writeable"], &["locale/dates.rs"]);
    only(&["icu_decimal"], &["locale/numbers.rs"]);
    only(&["icu_locale_core"], &["locale"]);
    only(&["fluent_bundle"], &["locale/words.rs"]);
    only(&["indicatif"], &["cli/progress.rs"]);
}

#[test]
fn every_file_says_what_it_is_for_and_is_not_too_long() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in sources(&src) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} has no header", path.display());
    }
    for (file, text) in code() {
        let n_lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        assert!(n_lines <= 380, "{file} has {n_lines} lines of code: split it along its nouns");
    }
}
