//! Words: the ids of their features and, once computed, their embeddings.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use smol_str::SmolStr;

use super::chars::{Chars, Class};
use super::hash::string_hash;
use super::weights::{Reader, WeightsError};

/// What the model sees of a word: string ids of its features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Features {
    pub(super) norm: u64,
    pub(super) prefix: u64,
    pub(super) suffix: u64,
    pub(super) shape: u64,
    /// Whether a blank follows.
    pub(super) space: bool,
    /// Whether it is white space itself.
    pub(super) is_space: bool,
}

/// A word as it occurs, with or without a blank after it.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) features: Features,
    pub(super) lower: SmolStr,
    /// Its number in the attribute ruler's vocabulary; 0 for none.
    pub(super) ruler: u16,
    /// Its embedding for the tagger and the parser.
    pub(super) syntax: Box<[f32]>,
    /// Its embedding for the entity recogniser.
    pub(super) names: Box<[f32]>,
}

/// String ids and norms.
pub(super) struct Vocab {
    symbols: HashMap<&'static str, u64>,
    norms: HashMap<u64, &'static str>,
}

impl Vocab {
    pub(super) fn read(mut symbols: Reader, mut norms: Reader) -> Result<Self, WeightsError> {
        Ok(Self {
            symbols: symbols.list(|r| Ok((r.text()?, u64::from(r.u32()?))))?.into_iter().collect(),
            norms: norms.list(|r| Ok((r.u64()?, r.text()?)))?.into_iter().collect(),
        })
    }

    /// spaCy's id of a string: a number for the names of labels and attributes, else a hash.
    pub(super) fn id(&self, text: &str) -> u64 {
        self.symbols.get(text).copied().unwrap_or_else(|| string_hash(text))
    }

    /// The features of `text`, with the norm of a tokeniser exception if it has one.
    pub(super) fn features(&self, chars: &Chars, text: &str, lower: &str, norm: Option<&str>, space: bool) -> Features {
        let norm = match norm {
            Some(norm) => self.id(norm),
            None => self.id(self.norms.get(&self.id(text)).copied().unwrap_or(lower)),
        };
        let prefix = text.chars().next().map_or(0, char::len_utf8);
        let suffix = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        Features {
            norm,
            prefix: self.id(&text[..prefix]),
            suffix: self.id(&text[suffix..]),
            shape: self.id(&shape(chars, text)),
            space,
            is_space: chars.all_space(text),
        }
    }
}

/// `Xxxx`, `dd/dd/dddd`: letters and figures by kind, at most four alike in a row; `LONG` from a hundred characters.
fn shape(chars: &Chars, text: &str) -> String {
    if text.chars().nth(99).is_some() {
        return "LONG".into();
    }
    let mut out = String::with_capacity(text.len());
    let (mut last, mut run) = ('\0', 0);
    for c in text.chars() {
        let class = chars.of(c);
        let kind = match c {
            _ if class.is(Class::ALPHA) => {
                if class.is(Class::CAPITAL) {
                    'X'
                } else {
                    'x'
                }
            }
            _ if class.is(Class::DIGIT) => 'd',
            _ => c,
        };
        run = if kind == last && !out.is_empty() { run + 1 } else { 0 };
        last = kind;
        if run < 4 {
            out.push(kind);
        }
    }
    out
}

const SHARDS: usize = 16;
/// Words kept in all: 14 MB at the most.
const CAPACITY: usize = 16_384;

/// Words met before, shared by all threads and bounded in number. What it holds depends on what was parsed; what comes
/// out of a parse does not.
pub(super) struct WordCache {
    shards: [RwLock<HashMap<u64, Arc<Word>>>; SHARDS],
}

impl WordCache {
    pub(super) fn new() -> Self {
        Self { shards: std::array::from_fn(|_| RwLock::new(HashMap::new())) }
    }

    /// The key of a token: its text, the number of the norm it has from an exception, and whether a blank follows.
    pub(super) fn key(text: &str, norm: u16, space: bool) -> u64 {
        string_hash(text) ^ (u64::from(norm) << 1 | u64::from(space)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    pub(super) fn get(&self, key: u64) -> Option<Arc<Word>> {
        self.shard(key).read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    /// Keeps a word. A full shard is emptied first: frequent words are back at once.
    pub(super) fn insert(&self, key: u64, word: Arc<Word>) {
        let mut shard = self.shard(key).write().unwrap_or_else(PoisonError::into_inner);
        if shard.len() >= CAPACITY / SHARDS {
            shard.clear();
        }
        shard.insert(key, word);
    }

    fn shard(&self, key: u64) -> &RwLock<HashMap<u64, Arc<Word>>> {
        &self.shards[key as usize % SHARDS]
    }
}
