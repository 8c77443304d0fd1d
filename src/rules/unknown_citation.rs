//! `unknown-citation`: there is no such source, or no such passage in it.
//!
//! ```text
//! right   They met in May [@border-talks, para. 2].
//! wrong   They met in May [@border-talk].                   did you mean `border-talks`?
//! wrong   They met in May [@border-talks, para. 99].        it has 12 paragraphs
//! wrong   They met in May [@border-talks, "in the spring"]. the words are not in it
//! ```
//!
//! A wiki link may lead to another note, also to one that is still to be written; it is flagged only where its name is a slip
//! of the finger away from that of a source.

use std::sync::Arc;

use super::context::{Lookup, NoteContext};
use super::quoting::{self, Quoted};
use super::{Finding, Rule};
use crate::note::{Citation, Form, Locator};
use crate::source::Source;
use crate::text::nearest::{did_you_mean, nearest};

/// One finding for each citation that leads nowhere.
pub fn check(ctx: &NoteContext) -> Vec<Finding> {
    let mut ids: Option<Vec<String>> = None;
    let mut findings = Vec::new();
    for citation in &ctx.note.citations {
        match (ctx.source)(&citation.id) {
            Lookup::Read(sources) => findings.extend(on_locator(ctx, citation, &sources)),
            Lookup::Unread => {}
            Lookup::Unknown => findings.extend(on_id(ctx, citation, ids.get_or_insert_with(|| (ctx.source_ids)()))),
        }
    }
    findings
}

fn on_id(ctx: &NoteContext, citation: &Citation, ids: &[String]) -> Option<Finding> {
    if citation.form == Form::Wiki && (ctx.is_note)(&citation.id) {
        return None;
    }
    let suggestion = nearest(&citation.id, ids.iter().map(String::as_str));
    if citation.form == Form::Wiki && suggestion.is_none() {
        return None;
    }
    let message = match ids.is_empty() {
        true => format!("there is no source `{}`: the workspace has no sources", citation.id),
        false => format!("there is no source `{}`{}", citation.id, did_you_mean(suggestion)),
    };
    let mut finding = ctx.finding(Rule::UnknownCitation, citation.id_span, message);
    if let Some(id) = suggestion {
        let braces = id.contains(char::is_whitespace) && citation.form == Form::Bracket;
        let written = if braces { format!("{{{id}}}") } else { id.to_owned() };
        finding.fixes.push(ctx.fix(format!("Cite {id}"), true, citation.id_span, written));
    }
    Some(finding)
}

fn on_locator(ctx: &NoteContext, citation: &Citation, sources: &[Arc<Source>]) -> Option<Finding> {
    let most = |count: &dyn Fn(&Source) -> u32| sources.iter().map(|source| count(source)).max().unwrap_or(0);
    let beyond = |number: u32, of: &str, count: u32| {
        let message = match count {
            0 => format!("{} has no text, so there is no {of} {number}", citation.id),
            1 => format!("{} has one {of}, there is no {of} {number}", citation.id),
            _ => format!("{} has {count} {of}s, there is no {of} {number}", citation.id),
        };
        (number == 0 || number > count).then(|| ctx.finding(Rule::UnknownCitation, citation.span, message))
    };
    match citation.locator.as_ref()? {
        Locator::Quote(words, span) => {
            let within = span.of(&ctx.note.text);
            let same = within == words;
            let origin = |part: crate::text::Span| same.then(|| part.shifted(span.start));
            quoting::check(ctx, &Quoted { rule: Rule::UnknownCitation, words, span: *span, origin: &origin }, sources)
        }
        Locator::Paragraph(number) => {
            beyond(*number, "paragraph", most(&|source| source.passages.iter().map(|passage| passage.paragraph).max().unwrap_or(0)))
        }
        Locator::Line(number) => beyond(*number, "line", most(&|source| u32::try_from(source.text.lines().count()).unwrap_or(u32::MAX))),
        Locator::Other(_) => None,
    }
}
