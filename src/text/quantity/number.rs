//! Numbers in figures and words: "1.5 million", "two hundred and fifty", "500 crore", "tens of thousands".

use super::lex::{Kind, Lexed};
use super::tables::{noun_word, number_word};
use super::value::Amount;

/// A number and where it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Num {
    pub amount: Amount,
    /// What a scale word multiplied it by.
    pub scale: f64,
    /// Written in letters.
    pub words: bool,
    /// Position behind it.
    pub next: usize,
}

/// The number at `i`. `money` says that a currency sign stands before it, so that "40m" is forty million.
pub(super) fn number(l: &Lexed, i: usize, money: bool) -> Option<Num> {
    if l.is(i, Kind::Figure) {
        return if !money && l.is_name_part(i) { None } else { figure(l, i, money) };
    }
    vague(l, i).or_else(|| half_of_scale(l, i)).or_else(|| words(l, i))
}

fn figure(l: &Lexed, i: usize, money: bool) -> Option<Num> {
    let plain = l.at(i).replace(',', "");
    let value: f64 = plain.parse().ok()?;
    let decimals = plain.split_once('.').map_or(0, |(_, tail)| tail.len());
    let mut grain = if decimals == 0 { 0.0 } else { 10f64.powi(-(decimals.min(12) as i32)) };
    let mut next = i + 1;
    let mut scale = 1.0;
    // "$4.8 M" is written apart as well; without a currency that is a measure.
    if (l.glued(next) || money && l.at(next) == "m")
        && let Some(factor) = number_word(l.at(next), "suffix")
        && (money || (matches!(l.at(next), "m" | "k") && is_plural(l, next + 1)))
    {
        scale = factor;
        next += 1;
    } else {
        // At most three, as in "1 lakh crore".
        for _ in 0..3 {
            let at = l.after_hyphen(next);
            let Some(factor) = number_word(l.at(at), "scale").or_else(|| number_word(l.at(at), "hundred")) else { break };
            scale *= factor;
            next = at + 1;
        }
        // "two dozen" in figures: "12 dozen".
        if let Some(factor) = number_word(l.at(next), "collective").filter(|_| !l.glued(next)) {
            scale *= factor;
            next += 1;
        }
    }
    if scale >= 1000.0 {
        grain = if decimals == 0 { scale } else { grain * scale };
    }
    Some(Num { amount: Amount { low: value * scale, high: value * scale, grain }, scale, words: false, next })
}

/// "half a million", "half a dozen".
fn half_of_scale(l: &Lexed, i: usize) -> Option<Num> {
    let at = l.after(i, "half a").or_else(|| l.after(i, "a half"))?;
    let factor = number_word(l.at(at), "scale").or_else(|| number_word(l.at(at), "collective"))?;
    Some(Num { amount: Amount { grain: factor / 10.0, ..Amount::exact(factor / 2.0) }, scale: factor, words: true, next: at + 1 })
}

/// "dozens", "tens of thousands": an order of magnitude, of which ten times as much still is one.
fn vague(l: &Lexed, i: usize) -> Option<Num> {
    let mut low = number_word(l.at(i), "vague")?;
    let mut next = i + 1;
    let mut counted = !matches!(l.at(i), "tens" | "scores");
    if l.at(next) == "of"
        && let Some(more) = number_word(l.at(next + 1), "vague").filter(|more| *more > 999.0)
    {
        low *= more / 2.0;
        next += 2;
        counted = true;
    } else if l.at(next) == "of" {
        counted = true;
    }
    counted.then_some(Num { amount: Amount { low, high: low * 10.0, grain: 0.0 }, scale: 1.0, words: true, next })
}

fn words(l: &Lexed, i: usize) -> Option<Num> {
    let mut at = i;
    let article = matches!(l.at(i), "a" | "an");
    let (mut total, mut current, mut scale) = (0.0, 0.0, 1.0);
    let mut last = "";
    if article {
        at += 1;
        current = 1.0;
        if l.after(at, "couple of").is_some() {
            return Some(Num { amount: Amount::exact(2.0), scale, words: true, next: at + 1 });
        }
    }
    let mut end = None;
    loop {
        let joined = l.after_hyphen(at);
        let word_at = if end.is_some() { joined } else { at };
        let after_and = end.is_some() && l.at(word_at) == "and" && matches!(last, "hundred" | "scale");
        let here = if after_and { word_at + 1 } else { word_at };
        let Some((kind, value)) = component(l.at(here)) else { break };
        match (last, kind) {
            ("" | "hundred" | "scale", "digit" | "teen" | "ten") if !(article && last.is_empty()) => current += value,
            ("ten", "digit") if value > 0.0 => current += value,
            ("" | "digit" | "teen", "hundred") if !after_and && (article || !last.is_empty()) => current *= value,
            (_, "scale") if !after_and && (article || !last.is_empty()) && (last != "scale" || current == 0.0) => {
                scale = value;
                if last == "scale" {
                    total *= value
                } else {
                    total += current.max(1.0) * value
                }
                current = 0.0;
            }
            (_, "collective") if !after_and && (article || !last.is_empty()) => current = current.max(1.0) * value,
            _ => break,
        }
        last = kind;
        at = here + 1;
        end = Some(at);
        if kind == "collective" {
            break;
        }
    }
    let mut next = end?;
    if article && !matches!(last, "hundred" | "scale" | "collective") && total == 0.0 {
        return None;
    }
    let mut value = total + current;
    if let Some(behind) = l.after(next, "and a half") {
        value += 0.5 * if total > 0.0 && current == 0.0 { scale } else { 1.0 };
        next = behind;
        if let Some(factor) = number_word(l.at(next), "scale") {
            value *= factor;
            scale = factor;
            next += 1;
        }
    } else if let (Some(point), true) = (l.after(next, "point"), total == 0.0)
        && let Some(("digit", tenths)) = component(l.at(point))
    {
        value += tenths / 10.0;
        next = point + 1;
        if let Some(factor) = number_word(l.at(next), "scale") {
            value *= factor;
            scale = factor;
            next += 1;
        }
    }
    let grain = if scale >= 1000.0 && current == 0.0 { scale / if value % scale == 0.0 { 1.0 } else { 10.0 } } else { 0.0 };
    Some(Num { amount: Amount { low: value, high: value, grain }, scale, words: true, next })
}

fn component(word: &str) -> Option<(&'static str, f64)> {
    ["digit", "teen", "ten", "hundred", "scale", "collective"].into_iter().find_map(|kind| Some((kind, number_word(word, kind)?)))
}

/// Whether the word at `i` looks like a plural noun.
pub(super) fn is_plural(l: &Lexed, i: usize) -> bool {
    let word = l.at(i);
    match noun_word(word) {
        Some((kind, _)) => kind == "plural",
        None => {
            l.is(i, Kind::Word)
                && word.len() > 3
                && word.ends_with('s')
                && !["ss", "us", "is", "ous"].iter().any(|tail| word.ends_with(tail))
        }
    }
}

/// The singular of a plural noun.
pub(super) fn singular(word: &str) -> String {
    if let Some(("plural", singular)) = noun_word(word) {
        return singular.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    for tail in ["ches", "shes", "xes", "sses", "zes"] {
        if word.ends_with(tail) {
            return word.strip_suffix("es").unwrap_or(word).to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') && !stem.ends_with('u') && !stem.ends_with("si") => stem.to_owned(),
        _ => word.to_owned(),
    }
}
