//! The judge: a claim and its evidence go in, a verdict with its reasons comes out. It knows no files.

pub mod alignment;
pub mod analysed;
pub mod background;
pub mod differences;
pub mod explain;
pub mod features;
mod likeness;
pub mod model;
pub mod parts;
pub mod ranking;
pub mod second_opinion;
mod substitution;
pub mod unbacked;
mod verdict;

use serde::{Deserialize, Serialize};

use crate::rules::Rule;
use crate::text::Span;

/// What the evidence says of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The evidence backs all of it.
    Backed,
    /// Some words lack backing.
    PartlyBacked,
    /// Nothing backs it.
    Unbacked,
    /// A passage says otherwise.
    Contradicted,
    /// The evidence says it less surely, or as somebody's word.
    Overstated,
    /// There are no sources, or it is no claim.
    NotChecked,
}

/// One reason for a verdict: a named difference between claim and evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule it falls under.
    pub rule: Rule,
    /// The difference in words: "the source says 1973, the claim 1937".
    pub message: String,
    /// Bytes of the claim that differ.
    pub claim: Span,
    /// Index of the evidence sentence, and the bytes in it that differ, if any.
    pub evidence: Option<(usize, Span)>,
    /// What would stand in place of the claim's bytes to agree with the source, where that is one thing.
    pub replacement: Option<String>,
    /// By whose word the source says it, where the claim leaves that out.
    pub speaker: Option<String>,
}

/// The answer of the judge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Probability that the evidence backs the whole claim, 0–1.
    pub score: f32,
    /// Evidence sentences by how well they back the claim: (index as given, score 0–1), best first.
    pub evidence: Vec<(usize, f32)>,
    /// Bytes of the claim that lack backing.
    pub unbacked: Vec<Span>,
    /// What decided, most telling first.
    pub reasons: Vec<Reason>,
}

/// What is judged.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The sentence, without markup.
    pub text: &'a str,
    /// What stands before it, for its pronouns; may be empty.
    pub context: &'a str,
}

/// A sentence of the evidence. Sentences of one document with neighbouring positions are read together.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// Its text, without markup.
    pub text: String,
    /// Which document it is of.
    pub document: u64,
    /// Its place in the document.
    pub position: u32,
    /// Its paragraph in the document.
    pub paragraph: u32,
    /// Whether it is a heading.
    pub heading: bool,
}

/// Judges a claim by its evidence. `rarity` tells how telling an index term ([`crate::evidence::term`]) is, from 0 up.
///
/// It never fails: without evidence the verdict is unbacked with a score of 0.
pub fn judge(claim: &Claim<'_>, evidence: &[Sentence], rarity: &dyn Fn(&str) -> f32) -> Judgement {
    let bearing = ranking::Bearing::new(claim, evidence, rarity);
    let whole = bearing.claim.clone();
    parts::revise(verdict::verdict(bearing), claim, &whole, evidence, rarity)
}

/// Probability that the evidence backs the whole claim, before differences are looked at.
pub fn score(bearing: &ranking::Bearing) -> f32 {
    verdict::score(bearing, &features::of(bearing))
}

/// Whether a claim cannot be understood without what stands before it: it begins with a pronoun or a short form.
pub fn leans_on_context(claim: &str) -> bool {
    let first = claim.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default().to_lowercase();
    matches!(
        first.as_str(),
        "he" | "she" | "it" | "they" | "this" | "that" | "these" | "those" | "both" | "his" | "her" | "its" | "their" | "there" | "such"
    )
}

/// Judges a claim by evidence that belongs to no index: how telling a term is follows from the evidence itself.
pub fn judge_alone(claim: &Claim<'_>, evidence: &[Sentence]) -> Judgement {
    judge(claim, evidence, &rarity_alone(evidence))
}

/// How telling a term is by the evidence itself.
pub fn rarity_alone(evidence: &[Sentence]) -> impl Fn(&str) -> f32 {
    use crate::evidence::term::terms;
    let mut with: std::collections::HashMap<smol_str::SmolStr, u32> = std::collections::HashMap::new();
    for sentence in evidence {
        let stems: std::collections::HashSet<_> = terms(&sentence.text).map(|term| term.stem).collect();
        stems.into_iter().for_each(|stem| *with.entry(stem).or_default() += 1);
    }
    // Few sentences say little of how rare a word is: a document of forty is assumed at least.
    let all = evidence.len().max(40) as f32;
    move |term| {
        let with = with.get(term).copied().unwrap_or(0) as f32;
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }
}

/// A verdict as a person reads it.
pub const fn in_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Backed => "backed",
        Verdict::PartlyBacked => "partly backed",
        Verdict::Unbacked => "not backed",
        Verdict::Contradicted => "contradicted",
        Verdict::Overstated => "overstated",
        Verdict::NotChecked => "not checked",
    }
}
