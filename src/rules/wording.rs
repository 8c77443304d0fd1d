//! Quoted words against the text they are taken from: are they there to the letter, and if not, what is nearest?
//!
//! Equal means: after folding of quote marks, dashes and space ([`crate::text::token::fold`]), with "…", "..." or "[...]" for
//! words left out, brackets for what the writer put in (`[he]`, `[T]he`), a full stop or comma at the end that is the
//! writer's own, and a capital or small letter at the beginning.

use std::sync::LazyLock;

use aho_corasick::AhoCorasickBuilder;
use regex::Regex;

use crate::source::Source;
use crate::text::Span;
use crate::text::token::{Folded, Word, fold, words};

/// How much text "…" may stand for, in bytes.
const LEFT_OUT: usize = 3000;

/// Places that are tried for the words before an ellipsis.
const TRIES: usize = 200;

/// Passages that are looked at closely for the nearest words.
const PASSAGES: usize = 8;

/// Longest words by which passages are found.
const ANCHORS: usize = 12;

/// Longest quotation whose nearest words are looked for, in words.
const LONGEST: usize = 400;

/// Quoted words, ready to be looked for.
pub struct Wording {
    /// What stands between the ellipses.
    parts: Vec<Regex>,
}

impl Wording {
    /// Of quoted words without markup. None where there is nothing to look for.
    pub fn new(quoted: &str) -> Option<Self> {
        static ELLIPSIS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\[(]\s?\.(?: ?\.){2,3}\s?[\])]|\.(?: ?\.){2,3}").ok());
        let folded = fold(quoted).text;
        let bare = folded.trim_end_matches(['.', ',', ';', ' ']);
        let parts: Option<Vec<Regex>> = ELLIPSIS
            .as_ref()?
            .split(if bare.is_empty() { &folded } else { bare })
            .map(|part| part.trim_matches([' ', ',', ';']))
            .filter(|part| part.contains(char::is_alphanumeric))
            .enumerate()
            .map(|(number, part)| pattern(part, number == 0))
            .collect();
        parts.filter(|parts| !parts.is_empty()).map(|parts| Self { parts })
    }

    /// Where the words stand in a folded text.
    pub fn find(&self, text: &str) -> Option<Span> {
        let (first, rest) = self.parts.split_first()?;
        first.find_iter(text).take(TRIES).find_map(|found| {
            let mut end = found.end();
            for part in rest {
                let limit = text.ceil_char_boundary(end + LEFT_OUT);
                end += part.find(&text[end..limit])?.end();
            }
            Some(Span::new(found.start(), end))
        })
    }
}

/// A pattern for folded words without an ellipsis.
fn pattern(part: &str, first: bool) -> Option<Regex> {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut out = String::with_capacity(part.len() * 2);
    let mut at = 0;
    if word(part.chars().next()) {
        out.push_str(r"\b");
    }
    while let Some(c) = part[at..].chars().next() {
        let rest = &part[at..];
        let inserted = if c == '[' { rest.find(']').filter(|close| *close <= 60) } else { None };
        if let Some(close) = inserted {
            let after = rest[close + 1..].chars().next();
            let joined = word(after) || word(part[..at].chars().next_back());
            at += close + 1;
            if joined {
                // "[T]he", "ask[ed]": letters of a word were changed.
                out.push_str(r"\w{0,8}");
            } else if at == close + 1 {
                at += part[at..].len() - part[at..].trim_start().len();
            } else {
                out.truncate(out.trim_end_matches(' ').len());
                out.push_str(r"(?: \S+){0,8}?");
            }
            continue;
        }
        match c {
            '\'' | '"' => out.push_str("[\"']"),
            _ if at == 0 && first && c.is_alphabetic() => {
                let (upper, lower): (String, String) = (c.to_uppercase().collect(), c.to_lowercase().collect());
                out.push_str(&format!("(?:{}|{})", regex::escape(&upper), regex::escape(&lower)));
            }
            _ => out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
        at += c.len_utf8();
    }
    if word(part.chars().next_back()) {
        out.push_str(r"\b");
    }
    Regex::new(&out).ok()
}

/// The words of a source that come nearest to some quoted words.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// Bytes of the source's text.
    pub span: Span,
    /// Index of the passage it begins in.
    pub passage: usize,
    /// Share of the words that are the same, in order; 0–1.
    pub score: f32,
    /// Where the two differ: bytes of the quoted words, and of the source's text. One of them may be empty.
    pub differences: Vec<(Span, Span)>,
}

