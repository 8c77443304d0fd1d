//! Sources: the documents that notes are based on, read into passages. Never written.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// One sentence (or heading) of a source, with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Bytes of [`Source::text`].
    pub span: Span,
    /// Number of its paragraph, from 1; a heading is a paragraph of its own.
    pub paragraph: u32,
    /// Line of its first byte, from 1.
    pub line: u32,
    /// Whether it is a heading.
    pub heading: bool,
}

/// What a source's front matter says, in CSL's names. All of it is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Title of the document.
    pub title: Option<String>,
    /// Names of its authors.
    pub author: Vec<String>,
    /// Date of publication, as written.
    pub issued: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// The newspaper, journal or site it appeared in.
    pub container_title: Option<String>,
    /// Admiralty grade: A–F for the source, 1–6 for the information, such as `B2`.
    pub grade: Option<String>,
}

/// Something wrong with a source's file, for a finding on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where, in bytes of the file; empty at 0 where it concerns the file as a whole.
    pub span: Span,
    /// What is wrong and what to do.
    pub message: String,
}

/// A source as read.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The file's stem: what a citation names.
    pub id: String,
    /// Path relative to the workspace's root, with `/`.
    pub path: String,
    /// Front matter.
    pub meta: Meta,
    /// Text that all spans refer to. For `.txt` and `.md` in UTF-8 it is the file's own text, byte for byte (a byte order
    /// mark included), so that offsets are the file's; for other formats and encodings it is the extracted text.
    pub text: Arc<str>,
    /// In order; boilerplate, code and front matter give none.
    pub passages: Vec<Passage>,
    /// What was wrong with the file.
    pub problems: Vec<Problem>,
}
/// A stand-in until the reader lands.
pub fn id_of(path: &str) -> String {
    path.to_owned()
}
/// A stand-in until the reader lands.
pub fn read(_path: &str, _bytes: &[u8]) -> Source {
    Source::default()
}
impl Source {
    /// A stand-in until the reader lands.
    pub fn passage_text(&self, p: &Passage) -> std::borrow::Cow<'_, str> {
        p.span.of(&self.text).into()
    }
}
