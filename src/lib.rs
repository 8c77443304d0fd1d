//! Backtext knows whether a sentence in a note is backed by the sources beside it.
//!
//! The modules stand in the order that data flows, one way, from bytes to what a person sees. A module may use
//! those above it and none below it.
//!
//! | module | what goes in | what comes out |
//! |---|---|---|
//! | [`text`] | bytes | decoded text, lines, sentences, tokens, lemmas, parses, numbers, dates |
//! | [`statement`] | a parsed sentence | who did what to whom, how surely, by whose word |
//! | [`source`] | a source file | its passages and what its front matter says |
//! | [`note`] | a note | its sentences by kind, citations, quotations, directives |
//! | [`knowledge`] | statements of all sources, `backtext.toml` | actors, disputes, relationships |
//! | [`evidence`] | passages, a claim | the passages that bear on it |
//! | [`judge`] | a claim and its evidence | a verdict with its reasons |
//! | [`rules`] | verdicts, notes | findings and fixes |
//! | [`workspace`] | files and open documents | an immutable snapshot of all the above |
//! | [`features`] | a snapshot and a position | completion, hover cards, symbols … without protocol types |
//! | [`lsp`] | messages of an editor | answers and diagnostics |
//! | [`cli`] | arguments | what a subcommand prints |
//!
//! `text` … `judge` know no files, no clock and no protocol; `features` knows no protocol; only `lsp` names LSP types.

pub mod cli;
pub mod evidence;
pub mod features;
pub mod judge;
pub mod knowledge;
pub mod lsp;
pub mod note;
pub mod rules;
pub mod source;
pub mod statement;
pub mod text;
pub mod workspace;
