//! Actors that go by a phrase: "proxy forces", "the regional government", "Iranian diplomats", "the foreign ministers of both parties".

use super::{Builder, Parts, Sentence};
use crate::knowledge::facts::Shape;
use crate::knowledge::lexicon::{Head, StateForm, is_head, known, state_form};
use crate::statement::Filler;
use crate::text::Span;
use crate::text::parser::{Dep, EntityKind, Parse, Pos};

/// Adjectives that single out nobody.
const EMPTY: &[&str] = &[
    "other",
    "new",
    "same",
    "such",
    "own",
    "several",
    "various",
    "many",
    "few",
    "both",
    "certain",
    "different",
    "shared",
    "mutual",
    "common",
    "joint",
    "main",
    "major",
    "big",
    "large",
    "small",
    "good",
    "strong",
    "weak",
    "first",
    "last",
    "next",
    "former",
    "current",
    "actual",
    "potential",
    "possible",
    "key",
    "respective",
    "entire",
    "whole",
    "two",
    "three",
    "four",
    "local",
    "more",
    "most",
    "old",
    "young",
];

/// Adds the phrases of a sentence that name an actor. Names must have been collected before, in every sentence.
pub(super) fn collect(sentence: &Sentence, builder: &mut Builder) {
    if sentence.passage.heading {
        return;
    }
    let parse = &sentence.analysis.parse;
    let parts = Parts::of(&sentence.analysis);
    for head in 0..parse.tokens.len() {
        group(sentence, builder, &parts, head);
    }
    roles(sentence, builder);
}

fn group(sentence: &Sentence, builder: &mut Builder, parts: &Parts, head: usize) {
    let (text, parse) = (sentence.analysis.text.as_str(), &sentence.analysis.parse);
    let Some(token) = parse.tokens.get(head) else { return };
    let (is_group, is_body) =
        (is_head(Head::Group, &token.lemma) || is_head(Head::Armed, &token.lemma), is_head(Head::Institution, &token.lemma));
    if !matches!(token.pos, Pos::Noun) && !(token.pos == Pos::Propn && is_group) || !(is_group || is_body) {
        return;
    }
    let plural = token.tag == "NNS" || matches!(token.lemma.as_str(), "world" | "community");
    let modifiers: Vec<usize> = parse
        .children(head)
        .filter(|c| *c < head)
        .filter(|c| {
            parse
                .tokens
                .get(*c)
                .is_some_and(|t| matches!(t.dep, Dep::Amod | Dep::Compound | Dep::Nmod) && !EMPTY.contains(&t.lemma.as_str()))
        })
        .collect();
    let lower = |i: usize| parse.tokens.get(i).is_some_and(|t| t.span.of(text).chars().next().is_some_and(char::is_lowercase));
    let people = |i: &usize| {
        let word = parse.tokens.get(*i).map_or("", |t| t.span.of(text));
        let norp = parse.entities.iter().any(|e| e.start <= *i && *i < e.end && matches!(e.kind, EntityKind::Norp | EntityKind::Gpe));
        (norp || matches!(state_form(word), Some((_, StateForm::Adjective))), state_form(word).is_some() || known(word).is_some())
    };
    let of_people = modifiers.iter().any(|m| people(m).0);
    let of_actor = modifiers.iter().any(|m| people(m).1);
    let compound = modifiers.iter().any(|m| parse.tokens.get(*m).is_some_and(|t| t.dep == Dep::Compound) && lower(*m));
    let place = parse.children(head).find_map(|p| {
        let prep = parse.tokens.get(p).filter(|t| t.dep == Dep::Prep && matches!(t.lemma.as_str(), "in" | "within"))?;
        let _ = prep;
        parse.children(p).find(|o| parse.tokens.get(*o).is_some_and(|t| t.dep == Dep::Pobj && t.pos == Pos::Propn))
    });
    let takes_part = parts.parties.contains(&head);
    let the = parse.children(head).any(|c| parse.tokens.get(c).is_some_and(|t| t.lemma == "the"));
    // "US forces" are the US; "Iranian diplomats" are people of their own.
    // An abbreviation names a body, whatever the recogniser takes it for.
    let loud = |i: usize| parse.tokens.get(i).is_some_and(|t| !t.span.of(text).chars().any(char::is_lowercase));
    let peoples = |i: &usize| parse.entities.iter().any(|e| e.start <= *i && *i < e.end && e.kind == EntityKind::Norp && !loud(*i));
    let arm_of_state = is_head(Head::Arm, &token.lemma) && (of_actor || modifiers.iter().any(|m| !lower(*m) && !peoples(m)));
    let counts = !arm_of_state
        && ((is_group && plural && of_people)
            || (is_group
                && plural
                && (takes_part || parts.others.contains(&head))
                && (compound || place.is_some() || (is_head(Head::Armed, &token.lemma) && !modifiers.is_empty() && !of_actor)))
            || (is_body && !plural && the && !modifiers.is_empty() && modifiers.iter().all(|m| lower(*m)) && parts.agents.contains(&head)));
    if !counts {
        return;
    }
    let first = modifiers.iter().min().copied().unwrap_or(head);
    let span = Span::new(parse.span(first..first + 1).start, place.map_or(token.span.end, |p| parse.span(p..p + 1).end));
    let form = builder.form(span.of(text), Shape::Collective);
    if let Some(facts) = builder.count(form) {
        facts.body += 1;
        facts.party += 1;
        facts.agent += u16::from(parts.agents.contains(&head));
        facts.armed += u16::from(is_head(Head::Armed, &token.lemma));
    }
    builder.mention(sentence, form, span);
}

