//! From a claim of a note to its judged form: which evidence is asked for, in which order, and where its parts stand in the files.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use xxhash_rust::xxh3::Xxh3;

use super::cache::SourceCache;
use super::cited::{self, Whole};
use super::shared::Heard;
use super::snapshot::Snapshot;
use crate::evidence::{Entry, Hit, Retrieve, SourceKey, term};
use crate::judge::second_opinion::{self, Opinion, fusion};
use crate::judge::{self, Judgement, Verdict};
use crate::note::{Kind, Note};

/// Passages asked of the index for one claim, of all sources and again of the cited ones.
const CANDIDATES: usize = 24;
/// Passages around a candidate that come along, since a claim may rest on two sentences and a pronoun on the one before.
const NEIGHBOURS: u32 = 1;

/// Steps to a unit of rarity that the judge is told of.
const RARITY_STEPS: f32 = 4.0;

/// A passage as evidence. It says where it stands and fetches its text when asked: a long note rests on thousands of sources, and
/// verdicts that are kept must not keep those in memory.
#[derive(Clone)]
pub struct Evidence {
    /// The source it stands in.
    pub entry: Arc<Entry>,
    /// Its number in the source.
    pub passage: u32,
    cache: Arc<SourceCache>,
}

impl Evidence {
    pub(super) fn new(snapshot: &Snapshot, entry: Arc<Entry>, passage: u32) -> Self {
        Self { entry, passage, cache: snapshot.cache().clone() }
    }

    /// Its text, without markup; empty where the source's file has changed and word of that is still on its way.
    pub fn text(&self) -> String {
        let Some(source) = self.cache.get(&self.entry) else { return String::new() };
        source.passages.get(self.passage as usize).map(|passage| source.passage_text(passage).into_owned()).unwrap_or_default()
    }

    /// It as the judge takes it.
    pub fn sentence(&self) -> judge::Sentence {
        let place = self.place();
        judge::Sentence {
            text: self.text(),
            document: self.entry.key.0,
            position: self.passage,
            heading: place.is_some_and(|place| place.heading),
            paragraph: place.map_or(0, |place| place.paragraph),
        }
    }

    /// Its place in the source's text.
    pub fn place(&self) -> Option<crate::source::Passage> {
        self.cache.get(&self.entry)?.passages.get(self.passage as usize).copied()
    }
}

/// A claim with its verdict. Spans are bytes of the claim's plain text, except where they are said to be of the note.
pub struct Judged {
    /// The judge's answer; its evidence indices point into `evidence`.
    pub judgement: Arc<Judgement>,
    /// What was held against the claim, in the order of sources and passages.
    pub evidence: Vec<Evidence>,
    /// The second opinion, where one was heard.
    pub opinion: Option<Arc<Opinion>>,
    /// Whether no second opinion is to come any more.
    pub settled: bool,
    /// Whether every source that it rests on could be read; what was judged without one is not kept for the next run.
    pub(super) complete: bool,
    /// Whether another source backs a claim that its cited source does not: its path.
    pub backed_elsewhere: Option<String>,
}

impl Judged {
    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        self.judgement.verdict
    }

    /// The ranked evidence, best first, with scores 0–1.
    pub fn ranked(&self) -> impl Iterator<Item = (&Evidence, f32)> {
        self.judgement.evidence.iter().filter_map(|(index, score)| Some((self.evidence.get(*index)?, *score)))
    }
}