/// Looks for the words of a source that come nearest to some quoted words.
pub fn nearest(quoted: &str, source: &Source) -> Option<Nearest> {
    let own: Vec<Word> = words(quoted).filter(|word| !word.compound).take(LONGEST).collect();
    if own.is_empty() {
        return None;
    }
    let mut best: Option<Nearest> = None;
    for first in candidates(quoted, &own, source) {
        // A quotation may begin in the sentence before the one that gave it away.
        for from in [first.saturating_sub(1), first] {
            let (mut window, mut end) = (Vec::new(), from);
            while let Some(passage) = source.passages.get(end)
                && (window.len() < own.len() * 2 || end <= first)
                && end < from + 12
            {
                let text = passage.span.of(&source.text);
                window.extend(words(text).filter(|w| !w.compound).map(|w| Word { span: w.span.shifted(passage.span.start), ..w }));
                end += 1;
            }
            window.truncate(LONGEST * 3);
            if let Some(mut found) = align(&own, &window)
                && best.as_ref().is_none_or(|best| found.score > best.score)
            {
                found.passage = source.passages.partition_point(|passage| passage.span.start <= found.span.start).saturating_sub(1);
                best = Some(found);
            }
        }
    }
    let mut best = best?;
    // A full stop that the quotation has belongs to the words.
    if quoted.trim_end().ends_with(['.', '!', '?'])
        && let Some(mark) = source.text.get(best.span.end..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '.' | '!' | '?'))
    {
        best.span.end += mark.len_utf8();
    }
    Some(best)
}

