//! Words that mean the same, the opposite, or nearly the same.
//!
//! Everything is looked up in tables that are embedded in the program and read where they lie; nothing is unpacked. The
//! tables come from potion-base-8M and WordNet by `tests/words/convert.py`, and from two short lists of our own.

mod pairs;
pub(crate) mod table;
mod vectors;
mod wordnet;

use crate::text::parser::Pos;

pub use vectors::{DIMENSIONS, Vector, vector};

/// Open word classes, as WordNet has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WordClass {
    /// Nouns, proper ones too.
    Noun,
    /// Verbs.
    Verb,
    /// Adjectives.
    Adjective,
    /// Adverbs.
    Adverb,
    /// Anything else, or not known: all classes are tried.
    Other,
}

impl From<Pos> for WordClass {
    fn from(pos: Pos) -> Self {
        match pos {
            Pos::Noun | Pos::Propn => Self::Noun,
            Pos::Verb | Pos::Aux => Self::Verb,
            Pos::Adj => Self::Adjective,
            Pos::Adv => Self::Adverb,
            _ => Self::Other,
        }
    }
}

/// How one word relates to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lexical {
    /// They share one of their common meanings: pact, treaty.
    Synonym,
    /// They mean the opposite: accept, reject.
    Antonym,
    /// One is made from the other: supply (verb), supplier.
    Derivation,
    /// The first is what the second is a kind of: weapon, rifle.
    Hypernym,
    /// The first is a kind of the second: rifle, weapon. What is said of the first holds for some of the second.
    Hyponym,
}

/// Cosine between two words or short phrases, in any case; none where one of them is unknown.
///
/// Near 1 for the same, above .6 for near-synonyms, below .3 for words that have little in common. It does not tell
/// opposites: ask [`relation`] for those.
pub fn cosine(a: &str, b: &str) -> Option<f32> {
    Some(vector(a)?.cosine(&vector(b)?))
}

/// How the lemma `a` relates to the lemma `b`, both in lower case; none where nothing is known, or they are the same.
pub fn relation(a: &str, a_class: WordClass, b: &str, b_class: WordClass) -> Option<Lexical> {
    if a == b && a_class == b_class {
        return None;
    }
    pairs::relation(a, b).or_else(|| wordnet::relation(a, a_class, b, b_class))
}

/// Whether WordNet has the lemma in that class.
pub fn is_known(lemma: &str, class: WordClass) -> bool {
    wordnet::knows(lemma, class)
}

#[cfg(test)]
mod tests;
