//! Knowledge: who is who in the sources, what divides them, what passed between them, with the words that say so.
//!
//! Each source gives a small digest ([`SourceFacts`]), made from it alone and kept under its key. [`Knowledge`] rolls the digests of
//! all sources and a person's corrections in `backtext.toml` up into actors, disputes and relationships.
//!
//! *Architecture invariant:* nothing here reads a file; a digest never depends on another source.

pub mod card;
pub mod curate;
mod digest;
mod dispute;
pub mod facts;
pub mod graph;
mod join;
pub mod json;
pub mod lexicon;
mod link;
mod relationship;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub use dispute::{Dispute, Position};
pub use facts::SourceFacts;
pub use join::id_of;
pub use link::Linked;
use link::Linker;
pub use relationship::{Between, Relationship, Stance};

use crate::source::Meta;
use crate::text::Span;
use crate::workspace::config::Config;

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActorKind {
    /// A state.
    State,
    /// A group that fights.
    ArmedGroup,
    /// A body with a name.
    Organisation,
    /// A person.
    Person,
    /// An office, whoever holds it.
    Role,
    /// People or states that act together.
    Collective,
}

impl ActorKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::State, Self::ArmedGroup, Self::Organisation, Self::Person, Self::Role, Self::Collective];

    /// Name in configuration and output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::ArmedGroup => "armed-group",
            Self::Organisation => "organisation",
            Self::Person => "person",
            Self::Role => "role",
            Self::Collective => "collective",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Somebody who acts.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// Name in kebab case without an article.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Other names, those used in the sources and those a person would type.
    pub aliases: Vec<String>,
    /// Names that could mean others too.
    pub weak_aliases: Vec<String>,
    /// Adjectives and demonyms.
    pub adjectives: Vec<String>,
    /// The office that a person holds.
    pub office: Option<String>,
    /// How often the sources name it.
    pub mentions: usize,
    /// How many sources name it.
    pub sources: usize,
    /// Where a source names it first: index of the source, bytes of its text.
    pub first: Option<(u32, Span)>,
    /// Whether `backtext.toml` has it.
    pub curated: bool,
}

/// A source as cards and tables name it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceRef {
    /// Its id.
    pub id: String,
    /// Path relative to the root.
    pub path: String,
    /// Front matter.
    pub meta: Meta,
}

/// One place in a source where an actor is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActorMention {
    /// Index of the source.
    pub source: u32,
    /// Index of the actor.
    pub actor: u32,
    /// Number of the passage.
    pub passage: u32,
    /// Bytes of the source's text.
    pub span: Span,
}

/// Everything known; immutable, made by [`Knowledge::build`].
#[derive(Debug, Default)]
pub struct Knowledge {
    actors: Vec<Actor>,
    by_id: HashMap<String, u32>,
    sources: Vec<SourceRef>,
    mentions: Vec<ActorMention>,
    relationships: BTreeMap<(u32, u32), Relationship>,
    disputes: Vec<Dispute>,
    linker: Linker,
    waiting: usize,
}

/// A named body that is fought over and over, and never dealt with, is an armed group.
fn fighting(actors: &mut [Actor], facts: &[&SourceFacts], of_form: &[Vec<Option<u32>>]) {
    let empty = Linker::default();
    let mut fought: HashMap<u32, (usize, usize)> = HashMap::new();
    for (facts, of_form) in facts.iter().zip(of_form) {
        let finder = relationship::Finder::new(facts, of_form, &empty, actors);
        for s in &facts.statements {
            let fight = matches!(s.class, crate::statement::Class::Assault | crate::statement::Class::Mobilize);
            for actor in finder.party(&s.a).into_iter().chain(finder.party(&s.b)) {
                let count = fought.entry(actor).or_default();
                count.0 += usize::from(fight);
                count.1 += usize::from(s.drift == crate::statement::Drift::Cooperation);
            }
        }
    }
    for (index, (fights, deals)) in fought {
        if let Some(actor) = actors.get_mut(index as usize).filter(|a| !a.curated && a.kind == ActorKind::Organisation)
            && fights > 1
            && deals == 0
            && !lexicon::ends_with(lexicon::Head::Org, &actor.name)
        {
            actor.kind = ActorKind::ArmedGroup;
        }
    }
}

