//! What was found against what an annotator found.

use std::collections::{BTreeMap, BTreeSet};

use backtext::knowledge::{Actor, Knowledge};
use backtext::source::Source;

use crate::gold::{Gold, plain};

pub struct Score {
    name: String,
    pub verbatim: bool,
    /// Found, listed in gold.
    actors: [usize; 2],
    /// Spurious, listed by us.
    spurious: [usize; 2],
    /// Right, ours, gold.
    mentions: [usize; 3],
    disputes: [usize; 2],
    dispute_extra: usize,
    pairs: [usize; 2],
    lines: Vec<String>,
}

fn forms(actor: &Actor) -> BTreeSet<String> {
    [&actor.name].into_iter().chain(&actor.aliases).chain(&actor.adjectives).map(|f| plain(f)).collect()
}

impl Score {
    /// Holds what was reached once: every actor but `missed`, few that are none, mentions, disputes and stances.
    pub fn hold(&self, disputes: usize, stances: usize) {
        let name = &self.name;
        assert!(self.verbatim, "{name}: a quotation is not verbatim");
        assert_eq!(self.actors[0], self.actors[1], "{name}: actors");
        assert!(self.spurious[0] * 100 <= self.spurious[1] * 15, "{name}: spurious {:?}", self.spurious);
        let [right, ours, wanted] = self.mentions;
        assert!(2.0 * right as f64 / (ours + wanted) as f64 >= 0.95, "{name}: mentions {:?}", self.mentions);
        assert!(self.disputes[0] >= disputes && self.pairs[0] >= stances, "{name}: disputes {:?}, stances {:?}", self.disputes, self.pairs);
    }

