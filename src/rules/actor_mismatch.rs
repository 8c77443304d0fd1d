//! `actor-mismatch`: another actor stands in that role, or agent and patient are swapped.
//!
//! Right: “The guard arrested the smuggler”. Wrong: “The smuggler arrested the guard”, or “The police arrested the smuggler”.

use super::claim::ClaimContext;
use super::{Finding, Rule};

/// One finding for each such difference that the judge named.
pub fn check(claim: &ClaimContext) -> Vec<Finding> {
    claim.judgement.reasons.iter().filter(|reason| reason.rule == Rule::ActorMismatch).map(|reason| claim.difference(reason)).collect()
}
