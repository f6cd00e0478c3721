//! Names that are equal once they are cut: they begin where they differ instead.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

use crate::render::text::Fitted;

/// These names as they are drawn, told apart: names that differ but were made equal by cutting them are fitted again
/// from the word on in which they differ. `among` are the numbers of those that are seen.
pub(super) fn told_apart(
    names: &[String],
    among: impl Iterator<Item = usize>,
    mut fitted: Vec<Fitted>,
    mut fit: impl FnMut(&str) -> Fitted,
) -> Vec<Fitted> {
    let mut alike: HashMap<&str, Vec<usize>> = HashMap::new();
    for nth in among.filter(|&nth| fitted[nth].text != names[nth]) {
        alike.entry(&fitted[nth].text).or_default().push(nth);
    }
    // Of those that have the very same name nobody can be told apart.
    let differ = |group: &Vec<usize>| group.iter().any(|&nth| names[nth] != names[group[0]]);
    let groups: Vec<Vec<usize>> = alike.into_values().filter(differ).collect();
    for group in groups {
        let shared = group.iter().map(|&nth| names[nth].as_str()).reduce(shared).unwrap_or_default().len();
        for nth in group.into_iter().filter(|&nth| 0 < shared && shared < names[nth].len()) {
            fitted[nth] = fit(&format!("…{}", &names[nth][shared..]));
        }
    }
    fitted
}

/// The whole words with which both begin.
fn shared<'a>(one: &'a str, other: &str) -> &'a str {
    let same = one.graphemes(true).zip(other.graphemes(true)).take_while(|(one, other)| one == other);
    let same = &one[..same.map(|(grapheme, _)| grapheme.len()).sum()];
    let words = same.rfind(|letter: char| !letter.is_alphanumeric()).map(|at| {
        let between = same[at..].chars().next().map_or(0, char::len_utf8);
        &same[..at + between]
    });
    // Ids and scripts without spaces have no words.
    words.unwrap_or(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten letters fit.
    fn fit(name: &str) -> Fitted {
        let letters: Vec<&str> = name.graphemes(true).collect();
        let text =
            if letters.len() <= 10 { name.to_owned() } else { format!("{}…", letters[..9].concat()) };
        Fitted { text, size: 1.0 }
    }

    fn drawn(names: &[&str], n_seen: usize) -> Vec<String> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let fitted = names.iter().map(|name| fit(name)).collect();
        told_apart(&names, 0..n_seen, fitted, fit).into_iter().map(|fitted| fitted.text).collect()
    }

    #[test]
    fn names_with_one_beginning_are_told_apart_by_the_rest() {
        let names = ["Annotation Berlin", "Annotation Bonn", "Cats"];
        assert_eq!(drawn(&names, 3), ["…Berlin", "…Bonn", "Cats"]);
        assert_eq!(drawn(&names, 1), ["Annotatio…", "Annotatio…", "Cats"]);
        assert_eq!(drawn(&["worker-000000001", "worker-000000002"], 2), ["…000000001", "…000000002"]);
        assert_eq!(drawn(&["Annotation team", "Annotation team B"], 2), ["…team", "…team B"]);
    }

    #[test]
    fn names_that_are_the_same_stay_the_same() {
        assert_eq!(drawn(&["Annotation Berlin", "Annotation Berlin"], 2), ["Annotatio…", "Annotatio…"]);
        assert_eq!(drawn(&["Ünïcødé — é", "Another long name"], 2)[1], "Another l…");
    }
}
