//! `--format json`: one object, exactly as the design fixes it.

use std::io::Write;

use serde::Serialize;
use serde_json::{Value, json};

use super::Files;
use crate::rules::Finding;
use crate::text::Span;
use crate::workspace::{Report, ReportSentence, Snapshot};

/// Version of the output's shape.
const VERSION: u32 = 1;

/// Prints the report.
pub(in crate::cli) fn print(snapshot: &Snapshot, report: &Report) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut out, &value(snapshot, report)?)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}

fn value(snapshot: &Snapshot, report: &Report) -> anyhow::Result<Value> {
    let mut files = Files::new(snapshot);
    let sentences: Vec<Value> = report.sentences.iter().map(|sentence| sentence_value(&mut files, sentence)).collect::<Result<_, _>>()?;
    let findings: Vec<Value> = report.findings.iter().map(|finding| finding_value(&mut files, finding)).collect::<Result<_, _>>()?;
    Ok(json!({"version": VERSION, "summary": report.summary, "sentences": sentences, "findings": findings}))
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
