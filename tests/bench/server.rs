//! How long an editor waits: real servers over their standard streams, on the same workspace and note, while Backtext indexes the
//! sources with an empty cache and then with a full one.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::table::{self, Row, part, peak_memory, time};
use super::{SEED, corpus};

/// How long Backtext waits after a keystroke, as set here, in milliseconds.
const DEBOUNCE: u64 = 20;
/// Requests and keystrokes of each kind.
const TIMES: usize = 200;
/// A server that has not published diagnostics by then does not do so.
const SILENCE: Duration = Duration::from_secs(10);

pub fn section(articles: &[usize], lines: &[usize], beside: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    for articles in articles {
        for lines in lines {
            let (folder, cache) = (tempfile::tempdir()?, tempfile::tempdir()?);
            corpus::write(folder.path(), SEED, *articles)?;
            let note = corpus::note(SEED, *lines, *articles);
            std::fs::write(folder.path().join("note.md"), &note)?;
            let own = [env!("CARGO_BIN_EXE_backtext"), "lsp"];
            let mut rows = vec![
                session("Backtext, empty cache", &own, folder.path(), cache.path(), &note)?,
                session("Backtext, full cache", &own, folder.path(), cache.path(), &note)?,
            ];
            for command in beside {
                let words: Vec<&str> = command.split_whitespace().collect();
                rows.push(session(words.first().copied().unwrap_or(""), &words, folder.path(), cache.path(), &note)?);
            }
            table::print(&format!("Servers: {articles} articles, a note of {lines} lines ({} kB)", note.len() / 1000), &rows);
        }
    }
    Ok(())
}

/// Opens the note, types, completes and hovers, first while the server is still busy, then when it is ready.
fn session(name: &str, command: &[&str], folder: &Path, cache: &Path, note: &str) -> Result<Row, Box<dyn std::error::Error>> {
    let lines = note.lines().count();
    let uri = address(&folder.join("note.md"));
    let start = Instant::now();
    let mut editor = Editor::start(command, folder, cache)?;
    editor.notify("textDocument/didOpen", json!({"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": note}}));
    let first = editor.diagnostics(&uri).map(|_| start.elapsed().as_secs_f64());
    let (mut busy, mut rounds) = (Vec::new(), 0);
    // A server that says nothing of its state is taken to be ready.
    while editor.tells && editor.ready.is_none() {
        busy.push(editor.hover(&uri, rounds * 7 % lines));
        busy.push(editor.completion(&uri, lines));
        editor.wait(Duration::from_millis(20));
        rounds += 1;
    }
    let ready = editor.ready.map(|at| at.duration_since(start).as_secs_f64());
    // What was typed before would be part of the first wait.
    editor.wait(Duration::from_millis(500));
    let mut keys: Vec<f64> = (0..TIMES).map_while(|n| editor.keystroke(&uri, 2 + n as i64, n * 13 % lines)).collect();
    let mut hovers: Vec<f64> = (0..TIMES).map(|n| editor.hover(&uri, n * 7 % lines)).collect();
    let mut completions: Vec<f64> = (0..TIMES).map(|_| editor.completion(&uri, lines)).collect();
    let memory = peak_memory(editor.server.id());
    editor.leave();
    let or_dash = |times: &mut Vec<f64>, at: f64| if times.is_empty() { "–".to_owned() } else { time(part(times, at)) };
    Ok(Row {
        name: name.to_owned(),
        cells: vec![
            ("first diagnostics".into(), first.map_or("–".into(), time)),
            ("ready".into(), ready.map_or("–".into(), time)),
            ("busy p99".into(), or_dash(&mut busy, 0.99)),
            ("keystroke p50".into(), or_dash(&mut keys, 0.5)),
            ("p99".into(), or_dash(&mut keys, 0.99)),
            ("hover p50".into(), or_dash(&mut hovers, 0.5)),
            ("hover p99".into(), or_dash(&mut hovers, 0.99)),
            ("completion p50".into(), or_dash(&mut completions, 0.5)),
            ("completion p99".into(), or_dash(&mut completions, 0.99)),
            ("peak memory".into(), format!("{memory} MB")),
        ],
    })
}

struct Editor {
    server: Child,
    input: ChildStdin,
    said: Receiver<Value>,
    next: i64,
    /// When it said that it has read all sources and judged every claim.
    ready: Option<Instant>,
    /// Whether the server tells of its state.
    tells: bool,
}

