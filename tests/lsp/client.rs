//! A client that a test can drive: frames, ids, and what the server says unasked.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use backtext::lsp::{Options, serve};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf, duplex, split};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// No test waits longer than this for anything.
pub const PATIENCE: Duration = Duration::from_secs(40);

pub struct Client {
    writer: WriteHalf<DuplexStream>,
    shared: Arc<Mutex<Shared>>,
    next: i64,
    pub server: JoinHandle<i32>,
    pub capabilities: Value,
}

#[derive(Default)]
struct Shared {
    waiting: HashMap<i64, oneshot::Sender<Value>>,
    /// Everything that was answered, to see that nothing is answered twice.
    answered: HashMap<i64, usize>,
    said: Vec<Value>,
    /// Replies to the server's questions by method; null otherwise.
    replies: HashMap<String, Value>,
    questions: Vec<Value>,
}

impl Client {
    /// A server that has been started and nothing else.
    pub fn start() -> Self {
        let (here, there) = duplex(1 << 16);
        let (input, output) = split(there);
        let server = tokio::spawn(serve(input, output, Options::default()));
        let (reader, writer) = split(here);
        let shared = Arc::new(Mutex::new(Shared::default()));
        let (replies, mut outgoing) = tokio::sync::mpsc::unbounded_channel::<Value>();
        tokio::spawn(read(BufReader::new(reader), shared.clone(), replies));
        let client = Self { writer, shared, next: 1, server, capabilities: Value::Null };
        // Replies to the server's questions are written with the next message; tests that need them sooner call `pump`.
        let pending = client.shared.clone();
        tokio::spawn(async move {
            while let Some(reply) = outgoing.recv().await {
                pending.lock().unwrap().questions.push(reply);
            }
        });
        client
    }

    /// A server that has been initialised on a folder.
    pub async fn open(folder: Option<&Path>, capabilities: Value) -> Self {
        Self::open_with(folder, capabilities, Value::Null).await
    }

