//! The result of checking a whole workspace, in the shape of the command line's JSON.

use rayon::prelude::*;
use serde::Serialize;

use super::findings;
use super::snapshot::Snapshot;
use crate::judge::Verdict;
use crate::note::Kind;
use crate::rules::{Finding, Quote};
use crate::text::Span;

/// Passages listed for a sentence.
const EVIDENCE: usize = 3;

/// A checked workspace.
#[derive(Debug)]
pub struct Report {
    /// Counts.
    pub summary: Summary,
    /// Every sentence of every note, in order.
    pub sentences: Vec<ReportSentence>,
    /// All findings, by file and place.
    pub findings: Vec<Finding>,
}

/// Counts over a workspace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Summary {
    pub sources: usize,
    pub notes: usize,
    pub sentences: usize,
    pub claims: usize,
    pub backed: usize,
    pub partly_backed: usize,
    pub unbacked: usize,
    pub contradicted: usize,
    pub overstated: usize,
}

/// A sentence of a note with its verdict.
#[derive(Clone, Debug)]
pub struct ReportSentence {
    /// The note.
    pub path: String,
    /// Bytes of the note.
    pub span: Span,
    /// The sentence without markup.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// Its verdict.
    pub verdict: Verdict,
    /// Probability that the sources back it, 0–1.
    pub score: f32,
    /// The best passages.
    pub evidence: Vec<Quote>,
}

impl Report {
    /// Checks everything, on all cores; `progress` is called once a note.
    pub(super) fn new(snapshot: &Snapshot, progress: &(dyn Fn() + Sync)) -> Self {
        let notes: Vec<&str> = snapshot.note_paths().collect();
        let sentences: Vec<ReportSentence> = notes
            .par_iter()
            .flat_map_iter(|path| {
                let sentences = on_note(snapshot, path);
                progress();
                sentences
            })
            .collect();
        let mut paths: Vec<&str> = notes.clone();
        paths.extend(snapshot.sources().map(|entry| entry.path.as_str()));
        paths.extend(snapshot.problems().iter().map(|(path, _)| path.as_str()));
        paths.push(super::config::FILE);
        paths.sort_unstable();
        paths.dedup();
        let findings = paths.par_iter().flat_map_iter(|path| snapshot.findings(path, &|| false)).collect();
        let summary = Summary::of(snapshot.sources().count(), notes.len(), &sentences);
        notes.par_iter().for_each(|path| snapshot.keep_verdicts(path));
        Self { summary, sentences, findings }
    }
}

impl Summary {
    /// Counts the verdicts of some sentences.
    pub fn of(sources: usize, notes: usize, sentences: &[ReportSentence]) -> Self {
        let count = |verdict| sentences.iter().filter(|sentence| sentence.verdict == verdict).count();
        Self {
            sources,
            notes,
            sentences: sentences.len(),
            claims: sentences.iter().filter(|sentence| sentence.kind == Kind::Claim).count(),
            backed: count(Verdict::Backed),
            partly_backed: count(Verdict::PartlyBacked),
            unbacked: count(Verdict::Unbacked),
            contradicted: count(Verdict::Contradicted),
            overstated: count(Verdict::Overstated),
        }
    }
}

fn on_note(snapshot: &Snapshot, path: &str) -> Vec<ReportSentence> {
    let Some(note) = snapshot.note(path) else { return Vec::new() };
    let judged = snapshot.judged_all(&note, &|| false);
    let sentences = note.sentences.iter().zip(judged).map(|(sentence, judged)| ReportSentence {
        path: path.to_owned(),
        span: sentence.span,
        text: sentence.plain.text.clone(),
        kind: sentence.kind,
        verdict: judged.as_ref().map_or(Verdict::NotChecked, |judged| judged.verdict()),
        score: judged.as_ref().map_or(0.0, |judged| judged.judgement.score),
        evidence: judged.as_ref().map(|judged| findings::quotes(judged, EVIDENCE)).unwrap_or_default(),
    });
    sentences.collect()
}
