//! Folders, files and settings that come and go.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, able, find, place, sample, uri};

fn codes(diagnostics: &[Value]) -> Vec<String> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap().to_owned()).collect()
}

fn has(code: &str) -> impl Fn(&[Value]) -> bool + '_ {
    move |diagnostics| codes(diagnostics).iter().any(|own| own == code)
}

fn lacks(code: &str) -> impl Fn(&[Value]) -> bool + '_ {
    move |diagnostics| !has(code)(diagnostics)
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
    let folder = sample();
    let mut client = Client::open(None, able()).await;
    let path = folder.path().join("notes/water.md");
    let (address, text) = (uri(&path), std::fs::read_to_string(&path).unwrap());
    client.did_open(&address, 1, &text).await;
    client.published(&address, has("figure-mismatch")).await;
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_untitled_buffer_is_held_against_the_folder() {
    let folder = sample();
    let mut client = Client::open(Some(folder.path()), able()).await;
    client.ready().await;
    client.did_open("untitled:Untitled-1", 1, "The two states signed the Luwezi River Treaty in 1947 [@luwezi-river].\n").await;
    client.published("untitled:Untitled-1", has("figure-mismatch")).await;
    let lonely = Client::open(None, able()).await;
    let mut lonely = lonely;
    lonely.did_open("untitled:Untitled-2", 1, "The treaty was signed in 1947 [@luwezi-river].\n").await;
    let hover = lonely.result("textDocument/hover", place("untitled:Untitled-2", json!({"line": 0, "character": 2}))).await;
    assert!(hover.is_null());
    assert_eq!(lonely.leave().await, 0);
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sources_come_change_and_go() {
    let (mut client, folder, note, text) = Client::on_sample(able(), json!({"editor": {"debounce": 1}}), "notes/water.md").await;
    client.published(&note, has("figure-mismatch")).await;
    let changed = |path: &std::path::Path, kind: u8| json!({"changes": [{"uri": uri(path), "type": kind}]});
    let gone = folder.path().join("sources/luwezi-river.md");
    let kept = std::fs::read_to_string(&gone).unwrap();
    std::fs::remove_file(&gone).unwrap();
    client.notify("workspace/didChangeWatchedFiles", changed(&gone, 3)).await;
    client.published(&note, lacks("figure-mismatch")).await;
    std::fs::write(&gone, &kept).unwrap();
    client.notify("workspace/didChangeWatchedFiles", changed(&gone, 1)).await;
    client.published(&note, has("figure-mismatch")).await;
    // An open source wins over its file: with the note's year in it, the note is right.
    client.did_open(&uri(&gone), 1, &kept.replace("1974", "1947")).await;
    client.published(&note, lacks("figure-mismatch")).await;
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": uri(&gone)}})).await;
    client.published(&note, has("figure-mismatch")).await;
    assert!(!text.is_empty());
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_watches_where_the_editor_cannot() {
    let folder = sample();
    let mut client = Client::open_with(Some(folder.path()), json!({}), json!({"editor": {"debounce": 1}})).await;
    client.ready().await;
    let path = folder.path().join("notes/water.md");
    client.did_open(&uri(&path), 1, &std::fs::read_to_string(&path).unwrap()).await;
    client.published(&uri(&path), has("figure-mismatch")).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let source = folder.path().join("sources/luwezi-river.md");
    let text = std::fs::read_to_string(&source).unwrap();
    std::fs::write(&source, text.replace("1974", "1947")).unwrap();
    client.published(&uri(&path), lacks("figure-mismatch")).await;
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_and_configuration_are_live() {
    let (mut client, folder, note, _) = Client::on_sample(able(), json!({"editor": {"debounce": 1}}), "notes/water.md").await;
    client.published(&note, has("figure-mismatch")).await;
    let settings = |value: Value| json!({"settings": {"backtext": value}});
    client.notify("workspace/didChangeConfiguration", settings(json!({"rules": {"figure-mismatch": "off"}}))).await;
    client.published(&note, lacks("figure-mismatch")).await;
    client.notify("workspace/didChangeConfiguration", settings(json!({}))).await;
    client.published(&note, has("figure-mismatch")).await;
    let config = uri(&folder.path().join("backtext.toml"));
    client.did_open(&config, 1, "[rules]\nfigure-mismatch = \"off\"\nunknown-rule = \"error\"\n").await;
    client.published(&note, lacks("figure-mismatch")).await;
    client.published(&config, has("invalid-config")).await;
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_are_asked_for_where_the_editor_keeps_them() {
    let folder = sample();
    let mut capabilities = able();
    capabilities["workspace"]["configuration"] = json!(true);
    let mut client = Client::open(Some(folder.path()), capabilities).await;
    client.reply_with("workspace/configuration", json!([{"rules": {"figure-mismatch": "off"}, "editor": {"debounce": 1}}]));
    client.wait_for("workspace/configuration", |params| params["items"][0]["section"] == "backtext").await;
    client.pump().await;
    client.ready().await;
    let path = folder.path().join("notes/water.md");
    client.did_open(&uri(&path), 1, &std::fs::read_to_string(&path).unwrap()).await;
    client.published(&uri(&path), |diagnostics| !diagnostics.is_empty() && lacks("figure-mismatch")(diagnostics)).await;
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_folder_has_its_own_sources() {
    let (one, two) = (sample(), sample());
    for name in ["luwezi-river.md", "border-briefing.txt", "zambia-malawi-talks.md"] {
        std::fs::remove_file(two.path().join("sources").join(name)).unwrap();
    }
    std::fs::write(two.path().join("sources/luwezi-river.txt"), "The two states signed the Luwezi River Treaty in 1947.\n").unwrap();
    let mut client = Client::open_with(Some(one.path()), able(), json!({"editor": {"debounce": 1}})).await;
    let folder = |path: &std::path::Path| json!({"uri": uri(path), "name": "x"});
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": {"added": [folder(two.path())], "removed": []}})).await;
    let line = "The two states signed the Luwezi River Treaty in 1947 [@luwezi-river].\n";
    let (first, second) = (uri(&one.path().join("notes/new.md")), uri(&two.path().join("notes/new.md")));
    client.did_open(&first, 1, line).await;
    client.did_open(&second, 1, line).await;
    client.published(&first, has("figure-mismatch")).await;
    client.wait_for("backtext/status", |status| status["root"] == uri(&two.path().to_owned()).as_str() && status["state"] == "ready").await;
    client.published(&second, lacks("figure-mismatch")).await;
    client.notify("workspace/didChangeWorkspaceFolders", json!({"event": {"added": [], "removed": [folder(one.path())]}})).await;
    let answer = client.request("textDocument/hover", place(&first, find(line, "1947", 1))).await;
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
