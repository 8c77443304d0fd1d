//! Sources: the documents that notes are based on, read into passages. Never written.

mod boilerplate;
mod docx;
mod guard;
mod html;
mod html_scan;
mod markdown;
mod meta;
mod passages;
mod pdf;
mod pdf_bounds;
mod read;
mod unpack;

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use smol_str::SmolStr;

use crate::text::Span;
pub use read::{MAX_BYTES, id_of, is_extracted, read};

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
    /// What inside a passage is not its words, in order and without overlap; empty but for Markdown.
    pub markup: Vec<Markup>,
    /// What was wrong with the file.
    pub problems: Vec<Problem>,
}

/// Markup inside a passage: emphasis marks, a link's address, a footnote mark, the `>` of a quotation's next line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Markup {
    /// Bytes of [`Source::text`].
    pub span: Span,
    /// What a reader sees in its place: mostly nothing, a blank for a line break, `&` for `&amp;`.
    pub shown: SmolStr,
}

impl Source {
    /// The words of a passage, without markup.
    pub fn passage_text(&self, passage: &Passage) -> Cow<'_, str> {
        let first = self.markup.partition_point(|m| m.span.end <= passage.span.start);
        let mut inside = self.markup.iter().skip(first).take_while(|m| m.span.start < passage.span.end).peekable();
        if inside.peek().is_none() {
            return Cow::Borrowed(passage.span.of(&self.text));
        }
        let (mut shown, mut at) = (String::with_capacity(passage.span.len()), passage.span.start);
        for markup in inside {
            shown.push_str(Span::new(at, markup.span.start).of(&self.text));
            shown.push_str(&markup.shown);
            at = markup.span.end;
        }
        shown.push_str(Span::new(at, passage.span.end).of(&self.text));
        Cow::Owned(shown)
    }
}
