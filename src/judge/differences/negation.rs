//! What the source affirms and the claim denies, or the other way round.

use super::Difference;
use super::pair::Pair;
use super::tokens::{Line, Tok};
use crate::rules::Rule;
use crate::statement::Polarity;
use crate::text::parser::{Dep, Pos};

/// Share of the claim's telling words that must stand in the sentence.
const COVER: f32 = 0.75;

/// Words that one side negates and the other does not.
pub fn find(pair: &Pair) -> Vec<Difference> {
    if pair.cover < COVER {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, own) in pair.claim.toks.iter().enumerate() {
        let Some(partner) = pair.partner(at) else { continue };
        let Some(theirs) = pair.evidence.toks.get(partner.word) else { continue };
        if !matches!(own.pos, Pos::Verb | Pos::Aux | Pos::Adj | Pos::Noun) || own.pos != theirs.pos && own.stem.is_none() {
            continue;
        }
        if other_subject(pair, at, partner.word) {
            continue;
        }
        let (a, b) = (negator(pair.claim, at), negator(pair.evidence, partner.word));
        // "Did not open until June": it did, then.
        let b = b.filter(|_| !pair.evidence.children(partner.word).any(|(_, tok)| matches!(tok.form.as_str(), "until" | "till")));
        match (a, b) {
            (Some(no), None) if !turned(pair.evidence, partner.word, pair, false) => {
                let word = pair.claim.words(no..no + 1);
                let message = format!("the source says it without “{word}”");
                found.push(Difference::new(
                    pair,
                    Rule::ContradictedClaim,
                    message,
                    no..at.max(no) + 1,
                    partner.word..partner.word + 1,
                    None,
                ));
            }
            (None, Some(no)) if !turned(pair.claim, at, pair, true) => {
                let word = pair.evidence.words(no..no + 1);
                let message = format!("the source says “{word} {}”, the claim does not", theirs.span.of(pair.evidence.text()));
                let run = no.min(partner.word)..no.max(partner.word) + 1;
                found.push(Difference::new(pair, Rule::ContradictedClaim, message, at..at + 1, run, None));
            }
            _ => {}
        }
    }
    found.truncate(1);
    found
}

/// Whether the claim's verb has a subject that the sentence has too, but in another place than as the subject of that verb.
fn other_subject(pair: &Pair, at: usize, word: usize) -> bool {
    let subject = |line: &Line, verb: usize| {
        line.children(verb).find(|(_, tok)| matches!(tok.dep, Dep::Nsubj | Dep::Nsubjpass)).map(|(at, tok)| (at, (tok.pos, tok.dep)))
    };
    let (Some((own, (_, dep))), Some((theirs, (pos, other)))) = (subject(pair.claim, at), subject(pair.evidence, word)) else {
        return false;
    };
    dep == other
        && pos != Pos::Pron
        && pair.partner(own).is_some_and(|partner| partner.word != theirs && !pair.evidence.is_under(partner.word, theirs))
}

/// The word that negates another, if one does.
pub(super) fn negator(line: &Line, at: usize) -> Option<usize> {
    let tok = line.toks.get(at)?;
    let own = line.children(at).find(|(child, tok)| is_negator(tok) && !is_not_only(line, *child)).map(|(child, _)| child);
    // "cannot", "was not": the negation may hang on the auxiliary or on the verb.
    let aux = || {
        let helps = line.children(at).filter(|(_, child)| matches!(child.dep, Dep::Aux | Dep::Auxpass)).map(|(child, _)| child);
        helps.into_iter().find_map(|helper| {
            line.children(helper).find(|(child, tok)| is_negator(tok) && !is_not_only(line, *child)).map(|(child, _)| child)
        })
    };
    // "No one was hurt": a negated subject or object negates the verb.
    let argument = || {
        let arguments = line.children(at).filter(|(_, child)| matches!(child.dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Attr));
        arguments.into_iter().find_map(|(child, tok)| {
            if matches!(tok.form.as_str(), "nobody" | "nothing" | "none") {
                return Some(child);
            }
            line.children(child).find(|(_, tok)| tok.form == "no" && tok.dep == Dep::Det).map(|(child, _)| child)
        })
    };
    let verbal = matches!(tok.pos, Pos::Verb | Pos::Aux);
    own.or_else(|| if verbal { aux().or_else(argument) } else { None })
}

fn is_negator(tok: &Tok) -> bool {
    tok.dep == Dep::Neg
        || matches!(tok.form.as_str(), "not" | "n't" | "never" | "neither" | "nor")
        || tok.form == "no" && tok.dep == Dep::Det
}

/// "not only", "not just", "not necessarily" deny nothing.
fn is_not_only(line: &Line, at: usize) -> bool {
    line.toks.get(at + 1).is_some_and(|next| matches!(next.form.as_str(), "only" | "just" | "merely" | "simply" | "necessarily" | "least"))
}

/// Whether something other than a negator turns the word: "failed to", "denied", "without", "unlikely to"; or the word's statement is
/// negated as the parser of statements sees it.
fn turned(line: &Line, at: usize, pair: &Pair, is_claim: bool) -> bool {
    let joined = |word: usize| if is_claim { pair.partner(word).is_some() } else { pair.back(word).is_some() };
    let turns = |tok: &Tok| {
        matches!(
            tok.lemma.as_str(),
            "fail"
                | "refuse"
                | "deny"
                | "decline"
                | "avoid"
                | "prevent"
                | "stop"
                | "lack"
                | "without"
                | "hardly"
                | "barely"
                | "rarely"
                | "seldom"
                | "unlikely"
                | "unable"
                | "false"
                | "cease"
                | "neglect"
                | "forbid"
                | "ban"
                | "absence"
                | "reject"
                | "refrain"
                | "impossible"
                | "few"
                | "little"
                | "unclear"
                | "doubt"
                | "no"
                | "none"
                | "nobody"
                | "nothing"
                | "neither"
                | "nor"
                | "never"
                | "not"
                | "improbable"
                | "instead"
                | "unless"
                | "until"
                | "yet"
                | "dispute"
        )
    };
    let near = line.toks.iter().enumerate().any(|(place, tok)| place.abs_diff(at) <= 6 && !joined(place) && turns(tok));
    near || line.statements().any(|(act, statement)| act == at && statement.polarity == Polarity::Negated)
}
