//! Numbers, dates and quantities in a sentence, and how one backs another.
//!
//! [`find`] reads the text alone, without a parse; [`compare()`] holds a claim's quantity against one of its evidence
//! by value, comparator and precision. Dates are on the proleptic Gregorian calendar; what is told relative to a
//! day that the sentence does not name ("last year", "Monday") stays relative and is compared by its form.

mod amount;
mod calendar;
mod compare;
mod counted;
mod date;
mod lex;
mod moment;
mod number;
mod tables;
mod value;
mod when;

use crate::text::Span;

pub use compare::{Relation, compare};
pub use value::{Amount, Comparator, Interval, Moment, Precision, Quantity, Unit, Value};

use lex::Lexed;

/// The quantities of one sentence, in order, without overlap.
pub fn find(text: &str) -> Vec<Quantity> {
    let lexed = Lexed::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < lexed.toks.len() {
        match date::find(&lexed, at).or_else(|| amount::find(&lexed, at)) {
            Some(hit) if hit.next > at => {
                let span: Span = lexed.span(hit.start, hit.next);
                found.push(Quantity { span, value: hit.value, comparator: hit.comparator, unit: hit.unit });
                at = hit.next;
            }
            _ => at += 1,
        }
    }
    found
}

/// A quantity in token positions.
struct Hit {
    start: usize,
    next: usize,
    value: Value,
    comparator: Comparator,
    unit: Unit,
}

#[cfg(test)]
mod tests;
