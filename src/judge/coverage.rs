//! How much of a claim stands in the evidence: its content words by the best few sentences, weighted by rarity.

use super::{Claim, Judgement, Sentence, Verdict, analysed, differences};
use crate::evidence::term::{self, Term};
use crate::rules::Rule;
use crate::text::Span;

/// Sentences that may back a claim together.
const TOGETHER: usize = 3;
/// Weighted share of a claim's words from which it counts as backed. Fixed on WiCE dev.
const BACKED: f32 = 0.74;
/// The share from which it counts as partly backed.
const PARTLY: f32 = 0.45;

/// Judges by coverage and figures alone.
pub(super) fn judge(claim: &Claim<'_>, evidence: &[Sentence], rarity: &dyn Fn(&str) -> f32) -> Judgement {
    let words: Vec<(Term, f32)> = term::terms(claim.text).map(|term| (rarity(&term.stem).max(0.1), term)).map(|(w, t)| (t, w)).collect();
    let total: f32 = words.iter().map(|(_, weight)| weight).sum();
    let covers: Vec<Vec<bool>> = evidence.iter().map(|sentence| covered(&words, &sentence.text)).collect();
    let share = |covered: &[bool]| {
        let sum: f32 = words.iter().zip(covered).filter(|(_, covered)| **covered).map(|((_, weight), _)| weight).sum();
        if total > 0.0 { sum / total } else { 0.0 }
    };

    let mut ranked: Vec<(usize, f32)> = covers.iter().enumerate().map(|(index, covered)| (index, share(covered))).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));

    // Greedily: the sentence that covers most, then those that add most to it.
    let mut union = vec![false; words.len()];
    let mut chosen: Vec<usize> = Vec::new();
    for _ in 0..TOGETHER {
        let gain = |index: usize| {
            let merged: Vec<bool> = union.iter().zip(covers.get(index).into_iter().flatten()).map(|(a, b)| *a || *b).collect();
            share(&merged)
        };
        let best = ranked.iter().map(|(index, _)| (*index, gain(*index))).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        match best {
            Some((index, gained)) if gained > share(&union) => {
                for (have, new) in union.iter_mut().zip(covers.get(index).into_iter().flatten()) {
                    *have |= *new;
                }
                chosen.push(index);
            }
            _ => break,
        }
    }
    let score = share(&union);
    let uncovered: Vec<Span> = words.iter().zip(&union).filter(|(_, covered)| !**covered).map(|((term, _), _)| term.span).collect();
    let bearing: Vec<_> =
        ranked.iter().take(8).filter_map(|(index, _)| Some((*index, analysed::analysed(&evidence.get(*index)?.text)))).collect();
    analysed::deepen(&bearing.iter().map(|(_, sentence)| sentence).collect::<Vec<_>>());
    let reasons = differences::find(&analysed::analysed(claim.text), &bearing);
    let verdict = if reasons.iter().any(|reason| !matches!(reason.rule, Rule::OverstatedClaim | Rule::AttributionLost)) {
        Verdict::Contradicted
    } else if !reasons.is_empty() {
        Verdict::Overstated
    } else if score >= BACKED {
        Verdict::Backed
    } else if score >= PARTLY {
        Verdict::PartlyBacked
    } else {
        Verdict::Unbacked
    };
    ranked.sort_by_key(|(index, score)| {
        (chosen.iter().position(|c| c == index).unwrap_or(TOGETHER), std::cmp::Reverse((score * 1e6) as i64))
    });
    let unbacked = if verdict == Verdict::Backed { Vec::new() } else { merge(claim.text, uncovered) };
    Judgement { verdict, score, evidence: ranked, unbacked, reasons }
}

fn covered(words: &[(Term, f32)], sentence: &str) -> Vec<bool> {
    let have: std::collections::HashSet<_> = term::terms(sentence).map(|term| term.stem).collect();
    words.iter().map(|(term, _)| have.contains(&term.stem)).collect()
}

/// Joins spans with nothing but a blank between them.
fn merge(text: &str, spans: Vec<Span>) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if text.get(last.end..span.start).is_some_and(|gap| gap.chars().all(char::is_whitespace)) => last.end = span.end,
            _ => merged.push(span),
        }
    }
    merged
}
