//! An English tagger, dependency parser, entity recogniser and lemmatiser in pure Rust.
//!
//! It computes what spaCy 3.8 with `en_core_web_sm` 3.8 computes for the same text: the weights, rules and tables are that
//! model's, converted once by `tests/parser/convert.py` into `data/en_core_web_sm.bin`, which is embedded. One text is one
//! sentence or heading; the parser may still find several roots in it, as the original does.
//!
//! Parity (`cargo test --test parser -- --nocapture`; 47,238 tokens of news, encyclopedia, fact checks and sentences written
//! for the test): tokens, tags, parts of speech, morphology and lemmas 100 %, heads with labels 99.98 %, entities 99.98 %. What
//! differs comes from storing weights as 16-bit floats.
//!
//! Speed (`cargo bench --bench speed -- parser --python PATH`, release build; the same 47,238 tokens, processor time of one thread on
//! an AMD EPYC with AVX-512, other work going on):
//!
//! | | here | original | ratio |
//! |---|---|---|---|
//! | batch, no word known yet | 32,900 tokens/s | 4,920 tokens/s | 6.7 |
//! | batch, words in the cache | 37,400 tokens/s | 5,190 tokens/s | 7.2 |
//! | sentence by sentence | 18,400 tokens/s | 2,490 tokens/s | 7.4 |
//! | one sentence of 26 words | 1.1 ms | 9.1 ms | 8.3 |
//! | loading | 3–7 ms | | |

mod affixes;
mod arc_eager;
mod chars;
mod hash;
mod labels;
mod layers;
mod lemmatizer;
mod ner;
mod pipeline;
mod ruler;
mod tok2vec;
mod tokenizer;
mod transition;
mod tree;
mod url;
mod vocab;
mod weights;

use smol_str::SmolStr;

use super::Span;
pub use labels::{Dep, EntityKind, Pos};
pub use pipeline::Parser;
pub use weights::WeightsError;

/// One token of a [`Parse`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the parsed text.
    pub span: Span,
    /// Dictionary form, as spaCy's rule lemmatiser gives it.
    pub lemma: SmolStr,
    /// Universal part of speech.
    pub pos: Pos,
    /// Penn Treebank tag, such as `VBD`.
    pub tag: &'static str,
    /// Relation to `head`.
    pub dep: Dep,
    /// Index of the head; a root is its own head.
    pub head: usize,
    /// Morphological features in the Universal Dependencies form, such as `Number=Sing|Tense=Past`; may be empty.
    pub morph: &'static str,
}

/// A named entity: a run of tokens with a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What it names.
    pub kind: EntityKind,
}

/// The analysis of one sentence (or heading).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parse {
    /// In order; white-space tokens, as spaCy makes them of runs of blanks, are kept.
    pub tokens: Vec<Token>,
    /// In order, without overlap.
    pub entities: Vec<Entity>,
}

impl Parse {
    /// Indices of the tokens whose head is `token`, in order.
    pub fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.tokens.iter().enumerate().filter(move |(i, t)| t.head == token && *i != token).map(|(i, _)| i)
    }

    /// The tokens of the subtree under `token`, itself included, as the smallest run that holds them all.
    pub fn subtree(&self, token: usize) -> std::ops::Range<usize> {
        let (mut low, mut high) = (token, token);
        for i in 0..self.tokens.len() {
            if self.is_under(i, token) {
                low = low.min(i);
                high = high.max(i);
            }
        }
        low..high + 1
    }

    /// Whether `token` is `ancestor` or hangs below it.
    pub fn is_under(&self, mut token: usize, ancestor: usize) -> bool {
        // A tree of n tokens has no path longer than n, so a malformed one ends too.
        for _ in 0..=self.tokens.len() {
            if token == ancestor {
                return true;
            }
            match self.tokens.get(token) {
                Some(t) if t.head != token => token = t.head,
                _ => return false,
            }
        }
        false
    }

    /// The bytes from the first to the last token of a run.
    pub fn span(&self, tokens: std::ops::Range<usize>) -> Span {
        match (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|i| self.tokens.get(i))) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::default(),
        }
    }
}
