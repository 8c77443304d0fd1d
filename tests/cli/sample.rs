//! The sample workspace: every rule shown once, as its table says.

use std::path::Path;

use crate::support::{Checked, backtext};

/// Rows of the table: note, sentence, what is expected of it.
fn expected() -> Vec<(String, String, String)> {
    include_str!("../sample/EXPECTED.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("path\t") && !line.is_empty())
        .map(|line| {
            let mut columns = line.split('\t').map(str::to_owned);
            (columns.next().unwrap(), columns.next().unwrap(), columns.next().unwrap())
        })
        .collect()
}

/// Rows that the judge does not get right yet. One that it gets right must leave this list, so that a step forward is noticed as
/// surely as a step back.
const KNOWN_MISSES: &[&str] = &["It is said to be short of money.", "The briefing puts the number of officers killed at seven"];

#[test]
fn every_rule_is_shown_where_the_table_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample");
    let checked = Checked::from(backtext(&["check", "--format", "json", "--no-cache", &root.to_string_lossy()]));
    let findings = checked.json["findings"].as_array().unwrap();
    let mut wrong = Vec::new();
    for (path, sentence, expectation) in expected() {
        let note = std::fs::read_to_string(root.join(&path)).unwrap();
        let start = note.find(&sentence).unwrap_or_else(|| panic!("{path} does not say “{sentence}”"));
        // A citation directly behind belongs to what it is cited for.
        let end = start + sentence.len();
        let behind = note[end..].strip_prefix(" [").and_then(|rest| rest.find(']')).map_or(0, |at| at + 3);
        let end = end + behind;
        let flagged: Vec<&str> = findings
            .iter()
            .filter(|finding| finding["path"] == path.as_str())
            .filter(|finding| {
                let bytes = finding["bytes"].as_array().unwrap();
                (bytes[0].as_u64().unwrap() as usize) < end && start < bytes[1].as_u64().unwrap() as usize
            })
            .map(|finding| finding["rule"].as_str().unwrap())
            .collect();
        let rule = backtext::rules::Rule::from_name(&expectation).is_some();
        let differs = rule && !flagged.contains(&expectation.as_str()) || !rule && !flagged.is_empty();
        if differs != KNOWN_MISSES.contains(&sentence.as_str()) {
            wrong.push(format!("{path}: {sentence}\n   expected {expectation}, flagged {flagged:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// `tests/fixtures/broken-config` lists what is wrong in its `backtext.toml`, by line and words.
#[test]
fn every_fault_of_a_configuration_is_found_at_its_place() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/broken-config");
    let text = std::fs::read_to_string(folder.join("backtext.toml")).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_backtext"))
        .args(["check", "--no-cache", "--format", "json"])
        .arg(&folder)
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let found: Vec<(String, String)> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["rule"] == "invalid-config")
        .map(|finding| {
            let bytes = |at: usize| finding["bytes"][at].as_u64().unwrap() as usize;
            (finding["range"]["start"]["line"].to_string(), text[bytes(0)..bytes(1)].trim_matches('"').to_owned())
        })
        .collect();
    let expected = std::fs::read_to_string(folder.join("EXPECTED.tsv")).unwrap();
    let wanted: Vec<(String, String)> = expected
        .lines()
        .skip_while(|line| line.starts_with('#'))
        .skip(1)
        .map(|line| {
            let mut columns = line.split('\t');
            (columns.next().unwrap().to_owned(), columns.next().unwrap().to_owned())
        })
        .collect();
    assert_eq!(found, wanted, "{report}");
}
