//! Nothing leaves the machine: the real binary under a filter of system calls, and without a network.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use crate::support::Workspace;

/// What an editor says to a server in a session: open a note, hover over it, edit it, leave.
fn session(workspace: &Workspace) -> Vec<u8> {
    let uri = |path: &str| format!("file://{}/{path}", workspace.path().canonicalize().unwrap().display());
    let (root, note) = (uri(""), uri("note.md"));
    let root = root.trim_end_matches('/');
    let messages = [
        format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"initialize","params":{{"processId":null,"rootUri":"{root}","capabilities":{{}},"workspaceFolders":[{{"uri":"{root}","name":"w"}}]}}}}"#
        ),
        r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#.to_owned(),
        format!(
            r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{"uri":"{note}","languageId":"markdown","version":1,"text":"The Sava dam was built in 1974 by the Altan company. See https://example.org/a and ![x](http://example.org/b.png).\n"}}}}}}"#
        ),
        format!(
            r#"{{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{{"textDocument":{{"uri":"{note}"}},"position":{{"line":0,"character":6}}}}}}"#
        ),
        format!(r#"{{"jsonrpc":"2.0","id":3,"method":"textDocument/diagnostic","params":{{"textDocument":{{"uri":"{note}"}}}}}}"#),
        r#"{"jsonrpc":"2.0","id":4,"method":"shutdown"}"#.to_owned(),
        r#"{"jsonrpc":"2.0","method":"exit"}"#.to_owned(),
    ];
    messages.iter().flat_map(|message| format!("Content-Length: {}\r\n\r\n{message}", message.len()).into_bytes()).collect()
}

fn workspace() -> Workspace {
    let workspace = Workspace::river();
    workspace.write("linked.md", b"See <https://example.org/a>, ![x](http://example.org/b.png) and [[river]].\n");
    workspace.write(
        "sources/page.html",
        b"<html><head><link rel=stylesheet href='http://example.org/s.css'><script src='http://example.org/s.js'></script></head>\
          <body><img src='http://example.org/p.png'><iframe src='http://example.org'></iframe><p>The gate was shut in 1990.</p></body></html>",
    );
    workspace.write("sources/laws.md", b"---\ntitle: Laws\nURL: https://example.org/laws\n---\n\nThe law of 1980 closed the gate.\n");
    workspace
}

fn run(wrapper: &[&str], arguments: &[&str], input: &[u8]) -> Option<Output> {
    let (program, rest) = wrapper.split_first().unwrap();
    let mut command = Command::new(program);
    command.args(rest).arg(env!("CARGO_BIN_EXE_backtext")).args(arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().ok()?;
    // A command that reads no input may be gone by now.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().ok()
}

/// Whether the binary has the language server.
fn serves() -> bool {
    run(&["env"], &["lsp", "--help"], b"").is_some_and(|output| output.status.success())
}

#[test]
fn no_socket_is_opened() {
    if !Command::new("strace").args(["-o", "/dev/null", "true"]).output().is_ok_and(|output| output.status.success()) {
        eprintln!("not checked: no strace here, or no right to trace");
        return;
    }
    let workspace = workspace();
    let log = workspace.file(".trace");
    let wrapper = ["strace", "-f", "-e", "trace=network", "-o", log.to_str().unwrap()];
    let root = workspace.path().to_string_lossy().into_owned();
    let sessions: &[(&[&str], Vec<u8>)] =
        &[(&["check", "--format", "json", "--no-cache", &root], Vec::new()), (&["lsp"], session(&workspace))];
    for (arguments, input) in &sessions[..1 + usize::from(serves())] {
        let output = run(&wrapper, arguments, input).unwrap();
        assert!(!output.stdout.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        let trace = std::fs::read_to_string(&log).unwrap();
        // A pair of sockets is a pipe within the process (the runtime's way to wake itself up for signals).
        let calls: Vec<&str> = trace.lines().filter(|line| line.contains('(') && !line.contains("socketpair(AF_UNIX")).collect();
        let opened: Vec<&&str> =
            calls.iter().filter(|line| ["socket(", "connect(", "bind(", "sendto("].iter().any(|call| line.contains(call))).collect();
        assert!(opened.is_empty(), "{arguments:?}: {opened:?}");
        assert!(trace.contains("exited with"), "the trace is whole");
    }
}

#[test]
fn without_a_network_the_result_is_the_same() {
    if !Command::new("unshare").args(["-n", "true"]).output().is_ok_and(|output| output.status.success()) {
        eprintln!("not checked: no right to leave the network");
        return;
    }
    let workspace = workspace();
    let root = workspace.path().to_string_lossy().into_owned();
    let arguments = ["check", "--format", "json", "--no-cache", root.as_str()];
    let (with, without) = (run(&["env"], &arguments, b"").unwrap(), run(&["unshare", "-n"], &arguments, b"").unwrap());
    assert!(!with.stdout.is_empty());
    assert_eq!(String::from_utf8_lossy(&with.stdout), String::from_utf8_lossy(&without.stdout));
}
