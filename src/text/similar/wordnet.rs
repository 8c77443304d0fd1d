//! WordNet 3.1 (Princeton University): synonyms, antonyms, derivations, and what is a kind of what.

use std::sync::LazyLock;

use super::table::{Cutter, Keys, Numbers};
use super::{Lexical, WordClass};

struct Table {
    keys: Keys,
    sense_starts: Numbers,
    senses: Numbers,
    hypernym_starts: Numbers,
    hypernyms: Numbers,
    antonyms: Numbers,
    derivations: Numbers,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut cutter = Cutter::new(include_bytes!("data/wordnet.bin"), b"BTW1");
    let [lemmas, senses, synsets, hypernyms, antonyms, derivations, text] = std::array::from_fn(|_| cutter.number());
    let offsets = cutter.numbers(lemmas + 1, 3);
    let sense_starts = cutter.numbers(lemmas + 1, 3);
    let senses = cutter.numbers(senses, 3);
    let hypernym_starts = cutter.numbers(synsets + 1, 3);
    let hypernyms = cutter.numbers(hypernyms, 3);
    let antonyms = cutter.numbers(2 * antonyms, 3);
    let derivations = cutter.numbers(2 * derivations, 3);
    let text = cutter.bytes(text);
    Table { keys: Keys { offsets, text }, sense_starts, senses, hypernym_starts, hypernyms, antonyms, derivations }
});

/// Of a word's senses, in order of frequency, those that count as its meaning: the rare ones make anything a synonym.
const COMMON_SENSES: usize = 4;
/// A kind of thing is looked up by its most frequent senses only.
const MAIN_SENSES: usize = 2;
/// Farther up, everything is an entity.
const STEPS: usize = 3;

/// The number of a lemma in one class; some classes are tried where it is not known.
fn lemma(word: &str, class: WordClass) -> impl Iterator<Item = usize> {
    let classes: &[u8] = match class {
        WordClass::Noun => b"n",
        WordClass::Verb => b"v",
        WordClass::Adjective => b"a",
        WordClass::Adverb => b"r",
        WordClass::Other => b"nvar",
    };
    let mut key = word.as_bytes().to_vec();
    key.extend_from_slice(b" n");
    classes.iter().filter_map(move |class| {
        *key.last_mut()? = *class;
        TABLE.keys.find(&key)
    })
}

/// Whether the lemma stands in WordNet in that class.
pub(super) fn knows(word: &str, class: WordClass) -> bool {
    lemma(word, class).next().is_some()
}

/// How two lemmas relate.
pub(super) fn relation(a: &str, a_class: WordClass, b: &str, b_class: WordClass) -> Option<Lexical> {
    let others: Vec<usize> = lemma(b, b_class).collect();
    let pairs: Vec<(usize, usize)> = lemma(a, a_class).flat_map(|a| others.iter().map(move |b| (a, *b))).collect();
    let any = |test: fn(usize, usize) -> bool| pairs.iter().any(|(a, b)| test(*a, *b));
    if any(|a, b| TABLE.antonyms.has_pair(a, b)) {
        Some(Lexical::Antonym)
    } else if any(|a, b| senses(a, COMMON_SENSES).any(|sense| senses(b, COMMON_SENSES).any(|other| other == sense))) {
        Some(Lexical::Synonym)
    } else if any(|a, b| TABLE.derivations.has_pair(a, b)) {
        Some(Lexical::Derivation)
    } else if any(is_kind_of) {
        Some(Lexical::Hyponym)
    } else if any(|a, b| is_kind_of(b, a)) {
        Some(Lexical::Hypernym)
    } else {
        None
    }
}

fn senses(lemma: usize, most: usize) -> impl Iterator<Item = usize> {
    TABLE.senses.run(TABLE.sense_starts, lemma).take(most)
}

/// Whether `a` is a kind of `b`, up to [`STEPS`] steps up: a rifle is a firearm is a gun is a weapon.
fn is_kind_of(a: usize, b: usize) -> bool {
    let goals: Vec<usize> = senses(b, MAIN_SENSES).collect();
    let mut level: Vec<usize> = senses(a, MAIN_SENSES).collect();
    for _ in 0..STEPS {
        level = level.iter().flat_map(|synset| TABLE.hypernyms.run(TABLE.hypernym_starts, *synset)).collect();
        if level.iter().any(|synset| goals.contains(synset)) {
            return true;
        }
    }
    false
}
