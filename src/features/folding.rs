//! What can be folded away: sections, front matter, fenced code, comments.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};

use crate::text::Span;

/// What a fold holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A section, a list, code.
    Region,
    /// A comment or the front matter.
    Comment,
}

/// Bytes that can be folded to their first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The bytes, without the blank lines at their end.
    pub span: Span,
    /// What they hold.
    pub kind: Kind,
}

/// The folds of a Markdown text of more than one line, in order.
pub fn folds(text: &str) -> Vec<Fold> {
    let mut folds = Vec::new();
    let mut open: Vec<(HeadingLevel, usize)> = Vec::new();
    let close = |open: &mut Vec<(HeadingLevel, usize)>, level: Option<HeadingLevel>, end: usize, folds: &mut Vec<Fold>| {
        while let Some((last, start)) = open.last().copied() {
            if level.is_some_and(|level| last < level) {
                break;
            }
            open.pop();
            push(text, folds, Span::new(start, end), Kind::Region);
        }
    };
    for (event, range) in parse(text) {
        let span = Span::from(range);
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                close(&mut open, Some(level), span.start, &mut folds);
                open.push((level, span.start));
            }
            Event::Start(Tag::CodeBlock(_) | Tag::List(_) | Tag::Table(_)) => push(text, &mut folds, span, Kind::Region),
            Event::Start(Tag::MetadataBlock(_) | Tag::HtmlBlock) => push(text, &mut folds, span, Kind::Comment),
            _ => {}
        }
    }
    close(&mut open, None, text.len(), &mut folds);
    folds.sort_by_key(|fold| (fold.span.start, std::cmp::Reverse(fold.span.end)));
    folds
}

/// The headings of a Markdown text with their sections, in order: (level, heading, section).
pub fn sections(text: &str) -> Vec<(u8, Span, Span)> {
    let headings: Vec<(u8, Span)> = parse(text)
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::Heading { level, .. }) => Some((level as u8, Span::from(range))),
            _ => None,
        })
        .collect();
    let end_of = |at: usize, level: u8| {
        let next = headings.iter().skip(at + 1).find(|(other, _)| *other <= level);
        next.map_or(text.len(), |(_, span)| span.start)
    };
    headings.iter().enumerate().map(|(at, (level, span))| (*level, *span, Span::new(span.start, end_of(at, *level)))).collect()
}

fn parse(text: &str) -> impl Iterator<Item = (Event<'_>, std::ops::Range<usize>)> {
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    Parser::new_ext(text, options).into_offset_iter()
}

fn push(text: &str, folds: &mut Vec<Fold>, span: Span, kind: Kind) {
    let held = span.of(text).trim_end();
    if held.contains(['\n', '\r']) {
        folds.push(Fold { span: Span::new(span.start, span.start + held.len()), kind });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_end_where_the_next_of_their_level_begins() {
        let text = "---\na: b\n---\n\n# One\n\ntext\n\n## Two\n\nmore\n\n# Three\n\n```\ncode\n```\n";
        let folded: Vec<&str> = folds(text).iter().map(|fold| fold.span.of(text)).collect();
        assert_eq!(
            folded,
            ["---\na: b\n---", "# One\n\ntext\n\n## Two\n\nmore", "## Two\n\nmore", "# Three\n\n```\ncode\n```", "```\ncode\n```"]
        );
        assert_eq!(sections(text).len(), 3);
    }

    #[test]
    fn one_line_is_no_fold() {
        assert!(folds("# Heading\n\n").is_empty());
        assert!(folds("").is_empty());
    }
}
