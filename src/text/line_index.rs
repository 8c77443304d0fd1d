//! Where in a text a byte lies, as people and editors count it, and back. The only place that converts.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Span;

/// Distance in bytes between the places up to which characters have been counted. It bounds the work of one conversion,
/// also on a line of 50 MB.
const STRIDE: usize = 1024;

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Units {
    /// Bytes.
    Utf8,
    /// Code units of UTF-16: the protocol's default.
    #[default]
    Utf16,
    /// Code points.
    Utf32,
}

impl Units {
    /// How many of them `text` has.
    pub fn count(self, text: &str) -> usize {
        match self {
            Units::Utf8 => text.len(),
            Units::Utf16 => text.chars().map(char::len_utf16).sum(),
            Units::Utf32 => text.chars().count(),
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            Units::Utf8 => c.len_utf8(),
            Units::Utf16 => c.len_utf16(),
            Units::Utf32 => 1,
        }
    }
}

/// A place as the command line prints it: both from 1, the column in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in code points.
    pub column: usize,
}

/// A place as the protocol has it: both from 0, the column in agreed units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 0.
    pub line: usize,
    /// Column, from 0.
    pub column: usize,
}

/// The lines of a text. Lines end with `\n`, `\r\n` or `\r`; a text without any has one line. Nothing here panics: what
/// is out of range is clamped to the nearest place that exists, and an offset inside a character to its start.
///
/// Cheap to clone.
#[derive(Clone, Debug)]
pub struct LineIndex {
    text: Arc<str>,
    starts: Arc<[usize]>,
    marks: Arc<[Mark]>,
}

/// Characters before a multiple of [`STRIDE`].
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    offset: usize,
    utf16: usize,
    utf32: usize,
}

impl Mark {
    fn count(&self, units: Units) -> usize {
        match units {
            Units::Utf8 => self.offset,
            Units::Utf16 => self.utf16,
            Units::Utf32 => self.utf32,
        }
    }
}

impl LineIndex {
    /// Reads a text once, in linear time.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let starts = std::iter::once(0).chain(line_ends(&text)).collect();
        let (mut marks, mut mark) = (Vec::with_capacity(text.len() / STRIDE + 1), Mark::default());
        while mark.offset < text.len() {
            marks.push(mark);
            let end = text.floor_char_boundary(marks.len() * STRIDE);
            let run = text.get(mark.offset..end).unwrap_or_default();
            let (utf16, utf32) = (mark.utf16 + Units::Utf16.count(run), mark.utf32 + Units::Utf32.count(run));
            mark = Mark { offset: end, utf16, utf32 };
        }
        marks.push(mark);
        Self { text, starts, marks: marks.into() }
    }

    /// The text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Number of lines, at least 1.
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// Line of a byte, from 1.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// Bytes of a line (from 1) without its line break; clamped to the first and last line.
    pub fn line_span(&self, line: usize) -> Span {
        let index = line.saturating_sub(1).min(self.starts.len().saturating_sub(1));
        let start = self.starts.get(index).copied().unwrap_or_default();
        let next = self.starts.get(index + 1).copied().unwrap_or(self.text.len());
        if index + 1 == self.starts.len() {
            return Span::new(start, next);
        }
        let full = self.text.get(start..next).unwrap_or_default();
        let bare = full.strip_suffix("\r\n").or_else(|| full.strip_suffix(['\n', '\r'])).unwrap_or(full);
        Span::new(start, start + bare.len())
    }

    /// Place of a byte. A byte of a line break is at its line's end.
    pub fn place(&self, offset: usize) -> Place {
        let Position { line, column } = self.position(offset, Units::Utf32);
        Place { line: line + 1, column: column + 1 }
    }

    /// Byte of a place. Past the end of its line is the line's end; past the last line is the text's end.
    pub fn offset_of(&self, place: Place) -> usize {
        let (line, column) = (place.line.saturating_sub(1), place.column.saturating_sub(1));
        self.offset_at(Position { line, column }, Units::Utf32)
    }

    /// Position of a byte for an editor.
    pub fn position(&self, offset: usize, units: Units) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.line_of(offset);
        let span = self.line_span(line);
        let column = self.count_to(offset.min(span.end), units) - self.count_to(span.start, units);
        Position { line: line - 1, column }
    }

    /// Byte of an editor's position. A column inside a character is its start.
    pub fn offset_at(&self, position: Position, units: Units) -> usize {
        if position.line >= self.starts.len() {
            return self.text.len();
        }
        let span = self.line_span(position.line + 1);
        let target = self.count_to(span.start, units).saturating_add(position.column);
        let mark = self.marks.partition_point(|mark| mark.count(units) <= target);
        let mark = mark.checked_sub(1).and_then(|i| self.marks.get(i)).copied().unwrap_or_default();
        // The mark may lie before the line; the count goes on from there all the same.
        let (mut offset, mut count) = (mark.offset, mark.count(units));
        for c in self.text.get(mark.offset..).unwrap_or_default().chars() {
            count += units.width(c);
            if count > target || offset >= span.end {
                break;
            }
            offset += c.len_utf8();
        }
        offset.clamp(span.start, span.end)
    }

    /// How many units lie before `offset`, which is on a character's boundary.
    fn count_to(&self, offset: usize, units: Units) -> usize {
        // A mark lies up to three bytes before its multiple of the stride, so the last at or before `offset` is this one.
        let mark = self.marks.get(offset / STRIDE).or(self.marks.last()).copied().unwrap_or_default();
        mark.count(units) + units.count(self.text.get(mark.offset..offset).unwrap_or_default())
    }
}

