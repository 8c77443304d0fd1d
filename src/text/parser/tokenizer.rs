//! Splits text into tokens as spaCy's English tokeniser does: at blanks, then exceptions, affixes, addresses and infixes.
//!
//! The affix patterns of the original are regular expressions with look-around; here they are written out, which makes
//! them linear. Which characters they name comes with the model ([`Chars`]).

use std::collections::HashMap;

use super::affixes::{infix_at, prefix_len, suffix_len};
use super::chars::{Chars, Class};
use super::url::is_url;
use super::weights::{Reader, WeightsError};

/// A token before analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RawToken {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// Whether one blank follows.
    pub(super) space: bool,
    /// Norm that an exception gives it: an index into [`Tokenizer::norm`]; 0 for none.
    pub(super) norm: u16,
}

/// One piece of an exception.
#[derive(Clone, Copy)]
struct Piece {
    len: usize,
    norm: u16,
}

/// Rules and exceptions.
pub(super) struct Tokenizer {
    pub(super) chars: Chars,
    specials: HashMap<&'static str, Vec<Piece>>,
    longest_special: usize,
    /// Exceptions that affix rules cut up before they could be seen whole, by their first piece.
    cut_specials: HashMap<&'static str, Vec<Vec<&'static str>>>,
    /// Which first bytes `cut_specials` has, to pass over most tokens without a lookup.
    cut_firsts: [bool; 256],
    norms: Vec<&'static str>,
}

impl Tokenizer {
    pub(super) fn read(chars: Chars, mut r: Reader) -> Result<Self, WeightsError> {
        let mut out = Self {
            chars,
            specials: HashMap::new(),
            longest_special: 0,
            cut_specials: HashMap::new(),
            cut_firsts: [false; 256],
            norms: vec![""],
        };
        let mut known = HashMap::from([("", 0u16)]);
        for (key, pieces, cut) in r.list(|r| Ok((r.text()?, r.list(|r| Ok((r.text()?, r.text()?)))?, r.texts()?)))? {
            let pieces = pieces
                .into_iter()
                .map(|(piece, norm)| {
                    let norm = *known.entry(norm).or_insert_with(|| {
                        out.norms.push(norm);
                        (out.norms.len() - 1) as u16
                    });
                    Piece { len: piece.len(), norm }
                })
                .collect();
            out.specials.insert(key, pieces);
            out.longest_special = out.longest_special.max(key.len());
            if let Some(first) = cut.first() {
                if let Some(flag) = first.bytes().next().and_then(|b| out.cut_firsts.get_mut(usize::from(b))) {
                    *flag = true;
                }
                out.cut_specials.entry(first).or_default().push(cut);
            }
        }
        Ok(out)
    }

