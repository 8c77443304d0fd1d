//! Attribute rules: parts of speech, morphology and some lemmas from tags, words and relations.

use std::collections::HashMap;

use super::labels::{Dep, Pos};
use super::weights::{Reader, WeightsError};

/// What the rules look at and change in a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attributes {
    /// Index into [`Ruler::tag`].
    pub(super) tag: u8,
    /// Number of the lower-cased word in the rules' vocabulary; 0 for none.
    pub(super) word: u16,
    pub(super) is_space: bool,
    pub(super) dep: Dep,
    pub(super) pos: Pos,
    pub(super) morph: &'static str,
    pub(super) lemma: Option<&'static str>,
}

/// A set of allowed or, if `negated`, forbidden values.
struct Set<T> {
    negated: bool,
    values: Vec<T>,
}

impl<T: PartialEq> Set<T> {
    fn admits(&self, value: &T) -> bool {
        self.values.contains(value) != self.negated
    }
}

/// Conditions on one token; absent ones hold.
struct Condition {
    tag: Option<Set<u8>>,
    word: Option<Set<u16>>,
    dep: Option<Set<Dep>>,
    is_space: Option<bool>,
}

impl Condition {
    fn holds(&self, token: &Attributes) -> bool {
        self.tag.as_ref().is_none_or(|s| s.admits(&token.tag))
            && self.word.as_ref().is_none_or(|s| s.admits(&token.word))
            && self.dep.as_ref().is_none_or(|s| s.admits(&token.dep))
            && self.is_space.is_none_or(|s| s == token.is_space)
    }
}

struct Rule {
    conditions: Vec<Condition>,
    /// Which token of the match it changes.
    index: usize,
    tag: Option<u8>,
    pos: Option<Pos>,
    morph: Option<&'static str>,
    lemma: Option<&'static str>,
    dep: Option<Dep>,
}

/// The rules in order, with the tags and words that they and the tagger name.
pub(super) struct Ruler {
    tags: Vec<&'static str>,
    words: HashMap<&'static str, u16>,
    rules: Vec<Rule>,
    /// For each tag, the rules whose first condition it could meet: those that name no word, and those that do.
    by_tag: Vec<(Vec<u16>, Vec<u16>)>,
}

impl Ruler {
    pub(super) fn read(mut tags: Reader, mut rules: Reader) -> Result<Self, WeightsError> {
        let mut out = Self { tags: tags.texts()?, words: HashMap::new(), rules: Vec::new(), by_tag: Vec::new() };
        if out.tags.len() >= usize::from(u8::MAX) {
            return Err(WeightsError::Unknown("number of tags", out.tags.len().to_string()));
        }
        out.rules = rules.list(|r| {
            let conditions = r.list(|r| out.condition(r))?;
            let index = usize::from(r.u8()?);
            let mut set = || Ok(Some((r.u8()?, r.text()?)).filter(|(is_set, _)| *is_set != 0).map(|(_, text)| text));
            let (tag, pos, morph, lemma, dep) = (set()?, set()?, set()?, set()?, set()?);
            if index >= conditions.len() {
                return Err(WeightsError::Unknown("rule index", index.to_string()));
            }
            let unknown = |what, text: &str| WeightsError::Unknown(what, text.into());
            Ok(Rule {
                conditions,
                index,
                tag: tag.map(|t| out.find_tag(t).ok_or_else(|| unknown("tag", t))).transpose()?,
                pos: pos.map(|t| Pos::from_label(t).ok_or_else(|| unknown("part of speech", t))).transpose()?,
                morph,
                lemma,
                dep: dep.map(|t| Dep::from_label(t).ok_or_else(|| unknown("relation", t))).transpose()?,
            })
        })?;
        let names_word = |rule: &Rule| rule.conditions.first().is_some_and(|c| c.word.is_some());
        for tag in 0..out.tags.len() as u8 {
            let meets = |rule: &Rule| rule.conditions.first().is_some_and(|c| c.tag.as_ref().is_none_or(|s| s.admits(&tag)));
            let rules = out.rules.iter().enumerate().filter(|(_, rule)| meets(rule));
            let (with, without): (Vec<_>, Vec<_>) = rules.partition(|(_, rule)| names_word(rule));
            let numbers = |rules: Vec<(usize, &Rule)>| rules.into_iter().map(|(i, _)| i as u16).collect();
            out.by_tag.push((numbers(without), numbers(with)));
        }
        Ok(out)
    }

    fn condition(&mut self, r: &mut Reader) -> Result<Condition, WeightsError> {
        let mut set = || Ok::<_, WeightsError>((r.u8()?, r.texts()?));
        let (tag, word, dep) = (set()?, set()?, set()?);
        // What is not in the label sets can never be met, so leaving it out of a set changes nothing.
        let tag_set = Set { negated: tag.0 == 2, values: tag.1.iter().filter_map(|t| self.find_tag(t)).collect() };
        let dep_set = Set { negated: dep.0 == 2, values: dep.1.iter().filter_map(|t| Dep::from_label(t)).collect() };
        let mut number = |text: &&'static str| {
            let next = self.words.len() as u16 + 1;
            *self.words.entry(text).or_insert(next)
        };
        let word_set = Set { negated: word.0 == 2, values: word.1.iter().map(&mut number).collect() };
        Ok(Condition {
            tag: (tag.0 != 0).then_some(tag_set),
            word: (word.0 != 0).then_some(word_set),
            dep: (dep.0 != 0).then_some(dep_set),
            is_space: match r.u8()? {
                0 => None,
                n => Some(n == 2),
            },
        })
    }

    fn find_tag(&self, tag: &str) -> Option<u8> {
        self.tags.iter().position(|t| *t == tag).map(|i| i as u8)
    }

    /// How many tags there are.
    pub(super) fn tag_count(&self) -> usize {
        self.tags.len()
    }

    /// The text form of a tag.
    pub(super) fn tag(&self, tag: u8) -> &'static str {
        self.tags.get(usize::from(tag)).copied().unwrap_or_default()
    }

    /// The number of a lower-cased word in the rules' vocabulary; 0 for none.
    pub(super) fn word(&self, lower: &str) -> u16 {
        self.words.get(lower).copied().unwrap_or(0)
    }

    /// Applies all rules to what the tokens were at first; where several change the same attribute, the last one holds.
    pub(super) fn apply(&self, tokens: &mut [Attributes]) {
        let mut matches: Vec<(u16, usize)> = Vec::with_capacity(tokens.len() * 2);
        for (start, token) in tokens.iter().enumerate() {
            let Some((without, with)) = self.by_tag.get(usize::from(token.tag)) else { continue };
            let with: &[u16] = if token.word == 0 { &[] } else { with };
            for number in without.iter().chain(with) {
                let Some(rule) = self.rules.get(usize::from(*number)) else { continue };
                let run = tokens.get(start..start + rule.conditions.len());
                if run.is_some_and(|run| run.iter().zip(&rule.conditions).all(|(t, c)| c.holds(t))) {
                    matches.push((*number, start));
                }
            }
        }
        matches.sort_unstable();
        for (number, start) in matches {
            let Some(rule) = self.rules.get(usize::from(number)) else { continue };
            let Some(token) = tokens.get_mut(start + rule.index) else { continue };
            token.tag = rule.tag.unwrap_or(token.tag);
            token.pos = rule.pos.unwrap_or(token.pos);
            token.morph = rule.morph.unwrap_or(token.morph);
            token.dep = rule.dep.unwrap_or(token.dep);
            token.lemma = rule.lemma.or(token.lemma);
        }
    }
}
