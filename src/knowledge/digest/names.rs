//! Proper names of a sentence: runs of capitalised words, cut at titles and states, with what speaks for one kind or another.

use std::collections::HashSet;

use smol_str::SmolStr;

use super::{Builder, Parts, Sentence, vote};
use crate::knowledge::facts::Shape;
use crate::knowledge::lexicon::{Head, StateForm, ends_with, is_head, known, state, state_form};
use crate::text::Span;
use crate::text::parser::{Dep, EntityKind, Parse, Pos};

/// A run of tokens that is one name.
struct Run {
    start: usize,
    end: usize,
}

/// Adds the names of a sentence, and which of them it gives as one actor.
pub(super) fn collect(sentence: &Sentence, builder: &mut Builder) {
    let (text, parse) = (sentence.analysis.text.as_str(), &sentence.analysis.parse);
    let parts = Parts::of(&sentence.analysis);
    let mut names: Vec<(usize, usize, u32)> = Vec::new();
    let mut at = 0;
    while at < parse.tokens.len() {
        let Some(run) = run(text, parse, at, &builder.seen) else {
            at += 1;
            continue;
        };
        at = run.end.max(at + 1);
        for (start, end, office) in cut(text, parse, run) {
            if let Some(form) = add(sentence, builder, &parts, start, end) {
                if let (Some(office), Some(facts)) = (office, builder.count(form)) {
                    facts.office.get_or_insert(office.into());
                }
                names.push((start, end, form));
            }
        }
    }
    link(sentence, builder, &names);
}

/// Words tagged as names inside the sentences of a source, where a capital tells something.
pub(super) fn seen(sentences: &[Sentence]) -> HashSet<SmolStr> {
    let mut words = HashSet::new();
    for sentence in sentences.iter().filter(|s| !s.passage.heading) {
        let (text, parse) = (sentence.analysis.text.as_str(), &sentence.analysis.parse);
        for token in parse.tokens.iter().skip(1).filter(|t| t.pos == Pos::Propn && t.span.len() > 2) {
            let word = token.span.of(text);
            if word.chars().next().is_some_and(char::is_uppercase) {
                words.insert(SmolStr::from(word));
            }
        }
    }
    words
}

fn word<'a>(text: &'a str, parse: &Parse, i: usize) -> &'a str {
    parse.tokens.get(i).map_or("", |t| t.span.of(text))
}

fn phrase<'a>(text: &'a str, parse: &Parse, start: usize, end: usize) -> &'a str {
    parse.span(start..end).of(text)
}

fn entity_at(parse: &Parse, i: usize) -> Option<&crate::text::parser::Entity> {
    parse.entities.iter().find(|e| e.start <= i && i < e.end)
}

fn is_naming(kind: EntityKind) -> bool {
    use EntityKind::{Cardinal, Date, Money, Ordinal, Percent, Quantity, Time};
    !matches!(kind, Date | Time | Money | Percent | Cardinal | Ordinal | Quantity)
}

fn in_one_name(parse: &Parse, i: usize, j: usize) -> bool {
    entity_at(parse, i).is_some_and(|e| is_naming(e.kind) && j < e.end)
}

/// Whether a token can be part of a name by its looks.
fn is_capital(text: &str, parse: &Parse, i: usize, seen: &HashSet<SmolStr>) -> bool {
    let (Some(token), form) = (parse.tokens.get(i), word(text, parse, i)) else { return false };
    let upper = form.chars().next().is_some_and(char::is_uppercase);
    if !upper || matches!(token.pos, Pos::Det | Pos::Pron | Pos::Adp | Pos::Cconj | Pos::Sconj | Pos::Part | Pos::Punct | Pos::Num) {
        return false;
    }
    if entity_at(parse, i).is_some_and(|e| !is_naming(e.kind)) {
        return false;
    }
    let first = parse.tokens.iter().take(i).all(|t| matches!(t.pos, Pos::Punct | Pos::Space));
    let named = token.pos == Pos::Propn || entity_at(parse, i).is_some() || state_form(form).is_some() || seen.contains(form);
    // Capitals at the start of a sentence say nothing; inside one they do, also where the tagger saw a plain noun or adjective.
    named || (!first && matches!(token.pos, Pos::Noun | Pos::Adj) && form.chars().count() > 1)
}

