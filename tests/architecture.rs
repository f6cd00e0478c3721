//! The rules of the house, checked by reading the sources: imports run one way, each thing from outside has
//! one door, and each name has one meaning.
//!
//! Files are read as tokens, so comments and strings never count; what only tests compile is left out.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("a folder of sources").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The loops that paint pixels, which are a crate of their own.
fn pixels() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/pixels/src")
}

/// The sources by their path below `src/`.
struct Sources(BTreeMap<String, Vec<TokenTree>>);

impl Sources {
    fn of_this_crate() -> Self {
        let sources = Self::of(&src());
        assert!(50 < sources.0.len(), "the sources are not where this test looks for them");
        sources
    }

    fn of(src: &Path) -> Self {
        let name = |path: &Path| {
            path.strip_prefix(src).expect("a path in src").to_str().expect("a UTF-8 path").to_owned()
        };
        let files = files(src);
        Self::new(files.iter().map(|path| (name(path), fs::read_to_string(path).expect("a source"))))
    }

    fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let files = files.into_iter().filter(|(name, _)| !name.ends_with("tests.rs"));
        let parsed = files.map(|(name, text)| {
            let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, without_tests(tokens))
        });
        Self(parsed.collect())
    }

    /// Where a module of the library, such as `race::curve`, declares its children, in this order.
    fn children(&self) -> BTreeMap<Vec<String>, Vec<String>> {
        let module = |(name, tokens): (&String, &Vec<TokenTree>)| (module(name), declared(tokens));
        self.0.iter().map(module).collect()
    }

    /// Each import that does not run down, as a sentence.
    fn upward_imports(&self) -> Vec<String> {
        let children = self.children();
        let mut upward = BTreeSet::new();
        let mut n_imports = 0;
        for (file, tokens) in &self.0 {
            // The programs are crates of their own, which use the library from outside.
            if file.starts_with("bin/") {
                continue;
            }
            let from = module(file);
            for path in paths(tokens) {
                let named = resolved(&from, &path);
                let n_parts = (0..=named.len()).rev().find(|&n| children.contains_key(&named[..n]));
                let to = &named[..n_parts.unwrap_or(0)];
                n_imports += 1;
                if let Some(why) = why_not(&children, &from, to) {
                    upward.insert(format!("{file} uses {}, {why}", named.join("::")));
                }
            }
        }
        assert!(0 < n_imports, "this test no longer sees the imports");
        upward.into_iter().collect()
    }

    /// The names of structs, enums, traits and types, each with the files that define it.
    fn types(&self) -> BTreeMap<String, Vec<&str>> {
        let mut defined: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (file, tokens) in &self.0 {
            for pair in tokens.windows(2) {
                if let [TokenTree::Ident(keyword), TokenTree::Ident(name)] = pair
                    && ["struct", "enum", "trait", "type", "union"].iter().any(|word| keyword == word)
                {
                    let files = defined.entry(name.to_string()).or_default();
                    // With and without a feature it is the same thing.
                    if files.last() != Some(&file.as_str()) {
                        files.push(file);
                    }
                }
            }
        }
        defined
    }
}

/// The module of a file: `race/curve.rs` is `race::curve`. What `main.rs` holds is a crate of its own.
fn module(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs");
    let parts = path.split('/').map(ToOwned::to_owned);
    match path {
        "lib" => Vec::new(),
        _ if path == "main" || path == "cli" || path.starts_with("cli/") => {
            std::iter::once("main".to_owned()).chain(parts.filter(|part| part != "main")).collect()
        }
        _ => parts.collect(),
    }
}

/// Drops every item behind `#[cfg(test)]`.
fn without_tests(tokens: TokenStream) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_test = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#')
            && tokens.peek().is_some_and(|next| next.to_string().replace(' ', "") == "[cfg(test)]");
        if !is_test {
            kept.push(token);
            continue;
        }
        for token in tokens.by_ref() {
            let is_end = match &token {
                TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                TokenTree::Punct(punct) => punct.as_char() == ';',
                _ => false,
            };
            if is_end {
                break;
            }
        }
    }
    kept
}

/// The modules that a file declares with `mod name;`.
fn declared(tokens: &[TokenTree]) -> Vec<String> {
    let name = |triple: &[TokenTree]| match triple {
        [TokenTree::Ident(keyword), TokenTree::Ident(name), TokenTree::Punct(end)] => {
            (keyword == "mod" && end.as_char() == ';').then(|| name.to_string())
        }
        _ => None,
    };
    tokens.windows(3).filter_map(name).collect()
}

