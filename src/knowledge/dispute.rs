//! Disputes: what the sources say that actors are divided over, joined across mentions.

use std::collections::{BTreeMap, HashMap};

use smol_str::SmolStr;

use super::Actor;
use super::facts::{Issue, Party, SourceFacts};
use super::join::id_of;
use super::lexicon::{Head, is_head};
use super::relationship::{Finder, Relationship};
use crate::rules::Quote;
use crate::text::Span;
use crate::workspace::config::DisputeConfig;

/// Something that divides actors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dispute {
    /// Name in kebab case.
    pub id: String,
    /// Name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Indices of the actors that it divides.
    pub parties: Vec<u32>,
    /// A treaty or the like that binds them.
    pub instrument: Option<String>,
    /// Where it stands: `ongoing`, `settled`, `past`, or what a person wrote.
    pub status: Option<String>,
    /// What each side says, with where.
    pub positions: Vec<Position>,
    /// Where it is named.
    pub evidence: Vec<Place>,
    /// Whether `backtext.toml` has it.
    pub curated: bool,
}

/// What one side says.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Index of the actor.
    pub actor: u32,
    /// Where.
    pub place: Place,
}

/// Words of a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Index of the source.
    pub source: u32,
    /// Line, from 1.
    pub line: u32,
    /// Bytes of the source's text.
    pub span: Span,
    /// The words.
    pub quote: SmolStr,
}

impl Place {
    /// As a quotation from the source at `path`.
    pub fn quoted(&self, path: &str) -> Quote {
        Quote { source: path.to_owned(), line: self.line, bytes: self.span, quote: self.quote.to_string(), score: 0.0 }
    }
}

/// One dispute while it is put together.
#[derive(Debug, Default)]
struct Draft {
    names: BTreeMap<SmolStr, usize>,
    named: bool,
    parties: Vec<u32>,
    present: bool,
    ended: bool,
    issues: Vec<(u32, u32)>,
    curated: Option<usize>,
}

/// Rolls issues up into disputes, notes on each relationship which it has, and lays a person's own over them.
pub(super) fn roll_up(
    facts: &[&SourceFacts],
    finders: &[Finder],
    actors: &[Actor],
    pairs: &mut BTreeMap<(u32, u32), Relationship>,
    curated: &[DisputeConfig],
    by_id: &HashMap<String, u32>,
) -> Vec<Dispute> {
    let mut drafts: Vec<Draft> = curated.iter().enumerate().map(|(i, c)| Draft::of_config(i, c, by_id)).collect();
    for (source, (facts, finder)) in facts.iter().zip(finders).enumerate() {
        in_source(source as u32, facts, finder, pairs, curated, &mut drafts);
    }
    let mut out = Vec::new();
    for draft in drafts {
        let own = draft.curated.and_then(|i| curated.get(i));
        let hidden = own.is_some_and(|c| c.hide);
        if !hidden && (own.is_some() || draft.parties.len() > 1) {
            out.push(draft.finish(facts, finders, actors, own));
        }
    }
    for (index, dispute) in out.iter().enumerate() {
        for (pair, relationship) in pairs.iter_mut() {
            if dispute.parties.contains(&pair.0) && dispute.parties.contains(&pair.1) {
                relationship.disputes.push(index as u32);
            }
        }
    }
    out
}

impl Draft {
    fn of_config(index: usize, config: &DisputeConfig, by_id: &HashMap<String, u32>) -> Self {
        let parties = config.parties.iter().filter_map(|id| by_id.get(id).copied()).collect();
        let names = [&config.name].into_iter().chain(&config.aliases).map(|n| (SmolStr::from(n.as_str()), 1)).collect();
        Self { names, named: true, parties, curated: Some(index), ..Self::default() }
    }

    fn has_name(&self, name: &str) -> bool {
        self.names.keys().any(|n| same_name(n, name))
    }

    fn add(&mut self, source: u32, index: u32, issue: &Issue, parties: &[u32]) {
        *self.names.entry(issue.name.clone()).or_default() += 1;
        // "The dispute" adds evidence to a named one, but no parties.
        if self.curated.is_none() && (!issue.bare || self.parties.len() < 2) {
            parties.iter().for_each(|p| {
                if !self.parties.contains(p) {
                    self.parties.push(*p);
                }
            });
        }
        self.present |= issue.present;
        self.ended |= issue.ended;
        self.named |= !issue.head.is_empty() && !issue.bare;
        self.issues.push((source, index));
    }

