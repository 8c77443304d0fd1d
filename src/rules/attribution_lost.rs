//! `attribution-lost`: the source says that somebody claims it, the note states it as fact.
//!
//! Right: “The ministry claims that the dam leaks”. Wrong: “The dam leaks”.

use super::claim::ClaimContext;
use super::{Finding, Rule};

/// One finding for each such difference that the judge named.
pub fn check(claim: &ClaimContext) -> Vec<Finding> {
    claim.judgement.reasons.iter().filter(|reason| reason.rule == Rule::AttributionLost).map(|reason| claim.difference(reason)).collect()
}
