//! What a worker sees: an immutable picture of one workspace, with one of its documents in front.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dashmap::DashMap;
use ropey::Rope;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Location, Position, Range, SemanticToken, Uri};

use super::capabilities::Facts;
use super::document::Shot;
use super::position::{self, Encoding};
use super::settings::Settings;
use crate::text::Span;
use crate::workspace::Snapshot;

/// One workspace as it stood at one moment.
#[derive(Clone)]
pub struct Picture {
    /// What is known.
    pub snapshot: Snapshot,
    /// The root's folder; none for documents that belong to no folder.
    pub folder: Option<PathBuf>,
    /// Its open documents by path.
    pub open: Arc<HashMap<String, Shot>>,
    /// What is kept from one request to the next.
    pub kept: Arc<Kept>,
    /// What the client can do.
    pub facts: Arc<Facts>,
    /// What the person wants.
    pub settings: Arc<Settings>,
}

/// A picture, with the document that a request is about.
#[derive(Clone)]
pub struct View {
    /// The workspace.
    pub picture: Picture,
    /// Path of the document in it.
    pub path: String,
    /// The document, where it is open.
    pub shot: Option<Shot>,
    /// Set when nobody wants the answer any more.
    pub cancel: Cancel,
    /// Whether the answer serves its purpose when the text has moved on meanwhile.
    pub may_be_late: bool,
}

/// A flag that is raised when work is no longer wanted.
#[derive(Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Raises it.
    pub fn raise(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Raises it for those who have it, and gives another to whoever comes next.
    pub fn renew(&mut self) -> Self {
        self.raise();
        *self = Self::default();
        self.clone()
    }

    /// Whether it is raised.
    pub fn raised(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// What is kept from one request to the next, for one root.
#[derive(Default)]
pub struct Kept {
    /// Ropes of files that are not open, each with the text it was made from: another text makes another rope.
    ropes: DashMap<String, (Arc<str>, Rope)>,
    /// The semantic tokens that were sent last for a document, with their id.
    pub tokens: DashMap<String, (String, Vec<SemanticToken>)>,
}

impl Kept {
    fn rope(&self, path: &str, text: &Arc<str>) -> Rope {
        if let Some(known) = self.ropes.get(path)
            && Arc::ptr_eq(&known.0, text)
        {
            return known.1.clone();
        }
        let rope = Rope::from_str(text);
        self.ropes.insert(path.to_owned(), (text.clone(), rope.clone()));
        rope
    }
}

impl Picture {
    /// Unit of columns.
    pub fn encoding(&self) -> Encoding {
        self.facts.encoding
    }

    /// Text of a file of the workspace, as positions in it are counted.
    pub fn rope(&self, path: &str) -> Rope {
        match self.open.get(path) {
            Some(shot) => shot.rope.clone(),
            None => self.snapshot.text(path).map(|text| self.kept.rope(path, &text)).unwrap_or_default(),
        }
    }

    /// Range of a span of a file; its beginning for a source whose text was extracted.
    pub fn range(&self, path: &str, span: Span) -> Range {
        if crate::source::is_extracted(path) {
            return Range::default();
        }
        position::range(&self.rope(path), span, self.encoding())
    }

    /// Address of a file: the client's own where it has the file open.
    pub fn uri(&self, path: &str) -> Option<Uri> {
        match self.open.get(path) {
            Some(shot) => Some(shot.uri.clone()),
            None => Uri::from_file_path(self.folder.as_ref()?.join(path)),
        }
    }

    /// A span of a file, as a place to go to.
    pub fn location(&self, path: &str, span: Span) -> Option<Location> {
        Some(Location::new(self.uri(path)?, self.range(path, span)))
    }
}

impl View {
    /// What is known.
    pub fn snapshot(&self) -> &Snapshot {
        &self.picture.snapshot
    }

    /// Text of the document.
    pub fn rope(&self) -> Rope {
        match &self.shot {
            Some(shot) => shot.rope.clone(),
            None => self.picture.rope(&self.path),
        }
    }

    /// Text of the document in one piece: the snapshot's own where it has the same.
    pub fn text(&self) -> Arc<str> {
        let rope = self.rope();
        self.snapshot().text(&self.path).filter(|text| rope == **text).unwrap_or_else(|| String::from(rope).into())
    }

    /// Byte of the document that a position stands for.
    pub fn offset(&self, position: Position) -> usize {
        position::offset(&self.rope(), position, self.picture.encoding())
    }

    /// Bytes of the document that a range covers.
    pub fn span(&self, range: Range) -> Span {
        position::span(&self.rope(), range, self.picture.encoding())
    }

    /// Range of a span of the document.
    pub fn range(&self, span: Span) -> Range {
        position::range(&self.rope(), span, self.picture.encoding())
    }

    /// Whether the answer is no longer wanted: it was cancelled, or the text has moved on.
    pub fn cancelled(&self) -> bool {
        self.cancel.raised() || self.overtaken()
    }

    /// An error where the answer would be about a text that is no longer there.
    pub fn current(&self) -> Result<()> {
        if self.cancel.raised() {
            Err(Error::request_cancelled())
        } else if self.overtaken() {
            Err(Error::content_modified())
        } else {
            Ok(())
        }
    }

    fn overtaken(&self) -> bool {
        !self.may_be_late && self.shot.as_ref().is_some_and(Shot::stale)
    }
}
