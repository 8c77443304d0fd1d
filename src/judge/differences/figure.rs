//! Another number, date, share, sum or comparison.

use super::Difference;
use super::pair::{Gap, How, Pair};
use super::tokens::Line;
use crate::judge::Reason;
use crate::rules::Rule;
use crate::text::quantity::{self, Quantity, Relation, Value};

/// Share of the claim's telling words that must stand in the sentence, beside the figure.
const COVER: f32 = 0.6;

/// The share where the sentence leaves the claim's names to its context.
const OPEN_COVER: f32 = 0.75;

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
        let more: Vec<bool> =
            theirs.iter().zip(row).map(|(rival, relation)| *relation == Relation::LessPrecise && same_bound(quantity, rival)).collect();
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
        let rivals = rivals.filter(|(((rival, _), _), _)| !is_vague(rival, pair.evidence));
        let best = rivals.map(|(((rival, _), _), _)| (fit(pair, quantity, rival), rival)).max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((fit, rival)) = best else { continue };
        if is_vague(quantity, pair.claim) || written_same(pair, quantity) {
            continue;
        }
        let needed = if matches!(quantity.value, Value::Ordinal(_)) || is_date(quantity) { 1.5 } else { 1.0 };
        let speaks_of_it = pair.soft_cover >= COVER || pair.open_cover >= OPEN_COVER && fit >= 1.5;
        if speaks_of_it && fit >= needed && (fit >= 2.0 || !says(pair.evidence, own.get(number))) {
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

/// A date or number without a bound, or one that ends something.
fn own_is_plain(own: &Quantity) -> bool {
    matches!(own.comparator, quantity::Comparator::Exactly | quantity::Comparator::Until)
}

/// Two open bounds of the same kind with other values: "more than 500", "more than 250".
fn same_bound(own: &Quantity, theirs: &Quantity) -> bool {
    use quantity::Comparator::{AtLeast, AtMost, LessThan, MoreThan};
    own.comparator == theirs.comparator && matches!(own.comparator, AtLeast | AtMost | LessThan | MoreThan)
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
    let date = is_date(own);
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
    let until = |line: &Line, run: &std::ops::Range<usize>| {
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

fn difference(pair: &Pair, figure: usize, own: &Quantity, theirs: &Quantity) -> Difference {
    let (claim, source) = (own.span.of(pair.claim.text()), theirs.span.of(pair.evidence.text()));
    Difference {
        reason: Reason {
            rule: Rule::FigureMismatch,
            message: format!("the source says {source}, the claim {claim}"),
            claim: own.span,
            evidence: Some((pair.index, theirs.span)),
            replacement: Some(source.to_owned()),
            speaker: None,
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
    let elsewhere = pair.evidence.toks.iter().any(|tok| only(&tok.form) == only(&own.form));
    let shape = |form: &str| {
        form.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>().replace("00", "0").replace("00", "0")
    };
    if known || elsewhere || shape(&own.form) != shape(&theirs.form) {
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
            speaker: None,
        },
        words: a..a + 1,
        figure: None,
    })
}
