//! Hard cases as a table: a `|` stands where one sentence ends and the next begins.

#![allow(clippy::unwrap_used)]

use super::*;

/// One paragraph a line; `␤` is a line break.
const CASES: &str = include_str!("data/sentence_cases.txt");

#[test]
fn hard_cases() {
    let mut wrong = Vec::new();
    let cases: Vec<&str> = CASES.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    assert!(cases.len() >= 80);
    for case in cases {
        let text = case.replace(" | ", " ").replace('|', "").replace('␤', "\n");
        let found: Vec<&str> = split(&text).iter().map(|s| s.of(&text)).collect();
        let wanted: Vec<String> = case.replace('␤', "\n").split('|').map(|s| s.trim().to_owned()).collect();
        if found != wanted {
            wrong.push(format!("{case}\n  found {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lexicons_are_well_formed() {
    for line in entries(include_str!("data/abbreviations.tsv")) {
        let (word, class) = line.split_once('\t').unwrap();
        assert!(class_of(class).is_some() && !word.ends_with('.'), "{line}");
    }
    for word in entries(include_str!("data/starters.tsv")) {
        assert_eq!(word, word.to_lowercase());
    }
    assert_eq!(LISTS.class("Sept"), Some(Class::Number));
}

#[test]
fn a_sentence_is_never_longer_than_the_limit() {
    let text = "water ".repeat(3000);
    let sentences = split(&text);
    assert!(sentences.len() >= 4 && sentences.iter().all(|s| s.len() <= LONGEST));
    assert_eq!(sentences.iter().map(|s| s.of(&text).split(' ').count()).sum::<usize>(), 3000);
    assert!(split(&"é".repeat(5000)).iter().all(|s| s.len() <= LONGEST && !s.is_empty()));
}

proptest::proptest! {
    #[test]
    fn sentences_cover_all_that_is_not_blank(text in "([A-Za-z.!?…\"“”’() \n5é]|U\\.S\\. |Mr\\. ){0,80}") {
        let sentences = split(&text);
        let mut at = 0;
        for span in &sentences {
            assert!(text[at..span.start].chars().all(is_blank));
            assert!(!span.is_empty() && !text[span.range()].starts_with(is_blank) && !text[span.range()].ends_with(is_blank));
            at = span.end;
        }
        assert!(text[at..].chars().all(is_blank));
    }
}
