//! Holds dates against dates.

use super::compare::Relation;
use super::moment::with_year;
use super::tables::UNIT_NAME;
use super::value::{Comparator, Interval, Moment, Precision, Quantity, Value};

/// What a date or period of the evidence says about one of the claim.
pub(super) fn when(claim: &Quantity, evidence: &Quantity) -> Relation {
    use Comparator::{About, AtMost, Between, Exactly, LessThan, MoreThan};
    match (&claim.value, &evidence.value) {
        (Value::Date(a), Value::Date(b)) => match (claim.comparator, evidence.comparator) {
            (Exactly | About, Exactly | About | Between) => match moments(a, b) {
                // Around a year is not in it.
                Relation::Conflict if claim.comparator == About || evidence.comparator == About => Relation::LessPrecise,
                Relation::Equal if evidence.comparator == About => Relation::LessPrecise,
                other => other,
            },
            (x, y) if x == y => same_bound(x, a, b),
            (LessThan | AtMost | MoreThan, Exactly | LessThan | AtMost | MoreThan) => bound(claim, evidence),
            (Exactly, Comparator::Since) if moments(a, b) == Relation::Equal => Relation::Entailed,
            _ => overlap(claim, evidence),
        },
        (Value::Period(a, b), Value::Period(c, d)) => periods((a, b), (c, d)),
        (Value::Date(a), Value::Period(_, to)) if claim.comparator == Comparator::Until => match moments(a, to) {
            Relation::Equal => Relation::Entailed,
            other => other,
        },
        (Value::Date(a), Value::Period(from, _)) if claim.comparator == Comparator::Since => match moments(a, from) {
            Relation::Equal | Relation::Entailed => Relation::LessPrecise,
            other => other,
        },
        _ => overlap(claim, evidence),
    }
}

/// Two dates that the same word bounds.
fn same_bound(comparator: Comparator, claim: &Moment, evidence: &Moment) -> Relation {
    let relation = moments(claim, evidence);
    let (Moment::Calendar(a), Moment::Calendar(b)) = (claim, evidence) else { return relation };
    match comparator {
        _ if relation == Relation::Equal => Relation::Equal,
        Comparator::LessThan if b.start <= a.start => Relation::Entailed,
        Comparator::AtMost if b.end <= a.end => Relation::Entailed,
        Comparator::MoreThan if b.end >= a.end => Relation::Entailed,
        Comparator::LessThan | Comparator::AtMost | Comparator::MoreThan => Relation::LessPrecise,
        _ => relation,
    }
}

/// A claim of "before", "by" or "after".
fn bound(claim: &Quantity, evidence: &Quantity) -> Relation {
    let (Some((from, to)), Some((earliest, latest)), Value::Date(Moment::Calendar(at))) = (claim.days(), evidence.days(), &claim.value)
    else {
        return Relation::Unrelated;
    };
    let (entailed, apart) = match claim.comparator {
        Comparator::LessThan => (
            latest.is_some_and(|d| d < at.start || evidence.comparator == Comparator::LessThan && d <= at.start),
            earliest.is_some_and(|d| d >= at.start),
        ),
        Comparator::AtMost => (to.zip(latest).is_some_and(|(bound, d)| d <= bound), to.zip(earliest).is_some_and(|(bound, d)| d > bound)),
        _ => (from.zip(earliest).is_some_and(|(bound, d)| d > bound), latest.is_some_and(|d| d < at.start)),
    };
    if entailed {
        Relation::Entailed
    } else if apart {
        Relation::Conflict
    } else {
        Relation::LessPrecise
    }
}

/// Whether the days of two dates have anything in common.
fn overlap(claim: &Quantity, evidence: &Quantity) -> Relation {
    let (Some((a, b)), Some((c, d))) = (claim.days(), evidence.days()) else { return Relation::Unrelated };
    let before = |end: Option<_>, start: Option<_>| end.zip(start).is_some_and(|(end, start)| end < start);
    if before(b, c) || before(d, a) { Relation::Conflict } else { Relation::LessPrecise }
}

/// Two periods, end by end.
fn periods(claim: (&Moment, &Moment), evidence: (&Moment, &Moment)) -> Relation {
    use Relation::{Conflict, Entailed, Equal, LessPrecise, Unrelated};
    match (moments(claim.0, evidence.0), moments(claim.1, evidence.1)) {
        (Equal, Equal) => Equal,
        (Equal | Entailed, Equal | Entailed) => Entailed,
        (Unrelated, _) | (_, Unrelated) => Unrelated,
        (Conflict, Conflict) => match (claim, evidence) {
            // A stretch of what went on for longer.
            ((Moment::Calendar(a), Moment::Calendar(b)), (Moment::Calendar(c), Moment::Calendar(d)))
                if c.end < a.start && b.end < d.start =>
            {
                Entailed
            }
            _ => Conflict,
        },
        (Conflict, _) | (_, Conflict) => Conflict,
        _ => LessPrecise,
    }
}

