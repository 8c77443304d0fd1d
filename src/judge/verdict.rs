//! From the probability that a claim is backed, the differences found and the words without backing to a verdict.

use std::sync::LazyLock;

use super::features::{self, Features};
use super::model::{Model, probability};
use super::ranking::Bearing;
use super::{Judgement, Reason, Verdict, substitution, unbacked};
use crate::rules::Rule;
use crate::text::Span;

/// Probability from which a claim counts as backed: where balanced accuracy is best on held-out folds (heads of the models).
const BACKED: f32 = 0.42;
/// The same where the evidence is a document, of which people say more seldom that it backs a whole claim.
const BACKED_BY_DOCUMENT: f32 = 0.33;
/// Most that a claim scores of which a part lacks backing.
pub(super) const NOT_BACKED: f32 = BACKED * 0.9;
/// Weighted share of the claim's words from which what is not backed counts as partly backed.
const PARTLY: f32 = 0.5;
/// Probability from which a word counts as lacking backing (head of `data/lacking.txt`).
const LACKING: f32 = 0.36;
/// The same in a claim that is more probably backed than not.
const LACKING_SURELY: f32 = 0.5;
/// Share of the claim's words that one passage has, in their order, from which the claim is a near copy of it.
const COPY: f32 = 0.7;
/// Weighted share of its words that a near copy has in that passage.
const COVERED: f32 = 0.9;
/// Probability of a contradiction under which, and probability of being backed above which, a difference from a passage that the claim
/// does not copy is doubtful.
const UNLIKELY: f32 = 0.08;
const SURE: f32 = 0.85;
/// Sentences of evidence from which what they say of an act was looked up in all of them, so that a difference is not doubtful.
const WHOLE: usize = 8;
/// Weighted share of the claim's words from which its hedges and speakers are compared.
const SAID: f32 = 0.6;
/// Probability of a contradiction from which another word in the same place counts as the difference.
const SUBSTITUTED: f32 = 0.6;

/// Sentences from which evidence counts as a document; as in the fit.
const DOCUMENT: usize = 45;

static DOCUMENTS: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("data/documents.txt"), features::names()));
static PASSAGES: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("data/passages.txt"), features::names()));
static CONTRADICTED: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("data/contradicted.txt"), features::names()));

/// Probability that the evidence backs the whole claim.
pub fn score(bearing: &Bearing, features: &Features) -> f32 {
    if bearing.together.is_empty() {
        return 0.0;
    }
    let passages = PASSAGES.odds(features);
    // A whole document has near copies in it as well as paraphrases, so both models have a say.
    probability(if bearing.evidence.len() >= DOCUMENT { (2.0 * DOCUMENTS.odds(features) + passages) / 3.0 } else { passages })
}

/// The verdict on a claim in the light of its evidence.
pub fn verdict(mut bearing: Bearing) -> Judgement {
    let features = features::of(&bearing);
    let value = |name: &str| features.iter().find(|(own, _)| *own == name).map_or(0.0, |(_, value)| *value);
    let near_copy = value("copied") >= COPY && value("soft_1") >= COVERED;
    let contradicted = CONTRADICTED.probability(&features);
    let mut score = score(&bearing, &features);
    let enough = if bearing.evidence.len() >= DOCUMENT { BACKED_BY_DOCUMENT } else { BACKED };

    // A named difference stands, unless everything else speaks for the claim; a lost hedge or speaker says nothing of a claim that is not there.
    let mut reasons: Vec<Reason> = std::mem::take(&mut bearing.reasons);
    let share = bearing.share(bearing.strengths(&bearing.together).into_iter());
    let doubtful = !near_copy && contradicted < UNLIKELY && score > SURE && bearing.evidence.len() < WHOLE;
    reasons.retain(|reason| if is_weaker(reason.rule) { share >= SAID } else { !doubtful });
    if reasons.is_empty() && score < enough && contradicted >= SUBSTITUTED {
        reasons.extend(substitution::find(&bearing));
    }

    let named = |test: &dyn Fn(Rule) -> bool| reasons.iter().any(|reason| test(reason.rule));
    let verdict = if named(&|rule| !is_weaker(rule) && rule != Rule::PartlyBackedClaim) {
        Verdict::Contradicted
    } else if named(&|rule| rule == Rule::PartlyBackedClaim) {
        if share >= PARTLY { Verdict::PartlyBacked } else { Verdict::Unbacked }
    } else if !reasons.is_empty() {
        Verdict::Overstated
    } else if score >= enough {
        Verdict::Backed
    } else if share >= PARTLY {
        Verdict::PartlyBacked
    } else {
        Verdict::Unbacked
    };
    if !reasons.is_empty() {
        score = score.min(enough * 0.9);
    }
    // A claim that is backed as a whole may still have words that surely are not.
    let floor = if verdict == Verdict::Backed { if score >= SURE { 1.1 } else { LACKING_SURELY } } else { LACKING };
    let mut unbacked: Vec<Span> = reasons.iter().map(|reason| reason.claim).filter(|span| !span.is_empty()).collect();
    let lacking = unbacked::spans(&bearing, floor);
    let apart: Vec<Span> = lacking.into_iter().filter(|span| !unbacked.iter().any(|other| other.overlaps(*span))).collect();
    unbacked.extend(apart);
    unbacked.sort();
    Judgement { verdict, score, evidence: bearing.ranked, unbacked, reasons }
}

/// Whether a difference makes a claim too strong rather than wrong.
const fn is_weaker(rule: Rule) -> bool {
    matches!(rule, Rule::OverstatedClaim | Rule::AttributionLost)
}
