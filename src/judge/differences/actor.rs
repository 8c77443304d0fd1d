//! Another name where the source has one.

use super::Difference;
use super::names;
use super::pair::{Gap, How, Pair};
use super::tokens::{Line, Tok};
use crate::rules::Rule;
use crate::text::parser::{EntityKind, Pos};

/// Share of the claim's telling words that must stand in the sentence.
const COVER: f32 = 0.55;

/// Names of the claim in whose place the sentence has another.
pub fn find(pair: &Pair) -> Vec<Difference> {
    if pair.cover < COVER || !pair.is_near_copy() {
        return Vec::new();
    }
    pair.gaps.iter().filter_map(|gap| in_gap(pair, gap)).collect()
}

fn in_gap(pair: &Pair, gap: &Gap) -> Option<Difference> {
    if !pair.is_tight(gap) {
        return None;
    }
    let own = name_in(pair.claim, gap.claim.clone())?;
    let theirs = name_in(pair.evidence, gap.evidence.clone())?;
    let joined = |at: usize| pair.partner(at).is_some_and(|partner| partner.how == How::Same && partner.in_order);
    let before = own.start == 0 && gap.claim.start == 0 || gap.claim.start.checked_sub(1).is_some_and(joined);
    let after = gap.claim.end == pair.claim.toks.len() || joined(gap.claim.end);
    if !before || !after || same_name(pair, &own, &theirs) {
        return None;
    }
    // One kind of thing in the place of another: a person for a place is a slip of the parser as often as of the writer.
    if let (Some(a), Some(b)) = (kind(pair.claim, &own), kind(pair.evidence, &theirs))
        && is_time(a) != is_time(b)
    {
        return None;
    }
    let (claim, source) = (pair.claim.words(own.clone()), pair.evidence.words(theirs.clone()));
    let message = format!("the source names {source}, the claim {claim}");
    let replacement = Some(source.to_owned());
    Some(Difference::new(pair, Rule::ActorMismatch, message, own, theirs, replacement))
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
