//! The judge: a claim and its evidence go in, a verdict with its reasons comes out. It knows no files.

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
#[derive(Clone, Debug, PartialEq)]
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
}

/// The answer of the judge.
#[derive(Clone, Debug, PartialEq)]
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
