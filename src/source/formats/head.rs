//! The beginning of a file, from which its format can be recognized.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::source::options::ColumnNames;

/// The beginning of a file.
#[derive(Debug)]
pub struct FileHead<'a> {
    /// The bytes: at least the first line or 4 MB of it, unless the file is shorter.
    pub bytes: &'a [u8],
    /// Whether it begins like a JSON array.
    pub is_array: bool,
    /// Whether the first JSON object goes on behind these bytes, so that it may have more keys.
    pub is_cut: bool,
    /// What the columns of tables are, where somebody said it.
    pub columns: Option<&'a ColumnNames>,
    keys: Vec<String>,
}

impl<'a> FileHead<'a> {
    /// Looks at the first bytes of a file.
    pub fn new(bytes: &'a [u8]) -> Self {
        let json = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
        let mut keys = Vec::new();
        // The head ends somewhere in the middle, so an error behind the first object says nothing.
        let mut is_cut = false;
        let first = FirstObject { keys: &mut keys, is_cut: &mut is_cut, in_array: false };
        let _ = first.deserialize(&mut serde_json::Deserializer::from_slice(json));
        Self { bytes, is_array: json.starts_with(b"["), is_cut, columns: None, keys }
    }

    /// The same where somebody said what the columns of tables are.
    #[must_use]
    pub fn with_columns(self, columns: &'a ColumnNames) -> Self {
        Self { columns: Some(columns), ..self }
    }

    /// The keys of the first JSON object.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// Whether the first JSON object has this key. It is the file itself, the first line of JSON Lines, or the
    /// first element of an array.
    pub fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known == key)
    }

    /// Whether this text is anywhere in it.
    pub fn has_text(&self, text: &str) -> bool {
        self.bytes.windows(text.len()).any(|bytes| bytes == text.as_bytes())
    }

    /// Whether the first JSON object has a key with this end.
    pub fn has_end(&self, end: &str) -> bool {
        self.keys.iter().any(|known| known.ends_with(end))
    }
}

/// Collects the keys of the first object, as far as there is one.
struct FirstObject<'k> {
    keys: &'k mut Vec<String>,
    is_cut: &'k mut bool,
    in_array: bool,
}

impl<'de> DeserializeSeed<'de> for FirstObject<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FirstObject<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, or an array of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        *self.is_cut = true;
        while let Some(key) = map.next_key()? {
            self.keys.push(key);
            map.next_value::<IgnoredAny>()?;
        }
        *self.is_cut = false;
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        if !self.in_array {
            array.next_element_seed(FirstObject { in_array: true, ..self })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_in_an_object_in_lines_in_an_array_and_in_what_is_cut() {
        for text in [
            r#"{"a":{"c":1},"b":[2]}"#,
            "\u{FEFF}{\"a\":1,\n \"b\":2}",
            "{\"a\":1,\"b\":2}\n{\"c\":3}\n",
            r#"[{"a":1,"b":2},{"c":3}]"#,
            r#"{"a":1,"b":"cut of"#,
        ] {
            let head = FileHead::new(text.as_bytes());
            assert!(head.has("a") && head.has("b") && !head.has("c"), "{text}");
            assert_eq!((head.is_array, head.is_cut), (text.starts_with('['), text.ends_with("of")));
            assert!(head.has_text("\"b\":") && !head.has_text("\"d\""));
        }
    }

    #[test]
    fn anything_else_has_none() {
        for text in ["", "a,b", "7", "\"a\"", "[[{\"a\":1}]]", &"[".repeat(100_000), "\u{0}"] {
            assert_eq!(FileHead::new(text.as_bytes()).keys, [""; 0]);
        }
    }
}
