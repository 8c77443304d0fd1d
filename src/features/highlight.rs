//! What else in the same document is the same thing as that under the cursor.

use super::around;
use crate::text::Span;
use crate::workspace::Snapshot;

/// The citations of the same source, or the same word wherever it stands as a whole word.
pub fn highlight(snapshot: &Snapshot, path: &str, offset: usize, text: &str) -> Vec<Span> {
    if let Some(note) = snapshot.note(path)
        && let Some((_, citation)) = around::citation(&note, offset)
    {
        let same = note.citations.iter().filter(|other| other.id.to_lowercase() == citation.id.to_lowercase());
        return same.map(|other| other.span).collect();
    }
    let word = around::word(text, offset);
    around::whole_words(text, word.of(text))
}
