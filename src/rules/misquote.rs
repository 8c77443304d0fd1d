//! `misquote`: quoted words are not in the cited source.
//!
//! ```text
//! source  “We will not sign away a river that feeds our people.”
//! right   She said: "We will not sign away a river that feeds our people" [@talks].
//! right   She spoke of "a river that … our people" [@talks].
//! wrong   She said: "We will not sign away a river that feeds our children" [@talks].
//!                                                                 ~~~~~~~~ the source has “people”
//! ```
//!
//! What counts as the same words, [`super::wording`] says. Quoted words without a citation are held to nothing.

use std::sync::Arc;

use super::context::{Lookup, NoteContext};
use super::quoting::{self, Quoted};
use super::{Edit, Finding, Fix, Rule};
use crate::note::Quotation;
use crate::source::Source;
use crate::text::Span;

/// One finding for each quotation that is not in any of the sources it cites.
pub fn check(ctx: &NoteContext) -> Vec<Finding> {
    ctx.note.quotations.iter().filter_map(|quotation| on_quotation(ctx, quotation)).collect()
}

fn on_quotation(ctx: &NoteContext, quotation: &Quotation) -> Option<Finding> {
    let sources = cited(ctx, quotation)?;
    let origin = |span| Some(quotation.plain.origin_span(span));
    let quoted = Quoted { rule: Rule::Misquote, words: &quotation.plain.text, span: quotation.span, origin: &origin };
    let mut finding = quoting::check(ctx, &quoted, &sources)?;
    finding.fixes.extend(without_marks(ctx, quotation));
    Some(finding)
}

/// The sources that a quotation cites; none where one of them is unknown or unread, since the words may be in that one.
fn cited(ctx: &NoteContext, quotation: &Quotation) -> Option<Vec<Arc<Source>>> {
    let mut sources = Vec::new();
    for index in &quotation.citations {
        let citation = ctx.note.citations.get(*index)?;
        match (ctx.source)(&citation.id) {
            Lookup::Read(read) => sources.extend(read),
            // A link to another note is no source of the words.
            Lookup::Unknown if (ctx.is_note)(&citation.id) => {}
            Lookup::Unknown | Lookup::Unread => return None,
        }
    }
    Some(sources)
}

/// Takes the quote marks away: the words become the writer's own.
fn without_marks(ctx: &NoteContext, quotation: &Quotation) -> Option<Fix> {
    if quotation.block {
        return None;
    }
    let span = quotation.span;
    let before = ctx.note.text.get(..span.start)?.chars().next_back()?;
    let after = ctx.note.text.get(span.end..)?.chars().next()?;
    let is_mark = |c| matches!(c, '"' | '“' | '”' | '‘' | '’' | '\'' | '«' | '»' | '„');
    if !is_mark(before) || !is_mark(after) {
        return None;
    }
    let edit = |bytes| Edit { path: ctx.path.to_owned(), bytes, text: String::new() };
    let edits = vec![edit(Span::new(span.start - before.len_utf8(), span.start)), edit(Span::new(span.end, span.end + after.len_utf8()))];
    Some(Fix { title: "Take the quote marks away".to_owned(), preferred: false, edits })
}
