//! A worker-response file as nearly all of them are, read in one pass and with nothing copied that is not kept.
//!
//! Whatever is not as usual gives `None`: another member beside the answers, an answer that cannot be used, a name with
//! escapes. Then `worker_response` reads the file, slower, and says what is wrong; where both read it, both find the
//! same.

use std::{collections::BTreeSet, fmt};

use chrono::{DateTime, Utc};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::inside::{DEPTH, Inside, LISTS};
use crate::source::{
    answer::{Submission, WorkerId},
    class::Class,
    pool::UserPool,
    skipped::Skip,
    time,
};

/// What is in one file.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Response {
    /// The name that the file itself gives its object, as Amazon A2I does.
    pub object: Option<String>,
    /// The answers, in the order of the file.
    pub submissions: Vec<Submission>,
    /// The user pools that the people sign in with.
    pub pools: BTreeSet<UserPool>,
    /// One entry for each answer that could not be used.
    pub skipped: Vec<Skip>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UsualFile<'a> {
    #[serde(borrow)]
    answers: Vec<UsualAnswer<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UsualAnswer<'a> {
    answer_content: Option<UsualContent>,
    submission_time: &'a str,
    acceptance_time: Option<&'a str>,
    time_spent_in_seconds: Option<f64>,
    worker_id: Option<&'a str>,
    #[serde(borrow)]
    worker_metadata: Option<UsualMetadata<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UsualMetadata<'a> {
    #[serde(borrow)]
    identity_data: Option<UsualIdentity<'a>>,
}

#[derive(Deserialize)]
struct UsualIdentity<'a> {
    sub: Option<&'a str>,
    issuer: Option<&'a str>,
}

/// What is in a file, if it is as usual.
pub(super) fn parse(text: &str, now: DateTime<Utc>) -> Option<Response> {
    let UsualFile { answers } = serde_json::from_str(text).ok()?;
    let mut parsed = Response { submissions: Vec::with_capacity(answers.len()), ..Response::default() };
    let mut issuer_before = None;
    for answer in answers {
        let worker_id = answer.worker_id.and_then(WorkerId::new);
        let identity = answer.worker_metadata.and_then(|metadata| metadata.identity_data);
        let sub = identity.as_ref().and_then(|identity| WorkerId::new(identity.sub?));
        if worker_id.is_none() && sub.is_none() {
            return None;
        }
        let submitted = time::submitted(Some(answer.submission_time), now).ok()?;
        let Inside { count, class } = answer.answer_content.map_or(Inside::NOTHING_SAID, |content| content.0);
        parsed.submissions.push(Submission {
            worker_id,
            sub,
            accepted: answer.acceptance_time.and_then(time::parse),
            spent_ms: answer.time_spent_in_seconds.and_then(time::milliseconds),
            inside: Some(count),
            class,
            ..Submission::new(submitted)
        });
        // Mostly all of them sign in at one place.
        let issuer = identity.and_then(|identity| identity.issuer);
        if issuer.is_some() && issuer != issuer_before {
            parsed.pools.extend(issuer.and_then(UserPool::of_issuer));
            issuer_before = issuer;
        }
    }
    Some(parsed)
}

/// What an answer holds, as [`inside::look`](super::inside::look) finds it.
struct UsualContent(Inside);

impl<'de> Deserialize<'de> for UsualContent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut found = UsualInside::default();
        ContentLevel { depth: DEPTH, is_label: false, found: &mut found }.deserialize(deserializer)?;
        let class = match found {
            UsualInside { elements: None, labels: 1, label: Some(label) } => Class::new(label),
            _ => None,
        };
        Ok(Self(Inside { count: found.elements.unwrap_or(1), class }))
    }
}

/// What was found so far: elements of lists, and elements of a form that name a class.
#[derive(Default)]
struct UsualInside<'a> {
    elements: Option<u32>,
    labels: u32,
    label: Option<&'a str>,
}

/// A value so many levels above the deepest that is looked into.
struct ContentLevel<'f, 'a> {
    depth: usize,
    /// Whether it is a class if it is a text.
    is_label: bool,
    found: &'f mut UsualInside<'a>,
}

/// So many members a level has, usually; their names are compared, since of two alike only the last counts.
const MEMBERS: usize = 16;

impl<'de> DeserializeSeed<'de> for ContentLevel<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.depth == 0 && !self.is_label {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(drop);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ContentLevel<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut names = [""; MEMBERS];
        let mut n_names = 0;
        while let Some(name) = members.next_key::<&'de str>()? {
            if names[..n_names].contains(&name) || n_names == MEMBERS {
                return Err(A::Error::custom("not as usual"));
            }
            names[n_names] = name;
            n_names += 1;
            if LISTS.contains(&name) {
                if let Some(n) = members.next_value::<ListLength>()?.0 {
                    self.found.elements = Some(self.found.elements.unwrap_or(0).saturating_add(n));
                }
                continue;
            }
            let is_label = self.depth + 1 == DEPTH && name == "label";
            members.next_value_seed(ContentLevel {
                depth: self.depth.saturating_sub(1),
                is_label,
                found: &mut *self.found,
            })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<(), E> {
        if self.is_label {
            self.found.labels += 1;
            self.found.label.get_or_insert(text);
        }
        Ok(())
    }

