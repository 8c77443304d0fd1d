//! Markdown into blocks.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::block::{Blocks, Builder, Callout, Context};
use super::{cite, kind};
use crate::text::Span;

/// A block quotation that the walk is inside of.
struct Frame {
    callout: Option<Callout>,
    quote: Option<u32>,
    /// Byte where the callout's first line ends, as long as the walk is in that line.
    title_until: Option<usize>,
    /// The block of the title.
    title: Option<usize>,
}

struct Walk<'a> {
    text: &'a str,
    builder: Builder<'a>,
    frames: Vec<Frame>,
    quotes: u32,
    heading: Option<u8>,
    footnote: Option<String>,
    cell: bool,
    head: bool,
    task: bool,
    /// How many elements that are not prose the walk is inside of.
    skip: u32,
    link: Option<usize>,
    strong: Option<usize>,
}

/// The blocks of a Markdown text.
pub(super) fn blocks(text: &str) -> Blocks {
    let start = body(text);
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut walk = Walk {
        text,
        builder: Builder::new(text, cite::scan(text)),
        frames: Vec::new(),
        quotes: 0,
        heading: None,
        footnote: None,
        cell: false,
        head: false,
        task: false,
        skip: 0,
        link: None,
        strong: None,
    };
    for (event, range) in Parser::new_ext(text.get(start..).unwrap_or(""), options).into_offset_iter() {
        walk.event(event, Span::from(range).shifted(start));
    }
    walk.flush();
    walk.builder.done
}

/// Byte where the body begins: behind a byte order mark and front matter.
pub(super) fn body(text: &str) -> usize {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = text[bom..].split_inclusive('\n');
    let Some(fence) = lines.next().map(str::trim_end).filter(|line| matches!(*line, "---" | "+++")) else {
        return bom;
    };
    let mut at = bom + text[bom..].find('\n').map_or(0, |newline| newline + 1);
    for (number, line) in lines.enumerate() {
        at += line.len();
        let bare = line.trim_end();
        // A rule, and not front matter, where a blank line follows at once.
        if number == 0 && bare.is_empty() {
            return bom;
        }
        if bare == fence || (fence == "---" && bare == "...") {
            return at;
        }
    }
    bom
}