    fn finish(self, facts: &[&SourceFacts], finders: &[Finder], actors: &[Actor], own: Option<&DisputeConfig>) -> Dispute {
        let issue =
            |(source, index): &(u32, u32)| facts.get(*source as usize).and_then(|f| f.issues.get(*index as usize)).map(|i| (*source, i));
        let best = self.names.iter().max_by_key(|(name, count)| {
            let head = name.rsplit(' ').next().unwrap_or(name).to_lowercase();
            let dispute = is_head(Head::Dispute, &head) || name.split(' ').next().is_some_and(|w| is_head(Head::Dispute, w));
            (dispute && name.contains(' '), name.contains(' '), **count, std::cmp::Reverse(name.len()))
        });
        let name = own.map_or_else(|| best.map_or(String::new(), |(n, _)| n.to_string()), |c| c.name.clone());
        let mut aliases: Vec<String> = own.map(|c| c.aliases.clone()).unwrap_or_default();
        for alias in self.names.keys().map(ToString::to_string) {
            if id_of(&alias) != id_of(&name) && alias.contains(' ') && !aliases.iter().any(|a| id_of(a) == id_of(&alias)) {
                aliases.push(alias);
            }
        }
        let mut evidence = Vec::new();
        let (mut paragraphs, mut instrument) = (Vec::new(), None);
        for (source, issue) in self.issues.iter().filter_map(issue).filter(|(_, i)| !i.heading) {
            let place = Place { source, line: issue.line, span: issue.span, quote: issue.quote.clone() };
            if !evidence.contains(&place) {
                evidence.push(place);
            }
            if !issue.head.is_empty() {
                paragraphs.push((source, issue.paragraph));
            }
        }
        let words: Vec<String> =
            std::iter::once(&name).chain(&aliases).flat_map(|n| n.split(' ')).filter(|w| w.len() > 3).map(str::to_lowercase).collect();
        let mut positions: Vec<Position> = Vec::new();
        paragraphs.sort_unstable();
        paragraphs.dedup();
        for (source, paragraph) in &paragraphs {
            let (Some(facts), Some(finder)) = (facts.get(*source as usize), finders.get(*source as usize)) else { continue };
            if instrument.is_none() {
                let here = facts.instruments.iter().filter(|i| i.paragraph == *paragraph);
                instrument = here.map(|i| i.name.to_string()).next();
            }
            for saying in facts.sayings.iter().filter(|s| s.paragraph == *paragraph) {
                for actor in speakers(finder, &saying.who, actors, &self.parties) {
                    if !positions.iter().any(|p| p.actor == actor) {
                        let place = Place { source: *source, line: saying.line, span: saying.span, quote: saying.quote.clone() };
                        positions.push(Position { actor, place });
                    }
                }
            }
        }
        let _ = words;
        let status = if self.ended {
            "settled"
        } else if self.present {
            "ongoing"
        } else {
            "past"
        };
        Dispute {
            id: own.map_or_else(|| id_of(&name), |c| c.id.clone()),
            name,
            aliases,
            parties: self.parties,
            instrument: own.and_then(|c| c.instrument.clone()).or(instrument),
            status: own.and_then(|c| c.status.clone()).or(Some(status.to_owned())),
            positions,
            evidence,
            curated: own.is_some(),
        }
    }
}

fn speakers(finder: &Finder, who: &Party, _actors: &[Actor], parties: &[u32]) -> Vec<u32> {
    finder.party(who).into_iter().filter(|a| parties.contains(a)).collect()
}

