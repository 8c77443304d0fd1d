//! Splits a sentence into words, figures and marks: as much as the number and date grammars need.

use smol_str::SmolStr;

use crate::text::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters.
    Word,
    /// Digits, with grouping commas and a decimal point.
    Figure,
    /// One other character.
    Mark,
}

/// One token.
#[derive(Clone, Debug)]
pub(super) struct Tok {
    pub span: Span,
    pub kind: Kind,
    /// Lower-cased text; hyphens are `-`, long dashes `–`, apostrophes `'`.
    pub lower: SmolStr,
    /// Begins with a capital letter.
    pub capital: bool,
    /// No blank before it.
    pub glued: bool,
}

/// A sentence in tokens. Out-of-range positions read as an empty word.
pub(super) struct Lexed {
    pub toks: Vec<Tok>,
}

impl Lexed {
    /// Splits `text`.
    pub fn new(text: &str) -> Self {
        let mut toks = Vec::with_capacity(text.len() / 5);
        let mut rest = text.char_indices().peekable();
        let mut glued = false;
        while let Some((start, c)) = rest.next() {
            if c.is_whitespace() {
                glued = false;
                continue;
            }
            let mut end = start + c.len_utf8();
            let kind = if c.is_ascii_digit() {
                end = figure_end(text, start);
                while rest.peek().is_some_and(|(at, _)| *at < end) {
                    rest.next();
                }
                Kind::Figure
            } else if c.is_alphabetic() {
                while let Some((at, c)) = rest.next_if(|(_, c)| c.is_alphabetic()) {
                    end = at + c.len_utf8();
                }
                Kind::Word
            } else {
                Kind::Mark
            };
            let piece = text.get(start..end).unwrap_or("");
            let lower = match kind {
                Kind::Mark => match c {
                    '-' | '\u{2010}' | '\u{2011}' => SmolStr::new_static("-"),
                    '\u{2012}'..='\u{2015}' | '\u{2212}' => SmolStr::new_static("–"),
                    '\u{2018}' | '\u{2019}' => SmolStr::new_static("'"),
                    _ => SmolStr::new(piece),
                },
                Kind::Figure => SmolStr::new(piece),
                Kind::Word => SmolStr::from(piece.to_lowercase()),
            };
            toks.push(Tok { span: Span::new(start, end), kind, lower, capital: c.is_uppercase(), glued });
            glued = true;
        }
        Self { toks }
    }

    /// The lower-cased text of token `i`.
    pub fn at(&self, i: usize) -> &str {
        self.toks.get(i).map_or("", |t| t.lower.as_str())
    }

    /// The text of the token before `i`.
    pub fn before(&self, i: usize) -> &str {
        i.checked_sub(1).map_or("", |i| self.at(i))
    }

    /// Whether token `i` is of that kind.
    pub fn is(&self, i: usize, kind: Kind) -> bool {
        self.toks.get(i).is_some_and(|t| t.kind == kind)
    }

    /// Whether token `i` begins with a capital.
    pub fn capital(&self, i: usize) -> bool {
        self.toks.get(i).is_some_and(|t| t.capital)
    }

    /// Whether token `i` follows the one before without a blank.
    pub fn glued(&self, i: usize) -> bool {
        self.toks.get(i).is_some_and(|t| t.glued)
    }

    /// The position after a hyphen that joins two tokens, or `i` where there is none.
    pub fn after_hyphen(&self, i: usize) -> usize {
        if self.at(i) == "-" && self.glued(i) && self.glued(i + 1) { i + 1 } else { i }
    }

    /// A whole number of token `i`, written without commas or a decimal point, with its count of digits.
    pub fn whole(&self, i: usize) -> Option<(i64, usize)> {
        let tok = self.toks.get(i).filter(|t| t.kind == Kind::Figure)?;
        Some((tok.lower.parse().ok()?, tok.lower.len()))
    }

    /// Position after `words` (split at blanks), if they stand at `i`.
    pub fn after(&self, i: usize, words: &str) -> Option<usize> {
        let mut at = i;
        for word in words.split(' ') {
            if self.at(at) != word {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// The bytes of tokens `from..to`.
    pub fn span(&self, from: usize, to: usize) -> Span {
        match (self.toks.get(from), to.checked_sub(1).and_then(|i| self.toks.get(i))) {
            (Some(a), Some(b)) => Span::new(a.span.start, b.span.end),
            _ => Span::default(),
        }
    }

    /// Whether a figure at `i` belongs to a name such as `COVID-19`, `F-16` or `G7`.
    pub fn is_name_part(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1) else { return false };
        if !self.glued(i) {
            return false;
        }
        match self.at(before) {
            "-" => self.glued(before) && before > 0 && self.is(before - 1, Kind::Word),
            "/" | "." => self.glued(before) && before > 0,
            _ => self.is(before, Kind::Word),
        }
    }
}

/// The end of a figure that begins at `start`: digits, commas before three (or, in Indian grouping, two) digits, one point.
fn figure_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    let mut point = false;
    loop {
        while digit(end) {
            end += 1;
        }
        match bytes.get(end) {
            Some(b',')
                if !point
                    && digit(end + 1)
                    && digit(end + 2)
                    && (digit(end + 3) && !digit(end + 4) || bytes.get(end + 3) == Some(&b',')) =>
            {
                end += 1
            }
            Some(b'.') if !point && digit(end + 1) => {
                point = true;
                end += 1;
            }
            _ => return end,
        }
    }
}
