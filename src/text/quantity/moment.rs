//! One moment: a day, month, year, decade, weekday, "last May", "two weeks ago".

use jiff::civil::Date;
use smol_str::SmolStr;

use super::calendar::{interval, month, part, quarter, season, years};
use super::lex::{Kind, Lexed};
use super::number::{is_plural, number};
use super::tables::{UNIT, calendar_word, number_word};
use super::value::{Interval, Moment, Precision};

/// A moment without a year is an interval of this one; it is a leap year, so that 29 February exists.
pub(super) const ANY_YEAR: i16 = 2000;

/// The moment at `i` and the position behind it. `sure`: the words before say that a date follows.
pub(super) fn moment(l: &Lexed, i: usize, sure: bool) -> Option<(Moment, usize)> {
    let the = l.at(i) == "the";
    let at = if the { i + 1 } else { i };
    staged(l, at, sure || the, the)
        .or_else(|| day_word(l, i))
        .or_else(|| ago(l, i))
        .or_else(|| shifted(l, at, the))
        .or_else(|| base(l, at, sure, the))
}

/// A whole year.
pub(super) fn year(year: i16) -> Option<Moment> {
    years(year, year, Precision::Year).map(Moment::Calendar)
}

/// Lends a year that only one end of a period names to the other: "between May and July 2021".
pub(super) fn share_year(from: Moment, to: Moment) -> (Moment, Moment) {
    match (from, to) {
        (Moment::Recurring { interval, .. }, Moment::Calendar(to)) => {
            let same = with_year(interval, to.end.year()).filter(|from| from.start <= to.end);
            let from = same.or_else(|| with_year(interval, to.end.year() - 1)).unwrap_or(interval);
            (Moment::Calendar(from), Moment::Calendar(to))
        }
        (Moment::Calendar(from), Moment::Recurring { interval, .. }) if from.precision < Precision::Year => {
            let same = with_year(interval, from.start.year()).filter(|to| from.start <= to.end);
            let to = same.or_else(|| with_year(interval, from.start.year() + 1)).unwrap_or(interval);
            (Moment::Calendar(from), Moment::Calendar(to))
        }
        other => other,
    }
}

/// The same stretch in another year.
pub(super) fn with_year(at: Interval, year: i16) -> Option<Interval> {
    let over = at.end.year() - at.start.year();
    let move_to =
        |date: Date, year| Date::new(year, date.month(), date.day()).or_else(|_| Date::new(year, date.month(), date.day() - 1)).ok();
    Some(Interval { start: move_to(at.start, year)?, end: move_to(at.end, year + over)?, precision: at.precision })
}

/// "early March", "mid-2023", "the end of the year", "the first half of 2024".
fn staged(l: &Lexed, i: usize, sure: bool, the: bool) -> Option<(Moment, usize)> {
    let word = l.at(i);
    if let Some((third, _)) = calendar_word(word, "part") {
        let of = l.at(i + 1) == "of";
        let plain = matches!(word, "early" | "mid" | "late");
        if of == plain {
            return None;
        }
        let at = if of { i + 2 } else { l.after_hyphen(i + 1) };
        let skip = if l.at(at) == "the" { at + 1 } else { at };
        if of && (skip > at || calendar_word(l.at(at), "shift").is_some()) {
            let shift = calendar_word(l.at(skip), "shift").map_or(skip, |_| skip + 1);
            if calendar_word(l.at(shift), "unit").is_some() {
                let name: Vec<&str> = (i..=shift).map(|k| l.at(k)).collect();
                return Some((Moment::Named(SmolStr::from(name.join(" "))), shift + 1));
            }
        }
        let (whole, next) = shifted(l, skip, true)
            .filter(|(m, _)| matches!(m, Moment::Recurring { .. }))
            .or_else(|| base(l, skip, true, skip > at || the))?;
        return Some((within(whole, third)?, next));
    }
    if let (Some(nth), "half") = (number_word(word, "ordinal").filter(|n| *n < 3.0), l.at(i + 1)) {
        let at = l.after(i + 2, "of")?;
        let skip = if l.at(at) == "the" { at + 1 } else { at };
        let (whole, next) = base(l, skip, true, skip > at)?;
        let Moment::Calendar(whole) = whole else { return None };
        return Some((Moment::Calendar(part(whole, nth as i8, 2)?), next));
    }
    let (nth, at) = match l.at(i) {
        "q" if l.glued(i + 1) => (l.whole(i + 1)?.0 as f64, i + 2),
        word => (number_word(word, "ordinal")?, l.after(l.after_hyphen(i + 1), "quarter")?),
    };
    if !(1.0..5.0).contains(&nth) || !sure && l.at(i) != "q" {
        return None;
    }
    let of = l.after(at, "of").unwrap_or(at);
    let of = if l.at(of) == "the" { of + 1 } else { of };
    match year_number(l, of, true) {
        Some((y, next)) => Some((Moment::Calendar(quarter(y, nth as i8)?), next)),
        None if l.at(i) == "q" || l.at(at) != "of" => {
            Some((Moment::Recurring { interval: quarter(ANY_YEAR, nth as i8)?, shift: None }, at))
        }
        None => None,
    }
}

