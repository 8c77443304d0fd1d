//! Another number, date, share, sum or comparison.

use super::Difference;
use super::pair::{Gap, How, Pair};
use super::tokens::Line;
use crate::judge::Reason;
use crate::rules::Rule;
use crate::text::quantity::{self, Quantity, Relation, Value};

/// Share of the claim's telling words that must stand in the sentence, beside the figure.
const COVER: f32 = 0.6;

/// Figures of the claim that the sentence gives another value.
pub fn find(pair: &Pair) -> Vec<Difference> {
    let mut found = Vec::new();
    let (own, theirs) = (&pair.claim.deep().quantities, &pair.evidence.deep().quantities);
    let relations: Vec<Vec<Relation>> = own.iter().map(|a| theirs.iter().map(|b| quantity::compare(a, b)).collect()).collect();
    let backed = |relation: &Relation| matches!(relation, Relation::Equal | Relation::Entailed | Relation::LessPrecise);
    // A figure that backs one of the claim's is not held against another of them.
    let taken: Vec<bool> =
        (0..theirs.len()).map(|at| relations.iter().any(|row| row.get(at).is_some_and(|r| *r == Relation::Equal))).collect();
    for (number, (quantity, row)) in own.iter().zip(&relations).enumerate() {
        if row.iter().any(backed) || matches!(quantity.value, Value::Label(_)) && pair.cover < 0.9 {
            continue;
        }
        let rivals = theirs.iter().zip(row).zip(&taken).filter(|((_, relation), taken)| **relation == Relation::Conflict && !**taken);
        let best = rivals.map(|((rival, _), _)| (fit(pair, quantity, rival), rival)).max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((fit, rival)) = best else { continue };
        if pair.cover >= COVER && fit >= 1.0 {
            found.push(difference(pair, number, quantity, rival));
        }
    }
    if pair.is_near_copy() {
        found.extend(
            pair.gaps
                .iter()
                .filter_map(|gap| digits(pair, gap))
                .filter(|new| !found.iter().any(|old: &Difference| super::meet(old.reason.claim, new.reason.claim)))
                .collect::<Vec<_>>(),
        );
    }
    found
}

/// Whether the sentence gives one of the claim's figures as the claim does.
pub fn backs(pair: &Pair, figure: usize) -> bool {
    let Some(own) = pair.claim.deep().quantities.get(figure) else { return false };
    pair.evidence.deep().quantities.iter().any(|theirs| matches!(quantity::compare(own, theirs), Relation::Equal | Relation::Entailed))
}

/// How surely two figures are told of the same: they stand in one gap, or hang on words that stand for each other.
fn fit(pair: &Pair, own: &Quantity, theirs: &Quantity) -> f32 {
    let (a, b) = (pair.claim.run(own.span), pair.evidence.run(theirs.span));
    let in_gap = pair.gaps.iter().any(|gap| {
        gap.claim.start < a.end && a.start < gap.claim.end && gap.evidence.start < b.end && b.start < gap.evidence.end && pair.is_tight(gap)
    });
    let above = |line: &Line, run: &std::ops::Range<usize>| -> Vec<usize> {
        let mut heads = Vec::new();
        for at in run.clone() {
            let mut at = at;
            for _ in 0..3 {
                let Some(tok) = line.toks.get(at) else { break };
                if tok.head == at {
                    break;
                }
                at = tok.head;
                if !run.contains(&at) && line.toks.get(at).is_some_and(|tok| tok.stem.is_some()) {
                    heads.push(at);
                    break;
                }
            }
        }
        heads
    };
    let theirs_above = above(pair.evidence, &b);
    let hang_together =
        above(pair.claim, &a).into_iter().any(|head| pair.partner(head).is_some_and(|partner| theirs_above.contains(&partner.word)));
    let date = matches!(own.value, Value::Date(_) | Value::Period(..));
    // A claim that has one figure of its kind, as the sentence has, means that one.
    let alone = |line: &Line| {
        let kind = std::mem::discriminant(&own.value);
        line.deep()
            .quantities
            .iter()
            .filter(|q| std::mem::discriminant(&q.value) == kind && (date || q.unit == own.unit || q.unit == theirs.unit))
            .count()
            == 1
    };
    f32::from(u8::from(in_gap)) * 2.0
        + f32::from(u8::from(hang_together)) * 1.5
        + if alone(pair.claim) && alone(pair.evidence) { 1.0 } else { 0.0 }
        + if own.unit == theirs.unit { 0.3 } else { 0.0 }
}

fn difference(pair: &Pair, figure: usize, own: &Quantity, theirs: &Quantity) -> Difference {
    let (claim, source) = (own.span.of(pair.claim.text()), theirs.span.of(pair.evidence.text()));
    Difference {
        reason: Reason {
            rule: Rule::FigureMismatch,
            message: format!("the source says {source}, the claim {claim}"),
            claim: own.span,
            evidence: Some((pair.index, theirs.span)),
            replacement: Some(source.to_owned()),
        },
        words: pair.claim.run(own.span),
        figure: Some(figure),
    }
}

/// Figures that are part of a name or of no known form: other digits in the same place.
fn digits(pair: &Pair, gap: &Gap) -> Option<Difference> {
    let figure = |line: &Line, run: std::ops::Range<usize>| -> Option<usize> {
        let mut with = run.filter(|at| line.toks.get(*at).is_some_and(|tok| tok.form.chars().any(|c| c.is_ascii_digit())));
        let first = with.next()?;
        with.next().is_none().then_some(first)
    };
    let joined = |at: usize| pair.partner(at).is_some_and(|partner| partner.how == How::Same && partner.in_order);
    let before = gap.claim.start == 0 || joined(gap.claim.start - 1);
    if !before || !pair.is_tight(gap) {
        return None;
    }
    let (a, b) = (figure(pair.claim, gap.claim.clone())?, figure(pair.evidence, gap.evidence.clone())?);
    let (own, theirs) = (pair.claim.toks.get(a)?, pair.evidence.toks.get(b)?);
    // Figures of a known form were compared by value.
    let known = own.figure.zip(theirs.figure).is_some_and(|(x, y)| {
        let (x, y) = (pair.claim.deep().quantities.get(x), pair.evidence.deep().quantities.get(y));
        x.zip(y).is_some_and(|(x, y)| quantity::compare(x, y) != Relation::Unrelated)
    });
    let only = |form: &str| form.chars().filter(char::is_ascii_digit).collect::<String>();
    if known || only(&own.form) == only(&theirs.form) {
        return None;
    }
    let (claim, source) = (own.span.of(pair.claim.text()), theirs.span.of(pair.evidence.text()));
    Some(Difference {
        reason: Reason {
            rule: Rule::FigureMismatch,
            message: format!("the source says {source}, the claim {claim}"),
            claim: own.span,
            evidence: Some((pair.index, theirs.span)),
            replacement: Some(source.to_owned()),
        },
        words: a..a + 1,
        figure: None,
    })
}
