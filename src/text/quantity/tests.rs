//! The grammar and the comparison, as tables.
#![allow(clippy::unwrap_used)]

use std::fmt::Write;

use super::*;

/// A quantity on one line: its words, kind, comparator, value and unit.
fn show(text: &str, q: &Quantity) -> String {
    let mut line = format!("{}: ", q.span.of(text));
    let comparator = match q.comparator {
        Comparator::Exactly => "",
        Comparator::About => "~",
        Comparator::AtLeast => ">=",
        Comparator::AtMost => "<=",
        Comparator::MoreThan => ">",
        Comparator::LessThan => "<",
        Comparator::Nearly => "nearly ",
        Comparator::Between => "between ",
        Comparator::Since => "since ",
        Comparator::Until => "until ",
    };
    line.push_str(comparator);
    let amount = |a: &Amount| if a.is_single() { format!("{}", round(a.low)) } else { format!("{}..{}", round(a.low), round(a.high)) };
    let moment = |m: &Moment| match m {
        Moment::Calendar(i) if i.start == i.end => format!("{}", i.start),
        Moment::Calendar(i) => format!("{}/{}", i.start, i.end),
        Moment::Recurring { interval: i, shift } => format!(
            "{:02}-{:02}/{:02}-{:02}{}",
            i.start.month(),
            i.start.day(),
            i.end.month(),
            i.end.day(),
            shift.map_or(String::new(), |s| format!(" {s:+}y"))
        ),
        Moment::Weekday { day, shift } => format!("weekday {day}{}", shift.map_or(String::new(), |s| format!(" {s:+}w"))),
        Moment::Relative { unit, shift } => format!("{shift:+} {unit}"),
        Moment::Named(name) => format!("{name:?}"),
    };
    let _ = match &q.value {
        Value::Number(a) => write!(line, "{}", amount(a)),
        Value::Share(a) => write!(line, "{} of it", amount(a)),
        Value::Money(a) => write!(line, "{}", amount(a)),
        Value::Multiple(a) => write!(line, "x{}", amount(a)),
        Value::Ordinal(n) => write!(line, "#{n}"),
        Value::Score(a, b) => write!(line, "{a}:{b}"),
        Value::Label(n) => write!(line, "No {n}"),
        Value::Clock(m) => write!(line, "{:02}h{:02}", m / 60, m % 60),
        Value::Date(m) => write!(line, "{}", moment(m)),
        Value::Period(a, b) => write!(line, "{} -> {}", moment(a), moment(b)),
    };
    match &q.unit {
        Unit::None => {}
        Unit::Currency(code) => line.push_str(&format!(" {code}")),
        Unit::Measure(name) => line.push_str(&format!(" {name}")),
        Unit::Noun(noun) => line.push_str(&format!(" [{noun}]")),
        Unit::Age => line.push_str(" of age"),
        Unit::Points => line.push_str(" points"),
    }
    line
}

fn round(x: f64) -> f64 {
    (x * 1e6).round() / 1e6
}

/// Cases are a sentence, and indented below it what is found in it.
#[test]
fn finds_quantities() {
    let mut wrong = String::new();
    let mut blocks: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in include_str!("cases/find.txt").lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        match (line.strip_prefix("    "), blocks.last_mut()) {
            (Some(found), Some((_, expected))) => expected.push(found),
            _ => blocks.push((line, Vec::new())),
        }
    }
    for (text, expected) in blocks {
        let found: Vec<String> = find(text).iter().map(|q| show(text, q)).collect();
        if found != expected {
            let _ = write!(wrong, "{text}\n    {}\n  expected\n    {}\n", found.join("\n    "), expected.join("\n    "));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Cases are a claim, its evidence and the relation, between bars; the first quantity of each counts.
#[test]
fn compares_quantities() {
    let mut wrong = String::new();
    for line in include_str!("cases/compare.txt").lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [claim, evidence, expected] = parts[..] else { panic!("three columns: {line}") };
        let first = |text: &str| find(text).into_iter().next();
        let got = match (first(claim), first(evidence)) {
            (Some(a), Some(b)) => format!("{:?}", compare(&a, &b)),
            (a, b) => format!("nothing found: {a:?} {b:?}"),
        };
        if got != expected {
            let _ = writeln!(wrong, "{line}   got {got}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn tables_are_well_formed() {
    use super::tables::*;
    use crate::text::tsv::rows;
    for (name, table, columns) in [
        ("numbers", NUMBERS, 3),
        ("comparators", COMPARATORS, 3),
        ("currencies", CURRENCIES, 4),
        ("units", UNITS, 4),
        ("calendar", CALENDAR, 4),
        ("nouns", NOUNS, 3),
    ] {
        assert!(table.starts_with('#'), "{name} has a header");
        let mut seen = std::collections::HashSet::new();
        for row in rows(table) {
            assert_eq!(row.len(), columns, "{name}: {row:?}");
            let key =
                if matches!(name, "numbers" | "calendar" | "comparators") { format!("{} {}", row[0], row[1]) } else { row[0].to_owned() };
            assert!(seen.insert(key), "{name}: twice {row:?}");
            assert_eq!(row[0], row[0].to_lowercase(), "{name}: {row:?}");
            match name {
                "numbers" => assert!(row[2].parse::<f64>().is_ok(), "{row:?}"),
                "comparators" => assert!(comparator(row[1]).is_some() && place(row[2]).is_some(), "{row:?}"),
                "currencies" => assert!(row[1].len() == 3 && row[2].parse::<f64>().is_ok() && place(row[3]).is_some(), "{row:?}"),
                "units" => assert!(row[3].parse::<f64>().is_ok(), "{row:?}"),
                "calendar" => assert!(row[2].parse::<i8>().is_ok() && matches!(row[3], "-" | "sure"), "{row:?}"),
                _ => assert!(matches!(row[1], "plural" | "stop" | "label"), "{row:?}"),
            }
        }
    }
}

proptest::proptest! {
    /// Any text gives quantities in order, on character boundaries, and comparing them does not panic.
    #[test]
    fn any_text_is_read(text in "([0-9]{1,5}|[-–:,./%$€'’]|May|Jan|year|century|to|of|the|half|two|third|million|q|[ ]|\\PC){0,24}") {
        let found = find(&text);
        let mut end = 0;
        for q in &found {
            proptest::prop_assert!(q.span.start >= end && !q.span.of(&text).is_empty());
            end = q.span.end;
        }
        for a in &found {
            for b in &found {
                compare(a, b);
            }
        }
    }
}
