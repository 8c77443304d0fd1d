//! Everything to show a person about one file: the one function behind `check`, diagnostics and code actions.

use std::sync::Arc;

use super::config;
use super::judged::{Evidence, Judged};
use super::snapshot::Snapshot;
use crate::evidence::{Retrieve, term};
use crate::judge::Verdict;
use crate::knowledge::{self, Knowledge, lexicon};
use crate::note::{Note, Sentence};
use crate::rules::claim::ClaimContext;
use crate::rules::context::{Lookup, NoteContext};
use crate::rules::likelihood::Scale;
use crate::rules::{self, Finding, Quote, Rule, Severity};
use crate::source::Problem;
use crate::text::Span;

/// Rules that say that something is not there, which cannot be known before all sources are read.
const WANTS_ALL_SOURCES: &[Rule] = &[Rule::UnbackedClaim, Rule::PartlyBackedClaim, Rule::UnknownCitation, Rule::CitationMismatch];

/// The findings on the file at `path`, in the order of their places; empty where `cancelled` says so.
pub(super) fn findings(snapshot: &Snapshot, path: &str, cancelled: &(dyn Fn() -> bool + Sync)) -> Vec<Finding> {
    let findings = by(snapshot, path, &|note| snapshot.judged_all(note, cancelled));
    if cancelled() { Vec::new() } else { findings }
}

/// The findings on a note by what is judged of it already: a claim that is not has none.
pub(super) fn so_far(snapshot: &Snapshot, path: &str) -> Vec<Finding> {
    by(snapshot, path, &|note| snapshot.known_all(note))
}

fn by(snapshot: &Snapshot, path: &str, judge: &dyn Fn(&Note) -> Vec<Option<Arc<Judged>>>) -> Vec<Finding> {
    let mut findings = on_file(snapshot, path);
    if path == config::FILE {
        findings.extend(rules::invalid_config::check(path, &snapshot.config().problems));
        findings.extend(rules::invalid_config::check(path, &strangers(snapshot)));
    } else if let Some(entry) = snapshot.source_at(path) {
        findings.extend(rules::unreadable_file::check(path, &entry.problems));
    } else if let Some(note) = snapshot.note(path) {
        findings.extend(rules::unreadable_file::check(path, snapshot.note_problems(path)));
        for (sentence, judged) in note.sentences.iter().zip(judge(&note)) {
            findings.extend(judged.iter().flat_map(|judged| on_claim(snapshot, path, &note, sentence, judged)));
        }
        findings.extend(on_note(snapshot, path, &note));
        silence(snapshot, &note, &mut findings);
    }
    graded(snapshot, findings)
}

/// The findings of [`findings`] that touch `span`, without judging more of a note than that.
pub(super) fn findings_in(snapshot: &Snapshot, path: &str, span: Span, cancelled: &(dyn Fn() -> bool + Sync)) -> Vec<Finding> {
    let touches = |other: Span| other.touches(span.start) || other.touches(span.end) || span.contains(other);
    let Some(note) = snapshot.note(path) else {
        let mut all = findings(snapshot, path, cancelled);
        all.retain(|finding| touches(finding.span));
        return all;
    };
    let mut findings = Vec::new();
    for (index, sentence) in note.sentences.iter().enumerate().filter(|(_, sentence)| touches(sentence.span)) {
        if cancelled() {
            return Vec::new();
        }
        let judged = snapshot.judged(&note, index);
        findings.extend(judged.iter().flat_map(|judged| on_claim(snapshot, path, &note, sentence, judged)));
    }
    findings.extend(on_note(snapshot, path, &note));
    silence(snapshot, &note, &mut findings);
    findings.retain(|finding| touches(finding.span));
    graded(snapshot, findings)
}

/// Leaves out what cannot be known yet, and what the note's own comments silence.
fn silence(snapshot: &Snapshot, note: &Note, findings: &mut Vec<Finding>) {
    if snapshot.pending() > 0 {
        // A source that is still to be read may back it, or be the one that is cited: nothing is said rather than something wrong.
        findings.retain(|finding| !WANTS_ALL_SOURCES.contains(&finding.rule));
    }
    rules::suppress::apply(note, findings);
}

/// The findings with the severity that they have here, in the order of their places.
fn graded(snapshot: &Snapshot, mut findings: Vec<Finding>) -> Vec<Finding> {
    for finding in &mut findings {
        finding.severity = snapshot.config().severity(finding.rule);
    }
    findings.retain(|finding| finding.severity != Severity::Off);
    findings.sort_by_key(|finding| (finding.span, finding.rule));
    findings
}

fn on_file(snapshot: &Snapshot, path: &str) -> Vec<Finding> {
    let problems: Vec<Problem> = (snapshot.problems().iter())
        .filter(|(other, _)| other == path)
        .map(|(_, why)| Problem { span: Default::default(), message: format!("{path} {why}") })
        .collect();
    rules::unreadable_file::check(path, &problems)
}

