//! Paragraphs and headings of plain text.

use std::ops::RangeInclusive;

use super::Span;
use super::sentence::{is_blank, trimmed};

/// Longest heading, in words and in bytes.
const HEADING_WORDS: usize = 16;
const HEADING_BYTES: usize = 140;

/// Words up to which a line without a full stop is a heading also when it is not in title case.
const SHORT_HEADING: usize = 8;

/// Longest line of a text that was wrapped by hand or by a program, in bytes. What is narrower is a list or a poem.
const WRAP_WIDTH: RangeInclusive<usize> = 36..=200;

/// Words, in small letters, with which a line breaks off in mid-sentence.
const HANGING: [&str; 30] = [
    "a", "an", "and", "are", "as", "at", "but", "by", "for", "from", "had", "has", "have", "he", "if", "in", "into", "is", "it", "its",
    "of", "on", "or", "that", "the", "to", "was", "were", "which", "with",
];

/// A paragraph, or a heading, of plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Bytes of the text, without blanks around; line breaks inside belong to hard-wrapped text. A bullet in front is left out.
    pub span: Span,
    /// Whether it stands alone as a heading.
    pub heading: bool,
}

/// The paragraphs of a plain text, in order, in linear time.
///
/// Blank lines, lines without a letter or figure, and list marks separate. Whether single line breaks do, the text itself
/// says: where a good part of the lines break off in mid-sentence it is hard-wrapped, and a break joins unless the line
/// ends short; elsewhere each line is a paragraph. A heading is a short line of its own without a full stop that other
/// text follows.
pub fn paragraphs(text: &str) -> Vec<Block> {
    let lines: Vec<Line<'_>> = Lines { text, at: 0 }.collect();
    let document = Wrap::of(&lines);
    let mut blocks = Vec::new();
    for chunk in lines.split(|line| line.words == 0) {
        if chunk.is_empty() {
            continue;
        }
        let own = Wrap::of(chunk);
        let wrap = if own.breaks >= 3 { own } else { Wrap { width: document.width.max(own.width), ..document } };
        group(text, chunk, wrap, &mut blocks);
    }
    // What nothing follows heads nothing: the last line of a note is being typed.
    if let Some(last) = blocks.last_mut() {
        last.heading = false;
    }
    blocks
}

/// Appends the blocks of a run of lines without a blank one between.
fn group(text: &str, chunk: &[Line<'_>], wrap: Wrap, blocks: &mut Vec<Block>) {
    let mut first = 0;
    for i in 0..chunk.len() {
        let joins = match (chunk.get(i), chunk.get(i + 1)) {
            (Some(line), Some(next)) => wrap.joins(line, next),
            _ => false,
        };
        if joins {
            continue;
        }
        if let Some(run) = chunk.get(first..=i)
            && let (Some(start), Some(end)) = (run.first(), run.last())
        {
            let span = trimmed(text, Span::new(start.span.start + start.bullet, end.span.end));
            let heading = run.len() == 1 && start.bullet == 0 && reads_as_heading(start.text);
            blocks.push(Block { span, heading });
        }
        first = i + 1;
    }
}

/// Whether a line that stands alone reads as a heading: short, without a full stop, and in title case unless very short.
pub(crate) fn reads_as_heading(text: &str) -> bool {
    let words = text.split(is_blank).filter(|w| !w.is_empty()).take(HEADING_WORDS + 1).count();
    if words > HEADING_WORDS || text.len() > HEADING_BYTES {
        return false;
    }
    let unquoted = text.trim_end_matches(['"', '”', '’', '\'', ')', '*', '_']);
    match unquoted.chars().next_back() {
        Some('.' | ',' | ';' | '…' | '-' | '–' | '—') => false,
        Some('?' | '!') => is_title_case(text),
        _ => starts_large(text) && (words <= SHORT_HEADING || is_title_case(text)),
    }
}

/// Whether a sentence plainly goes on from one line in the next. Neither has blanks around.
pub(crate) fn goes_on(line: &str, next: &str) -> bool {
    let hangs = line.ends_with(',') || HANGING.contains(&line.rsplit(is_blank).next().unwrap_or_default());
    !ends_sentence(line) && (next.starts_with(char::is_lowercase) || hangs)
}

/// Whether a line ends as a sentence does, or with a colon.
fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '*', '_']).ends_with(['.', '!', '?', '…', ':'])
}