/// All paths that begin with `crate`, `super` or `self`, with those in braces written out.
fn paths(tokens: &[TokenTree]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(root)
                if ["crate", "super", "self"].iter().any(|word| root == word)
                    && is_colons(&tokens[at + 1..]) =>
            {
                at += tree(&tokens[at..], &[], &mut found);
            }
            TokenTree::Group(group) => {
                found.extend(paths(&group.stream().into_iter().collect::<Vec<_>>()));
                at += 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn is_colons(tokens: &[TokenTree]) -> bool {
    let is_colon = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    tokens.len() > 1 && tokens[..2].iter().all(is_colon)
}

/// Reads one path, or a tree of them in braces, and tells how many tokens it took.
fn tree(tokens: &[TokenTree], above: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = above.to_vec();
    let mut at = 0;
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(part)) => path.push(part.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace && 0 < at => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                let is_comma =
                    |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
                for branch in inside.split(is_comma).filter(|branch| !branch.is_empty()) {
                    tree(branch, &path, found);
                }
                return at + 1;
            }
            _ => break,
        }
        at += 1;
        if !is_colons(&tokens[at..]) {
            break;
        }
        at += 2;
    }
    found.push(path);
    at.max(1)
}

/// A path as seen from the crate's root.
fn resolved(from: &[String], path: &[String]) -> Vec<String> {
    let n_up = path.iter().filter(|part| *part == "super").count();
    let rest = path.iter().filter(|part| !["crate", "super", "self"].contains(&part.as_str())).cloned();
    let is_program = from.first().is_some_and(|part| part == "main");
    let root = if path[0] != "crate" {
        &from[..from.len().saturating_sub(n_up)]
    } else if is_program {
        &from[..1]
    } else {
        &[]
    };
    root.iter().cloned().chain(rest).collect()
}

/// Why module `from` may not use module `to`, if it may not.
fn why_not(
    children: &BTreeMap<Vec<String>, Vec<String>>,
    from: &[String],
    to: &[String],
) -> Option<&'static str> {
    if to.starts_with(from) {
        return None;
    }
    if from.starts_with(to) {
        return Some("which is above it: what both need goes into a file that stands before it");
    }
    let n_shared = from.iter().zip(to).take_while(|(a, b)| a == b).count();
    let order = children.get(&from[..n_shared])?;
    let place = |module: &[String]| order.iter().position(|child| *child == module[n_shared]);
    match (place(from), place(to)) {
        (Some(own), Some(used)) if used < own => None,
        (Some(_), Some(_)) => Some("which stands after it"),
        _ => Some("which no root file lists"),
    }
}

/// The code in one line without spaces. Literals are left out, and with them all comments.
fn flat(tokens: &[TokenTree]) -> String {
    let mut text = String::new();
    for token in tokens {
        match token {
            TokenTree::Literal(_) => {}
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Parenthesis | Delimiter::None => ("(", ")"),
                };
                text.push_str(open);
                text.push_str(&flat(&group.stream().into_iter().collect::<Vec<_>>()));
                text.push_str(close);
            }
            token => text.push_str(&token.to_string()),
        }
    }
    text
}

#[test]
fn imports_run_down() {
    for sources in [Sources::of_this_crate(), Sources::of(&pixels())] {
        let upward = sources.upward_imports();
        assert!(upward.is_empty(), "{} imports run up:\n{}", upward.len(), upward.join("\n"));
    }
}

/// A crate of a few lines, and the imports that this test complains about.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    assert_eq!(Sources::new(files.iter().map(owned)).upward_imports(), expected);
}

const LIB: (&str, &str) = ("lib.rs", "pub mod answer; pub mod race;");
const RACE: (&str, &str) = ("race.rs", "mod math; mod curve; pub use self::curve::Curve;");

#[test]
fn a_planted_import_of_a_later_wing_is_found() {
    check(&[LIB, ("answer.rs", ""), ("race.rs", "use crate::answer::Answer;")], &[]);
    check(
        &[LIB, ("answer.rs", "use crate::race::Race;"), ("race.rs", "")],
        &["answer.rs uses race::Race, which stands after it"],
    );
    check(
        &[LIB, ("answer.rs", "fn f() { println!(\"{}\", crate::race::LEN); }"), ("race.rs", "")],
        &["answer.rs uses race::LEN, which stands after it"],
    );
}

#[test]
fn a_planted_import_of_a_later_file_of_its_wing_is_found() {
    check(&[LIB, RACE, ("race/math.rs", ""), ("race/curve.rs", "use super::math::{self, half};")], &[]);
    check(
        &[LIB, RACE, ("race/math.rs", "use super::curve::Curve;"), ("race/curve.rs", "")],
        &["race/math.rs uses race::curve::Curve, which stands after it"],
    );
    check(
        &[LIB, RACE, ("race/math.rs", "use crate::race::{curve::Curve};"), ("race/curve.rs", "")],
        &["race/math.rs uses race::curve::Curve, which stands after it"],
    );
}

#[test]
fn a_planted_import_of_what_a_root_file_holds_is_found() {
    const ABOVE: &str = "which is above it: what both need goes into a file that stands before it";
    check(
        &[LIB, RACE, ("race/math.rs", ""), ("race/curve.rs", "use super::{Curve, math::half};")],
        &[&format!("race/curve.rs uses race::Curve, {ABOVE}")],
    );
    check(
        &[LIB, RACE, ("race/math.rs", ""), ("race/curve.rs", "#[cfg(test)] mod tests { use super::*; }")],
        &[],
    );
}