/// Offsets behind each line break.
fn line_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().filter_map(move |(i, byte)| match byte {
        b'\n' => Some(i + 1),
        b'\r' if bytes.get(i + 1) != Some(&b'\n') => Some(i + 1),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Units; 3] = [Units::Utf8, Units::Utf16, Units::Utf32];

    #[test]
    fn lines_and_columns_count_from_one() {
        let index = LineIndex::new("ab\r\né😀x\ry\n");
        assert_eq!(index.line_count(), 4);
        assert_eq!(index.place(0), Place { line: 1, column: 1 });
        assert_eq!(index.place(3), Place { line: 1, column: 3 }, "between \\r and \\n");
        assert_eq!(index.place(10), Place { line: 2, column: 3 }, "behind the emoji");
        assert_eq!(index.position(10, Units::Utf16), Position { line: 1, column: 3 });
        assert_eq!(index.position(10, Units::Utf8), Position { line: 1, column: 6 });
        assert_eq!(index.place(14), Place { line: 4, column: 1 });
        assert_eq!(index.line_span(2), Span::new(4, 11));
        assert_eq!(index.line_span(99), Span::new(14, 14));
    }

    #[test]
    fn what_is_out_of_range_is_clamped() {
        let index = LineIndex::new("ab\n😀\n");
        assert_eq!(index.place(usize::MAX), Place { line: 3, column: 1 });
        assert_eq!(index.offset_of(Place { line: 0, column: 0 }), 0);
        assert_eq!(index.offset_of(Place { line: 1, column: 99 }), 2);
        assert_eq!(index.offset_of(Place { line: 99, column: 1 }), 8);
        assert_eq!(index.offset_at(Position { line: 1, column: 1 }, Units::Utf16), 3, "inside a surrogate pair");
        assert_eq!(index.offset_at(Position { line: usize::MAX, column: usize::MAX }, Units::Utf8), 8);
        assert_eq!(index.place(5), Place { line: 2, column: 1 }, "inside a character");
        assert_eq!(LineIndex::new("").place(7), Place { line: 1, column: 1 });
    }

    /// The same by counting from the front.
    fn slow_position(text: &str, offset: usize, units: Units) -> Position {
        let (mut line, mut start) = (0, 0);
        for end in line_ends(text).filter(|end| *end <= offset) {
            (line, start) = (line + 1, end);
        }
        let before = text[start..offset].trim_end_matches(['\r', '\n']);
        Position { line, column: units.count(before) }
    }

    proptest! {
        #[test]
        fn there_and_back(text in "([a-zé😀\u{fe0f} ]{0,8}(\n|\r\n|\r)?){0,40}", repeat in 1..60_usize) {
            let text = text.repeat(repeat);
            let index = LineIndex::new(text.as_str());
            for (offset, _) in text.char_indices().step_by(repeat).chain([(text.len(), ' ')]) {
                for units in ALL {
                    let position = index.position(offset, units);
                    prop_assert_eq!(position, slow_position(&text, offset, units));
                    let back = index.offset_at(position, units);
                    // Only the middle of a two-byte line break has no position of its own.
                    prop_assert!(back == offset || (back + 1 == offset && text[back..].starts_with("\r\n")));
                }
                let place = index.place(offset);
                prop_assert_eq!(index.line_of(offset), place.line);
            }
        }

        #[test]
        fn any_position_gives_a_boundary(text in "[a-zé😀\n\r]{0,40}", line in 0..9_usize, column in 0..60_usize) {
            let index = LineIndex::new(text.as_str());
            for units in ALL {
                let offset = index.offset_at(Position { line, column }, units);
                prop_assert!(text.is_char_boundary(offset));
            }
            prop_assert!(index.line_span(line).end <= text.len());
            index.place(column);
        }
    }
}
