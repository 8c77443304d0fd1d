//! A second opinion on a claim: a small neural network of our own reads it beside the passages that the judge ranked best.
//!
//! The judge's verdict is instant and explains itself; the network sees paraphrase, and some contradictions that have no word to point
//! at. What both say is put together by a small fitted model ([`fusion`]). Data, training, figures and faults are in `MODEL_CARD.md`
//! beside this file. The network knows no files: the model is embedded where the program is built with the feature `second-opinion`.

mod arithmetic;
pub mod fusion;
mod network;
mod pieces;
mod windows;

pub use network::{Network, Reading};
pub use windows::{Kind, Window};

use super::{Claim, Judgement, Sentence, Verdict};

/// What the network says of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Opinion {
    /// The stretches of evidence that it read, with what it made of each.
    pub readings: Vec<(Window, Reading)>,
    /// Probability that the evidence backs the claim, by the judge and the network together.
    pub backed: f32,
    /// Probability that a passage says the contrary, by both together.
    pub contradicted: f32,
    /// What the judge said alone.
    pub before: Box<Judgement>,
}

impl Opinion {
    /// The stretch that most clearly says the contrary.
    pub fn contrary(&self) -> Option<&(Window, Reading)> {
        let alone = self.readings.iter().filter(|(window, _)| window.kind == Kind::Alone);
        alone.max_by(|a, b| a.1.contradicted.total_cmp(&b.1.contradicted))
    }

    /// The stretch that backs it best.
    pub fn backing(&self) -> Option<&(Window, Reading)> {
        self.readings.iter().max_by(|a, b| a.1.backed.total_cmp(&b.1.backed))
    }
}

/// Whether asking can change the verdict on a claim beside so many sentences of evidence: there is a model and something to read, and
/// the judge is not too sure.
pub fn can_change(claim: &Claim<'_>, sentences: usize, judgement: &Judgement) -> bool {
    Network::is_there()
        && judgement.verdict != Verdict::NotChecked
        && judgement.evidence.iter().any(|(_, score)| *score > 0.0)
        && fusion::is_open(claim, sentences, judgement)
}

/// Asks the network about a claim that the judge has judged. None where the program has no model, or there is nothing to read.
pub fn ask(claim: &Claim<'_>, evidence: &[Sentence], judgement: &Judgement) -> Option<Opinion> {
    ask_of(Network::shared()?, claim, evidence, judgement)
}

/// Asks a certain network.
pub fn ask_of(network: &Network, claim: &Claim<'_>, evidence: &[Sentence], judgement: &Judgement) -> Option<Opinion> {
    let windows = windows::windows(judgement, evidence);
    if windows.is_empty() {
        return None;
    }
    let texts: Vec<String> = windows.iter().map(|window| window.text(evidence)).collect();
    let readings = network.read_pairs(texts.iter().map(|text| (text.as_str(), claim.text)));
    let readings: Vec<(Window, Reading)> = windows.into_iter().zip(readings).collect();
    let (backed, contradicted) = fusion::probabilities(claim, evidence.len(), judgement, &readings);
    Some(Opinion { readings, backed, contradicted, before: Box::new(judgement.clone()) })
}

#[cfg(all(test, feature = "second-opinion"))]
mod tests;
