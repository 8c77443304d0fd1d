//! The command line as a person uses it: the real binary on real folders.
#![allow(clippy::unwrap_used)]

mod bad_input;
mod formats;
mod sample;
mod subcommands;
mod support;