/// A third of a moment: early, mid, late.
fn within(whole: Moment, third: i8) -> Option<Moment> {
    Some(match whole {
        Moment::Calendar(whole) => Moment::Calendar(part(whole, third, 3)?),
        Moment::Recurring { interval, shift } => Moment::Recurring { interval: part(interval, third, 3)?, shift },
        _ => return None,
    })
}

/// "today", "yesterday", "tomorrow".
fn day_word(l: &Lexed, i: usize) -> Option<(Moment, usize)> {
    let shift = match l.at(i) {
        "today" | "tonight" => 0,
        "yesterday" => -1,
        "tomorrow" => 1,
        _ => return None,
    };
    Some((Moment::Relative { unit: SmolStr::new_static("day"), shift }, i + 1))
}

/// "two weeks ago", "a decade ago".
fn ago(l: &Lexed, i: usize) -> Option<(Moment, usize)> {
    let (count, at) = match number(l, i, false) {
        Some(num) if num.amount.is_single() && num.amount.low < 1000.0 => (num.amount.low, num.next),
        None if matches!(l.at(i), "a" | "an") => (1.0, i + 1),
        _ => return None,
    };
    let (unit, next) = UNIT.longest(l, at, |m| m.dimension == "time")?;
    let next = l.after(next, "ago")?;
    Some((Moment::Relative { unit: SmolStr::new_static(unit.name), shift: -(count as i32) }, next))
}

/// "last year", "next Monday", "last May", "this summer".
fn shifted(l: &Lexed, i: usize, the: bool) -> Option<(Moment, usize)> {
    let (shift, _) = calendar_word(l.at(i), "shift")?;
    let word = l.at(i + 1);
    let next = i + 2;
    if let Some((m, _)) = calendar_word(word, "month").filter(|_| l.capital(i + 1)) {
        // "last May 5" is not said; a year behind makes the shift moot.
        if year_number(l, next, true).is_some() {
            return base(l, i + 1, true, false);
        }
        return Some((Moment::Recurring { interval: month(ANY_YEAR, m)?, shift: Some(shift) }, next));
    }
    if let Some((day, false)) = calendar_word(word, "weekday") {
        return Some((Moment::Weekday { day, shift: Some(shift) }, next));
    }
    if let Some((first, _)) = calendar_word(word, "season") {
        return Some((Moment::Recurring { interval: season(ANY_YEAR, first)?, shift: Some(shift) }, next));
    }
    // "the following day" is told from another day than today; "the last century" is not one count back from it either.
    let told_from_now =
        matches!(l.at(i), "last" | "this" | "next" | "current" | "past" | "previous" | "coming") && !(the && l.at(i) == "last");
    calendar_word(word, "unit").filter(|_| told_from_now)?;
    Some((Moment::Relative { unit: SmolStr::from(word), shift: i32::from(shift) }, next))
}

fn base(l: &Lexed, i: usize, sure: bool, the: bool) -> Option<(Moment, usize)> {
    weekday(l, i)
        .or_else(|| iso(l, i))
        .or_else(|| day_month(l, i))
        .or_else(|| month_day(l, i, sure && !the))
        .or_else(|| season_of(l, i, sure, the))
        .or_else(|| decade(l, i, the))
        .or_else(|| century(l, i))
        .or_else(|| {
            let (y, next) = year_number(l, i, sure)?;
            if matches!(l.at(next), "bc" | "bce") {
                return Some((year(1 - y)?, next + 1));
            }
            Some((year(y)?, next))
        })
}

/// "Monday", "Monday, Jan. 5".
fn weekday(l: &Lexed, i: usize) -> Option<(Moment, usize)> {
    let (day, care) = calendar_word(l.at(i), "weekday").filter(|_| l.capital(i))?;
    let mut at = i + 1;
    if care && l.at(at) == "." {
        at += 1;
    }
    let at = if l.at(at) == "," { at + 1 } else { at };
    let at = if l.at(at) == "the" { at + 1 } else { at };
    if let Some(hit) = day_month(l, at).or_else(|| month_day(l, at, false)).filter(|(m, _)| m.precision() == Some(Precision::Day)) {
        return Some(hit);
    }
    (!care).then_some((Moment::Weekday { day, shift: None }, i + 1))
}

