//! What the judge and the network say, put together: two logistic models over both, and the thresholds from which they change a verdict.
//!
//! Weights and thresholds are in `data/fusion.tsv`, fitted on held-out claims by `tests/quality/second_opinion/fusion.py`, with the figures
//! reached in its head.

use std::sync::LazyLock;

use super::{Kind, Opinion, Reading, Window};
use crate::judge::model::probability;
use crate::judge::{Claim, Judgement, Reason, Sentence, Verdict};
use crate::rules::Rule;
use crate::text::Span;

/// What both opinions are told by, by name.
pub type Features = Vec<(&'static str, f32)>;

/// A model's weight for each feature, the thresholds, and how far the network can move the odds.
struct Fusion {
    backed: Vec<(String, f32)>,
    contradicted: Vec<(String, f32)>,
    reach: Vec<(String, f32)>,
    thresholds: Vec<(String, f32)>,
}

static FUSION: LazyLock<Fusion> = LazyLock::new(|| Fusion::read(include_str!("data/fusion.tsv")));

impl Fusion {
    /// Columns: `backed`, `contradicted`, `reach` or `threshold`; a name; a number. `constant` is the name of what is added to every
    /// claim.
    fn read(text: &str) -> Self {
        let mut fusion = Self { backed: Vec::new(), contradicted: Vec::new(), reach: Vec::new(), thresholds: Vec::new() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let (Some(table), Some(name), Some(Ok(value))) = (columns.next(), columns.next(), columns.next().map(str::parse)) else {
                continue;
            };
            match table {
                "backed" => fusion.backed.push((name.to_owned(), value)),
                "contradicted" => fusion.contradicted.push((name.to_owned(), value)),
                "reach" => fusion.reach.push((name.to_owned(), value)),
                _ => fusion.thresholds.push((name.to_owned(), value)),
            }
        }
        fusion
    }

    fn threshold(&self, name: &str) -> f32 {
        // One that is absent is never reached.
        self.thresholds.iter().find(|(own, _)| own == name).map_or(2.0, |(_, value)| *value)
    }

    /// How far the network moves the odds of all but a few claims; as far as you like where the table does not say.
    fn reach(&self, name: &str) -> Option<f32> {
        self.reach.iter().find(|(own, _)| own == name).map(|(_, value)| *value)
    }
}

fn odds(weights: &[(String, f32)], features: &Features) -> f32 {
    let value = |name: &str| features.iter().find(|(own, _)| *own == name).map_or(f32::from(name == "constant"), |(_, value)| *value);
    weights.iter().map(|(name, weight)| weight * value(name)).sum()
}

/// Probabilities that the evidence backs the claim and that a passage says the contrary.
pub fn probabilities(claim: &Claim<'_>, sentences: usize, judgement: &Judgement, readings: &[(Window, Reading)]) -> (f32, f32) {
    let features = features(claim, sentences, judgement, readings);
    (probability(odds(&FUSION.backed, &features)), probability(odds(&FUSION.contradicted, &features)))
}

/// What both say, as numbers of like size; `sentences` is how many of evidence there are.
pub fn features(claim: &Claim<'_>, sentences: usize, judgement: &Judgement, readings: &[(Window, Reading)]) -> Features {
    let mut features = by_judge(claim, sentences, judgement);
    features.extend(by_network(readings));
    features
}

fn by_judge(claim: &Claim<'_>, sentences: usize, judgement: &Judgement) -> Features {
    let is = |verdict: Verdict| f32::from(judgement.verdict == verdict);
    let names = |rule: Rule| f32::from(judgement.reasons.iter().any(|reason| reason.rule == rule));
    vec![
        ("score", log_odds(judgement.score)),
        ("contradicted", is(Verdict::Contradicted)),
        ("overstated", is(Verdict::Overstated)),
        ("figure", names(Rule::FigureMismatch)),
        ("actor", names(Rule::ActorMismatch)),
        ("best", judgement.evidence.first().map_or(0.0, |(_, score)| *score)),
        ("sentences", (sentences as f32).ln_1p()),
        ("words", (claim.text.split_whitespace().count() as f32).ln_1p()),
    ]
}

fn by_network(readings: &[(Window, Reading)]) -> Features {
    let of = |kind: Kind| readings.iter().filter(move |(window, _)| window.kind == kind).map(|(_, reading)| reading);
    let most = |kind: Kind, value: fn(&Reading) -> f32| of(kind).map(value).reduce(f32::max);
    let backed = |kind: Kind| most(kind, |reading| reading.backed);
    let contradicted = |kind: Kind| most(kind, |reading| reading.contradicted);
    let alone = backed(Kind::Alone).unwrap_or(0.0);
    let against = contradicted(Kind::Alone).unwrap_or(0.0);
    // What the sentence says that has most to say of the claim, one way or the other.
    let telling = of(Kind::Alone).min_by(|a, b| a.unclear.total_cmp(&b.unclear));
    let first = of(Kind::Alone).next();
    vec![
        ("alone", log_odds(alone)),
        ("around", log_odds(backed(Kind::Around).unwrap_or(alone))),
        ("together", log_odds(backed(Kind::Together).unwrap_or(alone))),
        ("first", log_odds(first.map_or(0.0, |reading| reading.backed))),
        ("alone_against", log_odds(against)),
        ("around_against", log_odds(contradicted(Kind::Around).unwrap_or(against))),
        ("together_against", log_odds(contradicted(Kind::Together).unwrap_or(against))),
        ("first_against", log_odds(first.map_or(0.0, |reading| reading.contradicted))),
        ("telling_against", log_odds(telling.map_or(0.0, |reading| reading.contradicted))),
    ]
}

/// Logarithm of the odds, within ±5, so that no single sign outweighs everything else.
fn log_odds(probability: f32) -> f32 {
    let within = probability.clamp(0.001, 0.999);
    (within / (1.0 - within)).ln().clamp(-5.0, 5.0)
}

/// Whether anything that the network may say of a claim changes the verdict, by how far it moves the odds of all but a few claims for
/// development: not where the judge is far from every threshold, nor where it has named a difference that nothing overrules.
pub fn is_open(claim: &Claim<'_>, sentences: usize, judgement: &Judgement) -> bool {
    let features = by_judge(claim, sentences, judgement);
    let may_reach = |weights: &[(String, f32)], most: &str, threshold: &str| {
        let threshold = FUSION.threshold(threshold);
        threshold < 1.0 && FUSION.reach(most).is_none_or(|most| probability(odds(weights, &features) + most) >= threshold)
    };
    let may_fall = || {
        FUSION.reach("backed_least").is_none_or(|least| probability(odds(&FUSION.backed, &features) + least) < FUSION.threshold("backed"))
    };
    if !judgement.reasons.is_empty() {
        may_reach(&FUSION.backed, "backed_most", "cleared")
    } else if judgement.verdict == Verdict::Backed {
        may_fall()
    } else {
        may_reach(&FUSION.backed, "backed_most", "raised") || may_reach(&FUSION.contradicted, "contradicted_most", "contradicted")
    }
}

/// The verdict in the light of both opinions. A difference that the judge has named stands, unless both together are sure that the
/// claim is backed.
pub fn revise(claim: &Claim<'_>, evidence: &[Sentence], opinion: &Opinion) -> Judgement {
    let before = opinion.before.as_ref();
    let named = !before.reasons.is_empty();
    let enough = FUSION.threshold(match before.verdict {
        _ if named => "cleared",
        Verdict::Backed => "backed",
        _ => "raised",
    });
    let mut revised = Judgement { score: opinion.backed, ..before.clone() };
    if opinion.backed >= enough {
        revised.verdict = Verdict::Backed;
        revised.unbacked.clear();
        revised.reasons.clear();
    } else if named {
        // Its reason is better than any that the network could give.
    } else if opinion.contradicted >= FUSION.threshold("contradicted") {
        let at = opinion.contrary().and_then(|(window, _)| window.sentences.first().copied());
        revised.verdict = Verdict::Contradicted;
        revised.reasons = vec![Reason {
            rule: Rule::ContradictedClaim,
            message: "this reads as the opposite of what is said".to_owned(),
            claim: Span::new(0, claim.text.len()),
            evidence: at.and_then(|at| Some((at, Span::new(0, evidence.get(at)?.text.len())))),
            replacement: None,
            speaker: None,
        }];
        revised.unbacked = vec![Span::new(0, claim.text.len())];
    } else if before.verdict == Verdict::Backed {
        let near = before.evidence.first().is_some_and(|(_, score)| *score >= FUSION.threshold("partly"));
        revised.verdict = if near { Verdict::PartlyBacked } else { Verdict::Unbacked };
    }
    if revised.verdict != Verdict::Backed {
        // Nobody is shown a claim as flagged that scores as backed.
        revised.score = revised.score.min(enough * 0.99);
    }
    revised
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_weight_is_of_a_known_feature_and_every_threshold_is_there() {
        let nothing = Judgement { verdict: Verdict::Unbacked, score: 0.0, evidence: Vec::new(), unbacked: Vec::new(), reasons: Vec::new() };
        let known = features(&Claim { text: "", context: "" }, 0, &nothing, &[]);
        for (name, weight) in FUSION.backed.iter().chain(&FUSION.contradicted) {
            assert!(name == "constant" || known.iter().any(|(own, _)| own == name), "{name}");
            assert!(weight.is_finite());
        }
        for name in ["backed", "raised", "cleared", "contradicted", "partly"] {
            assert!((0.0..=1.0).contains(&FUSION.threshold(name)), "{name}");
        }
        let reach = ["backed_least", "backed_most", "contradicted_most"].map(|name| FUSION.reach(name).unwrap());
        assert!(reach[0] < reach[1] && reach[2].is_finite(), "{reach:?}");
    }
}
