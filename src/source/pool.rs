//! The directory that a private team signs in with: a user pool of Amazon Cognito.
//!
//! Answers name it in the issuer of an identity, and the log of the workers' activity by its id. Who is in a pool is
//! left to `people`.

use std::fmt;

/// The id of a user pool, such as `eu-west-1_AbCdEfGhI`: a region, an underscore, and letters and digits.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UserPool(String);

impl UserPool {
    /// The pool with this id; `None` if no pool can have it.
    pub fn new(id: &str) -> Option<Self> {
        let (region, rest) = id.split_once('_')?;
        let is_region = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let is_sound = id.len() <= 55
            && region.contains('-')
            && region.chars().all(is_region)
            && !rest.is_empty()
            && rest.chars().all(|c| c.is_ascii_alphanumeric());
        is_sound.then(|| Self(id.to_owned()))
    }

    /// The pool that issued an identity: the last part of `https://cognito-idp.<region>.amazonaws.com/<id>`.
    pub fn of_issuer(issuer: &str) -> Option<Self> {
        let host_and_id = issuer.strip_prefix("https://cognito-idp")?;
        Self::new(host_and_id.trim_end_matches('/').rsplit_once('/')?.1)
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.0
    }

    /// The region it is in.
    pub fn region(&self) -> &str {
        self.0.split_once('_').map_or("", |(region, _)| region)
    }
}

impl fmt::Display for UserPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_is_read_from_its_id_and_from_an_issuer() {
        let pool = UserPool::new("eu-west-1_AbC9").unwrap();
        assert_eq!((pool.id(), pool.region()), ("eu-west-1_AbC9", "eu-west-1"));
        for issuer in [
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC9",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC9/",
        ] {
            assert_eq!(UserPool::of_issuer(issuer).as_ref(), Some(&pool), "{issuer}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for id in
            ["", "_", "eu-west-1_", "eu-west-1", "EU-WEST-1_a", "euwest1_a", "eu-west-1_a/b", "eu-west-1_a b"]
        {
            assert_eq!(UserPool::new(id), None, "{id}");
        }
        for issuer in [
            "https://id.example.com/adfs",
            "https://cognito-idp.eu-west-1.amazonaws.com",
            // Published jobs have the id cut off like this.
            "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_",
        ] {
            assert_eq!(UserPool::of_issuer(issuer), None, "{issuer}");
        }
    }
}