fn adjoining(parse: &Parse, i: usize) -> bool {
    matches!((parse.tokens.get(i), parse.tokens.get(i + 1)), (Some(a), Some(b)) if a.span.end == b.span.start)
}

fn run(text: &str, parse: &Parse, start: usize, seen: &HashSet<SmolStr>) -> Option<Run> {
    let prefix = matches!(word(text, parse, start), "al" | "el" | "Al" | "El") && word(text, parse, start + 1) == "-";
    let begin = start;
    let mut end = if prefix && is_capital(text, parse, start + 2, seen) { start + 3 } else { start + 1 };
    if !prefix && !is_capital(text, parse, start, seen) {
        return None;
    }
    loop {
        let next = word(text, parse, end);
        let cap = |i| is_capital(text, parse, i, seen);
        if cap(end) && parse.tokens.get(end).is_some_and(|t| t.pos != Pos::Space) {
            end += 1;
        } else if matches!(next, "-" | "–") && adjoining(parse, end - 1) && adjoining(parse, end) && cap(end + 1) {
            // "Iran-Taliban" are two, "Sistan-Baluchistan" is one.
            let whole = phrase(text, parse, begin, end + 2);
            let apart = state_form(whole).is_none() && [end - 1, end + 1].iter().any(|i| state_form(word(text, parse, *i)).is_some());
            if apart {
                break;
            }
            end += 2;
        } else if matches!(next, "'" | "’")
            && ends_with(Head::Org, word(text, parse, last_capital(text, parse, end + 1, seen)))
            && cap(end + 1)
        {
            end += 2;
        } else if matches!(next, "of" | "for" | "and" | "&") {
            let after = if word(text, parse, end + 1) == "the" { end + 2 } else { end + 1 };
            let mut far = after;
            while cap(far) {
                far += 1;
            }
            if far == after || !joins(text, parse, begin, end, after, far) {
                break;
            }
            end = far;
        } else {
            break;
        }
    }
    Some(Run { start: begin, end })
}

fn last_capital(text: &str, parse: &Parse, mut i: usize, seen: &HashSet<SmolStr>) -> usize {
    while is_capital(text, parse, i + 1, seen) {
        i += 1;
    }
    i
}

/// Whether "A of B", "A and B" is one name.
fn joins(text: &str, parse: &Parse, start: usize, middle: usize, after: usize, end: usize) -> bool {
    if state_form(phrase(text, parse, start, end)).is_some() || known(phrase(text, parse, start, end)).is_some() {
        return true;
    }
    if abbreviation(text, parse, start, end).is_some() {
        return true;
    }
    let left = phrase(text, parse, start, middle);
    let lone_state = state_form(left).is_some() || (end == after + 1 && state_form(word(text, parse, after)).is_some());
    let one = in_one_name(parse, middle - 1, after);
    match word(text, parse, middle) {
        "of" | "for" => {
            let office =
                is_head(Head::Title, word(text, parse, middle - 1)) || is_head(Head::Role, &word(text, parse, middle - 1).to_lowercase());
            !office
                && (one || ends_with(Head::Org, left) || (!lone_state && parse.tokens.get(middle - 1).is_some_and(|t| t.pos == Pos::Propn)))
        }
        // An "and" mostly stands between two.
        _ => one && !lone_state && ends_with(Head::Org, phrase(text, parse, after, end)) && !ends_with(Head::Org, left),
    }
}

/// The abbreviation in brackets after a name, where its letters begin the name's words.
fn abbreviation(text: &str, parse: &Parse, start: usize, end: usize) -> Option<usize> {
    if word(text, parse, end) != "(" || !matches!(word(text, parse, end + 2), ")" | "," | ";" | "or") {
        return None;
    }
    let short = word(text, parse, end + 1);
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.len() < 2 || letters.iter().filter(|c| c.is_uppercase()).count() < 2 {
        return None;
    }
    let mut initials = (start..end)
        .map(|i| word(text, parse, i))
        .filter(|w| !matches!(*w, "of" | "and" | "for" | "the" | "&" | "’" | "'" | "’s" | "-"))
        .flat_map(|w| w.chars().next());
    let first = initials.next()?;
    // The first letter must fit; the others in order, as far as the name has words for them.
    let fits = letters.first().is_some_and(|l| l.eq_ignore_ascii_case(&first));
    let found = letters.iter().skip(1).filter(|l| initials.by_ref().any(|i| i.eq_ignore_ascii_case(l))).count();
    (fits && found + 2 >= letters.len()).then_some(end + 1)
}

