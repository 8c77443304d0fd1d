use super::*;
use crate::judge::analysed::analysed;

/// Rules of the differences between a claim and its evidence.
fn rules(claim: &str, evidence: &[&str]) -> Vec<&'static str> {
    let placed = |index, text: &str| Placed { index, sentence: analysed(text), before: Vec::new() };
    let evidence: Vec<Placed> = evidence.iter().enumerate().map(|(index, text)| placed(index, text)).collect();
    let mut rules: Vec<&str> = find(&placed(0, claim), &evidence, &|_| 1.0).iter().map(|reason| reason.rule.name()).collect();
    rules.dedup();
    if rules.is_empty() {
        rules.push("none");
    }
    rules
}

/// Claim, evidence (several sentences between bars), rule or nothing, one case a line; `#` begins a comment.
#[test]
fn cases() {
    let mut wrong = Vec::new();
    for line in include_str!("cases.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let columns: Vec<&str> = line.split(" | ").collect();
        let [claim, evidence @ .., rule] = columns.as_slice() else { panic!("three columns wanted: {line}") };
        let found = rules(claim, evidence).join(" ");
        if found != *rule {
            wrong.push(format!("{line}\n    found: {found}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
