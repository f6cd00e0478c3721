//! User pools of Amazon Cognito, as moto has them, with users of all kinds.

use serde_json::{Value, json};

/// A user pool: its id, and its users.
pub(crate) struct Pool {
    pub(crate) id: &'static str,
    pub(crate) users: Vec<User>,
}

/// A user of a pool.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) sub: String,
    pub(crate) username: String,
    pub(crate) enabled: bool,
    pub(crate) status: &'static str,
    pub(crate) attributes: Vec<(&'static str, String)>,
}

impl User {
    /// A user with an address, who may sign in.
    pub(crate) fn new(sub: &str, username: &str) -> Self {
        Self {
            sub: sub.to_owned(),
            username: username.to_owned(),
            enabled: true,
            status: "CONFIRMED",
            attributes: vec![("email", format!("{sub}@mail.example.com"))],
        }
    }

    /// The same with one more attribute.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push((name, value.to_owned()));
        self
    }

    /// What nobody else may see: how the person signs in.
    pub(crate) fn secrets(&self) -> Vec<&str> {
        let email =
            self.attributes.iter().filter(|(name, _)| *name == "email").map(|(_, value)| value.as_str());
        email.chain([self.username.as_str()]).collect()
    }

    fn json(&self) -> Value {
        let attributes: Vec<Value> =
            self.attributes.iter().map(|(name, value)| json!({"Name": name, "Value": value})).collect();
        json!({
            "sub": self.sub,
            "username": self.username,
            "enabled": self.enabled,
            "status": self.status,
            "attributes": attributes,
        })
    }
}

/// What makes these pools in moto's own process. Over HTTP a large one would take minutes, and would get another id.
///
/// The text is an argument of a process, so it takes hundreds of users and not thousands: see [`python_crowd`].
pub(crate) fn python(pools: &[Pool]) -> String {
    let pools: Vec<Value> = pools
        .iter()
        .map(|pool| json!({"id": pool.id, "users": pool.users.iter().map(User::json).collect::<Vec<_>>()}))
        .collect();
    let pools = serde_json::to_string(&json!(pools).to_string()).unwrap();
    format!(
        r#"
import json
from moto.cognitoidp.models import CognitoIdpUser, cognitoidp_backends
for made in json.loads({pools}):
    backend = cognitoidp_backends["123456789012"][made["id"].split("_")[0]]
    pool = backend.create_user_pool("team", {{}})
    del backend.user_pools[pool.id]
    pool.id = made["id"]
    backend.user_pools[pool.id] = pool
    for user in made["users"]:
        known = CognitoIdpUser(pool.id, user["username"], None, user["status"], user["attributes"])
        known.update_attributes([{{"Name": "sub", "Value": user["sub"]}}])
        known.enabled = user["enabled"]
        pool.users[known.username] = known
"#
    )
}

/// What makes one pool of `n` users with the nicknames `Robin 0` and so on, and `crowd-0` and so on as their ids.
pub(crate) fn python_crowd(id: &'static str, n: usize) -> String {
    let empty = python(&[Pool { id, users: Vec::new() }]);
    format!(
        r#"{empty}
for n in range({n}):
    attributes = [{{"Name": "nickname", "Value": f"Robin {{n}}"}}, {{"Name": "sub", "Value": f"crowd-{{n}}"}}]
    known = CognitoIdpUser(pool.id, f"login-{{n}}", None, "CONFIRMED", [])
    known.update_attributes(attributes)
    pool.users[known.username] = known
"#
    )
}