/// Offices of several owners at once: "the foreign ministers of both parties" are two.
fn roles(sentence: &Sentence, builder: &mut Builder) {
    let (text, parse) = (sentence.analysis.text.as_str(), &sentence.analysis.parse);
    let mut done = Vec::new();
    for s in &sentence.analysis.statements {
        let speaker = s.attribution.iter().filter_map(|a| a.who.as_ref());
        for f in s.agent.iter().chain(&s.patient).chain(speaker).flat_map(|r| &r.fillers) {
            let head = f.head as usize;
            let Some(token) = parse.tokens.get(head) else { continue };
            // "The union’s general secretary, Maud Kerrigan" is Kerrigan.
            let after = parse.tokens.iter().skip(head + 1).find(|t| t.pos != Pos::Punct);
            let named = !f.names.is_empty() || token.dep == Dep::Appos || after.is_some_and(|t| t.pos == Pos::Propn);
            if named || token.pos != Pos::Noun || !is_head(Head::Role, &token.lemma) || done.contains(&head) {
                continue;
            }
            done.push(head);
            let owners: Vec<String> = f.owners.iter().flat_map(owner_names).collect();
            let title = singular(f.text.as_str(), &token.lemma);
            for owner in owners {
                let form = builder.form(&format!("{title} of {owner}"), Shape::Role);
                if let Some(facts) = builder.count(form) {
                    facts.body += 1;
                    facts.party += 1;
                    facts.agent += 1;
                }
                builder.mention(sentence, form, whole(parse, head, f.span));
            }
        }
    }
    let _ = text;
}

fn whole(parse: &Parse, head: usize, span: Span) -> Span {
    let of = parse.children(head).find(|c| parse.tokens.get(*c).is_some_and(|t| t.lemma == "of" && t.dep == Dep::Prep));
    of.map_or(span, |of| span.cover(parse.span(parse.subtree(of))))
}

fn owner_names(owner: &Filler) -> Vec<String> {
    if !owner.resolved.is_empty() {
        return owner.resolved.iter().map(|r| r.text.to_string()).collect();
    }
    if owner.form == crate::statement::Form::Name { vec![owner.text.to_string()] } else { Vec::new() }
}

/// The phrase with its last word in the singular.
fn singular(phrase: &str, lemma: &str) -> String {
    match phrase.rsplit_once(' ') {
        Some((before, _)) => format!("{} {lemma}", before.to_lowercase()),
        None => lemma.to_owned(),
    }
}
