//! The sources that a note cites, and which of them stand near a claim: those are looked at with more care when it is judged.

use std::hash::{Hash, Hasher};

use xxhash_rust::xxh3::Xxh3;

use super::snapshot::Snapshot;
use crate::evidence::SourceKey;
use crate::note::Note;

/// A note that cites no more sources than this has them all looked at for each of its claims. Of one that cites more, those cited
/// nearest to a claim are: otherwise one citation more or less would have every claim of a long note judged again.
const NEAR: usize = 32;

/// The sources that a note cites anywhere, looked up once for all of its sentences.
pub(super) struct Whole {
    /// All of them, where they are few.
    keys: Vec<SourceKey>,
    hash: u64,
    /// Sentence and source of each citation in order, where they are many.
    placed: Vec<(usize, SourceKey)>,
}

impl Whole {
    pub(super) fn of(snapshot: &Snapshot, note: &Note) -> Self {
        let keys = keys(snapshot, note, 0..note.citations.len());
        if keys.len() <= NEAR {
            return Self { hash: hash(&keys), keys, placed: Vec::new() };
        }
        let citations =
            note.sentences.iter().enumerate().flat_map(|(at, sentence)| sentence.citations.iter().map(move |cited| (at, *cited)));
        let placed = citations.flat_map(|(at, cited)| named(snapshot, note, cited).map(move |key| (at, key))).collect();
        Self { keys: Vec::new(), hash: 0, placed }
    }

    /// The sources to look at with more care for a sentence, and what stands for them in a key.
    pub(super) fn near(&self, sentence: usize) -> (Vec<SourceKey>, u64) {
        if self.placed.is_empty() {
            return (self.keys.clone(), self.hash);
        }
        let here = self.placed.partition_point(|(at, _)| *at < sentence);
        let from = here.saturating_sub(NEAR / 2);
        let until = (from + NEAR).min(self.placed.len());
        let mut keys: Vec<SourceKey> = self.placed.get(from..until).unwrap_or_default().iter().map(|(_, key)| *key).collect();
        keys.sort_unstable();
        keys.dedup();
        let hash = hash(&keys);
        (keys, hash)
    }
}

/// Keys of the sources that some citations of a note name, in order, each once.
pub(super) fn keys(snapshot: &Snapshot, note: &Note, citations: impl IntoIterator<Item = usize>) -> Vec<SourceKey> {
    let mut keys: Vec<SourceKey> = citations.into_iter().flat_map(|index| named(snapshot, note, index)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Keys of the sources that a citation names.
fn named<'a>(snapshot: &'a Snapshot, note: &Note, citation: usize) -> impl Iterator<Item = SourceKey> + use<'a> {
    let entries = note.citations.get(citation).map(|citation| snapshot.sources_by_id(&citation.id)).unwrap_or_default();
    entries.iter().map(|entry| entry.key)
}

fn hash(keys: &[SourceKey]) -> u64 {
    let mut hash = Xxh3::new();
    keys.hash(&mut hash);
    hash.finish()
}