    /// The same with settings.
    pub async fn open_with(folder: Option<&Path>, capabilities: Value, settings: Value) -> Self {
        let mut client = Self::start();
        let folders = folder.map(|folder| json!([{"uri": uri(folder), "name": "test"}]));
        let params = json!({"processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders, "initializationOptions": settings});
        let answer = client.request("initialize", params).await;
        client.capabilities = answer["result"]["capabilities"].clone();
        client.notify("initialized", json!({})).await;
        client
    }

    pub async fn send(&mut self, message: &Value) {
        self.send_raw(&message.to_string()).await;
    }

    pub async fn send_raw(&mut self, body: &str) {
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        timeout(PATIENCE, self.writer.write_all(frame.as_bytes())).await.expect("the server has stopped reading").unwrap();
        self.writer.flush().await.unwrap();
    }

    /// Answers what the server has asked.
    pub async fn pump(&mut self) {
        let questions = std::mem::take(&mut self.shared.lock().unwrap().questions);
        for question in questions {
            let method = question["method"].as_str().unwrap().to_owned();
            let result = self.shared.lock().unwrap().replies.get(&method).cloned().unwrap_or(Value::Null);
            self.send(&json!({"jsonrpc": "2.0", "id": question["id"], "result": result})).await;
        }
    }

    pub fn reply_with(&self, method: &str, result: Value) {
        self.shared.lock().unwrap().replies.insert(method.into(), result);
    }

    pub async fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params})).await;
    }

    /// Sends a request; the answer comes through what is returned.
    pub async fn ask(&mut self, method: &str, params: Value) -> (i64, oneshot::Receiver<Value>) {
        let id = self.next;
        self.next += 1;
        let (sender, receiver) = oneshot::channel();
        self.shared.lock().unwrap().waiting.insert(id, sender);
        let mut message = json!({"jsonrpc": "2.0", "id": id, "method": method});
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message).await;
        (id, receiver)
    }

    /// Sends a request and waits for the whole answer, with `result` or `error`.
    pub async fn request(&mut self, method: &str, params: Value) -> Value {
        let (_, answer) = self.ask(method, params).await;
        timeout(PATIENCE, answer).await.unwrap_or_else(|_| panic!("{method} was not answered")).unwrap()
    }

    /// Sends a request and waits for its result.
    pub async fn result(&mut self, method: &str, params: Value) -> Value {
        let answer = self.request(method, params).await;
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    pub async fn did_open(&mut self, uri: &str, version: i32, text: &str) {
        let item = json!({"uri": uri, "languageId": "markdown", "version": version, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": item})).await;
    }

    pub async fn did_change(&mut self, uri: &str, version: i32, changes: Value) {
        self.notify("textDocument/didChange", json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes})).await;
    }

    /// The server's text of a document.
    pub async fn text(&mut self, uri: &str) -> String {
        self.result("workspace/textDocumentContent", json!({"uri": uri})).await["text"].as_str().unwrap().to_owned()
    }

    /// What the server has said unasked by that method, so far.
    pub fn said(&self, method: &str) -> Vec<Value> {
        self.shared
            .lock()
            .unwrap()
            .said
            .iter()
            .filter(|message| message["method"] == method)
            .map(|message| message["params"].clone())
            .collect()
    }

    /// Waits until something that the server said fits.
    pub async fn wait_for(&mut self, method: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let waited = async {
            loop {
                if let Some(found) = self.said(method).into_iter().rev().find(&fits) {
                    return found;
                }
                self.pump().await;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        match timeout(PATIENCE, waited).await {
            Ok(found) => found,
            Err(_) => panic!("no {method} that fits; the last: {:?}", self.said(method).last()),
        }
    }

    /// Every request so far was answered once.
    pub fn assert_all_answered_once(&self) {
        let shared = self.shared.lock().unwrap();
        assert!(shared.waiting.is_empty(), "without an answer: {:?}", shared.waiting.keys().collect::<Vec<_>>());
        assert!(shared.answered.values().all(|times| *times == 1), "answered twice: {:?}", shared.answered);
    }

    /// Ends the session by the book and returns the exit code.
    pub async fn leave(mut self) -> i32 {
        self.request("shutdown", Value::Null).await;
        self.notify("exit", Value::Null).await;
        timeout(PATIENCE, self.server).await.expect("the server goes on after exit").unwrap()
    }
}

async fn read(
    mut reader: BufReader<ReadHalf<DuplexStream>>,
    shared: Arc<Mutex<Shared>>,
    questions: tokio::sync::mpsc::UnboundedSender<Value>,
) {
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        if reader.read_exact(&mut body).await.is_err() {
            return;
        }
        let message: Value = serde_json::from_slice(&body).unwrap();
        let mut shared = shared.lock().unwrap();
        if message.get("method").is_none() {
            if let Some(id) = message["id"].as_i64() {
                *shared.answered.entry(id).or_default() += 1;
                if let Some(sender) = shared.waiting.remove(&id) {
                    let _ = sender.send(message);
                }
            } else {
                shared.said.push(json!({"method": "error", "params": message}));
            }
        } else if message.get("id").is_some() {
            shared.said.push(message.clone());
            let _ = questions.send(message);
        } else {
            shared.said.push(message);
        }
    }
}

/// Address of a file.
pub fn uri(path: &Path) -> String {
    tower_lsp::ls_types::Uri::from_file_path(path).unwrap().as_str().to_owned()
}

/// A copy of the sample workspace that a test may change.
pub fn sample() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample"), folder.path());
    folder
}

/// A workspace of one source and one note whose every flag a test can count on: the note has the year wrong, and a citation.
pub const TREATY: &str =
    "Iran and Afghanistan signed the Helmand River Treaty in 1973. The treaty promised Iran 850 million cubic metres of water a year.\n";
pub const NOTE: &str = "# Water 😀\n\nIran and Afghanistan signed the Helmand River Treaty in 1937 [@helmand]. The treaty promised Iran 850 million cubic metres of water a year [@helmand].\n\nIt was signed in 1973 [@helmandd].\n";

