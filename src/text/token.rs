//! Words, and the folding under which two spellings of the same words are equal.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Span;
use super::sentence::is_blank;

/// A word with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Bytes of the text, a possessive ending excluded.
    pub span: Span,
    /// Folded form: small letters without accents, apostrophes straight, separators of thousands dropped (`1,500` is
    /// `1500`), full stops of an acronym dropped (`U.N.` is `un`). The United States are `usa` however written.
    pub form: String,
    /// Whether this is a hyphen compound as a whole, `counter-terrorism` as `counterterrorism`. Its pieces follow as words of
    /// their own, so whoever counts words skips it, and whoever looks words up takes both.
    pub compound: bool,
}

/// The words of a text, in order; a compound comes before its pieces.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0, pieces: Vec::new().into_iter() }
}

/// See [`words`].
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    pieces: std::vec::IntoIter<Word>,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        if let Some(piece) = self.pieces.next() {
            return Some(piece);
        }
        let rest = self.text.get(self.at..)?;
        let start = self.at + rest.find(is_word_start)?;
        let end = run_end(self.text, start);
        self.at = end;
        let pieces = pieces_of(self.text, Span::new(start, end));
        let parts: Vec<Word> = pieces.iter().map(|span| word(self.text, *span)).collect();
        // Figures joined by a dash are a range, not a compound.
        let whole = (parts.len() > 1 && parts.iter().any(|p| p.form.chars().any(char::is_alphabetic))).then(|| {
            let span = parts.iter().fold(Span::new(start, start), |all, part| all.cover(part.span));
            Word { span, form: parts.iter().map(|p| p.form.as_str()).collect(), compound: true }
        });
        self.pieces = parts.into_iter();
        whole.or_else(|| self.pieces.next())
    }
}

/// Letters, figures, and what continues them.
fn is_word_start(c: char) -> bool {
    c.is_alphanumeric()
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{fe0f}')
}

pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '′' | '`' | '‛' | '＇')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// End of the run of characters that begins at `start`: letters and figures, joined by single hyphens, apostrophes between
/// letters, full stops and commas between figures, full stops within an acronym.
fn run_end(text: &str, start: usize) -> usize {
    let mut chars = text.get(start..).unwrap_or_default().char_indices().map(|(i, c)| (start + i, c)).peekable();
    let (mut end, mut previous, mut letters) = (start, ' ', 0_usize);
    while let Some((at, c)) = chars.next() {
        if is_word_start(c) || is_accent(c) {
            letters += usize::from(!is_accent(c));
        } else {
            let next = chars.peek().map_or(' ', |(_, c)| *c);
            let joins = is_hyphen(c) && next.is_alphanumeric()
                || is_apostrophe(c) && previous.is_alphabetic() && next.is_alphabetic()
                || matches!(c, '.' | ',') && previous.is_numeric() && next.is_numeric()
                || c == '.' && letters == 1 && previous.is_alphabetic() && (next.is_alphabetic() || ends_acronym(text, start, at));
            if !joins {
                break;
            }
            letters = 0;
        }
        (end, previous) = (at + c.len_utf8(), c);
    }
    end
}

/// Whether the full stop at `at` is the last of an acronym, which has another one before.
fn ends_acronym(text: &str, start: usize, at: usize) -> bool {
    text.get(start..at).is_some_and(|w| w.contains('.'))
}

/// The pieces between hyphens, without possessive endings.
fn pieces_of(text: &str, span: Span) -> Vec<Span> {
    let (mut pieces, mut start) = (Vec::new(), span.start);
    for part in span.of(text).split_inclusive(is_hyphen) {
        let bare = part.trim_end_matches(is_hyphen);
        let bare = without_possessive(bare);
        if !bare.is_empty() {
            pieces.push(Span::new(start, start + bare.len()));
        }
        start += part.len();
    }
    pieces
}

/// `Iran’s` without `’s`. A contraction such as `it’s` loses it too, which leaves the word that counts.
fn without_possessive(word: &str) -> &str {
    let Some(bare) = word.strip_suffix(['s', 'S']) else { return word };
    bare.strip_suffix(is_apostrophe).filter(|b| !b.is_empty()).unwrap_or(word)
}

fn word(text: &str, span: Span) -> Word {
    Word { span, form: form(span.of(text)), compound: false }
}

/// The folded form of one word as [`Word::form`] has it.
pub fn form(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    let figure = word.starts_with(|c: char| c.is_numeric());
    let acronym = !figure && word.contains('.');
    for c in word.chars() {
        match c {
            _ if is_accent(c) => {}
            ',' if figure => {}
            '.' if acronym => {}
            _ if is_apostrophe(c) => folded.push('\''),
            _ if is_hyphen(c) => {}
            _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            _ => match without_accent(c) {
                Some(plain) => folded.push_str(plain),
                None => folded.extend(c.to_lowercase().filter(|c| !is_accent(*c))),
            },
        }
    }
    // The pronoun is never written so, and the other abbreviations of states collide with nothing.
    if matches!(word, "US" | "U.S" | "U.S." | "U.S.A." | "U.S.A") { "usa".to_owned() } else { folded }
}

/// Latin letters with an accent as what an English text without it writes.
fn without_accent(c: char) -> Option<&'static str> {
    static PLAIN: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
        let lines = include_str!("data/accents.tsv").lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_once('\t')).flat_map(|(plain, all)| all.chars().map(move |c| (c, plain))).collect()
    });
    PLAIN.get(&c).copied()
}

/// Text folded for comparing quotations, and the way back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The text: quote marks straight, every dash (`--` too) a hyphen without blanks around it, white space of any length one
    /// blank and none at the ends, `…` as `...`, soft hyphens and other invisible characters gone, ligatures in letters.
    /// Case is kept.
    pub text: String,
    /// Where each byte of `text` came from: start and end of its character.
    origins: Vec<(u32, u32)>,
}

