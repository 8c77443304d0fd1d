//! Folders, files and settings that come and go.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, NOTE, TREATY, able, find, flagged, place, small, uri};

fn right(diagnostics: &[Value]) -> bool {
    !flagged(diagnostics)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn home_and_disk_are_refused() {
    let home = etcetera::home_dir().unwrap();
    for folder in [home.as_path(), std::path::Path::new("/")] {
        let mut client = Client::open(Some(folder), able()).await;
        let shown = client.wait_for("window/showMessage", |_| true).await;
        assert!(shown["message"].as_str().unwrap().contains("does not index"), "{shown}");
        assert_eq!(client.result("workspace/symbol", json!({"query": "a"})).await, json!([]));
        assert_eq!(client.leave().await, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_without_a_folder_finds_its_workspace() {
    let folder = small();
    let mut client = Client::open(None, able()).await;
    let address = uri(&folder.path().join("notes/a.md"));
    client.did_open(&address, 1, NOTE).await;
    client.published(&address, flagged).await;
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_untitled_buffer_is_held_against_the_folder() {
    let (mut client, _folder, _) = Client::on_small(able(), Value::Null).await;
    client.did_open("untitled:Untitled-1", 1, NOTE).await;
    client.published("untitled:Untitled-1", flagged).await;
    assert_eq!(client.leave().await, 0);
    let mut lonely = Client::open(None, able()).await;
    lonely.did_open("untitled:Untitled-2", 1, NOTE).await;
    let hover = lonely.result("textDocument/hover", place("untitled:Untitled-2", json!({"line": 2, "character": 2}))).await;
    assert!(hover.is_null());
    assert_eq!(lonely.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sources_come_change_and_go() {
    let (mut client, folder, note) = Client::on_small(able(), json!({"editor": {"debounce": 1}})).await;
    client.published(&note, flagged).await;
    let changed = |path: &std::path::Path, kind: u8| json!({"changes": [{"uri": uri(path), "type": kind}]});
    let source = folder.path().join("sources/helmand.txt");
    std::fs::remove_file(&source).unwrap();
    client.notify("workspace/didChangeWatchedFiles", changed(&source, 3)).await;
    client.published(&note, right).await;
    std::fs::write(&source, TREATY).unwrap();
    client.notify("workspace/didChangeWatchedFiles", changed(&source, 1)).await;
    client.published(&note, flagged).await;
    // An open source wins over its file: with the note's year in it, the note is right.
    client.did_open(&uri(&source), 1, &TREATY.replace("1973", "1937")).await;
    client.published(&note, right).await;
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&source)}})).await;
    client.published(&note, flagged).await;
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_watches_where_the_editor_cannot() {
    let (mut client, folder, note) =
        Client::on_small(json!({"general": {"positionEncodings": ["utf-16"]}}), json!({"editor": {"debounce": 1}})).await;
    client.published(&note, flagged).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    std::fs::write(folder.path().join("sources/helmand.txt"), TREATY.replace("1973", "1937")).unwrap();
    client.published(&note, right).await;
    assert_eq!(client.leave().await, 0);
}

/// Every rule that could flag the year.
fn silent() -> Value {
    json!({"figure-mismatch": "off", "partly-backed-claim": "off", "unbacked-claim": "off", "contradicted-claim": "off"})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_and_configuration_are_live() {
    let (mut client, folder, note) = Client::on_small(able(), json!({"editor": {"debounce": 1}})).await;
    client.published(&note, flagged).await;
    let settings = |value: Value| json!({"settings": {"backtext": value}});
    client.notify("workspace/didChangeConfiguration", settings(json!({"rules": silent()}))).await;
    client.published(&note, right).await;
    client.notify("workspace/didChangeConfiguration", settings(json!({}))).await;
    client.published(&note, flagged).await;
    let config = uri(&folder.path().join("backtext.toml"));
    let lines: String = silent().as_object().unwrap().keys().map(|rule| format!("{rule} = \"off\"\n")).collect();
    client.did_open(&config, 1, &format!("[rules]\n{lines}unknown-rule = \"error\"\n")).await;
    client.published(&note, right).await;
    client.published(&config, |diagnostics| diagnostics.iter().any(|diagnostic| diagnostic["code"] == "invalid-config")).await;
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_are_asked_for_where_the_editor_keeps_them() {
    let folder = small();
    let mut capabilities = able();
    capabilities["workspace"]["configuration"] = json!(true);
    let mut client = Client::open(Some(folder.path()), capabilities).await;
    client.reply_with("workspace/configuration", json!([{"rules": silent(), "editor": {"debounce": 1}}]));
    client.wait_for("workspace/configuration", |params| params["items"][0]["section"] == "backtext").await;
    client.pump().await;
    client.ready().await;
    let note = uri(&folder.path().join("notes/a.md"));
    client.did_open(&note, 1, NOTE).await;
    client.published(&note, |diagnostics| !diagnostics.is_empty() && right(diagnostics)).await;
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_folder_has_its_own_sources() {
    let (one, two) = (small(), small());
    std::fs::write(two.path().join("sources/helmand.txt"), TREATY.replace("1973", "1937")).unwrap();
    let mut client = Client::open_with(Some(one.path()), able(), json!({"editor": {"debounce": 1}})).await;
    let folder = |path: &std::path::Path| json!({"uri": uri(path), "name": "x"});
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": {"added": [folder(two.path())], "removed": []}})).await;
    let (first, second) = (uri(&one.path().join("notes/new.md")), uri(&two.path().join("notes/new.md")));
    client.did_open(&first, 1, NOTE).await;
    client.did_open(&second, 1, NOTE).await;
    client.published(&first, flagged).await;
    client.wait_for("backtext/status", |status| status["root"] == uri(two.path()).as_str() && status["state"] == "ready").await;
    client.published(&second, right).await;
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": {"added": [], "removed": [folder(one.path())]}})).await;
    let answer = client.request("textDocument/hover", place(&first, find(NOTE, "1937", 1))).await;
    assert!(answer.get("error").is_none(), "{answer}");
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_many_sources_is_shown_and_can_be_called_off() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sources")).unwrap();
    for n in 0..400 {
        std::fs::write(folder.path().join(format!("sources/s{n}.txt")), format!("Article {n}.\n\nIran met envoy {n} in Doha. ").repeat(40))
            .unwrap();
    }
    let mut client = Client::open(Some(folder.path()), able()).await;
    client.wait_for("$/progress", |params| params["value"]["kind"] == "begin").await;
    client.notify("window/workDoneProgress/cancel", json!({"token": "backtext-index"})).await;
    client.wait_for("$/progress", |params| params["value"]["kind"] == "end").await;
    let status = client.wait_for("backtext/status", |status| status["state"] == "paused" || status["state"] == "ready").await;
    assert!(status["sources"].as_u64().unwrap() <= 400);
    assert_eq!(client.leave().await, 0);
}