/// Sorts the issues of one source into drafts.
fn in_source(
    source: u32,
    facts: &SourceFacts,
    finder: &Finder,
    pairs: &BTreeMap<(u32, u32), Relationship>,
    curated: &[DisputeConfig],
    drafts: &mut Vec<Draft>,
) {
    let parties: Vec<Vec<u32>> = facts.issues.iter().map(|i| parties(source, i, finder, pairs)).collect();
    let mut of_paragraph: HashMap<u32, usize> = HashMap::new();
    // Those with a name of their own first, then what is said to be disputed, then "the dispute".
    let rank = |i: &Issue| if i.bare { 2 } else { usize::from(i.head.is_empty()) };
    let mut order: Vec<usize> = (0..facts.issues.len()).collect();
    order.sort_by_key(|i| facts.issues.get(*i).map(rank));
    let first_own = drafts.len();
    for index in order {
        let (Some(issue), Some(parties)) = (facts.issues.get(index), parties.get(index)) else { continue };
        let known = drafts.iter().position(|d| d.has_name(&issue.name)).or_else(|| {
            let by_alias = |c: &DisputeConfig| [&c.name].into_iter().chain(&c.aliases).any(|n| same_name(n, &issue.name));
            curated.iter().position(by_alias)
        });
        let target = known.filter(|_| !issue.bare).or_else(|| match (issue.bare, issue.head.is_empty()) {
            // "The dispute" is the one named last in its paragraph, else the only one of the source.
            (true, _) => of_paragraph.get(&issue.paragraph).copied().or_else(|| most_alike(parties, first_own, drafts)),
            // "water rights" belong to the river dispute whose paragraph speaks of water.
            (_, true) => about_same(source, issue, parties, facts, drafts),
            _ => None,
        });
        // "Conflicts" at large are nobody's dispute.
        if target.is_none() && issue.bare && (issue.heading || parties.len() < 2 || issue.name.ends_with('s') || !is_firm(&issue.head)) {
            continue;
        }
        let target = target.unwrap_or_else(|| {
            drafts.push(Draft::default());
            drafts.len() - 1
        });
        if let Some(draft) = drafts.get_mut(target) {
            draft.add(source, index as u32, issue, parties);
        }
        if !issue.bare && !issue.head.is_empty() {
            of_paragraph.entry(issue.paragraph).or_insert(target);
        }
    }
}

/// Whether two names are the same but for order and small words: "dispute over Belina Island", "the Belina Island dispute".
fn same_name(a: &str, b: &str) -> bool {
    let words = |name: &str| {
        let id = id_of(name);
        let mut words: Vec<String> =
            id.split('-').filter(|w| !matches!(*w, "over" | "of" | "the" | "about" | "on" | "in")).map(str::to_owned).collect();
        words.sort();
        words
    };
    words(a) == words(b)
}

/// Bare nouns that make a dispute of their own where the source names none: "the strike", but not "a conflict".
fn is_firm(head: &str) -> bool {
    matches!(
        head,
        "strike" | "suit" | "lawsuit" | "dispute" | "quarrel" | "feud" | "row" | "controversy" | "boycott" | "lockout" | "standoff" | "war"
    )
}

/// The dispute of this source that shares most parties with an unnamed one; the first of several.
fn most_alike(parties: &[u32], first_own: usize, drafts: &[Draft]) -> Option<usize> {
    let own = |i: &usize| *i >= first_own || drafts.get(*i).is_some_and(|d| d.curated.is_some());
    let shared = |d: &Draft| d.parties.iter().filter(|p| parties.contains(p)).count();
    let alone = drafts.len() == first_own + 1;
    (0..drafts.len())
        .filter(own)
        .filter(|i| alone || drafts.get(*i).is_some_and(|d| shared(d) > 0))
        .max_by_key(|i| (drafts.get(*i).map_or(0, shared), std::cmp::Reverse(*i)))
}

/// The dispute with a name whose paragraph speaks of what this issue is about, between the same actors.
fn about_same(source: u32, issue: &Issue, parties: &[u32], facts: &SourceFacts, drafts: &[Draft]) -> Option<usize> {
    let first = issue.name.split(' ').next()?.to_lowercase();
    drafts.iter().position(|draft| {
        let shared = draft.parties.iter().filter(|p| parties.contains(p)).count() > 1;
        let spoken = draft.issues.iter().filter(|(s, _)| *s == source).filter_map(|(_, i)| facts.issues.get(*i as usize)).any(|named| {
            !named.head.is_empty()
                && !named.bare
                && named.paragraph != issue.paragraph
                && named.around.iter().filter(|w| **w == first).count() > 1
        });
        draft.named && shared && spoken
    })
}

/// Who is divided over an issue: whom its sentence names; else the two that its paragraph speaks of most.
fn parties(source: u32, issue: &Issue, finder: &Finder, pairs: &BTreeMap<(u32, u32), Relationship>) -> Vec<u32> {
    let mut found: Vec<u32> = Vec::new();
    for actor in issue.parties.iter().flat_map(|p| finder.party(p)) {
        if !found.contains(&actor) {
            found.push(actor);
        }
    }
    if found.len() > 1 {
        found.truncate(6);
        return found;
    }
    let near = |r: &Relationship| r.statements.iter().filter(|s| s.source == Some(source) && s.paragraph == issue.paragraph).count();
    let fits = |pair: &(u32, u32)| found.first().is_none_or(|f| pair.0 == *f || pair.1 == *f);
    let best = pairs.iter().filter(|(pair, _)| fits(pair)).max_by_key(|(_, r)| near(r)).filter(|(_, r)| near(r) > 0);
    best.map_or(found, |(pair, _)| vec![pair.0, pair.1])
}
