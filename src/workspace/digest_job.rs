//! Digests of sources for [`Knowledge`](crate::knowledge::Knowledge): parsing takes seconds a source set, so it is done beside the owner
//! and kept in the cache folder under each source's key.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::SourceCache;
use crate::evidence::{Entry, SourceKey};
use crate::knowledge::SourceFacts;

/// Raised whenever digests of the same source come out otherwise: kept ones of another version are not read.
const VERSION: u32 = 5;
/// A kept digest longer than this is not ours.
const LONGEST: u64 = 64 << 20;

/// Some sources to digest.
pub struct DigestJob {
    entries: Vec<Arc<Entry>>,
    cache: Arc<SourceCache>,
    store: DigestStore,
    /// All keys in use, where the job is the last one: what is kept under any other goes.
    live: Option<HashSet<SourceKey>>,
}

/// What became of a [`DigestJob`].
#[derive(Debug, Default)]
pub struct Digested {
    /// The digests, by key of their source.
    pub digests: Vec<(SourceKey, Arc<SourceFacts>)>,
    /// How many of them were parsed rather than read from the cache.
    pub made: usize,
}

/// Where digests are kept between runs; nowhere without a folder.
#[derive(Clone, Debug, Default)]
pub(super) struct DigestStore(Option<PathBuf>);

impl DigestStore {
    pub(super) fn new(cache: Option<&Path>) -> Self {
        Self(cache.map(|folder| folder.join(format!("facts-{VERSION}"))))
    }

    fn file(&self, key: SourceKey) -> Option<PathBuf> {
        self.0.as_ref().map(|folder| folder.join(format!("{:016x}", key.0)))
    }

    fn read(&self, key: SourceKey) -> Option<SourceFacts> {
        let file = self.file(key)?;
        if std::fs::metadata(&file).ok()?.len() > LONGEST {
            return None;
        }
        postcard::from_bytes(&std::fs::read(file).ok()?).ok()
    }

    /// Keeps a digest; where that fails it is made again in the next run.
    fn write(&self, key: SourceKey, facts: &SourceFacts) {
        let (Some(folder), Some(file), Ok(bytes)) = (&self.0, self.file(key), postcard::to_stdvec(facts)) else { return };
        // Another process must never read half a file.
        let part = file.with_extension(format!("{}", std::process::id()));
        let kept = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&part, bytes)).and_then(|()| std::fs::rename(&part, &file));
        if kept.is_err() {
            let _ = std::fs::remove_file(part);
        }
    }

    fn prune(&self, live: &HashSet<SourceKey>) {
        let Some(Ok(files)) = self.0.as_ref().map(std::fs::read_dir) else { return };
        for file in files.flatten() {
            let key = file.file_name().to_str().and_then(|name| u64::from_str_radix(name, 16).ok());
            if key.is_some_and(|key| !live.contains(&SourceKey(key))) {
                let _ = std::fs::remove_file(file.path());
            }
        }
    }
}

impl DigestJob {
    pub(super) fn new(entries: Vec<Arc<Entry>>, cache: Arc<SourceCache>, store: DigestStore, live: Option<HashSet<SourceKey>>) -> Self {
        Self { entries, cache, store, live }
    }

    /// How many sources it is.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Does the work on all cores.
    pub fn run(&self) -> Digested {
        let made: Vec<(SourceKey, Arc<SourceFacts>, bool)> = self.entries.par_iter().map(|entry| self.digest(entry)).collect();
        if let Some(live) = &self.live {
            self.store.prune(live);
        }
        let count = made.iter().filter(|(_, _, made)| *made).count();
        Digested { digests: made.into_iter().map(|(key, facts, _)| (key, facts)).collect(), made: count }
    }

    fn digest(&self, entry: &Entry) -> (SourceKey, Arc<SourceFacts>, bool) {
        if let Some(facts) = self.store.read(entry.key) {
            return (entry.key, Arc::new(facts), false);
        }
        // A file that changed meanwhile has another key soon; until then nothing is known of it.
        let Some(source) = self.cache.get(entry) else { return (entry.key, Arc::default(), false) };
        let facts = SourceFacts::of(&source);
        if entry.modified != 0 {
            self.store.write(entry.key, &facts);
        }
        (entry.key, Arc::new(facts), true)
    }
}
