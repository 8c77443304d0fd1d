//! Text before meaning: decoding, lines, sentences, tokens, parses, numbers and dates.
//!
//! Everything here is total: any bytes and any text give a result. Positions are byte offsets into UTF-8.

pub mod parser;
pub mod span;

pub use span::Span;
