//! The cast: who is who, under which name, and in which color.
//!
//! It is made once, from all answers of the job and before anything is left out of the film, so that next week's
//! film shows everybody as this week's did. How people are drawn is for `render`.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{
    aliases::Aliases,
    colors::Colors,
    directory::{Directory, DirectoryEntry, DirectoryName, tell_apart},
    groups::Groups,
    id_beginnings::{IdBeginnings, short_ids},
    list::{KnownPeople, Strangers},
    name::{compared, name_of},
    naming::{NameOrigin, Naming},
    person::{Group, Person},
    pseudonym,
    stable_ids::StableIds,
};
use crate::{
    color::Color,
    source::{Answer, WorkerId},
};

/// The color of everybody where nobody has a color of their own and there are no teams.
const TEAM_COLOR: Color = Color(0x24, 0x76, 0xD8);

/// Everybody who ever worked on the job: those who submitted an answer in the order of their first answers, and then
/// those who submitted none.
#[derive(Clone, Debug)]
pub struct Cast {
    people: Vec<Person>,
    of: HashMap<WorkerId, usize>,
    /// The names that a directory has for them, by their stable ids.
    directory_names: HashMap<WorkerId, DirectoryName>,
}

/// Where names come from.
#[derive(Clone, Copy, Debug)]
pub struct NameSources<'a> {
    /// Names that people chose, which win over all others.
    pub aliases: &'a Aliases,
    /// Names of a team's directory, for [`Naming::Cognito`].
    pub directory: &'a Directory,
    /// Names of everybody else.
    pub naming: Naming,
    /// What pseudonyms depend on: the job's name unless somebody chose another text.
    pub key: &'a str,
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
    /// The slot of the color; casts of early versions have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<usize>,
    /// The name in a directory, which may be gone when the next film is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directory: Option<DirectoryName>,
}

impl Remembered {
    /// The same with these slots instead, by the ids of people.
    #[must_use]
    pub fn with_slots(mut self, slots: &BTreeMap<WorkerId, usize>) -> Self {
        for person in &mut self.people {
            person.slot = slots.get(&person.id).copied().or(person.slot);
        }
        self
    }
}

/// The size of the palettes; people beyond that number get a color by hash.
const SLOTS: usize = 24;