/// "2021-01-05".
fn iso(l: &Lexed, i: usize) -> Option<(Moment, usize)> {
    let dashed = (i + 1..i + 5).all(|k| l.glued(k)) && l.at(i + 1) == "-" && l.at(i + 3) == "-";
    let ((y, 4), (m, 2), (d, 2)) = (l.whole(i)?, l.whole(i + 2)?, l.whole(i + 4)?) else { return None };
    let date = Date::new(i16::try_from(y).ok()?, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()?;
    dashed.then_some((Moment::Calendar(Interval { start: date, end: date, precision: Precision::Day }), i + 5))
}

/// A day of the month at `i`, with "st", "nd", "rd", "th".
fn day(l: &Lexed, i: usize) -> Option<(i8, usize)> {
    let (value, _) = l.whole(i).filter(|(v, digits)| (1..=31).contains(v) && *digits <= 2)?;
    let next = if l.glued(i + 1) && matches!(l.at(i + 1), "st" | "nd" | "rd" | "th") { i + 2 } else { i + 1 };
    if l.at(next) == ":" && l.glued(next) || l.at(next) == "%" {
        return None;
    }
    Some((i8::try_from(value).ok()?, next))
}

/// The month at `i`, with the point of an abbreviation; whether it needs care.
fn month_name(l: &Lexed, i: usize) -> Option<(i8, bool, usize)> {
    let (value, care) = calendar_word(l.at(i), "month").filter(|_| l.capital(i))?;
    let short = l.at(i).len() <= 4 && !matches!(l.at(i), "may" | "june" | "july");
    let next = if short && l.at(i + 1) == "." && l.glued(i + 1) { i + 2 } else { i + 1 };
    Some((value, care && !(short && next == i + 2), next))
}

/// A year behind a month or a day: ", 2021", "2021", "of 2021".
fn trailing_year(l: &Lexed, i: usize) -> Option<(i16, usize)> {
    let at = if matches!(l.at(i), "," | "of") { i + 1 } else { i };
    year_number(l, at, true)
}

/// "5 January 2021", "5th of January", "5–7 January".
fn day_month(l: &Lexed, i: usize) -> Option<(Moment, usize)> {
    if l.is_name_part(i) {
        return None;
    }
    let (first, next) = day(l, i)?;
    let (last, next) = match l.at(next) {
        "-" | "–" if l.glued(next) => day(l, next + 1).filter(|(last, _)| *last > first)?,
        _ => (first, next),
    };
    let next = l.after(next, "of").unwrap_or(next);
    let (month, _, next) = month_name(l, next)?;
    dated(l, month, first, last, next)
}

/// "Jan. 5, 2021", "January 5–7", "May 2021", "May".
fn month_day(l: &Lexed, i: usize, sure: bool) -> Option<(Moment, usize)> {
    let (value, care, next) = month_name(l, i)?;
    // "In May 20 people died" counts people; "on May 20 people gathered" does not.
    let counts = l.before(i) == "in" && is_plural(l, next + 1);
    if let Some((first, after)) = day(l, next).filter(|_| !counts) {
        let (last, after) = match l.at(after) {
            "-" | "–" if l.glued(after) => day(l, after + 1).filter(|(last, _)| *last > first).unwrap_or((first, after)),
            _ => (first, after),
        };
        return dated(l, value, first, last, after);
    }
    if let Some((y, after)) = trailing_year(l, next) {
        return Some((Moment::Calendar(month(y, value)?), after));
    }
    if care && !sure {
        return None;
    }
    Some((Moment::Recurring { interval: month(ANY_YEAR, value)?, shift: None }, next))
}

fn dated(l: &Lexed, month: i8, first: i8, last: i8, next: usize) -> Option<(Moment, usize)> {
    match trailing_year(l, next) {
        Some((y, next)) => Some((Moment::Calendar(interval(y, month, first, last)?), next)),
        None => Some((Moment::Recurring { interval: interval(ANY_YEAR, month, first, last)?, shift: None }, next)),
    }
}

/// "summer 2021", "the spring of 2020", "in the winter".
fn season_of(l: &Lexed, i: usize, sure: bool, the: bool) -> Option<(Moment, usize)> {
    let (first, _) = calendar_word(l.at(i), "season")?;
    let named = l.at(i) != "fall";
    if let Some((y, next)) = trailing_year(l, i + 1) {
        return Some((Moment::Calendar(season(y, first)?), next));
    }
    (sure && named && (the || l.before(i) == "in") && l.at(i + 1) != "of")
        .then_some((Moment::Recurring { interval: season(ANY_YEAR, first)?, shift: None }, i + 1))
}

/// "1990s", "the '90s", "the nineties", "the 1800s".
fn decade(l: &Lexed, i: usize, the: bool) -> Option<(Moment, usize)> {
    let short = |tens: i64| if tens >= 20 { 1900 + tens } else { 2000 + tens };
    if the && let Some((tens, _)) = calendar_word(l.at(i), "decade") {
        let start = i16::try_from(short(i64::from(tens))).ok()?;
        return Some((Moment::Calendar(years(start, start + 9, Precision::Decade)?), i + 1));
    }
    let quoted = matches!(l.at(i), "'" | "‘");
    let at = if quoted { i + 1 } else { i };
    let (value, digits) = l.whole(at).filter(|(v, _)| v % 10 == 0)?;
    let next = if l.at(at + 1) == "s" && l.glued(at + 1) {
        at + 2
    } else if the && l.at(at + 1) == "'" && l.at(at + 2) == "s" && l.glued(at + 2) {
        at + 3
    } else {
        return None;
    };
    let start = i16::try_from(match digits {
        4 if (1000..2200).contains(&value) => value,
        2 if the || quoted => short(value),
        _ => return None,
    })
    .ok()?;
    let (last, precision) =
        if digits == 4 && start % 100 == 0 && start < 2000 { (start + 99, Precision::Century) } else { (start + 9, Precision::Decade) };
    Some((Moment::Calendar(years(start, last, precision)?), next))
}

/// "19th century", "the nineteenth century", "the fifth century BC".
fn century(l: &Lexed, i: usize) -> Option<(Moment, usize)> {
    let (nth, next) = match l.whole(i) {
        Some((nth, _)) if l.glued(i + 1) && matches!(l.at(i + 1), "st" | "nd" | "rd" | "th") => (nth as f64, i + 2),
        Some(_) => return None,
        None => match number_word(l.at(i), "ten") {
            Some(ten) => (ten + number_word(l.at(l.after_hyphen(i + 1)), "ordinal")?, l.after_hyphen(i + 1) + 1),
            None => (number_word(l.at(i), "ordinal")?, i + 1),
        },
    };
    let at = l.after_hyphen(next);
    let next = l.after(at, "century").or_else(|| l.after(at, "centuries"))?;
    if !(1.0..=30.0).contains(&nth) {
        return None;
    }
    let start = (nth as i16 - 1) * 100;
    if matches!(l.at(next), "bc" | "bce") {
        return Some((Moment::Calendar(years(-start - 99, -start, Precision::Century)?), next + 1));
    }
    Some((Moment::Calendar(years(start, start + 99, Precision::Century)?), next))
}

/// A year in four figures. Where nothing before it says that it is one, it must look like one.
fn year_number(l: &Lexed, i: usize, sure: bool) -> Option<(i16, usize)> {
    let (value, _) = l.whole(i).filter(|(v, digits)| *digits == 4 && (1000..2200).contains(v))?;
    let before = l.before(i);
    let joined = l.is_name_part(i) && !matches!(l.at(i.wrapping_sub(2)), "mid" | "pre" | "post" | "early" | "late");
    let currency = matches!(before, "$" | "€" | "£" | "¥" | "₹" | "rs");
    let next = i + 1;
    let behind = l.at(next);
    let suffixed = l.glued(next) && (l.is(next, Kind::Word) || matches!(behind, "%" | ":"));
    let scaled = number_word(behind, "scale").is_some() || matches!(behind, "per" | "percent" | "%");
    let measured = !l.capital(next) && UNIT.longest(l, next, |_| !matches!(behind, "c" | "m" | "w" | "g" | "min" | "sec")).is_some();
    if joined || currency || suffixed || scaled || measured {
        return None;
    }
    let counts = l.is(next, Kind::Word) && !l.capital(next) && is_plural(l, next);
    let usual = (1900..2051).contains(&value);
    let determined = matches!(before, "the" | "s" | "its" | "their" | "this" | "that" | "(");
    let fits = if counts {
        usual && (value % 100 != 0 || sure && before != "by" || determined)
    } else if sure || determined && (usual || l.capital(next) || before == "(") {
        true
    } else {
        usual
    };
    fits.then(|| i16::try_from(value).ok().map(|y| (y, next))).flatten()
}