/// Whether a text uses one line a paragraph throughout: no line breaks off in mid-sentence, and some are longer than any
/// wrapped line.
pub(crate) fn lines_are_paragraphs(text: &str) -> bool {
    let lines: Vec<Line<'_>> = Lines { text, at: 0 }.collect();
    let wrap = Wrap::of(&lines);
    wrap.breaks > 0 && wrap.broken == 0 && wrap.width > *WRAP_WIDTH.end()
}

/// Whether most words of four letters and more begin with a capital.
pub(crate) fn is_title_case(text: &str) -> bool {
    let long = text.split(|c: char| is_blank(c) || c == '-').filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() >= 4);
    let (large, all) = long.fold((0, 0), |(large, all), w| (large + usize::from(starts_large(w)), all + 1));
    all > 0 && large * 3 >= all * 2
}

fn starts_large(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
}

/// How a run of lines is wrapped.
#[derive(Clone, Copy, Debug)]
struct Wrap {
    /// Longest line in bytes.
    width: usize,
    /// Line breaks between two lines with words.
    breaks: usize,
    /// Those of them that fall in mid-sentence.
    broken: usize,
    /// Whether a good part of them fall in mid-sentence.
    hard: bool,
}

impl Wrap {
    fn of(lines: &[Line<'_>]) -> Self {
        let (mut breaks, mut broken) = (0, 0);
        for pair in lines.windows(2) {
            if let [line, next] = pair
                && line.words > 0
                && next.words > 0
            {
                breaks += 1;
                broken += usize::from(goes_on(line.text, next.text));
            }
        }
        let width = lines.iter().map(|l| l.text.len()).max().unwrap_or_default();
        Self { width, breaks, broken, hard: broken * 4 >= breaks && broken > 0 && WRAP_WIDTH.contains(&width) }
    }

    /// Whether the break between two lines is only a line's end.
    fn joins(self, line: &Line<'_>, next: &Line<'_>) -> bool {
        if next.bullet > 0 || next.numbered || line.rule || next.rule {
            return false;
        }
        if goes_on(line.text, next.text) {
            // A list of words in small letters is short on every line.
            return self.hard || line.text.len() >= 50;
        }
        // A line that had room for the next word was ended on purpose.
        let room = line.text.len() + 1 + next.first_word + self.width / 8 < self.width;
        self.hard && !room && next.indent <= line.indent.max(1)
    }
}

/// One line of the text.
struct Line<'a> {
    /// Bytes without blanks around.
    span: Span,
    text: &'a str,
    /// Words, roughly; 0 also where there is no letter or figure.
    words: usize,
    /// Blanks in front.
    indent: usize,
    /// Bytes of a bullet and its blanks in front.
    bullet: usize,
    /// Begins with `1.` or `(a)`.
    numbered: bool,
    /// A table's row or the like: never joined.
    rule: bool,
    /// Bytes of its first word.
    first_word: usize,
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let len = rest.bytes().position(|b| b == b'\n' || b == b'\r').unwrap_or(rest.len());
        let full = Span::new(self.at, self.at + len);
        let tail = rest.get(len..).unwrap_or_default();
        self.at = full.end + if tail.starts_with("\r\n") { 2 } else { tail.len().min(1) };
        Some(Line::new(self.text, full))
    }
}

