//! What a sentence leaves behind for later ones to point back to.

use super::super::{
    Analysis, Filler, Statement,
    acts::{Class, Drift},
    bodies::{Body, is_body},
    relations::Relation,
    roles::{core, is_name},
    tree::Tree,
    types::{Form, Referent, Role},
};
use super::moves::{Move, moves};
use crate::text::parser::{Dep, EntityKind, Pos};

/// What a sentence leaves behind.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Names and other noun phrases in order.
    pub mentions: Vec<Mention>,
    /// Two or more actors that it joins by "and" or by an act; the most prominent group.
    pub group: Option<Vec<Referent>>,
    /// Reciprocal events with their parties.
    pub events: Vec<Event>,
    /// The same, but of two who are joined, deal with each other or are at odds.
    pub sides: Option<Vec<Referent>>,
    /// Those that something hostile is done to, in order.
    pub adversaries: Vec<Referent>,
    /// What somebody did that others may answer.
    pub moves: Vec<Move>,
}

#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub what: Referent,
    pub form: Form,
    /// Subject of a clause.
    pub subject: bool,
    /// Possessor of something.
    pub owner: bool,
    pub plural: bool,
    /// Whether its own words say that it is one person.
    pub person: bool,
    /// Whom it stands for, where it is an anaphor itself.
    pub resolved: Vec<Referent>,
}

#[derive(Clone, Debug)]
pub(super) struct Event {
    pub lemma: String,
    pub class: Class,
    pub drift: Drift,
    pub parties: Vec<Referent>,
}

impl Facts {
    /// The facts of a resolved sentence.
    pub fn of(a: &Analysis) -> Self {
        let t = Tree::new(&a.text, &a.parse);
        let mentions = mentions(&t, &a.statements);
        let mut events = Vec::new();
        let mut adversaries = Vec::new();
        for s in &a.statements {
            let parties = parties(s, 0);
            if s.act.reciprocal && parties.len() > 1 {
                let lemma = t.lemma(s.act.head as usize).to_owned();
                events.push(Event { lemma, class: s.act.class, drift: s.act.drift, parties });
            }
            for r in s.relations().iter().filter(|r| r.directed && r.drift == Drift::Conflict) {
                adversaries.extend(actors(r.b).into_iter().take(1));
            }
        }
        let (group, sides) = (group(&a.statements, &t, false), group(&a.statements, &t, true));
        Self { mentions, group, events, sides, adversaries, moves: moves(&t, &a.statements) }
    }

    /// Everything one sentence further back.
    pub fn shifted(referents: &[Referent], back: usize) -> Vec<Referent> {
        referents.iter().map(|r| Referent { back: r.back + back as u16, ..r.clone() }).collect()
    }
}

pub(super) fn mentions(t: &Tree<'_>, statements: &[Statement]) -> Vec<Mention> {
    let mut out = Vec::new();
    for i in 0..t.len() {
        if !t.is_nominal(i) || matches!(t.dep(i), Dep::Compound | Dep::Nummod) || matches!(t.pos(i), Pos::Num) {
            continue;
        }
        let form = match t.pos(i) {
            Pos::Propn => Form::Name,
            Pos::Pron => Form::Pronoun,
            _ => Form::Common,
        };
        let resolved = find_filler(statements, i).map(|f| f.resolved.clone()).unwrap_or_default();
        out.push(Mention {
            what: Referent { text: core(t, i).of(t.text).into(), back: 0, head: i as u16, kind: t.kind(i).filter(|k| is_name(*k)) },
            form,
            subject: matches!(t.dep(i), Dep::Nsubj | Dep::Nsubjpass)
                || (t.dep(i) == Dep::Conj && matches!(t.dep(t.head(i)), Dep::Nsubj | Dep::Nsubjpass)),
            owner: t.dep(i) == Dep::Poss,
            plural: matches!(t.tag(i), "NNS" | "NNPS") || t.has_child(i, |t, c| t.dep(c) == Dep::Conj),
            person: is_person(t, i),
            resolved,
        });
    }
    out
}

