//! Joining forms to actors: within a source by what the source itself says, across sources by equal names.

use std::collections::{BTreeMap, HashMap};

use smol_str::SmolStr;

use super::facts::{FormFacts, Shape, SourceFacts};
use super::lexicon::{self, Head, StateForm, ends_with, known, state_form};
use super::{Actor, ActorKind};
use crate::workspace::config::ActorConfig;

/// Actors found, and which actor each form of each source is.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub actors: Vec<Actor>,
    /// By source, by form: index of the actor.
    pub of_form: Vec<Vec<Option<u32>>>,
}

/// What stands for one actor over all sources.
#[derive(Debug, Default)]
struct Cluster {
    forms: BTreeMap<SmolStr, u32>,
    votes: [u32; 5],
    /// The same of forms of several words.
    full: [u32; 5],
    agent: u32,
    party: u32,
    body: u32,
    armed: u32,
    owner: u32,
    office: Option<SmolStr>,
    shape: Option<Shape>,
    known: Option<&'static lexicon::Known>,
    curated: Option<usize>,
}

/// A form without what differs from text to text.
pub(super) fn key(text: &str) -> String {
    let text = text.replace('’', "'");
    let text = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(&text);
    let text = text.strip_suffix("'s").unwrap_or(text);
    // Capitals tell "US" from "us"; longer words are compared without them.
    let loud = text.chars().filter(|c| c.is_alphabetic()).count() <= 5 && !text.chars().any(char::is_lowercase);
    if loud { text.replace('.', "") } else { text.to_lowercase() }
}

