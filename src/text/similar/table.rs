//! Reading numbers and texts out of an embedded table without unpacking it.
//!
//! A position outside a table reads as nothing, so a damaged table gives no matches rather than a panic.

/// Whole numbers of 24 or 32 bits, little-endian.
#[derive(Clone, Copy)]
pub(crate) struct Numbers {
    bytes: &'static [u8],
    width: usize,
}

impl Numbers {
    /// The number at `i`.
    pub fn get(self, i: usize) -> Option<usize> {
        let at = i.checked_mul(self.width)?;
        let bytes = self.bytes.get(at..at + self.width)?;
        Some(bytes.iter().rev().fold(0, |n, b| n << 8 | usize::from(*b)))
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.bytes.len() / self.width
    }

    /// The numbers that `starts` gives to entry `i`.
    pub fn run(self, starts: Numbers, i: usize) -> impl Iterator<Item = usize> {
        let range = starts.get(i).zip(starts.get(i + 1)).map_or(0..0, |(a, b)| a..b);
        range.filter_map(move |k| self.get(k))
    }

    /// Whether sorted pairs hold `(a, b)`.
    pub fn has_pair(self, a: usize, b: usize) -> bool {
        let (mut low, mut high) = (0, self.len() / 2);
        while low < high {
            let middle = (low + high) / 2;
            let pair = (self.get(2 * middle), self.get(2 * middle + 1));
            match pair.cmp(&(Some(a), Some(b))) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return true,
            }
        }
        false
    }
}

/// Sorted keys, one after another, with their offsets.
#[derive(Clone, Copy)]
pub(crate) struct Keys {
    pub offsets: Numbers,
    pub text: &'static [u8],
}

impl Keys {
    /// The number of `key`.
    pub fn find(self, key: &[u8]) -> Option<usize> {
        let (mut low, mut high) = (0, self.offsets.len().checked_sub(1)?);
        while low < high {
            let middle = (low + high) / 2;
            let here = self.text.get(self.offsets.get(middle)?..self.offsets.get(middle + 1)?)?;
            match here.cmp(key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// Numbers of a lower-cased word's pieces as BERT's vocabularies have them, longest first from the left, those that go on a word
    /// with `##` before them; none where they do not make up the word, or it takes more than `most`.
    pub fn pieces(self, word: &str, most: usize) -> Vec<usize> {
        let mut found = Vec::with_capacity(2);
        let mut key = Vec::with_capacity(word.len() + 2);
        let mut start = 0;
        while start < word.len() {
            let ends = word.char_indices().map(|(at, c)| at + c.len_utf8()).filter(|end| *end > start).collect::<Vec<_>>();
            let hit = ends.into_iter().rev().find_map(|end| {
                key.clear();
                if start > 0 {
                    key.extend_from_slice(b"##");
                }
                key.extend_from_slice(word.as_bytes().get(start..end)?);
                Some((self.find(&key)?, end))
            });
            match hit {
                Some((row, end)) if found.len() < most => {
                    found.push(row);
                    start = end;
                }
                _ => return Vec::new(),
            }
        }
        found
    }
}

/// Takes an embedded file apart from its beginning.
pub(crate) struct Cutter {
    rest: &'static [u8],
}

impl Cutter {
    /// A file that begins with `magic`; nothing of any other.
    pub fn new(bytes: &'static [u8], magic: &[u8]) -> Self {
        Self { rest: bytes.strip_prefix(magic).unwrap_or(&[]) }
    }

    /// The next `length` bytes, or as many as there are.
    pub fn bytes(&mut self, length: usize) -> &'static [u8] {
        let (head, tail) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = tail;
        head
    }

    /// The next `count` numbers of `width` bytes.
    pub fn numbers(&mut self, count: usize, width: usize) -> Numbers {
        Numbers { bytes: self.bytes(count.saturating_mul(width)), width }
    }

    /// One number of 32 bits; 0 at the end.
    pub fn number(&mut self) -> usize {
        self.numbers(1, 4).get(0).unwrap_or(0)
    }
}
