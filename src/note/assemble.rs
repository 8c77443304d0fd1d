//! Blocks into a note: sentences with their kinds, joined to citations, quotations and headings.

use std::collections::HashMap;

use super::block::{Block, Blocks, Callout, Mark};
use super::memory::{self, Read};
use super::{Heading, Kind, Note, PlainText, Quotation, Sentence, directive, kind, quote};
use crate::text::Span;
use crate::text::sentence::split;

/// Level of a heading that is a line in bold.
const BOLD: u8 = 7;

/// How many citations of a footnote count.
const MOST_IN_FOOTNOTE: usize = 100;

/// All of a note but its text.
pub(super) fn assemble(text: &str, parts: Blocks) -> Note {
    let Blocks { mut blocks, citations, comments } = parts;
    for block in &mut blocks {
        if kind::is_bold_heading(block) {
            block.context.heading = Some(BOLD);
        }
    }
    let marks = resolve(&blocks);
    let mut note = Note { citations, ..Note::default() };
    let mut sections = Sections::of(&blocks);
    for (number, block) in blocks.iter().enumerate() {
        let marks = marks.get(number).map_or(&[][..], Vec::as_slice);
        let first = note.sentences.len();
        let heading = note.headings.last().map(|heading| heading.sentence);
        let judged = sections.judged() || kind::opens_judgement(block);
        let read = memory::read(block, judged, |block| {
            let quoted = if block.context.quote.is_some() { Vec::new() } else { quote::spans(&block.plain.text) };
            let sentences = sentences(block).into_iter().map(|span| (span, kind::of(block, span, &quoted, judged)));
            Read { sentences: sentences.collect(), quoted }
        });
        let (spans, quoted) = (read.sentences.iter().map(|(span, _)| *span).collect::<Vec<_>>(), &read.quoted);
        for (span, kind) in &read.sentences {
            let kind = *kind;
            let plain = part(&block.plain, *span);
            note.sentences.push(Sentence {
                span: block.plain.origin_span(*span),
                kind,
                plain,
                block: number as u32,
                citations: Vec::new(),
                heading,
                explicit: kind == Kind::Claim && block.context.callout == Some(Callout::Claim),
            });
        }
        if !spans.is_empty() || block.context.footnote.is_none() {
            join(&mut note, first, &spans, marks);
        }
        quotations(&mut note, first, block, &spans, quoted, marks);
        if let (Some(level), true) = (block.context.heading, note.sentences.len() > first) {
            note.headings.push(Heading { sentence: first, level });
            sections.enter(level, &block.plain.text);
        }
    }
    block_quotations(&mut note, &blocks, &marks);
    note.quotations.sort_by_key(|quotation| quotation.span);
    let mut comments = comments;
    comments.sort();
    (note.suppressions, note.problems) = directive::read(text, &comments, &note.sentences);
    note
}

/// The citations at each place of each block; a footnote mark stands for those in its definition.
fn resolve(blocks: &[Block]) -> Vec<Vec<(usize, Vec<usize>)>> {
    let mut footnotes: HashMap<&str, Vec<usize>> = HashMap::new();
    for block in blocks {
        if let Some(label) = &block.context.footnote {
            let cited = block.marks.iter().filter_map(|(_, mark)| match mark {
                Mark::Cite(range) => Some(range.clone()),
                Mark::Footnote(_) => None,
            });
            let known = footnotes.entry(label).or_default();
            // Every reference to the footnote holds them.
            known.extend(cited.flatten().take(MOST_IN_FOOTNOTE.saturating_sub(known.len())));
        }
    }
    let resolved = |mark: &Mark| match mark {
        Mark::Cite(range) => range.clone().collect(),
        Mark::Footnote(label) => footnotes.get(label.as_str()).cloned().unwrap_or_default(),
    };
    blocks
        .iter()
        .map(|block| block.marks.iter().map(|(at, mark)| (*at, resolved(mark))).filter(|(_, cited)| !cited.is_empty()).collect())
        .collect()
}

/// Which headings the walk stands under.
struct Sections {
    /// Level, and whether what stands under it is judgement.
    stack: Vec<(u8, bool)>,
    /// Whether the first heading is the title of the whole note, which makes no section.
    titled: bool,
    seen: bool,
}

