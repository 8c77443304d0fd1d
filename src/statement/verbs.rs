//! Statements that a verb makes, with its subject, objects and prepositional phrases.

use smol_str::SmolStr;

use super::{
    acts::{ActEntry, Class, Drift, EntryForm, act},
    circumstances::{finish, place_phrases},
    context::context,
    control::{doer, is_undergone, object, subject},
    cues::{Effect, cue},
    roles::{filler, is_actor_name, role, with_particle},
    tree::Tree,
    types::{Act, ActForm, Form, Role, RoleKind, Statement},
};
use crate::text::{
    Span,
    parser::{Dep, EntityKind, Pos},
};

/// The statement of a predicate; none where the verb only modifies another ("seeks to …") or carries a noun that is the act.
pub(super) fn statement(t: &Tree<'_>, v: usize) -> Option<Statement> {
    if only_modifies(t, v) {
        return None;
    }
    let mut s = base(t, v);
    let found = lookup(t, v);
    if let Some(f) = &found {
        s.act.class = f.entry.class;
        s.act.drift = f.entry.drift;
        s.act.reciprocal = f.entry.reciprocal;
        s.act.lemma = f.lemma.clone();
    }
    if let Some((word, entry)) = epithet(t, v) {
        s.act.class = entry.class;
        s.act.drift = entry.drift;
        s.act.lemma = format!("{} {}", s.act.lemma, t.lemma(word)).into();
    } else if s.act.class == Class::Consult && t.child(v, &[Dep::Oprd]).is_some() {
        // "Called the plan a first draft" calls nobody up.
        (s.act.class, s.act.drift, s.act.reciprocal) = (Class::Other, Drift::Neutral, false);
    }
    let undergone = is_undergone(t, v);
    s.agent = doer(t, v).map(|d| role(t, d));
    s.patient = if undergone { subject(t, v).map(|p| role(t, p)) } else { object_of(t, v).map(|o| role(t, o)) };
    if let Some(f) = &found
        && f.entry.reciprocal
        && t.child(v, &[Dep::Dobj, Dep::Nsubjpass]).is_some_and(|o| f.lemma.split(' ').skip(1).any(|w| w == t.lemma(o)))
    {
        // "Exchanged fire": the noun is part of the act.
        s.patient = None;
    }
    let shared = matches!(s.act.class, Class::Consult | Class::Cooperate | Class::Agree) && !s.patient.as_ref().is_some_and(is_party);
    if s.patient.is_some() && !(s.act.class == Class::Consult || shared) {
        // "United the nations" is done to them.
        s.act.reciprocal = false;
    }
    if s.act.class == Class::Other && together(t, v) && (s.agent.as_ref().is_some_and(several) || !t.preps(v).is_empty()) {
        s.act.class = Class::Cooperate;
        s.act.drift = Class::Cooperate.drift();
        s.act.reciprocal = true;
    }
    if let Some(d) = t.child(v, &[Dep::Dative]).filter(|&d| t.is_nominal(d)) {
        s.recipient = Some(role(t, d));
    }
    if let Some(a) = t.child(v, &[Dep::Attr, Dep::Acomp, Dep::Oprd]).filter(|&a| !t.is_predicate(a) || t.pos(v) == Pos::Aux) {
        s.others.push((RoleKind::Attribute, role(t, a)));
    }
    if s.patient.is_none()
        && let Some(c) = t.child(v, &[Dep::Ccomp]).filter(|_| t.pos(v) != Pos::Aux)
    {
        // What is said or known; its subject is whom it is about.
        if let Some(about) = subject(t, c) {
            s.others.push((RoleKind::Topic, role(t, about)));
        }
    }
    if let Some((o, other)) =
        object_of(t, v).filter(|_| !undergone && s.recipient.is_none()).and_then(|o| Some((o, joined_object(t, v, o)?)))
    {
        // "Gave Ukraine tanks", "fined Brightline 40 million": two objects that the parser took for one.
        let thing = Span::new(t.span(other).end, t.span(o).end);
        if s.act.class == Class::Aid {
            s.recipient = Some(role(t, other));
            if let Some(f) = s.patient.as_mut().and_then(|r| r.fillers.first_mut()) {
                f.text = thing.of(t.text).trim().into();
                f.kind = t.kind(o);
                f.span = Span::new(thing.end - f.text.len(), thing.end);
            }
        } else {
            s.patient = Some(role(t, other));
        }
    }
    if let Some(at) = s.others.iter().position(|(k, _)| *k == RoleKind::Attribute)
        && s.patient.is_none()
        && let Some((word, _)) = epithet(t, v)
        && let Some(called) = t.children(v).iter().copied().find(|&c| c < word && t.dep(c) == Dep::Oprd && is_actor_name(t, c))
    {
        // "Called Mercer a liar": both hang as names.
        s.others.remove(at);
        s.patient = Some(role(t, called));
    }
    let mut preps = t.preps(v);
    if let Some(o) = t.child(v, &[Dep::Dobj]).filter(|_| !undergone)
        && let Some(at) = preps.iter().position(|(p, at, x)| p == "by" && *at == o + 1 && is_actor_name(t, *x))
        && let Some(f) = s.patient.as_mut().and_then(|r| r.fillers.first_mut())
    {
        // "Rejected the takeover by X": the phrase is the noun's.
        let (_, _, by) = preps.remove(at);
        f.owners.extend(t.conjuncts(by).iter().map(|&c| filler(t, c, 1)));
    }
    // "Ruled in favour of X": what the phrase ends in brings in the other side.
    if let Some(f) = &found {
        let inner = preps.iter().filter(|(p, _, o)| f.lemma.contains(&format!(" {p} {} ", t.lemma(*o)))).map(|p| p.2).collect::<Vec<_>>();
        preps.retain(|(_, _, o)| !inner.contains(o));
        preps.extend(inner.into_iter().flat_map(|o| t.preps(o)));
    }
    // A phrase that belongs to the verb is often hung on its object: "supplied weapons to X".
    if let Some(o) = t.child(v, &[Dep::Dobj]) {
        preps.extend(t.preps(o).into_iter().filter(|(p, _, _)| {
            found.as_ref().is_some_and(|f| f.to.contains(&p.as_str()))
                && act(t.lemma(o), EntryForm::Noun).is_none_or(|n| !n.to.contains(&p.as_str()))
        }));
    }
    // In "provide X with Y" the object is who gets it.
    let gives = s.act.class == Class::Aid && !undergone;
    if gives
        && s.recipient.is_none()
        && let Some((_, _, o)) = preps.iter().find(|(p, _, _)| p == "with")
    {
        s.recipient = s.patient.take();
        s.patient = Some(role(t, *o));
        preps.retain(|(p, _, _)| p != "with");
    }
    let to = found.as_ref().map_or(&[][..], |f| &f.to);
    place_phrases(t, &mut s, &preps, to, undergone);
    if s.act.class == Class::Aid
        && s.recipient.is_none()
        && let Some(at) = s.others.iter().position(|(k, _)| *k == RoleKind::Destination)
    {
        s.recipient = Some(s.others.remove(at).1);
    }
    let c = context(t, v);
    finish(t, v, s, c).into()
}

