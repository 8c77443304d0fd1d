//! What was read in a block lately. A keystroke changes one block of a note; the sentences of all others are those of before.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use xxhash_rust::xxh3::Xxh3;

use super::Kind;
use super::block::Block;
use crate::text::Span;

/// Blocks in each of two generations. A note of 5,000 lines has fewer.
const KEPT: usize = 8192;

/// What stands in a block, in bytes of its plain text.
#[derive(Debug)]
pub(super) struct Read {
    /// Its sentences, with what they are.
    pub sentences: Vec<(Span, Kind)>,
    /// Its quoted words.
    pub quoted: Vec<Span>,
}

#[derive(Default)]
struct Memory {
    young: HashMap<u128, Arc<Read>>,
    old: HashMap<u128, Arc<Read>>,
}

static MEMORY: LazyLock<Mutex<Memory>> = LazyLock::new(Mutex::default);

/// Reads a block, from memory where the same words stood in the same kind of place lately.
pub(super) fn read(block: &Block, judged: bool, make: impl FnOnce(&Block) -> Read) -> Arc<Read> {
    let Block { plain, context, lines, links, strong, code, marks: _ } = block;
    let mut key = Xxh3::new();
    (&plain.text, context, lines, links, strong, code, judged).hash(&mut key);
    // Wide enough that two blocks never share one.
    let key = key.digest128();
    {
        let mut memory = MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(read) = memory.young.get(&key) {
            return read.clone();
        }
        if let Some(read) = memory.old.remove(&key) {
            memory.keep(key, read.clone());
            return read;
        }
    }
    let read = Arc::new(make(block));
    MEMORY.lock().unwrap_or_else(PoisonError::into_inner).keep(key, read.clone());
    read
}

impl Memory {
    fn keep(&mut self, key: u128, read: Arc<Read>) {
        if self.young.len() >= KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, read);
    }
}
