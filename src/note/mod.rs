//! Notes: what a person writes. Markdown or plain text, taken apart into sentences by kind, citations, quotations and
//! directives. Nothing here knows of files or of any other note.
//!
//! [`Note::parse`] is pure and total: any text gives a note, all spans lie inside the text on character boundaries, and
//! sentences come in order without overlap. The way there: [`markdown`] or [`plain`] take the text apart into blocks with
//! their markup taken out ([`block`]), [`assemble`] splits these into sentences and joins them to citations, [`kind`] says
//! what each one is.

mod assemble;
mod block;
mod cite;
mod data;
mod directive;
mod kind;
mod markdown;
mod memory;
mod plain;
mod quote;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::Span;
pub use kind::own_voice;

/// How a note is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Markdown, with the forms that Pandoc and Obsidian add.
    #[default]
    Markdown,
    /// Plain text; citations, quotations, footnotes and directives are the same as in Markdown.
    Plain,
}

impl Format {
    /// The format that a file name's extension stands for: Markdown, unless it is `.txt` or `.text`.
    pub fn of_path(path: &str) -> Self {
        match path.rsplit_once('.') {
            Some((_, ext)) if ext.eq_ignore_ascii_case("txt") || ext.eq_ignore_ascii_case("text") => Self::Plain,
            _ => Self::Markdown,
        }
    }
}

/// What a sentence of a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// States a fact and so needs backing.
    Claim,
    /// In the writer's own voice; needs none.
    Judgement,
    /// Asks.
    Question,
    /// A heading.
    Heading,
    /// Prose that states nothing about the world: a definition of terms, a word on the note itself, a link-only line, a TODO.
    Other,
}

/// A sentence of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the note, markup inside included, list markers and quote marks of the block excluded.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// The sentence as read aloud: without markup, citations and footnote marks.
    pub plain: PlainText,
    /// Number of its block (paragraph, list item, table cell, heading), from 0.
    pub block: u32,
    /// Indices into [`Note::citations`] of the citations that stand in it or directly behind it.
    pub citations: Vec<usize>,
    /// Index of the heading sentence it stands under.
    pub heading: Option<usize>,
    /// Whether the writer marked it as a claim (`> [!claim]`).
    pub explicit: bool,
}

/// Text with markup taken out, and the way back to where each byte came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainText {
    /// The text.
    pub text: String,
    /// Runs copied without change: (offset in `text`, offset in the note), both ascending. A run ends where the next begins.
    pub runs: Vec<(usize, usize)>,
}

impl PlainText {
    /// Note offset of a byte of `text`.
    pub fn origin(&self, offset: usize) -> usize {
        match self.runs.partition_point(|(plain, _)| *plain <= offset).checked_sub(1).and_then(|i| self.runs.get(i)) {
            Some((plain, note)) => note + (offset - plain),
            None => offset,
        }
    }

    /// Note span of a span of `text`. Both ends are mapped from inside the span, so that markup around it stays out.
    pub fn origin_span(&self, span: Span) -> Span {
        if span.is_empty() {
            let at = self.origin(span.start);
            return Span::new(at, at);
        }
        Span::new(self.origin(span.start), self.origin(span.end - 1) + 1)
    }
}

/// Which of the forms a citation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `[@id]`: always a source.
    Bracket,
    /// `[[id]]`: a source, or a link to another note.
    Wiki,
}

/// A citation as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Bytes of the note, brackets included.
    pub span: Span,
    /// Bytes of the source's id inside it.
    pub id_span: Span,
    /// The source's id.
    pub id: String,
    /// What of the source it points at.
    pub locator: Option<Locator>,
    /// How it is written.
    pub form: Form,
}

/// The part of a source that a citation points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locator {
    /// `"exact words"`, with their bytes in the note, quote marks excluded.
    Quote(String, Span),
    /// `para. 6`, from 1.
    Paragraph(u32),
    /// `l. 12` or `line 12`, from 1.
    Line(u32),
    /// Anything else, such as `p. 4`: kept, not checked.
    Other(String),
}

/// Words that the note gives as another's, with the citations they are held to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Bytes of the quoted words, quote marks and block markers excluded.
    pub span: Span,
    /// The quoted words, without markup.
    pub plain: PlainText,
    /// Indices into [`Note::citations`]; a quotation without any is not checked.
    pub citations: Vec<usize>,
    /// Whether it is a block quotation.
    pub block: bool,
}

/// Which rules are silenced where, as the note's comments say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// Bytes of the comment.
    pub span: Span,
    /// Rule names with their bytes; empty means every rule.
    pub rules: Vec<(String, Span)>,
    /// Bytes of the note in which findings are silenced.
    pub scope: Span,
    /// The reason given after the colon.
    pub reason: Option<String>,
}

/// A heading, for outlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Index into [`Note::sentences`].
    pub sentence: usize,
    /// 1–6 as written; 7 for a line in bold that stands for a heading.
    pub level: u8,
}

/// A directive that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the note.
    pub span: Span,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// A note, taken apart.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// The text that all spans refer to.
    pub text: Arc<str>,
    /// Every sentence in order, whatever its kind.
    pub sentences: Vec<Sentence>,
    /// In order.
    pub citations: Vec<Citation>,
    /// In order.
    pub quotations: Vec<Quotation>,
    /// In order.
    pub suppressions: Vec<Suppression>,
    /// In order.
    pub headings: Vec<Heading>,
    /// Directives that could not be read, in order.
    pub problems: Vec<Problem>,
}

impl Note {
    /// Takes a text apart. Never fails: what cannot be read as markup is prose.
    pub fn parse(text: Arc<str>, format: Format) -> Self {
        let blocks = match format {
            Format::Markdown => markdown::blocks(&text),
            Format::Plain => plain::blocks(&text),
        };
        let parts = assemble::assemble(&text, blocks);
        Self { text, ..parts }
    }

    /// Index of the sentence that holds the byte, or that ends there.
    pub fn sentence_at(&self, offset: usize) -> Option<usize> {
        let after = self.sentences.partition_point(|sentence| sentence.span.start <= offset);
        let index = after.checked_sub(1)?;
        self.sentences.get(index).filter(|sentence| sentence.span.touches(offset)).map(|_| index)
    }
}
