//! Citations as they are written: `[@id, "exact words"; @other, para. 6]`, `[[id#heading|shown]]`, footnote marks.
//!
//! The scan looks at characters only. Whether a candidate stands in prose, and not in code or a link, the walk over the
//! text decides.

use super::{Citation, Form, Locator};
use crate::text::Span;

/// Longest citation that is looked for, in bytes.
const LONGEST: usize = 2000;

/// Something that may be a citation.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub span: Span,
    /// The parts that are not read aloud; the second may be empty.
    pub cuts: [Span; 2],
    pub what: What,
}

/// What a candidate holds.
#[derive(Clone, Debug)]
pub(super) enum What {
    Citations(Vec<Citation>),
    Footnote(String),
    /// An HTML comment, in plain text.
    Comment,
}

/// All candidates of a text, in order, none overlapping.
pub(super) fn scan(text: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('[')) {
        let start = at + next;
        match candidate(text, start) {
            Some(candidate) => {
                at = candidate.span.end;
                found.push(candidate);
            }
            None => at = start + 1,
        }
    }
    found
}

fn candidate(text: &str, start: usize) -> Option<Candidate> {
    match text.as_bytes().get(start + 1)? {
        b'[' => wiki(text, start),
        b'^' => footnote(text, start),
        _ => bracket(text, start),
    }
}

fn footnote(text: &str, start: usize) -> Option<Candidate> {
    let rest = text.get(start + 2..)?;
    let len = rest.find([']', '[', '\n', ' ', '\t'])?;
    let end = start + 2 + len + 1;
    if len == 0 || rest.as_bytes().get(len) != Some(&b']') || text.as_bytes().get(end) == Some(&b':') {
        return None;
    }
    let span = Span::new(start, end);
    Some(Candidate { span, cuts: [span, Span::default()], what: What::Footnote(rest[..len].to_owned()) })
}

fn wiki(text: &str, start: usize) -> Option<Candidate> {
    let rest = text.get(start + 2..)?;
    let len = rest[..rest.floor_char_boundary(LONGEST)].find("]]").filter(|len| *len > 0)?;
    let inner = &rest[..len];
    if inner.contains(['[', '\n']) {
        return None;
    }
    let span = Span::new(start, start + 2 + len + 2);
    let (target, shown) = match inner.split_once('|') {
        // In a table the bar is written with a backslash before it.
        Some((target, shown)) => (target.trim_end_matches('\\'), Some(span.end - 2 - shown.len())),
        None => (inner, None),
    };
    let (page, heading) = target.split_once('#').map_or((target, None), |(page, heading)| (page, Some(heading)));
    let name_at = page.rfind('/').map_or(0, |slash| slash + 1);
    let lead = page[name_at..].len() - page[name_at..].trim_start().len();
    let mut id = page[name_at..].trim();
    for extension in [".md", ".txt", ".html", ".htm", ".pdf", ".docx"] {
        id = id.strip_suffix(extension).unwrap_or(id);
    }
    if id.is_empty() {
        return None;
    }
    let id_start = start + 2 + name_at + lead;
    let citation = Citation {
        span,
        id_span: Span::new(id_start, id_start + id.len()),
        id: id.to_owned(),
        locator: heading.filter(|heading| !heading.is_empty()).map(|heading| Locator::Other(heading.to_owned())),
        form: Form::Wiki,
    };
    let cuts = match shown {
        Some(shown) => [Span::new(start, shown), Span::new(span.end - 2, span.end)],
        None if heading.is_none() && reads_as_word(text, span, page) => [Span::new(start, start + 2), Span::new(span.end - 2, span.end)],
        None => [span, Span::default()],
    };
    Some(Candidate { span, cuts, what: What::Citations(vec![citation]) })
}

/// Whether `[[Page]]` is part of its sentence, as in "the [[Helmand River]] flows", and not a citation at its end.
fn reads_as_word(text: &str, span: Span, page: &str) -> bool {
    let before = text[..span.start].trim_end_matches([' ', '*', '_']);
    let after = text[span.end..].trim_start_matches([' ', '*', '_']);
    if before.is_empty() || before.ends_with(['.', '!', '?', '(', '”', '"', '\n', ']', '|']) {
        return (before.is_empty() || before.ends_with('\n')) && after.starts_with(char::is_alphabetic);
    }
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let is_name = page.contains(' ') || page.starts_with(char::is_uppercase);
    const LEADS_IN: [&str; 20] = [
        "a", "an", "and", "at", "between", "by", "for", "from", "in", "into", "its", "of", "on", "or", "that", "the", "through", "to",
        "via", "with",
    ];
    is_name || after.starts_with(char::is_alphanumeric) || LEADS_IN.iter().any(|word| last.eq_ignore_ascii_case(word))
}

fn bracket(text: &str, start: usize) -> Option<Candidate> {
    let rest = text.get(start + 1..)?;
    let opening = rest.trim_start_matches([' ', '-']);
    if !opening.starts_with('@') && !leads_to_key(rest) {
        return None;
    }
    let len = inner_len(rest)?;
    let inner = Span::new(start + 1, start + 1 + len);
    let mut citations = Vec::new();
    for part in parts(text, inner) {
        match key(text, part) {
            Some(mut citation) => {
                citation.span = Span::new(start, inner.end + 1);
                citations.push(citation);
            }
            // Words before the first key, or a remark after a semicolon: part of the bracket, nothing to look up.
            None if citations.is_empty() => return None,
            None => {}
        }
    }
    let span = Span::new(start, inner.end + 1);
    let cut = with_parentheses(text, span);
    Some(Candidate { span: cut, cuts: [cut, Span::default()], what: What::Citations(citations) })
}

