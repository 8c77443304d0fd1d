//! What a growing selection takes in: word, phrase, sentence, paragraph, section, all.

use super::{around, folding};
use crate::text::Span;
use crate::workspace::Snapshot;

/// Marks at which a phrase ends.
const BREAKS: &[char] = &[',', ';', ':', '(', ')', '—', '–', '“', '”', '"'];

/// Ever larger spans around a place, each holding the one before, none twice.
pub fn ranges(snapshot: &Snapshot, path: &str, text: &str, offset: usize) -> Vec<Span> {
    let offset = around::floor(text, offset);
    let mut spans = vec![around::word(text, offset)];
    let sentence = snapshot.note(path).and_then(|note| around::sentence(&note, offset).and_then(|at| Some(note.sentences.get(at)?.span)));
    let passage = || {
        snapshot.source_at(path).and_then(|entry| snapshot.read(entry)).and_then(|read| Some(around::passage(&read.source, offset)?.1.span))
    };
    if let Some(sentence) = sentence.or_else(passage) {
        spans.push(phrase(text, sentence, offset));
        spans.push(sentence);
    }
    spans.push(paragraph(text, offset));
    let mut sections: Vec<Span> =
        folding::sections(text).into_iter().map(|(_, _, section)| section).filter(|section| section.touches(offset)).collect();
    sections.sort_by_key(|section| section.len());
    spans.extend(sections);
    spans.push(Span::new(0, text.len()));
    let mut growing: Vec<Span> = Vec::new();
    for span in spans {
        let grows = growing.last().is_none_or(|last| span.contains(*last) && span != *last);
        if grows && span.touches(offset) && (!span.is_empty() || growing.is_empty()) {
            growing.push(span);
        }
    }
    growing
}

fn phrase(text: &str, sentence: Span, offset: usize) -> Span {
    let before = text.get(sentence.start..offset.max(sentence.start)).unwrap_or_default();
    let after = text.get(offset..sentence.end).unwrap_or_default();
    let start = before.rfind(BREAKS).map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let end = after.find(BREAKS).unwrap_or(after.len());
    let (start, end) = (sentence.start + start, offset + end);
    let held = Span::new(start, end).of(text);
    let lead = held.len() - held.trim_start().len();
    Span::new(start + lead, start + lead + held.trim().len())
}

/// The lines around a place up to the blank ones.
fn paragraph(text: &str, offset: usize) -> Span {
    let (mut at, mut start, mut found) = (0, 0, Span::new(offset, offset));
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if line.trim().is_empty() {
            start = end;
        } else {
            let span = Span::new(start, at + line.trim_end().len());
            if span.touches(offset) {
                found = span;
            }
        }
        if at > offset && line.trim().is_empty() {
            break;
        }
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_ends_at_blank_lines() {
        let text = "one\n\ntwo\nthree\n\nfour";
        assert_eq!(paragraph(text, 6).of(text), "two\nthree");
        assert_eq!(paragraph(text, 1).of(text), "one");
        assert_eq!(phrase("Iran, which armed them, left.", Span::new(0, 29), 12).of("Iran, which armed them, left."), "which armed them");
    }
}
