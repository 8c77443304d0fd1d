//! A block of a note (paragraph, list item, table cell, heading) with its markup taken out, and how it is put together.

use super::cite::{Candidate, What};
use super::{Citation, PlainText};
use crate::text::Span;

/// What a callout (`> [!name]`) makes of its sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Callout {
    /// The writer's own judgement.
    Judgement,
    /// Claims, explicitly.
    Claim,
    /// Another's words.
    Quote,
    /// Questions to be answered.
    Question,
    /// To-do lists, examples and the like: no claims.
    Other,
    /// Prose as everywhere.
    Prose,
}

/// Where a block stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Context {
    /// Level of a heading, from 1.
    pub heading: Option<u8>,
    /// The innermost callout it stands in.
    pub callout: Option<Callout>,
    /// Whether it is the title of that callout.
    pub title: bool,
    /// Number of the block quotation it belongs to.
    pub quote: Option<u32>,
    /// Label of the footnote it defines.
    pub footnote: Option<String>,
    /// Whether it is a cell of a table.
    pub cell: bool,
    /// Whether it is a cell of a table's head.
    pub head: bool,
    /// Whether it is an item with a check box.
    pub task: bool,
}

/// What stands at a place of the plain text that is not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Citations, by index.
    Cite(std::ops::Range<usize>),
    /// A reference to a footnote, by label.
    Footnote(String),
}

/// A block.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub plain: PlainText,
    pub context: Context,
    /// Offsets in the plain text, ascending.
    pub marks: Vec<(usize, Mark)>,
    /// Offsets in the plain text where a line of the note begins, the first one left out; whether the break is a hard one.
    pub lines: Vec<(usize, bool)>,
    /// Link texts, in the plain text.
    pub links: Vec<Span>,
    /// Bytes of the plain text that are bold.
    pub strong: usize,
    /// Bytes of the plain text that are code.
    pub code: usize,
}

/// What the walk over a text leaves behind.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    pub blocks: Vec<Block>,
    pub citations: Vec<Citation>,
    /// HTML comments.
    pub comments: Vec<Span>,
}

/// Puts blocks together from pieces of the text, in order. Citations are taken out on the way.
pub(super) struct Builder<'a> {
    text: &'a str,
    candidates: Vec<Candidate>,
    /// The first candidate that the walk has not passed.
    next: usize,
    /// Parts of the last confirmed candidate that are not read aloud.
    cuts: [Span; 2],
    /// Text before this byte is not read aloud.
    pub skip_until: usize,
    /// Whether something was taken out just before.
    after_cut: bool,
    pub current: Block,
    pub done: Blocks,
}

impl<'a> Builder<'a> {
    pub fn new(text: &'a str, candidates: Vec<Candidate>) -> Self {
        Self {
            text,
            candidates,
            next: 0,
            cuts: [Span::default(); 2],
            skip_until: 0,
            after_cut: false,
            current: Block::default(),
            done: Blocks::default(),
        }
    }

    /// Length of the current block's plain text.
    pub fn len(&self) -> usize {
        self.current.plain.text.len()
    }

    /// Adds a piece of the note that is read as it stands, less the citations in it.
    pub fn copy(&mut self, span: Span) {
        let (mut at, end) = (span.start.max(self.skip_until), span.end);
        while let Some(candidate) = self.candidates.get(self.next)
            && candidate.span.start < at
        {
            self.next += 1;
        }
        while at < end {
            let cut = self.cuts.iter().find(|cut| cut.end > at && !cut.is_empty()).copied();
            if let Some(cut) = cut
                && cut.start <= at
            {
                at = cut.end;
                self.after_cut = true;
                continue;
            }
            let stop = cut.map_or(end, |cut| cut.start.min(end));
            match self.candidates.get(self.next).map(|candidate| candidate.span.start) {
                Some(start) if start < stop => {
                    self.piece(Span::new(at, start));
                    self.confirm();
                    at = start;
                }
                _ => {
                    self.piece(Span::new(at, stop));
                    at = stop;
                }
            }
        }
    }

    /// Adds a piece of the note in which citations are not looked for, such as code.
    pub fn verbatim(&mut self, span: Span) {
        if !self.is_cut(span.start) {
            self.piece(span);
        }
    }

