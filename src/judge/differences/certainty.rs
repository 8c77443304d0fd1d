//! What the source says as likely, possible, planned, usual or of some, and the claim as certain, done, always or of all.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Difference;
use super::pair::{Gap, Pair};
use super::tokens::{Line, Tok};
use crate::rules::Rule;
use crate::text::parser::Dep;
use crate::text::tsv;

/// Share of the claim's telling words that must stand in the sentence.
const COVER: f32 = 0.7;
/// How much more sure the claim must be.
const MORE: f32 = 0.2;

/// How much of an assertion a word leaves, by the word.
static HEDGES: LazyLock<HashMap<&'static str, f32>> = LazyLock::new(|| {
    tsv::rows(include_str!("data/hedges.tsv")).filter_map(|row| Some((*row.first()?, row.get(1)?.parse().ok()?))).collect()
});

/// Hedges of the sentence that the claim leaves out.
pub fn find(pair: &Pair) -> Vec<Difference> {
    if pair.cover < COVER {
        return Vec::new();
    }
    let mut found: Vec<Difference> = Vec::new();
    for (at, tok) in pair.evidence.toks.iter().enumerate() {
        let Some(strength) = hedge(tok) else { continue };
        if pair.back(at).is_some() {
            continue;
        }
        let Some(bears_on) = bears_on(pair, at, tok) else { continue };
        let own = surest(pair, bears_on, at);
        if own < strength + MORE {
            continue;
        }
        let (Some(claim), source) = (pair.claim.toks.get(bears_on), tok.span.of(pair.evidence.text())) else { continue };
        let stronger = strong_word(pair, bears_on, at);
        let span = stronger.unwrap_or(bears_on);
        let message = match stronger {
            Some(word) => format!("the source says “{source}”, the claim “{}”", pair.claim.words(word..word + 1)),
            None => format!("the source says “{source}”, the claim states “{}” without it", claim.span.of(pair.claim.text())),
        };
        let replacement =
            stronger.filter(|word| pair.claim.toks.get(*word).is_some_and(|own| own.tag == tok.tag)).map(|_| source.to_owned());
        let mut difference = Difference::new(pair, Rule::OverstatedClaim, message, span..span + 1, at..at + 1, replacement);
        difference.words = 0..0;
        found.push(difference);
    }
    found.truncate(1);
    found
}

fn hedge(tok: &Tok) -> Option<f32> {
    HEDGES.get(tok.form.as_str()).or_else(|| HEDGES.get(tok.lemma.as_str())).copied()
}

/// The word of the claim whose partner the hedge bears on: what it hangs on, or what hangs on it as its clause.
fn bears_on(pair: &Pair, at: usize, tok: &Tok) -> Option<usize> {
    let below = pair.evidence.children(at).find(|(_, child)| matches!(child.dep, Dep::Xcomp | Dep::Ccomp | Dep::Acl | Dep::Oprd));
    if let Some((child, _)) = below {
        return pair.back(child);
    }
    if tok.head == at || matches!(tok.dep, Dep::Relcl | Dep::Conj | Dep::Advcl | Dep::Nsubj | Dep::Dobj | Dep::Pobj) {
        return None;
    }
    pair.back(tok.head)
}

/// How sure the claim is of a word: 1, unless a hedge of its own bears on it that is not the source's.
fn surest(pair: &Pair, word: usize, source: usize) -> f32 {
    let near = |at: usize| {
        let child = pair.claim.toks.get(at).is_some_and(|tok| tok.head == word);
        let above = pair.claim.toks.get(word).is_some_and(|tok| tok.head == at);
        child || above || gap_of(pair, source).is_some_and(|gap| gap.claim.contains(&at))
    };
    let own = pair.claim.toks.iter().enumerate().filter(|(at, _)| near(*at)).filter_map(|(_, tok)| hedge(tok));
    own.fold(1.0, f32::min)
}

/// The word of the claim that stands in the hedge's place and is surer: will, always, all.
fn strong_word(pair: &Pair, word: usize, source: usize) -> Option<usize> {
    let strong = |tok: &Tok| {
        matches!(
            tok.form.as_str(),
            "will" | "always" | "all" | "every" | "definitely" | "certainly" | "never" | "must" | "proved" | "proven" | "confirmed"
        )
    };
    let place = |line: &Line| {
        line.toks
            .iter()
            .enumerate()
            .find(|(at, tok)| {
                strong(tok)
                    && pair.partner(*at).is_none()
                    && (tok.head == word || gap_of(pair, source).is_some_and(|gap| gap.claim.contains(at)))
            })
            .map(|(at, _)| at)
    };
    place(pair.claim)
}

fn gap_of<'a>(pair: &'a Pair, word: usize) -> Option<&'a Gap> {
    pair.gaps.iter().find(|gap| gap.evidence.contains(&word))
}
