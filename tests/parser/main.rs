//! The parser against the Python original, and against itself.
//!
//! `cargo test --test parser -- --nocapture` prints the parity table. Texts that are not part of this repository are looked
//! for in `../shared`; where that is absent, the table says so and holds the rest.

#![allow(clippy::unwrap_used)]

#[path = "fixture.rs"]
mod fixture;

use std::collections::{BTreeMap, HashSet};

use backtext::text::parser::{Parse, Parser};
use fixture::{Expected, crc32};

/// Counts of one row of the table.
#[derive(Default)]
struct Row {
    sentences: usize,
    absent: usize,
    /// Sentences with the same tokens; the rest of the counts are over these.
    same_tokens: usize,
    tokens: usize,
    tags: usize,
    pos: usize,
    morph: usize,
    arcs: usize,
    lemmas: usize,
    entities: (usize, usize, usize),
}

impl Row {
    fn add(&mut self, expected: &Expected, parse: &Parse) {
        self.sentences += 1;
        let wanted: Vec<Vec<&str>> = expected.tokens.split(' ').filter(|t| !t.is_empty()).map(|t| t.split('/').collect()).collect();
        let spans = parse.tokens.iter().map(|t| format!("{}-{}", t.span.start, t.span.end));
        if !spans.eq(wanted.iter().map(|t| t[0].to_owned())) {
            return;
        }
        self.same_tokens += 1;
        self.tokens += wanted.len();
        for (token, wanted) in parse.tokens.iter().zip(&wanted) {
            self.tags += usize::from(token.tag == wanted[1]);
            self.pos += usize::from(token.pos.as_str() == wanted[2]);
            self.arcs += usize::from(token.dep.as_str() == wanted[3] && token.head.to_string() == wanted[4]);
            self.lemmas += usize::from(format!("{:04x}", crc32(&token.lemma) & 0xffff) == wanted[5]);
            self.morph += usize::from(token.morph == wanted[6]);
        }
        let found: HashSet<String> = parse.entities.iter().map(|e| format!("{}-{}/{}", e.start, e.end, e.kind.as_str())).collect();
        let wanted: HashSet<String> = expected.entities.split(' ').filter(|e| !e.is_empty()).map(str::to_owned).collect();
        self.entities.0 += found.intersection(&wanted).count();
        self.entities.1 += found.len();
        self.entities.2 += wanted.len();
    }

    /// F1 of the entities.
    fn entities(&self) -> f64 {
        percent(2 * self.entities.0, self.entities.1 + self.entities.2)
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
}

#[test]
fn parity_with_the_original() {
    let fixture = fixture::load().unwrap();
    let texts: Vec<&str> = fixture.iter().map(|e| e.text.as_deref().unwrap_or_default()).collect();
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for (expected, parse) in fixture.iter().zip(Parser::shared().parse_batch(&texts)) {
        let row = rows.entry(expected.subset()).or_default();
        match expected.text {
            Some(_) => row.add(expected, &parse),
            None => row.absent += 1,
        }
    }
    println!("{:<15} sentences  token-equal   tokens    tags     POS   morph  head+label  entities  lemmas", "");
    for (name, row) in &rows {
        let of = |n| percent(n, row.tokens);
        println!(
            "{name:<15} {:>9} {:>11.2}% {:>8} {:>6.2}% {:>6.2}% {:>6.2}% {:>10.2}% {:>8.2}% {:>6.2}%{}",
            row.sentences,
            percent(row.same_tokens, row.sentences),
            row.tokens,
            of(row.tags),
            of(row.pos),
            of(row.morph),
            of(row.arcs),
            row.entities(),
            of(row.lemmas),
            if row.absent > 0 { format!("  ({} not there or changed)", row.absent) } else { String::new() },
        );
        assert_eq!(row.same_tokens, row.sentences, "{name}: tokens");
        assert!(of(row.tags) >= 99.5 && of(row.pos) >= 99.5 && of(row.lemmas) >= 99.5, "{name}: tags or lemmas");
        assert!(of(row.arcs) >= 99.0 && row.entities() >= 99.0, "{name}: arcs or entities");
    }
    assert!(rows["own sentences"].sentences >= 150);
}

#[test]
fn a_sentence_parses_alike_alone_and_in_any_batch() {
    let fixture = fixture::load().unwrap();
    let texts: Vec<&str> = fixture.iter().filter_map(|e| e.text.as_deref()).take(120).collect();
    let parser = Parser::shared();
    let together = parser.parse_batch(&texts);
    let reversed: Vec<&str> = texts.iter().rev().copied().collect();
    let backwards = parser.parse_batch(&reversed);
    for (i, text) in texts.iter().enumerate() {
        assert_eq!(together[i], backwards[texts.len() - 1 - i], "{text}");
        assert_eq!(together[i], parser.parse(text), "{text}");
    }
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(|| parser.parse_batch(&texts) == together)).collect();
        assert!(threads.into_iter().all(|t| t.join().unwrap()));
    });
}

/// What holds for the parse of any text.
fn assert_sound(text: &str, parse: &Parse) {
    let mut at = 0;
    for (i, token) in parse.tokens.iter().enumerate() {
        assert!(token.span.start >= at && token.span.end > token.span.start, "tokens in order");
        assert!(text[at..token.span.start].chars().all(|c| c == ' '), "only blanks between tokens");
        at = token.span.end;
        assert!(token.head < parse.tokens.len());
        assert_eq!(token.head == i, token.dep.as_str() == "ROOT" || token.pos.as_str() == "SPACE" && token.head == i);
    }
    assert!(text[at..].chars().all(|c| c == ' '));
    let mut end = 0;
    for entity in &parse.entities {
        assert!(entity.start >= end && entity.end > entity.start && entity.end <= parse.tokens.len());
        end = entity.end;
    }
}

#[test]
fn odd_texts_parse_too() {
    let long = "a".repeat(100_000);
    let brackets = "(".repeat(6_000);
    let dots = "...,".repeat(1_500);
    let at_signs = "@.".repeat(3_000);
    let words = "the cat sat on ".repeat(1_200);
    let texts = [
        "",
        " ",
        "\n\n\t ",
        "  two  blanks  ",
        "\0NUL\0 and \u{feff} and \u{202e}",
        "👩‍👩‍👧‍👦🏳️‍🌈 flags and families",
        "e\u{301}\u{301}\u{301} combining",
        "İSTANBUL ẞ ǅ ﬁ",
        "…… …. ?! ((((",
        "'",
        "’s",
        "a--b---c——d",
        "Don't.Stop,now:go",
        &long,
        &brackets,
        &dots,
        &at_signs,
        &words,
    ];
    for (text, parse) in texts.iter().zip(Parser::shared().parse_batch(&texts)) {
        assert_sound(text, &parse);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_parses(text in "(\\PC|[ \\n\\t.,'’“”()-]){0,60}") {
        let parse = Parser::shared().parse(&text);
        assert_sound(&text, &parse);
    }
}
