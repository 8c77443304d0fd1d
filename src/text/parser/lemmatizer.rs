//! Dictionary forms by suffix rules, lists of exceptions and an index of known words, by part of speech.

use std::collections::HashMap;

use smol_str::SmolStr;

use super::chars::Chars;
use super::hash::string_hash;
use super::labels::Pos;
use super::weights::{Reader, WeightsError};

/// The parts of speech with rules, in the order of the model.
const INFLECTED: [Pos; 5] = [Pos::Adj, Pos::Adv, Pos::Noun, Pos::Verb, Pos::Punct];

struct Tables {
    /// Suffixes and what replaces them.
    rules: Vec<(&'static str, &'static str)>,
    exceptions: HashMap<&'static str, Vec<&'static str>>,
    /// Ascending hashes of the known lemmas, five bytes each: their upper 40 bits.
    index: &'static [[u8; 5]],
}

impl Tables {
    fn knows(&self, form: &str) -> bool {
        let key = string_hash(form) >> 24;
        let value = |bytes: &[u8; 5]| bytes.iter().rev().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
        self.index.binary_search_by(|entry| value(entry).cmp(&key)).is_ok()
    }
}

/// The lemmatiser's tables, one for each of [`INFLECTED`].
pub(super) struct Lemmatizer {
    tables: Vec<Tables>,
}

impl Lemmatizer {
    pub(super) fn read(mut r: Reader) -> Result<Self, WeightsError> {
        let mut tables = Vec::new();
        for _ in INFLECTED {
            let rules = r.list(|r| Ok((r.text()?, r.text()?)))?;
            let exceptions = r.list(|r| Ok((r.text()?, r.texts()?)))?.into_iter().collect();
            let len = r.count()?.checked_mul(5).ok_or(WeightsError::Truncated)?;
            tables.push(Tables { rules, exceptions, index: r.take(len)?.as_chunks().0 });
        }
        Ok(Self { tables })
    }

    /// The lemma of a word; `lower` is its lower-cased form.
    pub(super) fn lemma(&self, chars: &Chars, text: &str, lower: &SmolStr, pos: Pos, morph: &str) -> SmolStr {
        if pos == Pos::Space || is_base_form(pos, morph) {
            return lower.clone();
        }
        let tables = INFLECTED.iter().position(|p| *p == pos).and_then(|i| self.tables.get(i));
        let Some(tables) = tables else {
            return if pos == Pos::Propn { SmolStr::new(text) } else { lower.clone() };
        };
        // The last exception that is not also made by a rule comes first; then, of what the rules make, the last known
        // lemma, else the first form with something in it that is no letter.
        let (mut known, mut odd, mut unknown) = (Vec::new(), Vec::new(), None);
        for (old, new) in &tables.rules {
            let Some(stem) = lower.strip_suffix(old) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if tables.knows(&form) {
                known.push(form);
            } else if !chars.all_alpha(&form) {
                odd.push(form);
            } else {
                unknown.get_or_insert(form);
            }
        }
        let exceptions = tables.exceptions.get(lower.as_str()).map(Vec::as_slice).unwrap_or_default();
        let is_made = |form: &&&str| known.iter().chain(&odd).any(|made| made == **form);
        if let Some(form) = exceptions.iter().rev().find(|form| !is_made(form)) {
            return SmolStr::new(form);
        }
        known.pop().or_else(|| odd.into_iter().next()).or(unknown).map_or_else(|| SmolStr::new(text), SmolStr::from)
    }
}

/// Whether the morphology says that the word is not inflected.
fn is_base_form(pos: Pos, morph: &str) -> bool {
    let has = |feature: &str| morph.split('|').any(|f| f == feature);
    let plain_present = || has("VerbForm=Fin") && has("Tense=Pres") && !morph.split('|').any(|f| f.starts_with("Number="));
    match pos {
        Pos::Noun if has("Number=Sing") => true,
        Pos::Verb if plain_present() => true,
        _ => has("VerbForm=Inf") || has("Degree=Pos"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::parser::Parser;

    #[test]
    fn lemmas_by_rule_exception_and_index() {
        let parser = Parser::shared();
        for (word, pos, morph, lemma) in [
            ("Wolves", Pos::Noun, "Number=Plur", "wolf"),
            ("treaties", Pos::Noun, "Number=Plur", "treaty"),
            ("drones", Pos::Noun, "Number=Plur", "drone"),
            ("Water", Pos::Noun, "Number=Sing", "water"),
            ("sought", Pos::Verb, "Tense=Past|VerbForm=Fin", "seek"),
            ("denied", Pos::Verb, "Tense=Past|VerbForm=Fin", "deny"),
            ("deny", Pos::Verb, "Tense=Pres|VerbForm=Fin", "deny"),
            ("worse", Pos::Adj, "Degree=Cmp", "bad"),
            ("Kabul", Pos::Propn, "Number=Sing", "Kabul"),
            ("”", Pos::Punct, "", "\""),
        ] {
            let lower = SmolStr::from(word.to_lowercase());
            assert_eq!(parser.lemmatizer.lemma(&parser.tokenizer.chars, word, &lower, pos, morph), lemma, "{word}");
        }
    }
}
