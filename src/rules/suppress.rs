//! Comments in a note that silence rules: which findings they take away, and what is wrong with them.
//!
//! ```text
//! right   <!-- backtext-disable-next-line unbacked-claim: told by a witness -->
//! wrong   <!-- backtext-disable-next-line unbaked-claim: told by a witness -->     no such rule
//! ```

use super::context::NoteContext;
use super::{Finding, Rule};
use crate::note::Note;
use crate::text::Span;
use crate::text::nearest::{did_you_mean, nearest};

/// Whether a comment of the note silences a rule at some bytes.
pub fn is_silenced(note: &Note, rule: Rule, span: Span) -> bool {
    note.suppressions.iter().any(|suppression| {
        let named = suppression.rules.is_empty() || suppression.rules.iter().any(|(name, _)| covers(name, rule));
        named && suppression.scope.touches(span.start)
    })
}

/// Whether naming one rule silences another: who silences that a claim has no backing silences that part of it has none.
fn covers(name: &str, rule: Rule) -> bool {
    name == rule.name() || (name == Rule::UnbackedClaim.name() && rule == Rule::PartlyBackedClaim)
}

/// Takes the silenced findings away.
pub fn apply(note: &Note, findings: &mut Vec<Finding>) {
    if !note.suppressions.is_empty() {
        findings.retain(|finding| !is_silenced(note, finding.rule, finding.span));
    }
}

/// One finding for each comment that names no rule there is, or that cannot be read.
pub fn check(ctx: &NoteContext) -> Vec<Finding> {
    let unread = ctx.note.problems.iter().map(|problem| ctx.finding(Rule::InvalidConfig, problem.span, problem.message.clone()));
    let mut seen: Vec<Span> = Vec::new();
    let mut findings: Vec<Finding> = unread.collect();
    for (name, span) in ctx.note.suppressions.iter().flat_map(|suppression| &suppression.rules) {
        if Rule::from_name(name).is_some() || seen.contains(span) {
            continue;
        }
        seen.push(*span);
        let suggestion = nearest(name, Rule::ALL.iter().map(|rule| rule.name()));
        let message = format!("there is no rule `{name}`, so this comment silences nothing{}", did_you_mean(suggestion));
        let mut finding = ctx.finding(Rule::InvalidConfig, *span, message);
        finding.fixes.extend(suggestion.map(|rule| ctx.fix(format!("Replace by {rule}"), true, *span, rule)));
        findings.push(finding);
    }
    findings.sort_by_key(|finding| finding.span);
    findings
}
