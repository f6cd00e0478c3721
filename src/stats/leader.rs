//! Somebody in front, as a mail names them.

use serde::{Deserialize, Serialize};

/// One of the leaders.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Leader {
    /// The name in the film.
    pub name: String,
    /// This person's total.
    pub labels: u64,
}
