//! `--format sarif`: the Static Analysis Results Interchange Format 2.1.0 (OASIS), for code scanning.

use std::io::Write;

use serde_json::{Value, json};

use super::Files;
use crate::rules::{Finding, Fix, Rule, Severity};
use crate::text::Span;
use crate::workspace::{Report, Snapshot, files};

/// Prints one log with one run.
pub(in crate::cli) fn print(snapshot: &Snapshot, report: &Report) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, &log(snapshot, report))?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}

fn log(snapshot: &Snapshot, report: &Report) -> Value {
    let mut files = Files::new(snapshot);
    let rules: Vec<Value> = Rule::ALL
        .iter()
        .map(|rule| {
            json!({
                "id": rule.name(),
                "shortDescription": {"text": rule.says()},
                "defaultConfiguration": {"level": level(rule.default_severity()), "enabled": rule.default_severity() != Severity::Off},
            })
        })
        .collect();
    let results: Vec<Value> = report.findings.iter().map(|finding| result(&mut files, finding)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "backtext", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {"ROOT": {"description": {"text": "the root of the workspace"}}},
            "results": results,
        }],
    })
}

fn result(files: &mut Files, finding: &Finding) -> Value {
    let related: Vec<Value> = finding
        .evidence
        .iter()
        .map(|quote| {
            json!({
                "message": {"text": quote.quote},
                "physicalLocation": {"artifactLocation": artifact(&quote.source), "region": {"startLine": quote.line}},
            })
        })
        .collect();
    let fixes: Vec<Value> = finding.fixes.iter().map(|fix| sarif_fix(files, fix)).collect();
    json!({
        "ruleId": finding.rule.name(),
        "ruleIndex": Rule::ALL.iter().position(|rule| *rule == finding.rule),
        "level": level(finding.severity),
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": {"artifactLocation": artifact(&finding.path), "region": region(files, &finding.path, finding.span)}}],
        "relatedLocations": related,
        "fixes": fixes,
    })
}

fn sarif_fix(files: &mut Files, fix: &Fix) -> Value {
    let changes: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            json!({
                "artifactLocation": artifact(&edit.path),
                "replacements": [{"deletedRegion": region(files, &edit.path, edit.bytes), "insertedContent": {"text": edit.text}}],
            })
        })
        .collect();
    json!({"description": {"text": fix.title}, "artifactChanges": changes})
}

fn region(files: &mut Files, path: &str, span: Span) -> Value {
    let [start, end] = files.place(path, span);
    json!({
        "startLine": start.0, "startColumn": start.1, "endLine": end.0, "endColumn": end.1,
        "byteOffset": span.start, "byteLength": span.len(),
    })
}

fn artifact(path: &str) -> Value {
    json!({"uri": files::encoded(path), "uriBaseId": "ROOT"})
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
        Severity::Off => "none",
    }
}
