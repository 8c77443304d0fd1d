//! `citation-mismatch`: the cited source does not back the claim, another one does.
//!
//! Right: a claim on the river with `[@river]`. Wrong: the same claim with `[@harvest]`, which says nothing of it.

use super::claim::ClaimContext;
use super::{Finding, Rule};
use crate::text::Span;

/// The finding, if another source than the cited one backs the claim. The preferred fix cites that one instead.
pub fn check(claim: &ClaimContext) -> Option<Finding> {
    let (_, id) = claim.elsewhere?;
    let citation = claim.sentence.citations.iter().find_map(|index| claim.note.citations.get(*index));
    let span = citation.map_or(claim.sentence.span, |citation| citation.span);
    let cited = citation.map_or("the cited source", |citation| citation.id.as_str());
    let closest = claim.closest().map(|closest| format!(": {closest}")).unwrap_or_default();
    let mut finding = claim.finding(Rule::CitationMismatch, span, format!("{cited} does not back this, {id} does{closest}"));
    if let Some(citation) = citation {
        let id_span = Span::new(citation.id_span.start, citation.id_span.end);
        finding.fixes.insert(0, claim.fix(format!("Cite {id} instead"), true, id_span, id));
    }
    Some(finding)
}
