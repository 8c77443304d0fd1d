//! Classes of characters, as Python and spaCy's tokeniser patterns see them.

use std::collections::HashSet;

use super::weights::{Reader, WeightsError};

/// What a character is, as a set of flags in the order of the converter's list of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Class(u16);

impl Class {
    /// Cut off at the start of a word by itself.
    pub(super) const PREFIX: Class = Class(1);
    /// Cut off at the end of a word by itself.
    pub(super) const SUFFIX: Class = Class(1 << 1);
    /// A pictograph or similar, a token wherever it stands.
    pub(super) const ICON: Class = Class(1 << 2);
    /// Lower-case or without case, of the scripts that the patterns name.
    pub(super) const LOWER: Class = Class(1 << 3);
    /// Upper-case or without case, of the scripts that the patterns name.
    pub(super) const UPPER: Class = Class(1 << 4);
    /// A letter of the scripts that the patterns name.
    pub(super) const LETTER: Class = Class(1 << 5);
    /// A quotation mark or bracket.
    pub(super) const QUOTE: Class = Class(1 << 6);
    /// A final full stop after it is a token of its own.
    pub(super) const BEFORE_STOP: Class = Class(1 << 7);
    /// Python's `str.isalpha`.
    pub(super) const ALPHA: Class = Class(1 << 8);
    /// Python's `str.isupper`.
    pub(super) const CAPITAL: Class = Class(1 << 9);
    /// Python's `str.isdigit`.
    pub(super) const DIGIT: Class = Class(1 << 10);
    /// Python's `str.isspace`.
    pub(super) const SPACE: Class = Class(1 << 11);
    /// The regular expression `\d`.
    pub(super) const DECIMAL: Class = Class(1 << 12);
    /// The regular expression `\w`.
    pub(super) const WORD: Class = Class(1 << 13);

    /// Whether it has any of the flags of `other`.
    pub(super) fn is(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }

    /// Either of two classes.
    pub(super) const fn or(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }
}

/// The class of every character.
pub(super) struct Chars {
    ascii: [Class; 128],
    /// First code point of each run of equal classes, ascending from 0.
    starts: Vec<u32>,
    classes: Vec<Class>,
    /// Units and currency signs that are cut off after a figure.
    units: HashSet<&'static str>,
}

impl Chars {
    pub(super) fn read(mut r: Reader) -> Result<Self, WeightsError> {
        let (starts, classes): (Vec<_>, Vec<_>) = r.list(|r| Ok((r.u32()?, Class(r.u16()?))))?.into_iter().unzip();
        let units = r.texts()?.into_iter().collect();
        let mut chars = Self { ascii: [Class::default(); 128], starts, classes, units };
        let ascii: Vec<Class> = (0..128u8).map(|b| chars.search(char::from(b))).collect();
        chars.ascii.copy_from_slice(&ascii);
        Ok(chars)
    }

    /// The class of one character.
    pub(super) fn of(&self, c: char) -> Class {
        match self.ascii.get(c as usize) {
            Some(class) => *class,
            None => self.search(c),
        }
    }

    fn search(&self, c: char) -> Class {
        let after = self.starts.partition_point(|start| *start <= c as u32);
        after.checked_sub(1).and_then(|i| self.classes.get(i)).copied().unwrap_or_default()
    }

    /// Whether a word is a unit of measure or a currency sign.
    pub(super) fn is_unit(&self, word: &str) -> bool {
        self.units.contains(word)
    }

    /// Python's `str.isalpha` of a whole word.
    pub(super) fn all_alpha(&self, word: &str) -> bool {
        !word.is_empty() && word.chars().all(|c| self.of(c).is(Class::ALPHA))
    }

    /// Python's `str.isspace` of a whole word.
    pub(super) fn all_space(&self, word: &str) -> bool {
        !word.is_empty() && word.chars().all(|c| self.of(c).is(Class::SPACE))
    }
}
