//! Words of a claim that nothing in the passages stands for: an act that nobody is said to do, a modifier, a thing that is never named.
//!
//! How probable it is that a claim of many words is backed is for the fitted models to say. In a short claim one word decides: that Kenya
//! warned Uganda is not backed by a source that has both and no warning. It counts only where no word of the passages comes near it in meaning,
//! and it is no word that says little ([`general`]).

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Difference;
use super::acts;
use super::pair::Pair;
use super::tokens::Tok;
use crate::judge::likeness;
use crate::statement::{Drift, lexicon};
use crate::text::Span;
use crate::text::parser::{Dep, Pos};
use crate::text::similar::Lexical;
use crate::text::tsv;

/// Telling words from which a claim is long.
const LONG: usize = 9;
/// How much less of the claim than the best passage others may have and still be near it.
const NEAR: f32 = 0.2;
/// Likeness from which a word of the passages stands for a verb, and for any other word.
const VERB: f32 = 0.42;
const OTHER: f32 = 0.3;
/// Sentences of evidence under which it may well lack what the claim rests on.
const PASSAGES: usize = 8;
/// How telling a word must be.
const TELLING: f32 = 4.7;
/// Telling words up to which a claim is short, so that its act is most of it.
const SHORT: usize = 6;
/// Probability from which the model of words without backing (`data/lacking.txt`) agrees: for an act, for another word. On claims that
/// people found backed (WiCE dev) the rule spoke 8 times in 115 without it.
const SURELY: (f32, f32) = (0.55, 0.66);
/// The same in a short claim.
const SURELY_IN_SHORT: (f32, f32) = (0.2, 0.62);
/// Share of the other words that the passages must have, so that they speak of the same thing.
const REST: f32 = 0.3;

static GENERAL: LazyLock<HashSet<(&'static str, &'static str)>> =
    LazyLock::new(|| tsv::rows(include_str!("data/general.tsv")).filter_map(|row| Some((*row.first()?, *row.get(1)?))).collect());

/// The most telling word of the claim that nothing stands for.
pub fn find(pairs: &[&Pair], lacks: &dyn Fn(Span) -> f32) -> Option<Difference> {
    let first = pairs.first()?;
    let words: Vec<(usize, &Tok)> = first.claim.toks.iter().enumerate().filter(|(_, tok)| tok.stem.is_some()).collect();
    if words.len() > LONG {
        return None;
    }
    let most = pairs.iter().map(|pair| pair.soft_cover).fold(0.0, f32::max);
    if pairs.len() < PASSAGES {
        return None;
    }
    let near: Vec<&Pair> = pairs.iter().copied().filter(|pair| pair.soft_cover >= most - NEAR).collect();
    if most < REST {
        return None;
    }
    let surely = if words.len() > SHORT { SURELY } else { SURELY_IN_SHORT };
    let agrees = |tok: &Tok| lacks(tok.span) >= if tok.pos == Pos::Verb { surely.0 } else { surely.1 };
    let (at, tok) = words
        .into_iter()
        .filter(|(at, tok)| counts(first, *at, tok) && is_lacking(pairs, &near, *at, tok) && agrees(tok))
        .max_by(|a, b| a.1.weight.total_cmp(&b.1.weight))?;
    let word = tok.span.of(first.claim.text());
    let message = format!("nothing in the source stands for “{word}”");
    Some(Difference::without_backing(first, message, at..at + 1))
}

/// Whether a word says enough for its absence to tell.
fn counts(pair: &Pair, at: usize, tok: &Tok) -> bool {
    let class = match tok.pos {
        Pos::Verb => "verb",
        Pos::Noun => "noun",
        Pos::Adj | Pos::Adv => "modifier",
        _ => return false,
    };
    let lemma = tok.lemma.as_str();
    tok.weight >= TELLING
        && !tok.name
        && tok.figure.is_none()
        && !matches!(tok.dep, Dep::Aux | Dep::Auxpass)
        && !general(lemma, class)
        && super::certainty::any(tok).is_none()
        && lexicon::quantifier(&tok.form).is_none()
        && !takes_particle(pair, at)
        && (class != "modifier" || matches!(tok.dep, Dep::Amod | Dep::Acomp))
}

