//! Answers: "Osterby rejects the accusation", "Bulgaria accepted the offer", "the union accepted".
//!
//! What somebody accepts, rejects or hands over where nobody is named with it is what somebody else did before: the accusation,
//! the offer, the request. The other side is whoever did that.

use super::{
    super::{
        Filler, Role, Statement,
        acts::{Class, Drift},
        tree::Tree,
        types::{ActForm, CueKind, Form, Referent, RoleKind},
    },
    facts::{Facts, actors},
};
use crate::text::{
    parser::{Dep, Pos},
    similar::{Lexical, WordClass, relation},
};

/// How many sentences back an answer may reach.
const REACH: usize = 3;

/// Nouns that take up any act.
const ANY: [&str; 14] = [
    "move",
    "step",
    "decision",
    "charge",
    "report",
    "remark",
    "comment",
    "statement",
    "idea",
    "plan",
    "allegation",
    "claim",
    "criticism",
    "gesture",
];

/// What one did, and to whom.
#[derive(Clone, Debug)]
pub(super) struct Move {
    pub lemma: String,
    pub class: Class,
    pub drift: Drift,
    pub agents: Vec<Referent>,
    pub targets: Vec<Referent>,
}

/// The moves of a sentence, in order.
pub(super) fn moves(t: &Tree<'_>, statements: &[Statement]) -> Vec<Move> {
    let mut out = Vec::new();
    for s in statements {
        let Some(m) = of(t, s) else { continue };
        // "Has offered to host talks" is an offer too.
        for cue in s.cues.iter().filter(|c| c.kind == CueKind::Intention) {
            if let Some(i) = (0..t.len()).find(|&i| t.span(i) == cue.span) {
                out.push(Move { lemma: t.lemma(i).to_owned(), ..m.clone() });
            }
        }
        out.push(m);
    }
    out
}

fn of(t: &Tree<'_>, s: &Statement) -> Option<Move> {
    let agents: Vec<Referent> = s.agent.iter().flat_map(|r| &r.fillers).flat_map(actors).collect();
    let others = s.others.iter().filter(|(k, _)| matches!(k, RoleKind::Topic | RoleKind::Target | RoleKind::Partner)).map(|(_, r)| r);
    let targets = s.patient.iter().chain(&s.recipient).chain(others).flat_map(|r| &r.fillers).flat_map(actors).collect();
    let lemma = t.lemma(s.act.head as usize).to_owned();
    (!agents.is_empty() && s.act.form != ActForm::Relation).then_some(Move {
        lemma,
        class: s.act.class,
        drift: s.act.drift,
        agents,
        targets,
    })
}

/// Gives every answer of a sentence the one whom it answers.
pub(super) fn answer(t: &Tree<'_>, statements: &mut [Statement], history: &[Facts]) {
    for at in 0..statements.len() {
        let Some(s) = statements.get(at) else { continue };
        let Some((to, who)) = answered(t, s, statements.get(..at).unwrap_or_default(), history) else { continue };
        let Some(s) = statements.get_mut(at) else { continue };
        match to {
            To::Patient => {
                let against = s.others.iter_mut().find(|(k, _)| *k == RoleKind::Target).map(|(_, r)| r);
                if let Some(f) = s.patient.as_mut().or(against).and_then(|r| r.fillers.first_mut()) {
                    f.resolved = who;
                }
            }
            To::Nobody => s.patient = Some(silent(s, who)),
            To::Recipient => s.recipient = Some(silent(s, who)),
            To::Reply => {
                (s.act.class, s.act.drift) = (Class::Reject, Drift::Conflict);
                s.recipient = Some(silent(s, who));
            }
        }
    }
}

/// A party that is not said: it stands where the act does.
fn silent(s: &Statement, who: Vec<Referent>) -> Role {
    let f = Filler { span: s.act.span, head: s.act.head, form: Form::Pronoun, resolved: who, ..Filler::default() };
    Role { span: s.act.span, fillers: vec![f] }
}

/// Where the answered one goes.
enum To {
    Patient,
    Nobody,
    Recipient,
    Reply,
}

