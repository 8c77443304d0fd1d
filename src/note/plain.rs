//! Plain text into blocks: paragraphs, headings that stand alone on a line, list items, quoted lines, footnotes.

use super::block::{Blocks, Builder, Context};
use super::cite::{self, Candidate, What};
use super::kind;
use super::markdown::body;
use crate::text::Span;

/// Lines longer than this, in bytes, are not wrapped by hand: every line is a paragraph.
const WRAPPED: usize = 120;

/// How far a wrapped line may stay behind the longest one, in bytes.
const RAGGED: usize = 8;

/// Most words a heading has.
const HEADING_WORDS: usize = 12;

struct Walk<'a> {
    text: &'a str,
    builder: Builder<'a>,
    context: Context,
    /// Lines in the block so far, and the bytes of the first.
    lines: usize,
    first: Span,
    /// Whether the block is an item of a list.
    item: bool,
    quotes: u32,
    /// Bytes of the longest line, if the text is wrapped by hand.
    width: Option<usize>,
}

/// The blocks of a plain text.
pub(super) fn blocks(text: &str) -> Blocks {
    let start = body(text);
    let width = text[start..].lines().map(str::len).max().filter(|width| *width <= WRAPPED);
    let mut walk = Walk {
        text,
        builder: Builder::new(text, candidates(text)),
        context: Context::default(),
        lines: 0,
        first: Span::default(),
        item: false,
        quotes: 0,
        width,
    };
    let mut at = start;
    let mut lines = text[start..].split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let bare = line.trim_end_matches(['\n', '\r']);
        walk.line(Span::new(at, at + bare.len()));
        at += line.len();
        let next = lines.peek().map_or("", |next| next.trim_end_matches(['\n', '\r']));
        if walk.ends_after(bare, next) {
            walk.flush();
        }
    }
    walk.flush();
    walk.builder.done
}

/// Citations and footnote marks, and comments, which plain text has for directives only.
fn candidates(text: &str) -> Vec<Candidate> {
    let mut found = cite::scan(text);
    let mut at = 0;
    while let Some(open) = text[at..].find("<!--") {
        let start = at + open;
        let Some(close) = text[start..].find("-->") else { break };
        let span = Span::new(start, start + close + 3);
        found.retain(|candidate| !candidate.span.overlaps(span));
        found.push(Candidate { span, cuts: [span, Span::default()], what: What::Comment });
        at = span.end;
    }
    found.sort_by_key(|candidate| candidate.span.start);
    found
}

impl Walk<'_> {
    fn line(&mut self, span: Span) {
        let line = span.of(self.text);
        let bare = line.trim();
        if bare.is_empty() {
            self.flush();
            self.context = Context::default();
            return;
        }
        let is_rule = |mark: char| bare.len() >= 3 && bare.chars().all(|c| c == mark);
        if is_rule('=') || is_rule('-') || is_rule('*') || is_rule('_') {
            if self.lines == 1 && (is_rule('=') || is_rule('-')) {
                self.context.heading = Some(if is_rule('=') { 1 } else { 2 });
            }
            self.flush();
            self.context = Context::default();
            return;
        }
        let mut start = span.start + (line.len() - line.trim_start().len());
        let end = span.start + line.trim_end().len();
        if let Some(level) = sharps(bare) {
            self.flush();
            self.context = Context { heading: Some(level), ..Context::default() };
            start += usize::from(level);
        } else if bare.starts_with('>') {
            if self.context.quote.is_none() {
                self.flush();
                self.quotes += 1;
                self.context = Context { quote: Some(self.quotes), ..Context::default() };
            }
            start += bare.len() - bare.trim_start_matches(['>', ' ']).len();
        } else if let Some(len) = bullet(bare) {
            self.flush();
            self.context = Context { task: bare[len..].starts_with("[ ]") || bare[len..].starts_with("[x]"), ..Context::default() };
            self.item = true;
            start += len;
        } else if let Some((label, len)) = footnote(bare) {
            self.flush();
            self.context = Context { footnote: Some(label.to_owned()), ..Context::default() };
            start += len;
        } else if self.context.quote.is_some() {
            self.flush();
            self.context = Context::default();
        }
        if self.lines == 0 {
            self.first = Span::new(start, end);
        } else {
            self.builder.line(span.start.saturating_sub(1), false);
        }
        self.lines += 1;
        self.builder.copy(Span::new(start.min(end), end));
    }

    /// Whether a line ends its block: headings do, and lines that had room for the next word.
    fn ends_after(&self, line: &str, next: &str) -> bool {
        if self.context.quote.is_some() && next.trim_start().starts_with('>') {
            return next.trim_matches(['>', ' ']).is_empty();
        }
        let Some(width) = self.width else { return !underlined(next) };
        let word = next.split_whitespace().next().map_or(0, str::len);
        self.context.heading.is_some() && !underlined(next) || word > 0 && !underlined(next) && line.len() + 1 + word + RAGGED <= width
    }

    fn flush(&mut self) {
        if self.lines == 1 && !self.item && self.context == Context::default() && is_heading(self.first.of(self.text)) {
            self.context.heading = Some(2);
        }
        self.builder.flush(self.context.clone());
        self.lines = 0;
        self.item = false;
        self.context = Context { quote: self.context.quote, ..Context::default() };
    }
}

fn underlined(next: &str) -> bool {
    let bare = next.trim();
    bare.len() >= 3 && (bare.chars().all(|c| c == '=') || bare.chars().all(|c| c == '-'))
}

fn sharps(line: &str) -> Option<u8> {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    (1..=6).contains(&level).then_some(level as u8).filter(|_| line[level..].starts_with(' '))
}

/// Bytes of a list marker with the space behind it.
fn bullet(line: &str) -> Option<usize> {
    for mark in ["- ", "* ", "+ ", "• ", "– ", "· "] {
        if line.starts_with(mark) {
            return Some(mark.len());
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    ((1..=3).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "))).then_some(digits + 2)
}

/// The label of `[^label]:` and the bytes of it.
fn footnote(line: &str) -> Option<(&str, usize)> {
    let rest = line.strip_prefix("[^")?;
    let (label, _) = rest.split_once("]:")?;
    (!label.is_empty() && !label.contains([' ', '['])).then_some((label, 2 + label.len() + 2))
}

/// Whether a line that stands alone reads as a heading: no full stop, and every word that matters begins with a capital.
fn is_heading(line: &str) -> bool {
    const SMALL: [&str; 14] =
        ["with", "from", "into", "over", "between", "against", "about", "after", "before", "under", "amid", "upon", "than", "this"];
    if kind::is_own_line(line) || line.ends_with(['.', '!', '?', ':', ';', ',', '"', '”', '’', ']', ')']) || line.contains("://") {
        return false;
    }
    let mut words = line.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).peekable();
    let Some(first) = words.peek() else { return false };
    if !first.starts_with(|c: char| c.is_uppercase()) || line.split_whitespace().count() > HEADING_WORDS {
        return false;
    }
    words.all(|word| word.starts_with(|c: char| !c.is_lowercase()) || word.chars().count() <= 3 || SMALL.contains(&word))
}
