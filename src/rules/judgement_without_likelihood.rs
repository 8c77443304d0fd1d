//! `judgement-without-likelihood`: "we assess" without a term of likelihood, so that it reads as certain.
//!
//! ```text
//! right   We assess that they are likely to accept.
//! wrong   We assess that they will accept.
//! ```

use super::context::NoteContext;
use super::likelihood::{Sign, signs};
use super::{Finding, Rule};
use crate::note::{Kind, own_voice};

/// One finding for each judgement that says so itself and gives no likelihood.
pub fn check(ctx: &NoteContext) -> Vec<Finding> {
    let judgements = ctx.note.sentences.iter().filter(|sentence| sentence.kind == Kind::Judgement);
    judgements
        .filter_map(|sentence| {
            let text = &sentence.plain.text;
            let voice = own_voice(text)?;
            let given =
                signs(text).iter().any(|(span, sign)| matches!(sign, Sign::Term(_) | Sign::Figure) && !ctx.is_quoted(sentence, *span));
            if given || ctx.is_quoted(sentence, voice) {
                return None;
            }
            let message = format!("“{}” without a likelihood: a term of {} says how probable it is", voice.of(text), ctx.scale.name());
            Some(ctx.finding(Rule::JudgementWithoutLikelihood, sentence.span, message))
        })
        .collect()
}
