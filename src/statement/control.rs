//! Who does it: the subject of a clause that has none of its own, and the doer behind a noun.

use super::{
    acts::{Class, EntryForm, act},
    light::light,
    roles::{antecedent, is_actor_name, with_particle},
    tree::Tree,
};
use crate::text::parser::{Dep, Pos};

/// How many steps are followed before giving up; real sentences need five or six.
const STEPS: u8 = 16;

/// Verbs whose subject, not object, does what the infinitive below them says: "promised her to come", "used it to win".
const SUBJECT_CONTROL: [&str; 16] = [
    "promise", "vow", "threaten", "use", "employ", "need", "spend", "take", "exploit", "raise", "join", "want", "deploy", "leverage",
    "sign", "pledge",
];

/// The subject of a predicate: its own, or the one it shares with, or is given by, what stands above it.
/// For a passive predicate this is the one that undergoes.
pub(super) fn subject(t: &Tree<'_>, v: usize) -> Option<usize> {
    subject_within(t, v, STEPS)
}

/// The one that does what a predicate says: its subject, or the by-phrase of a passive.
pub(super) fn doer(t: &Tree<'_>, v: usize) -> Option<usize> {
    if is_undergone(t, v) { by_phrase(t, v) } else { subject(t, v) }
}

/// The object of "by" of a passive.
pub(super) fn by_phrase(t: &Tree<'_>, v: usize) -> Option<usize> {
    let own = t.children(v).iter().copied().find(|&c| t.dep(c) == Dep::Agent || (t.dep(c) == Dep::Prep && t.lower(c) == "by"));
    own.and_then(|p| t.child(p, &[Dep::Pobj])).filter(|&o| t.is_nominal(o))
}

/// Passive, also without an auxiliary: "weapons supplied by …", "was arrested and charged".
pub(super) fn is_undergone(t: &Tree<'_>, v: usize) -> bool {
    if t.is_passive(v) {
        return true;
    }
    if t.tag(v) != "VBN" || t.has_child(v, |t, c| t.dep(c) == Dep::Aux && matches!(t.lemma(c), "have" | "'ve" | "’ve")) {
        return false;
    }
    match t.dep(v) {
        Dep::Conj if t.dep(t.head(v)) == Dep::Conj => t.is_passive(t.head(v)),
        Dep::Acl | Dep::Relcl => !t.has_child(v, |t, c| t.dep(c) == Dep::Nsubj),
        Dep::Advcl => !t.has_child(v, |t, c| matches!(t.dep(c), Dep::Nsubj | Dep::Dobj)),
        Dep::Conj => !t.has_child(v, |t, c| matches!(t.dep(c), Dep::Nsubj | Dep::Dobj)) && is_undergone(t, t.head(v)),
        _ => t.has_child(v, |t, c| t.dep(c) == Dep::Agent),
    }
}

fn subject_within(t: &Tree<'_>, v: usize, steps: u8) -> Option<usize> {
    let steps = steps.checked_sub(1)?;
    // Of two subjects, which the parser gives across a colon, the nearer one is the verb's own.
    let own = t.children(v).iter().copied().filter(|&c| c < v && matches!(t.dep(c), Dep::Nsubj | Dep::Nsubjpass)).max();
    if let Some(s) = own.or_else(|| t.child(v, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Csubj])) {
        return Some(antecedent(t, s));
    }
    // "Osterby rejects it": a name before a finite verb that the parser took for an adverb.
    let stray = |&c: &usize| c + 1 == v && matches!(t.dep(c), Dep::Advmod | Dep::Npadvmod) && t.pos(c) == Pos::Propn && t.kind(c).is_none();
    if let Some(s) = t.children(v).iter().copied().find(stray).filter(|_| matches!(t.tag(v), "VBD" | "VBZ" | "VBP")) {
        return Some(s);
    }
    let h = t.head(v);
    if h == v {
        return None;
    }
    let infinitive = t.has_child(v, |t, c| t.tag(c) == "TO");
    match t.dep(v) {
        Dep::Conj => of_clause(t, h, steps),
        Dep::Xcomp | Dep::Ccomp | Dep::Oprd if !t.is_predicate(h) => of_clause(t, h, steps),
        Dep::Xcomp => match object(t, h) {
            Some(o) if controls_by_object(t, h, o) => Some(o),
            _ => subject_within(t, h, steps),
        },
        Dep::Ccomp if infinitive || t.tag(v) == "VBG" => object(t, h).or_else(|| subject_within(t, h, steps)),
        Dep::Advcl if infinitive => beneficiary(t, h).or_else(|| subject_or_doer(t, h, steps)),
        Dep::Advcl => of_clause(t, h, steps),
        Dep::Acl | Dep::Relcl if infinitive && t.is_nominal(h) => controller(t, h, steps).or(Some(h)),
        Dep::Acl | Dep::Relcl => Some(antecedent(t, h)),
        Dep::Pcomp => {
            let g = t.head(h);
            if t.is_predicate(g) {
                match object(t, g) {
                    Some(o) if !t.is_passive(g) && matches!(t.lower(h), "of" | "from" | "for" | "into") => Some(o),
                    _ => subject_within(t, g, steps),
                }
            } else if t.is_nominal(g) {
                controller(t, g, steps)
            } else {
                of_clause(t, g, steps)
            }
        }
        Dep::Pobj => of_clause(t, t.head(h), steps),
        Dep::Dobj | Dep::Attr | Dep::Acomp => of_clause(t, h, steps),
        _ => None,
    }
}

