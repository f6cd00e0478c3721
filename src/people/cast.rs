//! The cast: who is who, under which name, and in which color.
//!
//! It is made once, from all answers of the job and before anything is left out of the film, so that next week's
//! film shows everybody as this week's did. How people are drawn is for `render`.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    aliases::Aliases,
    colors::Colors,
    groups::Groups,
    name::name_of,
    naming::Naming,
    person::{Group, Person},
    pseudonym,
};
use crate::source::{Answer, WorkerId};

/// Everybody who ever submitted an answer in the job, in the order of their first answers.
#[derive(Clone, Debug)]
pub struct Cast {
    people: Vec<Person>,
    of: HashMap<WorkerId, usize>,
}

/// The part of a cast that is kept from one film to the next. Answers that appear late may be older than all
/// others, but must not change anybody's color or pseudonym.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Remembered {
    /// In the order of the cast, which decides colors.
    pub people: Vec<RememberedPerson>,
}

/// A remembered person.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RememberedPerson {
    /// The stable id.
    pub id: WorkerId,
    /// The pseudonym, unless the person had chosen a name.
    pub pseudonym: Option<String>,
}

/// The fewest characters shown of an id.
const SHORTEST_ID: usize = 8;

/// The size of the palettes; people beyond that number get a color by hash.
const SLOTS: usize = 24;

impl Cast {
    /// The cast of these answers, which are all answers of the job in order of time.
    ///
    /// `also_known_as` holds further ids of people, by which the alias file may name them. Pseudonyms depend on
    /// `key`, which is the job's name unless somebody chose another.
    pub fn new(
        answers: &[Answer],
        also_known_as: &BTreeMap<WorkerId, BTreeSet<WorkerId>>,
        aliases: &Aliases,
        naming: Naming,
        key: &str,
    ) -> Self {
        Self::after(&Remembered::default(), answers, also_known_as, aliases, naming, key)
    }

    /// The same, after films that showed these people: they come first, and keep their colors and pseudonyms.
    pub fn after(
        before: &Remembered,
        answers: &[Answer],
        also_known_as: &BTreeMap<WorkerId, BTreeSet<WorkerId>>,
        aliases: &Aliases,
        naming: Naming,
        key: &str,
    ) -> Self {
        let mut people: Vec<Person> = Vec::new();
        let mut of: HashMap<WorkerId, usize> = HashMap::new();
        let mut by_alias: HashMap<&str, usize> = HashMap::new();
        let stable = StableIds::new(also_known_as);
        // A better id than the worker id that the last film used may have become known since.
        let mut before = before.clone();
        for person in &mut before.people {
            person.id = stable.of(&person.id);
        }
        let remembered = before.people.iter().map(|person| &person.id);
        for worker in remembered.chain(answers.iter().map(|answer| &answer.worker)) {
            if of.contains_key(worker) {
                continue;
            }
            let others = also_known_as.get(worker).into_iter().flatten();
            let alias = std::iter::once(worker).chain(others).find_map(|id| aliases.name_of(id));
            let mut join = |name: &str| {
                people.push(Person {
                    id: worker.clone(),
                    name: name.to_owned(),
                    slot: 0,
                    color: None,
                    group: None,
                    others: BTreeSet::new(),
                });
                people.len() - 1
            };
            let person = if let Some(name) = alias {
                // Two ids with the same name are one person.
                *by_alias.entry(name).or_insert_with(|| join(name))
            } else {
                join("")
            };
            people[person].others.extend(also_known_as.get(worker).into_iter().flatten().cloned());
            people[person].others.insert(worker.clone());
            of.insert(worker.clone(), person);
        }
        for (name, &person) in &by_alias {
            if let Some(first) = aliases.first_id(name) {
                people[person].id = stable.of(first);
            }
        }
        let mut cast = Self { people, of };
        cast.name(naming, key, &before);
        cast.color();
        cast
    }

    /// The same cast with the teams and colors that somebody chose.
    #[must_use]
    pub fn dressed(mut self, groups: &Groups, colors: &Colors) -> Self {
        let mut known: HashMap<String, Arc<Group>> = HashMap::new();
        for person in &mut self.people {
            let (color, group) = (
                person.known_as().find_map(|id| colors.of(id)),
                person.known_as().find_map(|id| groups.of(id)),
            );
            person.color = color;
            let Some(name) = group else { continue };
            let n = known.len();
            let group = known.entry(name.to_owned()).or_insert_with(|| {
                let slot = if n < SLOTS { n } else { pseudonym::slot(name, SLOTS) };
                Arc::new(Group { name: name.to_owned(), slot, color: colors.of(name) })
            });
            person.group = Some(Arc::clone(group));
        }
        self
    }