/// A statement that so far has only its act.
fn base(t: &Tree<'_>, v: usize) -> Statement {
    let mut span = t.span(v);
    if let Some(p) = t.child(v, &[Dep::Prt]) {
        span = span.cover(t.span(p));
    }
    Statement { act: Act { lemma: with_particle(t, v), head: v as u16, span, ..Act::default() }, ..Statement::default() }
}

/// What the lexicon has for a verb, by the longest form it stands in.
pub(super) struct Found {
    pub lemma: SmolStr,
    pub entry: &'static ActEntry,
    /// The prepositions that bring in the other side.
    pub to: Vec<&'static str>,
}

/// The name before a thing that was taken for one object with it: of a giving verb, or before a sum.
fn joined_object(t: &Tree<'_>, v: usize, o: usize) -> Option<usize> {
    const GIVING: [&str; 18] = [
        "give", "send", "lend", "offer", "sell", "hand", "grant", "award", "promise", "pay", "loan", "deny", "supply", "provide", "bring",
        "owe", "ship", "deliver",
    ];
    let sum = t.has_child(o, |t, c| t.dep(c) == Dep::Nummod && c < o);
    if (!sum && !GIVING.contains(&t.lemma(v))) || t.pos(o) != Pos::Noun || (!sum && t.has_child(o, |t, c| t.dep(c) == Dep::Det)) {
        return None;
    }
    let name = t.children(o).iter().copied().filter(|&c| {
        v < c && c < o && matches!(t.dep(c), Dep::Compound | Dep::Nmod | Dep::Amod) && t.pos(c) == Pos::Propn && is_actor_name(t, c)
    });
    let name = name.max()?;
    // "Seven Iranian officers" are not sent to Iran.
    let counted = t.children(o).iter().any(|&c| t.dep(c) == Dep::Nummod && c < name);
    (!counted && t.lower(name + 1) != "-").then_some(name)
}