/// Judges a sentence. `None` for one that is no claim, and while there is no source at all.
pub(super) fn judge(snapshot: &Snapshot, note: &Note, whole: &Whole, sentence: usize) -> Option<Arc<Judged>> {
    let claim = note.sentences.get(sentence)?;
    if claim.kind != Kind::Claim || snapshot.sources().next().is_none() {
        return None;
    }
    let key = whole.claim(sentence)?;
    if let Some(judged) = snapshot.answers().find_map(|answers| answers.judged(key))
        && (judged.settled || !snapshot.asking().waits())
    {
        return Some(judged);
    }

    let (context, own, near) = (context(note, sentence), own(snapshot, note, sentence), whole.near(sentence));
    let judged = Arc::new(if own.is_empty() {
        against(snapshot, &claim.plain.text, &context, &[], &near)
    } else {
        let cited = against(snapshot, &claim.plain.text, &context, &own, &[]);
        if cited.verdict() == Verdict::Backed {
            cited
        } else {
            let others = against(snapshot, &claim.plain.text, &context, &[], &near);
            // As long as a second opinion on either is to come, so is the verdict that counts.
            let settled = cited.settled && others.settled;
            let best = others.ranked().next().map(|(evidence, _)| evidence.entry.clone());
            match best.filter(|_| others.verdict() == Verdict::Backed) {
                // Its own source still says it best: the others only help to understand it.
                Some(entry) if own.contains(&entry.key) => Judged { settled, ..others },
                Some(entry) => Judged { backed_elsewhere: Some(entry.path.clone()), settled, ..others },
                None => Judged { settled, ..cited },
            }
        }
    });
    snapshot.kept().keep_judged(key, &judged);
    Some(judged)
}

/// The verdict on a sentence if it is known already.
pub(super) fn known(snapshot: &Snapshot, whole: &Whole, sentence: usize) -> Option<Arc<Judged>> {
    let key = whole.claim(sentence)?;
    snapshot.answers().find_map(|answers| answers.judged(key))
}

/// What the verdict on a sentence is kept under; none for a sentence that is no claim. It stands for the sources of one moment too: work
/// on those of an earlier one may end after they have changed. `near` stands for what [`Whole::near`] gives.
pub(super) fn key(snapshot: &Snapshot, note: &Note, sentence: usize, near: u64) -> Option<u64> {
    let claim = note.sentences.get(sentence).filter(|claim| claim.kind == Kind::Claim)?;
    let mut key = Xxh3::new();
    (snapshot.stamp(), &claim.plain.text, context(note, sentence), own(snapshot, note, sentence), near).hash(&mut key);
    Some(key.finish())
}

/// Sources that a sentence cites.
fn own(snapshot: &Snapshot, note: &Note, sentence: usize) -> Vec<SourceKey> {
    cited::keys(snapshot, note, note.sentences.get(sentence).into_iter().flat_map(|claim| claim.citations.iter().copied()))
}

/// Judges a sentence that stands in no note, by all sources.
pub(super) fn judge_text(snapshot: &Snapshot, claim: &str) -> Option<Judged> {
    snapshot.sources().next()?;
    Some(against(snapshot, claim, "", &[], &[]))
}

/// What a reader has read before the sentence and needs for its pronouns: the sentences before it in its block, else the last one
/// of the block before.
fn context(note: &Note, sentence: usize) -> String {
    let Some(claim) = note.sentences.get(sentence) else { return String::new() };
    let before = note.sentences.get(..sentence).unwrap_or_default();
    let block: Vec<&str> =
        before.iter().rev().take_while(|other| other.block == claim.block).take(3).map(|other| other.plain.text.as_str()).collect();
    if block.is_empty() {
        return before.last().filter(|other| other.kind != Kind::Heading).map(|other| other.plain.text.clone()).unwrap_or_default();
    }
    block.into_iter().rev().collect::<Vec<_>>().join(" ")
}

