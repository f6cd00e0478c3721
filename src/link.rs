//! The link in the mail: an address that works for weeks and can be made by nobody else.
