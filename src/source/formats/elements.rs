//! The parts of a JSON file one after the other, whatever its size: the objects of an array, of JSON Lines or a single
//! one, and the items of a list within an object.
//!
//! Only brackets outside of texts are looked at; what is between them is for a parser.

/// Finds where objects begin and end, in bytes that come in pieces.
#[derive(Clone, Copy, Debug, Default)]
pub struct Elements {
    depth: usize,
    text: InText,
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
        if self.text.has(byte) {
            return None;
        }
        match byte {
            b'{' => self.depth += 1,
            b'}' => self.depth -= 1,
            _ => {}
        }
        (self.depth == 0).then_some(Edge::End)
    }
}

/// Whether bytes are within a text between quotes.
#[derive(Clone, Copy, Debug, Default)]
struct InText {
    is_open: bool,
    is_escaped: bool,
}

impl InText {
    /// Whether the next byte is part of a text, of which the quotes are part too.
    fn has(&mut self, byte: u8) -> bool {
        if !self.is_open {
            self.is_open = byte == b'"';
            return self.is_open;
        }
        let is_escaped = std::mem::take(&mut self.is_escaped);
        match byte {
            b'\\' => self.is_escaped = !is_escaped,
            b'"' if !is_escaped => self.is_open = false,
            _ => {}
        }
        true
    }
}

/// Finds where the items of one list begin and end: the list that a JSON object has under a key, such as `events` in
/// `{"events":[{...},{...}],"nextToken":"..."}`. Bytes come in pieces.
#[derive(Clone, Debug)]
pub struct ListItems {
    key: &'static str,
    /// Objects and lists that are open.
    depth: usize,
    text: InText,
    /// The last text in the outer object: a key, if a colon follows.
    last: Vec<u8>,
    is_inside: bool,
}

/// How deep an item of the list lies: in the outer object, and in the list.
const ITEM: usize = 2;

impl ListItems {
    /// Those of the list under this key.
    pub fn of(key: &'static str) -> Self {
        Self { key, depth: 0, text: InText::default(), last: Vec::new(), is_inside: false }
    }

    /// Looks at the next byte of the file.
    pub fn see(&mut self, byte: u8) -> Option<Edge> {
        let was_in_text = self.text.is_open;
        if self.text.has(byte) {
            if !was_in_text && self.depth < ITEM {
                self.last.clear();
            } else if self.text.is_open && self.depth < ITEM && self.last.len() <= self.key.len() {
                self.last.push(byte);
            }
            return None;
        }
        match byte {
            b'{' | b'[' => {
                self.is_inside |= byte == b'[' && self.depth + 1 == ITEM && self.last == self.key.as_bytes();
                self.depth += 1;
                (self.is_inside && self.depth == ITEM + 1).then_some(Edge::Begin)
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                let is_end = self.is_inside && self.depth == ITEM;
                self.is_inside &= ITEM <= self.depth;
                is_end.then_some(Edge::End)
            }
            b',' if self.depth < ITEM => {
                self.last.clear();
                None
            }
            _ => None,
        }
    }
}

/// The objects in bytes that are all there. One that is cut off is the last.
pub(super) fn of(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut elements = Elements::default();
    parts(bytes, move |byte| elements.see(byte))
}

/// The items of the list under this key, in bytes that are all there. One that is cut off is the last.
pub(super) fn items<'b>(bytes: &'b [u8], key: &'static str) -> impl Iterator<Item = &'b [u8]> {
    let mut items = ListItems::of(key);
    parts(bytes, move |byte| items.see(byte))
}

fn parts(bytes: &[u8], mut see: impl FnMut(u8) -> Option<Edge>) -> impl Iterator<Item = &[u8]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let mut begin = None;
        while at < bytes.len() {
            let edge = see(bytes[at]);
            at += 1;
            match edge {
                Some(Edge::Begin) => begin = Some(at - 1),
                Some(Edge::End) => return Some(&bytes[begin?..at]),
                None => {}
            }
        }
        begin.map(|begin| &bytes[begin..])
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

    /// The items of the list under `events`, and what is left of one that is cut off.
    fn items_of(text: &str) -> (Vec<String>, String) {
        let mut scan = ListItems::of("events");
        let (mut items, mut item, mut is_open) = (Vec::new(), String::new(), false);
        for char in text.chars() {
            let edges = char.to_string().bytes().filter_map(|byte| scan.see(byte)).collect::<Vec<_>>();
            is_open |= edges.contains(&Edge::Begin);
            if is_open {
                item.push(char);
            }
            if edges.contains(&Edge::End) {
                items.push(std::mem::take(&mut item));
                is_open = false;
            }
        }
        (items, item)
    }

    #[test]
    fn only_the_list_under_the_key_has_items() {
        let both = [r#"{"a":"}]\"{\\","events":[{"b":[]}]}"#, r#"[{"field":"x"},{"field":"y"}]"#];
        let text =
            |list: &str| format!(r#"{{"searched":[{{"c":1}}],"t":"events","events": [{list}], "z":[{{}}]}}"#);
        assert_eq!(items_of(&text(&both.join(" ,\n"))), (both.map(str::to_owned).to_vec(), String::new()));
        assert_eq!(items_of(&text("1, \"x\", null")).0, [""; 0], "no objects and no lists");
        assert_eq!(
            items_of(r#"{"events":[{"a":1},{"b":"#),
            (vec![r#"{"a":1}"#.to_owned()], r#"{"b":"#.to_owned())
        );
        for text in ["", "[]", "]]}}", r#"{"a":{"events":[{}]}}"#, r#"[{"events":[{}]}]"#] {
            assert_eq!(items_of(text).0, [""; 0], "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_elements_that_begin_with_a_brace(text in "[\\[\\]{}\",\\\\a]{0,60}") {
            for element in of(text.as_bytes()) {
                proptest::prop_assert_eq!(element.first(), Some(&b'{'));
            }
            let _ = items(text.as_bytes(), "a").count();
        }
    }
}
