//! Names in a source: runs of capitalised words that stand somewhere else than at the beginning of a sentence.

use std::collections::HashMap;

use crate::evidence::term;
use crate::source::Source;
use crate::text::{Span, Word, words};

/// A name in one source: how often it stands inside sentences and at their beginning, and where first.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Name as written.
    pub name: String,
    /// Inside sentences.
    pub inside: u32,
    /// At the beginning of sentences, where every word has a capital.
    pub leading: u32,
    /// Bytes of the source's text.
    pub first: Span,
}

/// Words that join the parts of a name.
const JOINING: &[&str] = &["of", "al", "bin", "ibn", "de", "von", "van"];
/// Capitalised words that name no one.
const TIMES: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
/// Words of a name at most.
const LONGEST: usize = 6;

/// The names in a source.
pub fn mentions(source: &Source) -> Vec<Mention> {
    let mut found: HashMap<String, Mention> = HashMap::new();
    for passage in source.passages.iter().filter(|passage| !passage.heading) {
        let text = passage.span.of(&source.text);
        for (span, leading) in names(text) {
            let name = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
            let mention = found.entry(name.clone()).or_insert_with(|| Mention {
                name,
                inside: 0,
                leading: 0,
                first: span.shifted(passage.span.start),
            });
            *(if leading { &mut mention.leading } else { &mut mention.inside }) += 1;
        }
    }
    let mut found: Vec<Mention> = found.into_values().collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// Runs of capitalised words, and whether they lead the sentence.
fn names(text: &str) -> Vec<(Span, bool)> {
    let words: Vec<Word> = words(text).filter(|word| !word.compound).collect();
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let first = at;
        at += 1;
        if !capital(text, word) || TIMES.contains(&word.form.as_str()) {
            continue;
        }
        let mut run = word.span;
        let mut count = 1;
        while let Some(next) = words.get(at).filter(|next| count < LONGEST && joined(text, run.end, next.span.start)) {
            let after = words.get(at + 1).filter(|after| joined(text, next.span.end, after.span.start) && capital(text, after));
            if capital(text, next) {
                (run, at) = (run.cover(next.span), at + 1);
            } else if let Some(after) = after.filter(|_| JOINING.contains(&next.form.as_str())) {
                (run, at) = (run.cover(after.span), at + 2);
            } else {
                break;
            }
            count += 1;
        }
        let article = term::is_stopword(&word.form);
        match article {
            // "The Taliban": the article is no part of the name, and its capital says nothing of the rest.
            true if run != word.span => {
                if let Some(second) = words.get(first + 1) {
                    names.push((Span::new(second.span.start, run.end), false));
                }
            }
            true => {}
            false => names.push((run, first == 0 && run == word.span)),
        }
    }
    names
}

fn capital(text: &str, word: &Word) -> bool {
    word.span.of(text).chars().next().is_some_and(char::is_uppercase)
}

fn joined(text: &str, end: usize, start: usize) -> bool {
    matches!(text.get(end..start), Some(" " | "-" | "\u{a0}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, bool)> {
        names(text).into_iter().map(|(span, leading)| (span.of(text), leading)).collect()
    }

    #[test]
    fn names_are_runs_of_capitals() {
        assert_eq!(
            found("The Taliban and the Islamic State of Iraq met Saudi Arabia’s envoys in March."),
            [("Taliban", false), ("Islamic State of Iraq", false), ("Saudi Arabia", false)]
        );
        assert_eq!(found("Talks failed. "), [("Talks", true)]);
        assert_eq!(found("However, Iran left."), [("Iran", false)]);
    }
}
