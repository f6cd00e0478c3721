//! A webhook of Slack or Teams, which hears what the mail says.
//!
//! A mail and its links enter; a post leaves. The address of a webhook is a secret: it is read from SSM or Secrets Manager
//! for each post, and no error, log or record has it.
//!
//! Rooms: `shape` (what each of the two takes), `post` (reading the address, and posting).

mod shape;
mod post;

pub use self::{
    post::{Webhook, WebhookError},
    shape::{PostLinks, post_for},
};
