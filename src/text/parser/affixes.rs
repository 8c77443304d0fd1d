//! What is cut off a word at its start and end, and where it is cut inside.

use super::chars::{Chars, Class};

/// Currency signs of more than one character.
const DOLLARS: [&str; 3] = ["US$", "C$", "A$"];

fn dots(word: impl Iterator<Item = char>) -> usize {
    match word.take_while(|c| *c == '.').count() {
        1 => 0,
        n => n,
    }
}

/// Bytes to cut off at the start; 0 for none.
pub(super) fn prefix_len(chars: &Chars, word: &str) -> usize {
    let mut rest = word.chars();
    let Some(first) = rest.next() else { return 0 };
    match first {
        '.' => dots(word.chars()),
        '+' if !rest.next().is_some_and(|c| c.is_ascii_digit()) => 1,
        _ if chars.of(first).is(Class::PREFIX) => first.len_utf8(),
        'U' | 'C' | 'A' => DOLLARS.iter().find(|d| word.starts_with(**d)).map_or(0, |d| d.len()),
        _ => 0,
    }
}

/// Bytes to cut off at the end; 0 for none. Where several patterns fit, the longest does.
pub(super) fn suffix_len(chars: &Chars, word: &str) -> usize {
    let mut back = word.chars().rev();
    let Some(last) = back.next() else { return 0 };
    let (second, third) = (back.next(), back.next());
    let class = |c: Option<char>| c.map(|c| chars.of(c)).unwrap_or_default();
    let after_figure = after_last_digit(word);
    if chars.is_unit(after_figure) {
        return after_figure.len();
    }
    match (second, last) {
        (Some('.'), '.') => return dots(word.chars().rev()),
        (Some('…'), '…') => return 2 * '…'.len_utf8(),
        (Some(quote @ ('\'' | '’')), 's' | 'S') => return quote.len_utf8() + 1,
        (Some(digit), '+') if digit.is_ascii_digit() => return 1,
        _ => {}
    }
    if chars.of(last).is(Class::SUFFIX) {
        return last.len_utf8();
    }
    let stop = last == '.'
        && (class(second).is(Class::BEFORE_STOP)
            || class(second).is(Class::UPPER) && class(third).is(Class::UPPER)
            || matches!((third, second), (Some('°'), Some('F' | 'f' | 'C' | 'c' | 'K' | 'k'))));
    usize::from(stop)
}

/// What follows the last ASCII digit, if that is short enough to be a unit; else empty.
fn after_last_digit(word: &str) -> &str {
    const LONGEST: usize = 12;
    let tail = word.bytes().rev().take(LONGEST + 1).position(|b| b.is_ascii_digit());
    tail.and_then(|n| word.get(word.len() - n..)).unwrap_or_default()
}

/// Bytes of the infix with which `rest` begins, after the character `previous`; 0 for none.
pub(super) fn infix_at(chars: &Chars, previous: Option<char>, rest: &str) -> usize {
    let mut ahead = rest.chars();
    let Some(c) = ahead.next() else { return 0 };
    // Nearly all characters of nearly all words are letters, which never are one.
    if c.is_ascii_alphanumeric() {
        return 0;
    }
    let next = ahead.next();
    if c == '.' && next == Some('.') {
        return dots(rest.chars());
    }
    if c == '…' || chars.of(c).is(Class::ICON) {
        return c.len_utf8();
    }
    let Some(previous) = previous else { return 0 };
    let before = chars.of(previous);
    let after = |c: Option<char>, wanted: Class| c.is_some_and(|c| chars.of(c).is(wanted));
    let figure = previous.is_ascii_digit();
    let word = before.is(Class::LETTER) || figure;
    let fits = match c {
        '+' | '-' | '*' | '^' if figure && next.is_some_and(|n| n.is_ascii_digit() || n == '-') => true,
        '.' => before.is(Class::LOWER.or(Class::QUOTE)) && after(next, Class::UPPER.or(Class::QUOTE)),
        ',' => before.is(Class::LETTER) && after(next, Class::LETTER),
        ':' | '<' | '>' | '=' | '/' | '-' | '–' | '—' | '~' => word && after(next, Class::LETTER),
        _ => false,
    };
    if fits {
        return c.len_utf8();
    }
    let dash = ["--", "---", "——"]
        .into_iter()
        .filter(|_| word)
        .find(|dash| rest.strip_prefix(*dash).is_some_and(|after_dash| after(after_dash.chars().next(), Class::LETTER)));
    dash.map_or(0, str::len)
}
