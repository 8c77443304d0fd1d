//! The language server over the wire: real framing, in memory.
#![allow(clippy::unwrap_used, missing_docs)]

mod agreement;
mod capabilities;
mod client;
mod curation;
mod long_note;
mod manners;
mod random;
mod stress;
mod workspaces;
