//! Markdown sources: passages as bytes of the file, and the markup inside them.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use smol_str::SmolStr;

use super::boilerplate::{is_boilerplate, shouts};
use super::passages::Builder;
use super::{Markup, Passage};
use crate::text::paragraph::{lines_are_paragraphs, reads_as_heading};
use crate::text::sentence::split;
use crate::text::{LineIndex, Span, paragraphs};

/// Passages and markup of a Markdown text, whose bytes before `from` are front matter. Headings stand alone; code, raw HTML
/// and images give nothing. Line breaks inside a paragraph are blanks, as Markdown has it, unless the text plainly uses
/// one line a paragraph.
pub fn passages(index: &LineIndex, from: usize) -> (Vec<Passage>, Vec<Markup>) {
    let body = index.text().get(from..).unwrap_or_default();
    let mut reader = Reader {
        builder: Builder::new(index),
        markup: Vec::new(),
        block: Inline::default(),
        heading: false,
        skipped: 0,
        shouting: shouts(body),
        by_line: lines_are_paragraphs(body),
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        reader.event(event, Span::from(range).shifted(from));
    }
    reader.flush();
    (reader.builder.passages, reader.markup)
}

struct Reader<'a> {
    builder: Builder<'a>,
    markup: Vec<Markup>,
    block: Inline,
    heading: bool,
    /// Depth of what is left out: code blocks, images, raw HTML.
    skipped: usize,
    shouting: bool,
    by_line: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_)) => {
                self.flush();
                self.skipped += 1;
            }
            Event::Start(Tag::Image { .. }) => self.skipped += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Image) => {
                self.skipped = self.skipped.saturating_sub(1);
            }
            Event::Start(Tag::Heading { .. }) => {
                self.flush();
                self.heading = true;
            }
            Event::Start(Tag::Strong) if self.block.plain.is_empty() => self.block.bold = true,
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }) => {}
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            Event::Start(_) | Event::End(_) | Event::Rule => self.flush(),
            _ if self.skipped > 0 => {}
            Event::Text(text) | Event::Code(text) => self.block.push(&text, span, span.of(self.builder.index.text())),
            Event::SoftBreak | Event::HardBreak => self.block.push("\n", span, ""),
            _ => {}
        }
    }

    /// Ends a block: a paragraph, a heading, a list item, a table's cell.
    fn flush(&mut self) {
        let heading = std::mem::take(&mut self.heading);
        let block = std::mem::take(&mut self.block);
        if block.plain.trim().is_empty() {
            return;
        }
        let parts = if self.by_line && !heading {
            paragraphs(&block.plain).into_iter().map(|b| b.span).collect()
        } else {
            vec![Span::new(0, block.plain.len())]
        };
        let mut kept = false;
        for part in parts {
            let text = part.of(&block.plain);
            if is_boilerplate(text, self.shouting) {
                continue;
            }
            kept = true;
            let heading = heading || ((self.by_line || block.bold) && reads_as_heading(text));
            let sentences = if heading { vec![crate::text::sentence::trimmed(text, Span::new(0, text.len()))] } else { split(text) };
            // Sentences within one piece that is not shown as written, such as code over several lines, have one origin.
            let mut origins: Vec<Span> = Vec::with_capacity(sentences.len());
            for origin in sentences.iter().map(|s| block.origin(s.shifted(part.start))) {
                match origins.last_mut().filter(|last| origin.start < last.end) {
                    Some(last) => *last = last.cover(origin),
                    None => origins.push(origin),
                }
            }
            self.builder.sentences(origins, heading);
        }
        if kept {
            self.markup.extend(block.markup);
        }
    }
}

/// The text of a block without markup, and where it came from.
#[derive(Default)]
struct Inline {
    plain: String,
    /// Start in `plain`, bytes of the file, and whether the two are the same byte for byte.
    runs: Vec<(usize, Span, bool)>,
    markup: Vec<Markup>,
    /// Whether it is set in bold from its first word on.
    bold: bool,
}

impl Inline {
    /// Adds a piece as shown, with the bytes that it came from and what they say.
    fn push(&mut self, shown: &str, span: Span, raw: &str) {
        let end = self.runs.last().map_or(span.start, |(_, last, _)| last.end);
        if end < span.start {
            self.hide(Span::new(end, span.start), "");
        }
        // Code stands between its backticks: the bytes inside are its text, in the plain case.
        let inside = raw.find(shown).filter(|_| !shown.is_empty() && raw != shown && raw.starts_with('`'));
        match inside {
            _ if raw == shown => self.run(shown, span, true),
            Some(at) => {
                let exact = Span::new(span.start + at, span.start + at + shown.len());
                self.hide(Span::new(span.start, exact.start), "");
                self.run(shown, exact, true);
            }
            None => {
                self.hide(span, if shown == "\n" { " " } else { shown });
                self.run(shown, span, false);
            }
        }
    }

    fn run(&mut self, shown: &str, span: Span, exact: bool) {
        self.runs.push((self.plain.len(), span, exact));
        self.plain.push_str(shown);
    }

    fn hide(&mut self, span: Span, shown: &str) {
        if !span.is_empty() {
            self.markup.push(Markup { span, shown: SmolStr::new(shown) });
        }
    }

    /// Bytes of the file behind a span of the plain text. Both ends are found from inside, so that markup around stays out.
    fn origin(&self, span: Span) -> Span {
        let run = |at: usize| self.runs.partition_point(|(start, ..)| *start <= at).checked_sub(1).and_then(|i| self.runs.get(i));
        let start = run(span.start).map_or(0, |(at, from, exact)| if *exact { from.start + (span.start - at) } else { from.start });
        let end =
            run(span.end.saturating_sub(1)).map_or(start, |(at, from, exact)| if *exact { from.start + (span.end - at) } else { from.end });
        Span::new(start, end)
    }
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
