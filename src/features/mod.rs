//! What an editor can show, as pure functions of a snapshot and a place in it. No protocol types, no state.
//!
//! Offsets are bytes of the document's text as the snapshot has it. Work that may take long asks now and then whether it is
//! still wanted, and gives what it has where it is not.

mod actor;
mod actor_card;
pub mod around;
pub mod card;
pub mod code_action;
pub mod code_lens;
pub mod completion;
mod configuration;
pub mod curation;
pub mod definition;
pub mod document_link;
pub mod folding;
pub mod graph;
pub mod highlight;
pub mod hover;
pub mod inlay_hint;
pub mod markdown;
pub mod moved;
pub mod references;
pub mod rename;
pub mod report;
pub mod rests;
pub mod selection_range;
pub mod semantic_tokens;
mod staleness;
pub mod symbols;
mod term_card;

use crate::text::Span;
use crate::workspace::{Snapshot, files};

/// Asked now and then by work that may take long: whether nobody wants it any more.
pub type Stop<'a> = &'a (dyn Fn() -> bool + Sync);

/// A place in a file of the workspace.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path relative to the root, with `/`.
    pub path: String,
    /// Bytes of its text.
    pub span: Span,
}

/// Address that opens a file of the workspace at a line.
fn linked(snapshot: &Snapshot, path: &str, line: u32) -> Option<String> {
    let file = files::absolute(snapshot.root(), path)?;
    Some(format!("{}#L{line}", files::address(&file)))
}
