//! Another cause for the same.

use std::ops::Range;

use super::Difference;
use super::pair::Pair;
use super::tokens::{Line, Tok};
use crate::judge::likeness;
use crate::rules::Rule;
use crate::text::parser::Dep;

/// Share of the words of the effect that must stand in the sentence.
const COVER: f32 = 0.6;
/// Cosine from which two words may tell of one cause.
const NEAR: f32 = 0.45;

/// A cause in a sentence: the word that brings it in, and its own words.
struct Cause {
    mark: usize,
    words: Vec<usize>,
}

/// The difference, where some passage gives another cause for what the claim says, or none gives the claim's.
pub fn find(pairs: &[&Pair]) -> Option<Difference> {
    let first = pairs.first()?;
    let own = cause(first.claim)?;
    let telling = |line: &Line, at: &usize| line.toks.get(*at).is_some_and(|tok| tok.stem.is_some());
    let words: Vec<usize> = own.words.iter().copied().filter(|at| telling(first.claim, at)).collect();
    let effect: Vec<usize> =
        (0..first.claim.toks.len()).filter(|at| telling(first.claim, at) && !own.words.contains(at) && *at != own.mark).collect();
    if words.is_empty() || effect.is_empty() {
        return None;
    }
    let cover = |pair: &Pair| {
        let weight = |at: &usize| pair.claim.toks.get(*at).map_or(0.0, |tok| tok.weight);
        let all: f32 = effect.iter().map(weight).sum();
        effect.iter().filter(|at| pair.partner(**at).is_some()).map(weight).sum::<f32>() / all.max(0.01)
    };
    let mut near: Vec<(&Pair, f32)> = pairs.iter().map(|pair| (*pair, cover(pair))).filter(|(_, cover)| *cover >= COVER).collect();
    near.sort_by(|a, b| b.1.total_cmp(&a.1));
    // What the passages that tell of the effect, and those just before them, say of the claim's cause.
    let said = |pair: &Pair| {
        words.iter().any(|at| {
            let Some(tok) = pair.claim.toks.get(*at) else { return false };
            let like = |other: &Tok| {
                other.stem.is_some()
                    && (other.stem == tok.stem || likeness::cosine(&other.lemma, &tok.lemma).is_some_and(|cosine| cosine >= NEAR))
            };
            pair.partner(*at).is_some()
                || pair.evidence.toks.iter().any(like)
                || pair.evidence.before.iter().flat_map(|line| &line.stems).any(|stem| Some(*stem) == tok.stem)
        })
    };
    let run = whole(&own.words);
    for (pair, _) in &near {
        let Some(theirs) = cause(pair.evidence) else { continue };
        let inside = words.iter().any(|at| pair.partner(*at).is_some_and(|partner| theirs.words.contains(&partner.word)));
        let alike = words.iter().any(|at| {
            theirs.words.iter().any(|word| {
                let (Some(a), Some(b)) = (pair.claim.toks.get(*at), pair.evidence.toks.get(*word)) else { return false };
                a.stem.is_some() && b.stem.is_some() && likeness::cosine(&a.lemma, &b.lemma).is_some_and(|cosine| cosine >= NEAR)
            })
        });
        if inside
            || alike
            || theirs
                .words
                .iter()
                .any(|at| pair.evidence.toks.get(*at).is_some_and(|tok| matches!(tok.form.as_str(), "this" | "that" | "it" | "these")))
        {
            return None;
        }
        let source = whole(&theirs.words);
        let message = format!(
            "the source gives another cause: “{}”",
            pair.evidence.words(theirs.mark.min(source.start)..source.end.max(theirs.mark + 1))
        );
        return Some(Difference::new(pair, Rule::ContradictedClaim, message, run, source, None).firm());
    }
    if near.is_empty() || near.iter().any(|(pair, _)| said(pair)) {
        return None;
    }
    Some(Difference::without_backing(first, "no passage gives this cause".to_owned(), run))
}

fn whole(words: &[usize]) -> Range<usize> {
    match (words.iter().min(), words.iter().max()) {
        (Some(low), Some(high)) => *low..*high + 1,
        _ => 0..0,
    }
}

/// The cause that a sentence gives: "because of", "due to", "because", "led to".
fn cause(line: &Line) -> Option<Cause> {
    let form = |at: usize| line.toks.get(at).map_or("", |tok| tok.form.as_str());
    for (at, tok) in line.toks.iter().enumerate() {
        let next = form(at + 1);
        let words = match tok.form.as_str() {
            "because" | "since" if tok.dep == Dep::Mark && (tok.form == "because") => below(line, tok.head),
            "because" if next == "of" => below(line, at),
            "due" | "owing" | "thanks" if next == "to" => below(line, at),
            "result" if next == "of" => below(line, at + 1),
            _ => continue,
        };
        let words: Vec<usize> = words.into_iter().filter(|word| *word > at).collect();
        if !words.is_empty() {
            return Some(Cause { mark: at, words });
        }
    }
    None
}

/// A word and all that hangs on it.
fn below(line: &Line, top: usize) -> Vec<usize> {
    (0..line.toks.len()).filter(|at| line.is_under(*at, top)).collect()
}
