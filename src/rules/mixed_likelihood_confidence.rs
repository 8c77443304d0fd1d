//! `mixed-likelihood-confidence`: one sentence joins a level of confidence and a likelihood. Confidence speaks of how good the
//! evidence is, likelihood of how probable the event; read together, each blurs the other (ICD 203, D.6.e(2)).
//!
//! ```text
//! right   The talks are likely to go on. We have high confidence in this judgement.
//! wrong   We judge with high confidence that the talks are likely to go on.
//! ```

use super::context::NoteContext;
use super::likelihood::{Sign, signs};
use super::{Finding, Rule};
use crate::note::{Kind, Sentence};

/// One finding for each sentence in the writer's own voice that has both.
pub fn check(ctx: &NoteContext) -> Vec<Finding> {
    ctx.note.sentences.iter().filter(|sentence| is_own(sentence)).filter_map(|sentence| on_sentence(ctx, sentence)).collect()
}

/// A judgement, or a claim that cites nobody: a cited one reports what others judge.
fn is_own(sentence: &Sentence) -> bool {
    sentence.kind == Kind::Judgement || (sentence.kind == Kind::Claim && sentence.citations.is_empty())
}

fn on_sentence(ctx: &NoteContext, sentence: &Sentence) -> Option<Finding> {
    let text = &sentence.plain.text;
    let mut found = signs(text);
    found.retain(|(span, _)| !ctx.is_quoted(sentence, *span));
    let confidence = found.iter().find(|(_, sign)| *sign == Sign::Confidence)?.0;
    let likelihood = found.iter().find(|(_, sign)| matches!(sign, Sign::Term(_) | Sign::Figure))?.0;
    let message =
        format!("“{}” is a level of confidence and “{}” a likelihood: say them in two sentences", confidence.of(text), likelihood.of(text));
    let span = sentence.plain.origin_span(confidence.cover(likelihood));
    Some(ctx.finding(Rule::MixedLikelihoodConfidence, span, message))
}
