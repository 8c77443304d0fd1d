//! Output formats of `check`.

use serde_json::Value;

use crate::support::{Workspace, backtext, stdout};

fn faulty() -> Workspace {
    let workspace = Workspace::river();
    workspace.write(
        "note.md",
        "Über the Sava dam 😀: it was painted green by volunteers.\n\nThe Sava dam was built in 1973 by the Altan company.\n".as_bytes(),
    );
    workspace
}

#[test]
fn json_has_the_shape_that_the_design_fixes() {
    let checked = faulty().check();
    assert_eq!(checked.json["version"], 1);
    let summary = checked.json["summary"].as_object().unwrap();
    let keys: Vec<&str> = summary.keys().map(String::as_str).collect();
    assert_eq!(keys, ["sources", "notes", "sentences", "claims", "backed", "partly_backed", "unbacked", "contradicted", "overstated"]);
    let sentence = &checked.json["sentences"][0];
    for key in ["path", "range", "bytes", "text", "kind", "verdict", "score", "evidence"] {
        assert!(sentence.get(key).is_some(), "{key} in {sentence}");
    }
    let finding = &checked.json["findings"][0];
    for key in ["path", "rule", "severity", "range", "bytes", "message", "unbacked", "evidence", "fixes"] {
        assert!(finding.get(key).is_some(), "{key} in {finding}");
    }
}

#[test]
fn columns_count_code_points_and_bytes_count_bytes() {
    let workspace = faulty();
    let checked = workspace.check();
    let text = std::fs::read_to_string(workspace.file("note.md")).unwrap();
    for sentence in checked.json["sentences"].as_array().unwrap() {
        let at = |which: &str, key: &str| sentence["range"][which][key].as_u64().unwrap() as usize;
        let bytes = sentence["bytes"].as_array().unwrap();
        let (start, end) = (bytes[0].as_u64().unwrap() as usize, bytes[1].as_u64().unwrap() as usize);
        let line = text.lines().nth(at("start", "line") - 1).unwrap();
        let shown: String = line.chars().skip(at("start", "column") - 1).take(at("end", "column") - at("start", "column")).collect();
        assert_eq!(shown, text[start..end]);
    }
}

#[test]
fn sarif_is_valid_by_its_schema() {
    let workspace = faulty();
    let output = backtext(&["check", "--format", "sarif", "--no-cache", &workspace.path().to_string_lossy()]);
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    let schema: Value = serde_json::from_str(include_str!("data/sarif-2.1.0.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&log).map(|error| format!("{} at {}", error, error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(!log["runs"][0]["results"].as_array().unwrap().is_empty());
}

#[test]
fn github_prints_a_command_for_each_finding() {
    let workspace = faulty();
    let text = stdout(&backtext(&["check", "--format", "github", "--no-cache", &workspace.path().to_string_lossy()]));
    let checked = workspace.check();
    assert_eq!(text.lines().count(), checked.findings().len());
    assert!(
        text.lines().all(|line| line.starts_with("::error file=note.md,line=")
            || line.starts_with("::warning file=note.md,line=")
            || line.starts_with("::notice file=note.md,line=")),
        "{text}"
    );
}

#[test]
fn text_shows_the_line_and_the_closest_passage() {
    let workspace = faulty();
    let text = stdout(&backtext(&["check", "--no-cache", &workspace.path().to_string_lossy()]));
    assert!(text.contains("painted green") && text.contains("note.md:1:"), "{text}");
    assert!(!text.contains('\u{1b}'), "no colours on a pipe: {text}");
}

#[test]
fn exit_codes_follow_fail_on() {
    let workspace = faulty();
    let path = workspace.path().to_string_lossy().into_owned();
    let code = |fail_on: &str| backtext(&["check", "--no-cache", "--fail-on", fail_on, &path]).status.code().unwrap();
    assert_eq!((code("hint"), code("never")), (1, 0));
    assert_eq!(Workspace::river().check().code, 0);
}
