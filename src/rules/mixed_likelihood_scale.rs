//! `mixed-likelihood-scale`: the judgements of a note use terms of likelihood from two rows or two scales, so that a reader
//! cannot tell whether two terms mean two things (ICD 203, D.6.e(2)(a)).
//!
//! ```text
//! right   It is likely that they meet, and very unlikely that they agree.
//! wrong   It is likely that they meet, and highly improbable that they agree.     two rows of ICD 203
//! wrong   There is a realistic possibility that they meet.                        PHIA, in a note by ICD 203
//! ```
//!
//! The scale is the configuration's; the row is the one that the note uses most, or first.

use super::context::NoteContext;
use super::likelihood::{Sign, Term, counterpart, signs, terms};
use super::{Finding, Rule};
use crate::note::Kind;
use crate::text::Span;

/// One finding for each term out of the note's row or scale.
pub fn check(ctx: &NoteContext) -> Vec<Finding> {
    let mut found: Vec<(Span, &'static str)> = Vec::new();
    for sentence in ctx.note.sentences.iter().filter(|sentence| sentence.kind == Kind::Judgement) {
        for (span, sign) in signs(&sentence.plain.text) {
            if let Sign::Term(words) = sign
                && !ctx.is_quoted(sentence, span)
            {
                found.push((sentence.plain.origin_span(span), words));
            }
        }
    }
    let own = |words: &str| terms(words).find(|term| term.scale == ctx.scale);
    let rows: Vec<u8> = found.iter().filter_map(|(_, words)| own(words)).map(|term| term.row).collect();
    let count = |row: u8| rows.iter().filter(|other| **other == row).count();
    let row = rows.iter().copied().reduce(|best, row| if count(row) > count(best) { row } else { best }).unwrap_or(1);
    found.iter().filter_map(|(span, words)| on_term(ctx, *span, words, row)).collect()
}

fn on_term(ctx: &NoteContext, span: Span, words: &str, row: u8) -> Option<Finding> {
    let (term, why) = match terms(words).find(|term| term.scale == ctx.scale) {
        Some(term) if term.row == row => return None,
        Some(term) => (term, format!("is of the other row of {} than the note's other terms", ctx.scale.name())),
        None => {
            let term = terms(words).next()?;
            (term, format!("is a term of {}, and this note is held to {}", term.scale.name(), ctx.scale.name()))
        }
    };
    let other = counterpart(term, ctx.scale, row);
    let instead = other.map(|other| format!("; near it is “{}” ({})", other.words, percent(other))).unwrap_or_default();
    let mut finding = ctx.finding(Rule::MixedLikelihoodScale, span, format!("“{words}” ({}) {why}{instead}", percent(term)));
    if let Some(other) = other {
        let written = span.of(&ctx.note.text);
        let capital = written.starts_with(char::is_uppercase);
        let mut chars = other.words.chars();
        let text = match chars.next() {
            Some(first) if capital => first.to_uppercase().chain(chars).collect(),
            _ => other.words.to_owned(),
        };
        finding.fixes.push(ctx.fix(format!("Replace by “{}”", other.words), false, span, text));
    }
    Some(finding)
}

fn percent(term: &Term) -> String {
    format!("{}–{} %", term.range.0, term.range.1)
}
