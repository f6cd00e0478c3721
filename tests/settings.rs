//! The documents, held to the declarations: the flags, fields and parameters that they name exist.
#![expect(clippy::unwrap_used, reason = "what a helper cannot do fails its test")]

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use labelrace::settings::settings;

fn read(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

fn labelrace(typed: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_labelrace")).args(typed).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What is written as code: spans and blocks, by line.
fn code(markdown: &str) -> Vec<String> {
    let mut is_block = false;
    let mut code = Vec::new();
    for line in markdown.lines() {
        if line.starts_with("```") || line.starts_with("   ```") {
            is_block = !is_block;
        } else if is_block {
            code.push(line.to_owned());
        } else {
            code.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    code
}

/// The words in a text that begin with two hyphens.
#[cfg(feature = "aws")]
fn flags(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_lowercase() || c == '-';
    let words = text.split(|c: char| !is_part(c)).filter(|word| word.starts_with("--") && 3 < word.len());
    words.map(str::to_owned).collect()
}

#[test]
fn the_page_of_settings_is_what_the_program_prints() {
    let printed = labelrace(&["settings", "--format", "md"]);
    assert!(
        read("docs/settings.md") == printed,
        "docs/settings.md is out of date; run: cargo run -- settings --format md > docs/settings.md"
    );
}

#[test]
fn the_page_of_sources_is_what_the_program_prints() {
    // A program that was built without Parquet says so.
    let of_this_build = |page: String| {
        let lines = page.lines().filter(|line| cfg!(feature = "parquet") || !line.contains("Parquet"));
        lines.flat_map(|line| [line, "\n"]).collect::<String>()
    };
    let printed = labelrace(&["formats", "--format", "md"]);
    assert!(
        of_this_build(read("docs/sources.md")) == of_this_build(printed),
        "docs/sources.md is out of date; run: cargo run -- formats --format md > docs/sources.md"
    );
    let lines: serde_json::Value =
        serde_json::from_str(&labelrace(&["formats", "--format", "json"])).unwrap();
    for line in lines.as_array().unwrap() {
        let is_said = |field: &str| !line[field].as_str().unwrap().is_empty();
        assert!(is_said("rests_on") && is_said("counts") != line["times"].is_null(), "{line}");
    }
}

#[test]
fn settings_are_printed_for_people_and_for_machines() {
    let table = labelrace(&["settings"]);
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
    let json: serde_json::Value =
        serde_json::from_str(&labelrace(&["settings", "--format", "json"])).unwrap();
    let json = json.as_array().unwrap();
    for (setting, printed) in settings().iter().zip(json) {
        assert!(table.contains(&setting.flag), "{table}");
        assert_eq!(printed["flag"], setting.flag);
        assert!(!setting.meaning.is_empty() && !setting.values.is_empty(), "{setting:?}");
    }
    let top = json.iter().find(|setting| setting["field"] == "top").unwrap();
    assert_eq!(
        (&top["values"], &top["default"], &top["in_settings"]),
        (&"1-30".into(), &"10".into(), &true.into())
    );
}

/// A program without AWS does not know all commands that are written of.
#[cfg(feature = "aws")]
#[test]
fn each_flag_in_the_documents_exists() {
    let known = flags(&labelrace(&["completions", "bash"]));
    assert!(known.contains("--time-zone"), "{known:?}");
    let docs = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/docs")).unwrap();
    let docs = docs.map(|entry| format!("docs/{}", entry.unwrap().file_name().into_string().unwrap()));
    let others = ["README.md", "python/README.md", "SECURITY.md", "CONTRIBUTING.md"].map(str::to_owned);
    let is_text = |file: &String| Path::new(file).extension().is_some_and(|extension| extension == "md");
    for file in docs.chain(others).filter(is_text) {
        // Other programs have flags of their own.
        let is_ours = |line: &String| {
            !["sam ", "cargo ", "pip ", "aws ", "git ", "sha256sum ", "--remap-path-prefix", "rustc "]
                .iter()
                .any(|other| line.contains(other))
        };
        for line in code(&read(&file)).into_iter().filter(is_ours) {
            for flag in flags(&line) {
                assert!(known.contains(&flag), "{file} names {flag}, which no command has: {line}");
            }
        }
    }
}

#[test]
fn the_changelog_tells_of_this_version() {
    let heading = format!("\n## {} - ", env!("CARGO_PKG_VERSION"));
    assert!(read("CHANGELOG.md").contains(&heading), "CHANGELOG.md has no part for it");
}

#[test]
fn each_field_of_an_event_in_the_documents_exists() {
    let fields: BTreeSet<String> = settings().into_iter().filter_map(|setting| setting.field).collect();
    let mut n_found = 0;
    for file in ["README.md", "docs/settings.md", "docs/deploy.md"] {
        let text = read(file);
        let objects = code(&text).into_iter().filter_map(|code| {
            let object = code.get(code.find("{\"")?..=code.rfind('}')?)?.to_owned();
            serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&object).ok()
        });
        let in_objects = objects.flat_map(|object| object.keys().cloned().collect::<Vec<_>>());
        let table = text.split("| field | |").nth(1).unwrap_or_default();
        let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
        let in_table = rows.filter_map(|row| row.split('`').nth(1).map(str::to_owned));
        for field in in_objects.chain(in_table).filter(|field| !field.is_empty()) {
            assert!(fields.contains(&field), "{file} names the field {field}, which does not exist");
            n_found += 1;
        }
    }
    assert!(10 < n_found, "this test no longer sees the fields");
}

#[test]
fn the_parameters_in_the_documents_are_those_of_the_template() {
    let template = read("template.yaml");
    let section = template.split("\nParameters:\n").nth(1).unwrap().split("\nConditions:\n").next().unwrap();
    let is_name =
        |line: &&str| line.starts_with("  ") && !line.starts_with("   ") && !line.starts_with("  #");
    let parameters: BTreeSet<&str> =
        section.lines().filter(is_name).map(|line| line.trim().trim_end_matches(':')).collect();
    assert!(20 < parameters.len(), "this test no longer sees the parameters");
    let deploy = read("docs/deploy.md");
    let table = deploy.split("| parameter |").nth(1).unwrap();
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let in_table: Vec<String> =
        rows.flat_map(|row| code(row.split('|').nth(1).unwrap_or_default())).collect();
    assert!(15 < in_table.len(), "this test no longer sees the table");
    for name in &in_table {
        assert!(parameters.contains(name.as_str()), "docs/deploy.md names {name}, which the template lacks");
    }
    // `Name=value` on command lines.
    for line in code(&(deploy + &read("README.md"))) {
        for (before, _) in line.match_indices('=').map(|(at, _)| line.split_at(at)) {
            let word = |c: char| !c.is_ascii_alphanumeric();
            let name = before.rsplit(word).next().unwrap_or_default();
            let is_parameter = name.starts_with(|c: char| c.is_ascii_uppercase())
                && name.contains(|c: char| c.is_ascii_lowercase());
            assert!(!is_parameter || parameters.contains(name), "{line}: the template has no {name}");
        }
    }
}
