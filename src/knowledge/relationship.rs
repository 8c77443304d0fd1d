//! All statements between two actors, rolled up.

use std::collections::{BTreeMap, HashMap};

use smol_str::SmolStr;

use super::facts::{FactStatement, Party, Said, Shape, SourceFacts};
use super::lexicon::{Head, is_head};
use super::link::Linker;
use super::{Actor, ActorKind, SourceRef};
use crate::statement::{Class, Drift, Modality, Mode};
use crate::text::Span;
use crate::workspace::config::StatementConfig;

/// How two actors stand to each other, by what is asserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stance {
    /// With each other.
    Cooperation,
    /// Against each other.
    Conflict,
    /// Both.
    Mixed,
}

impl Stance {
    /// Name in output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cooperation => "cooperation",
            Self::Conflict => "conflict",
            Self::Mixed => "mixed",
        }
    }
}

/// One statement between two actors.
#[derive(Clone, Debug, PartialEq)]
pub struct Between {
    /// Who acts, or either of two who do it to each other: index of an actor.
    pub subject: u32,
    /// The other.
    pub object: u32,
    /// By whose word: id of an actor, or the words.
    pub attributed: Option<String>,
    /// Index of the source; none for what a person added without one.
    pub source: Option<u32>,
    /// What.
    pub said: Said,
}

impl std::ops::Deref for Between {
    type Target = Said;

    fn deref(&self) -> &Said {
        &self.said
    }
}

impl Between {
    /// The modality in one word for output: `asserted`, `hedged`, `denied`, ….
    pub fn modality_name(&self) -> &'static str {
        match self.modality {
            Modality::Asserted if self.negated => "denied",
            Modality::Asserted if !self.asserted => "claimed",
            Modality::Asserted => "asserted",
            Modality::Hedged => "hedged",
            Modality::Doubted => "doubted",
            Modality::Speculated => "speculated",
            Modality::Intended => "intended",
            Modality::Requested => "requested",
            Modality::Conditional => "conditional",
        }
    }
}

/// A pair of actors and all that the sources say between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relationship {
    /// Indices of the actors, the smaller first.
    pub pair: (u32, u32),
    /// All statements, by source and place.
    pub statements: Vec<Between>,
    /// The stance; none where nothing is asserted.
    pub stance: Option<Stance>,
    /// Asserted statements by PLOVER's four classes: verbal cooperation, material cooperation, verbal conflict, material conflict.
    pub quad: [usize; 4],
    /// First date of an asserted statement.
    pub first: Option<SmolStr>,
    /// Last date of one.
    pub last: Option<SmolStr>,
    /// Indices of the disputes that both are party to.
    pub disputes: Vec<u32>,
    /// Sources that assert only cooperation, and those that assert only conflict, where there are both.
    pub split: Option<(Vec<u32>, Vec<u32>)>,
}

/// Statements of the minority side that make a relationship mixed, as a share of all.
const MIXED: f64 = 0.15;

impl Relationship {
    /// Asserted cooperation, as number of statements.
    pub fn cooperation(&self) -> usize {
        self.count(Drift::Cooperation)
    }

    /// Asserted conflict.
    pub fn conflict(&self) -> usize {
        self.count(Drift::Conflict)
    }

    /// Statements that are hedged, denied or claimed, and count for nothing.
    pub fn not_asserted(&self) -> usize {
        self.statements.iter().filter(|s| !s.asserted).count()
    }

    fn count(&self, drift: Drift) -> usize {
        self.statements.iter().filter(|s| s.asserted && s.drift == drift).count()
    }

    /// Whom an actor stands here with.
    pub fn partner(&self, of: u32) -> u32 {
        if self.pair.0 == of { self.pair.1 } else { self.pair.0 }
    }

