//! `unbacked-claim`: no passage backs the claim.
//!
//! Right: “The river rises in the hills” where a source says so. Wrong: “The river is full of trout” where none does.

use super::claim::ClaimContext;
use super::{Finding, Rule};
use crate::judge::Verdict;

/// The finding, if the verdict is that nothing backs the claim.
pub fn check(claim: &ClaimContext) -> Option<Finding> {
    if claim.judgement.verdict != Verdict::Unbacked {
        return None;
    }
    let message = match claim.closest() {
        Some(closest) => format!("no source backs this; the closest passage is {closest}"),
        None => "no source says anything of this".to_owned(),
    };
    Some(claim.finding(Rule::UnbackedClaim, claim.sentence.span, message))
}
