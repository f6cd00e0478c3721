//! The ids of the people of a job, and which of them somebody meant who wrote only the beginning of one.
//!
//! With `--names id` films and tables show the first characters of ids, so that is what people copy into their lists.

use std::collections::BTreeMap;

use unicode_segmentation::UnicodeSegmentation;

use super::name::{compared, name_of};
use crate::source::WorkerId;

/// The fewest characters shown of an id, and accepted for one.
const SHORTEST_ID: usize = 8;

/// Ids, as they are compared with what lists say.
#[derive(Clone, Debug, Default)]
pub(super) struct IdBeginnings(BTreeMap<String, WorkerId>);

impl<'a> FromIterator<&'a WorkerId> for IdBeginnings {
    fn from_iter<I: IntoIterator<Item = &'a WorkerId>>(ids: I) -> Self {
        Self(ids.into_iter().map(|id| (compared(id.as_str()), id.clone())).collect())
    }
}

impl IdBeginnings {
    /// The only id that begins with this text, written as ids are compared, if it is not an id itself; `None` where the
    /// text is too short to be one, or two ids begin with it.
    pub(super) fn beginning_with(&self, text: &str) -> Option<(&str, &WorkerId)> {
        if text.chars().count() < SHORTEST_ID || self.0.contains_key(text) {
            return None;
        }
        let mut ids = self.0.range(text.to_owned()..).take_while(|(id, _)| id.starts_with(text));
        let (id, worker) = ids.next()?;
        ids.next().is_none().then_some((id.as_str(), worker))
    }
}

/// The beginning of each id, longer where two would look alike.
pub(super) fn short_ids<'a>(ids: impl Iterator<Item = &'a WorkerId>) -> Vec<String> {
    let ids: Vec<Vec<&str>> = ids.map(|id| id.as_str().graphemes(true).collect()).collect();
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.sort_by(|&a, &b| ids[a].cmp(&ids[b]));
    // In sorted order, each id shares its longest beginning with one of its neighbors.
    let shared = |a: usize, b: usize| ids[a].iter().zip(&ids[b]).take_while(|(a, b)| a == b).count();
    let mut length = vec![SHORTEST_ID; ids.len()];
    for pair in order.windows(2) {
        let needed = shared(pair[0], pair[1]) + 1;
        for &person in pair {
            length[person] = length[person].max(needed);
        }
    }
    let short =
        |(id, length): (&Vec<&str>, usize)| name_of(&id[..length.min(id.len())].concat()).unwrap_or_default();
    ids.iter().zip(length).map(short).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_an_id_is_enough_where_it_is_the_only_one() {
        let ids: Vec<WorkerId> =
            ["0123456789", "01234567aa", "Abcdefghij", "short"].map(|id| WorkerId::new(id).unwrap()).into();
        let ids: IdBeginnings = ids.iter().collect();
        let meant = |text: &str| ids.beginning_with(text).map(|(_, id)| id.as_str());
        assert_eq!((meant("abcdefgh"), meant("012345678")), (Some("Abcdefghij"), Some("0123456789")));
        assert_eq!((meant("01234567"), meant("abcdefg"), meant("shor"), meant("")), (None, None, None, None));
        assert_eq!((meant("0123456789"), meant("zzzzzzzz")), (None, None), "a whole id needs no guess");
    }
}
