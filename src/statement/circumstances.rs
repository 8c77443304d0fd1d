//! What stands around an act in its clause: the phrases that prepositions bring in, times, places and figures.

use smol_str::SmolStr;

use super::{
    control::by_phrase,
    roles::{is_actor_name, role, whole},
    tree::Tree,
    types::{Role, RoleKind, Statement},
};
use crate::text::{
    Span,
    parser::{Dep, EntityKind, Pos},
};

/// Sorts prepositional phrases into roles. `to` are the prepositions that bring in the other side of this act.
pub(super) fn place_phrases(t: &Tree<'_>, s: &mut Statement, preps: &[(SmolStr, usize, usize)], to: &[&str], undergone: bool) {
    for (name, p, o) in preps {
        if matches!(t.kind(*o), Some(EntityKind::Date | EntityKind::Time))
            || (!t.is_nominal(*o) && !matches!(t.dep(*o), Dep::Pobj))
            || is_time_noun(t, *o)
        {
            continue;
        }
        let by = name == "by" && undergone;
        if by {
            if s.agent.is_none() {
                s.agent = by_phrase(t, s.act.head as usize).map(|b| role(t, b));
            }
            continue;
        }
        if to.contains(&name.as_str()) && name != "against" {
            if s.patient.is_none() {
                s.patient = Some(role(t, *o));
            } else if s.recipient.is_none() && !matches!(name.as_str(), "with" | "over" | "of") {
                s.recipient = Some(role(t, *o));
            } else {
                s.others.push((RoleKind::Partner, role(t, *o)));
            }
            continue;
        }
        let kind = match name.as_str() {
            "against" => RoleKind::Target,
            "with" | "alongside" | "together with" => {
                if s.act.reciprocal || is_actor_name(t, *o) || matches!(t.pos(*o), Pos::Pron) {
                    RoleKind::Partner
                } else {
                    RoleKind::Instrument
                }
            }
            "for" => RoleKind::Beneficiary,
            "about" | "over" | "on" | "regarding" | "concerning" | "of" => RoleKind::Topic,
            "from" => RoleKind::Source,
            "to" | "into" | "toward" | "towards" => RoleKind::Destination,
            "as" => RoleKind::Attribute,
            "through" | "via" | "by" => RoleKind::Instrument,
            "because of" | "due to" | "because" => RoleKind::Cause,
            "in" | "at" | "near" | "inside" | "across" | "outside" | "around" | "within" if s.place.is_none() && is_place(t, *o) => {
                s.place = Some(role(t, *o));
                continue;
            }
            _ => RoleKind::Other,
        };
        let _ = p;
        s.others.push((kind, role(t, *o)));
    }
}

fn is_place(t: &Tree<'_>, i: usize) -> bool {
    matches!(t.kind(i), Some(EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac))
}

fn is_time_noun(t: &Tree<'_>, i: usize) -> bool {
    matches!(
        t.lemma(i),
        "past"
            | "year"
            | "month"
            | "week"
            | "day"
            | "decade"
            | "century"
            | "time"
            | "future"
            | "morning"
            | "night"
            | "evening"
            | "meantime"
            | "moment"
    )
}

/// Adds what every statement has: context, time, figures, span.
pub(super) fn finish(t: &Tree<'_>, head: usize, mut s: Statement, c: super::context::Context) -> Statement {
    s.polarity = c.polarity();
    s.certainty = c.certainty;
    s.attribution = c.attribution;
    s.cues = c.cues;
    s.time = time(t, head);
    s.quantities = figures(t, head);
    let roles = s.agent.iter().chain(&s.patient).chain(&s.recipient).chain(s.others.iter().map(|(_, r)| r)).map(|r: &Role| r.span);
    s.span = roles.fold(s.act.span.cover(own_words(t, head)), Span::cover);
    s
}

fn own_words(t: &Tree<'_>, head: usize) -> Span {
    if t.is_predicate(head) {
        t.cover(head, &|i| {
            matches!(t.dep(i), Dep::Ccomp | Dep::Advcl | Dep::Parataxis) && t.is_predicate(i)
                || (t.dep(i) == Dep::Conj && t.is_predicate(i))
                || t.dep(i) == Dep::Punct
        })
    } else {
        whole(t, head)
    }
}

/// The date phrase of a clause, from its preposition to its last date.
fn time(t: &Tree<'_>, head: usize) -> Option<Span> {
    let mut span: Option<Span> = None;
    for e in t.parse.entities.iter().filter(|e| matches!(e.kind, EntityKind::Date | EntityKind::Time)) {
        let Some(top) = (e.start..e.end).find(|&i| !(e.start..e.end).contains(&t.head(i))) else { continue };
        if !belongs(t, top, head) {
            continue;
        }
        let mut words = t.parse.span(e.start..e.end);
        let p = t.head(top);
        if t.dep(p) == Dep::Prep && p < e.start {
            words = words.cover(t.span(p));
        }
        words = words.cover(other_end(t, e.start, e.end).unwrap_or(words));
        span = Some(span.map_or(words, |s| s.cover(words)));
    }
    span
}

/// The other end of "from 2001 until … 2021", which the parser often hangs elsewhere.
fn other_end(t: &Tree<'_>, start: usize, end: usize) -> Option<Span> {
    let opens = |i: usize| matches!(t.lower(i), "from" | "between" | "since");
    let closes = |i: usize| matches!(t.lower(i), "until" | "till" | "to" | "through" | "and");
    let is_date = |k| matches!(k, EntityKind::Date | EntityKind::Time);
    let dates = || t.parse.entities.iter().filter(|e| is_date(e.kind));
    if start > 0 && opens(start - 1) && closes(end) {
        let other = dates().find(|e| e.start > end && e.start <= end + 6)?;
        return Some(t.parse.span(start - 1..other.end));
    }
    let other = dates().rfind(|e| e.start > 0 && e.end < start && e.end + 6 >= start && opens(e.start - 1) && closes(e.end))?;
    Some(t.parse.span(other.start - 1..end))
}

/// The figures of a clause that are neither dates nor ordinals.
fn figures(t: &Tree<'_>, head: usize) -> Vec<Span> {
    let is_figure = |k| matches!(k, EntityKind::Cardinal | EntityKind::Money | EntityKind::Percent | EntityKind::Quantity);
    t.parse.entities.iter().filter(|e| is_figure(e.kind) && belongs(t, e.start, head)).map(|e| t.parse.span(e.start..e.end)).collect()
}

/// Whether a token stands in the statement's own clause (or noun phrase), or in the clause that a bare infinitive completes.
fn belongs(t: &Tree<'_>, i: usize, head: usize) -> bool {
    if t.is_predicate(head) {
        let clause = t.clause_of(i);
        return clause == Some(head) || clause.is_some_and(|c| t.dep(head) == Dep::Xcomp && t.head(head) == c);
    }
    t.is_under(i, head) && t.clause_of(i).is_none_or(|c| !t.is_under(c, head) || c == head)
}
