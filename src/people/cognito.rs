//! The users of a private team, as Amazon Cognito lists them.
//!
//! This file is the only one that names `aws-sdk-cognitoidentityprovider`. Which of what it reads may be shown is
//! for `directory`.

use std::{collections::BTreeSet, time::Duration};

use aws_sdk_cognitoidentityprovider::{
    Client,
    config::{self, Region},
    error::{ProvideErrorMetadata, SdkError},
    types::UserType,
};
use tokio::time::{Interval, MissedTickBehavior};

use super::directory::{NameTrouble, PoolUser};
use crate::{
    aws::{self, AwsTrouble, OperationError, Patience, SdkConfig},
    source::{UserPool, WorkerId},
};

/// A film can be made without names, so it does not wait for long.
const PATIENCE: Patience = Patience {
    attempts: 6,
    connect: Duration::from_secs(3),
    read: None,
    attempt: Duration::from_secs(10),
    operation: Duration::from_secs(40),
};

/// The most users that one request may ask for.
const PAGE: i32 = 60;
/// One request after the other, at most 20 a second: an account has 30, which others need too.
const PACE: Duration = Duration::from_millis(50);
/// More users than this are no team.
const MOST_USERS: usize = 100_000;
/// So long a run may wait for the names of all pools.
const LONGEST: Duration = Duration::from_mins(2);

/// The user pools that an account may read.
#[derive(Clone, Debug)]
pub struct UserPools {
    sdk: SdkConfig,
}

impl UserPools {
    /// Pools that are read with the credentials and at the endpoint of `sdk`; each in its own region.
    #[must_use]
    pub fn new(sdk: &SdkConfig) -> Self {
        Self { sdk: PATIENCE.with(sdk) }
    }

    /// Everybody in these pools, as far as they can be read, and what kept the rest from being read.
    pub async fn users(&self, pools: &BTreeSet<UserPool>) -> (Vec<PoolUser>, Vec<NameTrouble>) {
        let (mut users, mut troubles) = (Vec::new(), Vec::new());
        let mut left: Vec<&UserPool> = pools.iter().rev().collect();
        let read = async {
            let mut pace = tokio::time::interval(PACE);
            pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
            while let Some(&pool) = left.last() {
                let known = users.len();
                match self.pool(pool, &mut pace, &mut users).await {
                    Ok(()) if users.len() == known => troubles.push(NameTrouble::Empty(pool.clone())),
                    Ok(()) => {}
                    Err(trouble) => troubles.push(trouble),
                }
                left.pop();
            }
        };
        // When the time is over, what was read until then is of use all the same.
        let _ = tokio::time::timeout(LONGEST, read).await;
        troubles.extend(left.into_iter().rev().cloned().map(NameTrouble::OutOfTime));
        (users, troubles)
    }

    /// Everybody in one pool.
    async fn pool(
        &self,
        pool: &UserPool,
        pace: &mut Interval,
        users: &mut Vec<PoolUser>,
    ) -> Result<(), NameTrouble> {
        let region = Region::new(pool.region().to_owned());
        let client = Client::from_conf(config::Builder::from(&self.sdk).region(region).build());
        let before = users.len();
        let mut token = None;
        loop {
            pace.tick().await;
            let ask = client.list_users().user_pool_id(pool.id()).limit(PAGE).set_pagination_token(token);
            let listed = ask.send().await.map_err(|error| failed(pool, error))?;
            users.extend(listed.users.unwrap_or_default().into_iter().map(user));
            // A page may be empty and others still follow it.
            token = listed.pagination_token;
            if token.is_none() {
                return Ok(());
            }
            if MOST_USERS <= users.len() - before {
                return Err(NameTrouble::Huge { pool: pool.clone(), most: MOST_USERS });
            }
        }
    }
}

fn user(user: UserType) -> PoolUser {
    let attributes = user.attributes.unwrap_or_default().into_iter();
    let attributes = attributes.map(|attribute| (attribute.name, attribute.value.unwrap_or_default()));
    let mut user = PoolUser {
        sub: None,
        username: user.username.unwrap_or_default(),
        is_enabled: user.enabled,
        attributes: attributes.collect(),
    };
    user.sub = user.attributes.get("sub").and_then(|sub| WorkerId::new(sub));
    user
}

fn failed<E: OperationError>(pool: &UserPool, error: SdkError<E>) -> NameTrouble {
    let trouble = match error.code().unwrap_or_default() {
        "TooManyRequestsException" => AwsTrouble::Unavailable,
        _ => aws::trouble(&error),
    };
    let pool = pool.clone();
    let why = aws::readable(error);
    tracing::warn!(%pool, why, "a user pool could not be read");
    match trouble {
        AwsTrouble::NoCredentials => NameTrouble::NoCredentials(pool),
        AwsTrouble::Denied => NameTrouble::Denied(pool),
        AwsTrouble::NotFound => NameTrouble::NoSuchPool(pool),
        AwsTrouble::Unavailable => NameTrouble::Unavailable(pool),
        AwsTrouble::Other => NameTrouble::Failed(pool),
    }
}