impl Walk<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(words) if self.skip == 0 => self.words(&words, span),
            Event::Code(_) if self.skip == 0 => self.code(span),
            Event::InlineHtml(html) if self.skip == 0 => self.inline_html(&html, span),
            Event::FootnoteReference(label) if self.skip == 0 => self.builder.footnote(&label),
            Event::SoftBreak if self.skip == 0 => self.line(span, false),
            Event::HardBreak if self.skip == 0 => self.line(span, true),
            Event::Rule => self.flush(),
            Event::TaskListMarker(_) => self.task = true,
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::Emphasis => {}
            Tag::Strong => self.strong = Some(self.builder.len()),
            Tag::Link { .. } => self.link = Some(self.builder.len()),
            Tag::Image { .. } | Tag::Strikethrough => {
                self.builder.gap();
                self.skip += 1;
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.skip += 1;
            }
            Tag::HtmlBlock => {
                self.flush();
                self.comments(span);
                self.skip += 1;
            }
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(number(level));
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.open_quote(span);
            }
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.footnote = Some(label.to_string());
            }
            Tag::TableHead => self.head = true,
            Tag::TableCell => {
                self.flush();
                self.cell = true;
            }
            _ => self.flush(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => {}
            TagEnd::Strong => {
                if let Some(from) = self.strong.take() {
                    self.builder.current.strong += self.builder.len().saturating_sub(from);
                }
            }
            TagEnd::Link => {
                if let Some(from) = self.link.take() {
                    let to = self.builder.len();
                    self.builder.current.links.push(Span::new(from.min(to), to));
                }
            }
            TagEnd::Image | TagEnd::Strikethrough => self.skip = self.skip.saturating_sub(1),
            TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                self.skip = self.skip.saturating_sub(1);
                self.flush();
            }
            TagEnd::Heading(_) => {
                self.flush();
                self.heading = None;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.close_quote();
            }
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.footnote = None;
            }
            TagEnd::TableHead => {
                self.flush();
                self.head = false;
            }
            TagEnd::TableCell => {
                self.flush();
                self.cell = false;
            }
            TagEnd::Item => {
                self.flush();
                self.task = false;
            }
            TagEnd::Paragraph => {
                self.flush();
                self.end_title();
            }
            _ => self.flush(),
        }
    }

    /// The first line of a callout is over, whether it held a title or not.
    fn end_title(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.title_until = None;
        }
    }

    fn words(&mut self, words: &str, span: Span) {
        if span.of(self.text) == words { self.builder.copy(span) } else { self.builder.replaced(words, span) }
    }

    /// Code within a sentence is read as it stands, without its marks; citations are not looked for in it.
    fn code(&mut self, span: Span) {
        let from = self.builder.len();
        let marks = span.of(self.text).bytes().take_while(|byte| *byte == b'`').count();
        let mut at = span.start + marks;
        for line in Span::new(at, span.end.saturating_sub(marks)).of(self.text).split_inclusive('\n') {
            if at > span.start + marks {
                self.builder.line(at - 1, false);
            }
            let bare = line.trim_start_matches(['>', ' ', '\t']);
            let start = at + (line.len() - bare.len());
            self.builder.verbatim(Span::new(start, start + bare.trim_end_matches(['\n', '\r']).len()));
            at += line.len();
        }
        self.builder.current.code += self.builder.len().saturating_sub(from);
    }

    fn inline_html(&mut self, html: &str, span: Span) {
        if html.starts_with("<!--") {
            self.builder.done.comments.push(span);
            self.builder.gap();
        } else if html.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("<br")) {
            self.line(Span::new(span.start, span.start), true);
        }
    }

    fn line(&mut self, span: Span, hard: bool) {
        if self.frames.last().and_then(|frame| frame.title_until).is_some_and(|until| span.end >= until) {
            self.flush();
            self.end_title();
            return;
        }
        self.builder.line(span.start, hard);
    }

    /// The comments of an HTML block.
    fn comments(&mut self, block: Span) {
        let html = block.of(self.text);
        let mut at = 0;
        while let Some(open) = html[at..].find("<!--") {
            let start = at + open;
            let end = html[start..].find("-->").map_or(html.trim_end().len().max(start), |close| start + close + 3);
            self.builder.done.comments.push(Span::new(start, end).shifted(block.start));
            at = end.max(start + 4).min(html.len());
        }
    }

    fn open_quote(&mut self, span: Span) {
        let inside = span.of(self.text);
        let bare = inside.trim_start();
        let marker = inside.len() - bare.strip_prefix('>').unwrap_or(bare).trim_start_matches([' ', '\t']).len();
        if let Some((name, len)) = callout_marker(&inside[marker..]) {
            let callout = kind::callout(name);
            let line = inside.find('\n').map_or(span.end, |newline| span.start + newline);
            self.builder.skip_until = span.start + marker + len;
            let quote = (callout == Callout::Quote).then_some(self.quotes);
            self.quotes += u32::from(quote.is_some());
            self.frames.push(Frame { callout: Some(callout), quote, title_until: Some(line), title: None });
        } else {
            let outer = self.frames.last().and_then(|frame| frame.quote);
            let quote = outer.unwrap_or_else(|| {
                self.quotes += 1;
                self.quotes - 1
            });
            let callout = self.frames.last().and_then(|frame| frame.callout);
            self.frames.push(Frame { callout, quote: Some(quote), title_until: None, title: None });
        }
    }

    fn close_quote(&mut self) {
        // A callout that holds its first line only has no title: the line is what it says.
        if let Some(frame) = self.frames.pop()
            && let Some(title) = frame.title
            && title + 1 == self.builder.done.blocks.len()
            && let Some(block) = self.builder.done.blocks.get_mut(title)
        {
            block.context.title = false;
            block.context.quote = frame.quote;
        }
    }

    fn flush(&mut self) {
        let frame = self.frames.last_mut();
        let title = frame.as_ref().is_some_and(|frame| frame.title_until.is_some());
        let context = Context {
            heading: self.heading,
            callout: frame.as_ref().and_then(|frame| frame.callout),
            title,
            quote: frame.as_ref().and_then(|frame| frame.quote).filter(|_| !title),
            footnote: self.footnote.clone(),
            cell: self.cell,
            head: self.head,
            task: self.task,
        };
        self.link = None;
        self.strong = None;
        let index = self.builder.flush(context);
        if let (Some(frame), true, Some(index)) = (frame, title, index) {
            frame.title = Some(index);
            frame.title_until = None;
        }
    }
}

/// The name in `[!name]`, with `+` or `-` behind it, and how many bytes that is.
fn callout_marker(line: &str) -> Option<(&str, usize)> {
    let rest = line.strip_prefix("[!")?;
    let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ' ')).filter(|len| *len > 0)?;
    let after = rest[len..].strip_prefix(']')?;
    let fold = usize::from(after.starts_with(['+', '-']));
    Some((rest[..len].trim(), 2 + len + 1 + fold))
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
