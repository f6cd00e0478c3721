//! Telling people: one mail to everybody who subscribed for it.