/// Whether a role names somebody.
fn is_party(r: &Role) -> bool {
    r.fillers.iter().any(|f| {
        f.form == Form::Pronoun || matches!(f.kind, Some(EntityKind::Gpe | EntityKind::Norp | EntityKind::Org | EntityKind::Person))
    })
}

/// Whether a role is more than one.
fn several(r: &Role) -> bool {
    r.fillers.len() > 1 || r.fillers.iter().any(|f| matches!(f.text.as_str(), "they" | "They" | "both" | "Both" | "two"))
}

/// "Run it together", "jointly developed".
fn together(t: &Tree<'_>, v: usize) -> bool {
    t.has_child(v, |t, c| matches!(t.lower(c), "together" | "jointly"))
}

/// "Called him a liar", "described the ruling as unjust".
fn epithet(t: &Tree<'_>, v: usize) -> Option<(usize, &'static ActEntry)> {
    const CALLING: [&str; 17] = [
        "call",
        "brand",
        "label",
        "dub",
        "deem",
        "describe",
        "term",
        "consider",
        "declare",
        "pronounce",
        "regard",
        "view",
        "see",
        "denounce",
        "dismiss",
        "condemn",
        "hail",
    ];
    if !CALLING.contains(&t.lemma(v)) {
        return None;
    }
    let oprd = t.children(v).iter().copied().filter(|&c| matches!(t.dep(c), Dep::Oprd | Dep::Ccomp)).max();
    let named = oprd.or_else(|| {
        let preps = t.preps(v).into_iter().chain(t.child(v, &[Dep::Dobj]).map(|o| t.preps(o)).unwrap_or_default());
        preps.into_iter().find(|(p, _, _)| p == "as").map(|p| p.2)
    })?;
    Some((named, act(t.lemma(named), EntryForm::Epithet)?))
}

/// "A and B agreed to share data": whatever comes of it, they agree.
pub(super) fn accord(t: &Tree<'_>, v: usize) -> Option<Statement> {
    if t.lemma(v) != "agree" || !only_modifies(t, v) || is_undergone(t, v) {
        return None;
    }
    let entry = act("agree", EntryForm::Verb)?;
    let mut s = base(t, v);
    (s.act.class, s.act.drift, s.act.reciprocal) = (entry.class, entry.drift, true);
    s.agent = doer(t, v).map(|d| role(t, d));
    let with: Vec<_> = t.preps(v).into_iter().filter(|(p, _, _)| p == "with").collect();
    place_phrases(t, &mut s, &with, &entry.to, false);
    if !s.agent.as_ref().is_some_and(several) && s.patient.is_none() {
        return None;
    }
    finish(t, v, s, context(t, v)).into()
}