/// Far beyond any slot that a film gives out.
const LAST_SLOT: usize = 10_000;

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
        let directory = &Directory::default();
        let sources = NameSources { aliases, directory, naming, key };
        Self::after(&Remembered::default(), workers(answers), also_known_as, sources)
    }

    /// The same, after films that showed these people: they come first, and keep their colors and pseudonyms.
    /// `workers` may come more than once, and are in the order of the cast.
    pub fn after<'a>(
        before: &Remembered,
        workers: impl IntoIterator<Item = &'a WorkerId>,
        also_known_as: &BTreeMap<WorkerId, BTreeSet<WorkerId>>,
        sources: NameSources<'_>,
    ) -> Self {
        let mut seen = HashSet::new();
        let workers: Vec<&WorkerId> = workers.into_iter().filter(|worker| seen.insert(*worker)).collect();
        let earlier = before.people.iter().map(|person| &person.id);
        let others = also_known_as.values().flatten();
        let ids: IdBeginnings = workers.iter().copied().chain(others).chain(earlier).collect();
        let aliases = &sources.aliases.spelled_out(&ids);
        let sources = NameSources { aliases, ..sources };
        let mut people: Vec<Person> = Vec::new();
        let mut of: HashMap<WorkerId, usize> = HashMap::new();
        let mut by_alias: HashMap<&str, usize> = HashMap::new();
        let stable = StableIds::new(also_known_as);
        // A better id than the worker id that the last film used may have become known since.
        let mut before = before.clone();
        for person in &mut before.people {
            person.id = stable.of(&person.id);
        }
        let remembered = before.people.iter().map(|person| person.id.clone());
        for worker in remembered.chain(workers.into_iter().cloned()) {
            if of.contains_key(&worker) {
                continue;
            }
            let others = also_known_as.get(&worker).into_iter().flatten();
            let alias = std::iter::once(&worker).chain(others).find_map(|id| aliases.name_of(id));
            let mut join = |name: &str| {
                people.push(Person {
                    id: worker.clone(),
                    name: name.to_owned(),
                    origin: (!name.is_empty()).then(|| aliases.origin_of(name)),
                    slot: 0,
                    color: None,
                    group: None,
                    others: BTreeSet::new(),
                    is_hidden: false,
                    members: 1,
                });
                people.len() - 1
            };
            let person = if let Some(name) = alias {
                // Two ids with the same name are one person.
                *by_alias.entry(name).or_insert_with(|| join(name))
            } else {
                join("")
            };
            people[person].others.extend(also_known_as.get(&worker).into_iter().flatten().cloned());
            people[person].others.insert(worker.clone());
            people[person].is_hidden |= std::iter::once(&worker)
                .chain(also_known_as.get(&worker).into_iter().flatten())
                .any(|id| aliases.hides(id));
            of.insert(worker, person);
        }
        for (name, &person) in &by_alias {
            if let Some(first) = aliases.first_id(name) {
                people[person].id = stable.of(first);
            }
        }
        let mut cast = Self { people, of, directory_names: HashMap::new() };
        cast.name(sources, &before);
        cast.color(&before);
        cast
    }

    /// The same cast with the teams and colors that somebody chose.
    #[must_use]
    pub fn dressed(mut self, groups: &Groups, colors: &Colors) -> Self {
        let ids = self.known_ids();
        let (groups, colors) = (groups.spelled_out(&ids), colors.spelled_out(&ids));
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

    /// The same, where nobody has a color of their own: all have their team's, or one that is the same for all.
    #[must_use]
    pub fn in_team_colors(self, groups: &Groups, colors: &Colors) -> Self {
        let mut cast = self.dressed(groups, colors);
        let color = (!cast.has_teams()).then_some(TEAM_COLOR);
        for person in &mut cast.people {
            person.color = color;
        }
        cast
    }

    /// What these files say about people and teams who are not in this cast, file by file.
    pub fn strangers(&self, aliases: &Aliases, groups: &Groups, colors: &Colors) -> Vec<Strangers> {
        let ids = self.known_ids();
        let by_id = KnownPeople {
            keys: self.ids().map(|id| compared(id.as_str())).collect(),
            short_ids: self.shown_ids(),
            names: Vec::new(),
        };
        let by_name = self.known_people();
        let teams = self.people.iter().filter_map(|person| person.group.as_ref());
        let mut by_team = by_name.clone();
        for team in teams.map(|team| &team.name) {
            if by_team.keys.insert(compared(team)) {
                by_team.names.push((compared(team), team.clone()));
            }
        }
        let all = [
            aliases.spelled_out(&ids).strangers(&by_id),
            groups.spelled_out(&ids).strangers(&by_name),
            colors.spelled_out(&ids).strangers(&by_team),
        ];
        all.into_iter().flatten().collect()
    }

    /// Whether anybody is in a team.
    pub fn has_teams(&self) -> bool {
        self.people.iter().any(|person| person.group.is_some())
    }

    /// Everybody, by the ids and names that a list may use.
    pub(super) fn known_people(&self) -> KnownPeople {
        let names = self.people.iter().flat_map(Person::known_as).map(compared);
        let shown = self.people.iter().map(|person| (compared(&person.name), person.name.clone()));
        KnownPeople { keys: names.collect(), short_ids: self.shown_ids(), names: shown.collect() }
    }

    /// All ids of everybody.
    fn ids(&self) -> impl Iterator<Item = &WorkerId> {
        self.people.iter().flat_map(|person| std::iter::once(&person.id).chain(&person.others))
    }

    pub(super) fn known_ids(&self) -> IdBeginnings {
        self.ids().collect()
    }

    /// What may be shown of ids, each beside what it is compared as.
    fn shown_ids(&self) -> Vec<(String, String)> {
        let ids = self.people.iter().map(|person| compared(person.id.as_str()));
        ids.zip(short_ids(self.people.iter().map(|person| &person.id)))
            .filter(|(_, short)| !short.is_empty())
            .collect()
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
                    origin: None,
                    slot: person.group.as_ref().map_or(0, |group| group.slot),
                    color: person.group.as_ref().and_then(|group| group.color),
                    group: person.group.clone(),
                    others: BTreeSet::new(),
                    is_hidden: false,
                    members: 1,
                });
                teams.len() - 1
            }));
        }
        of.extend(self.of.iter().map(|(worker, &person)| (worker.clone(), team_of[person])));
        Self { people: teams, of, directory_names: HashMap::new() }
    }

    /// The same cast in which these people, by their places, are one who is called `name`. `None` if there are none.
    #[must_use]
    pub fn folded(&self, held: &BTreeSet<usize>, name: &str) -> Option<Self> {
        let first = self.people.get(*held.first()?)?;
        let mut people: Vec<Person> = Vec::new();
        let mut place_of: Vec<usize> = Vec::new();
        for (n, person) in self.people.iter().enumerate() {
            place_of.push(people.len());
            if !held.contains(&n) {
                people.push(person.clone());
            }
        }
        let last = people.len();
        for n in held {
            if let Some(place) = place_of.get_mut(*n) {
                *place = last;
            }
        }
        people.push(Person {
            id: WorkerId::new(name).unwrap_or_else(|| first.id.clone()),
            name: name.to_owned(),
            origin: None,
            slot: 0,
            color: None,
            group: None,
            others: BTreeSet::new(),
            is_hidden: true,
            members: held.len(),
        });
        let of = self.of.iter().map(|(worker, &person)| (worker.clone(), place_of[person])).collect();
        Some(Self { people, of, directory_names: HashMap::new() })
    }

    /// Everybody as one, who is called `name`.
    #[must_use]
    pub fn as_team(&self, name: &str) -> Self {
        let all: BTreeSet<usize> = (0..self.people.len()).collect();
        let mut team = self.folded(&all, name).unwrap_or_else(|| self.clone());
        for person in &mut team.people {
            // It has a bar, unlike those who are not to be seen.
            (person.is_hidden, person.members) = (false, 1);
        }
        team
    }

    /// What the next film must know about this cast.
    pub fn remembered(&self) -> Remembered {
        let person = |person: &Person| RememberedPerson {
            id: person.id.clone(),
            pseudonym: (person.origin == Some(NameOrigin::Pseudonym)).then(|| person.name.clone()),
            slot: Some(person.slot),
            directory: self.directory_names.get(&person.id).cloned(),
        };
        Remembered { people: self.people.iter().map(person).collect() }
    }

    /// The people, in the order of the cast.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// The index in [`Cast::people`] of whoever has this id; `None` for a worker of another job.
    pub fn index_of(&self, worker: &WorkerId) -> Option<usize> {
        self.of.get(worker).copied()
    }

    fn name(&mut self, sources: NameSources<'_>, before: &Remembered) {
        let mut taken: BTreeSet<String> = self.people.iter().map(|person| compared(&person.name)).collect();
        self.look_up(sources, before);
        match sources.naming {
            Naming::Id => self.name_by_id(),
            Naming::Cognito => {
                self.name_by_directory(&mut taken);
                self.name_as_before(before, &mut taken);
            }
            Naming::Pseudonym => self.name_as_before(before, &mut taken),
        }
        // This also names people whose id has no character that may be shown: everybody has a name.
        let mut pseudonyms = pseudonym::Pseudonyms::new(sources.key, taken);
        for person in self.people.iter_mut().filter(|person| person.name.is_empty()) {
            person.call(pseudonyms.next(person.id.as_str()), NameOrigin::Pseudonym);
        }
    }

    /// Looks everybody up in the directory. Whom it could not tell about keeps the name that it had in earlier films.
    fn look_up(&mut self, sources: NameSources<'_>, before: &Remembered) {
        let earlier =
            before.people.iter().filter_map(|person| Some((&person.id, person.directory.as_ref()?)));
        // A record may have been written by anybody.
        let earlier = earlier.filter(|(_, directory)| directory.is_presentable());
        let earlier: HashMap<&WorkerId, &DirectoryName> = earlier.collect();
        for person in &self.people {
            let ids = || std::iter::once(&person.id).chain(&person.others);
            let entry = match sources.naming {
                Naming::Cognito => sources.directory.entry(ids()),
                Naming::Id | Naming::Pseudonym => DirectoryEntry::Unread,
            };
            let name = match entry {
                DirectoryEntry::Named(name) => Some(name),
                DirectoryEntry::Nameless => None,
                DirectoryEntry::Unread => ids().find_map(|id| earlier.get(id).copied()),
            };
            if let Some(name) = name {
                self.directory_names.insert(person.id.clone(), name.clone());
            }
        }
    }

    fn name_by_id(&mut self) {
        let short = short_ids(self.people.iter().map(|person| &person.id));
        for (person, short) in self.people.iter_mut().zip(short) {
            if person.name.is_empty() && !short.is_empty() {
                person.call(short, NameOrigin::Id);
            }
        }
    }

    fn name_by_directory(&mut self, taken: &mut BTreeSet<String>) {
        let known = &self.directory_names;
        let nameless = self.people.iter_mut().filter(|person| person.name.is_empty());
        let named: Vec<_> = nameless.filter_map(|person| Some((known.get(&person.id)?, person))).collect();
        let told = tell_apart(&named.iter().map(|(name, _)| *name).collect::<Vec<_>>(), taken);
        for ((_, person), name) in named.into_iter().zip(told) {
            person.call(name, NameOrigin::Cognito);
        }
    }

    /// The pseudonyms of earlier films.
    fn name_as_before(&mut self, before: &Remembered, taken: &mut BTreeSet<String>) {
        for remembered in &before.people {
            let (Some(pseudonym), Some(&person)) = (&remembered.pseudonym, self.of.get(&remembered.id))
            else {
                continue;
            };
            let person = &mut self.people[person];
            // Somebody else may have chosen this name since, and a record may have been written by anybody.
            let is_name = name_of(pseudonym).as_ref() == Ok(pseudonym);
            if person.name.is_empty() && is_name && taken.insert(compared(pseudonym)) {
                person.call(pseudonym.clone(), NameOrigin::Pseudonym);
            }
        }
    }

    /// Everybody keeps the slot of earlier films. The others get the slot of their place in the cast if it is free,
    /// otherwise the first that is, and beyond the palette one by hash.
    fn color(&mut self, before: &Remembered) {
        let mut kept: Vec<Option<usize>> = vec![None; self.people.len()];
        for remembered in &before.people {
            // A record may have been written by anybody.
            let slot = remembered.slot.filter(|slot| *slot < LAST_SLOT);
            if let (Some(slot), Some(&person)) = (slot, self.of.get(&remembered.id)) {
                kept[person].get_or_insert(slot);
            }
        }
        let mut taken: BTreeSet<usize> = kept.iter().flatten().copied().collect();
        for (n, (person, kept)) in self.people.iter_mut().zip(kept).enumerate() {
            person.slot = kept.unwrap_or_else(|| {
                let mut free = std::iter::once(n).filter(|n| *n < SLOTS).chain(0..SLOTS);
                let free = free.find(|slot| !taken.contains(slot));
                let slot = free.unwrap_or_else(|| pseudonym::slot(person.id.as_str(), SLOTS));
                taken.insert(slot);
                slot
            });
        }
    }
}

