//! What is shown for the place under the pointer.

use super::{actor_card, around, card, configuration, rests, staleness, term_card};
use crate::features::Stop;
use crate::rules::{Finding, Rule};
use crate::text::Span;
use crate::workspace::Snapshot;
use crate::workspace::config::FILE;

/// A card, and the words that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// Bytes of the document.
    pub span: Span,
    /// Markdown.
    pub card: String,
}

/// Where a person reads why words are flagged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reasons {
    /// On the card.
    #[default]
    Here,
    /// The editor shows its findings beside the card, so the card leaves them out.
    Beside,
}

/// The card for a place: a citation's source, why a word is flagged, an actor and its partner, the evidence for a claim, or what
/// rests on a passage.
pub fn hover(snapshot: &Snapshot, path: &str, offset: usize, reasons: Reasons, stop: Stop) -> Option<Hover> {
    if path == FILE {
        return configuration::hover(snapshot, snapshot.config_text()?, offset);
    }
    on_citation(snapshot, path, offset, stop)
        .or_else(|| on_term(snapshot, path, offset, stop))
        .or_else(|| on_actor(snapshot, path, offset, stop))
        .or_else(|| on_claim(snapshot, path, offset, reasons, stop))
        .or_else(|| on_passage(snapshot, path, offset, stop))
}

fn on_citation(snapshot: &Snapshot, path: &str, offset: usize, stop: Stop) -> Option<Hover> {
    let note = snapshot.note(path)?;
    let (_, citation) = around::citation(&note, offset)?;
    let resting = match snapshot.sources_by_id(&citation.id) {
        [entry] => Some(rests::on_source(snapshot, &entry.path, stop).len()),
        _ => None,
    };
    Some(Hover { span: citation.span, card: card::citation(snapshot, citation, resting) })
}

/// An actor's card; a word that is flagged says why instead.
fn on_actor(snapshot: &Snapshot, path: &str, offset: usize, stop: Stop) -> Option<Hover> {
    let note = snapshot.note(path)?;
    let sentence = note.sentences.get(around::sentence(&note, offset)?)?;
    let hover = actor_card::card(snapshot, sentence, offset)?;
    flagged_words(&findings_at(snapshot, path, offset, stop), sentence.span, offset).is_none().then_some(hover)
}

/// A dispute or a term of likelihood, likewise.
fn on_term(snapshot: &Snapshot, path: &str, offset: usize, stop: Stop) -> Option<Hover> {
    let note = snapshot.note(path)?;
    let sentence = note.sentences.get(around::sentence(&note, offset)?)?;
    let hover = term_card::likelihood(&note, sentence.span, offset).or_else(|| term_card::dispute(snapshot, sentence, offset))?;
    flagged_words(&findings_at(snapshot, path, offset, stop), sentence.span, offset).is_none().then_some(hover)
}

fn on_claim(snapshot: &Snapshot, path: &str, offset: usize, reasons: Reasons, stop: Stop) -> Option<Hover> {
    let note = snapshot.note(path)?;
    let index = around::sentence(&note, offset)?;
    let sentence = note.sentences.get(index)?;
    let judged = snapshot.judged(&note, index)?;
    if stop() {
        return None;
    }
    let findings = findings_at(snapshot, path, offset, stop);
    let flagged = flagged_words(&findings, sentence.span, offset);
    let span = flagged.map_or(sentence.span, |(span, _)| span);
    let said: Vec<Rule> = match (reasons, flagged) {
        (Reasons::Beside, _) => findings.iter().map(|finding| finding.rule).collect(),
        (Reasons::Here, flagged) => flagged.iter().map(|(_, finding)| finding.rule).collect(),
    };
    let mut evidence = card::claim(&sentence.plain.text, &judged, &said);
    if let Some(single) = staleness::single_source(snapshot, &judged) {
        evidence.push_str(&format!("\n{single}\n"));
    }
    let why = flagged.filter(|_| reasons == Reasons::Here);
    let card = match why {
        Some((_, finding)) => format!("**{}**: {}\n\n---\n\n{evidence}", finding.rule.name(), card::escaped(&finding.message)),
        None => evidence,
    };
    Some(Hover { span, card })
}

/// The findings whose range holds the place, or that name the words there.
fn findings_at(snapshot: &Snapshot, path: &str, offset: usize, stop: Stop) -> Vec<Finding> {
    let mut findings = snapshot.findings_in(path, Span::new(offset, offset), stop);
    findings.retain(|finding| finding.span.touches(offset) || finding.unbacked.iter().any(|span| span.touches(offset)));
    findings
}

/// The narrowest finding on some words of a sentence that holds the place.
fn flagged_words(findings: &[Finding], sentence: Span, offset: usize) -> Option<(Span, &Finding)> {
    (findings.iter().filter(|finding| sentence.contains(finding.span)))
        .flat_map(|finding| {
            let own = (finding.span.len() < sentence.len()).then_some(finding.span);
            let spans: Vec<Span> = finding.unbacked.iter().copied().chain(own).filter(|span| span.touches(offset)).collect();
            spans.into_iter().map(move |span| (span, finding))
        })
        .min_by_key(|(span, _)| span.len())
}

fn on_passage(snapshot: &Snapshot, path: &str, offset: usize, stop: Stop) -> Option<Hover> {
    let read = snapshot.read(snapshot.source_at(path)?)?;
    let (number, passage) = around::passage(&read.source, offset)?;
    let resting = rests::on_source(snapshot, path, stop);
    let here: Vec<&rests::Rest> = resting.iter().filter(|rest| rest.passage == number).collect();
    if here.is_empty() {
        return None;
    }
    let mut text = format!("**{} on this**\n\n", rests::count(here.len()));
    for rest in here {
        text.push_str(&format!("- {} ({})\n", card::escaped(&card::shortened(&rest.text)), card::escaped(&rest.place.path)));
    }
    Some(Hover { span: passage.span, card: text })
}
