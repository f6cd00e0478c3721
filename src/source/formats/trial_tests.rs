//! What every format is tried with: any bytes, and records that are fine beside records that are not.

use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any},
    prop_assert, prop_assert_eq, prop_oneof,
    sample::select,
    test_runner::{Config, TestRunner},
};

use super::{
    format::{Contents, FileFacts, Format, Read},
    head::FileHead,
    parse::parse,
};
use crate::source::time;

/// What is read of a text in 2026.
pub(super) fn contents(format: &Format, text: &str) -> Contents {
    parse(format, text.as_bytes(), &facts()).unwrap()
}

fn facts() -> FileFacts {
    FileFacts {
        object: "a.jpg".into(),
        written: time::parse("2024-03-04T08:20:10Z"),
        ..FileFacts::new(time::parse("2026-01-01T00:00:00Z").unwrap())
    }
}

/// Who submitted what and when, of a text that is recognized; and how many records do not count or cannot be used.
pub(super) fn answers(format: &Format, text: &str) -> (Vec<(String, String, String)>, usize) {
    assert!((format.head)(&FileHead::new(text.as_bytes())), "not recognized: {text}");
    let read = contents(format, text);
    let answer = read.answers.iter().map(|(object, answer)| {
        let worker = answer.sub.as_ref().or(answer.worker_id.as_ref()).unwrap().to_string();
        (worker, object.to_string(), answer.submitted.format("%F %T").to_string())
    });
    (answer.collect(), read.skipped.len())
}

/// Tries a format with anything: `record(n)` is its record of answer `n`, and `begin` comes before all of them.
///
/// Nothing panics. Each record counts once, whatever is broken between them: other JSON, cells of nonsense, a record
/// without half of its end where that ends the file.
pub(super) fn holds(format: &Format, begin: &str, record: impl Fn(u64) -> String) {
    let noise =
        prop_oneof!["[a-z0-9 :.-]{0,20}", Just("{}".to_owned()), Just("{\"id\":7,\"x\":[null]}".to_owned())];
    holds_with(format, [begin, "\n", "\n"], noise, record);
}

/// The same of a format whose records are values of a list in JSON. What is around and between them is JSON, or else all
/// of it would be broken.
pub(super) fn holds_in_list(format: &Format, [begin, end]: [&str; 2], record: impl Fn(u64) -> String) {
    let noise = select(vec!["{}", "7", "null", "\"x\"", "[1,{}]", "{\"id\":7,\"x\":[null]}"]);
    holds_with(format, [begin, ",\n", end], noise.prop_map(str::to_owned), record);
}

fn holds_with(
    format: &Format,
    [begin, between, end]: [&str; 3],
    noise: impl Strategy<Value = String>,
    record: impl Fn(u64) -> String,
) {
    let parts = vec(prop_oneof![3 => any::<u64>().prop_map(Some), 1 => Just(None)], 1..12);
    let input = (parts, noise, vec(any::<u8>(), 0..300), any::<usize>());
    TestRunner::new(Config { cases: 64, failure_persistence: None, ..Config::default() })
        .run(&input, |(parts, noise, bytes, cut)| {
            let _ = (parse(format, &bytes, &facts()), (format.head)(&FileHead::new(&bytes)));
            let records: Vec<String> = parts
                .iter()
                .enumerate()
                .map(|(n, part)| match part {
                    Some(_) => record(n as u64),
                    None => noise.clone(),
                })
                .collect();
            let whole = format!("{begin}{}{end}", records.join(between));
            let read = parse(format, whole.as_bytes(), &facts()).map_err(|skip| skip.detail);
            let expected = parts.iter().flatten().count();
            // Without a single record, all of it may be refused.
            let n_answers = match read {
                Err(_) if expected == 0 => Ok(0),
                read => read.map(|contents| contents.answers.len()),
            };
            prop_assert_eq!(n_answers, Ok(expected), "{}", whole);
            if !matches!(format.read, Read::Whole(_)) {
                let end = cut % whole.len();
                let read = parse(format, &whole.as_bytes()[..end], &facts());
                prop_assert!(read.is_ok_and(|contents| contents.answers.len() <= expected));
            }
            Ok(())
        })
        .unwrap();
}