/// Whoever gave these answers.
fn workers(answers: &[Answer]) -> impl Iterator<Item = &WorkerId> {
    answers.iter().map(|answer| &answer.worker)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::*;
    use crate::{color::Color, people::PoolUser};

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

    fn after(
        before: &Remembered,
        answers: &[Answer],
        aliases: &Aliases,
        naming: Naming,
        directory: &Directory,
    ) -> Cast {
        let sources = NameSources { aliases, directory, naming, key: "job" };
        Cast::after(before, workers(answers), &BTreeMap::new(), sources)
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
        let remembered = last.remembered();
        let with = |before: &Remembered, aliases: &Aliases| {
            let answers = answers(&["a", "c", "b"]);
            after(before, &answers, aliases, Naming::Pseudonym, &Directory::default())
        };
        let next = with(&remembered, &none);
        assert_eq!(next.people()[..2], *last.people(), "an older answer appeared late");
        assert_eq!((next.people()[2].id.as_str(), next.people()[2].slot), ("a", 2));
        let named = with(&remembered, &Aliases::parse(b"b,Ada").unwrap());
        assert_eq!((named.people()[0].name.as_str(), named.people()[0].slot), ("Ada", 0));
        assert_eq!(named.people()[1], last.people()[1]);
        let forgotten = named.remembered();
        assert_eq!(forgotten.people[0].pseudonym, None, "a name that was chosen is not kept");
    }

    #[test]
    fn a_color_that_was_moved_stays_and_a_new_person_gets_a_free_one() {
        let mut before = cast(&["a", "b", "c"], "", Naming::Id).remembered();
        before.people[1].slot = Some(31);
        before.people[2].slot = Some(usize::MAX);
        let people = answers(&["a", "b", "c", "d", "e"]);
        let next = after(&before, &people, &Aliases::default(), Naming::Id, &Directory::default());
        let slots: Vec<usize> = next.people().iter().map(|person| person.slot).collect();
        assert_eq!(slots, [0, 31, 2, 3, 4], "a slot that nothing gives out is none");
        assert_eq!(next.remembered().people[1].slot, Some(31));
        let merged = Aliases::parse(b"a,Ada\nb,Ada").unwrap();
        let before = cast(&["a", "b", "c"], "", Naming::Id).remembered();
        let next = after(&before, &people, &merged, Naming::Id, &Directory::default());
        let slots: Vec<usize> = next.people().iter().map(|person| person.slot).collect();
        assert_eq!(slots, [0, 2, 1, 3], "whoever comes after two who turn out to be one keeps the color");
    }

    #[test]
    fn a_name_is_one_name_however_lists_write_it() {
        let aliases = "AA,Zoe\u{308}\nprivate.eu-west-1.bb, ZOË \ncc,Zoe";
        let groups = Groups::parse("zoë,Nord\u{E9}\ncc,NORDE\u{301}".as_bytes()).unwrap();
        let colors = Colors::parse("norde\u{301} ,#00FF00".as_bytes()).unwrap();
        let cast = cast(&["aa", "bb", "cc"], aliases, Naming::Id).dressed(&groups, &colors);
        assert_eq!(names(&cast), ["Zoë", "Zoe"]);
        let teams: Vec<_> = cast.people().iter().filter_map(|person| person.group.clone()).collect();
        assert_eq!((teams.len(), &*teams[0].name), (2, "Nordé"));
        assert_eq!((&teams[0], teams[0].color), (&teams[1], Some(Color(0, 255, 0))));
        let aliases = Aliases::parse(aliases.as_bytes()).unwrap();
        assert_eq!(cast.strangers(&aliases, &groups, &colors), []);
    }

    #[test]
    fn entries_about_nobody_are_counted_and_three_are_named() {
        let cast = cast(&["aa", "ann@example.com"], "aa,Ada", Naming::Id);
        let said = |file: &str| {
            let aliases = Aliases::parse(file.as_bytes()).unwrap();
            let strangers = cast.strangers(&aliases, &Groups::default(), &Colors::default());
            strangers.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(said("aa,Ada\nANN@example.com,Ann"), [""; 0]);
        assert_eq!(
            said("aa,Ada\nx1,X\nbob@example.com,Bob"),
            [
                "1 of the 3 entries in the alias file matches somebody in this job, but not x1, the address on line 3; ids in this job look like aa (labelrace people lists them)"
            ]
        );
        assert_eq!(
            said("x1,A\nx2,B\nx3,C\nAda,D"),
            [
                "the alias file matches nobody in this job: it names x1, x2, x3, ...; ids in this job look like aa (labelrace people lists them)"
            ]
        );
        let groups = Groups::parse(b"ada,North\nx9,South").unwrap();
        let colors = Colors::parse(b"north,#00FF00\nx9,#FF0000").unwrap();
        let cast = cast.clone().dressed(&groups, &colors);
        let strangers = cast.strangers(&Aliases::default(), &groups, &colors);
        let counts: Vec<_> =
            strangers.iter().map(|found| (found.file, found.entries, found.unknown)).collect();
        assert_eq!(counts, [("group file", 2, 1), ("color file", 2, 1)]);
    }

    #[test]
    fn a_remembered_pseudonym_that_somebody_chose_since_is_given_up() {
        let last = cast(&["b"], "", Naming::Pseudonym);
        let remembered = last.remembered();
        let aliases = Aliases::parse(format!("c,{}", last.people()[0].name).as_bytes()).unwrap();
        let answers = answers(&["b", "c"]);
        let next = after(&remembered, &answers, &aliases, Naming::Pseudonym, &Directory::default());
        assert_ne!(next.people()[0].name, next.people()[1].name);
        assert_eq!(next.people()[1].name, last.people()[0].name);
    }

    /// A directory in which each id has this nickname, and is disabled if it has none.
    fn directory(users: &[(&str, &str)], is_whole: bool) -> Directory {
        let user = |&(id, nickname): &(&str, &str)| PoolUser {
            sub: WorkerId::new(id),
            username: format!("user-{id}"),
            is_enabled: !nickname.is_empty(),
            attributes: [("nickname".to_owned(), nickname.to_owned())].into(),
        };
        Directory::new(&users.iter().map(user).collect::<Vec<_>>(), is_whole)
    }

    #[test]
    fn an_alias_wins_over_the_directory_and_the_directory_over_a_pseudonym() {
        let answers = answers(&["a1", "b2", "c3", "d4", "e5"]);
        let aliases = Aliases::parse(b"a1,Ana").unwrap();
        let directory = directory(&[("a1", "Robin"), ("b2", "Ana"), ("c3", "Bo"), ("d4", "")], true);
        let cast = after(&Remembered::default(), &answers, &aliases, Naming::Cognito, &directory);
        let plain = after(&Remembered::default(), &answers, &aliases, Naming::Pseudonym, &directory);
        assert_eq!(names(&cast)[..3], ["Ana", "Ana 2", "Bo"]);
        assert_eq!(
            names(&cast)[3..],
            names(&plain)[3..],
            "who is disabled or deleted has the usual pseudonym"
        );
        let origins: Vec<_> = cast.people().iter().filter_map(|person| person.origin).collect();
        let expected = [NameOrigin::Alias, NameOrigin::Cognito, NameOrigin::Cognito, NameOrigin::Pseudonym];
        assert_eq!(origins[..4], expected);
    }

    #[test]
    fn names_stay_when_the_directory_is_gone_and_go_when_the_person_is() {
        let people = answers(&["a1", "b2", "c3"]);
        let none = Aliases::default();
        let with = |before: &Remembered, naming, directory: &Directory| {
            after(before, &people, &none, naming, directory)
        };
        let whole = directory(&[("a1", "Ana"), ("b2", "Ana")], true);
        let first = with(&Remembered::default(), Naming::Cognito, &whole);
        let remembered = first.remembered();
        let gone = with(&remembered, Naming::Cognito, &Directory::default());
        assert_eq!(gone.people(), first.people());
        assert_eq!(gone.remembered(), remembered);
        let by_pseudonym = with(&remembered, Naming::Pseudonym, &Directory::default());
        assert!(!names(&by_pseudonym).contains(&"Ana"));
        let again = with(&by_pseudonym.remembered(), Naming::Cognito, &Directory::default());
        assert_eq!(again.people(), first.people(), "a film under pseudonyms in between changes nothing");
        let left = with(&remembered, Naming::Cognito, &directory(&[("a1", "Ana")], true));
        assert_eq!((names(&left)[0], left.people()[1].origin), ("Ana", Some(NameOrigin::Pseudonym)));
        let disabled = with(&remembered, Naming::Cognito, &directory(&[("a1", "")], false));
        assert_eq!(disabled.people()[0].origin, Some(NameOrigin::Pseudonym));
        assert_eq!(names(&disabled)[1], "Ana", "the pool of this person was not read");
        let json = serde_json::to_string(&remembered).unwrap();
        assert!(!json.contains("user-"), "{json}");
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
            let people =
                vec![RememberedPerson { id, pseudonym: Some(name.to_owned()), slot: None, directory: None }];
            let before = Remembered { people };
            let none = Aliases::default();
            let cast = after(&before, &answers(&["a"]), &none, Naming::Pseudonym, &Directory::default());
            assert_eq!(names(&cast), names(&self::cast(&["a"], "", Naming::Pseudonym)), "{name:?}");
            let directory = Some(DirectoryName { name: name.to_owned(), initial: None });
            let people = vec![RememberedPerson {
                id: WorkerId::new("a").unwrap(),
                pseudonym: None,
                slot: None,
                directory,
            }];
            let before = Remembered { people };
            let cast = after(&before, &answers(&["a"]), &none, Naming::Cognito, &Directory::default());
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
}
