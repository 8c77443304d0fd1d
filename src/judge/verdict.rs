//! From the probability that a claim is backed, the differences found and the words without backing to a verdict.

use std::sync::LazyLock;

use super::features::{self, Features};
use super::model::Model;
use super::ranking::Bearing;
use super::{Judgement, Reason, Verdict, substitution, unbacked};
use crate::rules::Rule;

/// Probability from which a claim counts as backed: where balanced accuracy is best on held-out folds (head of `data/backed.txt`).
const BACKED: f32 = 0.42;
/// Weighted share of the claim's words from which what is not backed counts as partly backed.
const PARTLY: f32 = 0.5;
/// Probability from which a word counts as lacking backing (head of `data/lacking.txt`).
const LACKING: f32 = 0.36;
/// Share of the claim's words that one passage has, in their order, from which the claim is a near copy of it.
const COPY: f32 = 0.7;
/// Weighted share of its words that a near copy has in that passage.
const COVERED: f32 = 0.9;
/// Probability of a contradiction from which a difference between a claim and a passage that it does not copy counts.
const DIFFERS: f32 = 0.3;
/// Probability of a contradiction from which another word in the same place counts as the difference.
const SUBSTITUTED: f32 = 0.6;

static BACKED_MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("data/backed.txt"), features::names()));
static CONTRADICTED_MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("data/contradicted.txt"), features::names()));

/// Probability that the evidence backs the whole claim.
pub fn score(bearing: &Bearing, features: &Features) -> f32 {
    if bearing.together.is_empty() { 0.0 } else { BACKED_MODEL.probability(features) }
}

/// The verdict on a claim in the light of its evidence.
pub fn verdict(mut bearing: Bearing) -> Judgement {
    let features = features::of(&bearing);
    let value = |name: &str| features.iter().find(|(own, _)| *own == name).map_or(0.0, |(_, value)| *value);
    let near_copy = value("copied") >= COPY && value("soft_1") >= COVERED;
    let contradicted = CONTRADICTED_MODEL.probability(&features);
    let mut score = score(&bearing, &features);

    // Near copies are decided by their differences; elsewhere a difference must also look like a contradiction as a whole.
    let mut reasons: Vec<Reason> = std::mem::take(&mut bearing.reasons);
    if !near_copy && contradicted < DIFFERS {
        reasons.clear();
    }
    if reasons.is_empty() && score < BACKED && contradicted >= SUBSTITUTED {
        reasons.extend(substitution::find(&bearing));
    }

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
        score = score.min(BACKED * 0.9);
    }
    let unbacked = match verdict {
        Verdict::Backed => Vec::new(),
        Verdict::Contradicted | Verdict::Overstated => reasons.iter().map(|reason| reason.claim).filter(|span| !span.is_empty()).collect(),
        _ => unbacked::spans(&bearing, LACKING),
    };
    Judgement { verdict, score, evidence: bearing.ranked, unbacked, reasons }
}