/// Only files whose path begins with one of `doors` may name these things.
#[track_caller]
fn only(things: &[&str], doors: &[&str]) {
    static CODE: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
        let pixels = Sources::of(&pixels()).0.into_iter();
        let pixels = pixels.map(|(file, tokens)| (format!("crates/pixels/{file}"), tokens));
        let sources = Sources::of_this_crate().0.into_iter().chain(pixels);
        sources.map(|(file, tokens)| (file, flat(&tokens))).collect()
    });
    let naming = |thing: &str| {
        let thing = thing.to_owned();
        CODE.iter().filter(move |(_, code)| code.contains(&thing)).map(|(file, _)| file)
    };
    for thing in things {
        let elsewhere: Vec<_> =
            naming(thing).filter(|file| !doors.iter().any(|door| file.starts_with(door))).collect();
        assert!(elsewhere.is_empty(), "{elsewhere:?} name {thing}, which is for {doors:?}");
    }
    assert!(things.iter().any(|thing| naming(thing).next().is_some()), "nobody names {things:?} any more");
}

#[test]
fn only_scene_and_canvas_know_plotters() {
    only(&["plotters"], &["render/scene", "render/canvas"]);
}

#[test]
fn only_encode_and_what_shows_a_film_start_a_process() {
    only(&["process::{", "process::Command", "process::Child", "Stdio"], &["film/encode", "cli/open.rs"]);
}

#[test]
fn each_service_of_aws_has_one_adapter() {
    only(&["aws_sdk_s3"], &["store/s3"]);
    only(&["aws_sdk_cloudwatchlogs"], &["store/cloudwatch.rs"]);
    only(&["aws_sdk_sns"], &["service/notify/sns.rs"]);
    only(&["aws_sdk_kms"], &["service/link/kms.rs"]);
    only(&["aws_sdk_cognitoidentityprovider"], &["people/cognito.rs"]);
    // Whoever says what is logged has to name it once.
    only(&["lambda_runtime", "aws_lambda_events"], &["bin/", "service/logs.rs"]);
}

#[test]
fn what_all_services_share_stays_with_the_adapters() {
    only(&["aws_config", "aws_types", "aws_credential_types", "aws_smithy_types"], &["aws", "store/s3"]);
    only(&["aws_smithy_http_client"], &["aws/http.rs", "service/link/probe.rs"]);
    only(&["aws_sigv4"], &["aws/signed.rs"]);
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
fn only_settings_and_the_command_line_know_flags() {
    only(&["clap::"], &["settings", "cli", "main.rs"]);
}

#[test]
fn each_crate_with_a_say_in_the_look_has_one_door() {
    only(&["cosmic_text"], &["render/text"]);
    only(&["deunicode"], &["render/text/legible.rs"]);
    only(&["zeno"], &["crates/pixels/outline.rs"]);
    only(&["image::"], &["film/", "people/portraits/picture.rs"]);
    only(&["icu_normalizer", "icu_properties"], &["locale/spelling.rs"]);
    only(&["toml::"], &["render/style/theme.rs", "cli/layers.rs"]);
    only(&["icu_datetime", "icu_calendar", "writeable"], &["locale/dates.rs"]);
    only(&["icu_decimal"], &["locale/numbers.rs"]);
    only(&["icu_locale_core"], &["locale"]);
    only(&["fluent_bundle"], &["locale/words.rs"]);
    only(&["indicatif"], &["cli/progress.rs"]);
    only(&["maud"], &["report/page"]);
}

#[test]
fn parquet_is_written_in_one_place_and_read_in_one() {
    only(&["SerializedFileWriter"], &["stats/export/parquet_rows.rs"]);
    only(&["SerializedFileReader"], &["source/formats/parquet.rs"]);
}

#[test]
fn each_type_name_has_one_meaning() {
    let sources = Sources::of_this_crate();
    let types = sources.types();
    assert!(100 < types.len(), "this test no longer sees the types");
    let twice: Vec<_> = types.iter().filter(|(_, files)| 1 < files.len()).collect();
    assert!(twice.is_empty(), "these names have two meanings: {twice:#?}");
}

#[test]
fn the_tree_has_few_wings_and_each_says_what_it_is() {
    let wings = declared(&Sources::of_this_crate().0["lib.rs"]);
    assert!(wings.len() <= 14, "{} wings: join some", wings.len());
    for wing in wings {
        let text = fs::read_to_string(src().join(format!("{wing}.rs"))).unwrap();
        if src().join(&wing).is_dir() {
            assert!(text.contains("Rooms:"), "{wing}.rs does not say which rooms it has");
        }
    }
}

#[test]
fn every_file_says_what_it_is_for_and_is_not_too_long() {
    for path in files(&src()).iter().filter(|path| !path.ends_with("tests.rs")) {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.starts_with("//! "), "{} has no header", path.display());
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
        let n_lines = code.lines().filter(is_code).count();
        assert!(n_lines <= 380, "{} has {n_lines} lines of code: split it along its nouns", path.display());
    }
}