/// One moment against another.
pub(super) fn moments(claim: &Moment, evidence: &Moment) -> Relation {
    use Relation::{Conflict, Entailed, Equal, LessPrecise, Unrelated};
    match (claim, evidence) {
        (Moment::Calendar(a), Moment::Calendar(b)) => intervals(*a, *b),
        (Moment::Recurring { interval: a, shift: x }, Moment::Recurring { interval: b, shift: y }) => match (x, y) {
            (Some(x), Some(y)) if x != y => Conflict,
            (x, y) => shifted(intervals(*a, *b), *x, *y),
        },
        // A month says nothing about a year, nor a year about a month.
        (Moment::Recurring { .. }, Moment::Calendar(b)) if b.precision >= Precision::Year => Unrelated,
        (Moment::Calendar(a), Moment::Recurring { .. }) if a.precision >= Precision::Year => Unrelated,
        (Moment::Recurring { interval, shift }, Moment::Calendar(b)) => {
            match with_year(*interval, b.start.year()).map(|a| intervals(a, *b)) {
                Some(Equal | Entailed) if shift.is_none() => Entailed,
                Some(Equal | Entailed) => LessPrecise,
                other => other.unwrap_or(Unrelated),
            }
        }
        (Moment::Calendar(a), Moment::Recurring { interval, .. }) => match with_year(*interval, a.start.year()).map(|b| intervals(*a, b)) {
            Some(Equal | Entailed) => LessPrecise,
            other => other.unwrap_or(Unrelated),
        },
        (Moment::Weekday { day: a, shift: x }, Moment::Weekday { day: b, shift: y }) => match (x, y) {
            _ if a != b => Conflict,
            (Some(x), Some(y)) if x != y => Conflict,
            (x, y) => shifted(Equal, *x, *y),
        },
        (Moment::Weekday { day, .. }, Moment::Calendar(b))
            if b.precision == Precision::Day && b.start.weekday().to_monday_one_offset() == *day =>
        {
            Entailed
        }
        (Moment::Calendar(a), Moment::Weekday { day, .. })
            if a.precision == Precision::Day && a.start.weekday().to_monday_one_offset() == *day =>
        {
            LessPrecise
        }
        (Moment::Relative { unit: a, shift: x }, Moment::Relative { unit: b, shift: y }) => {
            if a == b {
                return if x == y { Equal } else { Conflict };
            }
            match (UNIT_NAME.get(a.as_str()), UNIT_NAME.get(b.as_str())) {
                (Some(a), Some(b)) if x.abs() > 1 || y.abs() > 1 => {
                    let (x, y) = (a.factor * f64::from(*x), b.factor * f64::from(*y));
                    if (x - y).abs() <= 0.02 * x.abs() { Equal } else { Unrelated }
                }
                _ => Unrelated,
            }
        }
        (Moment::Named(a), Moment::Named(b)) if a == b => Equal,
        _ => Unrelated,
    }
}

/// A relation between moments of which one may also be told from now ("last May").
fn shifted(relation: Relation, claim: Option<i8>, evidence: Option<i8>) -> Relation {
    match (relation, claim, evidence) {
        (Relation::Equal | Relation::Entailed, Some(_), None) => Relation::LessPrecise,
        (Relation::Equal, None, Some(_)) => Relation::Entailed,
        (relation, ..) => relation,
    }
}

fn intervals(claim: Interval, evidence: Interval) -> Relation {
    if (claim.start, claim.end) == (evidence.start, evidence.end) {
        return Relation::Equal;
    }
    if claim.start <= evidence.start && evidence.end <= claim.end {
        return Relation::Entailed;
    }
    let season = |a: Interval, b: Interval| a.precision == Precision::Season && b.precision != Precision::Season;
    // Where a season begins is a matter of the hemisphere and of taste.
    if (season(claim, evidence) || season(evidence, claim)) && claim.start.year() == evidence.start.year() {
        return Relation::LessPrecise;
    }
    if evidence.end < claim.start || claim.end < evidence.start { Relation::Conflict } else { Relation::LessPrecise }
}
