#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use super::*;
use crate::text::tsv::rows;

#[track_caller]
fn near(a: &str, b: &str, expected: f32) {
    let found = cosine(a, b).unwrap();
    assert!((found - expected).abs() < 0.06, "{a} ~ {b}: {found:.3}, expected about {expected}");
}

/// Figures of the full-precision model.
#[test]
fn cosine_is_that_of_the_model() {
    near("funds", "money", 0.60);
    near("ceasefire", "truce", 0.82);
    near("limiting", "restricting", 0.76);
    near("weapons", "arms", 0.43);
    near("droughts", "water shortage", 0.49);
    near("weapons", "water", 0.03);
    near("increase", "decrease", 0.01);
    near("militias", "proxy forces", 0.11);
    assert!(cosine("Ceasefire", "ceasefire").unwrap() > 0.999);
}

#[test]
fn unknown_words_have_no_vector() {
    assert_eq!(vector(""), None);
    assert_eq!(vector("—…"), None);
    assert_eq!(vector("\u{4e16}\u{754c}"), None);
    assert_eq!(vector("qxzvbnmqxzvbnmqxzvbnm"), None);
    assert!(vector("water rights").is_some());
}

#[test]
fn wordnet_tells_how_words_relate() {
    use Lexical::{Antonym, Derivation, Hypernym, Hyponym, Synonym};
    use WordClass::{Adjective, Noun, Other, Verb};
    for (a, a_class, b, b_class, expected) in [
        ("pact", Noun, "treaty", Noun, Some(Synonym)),
        ("supply", Verb, "provide", Verb, Some(Synonym)),
        ("accept", Verb, "reject", Verb, Some(Antonym)),
        ("increase", Verb, "decrease", Verb, Some(Antonym)),
        ("ally", Noun, "enemy", Noun, Some(Antonym)),
        ("legal", Adjective, "illegal", Adjective, Some(Antonym)),
        ("destroy", Verb, "destruction", Noun, Some(Derivation)),
        ("invade", Verb, "invasion", Noun, Some(Derivation)),
        ("invade", Verb, "invader", Noun, Some(Derivation)),
        ("rifle", Noun, "weapon", Noun, Some(Hyponym)),
        ("rifle", Noun, "firearm", Noun, Some(Hyponym)),
        ("gun", Noun, "weapon", Noun, Some(Hyponym)),
        ("weapon", Noun, "gun", Noun, Some(Hypernym)),
        ("river", Noun, "entity", Noun, None),
        ("river", Noun, "treaty", Noun, None),
        ("water", Noun, "weapon", Noun, None),
        ("support", Verb, "oppose", Verb, Some(Antonym)),
        ("weapons", Noun, "arms", Other, Some(Synonym)),
        ("treaty", Noun, "treaty", Noun, None),
        ("", Noun, "treaty", Other, None),
    ] {
        assert_eq!(relation(a, a_class, b, b_class), expected, "{a} {b}");
    }
    assert!(is_known("armistice", Noun) && !is_known("qxz", Other));
}

#[test]
fn pair_lists_are_well_formed() {
    let mut seen = HashSet::new();
    for (table, least) in [(pairs::OPPOSITES, 200), (pairs::SYNONYMS, 200)] {
        assert!(table.starts_with('#'));
        let mut count = 0;
        for row in rows(table) {
            assert_eq!(row.len(), 2, "{row:?}");
            assert!(row[0] != row[1] && row.iter().all(|word| !word.is_empty() && *word == word.to_lowercase()), "{row:?}");
            let mut pair = [row[0], row[1]];
            pair.sort_unstable();
            assert!(seen.insert(pair), "twice: {row:?}");
            count += 1;
        }
        assert!(count >= least);
    }
}

/// The tables are read where they lie: a thousand lookups, the first included, take milliseconds.
#[test]
fn lookups_need_no_start() {
    let start = std::time::Instant::now();
    for _ in 0..1000 {
        std::hint::black_box(relation("weapon", WordClass::Noun, "gun", WordClass::Noun));
        std::hint::black_box(vector("water shortage"));
    }
    assert!(start.elapsed().as_millis() < 500, "{:?}", start.elapsed());
}

proptest::proptest! {
    #[test]
    fn any_words_have_an_answer(a in "\\PC{0,12}", b in "[a-z' -]{0,12}") {
        relation(&a, WordClass::Other, &b, WordClass::Other);
        if let Some(cosine) = cosine(&a, &b) {
            proptest::prop_assert!((-1.01..=1.01).contains(&cosine));
        }
    }
}
