//! Sentences of a paragraph. Rules of our own over three small word lists; each is one pass, whatever the text.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::Span;

/// Longest sentence in bytes; what is longer is cut at a blank. No prose has one, and no parser downstream wants one.
pub const LONGEST: usize = 4000;

/// How far a decision looks back or ahead, in bytes.
const WINDOW: usize = 96;

/// The sentences of one paragraph, in order, as bytes of `text`, without blanks around them. A line break inside is a
/// blank like any other. Text without a single sentence end is one sentence; blank text has none.
///
/// A full stop inside closing quote marks ends its sentence with the quote marks inside; “?” and “!” do not where the
/// speaker follows (“Why?” he asked).
pub fn split(text: &str) -> Vec<Span> {
    let (mut sentences, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some(stop) = next_stop(text, at) {
        at = stop.end;
        if ends_sentence(text, start, &stop) {
            push(text, Span::new(start, stop.end), &mut sentences);
            start = stop.end;
        }
    }
    push(text, Span::new(start, text.len()), &mut sentences);
    sentences
}

fn push(text: &str, span: Span, sentences: &mut Vec<Span>) {
    let mut rest = trimmed(text, span);
    while rest.len() > LONGEST {
        let limit = text.floor_char_boundary(rest.start + LONGEST);
        let window = text.get(rest.start..limit).unwrap_or_default();
        let cut = window.rfind(is_blank).filter(|i| *i > 0).map_or(limit, |i| rest.start + i);
        sentences.push(trimmed(text, Span::new(rest.start, cut)));
        rest = trimmed(text, Span::new(cut, rest.end));
    }
    if !rest.is_empty() {
        sentences.push(rest);
    }
}

/// The span without blanks at its ends.
pub(crate) fn trimmed(text: &str, span: Span) -> Span {
    let inside = span.of(text);
    let start = span.start + (inside.len() - inside.trim_start_matches(is_blank).len());
    Span::new(start, start + inside.trim_matches(is_blank).len())
}

/// White space and the invisible characters that files have between words.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}')
}

/// A run of sentence-ending marks with what closes behind it.
struct Stop {
    /// First mark.
    start: usize,
    /// Behind the marks.
    marks_end: usize,
    /// Behind closing quotes, brackets and footnote marks.
    end: usize,
}

fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉' | '。' | '！' | '？' | '؟' | '۔')
}

fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '*' | '_' | '›' | '“')
}

fn next_stop(text: &str, from: usize) -> Option<Stop> {
    let rest = text.get(from..)?;
    let start = from + rest.find(is_mark)?;
    let tail = text.get(start..)?;
    let marks_end = text.len() - tail.trim_start_matches(is_mark).len();
    let mut end = marks_end;
    for c in text.get(marks_end..)?.chars() {
        // German “…“ closes with the mark that opens an English quotation, but only directly behind a full stop.
        if !is_closer(c) {
            break;
        }
        end += c.len_utf8();
    }
    let end = footnote_end(text, end);
    Some(Stop { start, marks_end, end })
}

/// Behind footnote marks such as `[12]`, `[^1]` and superscript digits.
fn footnote_end(text: &str, mut at: usize) -> usize {
    loop {
        let rest = text.get(at..).unwrap_or_default();
        if let Some(inner) = rest.strip_prefix('[')
            && let Some(len) = inner.bytes().take(16).position(|b| b == b']')
            && inner.get(..len).is_some_and(|i| !i.is_empty() && (i.starts_with('^') || i.bytes().all(is_note_byte)))
        {
            at += len + 2;
        } else if let Some(c) = rest.chars().next().filter(|c| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')) {
            at += c.len_utf8();
        } else {
            return at;
        }
    }
}

fn is_note_byte(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b',' | b' ' | b'-')
}

