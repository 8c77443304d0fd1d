//! Counts, shares, sums, measures, ratios and ordinals.

use smol_str::SmolStr;

use super::Hit;
use super::counted::{counted, noun, percent, range, suffix};
use super::lex::{Kind, Lexed};
use super::number::{Num, is_plural, number, singular};
use super::tables::{COMPARATOR, CURRENCY, Place, UNIT, noun_word, number_word};
use super::value::{Amount, Comparator, Unit, Value};

/// How far a fraction in words ("half", "a third") may lie from the value: two percentage points each way.
const FRACTION_GRAIN: f64 = 0.04;

/// A value, its unit, a comparator of its own and the position behind it.
pub(super) type Core = (Value, Unit, Comparator, usize);

/// The quantity that begins at `i`, other than a date.
pub(super) fn find(l: &Lexed, i: usize) -> Option<Hit> {
    let prefix = COMPARATOR.longest(l, i, |(_, place)| matches!(place, Place::Before | Place::Both));
    let (bound, at) = prefix.map_or((None, i), |((comparator, _), next)| (Some(*comparator), next));
    let at = if bound.is_some() && matches!(l.at(at), "the" | "all") { at + 1 } else { at };
    let (value, mut unit, own, mut next) = core(l, at, bound.is_some())?;
    let mut comparator = match (own, bound) {
        (Comparator::Between, _) | (_, None) => own,
        (_, Some(bound)) => bound,
    };
    if comparator == Comparator::Exactly
        && let Some(((behind, _), end)) = COMPARATOR.longest(l, next, |(_, place)| *place == Place::Behind)
    {
        comparator = *behind;
        next = end;
        if let (Value::Number(amount), Unit::None) = (&value, &unit) {
            unit = noun(l, end, *amount, at);
        }
    }
    Some(Hit { start: i, next, value, comparator, unit })
}

fn core(l: &Lexed, i: usize, bounded: bool) -> Option<Core> {
    label(l, i)
        .or_else(|| between(l, i))
        .or_else(|| one_in(l, i))
        .or_else(|| fraction(l, i, bounded))
        .or_else(|| majority(l, i))
        .or_else(|| multiple(l, i))
        .or_else(|| clock(l, i))
        .or_else(|| score(l, i))
        .or_else(|| money(l, i))
        .or_else(|| age(l, i))
        .or_else(|| ordinal(l, i))
        .or_else(|| counted(l, i, bounded))
}

/// "Resolution 1701", "No. 10".
fn label(l: &Lexed, i: usize) -> Option<Core> {
    let (value, _) = l.whole(i)?;
    let before = l.before(i);
    let noun = match noun_word(before) {
        Some(("label", noun)) if l.capital(i.wrapping_sub(1)) || i == 1 => noun,
        _ if before == "." && i > 1 && l.at(i - 2) == "no" => "number",
        _ => return None,
    };
    Some((Value::Label(u32::try_from(value).ok()?), Unit::Noun(SmolStr::new_static(noun)), Comparator::Exactly, i + 1))
}

/// "between 3 and 5 million".
fn between(l: &Lexed, i: usize) -> Option<Core> {
    let (low, _, money_low) = l.after(i, "between").and_then(|at| bare(l, at))?;
    let at = l.after(suffix_end(l, low.next), "and")?;
    let (high, start, money) = bare(l, at)?;
    let joined = join(low, high)?;
    let (value, unit, next) = match money.or(money_low) {
        Some(code) => (Value::Money(joined), Unit::Currency(code), high.next),
        None => suffix(l, high.next, Num { amount: joined, ..high }, start),
    };
    Some((value, unit, Comparator::Between, next))
}

/// A number with a currency sign before it or not: the number, where it begins, and the currency.
fn bare(l: &Lexed, i: usize) -> Option<(Num, usize, Option<SmolStr>)> {
    match CURRENCY.longest(l, i, |c| matches!(c.place, Place::Before | Place::Both)) {
        Some((currency, at)) => Some((number(l, at, true)?, at, Some(SmolStr::new_static(currency.code)))),
        None => Some((number(l, i, false)?, i, None)),
    }
}

