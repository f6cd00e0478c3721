//! Which characters of a film no font covers.

use std::collections::BTreeSet;

use super::look::Captions;
use crate::{race::Race, render::text::Text};

/// The characters of a film's names and captions that no font covers.
pub fn missing(race: &Race, captions: &Captions, text: &mut Text) -> BTreeSet<char> {
    let people: Vec<_> = race.people().collect();
    let names = race.ever_shown().into_iter().map(|racer| people[racer].name.as_str());
    let teams = people.iter().filter_map(|person| person.group.as_ref()).map(|group| group.name.as_str());
    let words = [&captions.title, &captions.subtitle, &captions.footer].map(String::as_str);
    let words: BTreeSet<&str> = names.chain(teams).chain(words).collect();
    words.into_iter().flat_map(|words| text.missing(words)).collect()
}
