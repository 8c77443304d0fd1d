//! A number with what it counts or measures.

use smol_str::SmolStr;

use super::amount::{Core, join};
use super::lex::{Kind, Lexed};
use super::number::{Num, is_plural, number, singular};
use super::tables::{CURRENCY, Place, UNIT, calendar_word, noun_word};
use super::value::{Amount, Comparator, Unit, Value};

/// A number with what it counts or measures, or a range of two.
pub(super) fn counted(l: &Lexed, i: usize, bounded: bool) -> Option<Core> {
    // "9/11", "24/7", "05/01/2021": which of them is what, the figures alone do not tell.
    let slashed = |slash: usize, figure: usize| l.at(slash) == "/" && l.glued(slash.max(figure)) && l.is(figure, Kind::Figure);
    if slashed(i + 1, i + 2) || i > 1 && slashed(i - 1, i - 2) && l.glued(i) {
        return None;
    }
    let num = number(l, i, false)?;
    let (num, comparator) = match range(l, num) {
        Some((amount, next)) => (Num { amount, next, ..num }, Comparator::Between),
        None if num.amount.is_single() => (num, if l.at(i + 1) == "couple" { Comparator::About } else { Comparator::Exactly }),
        None => (num, Comparator::Between),
    };
    let (value, unit, next) = suffix(l, num.next, num, i);
    // "Boeing 737", "Apollo 11", "Part 2": a figure behind a name belongs to it, unless something is counted.
    let short = l.whole(i).is_some_and(|(_, digits)| digits <= 3) && num.next == i + 1;
    if short && !bounded && unit == Unit::None && matches!(value, Value::Number(_)) && i > 1 && l.is(i - 1, Kind::Word) && l.capital(i - 1)
    {
        return None;
    }
    // "one" alone is mostly a pronoun.
    if l.at(i) == "one" && num.next == i + 1 && !bounded {
        let pronoun = matches!(
            l.before(i),
            "no" | "any" | "every" | "each" | "this" | "that" | "which" | "the" | "another" | "some" | "only" | "not" | "new"
        );
        if pronoun || unit == Unit::None {
            return None;
        }
    }
    Some((value, unit, comparator, next))
}

/// The second number of "10–15", "five or six", "10 to 15".
pub(super) fn range(l: &Lexed, low: Num) -> Option<(Amount, usize)> {
    let at = low.next;
    let dash = matches!(l.at(at), "-" | "–") && l.glued(at + 1) == l.glued(at);
    if !dash && !matches!(l.at(at), "to" | "or") || !low.amount.is_single() {
        return None;
    }
    let start = match CURRENCY.longest(l, at + 1, |c| c.place != Place::Behind) {
        Some((_, after)) => after,
        None => at + 1,
    };
    let money = start != at + 1;
    let high = if dash && l.is(start, Kind::Figure) { number(l, start, true)? } else { number(l, start, money)? };
    if !high.amount.is_single() {
        return None;
    }
    join(low, high).map(|amount| (amount, high.next))
}

/// Position behind "per cent", "%", "percent".
pub(super) fn percent(l: &Lexed, i: usize) -> Option<usize> {
    let i = l.after_hyphen(i);
    match l.at(i) {
        "%" | "percent" | "pct" | "pc" => Some(i + 1),
        "per" => l.after(i, "per cent"),
        _ => None,
    }
}

/// What stands behind a number whose first token is `start`.
pub(super) fn suffix(l: &Lexed, i: usize, num: Num, start: usize) -> (Value, Unit, usize) {
    let amount = num.amount;
    let plain = |unit, next| (Value::Number(amount), unit, next);
    let at = l.after_hyphen(i);
    if let Some(next) = l.after(at, "percentage points").or_else(|| l.after(at, "percentage point")) {
        return plain(Unit::Points, next);
    }
    if let Some(next) = l.after(at, "basis points") {
        return (Value::Number(amount.times(0.01)), Unit::Points, next);
    }
    if let Some(next) = percent(l, i) {
        if l.at(next) == "points" || l.after(next, "point").is_some() {
            return plain(Unit::Points, next + 1);
        }
        let grain = if amount.grain > 0.0 || !amount.is_single() { amount.grain } else { 1.0 };
        return (Value::Share(Amount { grain, ..amount }.times(0.01)), Unit::None, next);
    }
    for old in ["years old", "year old", "year - old", "years - old", "years of age"] {
        if let Some(next) = l.after(at, old) {
            return plain(Unit::Age, next);
        }
    }
    let currency = CURRENCY.longest(l, at, |c| c.place != Place::Before);
    if let Some((currency, next)) =
        currency.filter(|(c, _)| !matches!(l.at(at), "won" | "real" | "rand") || (num.scale > 1.0 && !c.code.is_empty()))
    {
        return (Value::Money(amount.times(currency.factor)), Unit::Currency(SmolStr::new_static(currency.code)), next);
    }
    if let Some((measure, next)) = UNIT.longest(l, at, |_| true) {
        // One letter is a unit only behind a figure ("5 m"), and "C" only behind a degree sign or joined.
        let letter = l.at(at).len() == 1 && l.is(at, Kind::Word);
        let fits =
            !letter || !num.words && (l.glued(at) || matches!(l.at(at), "m" | "g")) && !l.capital(at) | matches!(l.at(at), "w" | "c");
        if fits && !(measure.name == "pound" && num.scale >= 1000.0) {
            return plain(Unit::Measure(SmolStr::new_static(measure.name)), next);
        }
        if fits {
            return (Value::Money(amount), Unit::Currency(SmolStr::new_static("GBP")), next);
        }
    }
    (Value::Number(amount), noun(l, i, amount, start), i)
}

/// The counted noun behind a number: without a parse, the first plural before anything that ends a noun phrase.
pub(super) fn noun(l: &Lexed, i: usize, amount: Amount, start: usize) -> Unit {
    let joined = l.after_hyphen(i);
    if joined != i {
        return if l.is(joined, Kind::Word) { Unit::Noun(SmolStr::from(singular(l.at(joined)))) } else { Unit::None };
    }
    // "of" continues a vague number only: "dozens of houses".
    let from = if l.at(i) == "of" && (!amount.is_single() || l.at(start + 1) == "couple") { i + 1 } else { i };
    let mut found = None;
    for at in from..from + 4 {
        let word = l.at(at);
        if !l.is(at, Kind::Word)
            || matches!(noun_word(word), Some(("stop", _)))
            || calendar_word(word, "month").is_some_and(|_| l.capital(at))
        {
            break;
        }
        if is_plural(l, at) {
            found = Some(at);
        } else if found.is_some() {
            break;
        }
    }
    let single = amount.is_single() && amount.low == 1.0;
    let first = (single && l.is(from, Kind::Word) && noun_word(l.at(from)).is_none()).then_some(from);
    match found.filter(|_| !single).or(first) {
        Some(at) => Unit::Noun(SmolStr::from(singular(l.at(at)))),
        None => Unit::None,
    }
}