impl Sections {
    /// A note whose only heading of the first level opens it, with others below, has a title. One word, such as
    /// "Assessment", is no title: the whole note is one then.
    fn of(blocks: &[Block]) -> Self {
        let mut levels = blocks.iter().filter_map(|block| block.context.heading.map(|level| (level, block)));
        let titled = match levels.next() {
            Some((1, block)) => {
                let rest: Vec<u8> = levels.map(|(level, _)| level).collect();
                !rest.is_empty() && !rest.contains(&1) && block.plain.text.split_whitespace().count() > 1
            }
            _ => false,
        };
        Self { stack: Vec::new(), titled, seen: false }
    }

    fn judged(&self) -> bool {
        self.stack.iter().any(|(_, judged)| *judged)
    }

    fn enter(&mut self, level: u8, text: &str) {
        let is_title = self.titled && !self.seen;
        self.seen = true;
        self.stack.retain(|(above, _)| *above < level);
        self.stack.push((level, !is_title && kind::is_judgement_heading(text)));
    }
}

/// The sentences of a block, in bytes of its plain text.
fn sentences(block: &Block) -> Vec<Span> {
    let text = block.plain.text.as_str();
    if text.is_empty() {
        return Vec::new();
    }
    if block.context.heading.is_some() || block.context.title {
        return vec![Span::new(0, text.len())];
    }
    let mut spans = Vec::new();
    for chunk in chunks(block) {
        spans.extend(split(chunk.of(text)).into_iter().map(|span| span.shifted(chunk.start)));
    }
    spans
}

/// The block, divided where a line stands for itself.
fn chunks(block: &Block) -> Vec<Span> {
    let text = block.plain.text.as_str();
    let mut chunks = Vec::with_capacity(1);
    let (mut from, mut at) = (0, 0);
    let mut own = kind::is_own_line(block.lines.first().map_or(text, |(end, _)| &text[..*end]).trim_end());
    for (number, (start, hard)) in block.lines.iter().enumerate() {
        let end = block.lines.get(number + 1).map_or(text.len(), |(next, _)| *next);
        let line = Span::new(*start, end).of(text).trim();
        let next_own = kind::is_own_line(line) || is_link(block, Span::new(*start, end)) || is_link(block, Span::new(at, *start));
        if own || next_own || (*hard && !line.starts_with(char::is_lowercase)) {
            chunks.push(Span::new(from, *start));
            from = *start;
        }
        own = kind::is_own_line(line);
        at = *start;
    }
    chunks.push(Span::new(from, text.len()));
    chunks
}

