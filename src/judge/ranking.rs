//! Which sentences of the evidence bear on a claim: all by their index terms, the best of them word by word.

use std::sync::Arc;

use super::alignment::{self, Alignment};
use super::analysed::{self, Analysed};
use super::differences::Placed;
use super::{Claim, Reason, Sentence, background, differences, features, unbacked};
use crate::text::{Span, sentence};

/// Sentences that are aligned word by word.
const ALIGNED: usize = 12;
/// Sentences that are read with those before them.
const PLACED: usize = 8;
/// Sentences before one that its pronouns may point back to.
const BEFORE: usize = 2;
/// Sentences that may back a claim together.
const TOGETHER: usize = 3;

/// A claim in the light of its evidence: what the features, the differences and the verdict are taken from.
pub struct Bearing {
    /// The claim.
    pub claim: Arc<Analysed>,
    /// How telling each content word of the claim is.
    pub weights: Vec<f32>,
    /// All evidence, in the order given.
    pub evidence: Vec<Arc<Analysed>>,
    /// Which of the claim's words stand in each sentence, by index term alone.
    pub exact: Vec<Vec<bool>>,
    /// The sentences that were aligned, best first.
    pub aligned: Vec<Aligned>,
    /// Indices into `aligned`: the sentences that back the most of the claim together, the best first.
    pub together: Vec<usize>,
    /// What the claim says otherwise than the sentences that bear on it.
    pub reasons: Vec<Reason>,
    /// All sentences by how well they back the claim: (index as given, score 0–1), best first.
    pub ranked: Vec<(usize, f32)>,
}

/// A sentence that was aligned with the claim.
pub struct Aligned {
    /// Its index in the evidence as given.
    pub index: usize,
    /// The alignment.
    pub alignment: Alignment,
    /// Weighted share of the claim that it covers, near meanings counted in part.
    pub cover: f32,
    /// Share of the claim's word pairs that hang together in the sentence too.
    pub linked: f32,
    /// What else tells how well it backs the claim, in the order of [`WEIGHTS`].
    pub signs: [f32; 8],
}

/// What each sign of a sentence adds to how well it backs the claim.
pub const WEIGHTS: [f32; 8] = [0.356, 0.094, 0.410, 0.232, 0.013, -0.031, 0.101, 0.044];

impl Bearing {
    /// Holds a claim against its evidence.
    pub fn new(claim: &Claim<'_>, sentences: &[Sentence], rarity: &dyn Fn(&str) -> f32) -> Self {
        let analysed_claim = analysed::analysed(claim.text);
        let weights: Vec<f32> = crate::evidence::term::terms(claim.text)
            .zip(&analysed_claim.stems)
            .map(|(term, stem)| (0.5 * background::rarity(*stem) + 0.5 * rarity(&term.stem)).max(0.2))
            .collect();
        let evidence: Vec<Arc<Analysed>> = sentences.iter().map(|sentence| analysed::analysed(&sentence.text)).collect();
        let exact: Vec<Vec<bool>> =
            evidence.iter().map(|sentence| analysed_claim.stems.iter().map(|stem| sentence.stems.contains(stem)).collect()).collect();
        let mut bearing = Self {
            claim: analysed_claim,
            weights,
            evidence,
            exact,
            aligned: Vec::new(),
            together: Vec::new(),
            reasons: Vec::new(),
            ranked: Vec::new(),
        };
        bearing.rank();
        let near: Vec<Placed> = bearing.aligned.iter().take(PLACED).filter_map(|one| bearing.placed(one.index, sentences)).collect();
        let mut texts: Vec<&Arc<Analysed>> = near.iter().flat_map(|placed| &placed.before).collect();
        let before: Vec<Arc<Analysed>> = if super::leans_on_context(claim.text) {
            sentence::split(claim.context).iter().map(|span| analysed::analysed(span.of(claim.context))).collect()
        } else {
            Vec::new()
        };
        texts.extend(&before);
        analysed::deepen(&texts);
        let lacks = |span: Span| unbacked::lacks(&bearing, span);
        let reasons = differences::find(&Placed { index: 0, sentence: bearing.claim.clone(), before }, &near, &lacks);
        bearing.reasons = reasons;
        bearing
    }

    /// A sentence of the evidence with those of its document that stand before it.
    fn placed(&self, index: usize, sentences: &[Sentence]) -> Option<Placed> {
        let place = sentences.get(index)?;
        let mut before = Vec::new();
        for back in 1..=BEFORE {
            let Some(at) = index.checked_sub(back) else { break };
            let Some(other) = sentences.get(at) else { break };
            if other.document != place.document || other.position as usize + back != place.position as usize || other.heading {
                break;
            }
            before.extend(self.evidence.get(at).cloned());
        }
        before.reverse();
        Some(Placed { index, sentence: self.evidence.get(index)?.clone(), before })
    }

