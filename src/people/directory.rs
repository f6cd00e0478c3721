//! What a team's own directory says: under which names people may be shown.
//!
//! A name is one that somebody chose or goes by. What people sign in with (user names, addresses, phone numbers) and
//! the ids that the directory gave them are never names, whoever they belong to. Reading a directory is for
//! `cognito`; who is called by which name in the end is for `cast`.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fmt,
};

use serde::{Deserialize, Serialize};

use super::name::{compared, name_of, presentable};
use crate::source::{UserPool, WorkerId};

/// One user of a directory, with everything that it knows. None of that is for films: see [`Directory`].
#[derive(Clone, Default, Eq, PartialEq)]
pub struct PoolUser {
    /// The id that answers know this person by.
    pub sub: Option<WorkerId>,
    /// What the person signs in with; in a pool that Ground Truth made, an e-mail address.
    pub username: String,
    /// Whether the person may sign in.
    pub is_enabled: bool,
    /// Everything else, such as `nickname`, by its name.
    pub attributes: BTreeMap<String, String>,
}

/// Without anything that could end up in a log.
impl fmt::Debug for PoolUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolUser").field("is_enabled", &self.is_enabled).finish_non_exhaustive()
    }
}

/// A name that may be shown.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct DirectoryName {
    /// The name.
    pub name: String,
    /// The initial of the family name, for two people of one name: `R.`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial: Option<String>,
}

impl DirectoryName {
    /// Whether somebody may be shown under it.
    pub(super) fn is_presentable(&self) -> bool {
        let is_name = |text: &String| name_of(text).as_ref() == Ok(text);
        is_name(&self.name) && self.initial.iter().all(is_name)
    }
}

/// The names that directories give people. Nothing else of a directory is kept.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    name_of: HashMap<WorkerId, Option<DirectoryName>>,
    is_whole: bool,
}

/// What a directory says about a person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum DirectoryEntry<'a> {
    /// Call the person so.
    Named(&'a DirectoryName),
    /// The person is not there any more, or has no name that may be shown.
    Nameless,
    /// The part of the directory that the person may be in could not be read.
    Unread,
}

/// Why people are without the names that their directory may have.
#[derive(Debug, thiserror::Error)]
pub enum NameTrouble {
    /// The caller may not read a pool.
    #[error("the user pool {0} may not be read (allow cognito-idp:ListUsers on it)")]
    Denied(UserPool),
    /// There is no such pool.
    #[error("there is no user pool {0} in this account")]
    NoSuchPool(UserPool),
    /// Nobody is signed in to AWS.
    #[error("the user pool {0} cannot be read without AWS credentials that work")]
    NoCredentials(UserPool),
    /// The service is too busy, or out of reach.
    #[error("the user pool {0} could not be read: Amazon Cognito is too busy or out of reach")]
    Unavailable(UserPool),
    /// Anything else that the service may say.
    #[error("the user pool {0} could not be read")]
    Failed(UserPool),
    /// A pool took longer than a film may wait for names.
    #[error("the user pool {0} was not read to its end in time")]
    OutOfTime(UserPool),
    /// A pool of more people than anybody employs.
    #[error("the user pool {pool} has more than {most} users, and only so many were read")]
    Huge {
        /// The pool.
        pool: UserPool,
        /// How many users were read.
        most: usize,
    },
    /// A pool without users.
    #[error("the user pool {0} is empty")]
    Empty(UserPool),
    /// Pools, all of them read, with nobody in them who labeled.
    #[error("none of the people of this job is in the user pool {0}")]
    Strangers(String),
    /// No pool to be read.
    #[error("the job does not say which user pool its people sign in with (--user-pool names one)")]
    NoPool,
    /// A build that cannot ask.
    #[error("this build has no AWS, so it cannot read user pools")]
    NoAws,
}

/// What was read of all pools.
#[derive(Debug, Default)]
pub struct PoolNames {
    /// The names.
    pub directory: Directory,
    /// Everybody who was read, for the owner of a job alone: never for a film, a mail or a log.
    pub users: Vec<PoolUser>,
    /// What kept names from being read.
    pub troubles: Vec<NameTrouble>,
}

impl PoolNames {
    /// No names, for this reason.
    pub fn none(why: NameTrouble) -> Self {
        Self { troubles: vec![why], ..Self::default() }
    }

    /// The troubles as one warning; `None` if there are none.
    pub fn warning(&self) -> Option<String> {
        let troubles: Vec<String> = self.troubles.iter().map(ToString::to_string).collect();
        let troubles = troubles.join("; ");
        (!troubles.is_empty()).then(|| format!("{troubles}; people without a name have pseudonyms"))
    }
}

