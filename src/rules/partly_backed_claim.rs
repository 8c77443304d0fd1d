//! `partly-backed-claim`: some words of the claim have no backing. The range is those words only.
//!
//! Right: “The treaty of 1973 shares the water”. Wrong: “The treaty of 1973, *signed at a lavish feast*, shares the water”.

use super::claim::{ClaimContext, shorten};
use super::{Finding, Rule};
use crate::judge::Verdict;

/// The finding, if the verdict is that part of the claim is backed.
pub fn check(claim: &ClaimContext) -> Option<Finding> {
    if claim.judgement.verdict != Verdict::PartlyBacked {
        return None;
    }
    let longest = claim.judgement.unbacked.iter().max_by_key(|span| (span.len(), std::cmp::Reverse(span.start)));
    let span = longest.map_or(claim.sentence.span, |span| claim.in_note(*span));
    let words: Vec<String> =
        claim.judgement.unbacked.iter().map(|span| format!("“{}”", shorten(span.of(&claim.sentence.plain.text), 60))).collect();
    let what = if words.is_empty() { "part of this".to_owned() } else { words.join(", ") };
    let closest = claim.closest().map(|closest| format!("; the closest passage is {closest}")).unwrap_or_default();
    Some(claim.finding(Rule::PartlyBackedClaim, span, format!("no source backs {what}{closest}")))
}
