//! What stands around a place in a text.

use crate::note::{Citation, Note};
use crate::source::{Passage, Source};
use crate::text::Span;

/// Index of the sentence at `offset`: the one that holds it, else one that ends there.
pub fn sentence(note: &Note, offset: usize) -> Option<usize> {
    let touching =
        |strict: bool| note.sentences.iter().position(|sentence| sentence.span.touches(offset) && (!strict || offset < sentence.span.end));
    touching(true).or_else(|| touching(false))
}

/// Index of the citation at `offset`.
pub fn citation(note: &Note, offset: usize) -> Option<(usize, &Citation)> {
    note.citations.iter().enumerate().find(|(_, citation)| citation.span.touches(offset))
}

/// Number and place of the passage of a source at `offset`.
pub fn passage(source: &Source, offset: usize) -> Option<(u32, Passage)> {
    let at = source.passages.partition_point(|passage| passage.span.start <= offset).checked_sub(1)?;
    let passage = *source.passages.get(at)?;
    passage.span.touches(offset).then_some((u32::try_from(at).ok()?, passage))
}

/// The largest character boundary of `text` up to `offset`.
pub fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The text of the line that holds `offset`, up to `offset`, and where the line begins.
pub fn line_before(text: &str, offset: usize) -> (&str, usize) {
    let offset = floor(text, offset);
    let before = text.get(..offset).unwrap_or_default();
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    (before.get(start..).unwrap_or_default(), start)
}

/// The rest of the line from `offset`, without the line's ending.
pub fn line_after(text: &str, offset: usize) -> &str {
    let after = text.get(floor(text, offset)..).unwrap_or_default();
    after.split(['\n', '\r']).next().unwrap_or_default()
}

/// The word at `offset`: letters, figures, and what joins them inside a word; empty where there is none.
pub fn word(text: &str, offset: usize) -> Span {
    let offset = floor(text, offset);
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '’' | '\'' | '\u{300}'..='\u{36f}');
    let before = text.get(..offset).unwrap_or_default();
    let after = text.get(offset..).unwrap_or_default();
    let start = offset - before.chars().rev().take_while(|c| part(*c)).map(char::len_utf8).sum::<usize>();
    let end = offset + after.chars().take_while(|c| part(*c)).map(char::len_utf8).sum::<usize>();
    let span = Span::new(start, end);
    let trimmed = span.of(text).trim_matches(['-', '’', '\'']);
    let lead = span.of(text).find(trimmed).unwrap_or(0);
    Span::new(start + lead, start + lead + trimmed.len())
}

/// Where `needle` stands in `text` as a whole word or words, letter case as written.
pub fn whole_words(text: &str, needle: &str) -> Vec<Span> {
    if needle.is_empty() {
        return Vec::new();
    }
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(needle)
        .filter(|(at, _)| {
            let before = text.get(..*at).and_then(|text| text.chars().next_back());
            let after = text.get(at + needle.len()..).and_then(|text| text.chars().next());
            !joins(before) && !joins(after)
        })
        .map(|(at, _)| Span::new(at, at + needle.len()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole() {
        let text = "the water-rights’ row";
        assert_eq!(word(text, 6).of(text), "water-rights");
        assert_eq!(word(text, 0).of(text), "the");
        assert!(word("a  b", 2).is_empty());
        assert_eq!(whole_words("Iran, Iranian, (Iran)", "Iran").len(), 2);
        assert_eq!(word("é", 1).of("é"), "é");
    }

    #[test]
    fn a_line_is_what_stands_before_and_after() {
        let text = "one\r\ntwo three";
        assert_eq!(line_before(text, 8), ("two", 5));
        assert_eq!(line_after(text, 8), " three");
        assert_eq!(line_before(text, 99).0, "two three");
    }
}