impl Directory {
    /// The names of these users. `is_whole` says that these are all users of all pools, so that whoever is not among
    /// them was deleted.
    pub fn new(users: &[PoolUser], is_whole: bool) -> Self {
        let private: HashSet<String> = users.iter().flat_map(secrets).map(str::to_lowercase).collect();
        let named = users.iter().filter_map(|user| {
            let name = if user.is_enabled { shown(user, &private) } else { None };
            Some((user.sub.clone()?, name))
        });
        Self { name_of: named.collect(), is_whole }
    }

    /// How many people have a name that may be shown.
    pub fn n_named(&self) -> usize {
        self.name_of.values().flatten().count()
    }

    /// Whether anybody with one of these ids is in it.
    pub fn knows<'a>(&self, mut ids: impl Iterator<Item = &'a WorkerId>) -> bool {
        ids.any(|id| self.name_of.contains_key(id))
    }

    /// What it says about the person with these ids.
    pub(super) fn entry<'a>(&self, ids: impl Iterator<Item = &'a WorkerId>) -> DirectoryEntry<'_> {
        let mut entry = if self.is_whole { DirectoryEntry::Nameless } else { DirectoryEntry::Unread };
        for id in ids {
            match self.name_of.get(id) {
                Some(Some(name)) => return DirectoryEntry::Named(name),
                Some(None) => entry = DirectoryEntry::Nameless,
                None => {}
            }
        }
        entry
    }
}

/// What nobody may be called: how people sign in, and their ids.
fn secrets(user: &PoolUser) -> impl Iterator<Item = &str> {
    let attributes = ["email", "phone_number"].into_iter().filter_map(|name| user.attributes.get(name));
    let sub = user.sub.as_ref().map(WorkerId::as_str);
    attributes.map(String::as_str).chain(sub).chain([user.username.as_str()]).filter(|text| !text.is_empty())
}

/// The name under which a user may be shown: the first of those that are one.
fn shown(user: &PoolUser, private: &HashSet<String>) -> Option<DirectoryName> {
    let attribute = |name: &str| presentable(user.attributes.get(name).map_or("", String::as_str));
    let is_name = |name: &String| {
        let lower = name.to_lowercase();
        let hides = |secret: &str| lower.contains(&secret.to_lowercase());
        name_of(name).is_ok()
            && !private.contains(&lower)
            // A user name that is a word may well be part of a name: Ana in Ana Reyes.
            && !secrets(user).filter(|secret| !secret.chars().all(char::is_alphabetic)).any(hides)
    };
    let initial = attribute("family_name").chars().find(|c| c.is_alphabetic());
    let initial = initial.map(|letter| format!("{}.", letter.to_uppercase()));
    let chosen = ["nickname", "preferred_username", "name"].map(attribute).into_iter().find(is_name);
    if let Some(name) = chosen {
        // Whose name has several words is known by them.
        let initial = initial.filter(|_| !name.contains(' '));
        return Some(DirectoryName { name, initial });
    }
    let given = Some(attribute("given_name")).filter(is_name)?;
    let name = initial.map_or_else(|| given.clone(), |initial| format!("{given} {initial}"));
    Some(DirectoryName { name, initial: None })
}