    /// The teams as a cast of their own, in the order of their first answers. Everybody without a team is in a team
    /// called `no_group`, which has no color.
    #[must_use]
    pub fn of_groups(&self, no_group: &str) -> Self {
        let mut teams: Vec<Person> = Vec::new();
        let mut of: HashMap<WorkerId, usize> = HashMap::new();
        let mut known: HashMap<Option<&str>, usize> = HashMap::new();
        let mut team_of: Vec<usize> = Vec::new();
        for person in &self.people {
            let group = person.group.as_ref().map(|group| group.name.as_str());
            let name = group.unwrap_or(no_group);
            team_of.push(*known.entry(group).or_insert_with(|| {
                teams.push(Person {
                    id: WorkerId::new(name).unwrap_or_else(|| person.id.clone()),
                    name: name.to_owned(),
                    slot: person.group.as_ref().map_or(0, |group| group.slot),
                    color: person.group.as_ref().and_then(|group| group.color),
                    group: person.group.clone(),
                    others: BTreeSet::new(),
                });
                teams.len() - 1
            }));
        }
        of.extend(self.of.iter().map(|(worker, &person)| (worker.clone(), team_of[person])));
        Self { people: teams, of }
    }

    /// What the next film must know about this cast.
    pub fn remembered(&self, naming: Naming, aliases: &Aliases) -> Remembered {
        let person = |person: &Person| RememberedPerson {
            id: person.id.clone(),
            pseudonym: (naming == Naming::Pseudonym && !aliases.has_name(&person.name))
                .then(|| person.name.clone()),
        };
        Remembered { people: self.people.iter().map(person).collect() }
    }

    /// The people, in the order of their first answers.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// The index in [`Cast::people`] of whoever has this id; `None` for a worker of another job.
    pub fn index_of(&self, worker: &WorkerId) -> Option<usize> {
        self.of.get(worker).copied()
    }

    fn name(&mut self, naming: Naming, key: &str, before: &Remembered) {
        let mut taken: BTreeSet<String> = self.people.iter().map(|person| person.name.clone()).collect();
        if naming == Naming::Id {
            let short = short_ids(&self.people);
            for (person, short) in self.people.iter_mut().zip(short) {
                if person.name.is_empty() {
                    person.name = short;
                }
            }
        }
        if naming == Naming::Pseudonym {
            for remembered in &before.people {
                let (Some(pseudonym), Some(&person)) = (&remembered.pseudonym, self.of.get(&remembered.id))
                else {
                    continue;
                };
                let person = &mut self.people[person];
                // Somebody else may have chosen this name since, and a record may have been written by anybody.
                let is_name = name_of(pseudonym).as_ref() == Ok(pseudonym);
                if person.name.is_empty() && is_name && taken.insert(pseudonym.clone()) {
                    person.name.clone_from(pseudonym);
                }
            }
        }
        // This also names people whose id has no character that may be shown: everybody has a name.
        let mut pseudonyms = pseudonym::Pseudonyms::new(key, taken);
        for person in self.people.iter_mut().filter(|person| person.name.is_empty()) {
            person.name = pseudonyms.next(person.id.as_str());
        }
    }

    fn color(&mut self) {
        for (n, person) in self.people.iter_mut().enumerate() {
            person.slot = if n < SLOTS { n } else { pseudonym::slot(person.id.as_str(), SLOTS) };
        }
    }
}

/// The best known ids of people, whom the alias file may name by a worker id. Each is looked up in one step, since
/// there may be as many questions as people.
struct StableIds<'a>(HashMap<&'a WorkerId, &'a WorkerId>);

impl<'a> StableIds<'a> {
    fn new(also_known_as: &'a BTreeMap<WorkerId, BTreeSet<WorkerId>>) -> Self {
        let mut stable = HashMap::new();
        for (id, others) in also_known_as {
            for other in others {
                stable.entry(other).or_insert(id);
            }
        }
        Self(stable)
    }

    fn of(&self, id: &WorkerId) -> WorkerId {
        self.0.get(id).map_or_else(|| id.clone(), |&stable| stable.clone())
    }
}

