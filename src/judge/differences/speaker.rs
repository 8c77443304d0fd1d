//! Somebody's word that the claim gives as fact.

use super::Difference;
use super::pair::Pair;
use super::tokens::Line;
use crate::rules::Rule;
use crate::statement::Stance;
use crate::text::parser::Dep;

/// Verbs of saying whose clause is somebody's word.
const SAYING: [&str; 22] = [
    "say", "claim", "state", "tell", "report", "allege", "argue", "assert", "insist", "announce", "write", "add", "suggest", "believe",
    "think", "tweet", "warn", "estimate", "note", "maintain", "contend", "complain",
];

/// Share of the claim's telling words that must stand in the sentence.
const COVER: f32 = 0.75;

/// Statements that the sentence gives to a speaker, and the claim does not.
pub fn find(pair: &Pair) -> Vec<Difference> {
    if pair.cover < COVER {
        return Vec::new();
    }
    if let Some(cut) = cut_off(pair) {
        return vec![cut];
    }
    // A claim that gives anything to a speaker is taken at its word.
    if pair.claim.statements().any(|(_, statement)| statement.attribution.is_some()) {
        return Vec::new();
    }
    let mut found: Vec<Difference> = by_word(pair).into_iter().collect();
    for (act, statement) in pair.evidence.statements() {
        let (Some(attribution), Some(at)) = (&statement.attribution, back(pair, act)) else { continue };
        if super::scope::is_factive(&attribution.verb) {
            continue;
        }
        let speaker = attribution.who.as_ref();
        let named =
            speaker.is_some_and(|role| role.fillers.iter().any(|filler| pair.evidence.run(filler.span).any(|word| speaks(pair, word))));
        let verb_said = statement.cues.iter().any(|cue| {
            cue.kind == crate::statement::CueKind::Attribution && pair.evidence.run(cue.span).any(|word| pair.back(word).is_some())
        });
        if named || verb_said {
            continue;
        }
        let who = speaker.map(|role| role.span.of(pair.evidence.text()));
        let message = match (who, attribution.stance) {
            (Some(who), Stance::Denies) => format!("the source says that {who} denies it, the claim states it as fact"),
            (Some(who), _) => format!("the source gives it as the word of {who} (“{}”), the claim as fact", attribution.verb),
            (None, _) => format!("the source says “{}”, the claim states it as fact", attribution.verb),
        };
        let cue =
            statement.cues.iter().find(|cue| cue.kind == crate::statement::CueKind::Attribution).map_or(statement.span, |cue| cue.span);
        let mut difference = Difference::new(pair, Rule::AttributionLost, message, at..at + 1, pair.evidence.run(cue), None);
        difference.words = at..at + 1;
        difference.reason.speaker = who.map(str::to_owned);
        found.push(difference);
        break;
    }
    found.truncate(1);
    found
}

/// Whether a word of the speaker stands in the claim in a place where it may speak: "the growers' bores" are nobody's word.
fn speaks(pair: &Pair, word: usize) -> bool {
    pair.back(word).and_then(|at| pair.claim.toks.get(at)).is_some_and(|tok| tok.stem.is_none() || tok.dep != Dep::Poss)
}

/// The word of the claim that a telling word of the sentence, or its main verb, stands for.
fn back(pair: &Pair, word: usize) -> Option<usize> {
    let at = pair.back(word)?;
    let own = pair.claim.toks.get(at)?;
    let copula = pair.is_near_copy() && own.dep == Dep::Root;
    (own.stem.is_some() || copula).then_some(at)
}

/// A saying word that the claim leaves out, what is said under it.
fn by_word(pair: &Pair) -> Option<Difference> {
    let line = pair.evidence;
    let (at, said, who) = line.toks.iter().enumerate().find_map(|(at, tok)| {
        if pair.back(at).is_some() {
            return None;
        }
        if tok.form == "according" {
            let said = back(pair, tok.head)?;
            let to = line.children(at).find(|(_, child)| child.form == "to")?.0;
            return Some((at, said, line.children(to).find(|(_, child)| child.dep == Dep::Pobj)?.0));
        }
        let said = line.children(at).find(|(_, child)| child.dep == Dep::Ccomp).and_then(|(child, _)| back(pair, child));
        let said = said.or_else(|| if tok.dep == Dep::Parataxis { back(pair, tok.head) } else { None })?;
        let who = line.children(at).find(|(_, child)| child.dep == Dep::Nsubj)?.0;
        SAYING.contains(&tok.lemma.as_str()).then_some((at, said, who))
    })?;
    // The claim names the speaker: it may say by another verb that it is their word, but not where it ends with the name.
    if pair.back(who).is_some_and(|who| who + 1 < pair.claim.toks.len()) {
        return None;
    }
    let run = whole(line, who);
    let message =
        format!("the source gives it as the word of {} (“{}”), the claim as fact", line.words(run.clone()), line.words(at..at + 1));
    let mut difference = Difference::new(pair, Rule::AttributionLost, message, said..said + 1, at..at + 1, None);
    difference.words = said..said + 1;
    difference.reason.speaker = Some(line.words(run).to_owned());
    Some(difference)
}

/// A copy that ends with the speaker, just before the source says what is their word.
fn cut_off(pair: &Pair) -> Option<Difference> {
    let last = pair.claim.toks.len().checked_sub(1)?;
    let partner = pair.partner(last).filter(|partner| partner.in_order && pair.is_near_copy())?;
    let helper = |tok: &super::tokens::Tok| matches!(tok.dep, Dep::Aux | Dep::Auxpass | Dep::Advmod);
    let at = (partner.word + 1..pair.evidence.toks.len()).find(|at| pair.evidence.toks.get(*at).is_some_and(|tok| !helper(tok)))?;
    let tok = pair.evidence.toks.get(at)?;
    if !SAYING.contains(&tok.lemma.as_str()) || tok.dep == Dep::Acl || pair.back(at).is_some() {
        return None;
    }
    let message =
        format!("the claim breaks off before “{}”, by which the source gives it as somebody's word", pair.evidence.words(at..at + 1));
    Some(Difference::new(pair, Rule::AttributionLost, message, last..last + 1, at..at + 1, None).firm())
}

/// A noun with what stands before it and belongs to it.
fn whole(line: &Line, at: usize) -> std::ops::Range<usize> {
    let from = line.children(at).map(|(child, _)| child).filter(|child| *child < at && at - child <= 6).min().unwrap_or(at);
    from..at + 1
}
