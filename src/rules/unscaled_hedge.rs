//! `unscaled-hedge`: may, might or could in a judgement. They say that a thing is possible, and nothing of how probable.
//!
//! ```text
//! right   We assess that they are unlikely to accept.
//! wrong   We assess that they might accept.
//! ```

use super::context::NoteContext;
use super::likelihood::{Sign, signs};
use super::{Finding, Rule};
use crate::note::Kind;

/// One finding for each such word outside quoted words.
pub fn check(ctx: &NoteContext) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sentence in ctx.note.sentences.iter().filter(|sentence| sentence.kind == Kind::Judgement) {
        let text = &sentence.plain.text;
        for (span, sign) in signs(text) {
            if sign == Sign::Hedge && !ctx.is_quoted(sentence, span) {
                let message = format!("“{}” has no range on the scale of {}: say how likely it is", span.of(text), ctx.scale.name());
                findings.push(ctx.finding(Rule::UnscaledHedge, sentence.plain.origin_span(span), message));
            }
        }
    }
    findings
}
