//! Names that the sources speak of, kept by source so that a change of one source costs one source.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use dashmap::DashMap;
use rayon::prelude::*;

use super::snapshot::Snapshot;
use crate::evidence::SourceKey;
use crate::knowledge::names::{Mention, mentions};
use crate::text::Span;

/// Actors that are offered at most.
const MOST: usize = 5000;

/// Somebody that notes may speak of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actor {
    /// Name as written.
    pub name: String,
    /// Other names that mean the same.
    pub aliases: Vec<String>,
    /// What it is, where that is known.
    pub kind: Option<String>,
    /// How often the sources name it.
    pub mentions: u32,
    /// Where a source names it first: its path, and bytes of its text.
    pub first: Option<(String, Span)>,
}

/// Names by source, and all of them together as of some generation.
#[derive(Default)]
pub struct Names {
    by_source: DashMap<SourceKey, Arc<[Mention]>>,
    merged: Mutex<(Option<u64>, Arc<[Actor]>)>,
}

impl Names {
    /// As of the last [`Names::learn`].
    pub fn known(&self) -> Arc<[Actor]> {
        self.merged.lock().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    /// Looks at the sources that are new; `stop` ends it early, with what there is by then.
    pub fn learn(&self, snapshot: &Snapshot, stop: &(dyn Fn() -> bool + Sync)) {
        let generation = Some(snapshot.generation());
        if self.merged.lock().unwrap_or_else(PoisonError::into_inner).0 == generation {
            return;
        }
        let entries: Vec<_> = snapshot.sources().cloned().collect();
        let present: HashSet<SourceKey> = entries.iter().map(|entry| entry.key).collect();
        self.by_source.retain(|key, _| present.contains(key));
        entries.par_iter().filter(|entry| !self.by_source.contains_key(&entry.key)).for_each(|entry| {
            if stop() {
                return;
            }
            if let Some(read) = snapshot.read(entry) {
                self.by_source.insert(entry.key, mentions(&read.source).into());
            }
        });
        let actors: Arc<[Actor]> = self.merge(snapshot).into();
        let complete = self.by_source.len() == entries.len();
        *self.merged.lock().unwrap_or_else(PoisonError::into_inner) = (generation.filter(|_| complete), actors);
    }

    fn merge(&self, snapshot: &Snapshot) -> Vec<Actor> {
        let mut seen: HashMap<String, (u32, u32, (String, Span))> = HashMap::new();
        for entry in snapshot.sources() {
            let Some(names) = self.by_source.get(&entry.key).map(|names| names.clone()) else { continue };
            for mention in names.iter() {
                let place = || (entry.path.clone(), mention.first);
                let seen = seen.entry(mention.name.clone()).or_insert_with(|| (0, 0, place()));
                seen.0 += mention.inside;
                seen.1 += mention.leading;
            }
        }
        let mut actors: Vec<Actor> = Vec::new();
        for configured in snapshot.config().actors.iter().filter(|actor| !actor.hide) {
            let names: Vec<&String> = [&configured.name].into_iter().chain(&configured.aliases).collect();
            let (mut mentions, mut first) = (0, None);
            for name in &names {
                if let Some((inside, leading, place)) = seen.remove(*name) {
                    mentions += inside + leading;
                    first = first.or(Some(place));
                }
            }
            let aliases = configured.aliases.iter().chain(&configured.weak_aliases).chain(&configured.adjectives).cloned().collect();
            actors.push(Actor { name: configured.name.clone(), aliases, kind: configured.kind.clone(), mentions, first });
        }
        // A word that has a capital only where every word has one is no name.
        let named = seen.into_iter().filter(|(_, (inside, ..))| *inside > 0);
        actors.extend(named.map(|(name, (inside, leading, place))| Actor {
            name,
            mentions: inside + leading,
            first: Some(place),
            ..Actor::default()
        }));
        actors.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.name.cmp(&b.name)));
        actors.truncate(MOST);
        actors
    }
}
