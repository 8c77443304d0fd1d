//! The editor and the command line show the same.

use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, PATIENCE, sample, uri};

/// A finding in one shape: where, which rule, how grave, what it says.
type Shown = (u64, u64, u64, u64, String, String, String);

/// What `backtext check` finds, by path.
pub fn checked(folder: &std::path::Path) -> Value {
    let output =
        Command::new(env!("CARGO_BIN_EXE_backtext")).args(["check", "--no-cache", "--format", "json"]).arg(folder).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn by_command_line(report: &Value, path: &str) -> Vec<Shown> {
    let number = |finding: &Value, end: &str, part: &str| finding["range"][end][part].as_u64().unwrap() - 1;
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let mut shown: Vec<Shown> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["path"] == path)
        .map(|finding| {
            let at = |end, part| number(finding, end, part);
            (
                at("start", "line"),
                at("start", "column"),
                at("end", "line"),
                at("end", "column"),
                text(finding, "rule"),
                text(finding, "severity"),
                text(finding, "message"),
            )
        })
        .collect();
    shown.sort();
    shown
}

fn by_editor(diagnostics: &[Value]) -> Vec<Shown> {
    let severity =
        |diagnostic: &Value| ["", "error", "warning", "information", "hint"][diagnostic["severity"].as_u64().unwrap() as usize].to_owned();
    let mut shown: Vec<Shown> = diagnostics
        .iter()
        .map(|diagnostic| {
            let at = |end: &str, part: &str| diagnostic["range"][end][part].as_u64().unwrap();
            let text = |key: &str| diagnostic[key].as_str().unwrap().to_owned();
            (
                at("start", "line"),
                at("start", "character"),
                at("end", "line"),
                at("end", "character"),
                text("code"),
                severity(diagnostic),
                text("message"),
            )
        })
        .collect();
    shown.sort();
    shown
}

/// Holds the published diagnostics of every file of a folder equal to what the command line finds.
pub async fn hold_equal(client: &mut Client, folder: &std::path::Path, paths: &[&str]) {
    let report = checked(folder);
    for path in paths {
        let expected = by_command_line(&report, path);
        let address = uri(&folder.join(path));
        let start = std::time::Instant::now();
        loop {
            let last = client.said("textDocument/publishDiagnostics").into_iter().rev().find(|params| params["uri"] == address);
            let shown = last.map(|params| by_editor(params["diagnostics"].as_array().unwrap())).unwrap_or_default();
            if shown == expected {
                break;
            }
            if start.elapsed() > PATIENCE {
                let only = |some: &[Shown], other: &[Shown]| some.iter().filter(|one| !other.contains(one)).cloned().collect::<Vec<_>>();
                panic!("{path}: only the editor shows\n{:#?}\nand only `check`\n{:#?}", only(&shown, &expected), only(&expected, &shown));
            }
            client.pump().await;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_editor_shows_what_check_finds() {
    let folder = sample();
    let capabilities = json!({"general": {"positionEncodings": ["utf-32"]}});
    let mut client = Client::open(Some(folder.path()), capabilities).await;
    let paths = ["notes/security.md", "notes/talks.md", "notes/timeline.md", "notes/water.md", "backtext.toml"];
    for path in paths {
        let file = folder.path().join(path);
        client.did_open(&uri(&file), 1, &std::fs::read_to_string(&file).unwrap()).await;
    }
    hold_equal(&mut client, folder.path(), &paths).await;
    assert!(!checked(folder.path())["findings"].as_array().unwrap().is_empty(), "the sample has findings");
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_do_the_notes_that_are_not_open() {
    let folder = sample();
    let capabilities = json!({"general": {"positionEncodings": ["utf-32"]}});
    let mut client = Client::open_with(Some(folder.path()), capabilities, json!({"editor": {"wholeWorkspace": true}})).await;
    hold_equal(&mut client, folder.path(), &["notes/security.md", "notes/water.md"]).await;
    // The person no longer wants to see them.
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"backtext": {"editor": {"wholeWorkspace": false}}}})).await;
    client.published(&uri(&folder.path().join("notes/water.md")), <[Value]>::is_empty).await;
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_is_judged_as_if_it_had_been_saved() {
    let (mut client, folder, note, text) =
        Client::on_sample(json!({"general": {"positionEncodings": ["utf-32"]}}), json!({"editor": {"debounce": 1}}), "notes/water.md")
            .await;
    let changed = format!("# 😀 Entirely new\r\n\r\nÉlodie counted 47 elephants at the dam in 1923.\n{text}");
    client.did_change(&note, 2, json!([{"text": changed}])).await;
    std::fs::write(folder.path().join("notes/water.md"), &changed).unwrap();
    hold_equal(&mut client, folder.path(), &["notes/water.md"]).await;
    let published = client.said("textDocument/publishDiagnostics");
    let versions: Vec<i64> =
        published.iter().filter(|params| params["uri"] == note).filter_map(|params| params["version"].as_i64()).collect();
    assert!(versions.is_sorted(), "an older result came after a newer one: {versions:?}");
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_opinion_changes_a_verdict_once_and_ends_where_check_does() {
    let folder = sample();
    let configuration = folder.path().join("backtext.toml");
    let text = std::fs::read_to_string(&configuration).unwrap();
    std::fs::write(&configuration, format!("{text}\n[judge]\nsecond-opinion = \"on\"\n")).unwrap();
    let mut client = Client::open(Some(folder.path()), json!({"general": {"positionEncodings": ["utf-32"]}})).await;
    client.ready().await;
    let path = "notes/security.md";
    let note = uri(&folder.path().join(path));
    let text = std::fs::read_to_string(folder.path().join(path)).unwrap();
    // A claim that the judge alone is not sure of, and one keystroke while it is being asked about.
    let unsure = format!("{text}\n\nLilongwe was uneasy about what happened at the frontier.\n");
    client.did_open(&note, 1, &unsure).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let typed = format!("{unsure}\n");
    client.did_change(&note, 2, json!([{"text": typed}])).await;
    std::fs::write(folder.path().join(path), &typed).unwrap();
    hold_equal(&mut client, folder.path(), &[path]).await;

    let published = client.said("textDocument/publishDiagnostics");
    let published: Vec<&Value> = published.iter().filter(|params| params["uri"] == note).collect();
    assert!(published.is_sorted_by_key(|params| params["version"].as_i64().unwrap()), "an older result came after a newer one");
    for version in 1..=2 {
        let shown: Vec<Vec<Shown>> = published
            .iter()
            .filter(|params| params["version"] == version)
            .map(|params| by_editor(params["diagnostics"].as_array().unwrap()))
            .collect();
        for line in 0..typed.lines().count() as u64 {
            let mut on_line: Vec<Vec<&Shown>> = shown.iter().map(|shown| shown.iter().filter(|one| one.0 == line).collect()).collect();
            on_line.dedup();
            assert!(on_line.len() <= 2, "line {line} of version {version} changed more than once: {on_line:#?}");
        }
    }
    assert_eq!(client.leave().await, 0);
}
