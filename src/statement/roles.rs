//! From a token to a participant: its words, its conjuncts, its other names and its owners.

use smol_str::SmolStr;

use super::{
    acts::{EntryForm, act},
    bodies::{Body, is_body},
    tree::Tree,
    types::{Filler, Form, Role},
};
use crate::text::{
    Span,
    parser::{Dep, EntityKind, Pos},
};

/// How deep owners of owners are followed.
const DEPTH: u8 = 3;

/// The token that a relative pronoun stands for; any other token stands for itself.
pub(super) fn antecedent(t: &Tree<'_>, i: usize) -> usize {
    if !matches!(t.tag(i), "WDT" | "WP" | "WP$")
        && !(t.lower(i) == "that" && matches!(t.dep(i), Dep::Nsubj | Dep::Dobj | Dep::Nsubjpass | Dep::Pobj))
    {
        return i;
    }
    let mut at = i;
    for _ in 0..t.len() {
        if t.dep(at) == Dep::Relcl {
            return t.head(at);
        }
        if t.is_root(at) {
            break;
        }
        at = t.head(at);
    }
    i
}

/// The role that a noun phrase fills, with its conjuncts.
pub(super) fn role(t: &Tree<'_>, head: usize) -> Role {
    roles(t, &[head])
}

/// The role that several noun phrases fill together.
pub(super) fn roles(t: &Tree<'_>, heads: &[usize]) -> Role {
    let mut all: Vec<usize> = Vec::new();
    for &h in heads {
        for c in t.conjuncts(antecedent(t, h)) {
            if !all.contains(&c) {
                all.push(c);
            }
        }
    }
    let fillers: Vec<Filler> = all.iter().map(|&h| filler(t, h, DEPTH)).collect();
    let span = heads.iter().map(|&h| whole(t, h)).reduce(Span::cover).unwrap_or_default();
    Role { span, fillers }
}

/// A phrase with everything that hangs from it but clauses.
pub(super) fn whole(t: &Tree<'_>, head: usize) -> Span {
    t.cover(head, &|i| {
        matches!(t.dep(i), Dep::Relcl | Dep::Advcl | Dep::Acl | Dep::Punct | Dep::Ccomp | Dep::Mark)
            || (t.dep(i) == Dep::Conj && t.is_predicate(i))
    })
}

/// One conjunct.
pub(super) fn filler(t: &Tree<'_>, head: usize, depth: u8) -> Filler {
    let span = core(t, head);
    let form = match t.pos(head) {
        Pos::Pron => Form::Pronoun,
        Pos::Verb | Pos::Aux => Form::Clause,
        Pos::Propn => Form::Name,
        _ if t.tag(head) == "PRP$" => Form::Pronoun,
        _ => Form::Common,
    };
    let mut out = Filler { text: span.of(t.text).into(), span, head: head as u16, form, kind: kind(t, head), ..Filler::default() };
    if depth == 0 {
        return out;
    }
    for &c in t.children(head) {
        match t.dep(c) {
            Dep::Appos if t.is_nominal(c) => out.names.extend(t.conjuncts(c).iter().map(|&n| filler(t, n, depth - 1))),
            Dep::Poss => out.owners.extend(t.conjuncts(c).iter().map(|&n| filler(t, n, depth - 1))),
            _ => {}
        }
    }
    for (name, p, o) in t.preps(head) {
        match name.as_str() {
            "like" | "such as" | "including" | "namely" if p > head => {
                out.names.extend(t.conjuncts(o).iter().map(|&n| filler(t, n, depth - 1)))
            }
            "of" if owns(t, head) && t.is_nominal(o) => out.owners.extend(t.conjuncts(o).iter().map(|&n| filler(t, n, depth - 1))),
            // "The takeover by X", "a paper by Y".
            "by" if p > head && t.is_nominal(o) && is_actor_name(t, o) => {
                out.owners.extend(t.conjuncts(o).iter().map(|&n| filler(t, n, depth - 1)));
            }
            // "Workers at X", "officials in Y", unless an adjective says whose they are.
            "at" | "with" | "in" if p == head + 1 && belongs_to(t, head, &name) && is_actor_name(t, o) => {
                out.owners.extend(t.conjuncts(o).iter().map(|&n| filler(t, n, depth - 1)));
            }
            // "Police from the two countries".
            "from" if p == head + 1 && act(t.lemma(head), EntryForm::Noun).is_none() && t.is_nominal(o) => {
                out.owners.extend(t.conjuncts(o).iter().map(|&n| filler(t, n, depth - 1)));
            }
            _ => {}
        }
    }
    out
}

