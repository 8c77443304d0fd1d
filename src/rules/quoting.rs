//! What the rules on quoted words say where these are not in the source, and the fix.

use std::sync::Arc;

use super::claim::shorten;
use super::context::NoteContext;
use super::wording::{self, Nearest};
use super::{Finding, Quote, Rule};
use crate::source::{Passage, Source};
use crate::text::Span;

/// Least share of equal words for a place to be called the nearest.
const NEAR: f32 = 0.5;

/// Differences that a message names.
const NAMED: usize = 3;

/// Quoted words that may not be where they are said to be.
pub struct Quoted<'a> {
    /// The rule that asks.
    pub rule: Rule,
    /// The words without markup.
    pub words: &'a str,
    /// Their bytes in the note.
    pub span: Span,
    /// The note's bytes of some bytes of the words, where the two correspond.
    pub origin: &'a dyn Fn(Span) -> Option<Span>,
}

/// A finding, unless one of the sources holds the words.
pub fn check(ctx: &NoteContext, quoted: &Quoted, sources: &[Arc<Source>]) -> Option<Finding> {
    if sources.is_empty() || sources.iter().any(|source| wording::holds(source, || ctx.folded(source), quoted.words)) {
        return None;
    }
    let nearest = sources
        .iter()
        .filter_map(|source| Some((source, wording::nearest(quoted.words, source)?)))
        .filter(|(_, nearest)| nearest.score >= NEAR)
        .max_by(|a, b| a.1.score.total_cmp(&b.1.score));
    let Some((source, nearest)) = nearest else {
        let ids: Vec<&str> = sources.iter().map(|source| source.id.as_str()).collect();
        let message = format!("the words “{}” are not in {}, nor anything near them", shorten(quoted.words, 80), ids.join(" or "));
        return Some(ctx.finding(quoted.rule, quoted.span, message));
    };
    Some(with_nearest(ctx, quoted, source, &nearest))
}

fn with_nearest(ctx: &NoteContext, quoted: &Quoted, source: &Source, nearest: &Nearest) -> Finding {
    let passage = source.passages.get(nearest.passage);
    let line = passage.map_or(1, |passage| passage.line);
    let words = passage.map(|passage| source.passage_text(&Passage { span: nearest.span, ..*passage })).unwrap_or_default();
    let exact = exact_words(&words, quoted.span, &ctx.note.text);
    let message = format!("{}: “{}” ({}, l. {line})", difference(quoted, source, nearest), shorten(&exact, 160), source.id);
    let mut finding = ctx.finding(quoted.rule, quoted.span, message);
    finding.unbacked =
        nearest.differences.iter().filter(|(ours, _)| !ours.is_empty()).filter_map(|(ours, _)| (quoted.origin)(*ours)).collect();
    finding.evidence = passage
        .map(|passage| Quote {
            source: source.path.clone(),
            line,
            bytes: passage.span.cover(nearest.span),
            quote: passage.span.cover(nearest.span).of(&source.text).to_owned(),
            score: nearest.score,
        })
        .into_iter()
        .collect();
    finding.fixes.push(ctx.fix(format!("Replace by the words of {}", source.id), true, quoted.span, exact));
    finding
}

/// The difference in words.
fn difference(quoted: &Quoted, source: &Source, nearest: &Nearest) -> String {
    let named: Vec<String> = nearest
        .differences
        .iter()
        .take(NAMED)
        .map(|(ours, theirs)| {
            let (ours, theirs) = (shorten(ours.of(quoted.words), 60), shorten(theirs.of(&source.text), 60));
            match (ours.is_empty(), theirs.is_empty()) {
                (false, false) => format!("“{theirs}” and not “{ours}”"),
                (true, _) => format!("also “{theirs}”"),
                (_, true) => format!("no “{ours}”"),
            }
        })
        .collect();
    let more = if nearest.differences.len() > NAMED { " and differs further" } else { "" };
    match named.is_empty() {
        true => "the source has the same words with other capitals or marks".to_owned(),
        false => format!("the source has {}{more}", named.join(", ")),
    }
}

/// The source's words as they fit into the note: on one line, quote marks within other ones.
fn exact_words(words: &str, span: Span, note: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let outer = note.get(..span.start).and_then(|before| before.chars().next_back());
    match outer {
        Some('"') => line.replace(['"', '“', '”'], "'"),
        Some('“') => line.replace('“', "‘").replace('”', "’").replace('"', "'"),
        _ => line,
    }
}