    pub fn of(name: &str, source: &Source, k: &Knowledge, gold: &Gold) -> Self {
        let mut lines = Vec::new();
        // Which gold actor each of ours is: the one that it shares a form with, its name first.
        let mut is: BTreeMap<u32, String> = BTreeMap::new();
        for (i, actor) in k.actors().iter().enumerate() {
            let own = forms(actor);
            let role = |id: &str| {
                let words: Vec<&str> = id.split('-').collect();
                words.len() > 1 && words.iter().all(|w| actor.id.split('-').any(|x| x == *w))
            };
            let found = gold.actors.iter().find(|(_, f)| f.contains(&plain(&actor.name)) || f.iter().any(|x| own.contains(x)));
            let longer = |f: &BTreeSet<String>| plain(&actor.name).contains(' ') && f.iter().any(|x| x.ends_with(&plain(&actor.name)));
            let found = found
                .or_else(|| gold.actors.iter().find(|(_, f)| longer(f)))
                .map(|(id, _)| id.clone())
                .or_else(|| gold.actors.keys().find(|id| role(id)).cloned());
            if let Some(id) = found {
                is.insert(i as u32, id);
            }
        }
        let found: BTreeSet<&String> = is.values().collect();
        for id in gold.actors.keys().filter(|id| !found.contains(id)) {
            lines.push(format!("actor missed    {id}"));
        }
        let mut spurious = 0;
        for (i, actor) in k.actors().iter().enumerate().filter(|(i, _)| !is.contains_key(&(*i as u32))) {
            let optional = gold.optional.iter().any(|o| o.contains(&plain(&actor.name)) || plain(&actor.name).contains(o.as_str()));
            spurious += usize::from(!optional);
            lines.push(format!("actor {} {} ({}) {i}", if optional { "optional" } else { "spurious" }, actor.name, actor.kind.name()));
        }
        let mut open: Vec<(u32, usize, usize)> = k.mentions().iter().map(|m| (m.actor, m.span.start, m.span.end)).collect();
        let (mut right, mut wanted) = (0, 0);
        for (id, start, end, optional) in &gold.mentions {
            let hit = open.iter().position(|(a, s, e)| is.get(a) == Some(id) && s < end && start < e);
            wanted += usize::from(!optional);
            match hit {
                Some(at) => {
                    open.remove(at);
                    right += usize::from(!optional);
                }
                None if !optional => lines.push(format!("mention missed  {id} {start} {}", &source.text[*start..*end])),
                None => {}
            }
        }
        // What is optional in its place, or is an actor that may be listed or not, counts for nothing.
        open.retain(|(a, _, _)| is.contains_key(a));
        for (a, s, e) in &open {
            lines.push(format!("mention extra   {} {s} {}", k.actor_at(*a).unwrap().id, &source.text[*s..*e]));
        }
        let mut disputes = [0, 0];
        let ours: Vec<Vec<String>> =
            k.disputes().iter().map(|d| [&d.name].into_iter().chain(&d.aliases).map(|n| plain(n)).collect()).collect();
        let alike =
            |a: &String, b: &String| a == b || (a.contains(' ') && b.contains(a.as_str())) || (b.contains(' ') && a.contains(b.as_str()));
        let mut used = BTreeSet::new();
        for (id, names, optional) in &gold.disputes {
            let hit = ours.iter().position(|o| o.iter().any(|a| names.iter().any(|b| alike(a, b))));
            used.extend(hit);
            if !optional {
                disputes[1] += 1;
                disputes[0] += usize::from(hit.is_some());
                if hit.is_none() {
                    lines.push(format!("dispute missed  {id} {names:?}"));
                }
            }
        }
        for (i, d) in k.disputes().iter().enumerate() {
            let ids: Vec<&str> = d.parties.iter().map(|p| k.actor_at(*p).unwrap().id.as_str()).collect();
            lines.push(format!(
                "dispute {} {} {:?} {ids:?} {:?} {:?} positions {}",
                if used.contains(&i) { "found   " } else { "extra   " },
                d.name,
                d.aliases,
                d.instrument,
                d.status,
                d.positions.len()
            ));
        }
        let mut pairs = [0, 0];
        for (a, b, stance) in &gold.pairs {
            pairs[1] += 1;
            let ours = k.relationships().find(|r| {
                let ids = (is.get(&r.pair.0), is.get(&r.pair.1));
                ids == (Some(a), Some(b)) || ids == (Some(b), Some(a))
            });
            let got = ours.and_then(|r| r.stance).map(|s| s.name());
            let good = ours.is_some() && got == *stance;
            pairs[0] += usize::from(good);
            let counts = ours.map(|r| (r.cooperation(), r.conflict(), r.not_asserted()));
            if !good {
                lines.push(format!("pair {a} {b}: wanted {stance:?}, got {got:?} {counts:?}"));
            }
        }
        for r in k.relationships() {
            let known = |i: u32| is.get(&i).cloned().unwrap_or_else(|| format!("?{}", k.actor_at(i).unwrap().id));
            let (a, b) = (known(r.pair.0), known(r.pair.1));
            if !gold.pairs.iter().any(|(x, y, _)| (x, y) == (&a, &b) || (x, y) == (&b, &a)) {
                lines.push(format!(
                    "pair extra {a} {b} {:?}: {}",
                    r.stance.map(|s| s.name()),
                    r.statements.first().map_or("", |s| s.quote.as_str())
                ));
            }
        }
        let verbatim = k.relationships().flat_map(|r| &r.statements).all(|s| !s.quote.is_empty() && s.span.of(&source.text) == s.quote);
        Self {
            name: name.to_owned(),
            verbatim,
            actors: [found.len(), gold.actors.len()],
            spurious: [spurious, k.actors().len()],
            mentions: [right, right + open.len(), wanted],
            disputes,
            dispute_extra: ours.len().saturating_sub(used.len()),
            pairs,
            lines,
        }
    }

    pub fn f1(&self) -> f64 {
        let [right, ours, gold] = self.mentions;
        2.0 * right as f64 / (ours + gold).max(1) as f64
    }

    pub fn print(&self) {
        for line in &self.lines {
            println!("  {line}");
        }
        println!(
            "{:8} actors {}/{}, spurious {}/{}; mentions F1 {:.3} ({} right, {} ours, {} wanted); disputes {}/{} (+{}); stance {}/{}; verbatim {}",
            self.name,
            self.actors[0],
            self.actors[1],
            self.spurious[0],
            self.spurious[1],
            self.f1(),
            self.mentions[0],
            self.mentions[1],
            self.mentions[2],
            self.disputes[0],
            self.disputes[1],
            self.dispute_extra,
            self.pairs[0],
            self.pairs[1],
            self.verbatim
        );
    }
}
