//! YAML front matter of a source, in CSL's names.

use serde_json::Value;

use super::{Meta, Problem};
use crate::text::Span;
use crate::text::encoding::BOM;

/// Longest front matter in bytes; what is longer is no front matter.
const LONGEST: usize = 64 * 1024;

/// Front matter as read.
#[derive(Debug, Default)]
pub struct Front {
    /// Where the text begins.
    pub end: usize,
    /// What it says.
    pub meta: Meta,
    /// What is wrong with it, each at its line.
    pub problems: Vec<Problem>,
}

/// Reads front matter: a first line `---`, YAML, and a line `---` or `...`. Malformed YAML is a problem at its line, and
/// the simple `key: value` lines are read all the same.
pub fn front_matter(text: &str) -> Front {
    let from = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let mut lines = lines(text, from);
    let Some(fence) = lines.next().filter(|line| line.of(text).trim_end() == "---") else {
        return Front { end: from, ..Front::default() };
    };
    let start = next_line(text, fence.end);
    let mut keys_end = start;
    let mut only_keys = true;
    for line in lines.take_while(|line| line.end - start <= LONGEST) {
        let content = line.of(text).trim_end();
        if matches!(content, "---" | "...") {
            let end = next_line(text, line.end);
            let (meta, problems) = parse(text, Span::new(start, line.start));
            return Front { end, meta, problems };
        }
        only_keys &= key_value(content).is_some();
        if only_keys {
            keys_end = next_line(text, line.end);
        }
    }
    if keys_end == start {
        // A rule across the page.
        return Front { end: fence.end, ..Front::default() };
    }
    let (meta, mut problems) = parse(text, Span::new(start, keys_end));
    let message = "the front matter is not closed: add a line `---` behind its last entry".to_owned();
    problems.insert(0, Problem { span: fence, message });
    Front { end: keys_end, meta, problems }
}

fn parse(text: &str, span: Span) -> (Meta, Vec<Problem>) {
    let yaml = span.of(text);
    let (mut meta, mut problems) = (Meta::default(), Vec::new());
    match serde_saphyr::from_str::<Value>(yaml) {
        Ok(Value::Object(entries)) => {
            for (key, value) in &entries {
                set(&mut meta, key, value);
            }
        }
        Ok(Value::Null) => {}
        Ok(_) => problems.push(Problem {
            span: line_at(text, span.start),
            message: "the front matter is no list of entries such as `title: …`: write one a line".to_owned(),
        }),
        Err(error) => {
            let line = error.location().and_then(|l| usize::try_from(l.line()).ok()).unwrap_or(1).max(1);
            let at = lines(text, span.start).nth(line - 1).unwrap_or(span);
            let reason = error.without_snippet().to_string();
            let reason = reason.lines().next().unwrap_or_default().trim_end_matches('.');
            let message =
                format!("the front matter is not YAML here ({reason}): put a value with `:`, `#` or quote marks in single quotes");
            problems.push(Problem { span: at, message });
            for (key, value) in yaml.lines().filter_map(key_value) {
                let value = value.trim_matches(['"', '\'']);
                set(&mut meta, key, &Value::String(value.to_owned()));
            }
        }
    }
    if let Some(grade) = &meta.grade
        && !is_grade(grade)
    {
        let at = lines(text, span.start).find(|l| l.of(text).starts_with("grade")).unwrap_or(span);
        let message = format!("`{grade}` is no Admiralty grade: write a letter A–F for the source and a figure 1–6, such as `B2`");
        problems.push(Problem { span: at, message });
        meta.grade = None;
    }
    (meta, problems)
}

fn set(meta: &mut Meta, key: &str, value: &Value) {
    let text = scalar(value).filter(|text| !text.is_empty());
    match key.to_ascii_lowercase().as_str() {
        "title" => meta.title = text,
        "author" | "authors" => meta.author = names(value),
        "issued" | "date" => meta.issued = date(value),
        "url" => meta.url = text,
        "container-title" => meta.container_title = text,
        "grade" => meta.grade = text.map(|t| t.to_ascii_uppercase()),
        _ => {}
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// A name, a list of names, or CSL's objects with `family` and `given` or `literal`.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(all) => all.iter().flat_map(names).collect(),
        Value::Object(name) => {
            let part = |key: &str| name.get(key).and_then(scalar);
            let parts = [part("given"), part("non-dropping-particle"), part("family")];
            let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            part("literal").or_else(|| part("name")).or((!joined.is_empty()).then_some(joined)).into_iter().collect()
        }
        _ => scalar(value).filter(|name| !name.is_empty()).into_iter().collect(),
    }
}

