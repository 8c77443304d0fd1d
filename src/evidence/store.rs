//! What the index remembers of each source besides its words.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::source::{Meta, Source};

/// Names one content of one source file: another path or another byte makes another key, so that what is kept under a key is
/// never stale and two processes can share it without a word between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceKey(pub u64);

impl SourceKey {
    /// The key of a file's content at a path (relative, with `/`).
    pub fn of(path: &str, bytes: &[u8]) -> Self {
        Self(xxh3_64(bytes) ^ xxh3_64(path.as_bytes()).rotate_left(17))
    }
}

/// A source as the index lists it: enough to show it and to tell whether its file has changed, without reading it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its key.
    pub key: SourceKey,
    /// Path relative to the root, with `/`.
    pub path: String,
    /// Id: the file's stem.
    pub id: String,
    /// Front matter.
    pub meta: Meta,
    /// Length of the file in bytes.
    pub size: u64,
    /// Its modification time in nanoseconds since 1970, as the file system gave it.
    pub modified: i128,
    /// How many passages it has.
    pub passages: u32,
    /// What was wrong with the file.
    pub problems: Vec<crate::source::Problem>,
}

impl Entry {
    /// The entry of a source that was read from a file of that size and time.
    pub fn new(key: SourceKey, source: &Source, size: u64, modified: i128) -> Self {
        Self {
            key,
            path: source.path.clone(),
            id: source.id.clone(),
            meta: source.meta.clone(),
            size,
            modified,
            passages: u32::try_from(source.passages.len()).unwrap_or(u32::MAX),
            problems: source.problems.clone(),
        }
    }
}
