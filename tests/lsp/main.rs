//! The language server over the wire: real framing, in memory.
#![allow(clippy::unwrap_used, missing_docs)]

mod client;
mod stress;
