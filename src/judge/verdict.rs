//! From the probability that a claim is backed, the differences found and the words without backing to a verdict.

use std::sync::LazyLock;

use super::features::{self, Features};
use super::model::Model;
use super::ranking::Bearing;
use super::{Judgement, Verdict, unbacked};
use crate::rules::Rule;

/// Probability from which a claim counts as backed; where balanced accuracy over the sets is best.
pub const BACKED: f32 = 0.4;
/// Weighted share of the claim's words from which what is not backed counts as partly backed.
const PARTLY: f32 = 0.5;
/// Probability from which a word counts as lacking backing.
const LACKING: f32 = 0.36;

static BACKED_MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("data/backed.txt"), features::names()));

/// Probability that the evidence backs the whole claim.
pub fn score(bearing: &Bearing, features: &Features) -> f32 {
    if bearing.together.is_empty() { 0.0 } else { BACKED_MODEL.probability(features) }
}

/// The verdict on a claim in the light of its evidence.
pub fn verdict(mut bearing: Bearing) -> Judgement {
    let features = features::of(&bearing);
    let reasons = std::mem::take(&mut bearing.reasons);
    let mut score = score(&bearing, &features);
    let share = bearing.share(bearing.strengths(&bearing.together).into_iter());
    let verdict = if reasons.iter().any(|reason| !matches!(reason.rule, Rule::OverstatedClaim | Rule::AttributionLost)) {
        Verdict::Contradicted
    } else if !reasons.is_empty() {
        Verdict::Overstated
    } else if score >= BACKED {
        Verdict::Backed
    } else if share >= PARTLY {
        Verdict::PartlyBacked
    } else {
        Verdict::Unbacked
    };
    if !reasons.is_empty() {
        score = score.min(0.3);
    }
    let unbacked = match verdict {
        Verdict::Backed => Vec::new(),
        Verdict::Contradicted | Verdict::Overstated => reasons.iter().map(|reason| reason.claim).filter(|span| !span.is_empty()).collect(),
        _ => unbacked::spans(&bearing, LACKING),
    };
    Judgement { verdict, score, evidence: bearing.ranked, unbacked, reasons }
}
