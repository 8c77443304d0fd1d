//! The forms in which `check` prints its result.

pub(super) mod github;
pub(super) mod json;
pub(super) mod sarif;
pub(super) mod text;

use std::collections::HashMap;
use std::sync::Arc;

use crate::text::{LineIndex, Span};
use crate::workspace::{Snapshot, config};

/// Texts and line indices of the files that findings point at, made once each.
pub(super) struct Files<'a> {
    snapshot: &'a Snapshot,
    known: HashMap<String, (Arc<str>, LineIndex)>,
}

impl<'a> Files<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, known: HashMap::new() }
    }

    /// Text and lines of a file; empty for one that cannot be read.
    pub(super) fn get(&mut self, path: &str) -> &(Arc<str>, LineIndex) {
        let snapshot = self.snapshot;
        self.known.entry(path.to_owned()).or_insert_with(|| {
            let text = text_of(snapshot, path).unwrap_or_else(|| Arc::from(""));
            let lines = LineIndex::new(text.clone());
            (text, lines)
        })
    }

    /// (line, column) of both ends of a span, from 1, in code points.
    pub(super) fn place(&mut self, path: &str, span: Span) -> [(usize, usize); 2] {
        let (_, lines) = self.get(path);
        [span.start, span.end].map(|offset| {
            let place = lines.place(offset);
            (place.line, place.column)
        })
    }
}

fn text_of(snapshot: &Snapshot, path: &str) -> Option<Arc<str>> {
    if path == config::FILE {
        return snapshot.config_text().cloned();
    }
    if let Some(note) = snapshot.note(path) {
        return Some(note.text.clone());
    }
    snapshot.source_at(path).and_then(|entry| snapshot.read(entry)).map(|read| read.source.text.clone())
}
