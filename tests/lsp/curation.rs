//! Who is who, corrected from the editor: code actions that write `backtext.toml`, and help in that file.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, NOTE, able, find, place, uri};

/// The titles and edits of the corrections at a place, once the sources are parsed.
async fn corrections(client: &mut Client, document: &str, start: Value, end: Value, wanted: &str) -> Vec<Value> {
    let mut last = Vec::new();
    for _ in 0..400 {
        let params = json!({"textDocument": {"uri": document}, "range": {"start": start, "end": end},
            "context": {"diagnostics": [], "only": ["refactor.rewrite.backtext"]}});
        let actions = client.result("textDocument/codeAction", params).await;
        let actions = actions.as_array().cloned().unwrap_or_default();
        if actions.iter().any(|action| action["title"] == wanted) {
            return actions;
        }
        last = actions;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("“{wanted}” is never offered: {last:?}");
}

fn named<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    actions.iter().find(|action| action["title"] == title).unwrap()
}

/// The text with an LSP edit applied; the tests' configuration is ASCII.
fn applied(text: &str, edit: &Value) -> String {
    let offset = |position: &Value| {
        let line = position["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + position["character"].as_u64().unwrap() as usize
    };
    let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
    format!("{}{}{}", &text[..start], edit["newText"].as_str().unwrap(), &text[end..])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn corrections_make_and_keep_the_configuration() {
    let (mut client, folder, note) = Client::on_small(able(), Value::Null).await;
    let config = uri(&folder.path().join("backtext.toml"));
    let at = find(NOTE, "Afghanistan", 3);
    let hide = "“Afghanistan” is not an actor";
    let actions = corrections(&mut client, &note, at.clone(), at, hide).await;
    assert!(actions.iter().any(|action| action["title"] == "“Afghanistan” is another name of Iran"), "{actions:?}");
    assert!(actions.iter().any(|action| action["title"] == "Afghanistan is an organisation"));
    // There is no backtext.toml yet: the edit makes it.
    let operations = &named(&actions, hide)["edit"]["documentChanges"];
    assert_eq!(operations[0], json!({"kind": "create", "uri": config, "options": {"overwrite": false, "ignoreIfExists": true}}));
    assert_eq!(operations[1]["textDocument"]["uri"], config);
    let text = applied("", &operations[1]["edits"][0]);
    assert_eq!(text, "[[actor]]\nid = \"afghanistan\"\nname = \"Afghanistan\"\nhide = true\n");
    // What a person wrote stays, and what is hidden is no actor any more.
    let own = format!("# ours\n{text}");
    client.did_open(&config, 1, &own).await;
    let at = find(NOTE, "Afghanistan", 3);
    let add = "Add “Afghanistan” as an organisation";
    let actions = corrections(&mut client, &note, at.clone(), at, add).await;
    let edit = &named(&actions, add)["edit"]["documentChanges"][0];
    assert_eq!(edit["textDocument"], json!({"uri": config, "version": 1}));
    let text = applied(&own, &edit["edits"][0]);
    assert!(text.starts_with("# ours\n") && text.contains("kind = \"organisation\"") && !text.contains("hide"), "{text}");
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_offers_them_too_and_a_selection_becomes_a_dispute() {
    let (mut client, folder, note) = Client::on_small(json!({}), Value::Null).await;
    let source = uri(&folder.path().join("sources/helmand.txt"));
    let at = json!({"line": 0, "character": 2});
    let actions = corrections(&mut client, &source, at.clone(), at, "“Iran” is not an actor").await;
    let config = uri(&folder.path().join("backtext.toml"));
    assert!(named(&actions, "“Iran” is not an actor")["edit"]["changes"][&config][0]["newText"].is_string(), "{actions:?}");
    let words = "Helmand River Treaty";
    let add = format!("Add “{words}” as a dispute between Iran and Afghanistan");
    let actions = corrections(&mut client, &note, find(NOTE, words, 0), find(NOTE, words, words.len()), &add).await;
    let new = named(&actions, &add)["edit"]["changes"][&config][0]["newText"].as_str().unwrap();
    assert!(new.contains("[[dispute]]") && new.contains("parties = [\"iran\", \"afghanistan\"]"), "{new}");
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_configuration_is_edited_with_help() {
    const CONFIG: &str = "[rules]\nmisquote = \"error\"\n\n[[actor]]\nid = \"iran\"\nname = \"Iran\"\n\n[[dispute]]\nid = \"water\"\nname = \"water rights\"\nparties = [\"iran\", \"afghanistan\"]\n";
    let (mut client, folder, _note) = Client::on_small(able(), Value::Null).await;
    let config = uri(&folder.path().join("backtext.toml"));
    client.did_open(&config, 1, CONFIG).await;
    client.knows("Iran").await;
    let hover = client.result("textDocument/hover", place(&config, find(CONFIG, "misquote", 2))).await;
    assert!(hover["contents"]["value"].as_str().unwrap().contains("Default: error"), "{hover}");
    let hover = client.result("textDocument/hover", place(&config, find(CONFIG, "parties", 2))).await;
    assert!(hover["contents"]["value"].as_str().unwrap().contains("ids of actors"), "{hover}");
    let hover = client.result("textDocument/hover", place(&config, find(CONFIG, "[\"iran", 3))).await;
    assert!(hover["contents"]["value"].as_str().unwrap().contains("### Iran · state"), "{hover}");
    let links = client.result("textDocument/definition", place(&config, find(CONFIG, "[\"iran", 3))).await;
    assert_eq!(links[0]["targetRange"]["start"], find(CONFIG, "iran", 0), "{links}");
    let mut params = place(&config, find(CONFIG, "[\"iran", 3));
    params["newName"] = json!("islamic-republic");
    let edits = client.result("textDocument/rename", params).await;
    assert_eq!(edits["documentChanges"][0]["edits"].as_array().unwrap().len(), 2, "{edits}");
    let mut params = place(&config, find(CONFIG, "[\"iran", 3));
    params["newName"] = json!("Islamic Republic");
    assert!(client.request("textDocument/rename", params).await["error"]["message"].as_str().unwrap().contains("islamic-republic"));
    assert_eq!(client.leave().await, 0);
}
