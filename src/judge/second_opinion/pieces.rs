//! From premise and claim to the pieces that the network reads: BERT's uncased WordPiece.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::similar::table::Keys;

/// Pieces of a pair at most; as in training.
pub const LENGTH: usize = 128;
/// Pieces of a claim at most: what is longer is no one claim, and the premise needs room.
const CLAIM: usize = 96;
/// A word of more characters is unknown to BERT.
const LONGEST_WORD: usize = 100;

/// A pair as the network reads it: piece numbers, of which those from `claim` on are the claim's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Rows of the word vectors.
    pub rows: Vec<usize>,
    /// Where the claim begins; its closing mark counts as its own.
    pub claim: usize,
}

/// A vocabulary with the numbers of its marks.
pub struct Vocabulary {
    keys: Keys,
    start: usize,
    end: usize,
    unknown: usize,
}

impl Vocabulary {
    /// None where the marks are not among the keys.
    pub fn new(keys: Keys) -> Option<Self> {
        Some(Self { keys, start: keys.find(b"[CLS]")?, end: keys.find(b"[SEP]")?, unknown: keys.find(b"[UNK]")? })
    }

    /// A pair of at most [`LENGTH`] pieces; a long premise loses its end.
    pub fn pair(&self, premise: &str, claim: &str) -> Pair {
        let mut claim = self.pieces(claim);
        claim.truncate(CLAIM);
        let mut rows = vec![self.start];
        rows.extend(self.pieces(premise));
        rows.truncate(LENGTH - 2 - claim.len());
        rows.push(self.end);
        let at = rows.len();
        rows.append(&mut claim);
        rows.push(self.end);
        Pair { rows, claim: at }
    }

    fn pieces(&self, text: &str) -> Vec<usize> {
        let mut rows = Vec::new();
        for word in words(text) {
            let pieces = if word.chars().count() > LONGEST_WORD { Vec::new() } else { self.keys.pieces(&word, LONGEST_WORD) };
            if pieces.is_empty() {
                rows.push(self.unknown);
            }
            rows.extend(pieces);
        }
        rows
    }
}

/// Lower-case words without accents; every mark of punctuation is a word.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars().flat_map(char::to_lowercase).nfd().filter(|c| !is_combining_mark(*c)) {
        if c.is_whitespace() {
            open = false;
        } else if c.is_control() || matches!(c, '\u{fffd}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}') {
            // Neither seen nor read.
        } else if is_punctuation(c) || is_ideograph(c) {
            words.push(c.to_string());
            open = false;
        } else {
            match words.last_mut().filter(|_| open) {
                Some(word) => word.push(c),
                None => words.push(c.to_string()),
            }
            open = true;
        }
    }
    words
}

/// What BERT splits at: the visible ASCII that is neither letter nor digit, and the punctuation of other scripts as far as notes have it.
const fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}')
        || matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}')
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2a6df}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_lower_case_without_accents_and_marks_stand_alone() {
        assert_eq!(
            words("The Café’s “first” U.S.-made\u{a0}Zürich, 1,500!").join("|"),
            "the|cafe|’|s|“|first|”|u|.|s|.|-|made|zurich|,|1|,|500|!"
        );
    }
}
