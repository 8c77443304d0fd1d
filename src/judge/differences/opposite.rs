//! A word of opposite meaning, or the opposite act, where the source has another.

use super::Difference;
use super::pair::{How, Pair};
use super::tokens::Tok;
use crate::judge::likeness;
use crate::rules::Rule;
use crate::text::parser::{Dep, Pos};
use crate::text::similar::Lexical;

/// Share of the claim's telling words that must stand in the sentence.
const COVER: f32 = 0.55;

/// Words of the claim in whose place the sentence has their opposite.
pub fn find(pair: &Pair) -> Vec<Difference> {
    let mut found = Vec::new();
    if pair.cover < COVER {
        return found;
    }
    for (at, own) in pair.claim.toks.iter().enumerate() {
        if pair.partner(at).is_some_and(|partner| partner.in_order) || own.name {
            continue;
        }
        for (word, theirs) in pair.evidence.toks.iter().enumerate() {
            let taken = pair.back(word).and_then(|back| pair.partner(back)).is_some_and(|partner| partner.in_order);
            if taken || theirs.name || !opposite(own, theirs) || !same_place(pair, at, word) {
                continue;
            }
            let (claim, source) = (own.span.of(pair.claim.text()), theirs.span.of(pair.evidence.text()));
            let message = format!("the source says “{source}”, the claim “{claim}”");
            let replacement = (own.tag == theirs.tag).then(|| source.to_owned());
            found.push(Difference::new(pair, Rule::ContradictedClaim, message, at..at + 1, word..word + 1, replacement));
            break;
        }
    }
    // Two opposites, or an opposite and a negation, say the same again.
    if found.len() == 1 && turned_back(pair) {
        found.clear();
    }
    found
}

fn opposite(a: &Tok, b: &Tok) -> bool {
    const PAIRS: [(&str, &str); 16] = [
        ("first", "last"),
        ("old", "new"),
        ("more", "less"),
        ("seek", "avoid"),
        ("he", "she"),
        ("his", "her"),
        ("him", "her"),
        ("himself", "herself"),
        ("before", "after"),
        ("with", "without"),
        ("above", "below"),
        ("inside", "outside"),
        ("over", "under"),
        ("always", "never"),
        ("all", "none"),
        ("up", "down"),
    ];
    let word = |tok: &'_ Tok| if tok.pos == Pos::Verb { tok.lemma.clone() } else { tok.form.clone() };
    let (x, y) = (word(a), word(b));
    let (x, y) = (x.as_str(), y.as_str());
    if PAIRS.iter().any(|(p, q)| (x, y) == (*p, *q) || (y, x) == (*p, *q)) {
        return true;
    }
    let open = |tok: &Tok| matches!(tok.pos, Pos::Noun | Pos::Verb | Pos::Adj | Pos::Adv | Pos::Adp | Pos::Sconj);
    a.figure.is_none()
        && b.figure.is_none()
        && open(a)
        && open(b)
        && likeness::related(&a.lemma, a.pos, &b.lemma, b.pos) == Some(Lexical::Antonym)
}

/// Whether two words stand in the same place: in one close gap between matches, or with partners above or below them.
fn same_place(pair: &Pair, at: usize, word: usize) -> bool {
    let gap = pair.gaps.iter().find(|gap| gap.claim.contains(&at) && gap.evidence.contains(&word));
    let side = |own: Option<usize>, theirs: Option<usize>| {
        own.zip(theirs)
            .is_some_and(|(own, theirs)| pair.partner(own).is_some_and(|partner| partner.word == theirs && partner.how == How::Same))
    };
    let before = at == 0 && word == 0 || side(at.checked_sub(1), word.checked_sub(1));
    let after = at + 1 == pair.claim.toks.len() || side(Some(at + 1), Some(word + 1));
    if gap.is_some_and(|gap| pair.is_tight(gap)) && (before || after) {
        return true;
    }
    let (Some(own), Some(theirs)) = (pair.claim.toks.get(at), pair.evidence.toks.get(word)) else { return false };
    if own.stem.is_none() || own.pos != theirs.pos {
        return false;
    }
    if own.pos == Pos::Verb {
        // Opposite acts of the same participants.
        let joined = pair.claim.children(at).filter(|(_, child)| is_participant(child)).map(|(child, _)| child).collect::<Vec<_>>();
        let same = joined.iter().filter(|child| {
            pair.partner(**child).is_some_and(|partner| pair.evidence.toks.get(partner.word).is_some_and(|tok| tok.head == word))
        });
        let same = same.count();
        let object = joined.iter().any(|child| pair.claim.toks.get(*child).is_some_and(|tok| tok.dep != Dep::Nsubj));
        // A participle has no subject of its own.
        let without_subject = !pair.evidence.children(word).any(|(_, child)| matches!(child.dep, Dep::Nsubj | Dep::Nsubjpass));
        return same > 0 && (same == joined.len() || object && without_subject && same + 1 == joined.len());
    }
    pair.partner(own.head).is_some_and(|partner| partner.word == theirs.head && own.dep == theirs.dep && own.head != at)
}

fn is_participant(tok: &Tok) -> bool {
    matches!(tok.dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj)
}

/// Whether a negation on one side alone makes up for the opposite word.
fn turned_back(pair: &Pair) -> bool {
    let negators = |toks: &[Tok]| toks.iter().filter(|tok| matches!(tok.form.as_str(), "not" | "n't" | "never" | "no" | "without")).count();
    let matched = pair.evidence.toks.iter().enumerate().filter(|(at, tok)| {
        matches!(tok.form.as_str(), "not" | "n't" | "never" | "no" | "without")
            && (pair.back(*at).is_some()
                || pair.back(tok.head).is_some()
                || pair.gaps.iter().any(|gap| gap.evidence.contains(at) && !gap.claim.is_empty()))
    });
    negators(&pair.claim.toks) % 2 != matched.count() % 2
}