/// Whether a bracket opens with a few words and then a key, as in `[see @id]`.
fn leads_to_key(rest: &str) -> bool {
    let stop = rest.char_indices().take(60).find(|(_, c)| matches!(c, ']' | '[' | '@' | '\n'));
    match stop {
        Some((at, '@')) => rest[..at].ends_with([' ', '-', '{']),
        _ => false,
    }
}

/// Bytes up to the bracket's end; brackets inside quoted words or in pairs belong to it. A quote that is never closed
/// does not swallow the text behind it.
fn inner_len(rest: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut fallback, mut blank) = (0u32, false, None, false);
    for (at, c) in rest.char_indices() {
        if at > LONGEST {
            break;
        }
        match c {
            '"' => quoted = !quoted,
            '“' => quoted = true,
            '”' => quoted = false,
            '[' => depth += 1,
            ']' => {
                if depth == 0 && !quoted {
                    return Some(at);
                }
                fallback = fallback.or((depth == 0).then_some(at));
                depth = depth.saturating_sub(1);
            }
            '\n' if blank => break,
            _ => {}
        }
        blank = if c == '\n' { true } else { blank && (c == ' ' || c == '\t' || c == '\r' || c == '>') };
    }
    fallback
}

/// The parts of a bracket between semicolons outside quoted words.
fn parts(text: &str, inner: Span) -> Vec<Span> {
    let (mut parts, mut from, mut quoted) = (Vec::new(), inner.start, false);
    for (at, c) in inner.of(text).char_indices() {
        match c {
            '"' => quoted = !quoted,
            '“' => quoted = true,
            '”' => quoted = false,
            ';' if !quoted => {
                parts.push(Span::new(from, inner.start + at));
                from = inner.start + at + 1;
            }
            _ => {}
        }
    }
    parts.push(Span::new(from, inner.end));
    parts
}

/// The key of one part, with what stands behind it.
fn key(text: &str, part: Span) -> Option<Citation> {
    let inner = part.of(text);
    let sign = inner.match_indices('@').map(|(at, _)| at).find(|at| {
        let before = &inner[..*at];
        before.is_empty() || before.ends_with([' ', '-', '\n', '\t'])
    })?;
    let after = &inner[sign + 1..];
    let (id, id_at, rest) = match after.strip_prefix('{').and_then(|braced| braced.split_once('}')) {
        Some((id, rest)) => (id, sign + 2, rest),
        None => {
            let len = after.find(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '“' | '”')).unwrap_or(after.len());
            let id = after[..len].trim_end_matches(['.', ':', '!', '?']);
            (id, sign + 1, &after[id.len()..])
        }
    };
    if id.is_empty() {
        return None;
    }
    let id_start = part.start + id_at;
    Some(Citation {
        span: part,
        id_span: Span::new(id_start, id_start + id.len()),
        id: id.to_owned(),
        locator: locator(rest, part.end - rest.len()),
        form: Form::Bracket,
    })
}

/// What a citation points at, from the words behind its key, which begin at byte `at` of the note.
fn locator(rest: &str, at: usize) -> Option<Locator> {
    if let Some(open) = rest.find(['"', '“', '«', '„']) {
        let quote = rest[open..].chars().next()?;
        let from = open + quote.len_utf8();
        let to = rest[from..].rfind(['"', '”', '»', '“']).map_or(rest.len(), |close| from + close);
        let words = rest[from..to].trim();
        if !words.is_empty() {
            let start = at + from + (rest[from..to].len() - rest[from..to].trim_start().len());
            return Some(Locator::Quote(unwrap_lines(words), Span::new(start, start + words.len())));
        }
    }
    let words = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',').trim_end();
    let number = |names: &[&str]| {
        names.iter().find_map(|name| {
            let head = words.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name))?;
            let digits = words[head.len()..].trim_start_matches(['.', ' ', '\u{a0}']);
            let len = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            digits[..len].parse().ok()
        })
    };
    if let Some(paragraph) = number(&["paragraph", "para", "par", "¶"]) {
        return Some(Locator::Paragraph(paragraph));
    }
    if let Some(line) = number(&["line", "l"]) {
        return Some(Locator::Line(line));
    }
    (!words.is_empty()).then(|| Locator::Other(words.to_owned()))
}

/// Words that run over several lines of the note on one line, without the marks of a block quotation between them.
fn unwrap_lines(words: &str) -> String {
    let mut lines = words.lines();
    let mut joined = lines.next().unwrap_or("").trim_end().to_owned();
    for line in lines {
        joined.push(' ');
        joined.push_str(line.trim_start_matches([' ', '\t', '>']).trim_end());
    }
    joined
}

/// The citation with the parentheses around it, and words such as "see", where nothing else stands in them.
fn with_parentheses(text: &str, span: Span) -> Span {
    const LEADS: [&str; 6] = ["see", "cf.", "source:", "sources:", "per", "e.g."];
    let mut before = text[..span.start].trim_end_matches(' ');
    for lead in LEADS {
        if let Some(head) = before.len().checked_sub(lead.len()).and_then(|at| before.get(at..))
            && head.eq_ignore_ascii_case(lead)
        {
            before = before[..before.len() - lead.len()].trim_end_matches(' ');
            break;
        }
    }
    let after = &text[span.end..];
    let trimmed = after.trim_start_matches(' ');
    if before.ends_with('(') && trimmed.starts_with(')') {
        return Span::new(before.len() - 1, span.end + (after.len() - trimmed.len()) + 1);
    }
    span
}
