//! Words of likelihood, confidence, hedging, report, negation and quantity, found in plain text or looked up by lemma.
//!
//! [`markers`] needs no parse, so that rules about a sentence's wording can use it; which words a cue governs is for the statements
//! to tell. Each list is a file under `data/` whose head says what its columns mean and where its figures come from.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::{Span, tsv};

/// A term of likelihood on the two scales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Likelihood {
    /// The term itself.
    pub term: &'static str,
    /// ICD 203 (United States, 2015).
    pub icd: Option<Row>,
    /// PHIA's yardstick (United Kingdom, 2025).
    pub phia: Option<Row>,
}

/// A row of a scale of likelihood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// From 1, the least likely, to 7.
    pub number: u8,
    /// Low end in percent.
    pub low: u8,
    /// High end in percent.
    pub high: u8,
}

/// How sure an analyst is of a judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Confidence {
    Low,
    Moderate,
    High,
}

/// What sort of word a hedge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum HedgeKind {
    Modal,
    Adverb,
    Adjective,
    Noun,
    Verb,
    Phrase,
}

/// A word that leaves open whether something is so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hedge {
    /// What sort of word it is.
    pub kind: HedgeKind,
    /// How much of a plain assertion is left, 0 to 1.
    pub strength: f32,
}

/// What a verb of report says about the truth of what is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReportingStance {
    /// "say", "state".
    Neutral,
    /// "claim", "allege": whoever reports does not vouch for it.
    Distancing,
    /// "reveal", "confirm": whoever reports takes it as so.
    Factive,
    /// "deny", "dispute": the speaker says that it is not so.
    Denial,
}

/// What a negation reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Its whole clause: "never".
    Clause,
    /// The noun phrase that it opens or governs: "without", "no".
    Noun,
    /// What hangs below it: "refuse to".
    Complement,
    /// The clause is held for less, not for its opposite: "hardly", "unlikely".
    Weak,
}

/// What a quantifier counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// "all", "some", "none".
    Amount,
    /// "always", "rarely".
    Frequency,
    /// "fully", "partly".
    Extent,
}

/// A word for how many, how often or how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantifier {
    /// What it counts.
    pub dimension: Dimension,
    /// 0 for none, 100 for all; comparable within a dimension.
    pub rank: u8,
}

/// What a marker is.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum MarkerKind {
    Likelihood(Likelihood),
    Confidence(Confidence),
    Hedge(Hedge),
    Negation(Scope),
    Quantifier(Quantifier),
}

/// Words of a text that mark how something is meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marker {
    /// Bytes of the text.
    pub span: Span,
    /// What they mark.
    pub kind: MarkerKind,
}

/// The markers of a text, in order; the longest phrase of each list wins, and one word may stand in two lists ("unlikely").
///
/// Verbs are listed by their lemma and not found here, but for those with a form of "be" ("is set to").
pub fn markers(text: &str) -> Vec<Marker> {
    let words = split(text);
    let mut found = Vec::new();
    let scan = |list: &Phrases, found: &mut Vec<Marker>| {
        let mut at = 0;
        while at < words.len() {
            match list.longest(&words, at) {
                Some((kind, next)) if !is_place(&words, at, next) => {
                    let span = words.get(at..next).and_then(|run| Some(run.first()?.1.cover(run.last()?.1)));
                    found.extend(span.map(|span| Marker { span, kind }));
                    at = next;
                }
                _ => at += 1,
            }
        }
    };
    for list in [&LISTS.likelihood, &LISTS.confidence, &LISTS.hedges, &LISTS.negation, &LISTS.quantifiers] {
        scan(list, &mut found);
    }
    found.sort_by_key(|marker| marker.span.start);
    found
}

/// All terms of likelihood, in the order of the file.
pub fn likelihood_terms() -> impl Iterator<Item = Likelihood> {
    tsv::rows(LIKELIHOOD).filter_map(|row| {
        let scale = |at: usize| {
            Some(Row { number: row.get(at)?.parse().ok()?, low: row.get(at + 1)?.parse().ok()?, high: row.get(at + 2)?.parse().ok()? })
        };
        Some(Likelihood { term: row.first()?, icd: scale(1), phia: scale(4) })
    })
}