/// These names, each made different from the others and from those that are `taken`, which they join as they are
/// compared: with the initial of the family name, otherwise with a number.
pub(super) fn tell_apart(names: &[&DirectoryName], taken: &mut BTreeSet<String>) -> Vec<String> {
    let mut times: HashMap<String, usize> = HashMap::new();
    for named in names {
        *times.entry(compared(&named.name)).or_default() += 1;
    }
    let is_single =
        |named: &DirectoryName| times[&compared(&named.name)] == 1 && !taken.contains(&compared(&named.name));
    let mut told: Vec<Option<String>> =
        names.iter().map(|named| is_single(named).then(|| named.name.clone())).collect();
    taken.extend(told.iter().flatten().map(|name| compared(name)));
    for (named, told) in names.iter().zip(&mut told).filter(|(_, told)| told.is_none()) {
        let full = named
            .initial
            .as_ref()
            .map_or_else(|| named.name.clone(), |initial| format!("{} {initial}", named.name));
        let numbered = (2u64..).map(|n| format!("{full} {n}"));
        let free = std::iter::once(full.clone()).chain(numbered).find(|name| taken.insert(compared(name)));
        *told = free;
    }
    told.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(sub: &str, username: &str, attributes: &[(&str, &str)]) -> PoolUser {
        let attributes = attributes.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
        PoolUser {
            sub: WorkerId::new(sub),
            username: username.to_owned(),
            is_enabled: true,
            attributes: attributes.collect(),
        }
    }

    /// What a user with this user name and these attributes is called.
    #[track_caller]
    fn check(username: &str, attributes: &[(&str, &str)], expected: Option<&str>) {
        let directory = Directory::new(&[user("5f0c", username, attributes)], true);
        let id = WorkerId::new("5f0c").unwrap();
        let name = match directory.entry([&id].into_iter()) {
            DirectoryEntry::Named(named) => Some(named.name.as_str()),
            DirectoryEntry::Nameless => None,
            DirectoryEntry::Unread => panic!("everything was read"),
        };
        assert_eq!(name, expected, "{attributes:?}");
    }

    #[test]
    fn the_best_name_that_is_no_address_is_shown() {
        let all = [
            ("nickname", "Robin"),
            ("preferred_username", "rob"),
            ("name", "Ana Reyes"),
            ("given_name", "Ana"),
            ("family_name", "reyes"),
        ];
        for (n, expected) in [(0, "Robin"), (1, "rob"), (2, "Ana Reyes"), (3, "Ana R.")] {
            check("ana@example.com", &all[n..], Some(expected));
        }
        check("a", &[("given_name", "Ana")], Some("Ana"));
        check("a", &[("family_name", "Reyes")], None);
        check("a", &[("nickname", "ana@example.com"), ("name", "Ana")], Some("Ana"));
        check("a", &[("nickname", " (ana@example.com) "), ("name", "ana＠example.com")], None);
        check("a", &[("nickname", "\u{200B}\u{3164} \u{2800}"), ("name", "A\u{202E}na\n")], Some("Ana"));
    }

    #[test]
    fn what_people_sign_in_with_is_never_a_name() {
        check("AReyes7", &[("nickname", "areyes7")], None);
        check("areyes7", &[("nickname", "Ana (AREYES7)"), ("name", "Ana")], Some("Ana"));
        check("ana", &[("nickname", "Ana"), ("name", "Ana Reyes")], Some("Ana Reyes"));
        check("x", &[("nickname", "5F0C")], None);
        check("x", &[("nickname", "+491700"), ("phone_number", "+491700")], None);
        let users = [user("a1", "boss", &[("nickname", "Robin")]), user("b2", "robin", &[("name", "Boss")])];
        let directory = Directory::new(&users, true);
        for id in ["a1", "b2"] {
            let id = WorkerId::new(id).unwrap();
            assert_eq!(
                directory.entry([&id].into_iter()),
                DirectoryEntry::Nameless,
                "the user name of somebody else"
            );
        }
        let secret = user("a1", "areyes7", &[("email", "ana@example.com")]);
        assert_eq!(format!("{secret:?}"), "PoolUser { is_enabled: true, .. }");
    }

    #[test]
    fn who_is_disabled_deleted_or_unread_is_told_apart() {
        let disabled = PoolUser { is_enabled: false, ..user("a1", "u", &[("nickname", "Ana")]) };
        let (a1, b2) = (WorkerId::new("a1").unwrap(), WorkerId::new("b2").unwrap());
        let whole = Directory::new(std::slice::from_ref(&disabled), true);
        let part = Directory::new(&[disabled], false);
        assert_eq!(whole.entry([&a1].into_iter()), DirectoryEntry::Nameless);
        assert_eq!(whole.entry([&b2].into_iter()), DirectoryEntry::Nameless);
        assert_eq!(part.entry([&a1].into_iter()), DirectoryEntry::Nameless);
        assert_eq!(part.entry([&b2].into_iter()), DirectoryEntry::Unread);
    }

    #[test]
    fn people_of_one_name_are_told_apart() {
        let of = |name: &str, initial: &str| DirectoryName {
            name: name.to_owned(),
            initial: Some(initial.to_owned()).filter(|initial| !initial.is_empty()),
        };
        let told = |names: &[DirectoryName], taken: &[&str]| {
            let mut taken = taken.iter().map(|&name| compared(name)).collect();
            tell_apart(&names.iter().collect::<Vec<_>>(), &mut taken)
        };
        let anas = [of("Ana", "R."), of("ana", "S."), of("Bo", "K."), of("Ana", "R."), of("Ana", "")];
        assert_eq!(told(&anas, &[]), ["Ana R.", "ana S.", "Bo", "Ana R. 2", "Ana"]);
        assert_eq!(told(&[of("Ana", "R."), of("Bo", "")], &["Ana", "bo"]), ["Ana R.", "Bo 2"]);
        assert_eq!(
            told(&[of("Ana", "R."), of("Ana R.", ""), of("Ana", "")], &[]),
            ["Ana R. 2", "Ana R.", "Ana"]
        );
    }
}
