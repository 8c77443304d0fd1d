//! What is fuzzed. A target takes any bytes; it panics where an invariant is broken.

use std::sync::Arc;

use backtext::judge::{self, Claim, Sentence};
use backtext::note::{Format, Note};
use backtext::source;
use backtext::statement;
use backtext::text::parser::Parser;
use backtext::text::{Span, quantity, sentence, token};
use backtext::workspace::{Change, Config, Options, Workspace};

/// A target: its name, the longest input that it is given, and what it does.
pub struct Target {
    pub name: &'static str,
    pub most: usize,
    pub run: fn(&[u8]),
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "text", most: 4000, run: text },
    Target { name: "notes", most: 4000, run: notes },
    Target { name: "sources", most: 20_000, run: sources },
    Target { name: "pdf", most: 20_000, run: |bytes| source("a.pdf", bytes) },
    Target { name: "docx", most: 20_000, run: docx },
    Target { name: "config", most: 4000, run: config },
    Target { name: "quantity", most: 1000, run: quantities },
    Target { name: "parser", most: 400, run: parser },
    Target { name: "statement", most: 400, run: statements },
    Target { name: "judge", most: 400, run: judged },
    Target { name: "edits", most: 400, run: edits },
    Target { name: "lsp", most: 400, run: lsp },
];

fn within(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} of {}", text.len());
}

fn in_order(text: &str, spans: impl Iterator<Item = Span>) {
    let mut at = 0;
    for span in spans {
        within(text, span);
        assert!(span.start >= at, "{span:?} begins before {at}");
        at = span.end;
    }
}

fn text(bytes: &[u8]) {
    let text = backtext::text::decode(bytes).text;
    in_order(&text, sentence::split(&text).into_iter());
    for block in backtext::text::paragraphs(&text) {
        within(&text, block.span);
    }
    for word in token::words(&text) {
        within(&text, word.span);
        token::form(word.span.of(&text));
    }
    let folded = token::fold(&text);
    within(&text, folded.origin_span(Span::new(0, folded.text.len())));
    let index = backtext::text::LineIndex::new(text.as_str());
    for at in (0..=text.len()).step_by(7) {
        index.place(at);
    }
}

fn notes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for format in [Format::Markdown, Format::Plain] {
        let note = Note::parse(Arc::from(text.as_ref()), format);
        in_order(&text, note.sentences.iter().map(|sentence| sentence.span));
        for sentence in &note.sentences {
            assert!(sentence.citations.iter().all(|citation| *citation < note.citations.len()));
            assert!(sentence.heading.is_none_or(|heading| heading < note.sentences.len()));
            within(&text, sentence.plain.origin_span(Span::new(0, sentence.plain.text.len())));
        }
        note.citations.iter().for_each(|citation| within(&text, citation.span));
        note.citations.iter().for_each(|citation| within(&text, citation.id_span));
        note.quotations.iter().for_each(|quotation| within(&text, quotation.span));
        note.suppressions.iter().for_each(|suppression| within(&text, suppression.scope));
        note.problems.iter().for_each(|problem| within(&text, problem.span));
        for at in 0..=text.len().min(300) {
            note.sentence_at(at);
        }
    }
}

fn sources(bytes: &[u8]) {
    ["a.txt", "a.md", "a.html"].iter().for_each(|name| source(name, bytes));
}

fn source(name: &str, bytes: &[u8]) {
    let source = source::read(name, bytes);
    assert!(!source.passages.is_empty() || !source.problems.is_empty(), "{name}: neither text nor problem");
    in_order(&source.text, source.passages.iter().map(|passage| passage.span));
    in_order(&source.text, source.markup.iter().map(|markup| markup.span));
    source.passages.iter().for_each(|passage| drop(source.passage_text(passage)));
}

/// The bytes as a damaged container, and as the text inside a sound one.
fn docx(bytes: &[u8]) {
    use std::io::Write;
    source("a.docx", bytes);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["word/document.xml", "word/styles.xml", "docProps/core.xml"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a zip in memory");
        zip.write_all(bytes).expect("a zip in memory");
    }
    let mut sound = zip.finish().expect("a zip in memory").into_inner();
    source("a.docx", &sound);
    let at = bytes.len() * 7 % sound.len();
    sound[at] ^= 0x55;
    source("a.docx", &sound);
}

fn config(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let config = Config::parse(&text);
    for problem in &config.problems {
        assert!(problem.span.end <= text.len(), "{problem:?}");
    }
    for path in ["a.md", "sources/x/y.txt", "é/👩.md", ""] {
        let _ = (config.sources.matches(path), config.notes.matches(path), config.exclude.matches(path));
    }
}

fn quantities(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for found in quantity::find(&text) {
        within(&text, found.span);
    }
}

fn parser(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let parse = Parser::shared().parse(&text);
    in_order(&text, parse.tokens.iter().map(|token| token.span));
    for token in 0..parse.tokens.len() {
        assert!(parse.subtree(token).end <= parse.tokens.len());
    }
}