/// "Refused to lend to X": whoever refuses to deal with somebody rejects him.
pub(super) fn refusal(t: &Tree<'_>, v: usize) -> Option<Statement> {
    if !matches!(t.lemma(v), "refuse" | "decline") {
        return None;
    }
    let done = t.child(v, &[Dep::Xcomp]).filter(|&c| t.is_predicate(c))?;
    let what = statement(t, done)?;
    let partner = || {
        let of = |kind: RoleKind| what.others.iter().find(|(k, _)| *k == kind).map(|(_, r)| r.clone());
        of(RoleKind::Partner).or_else(|| of(RoleKind::Destination))
    };
    if what.act.drift == Drift::Conflict && partner().is_none() {
        return None;
    }
    let mut s = base(t, v);
    (s.act.class, s.act.drift) = (Class::Reject, Drift::Conflict);
    s.agent = doer(t, v).map(|d| role(t, d));
    s.patient = what.recipient.clone().or_else(partner).or(what.patient);
    finish(t, v, s, context(t, v)).into()
}

/// The prepositions that phrases of the lexicon may end in.
fn preposition(p: &str) -> Option<&'static str> {
    [
        "on", "of", "to", "in", "by", "with", "for", "against", "from", "at", "between", "over", "into", "under", "after", "upon", "about",
        "off",
    ]
    .into_iter()
    .find(|k| *k == p)
}

/// The lemma with its particle; where the lemmatiser cut too much ("fined" → "fin"), the form with its "e".
fn known_lemma(t: &Tree<'_>, v: usize) -> SmolStr {
    let verb = with_particle(t, v);
    if act(&verb, EntryForm::Verb).is_none()
        && let Some(whole) = t.lower(v).strip_suffix('d').filter(|w| w.ends_with('e') && act(w, EntryForm::Verb).is_some())
    {
        return whole.into();
    }
    verb
}

pub(super) fn lookup(t: &Tree<'_>, v: usize) -> Option<Found> {
    let verb = known_lemma(t, v);
    let preps = t.preps(v);
    let mut names: Vec<SmolStr> = Vec::new();
    if matches!(verb.as_str(), "be" | "remain" | "stay" | "stand") {
        // "Remain at odds with X" is to be so.
        for (p, _, o) in &preps {
            names.extend(t.preps(*o).iter().map(|(q, _, _)| SmolStr::from(format!("be {p} {} {q}", t.lower(*o)))));
            names.push(format!("be {p} {}", t.lower(*o)).into());
        }
    }
    if let Some(o) = t.child(v, &[Dep::Dobj, Dep::Acomp, Dep::Oprd]) {
        let noun = t.lemma(o);
        names.extend(preps.iter().chain(&t.preps(o)).map(|(p, _, _)| SmolStr::from(format!("{verb} {noun} {p}"))));
        names.push(format!("{verb} {noun}").into());
    }
    let dated = |o: usize| matches!(t.kind(o), Some(EntityKind::Date | EntityKind::Time));
    for (p, _, o) in preps.iter().filter(|(_, _, o)| !dated(*o)) {
        let inner = t.preps(*o);
        names.extend(inner.iter().map(|(q, _, _)| SmolStr::from(format!("{verb} {p} {} {q}", t.lemma(*o)))));
        names.push(format!("{verb} {p} {}", t.lemma(*o)).into());
        names.push(format!("{verb} {p}").into());
    }
    if (v + 1..v + 9).any(|i| t.lower(i) == "together" && t.is_under(i, v)) {
        names.insert(0, format!("{verb} together").into());
    }
    names.push(verb);
    names.into_iter().find_map(|lemma| {
        let entry = act(&lemma, EntryForm::Verb).or_else(|| act(&lemma, EntryForm::Phrase))?;
        // A phrase brings in the other side by the preposition that it ends in.
        let last =
            lemma.rsplit_once(' ').and_then(|(_, last)| preposition(last)).filter(|p| with_particle(t, v) != lemma || entry.to.contains(p));
        let to = entry.to.iter().copied().chain(last).collect();
        Some(Found { lemma, entry, to })
    })
}