/// Position behind a per cent sign, if there is one.
fn suffix_end(l: &Lexed, i: usize) -> usize {
    percent(l, i).unwrap_or(i)
}

/// One range of two numbers; "3–4 billion" lends its scale to the first.
pub(super) fn join(low: Num, high: Num) -> Option<Amount> {
    let mut low = low;
    if low.scale == 1.0 && high.scale > 1.0 && low.amount.low < high.amount.low / high.scale {
        low.amount = low.amount.times(high.scale);
    }
    (low.amount.low < high.amount.high).then_some(Amount { low: low.amount.low, high: high.amount.high, grain: 0.0 })
}

/// "one in five", "three out of ten".
fn one_in(l: &Lexed, i: usize) -> Option<Core> {
    let part = number(l, i, false)?;
    let at = l.after(part.next, "out of").or_else(|| l.after(part.next, "in every")).or_else(|| l.after(part.next, "in"))?;
    let whole = number(l, at, false)?;
    let (a, b) = (part.amount.low, whole.amount.low);
    let timed = UNIT.longest(l, whole.next, |m| m.dimension == "time").is_some();
    let fits = a >= 1.0 && a < b && a <= 10.0 && b <= 1000.0 && !timed && part.words == whole.words && whole.amount.is_single();
    fits.then(|| (Value::Share(Amount { grain: FRACTION_GRAIN, ..Amount::exact(a / b) }), Unit::None, Comparator::Exactly, whole.next))
}

/// "half", "two thirds", "a quarter", "2/3".
fn fraction(l: &Lexed, i: usize, bounded: bool) -> Option<Core> {
    let share = |value: f64, next| {
        let grain = if value < 0.15 { value / 4.0 } else { FRACTION_GRAIN };
        Some((Value::Share(Amount { grain, ..Amount::exact(value) }), Unit::None, Comparator::Exactly, next))
    };
    if let (Some((a, _)), "/", Some((b, _))) = (l.whole(i), l.at(i + 1), l.whole(i + 2)) {
        let fits = l.glued(i + 1) && l.glued(i + 2) && 0 < a && a < b && b <= 10 && l.at(i + 3) != "/";
        return if fits { share(a as f64 / b as f64, i + 3) } else { None };
    }
    if l.at(i) == "half" {
        // "half an hour" is a measure, "half-brother" and "the second half" are neither.
        let hyphened = l.after_hyphen(i + 1) != i + 1 || l.before(i) == "-";
        if hyphened
            || number_word(l.before(i), "ordinal").is_some()
            || number_word(l.at(i + 2), "scale").is_some()
            || number_word(l.at(i + 2), "collective").is_some()
        {
            return None;
        }
        if let Some((measure, next)) = UNIT.longest(l, i + 2, |_| matches!(l.at(i + 1), "a" | "an")) {
            return Some((Value::Number(Amount::exact(0.5)), Unit::Measure(SmolStr::new_static(measure.name)), Comparator::Exactly, next));
        }
        let licensed = bounded
            || matches!(l.at(i + 1), "of" | "the" | "its" | "their" | "his" | "her" | "a" | "as" | "all")
            || matches!(l.before(i), "by" | "in" | "than" | "to");
        return if licensed { share(0.5, i + 1) } else { None };
    }
    let article = matches!(l.at(i), "a" | "one");
    let (over, at) = if article {
        (1.0, i + 1)
    } else {
        number(l, i, false).filter(|n| n.amount.low < 100.0 && n.amount.is_single()).map(|n| (n.amount.low, n.next))?
    };
    let at = l.after_hyphen(at);
    let under = number_word(l.at(at), "fraction")?;
    let plural = l.at(at).ends_with('s');
    if plural == article || over >= under || over.fract() != 0.0 {
        return None;
    }
    let next = at + 1;
    let licensed = bounded
        || l.at(i) != "a"
        || matches!(l.at(next), "of" | "more" | "less" | "fewer" | "higher" | "lower" | "as")
        || matches!(l.before(i), "by" | "than" | "to");
    if licensed && l.after_hyphen(next) == next && number_word(l.at(next), "scale").is_none() { share(over / under, next) } else { None }
}