/// The beginning of each id, longer where two would look alike.
fn short_ids(people: &[Person]) -> Vec<String> {
    let ids: Vec<Vec<&str>> =
        people.iter().map(|person| person.id.as_str().graphemes(true).collect()).collect();
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
    use chrono::{DateTime, TimeDelta};

    use super::*;
    use crate::color::Color;

    fn answers(workers: &[&str]) -> Vec<Answer> {
        let answer = |(n, worker): (i64, &&str)| {
            let submitted = DateTime::UNIX_EPOCH + TimeDelta::seconds(n);
            Answer::new("job", &n.to_string(), WorkerId::new(worker).unwrap(), submitted)
        };
        (0..).zip(workers).map(answer).collect()
    }

    fn cast(workers: &[&str], aliases: &str, naming: Naming) -> Cast {
        let aliases = Aliases::parse(aliases.as_bytes()).unwrap();
        Cast::new(&answers(workers), &BTreeMap::new(), &aliases, naming, "job")
    }

    fn names(cast: &Cast) -> Vec<&str> {
        cast.people().iter().map(|person| person.name.as_str()).collect()
    }

    #[test]
    fn people_come_in_the_order_of_their_first_answers() {
        let cast = cast(&["b", "a", "b", "c"], "", Naming::Id);
        assert_eq!(names(&cast), ["b", "a", "c"]);
        assert_eq!(cast.people().iter().map(|person| person.slot).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(cast.index_of(&WorkerId::new("c").unwrap()), Some(2));
    }

    #[test]
    fn short_ids_are_as_long_as_they_must_be() {
        let cast = cast(&["0123456789", "abcdefghij", "abcdefgh00", "x"], "", Naming::Id);
        assert_eq!(names(&cast), ["01234567", "abcdefghi", "abcdefgh0", "x"]);
    }

    #[test]
    fn an_alias_wins_and_one_name_is_one_person() {
        let cast = cast(&["b", "c", "a"], "id,name\nprivate.eu-west-1.a,Ada\nb,Ada\n", Naming::Id);
        assert_eq!(names(&cast), ["Ada", "c"]);
        assert_eq!(cast.people()[0].id.as_str(), "a", "the first line's id");
        assert_eq!(cast.index_of(&WorkerId::new("b").unwrap()), Some(0));
    }

    #[test]
    fn an_alias_may_use_the_worker_id_of_somebody_with_a_sub() {
        let known = BTreeMap::from([(
            WorkerId::new("sub-1").unwrap(),
            BTreeSet::from([WorkerId::new("aa").unwrap()]),
        )]);
        let aliases = Aliases::parse(b"private.eu-west-1.aa,Ada").unwrap();
        let cast = Cast::new(&answers(&["sub-1"]), &known, &aliases, Naming::Pseudonym, "job");
        assert_eq!((cast.people()[0].name.as_str(), cast.people()[0].id.as_str()), ("Ada", "sub-1"));
    }

    #[test]
    fn pseudonyms_are_unique_and_stay() {
        let workers: Vec<String> = (0..3000).map(|n| format!("worker-{n}")).collect();
        let workers: Vec<&str> = workers.iter().map(String::as_str).collect();
        let all = cast(&workers, "", Naming::Pseudonym);
        let unique: BTreeSet<&str> = names(&all).into_iter().collect();
        assert_eq!(unique.len(), workers.len());
        let few = cast(&workers[..100], "", Naming::Pseudonym);
        assert_eq!(names(&few), names(&all)[..100], "those who come later change nobody's");
    }

    #[test]
    fn who_was_in_the_last_film_keeps_color_and_pseudonym() {
        let none = Aliases::default();
        let last = cast(&["b", "c"], "", Naming::Pseudonym);
        let remembered = last.remembered(Naming::Pseudonym, &none);
        let with = |before: &Remembered, aliases: &Aliases| {
            let answers = answers(&["a", "c", "b"]);
            Cast::after(before, &answers, &BTreeMap::new(), aliases, Naming::Pseudonym, "job")
        };
        let next = with(&remembered, &none);
        assert_eq!(next.people()[..2], *last.people(), "an older answer appeared late");
        assert_eq!((next.people()[2].id.as_str(), next.people()[2].slot), ("a", 2));
        let named = with(&remembered, &Aliases::parse(b"b,Ada").unwrap());
        assert_eq!((named.people()[0].name.as_str(), named.people()[0].slot), ("Ada", 0));
        assert_eq!(named.people()[1], last.people()[1]);
        let forgotten = named.remembered(Naming::Pseudonym, &Aliases::parse(b"b,Ada").unwrap());
        assert_eq!(forgotten.people[0].pseudonym, None, "a name that was chosen is not kept");
    }

    #[test]
    fn a_remembered_pseudonym_that_somebody_chose_since_is_given_up() {
        let last = cast(&["b"], "", Naming::Pseudonym);
        let remembered = last.remembered(Naming::Pseudonym, &Aliases::default());
        let aliases = Aliases::parse(format!("c,{}", last.people()[0].name).as_bytes()).unwrap();
        let answers = answers(&["b", "c"]);
        let next = Cast::after(&remembered, &answers, &BTreeMap::new(), &aliases, Naming::Pseudonym, "job");
        assert_ne!(next.people()[0].name, next.people()[1].name);
        assert_eq!(next.people()[1].name, last.people()[0].name);
    }

    #[test]
    fn teams_and_colors_are_for_ids_and_names() {
        let groups = Groups::parse(b"a,North\nprivate.eu-west-1.b,South\nc,North").unwrap();
        let colors = Colors::parse(b"a,#FF0000\nSouth,#00FF00").unwrap();
        let cast = cast(&["b", "a", "c", "d"], "c,Cleo", Naming::Id).dressed(&groups, &colors);
        let teams: Vec<Option<&str>> = cast
            .people()
            .iter()
            .map(|person| person.group.as_ref().map(|group| group.name.as_str()))
            .collect();
        assert_eq!(teams, [Some("South"), Some("North"), Some("North"), None]);
        assert_eq!(cast.people()[1].color, Some(Color(255, 0, 0)));
        let groups: Vec<&Group> = cast.people().iter().filter_map(|person| person.group.as_deref()).collect();
        assert_eq!(groups.iter().map(|group| group.slot).collect::<Vec<_>>(), [0, 1, 1]);
        assert_eq!(groups[0].color, Some(Color(0, 255, 0)));
    }

    #[test]
    fn teams_are_a_cast_too() {
        let groups = Groups::parse(b"a,North\nb,South\nc,North").unwrap();
        let cast = cast(&["b", "a", "c", "d"], "", Naming::Id).dressed(&groups, &Colors::default());
        let teams = cast.of_groups("no team");
        assert_eq!(names(&teams), ["South", "North", "no team"]);
        let of = |id: &str| teams.index_of(&WorkerId::new(id).unwrap());
        assert_eq!([of("a"), of("b"), of("c"), of("d")], [Some(1), Some(0), Some(1), Some(2)]);
        assert_eq!(teams.people()[2].group, None);
    }

    #[test]
    fn a_remembered_name_that_nobody_may_be_shown_under_is_given_up() {
        for name in ["ada@example.com", "ada ＠ example", "\u{3164}", "\u{1B}[2J"] {
            let id = WorkerId::new("a").unwrap();
            let people = vec![RememberedPerson { id, pseudonym: Some(name.to_owned()) }];
            let before = Remembered { people };
            let none = Aliases::default();
            let cast =
                Cast::after(&before, &answers(&["a"]), &BTreeMap::new(), &none, Naming::Pseudonym, "job");
            assert_eq!(names(&cast), names(&self::cast(&["a"], "", Naming::Pseudonym)), "{name:?}");
        }
    }

    #[test]
    fn an_id_that_is_an_address_or_cannot_be_seen_is_not_shown() {
        let all = cast(&["ada@example.com", "ada＠example.com", "\u{3164}\u{200B}"], "", Naming::Id);
        for name in names(&all) {
            assert!(!name.contains("ada") && name.chars().any(char::is_alphanumeric), "{name:?}");
            assert!(!name.contains('\u{3164}'), "{name:?}");
        }
    }

    #[test]
    fn a_person_is_known_by_the_first_of_all_ids_that_know_her() {
        let id = |n: u32| WorkerId::new(&format!("id-{n:05}")).unwrap();
        let known: BTreeMap<_, BTreeSet<_>> =
            (0..1000).map(|n| (id(n), BTreeSet::from([id(n + 10_000), id(n + 1)]))).collect();
        let stable = StableIds::new(&known);
        // Looked up in a table, not by going through everybody.
        assert_eq!(stable.0.len(), 2000);
        assert_eq!((stable.of(&id(10_007)), stable.of(&id(7)), stable.of(&id(0))), (id(7), id(6), id(0)));
    }
}
