//! Everything to show a person about one file: the one function behind `check`, diagnostics and code actions.

use super::config;
use super::judged::{Evidence, Judged};
use super::snapshot::Snapshot;
use crate::note::Note;
use crate::rules::claim::ClaimContext;
use crate::rules::{self, Finding, Quote, Rule, Severity};
use crate::source::Problem;

/// The findings on the file at `path`, in the order of their places; empty where `cancelled` says so.
pub(super) fn findings(snapshot: &Snapshot, path: &str, cancelled: &(dyn Fn() -> bool + Sync)) -> Vec<Finding> {
    let mut findings = on_file(snapshot, path);
    if path == config::FILE {
        findings.extend(rules::invalid_config::check(path, &snapshot.config().problems));
    } else if let Some(entry) = snapshot.source_at(path) {
        findings.extend(rules::unreadable_file::check(path, &entry.problems));
    } else if let Some(note) = snapshot.note(path) {
        findings.extend(rules::unreadable_file::check(path, snapshot.note_problems(path)));
        findings.extend(on_claims(snapshot, path, &note, cancelled));
    }
    for finding in &mut findings {
        finding.severity = snapshot.config().severity(finding.rule);
    }
    findings.retain(|finding| finding.severity != Severity::Off);
    findings.sort_by(|a, b| (a.span, a.rule).cmp(&(b.span, b.rule)));
    if cancelled() { Vec::new() } else { findings }
}

fn on_file(snapshot: &Snapshot, path: &str) -> Vec<Finding> {
    let problems: Vec<Problem> = (snapshot.problems().iter())
        .filter(|(other, _)| other == path)
        .map(|(_, why)| Problem { span: Default::default(), message: format!("{path} {why}") })
        .collect();
    rules::unreadable_file::check(path, &problems)
}

fn on_claims(snapshot: &Snapshot, path: &str, note: &Note, cancelled: &(dyn Fn() -> bool + Sync)) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (sentence, judged) in note.sentences.iter().zip(snapshot.judged_all(note, cancelled)) {
        let Some(judged) = judged else { continue };
        let evidence: Vec<(Quote, String)> = judged.evidence.iter().map(quote).collect();
        let elsewhere = judged.backed_elsewhere.as_deref().and_then(|path| Some((path, snapshot.source_at(path)?.id.as_str())));
        let claim = ClaimContext { path, note, sentence, judgement: &judged.judgement, evidence: &evidence, elsewhere };
        let mut on_claim = rules::on_claim(&claim);
        if snapshot.pending() > 0 {
            // A source that is still to be read may back it: nothing is said rather than something wrong.
            on_claim.retain(|finding| !matches!(finding.rule, Rule::UnbackedClaim | Rule::PartlyBackedClaim));
        }
        findings.extend(on_claim);
    }
    findings
}

/// A passage as shown, with the id of its source.
pub(super) fn quote(evidence: &Evidence) -> (Quote, String) {
    let place = evidence.place();
    let quote = Quote {
        source: evidence.source.entry.path.clone(),
        line: place.map_or(1, |place| place.line),
        bytes: place.map_or_else(Default::default, |place| place.span),
        quote: evidence.text(),
        score: 0.0,
    };
    (quote, evidence.source.entry.id.clone())
}

/// The ranked evidence of a judged claim as shown, best first, at most `limit`, none that backs nothing.
pub(super) fn quotes(judged: &Judged, limit: usize) -> Vec<Quote> {
    judged.ranked().filter(|(_, score)| *score > 0.0).take(limit).map(|(evidence, score)| Quote { score, ..quote(evidence).0 }).collect()
}
