//! Behind each backed claim: the source and line that back it.

use super::Stop;
use crate::judge::Verdict;
use crate::text::Span;
use crate::workspace::Snapshot;

/// Something to show between the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Byte before which it stands.
    pub offset: usize,
    /// What it says.
    pub label: String,
    /// The passage.
    pub tooltip: String,
}

/// The hints on the claims that touch `range`.
pub fn hints(snapshot: &Snapshot, path: &str, range: Span, stop: Stop) -> Vec<Hint> {
    let Some(note) = snapshot.note(path) else { return Vec::new() };
    let mut hints = Vec::new();
    for (index, sentence) in note.sentences.iter().enumerate() {
        if stop() {
            break;
        }
        if sentence.span.end < range.start || sentence.span.start > range.end {
            continue;
        }
        let Some(judged) = snapshot.judged(&note, index) else { continue };
        if judged.verdict() != Verdict::Backed {
            continue;
        }
        if let Some((evidence, _)) = judged.ranked().next() {
            let line = evidence.place().map_or(1, |place| place.line);
            let label = format!("{}, l. {line}", evidence.entry.id);
            hints.push(Hint { offset: sentence.span.end, label, tooltip: evidence.text() });
        }
    }
    hints
}
