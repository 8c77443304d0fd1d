//! Holds a claim's quantity against one of its evidence.

use super::tables::UNIT_NAME;
use super::value::{Amount, Comparator, Quantity, Unit, Value};
use super::when::when;

/// What one quantity of the evidence says about one of the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The same, said the same or another way.
    Equal,
    /// The evidence implies it: "nearly half" from 48 per cent, "2021" from "August 2021", "more than 100" from 120.
    Entailed,
    /// The evidence agrees but says less: "August 2021" from "2021", "1,487,000" from "1.5 million".
    LessPrecise,
    /// They cannot both be true of the same thing.
    Conflict,
    /// Of another kind or unit, or told from days that are not known to be the same.
    Unrelated,
}

/// What `evidence` says about `claim`. Whether both speak of the same thing is the caller's to know.
pub fn compare(claim: &Quantity, evidence: &Quantity) -> Relation {
    match (&claim.value, &evidence.value) {
        (Value::Number(a), Value::Number(b)) => match units(&claim.unit, &evidence.unit) {
            Some(Fit { claim: x, evidence: y, sure, slack }) => {
                let relation = amounts(bounded(a.times(x), claim), bounded(b.times(y), evidence), slack);
                if relation == Relation::Conflict && !sure { Relation::Unrelated } else { relation }
            }
            None => Relation::Unrelated,
        },
        (Value::Money(a), Value::Money(b)) if claim.unit == evidence.unit => amounts(bounded(*a, claim), bounded(*b, evidence), 0.0),
        (Value::Share(a), Value::Share(b)) | (Value::Multiple(a), Value::Multiple(b)) => {
            amounts(bounded(*a, claim), bounded(*b, evidence), 0.0)
        }
        // "above the fifth": which way an order runs, the words do not tell.
        (Value::Ordinal(_), Value::Ordinal(_)) if claim.comparator != evidence.comparator => Relation::Unrelated,
        (Value::Ordinal(a), Value::Ordinal(b)) => same(a == b),
        (Value::Clock(a), Value::Clock(b)) => same(a == b),
        (Value::Score(a, b), Value::Score(c, d)) => same((a, b) == (c, d) || (a, b) == (d, c)),
        (Value::Label(a), Value::Label(b)) if claim.unit == evidence.unit => same(a == b),
        (Value::Date(_) | Value::Period(..), Value::Date(_) | Value::Period(..)) => when(claim, evidence),
        _ => Relation::Unrelated,
    }
}

fn same(equal: bool) -> Relation {
    if equal { Relation::Equal } else { Relation::Conflict }
}

/// How two units fit: factors to a common unit, whether it is sure that they count the same, and the relative slack.
struct Fit {
    claim: f64,
    evidence: f64,
    sure: bool,
    slack: f64,
}

fn units(claim: &Unit, evidence: &Unit) -> Option<Fit> {
    let fit = |sure| Some(Fit { claim: 1.0, evidence: 1.0, sure, slack: 0.0 });
    match (claim, evidence) {
        (a, b) if a == b => fit(true),
        (Unit::None, Unit::Noun(_)) | (Unit::Noun(_), Unit::None) | (Unit::None, Unit::Age) | (Unit::Age, Unit::None) => fit(false),
        (Unit::Noun(a), Unit::Noun(b)) if kindred(a, b) => fit(true),
        (Unit::Measure(a), Unit::Measure(b)) => {
            let (a, b) = (UNIT_NAME.get(a.as_str())?, UNIT_NAME.get(b.as_str())?);
            // Different units are converted by whoever wrote them, who rounds: "four decades" are some 40 years.
            let slack = if a.factor.max(b.factor) >= 9.0 * a.factor.min(b.factor) { 0.04 } else { 0.02 };
            (a.dimension == b.dimension).then_some(Fit { claim: a.factor, evidence: b.factor, sure: true, slack })
        }
        _ => None,
    }
}