/// Passages that hold the most of the longest words, rare ones counting for more; best first.
fn candidates(quoted: &str, own: &[Word], source: &Source) -> Vec<usize> {
    let mut anchors: Vec<&str> = own.iter().map(|word| word.span.of(quoted)).collect();
    anchors.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    anchors.dedup();
    anchors.truncate(ANCHORS);
    let Ok(finder) = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(&anchors) else { return Vec::new() };
    let mut hits: Vec<(usize, usize)> = Vec::new();
    let mut passage = 0;
    for found in finder.find_overlapping_iter(source.text.as_bytes()) {
        while source.passages.get(passage).is_some_and(|next| next.span.end <= found.start()) {
            passage += 1;
        }
        let inside = source.passages.get(passage).is_some_and(|next| next.span.contains(Span::new(found.start(), found.end())));
        let hit = (passage, found.pattern().as_usize());
        if inside && hits.last() != Some(&hit) {
            hits.push(hit);
        }
    }
    hits.sort_unstable();
    hits.dedup();
    let mut found_in = vec![0_u32; anchors.len()];
    for (_, anchor) in &hits {
        if let Some(count) = found_in.get_mut(*anchor) {
            *count += 1;
        }
    }
    let mut scores: Vec<(f32, usize)> = Vec::new();
    for run in hits.chunk_by(|a, b| a.0 == b.0) {
        let score = run.iter().map(|(_, anchor)| 1.0 / (1.0 + found_in.get(*anchor).map_or(0.0, |count| *count as f32))).sum();
        scores.extend(run.first().map(|(passage, _)| (score, *passage)));
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    scores.into_iter().take(PASSAGES).map(|(_, passage)| passage).collect()
}

/// Aligns all of the quoted words with a stretch of the window that fits them best: equal words count 2, a word replaced,
/// left out or put in costs 1, and what stands before and behind the stretch costs nothing (Needleman and Wunsch 1970, with
/// free ends on one side).
fn align(own: &[Word], window: &[Word]) -> Option<Nearest> {
    let width = window.len() + 1;
    let mut scores = vec![0_i32; (own.len() + 1) * width];
    let at = |row: usize, column: usize| row * width + column;
    for (row, word) in own.iter().enumerate() {
        scores[at(row + 1, 0)] = -(row as i32 + 1);
        for (column, other) in window.iter().enumerate() {
            let equal = if word.form == other.form { 2 } else { -1 };
            let best = (scores[at(row, column)] + equal).max(scores[at(row, column + 1)] - 1).max(scores[at(row + 1, column)] - 1);
            scores[at(row + 1, column + 1)] = best;
        }
    }
    let mut column = (0..width).max_by_key(|column| (scores[at(own.len(), *column)], *column))?;
    let mut row = own.len();
    // From the end: (quoted word, word of the window), one of them missing where a word was left out or put in.
    let mut pairs: Vec<(Option<usize>, Option<usize>)> = Vec::new();
    while row > 0 {
        let here = scores[at(row, column)];
        let equal = column > 0 && own[row - 1].form == window[column - 1].form;
        if column > 0 && here == scores[at(row - 1, column - 1)] + if equal { 2 } else { -1 } {
            pairs.push((Some(row - 1), Some(column - 1)));
            (row, column) = (row - 1, column - 1);
        } else if here == scores[at(row - 1, column)] - 1 {
            pairs.push((Some(row - 1), None));
            row -= 1;
        } else {
            pairs.push((None, Some(column - 1)));
            column -= 1;
        }
    }
    pairs.reverse();
    let mut used = pairs.iter().filter_map(|(_, theirs)| *theirs);
    let first = used.next()?;
    let last = used.next_back().unwrap_or(first);
    let same = |pair: &(Option<usize>, Option<usize>)| matches!(pair, (Some(a), Some(b)) if own[*a].form == window[*b].form);
    let equal = pairs.iter().filter(|pair| same(pair)).count();
    let mut differences = Vec::new();
    for run in pairs.chunk_by(|a, b| !same(a) && !same(b)).filter(|run| run.first().is_some_and(|pair| !same(pair))) {
        let cover = |spans: Vec<Span>| spans.iter().copied().reduce(Span::cover).unwrap_or_default();
        let ours = cover(run.iter().filter_map(|pair| pair.0).map(|index| own[index].span).collect());
        let theirs = cover(run.iter().filter_map(|pair| pair.1).map(|index| window[index].span).collect());
        differences.push((ours, theirs));
    }
    Some(Nearest { span: window[first].span.cover(window[last].span), passage: 0, score: equal as f32 / pairs.len() as f32, differences })
}

/// A source's text folded for comparing, without markup.
pub fn folded(source: &Source) -> Folded {
    if source.markup.is_empty() {
        return fold(&source.text);
    }
    let (mut shown, mut at) = (String::with_capacity(source.text.len()), 0);
    for markup in &source.markup {
        shown.push_str(Span::new(at, markup.span.start).of(&source.text));
        shown.push_str(&markup.shown);
        at = markup.span.end;
    }
    shown.push_str(source.text.get(at..).unwrap_or_default());
    fold(&shown)
}

/// Whether a source holds the words: in its text, or as its title or the name of an author or a paper.
pub fn holds(source: &Source, folded: impl FnOnce() -> std::sync::Arc<Folded>, quoted: &str) -> bool {
    if source.text.contains(quoted) {
        return true;
    }
    // Words that cannot be looked for are not held against anybody.
    let Some(wording) = Wording::new(quoted) else { return true };
    let meta = &source.meta;
    let names = meta.title.iter().chain(&meta.container_title).chain(&meta.author);
    names.into_iter().any(|name| wording.find(&fold(name).text).is_some()) || wording.find(&folded().text).is_some()
}
