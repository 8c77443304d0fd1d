//! Cards: what is known of an actor, a pair, a dispute, a source or a term of likelihood, as Markdown of at most some 25 lines.