/// The subject of whatever clause a word stands in.
fn of_clause(t: &Tree<'_>, i: usize, steps: u8) -> Option<usize> {
    let steps = steps.checked_sub(1)?;
    if t.is_predicate(i) {
        return subject_within(t, i, steps);
    }
    if t.is_nominal(i) {
        return controller(t, i, steps);
    }
    if t.is_root(i) { None } else { of_clause(t, t.head(i), steps) }
}

fn subject_or_doer(t: &Tree<'_>, v: usize, steps: u8) -> Option<usize> {
    if t.is_passive(v) { by_phrase(t, v) } else { subject_within(t, v, steps) }
}

/// The direct object.
pub(super) fn object(t: &Tree<'_>, v: usize) -> Option<usize> {
    t.child(v, &[Dep::Dobj]).map(|o| antecedent(t, o))
}

fn controls_by_object(t: &Tree<'_>, v: usize, o: usize) -> bool {
    if SUBJECT_CONTROL.contains(&t.lemma(v)) {
        return false;
    }
    is_actor_name(t, o) || t.pos(o) == Pos::Pron || act(t.lemma(o), EntryForm::Noun).is_none()
}

/// Whom a gift goes to, who then does what it is for: "gave the rebels weapons to fight".
fn beneficiary(t: &Tree<'_>, v: usize) -> Option<usize> {
    if act(&with_particle(t, v), EntryForm::Verb).is_none_or(|a| a.class != Class::Aid) {
        return None;
    }
    if let Some(d) = t.child(v, &[Dep::Dative]).filter(|&d| t.is_nominal(d)) {
        return Some(d);
    }
    let preps = t.preps(v);
    if let Some(&(_, _, o)) = preps.iter().find(|(p, _, _)| p == "to") {
        return Some(o);
    }
    if preps.iter().any(|(p, _, _)| p == "with") { object(t, v) } else { None }
}

/// Whose doing a noun is: its possessor or by-phrase, or the subject of the verb that it completes.
pub(super) fn controller(t: &Tree<'_>, n: usize, steps: u8) -> Option<usize> {
    let steps = steps.checked_sub(1)?;
    if let Some(p) = own_doer(t, n) {
        return Some(p);
    }
    let h = t.head(n);
    match t.dep(n) {
        Dep::Dobj | Dep::Attr | Dep::Oprd if t.is_predicate(h) => {
            beneficiary(t, h).filter(|&b| b != n).or_else(|| subject_or_doer(t, h, steps))
        }
        Dep::Pobj => {
            let g = t.head(h);
            if t.is_predicate(g) {
                beneficiary(t, g).filter(|&b| b != n).or_else(|| subject_or_doer(t, g, steps))
            } else if t.is_nominal(g) {
                controller(t, g, steps)
            } else {
                of_clause(t, g, steps)
            }
        }
        Dep::Conj | Dep::Appos if t.is_nominal(h) => controller(t, h, steps),
        Dep::Conj => of_clause(t, h, steps),
        Dep::Nsubj if matches!(t.lemma(h), "be" | "remain") => None,
        _ => None,
    }
}

/// The doer that a noun names itself: "Iran's plan", "talks between A and B", "an attack by X", "the Taliban offensive".
pub(super) fn own_doer(t: &Tree<'_>, n: usize) -> Option<usize> {
    if let Some(p) = t.child(n, &[Dep::Poss]) {
        return Some(p);
    }
    let preps = t.preps(n);
    if let Some(&(_, _, o)) = preps.iter().find(|(p, _, _)| matches!(p.as_str(), "by" | "between" | "among")) {
        return Some(o);
    }
    if let Some(&(_, _, o)) = preps.iter().find(|(p, _, o)| p == "of" && is_actor_name(t, *o))
        && act(t.lemma(n), EntryForm::Noun).is_none_or(|a| !a.to.contains(&"of"))
    {
        return Some(o);
    }
    t.children(n).iter().copied().find(|&c| {
        c < n
            && matches!(t.dep(c), Dep::Compound | Dep::Amod | Dep::Nmod)
            && t.kind(c).is_some()
            && is_actor_name(t, c)
            && !hostile_prefix(t, c)
            // In "the Helmand River Treaty" the words before are part of the name.
            && !t.parse.entities.iter().any(|e| (e.start..e.end).contains(&c) && (e.start..e.end).contains(&n))
    })
}

/// Whether the adjective is of the form "anti-X".
pub(super) fn hostile_prefix(t: &Tree<'_>, i: usize) -> bool {
    t.lower(i).starts_with("anti-") || (i >= 2 && t.lower(i - 2) == "anti") || t.lower(i) == "anti"
}

/// Whether the verb takes its meaning, or the noun its doer, from the other.
pub(super) fn light_of(t: &Tree<'_>, v: usize, prep: Option<&str>) -> Option<super::light::Light> {
    let lemma = with_particle(t, v);
    match prep {
        Some(p) => light(&format!("{lemma} {p}")),
        None => light(&lemma).or_else(|| light(t.lemma(v))),
    }
}
