//! The class that an answer gives its whole object, as image and text classification do.

use std::{borrow::Borrow, fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::locale::plain;

/// The longest text that is a class; Ground Truth's own labels are far shorter.
const LONGEST: usize = 200;

/// The name of a class, such as `Duck`. It is never empty and has no line break, nothing invisible and no e-mail address
/// in it. A job has few classes and many answers, so answers share the text, and each holds one thin pointer.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Class(Arc<Box<str>>);

impl Class {
    /// The class of this name; `None` if it is none: empty, over 200 characters, or with an address in it.
    pub fn new(text: &str) -> Option<Self> {
        let text = plain::line(text.trim());
        let is_class = !text.trim().is_empty() && text.chars().nth(LONGEST).is_none();
        (is_class && !plain::holds_address(&text)).then(|| Self(Arc::new(text.into())))
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Class {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Class {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text).ok_or("not the name of a class")
    }
}

impl From<Class> for String {
    fn from(class: Class) -> Self {
        class.as_str().to_owned()
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_a_short_line_without_an_address() {
        let class = |text: &str| Class::new(text).map(String::from);
        assert_eq!(class(" Wood duck ").as_deref(), Some("Wood duck"));
        for none in ["", "  ", "ada@example.com", &"a".repeat(201)] {
            assert_eq!(class(none), None, "{none:?}");
        }
        assert!(class("Du\u{1B}[2Jck\nx").is_none_or(|class| !class.contains(['\u{1B}', '\n'])));
    }

    #[test]
    fn an_answer_holds_no_more_of_it_than_a_pointer() {
        assert_eq!(size_of::<Option<Class>>(), size_of::<usize>());
    }
}
