//! Dates and periods: the phrases around the moments of `moment.rs`.

use jiff::civil::Date;

use super::Hit;
use super::lex::{Kind, Lexed};
use super::moment::{self, moment};
use super::tables::{COMPARATOR, Place};
use super::value::{Comparator, Moment, Precision, Unit, Value};

/// The date or period that begins at `i`.
pub(super) fn find(l: &Lexed, i: usize) -> Option<Hit> {
    let hit = |start: usize, next, value, comparator| {
        // The article is no part of the date.
        let start = if l.at(start) == "the" { start + 1 } else { start };
        Some(Hit { start, next, value, comparator, unit: Unit::None })
    };
    if let Some(at) = l.after(i, "between")
        && let Some((from, next)) = moment(l, at, true)
        && let Some((to, next)) = l.after(next, "and").and_then(|at| moment(l, at, true))
    {
        let (from, to) = moment::share_year(from, to);
        return hit(i, next, Value::Period(from, to), Comparator::Between);
    }
    let prefix = COMPARATOR.longest(l, i, |(_, place)| matches!(place, Place::Date | Place::Both)).map(|((c, _), next)| (*c, next));
    if let Some((comparator, at)) = prefix
        && let Some((from, next)) = moment(l, at, comparator != Comparator::About)
    {
        let start = if comparator == Comparator::Exactly { at } else { i };
        if let Some((from, to, end)) = range(l, &from, next, comparator == Comparator::Since) {
            return hit(start, end, Value::Period(from, to), Comparator::Between);
        }
        // "from" an event told by its day alone is no lasting state: "from Monday" still is.
        return hit(start, next, Value::Date(from), comparator);
    }
    let (from, next) = moment(l, i, licensed(l, i))?;
    match range(l, &from, next, false) {
        Some((from, to, end)) => hit(i, end, Value::Period(from, to), Comparator::Between),
        None => hit(i, next, Value::Date(from), Comparator::Exactly),
    }
}

/// Whether the word before `i` makes a date likely.
fn licensed(l: &Lexed, i: usize) -> bool {
    matches!(
        l.before(i),
        "in" | "on"
            | "of"
            | "since"
            | "until"
            | "by"
            | "from"
            | "during"
            | "late"
            | "early"
            | "mid"
            | "each"
            | "every"
            | "to"
            | "and"
            | "before"
            | "after"
            | "for"
    ) && l.before(i) != "and"
}

/// The second moment of "2001–2021", "May to July", "from 2001 until 2021".
fn range(l: &Lexed, from: &Moment, i: usize, opened: bool) -> Option<(Moment, Moment, usize)> {
    let dash = matches!(l.at(i), "-" | "–" | "/");
    if dash && let Some((to, next)) = short_year(l, from, i) {
        return Some((from.clone(), to, next));
    }
    let at = match l.at(i) {
        "-" | "–" => i + 1,
        "to" | "through" => i + 1,
        "until" | "till" if opened => i + 1,
        "up" if opened => l.after(i, "up to").or_else(|| l.after(i, "up until"))?,
        _ => return None,
    };
    let (to, next) = moment(l, at, true)?;
    // "moved from Monday to the next year" names two moments of different kinds, not a period.
    let same = std::mem::discriminant(from) == std::mem::discriminant(&to);
    let (from, to) = moment::share_year(from.clone(), to);
    let ordered = match (&from, &to) {
        (Moment::Calendar(a), Moment::Calendar(b)) => a.start <= b.end,
        _ => same || opened,
    };
    ordered.then_some((from, to, next))
}

/// "2001-21", "2021/22".
fn short_year(l: &Lexed, from: &Moment, i: usize) -> Option<(Moment, usize)> {
    let Moment::Calendar(interval) = from else { return None };
    if interval.precision != Precision::Year || !l.glued(i) || !l.glued(i + 1) || !l.is(i + 1, Kind::Figure) {
        return None;
    }
    let (short, _) = l.whole(i + 1).filter(|(_, digits)| *digits == 2)?;
    let start: Date = interval.start;
    let year = start.year() - start.year().rem_euclid(100) + i16::try_from(short).ok()?;
    let to = moment::year(year)?;
    (year > start.year()).then_some((to, i + 2))
}
