//! A server that has nothing to do does nothing: the ticks of the clock that the real program was on a processor.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::Workspace;

/// How long it is looked at.
const LOOK: Duration = Duration::from_secs(6);
/// Nothing of it may take longer.
const PATIENCE: Duration = Duration::from_secs(120);

struct Server {
    child: Child,
    input: ChildStdin,
    said: Receiver<Value>,
}

impl Server {
    /// A server on a workspace with a note open in it.
    fn start(workspace: &Workspace, capabilities: &Value) -> Self {
        let cache = workspace.path().join(".cache");
        let mut command = Command::new(env!("CARGO_BIN_EXE_backtext"));
        command.args(["lsp"]).env("XDG_CACHE_HOME", cache).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (sender, said) = channel();
        std::thread::spawn(move || messages(BufReader::new(output), |message| sender.send(message).is_ok()));
        let mut server = Self { child, input, said };
        let root = format!("file://{}", workspace.path().canonicalize().unwrap().display());
        let folders = json!([{"uri": root, "name": "rest"}]);
        // With a process to watch over, as every editor gives one.
        let params = json!({"processId": std::process::id(), "capabilities": capabilities, "workspaceFolders": folders});
        server.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}));
        server.send(&json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}));
        let text = std::fs::read_to_string(workspace.path().join("note.md")).unwrap();
        let item = json!({"uri": format!("{root}/note.md"), "languageId": "markdown", "version": 1, "text": text});
        server.send(&json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": item}}));
        server
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        self.input.flush().unwrap();
    }

    /// Waits until all is read, parsed and judged, and for a silence after that.
    fn settle(&mut self) {
        let (mut ready, mut judged) = (false, false);
        while !(ready && judged) {
            let message = self.said.recv_timeout(PATIENCE).unwrap();
            judged |= message["method"] == "textDocument/publishDiagnostics";
            let status = &message["params"];
            if message["method"] == "backtext/status" {
                ready = status["pending"] == 0 && status["undigested"] == 0 && status["sources"].as_u64() > Some(0);
            }
            self.answer(&message);
        }
        while let Ok(message) = self.said.recv_timeout(Duration::from_secs(3)) {
            self.answer(&message);
        }
    }

    fn answer(&mut self, message: &Value) {
        if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
            self.send(&json!({"jsonrpc": "2.0", "id": id, "result": null}));
        }
    }

    /// Ticks of the clock, mostly of 10 ms, that it was on a processor: the 14th and 15th field of `stat`, after the name in brackets.
    fn ticks(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
        [11, 12].iter().map(|field: &usize| fields[*field].parse::<u64>().unwrap()).sum()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn messages(mut output: impl BufRead, take: impl Fn(Value) -> bool) {
    loop {
        let (mut length, mut line) = (0, String::new());
        while output.read_line(&mut line).unwrap_or(0) > 0 && line != "\r\n" {
            length = line.trim().strip_prefix("Content-Length: ").map_or(length, |n| n.parse().unwrap());
            line.clear();
        }
        let mut body = vec![0; length];
        if length == 0 || output.read_exact(&mut body).is_err() || !take(serde_json::from_slice(&body).unwrap()) {
            return;
        }
    }
}

fn at_rest(capabilities: &Value) {
    let workspace = Workspace::river();
    workspace.write("note.md", b"The Sava dam was built in 1974 by the Altan company. The river fell.\n");
    let mut server = Server::start(&workspace, capabilities);
    server.settle();
    let before = server.ticks();
    assert!(before > 0, "it has been at work");
    std::thread::sleep(LOOK);
    let used = server.ticks() - before;
    eprintln!("{used} ticks in {LOOK:?} at rest, {before} before");
    // One tick is what a look at the clock may cost; a busy thread would have used six hundred.
    assert!(used <= 1, "{used} ticks in {LOOK:?}");
}

#[test]
fn no_processor_time_where_the_server_watches_the_files() {
    at_rest(&json!({}));
}

#[test]
fn no_processor_time_where_the_client_watches_the_files() {
    at_rest(&json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}));
}
