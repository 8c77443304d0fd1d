//! The report of a whole workspace as JSON: what `check --format json` prints, and what an editor's panel shows.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value, json};

use crate::rules::Finding;
use crate::text::{LineIndex, Span};
use crate::workspace::{Report, ReportSentence, Snapshot, config};

/// Version of the shape.
const VERSION: u32 = 1;

/// The report as one object; lines and columns are from 1, in code points, paths relative to the root.
///
/// # Errors
/// What is no JSON: a score that is no number.
pub fn value(snapshot: &Snapshot, report: &Report) -> serde_json::Result<Value> {
    let mut files = Files::new(snapshot);
    let sentences: Vec<Value> = report.sentences.iter().map(|sentence| sentence_value(&mut files, sentence)).collect::<Result<_, _>>()?;
    let findings: Vec<Value> = report.findings.iter().map(|finding| finding_value(&mut files, finding)).collect::<Result<_, _>>()?;
    Ok(json!({"version": VERSION, "summary": report.summary, "sentences": sentences, "findings": findings}))
}

/// The sources of the workspace, also those that nothing rests on: `[{"path", "id", "title"}]`.
pub fn sources(snapshot: &Snapshot) -> Value {
    snapshot.sources().map(|entry| json!({"path": entry.path, "id": entry.id, "title": entry.meta.title})).collect()
}

/// Texts and line indices of the files that findings point at, made once each.
pub struct Files<'a> {
    snapshot: &'a Snapshot,
    known: HashMap<String, (Arc<str>, LineIndex)>,
}

impl<'a> Files<'a> {
    /// None is read yet.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, known: HashMap::new() }
    }

    /// Text and lines of a file; empty for one that cannot be read.
    pub fn get(&mut self, path: &str) -> &(Arc<str>, LineIndex) {
        let snapshot = self.snapshot;
        self.known.entry(path.to_owned()).or_insert_with(|| {
            let text = text_of(snapshot, path).unwrap_or_else(|| Arc::from(""));
            let lines = LineIndex::new(text.clone());
            (text, lines)
        })
    }

    /// (line, column) of both ends of a span, from 1, in code points.
    pub fn place(&mut self, path: &str, span: Span) -> [(usize, usize); 2] {
        let (_, lines) = self.get(path);
        [span.start, span.end].map(|offset| {
            let place = lines.place(offset);
            (place.line, place.column)
        })
    }
}

fn text_of(snapshot: &Snapshot, path: &str) -> Option<Arc<str>> {
    if path == config::FILE {
        return snapshot.config_text().cloned();
    }
    if let Some(note) = snapshot.note(path) {
        return Some(note.text.clone());
    }
    snapshot.source_at(path).and_then(|entry| snapshot.read(entry)).map(|read| read.source.text.clone())
}

fn sentence_value(files: &mut Files, sentence: &ReportSentence) -> serde_json::Result<Value> {
    Ok(json!({
        "path": sentence.path,
        "range": range(files, &sentence.path, sentence.span)?,
        "bytes": sentence.span,
        "text": sentence.text,
        "kind": sentence.kind,
        "verdict": sentence.verdict,
        "score": round(sentence.score),
        "evidence": sentence.evidence,
    }))
}

fn finding_value(files: &mut Files, finding: &Finding) -> serde_json::Result<Value> {
    Ok(json!({
        "path": finding.path,
        "rule": finding.rule.name(),
        "severity": finding.severity,
        "range": range(files, &finding.path, finding.span)?,
        "bytes": finding.span,
        "message": finding.message,
        "unbacked": finding.unbacked,
        "evidence": finding.evidence,
        "fixes": finding.fixes,
    }))
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

fn range(files: &mut Files, path: &str, span: Span) -> serde_json::Result<Value> {
    let [start, end] = files.place(path, span).map(|(line, column)| Point { line, column });
    Ok(json!({"start": serde_json::to_value(start)?, "end": serde_json::to_value(end)?}))
}

/// Three figures are more than the score is worth.
fn round(score: f32) -> f64 {
    (f64::from(score) * 1000.0).round() / 1000.0
}
