//! Index terms: the content words of a text, folded and stemmed, numbers in one form.
//!
//! Sources and claims go through the same function, so that what is written one way is found written another.

use std::collections::HashSet;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use smol_str::SmolStr;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::Span;

/// Longer words are no words: they are cut here before they reach the index, in bytes.
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

/// The content words of a text, in order.
pub fn terms(text: &str) -> impl Iterator<Item = Term> + '_ {
    text.unicode_word_indices().filter_map(|(start, word)| {
        let span = Span::new(start, start + word.len());
        stem(word).map(|stem| Term { span, stem })
    })
}

/// The term of one word; none for a stopword.
pub fn stem(word: &str) -> Option<SmolStr> {
    if word.len() > LONGEST {
        return None;
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(word.chars().filter(|c| *c != ',').collect());
    }
    let mut folded = word.to_lowercase();
    if folded.contains('\u{2019}') {
        folded = folded.replace('\u{2019}', "'");
    }
    let folded = folded.strip_suffix("'s").unwrap_or(&folded);
    // Initials are one word with or without their stops: U.S. and US.
    if folded.contains('.') {
        return Some(folded.chars().filter(|c| *c != '.').collect());
    }
    if word == "US" {
        return Some(SmolStr::new_static("us"));
    }
    (!is_stopword(folded)).then(|| SmolStr::from(STEMMER.stem(folded)))
}

/// The same for the index.
#[derive(Clone, Default)]
pub(super) struct TermTokenizer {
    token: Token,
}

/// Terms of one passage on their way into the index.
pub(super) struct TermStream<'a> {
    words: unicode_segmentation::UnicodeWordIndices<'a>,
    token: &'a mut Token,
}

impl Tokenizer for TermTokenizer {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TermStream<'a> {
        self.token.reset();
        TermStream { words: text.unicode_word_indices(), token: &mut self.token }
    }
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        for (start, word) in self.words.by_ref() {
            if let Some(stem) = stem(word) {
                self.token.position = self.token.position.wrapping_add(1);
                self.token.offset_from = start;
                self.token.offset_to = start + word.len();
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