/// Whether the sentence that began at `start` ends with `stop`.
fn ends_sentence(text: &str, start: usize, stop: &Stop) -> bool {
    let marks = text.get(stop.start..stop.marks_end).unwrap_or_default();
    let after = text.get(stop.end..text.floor_char_boundary(stop.end.saturating_add(WINDOW * 4))).unwrap_or_default();
    let next = after.trim_start_matches(is_blank);
    if next.is_empty() {
        return true;
    }
    let wide = marks.chars().any(|c| matches!(c, '。' | '！' | '？'));
    let blank = after.len() > next.len();
    let word = last_word(text, start, stop.start);
    if !blank && !wide {
        return marks == "." && stop.end == stop.marks_end && runs_on(word, next);
    }
    let closed = text.get(stop.marks_end..stop.end).is_some_and(|c| c.contains(['"', '”', '\'', '’', '»', '“']));
    let opening = next.chars().next().unwrap_or(' ');
    if matches!(opening, ',' | ';' | ':' | ')' | ']' | '”' | '»' | '.' | '!' | '?' | '%' | '&' | '/') {
        return false;
    }
    // A dash behind a quotation or an abbreviation carries on; behind a plain full stop it opens a line of dialogue.
    let bare = next.trim_start_matches(is_opener);
    let first = bare.chars().next().unwrap_or(' ');
    if first.is_lowercase() && !is_camel(next_word(bare)) {
        return false;
    }
    if marks.contains(['!', '?', '‼', '⁇', '⁈', '⁉', '؟']) {
        return !(closed && (speaker_follows(next)));
    }
    if marks.contains('…') || marks.len() > 1 {
        // An elision stands between blanks or in brackets.
        let before = text.get(..stop.start).and_then(|t| t.chars().next_back()).unwrap_or(' ');
        return marks.chars().count() > 3 && !marks.contains('…') || !(is_blank(before) || matches!(before, '[' | '('));
    }
    if stop.end > stop.marks_end && !closed && word.is_empty() {
        return false;
    }
    ends_with_full_stop(text, start, stop, word, bare)
}

/// The rules for one full stop behind `word`, with `next` behind the blanks.
fn ends_with_full_stop(text: &str, start: usize, stop: &Stop, word: &str, next: &str) -> bool {
    let ahead = next_word(next);
    if word.is_empty() {
        // ". . ." and a stray full stop.
        return !text.get(..stop.start).is_some_and(|t| t.ends_with(is_blank)) || stop.start == start;
    }
    if is_list_mark(word) && trimmed(text, Span::new(start, stop.start)).of(text) == word {
        return false;
    }
    // What stands in brackets or quotes with its full stop is a sentence's end whatever the word.
    let starter = is_starter(ahead);
    match LISTS.class(word) {
        Some(Class::Title | Class::Inside) => false,
        Some(Class::Number) => !(ahead.starts_with(|c: char| c.is_numeric() || c == '#') || is_roman(ahead)),
        Some(Class::Starter) => starter || opens_quotation(text, stop),
        Some(Class::Time) => starter || !LISTS.times.contains(ahead),
        None if is_initial(word) => starter && !is_name_initial(text, start, stop, word),
        None if is_acronym(word) => starter || opens_quotation(text, stop),
        None => true,
    }
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '„' | '‹' | '*' | '_' | '¿' | '¡') || is_blank(c)
}

/// The word directly before `end`, with its inner full stops and hyphens, not reaching back before `start`.
fn last_word(text: &str, start: usize, end: usize) -> &str {
    let from = text.ceil_char_boundary(start.max(end.saturating_sub(WINDOW)));
    let window = text.get(from..end).unwrap_or_default();
    let cut = window.rfind(|c: char| is_blank(c) || is_opener(c) || matches!(c, '—' | '–' | '/' | '…' | '-' | ',' | ')' | ']'));
    let word = cut.map_or(window, |i| window.get(i..).unwrap_or_default());
    word.trim_start_matches(|c: char| !c.is_alphanumeric())
}

fn next_word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '#' | '.'))).unwrap_or(text.len());
    let word = text.get(..end).unwrap_or_default();
    word.trim_end_matches(['.', '\'', '’'])
}

