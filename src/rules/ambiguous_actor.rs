//! `ambiguous-actor`: a name that could mean more than one actor, or is only a weak alias.

use super::context::NoteContext;
use super::{Finding, Rule};
use crate::note::Kind;

/// A name in a note and whom it could mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambiguous {
    /// Bytes of the words that were asked about.
    pub span: crate::text::Span,
    /// Names of the actors that it could mean; one, where it is a weak alias.
    pub actors: Vec<String>,
}

/// A hint on each such name in the prose of a note.
pub(super) fn check(ctx: &NoteContext) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sentence in ctx.note.sentences.iter().filter(|s| matches!(s.kind, Kind::Claim | Kind::Judgement)) {
        for name in (ctx.ambiguous)(&sentence.plain.text) {
            let place = sentence.plain.origin_span(name.span);
            let words = name.span.of(&sentence.plain.text);
            let message = match &name.actors[..] {
                [one] => format!("“{words}” is a weak alias of {one}, which is not linked by itself: write the full name if it is meant"),
                several => format!("“{words}” could mean {}: write the full name", several.join(" or ")),
            };
            let mut finding = ctx.finding(Rule::AmbiguousActor, place, message);
            finding.fixes = name
                .actors
                .iter()
                .map(|actor| ctx.fix(format!("Write “{actor}”"), name.actors.len() == 1, place, actor.as_str()))
                .collect();
            findings.push(finding);
        }
    }
    findings
}
