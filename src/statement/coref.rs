//! Whom a reader takes pronouns, "both parties", "the group" or "this common enemy" to stand for.
//!
//! Sentences are read in order. Each leaves behind what later ones may point back to ([`Facts`]): names, the pair of actors
//! that it joins, its subject, its events. An anaphor is held against these by number and kind, nearest first; where two
//! candidates are as good as each other, or none fits, it stays unresolved.

mod anaphor;
mod facts;
mod memory;
mod moves;

use super::{
    Analysis, Filler, Role, Statement,
    acts::{Drift, EntryForm, act},
    tree::Tree,
    types::{Form, Referent},
};
use crate::text::parser::Dep;
use facts::Facts;
pub use memory::Memory;

/// What was read before a paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The heading above it.
    pub heading: Option<&'a Analysis>,
    /// The sentences of the paragraph before it, resolved.
    pub before: &'a [Analysis],
    /// What the document has established so far.
    pub memory: Option<&'a Memory>,
}

/// Fills in, in every statement of a paragraph, whom anaphors stand for; what is not sure stays unresolved.
/// [`Referent::back`] counts sentences, those of `context` included (the heading as the first).
pub fn resolve_paragraph(sentences: &mut [Analysis], context: &Context<'_>) {
    let mut history: Vec<Facts> = context.heading.iter().copied().chain(context.before).map(Facts::of).collect();
    for sentence in sentences {
        resolve(sentence, &history, context.memory);
        history.push(Facts::of(sentence));
    }
}

fn resolve(sentence: &mut Analysis, history: &[Facts], memory: Option<&Memory>) {
    let Analysis { text, parse, statements } = sentence;
    let tree = Tree::new(text, parse);
    // Pronouns and noun phrases first, then events whose parties they give.
    let links: Vec<(usize, Vec<Referent>)> =
        (0..tree.len()).filter_map(|i| anaphor::resolve(&tree, statements, i, history, memory).map(|r| (i, r))).collect();
    for_each_filler(statements, &mut |f| {
        if let Some((_, referents)) = links.iter().find(|(i, _)| *i == f.head as usize) {
            f.resolved.clone_from(referents);
        }
    });
    let events = parties_of_events(&tree, statements, history);
    for s in statements.iter_mut() {
        let own = events.iter().find(|(i, _)| *i == s.act.head as usize);
        if let (None, Some((i, parties))) = (&s.agent, own)
            && s.patient.is_none()
        {
            let f = Filler {
                text: s.act.span.of(text).into(),
                span: s.act.span,
                head: *i as u16,
                form: Form::Common,
                resolved: parties.clone(),
                ..Filler::default()
            };
            s.agent = Some(Role { span: s.act.span, fillers: vec![f] });
        }
    }
    moves::answer(&tree, statements, history);
    // "The talks may lead to …": what the talks do, their parties do.
    for_each_filler(statements, &mut |f| {
        if let Some((_, parties)) = events.iter().find(|(i, _)| *i == f.head as usize)
            && f.resolved.is_empty()
        {
            f.resolved.clone_from(parties);
        }
        // "The talks … but they …": the pronoun's event has parties too.
        if let [one] = &f.resolved[..]
            && one.back == 0
            && let Some((_, parties)) = events.iter().find(|(i, _)| *i == one.head as usize)
        {
            f.resolved.clone_from(parties);
        }
    });
}

/// The parties of every reciprocal event in the sentence: its own, or those of the event that it points back to.
fn parties_of_events(t: &Tree<'_>, statements: &[Statement], history: &[Facts]) -> Vec<(usize, Vec<Referent>)> {
    let mut out = Vec::new();
    for s in statements.iter().filter(|s| s.act.reciprocal && act(t.lemma(s.act.head as usize), EntryForm::Noun).is_some()) {
        let head = s.act.head as usize;
        let own = facts::parties(s, 0);
        // "Throughout the dispute" takes it for granted and does not state it.
        let granted = t.dep(head) == Dep::Pobj
            && matches!(t.lower(t.head(head)), "during" | "throughout" | "since" | "amid" | "before" | "after" | "until");
        if granted && own.len() < 2 && s.act.drift == Drift::Conflict {
            continue;
        }
        let parties = if own.len() > 1 {
            Some(own)
        } else if s.agent.is_none() && s.patient.is_none() && anaphor::points_back(t, head) {
            anaphor::event(history, t.lemma(head), s.act.class, s.act.drift)
        } else {
            None
        };
        if let Some(parties) = parties.filter(|p| p.len() > 1 && s.act.drift != Drift::Conflict || s.agent.is_none())
            && !out.iter().any(|(i, _)| *i == head)
        {
            out.push((head, parties));
        }
    }
    out
}

fn for_each_filler(statements: &mut [Statement], change: &mut dyn FnMut(&mut Filler)) {
    fn within(f: &mut Filler, change: &mut dyn FnMut(&mut Filler)) {
        change(f);
        for inner in f.names.iter_mut().chain(&mut f.owners) {
            within(inner, change);
        }
    }
    for s in statements {
        let speaker = s.attribution.iter_mut().filter_map(|a| a.who.as_mut());
        let roles =
            s.agent.iter_mut().chain(&mut s.patient).chain(&mut s.recipient).chain(&mut s.place).chain(s.others.iter_mut().map(|(_, r)| r));
        for f in roles.chain(speaker).flat_map(|r| &mut r.fillers) {
            within(f, change);
        }
    }
}