    /// Works out stance, counts and dates from the statements.
    pub(super) fn settle(&mut self) {
        self.statements.sort_by_key(|s| (s.source, s.span.start, s.span.end));
        self.statements.dedup_by(|a, b| {
            a.source == b.source
                && a.source.is_some()
                && a.span == b.span
                && a.act == b.act
                && a.drift == b.drift
                && a.asserted == b.asserted
        });
        let asserted = || self.statements.iter().filter(|s| s.asserted);
        let (coop, conflict) = (self.cooperation(), self.conflict());
        let mixed = asserted().filter(|s| s.drift == Drift::Mixed).count();
        self.stance = match (coop, conflict, mixed) {
            (0, 0, 0) => None,
            (_, 0, 0) => Some(Stance::Cooperation),
            (0, _, 0) => Some(Stance::Conflict),
            (0, 0, _) => Some(Stance::Mixed),
            _ => {
                let (less, all) = (coop.min(conflict) + mixed, coop + conflict + mixed);
                let main = if coop > conflict { Stance::Cooperation } else { Stance::Conflict };
                Some(if less as f64 >= MIXED * all as f64 { Stance::Mixed } else { main })
            }
        };
        let mut quad = [0; 4];
        for s in asserted() {
            let slot = match (s.drift, s.mode) {
                (Drift::Cooperation, Mode::Verbal) => 0,
                (Drift::Cooperation, _) => 1,
                (Drift::Conflict, Mode::Verbal) => 2,
                (Drift::Conflict, _) => 3,
                _ => continue,
            };
            quad[slot] += 1;
        }
        let first = asserted().filter_map(|s| s.start.clone().or_else(|| s.end.clone())).min();
        let last = asserted().filter_map(|s| s.end.clone().or_else(|| s.start.clone())).max();
        (self.quad, self.first, self.last) = (quad, first, last);
        self.split = self.split_sources();
    }

    fn split_sources(&self) -> Option<(Vec<u32>, Vec<u32>)> {
        let mut sides: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        for s in self.statements.iter().filter(|s| s.asserted) {
            if let Some(source) = s.source {
                let side = sides.entry(source).or_default();
                side.0 += usize::from(s.drift == Drift::Cooperation);
                side.1 += usize::from(s.drift == Drift::Conflict);
            }
        }
        let only = |pick: fn(&(usize, usize)) -> bool| sides.iter().filter(|(_, c)| pick(c)).map(|(s, _)| *s).collect::<Vec<u32>>();
        let (with, against) = (only(|c| c.0 > 0 && c.1 == 0), only(|c| c.1 > 0 && c.0 == 0));
        (!with.is_empty() && !against.is_empty()).then_some((with, against))
    }
}

/// Finds the actors that a party of one source means.
pub(super) struct Finder<'a> {
    local: Linker,
    all: &'a Linker,
    /// "union", "company" → the one body of the source that goes by the noun.
    nouns: HashMap<String, u32>,
    /// Actors that go by a phrase.
    groups: Vec<u32>,
    /// "militias" → the one phrase that is no more than that and a place.
    bare: HashMap<String, u32>,
}

impl<'a> Finder<'a> {
    pub fn new(facts: &SourceFacts, of_form: &[Option<u32>], all: &'a Linker, actors: &[Actor]) -> Self {
        let mut local = Linker::default();
        let (mut groups, mut bare) = (Vec::new(), HashMap::new());
        for (form, actor) in facts.forms.iter().zip(of_form) {
            if let Some(actor) = actor {
                local.add(&form.text, *actor, false);
                if form.shape == Shape::Collective {
                    groups.push(*actor);
                    if let Some((noun, _)) = form.text.split_once(" in ").filter(|(noun, _)| !noun.contains(' ')) {
                        bare.insert(noun.to_owned(), *actor);
                    }
                }
            }
        }
        Self { local, all, nouns: nouns(of_form, facts, actors), groups, bare }
    }

    fn text(&self, text: &str) -> Vec<u32> {
        let pick = |linker: &Linker| -> Vec<u32> {
            let mut found = Vec::new();
            for linked in linker.find(text).into_iter().filter(|l| !l.weak) {
                found.extend(linked.actors);
            }
            found
        };
        let found = pick(&self.local);
        if found.is_empty() { pick(self.all) } else { found }
    }

