//! What a document and a workspace are made of: headings, claims by verdict, sources.

use super::{Place, Stop, folding};
use crate::judge::{self, Verdict};
use crate::note::Kind;
use crate::text::Span;
use crate::workspace::Snapshot;

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A heading with its section.
    Heading,
    /// A claim with its verdict.
    Claim(Verdict),
    /// A source.
    Source,
    /// A note.
    Note,
    /// An actor.
    Actor,
    /// A dispute.
    Dispute,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// More about it.
    pub detail: String,
    /// What it is.
    pub what: What,
    /// Bytes that it covers.
    pub span: Span,
    /// Bytes of its name.
    pub own: Span,
    /// Its parts.
    pub children: Vec<Symbol>,
}

/// The outline of a note: claims under their headings. Of a source: its headings.
pub fn document(snapshot: &Snapshot, path: &str, stop: Stop) -> Vec<Symbol> {
    if let Some(read) = snapshot.source_at(path).and_then(|entry| snapshot.read(entry)) {
        let headings = read.source.passages.iter().filter(|passage| passage.heading);
        return headings
            .map(|passage| leaf(one_line(&read.source.passage_text(passage)), String::new(), What::Heading, passage.span))
            .collect();
    }
    let Some(note) = snapshot.note(path) else { return Vec::new() };
    let judged = snapshot.judged_all(&note, stop);
    let mut flat: Vec<(u8, Symbol)> = Vec::new();
    for (level, heading, section) in folding::sections(&note.text) {
        let trimmed = section.start + section.of(&note.text).trim_end().len();
        let own = Span::new(heading.start, heading.start + heading.of(&note.text).trim_end().len());
        let name = own.of(&note.text).trim_start_matches('#').lines().next().unwrap_or_default().trim().to_owned();
        let name = if name.is_empty() { "(empty heading)".into() } else { name };
        let span = Span::new(section.start, trimmed.max(own.end));
        flat.push((level, Symbol { name, detail: String::new(), what: What::Heading, span, own, children: Vec::new() }));
    }
    for (sentence, judged) in note.sentences.iter().zip(judged) {
        if sentence.kind == Kind::Claim && !sentence.span.is_empty() {
            let verdict = judged.map_or(Verdict::NotChecked, |judged| judged.verdict());
            let name = one_line(&sentence.plain.text);
            flat.push((u8::MAX, leaf(name, judge::in_words(verdict).into(), What::Claim(verdict), sentence.span)));
        }
    }
    flat.sort_by_key(|(level, symbol)| (symbol.span.start, *level));
    nested(flat)
}

/// Puts each symbol under the heading whose section holds it.
fn nested(flat: Vec<(u8, Symbol)>) -> Vec<Symbol> {
    let mut open: Vec<Symbol> = Vec::new();
    let mut top: Vec<Symbol> = Vec::new();
    let close = |open: &mut Vec<Symbol>, top: &mut Vec<Symbol>| {
        if let Some(done) = open.pop() {
            match open.last_mut() {
                Some(parent) => parent.children.push(done),
                None => top.push(done),
            }
        }
    };
    for (_, symbol) in flat {
        while open.last().is_some_and(|last| !last.span.contains(symbol.span) || last.what != What::Heading) {
            close(&mut open, &mut top);
        }
        open.push(symbol);
    }
    while !open.is_empty() {
        close(&mut open, &mut top);
    }
    top
}

/// A symbol of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// What it belongs to.
    pub container: String,
    /// What it is.
    pub what: What,
    /// Where it is.
    pub place: Place,
}

/// Symbols found for one query at most.
const MOST: usize = 500;

/// What in the workspace has a name that holds the letters of `query` in order: sources, notes, headings, claims, actors.
pub fn workspace(snapshot: &Snapshot, query: &str, stop: Stop) -> Vec<Found> {
    let mut matcher = super::completion::fuzzy::Fuzzy::new(query);
    let mut found: Vec<(u32, Found)> = Vec::new();
    let mut add = |name: &str, container: &str, what: What, path: &str, span: Span| {
        if let Some(score) = matcher.score(name) {
            let place = Place { path: path.to_owned(), span };
            found.push((score, Found { name: name.to_owned(), container: container.to_owned(), what, place }));
        }
    };
    for entry in snapshot.sources() {
        add(entry.meta.title.as_deref().unwrap_or(&entry.id), &entry.path, What::Source, &entry.path, Span::default());
    }
    for path in snapshot.note_paths() {
        if stop() {
            break;
        }
        let Some(note) = snapshot.note(path) else { continue };
        add(path, "", What::Note, path, Span::default());
        for sentence in note.sentences.iter().filter(|sentence| !sentence.span.is_empty()) {
            match sentence.kind {
                Kind::Heading => add(&one_line(&sentence.plain.text), path, What::Heading, path, sentence.span),
                // Claims only where one looks for words: else they would drown the rest.
                Kind::Claim if query.len() > 2 => {
                    add(&one_line(&sentence.plain.text), path, What::Claim(Verdict::NotChecked), path, sentence.span);
                }
                _ => {}
            }
        }
    }
    let config = snapshot.config();
    for actor in &config.actors {
        add(&actor.name, crate::workspace::config::FILE, What::Actor, crate::workspace::config::FILE, actor.span);
    }
    for dispute in &config.disputes {
        add(&dispute.name, crate::workspace::config::FILE, What::Dispute, crate::workspace::config::FILE, dispute.span);
    }
    let knowledge = snapshot.knowledge();
    for actor in knowledge.actors().iter().filter(|_| !query.is_empty()) {
        if let Some((source, span)) = actor.first
            && let Some(source) = knowledge.sources().get(source as usize)
        {
            add(&actor.name, &source.path, What::Actor, &source.path, span);
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.place.cmp(&b.1.place)));
    found.truncate(MOST);
    found.into_iter().map(|(_, found)| found).collect()
}

fn leaf(name: String, detail: String, what: What, span: Span) -> Symbol {
    Symbol { name, detail, what, span, own: span, children: Vec::new() }
}

fn one_line(text: &str) -> String {
    let short = crate::rules::claim::shorten(text, 100);
    if short.is_empty() { "…".into() } else { short }
}