fn on_claim(snapshot: &Snapshot, path: &str, note: &Note, sentence: &Sentence, judged: &Judged) -> Vec<Finding> {
    let judgement = &judged.judgement;
    if judgement.verdict == Verdict::Backed && judgement.reasons.is_empty() && judged.backed_elsewhere.is_none() {
        return Vec::new();
    }
    // Copied out of the sources only where a finding can show it: a long note has hundreds of claims with dozens of passages each.
    let mut evidence = vec![<(Quote, String)>::default(); judged.evidence.len()];
    let named = judgement.reasons.iter().filter_map(|reason| Some(reason.evidence?.0));
    for index in judgement.evidence.iter().map(|(index, _)| *index).take(rules::claim::SHOWN).chain(named) {
        if let (Some(slot), Some(passage)) = (evidence.get_mut(index), judged.evidence.get(index)) {
            *slot = quote(passage);
        }
    }
    let elsewhere = judged.backed_elsewhere.as_deref().and_then(|path| Some((path, snapshot.source_at(path)?.id.as_str())));
    rules::on_claim(&ClaimContext { path, note, sentence, judgement, evidence: &evidence, elsewhere })
}

/// Parties of disputes and statements that neither the file has nor any source could speak of.
fn strangers(snapshot: &Snapshot) -> Vec<Problem> {
    let config = snapshot.config();
    let unknown = |id: &str| {
        let listed = config.actors.iter().any(|actor| actor.id == id && !actor.hide);
        // Who is found in the sources has a name whose words stand in them; a state need not stand in any.
        let state = lexicon::states().any(|state| state.names.first().is_some_and(|name| knowledge::id_of(name) == id));
        let words: Vec<_> = term::terms(&id.replace('-', " ")).collect();
        let spoken = !words.is_empty() && words.iter().all(|word| snapshot.view().passage_frequency(&word.stem) > 0);
        // "malawy" has the stem of "malawi": where that is listed it is a slip.
        let stems = |id: &str| term::terms(&id.replace('-', " ")).map(|term| term.stem).collect::<Vec<_>>();
        let slip = config::nearest(id, config.actors.iter().map(|actor| actor.id.as_str())).is_some_and(|near| stems(near) == stems(id));
        !listed && !state && (!spoken || slip) && snapshot.pending() == 0
    };
    let ids = || config.actors.iter().map(|actor| actor.id.as_str());
    let problem = |span, id: &str| Problem {
        span,
        message: format!("there is no actor `{id}`, here or in the sources{}", config::did_you_mean(config::nearest(id, ids()))),
    };
    let text = snapshot.config_text().map(|text| text.as_ref()).unwrap_or_default();
    let named = config::places(text).into_iter().filter(config::Place::names_actor);
    named.filter_map(|place| place.value.filter(|id| unknown(id)).map(|id| problem(place.span, &id))).collect()
}

/// What the rules that need no judge say of a note.
fn on_note(snapshot: &Snapshot, path: &str, note: &Note) -> Vec<Finding> {
    let source = |id: &str| {
        let entries = snapshot.sources_by_id(id);
        let read: Vec<_> = entries.iter().filter_map(|entry| snapshot.read(entry)).map(|read| read.source).collect();
        match (entries.is_empty(), read.len() == entries.len()) {
            (true, _) => Lookup::Unknown,
            (_, true) => Lookup::Read(read),
            _ => Lookup::Unread,
        }
    };
    let source_ids = || snapshot.sources().map(|entry| entry.id.clone()).collect();
    let is_note = |id: &str| snapshot.note_paths().any(|path| stem(path).eq_ignore_ascii_case(id));
    let is_on = |rule| snapshot.config().severity(rule) != Severity::Off;
    // The registry alone, so that a note reads the same whether or not its sources are digested yet.
    let registry = (!snapshot.config().actors.is_empty()).then(|| Knowledge::build(Vec::new(), snapshot.config(), 0));
    let ambiguous = |text: &str| registry.as_ref().map(|k| k.ambiguous(text)).unwrap_or_default();
    let scale = match snapshot.config().likelihood {
        config::Likelihood::Icd203 => Scale::Icd203,
        config::Likelihood::Phia => Scale::Phia,
    };
    let mut ctx = NoteContext::new(path, note);
    (ctx.source, ctx.source_ids, ctx.is_note, ctx.is_on, ctx.scale) = (&source, &source_ids, &is_note, &is_on, scale);
    ctx.ambiguous = &ambiguous;
    rules::on_note(&ctx)
}

/// A path's last part without its extension.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A passage as shown, with the id of its source.
pub(super) fn quote(evidence: &Evidence) -> (Quote, String) {
    let place = evidence.place();
    let quote = Quote {
        source: evidence.entry.path.clone(),
        line: place.map_or(1, |place| place.line),
        bytes: place.map_or_else(Default::default, |place| place.span),
        quote: evidence.text(),
        score: 0.0,
    };
    (quote, evidence.entry.id.clone())
}

/// The ranked evidence of a judged claim as shown, best first, at most `limit`, none that backs nothing.
pub(super) fn quotes(judged: &Judged, limit: usize) -> Vec<Quote> {
    judged.ranked().filter(|(_, score)| *score > 0.0).take(limit).map(|(evidence, score)| Quote { score, ..quote(evidence).0 }).collect()
}
