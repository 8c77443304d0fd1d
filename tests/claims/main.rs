//! Claims on sources written for development, by kind of difference: how many bad ones are flagged, by the right rule, and how many good
//! ones wrongly. `cargo test --test claims -- --nocapture` prints the table; `BACKTEXT_CLAIMS=1` lists every claim that went wrong.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use backtext::judge::{self, Claim, Judgement, Sentence, Verdict};
use backtext::source;

/// Bad claims flagged, bad claims flagged by a right rule, good claims flagged: what is reached, not to be fallen under.
const FLAGGED: usize = 131;
const BY_RULE: usize = 119;
const ALARMS: usize = 10;

/// What became of the claims of one kind.
#[derive(Clone, Copy, Default)]
struct Tally {
    bad: usize,
    flagged: usize,
    by_rule: usize,
    good: usize,
    alarms: usize,
}

/// The sentences of a source in the folder of development claims.
fn sentences(subject: &str) -> Vec<Sentence> {
    let bytes = std::fs::read(folder().join(subject).join("source.md")).unwrap();
    let source = source::read("source.md", &bytes);
    (0_u32..)
        .zip(&source.passages)
        .map(|(position, passage)| Sentence {
            text: source.passage_text(passage).into_owned(),
            document: 1,
            position,
            paragraph: passage.paragraph,
            heading: passage.heading,
        })
        .collect()
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/claims/development")
}

/// Rules that flag a claim.
fn rules(judgement: &Judgement) -> Vec<&'static str> {
    let mut rules: Vec<&str> = judgement.reasons.iter().map(|reason| reason.rule.name()).collect();
    match judgement.verdict {
        Verdict::PartlyBacked => rules.push("partly-backed-claim"),
        Verdict::Unbacked => rules.push("unbacked-claim"),
        _ => {}
    }
    rules
}

#[test]
fn development_claims() {
    let list = std::env::var_os("BACKTEXT_CLAIMS").is_some();
    let mut kinds: BTreeMap<String, Tally> = BTreeMap::new();
    for subject in ["dam", "merger", "tram", "volcano"] {
        let evidence = sentences(subject);
        let claims = std::fs::read_to_string(folder().join(subject).join("claims.tsv")).unwrap();
        for line in claims.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [kind, right, text, rest @ ..] = columns.as_slice() else { panic!("three columns wanted: {line}") };
            let judgement = judge::judge_alone(&Claim { text, context: rest.first().copied().unwrap_or_default() }, &evidence);
            let rules = rules(&judgement);
            let tally = kinds.entry((*kind).to_owned()).or_default();
            let mut wrong = "";
            if *right == "none" {
                tally.good += 1;
                tally.alarms += usize::from(!rules.is_empty());
                if !rules.is_empty() {
                    wrong = "ALARM";
                }
            } else {
                // That part of a claim, or all of it, lacks backing is right where either is.
                let fits = |rule: &&str| {
                    right.split(',').any(|one| one == *rule || one.ends_with("backed-claim") && rule.ends_with("backed-claim"))
                };
                tally.bad += 1;
                tally.flagged += usize::from(!rules.is_empty());
                tally.by_rule += usize::from(rules.iter().any(fits));
                if rules.is_empty() {
                    wrong = "MISS ";
                } else if !rules.iter().any(fits) {
                    wrong = "OTHER";
                }
            }
            if list && (!wrong.is_empty() || std::env::var("BACKTEXT_CLAIMS").is_ok_and(|value| value == "all")) {
                let said: Vec<String> = judgement.reasons.iter().map(|r| format!("{}: {}", r.rule.name(), r.message)).collect();
                println!(
                    "{wrong} {kind:<11} {:.2} {text}  [{right}] {} {}",
                    judgement.score,
                    judge::in_words(judgement.verdict),
                    said.join("; ")
                );
            }
        }
    }
    let mut all = Tally::default();
    println!("{:<12} {:>4} {:>8} {:>8} {:>5} {:>7}", "kind", "bad", "flagged", "by rule", "good", "alarms");
    for (kind, tally) in &kinds {
        println!("{kind:<12} {:>4} {:>8} {:>8} {:>5} {:>7}", tally.bad, tally.flagged, tally.by_rule, tally.good, tally.alarms);
        all.bad += tally.bad;
        all.flagged += tally.flagged;
        all.by_rule += tally.by_rule;
        all.good += tally.good;
        all.alarms += tally.alarms;
    }
    println!("{:<12} {:>4} {:>8} {:>8} {:>5} {:>7}", "all", all.bad, all.flagged, all.by_rule, all.good, all.alarms);
    assert!(all.flagged >= FLAGGED && all.by_rule >= BY_RULE, "fewer bad claims are flagged than before");
    assert!(all.alarms <= ALARMS, "more good claims are flagged than before");
}
