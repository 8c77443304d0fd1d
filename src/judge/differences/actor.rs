//! Another name where the source has one.

use super::Difference;
use super::names;
use super::pair::{Gap, How, Pair};
use super::tokens::{Line, Tok};
use crate::statement::{Form, Role};
use crate::text::parser::{EntityKind, Pos};

/// Share of the claim's telling words that must stand in the sentence.
const COVER: f32 = 0.55;

/// The same of words that are no names, for an act by another.
const PLAIN: f32 = 0.8;
/// Share of the claim's words in order from which a copy's changed names need not hang in the same way.
const COPIED: f32 = 0.8;

/// Names of the claim in whose place the sentence has another.
pub fn find(pair: &Pair) -> Vec<Difference> {
    let near_copy = pair.is_near_copy() && pair.cover >= COVER;
    let mut found: Vec<Difference> = pair.gaps.iter().filter(|_| near_copy).filter_map(|gap| in_gap(pair, gap)).collect();
    if found.is_empty() && (pair.cover >= COVER || pair.plain_cover >= PLAIN) {
        found.extend(by_statement(pair));
    }
    found
}

/// The same act on the same, by another; or another speaker's word for the same act.
fn by_statement(pair: &Pair) -> Option<Difference> {
    for (act, own) in pair.claim.statements() {
        let Some(partner) = pair.partner(act).filter(|partner| partner.how == How::Same) else { continue };
        for (_, theirs) in pair.evidence.statements().filter(|(at, _)| *at == partner.word) {
            let said = own.attribution.as_ref().and_then(|a| a.who.as_ref()).zip(theirs.attribution.as_ref().and_then(|a| a.who.as_ref()));
            if let Some(found) = said.and_then(|(a, b)| other_name(pair, a, b)) {
                return Some(found);
            }
            let passive_or_same = own.act.reciprocal == theirs.act.reciprocal && !own.act.reciprocal;
            let same_patient = own.patient.as_ref().zip(theirs.patient.as_ref()).is_some_and(|(a, b)| shares(pair, a, b));
            if passive_or_same
                && same_patient
                && let Some(found) = own.agent.as_ref().zip(theirs.agent.as_ref()).and_then(|(a, b)| other_name(pair, a, b))
            {
                return Some(found);
            }
        }
    }
    None
}

/// Whether two roles have a filler in common.
fn shares(pair: &Pair, own: &Role, theirs: &Role) -> bool {
    let run = pair.evidence.run(theirs.span);
    pair.claim.run(own.span).any(|at| {
        pair.claim.toks.get(at).is_some_and(|tok| tok.stem.is_some()) && pair.partner(at).is_some_and(|partner| run.contains(&partner.word))
    })
}

/// The difference of two roles that are each filled by one name, none of which stands in the other sentence at all.
fn other_name(pair: &Pair, own: &Role, theirs: &Role) -> Option<Difference> {
    let ([a], [b]) = (own.fillers.as_slice(), theirs.fillers.as_slice()) else { return None };
    if a.form != Form::Name || b.form != Form::Name || !a.owners.is_empty() || !b.names.is_empty() || !a.names.is_empty() {
        return None;
    }
    let (own, theirs) = (pair.claim.run(a.span), pair.evidence.run(b.span));
    let named = |line: &Line, run: &std::ops::Range<usize>| run.clone().all(|at| line.toks.get(at).is_some_and(|tok| tok.name));
    if !named(pair.claim, &own) || !named(pair.evidence, &theirs) || same_name(pair, &own, &theirs) {
        return None;
    }
    let inside = own.clone().any(|at| pair.partner(at).is_some_and(|partner| theirs.contains(&partner.word)));
    if inside {
        return None;
    }
    // That the name stands in another passage does not make it act there.
    Some(Difference::of_names(pair, own, theirs).firm())
}

fn in_gap(pair: &Pair, gap: &Gap) -> Option<Difference> {
    if !pair.is_tight(gap) {
        return None;
    }
    let own = name_in(pair.claim, gap.claim.clone())?;
    let theirs = name_in(pair.evidence, gap.evidence.clone())?;
    let joined = |at: usize| pair.partner(at).is_some_and(|partner| partner.in_order);
    let before = own.start == 0 && gap.claim.start == 0 || gap.claim.start.checked_sub(1).is_some_and(joined);
    let after = gap.claim.end == pair.claim.toks.len() || joined(gap.claim.end);
    // A name that the sentence has elsewhere plays another part in it, which is no matter of names.
    let elsewhere = own.clone().any(|at| pair.partner(at).is_some());
    if !before || !after || elsewhere || same_name(pair, &own, &theirs) || pair.order < COPIED && !same_part(pair, &own, &theirs) {
        return None;
    }
    // One kind of thing in the place of another: a person for a place is a slip of the parser as often as of the writer.
    if let (Some(a), Some(b)) = (kind(pair.claim, &own), kind(pair.evidence, &theirs))
        && is_time(a) != is_time(b)
    {
        return None;
    }
    Some(Difference::of_names(pair, own, theirs))
}

/// Whether two names hang in the same way on words that stand for each other.
fn same_part(pair: &Pair, own: &std::ops::Range<usize>, theirs: &std::ops::Range<usize>) -> bool {
    let top = |line: &Line, run: &std::ops::Range<usize>| {
        run.clone().find(|at| line.toks.get(*at).is_some_and(|tok| tok.head == *at || !run.contains(&tok.head)))
    };
    let (Some(a), Some(b)) = (top(pair.claim, own), top(pair.evidence, theirs)) else { return false };
    let (Some(x), Some(y)) = (pair.claim.toks.get(a), pair.evidence.toks.get(b)) else { return false };
    x.dep == y.dep && pair.partner(x.head).is_some_and(|partner| partner.word == y.head)
}

/// The longest run of words of a name.
fn name_in(line: &Line, run: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    let is_name = |tok: &Tok| {
        tok.name && tok.figure.is_none() && tok.pos != Pos::Det && tok.span.of(line.text()).chars().next().is_some_and(char::is_uppercase)
    };
    let start = run.clone().find(|at| line.toks.get(*at).is_some_and(is_name))?;
    let end = (start..run.end).take_while(|at| line.toks.get(*at).is_some_and(is_name)).last()? + 1;
    Some(start..end)
}

/// Whether the claim's name stands somewhere near as another name of the same, or shares a word with the source's.
fn same_name(pair: &Pair, own: &std::ops::Range<usize>, theirs: &std::ops::Range<usize>) -> bool {
    own.clone().any(|at| {
        let Some(tok) = pair.claim.toks.get(at) else { return false };
        theirs.clone().any(|word| {
            pair.evidence.toks.get(word).is_some_and(|their| tok.stem == their.stem || names::agree(tok, pair.claim, their, pair.evidence))
        })
    })
}

fn kind(line: &Line, run: &std::ops::Range<usize>) -> Option<EntityKind> {
    let parse = &line.deep().analysis.parse;
    let place = line.toks.get(run.start)?.place;
    parse.entities.iter().find(|entity| (entity.start..entity.end).contains(&place)).map(|entity| entity.kind)
}

fn is_time(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Date | EntityKind::Time)
}
