//! How surely something is said, whether it is affirmed, and by whose word: what stands around and above a word.
//!
//! From the word the tree is climbed to the root. Each step may turn, weaken or attribute; which step lets what through
//! is decided by the relation: an object shares its verb's "may", a relative clause does not share its main clause's.

mod climb;

use smol_str::SmolStr;

use super::{
    control::subject,
    cues::{CueEntry, Effect, cue},
    roles::{role, with_particle},
    tree::Tree,
    types::{Attribution, Certainty, Cue, CueKind, Modality, Polarity, Stance},
};
use crate::text::{
    Span,
    parser::{Dep, Pos},
};

/// What the surroundings make of a statement.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    pub negated: bool,
    pub certainty: Certainty,
    pub attribution: Option<Attribution>,
    pub cues: Vec<Cue>,
}

impl Context {
    pub fn polarity(&self) -> Polarity {
        if self.negated { Polarity::Negated } else { Polarity::Affirmed }
    }

    fn mark(&mut self, kind: CueKind, span: Span) {
        if !self.cues.iter().any(|c| c.span == span) {
            self.cues.push(Cue { kind, span });
        }
    }

    fn negate(&mut self, span: Span) {
        self.negated = !self.negated;
        self.mark(CueKind::Negation, span);
    }

    fn weaken(&mut self, modality: Modality, strength: f32, range: Option<[u8; 2]>, span: Span) {
        let kind = match modality {
            Modality::Conditional => CueKind::Condition,
            Modality::Intended | Modality::Requested => CueKind::Intention,
            _ => CueKind::Hedge,
        };
        self.mark(kind, span);
        if weight(modality) > weight(self.certainty.modality) {
            self.certainty.modality = modality;
        }
        self.certainty.strength = self.certainty.strength.min(strength);
        self.certainty.range = self.certainty.range.or(range);
    }
}

/// Which mood wins where several meet.
fn weight(m: Modality) -> u8 {
    match m {
        Modality::Asserted => 0,
        Modality::Conditional => 1,
        Modality::Hedged => 2,
        Modality::Requested => 3,
        Modality::Intended => 4,
        Modality::Speculated => 5,
        Modality::Doubted => 6,
    }
}

/// Everything that bears on a predicate, or on a noun that names an act.
pub(super) fn context(t: &Tree<'_>, i: usize) -> Context {
    let mut c = Context::default();
    let mut climb = Climb { t, c: &mut c, negation: true, mood: true };
    climb.local(i);
    let mut at = i;
    for _ in 0..t.len() {
        if t.is_root(at) {
            break;
        }
        at = climb.step(at);
    }
    c.cues.sort_by_key(|c| c.span);
    c
}

struct Climb<'a, 'b> {
    t: &'a Tree<'b>,
    c: &'a mut Context,
    /// Whether a negation further up still reaches down to the start.
    negation: bool,
    /// Whether a hedge, aim or condition further up still does.
    mood: bool,
}

impl Climb<'_, '_> {
    /// What stands directly at a word.
    fn local(&mut self, i: usize) {
        if self.t.is_predicate(i) { self.local_verb(i) } else { self.local_other(i) }
    }

    fn local_verb(&mut self, v: usize) {
        let t = self.t;
        for &c in t.children(v) {
            let word = t.lower(c);
            match t.dep(c) {
                Dep::Neg => self.negation_word(c),
                Dep::Aux if self.mood => {
                    let lemma = match word {
                        "'d" | "’d" => "would",
                        "ca" => "can",
                        "wo" => "will",
                        _ => word,
                    };
                    // "Said that she would" is the future seen from the past, not a hedge.
                    let future = lemma == "would" && t.dep(v) == Dep::Ccomp && t.tag(t.head(v)) == "VBD";
                    if let Some(e) = cue(lemma, 'm').filter(|_| !future) {
                        self.effect(e, t.span(c), c);
                    }
                }
                Dep::Advmod | Dep::Npadvmod | Dep::Preconj => self.adverb(c),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Expl => self.no_one(c),
                Dep::Advcl if self.mood && t.has_child(c, |t, m| t.dep(m) == Dep::Mark && is_condition(t.lower(m))) => {
                    let span = t.child(c, &[Dep::Mark]).map(|m| t.span(m)).unwrap_or_default();
                    self.c.weaken(Modality::Conditional, 0.5, None, span);
                }
                Dep::Prep => self.according_to(c),
                Dep::Parataxis => self.reported_by(c, v),
                _ => {}
            }
        }
        // "Rather than to open a front" and "instead of opening" hang on very different words.
        let first = t.children(v).iter().copied().find(|&c| t.tag(c) == "TO").unwrap_or(v);
        if first >= 2 && t.lower(first - 1) == "than" && t.lower(first - 2) == "rather" {
            self.negation_word(first - 1);
        }
        // A clause that itself stands under "if" is not asserted either.
        if self.mood
            && let Some(m) = t.children(v).iter().copied().find(|&m| t.dep(m) == Dep::Mark && is_condition(t.lower(m)))
        {
            self.c.weaken(Modality::Conditional, 0.5, None, t.span(m));
        }
    }

    fn local_other(&mut self, i: usize) {
        let t = self.t;
        for &c in t.children(i) {
            match t.dep(c) {
                Dep::Det | Dep::Neg | Dep::Predet if matches!(t.lower(c), "no" | "not" | "never" | "neither") => self.negation_word(c),
                Dep::Amod => {
                    if let Some(e) = cue(t.lower(c), 'a').or_else(|| cue(t.lemma(c), 'a'))
                        && e.effect != Effect::Fact
                        && !is_character(t.lower(c))
                    {
                        self.effect(e, t.span(c), c);
                    }
                }
                Dep::Advmod if t.pos(i) != Pos::Noun || t.lower(c) == "not" => self.adverb(c),
                _ => {}
            }
        }
    }

