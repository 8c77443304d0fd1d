//! (see the map in the crate's root)

pub mod names;
