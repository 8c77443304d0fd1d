//! Protocol manners: errors, order, cancellation, coming and going.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, able, find, place};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_answered_before_the_introduction() {
    let mut client = Client::start();
    let early = client.request("textDocument/hover", json!({})).await;
    assert_eq!(early["error"]["code"], -32002);
    let answer = client.request("initialize", json!({"processId": null, "rootUri": null, "capabilities": {}})).await;
    assert_eq!(answer["result"]["serverInfo"]["name"], "backtext");
    assert_eq!(answer["result"]["capabilities"]["positionEncoding"], "utf-16");
    let twice = client.request("initialize", json!({"processId": null, "rootUri": null, "capabilities": {}})).await;
    assert_eq!(twice["error"]["code"], -32600);
    client.request("shutdown", Value::Null).await;
    let late = client.request("textDocument/hover", json!({})).await;
    assert_eq!(late["error"]["code"], -32600);
    client.notify("exit", Value::Null).await;
    assert_eq!(client.server.await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_leaves_without_a_word_is_noted() {
    let mut client = Client::open(None, json!({})).await;
    client.notify("exit", Value::Null).await;
    assert_eq!(tokio::time::timeout(Duration::from_secs(20), &mut client.server).await.unwrap().unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn malformed_messages_are_answered_and_do_no_harm() {
    let mut client = Client::open(None, json!({})).await;
    for (method, params, code) in [
        ("textDocument/hover", json!({"textDocument": 3}), -32602),
        ("textDocument/hover", json!(null), -32602),
        ("textDocument/completion", json!({"textDocument": {"uri": "no uri at all"}, "position": {"line": 0, "character": 0}}), -32602),
        ("textDocument/hover", json!({"textDocument": {"uri": "untitled:x"}, "position": {"line": -1, "character": 0}}), -32602),
        ("textDocument/hover", json!({"textDocument": {"uri": "untitled:x"}, "position": {"line": 1, "character": 0}}), -32602),
        ("completionItem/resolve", json!({"label": "x", "data": {"uri": 1}}), -32602),
        ("codeAction/resolve", json!({"title": "x"}), -32602),
        (
            "textDocument/prepareCallHierarchy",
            json!({"textDocument": {"uri": "untitled:x"}, "position": {"line": 0, "character": 0}}),
            -32601,
        ),
        ("backtext/nonsense", json!({}), -32601),
    ] {
        let answer = client.request(method, params.clone()).await;
        assert_eq!(answer["error"]["code"], code, "{method} {params}: {answer}");
    }
    client.send_raw("{nonsense").await;
    client.send_raw("[]").await;
    client.notify("textDocument/didChange", json!({"textDocument": 1})).await;
    client.notify("textDocument/didChange", json!({"textDocument": {"uri": "untitled:never", "version": 3}, "contentChanges": []})).await;
    client.notify("$/unknown", json!({})).await;
    client.did_open("untitled:x", 1, "Text.").await;
    assert_eq!(client.text("untitled:x").await, "Text.");
    client.assert_all_answered_once();
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_overtaken_by_an_edit_says_so() {
    let (mut client, _folder, note, text) = Client::on_sample(able(), json!({"editor": {"debounce": 1}}), "notes/water.md").await;
    let mut answers = Vec::new();
    for version in 2..40 {
        let (_, answer) = client.ask("textDocument/hover", place(&note, find(&text, "Chisera Dam between", 1))).await;
        client
            .did_change(
                &note,
                version,
                json!([{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": " "}]),
            )
            .await;
        let (id, cancelled) = client.ask("workspace/symbol", json!({"query": "a"})).await;
        client.notify("$/cancelRequest", json!({"id": id})).await;
        answers.extend([answer, cancelled]);
    }
    for answer in answers {
        let answer = tokio::time::timeout(Duration::from_secs(60), answer).await.unwrap().unwrap();
        let code = answer["error"]["code"].as_i64();
        assert!(answer.get("result").is_some() || code == Some(-32801) || code == Some(-32800), "{answer}");
    }
    client.assert_all_answered_once();
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_real_program_ends_with_its_input_and_takes_stdio() {
    use std::io::{Read, Write};
    use std::process::{Command, Stdio};
    for arguments in [&["lsp", "--stdio"][..], &["--stdio"], &["lsp", "--no-cache", "--clientProcessId=1"]] {
        let mut server =
            Command::new(env!("CARGO_BIN_EXE_backtext")).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut input = server.stdin.take().unwrap();
        let body =
            json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": std::process::id(), "capabilities": {}}})
                .to_string();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        drop(input);
        let mut output = String::new();
        server.stdout.take().unwrap().read_to_string(&mut output).unwrap();
        assert!(output.contains("\"serverInfo\""), "{output}");
        assert_eq!(server.wait().unwrap().code(), Some(1), "the client left without shutdown");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_real_program_ends_when_its_editor_is_gone() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut editor = Command::new("sleep").arg("600").spawn().unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_backtext")).arg("lsp").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut input = server.stdin.take().unwrap();
    let body =
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": editor.id(), "capabilities": {}}}).to_string();
    write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    input.flush().unwrap();
    std::thread::sleep(Duration::from_millis(500));
    assert!(server.try_wait().unwrap().is_none());
    editor.kill().unwrap();
    editor.wait().unwrap();
    let ended = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        server.try_wait().unwrap().is_some()
    });
    assert!(ended, "the server outlives its editor");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_recorded_and_run_again() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().unwrap();
    let (tape, log) = (folder.path().join("tape.jsonl"), folder.path().join("log.txt"));
    let frame = |message: Value| format!("Content-Length: {}\r\n\r\n{message}", message.to_string().len());
    let item = json!({"uri": "untitled:1", "languageId": "markdown", "version": 1, "text": "Né 😀."});
    let mut first = Command::new(env!("CARGO_BIN_EXE_backtext"))
        .args(["lsp", "--record"])
        .arg(&tape)
        .arg("--log")
        .arg(&log)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = first.stdin.take().unwrap();
    for message in [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": null, "capabilities": {}}}),
        json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}),
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": item}}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "workspace/textDocumentContent", "params": {"uri": "untitled:1"}}),
    ] {
        input.write_all(frame(message).as_bytes()).unwrap();
    }
    // Time for the answer: what is not answered by `exit` never is.
    std::thread::sleep(Duration::from_secs(3));
    for message in [json!({"jsonrpc": "2.0", "id": 3, "method": "shutdown"}), json!({"jsonrpc": "2.0", "method": "exit"})] {
        input.write_all(frame(message).as_bytes()).unwrap();
    }
    let first = first.wait_with_output().unwrap();
    assert_eq!(first.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&first.stdout).contains("Né 😀."));
    assert!(log.exists());
    let second = Command::new(env!("CARGO_BIN_EXE_backtext")).args(["lsp", "--replay"]).arg(&tape).output().unwrap();
    assert_eq!(second.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&second.stdout).contains("Né 😀."));
    let broken = Command::new(env!("CARGO_BIN_EXE_backtext")).args(["lsp", "--replay", "/no/such/file"]).output().unwrap();
    assert_eq!(broken.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&broken.stderr).contains("/no/such/file"));
}
