//! How well one word stands for another: the same word, its family, a synonym, another form of a name, a near meaning.

use std::sync::{Arc, LazyLock};

use dashmap::DashMap;

use super::alignment::Kind;
use super::analysed::Word;
use super::background::hash;
use super::differences::names;
use crate::text::parser::Pos;
use crate::text::similar::{self, Lexical, Vector};

/// Relations of pairs and vectors of words that are remembered; then all are forgotten.
const REMEMBERED: usize = 100_000;

/// Cosine from which two words count as near in meaning.
const NEAR: f32 = 0.45;

static RELATIONS: LazyLock<DashMap<(u64, u64, Pos, Pos), Option<Lexical>>> = LazyLock::new(DashMap::new);
static VECTORS: LazyLock<DashMap<u64, Option<Arc<Vector>>>> = LazyLock::new(DashMap::new);

/// The vector of a word, shared by all its occurrences.
pub(super) fn vector(lemma: u64, text: &str) -> Option<Arc<Vector>> {
    if let Some(known) = VECTORS.get(&lemma) {
        return known.clone();
    }
    if VECTORS.len() > REMEMBERED / 4 {
        VECTORS.clear();
    }
    let vector = similar::vector(text).map(Arc::new);
    VECTORS.insert(lemma, vector.clone());
    vector
}

/// What the dictionaries know of two words of claim and evidence.
pub(super) fn relation(word: &Word, other: &Word) -> Option<Lexical> {
    let key = (word.lemma, other.lemma, word.pos, other.pos);
    if let Some(known) = RELATIONS.get(&key) {
        return *known;
    }
    if RELATIONS.len() > REMEMBERED {
        RELATIONS.clear();
    }
    let relation = similar::relation(&word.form, word.pos.into(), &other.form, other.pos.into());
    RELATIONS.insert(key, relation);
    relation
}

/// The same of two lemmas in small letters.
pub(super) fn related(a: &str, a_pos: Pos, b: &str, b_pos: Pos) -> Option<Lexical> {
    let key = (hash(a), hash(b), a_pos, b_pos);
    if let Some(known) = RELATIONS.get(&key) {
        return *known;
    }
    if RELATIONS.len() > REMEMBERED {
        RELATIONS.clear();
    }
    let relation = similar::relation(a, a_pos.into(), b, b_pos.into());
    RELATIONS.insert(key, relation);
    relation
}

/// The vector of a lemma, remembered.
pub(super) fn vector_of(lemma: &str) -> Option<Arc<Vector>> {
    vector(hash(lemma), lemma)
}

/// How near two lemmas are in meaning, where both have a vector.
pub(super) fn cosine(a: &str, b: &str) -> Option<f32> {
    let (a, b) = (vector_of(a)?, vector_of(b)?);
    Some(a.cosine(&b))
}

/// Whether two words are the same index term or the same lemma.
pub(super) fn same(word: &Word, other: &Word) -> bool {
    word.stem == other.stem || word.lemma == other.lemma
}

/// The kind of match of two words that are not [`same`], and how good it is, 0–1.
pub(super) fn likeness(word: &Word, other: &Word) -> (Kind, f32) {
    if word.name || other.name {
        return if names_agree(&word.form, &other.form) || names::known(&word.form, &other.form) {
            (Kind::Alias, 0.9)
        } else {
            (Kind::None, 0.0)
        };
    }
    if word.pos == Pos::Num || other.pos == Pos::Num {
        return (Kind::None, 0.0);
    }
    match relation(word, other) {
        Some(Lexical::Antonym) => return (Kind::Opposite, 0.0),
        Some(Lexical::Derivation) => return (Kind::Derived, 0.9),
        Some(Lexical::Synonym) => return (Kind::Synonym, 0.85),
        // The claim says the more general word.
        Some(Lexical::Hypernym) => return (Kind::Synonym, 0.75),
        Some(Lexical::Hyponym) => return (Kind::Similar, 0.5),
        None => {}
    }
    match (&word.vector, &other.vector) {
        (Some(a), Some(b)) => {
            let cosine = a.cosine(b);
            if cosine >= NEAR { (Kind::Similar, ((cosine - 0.3) / 0.7).clamp(0.0, 0.85)) } else { (Kind::None, 0.0) }
        }
        _ => (Kind::None, 0.0),
    }
}

/// Whether two names differ by an ending alone: Iran and Iranian, Italy and Italian, Afghan and Afghanistan.
fn names_agree(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.chars().count(), b.chars().count());
    shared >= 4 && a.min(b) - shared <= 1 && a.max(b) - shared <= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_their_adjectives() {
        assert!(names_agree("iran", "iranian") && names_agree("italy", "italian") && names_agree("afghan", "afghanistan"));
        assert!(!names_agree("iran", "iraq") && !names_agree("austria", "australia") && !names_agree("mali", "malawi"));
    }
}
