//! Every capability that is offered, over the wire.

use serde_json::{Value, json};

use crate::client::{Client, NOTE, able, find, place, uri};

const WATER: &str = "notes/water.md";
const TALKS: &str = "notes/talks.md";

fn whole(text: &str) -> Value {
    json!({"start": {"line": 0, "character": 0}, "end": {"line": text.lines().count() + 1, "character": 0}})
}

/// Puts `line` at the end of a note and asks for what can be written at its end.
async fn completed(client: &mut Client, uri: &str, text: &str, version: i32, line: &str) -> Vec<Value> {
    let changed = format!("{text}\n{line}");
    client.did_change(uri, version, json!([{"text": changed}])).await;
    let position = json!({"line": changed.matches('\n').count(), "character": line.encode_utf16().count()});
    let answer = client.result("textDocument/completion", place(uri, position)).await;
    answer["items"].as_array().unwrap().clone()
}

fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["label"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_offered_that_is_not_served() {
    let (mut client, _folder, note, text) = Client::on_sample(able(), json!({"editor": {"inlayHints": true}}), WATER).await;
    let start = json!({"line": 6, "character": 3});
    let document = json!({"textDocument": {"uri": note}});
    let range = json!({"textDocument": {"uri": note}, "range": whole(&text)});
    let with = |base: &Value, key: &str, value: Value| {
        let mut params = base.clone();
        params[key] = value;
        params
    };
    let served = [
        ("hoverProvider", "textDocument/hover", place(&note, start.clone())),
        ("completionProvider", "textDocument/completion", place(&note, start.clone())),
        ("definitionProvider", "textDocument/definition", place(&note, start.clone())),
        (
            "referencesProvider",
            "textDocument/references",
            with(&place(&note, start.clone()), "context", json!({"includeDeclaration": true})),
        ),
        ("documentHighlightProvider", "textDocument/documentHighlight", place(&note, start.clone())),
        ("documentSymbolProvider", "textDocument/documentSymbol", document.clone()),
        ("workspaceSymbolProvider", "workspace/symbol", json!({"query": "dam"})),
        ("codeActionProvider", "textDocument/codeAction", with(&range, "context", json!({"diagnostics": []}))),
        ("codeLensProvider", "textDocument/codeLens", document.clone()),
        ("documentLinkProvider", "textDocument/documentLink", document.clone()),
        ("foldingRangeProvider", "textDocument/foldingRange", document.clone()),
        ("selectionRangeProvider", "textDocument/selectionRange", with(&document, "positions", json!([start]))),
        ("renameProvider", "textDocument/prepareRename", place(&note, start.clone())),
        ("inlayHintProvider", "textDocument/inlayHint", range.clone()),
        ("semanticTokensProvider", "textDocument/semanticTokens/full", document.clone()),
        ("executeCommandProvider", "workspace/executeCommand", json!({"command": "backtext.report"})),
    ];
    let mut offered: Vec<String> = client.capabilities.as_object().unwrap().keys().cloned().collect();
    offered.retain(|key| key.ends_with("Provider"));
    for (capability, method, params) in served {
        assert!(offered.contains(&capability.to_owned()), "{capability} is not offered");
        offered.retain(|key| key != capability);
        let result = client.result(method, params).await;
        if !["textDocument/prepareRename", "textDocument/hover", "textDocument/definition"].contains(&method) {
            assert!(!result.is_null(), "{method} gave nothing");
        }
    }
    assert!(offered.is_empty(), "offered and not tried: {offered:?}");
    assert_eq!(client.capabilities["textDocumentSync"]["change"], 2);
    client.assert_all_answered_once();
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hover_shows_the_evidence_and_why_a_word_is_flagged() {
    let (mut client, _folder, note) = Client::on_small(able(), Value::Null).await;
    let hover = client.result("textDocument/hover", place(&note, find(NOTE, "850 million", 1))).await;
    let card = hover["contents"]["value"].as_str().unwrap();
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert!(
        card.starts_with("**Backed**") && card.contains("helmand, l. 1") && card.contains("promised Iran 850 million cubic metres**"),
        "{card}"
    );
    let wrong = client.result("textDocument/hover", place(&note, find(NOTE, "1937", 1))).await;
    let card = wrong["contents"]["value"].as_str().unwrap();
    assert!(card.contains("1973") && card.contains("---"), "{card}");
    assert_eq!(wrong["range"]["start"], find(NOTE, "1937", 0));
    let citation = client.result("textDocument/hover", place(&note, find(NOTE, "@helmand", 4))).await;
    assert!(citation["contents"]["value"].as_str().unwrap().contains("passages"), "{citation}");
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn completion_knows_where_it_is() {
    let (mut client, _folder, note, text) = Client::on_sample(able(), Value::Null, TALKS).await;
    let cite = completed(&mut client, &note, &text, 2, "They met [@luw").await;
    assert_eq!(labels(&cite)[0], "luwezi-river");
    assert_eq!(cite[0]["textEdit"]["newText"], "luwezi-river]");
    let resolved = client.result("completionItem/resolve", cite[0].clone()).await;
    assert!(resolved["documentation"]["value"].as_str().unwrap().contains("passages"), "{resolved}");
    let wiki = completed(&mut client, &note, &text, 3, "They met [[bord").await;
    assert_eq!(wiki[0]["textEdit"]["newText"], "border-briefing]]");
    let quote = completed(&mut client, &note, &text, 4, "See [@border-briefing, \"share intel").await;
    assert!(quote.iter().any(|item| item["textEdit"]["newText"].as_str().unwrap().contains("share intelligence")), "{quote:?}");
    let term = completed(&mut client, &note, &text, 5, "A settlement is very l").await;
    assert!(term.is_empty() || labels(&term).iter().all(|label| *label == "very likely"), "{:?}", labels(&term));
    let likely = completed(&mut client, &note, &text, 6, "A settlement is l").await;
    assert!(labels(&likely).contains(&"likely"), "{:?}", labels(&likely));
    assert!(likely[0]["detail"].as_str().unwrap().ends_with('%'));
    client.knows("Zambia").await;
    let actor = completed(&mut client, &note, &text, 7, "The talks with Zam").await;
    assert!(labels(&actor).contains(&"Zambia"), "{:?}", labels(&actor));
    let rule = completed(&mut client, &note, &text, 8, "<!-- backtext-disable-next-line unb").await;
    assert!(labels(&rule).contains(&"unbacked-claim"), "{:?}", labels(&rule));
    let code = completed(&mut client, &note, &text, 9, "`Zam").await;
    assert!(code.is_empty() || labels(&code).contains(&"Zambia"), "an open mark is no code yet");
    assert!(completed(&mut client, &note, &text, 10, "```\nZam").await.is_empty());
    assert!(completed(&mut client, &note, &text, 11, "see https://example.org/Zam").await.is_empty());
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn completion_in_the_configuration() {
    let (mut client, folder, _, _) = Client::on_sample(able(), Value::Null, WATER).await;
    let config = uri(&folder.path().join("backtext.toml"));
    client.did_open(&config, 1, "").await;
    let keys = completed(&mut client, &config, "[rules]", 2, "unb").await;
    assert!(labels(&keys).contains(&"unbacked-claim"));
    let values = completed(&mut client, &config, "[rules]", 3, "unbacked-claim = ").await;
    assert_eq!(values[0]["textEdit"]["newText"], "\"error\"");
    let tables = completed(&mut client, &config, "", 4, "[").await;
    assert!(labels(&tables).contains(&"[[actor]]"));
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn code_actions_mend_and_are_resolved() {
    let (mut client, _folder, note) = Client::on_small(able(), Value::Null).await;
    let at = find(NOTE, "@helmandd", 3);
    let params =
        json!({"textDocument": {"uri": note}, "range": {"start": at, "end": at}, "context": {"diagnostics": [], "only": ["quickfix"]}});
    let actions = client.result("textDocument/codeAction", params).await;
    let fix =
        actions.as_array().unwrap().iter().find(|action| action["isPreferred"] == true).unwrap_or_else(|| panic!("{actions}")).clone();
    assert_eq!(fix["diagnostics"][0]["code"], "unknown-citation");
    assert!(fix.get("edit").is_none(), "the edit is made when it is asked for");
    let resolved = client.result("codeAction/resolve", fix).await;
    let edit = &resolved["edit"]["documentChanges"][0];
    assert_eq!(edit["textDocument"], json!({"uri": note, "version": 1}));
    assert!(edit["edits"][0]["newText"].as_str().unwrap().contains("helmand"), "{resolved}");
    let params = json!({"textDocument": {"uri": note}, "range": whole(NOTE), "context": {"diagnostics": [], "only": ["source.fixAll"]}});
    let all = client.result("textDocument/codeAction", params).await;
    assert_eq!(all[0]["kind"], "source.fixAll.backtext");
    let resolved = client.result("codeAction/resolve", all[0].clone()).await;
    assert!(
        resolved["edit"]["documentChanges"][0]["edits"]
            .as_array()
            .unwrap()
            .iter()
            .any(|edit| edit["newText"].as_str().unwrap().contains("helmand"))
    );
    // Once the text has changed the action no longer fits it.
    client.did_change(&note, 2, json!([{"text": "Something else."}])).await;
    let late = client.request("codeAction/resolve", all[0].clone()).await;
    assert_eq!(late["error"]["code"], -32801);
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_editor_that_can_do_little_gets_the_edit_at_once() {
    let (mut client, _folder, note) = Client::on_small(json!({}), Value::Null).await;
    let at = find(NOTE, "@helmandd", 3);
    let params = json!({"textDocument": {"uri": note}, "range": {"start": at, "end": at}, "context": {"diagnostics": []}});
    let actions = client.result("textDocument/codeAction", params).await;
    let fix = actions.as_array().unwrap().iter().find(|action| action["isPreferred"] == true).unwrap().clone();
    assert!(fix["edit"]["changes"][&note][0]["newText"].as_str().unwrap().contains("helmand"));
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_claim_to_passage_and_back() {
    let (mut client, folder, note, text) = Client::on_sample(able(), Value::Null, WATER).await;
    let source = uri(&folder.path().join("sources/luwezi-river.md"));
    let links = client.result("textDocument/definition", place(&note, find(&text, "Chisera Dam between", 0))).await;
    assert_eq!(links[0]["targetUri"], source);
    let cited = client.result("textDocument/definition", place(&note, find(&text, "@luwezi-river", 2))).await;
    assert_eq!(cited[0]["targetUri"], source);
    let back = place(&source, links[0]["targetRange"]["start"].clone());
    let mut params = back.clone();
    params["context"] = json!({"includeDeclaration": false});
    let claims = client.result("textDocument/references", params).await;
    assert!(claims.as_array().unwrap().iter().any(|place| place["uri"] == note), "{claims}");
    let lenses = client.result("textDocument/codeLens", json!({"textDocument": {"uri": source}})).await;
    assert!(lenses.as_array().unwrap().iter().any(|lens| lens["command"]["title"].as_str().unwrap().contains("on this")), "{lenses}");
    let document_links = client.result("textDocument/documentLink", json!({"textDocument": {"uri": note}})).await;
    assert!(document_links[0]["target"].as_str().unwrap().starts_with(&source), "{document_links}");
    let highlights = client.result("textDocument/documentHighlight", place(&note, find(&text, "@luwezi-river", 2))).await;
    assert!(highlights.as_array().unwrap().len() > 3);
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn outline_folds_and_selections() {
    let (mut client, _folder, note, text) = Client::on_sample(able(), Value::Null, WATER).await;
    let document = json!({"textDocument": {"uri": note}});
    let symbols = client.result("textDocument/documentSymbol", document.clone()).await;
    assert_eq!(symbols[0]["name"], "The Luwezi River");
    assert!(symbols[0]["children"].as_array().unwrap().iter().any(|child| child["name"] == "River and treaty"), "{symbols}");
    let folds = client.result("textDocument/foldingRange", document.clone()).await;
    assert!(folds.as_array().unwrap().len() >= 4);
    let at = find(&text, "highlands", 2);
    let ranges = client.result("textDocument/selectionRange", json!({"textDocument": {"uri": note}, "positions": [at]})).await;
    let (mut chain, mut depth) = (&ranges[0], 1);
    assert_eq!(chain["range"]["start"], find(&text, "highlands", 0));
    while chain.get("parent").is_some() {
        (chain, depth) = (&chain["parent"], depth + 1);
    }
    assert!(depth >= 5, "word, sentence, paragraph, section, all: {ranges}");
    let lenses = client.result("textDocument/codeLens", document.clone()).await;
    assert!(lenses[0]["command"]["title"].as_str().unwrap().contains("backed"), "{lenses}");
    let found = client.result("workspace/symbol", json!({"query": "ceasefire"})).await;
    assert!(found.as_array().unwrap().iter().any(|symbol| symbol["name"] == "Ceasefire"), "{found}");
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hints_are_shown_when_wanted() {
    let (mut client, _folder, note, text) = Client::on_sample(able(), Value::Null, WATER).await;
    let params = json!({"textDocument": {"uri": note}, "range": whole(&text)});
    assert_eq!(client.result("textDocument/inlayHint", params.clone()).await, json!([]));
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"backtext": {"editor": {"inlayHints": true}}}})).await;
    let hints = client.result("textDocument/inlayHint", params).await;
    assert!(hints.as_array().unwrap().iter().any(|hint| hint["label"].as_str().unwrap().starts_with("luwezi-river, l. ")), "{hints}");
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_and_what_changed_in_them() {
    let (mut client, _folder, note, text) = Client::on_sample(able(), Value::Null, TALKS).await;
    let document = json!({"textDocument": {"uri": note}});
    let full = client.result("textDocument/semanticTokens/full", document.clone()).await;
    let before: Vec<u64> = full["data"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
    assert!(before.len().is_multiple_of(5) && !before.is_empty());
    client.did_change(&note, 2, json!([{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "It is likely. [@luwezi-river]\n\n"}])).await;
    let params = json!({"textDocument": {"uri": note}, "previousResultId": full["resultId"]});
    let delta = client.result("textDocument/semanticTokens/full/delta", params).await;
    let mut patched = before.clone();
    for edit in delta["edits"].as_array().unwrap_or_else(|| panic!("{delta}")) {
        let (start, gone) = (edit["start"].as_u64().unwrap() as usize, edit["deleteCount"].as_u64().unwrap() as usize);
        let new = edit["data"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap());
        patched.splice(start..start + gone, new);
    }
    let again = client.result("textDocument/semanticTokens/full", document).await;
    let now: Vec<u64> = again["data"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
    assert_eq!(patched, now);
    let part = client
        .result(
            "textDocument/semanticTokens/range",
            json!({"textDocument": {"uri": note}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}}),
        )
        .await;
    assert!(part["data"].as_array().unwrap().len() < now.len() && !text.is_empty());
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_is_renamed_with_its_citations() {
    let (mut client, folder, note, text) = Client::on_sample(able(), Value::Null, WATER).await;
    let at = find(&text, "@luwezi-river", 3);
    let prepared = client.result("textDocument/prepareRename", place(&note, at.clone())).await;
    assert_eq!(prepared["placeholder"], "luwezi-river");
    let mut params = place(&note, at.clone());
    params["newName"] = json!("river");
    let edit = client.result("textDocument/rename", params.clone()).await;
    let changes = edit["documentChanges"].as_array().unwrap();
    let last = changes.last().unwrap();
    assert_eq!((&last["kind"], &last["newUri"]), (&json!("rename"), &json!(uri(&folder.path().join("sources/river.md")))));
    let edited: usize = changes.iter().filter_map(|change| change["edits"].as_array()).map(Vec::len).sum();
    let cited: usize = ["security", "talks", "timeline", "water"]
        .iter()
        .map(|name| std::fs::read_to_string(folder.path().join(format!("notes/{name}.md"))).unwrap())
        .map(|text| text.matches("@luwezi-river").count() + text.matches("[[luwezi-river").count())
        .sum();
    assert_eq!(edited, cited);
    params["newName"] = json!("a/b");
    assert_eq!(client.request("textDocument/rename", params).await["error"]["code"], -32803);
    let files = json!({"files": [{"oldUri": uri(&folder.path().join("sources/border-briefing.txt")), "newUri": uri(&folder.path().join("sources/brief.txt"))}]});
    let edit = client.result("workspace/willRenameFiles", files).await;
    assert!(edit["documentChanges"][0]["edits"].as_array().unwrap().iter().all(|edit| edit["newText"] == "brief"), "{edit}");
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_actor_is_renamed_in_notes_and_never_in_sources() {
    let (mut client, _folder, note, text) = Client::on_sample(able(), Value::Null, WATER).await;
    client.knows("Zambia").await;
    let at = find(&text, "Zambia stopped", 2);
    let mut params = place(&note, at.clone());
    params["newName"] = json!("Republic of Zambia");
    let prepared = client.result("textDocument/prepareRename", place(&note, at)).await;
    assert_eq!(prepared["placeholder"], "Zambia", "{prepared}");
    let edit = client.result("textDocument/rename", params).await;
    let changes = edit["documentChanges"].as_array().unwrap();
    assert!(changes.iter().all(|change| !change["textDocument"]["uri"].as_str().unwrap().contains("/sources/")), "{edit}");
    assert!(changes.len() > 1);
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_report_and_the_graph_name_sources_and_actors() {
    let (mut client, _folder, _, _) = Client::on_sample(able(), Value::Null, WATER).await;
    let report = client.result("workspace/executeCommand", json!({"command": "backtext.report"})).await;
    assert_eq!(report["sources"].as_array().unwrap().len(), 3);
    assert_eq!(report["summary"]["sources"], 3);
    assert!(report["sentences"].as_array().unwrap().iter().any(|sentence| sentence["path"] == WATER));
    let elsewhere = json!({"command": "backtext.report", "arguments": ["file:///nowhere"]});
    assert_eq!(client.result("workspace/executeCommand", elsewhere).await, Value::Null);
    let graph = client.result("backtext/graph", json!({})).await;
    assert!(graph["nodes"].is_array() && graph["edges"].is_array());
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_editor_that_pulls_gets_nothing_pushed() {
    let mut capabilities = able();
    capabilities["textDocument"]["diagnostic"] = json!({"relatedDocumentSupport": true});
    capabilities["workspace"]["diagnostics"] = json!({"refreshSupport": true});
    let (mut client, _folder, note, _) = Client::on_sample(capabilities, Value::Null, WATER).await;
    assert_eq!(client.capabilities["diagnosticProvider"]["workspaceDiagnostics"], true);
    let document = json!({"textDocument": {"uri": note}});
    let report = client.result("textDocument/diagnostic", document.clone()).await;
    assert_eq!(report["kind"], "full");
    assert!(!report["items"].as_array().unwrap().is_empty());
    let mut again = document;
    again["previousResultId"] = report["resultId"].clone();
    assert_eq!(client.result("textDocument/diagnostic", again).await["kind"], "unchanged");
    assert_eq!(client.result("workspace/diagnostic", json!({"previousResultIds": []})).await["items"], json!([]));
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"editor": {"wholeWorkspace": true}}})).await;
    let all = client.result("workspace/diagnostic", json!({"previousResultIds": []})).await;
    let first = &all["items"][0];
    assert_eq!(first["kind"], "full");
    let known = json!({"previousResultIds": [{"uri": first["uri"], "value": first["resultId"]}]});
    assert_eq!(client.result("workspace/diagnostic", known).await["items"][0]["kind"], "unchanged");
    assert!(client.said("textDocument/publishDiagnostics").iter().all(|params| params["diagnostics"] == json!([])));
    assert_eq!(client.leave().await, 0);
}
