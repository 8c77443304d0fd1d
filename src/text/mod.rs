//! Text before meaning: decoding, lines, sentences, tokens, parses, numbers and dates.
//!
//! Everything here is total: any bytes and any text give a result. Positions are byte offsets into UTF-8.

pub mod encoding;
pub mod line_index;
pub mod nearest;
pub mod paragraph;
pub mod parser;
pub mod quantity;
pub mod sentence;
pub mod similar;
pub mod span;
pub mod token;
pub mod tsv;

pub use encoding::{DecodeProblem, Decoded, decode};
pub use line_index::{LineIndex, Place, Position, Units};
pub use paragraph::{Block, paragraphs};
pub use span::Span;
pub use token::{Folded, Word, fold, words};
