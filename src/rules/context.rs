//! What the rules that need no judge look at: a note, and the sources by id.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::ambiguous_actor::Ambiguous;
use super::likelihood::Scale;
use super::{Edit, Finding, Fix, Rule, wording};
use crate::note::{Note, Sentence};
use crate::source::Source;
use crate::text::Span;
use crate::text::token::Folded;

/// What an id in a citation leads to.
#[derive(Clone, Debug)]
pub enum Lookup {
    /// No source of that id.
    Unknown,
    /// There is one, and it cannot be read at the moment: nothing is said about what is in it.
    Unread,
    /// It, or all of them where files in several folders share their stem.
    Read(Vec<Arc<Source>>),
}

/// A note and its surroundings, for the rules to look at.
pub struct NoteContext<'a> {
    /// Path of the note.
    pub path: &'a str,
    /// The note.
    pub note: &'a Note,
    /// The source of an id.
    pub source: &'a dyn Fn(&str) -> Lookup,
    /// Ids of all sources; asked for only where one is not found.
    pub source_ids: &'a dyn Fn() -> Vec<String>,
    /// Whether a note of the workspace has that stem, compared without case.
    pub is_note: &'a dyn Fn(&str) -> bool,
    /// Whether a rule is on.
    pub is_on: &'a dyn Fn(Rule) -> bool,
    /// Names in a text that could mean more than one actor, or are weak aliases.
    pub ambiguous: &'a dyn Fn(&str) -> Vec<Ambiguous>,
    /// The scale of likelihood in use.
    pub scale: Scale,
    folded: RefCell<HashMap<usize, Arc<Folded>>>,
}

impl<'a> NoteContext<'a> {
    /// Of a note at a path, with no sources, every rule on and the scale of ICD 203; what differs is set on it.
    pub fn new(path: &'a str, note: &'a Note) -> Self {
        Self {
            path,
            note,
            source: &|_| Lookup::Unknown,
            source_ids: &Vec::new,
            is_note: &|_| false,
            is_on: &|_| true,
            ambiguous: &|_| Vec::new(),
            scale: Scale::Icd203,
            folded: RefCell::default(),
        }
    }

    /// A finding with a place and a message.
    pub fn finding(&self, rule: Rule, span: Span, message: String) -> Finding {
        Finding::on_file(self.path, rule, span, message)
    }

    /// A fix of one edit to the note.
    pub fn fix(&self, title: impl Into<String>, preferred: bool, bytes: Span, text: impl Into<String>) -> Fix {
        Fix { title: title.into(), preferred, edits: vec![Edit { path: self.path.to_owned(), bytes, text: text.into() }] }
    }

    /// A source's text folded for comparing; done once for all quotations of the note.
    pub fn folded(&self, source: &Arc<Source>) -> Arc<Folded> {
        let key = Arc::as_ptr(source) as usize;
        self.folded.borrow_mut().entry(key).or_insert_with(|| Arc::new(wording::folded(source))).clone()
    }

    /// Whether bytes of a sentence's plain text stand in quoted words.
    pub fn is_quoted(&self, sentence: &Sentence, span: Span) -> bool {
        let origin = sentence.plain.origin_span(span);
        let after = self.note.quotations.partition_point(|quotation| quotation.span.start <= origin.start);
        // Quotations are in order and do not nest, so only the last one that begins before can hold it.
        after.checked_sub(1).and_then(|index| self.note.quotations.get(index)).is_some_and(|quotation| quotation.span.contains(origin))
    }
}
