//! Where to go from a place: from a claim to its best passage, from a citation to what it cites, from an actor's name to where it is
//! introduced.

use super::{Place, actor, around, card, configuration};
use crate::note::Note;
use crate::text::Span;
use crate::workspace::{Snapshot, config};

/// A way from some words to other places, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The words that one goes from.
    pub from: Span,
    /// Where to.
    pub to: Vec<Place>,
}

/// Passages offered for a claim.
const OFFERED: usize = 3;

/// What the place at `offset` leads to.
pub fn definition(snapshot: &Snapshot, path: &str, offset: usize) -> Option<Definition> {
    if path == config::FILE {
        return configuration::definition(snapshot, snapshot.config_text()?, offset);
    }
    let note = snapshot.note(path)?;
    if let Some((_, citation)) = around::citation(&note, offset) {
        let to = snapshot.sources_by_id(&citation.id).iter().filter_map(|entry| {
            let read = snapshot.read(entry)?;
            let span = card::cited_passage(&read.source, citation);
            Some(Place { path: entry.path.clone(), span: span.unwrap_or_else(|| top(&read.source)) })
        });
        return Some(Definition { from: citation.span, to: to.collect() });
    }
    let index = around::sentence(&note, offset)?;
    let evidence = evidence(snapshot, &note, index);
    // The name under the cursor is what is asked about; what backs the claim that it stands in comes after.
    if let Some((from, actor)) = actor::at(snapshot, &note, offset) {
        let mut to: Vec<Place> = actor::introduction(snapshot, actor).into_iter().chain(evidence.unwrap_or_default()).collect();
        to.dedup();
        return Some(Definition { from, to });
    }
    Some(Definition { from: note.sentences.get(index)?.span, to: evidence? })
}

/// The passages that bear on a claim about as well as the best one.
fn evidence(snapshot: &Snapshot, note: &Note, index: usize) -> Option<Vec<Place>> {
    let judged = snapshot.judged(note, index)?;
    let best = judged.ranked().next().map_or(0.0, |(_, score)| score);
    let close = judged.ranked().take_while(|(_, score)| *score > 0.0 && *score >= best / 2.0).take(OFFERED);
    Some(close.filter_map(|(evidence, _)| Some(Place { path: evidence.entry.path.clone(), span: evidence.place()?.span })).collect())
}

/// Where a source begins to say something.
fn top(source: &crate::source::Source) -> Span {
    source.passages.first().map_or(Span::default(), |passage| Span::new(passage.span.start, passage.span.start))
}
