//! Who stands how to whom in short texts over politics, business, labour, courts, science, sport and more.
//!
//! `cargo test --test pairs -- --nocapture` prints every difference and the shares. The format is told at the head of `pairs.txt`;
//! `unseen.txt` was written before the program had read it and is not developed on.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;

use backtext::statement::{Analysis, Drift, Filler, Polarity, analyse, coref};
use backtext::text::{parser::Parser, sentence};

/// (party, party, drift), the parties in the order of the alphabet.
type Pair = (String, String, Drift);

struct Case<'a> {
    text: &'a str,
    wanted: BTreeSet<Pair>,
}

fn pair(a: &str, b: &str, drift: Drift) -> Pair {
    let (a, b) = (a.min(b), a.max(b));
    (a.to_owned(), b.to_owned(), drift)
}

fn cases(text: &str) -> Vec<Case<'_>> {
    let mut out: Vec<Case> = Vec::new();
    for line in text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        match line.strip_prefix("  ") {
            None => out.push(Case { text: line, wanted: BTreeSet::new() }),
            Some("none") => {}
            Some(row) => {
                let split = |mark: &str, drift| row.split_once(mark).map(|(a, b)| pair(a, b, drift));
                let row = split(" + ", Drift::Cooperation).or_else(|| split(" - ", Drift::Conflict)).unwrap();
                out.last_mut().unwrap().wanted.insert(row);
            }
        }
    }
    out
}

/// Whom a filler names, among the parties of the case; else a name as it stands.
fn who(f: &Filler, parties: &BTreeSet<&str>) -> BTreeSet<String> {
    let named = |text: &str| {
        let padded = format!(" {} ", text.replace(|c: char| !c.is_alphanumeric(), " "));
        parties.iter().filter(|p| padded.contains(&format!(" {p} "))).map(|p| (*p).to_owned()).collect::<Vec<_>>()
    };
    let own: BTreeSet<String> = f.actors(&mut |t| named(t)).into_iter().collect();
    if !own.is_empty() {
        return own;
    }
    let capital = |t: &str| t.split(' ').any(|w| w.chars().next().is_some_and(char::is_uppercase));
    f.actors(&mut |t| if capital(t) { vec![t.to_owned()] } else { Vec::new() }).into_iter().collect()
}

fn found(text: &str, parties: &BTreeSet<&str>) -> BTreeSet<Pair> {
    let spans = sentence::split(text);
    let mut analyses: Vec<Analysis> = spans.iter().map(|s| analyse(s.of(text), Parser::shared().parse(s.of(text)))).collect();
    coref::resolve_paragraph(&mut analyses, &coref::Context::default());
    let mut out = BTreeSet::new();
    for r in analyses
        .iter()
        .flat_map(|a| &a.statements)
        .filter(|s| s.polarity == Polarity::Affirmed)
        .flat_map(|s| s.relations())
        .filter(|r| r.drift != Drift::Neutral)
    {
        for a in who(r.a, parties) {
            out.extend(who(r.b, parties).into_iter().filter(|b| a != *b).map(|b| pair(&a, &b, r.drift)));
        }
    }
    out
}

/// Prints every difference of a file; recall and precision.
fn score(name: &str, text: &str) -> (f64, f64) {
    let (mut wanted, mut right, mut given) = (0u32, 0u32, 0u32);
    for case in cases(text) {
        let parties: BTreeSet<&str> = case.wanted.iter().flat_map(|(a, b, _)| [a.as_str(), b.as_str()]).collect();
        let found = found(case.text, &parties);
        wanted += case.wanted.len() as u32;
        given += found.len() as u32;
        right += found.intersection(&case.wanted).count() as u32;
        for (a, b, drift) in case.wanted.difference(&found) {
            println!("missed   {a} | {b} | {drift:?}: {}", case.text);
        }
        for (a, b, drift) in found.difference(&case.wanted) {
            println!("spurious {a} | {b} | {drift:?}: {}", case.text);
        }
    }
    let (recall, precision) = (f64::from(right) / f64::from(wanted), f64::from(right) / f64::from(given));
    println!("{name}: {right} of {wanted}, recall {recall:.2}, precision {precision:.2}");
    (recall, precision)
}

#[test]
fn short_texts_are_read() {
    let (recall, precision) = score("developed on", include_str!("pairs.txt"));
    assert!(recall >= 0.92 && precision >= 0.95, "recall {recall:.2}, precision {precision:.2}");
    let (recall, precision) = score("not developed on", include_str!("unseen.txt"));
    assert!(recall >= 0.75 && precision >= 0.8, "recall {recall:.2}, precision {precision:.2}");
}

/// What it costs until words can be looked up: the lexicons and tables of words are read when they are first asked for.
/// Printed by `cargo test --release --test pairs tables -- --nocapture` (run alone, or another test has read them already).
#[test]
fn word_tables_are_there_at_once() {
    use backtext::knowledge::lexicon::{Head, is_head, known, state_form};
    use backtext::statement::acts::{EntryForm, act};
    use backtext::text::similar::{WordClass, relation, vector};

    let begun = std::time::Instant::now();
    assert!(act("accuse", EntryForm::Verb).is_some());
    assert!(vector("treaty").is_some() && relation("accept", WordClass::Verb, "reject", WordClass::Verb).is_some());
    assert!(state_form("Romanian").is_some() && known("EU").is_some() && is_head(Head::Org, "union"));
    let taken = begun.elapsed();
    println!("word tables: {:.1} ms", taken.as_secs_f64() * 1000.0);
    // Without optimisation it takes some times as long.
    assert!(taken.as_millis() <= if cfg!(debug_assertions) { 400 } else { 20 }, "{taken:?}");
}
