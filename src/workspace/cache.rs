//! Sources in memory: those that were asked for lately, and those that are open in an editor.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use dashmap::DashMap;

use super::files;
use crate::evidence::{Entry, SourceKey};
use crate::source::{self, Source};

/// What closed sources may take in memory before the least lately used go, in bytes.
const BUDGET: usize = 32 << 20;

struct Held {
    source: Arc<Source>,
    used: AtomicU64,
    /// An open buffer: it cannot be read again, so it stays.
    pinned: bool,
}

/// Reads sources when they are needed and keeps a bounded number of them.
pub struct SourceCache {
    root: PathBuf,
    held: DashMap<SourceKey, Held>,
    bytes: AtomicUsize,
    clock: AtomicU64,
}

impl SourceCache {
    /// An empty one for the workspace at `root`.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), held: DashMap::new(), bytes: AtomicUsize::new(0), clock: AtomicU64::new(0) }
    }

    /// Keeps a source until it is [released](Self::release) (`pinned`) or pushed out by others.
    pub fn keep(&self, key: SourceKey, source: Arc<Source>, pinned: bool) {
        let used = AtomicU64::new(self.clock.fetch_add(1, Ordering::Relaxed));
        self.bytes.fetch_add(size(&source), Ordering::Relaxed);
        if let Some(old) = self.held.insert(key, Held { source, used, pinned }) {
            self.bytes.fetch_sub(size(&old.source), Ordering::Relaxed);
        }
        if self.bytes.load(Ordering::Relaxed) > BUDGET {
            self.shrink();
        }
    }

    /// An open source was closed: it may go.
    pub fn release(&self, key: SourceKey) {
        if let Some((_, old)) = self.held.remove(&key) {
            self.bytes.fetch_sub(size(&old.source), Ordering::Relaxed);
        }
    }

    /// The source of an entry. None where its file is gone or no longer holds what the entry was made from: then the change is
    /// on its way, and nothing wrong is said meanwhile.
    pub fn get(&self, entry: &Entry) -> Option<Arc<Source>> {
        if let Some(held) = self.held.get(&entry.key) {
            held.used.store(self.clock.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
            return Some(held.source.clone());
        }
        let bytes = files::read(&files::absolute(&self.root, &entry.path)?, source::MAX_BYTES).ok()??;
        if SourceKey::of(&entry.path, &bytes) != entry.key {
            return None;
        }
        let source = Arc::new(source::read(&entry.path, &bytes));
        self.keep(entry.key, source.clone(), false);
        Some(source)
    }

    /// Drops the least lately used half of what is not pinned.
    fn shrink(&self) {
        let mut by_use: Vec<(u64, SourceKey, usize)> = self
            .held
            .iter()
            .filter(|held| !held.pinned)
            .map(|held| (held.used.load(Ordering::Relaxed), *held.key(), size(&held.source)))
            .collect();
        by_use.sort_unstable();
        let mut excess = self.bytes.load(Ordering::Relaxed).saturating_sub(BUDGET / 2);
        for (_, key, size) in by_use {
            if excess == 0 {
                break;
            }
            self.release(key);
            excess = excess.saturating_sub(size);
        }
    }
}

/// What a source takes, in bytes: its text and the places of its passages.
fn size(source: &Source) -> usize {
    source.text.len() + source.passages.len() * size_of::<source::Passage>()
}