/// The verdict by the sources `among` (all, where empty), those in `first` looked at with more care.
fn against(snapshot: &Snapshot, claim: &str, context: &str, among: &[SourceKey], first: &[SourceKey]) -> Judged {
    let terms = query(claim, context);
    let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
    let mut hits = snapshot.view().retrieve(&terms, among, CANDIDATES);
    if !first.is_empty() {
        hits.extend(snapshot.view().retrieve(&terms, first, CANDIDATES / 2));
    }
    let (evidence, read) = with_neighbours(snapshot, &hits);

    // Rounded, so that a source more or less seldom changes it, and part of the key: a verdict that was kept is the one that would
    // be given now.
    let rarity = |term: &str| (snapshot.view().rarity(term) * RARITY_STEPS).round() / RARITY_STEPS;
    let mut key = Xxh3::new();
    (claim, context).hash(&mut key);
    for term in term::terms(claim) {
        rarity(&term.stem).to_bits().hash(&mut key);
    }
    for piece in &evidence {
        (piece.entry.key, piece.passage).hash(&mut key);
    }
    let key = key.finish();
    let shared = snapshot.shared();
    let known = shared.judgements.get(&key).map(|known| known.clone());
    let mut complete = read;
    let judgement = known.unwrap_or_else(|| {
        shared.computed.fetch_add(1, Ordering::Relaxed);
        let sentences: Vec<judge::Sentence> = evidence.iter().map(Evidence::sentence).collect();
        let judgement = Arc::new(judge::judge(&judge::Claim { text: claim, context }, &sentences, &rarity));
        // A file may change between the search and here: what was judged without its words is not what the key says.
        complete &= evidence.iter().all(|piece| piece.place().is_some());
        if complete {
            shared.judgements.insert(key, judgement.clone());
        }
        judgement
    });
    let claim = judge::Claim { text: claim, context };
    let heard =
        if snapshot.config().second_opinion { hear(snapshot, key, &claim, &evidence, &judgement) } else { Some((judgement.clone(), None)) };
    let settled = heard.is_some();
    let (judgement, opinion) = heard.unwrap_or((judgement, None));
    Judged { judgement, evidence, opinion, settled, complete, backed_elsewhere: None }
}

/// The verdict in the light of the second opinion; none where that is still to be asked for and the snapshot does not wait.
fn hear(snapshot: &Snapshot, key: u64, claim: &judge::Claim<'_>, evidence: &[Evidence], judgement: &Arc<Judgement>) -> Option<Heard> {
    if !second_opinion::can_change(claim, evidence.len(), judgement) {
        return Some((judgement.clone(), None));
    }
    if let Some(heard) = snapshot.answers().find_map(|answers| answers.opinion(key)) {
        return Some(heard);
    }
    if !snapshot.asking().waits() {
        return None;
    }
    let sentences: Vec<judge::Sentence> = evidence.iter().map(Evidence::sentence).collect();
    let opinion = second_opinion::ask(claim, &sentences, judgement);
    let revised = opinion.as_ref().map_or_else(|| judgement.clone(), |opinion| Arc::new(fusion::revise(claim, &sentences, opinion)));
    let heard = (revised, opinion.map(Arc::new));
    snapshot.kept().keep_opinion(key, heard.clone());
    Some(heard)
}

/// Terms to ask the index for: those of the claim, and of its context where the claim leans on it.
fn query(claim: &str, context: &str) -> Vec<String> {
    let mut terms: Vec<String> = term::terms(claim).map(|term| term.stem.to_string()).collect();
    if judge::leans_on_context(claim) {
        terms.extend(term::terms(context).map(|term| term.stem.to_string()));
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// The passages that were hit and those around them, and whether every source could be read.
fn with_neighbours(snapshot: &Snapshot, hits: &[Hit]) -> (Vec<Evidence>, bool) {
    let mut sources: HashMap<SourceKey, Option<(Arc<Entry>, u32)>> = HashMap::new();
    let mut places: Vec<(SourceKey, u32)> = Vec::new();
    for hit in hits {
        let read = sources.entry(hit.source).or_insert_with(|| {
            let entry = snapshot.source_by_key(hit.source)?;
            let last = u32::try_from(snapshot.read(entry)?.source.passages.len()).unwrap_or(u32::MAX);
            Some((entry.clone(), last))
        });
        let Some((_, last)) = read else { continue };
        let around = hit.passage.saturating_sub(NEIGHBOURS)..=hit.passage + NEIGHBOURS;
        places.extend(around.filter(|number| number < last).map(|number| (hit.source, number)));
    }
    // By path and place, so that the same sources give the judge the same evidence whatever their keys are.
    let entry = |key: &SourceKey| sources.get(key).and_then(Option::as_ref).map(|(entry, _)| entry);
    places.sort_by(|a, b| (entry(&a.0).map(|entry| &entry.path), a.1, a.0).cmp(&(entry(&b.0).map(|entry| &entry.path), b.1, b.0)));
    places.dedup();
    let evidence = places.iter().filter_map(|(key, passage)| Some(Evidence::new(snapshot, entry(key)?.clone(), *passage))).collect();
    (evidence, sources.values().all(Option::is_some))
}
