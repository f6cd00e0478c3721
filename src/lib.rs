//! labelrace
pub mod answer;
pub mod encode;
pub mod gather;
pub mod layout;
pub mod manifest;
pub mod people;
pub mod plan;
pub mod race;
pub mod run;
pub mod sample;
pub mod store;
pub mod style;
pub mod tally;