impl Knowledge {
    /// Rolls up the digests of sources, in the order of their paths, with `config` laid over. `waiting` sources have no digest yet.
    pub fn build(digests: Vec<(SourceRef, Arc<SourceFacts>)>, config: &Config, waiting: usize) -> Self {
        let (sources, facts): (Vec<SourceRef>, Vec<Arc<SourceFacts>>) = digests.into_iter().unzip();
        let refs: Vec<&SourceFacts> = facts.iter().map(AsRef::as_ref).collect();
        let join::Joined { mut actors, of_form } = join::join(&refs, &config.actors);
        let mut mentions = Vec::new();
        for (source, (facts, of_form)) in refs.iter().zip(&of_form).enumerate() {
            for m in &facts.mentions {
                if let Some(Some(actor)) = of_form.get(m.form as usize) {
                    mentions.push(ActorMention { source: source as u32, actor: *actor, passage: m.passage, span: m.span });
                }
            }
        }
        let mut seen = std::collections::HashSet::new();
        for m in &mentions {
            if let Some(actor) = actors.get_mut(m.actor as usize) {
                actor.mentions += 1;
                actor.first.get_or_insert((m.source, m.span));
                actor.sources += usize::from(seen.insert((m.source, m.actor)));
            }
        }
        fighting(&mut actors, &refs, &of_form);
        let by_id: HashMap<String, u32> = actors.iter().enumerate().map(|(i, a)| (a.id.clone(), i as u32)).collect();
        let linker = Linker::new(&actors);
        let linkers: Vec<relationship::Finder> =
            refs.iter().zip(&of_form).map(|(facts, of_form)| relationship::Finder::new(facts, of_form, &linker, &actors)).collect();
        let mut relationships = relationship::roll_up(&refs, &linkers, &actors);
        relationship::add_curated(&mut relationships, &config.statements, &by_id, &sources);
        let disputes = dispute::roll_up(&refs, &linkers, &actors, &mut relationships, &config.disputes, &by_id);
        relationships.values_mut().for_each(Relationship::settle);
        Self { actors, by_id, sources, mentions, relationships, disputes, linker, waiting }
    }

    /// All actors; those of `backtext.toml` first.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// The actor of an id.
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.by_id.get(id).and_then(|i| self.actors.get(*i as usize))
    }

    /// The actor at an index, as [`Linked`] and [`Between`] have it.
    pub fn actor_at(&self, index: u32) -> Option<&Actor> {
        self.actors.get(index as usize)
    }

    /// The index of an id.
    pub fn index_of(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// The actor that a person means by an id or any name, without regard to case.
    pub fn look_up(&self, name: &str) -> Option<u32> {
        self.index_of(name).or_else(|| self.index_of(&id_of(name))).or_else(|| {
            let wanted = id_of(name);
            let names = |a: &Actor| a.aliases.iter().chain(&a.adjectives).any(|n| id_of(n) == wanted);
            self.actors.iter().position(names).map(|i| i as u32)
        })
    }

    /// Sources with a digest, by path.
    pub fn sources(&self) -> &[SourceRef] {
        &self.sources
    }

    /// How many sources have no digest yet.
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// Every place where an actor is named, by source and place.
    pub fn mentions(&self) -> &[ActorMention] {
        &self.mentions
    }

    /// The names of actors in a text, such as a sentence of a note.
    pub fn link(&self, text: &str) -> Vec<Linked> {
        self.linker.find(text)
    }

    /// The names in a text that are weak aliases or could mean several actors.
    pub fn ambiguous(&self, text: &str) -> Vec<crate::rules::ambiguous_actor::Ambiguous> {
        let name = |i: &u32| self.actor_at(*i).map(|a| a.name.clone());
        let weak = self.link(text).into_iter().filter(|l| l.weak);
        weak.map(|l| crate::rules::ambiguous_actor::Ambiguous { span: l.span, actors: l.actors.iter().filter_map(name).collect() })
            .collect()
    }

    /// All relationships.
    pub fn relationships(&self) -> impl Iterator<Item = &Relationship> {
        self.relationships.values()
    }

    /// The relationship between two actors.
    pub fn between(&self, a: u32, b: u32) -> Option<&Relationship> {
        self.relationships.get(&(a.min(b), a.max(b)))
    }

    /// All disputes.
    pub fn disputes(&self) -> &[Dispute] {
        &self.disputes
    }

    /// The dispute of an id.
    pub fn dispute(&self, id: &str) -> Option<&Dispute> {
        self.disputes.iter().find(|d| d.id == id)
    }
}