    /// In the order in which a reader would look: own words, what they were resolved to, other names, owners.
    pub fn party(&self, party: &Party) -> Vec<u32> {
        let mut own = self.text(&party.own);
        if let ([one], false) = (&own[..], party.names.is_empty())
            && self.groups.contains(one)
        {
            // "Proxy forces, such as X and Y" are the forces, X and Y.
            own.extend(party.names.iter().flat_map(|p| self.party(p)));
        }
        if !own.is_empty() {
            return own;
        }
        let last = party.own.rsplit(' ').next().unwrap_or_default();
        if let Some(group) = self.bare.get(last).filter(|_| party.own.split(' ').count() < 3) {
            return vec![*group];
        }
        if let Some(body) = self.nouns.get(party.own.to_lowercase().as_str()) {
            return vec![*body];
        }
        let noun = |r: &SmolStr| self.nouns.get(r.to_lowercase().as_str()).copied();
        let named = |r: &SmolStr| Some(self.text(r)).filter(|found| !found.is_empty()).unwrap_or_else(|| noun(r).into_iter().collect());
        let resolved: Vec<u32> = party.resolved.iter().flat_map(named).collect();
        if !resolved.is_empty() {
            return resolved;
        }
        for list in [&party.names, &party.owners] {
            let found: Vec<u32> = list.iter().flat_map(|p| self.party(p)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}

/// Nouns that a business goes by once it is named.
const BUSINESS: &[&str] =
    &["company", "firm", "employer", "airline", "operator", "start-up", "startup", "manufacturer", "carmaker", "retailer"];

/// "The union", "the trust" is the one that the source names; "the company" the business that it names most.
fn nouns(of_form: &[Option<u32>], facts: &SourceFacts, actors: &[Actor]) -> HashMap<String, u32> {
    let mut found: HashMap<String, Vec<u32>> = HashMap::new();
    let mut business: HashMap<u32, usize> = HashMap::new();
    for (form, actor) in facts.forms.iter().zip(of_form) {
        let Some(index) = actor else { continue };
        let Some(actor) = actors.get(*index as usize).filter(|a| a.kind == ActorKind::Organisation) else { continue };
        let last = form.text.rsplit(' ').next().unwrap_or_default().to_lowercase();
        if form.text.contains(' ') && (is_head(Head::Institution, &last) || is_head(Head::Org, &last)) {
            let list = found.entry(last).or_default();
            if !list.contains(index) {
                list.push(*index);
            }
        }
        let public = actor
            .name
            .rsplit(' ')
            .next()
            .is_some_and(|w| is_head(Head::Institution, &w.to_lowercase()) || is_head(Head::Place, &w.to_lowercase()));
        if !public && form.votes[1] > 0 {
            *business.entry(*index).or_default() += usize::from(form.body);
        }
    }
    let mut nouns: HashMap<String, u32> =
        found.into_iter().filter_map(|(noun, list)| if let [one] = list[..] { Some((noun, one)) } else { None }).collect();
    if let Some((most, _)) = business.into_iter().max_by_key(|(index, count)| (*count, std::cmp::Reverse(*index))) {
        for noun in BUSINESS {
            nouns.entry((*noun).to_owned()).or_insert(most);
        }
    }
    nouns
}

/// As many sources are not worth a thread.
const FEW: usize = 256;

/// The statements of all sources by pair.
pub(super) fn roll_up(facts: &[&SourceFacts], finders: &[Finder], actors: &[Actor]) -> BTreeMap<(u32, u32), Relationship> {
    let sources: Vec<(u32, &SourceFacts, &Finder)> =
        (0..).zip(facts).zip(finders).map(|((source, facts), finder)| (source, *facts, finder)).collect();
    let of_sources = |part: &[(u32, &SourceFacts, &Finder)]| -> Vec<Between> {
        part.iter().flat_map(|(source, facts, finder)| facts.statements.iter().flat_map(|s| between(*source, s, finder, actors))).collect()
    };
    // Threads of its own, not rayon's: whoever asks first for what is known does this while others wait for it, and a worker
    // of a pool that waits for its share takes up other work meanwhile, which may ask for what is known, and so wait for itself.
    let part = sources.len().div_ceil(std::thread::available_parallelism().map_or(1, usize::from)).max(FEW);
    let found: Vec<Between> = match sources.split_at_checked(part) {
        None => of_sources(&sources),
        Some((own, others)) => std::thread::scope(|scope| {
            let others: Vec<_> = others.chunks(part).map(|part| scope.spawn(|| of_sources(part))).collect();
            let mut found = of_sources(own);
            for other in others {
                found.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            found
        }),
    };
    let mut pairs: BTreeMap<(u32, u32), Relationship> = BTreeMap::new();
    for s in found {
        let pair = (s.subject.min(s.object), s.subject.max(s.object));
        pairs.entry(pair).or_insert_with(|| Relationship { pair, ..Relationship::default() }).statements.push(s);
    }
    pairs
}

fn between(source: u32, s: &FactStatement, finder: &Finder, actors: &[Actor]) -> Vec<Between> {
    let a = distinct(finder.party(&s.a));
    let pairs: Vec<(u32, u32)> = if s.a == s.b {
        a.iter().enumerate().flat_map(|(i, x)| a.iter().skip(i + 1).map(move |y| (*x, *y))).collect()
    } else {
        let b = distinct(finder.party(&s.b));
        a.iter().flat_map(|x| b.iter().map(move |y| (*x, *y))).filter(|(x, y)| x != y).collect()
    };
    let attributed = s.attributed.as_ref().map(|who| {
        let found = finder.party(who).first().and_then(|i| actors.get(*i as usize)).map(|a| a.id.clone());
        found.unwrap_or_else(|| who.own.to_string())
    });
    pairs
        .into_iter()
        .map(|(subject, object)| Between {
            subject,
            object,
            attributed: attributed.clone().filter(|a| !a.is_empty()),
            source: Some(source),
            said: s.said.clone(),
        })
        .collect()
}

fn distinct(mut list: Vec<u32>) -> Vec<u32> {
    let mut seen = Vec::new();
    list.retain(|i| {
        let new = !seen.contains(i);
        seen.push(*i);
        new
    });
    list
}

/// Adds what a person wrote down by hand.
pub(super) fn add_curated(
    pairs: &mut BTreeMap<(u32, u32), Relationship>,
    statements: &[StatementConfig],
    by_id: &HashMap<String, u32>,
    sources: &[SourceRef],
) {
    for s in statements {
        let (Some(subject), Some(object)) = (by_id.get(&s.subject).copied(), by_id.get(&s.object).copied()) else { continue };
        if subject == object {
            continue;
        }
        let source = s.source.as_ref().and_then(|id| sources.iter().position(|r| r.id.eq_ignore_ascii_case(id))).map(|i| i as u32);
        let pair = (subject.min(object), subject.max(object));
        let said = Said {
            directed: true,
            act: "(added by hand)".into(),
            class: Class::Other,
            drift: match s.polarity.as_str() {
                "cooperation" => Drift::Cooperation,
                "conflict" => Drift::Conflict,
                _ => Drift::Mixed,
            },
            mode: match s.mode.as_deref() {
                Some("verbal") => Mode::Verbal,
                Some("material") => Mode::Material,
                _ => Mode::Unspecified,
            },
            modality: Modality::Asserted,
            negated: false,
            asserted: true,
            start: s.start.as_deref().map(Into::into),
            end: s.end.as_deref().map(Into::into),
            paragraph: 0,
            line: 0,
            span: Span::default(),
            quote: s.quote.as_deref().unwrap_or_default().into(),
        };
        let mut between = Between { subject, object, attributed: None, source, said };
        let known = &mut pairs.entry(pair).or_insert_with(|| Relationship { pair, ..Relationship::default() }).statements;
        // What was found in the same words gives way: a person says it better, and it is one statement.
        if let Some(found) = known.iter().find(|found| same_words(found, &between)) {
            let own = &mut between.said;
            own.act.clone_from(&found.act);
            own.class = found.class;
            if own.mode == Mode::Unspecified {
                own.mode = found.mode;
            }
            own.start = own.start.take().or_else(|| found.start.clone());
            own.end = own.end.take().or_else(|| found.end.clone());
            (own.paragraph, own.line, own.span) = (found.paragraph, found.line, found.span);
        }
        known.retain(|found| !same_words(found, &between));
        known.push(between);
    }
}

/// Whether one of two quotations of a source holds the other.
fn same_words(a: &Between, b: &Between) -> bool {
    let plain = |text: &str| crate::text::fold(text.trim_end_matches(['.', '…', ' '])).text.to_string();
    let (a_words, b_words) = (plain(&a.quote), plain(&b.quote));
    a.source.is_some()
        && a.source == b.source
        && !a_words.is_empty()
        && !b_words.is_empty()
        && (a_words.contains(&b_words) || b_words.contains(&a_words))
}
