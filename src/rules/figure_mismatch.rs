//! `figure-mismatch`: a number, date, share or comparison differs from the passage.
//!
//! Right: “signed in 1973” from “the 1973 treaty”. Wrong: “signed in 1937”.

use super::claim::ClaimContext;
use super::{Finding, Rule};

/// One finding for each such difference that the judge named.
pub fn check(claim: &ClaimContext) -> Vec<Finding> {
    claim.judgement.reasons.iter().filter(|reason| reason.rule == Rule::FigureMismatch).map(|reason| claim.difference(reason)).collect()
}
