//! Named differences between a claim and the passages that come closest to it: another figure, another name, roles changed over, a
//! negation, an opposite, less certainty, somebody's word given as fact.
//!
//! Each kind is found in its own file, on a claim laid beside one sentence ([`pair`]). A difference counts only where the two speak of
//! the same thing, and where no other passage backs the claim as it stands.

mod actor;
mod acts;
mod by_another;
mod cause;
mod certainty;
mod ended;
mod exchanged;
mod figure;
mod fillers;
mod lacking;
mod modifier;
pub(super) mod names;
mod negation;
mod opposite;
mod pair;
mod quantifier;
mod roles;
mod scope;
mod speaker;
mod stance;
mod stated;
mod tokens;
mod unsure;

use std::sync::Arc;

use super::Reason;
use super::analysed::Analysed;
use crate::rules::Rule;
use crate::text::Span;
use pair::Pair;
use tokens::Line;

/// Sentences that a claim is laid beside.
const LAID: usize = 8;
/// Share of the claim's telling words that a sentence must have for a difference from it to count.
const COVER: f32 = 0.5;
/// Share of the words that are no names from which a sentence is looked at though it has other names.
const PLAIN: f32 = 0.8;
/// The share from which a sentence without a difference backs the claim.
const BACKING: f32 = 0.85;
/// The share from which another sentence that has the differing words backs them.
const ELSEWHERE: f32 = 0.5;

/// The same for a figure, which says more by itself.
const FIGURE_ELSEWHERE: f32 = 0.3;

/// Share of the claim's words in order from which it is a copy of the sentence but for what was changed.
const COPIED: f32 = 0.7;

/// A difference before it is known whether another passage backs the claim.
#[derive(Clone, Debug)]
struct Difference {
    reason: Reason,
    /// Words of the claim that differ; another sentence that has them all lifts the difference.
    words: std::ops::Range<usize>,
    /// Which of the claim's figures differs, if one does.
    figure: Option<usize>,
}

impl Difference {
    /// A difference between some words of the claim and some of the sentence.
    fn new(
        pair: &Pair,
        rule: Rule,
        message: String,
        claim: std::ops::Range<usize>,
        evidence: std::ops::Range<usize>,
        replacement: Option<String>,
    ) -> Self {
        let (own, theirs) = (pair.claim.span(claim.clone()), pair.evidence.span(evidence));
        Self {
            reason: Reason { rule, message, claim: own, evidence: Some((pair.index, theirs)), replacement, speaker: None },
            words: claim,
            figure: None,
        }
    }

    /// Two names in the same place.
    fn of_names(pair: &Pair, claim: std::ops::Range<usize>, evidence: std::ops::Range<usize>) -> Self {
        let source = pair.evidence.words(evidence.clone()).to_owned();
        let message = format!("the source names {source}, the claim {}", pair.claim.words(claim.clone()));
        Self::new(pair, Rule::ActorMismatch, message, claim, evidence, Some(source))
    }

    /// Words of the claim for which there is nothing in any passage.
    fn without_backing(pair: &Pair, message: String, claim: std::ops::Range<usize>) -> Self {
        let mut difference = Self::new(pair, Rule::PartlyBackedClaim, message, claim, 0..0, None).firm();
        difference.reason.evidence = None;
        difference
    }

    /// The same, not lifted by another sentence that has the words: they were looked for there, or mean nothing in another place.
    fn firm(mut self) -> Self {
        self.words = 0..0;
        self
    }
}

/// A sentence in its place.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Its number, as given.
    pub index: usize,
    /// The sentence.
    pub sentence: Arc<Analysed>,
    /// The sentences before it, nearest last.
    pub before: Vec<Arc<Analysed>>,
}

/// The differences between a claim and its evidence, most telling first. `evidence` are the sentences that bear on the claim, best
/// first; `lacks` tells how probable it is that the word at some bytes of the claim has no backing.
pub fn find(claim: &Placed, evidence: &[Placed], lacks: &dyn Fn(Span) -> f32) -> Vec<Reason> {
    let own = Line::new(&claim.sentence, &claim.before);
    let lines: Vec<(usize, Line)> =
        evidence.iter().take(LAID).map(|placed| (placed.index, Line::new(&placed.sentence, &placed.before))).collect();
    let pairs: Vec<Pair> = lines.iter().map(|(index, line)| Pair::new(*index, &own, line)).collect();
    let Some(most) = pairs.iter().map(|pair| pair.open_cover).max_by(f32::total_cmp) else { return Vec::new() };
    let near: Vec<&Pair> = pairs.iter().collect();
    let stated = stated::find(&near);
    let mut found: Vec<Reason> = stated.differences.into_iter().map(|difference| difference.reason).collect();
    found.extend(stance::find(&near).or_else(|| ended::find(&near)).map(|difference| difference.reason));
    found.extend(unsure::find(&near).map(|difference| difference.reason));
    // An act that a passage backs as it stands is no difference, whatever another passage says of it.
    let is_backed = |span: Span| stated.backed.iter().any(|at| own.toks.get(*at).is_some_and(|tok| meet(tok.span, span)));
    for pair in pairs.iter().filter(|pair| pair.open_cover >= COVER && pair.open_cover >= most - 0.15 || pair.plain_cover >= PLAIN) {
        let differences = of(pair);
        if found.is_empty() && differences.is_empty() && pair.cover >= BACKING && pair.cover >= most - 0.05 {
            // A passage that says all of it without a difference backs it, whatever the others say.
            found.clear();
            break;
        }
        for difference in differences {
            let overlaps = found.iter().any(|other| meet(other.claim, difference.reason.claim))
                || difference.reason.rule == Rule::ContradictedClaim && is_backed(difference.reason.claim);
            if !overlaps && !pairs.iter().any(|other| other.index != pair.index && backs(other, &difference, pair)) {
                found.push(difference.reason);
            }
        }
    }
    // Another cause is wrong whatever else is. What is lacking says nothing beside what is wrong.
    found.extend(cause::find(&near).map(|difference| difference.reason));
    if found.is_empty() {
        found.extend(lacking::find(&near, lacks).map(|difference| difference.reason));
    }
    found
}

fn of(pair: &Pair) -> Vec<Difference> {
    let mut found = figure::find(pair);
    found.extend(negation::find(pair));
    found.extend(opposite::find(pair));
    found.extend(roles::find(pair));
    found.extend(actor::find(pair));
    if found.iter().all(|difference| difference.reason.rule != Rule::ActorMismatch) {
        found.extend(exchanged::find(pair));
    }
    found.extend(modifier::find(pair));
    found.extend(certainty::find(pair));
    found.extend(quantifier::find(pair));
    found.extend(speaker::find(pair));
    found
}

/// Whether another sentence says what differs as the claim does.
fn backs(other: &Pair, difference: &Difference, pair: &Pair) -> bool {
    // Beside a sentence that the claim copies, only one that comes as close says anything of it.
    let copied = if pair.order >= COPIED { pair.open_cover - 0.2 } else { 0.0 };
    match difference.figure {
        Some(figure) => {
            let needed = if figure::is_telling(other, figure) { FIGURE_ELSEWHERE / 2.0 } else { FIGURE_ELSEWHERE };
            other.open_cover.max(other.soft_cover) >= needed.max(copied) && figure::backs(other, figure)
        }
        None if other.open_cover < ELSEWHERE.max(copied) => false,
        None => !difference.words.is_empty() && difference.words.clone().all(|word| other.partner(word).is_some()) && of(other).is_empty(),
    }
}

fn meet(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end || a == b
}

#[cfg(test)]
mod tests;
