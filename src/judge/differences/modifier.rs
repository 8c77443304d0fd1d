//! Another modifier on the same thing: defence ministers for foreign ministers, the eastern section for the western one.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Difference;
use super::names;
use super::pair::Pair;
use super::tokens::{Line, Tok};
use crate::judge::likeness;
use crate::rules::Rule;
use crate::text::parser::{Dep, Pos};
use crate::text::similar::Lexical;
use crate::text::tsv;

/// Share of the claim's telling words that must stand in the sentence.
const COVER: f32 = 0.45;

static SETS: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut sets: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (number, row) in tsv::rows(include_str!("data/exclusive.tsv")).enumerate() {
        row.iter().for_each(|word| sets.entry(word).or_default().push(number));
    }
    sets
});

/// Modifiers of the claim in whose place the sentence has one that excludes them.
pub fn find(pair: &Pair) -> Vec<Difference> {
    if pair.cover < COVER && pair.open_cover < COVER {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, own) in pair.claim.toks.iter().enumerate().filter(|(_, tok)| is_modifier(tok)) {
        let Some(head) = pair.partner(own.head) else { continue };
        let theirs = || modifiers(pair.evidence, head.word);
        if pair.partner(at).is_some_and(|partner| theirs().any(|(word, _)| word == partner.word))
            || theirs().any(|(_, tok)| tok.stem == own.stem && tok.stem.is_some())
        {
            continue;
        }
        let other = theirs().find(|(word, tok)| {
            pair.back(*word).is_none_or(|back| back != at && pair.claim.toks.get(back).is_none_or(|tok| tok.head != own.head))
                && excludes(own, tok)
        });
        let Some((word, tok)) = other else { continue };
        let (claim, source) = (own.span.of(pair.claim.text()), tok.span.of(pair.evidence.text()));
        let message = format!(
            "the source says “{source} {}”, the claim “{claim} {}”",
            pair.evidence.words(head.word..head.word + 1),
            pair.claim.words(own.head..own.head + 1)
        );
        let mut difference = Difference::new(pair, Rule::ContradictedClaim, message, at..at + 1, word..word + 1, Some(source.to_owned()));
        // Another passage that speaks of the claim's thing may have it; a near one that has the same head and modifier does.
        difference.words = own.head.min(at)..own.head.max(at) + 1;
        if difference.words.len() > 2 {
            difference.words = at..at + 1;
        }
        found.push(difference);
    }
    found.truncate(1);
    found
}

fn is_modifier(tok: &Tok) -> bool {
    tok.stem.is_some()
        && tok.figure.is_none()
        && matches!(tok.dep, Dep::Amod | Dep::Compound)
        && matches!(tok.pos, Pos::Adj | Pos::Noun | Pos::Propn)
}

fn modifiers(line: &Line, head: usize) -> impl Iterator<Item = (usize, &Tok)> {
    // "23-year-old" says how old, not that somebody is old.
    let measured = move |at: usize| line.children(at).any(|(_, child)| child.dep == Dep::Npadvmod || child.figure.is_some());
    line.children(head).filter(move |(at, tok)| matches!(tok.dep, Dep::Amod | Dep::Compound) && tok.figure.is_none() && !measured(*at))
}

/// Whether one thing cannot be both.
fn excludes(a: &Tok, b: &Tok) -> bool {
    if a.lemma == b.lemma || a.form == b.form {
        return false;
    }
    let set = |tok: &Tok| SETS.get(tok.form.as_str()).or_else(|| SETS.get(tok.lemma.as_str()));
    if set(a).zip(set(b)).is_some_and(|(x, y)| x.iter().any(|set| y.contains(set))) {
        return true;
    }
    // Two nations: the Swedish group, the Danish group.
    if names::nation(&a.form) && names::nation(&b.form) {
        return !names::known(&a.form, &b.form);
    }
    a.pos == b.pos && !a.name && !b.name && likeness::related(&a.lemma, a.pos, &b.lemma, b.pos) == Some(Lexical::Antonym)
}