    /// A text with escapes.
    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        if self.is_label { Err(E::custom("not as usual")) } else { Ok(()) }
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// How many items a list has; `None` where there is no list.
struct ListLength(Option<u32>);

impl<'de> Deserialize<'de> for ListLength {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LengthVisitor).map(Self)
    }
}

struct LengthVisitor;

impl<'de> Visitor<'de> for LengthVisitor {
    type Value = Option<u32>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Option<u32>, A::Error> {
        let mut n: u32 = 0;
        while items.next_element::<IgnoredAny>()?.is_some() {
            n = n.saturating_add(1);
        }
        Ok(Some(n))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Option<u32>, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::formats::worker_response::parse_anything;

    fn now() -> DateTime<Utc> {
        time::parse("2026-01-01T00:00:00Z").unwrap()
    }

    const METADATA: &str = r#"{"identityData":{"issuer":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc","sub":"1"}}"#;

    fn file(content: &str, metadata: &str) -> String {
        format!(
            r#"{{"answers":[{{"acceptanceTime":"2024-03-04T08:20:10.430Z","answerContent":{content},"submissionTime":"2024-03-04T08:20:17.443Z","timeSpentInSeconds":7.013,"workerId":"private.eu-west-1.01","workerMetadata":{metadata}}}]}}"#
        )
    }

    /// What both find, and whether it was as usual.
    fn is_usual(text: &str) -> bool {
        let anyway = parse_anything(text, now());
        let usual = parse(text, now());
        if let Some(usual) = &usual {
            assert_eq!(anyway.as_ref().unwrap().as_ref(), Some(usual), "{text}");
        }
        usual.is_some()
    }

    #[test]
    fn usual_files_are_read_as_all_others() {
        for content in [
            "{}",
            "null",
            "7",
            "[1]",
            r#"{"boundingBox":{"boundingBoxes":[{"label":"a","boundingBoxes":[]},{}],"inputImageProperties":{"height":1}}}"#,
            r#"{"crowd-image-classifier":{"label":"Duck"}}"#,
            r#"{"a":{"label":7},"b":{"label":"x"}}"#,
            r#"{"a":{"label":"x"},"b":{"label":"y"}}"#,
            r#"{"label":"x"}"#,
            r#"{"a":{"b":{"entries":[1,2,3],"c":{"entries":[1]}}}}"#,
            r#"{"entries":{"entries":[1]},"polygons":{"a":[1]},"a":{"entities":[]}}"#,
            r#"{"a":{"label":{"entities":[1]}}}"#,
        ] {
            assert!(is_usual(&file(content, METADATA)), "{content}");
        }
        assert!(is_usual(r#"{"answers":[]}"#));
        assert!(is_usual(&file("{}", "null")) && is_usual(&file("{}", "{}")));
    }

    #[test]
    fn what_is_unusual_is_left_to_the_other_reader() {
        for content in [
            r#"{"a":{"entries":[1]},"a":{"entries":[1,2]}}"#,
            r#"{"\u0062ox":{"boundingBoxes":[1]}}"#,
            r#"{"a":{"label":"C\u00f4te"}}"#,
            r#"{"a":1e999}"#,
            r#"{"polygons":"x"}"#,
        ] {
            assert!(!is_usual(&file(content, METADATA)), "{content}");
        }
        for text in [
            "",
            "{}",
            r#"{"answers":[{"submissionTime":"2024-03-04T08:20:17Z"}]}"#,
            r#"{"answers":[{"submissionTime":"late","workerId":"a"}]}"#,
            r#"{"answers":[{"submissionTime":"2024-03-04T08:20:17Z","workerId":17}]}"#,
            r#"{"answers":[],"humanLoopName":"1"}"#,
            r#"{"answers":[]} x"#,
        ] {
            assert!(!is_usual(text), "{text}");
        }
        assert!(!is_usual(&file("{}", r#"{"identityData":{"sub":7}}"#)));
    }

    proptest::proptest! {
        #[test]
        fn both_readers_find_the_same(at in 0usize..900, byte in 32u8..127, other in 0usize..900, with in "[\\[\\]{},:\"1a]{0,3}") {
            let content = r#"{"a":{"boundingBoxes":[{"x":1},{"y":[2]}],"label":"Duck","c":{"entities":[1]}}}"#;
            let mut text = file(content, METADATA);
            let at = at % text.len();
            text.replace_range(at..=at, &char::from(byte).to_string());
            is_usual(&text);
            let other = other % text.len();
            text.replace_range(other..other, &with);
            is_usual(&text);
        }
    }
}
