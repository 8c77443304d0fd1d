//! The steps up the tree: what each relation lets through, and what the word above adds.

use smol_str::SmolStr;

use super::{
    super::{
        control::{by_phrase, light_of, own_doer, subject},
        cues::{CueEntry, Effect, cue},
        roles::with_particle,
        tree::Tree,
        types::CueKind,
    },
    Climb, negated_locally, negated_noun, rather_than, stance,
};
use crate::text::parser::{Dep, Pos};

impl Climb<'_, '_> {
    /// One step up from `at`; gives the next word.
    pub(super) fn step(&mut self, at: usize) -> usize {
        let t = self.t;
        let h = t.head(at);
        match t.dep(at) {
            Dep::Conj => self.conjunct(at, h),
            Dep::Xcomp | Dep::Oprd if t.is_predicate(at) => {
                self.complement(at, h);
                self.local(h);
            }
            // "He met them; he has ordered no review": a semicolon sets one clause beside another.
            Dep::Ccomp | Dep::Parataxis if (at.min(h)..at.max(h)).any(|i| t.lower(i) == ";") => self.close(),
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
                        let who = if t.is_passive(h) { by_phrase(t, h) } else { subject(t, h) };
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
                let who = if t.is_passive(h) { by_phrase(t, h) } else { subject(t, h).filter(|&s| !t.is_under(s, at)) };
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
        } else if t.dep(at) == Dep::Relcl || (t.tag(at) == "VBN" && definite(t, n)) {
            // "Refused to pay the settlement offered in March": it was offered.
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
                        let who = if t.is_passive(g) { by_phrase(t, g) } else { subject(t, g) };
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

/// Whether a noun is one that is known: "the settlement", "their offer".
fn definite(t: &Tree<'_>, n: usize) -> bool {
    t.has_child(n, |t, c| {
        t.dep(c) == Dep::Poss || (t.dep(c) == Dep::Det && matches!(t.lower(c), "the" | "this" | "that" | "these" | "those"))
    })
}
