//! Index terms: the content words of a text, folded and stemmed, numbers in one form.
//!
//! Sources and claims go through the same function, so that what is written one way is found written another.

use std::collections::HashSet;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use smol_str::SmolStr;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::text::token::Words;
use crate::text::{Span, Word, words};

/// Longer words are no words and do not reach the index, in bytes.
const LONGEST: usize = 64;

static STOPWORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("data/stopwords.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect());

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// A content word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its bytes in the text.
    pub span: Span,
    /// What it is indexed as.
    pub stem: SmolStr,
}

/// Whether a lower-case word is too general to be a term.
pub fn is_stopword(word: &str) -> bool {
    STOPWORDS.contains(word)
}

/// The content words of a text, in order; a hyphen compound by its pieces.
pub fn terms(text: &str) -> impl Iterator<Item = Term> + '_ {
    words(text).filter(|word| !word.compound).filter_map(|word| stem(&word).map(|stem| Term { span: word.span, stem }))
}

/// The term of one word; none for a stopword.
pub fn stem(word: &Word) -> Option<SmolStr> {
    (word.form.len() <= LONGEST && !is_stopword(&word.form)).then(|| SmolStr::from(STEMMER.stem(&word.form)))
}

/// The same for the index.
#[derive(Clone, Default)]
pub(super) struct TermTokenizer {
    token: Token,
}

/// Terms of one passage on their way into the index.
pub(super) struct TermStream<'a> {
    words: Words<'a>,
    token: &'a mut Token,
}

impl Tokenizer for TermTokenizer {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TermStream<'a> {
        self.token.reset();
        TermStream { words: words(text), token: &mut self.token }
    }
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        for word in self.words.by_ref() {
            if let Some(stem) = stem(&word) {
                self.token.position = self.token.position.wrapping_add(1);
                self.token.offset_from = word.span.start;
                self.token.offset_to = word.span.end;
                self.token.text.clear();
                self.token.text.push_str(&stem);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        terms(text).map(|term| term.stem.to_string()).collect()
    }

    #[test]
    fn the_same_word_written_differently_is_one_term() {
        assert_eq!(stems("Iran’s treaties"), stems("Iran's treaty"));
        assert_eq!(stems("U.S. forces"), stems("US force"));
        assert_eq!(stems("20,000 people"), stems("20000 people"));
    }

    #[test]
    fn general_words_are_no_terms() {
        assert_eq!(stems("It is not for us to say"), ["say"]);
    }
}