fn object_of(t: &Tree<'_>, v: usize) -> Option<usize> {
    if let Some(o) = object(t, v) {
        return Some(o);
    }
    // "Beat Porto 3–1": a name right after the verb that the parser took for a measure.
    if let Some(o) = t
        .child(v, &[Dep::Npadvmod])
        .filter(|&o| o == v + 1 && t.pos(o) == Pos::Propn && !matches!(t.kind(o), Some(EntityKind::Date | EntityKind::Time)))
    {
        return Some(o);
    }
    // In "fed and housed the refugees" both verbs have the last one's object.
    if t.children(v).iter().any(|&c| c > v && matches!(t.dep(c), Dep::Prep | Dep::Ccomp | Dep::Xcomp | Dep::Acomp | Dep::Attr | Dep::Advcl))
    {
        return None;
    }
    let next =
        t.children(v).iter().copied().find(|&c| t.dep(c) == Dep::Conj && t.is_predicate(c) && t.child(c, &[Dep::Nsubj]).is_none())?;
    let between = (v + 1..next).any(|i| t.is_nominal(i));
    (!between && t.tag(next) == t.tag(v)).then(|| object(t, next)).flatten()
}

/// "Seeks", "failed", "seems" before an infinitive only colour it.
fn only_modifies(t: &Tree<'_>, v: usize) -> bool {
    let complement = t.has_child(v, |t, c| t.dep(c) == Dep::Xcomp && t.is_predicate(c) && matches!(t.tag(c), "VB" | "VBG"));
    if complement && object(t, v).is_none() {
        let verb = with_particle(t, v);
        return cue(&verb, 'v')
            .or_else(|| cue(t.lemma(v), 'v'))
            .is_some_and(|e| !matches!(e.effect, Effect::Say | Effect::Claim | Effect::Deny));
    }
    let gerund =
        t.preps(v).iter().any(|&(_, p, o)| t.dep(o) == Dep::Pcomp && cue(&format!("{} {}", t.lemma(v), t.lower(p)), 'v').is_some());
    gerund && object(t, v).is_none()
}

/// "A, who is an ally of B": what a copula says its subject is. Handled with other nouns that name a relation.
pub(super) fn is_copula(t: &Tree<'_>, v: usize) -> bool {
    matches!(t.lemma(v), "be" | "remain" | "become" | "stay") && t.child(v, &[Dep::Attr, Dep::Acomp]).is_some()
}

/// The statement of a predicate adjective: "X is hostile to Y".
pub(super) fn adjective(t: &Tree<'_>, a: usize) -> Option<Statement> {
    let entry = act(t.lower(a), EntryForm::Adjective)?;
    let preps = t.preps(a);
    preps.iter().find(|(p, _, _)| entry.to.contains(&p.as_str()))?;
    let copula = t.head(a);
    let who = if matches!(t.dep(a), Dep::Acomp | Dep::Attr | Dep::Oprd | Dep::Root | Dep::Conj | Dep::Advcl) {
        subject(t, copula)
    } else {
        Some(copula)
    };
    let mut s = Statement {
        agent: who.map(|w| role(t, w)),
        act: Act {
            lemma: t.lemma(a).into(),
            class: entry.class,
            drift: entry.class.drift(),
            form: ActForm::Adjective,
            reciprocal: entry.reciprocal,
            head: a as u16,
            span: t.span(a),
        },
        ..Statement::default()
    };
    place_phrases(t, &mut s, &preps, &entry.to, false);
    Some(finish(t, a, s, context(t, a)))
}