/// Whether a word says little by itself.
pub(super) fn general(lemma: &str, class: &'static str) -> bool {
    GENERAL.contains(&(lemma, class)) || class == "noun" && GENERAL.contains(&(lemma, "verb"))
}

/// "Throw out", "take over", "put up": what they mean the verb alone does not say.
fn takes_particle(pair: &Pair, at: usize) -> bool {
    pair.claim.children(at).any(|(_, child)| child.dep == Dep::Prt)
}

fn is_lacking(all: &[&Pair], near: &[&Pair], at: usize, own: &Tok) -> bool {
    let verb = own.pos == Pos::Verb;
    let there = |pair: &&Pair| {
        let before = pair.evidence.before.iter().flat_map(|line| &line.deep().words).any(|word| Some(word.stem) == own.stem);
        pair.partner(at).is_some() || before && !verb
    };
    // A thing may be named anywhere; an act counts where its parties are.
    if if verb { near.iter().any(there) } else { all.iter().any(there) } {
        return false;
    }
    let floor = if verb { VERB } else { OTHER };
    let like = |pair: &&Pair| pair.evidence.toks.iter().filter(|tok| tok.stem.is_some()).any(|theirs| likeness(own, theirs) >= floor);
    !near.iter().any(like)
        && !(verb && near.iter().any(|pair| phrase(pair, own)))
        && !(verb && near.iter().any(|pair| same_drift(pair, at)))
}

/// Whether a passage has an act of the same drift between the same: "supported" by "supplied with rifles".
fn same_drift(pair: &Pair, at: usize) -> bool {
    let of = |drift: Drift| matches!(drift, Drift::Cooperation | Drift::Conflict);
    pair.claim.statements().filter(|(act, own)| *act == at && of(own.act.drift)).any(|(_, own)| {
        pair.evidence.statements().any(|(_, theirs)| {
            own.act.drift == theirs.act.drift && theirs.polarity == own.polarity && super::stated::same_parties(pair, own, theirs)
        })
    })
}

/// Whether a passage says the act in several words: "implemented" by "put into practice".
fn phrase(pair: &Pair, own: &Tok) -> bool {
    pair.evidence.statements().any(|(_, theirs)| {
        matches!(acts::listed(&own.lemma, &theirs.act.lemma), Some(acts::Act::Same | acts::Act::Converse))
            || matches!(acts::relate_words(own, theirs), Some(acts::Act::Same))
    })
}

fn likeness(own: &Tok, theirs: &Tok) -> f32 {
    if theirs.name {
        return 0.0;
    }
    // "Undocumented": what nobody had documented.
    let stripped = |word: &str| word.strip_prefix("un").or_else(|| word.strip_prefix("non-")).map(str::to_owned);
    if stripped(&theirs.form).is_some_and(|form| form == *own.form || form == *own.lemma)
        || stripped(&own.form).is_some_and(|form| form == *theirs.form)
    {
        return 1.0;
    }
    if own.lemma == theirs.lemma || matches!(acts::listed(&own.lemma, &theirs.lemma), Some(acts::Act::Same | acts::Act::Converse)) {
        return 1.0;
    }
    match likeness::related(&own.lemma, own.pos, &theirs.lemma, theirs.pos) {
        Some(Lexical::Synonym | Lexical::Derivation | Lexical::Antonym) => 1.0,
        Some(Lexical::Hypernym | Lexical::Hyponym) => 0.7,
        None => likeness::cosine(&own.lemma, &theirs.lemma).unwrap_or(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_well_formed() {
        for row in tsv::rows(include_str!("data/general.tsv")) {
            assert!(matches!(row.as_slice(), [_, "verb" | "noun" | "modifier"]), "{row:?}");
        }
    }
}