impl<'a> Line<'a> {
    fn new(whole: &'a str, full: Span) -> Self {
        let span = trimmed(whole, full);
        let text = whole.get(span.range()).unwrap_or_default();
        let has_word = text.chars().any(char::is_alphanumeric);
        let first = text.split(is_blank).next().unwrap_or_default();
        let bullet = match first {
            "-" | "*" | "+" | "•" | "·" | "‣" | "▪" | "◦" | "●" | "■" | "–" | "—" => {
                text.len() - text.get(first.len()..).unwrap_or_default().trim_start_matches(is_blank).len()
            }
            _ => 0,
        };
        let bare = text.get(bullet..).unwrap_or_default();
        Self {
            span,
            text,
            // A line of 50 MB need not be counted to its end.
            words: if has_word { bare.split(is_blank).filter(|w| !w.is_empty()).take(HEADING_WORDS + 1).count().max(1) } else { 0 },
            indent: span.start - full.start,
            bullet,
            numbered: is_number_mark(first),
            rule: text.starts_with('|') && text.len() > 1,
            first_word: first.len(),
        }
    }
}

/// `1.`, `12)`, `(a)`, `iv)`: one to four letters or figures with a mark behind.
fn is_number_mark(word: &str) -> bool {
    let bare = word.trim_start_matches('(');
    let Some(inner) = bare.strip_suffix([')', '.']) else { return false };
    let figures = inner.bytes().all(|b| b.is_ascii_digit() || b == b'.') && inner.len() <= 5;
    let letter = inner.len() <= 4 && word.ends_with(')') && inner.bytes().all(|b| b.is_ascii_lowercase());
    !inner.is_empty() && (figures || letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Each block on a line, a heading with `#` in front, line breaks inside as `␤`.
    fn drawn(text: &str) -> String {
        let block = |b: &Block| format!("{}{}", if b.heading { "# " } else { "" }, b.span.of(text).replace('\n', "␤"));
        paragraphs(text).iter().map(block).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn lines_are_paragraphs_of_their_own() {
        let text = "The river fell for the third year in a row, the ministry said. Nobody was surprised by it at all.\n\
            The Long Quarrel over Water\n\
            Farmers left their land in the south, and the towns took them in. The wells had been dry since May.\n\
            Analysis: A Symbolic Gesture?\n\
            Nothing came of the pact that the two signed in spring. It was not meant to be kept, some say.\n\
            Outlook\n\
            More of the same is the safest bet.";
        let wanted = text.lines().enumerate().map(|(i, l)| if i % 2 == 1 { format!("# {l}") } else { l.to_owned() });
        assert_eq!(drawn(text), wanted.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn hard_wrapped_text_is_joined() {
        let text = "SUMMARY\n\nThe river fell for the third year in a row, the\nministry said. Nobody in the valley had expected\n\
            anything else from it.\nFarmers left their land in the south, and the\ntowns took them in as they had before.\n\n\
            Next Steps\nThe two sides agreed to meet again in the spring\nof next year.\n\n- the dam at the border\n  in the north\n- a gauge\n";
        let wanted = "# SUMMARY\nThe river fell for the third year in a row, the␤ministry said. Nobody in the valley had expected␤\
            anything else from it.\nFarmers left their land in the south, and the␤towns took them in as they had before.\n\
            # Next Steps\nThe two sides agreed to meet again in the spring␤of next year.\nthe dam at the border␤  in the north\na gauge";
        assert_eq!(drawn(text), wanted);
    }

    #[test]
    fn odd_texts() {
        for (text, wanted) in [
            ("", ""),
            (" \r\n\t\n", ""),
            ("\u{feff}One line", "One line"),
            ("Title\r\n=====\r\nText follows here.\r\n", "# Title\nText follows here."),
            ("A note that is being typed", "A note that is being typed"),
            ("First.\rSecond.\r", "First.\nSecond."),
            ("1. Iran opposes it.\n2. The Taliban accept it.", "1. Iran opposes it.\n2. The Taliban accept it."),
            ("apples\npears\nfigs", "apples\npears\nfigs"),
            ("***\n---", ""),
        ] {
            assert_eq!(drawn(text), wanted, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn blocks_cover_every_word(text in "([A-Za-z.é -]{0,30}(\n|\r\n|\n\n)){0,12}") {
            let mut at = 0;
            for block in paragraphs(&text) {
                prop_assert!(!text[at..block.span.start].chars().any(char::is_alphanumeric));
                at = block.span.end;
            }
            prop_assert!(!text[at..].chars().any(char::is_alphanumeric));
        }
    }
}
