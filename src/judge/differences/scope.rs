//! How surely, and by whose word, each word of a sentence is said: what a hedge, a plan, a condition or a speaker reaches.

use super::tokens::{Line, Tok};
use crate::statement::lexicon::{self, ReportingStance};
use crate::statement::{CueKind, Modality, Stance};
use crate::text::parser::{Dep, Pos};

/// How one word is said.
#[derive(Clone, Copy, Debug)]
pub struct Shade {
    /// How much of a plain assertion is left, 0–1.
    pub strength: f32,
    /// The word that takes the rest.
    pub cue: Option<usize>,
    /// The word by which it is given to a speaker, if it is.
    pub speaker: Option<usize>,
}

/// How each word of a sentence is said. In a claim words count that hedge no source: "free to", "hopes to".
pub fn shades(line: &Line, is_claim: bool) -> Vec<Shade> {
    let mut out = vec![Shade { strength: 1.0, cue: None, speaker: None }; line.toks.len()];
    for (act, statement) in line.statements() {
        let certainty = statement.certainty;
        let word =
            |kinds: &[CueKind]| statement.cues.iter().find(|cue| kinds.contains(&cue.kind)).and_then(|cue| line.run(cue.span).next());
        let said = statement.attribution.as_ref().filter(|said| said.stance != Stance::Denies && !is_factive(&said.verb));
        let speaker = said.and_then(|_| word(&[CueKind::Attribution]));
        let weak = certainty.strength < 0.95 && !matches!(certainty.modality, Modality::Asserted | Modality::Requested);
        let cue = if weak { word(&[CueKind::Hedge, CueKind::Intention, CueKind::Condition]) } else { None };
        // What can be done is done by somebody, as news goes.
        let cue = cue.filter(|cue| line.toks.get(*cue).is_some_and(|tok| !matches!(tok.form.as_str(), "can" | "able" | "as")));
        if cue.is_some() || speaker.is_some() {
            for at in reach(line, act) {
                shade(&mut out, at, if cue.is_some() { certainty.strength } else { 1.0 }, cue, speaker);
            }
        }
    }
    for (at, tok) in line.toks.iter().enumerate() {
        if let Some(strength) = hedges(line, at, tok).or_else(|| super::certainty::any(tok).filter(|_| is_claim)) {
            for below in scope(line, at, tok).into_iter().flat_map(|top| reach(line, top)).filter(|below| *below != at) {
                shade(&mut out, below, strength, Some(at), None);
            }
        }
    }
    out
}

fn shade(out: &mut [Shade], at: usize, strength: f32, cue: Option<usize>, speaker: Option<usize>) {
    let Some(shade) = out.get_mut(at) else { return };
    if strength < shade.strength {
        (shade.strength, shade.cue) = (strength, cue);
    }
    shade.speaker = shade.speaker.or(speaker);
}

/// Whether whoever reports by this verb takes it as so.
pub fn is_factive(verb: &str) -> bool {
    lexicon::reporting(verb) == Some(ReportingStance::Factive)
}

/// What a word leaves of what it reaches, if it is a hedge.
fn hedges(line: &Line, at: usize, tok: &Tok) -> Option<f32> {
    let below = || line.children(at).any(|(_, child)| matches!(child.dep, Dep::Xcomp | Dep::Ccomp | Dep::Acl | Dep::Relcl | Dep::Oprd));
    if let Some(strength) = super::certainty::always(tok).filter(|_| !super::certainty::is_idle(line, at)) {
        // "Appearing in films" hedges nothing.
        return Some(strength)
            .filter(|_| !matches!(tok.lemma.as_str(), "appear" | "plan" | "aim" | "attempt" | "suggest" | "consider") || below());
    }
    // "Was to lead": it was planned.
    let to = |verb: usize| line.children(verb).any(|(_, child)| child.form == "to" && child.dep == Dep::Aux);
    let planned = tok.lemma == "be"
        && line.children(at).any(|(child, other)| other.dep == Dep::Xcomp && other.lemma != "blame" && to(child))
        && !line.children(at).any(|(_, child)| matches!(child.dep, Dep::Acomp | Dep::Attr) || child.form == "yet");
    if planned {
        return Some(0.5);
    }
    const MORE: [(&str, f32); 20] = [
        ("fear", 0.5),
        ("afraid", 0.5),
        ("worried", 0.5),
        ("hope", 0.5),
        ("want", 0.5),
        ("wish", 0.5),
        ("plan", 0.5),
        ("doubtful", 0.3),
        ("questionable", 0.4),
        ("uncertain", 0.5),
        ("unclear", 0.5),
        ("doubt", 0.3),
        ("chance", 0.5),
        ("possibility", 0.5),
        ("danger", 0.5),
        ("risk", 0.5),
        ("threat", 0.5),
        ("threaten", 0.5),
        ("due", 0.8),
        ("scenario", 0.5),
    ];
    MORE.iter()
        .find(|(word, _)| tok.lemma == *word || tok.form.strip_suffix('s') == Some(*word))
        .map(|(_, strength)| *strength)
        .filter(|_| matches!(tok.pos, Pos::Adj) || below())
}

/// The words whose subtrees a hedge reaches.
fn scope(line: &Line, at: usize, tok: &Tok) -> Vec<usize> {
    match tok.dep {
        Dep::Aux | Dep::Auxpass | Dep::Advmod if tok.pos != Pos::Verb => vec![tok.head],
        Dep::Amod => vec![tok.head],
        // "Were afraid that": what they were afraid of.
        _ if matches!(tok.lemma.as_str(), "afraid" | "worried") => vec![at],
        // "Is unlikely to", "remains improbable": the whole clause.
        _ if tok.pos == Pos::Adj => vec![tok.head],
        _ => {
            let complement = |dep: Dep| matches!(dep, Dep::Xcomp | Dep::Ccomp | Dep::Acl | Dep::Oprd);
            let mut tops: Vec<usize> = line.children(at).filter(|(_, child)| complement(child.dep)).map(|(child, _)| child).collect();
            // "The court is expected to rule": the court, too.
            if line.children(at).any(|(_, child)| matches!(child.dep, Dep::Nsubjpass))
                || tok.lemma == "be"
                || matches!(tok.lemma.as_str(), "appear" | "seem")
            {
                tops.push(at);
            } else if tops.is_empty() && matches!(tok.pos, Pos::Noun | Pos::Verb) {
                tops.extend(line.children(at).filter(|(_, child)| matches!(child.dep, Dep::Prep | Dep::Dobj)).map(|(child, _)| child));
            }
            tops
        }
    }
}

/// A word and what hangs on it, without clauses that say something of their own.
fn reach(line: &Line, top: usize) -> Vec<usize> {
    let mut found = vec![top];
    let mut next = 0;
    while let Some(at) = found.get(next).copied() {
        next += 1;
        for (child, tok) in line.children(at) {
            // Across a semicolon another sentence begins.
            let (low, high) = (at.min(child), at.max(child));
            let parted = line.words(low..high + 1).contains(';');
            let apart =
                parted || matches!(tok.dep, Dep::Relcl | Dep::Parataxis) || tok.dep == Dep::Conj && matches!(tok.pos, Pos::Verb | Pos::Aux);
            if !apart && !found.contains(&child) {
                found.push(child);
            }
        }
    }
    found
}