impl Folded {
    /// Bytes of the original text that a span of [`Folded::text`] stands for; clamped.
    pub fn origin_span(&self, span: Span) -> Span {
        let last = self.origins.last().map_or(0, |o| o.1 as usize);
        let start = self.origins.get(span.start).map_or(last, |o| o.0 as usize);
        if span.is_empty() {
            return Span::new(start, start);
        }
        let end = self.origins.get(span.end - 1).map_or(last, |o| o.1 as usize);
        Span::new(start, end)
    }

    fn push(&mut self, text: &str, from: usize, to: usize) {
        self.text.push_str(text);
        // A text of 4 GB is refused long before.
        let origin = (u32::try_from(from).unwrap_or(u32::MAX), u32::try_from(to).unwrap_or(u32::MAX));
        self.origins.extend(std::iter::repeat_n(origin, text.len()));
    }
}

/// Folds a text for comparison with another.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded::default();
    let mut chars = text.char_indices().peekable();
    // A blank is written only when a character other than a dash follows it.
    let mut blank: Option<(usize, usize)> = None;
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        if is_invisible(c) {
            continue;
        }
        if is_blank(c) {
            blank = Some(blank.map_or((at, end), |(start, _)| (start, end)));
            continue;
        }
        if is_dash(c) && (is_long_dash(c) || blank.is_some() || followed_by(&mut chars, |n| n == '-' || is_blank(n))) {
            let mut last = end;
            while let Some((i, n)) = chars.next_if(|(_, n)| is_dash(*n) || is_blank(*n)) {
                last = i + n.len_utf8();
            }
            let start = blank.take().map_or(at, |(start, _)| start);
            folded.push("-", start, last);
            continue;
        }
        if let Some((start, stop)) = blank.take()
            && !folded.text.is_empty()
        {
            folded.push(" ", start, stop);
        }
        let mut buffer = [0; 4];
        let plain = match c {
            _ if is_apostrophe(c) => "'",
            '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => "\"",
            _ if is_dash(c) => "-",
            '…' => "...",
            'ﬁ' => "fi",
            'ﬂ' => "fl",
            'ﬀ' => "ff",
            'ﬃ' => "ffi",
            'ﬄ' => "ffl",
            _ => c.encode_utf8(&mut buffer),
        };
        folded.push(plain, at, end);
    }
    folded
}

fn followed_by(chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>, test: impl Fn(char) -> bool) -> bool {
    chars.peek().is_some_and(|(_, c)| test(*c))
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0f}' | '\u{1a}')
}

fn is_long_dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―' | '‒' | '⸺')
}

fn is_dash(c: char) -> bool {
    is_long_dash(c) || is_hyphen(c) || c == '−'
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn forms(text: &str) -> String {
        words(text).map(|w| if w.compound { format!("[{}]", w.form) } else { w.form }).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn forms_fold() {
        for (text, wanted) in [
            ("Iran’s water, Iran's dam", "iran water iran dam"),
            ("both countries’ agriculture", "both countries agriculture"),
            ("They don’t know O’Brien", "they don't know o'brien"),
            ("Sistan-Baluchistan", "[sistanbaluchistan] sistan baluchistan"),
            ("counter‑terrorism's cost", "[counterterrorism] counter terrorism cost"),
            ("2001–2021, 2001-2021", "2001 2021 2001 2021"),
            ("$1,500,000 or 1.5 million", "1500000 or 1.5 million"),
            ("the U.S. and the US told us; U.N. forces", "the usa and the usa told us un forces"),
            ("Erdoğan, Kāghazī, Łódź, Straße", "erdogan kaghazi lodz strasse"),
            ("the 1990s – 3rd 'quoted' word", "the 1990s 3rd quoted word"),
            ("ends here.Next", "ends here next"),
            ("вода 水が", "вода 水が"),
            ("", ""),
        ] {
            assert_eq!(forms(text), wanted, "{text}");
        }
        let text = "Iran’s";
        assert_eq!(words(text).next().unwrap().span.of(text), "Iran");
    }

    #[test]
    fn quotations_fold_alike() {
        for (one, other) in [
            ("“the  river”", "\"the river\""),
            ("the river — ours", "the river—ours"),
            ("the river -- ours", "the river – ours"),
            ("water\u{a0}rights\r\n and", "water rights and"),
            ("dis\u{ad}pute", "dispute"),
            ("well…", "well..."),
            ("  Iran’s ", "Iran's"),
            ("deﬁne", "define"),
        ] {
            assert_eq!(fold(one).text, fold(other).text, "{one}");
        }
        assert_ne!(fold("Iran").text, fold("iran").text);
        let text = "so “the —  river” is";
        let folded = fold(text);
        let at = folded.text.find("the-river").unwrap();
        assert_eq!(folded.origin_span(Span::new(at, at + 9)).of(text), "the —  river");
    }

    proptest! {
        #[test]
        fn words_are_in_order_and_in_bounds(text in "[A-Za-z0-9é’'. ,\u{2013}-]{0,80}") {
            let mut at = 0;
            for word in words(&text).filter(|w| !w.compound) {
                prop_assert!(at <= word.span.start && !word.span.of(&text).is_empty() && !word.form.is_empty());
                at = word.span.end;
            }
        }

        #[test]
        fn folding_is_stable_and_maps_back(text in "\\PC{0,60}") {
            let folded = fold(&text);
            prop_assert_eq!(folded.text.len(), folded.origins.len());
            let whole = folded.origin_span(Span::new(0, folded.text.len()));
            prop_assert!(text.get(whole.range()).is_some());
            prop_assert_eq!(fold(&folded.text).text, folded.text.clone());
        }
    }
}