/// A name of a person, by the recogniser or by what stands beside it: "the striker Ivo Brandt", "Brandt himself".
fn is_person(t: &Tree<'_>, i: usize) -> bool {
    let beside = |c: usize| match t.dep(c) {
        Dep::Compound | Dep::Nmod => c < i && t.pos(c) == Pos::Noun && is_body(Body::Person, t.lemma(c)),
        Dep::Appos => matches!(t.lower(c), "himself" | "herself") || is_body(Body::Person, t.lemma(c)),
        _ => false,
    };
    let apposed = t.dep(i) == Dep::Appos && is_body(Body::Person, t.lemma(t.head(i)));
    t.kind(i) == Some(EntityKind::Person)
        || matches!(t.lower(i), "he" | "him" | "his" | "she" | "her" | "hers")
        || (t.pos(i) == Pos::Propn && (apposed || t.children(i).iter().any(|&c| beside(c))))
        || (t.pos(i) == Pos::Noun && is_body(Body::Person, t.lemma(i)))
}

fn find_filler(statements: &[Statement], head: usize) -> Option<&Filler> {
    fn within(f: &Filler, head: usize) -> Option<&Filler> {
        if f.head as usize == head { Some(f) } else { f.names.iter().chain(&f.owners).find_map(|i| within(i, head)) }
    }
    let all = statements.iter().flat_map(|s| s.agent.iter().chain(&s.patient).chain(&s.recipient).chain(s.others.iter().map(|(_, r)| r)));
    all.flat_map(|r| &r.fillers).find_map(|f| within(f, head))
}

/// The most prominent two or more actors: joined by "and" as a subject or between, else by the first act between two; an act of one
/// for another makes no two `sides`.
pub(super) fn group(statements: &[Statement], t: &Tree<'_>, sides: bool) -> Option<Vec<Referent>> {
    let joined = |r: &Role| {
        let all: Vec<Referent> = r.fillers.iter().flat_map(actors).collect();
        (all.len() > 1).then(|| distinct(all))
    };
    let roles = |s: &Statement| [s.agent.clone(), s.patient.clone(), s.recipient.clone()];
    let mut by_prominence: Vec<&Statement> = statements.iter().collect();
    by_prominence.sort_by_key(|s| {
        s.agent.as_ref().and_then(|r| r.fillers.first()).map_or(usize::MAX, |f| usize::from(!is_subject(t, f)) * 1000 + f.head as usize)
    });
    by_prominence.iter().flat_map(|s| roles(s)).flatten().find_map(|r| joined(&r)).filter(|g| g.len() > 1).or_else(|| {
        let relation = |r: &Relation<'_>| {
            let both = distinct(actors(r.a).into_iter().chain(actors(r.b)).collect());
            (both.len() == 2).then_some(both)
        };
        // Two who deal with each other are a pair more than one and its target.
        let of = |hostile: bool| {
            by_prominence.iter().find_map(|s| {
                s.relations()
                    .iter()
                    .filter(|r| (r.drift == Drift::Conflict && r.directed) == hostile && !(sides && r.directed && !hostile))
                    .find_map(relation)
            })
        };
        of(false).or_else(|| of(true))
    })
}

fn is_subject(t: &Tree<'_>, f: &Filler) -> bool {
    matches!(t.dep(f.head as usize), Dep::Nsubj | Dep::Nsubjpass)
}

/// The actors of a reciprocal event.
pub(super) fn parties(s: &Statement, back: usize) -> Vec<Referent> {
    let roles = s
        .agent
        .iter()
        .chain(&s.patient)
        .chain(&s.recipient)
        .chain(s.others.iter().filter(|(k, _)| *k == super::super::RoleKind::Partner).map(|(_, r)| r));
    Facts::shifted(&distinct(roles.flat_map(|r| &r.fillers).flat_map(actors).collect()), back)
}

/// The named actors that a filler stands for.
pub(super) fn actors(f: &Filler) -> Vec<Referent> {
    if !f.resolved.is_empty() {
        return f.resolved.clone();
    }
    let body = f.form == Form::Common && f.owners.is_empty() && f.names.is_empty() && is_body(Body::Group, &f.text.to_lowercase());
    let actor = matches!(f.kind, Some(EntityKind::Gpe | EntityKind::Norp | EntityKind::Org | EntityKind::Person))
        || (f.form == Form::Name && f.kind.is_none())
        || body;
    if actor {
        return vec![Referent { text: f.text.clone(), back: 0, head: f.head, kind: f.kind }];
    }
    // "The union's secretary, Maud Kerrigan" is one of the two.
    let named: Vec<Referent> = f.names.iter().flat_map(actors).collect();
    if named.is_empty() { f.owners.iter().flat_map(actors).collect() } else { named }
}

fn distinct(referents: Vec<Referent>) -> Vec<Referent> {
    let mut out: Vec<Referent> = Vec::new();
    for r in referents {
        if !out.iter().any(|o| o.text.eq_ignore_ascii_case(&r.text)) {
            out.push(r);
        }
    }
    out
}