impl Editor {
    fn start(command: &[&str], folder: &Path, cache: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let (program, arguments) = command.split_first().ok_or("no command for the server")?;
        let mut server = Command::new(program)
            .args(arguments)
            .current_dir(folder)
            .env("XDG_CACHE_HOME", cache)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        let (input, output) = (server.stdin.take().unwrap(), server.stdout.take().unwrap());
        let (sender, said) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            loop {
                let mut length = 0;
                let mut line = String::new();
                while output.read_line(&mut line).unwrap_or(0) > 0 && line != "\r\n" {
                    length = line.trim().strip_prefix("Content-Length: ").map_or(length, |n| n.parse().unwrap());
                    line.clear();
                }
                let mut body = vec![0; length];
                if length == 0 || output.read_exact(&mut body).is_err() || sender.send(serde_json::from_slice(&body).unwrap()).is_err() {
                    return;
                }
            }
        });
        let mut editor = Self { server, input, said, next: 0, ready: None, tells: false };
        let root = json!([{"uri": address(folder), "name": "bench"}]);
        let options = json!({"editor": {"debounce": DEBOUNCE}});
        let params = json!({"processId": null, "capabilities": {}, "workspaceFolders": root, "initializationOptions": options});
        editor.request("initialize", params);
        editor.notify("initialized", json!({}));
        Ok(editor)
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        self.input.flush().unwrap();
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Waits for a message that fits.
    fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.said.recv_timeout(Duration::from_secs(300)).expect("the server is silent");
            self.notice(&message);
            if fits(&message) {
                return message;
            }
        }
    }

    /// Takes what the server says for a while.
    fn wait(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while let Ok(message) = self.said.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.notice(&message);
        }
    }

    fn notice(&mut self, message: &Value) {
        // What a server asks is answered, or it may wait for ever.
        if message.get("method").is_some() && message.get("id").is_some() {
            let answer = if message["method"] == "workspace/configuration" { json!([{}]) } else { json!(null) };
            let id = message["id"].clone();
            self.send(&json!({"jsonrpc": "2.0", "id": id, "result": answer}));
        }
        if message["method"] == "backtext/status" {
            self.tells = true;
            let none_left = |of: &str| message["params"][of].as_u64().unwrap_or(0) == 0;
            let ready = message["params"]["state"] == "ready" && none_left("pending") && none_left("unjudged");
            self.ready = if ready { self.ready.or(Some(Instant::now())) } else { None };
        }
    }

    fn request(&mut self, method: &str, params: Value) -> f64 {
        self.next += 1;
        let id = self.next;
        let start = Instant::now();
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.until(|message| message["id"] == id && message.get("method").is_none());
        start.elapsed().as_secs_f64()
    }

    fn hover(&mut self, uri: &str, line: usize) -> f64 {
        self.request("textDocument/hover", json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": 20}}))
    }

    fn completion(&mut self, uri: &str, lines: usize) -> f64 {
        let line = (lines / 2) & !1 | 2;
        self.request("textDocument/completion", json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": 10}}))
    }

    /// Waits for the next diagnostics of a document; none where the server keeps silent.
    fn diagnostics(&mut self, uri: &str) -> Option<Value> {
        let end = Instant::now() + SILENCE;
        while let Ok(message) = self.said.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.notice(&message);
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri {
                return Some(message);
            }
        }
        None
    }

    /// Types a letter and waits for the diagnostics of the text with it: seconds, beyond Backtext's debounce.
    fn keystroke(&mut self, uri: &str, version: i64, line: usize) -> Option<f64> {
        let at = json!({"line": line, "character": 0});
        let change = json!([{"range": {"start": at, "end": at}, "text": "x"}]);
        let start = Instant::now();
        self.notify("textDocument/didChange", json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": change}));
        loop {
            let message = self.diagnostics(uri)?;
            // Who gives no version gives the newest.
            if message["params"]["version"].as_i64().is_none_or(|of| of == version) {
                let debounce = if self.tells { Duration::from_millis(DEBOUNCE) } else { Duration::ZERO };
                return Some(start.elapsed().saturating_sub(debounce).as_secs_f64());
            }
        }
    }

    fn leave(mut self) {
        self.request("shutdown", json!(null));
        self.notify("exit", json!(null));
        self.server.wait().unwrap();
    }
}

fn address(path: &Path) -> String {
    tower_lsp::ls_types::Uri::from_file_path(path).unwrap().as_str().to_owned()
}
