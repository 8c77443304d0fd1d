//! `contradicted-claim`: a passage says the opposite: a negation, an antonym, an act completed or never, accepted or refused.
//!
//! Right: “The pact was never put into practice” from “it has never been fully put into practice”. Wrong: “The pact was put into practice”.

use super::claim::ClaimContext;
use super::{Finding, Rule};

/// One finding for each such difference that the judge named.
pub fn check(claim: &ClaimContext) -> Vec<Finding> {
    claim.judgement.reasons.iter().filter(|reason| reason.rule == Rule::ContradictedClaim).map(|reason| claim.difference(reason)).collect()
}