/// Whether two counted nouns may count the same things: a number of persons is told by many nouns.
fn kindred(a: &str, b: &str) -> bool {
    const PERSONS: [&str; 3] = ["person", "man", "individual"];
    let soldier = |noun: &str| matches!(noun, "soldier" | "troop" | "serviceman" | "personnel");
    PERSONS.contains(&a) && PERSONS.contains(&b) || soldier(a) && soldier(b)
}

/// An amount with its comparator: the interval that it allows.
#[derive(Clone, Copy)]
struct Bounded {
    amount: Amount,
    comparator: Comparator,
    low: f64,
    high: f64,
    /// Whether the ends themselves are left out.
    open: (bool, bool),
}

fn bounded(amount: Amount, quantity: &Quantity) -> Bounded {
    let (v, w) = (amount.low, amount.high);
    let inf = f64::INFINITY;
    let (low, high, open) = match quantity.comparator {
        Comparator::Exactly | Comparator::Between => (v, w, (false, false)),
        Comparator::About => {
            let slack = (step(amount) / 2.0).clamp(v.abs() * 0.05, v.abs() * 0.1);
            (v - slack, w + slack, (false, false))
        }
        Comparator::AtLeast | Comparator::Since => (v, inf, (false, false)),
        Comparator::MoreThan => (v, inf, (true, false)),
        Comparator::AtMost | Comparator::Until => (-inf, w, (false, false)),
        Comparator::LessThan => (-inf, w, (false, true)),
        Comparator::Nearly => (v * 0.9, w, (false, false)),
    };
    Bounded { amount, comparator: quantity.comparator, low, high, open }
}

/// The weight of a number's last digit that is not zero, or its grain.
fn step(amount: Amount) -> f64 {
    let v = amount.low.abs();
    if v.fract() != 0.0 || v == 0.0 {
        return amount.grain;
    }
    let mut weight = 1.0;
    while weight < v && v % (weight * 10.0) == 0.0 {
        weight *= 10.0;
    }
    weight.max(amount.grain)
}

fn amounts(claim: Bounded, evidence: Bounded, slack: f64) -> Relation {
    let close = |a: f64, b: f64| a == b || a.is_finite() && b.is_finite() && (a - b).abs() <= (slack + 1e-9) * a.abs().max(b.abs());
    if claim.comparator == evidence.comparator
        && close(claim.amount.low, evidence.amount.low)
        && close(claim.amount.high, evidence.amount.high)
    {
        return Relation::Equal;
    }
    let points = claim.amount.is_single() && evidence.amount.is_single();
    if points && claim.comparator == Comparator::Exactly && evidence.comparator == Comparator::Exactly {
        return rounded(claim.amount, evidence.amount);
    }
    // A number in words such as "dozens" is one of many that its range allows.
    let inside = |inner: Bounded, outer: Bounded| {
        (inner.low > outer.low || close(inner.low, outer.low) && (!outer.open.0 || inner.open.0))
            && (inner.high < outer.high || close(inner.high, outer.high) && (!outer.open.1 || inner.open.1))
    };
    if inside(evidence, claim) {
        return Relation::Entailed;
    }
    let apart = |a: Bounded, b: Bounded| a.high < b.low && !close(a.high, b.low) || close(a.high, b.low) && (a.open.1 || b.open.0);
    if apart(claim, evidence) || apart(evidence, claim) { Relation::Conflict } else { Relation::LessPrecise }
}

/// Two plain numbers: the coarser may be the finer one rounded, by no more than a tenth of it.
fn rounded(claim: Amount, evidence: Amount) -> Relation {
    let within =
        |coarse: Amount, fine: Amount| (coarse.low - fine.low).abs() <= (coarse.grain / 2.0).min(coarse.low.abs() * 0.1) * (1.0 + 1e-9);
    if claim.grain > evidence.grain && within(claim, evidence) {
        Relation::Entailed
    } else if evidence.grain > claim.grain && within(evidence, claim) {
        Relation::LessPrecise
    } else {
        Relation::Conflict
    }
}
