//! Web pages: the main text only, and what the page says about itself.

use dom_smoothie::{Article, Readability};
use encoding_rs::Encoding;

use super::guard::guarded;
use super::html_scan::{blocks, depth, element_text};
use super::passages::Extracted;
use super::read::Extract;
use super::{Meta, boilerplate::is_boilerplate};
use crate::text::encoding::decode_as;

/// Largest page in bytes that a tree is built of; larger ones are read in one pass. A page of an article has a tenth of it.
const LARGEST_TREE: usize = 8 * 1024 * 1024;

/// Deepest nesting that a tree is built of. Browsers stop at 512; the library's recursion needs stack.
const DEEPEST_TREE: usize = 200;

/// Where in the file its encoding must be declared, in bytes, by the HTML standard.
const DECLARATION: usize = 1024;

/// Reads a page. The main text is found by readability's rules; where they find none, and in pages too large or too deep for a
/// tree, every block counts that is no navigation, footer, form or list of links.
pub fn extract(bytes: &[u8]) -> Extract {
    let decoded = decode_as(bytes, declared(bytes));
    let html = decoded.text;
    let mut extract = Extract { problems: decoded.problems.iter().map(ToString::to_string).collect(), ..Extract::default() };
    let article = if html.len() <= LARGEST_TREE && depth(&html) <= DEEPEST_TREE { guarded(|| article(&html)).flatten() } else { None };
    let all = || blocks(&html, true);
    extract.blocks = match &article {
        Some(article) => {
            let main = blocks(&article.content, false);
            // Readability takes one part of a page; of a short page it may be the wrong one.
            if size(&main) < 500 { Some(all()).filter(|all| size(all) > 2 * size(&main)).unwrap_or(main) } else { main }
        }
        None => all(),
    };
    extract.meta = match article {
        Some(article) => meta(article),
        None => Meta { title: element_text(&html, "title"), ..Meta::default() },
    };
    put_title_first(&mut extract);
    extract
}

fn article(html: &str) -> Option<Article> {
    Readability::new(html, None, None).ok()?.parse().ok()
}

fn size(blocks: &[Extracted]) -> usize {
    blocks.iter().map(|b| b.text.len()).sum()
}

/// Readability takes the headline out of the text; as a heading it belongs there.
fn put_title_first(extract: &mut Extract) {
    if let Some(title) = &extract.meta.title
        && !extract.blocks.is_empty()
        && !extract.blocks.iter().take(3).any(|b| b.text == *title)
        && !is_boilerplate(title, false)
    {
        extract.blocks.insert(0, Extracted { text: title.clone(), heading: true });
    }
}

fn meta(article: Article) -> Meta {
    let text = |value: Option<String>| value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    Meta {
        title: text(Some(article.title.to_string())),
        author: text(article.byline).into_iter().collect(),
        issued: text(article.published_time),
        url: text(article.url),
        container_title: text(article.site_name),
        grade: None,
    }
}

/// The encoding that the page itself names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..DECLARATION).unwrap_or(bytes).to_ascii_lowercase();
    let at = head.windows(8).position(|w| w == b"charset=")?;
    let label: Vec<u8> = head
        .get(at + 8..)?
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\''))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .collect();
    Encoding::for_label(&label)
}

#[cfg(test)]
mod tests {
    use crate::source::read;

    const PAGE: &str = r#"<!doctype html><html><head><meta charset="utf-8"><title>The Long Quarrel</title>
        <meta name="author" content="Leila Khan"><meta property="og:site_name" content="The Daily">
        <meta property="article:published_time" content="2021-01-05"></head>
        <body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
        <div class="sidebar"><p><a href="/x">Another story that is far more exciting</a></p></div>
        <article><h1>The Long Quarrel</h1>
        <p>Iran&#8217;s river fell for the third year in a row, the ministry said on Monday, and nobody in the valley was surprised by it at all.
        The wells had been dry since May, and the farmers of the south had left their land for the towns along the border.</p>
        <div class="ad">Advertisement</div>
        <h2>What the treaty says</h2>
        <p>The two sides signed the treaty in 1973.<sup>[1]</sup> It was never fully put into practice, however, and the flow that it promises
        has not been measured for years, which both of them regret in public and neither mends in private.</p>
        <p>A third paragraph, <a href="/y">with a link</a>, makes the page long enough to be an article, since short pages are seldom read
        as such. It says nothing of weight, but it says so at some length, with commas, and clauses, and a full stop.</p></article>
        <div><p>Share on Facebook</p></div><footer><p>© 2021 The Daily. All rights reserved.</p></footer></body></html>"#;

    fn texts(name: &str, bytes: &[u8]) -> Vec<String> {
        let source = read(name, bytes);
        source.passages.iter().map(|p| source.passage_text(p).into_owned()).collect()
    }

    #[test]
    fn the_main_text_of_a_page() {
        let source = read("sources/quarrel.html", PAGE.as_bytes());
        let found = texts("quarrel.html", PAGE.as_bytes());
        assert_eq!(found.len(), 8, "{found:#?}");
        assert_eq!(found[0], "The Long Quarrel");
        assert!(found[1].starts_with("Iran’s river fell"));
        assert_eq!(found[4], "The two sides signed the treaty in 1973.");
        let headings: Vec<_> = source.passages.iter().filter(|p| p.heading).map(|p| p.span.of(&source.text)).collect();
        assert_eq!(headings, ["The Long Quarrel", "What the treaty says"]);
        assert_eq!(source.meta.title.as_deref(), Some("The Long Quarrel"));
        assert_eq!(source.meta.author, ["Leila Khan"]);
        assert_eq!(source.meta.container_title.as_deref(), Some("The Daily"));
        assert_eq!(source.meta.issued.as_deref(), Some("2021-01-05"));
        assert!(source.problems.is_empty());
    }

    #[test]
    fn deep_nesting_and_broken_pages_are_read() {
        let deep = format!("{}<p>The river fell.</p>{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        assert_eq!(texts("a.html", deep.as_bytes()), ["The river fell."]);
        let inline = format!("{}The river fell.", "<b><i>".repeat(100_000));
        assert_eq!(texts("a.html", inline.as_bytes()), ["The river fell."]);
        assert_eq!(texts("a.html", b"<p>The river <b>fell.<p>It rose."), ["The river fell.", "It rose."]);
        assert_eq!(texts("a.html", b"<html><body></body></html>"), Vec::<String>::new());
        assert_eq!(read("a.html", b"<p></p>").problems.len(), 1);
    }

    #[test]
    fn a_declared_encoding_counts() {
        let page = "<meta charset=windows-1251><p>Переговоры о воде.</p>";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(page);
        assert_eq!(texts("a.htm", &bytes), ["Переговоры о воде."]);
    }
}