/// "a majority of", "most of" is left to the quantifiers.
fn majority(l: &Lexed, i: usize) -> Option<Core> {
    let at = if matches!(l.at(i), "a" | "the") { i + 1 } else { return None };
    let at = if matches!(
        l.at(at),
        "vast" | "large" | "great" | "overwhelming" | "slim" | "narrow" | "small" | "clear" | "absolute" | "simple"
    ) {
        at + 1
    } else {
        at
    };
    let comparator = match l.at(at) {
        "majority" => Comparator::MoreThan,
        "minority" => Comparator::LessThan,
        _ => return None,
    };
    (l.at(at + 1) == "of").then(|| (Value::Share(Amount::exact(0.5)), Unit::None, comparator, at + 1))
}

/// "twice", "three times", "fourfold", "10-fold".
fn multiple(l: &Lexed, i: usize) -> Option<Core> {
    let make = |amount, next| Some((Value::Multiple(amount), Unit::None, Comparator::Exactly, next));
    if let Some(factor) = number_word(l.at(i), "multiple") {
        // "double" and "triple" are adjectives and names as well.
        let factor_word =
            !matches!(l.at(i), "double" | "triple" | "quadruple") || matches!(l.at(i + 1), "the" | "its" | "their" | "that" | "what");
        return if factor_word { make(Amount::exact(factor), i + 1) } else { None };
    }
    let num = number(l, i, false)?;
    let at = l.after_hyphen(num.next);
    match l.at(at) {
        "times" if at == num.next => make(num.amount, at + 1),
        "fold" => make(num.amount, at + 1),
        _ => None,
    }
}

/// "10:30", "5 p.m.", "5pm".
fn clock(l: &Lexed, i: usize) -> Option<Core> {
    let (hour, digits) = l.whole(i).filter(|_| !l.is_name_part(i))?;
    let (minute, mut next) = match (l.at(i + 1), l.whole(i + 2)) {
        (":", Some((minute, 2))) if l.glued(i + 1) && l.glued(i + 2) && minute < 60 => (minute, i + 3),
        _ => (0, i + 1),
    };
    let half = match l.at(next) {
        half @ ("am" | "pm") => Some((half == "pm", next + 1)),
        half @ ("a" | "p") if l.after(next + 1, ". m").is_some() => {
            Some((half == "p", if l.at(next + 3) == "." { next + 4 } else { next + 3 }))
        }
        _ => None,
    };
    let afternoon = half.is_some_and(|(pm, _)| pm);
    if half.is_none() && (next == i + 1 || hour == 0 && digits == 1) || hour > 23 || digits > 2 || half.is_some() && hour > 12 {
        return None;
    }
    if let Some((_, end)) = half {
        next = end;
    }
    let hour = if half.is_some() { hour % 12 + if afternoon { 12 } else { 0 } } else { hour };
    Some((Value::Clock(u16::try_from(hour * 60 + minute).ok()?), Unit::None, Comparator::Exactly, next))
}

