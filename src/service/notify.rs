//! Mail: one to everybody who subscribed to it.
//!
//! A text for an audience enters; a mail through Amazon SNS leaves, in plain text, because SNS sends nothing else. It
//! puts its own unsubscribe link below.
//!
//! Rooms: `error`, `mail` (a mail, and the trait that sends one), `mask` (addresses that may be shown), `topic` (its
//! name), `confirmation` (of a subscription), `print` (for a trial), `sns`.

mod error;
mod mail;
mod mask;
mod topic;
pub mod confirmation;
pub mod print;
pub mod sns;

pub use self::{
    error::{NotifyError, NotifyTrouble},
    mail::{BODY_MAX, Mail, MailError, Notify},
    mask::masked,
    topic::{Topic, TopicError},
};
