//! Input that somebody made to do harm, or that broke on the way: each gives a finding or a result, never a crash, and the sound
//! files beside it are checked as ever. What is large is made here; sizes are such that an answer in more than linear time or
//! memory would not come at all.
#![allow(clippy::unwrap_used)]

mod config;
mod faults;
mod notes;
mod outside;
mod pdf;
mod privacy;
mod rest;
mod sources;
#[allow(dead_code)]
#[path = "../cli/support.rs"]
mod support;