fn statements(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = statement::analyse(&text, Parser::shared().parse(&text));
}

fn judged(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split('\n');
    let claim = parts.next().unwrap_or_default();
    let evidence: Vec<Sentence> =
        (0..).zip(parts).map(|(position, text)| Sentence { text: text.to_owned(), position, ..Sentence::default() }).collect();
    let judgement = judge::judge_alone(&Claim { text: claim, context: "" }, &evidence);
    assert!((0.0..=1.0).contains(&judgement.score), "{}", judgement.score);
    judgement.unbacked.iter().for_each(|span| within(claim, *span));
}

/// A session of edits: the note, a source and the configuration grow out of the bytes, piece by piece.
fn edits(bytes: &[u8]) {
    thread_local! {
        static FOLDER: tempfile::TempDir = tempfile::tempdir().expect("a folder");
    }
    FOLDER.with(|folder| {
        let mut workspace = Workspace::open(folder.path(), &Options::default()).expect("an empty folder");
        let text = String::from_utf8_lossy(bytes);
        for (version, piece) in (1..).zip(text.split_inclusive(' ').collect::<Vec<_>>().chunks(12)) {
            let path = ["note.md", "sources/a.txt", "backtext.toml", "sources/b.md"][piece.len() % 4];
            workspace.apply(Change::Open { path: path.to_owned(), text: Arc::from(piece.concat()), version });
            if version % 3 == 0 {
                workspace.apply(Change::Close { path: path.to_owned() });
            }
        }
        workspace.apply(Change::Open { path: "note.md".to_owned(), text: Arc::from(text.as_ref()), version: 1000 });
        let snapshot = workspace.snapshot();
        for path in ["note.md", "backtext.toml", "sources/a.txt"] {
            for finding in snapshot.findings(path, &|| false) {
                if path == "note.md" {
                    within(&text, finding.span);
                }
            }
        }
    });
}

/// A session with the language server: sound messages with edits and positions from the bytes, and the bytes themselves in between.
fn lsp(bytes: &[u8]) {
    const REQUESTS: &[&str] = &["hover", "completion", "definition", "codeAction", "documentSymbol", "diagnostic", "rename", "inlayHint"];
    let uri = "file:///nowhere/note.md";
    let mut input = Vec::new();
    let frame = |input: &mut Vec<u8>, body: &[u8]| {
        input.extend(format!("Content-Length: {}\r\n\r\n", body.len()).bytes());
        input.extend(body);
    };
    let say = |input: &mut Vec<u8>, id: Option<usize>, method: &str, params: serde_json::Value| {
        let mut message = serde_json::json!({"jsonrpc": "2.0", "method": method, "params": params});
        if let Some(id) = id {
            message["id"] = id.into();
        }
        frame(input, message.to_string().as_bytes());
    };
    let note = serde_json::json!({"uri": uri, "languageId": "markdown", "version": 0, "text": String::from_utf8_lossy(bytes)});
    say(&mut input, Some(0), "initialize", serde_json::json!({"processId": null, "rootUri": null, "capabilities": {}}));
    say(&mut input, None, "initialized", serde_json::json!({}));
    say(&mut input, None, "textDocument/didOpen", serde_json::json!({"textDocument": note}));
    for (id, piece) in (1..).zip(bytes.chunks(24)) {
        let number = |at: usize| piece.get(at).map_or(0, |byte| u64::from(*byte) * if byte % 16 == 15 { 16_843_009 } else { 1 });
        let (start, end) = (
            serde_json::json!({"line": number(1) % 5, "character": number(2)}),
            serde_json::json!({"line": number(3), "character": number(4)}),
        );
        match number(0) % 8 {
            0 => frame(&mut input, piece),
            1..=4 => {
                let change = serde_json::json!({"range": {"start": start, "end": end}, "text": String::from_utf8_lossy(piece)});
                let document = serde_json::json!({"uri": uri, "version": id});
                let params = serde_json::json!({"textDocument": document, "contentChanges": [change]});
                say(&mut input, None, "textDocument/didChange", params);
            }
            _ => {
                let method = format!("textDocument/{}", REQUESTS[piece.len() % REQUESTS.len()]);
                let range = serde_json::json!({"start": start, "end": end});
                let params = serde_json::json!({
                    "textDocument": {"uri": uri}, "position": start, "range": range, "newName": "x", "context": {"diagnostics": []}
                });
                say(&mut input, Some(id), &method, params);
            }
        }
    }
    say(&mut input, Some(1_000_000), "shutdown", serde_json::Value::Null);
    say(&mut input, None, "exit", serde_json::Value::Null);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let served = runtime.block_on(async {
        let serve = backtext::lsp::serve(std::io::Cursor::new(input), tokio::io::sink(), backtext::lsp::Options::default());
        tokio::time::timeout(std::time::Duration::from_secs(60), serve).await
    });
    runtime.shutdown_background();
    assert!(served.is_ok(), "the session did not end");
}
