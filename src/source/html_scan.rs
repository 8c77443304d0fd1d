//! Text blocks of HTML in one pass without a tree, so that no nesting is too deep and no size too large.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::passages::Extracted;

/// Longest tag in bytes, attributes included, once [`PATIENCE`] is spent; what looks longer is text.
const LONGEST_TAG: usize = 16 * 1024;

/// How many tags of any length may turn out never to end. Pictures inside a tag are long; a text full of such tags would
/// take a look at all that follows for each.
const PATIENCE: usize = 8;

/// How many bytes of link text a block may have for each ten bytes of text before it counts as a menu.
const LINKS_IN_TEN: usize = 6;

/// What lies inside these is not shown, or no text.
const HIDDEN: [&str; 14] = [
    "script", "style", "noscript", "template", "svg", "math", "textarea", "select", "button", "iframe", "object", "canvas", "video",
    "audio",
];

/// What lies inside these stands around the text.
const AROUND: [&str; 4] = ["nav", "footer", "form", "aside"];

/// Elements that run on within a line of text.
const INLINE: [&str; 36] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// The text blocks of HTML in order. `page` says that this is a whole page, of which navigation, footers, forms and blocks of
/// mere links are left out.
pub fn blocks(html: &str, page: bool) -> Vec<Extracted> {
    let mut scan = Scan { page, ..Scan::default() };
    for piece in Pieces::new(html) {
        match piece {
            Piece::Text(text) => scan.text(text),
            Piece::Tag { name, closing } => scan.tag(&name, closing),
        }
    }
    scan.flush();
    scan.blocks
}

/// A bound on how deep the elements of a page nest; elements whose end tag may be left out do not count.
pub fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for piece in Pieces::new(html) {
        let Piece::Tag { name, closing } = piece else { continue };
        if closing {
            depth = depth.saturating_sub(1);
        } else if !may_stay_open(&name) {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

fn may_stay_open(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "p"
            | "li"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "option"
            | "optgroup"
            | "colgroup"
    )
}

/// Content of the first element of this name, decoded, with its blanks folded.
pub fn element_text(html: &str, wanted: &str) -> Option<String> {
    let mut pieces = Pieces::new(html).skip_while(|p| !matches!(p, Piece::Tag { name, closing: false } if name == wanted));
    pieces.next()?;
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(piece) => decode_into(piece, &mut text),
            Piece::Tag { name, closing: true } if name == wanted => break,
            Piece::Tag { .. } => text.push(' '),
        }
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

#[derive(Default)]
struct Scan {
    page: bool,
    blocks: Vec<Extracted>,
    text: String,
    heading: bool,
    linked: usize,
    in_link: bool,
    /// Open elements whose content is left out, by name.
    hidden: Vec<String>,
    raised: Option<usize>,
    breaks: usize,
}

impl Scan {
    fn text(&mut self, raw: &str) {
        if !self.hidden.is_empty() {
            return;
        }
        let before = self.text.len();
        decode_into(raw, &mut self.text);
        if self.in_link {
            self.linked += self.text.len() - before;
        }
        if !raw.trim().is_empty() {
            self.breaks = 0;
        }
    }

    fn tag(&mut self, name: &str, closing: bool) {
        if HIDDEN.contains(&name) || name == "head" || (self.page && AROUND.contains(&name)) {
            self.flush();
            if closing {
                // An end tag without its start tag closes nothing; one that closes an outer element closes the inner too.
                if let Some(at) = self.hidden.iter().rposition(|open| open == name) {
                    self.hidden.truncate(at);
                }
            } else if self.hidden.len() < 64 {
                self.hidden.push(name.to_owned());
            }
            return;
        }
        // A head or a menu that is never closed must not swallow the text.
        if matches!(name, "body" | "main" | "article") {
            self.hidden.clear();
        }
        match name {
            "a" => self.in_link = !closing,
            "q" => self.text.push(if closing { '”' } else { '“' }),
            "br" => {
                self.breaks += 1;
                if self.breaks > 1 { self.flush() } else { self.text.push('\n') }
            }
            "sup" if !closing => self.raised = Some(self.text.len()),
            "sup" => self.drop_footnote_mark(),
            _ if INLINE.contains(&name) => {}
            _ => {
                self.flush();
                self.heading = !closing && matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
            }
        }
    }

    /// Takes a raised `1`, `[12]` or `*` out again.
    fn drop_footnote_mark(&mut self) {
        if let Some(from) = self.raised.take()
            && self.text.get(from..).is_some_and(|t| !t.chars().any(char::is_alphabetic) || t.chars().count() == 1)
        {
            self.text.truncate(from);
        }
    }

    fn flush(&mut self) {
        let heading = std::mem::take(&mut self.heading);
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        (self.raised, self.breaks) = (None, 0);
        let trimmed = text.trim();
        let menu = self.page && !heading && linked * 10 > trimmed.len() * LINKS_IN_TEN && !trimmed.ends_with('.');
        if !trimmed.is_empty() && !menu {
            self.blocks.push(Extracted { text: trimmed.to_owned(), heading });
        }
    }
}

enum Piece<'a> {
    Text(&'a str),
    Tag { name: String, closing: bool },
}

/// Tags and the text between them; comments, declarations and the content of scripts are passed over.
struct Pieces<'a> {
    html: &'a str,
    at: usize,
    /// Tags so far that never ended.
    endless: usize,
}

