//! Exact words of the cited source, after a quotation mark or in a blockquote.

use super::{About, Completion, Item, Kind, Spot};
use crate::evidence::Entry;
use crate::features::around;
use crate::text::Span;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Passages offered at most.
const MOST: usize = 30;

/// The passages of the cited sources that hold every word typed so far.
pub(super) fn complete(spot: &Spot) -> Option<Completion> {
    let quote = open(spot.line).filter(|quote| quote.closing.is_some() || !in_callout(spot))?;
    let sources = cited(spot, quote.source);
    if sources.is_empty() {
        return None;
    }
    let typed = spot.line.get(quote.start..)?;
    let wanted: Vec<String> = crate::text::words(typed).filter(|word| !word.compound).map(|word| word.form).collect();
    let mut found: Vec<(usize, Item)> = Vec::new();
    for entry in &sources {
        let Some(read) = spot.snapshot.read(entry) else { continue };
        for passage in read.source.passages.iter().filter(|passage| !passage.heading) {
            let text = read.source.passage_text(passage);
            let Some(rank) = rank(&text, &wanted) else { continue };
            let insert = match quote.closing {
                Some(closing) if !spot.rest.starts_with(closing) => format!("{text}{closing}"),
                _ => text.to_string(),
            };
            let item = Item {
                label: crate::rules::claim::shorten(&text, 80),
                detail: format!("{}, l. {}", entry.id, passage.line),
                kind: Kind::Text,
                replace: Span::new(spot.line_start + quote.start, spot.offset),
                insert,
                // What was typed need not stand in the passage in this order, so the editor is not to sort it out again.
                filter: typed.to_owned(),
                commit: &[],
                about: About::Nothing,
            };
            found.push((rank, item));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    Some(Completion { items: found.into_iter().take(MOST).map(|(_, item)| item).collect(), incomplete: true })
}

struct Quote<'a> {
    /// Where in the line the quoted words begin.
    start: usize,
    /// What closes the quotation; nothing in a blockquote.
    closing: Option<char>,
    /// The source that the citation around it names.
    source: Option<&'a str>,
}

/// The quotation that the end of the line stands in.
fn open(line: &str) -> Option<Quote<'_>> {
    let marks: Vec<(usize, char)> = line.char_indices().filter(|(_, c)| matches!(c, '"' | '“' | '”')).collect();
    let mut inside: Option<(usize, char)> = None;
    for (at, mark) in marks {
        inside = match (mark, inside) {
            ('"', None) => Some((at + 1, '"')),
            ('“', None) => Some((at + '“'.len_utf8(), '”')),
            ('"', Some((_, '"'))) | ('”', Some((_, '”'))) => None,
            (_, open) => open,
        };
    }
    if let Some((start, closing)) = inside {
        let before = line.get(..start)?;
        let source = before.rfind("[@").filter(|at| !before.get(*at..).is_some_and(|cite| cite.contains(']'))).and_then(|at| {
            let id = before.get(at + 2..)?;
            id.split(',').next().map(str::trim)
        });
        return Some(Quote { start, closing: Some(closing), source });
    }
    let trimmed = line.trim_start();
    let words = trimmed.strip_prefix('>')?.trim_start_matches([' ', '>']);
    (!words.starts_with("[!")).then(|| Quote { start: line.len() - words.len(), closing: None, source: None })
}

/// Whether the lines of the blockquote around the place begin with one that makes it a callout: the words there are the writer's own.
fn in_callout(spot: &Spot) -> bool {
    let above = spot.text.get(..spot.line_start).unwrap_or_default().lines().rev();
    let first = above.map(str::trim_start).take_while(|line| line.starts_with('>')).last();
    first.is_some_and(|line| line.trim_start_matches(['>', ' ']).starts_with("[!"))
}

/// The sources meant: that of the citation around the words, else those cited in the paragraph, else those cited in the note.
fn cited(spot: &Spot, id: Option<&str>) -> Vec<Arc<Entry>> {
    let Some(note) = spot.snapshot.note(spot.path) else { return Vec::new() };
    if let Some(id) = id {
        return spot.snapshot.sources_by_id(id).to_vec();
    }
    let sentence = around::sentence(&note, spot.offset).and_then(|at| note.sentences.get(at));
    let block = sentence.map(|sentence| sentence.block);
    let near: BTreeSet<&str> = (note.sentences.iter().filter(|sentence| block == Some(sentence.block)))
        .flat_map(|sentence| sentence.citations.iter().filter_map(|at| note.citations.get(*at)))
        .map(|citation| citation.id.as_str())
        .collect();
    let all = || note.citations.iter().map(|citation| citation.id.as_str()).collect();
    let ids: BTreeSet<&str> = if near.is_empty() { all() } else { near };
    ids.into_iter().flat_map(|id| spot.snapshot.sources_by_id(id).to_vec()).collect()
}

/// Lower is better: where in the passage the first typed word begins. None where a word is missing.
fn rank(text: &str, wanted: &[String]) -> Option<usize> {
    let words: Vec<String> = crate::text::words(text).filter(|word| !word.compound).map(|word| word.form).collect();
    let (last, whole) = wanted.split_last().map_or((None, wanted), |(last, whole)| (Some(last), whole));
    let every = whole.iter().all(|wanted| words.contains(wanted));
    let begun = last.is_none_or(|last| words.iter().any(|word| word.starts_with(last.as_str())));
    let first = wanted.first().and_then(|first| words.iter().position(|word| word.starts_with(first.as_str())));
    (every && begun).then(|| first.unwrap_or(0))
}
