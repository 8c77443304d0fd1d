//! The subcommands beside `check`.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::{Workspace, backtext, stderr, stdout};

fn verify(input: &str) -> (Option<i32>, Vec<Value>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_backtext"))
        .arg("verify")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let answers = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (output.status.code(), answers, stderr(&output))
}

#[test]
fn verify_answers_each_line_in_order() {
    let evidence = ["The bridge over the Orlo was opened in 1902.", "It rained."];
    let question = |id: u32, claim: &str| json!({"id": id, "claim": claim, "evidence": evidence}).to_string();
    let input =
        [question(1, "The bridge over the Orlo was opened in 1902."), question(2, "A circus came to town with elephants.")].join("\n");
    let (code, answers, _) = verify(&input);
    assert_eq!(code, Some(0));
    assert_eq!((answers[0]["id"].clone(), answers[0]["verdict"].clone()), (json!(1), json!("backed")));
    assert_eq!((answers[1]["id"].clone(), answers[1]["verdict"].clone()), (json!(2), json!("unbacked")));
    assert_eq!(answers[0]["evidence"][0]["index"], 0);
    assert!(answers[0]["score"].as_f64().unwrap() > answers[1]["score"].as_f64().unwrap());
}

#[test]
fn verify_says_which_line_is_broken() {
    let (code, _, message) = verify("{\"id\": 1, \"claim\": \"x\"}\nnot JSON\n");
    assert_eq!(code, Some(2));
    assert!(message.contains("line 2"), "{message}");
}

#[test]
fn rules_lists_every_rule() {
    let text = stdout(&backtext(&["rules"]));
    for rule in backtext::rules::Rule::ALL {
        assert!(text.contains(rule.name()), "{}", rule.name());
    }
}

#[test]
fn explain_names_the_passage() {
    let workspace = Workspace::river();
    let output = backtext(&[
        "explain",
        &workspace.path().to_string_lossy(),
        "--no-cache",
        "--claim",
        "The Altan company built the Sava dam in 1973.",
    ]);
    assert!(stdout(&output).contains("sources/river.txt"), "{}", stdout(&output));
}

#[test]
fn explain_shows_the_statements_of_a_sentence() {
    let text = stdout(&backtext(&["explain", "--sentence", "The union sued the company in 2019."]));
    assert!(text.contains("union") && text.contains("act          sue") && text.contains("2019"), "{text}");
}

#[test]
fn init_makes_a_workspace_that_checks_clean_and_overwrites_nothing() {
    let workspace = Workspace::new(&[]);
    let path = workspace.path().to_string_lossy().into_owned();
    assert_eq!(backtext(&["init", &path]).status.code(), Some(0));
    assert_eq!(workspace.check().code, 0);
    workspace.write("notes.md", b"mine\n");
    let again = backtext(&["init", &path]);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("already there"), "{}", stderr(&again));
    assert_eq!(std::fs::read(workspace.file("notes.md")).unwrap(), b"mine\n");
}

#[test]
fn init_sample_makes_the_sample() {
    let workspace = Workspace::new(&[]);
    assert_eq!(backtext(&["init", "--sample", &workspace.path().to_string_lossy()]).status.code(), Some(0));
    let checked = workspace.check();
    assert_eq!((checked.count("sources"), checked.count("notes")), (3, 4));
}

#[test]
fn completions_are_printed() {
    assert!(stdout(&backtext(&["completions", "bash"])).contains("backtext"));
}

#[test]
fn two_processes_on_one_workspace_do_not_disturb_each_other() {
    let workspace = Workspace::river();
    let cache = tempfile::tempdir().unwrap();
    let run = || {
        Command::new(env!("CARGO_BIN_EXE_backtext"))
            .args(["check", "--format", "json"])
            .arg(workspace.path())
            .env("XDG_CACHE_HOME", cache.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let children: Vec<_> = (0..6).map(|_| run()).collect();
    let outputs: Vec<String> = children.into_iter().map(|child| stdout(&child.wait_with_output().unwrap())).collect();
    assert!(outputs.iter().all(|output| output == &outputs[0] && output.contains("\"backed\":1")), "{outputs:#?}");
}

#[test]
fn the_cache_is_cleared() {
    let workspace = Workspace::river();
    let cache = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_backtext"));
        let output = command.args(arguments).current_dir(workspace.path()).env("XDG_CACHE_HOME", cache.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    };
    run(&["check"]);
    assert!(cache.path().join("backtext").is_dir());
    run(&["cache", "--clear"]);
    assert!(!cache.path().join("backtext").exists());
    run(&["cache"]);
}
