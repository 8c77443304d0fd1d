//! Numbers and dates of a claim against those of its evidence, by value.

use super::{Reason, Sentence};

/// Differences between the figures of a claim and those of the `chosen` sentences of its evidence.
pub(super) fn compare(_claim: &str, _evidence: &[Sentence], _chosen: &[usize]) -> Vec<Reason> {
    Vec::new()
}
