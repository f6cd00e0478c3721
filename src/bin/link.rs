//! The function behind the link in the mail: a token in, a redirect out.

fn main() {}