/// Whether a line is a link and nothing else.
fn is_link(block: &Block, line: Span) -> bool {
    let text = line.of(&block.plain.text).trim();
    let bare = (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(' ');
    bare || block.links.iter().any(|link| line.contains(*link) && link.len() >= text.len() && !text.is_empty())
}

/// Joins the citations at each place to the sentence they stand in, or directly behind.
fn join(note: &mut Note, first: usize, spans: &[Span], marks: &[(usize, Vec<usize>)]) {
    for (at, cited) in marks {
        let index = match spans.len() {
            // Citations by themselves go to the block before, unless that is a heading.
            0 => first.checked_sub(1).filter(|index| note.sentences.get(*index).is_some_and(|sentence| sentence.kind != Kind::Heading)),
            _ => Some(first + sentence_of(spans, *at)),
        };
        if let Some(sentence) = index.and_then(|index| note.sentences.get_mut(index)) {
            sentence.citations.extend(cited.iter().copied());
        }
    }
    // Once at the end: a sentence may have a hundred thousand of them.
    for sentence in note.sentences.iter_mut().skip(first.saturating_sub(1)) {
        sentence.citations.sort_unstable();
        sentence.citations.dedup();
    }
}

/// Which sentence a place belongs to: the one that holds it or ends before it.
fn sentence_of(spans: &[Span], at: usize) -> usize {
    spans.partition_point(|span| span.start < at).saturating_sub(1)
}

/// The quoted words of a block, held to the citation behind them, or else to those of their sentences.
fn quotations(note: &mut Note, first: usize, block: &Block, spans: &[Span], quoted: &[Span], marks: &[(usize, Vec<usize>)]) {
    if spans.is_empty() || block.context.heading.is_some() {
        return;
    }
    for (number, words) in quoted.iter().enumerate() {
        let (begins, ends) = (sentence_of(spans, words.start), sentence_of(spans, words.end));
        let next = quoted.get(number + 1).map_or(usize::MAX, |next| next.start);
        let behind = marks.iter().find(|(at, _)| *at >= words.end && *at <= next && sentence_of(spans, *at) == ends);
        let mut citations: Vec<usize> = match behind {
            Some((_, cited)) => cited.clone(),
            None => [begins, ends].iter().filter_map(|index| note.sentences.get(first + index)).flat_map(|s| s.citations.clone()).collect(),
        };
        citations.sort_unstable();
        citations.dedup();
        if begins < ends && behind.is_some() {
            // Words that run over several sentences are cited once, behind the last.
            for sentence in note.sentences.iter_mut().skip(first + begins).take(ends - begins) {
                sentence.citations.extend(citations.iter().copied());
                sentence.citations.sort_unstable();
                sentence.citations.dedup();
            }
        }
        let plain = part(&block.plain, *words);
        note.quotations.push(Quotation { span: block.plain.origin_span(*words), plain, citations, block: false });
    }
}

/// Block quotations, held to the citations in them, or in what stands just behind or leads in.
fn block_quotations(note: &mut Note, blocks: &[Block], marks: &[Vec<(usize, Vec<usize>)>]) {
    let cited = |index: usize| marks.get(index).into_iter().flatten().flat_map(|(_, cited)| cited.iter().copied());
    let mut at = 0;
    while let Some(id) = blocks.get(at).map(|block| block.context.quote) {
        let end = at + blocks[at..].iter().take_while(|block| block.context.quote == id).count();
        if id.is_some() {
            let mut citations: Vec<usize> = (at..end).flat_map(cited).collect();
            if citations.is_empty() && blocks.get(end).is_some_and(|block| is_attribution(&block.plain.text)) {
                citations = cited(end).collect();
            }
            if citations.is_empty() && at > 0 && blocks[at - 1].context.heading.is_none() {
                citations = cited(at - 1).collect();
            }
            citations.sort_unstable();
            citations.dedup();
            for block in &blocks[at..end] {
                let words = quoted_words(&block.plain.text);
                if !words.is_empty() && !is_attribution(&block.plain.text) && !block.context.title {
                    note.quotations.push(Quotation {
                        span: block.plain.origin_span(words),
                        plain: part(&block.plain, words),
                        citations: citations.clone(),
                        block: true,
                    });
                }
            }
        }
        at = end;
    }
}

/// Whether a line names whose words stand before it, or holds nothing but a citation.
fn is_attribution(text: &str) -> bool {
    text.is_empty() || (text.starts_with(['—', '–', '―']) || text.starts_with("--")) && text.len() < 200
}

/// The words of a block quotation without quote marks around them, and without the attribution in its last line.
fn quoted_words(text: &str) -> Span {
    let end = [" — ", " – ", " ― ", " -- "]
        .iter()
        .filter_map(|dash| text.rfind(dash))
        .filter(|at| text[..*at].ends_with(['.', '!', '?', '”', '"', '’', '…']))
        .max()
        .unwrap_or(text.len());
    let words = text[..end].trim();
    let inner = match (words.chars().next(), words.chars().next_back()) {
        (Some('“' | '"' | '«' | '„'), Some('”' | '"' | '»' | '“')) if words.chars().count() > 2 => {
            let inside = words.trim_start_matches(['“', '"', '«', '„']).trim_end_matches(['”', '"', '»', '“']);
            // Two quotations side by side keep their marks.
            if inside.contains(['“', '”', '"']) { words } else { inside }
        }
        _ => words,
    };
    let start = inner.as_ptr() as usize - text.as_ptr() as usize;
    Span::new(start, start + inner.len())
}

/// A part of a plain text, with its runs.
fn part(plain: &PlainText, span: Span) -> PlainText {
    let first = plain.runs.partition_point(|(start, _)| *start <= span.start);
    let inside = plain.runs[first..].iter().take_while(|(start, _)| *start < span.end).map(|(start, note)| (start - span.start, *note));
    let runs = std::iter::once((0, plain.origin(span.start))).chain(inside).collect();
    PlainText { text: span.of(&plain.text).to_owned(), runs }
}
