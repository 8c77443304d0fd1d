//! The card of a term of likelihood.

use crate::rules::likelihood::{Scale, counterpart, terms};

/// What range a term has, on which scale, and its row on the other scale; none for words that are no such term.
pub fn likelihood(words: &str) -> Option<String> {
    let words = words.to_lowercase();
    let mut all = terms(&words).peekable();
    all.peek()?;
    let mut card = format!("### {words}\n");
    for term in all {
        card += &format!("- {}: {}–{} %\n", term.scale.name(), term.range.0, term.range.1);
        for scale in [Scale::Icd203, Scale::Phia] {
            if scale != term.scale
                && let Some(other) = counterpart(term, scale, term.row)
            {
                card += &format!("- {}: “{}”, {}–{} %\n", scale.name(), other.words, other.range.0, other.range.1);
            }
        }
    }
    Some(card)
}
