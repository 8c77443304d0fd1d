//! Documents that are open in the editor, as ropes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ropey::Rope;
use tower_lsp::ls_types::{TextDocumentContentChangeEvent, Uri};

use super::position::{self, Encoding};

/// An open document. The owner alone has it; others get a [`Shot`] of it.
pub struct Document {
    uri: Uri,
    version: i32,
    rope: Rope,
    epoch: Arc<AtomicU64>,
    text: Option<Arc<str>>,
}

/// A document as it stood at one moment, and a way to see that it has moved on since. Cheap to clone.
#[derive(Clone)]
pub struct Shot {
    /// Its address, as the client wrote it.
    pub uri: Uri,
    /// Version that the client gave to this text.
    pub version: i32,
    /// Its text.
    pub rope: Rope,
    now: Arc<AtomicU64>,
    taken: u64,
}

impl Shot {
    /// Whether the text has changed, or the document was closed, since the shot was taken.
    pub fn stale(&self) -> bool {
        self.now.load(Ordering::Acquire) != self.taken
    }
}

impl Document {
    /// A document as the client opens it.
    pub fn new(uri: Uri, version: i32, text: &str) -> Self {
        Self { uri, version, rope: Rope::from_str(text), epoch: Arc::default(), text: None }
    }

    /// Applies the changes of one notification, each to the text that the one before it left.
    ///
    /// They are applied in the order of arrival whatever `version` says: to drop them would leave editor and server with
    /// different texts for good. Returns whether the version went up, as the protocol asks.
    pub fn change(&mut self, version: i32, changes: &[TextDocumentContentChangeEvent], encoding: Encoding) -> bool {
        for change in changes {
            self.change_once(change, encoding);
        }
        let went_up = version > self.version;
        self.version = version;
        self.touch();
        went_up
    }

    /// Takes over the text that a save notification brings, where it differs from what is known.
    pub fn replace(&mut self, text: &str) -> bool {
        if self.rope == *text {
            return false;
        }
        self.rope = Rope::from_str(text);
        self.touch();
        true
    }

    /// Makes every shot of it stale.
    pub fn touch(&mut self) {
        self.text = None;
        self.epoch.fetch_add(1, Ordering::AcqRel);
    }

    /// Its text in one piece, made once for each version.
    pub fn text(&mut self) -> Arc<str> {
        self.text.get_or_insert_with(|| String::from(&self.rope).into()).clone()
    }

    /// The document as it stands.
    pub fn shot(&self) -> Shot {
        Shot {
            uri: self.uri.clone(),
            version: self.version,
            rope: self.rope.clone(),
            now: self.epoch.clone(),
            taken: self.epoch.load(Ordering::Acquire),
        }
    }

    /// Its address, as the client wrote it.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The version that the client gave last.
    pub fn version(&self) -> i32 {
        self.version
    }

    fn change_once(&mut self, change: &TextDocumentContentChangeEvent, encoding: Encoding) {
        let Some(range) = change.range else {
            self.rope = Rope::from_str(&change.text);
            return;
        };
        let from = position::char_of(&self.rope, range.start, encoding);
        let to = position::char_of(&self.rope, range.end, encoding);
        // Ends given the wrong way round mean the same stretch of text.
        let (from, to) = (from.min(to), from.max(to));
        self.rope.remove(from..to);
        self.rope.insert(from, &change.text);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tower_lsp::ls_types::{Position, Range};

    fn document(text: &str) -> Document {
        Document::new("untitled:1".parse().unwrap(), 1, text)
    }

    fn change(from: (u32, u32), to: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let range = Range::new(Position::new(from.0, from.1), Position::new(to.0, to.1));
        TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: text.into() }
    }

    #[test]
    fn each_change_meets_the_text_that_the_last_one_left() {
        let mut document = document("one\r\ntwo 😀 three\r\n");
        document.change(2, &[change((1, 4), (1, 6), "🚀"), change((0, 3), (1, 0), " "), change((0, 0), (0, 0), "0 ")], Encoding::Utf16);
        assert_eq!(&*document.text(), "0 one two 🚀 three\r\n");
    }

    #[test]
    fn deleting_the_last_line_and_beyond_leaves_a_text() {
        let mut document = document("a\nb\n");
        document.change(2, &[change((1, 0), (9, 9), "")], Encoding::Utf16);
        assert_eq!(&*document.text(), "a\n");
        document.change(3, &[change((0, 0), (7, 0), "")], Encoding::Utf8);
        assert_eq!(&*document.text(), "");
        document.change(4, &[change((3, 3), (0, 0), "x")], Encoding::Utf32);
        assert_eq!(&*document.text(), "x");
    }

    #[test]
    fn a_shot_is_stale_once_the_text_moves_on() {
        let mut document = document("a");
        let shot = document.shot();
        assert!(!shot.stale());
        assert!(document.change(2, &[], Encoding::Utf16));
        assert!(shot.stale());
        assert!(!document.shot().stale());
        assert!(!document.change(1, &[], Encoding::Utf16), "a version that goes down is reported, and applied");
    }
}
