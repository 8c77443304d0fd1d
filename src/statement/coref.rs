//! Whom a reader takes pronouns, "both parties", "the group" or "this common enemy" to stand for.

use super::Analysis;

/// What was read before a paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The heading above it.
    pub heading: Option<&'a Analysis>,
    /// The sentences of the paragraph before it, resolved.
    pub before: &'a [Analysis],
}

/// Fills in, in every statement of a paragraph, whom anaphors stand for; what is not sure stays unresolved.
pub fn resolve_paragraph(sentences: &mut [Analysis], context: &Context<'_>) {
    let _ = (sentences, context);
}
