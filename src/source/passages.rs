//! From paragraphs to passages.

use super::Passage;
use super::boilerplate::{is_boilerplate, shouts};
use crate::text::paragraph::reads_as_heading;
use crate::text::sentence::split;
use crate::text::{Block, LineIndex, Span, paragraphs};

/// A paragraph or heading of a text taken out of another format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extracted {
    /// Its words; line breaks inside are blanks.
    pub text: String,
    /// Whether the format says that it is a heading.
    pub heading: bool,
}

/// Passages of a plain text, whose bytes before `from` are front matter.
pub fn of_plain(index: &LineIndex, from: usize) -> Vec<Passage> {
    let text = index.text();
    let body = text.get(from..).unwrap_or_default();
    let blocks = paragraphs(body).into_iter().map(|b| Block { span: b.span.shifted(from), ..b });
    let shouting = shouts(body);
    let mut builder = Builder::new(index);
    for block in blocks {
        if !is_boilerplate(block.span.of(text), shouting) {
            builder.paragraph(block.span, block.heading);
        }
    }
    builder.passages
}

/// One text of many paragraphs, a blank line between, and its passages. Boilerplate is left out of both.
pub fn assemble(blocks: Vec<Extracted>) -> (String, Vec<Passage>) {
    let shouting = blocks.iter().map(|b| b.text.as_str()).find(|t| t.len() > 200).is_some_and(shouts);
    let (mut text, mut spans) = (String::new(), Vec::new());
    let count = blocks.len();
    for (i, block) in blocks.into_iter().enumerate() {
        let words = block.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if is_boilerplate(&words, shouting) {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&words);
        let heading = block.heading || (i + 1 < count && reads_as_heading(&words));
        spans.push((Span::new(start, text.len()), heading));
    }
    let index = LineIndex::new(text.as_str());
    let mut builder = Builder::new(&index);
    for (span, heading) in spans {
        builder.paragraph(span, heading);
    }
    (text, builder.passages)
}

/// Collects passages in order.
pub struct Builder<'a> {
    /// The text's lines.
    pub index: &'a LineIndex,
    paragraph: u32,
    /// What was collected.
    pub passages: Vec<Passage>,
}

impl<'a> Builder<'a> {
    /// Nothing collected yet, of this text.
    pub fn new(index: &'a LineIndex) -> Self {
        Self { index, paragraph: 0, passages: Vec::new() }
    }

    /// Adds a paragraph that is text without markup, or a heading, which is one passage whatever marks it has.
    pub fn paragraph(&mut self, span: Span, heading: bool) {
        let text = span.of(self.index.text());
        let sentences = if heading { vec![Span::new(0, text.len())] } else { split(text) };
        self.sentences(sentences.into_iter().map(|s| s.shifted(span.start)), heading);
    }

    /// Adds the sentences of one paragraph. What has no letter or figure is no passage.
    pub fn sentences(&mut self, spans: impl IntoIterator<Item = Span>, heading: bool) {
        self.paragraph += 1;
        for span in spans {
            if span.of(self.index.text()).chars().any(char::is_alphanumeric) {
                let line = u32::try_from(self.index.line_of(span.start)).unwrap_or(u32::MAX);
                self.passages.push(Passage { span, paragraph: self.paragraph, line, heading });
            }
        }
    }
}