    /// Weighted share of the claim's words that are covered, by strength 0–1.
    pub fn share(&self, strengths: impl Iterator<Item = f32>) -> f32 {
        let total: f32 = self.weights.iter().sum();
        let covered: f32 = self.weights.iter().zip(strengths).map(|(weight, strength)| weight * strength).sum();
        if total > 0.0 { covered / total } else { 0.0 }
    }

    /// Best strength of each claim word over some aligned sentences.
    pub fn strengths(&self, of: &[usize]) -> Vec<f32> {
        let mut best = vec![0.0_f32; self.weights.len()];
        for aligned in of.iter().filter_map(|at| self.aligned.get(*at)) {
            for (best, partner) in best.iter_mut().zip(&aligned.alignment.partners) {
                *best = best.max(partner.strength);
            }
        }
        best
    }

    /// The sentence that came closest.
    pub fn best(&self) -> Option<(&Aligned, &Arc<Analysed>)> {
        let aligned = self.aligned.get(*self.together.first()?)?;
        Some((aligned, self.evidence.get(aligned.index)?))
    }

    fn rank(&mut self) {
        let rough: Vec<f32> = self.exact.iter().map(|row| self.share(row.iter().map(|covered| f32::from(u8::from(*covered))))).collect();
        let mut order: Vec<usize> = (0..rough.len()).collect();
        let of = |index: usize| rough.get(index).copied().unwrap_or_default();
        order.sort_by(|a, b| of(*b).total_cmp(&of(*a)).then(a.cmp(b)));

        let candidates: Vec<usize> = order.iter().copied().take(ALIGNED).collect();
        let mut texts: Vec<&Arc<Analysed>> = candidates.iter().filter_map(|index| self.evidence.get(*index)).collect();
        texts.push(&self.claim);
        analysed::deepen(&texts);
        let mut aligned: Vec<Aligned> = Vec::with_capacity(candidates.len());
        for index in candidates {
            let Some(sentence) = self.evidence.get(index) else { continue };
            let alignment = alignment::align(&self.claim, sentence);
            let cover = self.share(alignment.partners.iter().map(|partner| partner.strength));
            let linked = alignment::linked(&self.claim, sentence, &alignment);
            let exact = of(index);
            let near = |at: Option<usize>| at.map_or(0.0, of);
            let around = near(index.checked_sub(1)).max(near(Some(index + 1)));
            let deep = sentence.deep();
            let states =
                f32::from(u8::from(!deep.analysis.statements.is_empty() && sentence.text.ends_with(['.', '!', '?', '"', '”', '’', '\''])));
            let length = (sentence.stems.len() as f32 + 1.0).ln();
            let all = alignment.partners.iter().map(|partner| partner.strength).sum::<f32>() / (alignment.partners.len() as f32).max(1.0);
            let meaning = features::nearness(&self.claim, sentence);
            aligned.push(Aligned { index, alignment, cover, linked, signs: [cover, linked, exact, around, states, length, all, meaning] });
        }
        aligned.sort_by(|a, b| value(b).total_cmp(&value(a)).then(a.index.cmp(&b.index)));
        self.aligned = aligned;

        // Greedily: the sentence that covers most, then those that add most to it.
        let mut union = vec![0.0_f32; self.weights.len()];
        let mut together: Vec<usize> = Vec::new();
        while together.len() < TOGETHER {
            let have = self.share(union.iter().copied());
            let with =
                |one: &Aligned| self.share(union.iter().zip(&one.alignment.partners).map(|(have, partner)| have.max(partner.strength)));
            let candidates = self.aligned.iter().enumerate().filter(|(at, _)| !together.contains(at));
            let first = together.is_empty();
            let best = candidates
                .map(|(at, one)| (at, if first { value(one) + 1.0 } else { with(one) - have }))
                .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            let Some((at, gain)) = best else { break };
            if gain < 0.02 {
                break;
            }
            if let Some(one) = self.aligned.get(at) {
                union.iter_mut().zip(&one.alignment.partners).for_each(|(have, partner)| *have = have.max(partner.strength));
            }
            together.push(at);
        }

        let mut ranked: Vec<(usize, f32)> = self.aligned.iter().map(|one| (one.index, value(one).clamp(0.0, 1.0))).collect();
        ranked.extend(order.iter().skip(ALIGNED).map(|index| (*index, of(*index) * 0.5)));
        self.together = together;
        self.ranked = ranked;
    }
}

/// How well one sentence backs the claim.
fn value(one: &Aligned) -> f32 {
    one.signs.iter().zip(WEIGHTS).map(|(sign, weight)| sign * weight).sum()
}
