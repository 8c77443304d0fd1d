//! Cards for words of a note that are no actors: the name of a dispute, a term of likelihood.

use super::hover::Hover;
use super::{around, linked};
use crate::knowledge::card::{self, Cards};
use crate::note::{Note, Sentence};
use crate::rules::likelihood;
use crate::text::Span;
use crate::workspace::Snapshot;

/// The card of the dispute that is named at a byte of a sentence.
pub(super) fn dispute(snapshot: &Snapshot, sentence: &Sentence, offset: usize) -> Option<Hover> {
    let knowledge = snapshot.knowledge();
    let text = sentence.plain.text.to_lowercase();
    // Lower case may have other lengths than the text; then places in it say nothing.
    if text.len() != sentence.plain.text.len() {
        return None;
    }
    let named = |name: &str, curated: bool| {
        let name = name.to_lowercase();
        // One plain word, such as "suit", is too little to be taken for a dispute, unless a person says so.
        let spans = if curated || name.contains(' ') { around::whole_words(&text, &name) } else { Vec::new() };
        spans.into_iter().map(|span| sentence.plain.origin_span(span)).find(|span| span.touches(offset))
    };
    let here = knowledge.disputes().iter().flat_map(|dispute| {
        let names = [&dispute.name].into_iter().chain(&dispute.aliases);
        names.filter_map(|name| named(name, dispute.curated)).map(|span| (span, dispute)).collect::<Vec<_>>()
    });
    let (span, dispute) = here.max_by_key(|(span, _)| span.len())?;
    let link = |path: &str, line: u32| linked(snapshot, path, line);
    let mut card = Cards { knowledge: &knowledge, link: &link }.dispute(&dispute.id)?;
    if let Some(stale) = super::staleness::of_dispute(snapshot, dispute, sentence) {
        card.push_str(&format!("\n{stale}\n"));
    }
    Some(Hover { span, card })
}

/// The card of the term of likelihood at a byte of a note.
pub(super) fn likelihood(note: &Note, sentence: Span, offset: usize) -> Option<Hover> {
    let text = sentence.of(&note.text);
    let signs = likelihood::signs(text).into_iter().map(|(span, _)| span.shifted(sentence.start));
    let span = signs.filter(|span| span.touches(offset)).max_by_key(|span| span.len())?;
    card::likelihood(span.of(&note.text)).map(|card| Hover { span, card })
}
