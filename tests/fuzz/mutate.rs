//! Bytes that are almost sense: real snippets, spliced, repeated, cut and spoiled.

use crate::corpus::Random;

/// Pieces that the grammars of all targets know.
pub const WORDS: &[&str] = &[
    "The river fell. ",
    "Iran",
    "the Taliban",
    " never signed ",
    " in 1973",
    "12,000 people",
    "3.5 %",
    "half of them",
    "on 5 March 2021",
    "two-thirds",
    "Mr. ",
    "U.S. ",
    "e.g. ",
    "\"",
    "“",
    "”",
    "'",
    "’s",
    "—",
    "…",
    "!",
    "?",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "\u{a0}",
    "\u{feff}",
    "\u{301}",
    "é",
    "水",
    "👩‍👩‍👧",
    "ß",
    "İ",
    "\u{202e}",
    "\0",
    "# ",
    "## Assessment\n",
    "- ",
    "> ",
    "> [!claim]\n> ",
    "> [!assessment]- x\n",
    "[@a]",
    "[@a, \"x\"]",
    "[@a, para. 6]",
    "[[a]]",
    "[[a|b]]",
    "[^1]",
    "[^1]: see [@a]\n",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "~~",
    "<!-- backtext-disable unbacked-claim: why -->",
    "<!-- backtext-enable -->",
    "<!-- backtext-disable-next-line -->\n",
    "| a | b |\n|---|---|\n| c | d |\n",
    "![x](y)",
    "[x](y)",
    "<https://x.y/z>",
    "&amp;",
    "&#x41;",
    "\\",
    "---\n",
    "title: x\n",
    "issued: 2021-01-05\n",
    "grade: B2\n",
    "...\n",
    "<p>",
    "</p>",
    "<div>",
    "<b>",
    "<script>",
    "</script>",
    "<h2>",
    "<table><tr><td>",
    "<meta charset=utf-16>",
    "<![CDATA[",
    "<a href=\"",
    "[workspace]\n",
    "sources = [\"**\"]\n",
    "[rules]\n",
    "misquote = \"off\"\n",
    "[[actor]]\nid = \"a\"\n",
    "aliases = [",
    "{a,b}",
    "**/",
    "[language]\nlikelihood = \"phia\"\n",
    "%PDF-1.4\n",
    "1 0 obj\n",
    "<< /Type /Page ",
    ">>\nstream\n",
    "endstream\nendobj\n",
    "/Filter /FlateDecode",
    "xref\n0 1\n",
    "trailer\n",
    "startxref\n0\n%%EOF",
    "PK\x03\x04",
    "We assess that ",
    "may have ",
    "claims that ",
    "is likely to ",
    "was killed by ",
    "both parties",
    "they ",
    ", and ",
    ", which ",
    "not ",
    "more than ",
    "between 3 and 5",
    "£4bn",
    "the 1990s",
    "-",
    "1e9",
    "1/2",
    "99999999999999999999",
];

/// A new input from those that are there.
pub fn mutate(random: &mut Random, pool: &[Vec<u8>], most: usize) -> Vec<u8> {
    let mut bytes = if pool.is_empty() || random.below(8) == 0 { Vec::new() } else { pool[random.below(pool.len())].clone() };
    for _ in 0..1 + random.below(12) {
        let at = random.below(bytes.len() + 1);
        let end = at + random.below((bytes.len() - at).min(64) + 1);
        match random.below(9) {
            0..=3 => insert(&mut bytes, at, WORDS[random.below(WORDS.len())].as_bytes()),
            4 => drop(bytes.drain(at..end)),
            5 => {
                let piece = bytes[at..end].to_vec();
                let times = [1, 2, 3, 40][random.below(4)];
                insert(&mut bytes, at, &piece.repeat(times));
            }
            6 if !pool.is_empty() => {
                let other = &pool[random.below(pool.len())];
                let from = random.below(other.len() + 1);
                let to = from + random.below((other.len() - from).min(200) + 1);
                insert(&mut bytes, at, &other[from..to]);
            }
            7 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            8 if at < bytes.len() => bytes[at] = [0, 0xff, 0x80, b'\n', b' ', b'0'][random.below(6)],
            _ => {}
        }
    }
    bytes.truncate(most);
    bytes
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}
