//! All of something where the source has some of it.

use super::Difference;
use super::pair::Pair;
use super::tokens::{Line, Tok};
use crate::rules::Rule;
use crate::text::parser::Dep;
use crate::text::quantity::Value;

/// Share of the claim's telling words that must stand in the sentence.
const COVER: f32 = 0.5;

/// Words for all of something in the claim, where the sentence has words for some of the same.
pub fn find(pair: &Pair) -> Vec<Difference> {
    if pair.cover < COVER && pair.open_cover < COVER {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, own) in pair.claim.toks.iter().enumerate().filter(|(_, tok)| is_all(tok)) {
        if pair.claim.children(at).any(|(_, child)| is_less(child)) || at > 0 && pair.claim.toks.get(at - 1).is_some_and(is_less) {
            continue;
        }
        let Some(head) = head(pair.claim, at, own) else { continue };
        let Some(theirs) = pair.partner(head).map(|partner| partner.word) else { continue };
        let Some(word) = part(pair.evidence, theirs) else { continue };
        let message = format!(
            "the source says “{}”, the claim “{}”",
            pair.evidence.words(word.min(theirs)..word.max(theirs) + 1),
            pair.claim.words(at.min(head)..at.max(head) + 1)
        );
        found.push(Difference::new(pair, Rule::OverstatedClaim, message, at..at + 1, word..word + 1, None).firm());
    }
    if found.is_empty() {
        found.extend(degree(pair));
    }
    found.truncate(1);
    found
}

/// Fully where the source has partly, or never fully: "in force in full" for "never fully implemented".
fn degree(pair: &Pair) -> Option<Difference> {
    let (at, _) = whole(pair.claim).filter(|(_, denied)| !denied)?;
    let names = pair.claim.toks.iter().enumerate().filter(|(_, tok)| tok.name).all(|(at, _)| pair.partner(at).is_some());
    // "Never fully", or "partly" in a sentence that has nothing in full.
    let word = match whole(pair.evidence) {
        Some((word, true)) => word,
        Some((_, false)) => return None,
        None => pair.evidence.toks.iter().position(|tok| {
            matches!(tok.form.as_str(), "partly" | "partially" | "incompletely" | "halfway")
                && pair.evidence.toks.get(tok.head).is_some_and(|head| head.stem.is_some())
        })?,
    };
    if !names {
        return None;
    }
    let from = word.saturating_sub(2);
    let message = format!("the source says “{}”, the claim “{}”", pair.evidence.words(from..word + 1), pair.claim.words(at..at + 1));
    Some(Difference::new(pair, Rule::ContradictedClaim, message, at..at + 1, from..word + 1, None).firm())
}

/// The word by which something is so in full, and whether that is denied.
fn whole(line: &Line) -> Option<(usize, bool)> {
    let at = line.toks.iter().enumerate().position(|(at, tok)| {
        matches!(tok.form.as_str(), "fully" | "entirely" | "completely" | "wholly" | "totally")
            || tok.form == "full" && at > 0 && line.toks.get(at - 1).is_some_and(|before| before.form == "in")
    })?;
    let negator = |tok: &Tok| tok.dep == Dep::Neg || matches!(tok.form.as_str(), "not" | "never" | "n't" | "hardly" | "without");
    let mut above = at;
    let mut denied = false;
    for _ in 0..3 {
        denied |= line.children(above).any(|(_, tok)| negator(tok));
        match line.toks.get(above).filter(|tok| tok.head != above && !(above != at && tok.stem.is_some())) {
            Some(tok) => above = tok.head,
            None => break,
        }
    }
    denied |= (at.saturating_sub(2)..at).any(|at| line.toks.get(at).is_some_and(negator));
    Some((at, denied))
}

fn is_all(tok: &Tok) -> bool {
    matches!(tok.form.as_str(), "all" | "every" | "each" | "entire" | "whole" | "both")
}

fn is_less(tok: &Tok) -> bool {
    matches!(tok.form.as_str(), "not" | "nearly" | "almost" | "virtually" | "practically" | "hardly" | "at" | "after" | "above")
}

/// What it is all of: "all villagers", "all of the villagers", "the entire harvest".
fn head(line: &Line, at: usize, tok: &Tok) -> Option<usize> {
    let of = line.children(at).find(|(_, child)| child.form == "of").map(|(of, _)| of);
    if let Some(of) = of {
        return line.children(of).find(|(_, child)| child.dep == Dep::Pobj).map(|(noun, _)| noun);
    }
    (tok.head != at && matches!(tok.dep, Dep::Det | Dep::Predet | Dep::Amod | Dep::Quantmod)).then_some(tok.head)
}

/// The word by which a noun is only part of what it names: "most villagers", "a third of the harvest", "nearly all of it".
fn part(line: &Line, noun: usize) -> Option<usize> {
    let some = |tok: &Tok| {
        matches!(
            tok.form.as_str(),
            "some"
                | "many"
                | "most"
                | "several"
                | "few"
                | "half"
                | "part"
                | "majority"
                | "minority"
                | "third"
                | "quarter"
                | "fifth"
                | "portion"
                | "number"
                | "cent"
                | "percent"
        )
    };
    let own = line.children(noun).find(|(_, tok)| some(tok) || counted(line, tok)).map(|(at, _)| at);
    own.or_else(|| {
        let of = line.toks.get(noun).filter(|tok| tok.dep == Dep::Pobj)?.head;
        let above = line.toks.get(of).filter(|tok| tok.form == "of")?.head;
        let tok = line.toks.get(above)?;
        let nearly = line.children(above).find(|(_, child)| is_less(child)).map(|(at, _)| at);
        if is_all(tok) { nearly } else { Some(above).filter(|_| some(tok) || counted(line, tok)) }
    })
    .or_else(|| {
        let all = line.children(noun).find(|(_, tok)| is_all(tok)).map(|(at, _)| at)?;
        line.children(all)
            .find(|(_, tok)| is_less(tok))
            .map(|(at, _)| at)
            .or_else(|| all.checked_sub(1).filter(|at| line.toks.get(*at).is_some_and(is_less)))
    })
}

/// Whether a word is part of a share, or of a count that is less than all.
fn counted(line: &Line, tok: &Tok) -> bool {
    tok.figure
        .and_then(|figure| line.deep().quantities.get(figure))
        .is_some_and(|quantity| matches!(&quantity.value, Value::Share(share) if share.high < 1.0))
}
