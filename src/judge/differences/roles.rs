//! Who acts and who is acted on, changed over.

use super::Difference;
use super::names;
use super::pair::Pair;
use super::tokens::{Line, Tok};
use crate::judge::analysed::Role;
use crate::rules::Rule;
use crate::text::parser::{Dep, Pos};

/// Share of the claim's telling words that must stand in the sentence.
const COVER: f32 = 0.7;

/// Two participants of the claim that the sentence has the other way round.
pub fn find(pair: &Pair) -> Vec<Difference> {
    if pair.cover < COVER {
        return Vec::new();
    }
    by_act(pair).or_else(|| by_place(pair)).into_iter().collect()
}

/// The same act, with subject and object changed over.
fn by_act(pair: &Pair) -> Option<Difference> {
    let (own, theirs) = (&pair.claim.deep().words, &pair.evidence.deep().words);
    let joined = |word: &crate::judge::analysed::Word| {
        let at = pair.claim.word_of(word.token)?;
        let partner = pair.partner(at)?;
        let place = pair.evidence.toks.get(partner.word)?.place;
        theirs.iter().position(|word| word.token == place)
    };
    for (act, verb) in own.iter().enumerate().filter(|(_, word)| word.pos == Pos::Verb) {
        let Some(their_act) = joined(verb) else { continue };
        if theirs.get(their_act).is_none_or(|their| their.stem != verb.stem) {
            continue;
        }
        let with = |role: Role| own.iter().filter(move |word| word.parent == Some(act) && word.role == role);
        for subject in with(Role::Subject) {
            for object in with(Role::Object) {
                let (Some(a), Some(b)) = (joined(subject), joined(object)) else { continue };
                let (Some(x), Some(y)) = (theirs.get(a), theirs.get(b)) else { continue };
                if x.parent == Some(their_act) && y.parent == Some(their_act) && x.role == Role::Object && y.role == Role::Subject {
                    return swapped(pair, pair.claim.word_of(subject.token)?, pair.claim.word_of(object.token)?);
                }
            }
        }
    }
    None
}

/// In a near copy, two names each in the other's place.
fn by_place(pair: &Pair) -> Option<Difference> {
    if !pair.is_near_copy() {
        return None;
    }
    let gaps: Vec<_> =
        pair.gaps.iter().filter(|gap| !gap.claim.is_empty() && !gap.evidence.is_empty() && gap.evidence.len() <= 8).collect();
    for (number, one) in gaps.iter().enumerate() {
        for other in gaps.iter().skip(number + 1) {
            let crossed = |own: &std::ops::Range<usize>, theirs: &std::ops::Range<usize>| {
                own.clone().find(|at| {
                    pair.claim.toks.get(*at).is_some_and(|tok| {
                        tok.stem.is_some()
                            && theirs.clone().any(|word| {
                                pair.evidence
                                    .toks
                                    .get(word)
                                    .is_some_and(|their| their.stem == tok.stem || names::known(&tok.form, &their.form))
                            })
                    })
                })
            };
            let (Some(a), Some(b)) = (crossed(&one.claim, &other.evidence), crossed(&other.claim, &one.evidence)) else { continue };
            if !listed(pair.claim, a, b) {
                return swapped(pair, a, b);
            }
        }
    }
    None
}

/// "A and B" is "B and A".
fn listed(line: &Line, a: usize, b: usize) -> bool {
    let conjunct = |tok: &Tok, of: usize| tok.dep == Dep::Conj && tok.head == of;
    line.toks.get(a).is_some_and(|tok| conjunct(tok, b)) || line.toks.get(b).is_some_and(|tok| conjunct(tok, a))
}

fn swapped(pair: &Pair, a: usize, b: usize) -> Option<Difference> {
    let (x, y) = (pair.claim.toks.get(a)?, pair.claim.toks.get(b)?);
    let text = pair.claim.text();
    let message = format!("the source has {} and {} the other way round", x.span.of(text), y.span.of(text));
    let theirs =
        pair.partner(a).map(|partner| partner.word).or_else(|| pair.gaps.first().map(|gap| gap.evidence.start)).unwrap_or_default();
    // The same words stand in every passage that speaks of the two; that backs nothing.
    Some(Difference::new(pair, Rule::ActorMismatch, message, a.min(b)..a.max(b) + 1, theirs..theirs + 1, None).firm())
}
