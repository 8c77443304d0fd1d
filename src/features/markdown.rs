//! What kind of text a place in a note stands in.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Where a place stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Among words.
    Prose,
    /// In code, or in an HTML tag.
    Code,
    /// In the front matter.
    FrontMatter,
    /// In the address of a link.
    Link,
    /// In a comment.
    Comment,
}

/// The setting of the byte at `offset` of a Markdown text.
pub fn setting(text: &str, offset: usize) -> Setting {
    let mut setting = Setting::Prose;
    if in_comment(text, offset) {
        return Setting::Comment;
    }
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        if range.start > offset {
            break;
        }
        let inside = range.start < offset && offset < range.end;
        match event {
            // A block that is still being written ends where the text does.
            Event::Start(Tag::CodeBlock(_)) if range.start < offset && (inside || offset == text.len() && range.end == offset) => {
                setting = Setting::Code
            }
            Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) if inside => setting = Setting::Code,
            Event::Start(Tag::MetadataBlock(_)) if inside => setting = Setting::FrontMatter,
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) if inside => {
                let words = text.get(range.start..offset).unwrap_or_default();
                if words.starts_with('<') || words.rfind("](").is_some() {
                    setting = Setting::Link;
                }
            }
            _ => {}
        }
    }
    if setting == Setting::Prose && code_begun(text, offset) {
        return Setting::Code;
    }
    let word = text.get(..offset).and_then(|text| text.rsplit(char::is_whitespace).next()).unwrap_or_default();
    if setting == Setting::Prose && (word.contains("://") || word.contains("](")) { Setting::Link } else { setting }
}

/// Whether the line up to a place has opened code that is still being written: a backtick without its partner, or a tag without its end.
fn code_begun(text: &str, offset: usize) -> bool {
    let line = super::around::line_before(text, offset).0;
    let tag = line.rfind('<').and_then(|at| line.get(at + 1..)).is_some_and(|rest| {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        rest.starts_with(|c: char| c.is_ascii_alphabetic()) && !rest.contains('>')
    });
    tag || line.matches('`').count() % 2 == 1
}

/// The words of a Markdown text without its marks, a paragraph or item on a line of its own.
pub fn plain(markdown: &str) -> String {
    let mut words = String::with_capacity(markdown.len());
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::Start(Tag::Item) => words.push_str("- "),
            Event::SoftBreak | Event::HardBreak | Event::Rule | Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => words.push('\n'),
            Event::End(TagEnd::Item) if !words.ends_with('\n') => words.push('\n'),
            _ => {}
        }
    }
    words.truncate(words.trim_end().len());
    words
}

fn in_comment(text: &str, offset: usize) -> bool {
    let Some(before) = text.get(..offset) else { return false };
    let Some(open) = before.rfind("<!--") else { return false };
    // One that is still being written has no end; it is taken to end with its line.
    let rest = before.get(open..).unwrap_or_default();
    !rest.contains("-->") && (!rest.contains('\n') || text.get(offset..).is_some_and(|after| after.contains("-->")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(marked: &str) -> Setting {
        let offset = marked.find('|').unwrap_or(0);
        setting(&marked.replacen('|', "", 1), offset)
    }

    #[test]
    fn marks_go_and_words_stay() {
        assert_eq!(
            plain("**Backed** · so\n\n> *one* two\\_three\n>\n> — [a](b), l. 1\n\n- x\n- y\n"),
            "Backed · so\none two_three\n— a, l. 1\n- x\n- y"
        );
    }

    #[test]
    fn code_links_comments_and_front_matter_are_no_prose() {
        assert_eq!(at("Iran |and"), Setting::Prose);
        assert_eq!(at("a `co|de` b"), Setting::Code);
        assert_eq!(at("```\nco|de\n```\n"), Setting::Code);
        assert_eq!(at("```\nco|"), Setting::Code);
        assert_eq!(at("a `co|"), Setting::Code);
        assert_eq!(at("a `b` co|"), Setting::Prose);
        assert_eq!(at("a <div cl|ass=\"b\"> c"), Setting::Code);
        assert_eq!(at("a <di|"), Setting::Code);
        assert_eq!(at("3 < 4 and |"), Setting::Prose);
        assert_eq!(at("---\ntitle: |x\n---\n\nText"), Setting::FrontMatter);
        assert_eq!(at("[words](http|s://x.org)"), Setting::Link);
        assert_eq!(at("[wo|rds](https://x.org)"), Setting::Prose);
        assert_eq!(at("see https://x|y"), Setting::Link);
        assert_eq!(at("<!-- backtext-dis|"), Setting::Comment);
        assert_eq!(at("<!-- a -->\n\nb|"), Setting::Prose);
    }
}
