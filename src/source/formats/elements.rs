//! The objects of a JSON file one after the other, whether it is an array, JSON Lines, or a single object.
//!
//! Only braces outside of texts are looked at; what is between them is for a parser.

/// Finds where objects begin and end, in bytes that come in pieces.
#[derive(Clone, Copy, Debug, Default)]
pub struct Elements {
    depth: usize,
    in_text: bool,
    is_escaped: bool,
}

/// A byte that begins or ends an object.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Edge {
    /// The first byte of an object.
    Begin,
    /// The last byte of an object.
    End,
}

impl Elements {
    /// Looks at the next byte of the file.
    pub fn see(&mut self, byte: u8) -> Option<Edge> {
        if self.depth == 0 {
            self.depth = usize::from(byte == b'{');
            return (byte == b'{').then_some(Edge::Begin);
        }
        if self.in_text {
            let is_escaped = std::mem::take(&mut self.is_escaped);
            match byte {
                b'\\' => self.is_escaped = !is_escaped,
                b'"' if !is_escaped => self.in_text = false,
                _ => {}
            }
            return None;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' => self.depth += 1,
            b'}' => self.depth -= 1,
            _ => {}
        }
        (self.depth == 0).then_some(Edge::End)
    }
}

/// The objects in bytes that are all there. One that is cut off is the last.
pub(super) fn of(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let mut elements = Elements::default();
        let mut begin = None;
        for (n, &byte) in rest.iter().enumerate() {
            match elements.see(byte) {
                Some(Edge::Begin) => begin = Some(n),
                Some(Edge::End) => {
                    let element = &rest[begin?..=n];
                    rest = &rest[n + 1..];
                    return Some(element);
                }
                None => {}
            }
        }
        let cut = &rest[begin?..];
        rest = &[];
        Some(cut)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_lines_and_single_objects_have_elements() {
        let found = |text: &str| -> Vec<String> {
            of(text.as_bytes()).map(|element| String::from_utf8(element.to_vec()).unwrap()).collect()
        };
        let both = [r#"{"a":"}\"{\\"}"#, r#"{"b":{"c":[{}]}}"#];
        assert_eq!(found(&format!("[{},\n {}]", both[0], both[1])), both);
        assert_eq!(found(&format!("{}\n{}\n", both[0], both[1])), both);
        assert_eq!(found(r#"{"a":{"#), [r#"{"a":{"#], "what is cut off is told");
        assert_eq!(found("[] 7 \"x\" }"), [""; 0]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_elements_that_begin_with_a_brace(text in "[\\[\\]{}\",\\\\a]{0,60}") {
            for element in of(text.as_bytes()) {
                proptest::prop_assert_eq!(element.first(), Some(&b'{'));
            }
        }
    }
}