/// Cuts a run at states and titles: (first token, end, office).
fn cut(text: &str, parse: &Parse, run: Run) -> Vec<(usize, usize, Option<String>)> {
    let (mut start, end) = (run.start, run.end);
    let whole = phrase(text, parse, start, end);
    if state_form(whole).is_some() || known(whole).is_some() {
        return vec![(start, end, None)];
    }
    let mut out = Vec::new();
    // "Iranian President Ebrahim Raisi", "French President Emmanuel Macron".
    let state_end = (start + 1..end).rev().find(|e| state_form(phrase(text, parse, start, *e)).is_some());
    if let Some(e) = state_end {
        let titled = is_head(Head::Title, word(text, parse, e));
        let person = entity_at(parse, e).is_some_and(|x| x.kind == EntityKind::Person && x.start == e);
        if titled || person {
            out.push((start, e, None));
            start = e;
        }
    }
    let from = start;
    while start < end && is_head(Head::Title, word(text, parse, start)) {
        start += 1;
    }
    if start == from {
        // No title: the run is one name.
        out.push((start, end, None));
    } else if start < end {
        // "Prime Focus" is no premier: a title is followed by a person.
        let person = entity_at(parse, end - 1).is_some_and(|x| x.kind == EntityKind::Person) || !ends_with(Head::Org, whole);
        let office = phrase(text, parse, from, start);
        out.push(if person { (start, end, Some(office.to_owned())) } else { (from, end, None) });
    }
    out
}

fn add(sentence: &Sentence, builder: &mut Builder, parts: &Parts, start: usize, end: usize) -> Option<u32> {
    let (text, parse) = (sentence.analysis.text.as_str(), &sentence.analysis.parse);
    let name = phrase(text, parse, start, end);
    if name.chars().filter(|c| c.is_alphabetic()).count() < 2 || (start + 1 == end && is_head(Head::Title, name)) {
        return None;
    }
    let form_of_state = state_form(name);
    let shape = match form_of_state.and_then(|(index, _)| state(index)).map(|s| s.code.as_bytes()) {
        Some([a, b]) => Shape::State([*a, *b]),
        _ => Shape::Name,
    };
    // "The Skerry route" is no Skerry.
    let placed = parse.tokens.get(end).is_some_and(|t| {
        let headed = parse.tokens.get(end - 1).is_some_and(|n| n.head == end && n.dep == Dep::Compound);
        headed && t.pos == Pos::Noun && (is_head(Head::Place, &t.lemma) || is_head(Head::Instrument, &t.lemma))
    });
    if placed {
        return None;
    }
    let form = builder.form(name, shape);
    // "Taliban forces", "Bulgarian police" are the Taliban, Bulgaria.
    let next = parse.tokens.get(end).filter(|t| t.pos == Pos::Noun);
    let below = |i: usize| parse.tokens.get(end - 1).is_some_and(|t| t.head == i && matches!(t.dep, Dep::Compound | Dep::Amod | Dep::Nmod));
    let arm = next.filter(|t| is_head(Head::Arm, &t.lemma) && below(end));
    let armed = next.is_some_and(|t| is_head(Head::Armed, &t.lemma) && below(end));
    let span = Span::new(parse.span(start..end).start, arm.map_or(parse.span(start..end).end, |t| t.span.end));
    let within = |heads: &[usize]| heads.iter().any(|h| (start <= *h && *h < end) || (arm.is_some() && *h == end));
    let modifier = matches!(form_of_state, Some((_, StateForm::Adjective | StateForm::Name))) && {
        // "Israeli actions", "Iranian diplomats": who is meant takes part where the noun does.
        parse.tokens.get(end - 1).is_some_and(|t| matches!(t.dep, Dep::Amod | Dep::Compound | Dep::Nmod) && parts.parties.contains(&t.head))
    };
    let kinds: Vec<usize> = (start..end).filter_map(|i| entity_at(parse, i)).filter(|e| is_naming(e.kind)).map(|e| vote(e.kind)).collect();
    // "The Comino fishing dispute" makes no actor of Comino.
    let of_dispute = parse.tokens.get(end - 1).and_then(|n| parse.tokens.get(n.head).filter(|_| n.head >= end && n.dep == Dep::Compound));
    let of_dispute = of_dispute.is_some_and(|t| is_head(Head::Dispute, &t.lemma.to_lowercase()));
    if let Some(facts) = builder.count(form).filter(|_| !of_dispute) {
        if let Some(slot) = kinds.first().and_then(|k| facts.votes.get_mut(*k)) {
            *slot += 1;
        }
        // "Vestmark's prime minister", "the coastguard of Vestmark": no person has those.
        let owner = parse.tokens.get(end - 1).is_some_and(|n| {
            let owned = if n.dep == Dep::Poss {
                Some(n.head)
            } else {
                parse.tokens.get(n.head).filter(|p| n.dep == Dep::Pobj && p.lemma == "of").map(|p| p.head)
            };
            owned.and_then(|o| parse.tokens.get(o)).is_some_and(|o| {
                o.pos == Pos::Noun
                    && (is_head(Head::Institution, &o.lemma) || is_head(Head::Arm, &o.lemma) || is_head(Head::Role, &o.lemma))
            })
        });
        facts.owner += u16::from(owner);
        facts.agent += u16::from(within(&parts.agents));
        facts.party += u16::from(within(&parts.parties) || modifier);
        facts.body += u16::from(!sentence.passage.heading);
        facts.armed += u16::from(armed);
        if facts.office.is_none() && shape == Shape::Name {
            facts.office = office(text, parse, start, end).map(Into::into);
        }
    }
    builder.mention(sentence, form, span);
    Some(form)
}

