//! The sources that a note cites, and which of them stand near a claim: those are looked at with more care when it is judged. And with
//! that, what the verdict on each claim is kept under.

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::judged;
use super::snapshot::Snapshot;
use crate::evidence::SourceKey;
use crate::note::Note;

/// A note that cites no more sources than this has them all looked at for each of its claims. Of one that cites more, those cited
/// nearest to a claim are: otherwise one citation more or less would have every claim of a long note judged again.
const NEAR: usize = 32;

/// Notes of which the last is remembered: those between which a person goes back and forth.
const REMEMBERED: usize = 8;

/// What is looked up once for all sentences of a note.
#[derive(Default)]
pub(super) struct Whole {
    /// All sources that it cites, where they are few.
    keys: Vec<SourceKey>,
    /// Sentence and source of each citation in order, where they are many.
    placed: Vec<(usize, SourceKey)>,
    /// What the verdict on each sentence is kept under; none for one that is no claim.
    claims: Vec<Option<u64>>,
}

/// Notes that were looked at lately. After a keystroke the same note is asked about again and again: for its findings, for the counts
/// of its verdicts, for what is still to be judged.
#[derive(Default)]
pub(super) struct Recent(Mutex<VecDeque<(u64, Arc<Whole>)>>);

impl Whole {
    pub(super) fn of(snapshot: &Snapshot, note: &Note) -> Arc<Self> {
        // By the place of the text too: the same text reads otherwise in a note of another format.
        let mut key = Xxh3::new();
        (Arc::as_ptr(&note.text).addr(), note.sentences.len(), snapshot.stamp(), xxh3_64(note.text.as_bytes())).hash(&mut key);
        let key = key.finish();
        let recent = &snapshot.shared().recent.0;
        let lock = || recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = lock().iter().find(|(of, _)| *of == key) {
            return known.clone();
        }
        let whole = Arc::new(Self::new(snapshot, note));
        let mut recent = lock();
        recent.push_front((key, whole.clone()));
        recent.truncate(REMEMBERED);
        whole
    }

    fn new(snapshot: &Snapshot, note: &Note) -> Self {
        let mut whole = Self { keys: keys(snapshot, note, 0..note.citations.len()), ..Self::default() };
        if whole.keys.len() > NEAR {
            whole.keys = Vec::new();
            let citations = note.sentences.iter().enumerate();
            let citations = citations.flat_map(|(at, sentence)| sentence.citations.iter().map(move |cited| (at, *cited)));
            whole.placed = citations.flat_map(|(at, cited)| named(snapshot, note, cited).map(move |key| (at, key))).collect();
        }
        let sentences = (0..note.sentences.len()).into_par_iter();
        whole.claims = sentences.map(|sentence| judged::key(snapshot, note, sentence, whole.hash(sentence))).collect();
        whole
    }

    /// What the verdict on a sentence is kept under; none for a sentence that is no claim.
    pub(super) fn claim(&self, sentence: usize) -> Option<u64> {
        self.claims.get(sentence).copied().flatten()
    }

    /// The sources to look at with more care for a sentence.
    pub(super) fn near(&self, sentence: usize) -> Vec<SourceKey> {
        if self.placed.is_empty() {
            return self.keys.clone();
        }
        let mut keys: Vec<SourceKey> = self.window(sentence).iter().map(|(_, key)| *key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The citations around a sentence.
    fn window(&self, sentence: usize) -> &[(usize, SourceKey)] {
        let here = self.placed.partition_point(|(at, _)| *at < sentence);
        let from = here.saturating_sub(NEAR / 2);
        self.placed.get(from..(from + NEAR).min(self.placed.len())).unwrap_or_default()
    }

    /// What stands for [`Self::near`] in a key.
    fn hash(&self, sentence: usize) -> u64 {
        let mut hash = Xxh3::new();
        self.keys.hash(&mut hash);
        self.window(sentence).iter().for_each(|(_, key)| key.hash(&mut hash));
        hash.finish()
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
