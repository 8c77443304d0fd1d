//! What a document has established before a paragraph: who its two sides are, which names are people's.

use std::collections::HashSet;

use smol_str::SmolStr;

use super::super::{
    Analysis,
    types::{Form, Referent},
};
use super::facts::Facts;

/// Pairs kept at most.
const PAIRS: usize = 64;

/// What was established so far; give it every paragraph once it is resolved.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Pairs that were joined or at odds, with how often.
    pairs: Vec<(Vec<Referent>, usize)>,
    /// Last words of names that were taken for people's.
    people: HashSet<SmolStr>,
}

impl Memory {
    /// Adds the sentences of a paragraph (or a heading).
    pub fn note(&mut self, sentences: &[Analysis]) {
        for a in sentences {
            let facts = Facts::of(a);
            for m in facts.mentions.iter().filter(|m| m.person && m.form == Form::Name) {
                self.people.insert(last(&m.what.text));
            }
            if let Some(pair) = facts.sides.filter(|p| p.len() == 2) {
                let full = self.pairs.len() >= PAIRS;
                match self.pairs.iter_mut().find(|(known, _)| same(known, &pair)) {
                    Some((_, count)) => *count += 1,
                    None if !full => self.pairs.push((pair, 1)),
                    None => {}
                }
            }
        }
    }

    /// The two sides that the document speaks of most, where it has spoken of them more than once and of no others as often.
    pub(super) fn sides(&self, fits: &dyn Fn(&Vec<Referent>) -> bool) -> Option<Vec<Referent>> {
        let mut best: Vec<&(Vec<Referent>, usize)> = self.pairs.iter().filter(|(p, _)| fits(p)).collect();
        best.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        match best[..] {
            [(pair, count), (_, next), ..] if *count > 1 && count > next => Some(Facts::shifted(pair, 1)),
            [(pair, count)] if *count > 1 => Some(Facts::shifted(pair, 1)),
            _ => None,
        }
    }

    /// Whether a name ends in a word that ended a person's name.
    pub(super) fn is_person(&self, name: &str) -> bool {
        self.people.contains(&last(name))
    }
}

fn last(name: &str) -> SmolStr {
    name.rsplit(' ').next().unwrap_or(name).into()
}

fn same(a: &[Referent], b: &[Referent]) -> bool {
    a.iter().all(|x| b.iter().any(|y| last(&x.text) == last(&y.text)))
}
