//! Stretches of the calendar.

use jiff::civil::Date;

use super::value::{Interval, Precision};

/// Whole years, both included.
pub(super) fn years(first: i16, last: i16, precision: Precision) -> Option<Interval> {
    Some(Interval { start: Date::new(first, 1, 1).ok()?, end: Date::new(last, 12, 31).ok()?, precision })
}

/// Days of one month, both included.
pub(super) fn interval(year: i16, month: i8, first: i8, last: i8) -> Option<Interval> {
    let precision = if first == last { Precision::Day } else { Precision::Week };
    Some(Interval { start: Date::new(year, month, first).ok()?, end: Date::new(year, month, last).ok()?, precision })
}

/// A month.
pub(super) fn month(year: i16, month: i8) -> Option<Interval> {
    let start = Date::new(year, month, 1).ok()?;
    Some(Interval { start, end: start.last_of_month(), precision: Precision::Month })
}

/// A quarter of a year, 1 to 4.
pub(super) fn quarter(year: i16, nth: i8) -> Option<Interval> {
    let start = Date::new(year, nth.checked_mul(3)?.checked_sub(2)?, 1).ok()?;
    let end = Date::new(year, start.month() + 2, 1).ok()?.last_of_month();
    Some(Interval { start, end, precision: Precision::Quarter })
}

/// Three months from `first`; a winter ends in the next year.
pub(super) fn season(year: i16, first: i8) -> Option<Interval> {
    let start = Date::new(year, first, 1).ok()?;
    let (end_year, end_month) = if first > 10 { (year + 1, first - 10) } else { (year, first + 2) };
    let end = Date::new(end_year, end_month, 1).ok()?.last_of_month();
    Some(Interval { start, end, precision: Precision::Season })
}

/// The `nth` of `of` equal parts: months of a year or season, days of a month, years of a decade or century.
pub(super) fn part(whole: Interval, nth: i8, of: i8) -> Option<Interval> {
    if whole.precision == Precision::Month {
        let (first, last) = match (nth, of) {
            (1, 3) => (1, 10),
            (2, 3) => (11, 20),
            (3, 3) => (21, whole.end.day()),
            (1, _) => (1, 15),
            _ => (16, whole.end.day()),
        };
        return Some(Interval { precision: Precision::Week, ..interval(whole.start.year(), whole.start.month(), first, last)? });
    }
    let months = (i32::from(whole.end.year()) - i32::from(whole.start.year())) * 12 + i32::from(whole.end.month())
        - i32::from(whole.start.month())
        + 1;
    let bound = |k: i32| {
        let month = i32::from(whole.start.month()) - 1 + months * k / i32::from(of);
        let year = i32::from(whole.start.year()) + month.div_euclid(12);
        Date::new(i16::try_from(year).ok()?, i8::try_from(month.rem_euclid(12) + 1).ok()?, 1).ok()
    };
    let start = bound(i32::from(nth) - 1)?;
    let end = bound(i32::from(nth))?.yesterday().ok()?;
    let precision = if whole.precision == Precision::Year { Precision::PartOfYear } else { whole.precision };
    Some(Interval { start, end, precision })
}
