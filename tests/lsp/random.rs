//! A session of ten thousand random messages: every request is answered once, nothing stale is shown, nothing panics, and in the
//! end the editor shows what a fresh check finds.

use serde_json::{Value, json};

use crate::agreement::hold_equal;
use crate::client::{Client, PATIENCE, sample, uri};
use crate::stress::Dice;

const MESSAGES: usize = 10_000;
const NOTES: [&str; 4] = ["notes/security.md", "notes/talks.md", "notes/timeline.md", "notes/water.md"];
const SOURCES: [&str; 3] = ["sources/border-briefing.txt", "sources/luwezi-river.md", "sources/zambia-malawi-talks.md"];
const WORDS: &[&str] = &[
    "Zambia ",
    "signed ",
    "a treaty in 1974. ",
    "😀 ",
    "\r\n",
    "\n\n",
    "The EPRF ",
    "[@luwezi-river] ",
    "is likely ",
    "# Heading\n",
    "- ",
    "> ",
    "\"",
    "never ",
    "é",
    "[[",
    "<!--",
    "-->",
];
const METHODS: &[&str] = &[
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/documentSymbol",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/documentLink",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/inlayHint",
    "textDocument/semanticTokens/full",
    "textDocument/prepareRename",
    "textDocument/rename",
    "workspace/symbol",
    "workspace/textDocumentContent",
    "textDocument/semanticTokens/range",
    "textDocument/semanticTokens/full/delta",
];