    fn negation_word(&mut self, i: usize) {
        // "not only A but also B" affirms both.
        let only = (i + 1..self.t.len()).next().is_some_and(|n| matches!(self.t.lower(n), "only" | "just" | "merely"));
        let span = self.t.span(i);
        let counted = self.c.cues.iter().any(|c| c.kind == CueKind::Negation && c.span == span);
        if self.negation && !only && !counted {
            self.c.negate(self.t.span(i));
        }
    }

    fn adverb(&mut self, i: usize) {
        let t = self.t;
        let word = t.lower(i);
        if word == "longer" && t.has_child(i, |t, c| t.lower(c) == "no") {
            self.negation_word(i);
        } else if let Some(e) = cue(word, 'r') {
            if e.effect == Effect::Negate { self.negation_word(i) } else { self.effect(e, t.span(i), i) }
        }
    }

    /// "No one", "nothing", "none of them", "neither side", "no soldier".
    fn no_one(&mut self, i: usize) {
        let t = self.t;
        let word = t.lower(i);
        let no = matches!(word, "nobody" | "nothing" | "none" | "neither")
            || t.has_child(i, |t, c| t.dep(c) == Dep::Det && matches!(t.lower(c), "no" | "neither"));
        if no {
            let word = t.children(i).iter().copied().find(|&c| t.dep(c) == Dep::Det).unwrap_or(i);
            self.negation_word(word);
        }
    }

    fn according_to(&mut self, p: usize) {
        let t = self.t;
        if t.lower(p) == "according"
            && let Some(to) = t.child(p, &[Dep::Prep])
            && let Some(o) = t.child(to, &[Dep::Pobj])
        {
            self.attribute(Some(o), "according to", Stance::Says, t.span(p).cover(t.span(to)));
        }
    }

    /// "A did it, officials say": the reporting verb hangs below what it reports.
    fn reported_by(&mut self, r: usize, v: usize) {
        let t = self.t;
        if let Some(e) = cue(&with_particle(t, r), 'v')
            && let Some(stance) = stance(e.effect)
            && let Some(who) = subject(t, r)
            && who != v
        {
            let verb = with_particle(t, r);
            self.attribute(Some(who), &verb, stance, t.span(r));
        }
    }

    fn attribute(&mut self, who: Option<usize>, verb: &str, stance: Stance, span: Span) {
        self.c.mark(CueKind::Attribution, span);
        if self.c.attribution.is_none() {
            self.c.attribution = Some(Attribution { who: who.map(|w| role(self.t, w)), verb: SmolStr::from(verb), stance });
        }
    }

    /// What a cue word makes of its complement.
    fn effect(&mut self, e: CueEntry, span: Span, word: usize) {
        match e.effect {
            Effect::Negate if self.negation => self.c.negate(span),
            Effect::Hedge if self.mood => self.c.weaken(Modality::Hedged, e.strength, e.range, span),
            Effect::Doubt if self.mood => self.c.weaken(Modality::Doubted, e.strength, e.range, span),
            Effect::Intend if self.mood => self.c.weaken(Modality::Intended, e.strength, e.range, span),
            Effect::Speculate if self.mood => self.c.weaken(Modality::Speculated, e.strength, e.range, span),
            Effect::Request if self.mood => self.c.weaken(Modality::Requested, e.strength, e.range, span),
            Effect::Say | Effect::Claim | Effect::Deny | Effect::Believe => {
                let verb = SmolStr::from(self.t.lower(word));
                if let Some(stance) = stance(e.effect) {
                    self.attribute(None, &verb, stance, span);
                }
            }
            _ => {}
        }
    }
}

/// Adjectives that, before a noun, describe it rather than doubt it: "an unlikely alliance" is one.
fn is_character(word: &str) -> bool {
    matches!(
        word,
        "unlikely"
            | "improbable"
            | "uncertain"
            | "false"
            | "untrue"
            | "able"
            | "capable"
            | "anxious"
            | "desperate"
            | "eager"
            | "keen"
            | "imminent"
            | "accused"
            | "set"
    )
}

fn is_condition(mark: &str) -> bool {
    matches!(mark, "if" | "unless" | "whether" | "provided" | "lest")
}

fn negated_locally(t: &Tree<'_>, v: usize) -> bool {
    t.has_child(v, |t, c| t.dep(c) == Dep::Neg || matches!(t.lower(c), "never" | "not" | "n't" | "n’t"))
}

fn negated_noun(t: &Tree<'_>, n: usize) -> bool {
    t.has_child(n, |t, c| matches!(t.lower(c), "no" | "little")) || (t.dep(n) == Dep::Dobj && negated_locally(t, t.head(n)))
}

/// Whether a conjunct hangs by "rather than" or "but not".
fn rather_than(t: &Tree<'_>, at: usize, h: usize) -> bool {
    t.children(h).iter().chain(t.children(at)).any(|&c| {
        c < at
            && c > h
            && ((t.lower(c) == "than" && t.has_child(c, |t, r| t.lower(r) == "rather"))
                || (t.lower(c) == "not" && t.dep(c) == Dep::Neg && t.head(c) == at))
    })
}

fn stance(e: Effect) -> Option<Stance> {
    match e {
        Effect::Say => Some(Stance::Says),
        Effect::Claim => Some(Stance::Claims),
        Effect::Deny => Some(Stance::Denies),
        Effect::Believe => Some(Stance::Believes),
        _ => None,
    }
}
