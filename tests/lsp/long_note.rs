//! A long note that was never judged: what is known of it is shown at once, the rest as it becomes known.

use std::fmt::Write;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::agreement::hold_equal;
use crate::client::{Client, uri};

const YEARS: std::ops::Range<usize> = 1900..2020;

/// A source that says something of each year, and a note that gets every third of them wrong.
fn workspace() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let (mut source, mut note) = (String::new(), "# The dams of Orlo\n\n".to_owned());
    for year in YEARS {
        let (dams, wrong) = (100 + year % 89, if year % 3 == 0 { 900 } else { 0 });
        let _ = write!(source, "The council of Orlo closed {dams} dams in {year}.\n\n");
        let _ = write!(note, "The council of Orlo closed {} dams in {year}.\n\n", dams + wrong);
    }
    std::fs::create_dir(folder.path().join("sources")).unwrap();
    std::fs::write(folder.path().join("sources/dams.txt"), source).unwrap();
    std::fs::write(folder.path().join("long.md"), &note).unwrap();
    (folder, note)
}

fn lines(diagnostics: &Value) -> Vec<u64> {
    diagnostics.as_array().unwrap().iter().map(|one| one["range"]["start"]["line"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn pushed_diagnostics_grow_and_are_never_taken_back() {
    let (folder, note) = workspace();
    let mut client = Client::open(Some(folder.path()), json!({"general": {"positionEncodings": ["utf-32"]}})).await;
    client.wait_for("backtext/status", |status| status["sources"] == 1 && status["pending"] == 0).await;
    let address = uri(&folder.path().join("long.md"));
    client.did_open(&address, 1, &note).await;
    hold_equal(&mut client, folder.path(), &["long.md"]).await;
    let status = client.wait_for("backtext/status", |status| status["unjudged"] == 0 && status["verdicts"] != json!({})).await;
    let counted: u64 = status["verdicts"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(counted, YEARS.len() as u64);

    let published: Vec<Value> = client.said("textDocument/publishDiagnostics").into_iter().filter(|one| one["uri"] == address).collect();
    for pair in published.windows(2) {
        let (before, after) = (pair[0]["diagnostics"].as_array().unwrap(), pair[1]["diagnostics"].as_array().unwrap());
        assert!(before.iter().all(|one| after.contains(one)), "something was shown and taken back");
    }
    // In a build so fast that all is judged at the first look there is one publication and no more to see.
    if published.len() > 1 {
        let said = client.said("backtext/status");
        assert!(said.iter().any(|status| status["unjudged"].as_u64() > Some(0)), "that there is more to come is said");
        let (first, last) = (lines(&published[0]["diagnostics"]), lines(&published[published.len() - 1]["diagnostics"]));
        assert!(first.iter().all(|line| last.iter().filter(|other| *other < line).count() <= first.len() + 16), "the top comes first");
    }
    client.leave().await;
}

#[tokio::test]
async fn who_pulls_is_answered_soon_and_told_to_ask_again() {
    let (folder, note) = workspace();
    let capabilities = json!({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}});
    let mut client = Client::open(Some(folder.path()), capabilities).await;
    client.wait_for("backtext/status", |status| status["sources"] == 1 && status["pending"] == 0).await;
    let address = uri(&folder.path().join("long.md"));
    client.did_open(&address, 1, &note).await;
    let start = Instant::now();
    let params = json!({"textDocument": {"uri": address}});
    let first = client.result("textDocument/diagnostic", params.clone()).await;
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    client.wait_for("backtext/status", |status| status["unjudged"] == 0 && status["verdicts"] != json!({})).await;
    client.wait_for("workspace/diagnostic/refresh", |_| true).await;
    let last = client.result("textDocument/diagnostic", params).await;
    assert_eq!(lines(&last["items"]).len(), YEARS.filter(|year| year % 3 == 0).count());
    let (first, last) = (first["items"].as_array().unwrap(), last["items"].as_array().unwrap());
    assert!(first.iter().all(|one| last.contains(one)), "something was shown and taken back");
    client.leave().await;
}
