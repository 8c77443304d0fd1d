//! How surely something is said, whether it is affirmed, and by whose word: what stands around and above a word.
//!
//! From the word the tree is climbed to the root. Each step may turn, weaken or attribute; which step lets what through
//! is decided by the relation: an object shares its verb's "may", a relative clause does not share its main clause's.

use smol_str::SmolStr;

use super::{
    control::{light_of, own_doer, subject},
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

    /// One step up from `at`; gives the next word.
    fn step(&mut self, at: usize) -> usize {
        let t = self.t;
        let h = t.head(at);
        match t.dep(at) {
            Dep::Conj => self.conjunct(at, h),
            Dep::Xcomp | Dep::Oprd if t.is_predicate(at) => {
                self.complement(at, h);
                self.local(h);
            }
            Dep::Ccomp | Dep::Csubj | Dep::Parataxis => self.clause(at, h),
            Dep::Acomp | Dep::Attr | Dep::Oprd | Dep::Xcomp => self.local(h),
            Dep::Advcl => self.adverbial(at, h),
            Dep::Acl | Dep::Relcl => self.noun_clause(at, h),
            Dep::Pcomp => self.after_preposition(at, h),
            Dep::Pobj => self.after_preposition(at, h),
            Dep::Dobj | Dep::Dative => self.object(at, h),
            Dep::Nsubj | Dep::Nsubjpass => self.subject(at, h),
            Dep::Prep | Dep::Appos | Dep::Agent => {}
            Dep::Punct | Dep::Dep => {}
            _ => self.close(),
        }
        h
    }

    fn close(&mut self) {
        self.negation = false;
        self.mood = false;
    }

    fn conjunct(&mut self, at: usize, h: usize) {
        let t = self.t;
        if t.is_predicate(at) && t.is_predicate(h) {
            let own = |d: &[Dep]| t.child(at, d).is_some();
            if own(&[Dep::Nsubj, Dep::Nsubjpass]) || own(&[Dep::Aux, Dep::Auxpass]) {
                // A second clause, or one with an auxiliary of its own, stands under what governs both, not under the first one's words.
                return;
            }
            // "Did not strike or seize", but "did not strike and killed" has a finite second verb.
            if t.tag(at) == t.tag(h) || !matches!(t.tag(at), "VBD" | "VBZ") {
                self.local(h);
            }
        } else if rather_than(t, at, h) {
            self.c.negate(t.span(at.min(t.len().saturating_sub(1))));
        }
    }

    /// "The goal is to …", "the objective centres on …": the subject is the cue.
    fn goal_as_subject(&mut self, h: usize) {
        let t = self.t;
        if let Some(s) = t.child(h, &[Dep::Nsubj])
            && let Some(e) = cue(t.lemma(s), 'n')
            && e.effect == Effect::Intend
            && matches!(t.lemma(h), "be" | "remain" | "center" | "centre" | "focus" | "include" | "concentrate")
        {
            self.effect(e, t.span(s), s);
        }
    }

    /// Below a verb such as "seek", "fail", "seem", or an adjective such as "unlikely".
    fn complement(&mut self, at: usize, h: usize) {
        let t = self.t;
        self.goal_as_subject(h);
        if t.is_predicate(h) && t.pos(h) != Pos::Adj {
            let verb = with_particle(t, h);
            if let Some(e) = cue(&verb, 'v').or_else(|| cue(t.lemma(h), 'v')) {
                match e.effect {
                    // With an infinitive a reporting verb in the passive reports: "is said to have fled".
                    Effect::Say | Effect::Claim | Effect::Believe | Effect::Deny => {
                        if e.effect == Effect::Deny && self.negation {
                            self.c.negate(t.span(h));
                        }
                        let who = if t.is_passive(h) { super::control::by_phrase(t, h) } else { subject(t, h) };
                        if let Some(stance) = stance(e.effect) {
                            self.attribute(who, &verb, stance, t.span(h));
                        }
                    }
                    Effect::Hedge | Effect::Doubt if negated_locally(t, h) => {
                        self.effect(CueEntry { effect: Effect::Doubt, ..e }, t.span(h), h);
                        self.negation = false;
                    }
                    _ => self.effect(e, t.span(h), h),
                }
            }
        } else if let Some(e) = cue(t.lemma(h), 'a').or_else(|| cue(t.lower(h), 'a')) {
            self.adjective(e, h);
        }
        let _ = at;
    }

    fn adjective(&mut self, e: CueEntry, a: usize) {
        let t = self.t;
        let copula = t.head(a);
        match e.effect {
            Effect::Hedge if t.is_predicate(copula) && negated_locally(t, copula) => {
                self.effect(CueEntry { effect: Effect::Doubt, ..e }, t.span(a), a);
                self.negation = false;
            }
            _ => self.effect(e, t.span(a), a),
        }
        for &c in t.children(a) {
            match t.dep(c) {
                Dep::Neg => self.negation_word(c),
                Dep::Advmod => self.adverb(c),
                _ => {}
            }
        }
    }

    /// A finite clause: reported, believed, known.
    fn clause(&mut self, at: usize, h: usize) {
        let t = self.t;
        if t.is_predicate(h) {
            let verb = with_particle(t, h);
            if let Some(e) = cue(&verb, 'v').or_else(|| cue(t.lemma(h), 'v')) {
                let who = if t.is_passive(h) { super::control::by_phrase(t, h) } else { subject(t, h).filter(|&s| !t.is_under(s, at)) };
                match (e.effect, stance(e.effect)) {
                    (Effect::Believe, Some(stance)) if negated_locally(t, h) => {
                        self.effect(CueEntry { effect: Effect::Doubt, ..e }, t.span(h), h);
                        self.attribute(who, &verb, stance, t.span(h));
                    }
                    (Effect::Deny, Some(stance)) => {
                        if self.negation {
                            self.c.negate(t.span(h));
                        }
                        self.attribute(who, &verb, stance, t.span(h));
                    }
                    (_, Some(stance)) => self.attribute(who, &verb, stance, t.span(h)),
                    (Effect::Negate | Effect::Free, None) => {
                        self.effect(e, t.span(h), h);
                        self.local(h);
                        return;
                    }
                    // What was not shown, or is not known, is not said to be untrue.
                    (Effect::Fact, None) if negated_locally(t, h) => {
                        self.effect(CueEntry { effect: Effect::Doubt, strength: 0.4, ..e }, t.span(h), h)
                    }
                    _ => self.effect(e, t.span(h), h),
                }
            } else if let Some(a) = t.child(h, &[Dep::Acomp, Dep::Oprd])
                && let Some(e) = cue(t.lower(a), 'a')
            {
                // "It is unlikely that …"
                self.adjective(e, a);
                self.local(h);
            }
        } else if let Some(e) = cue(t.lemma(h), 'a') {
            self.adjective(e, h);
        }
        self.close();
    }

    fn adverbial(&mut self, at: usize, h: usize) {
        let t = self.t;
        let finite = t.has_child(at, |t, c| matches!(t.dep(c), Dep::Nsubj | Dep::Nsubjpass)) && t.tag(at) != "VBG";
        let mark = t.children(at).iter().copied().find(|&c| t.dep(c) == Dep::Mark);
        if finite {
            if mark.is_some_and(|m| t.lower(m) == "without") && self.negation {
                self.c.negate(t.span(mark.unwrap_or(at)));
            }
            self.close();
            return;
        }
        if t.has_child(at, |t, c| t.tag(c) == "TO") {
            self.c.mark(CueKind::Purpose, t.span(at));
        }
        // "Might help while avoiding war" hedges both; "did not stop, killing two" negates the first alone.
        self.negation = false;
        if t.is_predicate(h) {
            self.local(h);
        }
    }

    fn noun_clause(&mut self, at: usize, n: usize) {
        let t = self.t;
        let governed = t.has_child(at, |t, c| t.tag(c) == "TO" || (t.dep(c) == Dep::Mark && t.lower(c) == "that"))
            && (t.dep(at) == Dep::Acl || !t.has_child(at, |t, c| matches!(t.tag(c), "WDT" | "WP")));
        if governed && let Some(e) = cue(t.lemma(n), 'n') {
            match stance(e.effect) {
                Some(stance) => {
                    let verb = SmolStr::from(t.lemma(n));
                    self.attribute(own_doer(t, n), &verb, stance, t.span(n));
                    if e.effect == Effect::Deny && self.negation {
                        self.c.negate(t.span(n));
                    }
                }
                // "No evidence that" leaves it open, "no doubt that" affirms it.
                None if negated_noun(t, n) && e.effect == Effect::Fact => {
                    self.effect(CueEntry { effect: Effect::Doubt, strength: 0.4, ..e }, t.span(n), n);
                    self.negation = false;
                }
                None if negated_noun(t, n) && e.effect == Effect::Doubt => self.negation = false,
                None => self.effect(e, t.span(n), n),
            }
            self.local(n);
        } else if t.dep(at) == Dep::Relcl {
            self.close();
        } else {
            self.local(n);
        }
    }

    /// From the object of a preposition to the preposition, with what the word before that says.
    fn after_preposition(&mut self, at: usize, p: usize) {
        let t = self.t;
        let g = t.head(p);
        let name = t.lower(p);
        let before = p.checked_sub(1).map_or("", |b| t.lower(b));
        let negates = cue(name, 'p').is_some() || matches!((before, name), ("instead", "of") | ("rather", "than"));
        if negates {
            if self.negation {
                self.c.negate(t.span(p));
            }
            self.negation = false;
            return;
        }
        if t.dep(p) == Dep::Pcomp || !matches!(t.dep(p), Dep::Prep | Dep::Agent | Dep::Dative) {
            return;
        }
        if t.is_predicate(g) {
            self.goal_as_subject(g);
            let verb = with_particle(t, g);
            let joined = format!("{verb} {name}");
            let known = cue(&joined, 'v').or_else(|| cue(&verb, 'v'));
            let complement = matches!(name, "of" | "from" | "to" | "in" | "on" | "into" | "against" | "for");
            if let Some(e) = known.filter(|_| complement) {
                match stance(e.effect) {
                    Some(stance) if matches!(name, "of" | "about") || t.dep(at) == Dep::Pcomp => {
                        let who = if t.is_passive(g) { super::control::by_phrase(t, g) } else { subject(t, g) };
                        self.attribute(who, &verb, stance, t.span(g));
                    }
                    Some(_) => {}
                    None => self.effect(e, t.span(g), g),
                }
                self.local(g);
            } else if light_of(t, g, Some(name)).is_some() {
                self.local(g);
            } else if t.dep(at) == Dep::Pcomp {
                self.negation = false;
                self.local(g);
            } else {
                self.close();
            }
        } else if t.is_nominal(g) {
            if matches!(name, "of" | "for" | "to" | "about" | "in" | "on" | "over" | "against" | "that")
                && let Some(e) = cue(t.lemma(g), 'n')
            {
                match stance(e.effect) {
                    Some(stance) => {
                        let verb = SmolStr::from(t.lemma(g));
                        self.attribute(own_doer(t, g), &verb, stance, t.span(g));
                    }
                    None if e.effect == Effect::Intend && !matches!(name, "of" | "for") => {}
                    None => self.effect(e, t.span(g), g),
                }
            }
            self.local(g);
        } else if let Some(e) = cue(t.lemma(g), 'a') {
            self.adjective(e, g);
        }
    }

    fn object(&mut self, at: usize, v: usize) {
        let t = self.t;
        let verb = with_particle(t, v);
        if let Some(e) = cue(&verb, 'v') {
            match e.effect {
                Effect::Claim | Effect::Deny => {
                    if let Some(stance) = stance(e.effect) {
                        if e.effect == Effect::Deny && self.negation {
                            self.c.negate(t.span(v));
                        }
                        self.attribute(subject(t, v), &verb, stance, t.span(v));
                    }
                }
                Effect::Say | Effect::Believe => {}
                // "Projects an image" shows one; "predicts a war" does not make one.
                Effect::Hedge if !matches!(verb.as_str(), "expect" | "anticipate" | "predict" | "forecast") => {}
                // "Stopped the war": there was one; "avoided war": there was none.
                Effect::Negate
                    if matches!(
                        verb.as_str(),
                        "stop" | "cease" | "halt" | "block" | "neglect" | "forget" | "preclude" | "reject" | "shun"
                    ) => {}
                _ => self.effect(e, t.span(v), v),
            }
        }
        if light_of(t, v, None).is_none() && cue(&verb, 'v').is_none_or(|e| e.effect != Effect::Free) {
            self.negation = false;
        }
        self.local(v);
        let _ = at;
    }

    fn subject(&mut self, at: usize, v: usize) {
        let t = self.t;
        if let Some(a) = t.child(v, &[Dep::Acomp, Dep::Oprd, Dep::Attr])
            && matches!(t.lemma(v), "be" | "remain" | "seem" | "appear" | "look" | "become" | "stay")
        {
            if let Some(e) = cue(t.lower(a), 'a') {
                self.adjective(e, a);
                self.local(v);
            }
            self.close();
            return;
        }
        if matches!(
            t.lemma(v),
            "occur" | "happen" | "begin" | "start" | "continue" | "resume" | "take" | "follow" | "erupt" | "arise" | "ensue" | "emerge"
        ) {
            self.local(v);
        } else if t.is_passive(v) {
            let verb = with_particle(t, v);
            match cue(&verb, 'v') {
                Some(e) if matches!(e.effect, Effect::Intend | Effect::Hedge | Effect::Negate | Effect::Doubt | Effect::Speculate) => {
                    self.effect(e, t.span(v), v);
                    self.local(v);
                }
                _ if light_of(t, v, None).is_some() => self.local(v),
                _ => {}
            }
        }
        self.close();
        let _ = at;
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
