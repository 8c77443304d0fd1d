#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use super::*;
use crate::statement::cues::cue;

fn shown(text: &str) -> Vec<String> {
    markers(text)
        .iter()
        .map(|marker| {
            let words = marker.span.of(text);
            match marker.kind {
                MarkerKind::Likelihood(l) => {
                    let row = |row: Option<Row>| row.map_or("-".to_owned(), |row| format!("{}-{}", row.low, row.high));
                    format!("{words}: likelihood {} {}", row(l.icd), row(l.phia))
                }
                MarkerKind::Confidence(level) => format!("{words}: confidence {level:?}"),
                MarkerKind::Hedge(hedge) => format!("{words}: hedge {:?} {}", hedge.kind, hedge.strength),
                MarkerKind::Negation(scope) => format!("{words}: not {scope:?}"),
                MarkerKind::Quantifier(q) => format!("{words}: {:?} {}", q.dimension, q.rank),
            }
        })
        .collect()
}

#[test]
fn markers_are_found_in_text() {
    for (text, expected) in [
        (
            "It is very unlikely that talks resume.",
            vec!["very unlikely: likelihood 5-20 -", "unlikely: hedge Adjective 0.3", "unlikely: not Weak"],
        ),
        (
            "We judge with high confidence that it is almost certain.",
            vec!["high confidence: confidence High", "almost certain: likelihood 95-99 95-100", "almost: Extent 92"],
        ),
        ("There is a realistic possibility of a strike.", vec!["realistic possibility: likelihood - 40-50", "possibility: hedge Noun 0.4"]),
        ("They didn’t sign, and no one left.", vec!["n’t: not Clause", "no one: not Noun", "no one: Amount 0"]),
        ("The court always rules so in remote villages.", vec!["always: Frequency 100"]),
        ("The chance is remote.", vec!["chance: hedge Noun 0.45", "remote: likelihood 1-5 -", "remote: hedge Adjective 0.05"]),
        ("Prices were expected to fall.", vec!["were expected to: hedge Verb 0.6"]),
        ("", vec![]),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn verbs_are_looked_up_by_lemma() {
    assert_eq!(reporting("say"), Some(ReportingStance::Neutral));
    assert_eq!(reporting("allege"), Some(ReportingStance::Distancing));
    assert_eq!(reporting("reveal"), Some(ReportingStance::Factive));
    assert_eq!(reporting("deny"), Some(ReportingStance::Denial));
    assert_eq!(reporting("run"), None);
    assert_eq!(negation("refuse to"), Some(Scope::Complement));
    assert_eq!(hedge("speculation that").map(|h| h.kind), Some(HedgeKind::Noun));
    assert!(quantifier("all").unwrap().rank > quantifier("most").unwrap().rank);
    assert!(quantifier("never").unwrap().rank < quantifier("rarely").unwrap().rank);
}

/// Both scales whole, each term where the publication has it.
#[test]
fn scales_are_complete() {
    for scale in [|l: Likelihood| l.icd, |l: Likelihood| l.phia] {
        let rows: HashSet<u8> = likelihood_terms().filter_map(scale).map(|row| row.number).collect();
        assert_eq!(rows, (1..=7).collect());
        for row in likelihood_terms().filter_map(scale) {
            assert!(row.low < row.high && row.high <= 100, "{row:?}");
        }
    }
    assert_eq!(likelihood("likely").unwrap().icd.unwrap().high, 80);
    assert_eq!(likelihood("likely").unwrap().phia.unwrap().high, 75);
}

/// The cues of the statements give ICD 203's terms the same ranges.
#[test]
fn cues_agree_with_the_scale() {
    for entry in likelihood_terms() {
        for form in ['a', 'r', 'n'] {
            if let (Some(cue), Some(row)) = (cue(entry.term, form), entry.icd)
                && let Some(range) = cue.range
            {
                assert_eq!(range, [row.low, row.high], "{}", entry.term);
            }
        }
    }
}

#[test]
fn lists_are_well_formed() {
    for (table, columns, least) in
        [(LIKELIHOOD, 7, 20), (CONFIDENCE, 2, 20), (HEDGES, 3, 200), (REPORTING, 2, 150), (NEGATION, 2, 100), (QUANTIFIERS, 3, 100)]
    {
        assert!(table.starts_with('#'));
        let mut seen = HashSet::new();
        for row in tsv::rows(table) {
            assert_eq!(row.len(), columns, "{row:?}");
            assert!(!row[0].is_empty() && row[0] == row[0].to_lowercase(), "{row:?}");
            assert!(seen.insert(row[0]), "twice: {row:?}");
            let valid = match table {
                LIKELIHOOD => likelihood(row[0]).is_some_and(|l| l.icd.is_some() || l.phia.is_some()),
                CONFIDENCE => level(row[1]).is_some(),
                HEDGES => hedge(row[0]).is_some_and(|h| (0.0..=1.0).contains(&h.strength)),
                REPORTING => reporting(row[0]).is_some(),
                NEGATION => negation(row[0]).is_some(),
                _ => quantifier(row[0]).is_some_and(|q| q.rank <= 100),
            };
            assert!(valid, "{row:?}");
        }
        assert!(seen.len() >= least);
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read(text in "(n['’]t|remote|not|is|unlikely|[ ]|\\PC){0,20}") {
        for marker in markers(&text) {
            proptest::prop_assert!(!marker.span.of(&text).is_empty());
        }
    }
}
