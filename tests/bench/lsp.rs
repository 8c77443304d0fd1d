//! How long an editor waits: the real program over its standard input and output, on a note of a thousand lines and a thousand
//! articles of some 600 words each, made from a seed.
//!
//! `cargo bench --bench lsp` prints a table; `cargo bench --bench lsp -- SOURCES LINES` takes another size.
#![allow(clippy::unwrap_used, missing_docs)]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long the server waits after a keystroke, as set here, in milliseconds.
const DEBOUNCE: u64 = 20;
/// Requests and keystrokes of each kind.
const TIMES: usize = 200;

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let (sources, lines) = (numbers.first().copied().unwrap_or(1000), numbers.get(1).copied().unwrap_or(1000));
    let folder = tempfile::tempdir().unwrap();
    let note = make(folder.path(), sources, lines);
    let path = folder.path().join("notes/long.md");
    let uri = address(&path);
    let mut editor = Editor::start(folder.path());
    let start = Instant::now();
    editor.notify("textDocument/didOpen", json!({"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": note}}));
    println!("{sources} sources, a note of {lines} lines, {} kB", note.len() / 1000);
    let (mut hovers, mut completions) = (Vec::new(), Vec::new());
    while !editor.ready {
        hovers.push(editor.hover(&uri, hovers.len() * 7 % lines));
        completions.push(editor.completion(&uri, lines));
        editor.wait(Duration::from_millis(20));
    }
    println!("indexed in {:.1} s", start.elapsed().as_secs_f64());
    report("hover while indexing", hovers);
    report("completion while indexing", completions);
    let keys: Vec<Duration> = (0..TIMES).map(|n| editor.keystroke(&uri, 2 + n as i64, n * 13 % lines)).collect();
    report(&format!("keystroke to diagnostics, less the {DEBOUNCE} ms of the debounce"), keys);
    report("hover", (0..TIMES).map(|n| editor.hover(&uri, n * 7 % lines)).collect());
    report("completion", (0..TIMES).map(|_| editor.completion(&uri, lines)).collect());
    editor.leave();
}

/// Prints the median, the 99th percentile and the longest.
fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: f64| times.get(((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1))).copied().unwrap_or_default();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "{what:<64} p50 {:>8.1} ms   p99 {:>8.1} ms   max {:>8.1} ms   ({} times)",
        ms(at(0.5)),
        ms(at(0.99)),
        ms(at(1.0)),
        times.len()
    );
}

const NAMES: &[&str] =
    &["Iran", "Malawi", "Zambia", "the Taliban", "Turkey", "Ecuador", "Norway", "the Red River Front", "Oman", "Peru", "Finland", "Laos"];
const ACTS: &[&str] = &[
    "signed a treaty with",
    "expelled two diplomats of",
    "sent rifles to",
    "accused",
    "held talks with",
    "closed the border with",
    "lent money to",
    "rejected the claims of",
];
const THINGS: &[&str] = &[
    "over water rights",
    "about the dam",
    "after the flood",
    "on fishing quotas",
    "because of the strike",
    "near the lake",
    "under a new law",
    "for the third time",
];

fn sentence(dice: &mut u64) -> String {
    let mut roll = |n: usize| {
        *dice ^= *dice << 13;
        *dice ^= *dice >> 7;
        *dice ^= *dice << 17;
        (*dice >> 11) as usize % n
    };
    let (year, share) = (1950 + roll(70), 1 + roll(99));
    format!(
        "In {year} {} {} {} {}, and {share} per cent of the members agreed. ",
        NAMES[roll(NAMES.len())],
        ACTS[roll(ACTS.len())],
        NAMES[roll(NAMES.len())],
        THINGS[roll(THINGS.len())]
    )
}

/// Writes the articles and returns the note.
fn make(folder: &Path, sources: usize, lines: usize) -> String {
    let mut dice = 0x9E37_79B9_7F4A_7C15;
    std::fs::create_dir_all(folder.join("sources")).unwrap();
    std::fs::create_dir_all(folder.join("notes")).unwrap();
    for n in 0..sources {
        let text: String = (0..35).map(|at| sentence(&mut dice) + if at % 5 == 4 { "\n\n" } else { "" }).collect();
        std::fs::write(folder.join(format!("sources/article-{n}.txt")), text).unwrap();
    }
    let line = |n: usize, dice: &mut u64| match n % 20 {
        0 => format!("## Part {}\n", n / 20),
        _ if n % 2 == 1 => "\n".to_owned(),
        _ => format!("{}[@article-{}]\n", sentence(dice), n % sources.max(1)),
    };
    let note: String = (0..lines).map(|n| line(n, &mut dice)).collect();
    std::fs::write(folder.join("notes/long.md"), &note).unwrap();
    note
}

struct Editor {
    server: Child,
    input: ChildStdin,
    said: Receiver<Value>,
    next: i64,
    ready: bool,
}

impl Editor {
    fn start(folder: &Path) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_backtext"))
            .args(["lsp", "--no-cache"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
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
        let mut editor = Self { server, input, said, next: 0, ready: false };
        let root = json!([{"uri": address(folder), "name": "bench"}]);
        let options = json!({"editor": {"debounce": DEBOUNCE}});
        let params = json!({"processId": null, "capabilities": {}, "workspaceFolders": root, "initializationOptions": options});
        editor.request("initialize", params);
        editor.notify("initialized", json!({}));
        editor
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
        if message["method"] == "backtext/status" {
            self.ready = message["params"]["state"] == "ready" && message["params"]["pending"] == 0;
        }
    }

    fn request(&mut self, method: &str, params: Value) -> Duration {
        self.next += 1;
        let id = self.next;
        let start = Instant::now();
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        self.until(|message| message["id"] == id && message.get("method").is_none());
        start.elapsed()
    }

    fn hover(&mut self, uri: &str, line: usize) -> Duration {
        self.request("textDocument/hover", json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": 20}}))
    }

    fn completion(&mut self, uri: &str, lines: usize) -> Duration {
        let line = (lines / 2) & !1 | 2;
        self.request("textDocument/completion", json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": 10}}))
    }

    /// Types a letter and waits for the diagnostics of the text with it.
    fn keystroke(&mut self, uri: &str, version: i64, line: usize) -> Duration {
        let at = json!({"line": line, "character": 0});
        let change = json!([{"range": {"start": at, "end": at}, "text": "x"}]);
        let start = Instant::now();
        self.notify("textDocument/didChange", json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": change}));
        self.until(|message| message["method"] == "textDocument/publishDiagnostics" && message["params"]["version"] == version);
        start.elapsed().saturating_sub(Duration::from_millis(DEBOUNCE))
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
