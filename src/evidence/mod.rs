//! Evidence: an index over the passages of all sources, and retrieval of those that bear on a claim.
//!
//! Retrieval sits behind [`Retrieve`], so that evidence may one day come from elsewhere; [`PassageIndex`] is the one
//! implementation. It answers with places (source key, passage number), never with text: whoever asks knows the sources.

mod index;
mod store;
pub mod term;

pub use index::{IndexError, PassageIndex, View};
pub use store::{Entry, SourceKey};

/// A passage that shares words with a claim.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The source it stands in.
    pub source: SourceKey,
    /// Its number in the source, from 0.
    pub passage: u32,
    /// BM25 score: comparable within one answer only.
    pub score: f32,
}

/// What finds passages for a claim.
pub trait Retrieve: Send + Sync {
    /// The `limit` best passages that hold any of `terms` (as [`term::terms`] makes them), best first, of the sources in `among`,
    /// or of all where `among` is empty.
    fn retrieve(&self, terms: &[&str], among: &[SourceKey], limit: usize) -> Vec<Hit>;

    /// How many passages hold `term`.
    fn passage_frequency(&self, term: &str) -> u64;

    /// How many passages there are.
    fn passages(&self) -> u64;

    /// How telling a term is: 0 for one that stands in every passage, rising with its rarity (the idf of BM25).
    fn rarity(&self, term: &str) -> f32 {
        let all = self.passages() as f32;
        let with = (self.passage_frequency(term) as f32).min(all);
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }
}