impl<'a> Pieces<'a> {
    fn new(html: &'a str) -> Self {
        Self { html, at: 0, endless: 0 }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let rest = self.html.get(self.at..).filter(|rest| !rest.is_empty())?;
            if !rest.starts_with('<') {
                let len = rest.find('<').unwrap_or(rest.len());
                self.at += len;
                return rest.get(..len).map(Piece::Text);
            }
            if let Some(len) = declaration(rest) {
                self.at += len;
                continue;
            }
            let Some((name, closing)) = tag_name(rest) else {
                // A lone `<` is text.
                let len = rest.get(1..).and_then(|r| r.find('<')).map_or(rest.len(), |i| i + 1);
                self.at += len;
                return rest.get(..len).map(Piece::Text);
            };
            let window = if self.endless < PATIENCE { rest } else { rest.get(..rest.floor_char_boundary(LONGEST_TAG)).unwrap_or(rest) };
            let len = tag_len(window).or_else(|| {
                // An attribute's quote mark that is never closed: the tag ends at its first `>`.
                self.endless += 1;
                window.find('>').map(|i| i + 1)
            });
            let Some(len) = len else {
                self.at += window.len();
                return Some(Piece::Text(window));
            };
            self.at += len;
            if !closing && matches!(name.as_str(), "script" | "style" | "textarea") {
                self.at += raw_content(rest.get(len..).unwrap_or_default(), &name);
            }
            return Some(Piece::Tag { name, closing });
        }
    }
}

/// Length of a comment, doctype or processing instruction.
fn declaration(rest: &str) -> Option<usize> {
    if rest.starts_with("<!--") {
        return Some(rest.get(4..).and_then(|r| r.find("-->")).map_or(rest.len(), |i| i + 7));
    }
    (rest.starts_with("<!") || rest.starts_with("<?")).then(|| rest.find('>').map_or(rest.len(), |i| i + 1))
}

/// Name of a tag, and whether it closes.
fn tag_name(rest: &str) -> Option<(String, bool)> {
    let bytes = rest.as_bytes();
    let closing = bytes.get(1) == Some(&b'/');
    let from = 1 + usize::from(closing);
    bytes.get(from).filter(|b| b.is_ascii_alphabetic())?;
    let len = bytes.get(from..)?.iter().take(32).take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    Some((rest.get(from..from + len)?.to_ascii_lowercase(), closing))
}

/// Length of a tag up to the first `>` outside quote marks.
fn tag_len(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (i, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(i + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Length of what lies before the end tag of an element whose content is no HTML.
fn raw_content(rest: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(at) = rest.get(from..).and_then(|r| r.find("</")).map(|i| i + from) {
        if rest.get(at + 2..).and_then(|r| r.get(..name.len())).is_some_and(|r| r.eq_ignore_ascii_case(name)) {
            return at;
        }
        from = at + 2;
    }
    rest.len()
}

/// Appends text with its character references decoded.
pub fn decode_into(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let tail = rest.get(at..).unwrap_or_default();
        let (shown, len) = reference(tail).unwrap_or(('&', 1));
        out.push(shown);
        rest = tail.get(len..).unwrap_or_default();
    }
    out.push_str(rest);
}

fn reference(tail: &str) -> Option<(char, usize)> {
    let end = tail.bytes().take(12).position(|b| b == b';')?;
    let name = tail.get(1..end)?;
    let shown = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace()).unwrap_or(' ')
    } else {
        *ENTITIES.get(name)?
    };
    Some((shown, end + 1))
}

static ENTITIES: LazyLock<HashMap<&'static str, char>> = LazyLock::new(|| {
    let lines = include_str!("data/entities.tsv").lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    lines.filter_map(|(name, code)| Some((name, char::from_u32(u32::from_str_radix(code, 16).ok()?)?))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn(html: &str, page: bool) -> String {
        let line = |b: &Extracted| format!("{}{}", if b.heading { "# " } else { "" }, b.text);
        blocks(html, page).iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn blocks_of_a_fragment() {
        for (html, wanted) in [
            ("<h2>Title</h2><p>One <b>bold</b> word.</p>", "# Title\nOne bold word."),
            ("a<br>b<br><br>c", "a\nb\nc"),
            ("x &lt; y &amp;&#8217;&#x2019;&nbsp;&eacute; &unknown; AT&T", "x < y &’’\u{a0}é &unknown; AT&T"),
            ("<p>Signed.<sup>[1]</sup> Held.<sup>2</sup> The 5<sup>th</sup></p>", "Signed. Held. The 5th"),
            ("<script>if (a < b) '</p>'</script><style>p{}</style>after", "after"),
            ("<!-- <p>no</p> --><P CLASS='a>b'>yes</P>", "yes"),
            ("3 < 5 and <3", "3 < 5 and <3"),
            ("<q>so</q> <a href=x>link</a>", "“so” link"),
            ("<p title=\"never closed>text", "text"),
            ("<", "<"),
        ] {
            assert_eq!(drawn(html, false), wanted, "{html}");
        }
    }

    #[test]
    fn a_page_without_what_stands_around() {
        let html = "<head><title>T</title></head><nav><a>Home</a></nav><h1>Head</h1><p>Text <a>here</a>.</p><ul><li><a>Other story</a></ul>\
            <aside>no</aside><footer>no</footer>";
        assert_eq!(drawn(html, true), "# Head\nText here.");
        assert_eq!(element_text(html, "title").as_deref(), Some("T"));
        assert_eq!(depth(html), 2);
        assert_eq!(depth(&"<div>".repeat(100_000)), 100_000);
    }

    #[test]
    fn entities_are_well_formed() {
        for line in include_str!("data/entities.tsv").lines().filter(|l| !l.starts_with('#')) {
            let (name, _) = line.split_once('\t').unwrap_or_default();
            assert!(ENTITIES.contains_key(name), "{line}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_scanned(html in "(<|>|/|p|div|br|script|!--|-->|&|amp;|#x2019;|\"|'| |é|=){0,60}") {
            blocks(&html, true);
            blocks(&html, false);
        }
    }
}
