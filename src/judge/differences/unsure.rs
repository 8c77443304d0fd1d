//! Claims that every passage which bears on them says less surely, or as somebody's word, whatever the wording.
//!
//! `certainty` and `speaker` look for a hedge or a verb of saying beside words that claim and sentence share; this asks how the shared
//! words are said as a whole, in all the passages that have most of them.

use super::Difference;
use super::pair::Pair;
use super::scope::{self, Shade};
use super::tokens::Line;
use crate::rules::Rule;
use crate::statement::Polarity;
use crate::text::parser::{Dep, Pos};

/// Share of the claim's telling words that a passage must have.
const COVER: f32 = 0.6;
/// The same where the claim's main word has no partner.
const WITHOUT_ROOT: f32 = 0.8;
/// How much less of them another passage may have and still be asked.
const LESS: f32 = 0.2;
/// Share of the words in common that must be said so.
const SHADED: f32 = 0.7;
/// Strength under which something is less than asserted.
const SURE: f32 = 0.85;

/// How a passage says what it has in common with the claim.
struct Said {
    /// Share that is hedged, and by which word, how strongly.
    hedged: f32,
    cue: Option<(usize, f32)>,
    /// Share that is given to a speaker, and by which word.
    given: f32,
    speaker: Option<usize>,
}

/// The difference, if all passages say it less surely than the claim.
pub fn find(pairs: &[&Pair]) -> Option<Difference> {
    let first = pairs.first()?;
    let own = scope::shades(first.claim, true);
    let root = first.claim.toks.iter().position(|tok| tok.dep == Dep::Root)?;
    let words = || first.claim.toks.iter().zip(&own).filter(|(tok, _)| tok.stem.is_some());
    let hedged = words().filter(|(tok, shade)| !tok.name && shade.strength < SURE).count();
    let sure = hedged as f32 <= 0.25 * words().filter(|(tok, _)| !tok.name).count() as f32;
    let attributed = !sure
        || words().any(|(_, shade)| shade.speaker.is_some())
        || first.claim.statements().any(|(_, statement)| statement.attribution.is_some())
        || first.claim.toks.iter().any(|tok| tok.form == "according");
    let most = pairs.iter().map(|pair| reach(pair)).fold(0.0, f32::max);
    if most < COVER {
        return None;
    }
    // What the claim says of them must be there too.
    let telling = first.claim.toks.get(root).is_some_and(|tok| tok.stem.is_some());
    let asked: Vec<(&Pair, Said)> = pairs
        .iter()
        .filter(|pair| reach(pair) >= COVER.max(most - LESS) && (pair.partner(root).is_some() || !telling || reach(pair) >= WITHOUT_ROOT))
        .map(|pair| (*pair, said(pair)))
        .collect();
    let (pair, best) = asked.first()?;
    let negated = first.claim.statements().any(|(at, statement)| at == root && statement.polarity == Polarity::Negated);
    let at =
        first.claim.toks.iter().position(|tok| matches!(tok.form.as_str(), "will" | "always" | "certain" | "certainly")).unwrap_or(root);
    if sure
        && asked.iter().all(|(_, said)| said.hedged >= SHADED)
        && let Some((cue, strength)) = best.cue
    {
        let source = pair.evidence.words(cue..cue + 1);
        let rule = if strength < 0.3 && !negated { Rule::ContradictedClaim } else { Rule::OverstatedClaim };
        let message = format!("the source says “{source}”, the claim states it without");
        let mut difference = difference(pair, rule, message, at, cue);
        // "May" can stand in the place of "will".
        let modal = |line: &Line, word: usize| line.toks.get(word).is_some_and(|tok| tok.tag == "MD");
        if modal(first.claim, at) && modal(pair.evidence, cue) {
            difference.reason.replacement = Some(source.to_owned());
        }
        return Some(difference);
    }
    if !attributed
        && asked.iter().all(|(_, said)| said.given >= SHADED)
        && let Some(cue) = best.speaker
    {
        let message = format!("the source gives it as somebody's word (“{}”), the claim as fact", pair.evidence.words(cue..cue + 1));
        let mut difference = difference(pair, Rule::AttributionLost, message, root, cue);
        let who = pair.evidence.statements().find_map(|(_, statement)| {
            let said =
                statement.attribution.as_ref().filter(|_| statement.cues.iter().any(|one| pair.evidence.run(one.span).contains(&cue)))?;
            said.who.as_ref().map(|who| who.span.of(pair.evidence.text()).to_owned())
        });
        difference.reason.speaker = who;
        return Some(difference);
    }
    None
}

fn reach(pair: &Pair) -> f32 {
    pair.cover.max(pair.open_cover)
}

fn difference(pair: &Pair, rule: Rule, message: String, at: usize, cue: usize) -> Difference {
    Difference::new(pair, rule, message, at..at + 1, cue..cue + 1, None).firm()
}

fn said(pair: &Pair) -> Said {
    let shades: Vec<Shade> = scope::shades(pair.evidence, false);
    // A claim that names the speaker gives it to him in one way or another.
    let who =
        |statement: &crate::statement::Statement| statement.attribution.as_ref().and_then(|said| said.who.as_ref().map(|who| who.span));
    let named = pair.evidence.statements().filter_map(|(_, statement)| who(statement)).any(|span| {
        pair.evidence.run(span).any(|word| {
            pair.back(word)
                .and_then(|at| pair.claim.toks.get(at))
                .is_some_and(|tok| tok.stem.is_some() && (tok.dep == Dep::Nsubj || tok.name && tok.place < 3))
        })
    });
    let (mut all, mut hedged, mut given) = (0.0, 0.0, 0.0);
    let (mut cue, mut speaker) = (None::<(usize, f32)>, None);
    let mut said_of = false;
    for (at, tok) in pair.claim.toks.iter().enumerate().filter(|(_, tok)| tok.stem.is_some()) {
        let Some(partner) = pair.partner(at) else { continue };
        let Some(shade) = shades.get(partner.word) else { continue };
        // Names stand outside as often as inside: who does it is known, that they do it is not.
        let weight = if tok.name { tok.weight * 0.3 } else { tok.weight };
        all += weight;
        // A hedge that the claim has too takes nothing away.
        if shade.strength < SURE && shade.cue.is_none_or(|cue| pair.back(cue).is_none()) {
            hedged += weight;
            said_of |= !tok.name && !in_subject(pair.evidence, partner.word);
            if cue.is_none_or(|(_, strength)| shade.strength < strength) {
                cue = shade.cue.map(|word| (word, shade.strength)).or(cue);
            }
        }
        if let Some(word) = shade.speaker.filter(|_| !named) {
            given += weight;
            speaker = speaker.or(Some(word));
        }
    }
    let share = |part: f32| if all > 0.0 { part / all } else { 0.0 };
    // What is known of somebody is not hedged by what is said of him then: "her former husband allegedly …".
    Said { hedged: if said_of { share(hedged) } else { 0.0 }, cue, given: share(given), speaker }
}

/// Whether a word stands in the subject of its clause.
fn in_subject(line: &Line, mut at: usize) -> bool {
    for _ in 0..32 {
        let Some(tok) = line.toks.get(at) else { return false };
        if matches!(tok.dep, Dep::Nsubj | Dep::Nsubjpass) {
            return true;
        }
        if tok.head == at || matches!(tok.pos, Pos::Verb | Pos::Aux) {
            return false;
        }
        at = tok.head;
    }
    false
}
