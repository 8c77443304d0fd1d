//! `overstated-claim`: the source hedges (may, could, speculation, unlikely) and the note does not.
//!
//! Right: “The union may strike” from “the union might strike”. Wrong: “The union will strike”.

use super::claim::ClaimContext;
use super::{Finding, Rule};

/// One finding for each such difference that the judge named.
pub fn check(claim: &ClaimContext) -> Vec<Finding> {
    claim.judgement.reasons.iter().filter(|reason| reason.rule == Rule::OverstatedClaim).map(|reason| claim.difference(reason)).collect()
}