pub fn small() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sources")).unwrap();
    std::fs::create_dir(folder.path().join("notes")).unwrap();
    std::fs::write(folder.path().join("sources/helmand.txt"), TREATY).unwrap();
    std::fs::write(folder.path().join("notes/a.md"), NOTE).unwrap();
    folder
}

/// Whether some diagnostic begins where `NOTE` has the wrong year.
pub fn flagged(diagnostics: &[Value]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic["range"]["start"] == find(NOTE, "1937", 0))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What editors of today can do, as far as the server behaves by it; diagnostics are pushed.
pub fn able() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-16"]},
        "window": {"workDoneProgress": true},
        "workspace": {
            "configuration": false,
            "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create", "rename", "delete"]},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
        },
        "textDocument": {
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "completion": {"completionItem": {"documentationFormat": ["markdown"], "commitCharactersSupport": true}},
            "definition": {"linkSupport": true},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "publishDiagnostics": {"relatedInformation": true, "versionSupport": true, "codeDescriptionSupport": true},
            "codeAction": {"resolveSupport": {"properties": ["edit"]}, "dataSupport": true},
        },
    })
}

impl Client {
    /// A server on a copy of the sample, with all sources read, and one of its notes open.
    pub async fn on_sample(capabilities: Value, settings: Value, note: &str) -> (Self, tempfile::TempDir, String, String) {
        let folder = sample();
        let mut client = Self::open_with(Some(folder.path()), capabilities, settings).await;
        client.ready().await;
        let path = folder.path().join(note);
        let (address, text) = (uri(&path), std::fs::read_to_string(&path).unwrap());
        client.did_open(&address, 1, &text).await;
        (client, folder, address, text)
    }

    /// The same on the small workspace.
    pub async fn on_small(capabilities: Value, settings: Value) -> (Self, tempfile::TempDir, String) {
        let folder = small();
        let mut client = Self::open_with(Some(folder.path()), capabilities, settings).await;
        client.ready().await;
        let address = uri(&folder.path().join("notes/a.md"));
        client.did_open(&address, 1, NOTE).await;
        (client, folder, address)
    }

    /// Waits until all sources are read.
    pub async fn ready(&mut self) {
        self.wait_for("backtext/status", |status| status["state"] == "ready" && status["pending"] == 0).await;
    }

    /// Waits until the sources are parsed so far that an actor is known from them.
    pub async fn knows(&mut self, actor: &str) {
        for _ in 0..800 {
            let found = self.result("workspace/symbol", json!({"query": actor})).await;
            let known =
                |symbol: &Value| symbol["name"] == actor && symbol["location"]["uri"].as_str().is_some_and(|uri| uri.contains("/sources/"));
            if found.as_array().is_some_and(|found| found.iter().any(known)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{actor} is never known");
    }

    /// Waits until what was published last for a document fits, and returns it.
    pub async fn published(&mut self, uri: &str, fits: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let waited = async {
            loop {
                let last = self.said("textDocument/publishDiagnostics").into_iter().rev().find(|params| params["uri"] == uri);
                if let Some(found) = last.and_then(|params| params["diagnostics"].as_array().cloned()).filter(|found| fits(found)) {
                    return found;
                }
                self.pump().await;
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        match timeout(PATIENCE, waited).await {
            Ok(found) => found,
            Err(_) => panic!("{uri}: the last was {:?}", self.said("textDocument/publishDiagnostics").last()),
        }
    }
}

/// Position of the first `needle` in `text`, in UTF-16, moved right by `by`.
pub fn find(text: &str, needle: &str, by: usize) -> Value {
    let at = text.find(needle).unwrap_or_else(|| panic!("no {needle:?}"));
    let line = text[..at].matches('\n').count();
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    json!({"line": line, "character": text[start..at].encode_utf16().count() + by})
}

/// The parameters of a request about a place.
pub fn place(uri: &str, position: Value) -> Value {
    json!({"textDocument": {"uri": uri}, "position": position})
}
