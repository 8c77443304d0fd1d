//! What the harness writes for other programs: answers, features for the fit, document frequencies.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use crate::Options;
use crate::report::Answered;

/// One line with a row's answer.
pub fn answer(out: &mut impl Write, one: &Answered) {
    let judgement = &one.judgement;
    let reasons: Vec<String> = judgement.reasons.iter().map(|reason| format!("{}: {}", reason.rule.name(), reason.message)).collect();
    let best: Vec<&str> =
        judgement.evidence.iter().take(3).filter_map(|(index, _)| one.row.evidence.get(*index).map(String::as_str)).collect();
    let unbacked: Vec<&str> = judgement.unbacked.iter().map(|span| span.of(&one.row.claim)).collect();
    let line = json!({
        "ds": one.row.ds, "id": one.row.id, "label": one.row.label, "kind": one.row.kind(), "verdict": judgement.verdict, "score": judgement.score,
        "claim": one.row.claim, "best": best, "unbacked": unbacked, "reasons": reasons,
    });
    writeln!(out, "{line}").unwrap();
}

/// Features of every row, for the fit.
pub fn features(_data: &Path, _options: &Options, _path: &Path) {}

/// In how many texts of the evidence a stem stands.
pub fn frequencies(_data: &Path, _path: &Path) {}
