//! The function: an event in, a receipt out.

fn main() {}