/// "3:2", "2-1", "nine votes to two", "9 to 2".
fn score(l: &Lexed, i: usize) -> Option<Core> {
    let small = |num: &Num| num.amount.is_single() && num.scale == 1.0 && num.amount.low.fract() == 0.0 && num.amount.low < 1000.0;
    let first = number(l, i, false).filter(small)?;
    let make = |second: Num, unit, next| {
        let (a, b) = (first.amount.low as u32, second.amount.low as u32);
        Some((Value::Score(a, b), unit, Comparator::Exactly, next))
    };
    let at = first.next;
    let dash = matches!(l.at(at), "-" | "–" | ":") && l.glued(at) && l.glued(at + 1);
    if dash {
        let second = if l.at(at) == ":" || l.is(at + 1, Kind::Figure) { figure_after(l, at + 1) } else { number(l, at + 1, false) };
        let second = second.filter(small)?;
        let fits = l.at(at) == ":" || first.amount.low > second.amount.low;
        // A third part makes it a date or a telephone number.
        let more = matches!(l.at(second.next), "-" | "–" | ":" | "/") && l.glued(second.next);
        return if fits && !more { make(second, Unit::None, second.next) } else { None };
    }
    if let Some(second) = l.after(at, "to").and_then(|at| number(l, at, false)).filter(small) {
        return if first.amount.low > second.amount.low && percent(l, second.next).is_none() {
            make(second, Unit::None, second.next)
        } else {
            None
        };
    }
    let unit = is_plural(l, at).then(|| Unit::Noun(SmolStr::from(singular(l.at(at)))))?;
    let second = l.after(at + 1, "to").and_then(|at| number(l, at, false)).filter(small)?;
    // "20 people to 3 hospitals" moves people.
    let done = !is_plural(l, second.next);
    if done { make(second, unit, second.next) } else { None }
}

/// A figure that a dash joins to another figure.
fn figure_after(l: &Lexed, i: usize) -> Option<Num> {
    let (value, _) = l.whole(i)?;
    Some(Num { amount: Amount::exact(value as f64), scale: 1.0, words: false, next: i + 1 })
}

/// "$3.2bn", "Rs 500 crore", "€3–4 billion".
fn money(l: &Lexed, i: usize) -> Option<Core> {
    let (currency, at) = CURRENCY.longest(l, i, |c| matches!(c.place, Place::Before | Place::Both))?;
    let num = number(l, at, true)?;
    let unit = Unit::Currency(SmolStr::new_static(currency.code));
    let (amount, comparator, next) = match range(l, num) {
        Some((amount, next)) => (amount, Comparator::Between, next),
        None => (num.amount, Comparator::Exactly, num.next),
    };
    Some((Value::Money(amount.times(currency.factor)), unit, comparator, next))
}

/// "aged 45", "age of 45".
fn age(l: &Lexed, i: usize) -> Option<Core> {
    let at = l.after(i, "aged").or_else(|| l.after(i, "age of")).or_else(|| l.after(i, "age"))?;
    let at = l.after(at, "between").unwrap_or(at);
    let num = number(l, at, false).filter(|num| num.amount.low < 130.0)?;
    let upper = l.after(num.next, "and").and_then(|at| number(l, at, false)).and_then(|high| Some((join(num, high)?, high.next)));
    match upper.or_else(|| range(l, num)) {
        Some((amount, next)) => Some((Value::Number(amount), Unit::Age, Comparator::Between, next)),
        None => Some((Value::Number(num.amount), Unit::Age, Comparator::Exactly, num.next)),
    }
}

/// "21st", "third largest", "the twenty-first".
fn ordinal(l: &Lexed, i: usize) -> Option<Core> {
    let make = |value: f64, next| Some((Value::Ordinal(value as u32), Unit::None, Comparator::Exactly, next));
    if let Some((value, _)) = l.whole(i).filter(|_| l.glued(i + 1) && matches!(l.at(i + 1), "st" | "nd" | "rd" | "th")) {
        return make(value as f64, i + 2);
    }
    let (value, next) = match (number_word(l.at(i), "ten"), l.at(i + 1)) {
        (Some(ten), "-") => (ten + number_word(l.at(i + 2), "ordinal").filter(|unit| *unit < 10.0)?, i + 3),
        _ => (number_word(l.at(i), "ordinal")?, i + 1),
    };
    let at = l.after_hyphen(next);
    let superlative = l.at(at).ends_with("est") || l.at(at) == "most" || l.at(at) == "consecutive" || l.at(at) == "straight";
    let determined = matches!(
        l.before(i),
        "the" | "a" | "his" | "her" | "its" | "their" | "our" | "my" | "s" | "'" | "every" | "in" | "came" | "finished"
    );
    if determined || superlative { make(value, next) } else { None }
}