fn answered(t: &Tree<'_>, s: &Statement, here: &[Statement], history: &[Facts]) -> Option<(To, Vec<Referent>)> {
    let verb = s.act.head as usize;
    if s.act.form != ActForm::Verb || !t.is_predicate(verb) || t.is_passive(verb) {
        return None;
    }
    let own = of(t, s)?;
    // "Accepted it": what is accepted is seldom somebody, whatever "it" was taken for.
    let of_thing = |f: &Filler| matches!(t.lower(f.head as usize), "it" | "this" | "that") && t.pos(f.head as usize) == Pos::Pron;
    let it = matches!(s.act.class, Class::Agree | Class::Reject) && s.patient.as_ref().is_some_and(|r| r.fillers.iter().all(of_thing));
    if !own.targets.is_empty() && !it {
        return None;
    }
    let earlier: Vec<Vec<Move>> = std::iter::once(moves(t, here))
        .chain(history.iter().rev().take(REACH).enumerate().map(|(n, f)| {
            let shift =
                |m: &Move| Move { agents: Facts::shifted(&m.agents, n + 1), targets: Facts::shifted(&m.targets, n + 1), ..m.clone() };
            f.moves.iter().map(shift).collect()
        }))
        .collect();
    let other = |m: &&Move| !m.agents.iter().any(|a| own.agents.iter().any(|b| same(a, b)));
    // A minister answers for the country.
    let ours: Vec<Referent> = s.agent.iter().flat_map(|r| &r.fillers).flat_map(|f| &f.owners).flat_map(actors).collect();
    let at_us = |m: &Move| m.targets.iter().any(|a| own.agents.iter().chain(&ours).any(|b| same(a, b)));
    let latest = |fits: &dyn Fn(&Move) -> bool| {
        earlier.iter().find_map(|ms| ms.iter().rev().find(|m| other(m) && fits(m)).map(|m| m.agents.clone()))
    };
    if matches!(t.lemma(verb), "reply" | "answer" | "retort" | "respond" | "rejoin") {
        return latest(&|m| m.drift == Drift::Conflict && at_us(m)).map(|who| (To::Reply, who));
    }
    if s.act.class == Class::Aid && s.recipient.is_none() {
        return latest(&|m| m.class == Class::Request && at_us(m)).map(|who| (To::Recipient, who));
    }
    if !matches!(s.act.class, Class::Agree | Class::Support | Class::Concede | Class::Reject | Class::Accuse) {
        return None;
    }
    let against = s.others.iter().find(|(k, _)| *k == RoleKind::Target).map(|(_, r)| r);
    let Some(patient) = s.patient.as_ref().or(against) else {
        let alone = !t.has_child(verb, |t, c| matches!(t.dep(c), Dep::Ccomp | Dep::Xcomp | Dep::Prep | Dep::Dobj | Dep::Prt | Dep::Acomp));
        let answers = matches!(s.act.class, Class::Agree | Class::Reject) && !s.act.reciprocal;
        return (alone && answers).then(|| latest(&|m| at_us(m))).flatten().map(|who| (To::Nobody, who));
    };
    let [f] = &patient.fillers[..] else { return None };
    let head = f.head as usize;
    let lemma = t.lemma(head);
    let who = if matches!(t.lower(head), "it" | "this" | "that") && t.pos(head) == Pos::Pron {
        let hostile = matches!(s.act.class, Class::Reject | Class::Accuse);
        // What is done to one is answered before what is merely said.
        latest(&|m| at_us(m))
            .or_else(|| latest(&|m| if hostile { m.lemma == "say" } else { matches!(m.lemma.as_str(), "propose" | "offer" | "suggest") }))
    } else if super::anaphor::points_back(t, head) && t.child(head, &[Dep::Prep, Dep::Relcl, Dep::Acl]).is_none() && f.resolved.is_empty() {
        let previous = || earlier.get(1).and_then(|ms| ms.iter().find(|m| other(m))).map(|m| m.agents.clone());
        let any = || ANY.contains(&lemma).then(|| latest(&|m| at_us(m)).or_else(previous)).flatten();
        latest(&|m| made_of(&m.lemma, lemma)).or_else(any)
    } else {
        None
    };
    who.map(|who| (To::Patient, who))
}

/// Whether a noun is the act's own: offer – offer, accuse – accusation.
fn made_of(act: &str, noun: &str) -> bool {
    act == noun
        || relation(act, WordClass::Verb, noun, WordClass::Noun) == Some(Lexical::Derivation)
        || relation(noun, WordClass::Noun, act, WordClass::Verb) == Some(Lexical::Derivation)
}

fn same(a: &Referent, b: &Referent) -> bool {
    let (long, short) = if a.text.len() >= b.text.len() { (&a.text, &b.text) } else { (&b.text, &a.text) };
    long == short
        || long.strip_suffix(short.as_str()).is_some_and(|rest| rest.ends_with([' ', '-']))
        || long.strip_prefix(short.as_str()).is_some_and(|rest| rest.starts_with([' ', '-']))
}