    /// Adds text that stands for a piece of the note, such as an entity; what does not fit its piece is read as it stands.
    pub fn replaced(&mut self, text: &str, span: Span) {
        if text.is_empty() || self.is_cut(span.start) {
            return;
        }
        if text.len() > span.len() || !span.of(self.text).is_ascii() {
            return self.piece(span);
        }
        let plain = &mut self.current.plain;
        while plain.runs.last().is_some_and(|(start, _)| *start >= plain.text.len()) {
            plain.runs.pop();
        }
        plain.runs.push((plain.text.len(), span.start));
        plain.text.push_str(text);
        if text.len() > 1 {
            plain.runs.push((plain.text.len() - 1, span.end - 1));
        }
        self.after_cut = false;
    }

    /// A line of the note ends at the byte; hard if the writer asked for the break.
    pub fn line(&mut self, at: usize, hard: bool) {
        if self.is_cut(at) {
            return;
        }
        if !self.current.plain.text.is_empty() {
            if !self.current.plain.text.ends_with(' ') {
                let plain = self.len();
                self.current.plain.text.push(' ');
                self.current.plain.runs.push((plain, at));
            }
            self.current.lines.push((self.current.plain.text.len(), hard));
        }
    }

    /// A reference to a footnote stands here.
    pub fn footnote(&mut self, label: &str) {
        self.current.marks.push((self.len(), Mark::Footnote(label.to_owned())));
        self.after_cut = true;
    }

    /// Something that is not read aloud stands here.
    pub fn gap(&mut self) {
        self.after_cut = true;
    }

    /// Ends the block; one without text and citations leaves nothing. Gives its index, if it left something.
    pub fn flush(&mut self, context: Context) -> Option<usize> {
        self.after_cut = false;
        let mut block = std::mem::take(&mut self.current);
        let kept = block.plain.text.trim_end().len();
        block.plain.text.truncate(kept);
        if kept == 0 && block.marks.is_empty() {
            return None;
        }
        // Closing a gap shortens the text, so that a place noted before may now lie inside a character.
        let text = &block.plain.text;
        for (at, _) in &mut block.marks {
            *at = text.floor_char_boundary(*at);
        }
        for (at, _) in &mut block.lines {
            *at = text.floor_char_boundary(*at);
        }
        for link in &mut block.links {
            *link = Span::new(text.floor_char_boundary(link.start), text.floor_char_boundary(link.end));
        }
        block.lines.retain(|(at, _)| *at < kept);
        block.links.retain(|link| link.start < kept);
        block.context = context;
        self.done.blocks.push(block);
        Some(self.done.blocks.len() - 1)
    }

    fn is_cut(&self, at: usize) -> bool {
        at < self.skip_until || self.cuts.iter().any(|cut| cut.start <= at && at < cut.end)
    }

    /// The next candidate stands in prose: what it cites counts.
    fn confirm(&mut self) {
        let at = self.len();
        let Some(candidate) = self.candidates.get_mut(self.next) else { return };
        self.next += 1;
        self.cuts = candidate.cuts;
        match std::mem::replace(&mut candidate.what, What::Comment) {
            What::Citations(citations) => {
                let first = self.done.citations.len();
                self.done.citations.extend(citations);
                self.current.marks.push((at, Mark::Cite(first..self.done.citations.len())));
            }
            What::Footnote(label) => self.current.marks.push((at, Mark::Footnote(label))),
            What::Comment => self.done.comments.push(candidate.span),
        }
    }

    /// Adds a piece without citations; closes the gap where something was taken out before it.
    fn piece(&mut self, span: Span) {
        let mut piece = span.of(self.text);
        let plain = &mut self.current.plain;
        if plain.text.is_empty() || plain.text.ends_with(' ') {
            piece = piece.trim_start();
        }
        if piece.is_empty() {
            return;
        }
        if self.after_cut {
            if piece.starts_with(')') && plain.text.trim_end().ends_with('(') {
                plain.text.truncate(plain.text.trim_end().len() - 1);
                piece = &piece[1..];
                if plain.text.ends_with(' ') {
                    piece = piece.trim_start();
                }
            }
            if piece.starts_with(['.', ',', ';', ':', '!', '?', ')', '”', '’']) {
                plain.text.truncate(plain.text.trim_end().len());
            }
            self.after_cut = false;
        }
        if piece.is_empty() {
            return;
        }
        let (offset, note) = (plain.text.len(), span.end - piece.len());
        while plain.runs.last().is_some_and(|(start, _)| *start >= offset) {
            plain.runs.pop();
        }
        plain.text.push_str(piece);
        // A piece that goes on where the last run stopped needs no run of its own.
        if plain.runs.last().is_none_or(|(start, origin)| origin + (offset - start) != note) {
            plain.runs.push((offset, note));
        }
    }
}