struct Open {
    version: i32,
    text: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_random_messages() {
    let folder = sample();
    let seed = std::env::var("BACKTEXT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7);
    let capabilities =
        json!({"general": {"positionEncodings": ["utf-32"]}, "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut client = Client::open_with(Some(folder.path()), capabilities, json!({"editor": {"debounce": 5}})).await;
    let mut dice = Dice::new(seed);
    let mut open: [Option<Open>; 4] = [None, None, None, None];
    let address = |path: &str| uri(&folder.path().join(path));
    let disk = |path: &str| std::fs::read_to_string(folder.path().join(path)).unwrap();
    let mut waiting = Vec::new();
    let mut version = 0;
    for _ in 0..MESSAGES {
        let which = dice.below(4);
        let note = address(NOTES[which]);
        version += 1;
        match dice.below(100) {
            0..40 => match &mut open[which] {
                None => {
                    let text = disk(NOTES[which]);
                    client.did_open(&note, version, &text).await;
                    open[which] = Some(Open { version, text });
                }
                Some(now) => {
                    let characters = now.text.chars().count();
                    let at = dice.below(characters + 1);
                    let gone = dice.below(6).min(characters - at);
                    let word = dice.one(WORDS);
                    let change = match now.text.len() {
                        12_000.. => json!({"text": disk(NOTES[which])}),
                        _ => json!({"range": {"start": point(&now.text, at), "end": point(&now.text, at + gone)}, "text": word}),
                    };
                    now.text = apply(&now.text, &change, at, gone);
                    now.version = version;
                    client.did_change(&note, version, json!([change])).await;
                }
            },
            40..80 => {
                let method = dice.one(METHODS);
                let at = json!({"line": dice.below(60), "character": dice.below(120)});
                let range =
                    json!({"start": {"line": dice.below(20), "character": 0}, "end": {"line": 20 + dice.below(40), "character": 3}});
                let params = json!({
                    "uri": note, "textDocument": {"uri": note}, "position": at, "positions": [at], "range": range, "context": {"diagnostics": [], "includeDeclaration": true},
                    "query": "a", "newName": "X", "previousResultId": "0",
                });
                let (id, answer) = client.ask(method, params).await;
                waiting.push(answer);
                if dice.below(5) == 0 {
                    client.notify("$/cancelRequest", json!({"id": id})).await;
                }
            }
            80..85 => {
                let source = dice.one(&SOURCES);
                let path = folder.path().join(source);
                let text = std::fs::read_to_string(&path).unwrap();
                let changed = if text.len() > 30_000 {
                    text.chars().take(4000).collect()
                } else {
                    format!("{text}\nZambia built {} dams.\n", dice.below(900))
                };
                std::fs::write(&path, changed).unwrap();
                client.notify("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": uri(&path), "type": 2}]})).await;
            }
            85..88 => {
                let severity = dice.one(&["error", "hint", "off"]);
                client
                    .notify(
                        "workspace/didChangeConfiguration",
                        json!({"settings": {"backtext": {"rules": {"unbacked-claim": severity}, "editor": {"debounce": 5}}}}),
                    )
                    .await;
            }
            88..92 => client.notify("textDocument/didSave", json!({"textDocument": {"uri": note}})).await,
            92..95 => {
                if open[which].take().is_some() {
                    client.notify("textDocument/didClose", json!({"textDocument": {"uri": note}})).await;
                }
            }
            95..98 => {
                let garbage = dice.one(&[
                    "{",
                    "null",
                    "{\"jsonrpc\":\"2.0\",\"method\":5}",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{}}",
                    "\"x\"",
                ]);
                client.send_raw(garbage).await;
            }
            _ => client.notify("$/cancelRequest", json!({"id": dice.below(500)})).await,
        }
        client.pump().await;
    }
    for answer in waiting {
        tokio::time::timeout(PATIENCE, answer).await.expect("a request was not answered").unwrap();
    }
    client.assert_all_answered_once();
    client.notify("workspace/didChangeConfiguration", json!({"settings": {"backtext": {"editor": {"debounce": 5}}}})).await;
    let mut shown = Vec::new();
    for (which, now) in open.iter().enumerate() {
        if let Some(now) = now {
            assert_eq!(client.text(&address(NOTES[which])).await, now.text, "seed {seed}");
            std::fs::write(folder.path().join(NOTES[which]), &now.text).unwrap();
            shown.push(NOTES[which]);
        }
    }
    hold_equal(&mut client, folder.path(), &shown).await;
    let log = client.said("window/logMessage");
    let faults: Vec<&Value> = log.iter().filter(|line| line["message"].as_str().unwrap().contains("a fault in Backtext")).collect();
    assert!(faults.is_empty(), "{faults:?}");
    for path in NOTES {
        let published = client.said("textDocument/publishDiagnostics");
        let versions: Vec<i64> =
            published.iter().filter(|params| params["uri"] == address(path)).filter_map(|params| params["version"].as_i64()).collect();
        assert!(versions.is_sorted(), "an older result came after a newer one: {versions:?}");
    }
    assert_eq!(client.leave().await, 0);
}

/// Position of a character, in code points.
fn point(text: &str, at: usize) -> Value {
    let characters: Vec<char> = text.chars().collect();
    let (mut line, mut column) = (0, 0);
    for (index, character) in characters.iter().enumerate().take(at) {
        let ends = *character == '\n' || *character == '\r' && characters.get(index + 1) != Some(&'\n');
        if ends {
            (line, column) = (line + 1, 0);
        } else if *character != '\r' {
            column += 1;
        }
    }
    json!({"line": line, "character": column})
}

/// The text after the change; between `\r` and `\n` there is no place, so the change is made before both.
fn apply(text: &str, change: &Value, at: usize, gone: usize) -> String {
    let new = change["text"].as_str().unwrap();
    if change.get("range").is_none() {
        return new.to_owned();
    }
    let characters: Vec<char> = text.chars().collect();
    let between = |at: usize| at > 0 && characters.get(at) == Some(&'\n') && characters[at - 1] == '\r';
    let place = |at: usize| if between(at) { at - 1 } else { at };
    let (from, to) = (place(at), place(at + gone));
    characters[..from].iter().collect::<String>() + new + &characters[to..].iter().collect::<String>()
}
