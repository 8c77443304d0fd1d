//! Finding actors in a text: the longest name at each place, whole words only.

use std::collections::HashMap;

use super::join::key;
use super::{Actor, ActorKind};
use crate::text::Span;

/// Words that a name may have at most.
const LONGEST: usize = 8;

/// A name in a text, and whom it could mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Bytes of the text, without article and possessive.
    pub span: Span,
    /// Indices of the actors that go by the name: one, mostly.
    pub actors: Vec<u32>,
    /// Whether it is only a weak alias, or one of several actors.
    pub weak: bool,
}

/// Names of actors by their key.
#[derive(Clone, Debug, Default)]
pub struct Linker {
    strong: HashMap<String, Vec<u32>>,
    weak: HashMap<String, Vec<u32>>,
}

impl Linker {
    /// Of a list of actors.
    pub(super) fn new(actors: &[Actor]) -> Self {
        let mut linker = Self::default();
        for (index, actor) in actors.iter().enumerate() {
            for name in [&actor.name].into_iter().chain(&actor.aliases).chain(&actor.adjectives) {
                linker.add(name, index as u32, false);
            }
            for name in &actor.weak_aliases {
                linker.add(name, index as u32, true);
            }
            // The surname alone is how a text goes on after the full name; of two with one surname it could be either.
            if actor.kind == ActorKind::Person
                && let Some((_, last)) = actor.name.rsplit_once(' ')
            {
                linker.add(last, index as u32, false);
            }
        }
        linker
    }

    /// Adds one more name.
    pub(super) fn add(&mut self, name: &str, actor: u32, weak: bool) {
        let table = if weak { &mut self.weak } else { &mut self.strong };
        let list = table.entry(words_key(name)).or_default();
        if !list.contains(&actor) {
            list.push(actor);
        }
    }

    /// The names in a text, in order, without overlap.
    pub fn find(&self, text: &str) -> Vec<Linked> {
        let words = words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(first) = words.get(at) {
            let hit = (1..=LONGEST.min(words.len() - at)).rev().find_map(|n| {
                // The article is no part of the name.
                if n > 1 && first.of(text).eq_ignore_ascii_case("the") {
                    return None;
                }
                let last = words.get(at + n - 1)?;
                let span = Span::new(first.start, last.end);
                let part = span.of(text);
                // A name stands on one line of thought: no full stop, comma or bracket inside.
                if part.contains([',', ';', ':', '(', ')', '\n', '“', '”', '"', '!', '?']) || (n > 1 && part.contains(". ")) {
                    return None;
                }
                let k = words_key(part);
                let capital = part.chars().any(char::is_uppercase) || n > 1;
                let (actors, weak) = match (self.strong.get(&k), self.weak.get(&k)) {
                    (Some(actors), _) => (actors, actors.len() > 1),
                    (None, Some(actors)) => (actors, true),
                    _ => return None,
                };
                capital.then(|| (n, Linked { span, actors: actors.clone(), weak }))
            });
            match hit {
                Some((n, linked)) => {
                    found.push(linked);
                    at += n;
                }
                None => at += 1,
            }
        }
        found
    }
}

/// Places of the words: letters and figures, with what joins them inside (`U.S.`, `al-Qaeda` counts as two).
fn words(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let inner = c == '.' && start.is_some_and(|s: usize| text.get(s..at).is_some_and(|w| w.split('.').all(|p| p.chars().count() <= 1)));
        if c.is_alphanumeric() || inner {
            start.get_or_insert(at);
        } else if let Some(s) = start.take() {
            out.push(Span::new(s, at));
        }
    }
    if let Some(s) = start {
        out.push(Span::new(s, text.len()));
    }
    // The "s" of a possessive is no word.
    out.retain(|w| !(w.of(text) == "s" && text.get(..w.start).is_some_and(|before| before.ends_with(['\'', '’']))));
    out
}

fn words_key(name: &str) -> String {
    let k = key(name.trim());
    let joined: Vec<&str> = k.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty() && *w != "s").collect();
    joined.join(" ")
}
