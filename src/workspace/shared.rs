//! What the snapshots of a workspace share: answers that stay right as long as their key does.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use dashmap::DashMap;

use super::cited::Recent;
use super::judged::Judged;
use super::kept::Store;
use crate::judge::Judgement;
use crate::judge::second_opinion::Opinion;

/// Verdicts that are kept before they are made anew.
const KEPT_VERDICTS: usize = 100_000;

/// Judged claims that are kept: each keystroke makes one or two, and those of what was typed over are never asked for again.
const KEPT_JUDGED: usize = 20_000;

/// A second opinion that was asked for, none where there was nothing to ask about, and the verdict in its light.
pub(super) type Heard = (Arc<Judgement>, Option<Arc<Opinion>>);

/// Whether a second opinion is asked for that is not there yet.
#[derive(Clone)]
pub(super) enum Asking {
    /// No: a verdict must be there at once. One that was asked for earlier counts.
    Instant,
    /// Yes, wherever it can change the verdict.
    Thorough,
    /// Likewise, but what is heard counts for nobody else yet.
    Apart(Arc<Answers>),
}

impl Asking {
    /// Whether a second opinion is waited for.
    pub(super) fn waits(&self) -> bool {
        !matches!(self, Self::Instant)
    }
}

/// Verdicts and second opinions.
#[derive(Default)]
pub(super) struct Answers {
    /// Judged claims, by generation of sources, claim and what is cited.
    judged: DashMap<u64, Arc<Judged>>,
    /// Second opinions by claim and evidence, with the verdict in their light, over all generations.
    opinions: DashMap<u64, Heard>,
}

impl Answers {
    /// A judged claim.
    pub(super) fn judged(&self, key: u64) -> Option<Arc<Judged>> {
        self.judged.get(&key).map(|judged| judged.clone())
    }

    /// A second opinion.
    pub(super) fn opinion(&self, key: u64) -> Option<Heard> {
        self.opinions.get(&key).map(|heard| heard.clone())
    }

    /// Keeps a judged claim; one on which the last word has been said is not lost again.
    pub(super) fn keep_judged(&self, key: u64, judged: &Arc<Judged>) {
        if self.judged.len() > KEPT_JUDGED {
            self.judged.clear();
        }
        let mut kept = self.judged.entry(key).or_insert_with(|| judged.clone());
        if judged.settled {
            *kept = judged.clone();
        }
    }

    /// Takes up what a former run judged, where this one has not yet.
    pub(super) fn recall(&self, key: u64, judged: Judged) {
        self.judged.entry(key).or_insert_with(|| Arc::new(judged));
    }

    /// Keeps a second opinion.
    pub(super) fn keep_opinion(&self, key: u64, heard: Heard) {
        self.opinions.insert(key, heard);
    }

    /// Keeps what others have answered.
    pub(super) fn take_over(&self, others: &Self) {
        others.opinions.iter().for_each(|heard| self.keep_opinion(*heard.key(), heard.value().clone()));
        others.judged.iter().for_each(|judged| self.keep_judged(*judged.key(), judged.value()));
    }
}

/// What all snapshots of a workspace share.
#[derive(Default)]
pub(super) struct Shared {
    /// What counts for all of them.
    pub(super) answers: Answers,
    /// Judgements by claim and evidence, over all generations.
    pub(super) judgements: DashMap<u64, Arc<Judgement>>,
    /// How many claims were judged rather than looked up.
    pub(super) computed: AtomicUsize,
    /// Notes that were looked at lately.
    pub(super) recent: Recent,
    /// Verdicts of former runs.
    pub(super) store: Store,
}

impl Shared {
    pub(super) fn new(cache: Option<&Path>) -> Self {
        Self { store: Store::new(cache), ..Self::default() }
    }

    /// The sources changed: retrieval must be asked again; a judgement on the same evidence still holds.
    pub(super) fn new_generation(&self) {
        self.answers.judged.clear();
        if self.judgements.len() > KEPT_VERDICTS {
            self.judgements.clear();
            self.answers.opinions.clear();
        }
    }
}
