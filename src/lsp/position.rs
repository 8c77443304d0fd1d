//! The one place where byte offsets become positions of the client's encoding, and back.
//!
//! A position is a line and a column that counts UTF-8, UTF-16 or UTF-32 units, as negotiated. A line ends at `\n`,
//! `\r\n` or `\r`, and at nothing else. Whatever is out of range is clamped: a line past the end is the end of the text, a
//! column past the end of its line is the end of that line, and a place inside a character is the start of the character.
//! All conversions take time logarithmic in the length of the text.

use ropey::Rope;
use tower_lsp::ls_types::{Position, PositionEncodingKind, Range};

use crate::text::Span;

/// Unit in which the client counts columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what the protocol falls back to.
    #[default]
    Utf16,
    /// Unicode code points.
    Utf32,
}

impl Encoding {
    /// The best of those that a client offers: UTF-8, since it needs no conversion, then UTF-32, then UTF-16.
    pub fn negotiate(offered: Option<&[PositionEncodingKind]>) -> Self {
        let offered = offered.unwrap_or(&[]);
        if offered.contains(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offered.contains(&PositionEncodingKind::UTF32) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// Its name in the protocol.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// Length of `text` in this unit.
    pub fn len(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::Utf32 => text.chars().count(),
        }
    }
}

/// Byte offset of a position.
pub fn offset(text: &Rope, position: Position, encoding: Encoding) -> usize {
    text.char_to_byte(char_of(text, position, encoding))
}

/// Character index of a position.
pub fn char_of(text: &Rope, position: Position, encoding: Encoding) -> usize {
    let line = position.line as usize;
    if line >= text.len_lines() {
        return text.len_chars();
    }
    let column = position.character as usize;
    let (start, end) = line_chars(text, line);
    match encoding {
        Encoding::Utf8 => {
            let byte = text.char_to_byte(start).saturating_add(column);
            text.byte_to_char(byte.min(text.char_to_byte(end)))
        }
        Encoding::Utf16 => {
            let unit = text.char_to_utf16_cu(start).saturating_add(column);
            text.utf16_cu_to_char(unit.min(text.char_to_utf16_cu(end)))
        }
        Encoding::Utf32 => start.saturating_add(column).min(end),
    }
}

/// Position of a byte offset.
pub fn position(text: &Rope, offset: usize, encoding: Encoding) -> Position {
    let at = text.byte_to_char(offset.min(text.len_bytes()));
    let line = text.char_to_line(at);
    let (start, end) = line_chars(text, line);
    let at = at.min(end);
    let column = match encoding {
        Encoding::Utf8 => text.char_to_byte(at) - text.char_to_byte(start),
        Encoding::Utf16 => text.char_to_utf16_cu(at) - text.char_to_utf16_cu(start),
        Encoding::Utf32 => at - start,
    };
    Position::new(saturated(line), saturated(column))
}

/// Range of a span.
pub fn range(text: &Rope, span: Span, encoding: Encoding) -> Range {
    Range::new(position(text, span.start, encoding), position(text, span.end, encoding))
}

/// Span of a range; one whose end comes before its start is empty.
pub fn span(text: &Rope, range: Range, encoding: Encoding) -> Span {
    Span::new(offset(text, range.start, encoding), offset(text, range.end, encoding))
}

/// First character of a line, and the one past its last, the line's ending left out.
fn line_chars(text: &Rope, line: usize) -> (usize, usize) {
    let start = text.line_to_char(line);
    let mut end = if line + 1 < text.len_lines() { text.line_to_char(line + 1) } else { text.len_chars() };
    if end > start && text.get_char(end - 1) == Some('\n') {
        end -= 1;
        if end > start && text.get_char(end - 1) == Some('\r') {
            end -= 1;
        }
    } else if end > start && text.get_char(end - 1) == Some('\r') {
        end -= 1;
    }
    (start, end)
}

fn saturated(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    /// Positions by walking the text, a character at a time.
    fn walked(text: &str, encoding: Encoding) -> Vec<(usize, Position)> {
        let mut places = Vec::new();
        let (mut line, mut column) = (0, 0);
        let mut characters = text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            places.push((at, Position::new(line, column)));
            let ends = match character {
                '\n' => true,
                '\r' => characters.peek().is_none_or(|(_, next)| *next != '\n'),
                _ => false,
            };
            if ends {
                (line, column) = (line + 1, 0);
            } else if character != '\r' {
                column += encoding.len(&text[at..at + character.len_utf8()]) as u32;
            }
        }
        places.push((text.len(), Position::new(line, column)));
        places
    }

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("a"),
            Just("Z"),
            Just(" "),
            Just("é"),
            Just("e\u{301}"),
            Just("’"),
            Just("水"),
            Just("😀"),
            Just("👩‍🚀"),
            Just("𐍈"),
            Just("\n"),
            Just("\r\n"),
            Just("\r"),
            Just("\u{2028}"),
            Just("\u{85}"),
            Just("\u{b}"),
            Just("\u{feff}"),
        ];
        prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn both_ways_agree_with_a_walk(text in text()) {
            let rope = Rope::from_str(&text);
            for encoding in ENCODINGS {
                for (at, place) in walked(&text, encoding) {
                    prop_assert_eq!(position(&rope, at, encoding), place);
                    // Between \r and \n there is no place to stand: it reads as the end of the line.
                    let back = if text[..at].ends_with('\r') && text[at..].starts_with('\n') { at - 1 } else { at };
                    prop_assert_eq!(offset(&rope, place, encoding), back);
                }
            }
        }

        #[test]
        fn anything_out_of_range_is_clamped(text in text(), line in 0u32..100, column in prop_oneof![0u32..200, Just(u32::MAX)], at in 0usize..1000) {
            let rope = Rope::from_str(&text);
            for encoding in ENCODINGS {
                let byte = offset(&rope, Position::new(line, column), encoding);
                prop_assert!(text.is_char_boundary(byte));
                if line as usize >= rope.len_lines() {
                    prop_assert_eq!(byte, text.len());
                } else {
                    prop_assert_eq!(position(&rope, byte, encoding).line, line);
                }
                let place = position(&rope, at, encoding);
                let back = offset(&rope, place, encoding);
                prop_assert!(back <= at.min(text.len()) && text.is_char_boundary(back));
            }
        }
    }

    #[test]
    fn a_column_inside_a_character_is_its_start() {
        let rope = Rope::from_str("a😀b");
        assert_eq!(offset(&rope, Position::new(0, 2), Encoding::Utf16), 1);
        assert_eq!(offset(&rope, Position::new(0, 3), Encoding::Utf8), 1);
        assert_eq!(offset(&rope, Position::new(0, 3), Encoding::Utf16), 5);
    }

    #[test]
    fn utf8_is_taken_where_it_is_offered() {
        let offer = |kinds: &[PositionEncodingKind]| Encoding::negotiate(Some(kinds));
        assert_eq!(offer(&[PositionEncodingKind::UTF16, PositionEncodingKind::UTF8]), Encoding::Utf8);
        assert_eq!(offer(&[PositionEncodingKind::UTF32, PositionEncodingKind::UTF16]), Encoding::Utf32);
        assert_eq!(offer(&[]), Encoding::Utf16);
        assert_eq!(Encoding::negotiate(None), Encoding::Utf16);
    }
}
