//! Which stretches of the evidence the network reads beside a claim.

use std::collections::HashMap;

use crate::judge::{Judgement, Sentence};

/// Best sentences that are read alone.
const ALONE: usize = 2;
/// Best sentences that are read with their neighbours: by the fit, more tell next to nothing more and take as long again.
const AROUND: usize = 1;
/// Best sentences that are read together, in the order of the text.
const TOGETHER: usize = 3;
/// A claim that is shown as holding together needs a sentence of this score at least to be looked at.
const LEAST: f32 = 0.0;

/// How a stretch was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A sentence.
    Alone,
    /// A sentence with the one before and the one after.
    Around,
    /// The best sentences, wherever they stand.
    Together,
}

/// A stretch of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// How it was chosen.
    pub kind: Kind,
    /// Its sentences, by their index in the evidence.
    pub sentences: Vec<usize>,
}

impl Window {
    /// Its text.
    pub fn text(&self, evidence: &[Sentence]) -> String {
        let texts: Vec<&str> = self.sentences.iter().filter_map(|at| evidence.get(*at)).map(|sentence| sentence.text.trim()).collect();
        texts.join(" ")
    }
}

/// The stretches to read for a claim that was judged, none twice.
pub fn windows(judgement: &Judgement, evidence: &[Sentence]) -> Vec<Window> {
    let ranked: Vec<usize> = judgement.evidence.iter().filter(|(_, score)| *score > LEAST).map(|(index, _)| *index).collect();
    let places: HashMap<(u64, u32), usize> =
        evidence.iter().enumerate().map(|(index, sentence)| ((sentence.document, sentence.position), index)).collect();
    let mut windows: Vec<Window> = Vec::new();
    let mut push = |kind, sentences: Vec<usize>| {
        let known = windows.iter().any(|window| window.kind == kind && window.sentences == sentences);
        if !known && !sentences.is_empty() && (kind == Kind::Alone || sentences.len() > 1) {
            windows.push(Window { kind, sentences });
        }
    };
    for index in ranked.iter().take(ALONE) {
        push(Kind::Alone, vec![*index]);
    }
    for sentence in ranked.iter().take(AROUND).filter_map(|index| evidence.get(*index)) {
        let from = sentence.position.saturating_sub(1);
        push(
            Kind::Around,
            (from..=sentence.position.saturating_add(1)).filter_map(|at| places.get(&(sentence.document, at)).copied()).collect(),
        );
    }
    let mut together: Vec<usize> = ranked.iter().take(TOGETHER).copied().collect();
    together.sort_unstable();
    push(Kind::Together, together);
    windows
}