/// The office that stands beside a name: "Bulgaria’s foreign minister, Vesela Dragova".
fn office(text: &str, parse: &Parse, start: usize, end: usize) -> Option<String> {
    let head = parse.tokens.get(end - 1)?;
    let comma = |i: usize| parse.tokens.get(i).is_some_and(|t| t.span.of(text) == ",");
    let set_off = start > 0 && comma(start - 1) && comma(end);
    let other = match head.dep {
        // "The foreign minister of Norrland, Ingrid Dahl, …": beside the minister, wherever the parser hangs her.
        Dep::Appos | Dep::Conj if set_off => {
            let of = parse.tokens.get(head.head).filter(|of| of.dep == Dep::Pobj && of.pos == Pos::Propn);
            of.and_then(|of| parse.tokens.get(of.head)).filter(|p| p.lemma == "of").map_or(head.head, |p| p.head)
        }
        Dep::Appos => head.head,
        _ => parse.children(end - 1).find(|c| parse.tokens.get(*c).is_some_and(|t| t.dep == Dep::Appos && t.pos == Pos::Noun))?,
    };
    let noun = parse.tokens.get(other).filter(|t| t.pos == Pos::Noun && is_head(Head::Role, &t.lemma))?;
    let first =
        parse.children(other).find(|c| parse.tokens.get(*c).is_some_and(|t| matches!(t.dep, Dep::Amod | Dep::Compound))).unwrap_or(other);
    let from = parse.tokens.get(first.min(other))?.span.start;
    Some(Span::new(from, noun.span.end).of(text).to_owned())
}

/// Names that the sentence gives to one actor: "Islamic State Khorasan Province (ISKP)".
fn link(sentence: &Sentence, builder: &mut Builder, names: &[(usize, usize, u32)]) {
    let (text, parse) = (sentence.analysis.text.as_str(), &sentence.analysis.parse);
    for (start, end, form) in names {
        if let Some(short) = abbreviation(text, parse, *start, *end)
            && let Some((_, _, other)) = names.iter().find(|(s, _, _)| *s == short)
        {
            builder.facts.links.push((*form, *other));
        }
    }
}
