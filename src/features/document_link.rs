//! Citations as links to their source.

use super::{Place, card};
use crate::text::Span;
use crate::workspace::Snapshot;

/// A citation and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Bytes of the source's id in the citation.
    pub span: Span,
    /// The source, and the passage where one is named.
    pub target: Place,
}

/// The citations of a note whose source is there.
pub fn links(snapshot: &Snapshot, path: &str) -> Vec<Link> {
    let Some(note) = snapshot.note(path) else { return Vec::new() };
    let link = |citation: &crate::note::Citation| {
        let entry = snapshot.sources_by_id(&citation.id).first()?;
        let passage = citation.locator.as_ref().and_then(|_| card::cited_passage(&snapshot.read(entry)?.source, citation));
        Some(Link { span: citation.id_span, target: Place { path: entry.path.clone(), span: passage.unwrap_or_default() } })
    };
    note.citations.iter().filter_map(link).collect()
}