    /// The norm of an index in [`RawToken::norm`]; none for 0.
    pub(super) fn norm(&self, index: u16) -> Option<&'static str> {
        self.norms.get(usize::from(index)).copied().filter(|n| !n.is_empty())
    }

    /// The tokens of `text`, in order. Every byte is in a token, save one blank after a token that has `space` set.
    pub(super) fn tokenize(&self, text: &str) -> Vec<RawToken> {
        let mut out = Vec::with_capacity(text.len() / 5 + 1);
        let mut start = 0;
        let mut in_space = text.chars().next().is_some_and(|c| self.chars.of(c).is(Class::SPACE));
        for (at, c) in text.char_indices() {
            if self.chars.of(c).is(Class::SPACE) == in_space {
                continue;
            }
            self.push_chunk(text, start, at, &mut out);
            start = at;
            if c == ' ' {
                if let Some(last) = out.last_mut() {
                    last.space = true;
                }
                start += 1;
            }
            in_space = !in_space;
        }
        self.push_chunk(text, start, text.len(), &mut out);
        self.rejoin_specials(text, &mut out);
        out
    }

    fn special(&self, word: &str) -> Option<&Vec<Piece>> {
        // Without the length check, a long run of brackets would be hashed anew at each bracket.
        if word.len() > self.longest_special { None } else { self.specials.get(word) }
    }

    fn push_special(pieces: &[Piece], mut start: usize, out: &mut Vec<RawToken>) {
        for piece in pieces {
            out.push(RawToken { start, end: start + piece.len, space: false, norm: piece.norm });
            start += piece.len;
        }
    }

    /// Splits `text[start..end]`, which has either no blank or nothing else.
    fn push_chunk(&self, text: &str, start: usize, end: usize, out: &mut Vec<RawToken>) {
        if start >= end {
            return;
        }
        let plain = |start, end| RawToken { start, end, space: false, norm: 0 };
        let (mut from, mut to) = (start, end);
        let mut suffixes = Vec::new();
        // Each round cuts off what it can; what is left is an exception, an address or a word with infixes.
        while from < to {
            let word = &text[from..to];
            if self.special(word).is_some() {
                break;
            }
            let prefix = prefix_len(&self.chars, word);
            if prefix > 0 && self.special(&word[prefix..]).is_some() {
                out.push(plain(from, from + prefix));
                from += prefix;
                break;
            }
            let suffix = suffix_len(&self.chars, &word[prefix..]);
            if suffix > 0 && self.special(&word[..word.len() - suffix]).is_some() {
                suffixes.push(plain(to - suffix, to));
                to -= suffix;
                break;
            }
            if prefix == 0 && suffix == 0 {
                break;
            }
            if prefix > 0 {
                out.push(plain(from, from + prefix));
                from += prefix;
            }
            if suffix > 0 {
                suffixes.push(plain(to - suffix, to));
                to -= suffix;
            }
        }
        if from < to {
            let word = &text[from..to];
            match self.special(word) {
                Some(pieces) => Self::push_special(pieces, from, out),
                None if is_url(&self.chars, word) => out.push(plain(from, to)),
                None => self.push_infixes(word, from, out),
            }
        }
        out.extend(suffixes.into_iter().rev());
    }

    fn push_infixes(&self, word: &str, offset: usize, out: &mut Vec<RawToken>) {
        let mut push = |start: usize, end: usize| {
            if start < end {
                out.push(RawToken { start: offset + start, end: offset + end, space: false, norm: 0 });
            }
        };
        let (mut done, mut previous, mut skip) = (0, None, 0);
        for (at, c) in word.char_indices() {
            if at >= skip {
                let len = infix_at(&self.chars, previous, &word[at..]);
                // One at the very start is no infix: it stays with what follows.
                if len > 0 && at > 0 {
                    push(done, at);
                    push(at, at + len);
                    done = at + len;
                }
                skip = at + len;
            }
            previous = Some(c);
        }
        push(done, word.len());
    }

    /// Puts exceptions back together that the affix rules cut up, such as `:)` in `hello:)`.
    fn rejoin_specials(&self, text: &str, tokens: &mut Vec<RawToken>) {
        let word = |t: &RawToken| &text[t.start..t.end];
        let is_first = |t: &RawToken| self.cut_firsts[usize::from(text.as_bytes()[t.start])];
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (i, token) in tokens.iter().enumerate().filter(|(_, t)| is_first(t)) {
            for pieces in self.cut_specials.get(word(token)).into_iter().flatten() {
                let fits = |(t, piece): (&RawToken, &&str)| word(t) == *piece;
                if i + pieces.len() <= tokens.len() && tokens[i..].iter().zip(pieces).all(fits) {
                    found.push((i, i + pieces.len()));
                }
            }
        }
        if found.is_empty() {
            return;
        }
        // Longest first, then leftmost; one that begins or ends inside an earlier one is dropped.
        found.sort_by_key(|(start, end)| (usize::MAX - (end - start), *start));
        let mut seen = vec![false; tokens.len()];
        let mut kept = Vec::new();
        for (start, end) in found {
            if !seen[start] && !seen[end - 1] {
                kept.push((start, end));
            }
            seen[start..end].fill(true);
        }
        kept.sort_unstable();
        let mut out = Vec::with_capacity(tokens.len());
        let mut next = 0;
        for (start, end) in kept {
            let (first, last) = (tokens[start], tokens[end - 1]);
            // Blanks between the pieces make it another text, which is no exception.
            let Some(pieces) = self.special(&text[first.start..last.end]) else { continue };
            out.extend_from_slice(&tokens[next..start]);
            Self::push_special(pieces, first.start, &mut out);
            if let Some(t) = out.last_mut() {
                t.space = last.space;
            }
            next = end;
        }
        out.extend_from_slice(&tokens[next..]);
        *tokens = out;
    }
}

#[cfg(test)]
mod tests {
    use crate::text::parser::Parser;

    fn split(text: &str) -> String {
        let tokens = Parser::shared().tokenizer.tokenize(text);
        tokens.iter().map(|t| &text[t.start..t.end]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn affixes_infixes_and_exceptions() {
        for (text, expected) in [
            ("“We won’t,” she said.", "“|We|wo|n’t|,|”|she|said|."),
            ("Peru’s copper (about US$5bn)", "Peru|’s|copper|(|about|US$|5bn|)"),
            ("5km, 71°C., 40% and 3.5m", "5|km|,|71|°|C|.|,|40|%|and|3.5|m"),
            ("a state-of-the-art, pro-EU plan", "a|state|-|of|-|the|-|art|,|pro|-|EU|plan"),
            ("at 10:30a.m. in the U.S. or U.K.", "at|10:30a.m|.|in|the|U.S.|or|U.K."),
            ("wait... what?!", "wait|...|what|?|!"),
            ("hello:) (see https://example.org/a?b=c).", "hello|:)|(|see|https://example.org/a?b=c|)|."),
            ("war--and peace—again", "war|--|and|peace|—|again"),
            ("10–15 km/h, 1/2", "10–15|km|/|h|,|1/2"),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn runs_of_blanks_are_tokens_but_for_their_first() {
        assert_eq!(split("a  b\n\nc "), "a| |b|\n\n|c");
        assert_eq!(split(" a"), " |a");
    }
}