/// Two sentences with the blank between them lost, as extraction from HTML and PDF leaves them: "water.Iran said".
fn runs_on(word: &str, next: &str) -> bool {
    let ahead = next.split(is_blank).next().unwrap_or_default();
    let mut chars = ahead.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    word.chars().count() >= 3
        && word.chars().all(char::is_lowercase)
        && capital
        && ahead.len() < next.len()
        && chars.all(|c| c.is_lowercase() || matches!(c, '’' | '\'' | ','))
}

/// al-Qaeda, iPhone: begins small and may open a sentence all the same.
fn is_camel(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase)
}

/// Up to four words with a capital first and a verb of speech last: `Smith asked`, `he said` is ruled out before.
fn speaker_follows(next: &str) -> bool {
    next.split(is_blank).take(5).skip(1).any(|w| LISTS.speech.contains(w.trim_matches(|c: char| !c.is_alphanumeric())))
        && !next.starts_with(is_opener)
}

fn opens_quotation(text: &str, stop: &Stop) -> bool {
    let rest = text.get(stop.end..).unwrap_or_default().trim_start_matches(is_blank);
    rest.starts_with(['“', '"', '«']) || text.get(stop.marks_end..stop.end).is_some_and(|c| c.contains(['”', '"', '»']))
}

fn is_starter(word: &str) -> bool {
    let first_capital = word.chars().next().is_some_and(char::is_uppercase);
    let plain = word.replace('’', "'").to_lowercase();
    first_capital && LISTS.starters.contains(plain.as_str())
}

/// One capital letter, or two of a hyphenated name, which [`last_word`] has cut to one.
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// "J. The" is no initial, but "I. A. Ivanov" is: a starter behind an initial opens a sentence only if it is no initial itself.
fn is_name_initial(text: &str, start: usize, stop: &Stop, word: &str) -> bool {
    let next = text.get(stop.end..).unwrap_or_default().trim_start_matches(is_blank);
    let again = next.chars().nth(1) == Some('.');
    again || (word != "I" && trimmed(text, Span::new(start, stop.start)).of(text) == word)
}

/// U.S, U.N, J.R.R: single letters with full stops between.
fn is_acronym(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

fn is_list_mark(word: &str) -> bool {
    word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit())
        || word.len() <= 7 && word.contains('.') && word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        || word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic())
        || is_roman(word)
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.len() <= 6 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'))
        || !word.is_empty() && word.len() <= 6 && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Title,
    Inside,
    Number,
    Starter,
    Time,
}

struct Lists {
    exact: HashMap<&'static str, Class>,
    small: HashMap<&'static str, Class>,
    starters: HashSet<&'static str>,
    speech: HashSet<&'static str>,
    times: HashSet<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists {
        exact: HashMap::new(),
        small: HashMap::new(),
        starters: entries(include_str!("data/starters.tsv")).collect(),
        speech: entries(include_str!("data/speech_verbs.tsv")).collect(),
        times: entries(include_str!("data/time_words.tsv")).collect(),
    };
    for line in entries(include_str!("data/abbreviations.tsv")) {
        if let Some((word, class)) = line.split_once('\t').and_then(|(word, class)| Some((word, class_of(class)?))) {
            let small = word.chars().all(|c| !c.is_uppercase());
            if small {
                lists.small.insert(word, class)
            } else {
                lists.exact.insert(word, class)
            };
        }
    }
    lists
});

impl Lists {
    fn class(&self, word: &str) -> Option<Class> {
        self.exact.get(word).copied().or_else(|| match word.chars().any(char::is_uppercase) {
            // A lone capital is an initial, not the abbreviation that the small letter is.
            true if word.chars().count() == 1 => None,
            true => self.small.get(word.to_lowercase().as_str()).copied(),
            false => self.small.get(word).copied(),
        })
    }
}

fn entries(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn class_of(name: &str) -> Option<Class> {
    Some(match name {
        "title" => Class::Title,
        "inside" => Class::Inside,
        "number" => Class::Number,
        "starter" => Class::Starter,
        "time" => Class::Time,
        _ => return None,
    })
}

#[cfg(test)]
#[path = "sentence_tests.rs"]
mod tests;
