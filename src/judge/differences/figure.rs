//! Another number, date, share, sum or comparison.

use std::ops::Range;

use super::Difference;
use super::pair::{Gap, How, Pair};
use super::tokens::Line;
use crate::judge::Reason;
use crate::rules::Rule;
use crate::text::Span;
use crate::text::quantity::{self, Quantity, Relation, Value};

/// Share of the claim's telling words that must stand in the sentence, beside the figure.
const COVER: f32 = 0.6;

/// The share where the sentence leaves the claim's names to its context.
const OPEN_COVER: f32 = 0.75;

/// Share of the claim's words in order from which it is a copy, so that a figure of the same form is meant to be the same.
const COPIED: f32 = 0.8;

/// Figures of the claim that the sentence gives another value.
pub fn find(pair: &Pair) -> Vec<Difference> {
    let mut found = Vec::new();
    let (own, theirs) = (&pair.claim.deep().quantities, &pair.evidence.deep().quantities);
    let relations: Vec<Vec<Relation>> = own.iter().map(|a| theirs.iter().map(|b| quantity::compare(a, b)).collect()).collect();
    let backed = |relation: &Relation| matches!(relation, Relation::Equal | Relation::Entailed | Relation::LessPrecise);
    // A figure that backs one of the claim's is not held against another of them.
    let taken: Vec<bool> = (0..theirs.len())
        .map(|at| {
            relations.iter().zip(own).any(|(row, own)| row.get(at).is_some_and(|r| *r == Relation::Equal || is_date(own) && backed(r)))
        })
        .collect();
    for (number, (quantity, row)) in own.iter().zip(&relations).enumerate() {
        if matches!(quantity.value, Value::Label(_)) && pair.cover < 0.9 {
            continue;
        }
        // "More than 250" is less than "more than 500" says, which in the same place is another figure.
        let more: Vec<bool> = theirs
            .iter()
            .zip(row)
            .map(|(rival, relation)| {
                *relation == Relation::LessPrecise && same_bound(quantity, rival)
                    || pair.order >= COPIED && backed(relation) && *relation != Relation::Equal && other_value(quantity, rival)
            })
            .collect();
        // An open end ("until June") leaves room for much, and says nothing of a date that another in its very place contradicts.
        let open = |theirs: &Quantity| {
            use quantity::Comparator::{AtLeast, AtMost, LessThan, MoreThan, Since, Until};
            matches!(theirs.comparator, AtLeast | AtMost | LessThan | MoreThan | Since | Until) && own_is_plain(quantity)
        };
        let in_place = theirs.iter().zip(row).any(|(rival, relation)| {
            *relation == Relation::Conflict && !is_vague(rival, pair.evidence) && fit(pair, quantity, rival) >= 2.0
        });
        let agrees =
            |relation: &Relation, theirs: &Quantity| backed(relation) && !(*relation == Relation::LessPrecise && in_place && open(theirs));
        if row.iter().zip(theirs).zip(&more).any(|((relation, theirs), more)| agrees(relation, theirs) && !more) {
            continue;
        }
        let rivals = theirs.iter().zip(row).zip(&taken).zip(&more);
        let rivals = rivals.filter(|(((_, relation), taken), more)| (**relation == Relation::Conflict || **more) && !**taken);
        let rivals = rivals.filter(|(((rival, _), _), _)| {
            !is_vague(rival, pair.evidence) && !of_several(pair, quantity, rival) && !the_rest(pair, quantity, rival)
        });
        let best = rivals.map(|(((rival, _), _), _)| (fit(pair, quantity, rival), rival)).max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((fit, rival)) = best else { continue };
        if is_vague(quantity, pair.claim) || written_same(pair, quantity) {
            continue;
        }
        let needed = if matches!(quantity.value, Value::Ordinal(_)) || is_date(quantity) { 1.5 } else { 1.0 };
        let speaks_of_it = pair.soft_cover >= COVER || pair.open_cover >= OPEN_COVER && fit >= 1.5;
        if speaks_of_it && fit >= needed && (fit >= 2.0 || !says(pair.evidence, own.get(number))) {
            found.push(difference(pair, (quantity.span, pair.claim.run(quantity.span)), rival.span, Some(number)));
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

/// A date or number without a bound, or one that ends something.
fn own_is_plain(own: &Quantity) -> bool {
    matches!(own.comparator, quantity::Comparator::Exactly | quantity::Comparator::Until)
}

/// Two open bounds of the same kind with other values: "more than 500", "more than 250".
fn same_bound(own: &Quantity, theirs: &Quantity) -> bool {
    use quantity::Comparator::{AtLeast, AtMost, LessThan, MoreThan};
    own.comparator == theirs.comparator && matches!(own.comparator, AtLeast | AtMost | LessThan | MoreThan)
}

/// Two figures of one form with other values: "more than 700", "more than 1,000"; "9 to 20", "9 to 22".
fn other_value(own: &Quantity, theirs: &Quantity) -> bool {
    let amount = |quantity: &Quantity| match &quantity.value {
        Value::Number(amount) | Value::Share(amount) | Value::Money(amount) => Some((amount.low, amount.high)),
        _ => None,
    };
    let range = |quantity: &Quantity| amount(quantity).is_some_and(|(low, high)| low < high);
    let form = same_bound(own, theirs) || range(own) && range(theirs);
    own.comparator == theirs.comparator && form && amount(own).zip(amount(theirs)).is_some_and(|(a, b)| a != b)
}

/// Whether the sentence has the number somewhere, counted in another way or part of a name.
fn says(line: &Line, own: Option<&Quantity>) -> bool {
    let number = |quantity: &Quantity| match &quantity.value {
        Value::Number(amount) | Value::Share(amount) | Value::Money(amount) => Some(amount.low),
        Value::Ordinal(place) => Some(f64::from(*place)),
        _ => None,
    };
    let Some(own) = own.and_then(number) else { return false };
    let written = format!("{own}");
    line.deep().quantities.iter().filter_map(number).any(|theirs| (theirs - own).abs() < 1e-9)
        || line.toks.iter().any(|tok| tok.form == written)
}

fn is_date(quantity: &Quantity) -> bool {
    matches!(quantity.value, Value::Date(_) | Value::Period(..))
}

/// Whether the very words of a number stand in the sentence, told of something that has no name of its own: "four others".
fn written_same(pair: &Pair, own: &Quantity) -> bool {
    let run = pair.claim.run(own.span);
    run.len() == 1
        && !is_date(own)
        && pair.claim.toks.get(run.start).is_some_and(|tok| pair.evidence.toks.iter().any(|their| their.form == tok.form))
}

/// "Millions", "dozens" name no number; a place in a list ("# 5") may be counted from either end.
fn is_vague(quantity: &Quantity, line: &Line) -> bool {
    let text = quantity.span.of(line.text());
    let digits = text.bytes().any(|b| b.is_ascii_digit());
    let before = line.text().get(..quantity.span.start).unwrap_or_default().trim_end();
    let words = before.to_lowercase();
    // What was so as of one day may have been so on another.
    let state = words.ends_with("as of") || words.ends_with("as at");
    let part = ["early", "mid", "late"].iter().any(|word| text.to_lowercase().starts_with(word));
    let range = matches!(&quantity.value, Value::Number(amount) | Value::Money(amount) if amount.low < amount.high);
    !digits && range && text.ends_with('s') && !is_date(quantity) || before.ends_with('#') || is_date(quantity) && (state || part)
}

/// Whether the sentence gives one of the claim's figures as the claim does.
pub fn backs(pair: &Pair, figure: usize) -> bool {
    let Some(own) = pair.claim.deep().quantities.get(figure) else { return false };
    pair.evidence.deep().quantities.iter().any(|theirs| matches!(quantity::compare(own, theirs), Relation::Equal | Relation::Entailed))
}

/// Whether a figure of the claim is one that is seldom met: of three digits or more that say something, and no year.
pub fn is_telling(pair: &Pair, figure: usize) -> bool {
    let Some(own) = pair.claim.deep().quantities.get(figure).filter(|own| !is_date(own)) else { return false };
    let digits: String = own.span.of(pair.claim.text()).chars().filter(char::is_ascii_digit).collect();
    digits.trim_end_matches('0').len() >= 3
}

/// Whether the claim counts some of several ("four of the six pumps"), and the sentence all of them or another part.
fn of_several(pair: &Pair, own: &Quantity, theirs: &Quantity) -> bool {
    let of = |line: &Line, quantity: &Quantity| {
        let run = line.run(quantity.span);
        line.toks.get(run.end).is_some_and(|tok| tok.form == "of")
    };
    let all = |line: &Line, quantity: &Quantity| {
        let run = line.run(quantity.span);
        run.start
            .checked_sub(1)
            .and_then(|at| line.toks.get(at))
            .is_some_and(|tok| matches!(tok.form.as_str(), "all" | "the" | "its" | "their"))
    };
    matches!(own.value, Value::Number(_))
        && (of(pair.claim, own) && (all(pair.evidence, theirs) || !of(pair.evidence, theirs))
            || all(pair.claim, own) && of(pair.evidence, theirs))
}

/// Whether two shares make up the whole, and the claim tells of what the sentence leaves over: "a quarter is left", the other owners.
fn the_rest(pair: &Pair, own: &Quantity, theirs: &Quantity) -> bool {
    let (Value::Share(a), Value::Share(b)) = (&own.value, &theirs.value) else { return false };
    let rest = |tok: &super::tokens::Tok| {
        matches!(
            tok.form.as_str(),
            "left" | "rest" | "remain" | "remains" | "remained" | "remaining" | "remainder" | "other" | "others" | "unsold" | "still"
        )
    };
    let other_owner = pair.claim.toks.iter().enumerate().any(|(at, tok)| tok.name && pair.partner(at).is_none());
    (a.low + b.high - 1.0).abs() < 0.006 && (pair.claim.toks.iter().any(rest) || other_owner)
}

/// How surely two figures are told of the same: they stand in one gap, or hang on words that stand for each other.
fn fit(pair: &Pair, own: &Quantity, theirs: &Quantity) -> f32 {
    let (a, b) = (pair.claim.run(own.span), pair.evidence.run(theirs.span));
    let in_gap = pair.gaps.iter().any(|gap| {
        gap.claim.start < a.end && a.start < gap.claim.end && gap.evidence.start < b.end && b.start < gap.evidence.end && pair.is_tight(gap)
    });
    let above = |line: &Line, run: &Range<usize>| -> Vec<usize> {
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
    let date = is_date(own);
    // A date tells of much that happened, so what it hangs on must be the very same.
    let hang_together = above(pair.claim, &a).into_iter().any(|head| {
        pair.partner(head)
            .is_some_and(|partner| theirs_above.contains(&partner.word) && (!date || partner.how == How::Same || pair.cover >= OPEN_COVER))
    });
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
    // Both are ends: "until 2012", "until the withdrawal in 2021".
    let until = |line: &Line, run: &Range<usize>| {
        run.clone().chain(run.start.checked_sub(1)).any(|at| {
            line.toks
                .iter()
                .enumerate()
                .any(|(top, tok)| matches!(tok.form.as_str(), "until" | "till") && (top == at || line.is_under(at, top)))
        })
    };
    let ends = date && until(pair.claim, &a) && until(pair.evidence, &b);
    f32::from(u8::from(in_gap || ends)) * 2.0
        + f32::from(u8::from(hang_together)) * 1.5
        + if alone(pair.claim) && alone(pair.evidence) { 1.0 } else { 0.0 }
        + if own.unit == theirs.unit { 0.3 } else { 0.0 }
}

/// The difference of two figures, each with its bytes and the words that it stands in.
fn difference(pair: &Pair, own: (Span, Range<usize>), theirs: Span, figure: Option<usize>) -> Difference {
    let (claim, source) = (own.0.of(pair.claim.text()), theirs.of(pair.evidence.text()));
    Difference {
        reason: Reason {
            rule: Rule::FigureMismatch,
            message: format!("the source says {source}, the claim {claim}"),
            claim: own.0,
            evidence: Some((pair.index, theirs)),
            replacement: Some(source.to_owned()),
            speaker: None,
        },
        words: own.1,
        figure,
    }
}

/// Figures that are part of a name or of no known form: other digits in the same place.
fn digits(pair: &Pair, gap: &Gap) -> Option<Difference> {
    let figure = |line: &Line, run: Range<usize>| -> Option<usize> {
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
    // "More than 1,805" holds of 2006.
    let value = |form: &str| form.chars().filter(char::is_ascii_digit).collect::<String>().parse::<f64>().ok();
    let bound = own.figure.and_then(|figure| pair.claim.deep().quantities.get(figure)).map(|quantity| quantity.comparator);
    let holds = value(&own.form).zip(value(&theirs.form)).is_some_and(|(own, theirs)| match bound {
        Some(quantity::Comparator::MoreThan | quantity::Comparator::AtLeast) => theirs > own,
        Some(quantity::Comparator::LessThan | quantity::Comparator::AtMost) => theirs < own,
        _ => false,
    });
    let only = |form: &str| form.chars().filter(char::is_ascii_digit).collect::<String>();
    let elsewhere = pair.evidence.toks.iter().any(|tok| only(&tok.form) == only(&own.form));
    let shape = |form: &str| {
        form.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>().replace("00", "0").replace("00", "0")
    };
    if known || holds || elsewhere || shape(&own.form) != shape(&theirs.form) {
        return None;
    }
    Some(difference(pair, (own.span, a..a + 1), theirs.span, None))
}
