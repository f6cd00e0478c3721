//! The template, read the way CloudFormation reads it: what a stack has, who may do what in it, and what it
//! does when nobody looks.

#![expect(clippy::unwrap_used, reason = "what a helper cannot do fails its test")]

mod template {
    mod accepted;
    mod alarms;
    mod fleet;
    mod functions;
    mod kept;
    mod parameters;
    mod published;
    mod roles;
    mod stack;
    mod whole;
}