/// Whether people belong to whom they are at, with or in.
fn belongs_to(t: &Tree<'_>, head: usize, prep: &str) -> bool {
    let kind = if prep == "in" { Body::Official } else { Body::People };
    is_body(kind, t.lemma(head)) && !t.has_child(head, |t, c| c < head && is_actor_name(t, c))
}

/// Whether an of-phrase on this noun says whose it is, rather than what is done to it or how much of it there is.
fn owns(t: &Tree<'_>, head: usize) -> bool {
    let lemma = t.lemma(head);
    act(lemma, EntryForm::Party).is_none() && act(lemma, EntryForm::Noun).is_none_or(|a| !a.to.contains(&"of"))
}

/// The name or noun with its modifiers.
pub(super) fn core(t: &Tree<'_>, head: usize) -> Span {
    let mut span = t.span(head);
    for &c in t.children(head) {
        let modifier = matches!(t.dep(c), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Nummod | Dep::Quantmod);
        if c < head && modifier && !t.has_child(c, |t, g| matches!(t.dep(g), Dep::Case)) {
            span = span.cover(t.cover(c, &|i| matches!(t.dep(i), Dep::Punct)));
        }
    }
    // The recogniser sometimes joins what the parser does not: "Bank of England".
    let entity = t.parse.entities.iter().find(|e| (e.start..e.end).contains(&head) && is_name(e.kind));
    if let Some(e) = entity {
        let first = (e.start..e.end).find(|&i| t.pos(i) != Pos::Det && t.tag(i) != "PRP$").unwrap_or(head);
        let last = (first..e.end).rev().find(|&i| t.dep(i) != Dep::Case).unwrap_or(head);
        span = span.cover(t.parse.span(first..last + 1));
    }
    // A modifier of a modifier, or an entity, may reach over an article: "the" belongs to no name.
    let text = span.of(t.text);
    let cut = ["the ", "The ", "a ", "A ", "an ", "An "].iter().find(|a| text.starts_with(**a)).map_or(0, |a| a.len());
    Span::new(span.start + cut, span.end)
}

/// What the recogniser took the head for, or, where it has nothing, a modifier that names an actor: "Taliban forces".
fn kind(t: &Tree<'_>, head: usize) -> Option<EntityKind> {
    t.kind(head).or_else(|| {
        let of = t.children(head).iter().copied().filter(|&c| c < head && matches!(t.dep(c), Dep::Compound | Dep::Amod));
        of.filter_map(|c| t.kind(c)).find(|k| matches!(k, EntityKind::Gpe | EntityKind::Norp | EntityKind::Org | EntityKind::Person))
    })
}

/// Whether the kind is one of names rather than of figures and dates.
pub(super) fn is_name(kind: EntityKind) -> bool {
    !matches!(
        kind,
        EntityKind::Cardinal
            | EntityKind::Date
            | EntityKind::Money
            | EntityKind::Ordinal
            | EntityKind::Percent
            | EntityKind::Quantity
            | EntityKind::Time
    )
}

/// Whether the token belongs to the name of somebody who can act.
pub(super) fn is_actor_name(t: &Tree<'_>, i: usize) -> bool {
    match t.kind(i) {
        Some(EntityKind::Gpe | EntityKind::Norp | EntityKind::Org | EntityKind::Person) => true,
        Some(EntityKind::Loc | EntityKind::Fac | EntityKind::Product | EntityKind::Event | EntityKind::Law | EntityKind::WorkOfArt) => {
            false
        }
        Some(_) => false,
        None => t.pos(i) == Pos::Propn,
    }
}

/// The lemma of a word with its particle.
pub(super) fn with_particle(t: &Tree<'_>, i: usize) -> SmolStr {
    // "Walked out": a particle, also where the parser took it for an adverb.
    let beside = || t.children(i).iter().copied().find(|&c| c == i + 1 && t.tag(c) == "RP");
    match t.child(i, &[Dep::Prt]).or_else(beside) {
        Some(p) => format!("{} {}", t.lemma(i), t.lower(p)).into(),
        None => t.lemma(i).into(),
    }
}