/// The term of likelihood that `term` is, in lower case.
pub fn likelihood(term: &str) -> Option<Likelihood> {
    likelihood_terms().find(|entry| entry.term == term)
}

/// What a hedge, a lemma or phrase, leaves of an assertion.
pub fn hedge(phrase: &str) -> Option<Hedge> {
    match LISTS.hedges.get(phrase)? {
        MarkerKind::Hedge(hedge) => Some(hedge),
        _ => None,
    }
}

/// The stance of a verb of report, by its lemma with its particle.
pub fn reporting(lemma: &str) -> Option<ReportingStance> {
    static TABLE: LazyLock<HashMap<&'static str, ReportingStance>> =
        LazyLock::new(|| tsv::rows(REPORTING).filter_map(|row| Some((*row.first()?, stance(row.get(1)?)?))).collect());
    TABLE.get(lemma).copied()
}

/// The scope of a negation, a lemma or phrase.
pub fn negation(phrase: &str) -> Option<Scope> {
    match LISTS.negation.get(phrase)? {
        MarkerKind::Negation(scope) => Some(scope),
        _ => None,
    }
}

/// How many, how often or how far a word says.
pub fn quantifier(phrase: &str) -> Option<Quantifier> {
    match LISTS.quantifiers.get(phrase)? {
        MarkerKind::Quantifier(quantifier) => Some(quantifier),
        _ => None,
    }
}

const LIKELIHOOD: &str = include_str!("data/likelihood.tsv");
const CONFIDENCE: &str = include_str!("data/confidence.tsv");
const HEDGES: &str = include_str!("data/hedges.tsv");
const REPORTING: &str = include_str!("data/reporting.tsv");
const NEGATION: &str = include_str!("data/negation.tsv");
const QUANTIFIERS: &str = include_str!("data/quantifiers.tsv");

struct Lists {
    likelihood: Phrases,
    confidence: Phrases,
    hedges: Phrases,
    negation: Phrases,
    quantifiers: Phrases,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    likelihood: Phrases::new(likelihood_terms().map(|entry| (entry.term, MarkerKind::Likelihood(entry), true))),
    confidence: Phrases::new(
        tsv::rows(CONFIDENCE).filter_map(|row| Some((*row.first()?, MarkerKind::Confidence(level(row.get(1)?)?), true))),
    ),
    hedges: Phrases::new(tsv::rows(HEDGES).filter_map(|row| {
        let kind = hedge_kind(row.get(1)?)?;
        let in_text = kind != HedgeKind::Verb || row.first()?.starts_with("be ");
        Some((*row.first()?, MarkerKind::Hedge(Hedge { kind, strength: row.get(2)?.parse().ok()? }), in_text))
    })),
    negation: Phrases::new(tsv::rows(NEGATION).filter_map(|row| {
        let (phrase, scope) = (*row.first()?, scope(row.get(1)?)?);
        // A verb is inflected in a text; an adjective or "cannot" is not.
        let fixed = ["be ", "unable", "unwilling", "reluctant", "cannot", "can not", "impossible", "incapable"];
        let in_text = scope != Scope::Complement || fixed.iter().any(|head| phrase.starts_with(head));
        Some((phrase, MarkerKind::Negation(scope), in_text))
    })),
    quantifiers: Phrases::new(tsv::rows(QUANTIFIERS).filter_map(|row| {
        let quantifier = Quantifier { dimension: dimension(row.get(1)?)?, rank: row.get(2)?.parse().ok()? };
        Some((*row.first()?, MarkerKind::Quantifier(quantifier), true))
    })),
});

/// Phrases by their first word, longest first, and by themselves.
struct Phrases {
    by_first: HashMap<String, Vec<(Vec<String>, MarkerKind)>>,
    whole: HashMap<&'static str, MarkerKind>,
}