/// The id of a name: kebab case, no article.
pub fn id_of(name: &str) -> String {
    let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    let mut id = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() {
            id.extend(c.to_lowercase());
        } else if !matches!(c, '’' | '\'' | '.') && !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

/// Joins the forms of all sources and lays what a person wrote over them.
pub(super) fn join(sources: &[&SourceFacts], curated: &[ActorConfig]) -> Joined {
    let mut table: HashMap<String, usize> = HashMap::new();
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut by_curated: HashMap<String, usize> = HashMap::new();
    for (index, actor) in curated.iter().enumerate() {
        clusters.push(Cluster { curated: Some(index), ..Cluster::default() });
        for name in [&actor.name].into_iter().chain(&actor.aliases).chain(&actor.adjectives) {
            by_curated.entry(key(name)).or_insert(index);
        }
        if actor.hide {
            by_curated.entry(key(&actor.id.replace('-', " "))).or_insert(index);
        }
    }
    // A state that a person renamed or added to is still that state.
    let mut states: HashMap<[u8; 2], usize> = HashMap::new();
    for (index, actor) in curated.iter().enumerate() {
        let country = actor.country.as_deref().filter(|_| actor.kind.as_deref().is_none_or(|k| k == "state"));
        let code = country.map(str::to_lowercase).or_else(|| {
            let named =
                [&actor.name].into_iter().chain(&actor.aliases).find_map(|n| state_form(n).filter(|(_, form)| *form == StateForm::Name));
            named
                .filter(|_| actor.kind.as_deref().is_none_or(|k| k == "state"))
                .and_then(|(i, _)| lexicon::state(i))
                .map(|s| s.code.to_owned())
        });
        if let Some([a, b]) = code.as_deref().map(str::as_bytes) {
            states.entry([*a, *b]).or_insert(index);
        }
    }
    let mut of_form = Vec::with_capacity(sources.len());
    for source in sources {
        let local = within_source(source);
        let mut row = Vec::with_capacity(source.forms.len());
        for (form, head) in source.forms.iter().zip(&local) {
            let lead = source.forms.get(*head as usize).unwrap_or(form);
            let own = by_curated.get(&key(&form.text)).or_else(|| by_curated.get(&key(&lead.text))).copied();
            let state = match lead.shape {
                Shape::State(code) => states.get(&code).copied(),
                _ => None,
            };
            let name = match lead.shape {
                Shape::State([a, b]) => format!("state:{}{}", a as char, b as char),
                Shape::Collective => format!("group:{}", singular(&key(&lead.text))),
                _ => known(&lead.text).map_or_else(|| key(&lead.text), |(index, _)| format!("known:{index}")),
            };
            let cluster = own.or(state).unwrap_or_else(|| {
                *table.entry(name).or_insert_with(|| {
                    clusters.push(Cluster::default());
                    clusters.len() - 1
                })
            });
            if let Some(cluster) = clusters.get_mut(cluster) {
                cluster.add(form, lead);
            }
            row.push(Some(cluster as u32));
        }
        of_form.push(row);
    }
    name_actors(clusters, of_form, curated)
}

impl Cluster {
    fn add(&mut self, form: &FormFacts, lead: &FormFacts) {
        *self.forms.entry(form.text.clone()).or_default() += 1;
        for (sum, vote) in self.votes.iter_mut().zip(form.votes) {
            *sum += u32::from(vote);
        }
        if form.text.contains(' ') {
            for (sum, vote) in self.full.iter_mut().zip(form.votes) {
                *sum += u32::from(vote);
            }
        }
        // A capital is a place unless it acts.
        let capital = matches!(state_form(&form.text), Some((_, StateForm::Capital)));
        self.agent += u32::from(form.agent);
        self.party += if capital { u32::from(form.agent) } else { u32::from(form.party) };
        self.body += u32::from(form.body);
        self.armed += u32::from(form.armed);
        self.owner += u32::from(form.owner);
        if self.office.is_none() {
            self.office.clone_from(&form.office);
        }
        self.shape.get_or_insert(lead.shape);
        self.known = self.known.or_else(|| known(&form.text).map(|(_, k)| k));
    }

    fn longest(&self) -> &str {
        self.forms.keys().max_by_key(|f| (f.chars().count(), std::cmp::Reverse(f.as_str()))).map_or("", SmolStr::as_str)
    }

    /// What the forms are taken for; none for a place, a document, a day.
    fn kind(&self) -> Option<ActorKind> {
        let longest = self.longest();
        match self.shape {
            Some(Shape::State(_)) => return (self.party > 0).then_some(ActorKind::State),
            Some(Shape::Collective) => {
                return (self.party > 0).then_some(if self.armed > 0 { ActorKind::ArmedGroup } else { ActorKind::Collective });
            }
            Some(Shape::Role) => return Some(ActorKind::Role),
            _ => {}
        }
        if let Some(known) = self.known {
            return (self.party > 0 || self.body > 0).then_some(if known.kind == "armed-group" {
                ActorKind::ArmedGroup
            } else {
                ActorKind::Organisation
            });
        }
        if self.body == 0 {
            return None;
        }
        let [person, org, people, place, other] = self.votes;
        // A surname alone is often taken for a body; the full name is taken for what it is.
        let [full_person, full_org, full_people, full_place, _] = self.full;
        let by_full_name = full_person > full_org.max(full_people).max(full_place) && full_person > 0;
        let several = longest.contains(' ');
        if ends_with(Head::Document, longest) || (ends_with(Head::Place, longest) && org <= place + person) {
            return None;
        }
        let body = ends_with(Head::Org, longest) && several;
        if !body
            && self.owner == 0
            && (self.office.is_some() || ((by_full_name || person > org.max(people).max(place)) && (several || self.party > 0)))
        {
            return (several || self.office.is_some() || self.party > 0).then_some(ActorKind::Person);
        }
        if self.armed > 0 {
            return Some(ActorKind::ArmedGroup);
        }
        if body {
            return Some(ActorKind::Organisation);
        }
        if self.owner > 1 && self.agent > 0 {
            return Some(ActorKind::Organisation);
        }
        if other > person + org + people + place || self.party == 0 {
            return None;
        }
        if place > org + people + person {
            return (self.agent > 1 || (self.agent > 0 && self.party > 1)).then_some(ActorKind::Organisation);
        }
        if people > org && !several {
            return (self.agent > 1 || (self.agent > 0 && longest.ends_with('s'))).then_some(ActorKind::Collective);
        }
        (org > 0 || self.agent > 0).then_some(ActorKind::Organisation)
    }

    fn name(&self) -> String {
        if let Some(Shape::State([a, b])) = self.shape {
            let code = format!("{}{}", a as char, b as char);
            return (0..)
                .map_while(lexicon::state)
                .find(|s| s.code == code)
                .and_then(|s| s.names.first())
                .map_or(code, |n| (*n).to_owned());
        }
        // The full name says more than its abbreviation; a name that is used says more than one that is not.
        self.longest().to_owned()
    }
}

fn singular(key: &str) -> String {
    key.strip_suffix('s').unwrap_or(key).to_owned()
}

/// For each form of a source, the fuller form that it stands for (itself, mostly).
fn within_source(source: &SourceFacts) -> Vec<u32> {
    let mut head: Vec<u32> = (0..source.forms.len() as u32).collect();
    for (long, short) in &source.links {
        if let Some(slot) = head.get_mut(*short as usize) {
            *slot = *long;
        }
    }
    let names: Vec<(usize, Vec<String>)> = source
        .forms
        .iter()
        .enumerate()
        .filter(|(_, f)| f.shape == Shape::Name)
        .map(|(i, f)| (i, f.text.replace('’', "'").split([' ', '-']).map(str::to_owned).collect()))
        .collect();
    for (i, words) in &names {
        // An adjective ("Islamic") is no short form of a name that begins with it.
        let adjective =
            source.forms.get(*i).is_some_and(|f| words.len() == 1 && f.votes[2] > f.votes[0] + f.votes[1] && !f.text.ends_with('s'));
        if adjective || head.get(*i) != Some(&(*i as u32)) || known(&words.join(" ")).is_some() {
            continue;
        }
        let fuller: Vec<usize> = names
            .iter()
            .filter(|(j, longer)| j != i && longer.len() > words.len() && (longer.starts_with(words) || longer.ends_with(words)))
            .map(|(j, _)| *j)
            .collect();
        // "Fell" is Anders Fell where there is one Fell; of two, it is neither.
        let mut roots: Vec<u32> = fuller.iter().filter_map(|j| head.get(*j).copied()).collect();
        roots.sort_unstable();
        roots.dedup();
        if let ([root], Some(slot)) = (&roots[..], head.get_mut(*i)) {
            *slot = *root;
        }
    }
    // Chains: an abbreviation of a short form of a full name.
    for i in 0..head.len() {
        let mut at = i as u32;
        for _ in 0..4 {
            match head.get(at as usize) {
                Some(next) if *next != at => at = *next,
                _ => break,
            }
        }
        if let Some(slot) = head.get_mut(i) {
            *slot = at;
        }
    }
    head
}

fn name_actors(clusters: Vec<Cluster>, mut of_form: Vec<Vec<Option<u32>>>, curated: &[ActorConfig]) -> Joined {
    let mut actors: Vec<Actor> = Vec::new();
    let mut number: Vec<Option<u32>> = Vec::with_capacity(clusters.len());
    let mut ids: HashMap<String, u32> = HashMap::new();
    for cluster in &clusters {
        let own = cluster.curated.and_then(|i| curated.get(i));
        let kind = match own {
            Some(own) if own.hide => None,
            Some(own) => {
                own.kind.as_deref().and_then(ActorKind::from_name).or_else(|| cluster.kind()).or_else(|| Some(default_kind(&own.name)))
            }
            None => cluster.kind(),
        };
        let Some(kind) = kind else {
            number.push(None);
            continue;
        };
        let name = own.map_or_else(|| cluster.name(), |own| own.name.clone());
        let mut id = own.map_or_else(|| id_of(&name), |own| own.id.clone());
        if id.is_empty() || (ids.contains_key(&id) && own.is_none()) {
            id = format!("{id}-{}", kind.name());
        }
        let mut actor = Actor {
            id: id.clone(),
            name: name.clone(),
            kind,
            aliases: Vec::new(),
            weak_aliases: own.map(|o| o.weak_aliases.clone()).unwrap_or_default(),
            adjectives: own.map(|o| o.adjectives.clone()).unwrap_or_default(),
            office: cluster.office.as_ref().map(ToString::to_string),
            mentions: 0,
            sources: 0,
            first: None,
            curated: own.is_some(),
        };
        let known_names = cluster.known.iter().flat_map(|k| k.names.iter().map(|n| (*n).to_owned()));
        let state_names = state_of(cluster).into_iter().flat_map(|s| s.names.iter().map(|n| (*n).to_owned()));
        let found = cluster.forms.keys().map(ToString::to_string);
        let written = own.iter().flat_map(|o| o.aliases.clone());
        for alias in written.chain(found).chain(known_names).chain(state_names) {
            let adjective = matches!(state_form(&alias), Some((_, StateForm::Adjective)));
            let list = if adjective { &mut actor.adjectives } else { &mut actor.aliases };
            if key(&alias) != key(&name) && !list.iter().any(|a| key(a) == key(&alias)) {
                list.push(alias);
            }
        }
        if let Some(state) = state_of(cluster) {
            for adjective in &state.adjectives {
                if !actor.adjectives.iter().any(|a| a == adjective) {
                    actor.adjectives.push((*adjective).to_owned());
                }
            }
        }
        ids.insert(id, actors.len() as u32);
        number.push(Some(actors.len() as u32));
        actors.push(actor);
    }
    for slot in of_form.iter_mut().flatten() {
        *slot = slot.and_then(|cluster| number.get(cluster as usize).copied().flatten());
    }
    Joined { actors, of_form }
}

/// What an actor of `backtext.toml` is that says nothing of it and that no source tells of.
fn default_kind(name: &str) -> ActorKind {
    if state_form(name).is_some() { ActorKind::State } else { ActorKind::Organisation }
}

fn state_of(cluster: &Cluster) -> Option<&'static lexicon::State> {
    match cluster.shape {
        Some(Shape::State([a, b])) => {
            let code = format!("{}{}", a as char, b as char);
            (0..).map_while(lexicon::state).find(|s| s.code == code)
        }
        _ => None,
    }
}