/// A date as written, or CSL's `date-parts`, `raw` or `literal`.
fn date(value: &Value) -> Option<String> {
    let Value::Object(entries) = value else { return scalar(value).filter(|t| !t.is_empty()) };
    let parts = entries.get("date-parts").and_then(|p| p.get(0)).and_then(Value::as_array);
    match parts {
        Some(parts) => {
            let part = |(i, p): (usize, &Value)| scalar(p).map(|p| if i == 0 { p } else { format!("{p:0>2}") });
            Some(parts.iter().enumerate().filter_map(part).collect::<Vec<_>>().join("-"))
        }
        None => ["raw", "literal"].iter().find_map(|key| entries.get(*key).and_then(scalar)),
    }
}

/// `B2`, `B` or `2`.
fn is_grade(grade: &str) -> bool {
    let letter = |b: &u8| matches!(b, b'A'..=b'F');
    let figure = |b: &u8| matches!(b, b'1'..=b'6');
    match grade.as_bytes() {
        [one] => letter(one) || figure(one),
        [one, two] => letter(one) && figure(two),
        _ => false,
    }
}

/// `key: value`, where the key is a word.
fn key_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let word = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    (word && (value.is_empty() || value.starts_with(' '))).then(|| (key, value.trim()))
}

fn line_at(text: &str, from: usize) -> Span {
    lines(text, from).next().unwrap_or(Span::new(from, from))
}

/// Lines from `from` on, without their line breaks.
fn lines(text: &str, from: usize) -> impl Iterator<Item = Span> + '_ {
    let mut at = Some(from).filter(|from| *from < text.len());
    std::iter::from_fn(move || {
        let start = at?;
        let len = text.get(start..)?.bytes().position(|b| b == b'\n' || b == b'\r').unwrap_or(text.len() - start);
        let next = next_line(text, start + len);
        at = (next > start + len && next < text.len()).then_some(next);
        Some(Span::new(start, start + len))
    })
}

fn next_line(text: &str, end: usize) -> usize {
    let tail = text.get(end..).unwrap_or_default();
    end + if tail.starts_with("\r\n") { 2 } else { usize::from(tail.starts_with(['\n', '\r'])) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read() {
        let text = "---\ntitle: \"Water: a quarrel\"\nauthor:\n  - family: Khan\n    given: Leila\n  - A. Writer\nissued:\n  date-parts: [[2021, 1, 5]]\n\
            URL: https://example.org/x\ncontainer-title: The Daily\ngrade: b2\nunknown: 5\n---\nText.";
        let Front { end, meta, problems } = front_matter(text);
        assert_eq!(&text[end..], "Text.");
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(meta.title.as_deref(), Some("Water: a quarrel"));
        assert_eq!(meta.author, ["Leila Khan", "A. Writer"]);
        assert_eq!(meta.issued.as_deref(), Some("2021-01-05"));
        assert_eq!(meta.url.as_deref(), Some("https://example.org/x"));
        assert_eq!(meta.container_title.as_deref(), Some("The Daily"));
        assert_eq!(meta.grade.as_deref(), Some("B2"));
    }

    #[test]
    fn plain_forms() {
        let meta = front_matter("\u{feff}---\r\nauthor: Leila Khan\r\nissued: 2021-01-05\r\n...\r\n").meta;
        assert_eq!((meta.author, meta.issued.as_deref()), (vec!["Leila Khan".to_owned()], Some("2021-01-05")));
        assert_eq!(front_matter("---\nissued: 2021\n---\n").meta.issued.as_deref(), Some("2021"));
        assert_eq!(front_matter("---\n---\n").end, 8);
        assert_eq!(front_matter("No front matter.\n---\n").end, 0);
        assert_eq!(front_matter("---\n\nA rule across the page.\n").end, 3);
    }

    #[test]
    fn what_is_malformed_is_a_problem_at_its_line() {
        let text = "---\ntitle: Water: a quarrel\ngrade: B2\nissued: [2021\n---\nText.";
        let Front { end, meta, problems } = front_matter(text);
        assert_eq!(&text[end..], "Text.");
        assert_eq!((meta.title.as_deref(), meta.grade.as_deref()), (Some("Water: a quarrel"), Some("B2")));
        assert_eq!(problems.len(), 1);
        assert!(problems[0].span.of(text).starts_with("title"), "{problems:?}");

        let text = "---\ntitle: Water\ngrade: Z9\n\nText.";
        let Front { end, meta, problems } = front_matter(text);
        assert_eq!((&text[end..], meta.title.as_deref(), meta.grade), ("\nText.", Some("Water"), None));
        assert_eq!(problems.iter().map(|p| p.span.of(text)).collect::<Vec<_>>(), ["---", "grade: Z9"]);
        assert_eq!(front_matter("---\n- a\n- b\n---\n").problems.len(), 1);
    }
}