impl Phrases {
    fn new(entries: impl Iterator<Item = (&'static str, MarkerKind, bool)>) -> Self {
        let mut by_first: HashMap<String, Vec<(Vec<String>, MarkerKind)>> = HashMap::new();
        let mut whole = HashMap::new();
        for (phrase, kind, in_text) in entries {
            whole.insert(phrase, kind);
            let forms: &[&str] = if phrase.starts_with("be ") { &["is", "are", "was", "were", "be", "been", "being"] } else { &[""] };
            for form in forms.iter().filter(|_| in_text) {
                let spelt = if form.is_empty() { phrase.to_owned() } else { phrase.replacen("be", form, 1) };
                let words: Vec<String> = split(&spelt).into_iter().map(|(word, _)| word).collect();
                if let Some(first) = words.first().cloned() {
                    by_first.entry(first).or_default().push((words, kind));
                }
            }
        }
        for group in by_first.values_mut() {
            group.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Self { by_first, whole }
    }

    fn get(&self, phrase: &str) -> Option<MarkerKind> {
        self.whole.get(phrase).copied()
    }

    fn longest(&self, words: &[(String, Span)], at: usize) -> Option<(MarkerKind, usize)> {
        self.by_first.get(&words.get(at)?.0)?.iter().find_map(|(phrase, kind)| {
            let here = phrase.iter().enumerate().all(|(k, word)| words.get(at + k).is_some_and(|(other, _)| other == word));
            here.then_some((*kind, at + phrase.len()))
        })
    }
}

/// "remote" is a term of likelihood as a predicate only; elsewhere it is far away.
fn is_place(words: &[(String, Span)], at: usize, next: usize) -> bool {
    let alone = next == at + 1 && words.get(at).is_some_and(|(word, _)| word == "remote");
    let before = at.checked_sub(1).and_then(|i| words.get(i)).map_or("", |(word, _)| word.as_str());
    alone && !matches!(before, "is" | "are" | "was" | "were" | "be" | "remains" | "remain" | "seems" | "appears" | "as" | "very")
}

/// Lower-cased words with their places; "n't" is a word of its own, read as "not".
fn split(text: &str) -> Vec<(String, Span)> {
    let mut words: Vec<(String, Span)> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                push(&mut words, text, Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn push(words: &mut Vec<(String, Span)>, text: &str, span: Span) {
    let lower = span.of(text).to_lowercase();
    if lower == "t"
        && let Some((before, place)) = words.last_mut()
        && matches!(Span::new(place.end, span.start).of(text), "'" | "’")
        && let Some(stem) = before.strip_suffix('n').map(str::to_owned)
        && !stem.is_empty()
    {
        *before = stem;
        place.end -= 1;
        let not = Span::new(place.end, span.end);
        words.push(("not".to_owned(), not));
        return;
    }
    words.push((lower, span));
}

fn level(name: &str) -> Option<Confidence> {
    Some(match name {
        "low" => Confidence::Low,
        "moderate" => Confidence::Moderate,
        "high" => Confidence::High,
        _ => return None,
    })
}

fn hedge_kind(name: &str) -> Option<HedgeKind> {
    Some(match name {
        "modal" => HedgeKind::Modal,
        "adverb" => HedgeKind::Adverb,
        "adjective" => HedgeKind::Adjective,
        "noun" => HedgeKind::Noun,
        "verb" => HedgeKind::Verb,
        "phrase" => HedgeKind::Phrase,
        _ => return None,
    })
}

fn stance(name: &str) -> Option<ReportingStance> {
    Some(match name {
        "neutral" => ReportingStance::Neutral,
        "distancing" => ReportingStance::Distancing,
        "factive" => ReportingStance::Factive,
        "denial" => ReportingStance::Denial,
        _ => return None,
    })
}

fn scope(name: &str) -> Option<Scope> {
    Some(match name {
        "clause" => Scope::Clause,
        "noun" => Scope::Noun,
        "complement" => Scope::Complement,
        "weak" => Scope::Weak,
        _ => return None,
    })
}

fn dimension(name: &str) -> Option<Dimension> {
    Some(match name {
        "amount" => Dimension::Amount,
        "frequency" => Dimension::Frequency,
        "extent" => Dimension::Extent,
        _ => return None,
    })
}

#[cfg(test)]
#[path = "lexicon_tests.rs"]
mod tests;
